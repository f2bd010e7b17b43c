"""Write what small TF 1.15.5 programs of many kinds leave behind, with what they compute.

Needs Python 3.7 with tensorflow 1.15.5 and numpy, nothing of this package. Without --write it
only runs the programs and says what would be written.
"""

import argparse
import fnmatch
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.core.protobuf import saved_model_pb2  # noqa: E402

import _write  # noqa: E402
from _draw import draw, weight_scale  # noqa: E402
from _train import ONE_THREAD  # noqa: E402
from cases.left_behind import PROGRAMS  # noqa: E402

COMMAND = "python tests/golden/generate_left_behind.py --write"
FOLDER = os.path.join(HERE, "left_behind")
STEP = 2


def parse(arguments=None):
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--only", metavar="PATTERN", default="*",
                        help="only the programs whose name matches, such as 's*'")
    return parser.parse_args(arguments)


def make(function, kinds, folder):
    """Run one program and write what it leaves behind into an empty folder."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1)
        program = function()
        variables = tf.global_variables()
        with tf.Session(config=tf.ConfigProto(**ONE_THREAD)) as session:
            start(function.__name__, variables, session)
            for _ in range(STEP if program.train is not None else 0):
                session.run(program.train, program.feeds)
            values = session.run(program.fetches, program.feeds)
            for kind in kinds:
                KEEPERS[kind](program, session, graph, folder)
    arrays = {"in|" + key_of(tensor): value for tensor, value in program.feeds.items()}
    arrays.update({"out|" + key_of(t): value for t, value in zip(program.fetches, values)})
    arrays = {key: np.asarray(value) for key, value in sorted(arrays.items())}
    _write.write(os.path.join(folder, "golden.npz"), _write.npz_bytes(arrays))


def key_of(tensor):
    """Name a tensor without its number where that is 0."""
    return tensor.name[:-2] if tensor.name.endswith(":0") else tensor.name


def start(name, variables, session):
    """Give every weight a drawn value; slots and counters begin as they do in TF1."""
    session.run(tf.variables_initializer(variables))
    for variable in tf.trainable_variables():
        shape = variable.shape.as_list()
        seed = {"seed": sum(map(ord, name)), "dtype": "float32"}
        variable.load(draw(seed, variable.op.name, shape, weight_scale(shape)), session)
    for variable in variables:
        if variable.op.name.endswith(("moving_mean", "moving_variance")):
            value = draw({"seed": 5, "dtype": "float32"}, variable.op.name,
                         variable.shape.as_list(), 0.3)
            variable.load(np.abs(value) + 0.5, session)


def save(program, session, folder, version=tf.train.SaverDef.V2, meta=True):
    """Write a checkpoint and its state file; return the prefix."""
    names = None
    if program.keys:
        names = {program.keys(variable): variable for variable in tf.global_variables()}
    prefix = tf.train.Saver(names, write_version=version).save(
        session, os.path.join(folder, "model.ckpt"), STEP, write_meta_graph=meta,
        write_state=False, strip_default_attrs=True)
    if meta:
        settle(prefix + ".meta", tf.MetaGraphDef)
    with open(os.path.join(folder, "checkpoint"), "w") as stream:
        stream.write('model_checkpoint_path: "%s"\n' % os.path.basename(prefix))
    return prefix


def v2(program, session, graph, folder):
    """A Saver's files."""
    save(program, session, folder)


def v1(program, session, graph, folder):
    """A Saver's files in the first format."""
    save(program, session, folder, tf.train.SaverDef.V1)


def bare(program, session, graph, folder):
    """A Saver's files without the graph."""
    save(program, session, folder, meta=False)


def estimator(program, session, graph, folder):
    """The graph as an Estimator writes it into its directory."""
    tf.train.write_graph(graph, folder, "graph.pbtxt")


def saved_model(program, session, graph, folder):
    """A SavedModel in a numbered folder."""
    place = os.path.join(folder, "1600000000")
    inputs = {key_of(tensor): tensor for tensor in program.feeds}
    outputs = {key_of(tensor): tensor for tensor in program.outputs}
    tf.saved_model.simple_save(session, place, inputs, outputs)
    path = os.path.join(place, "saved_model.pb")
    settle(path, saved_model_pb2.SavedModel)


def settle(path, kind):
    """Write a graph again with its maps in a fixed order, without what nobody but import reads."""
    with open(path, "rb") as stream:
        message = kind.FromString(stream.read())
    for graph in message.meta_graphs if kind is saved_model_pb2.SavedModel else [message]:
        for name in ("while_context", "cond_context"):
            graph.collection_def.pop(name, None)
        graph.meta_info_def.ClearField("stripped_op_list")
        for node in graph.graph_def.node:
            text = node.attr["value"].tensor.string_val
            if list(text) and text[0].startswith(b"_temp_"):
                text[0] = b"_temp/part"  # TF1 puts a random number here
            if not node.attr["value"].WhichOneof("value"):
                del node.attr["value"]
    _write.write(path, message.SerializeToString(deterministic=True))


def frozen(program, session, graph, folder):
    """The graph with constants for variables."""
    names = [tensor.op.name for tensor in program.outputs]
    constant = tf.graph_util.convert_variables_to_constants(
        session, graph.as_graph_def(), names)
    _write.write(os.path.join(folder, "frozen.pb"),
                 constant.SerializeToString(deterministic=True))


KEEPERS = {function.__name__: function
           for function in (v2, v1, bare, estimator, saved_model, frozen)}


def main():
    """Make what is asked for."""
    options = parse()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    total = 0
    for function, kinds in PROGRAMS.items():
        name = function.__name__
        if not fnmatch.fnmatch(name, options.only):
            continue
        place = tempfile.mkdtemp()
        try:
            make(function, kinds, place)
            sizes = {os.path.relpath(os.path.join(above, file), place):
                     os.path.getsize(os.path.join(above, file))
                     for above, _, files in os.walk(place) for file in files}
            total += sum(sizes.values())
            print("%-20s %7d bytes in %s" % (name, sum(sizes.values()), ", ".join(
                "%s %d" % pair for pair in sorted(sizes.items()))), flush=True)
            if options.write:
                target = os.path.join(FOLDER, name)
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(place, target)
        finally:
            shutil.rmtree(place)
    print("%d bytes" % total)
    if options.write:
        path = os.path.join(HERE, "manifest_left_behind.json")
        print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))


if __name__ == "__main__":
    main()
