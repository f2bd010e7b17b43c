"""Write graphs of small recurrent networks of random options, as TF 1.15.5 makes them.

Needs Python 3.7 with tensorflow 1.15.5 and numpy, nothing of this package. Without --write it
only builds the graphs and says what would be written. No graph is run.
"""

import argparse
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import _write  # noqa: E402
from cases.graphs import build, networks  # noqa: E402
from cases.odd_graphs import PROGRAMS  # noqa: E402

COMMAND = "python tests/golden/generate_graphs.py --write"
FOLDER = os.path.join(HERE, "graphs")
PATH = os.path.join(FOLDER, "graphs.npz")
SEED = 20


def graph_of(network):
    """The GraphDef of a network, frozen where it says so, and the names of what it gives."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1)
        given = build(tf, network)
        if not network["options"]["frozen"]:
            return graph.as_graph_def(), given
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            ends = sorted({name.split(":")[0] for names in given.values() for name in names})
            return tf.graph_util.convert_variables_to_constants(
                session, graph.as_graph_def(), ends), given


def main():
    """Make all graphs, and write them with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the file")
    arguments = parser.parse_args()
    tf.logging.set_verbosity(tf.logging.ERROR)
    entries = {}
    for name, network in sorted(networks(np.random.RandomState(SEED)).items()):
        definition, given = graph_of(network)
        definition.library.Clear()
        told = json.dumps(dict(network, given=given), sort_keys=True)
        entries[name] = np.frombuffer(definition.SerializeToString(deterministic=True), "uint8")
        entries[name + ".json"] = np.frombuffer(told.encode(), "uint8")
        print(name, len(definition.node), "nodes")
    for function in PROGRAMS:
        with tf.Graph().as_default() as graph:
            function(tf)
            definition = graph.as_graph_def()
        definition.library.Clear()
        content = definition.SerializeToString(deterministic=True)
        entries["odd_" + function.__name__] = np.frombuffer(content, "uint8")
        print(function.__name__, len(definition.node), "nodes")
    if arguments.write:
        _write.write(PATH, _write.npz_bytes(entries))
        print(os.path.getsize(PATH), "bytes")
        _write.write_manifest(FOLDER, os.path.join(HERE, "manifest_graphs.json"), COMMAND)


if __name__ == "__main__":
    main()
