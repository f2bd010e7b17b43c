"""Pack checkpoints of TF 0.12.1, 1.1.0 and 1.4.1 into one file a version.

Needs Python 3.7 with tensorflow 1.15.5 and numpy. The folder given holds, for every version and
configuration, a checkpoint `<version>/<configuration>` that this very version wrote, and
`<version>/<configuration>.npz` with the input `x` and the results `out0`, `out1`, ...
"""

import argparse
import glob
import os

import numpy as np
import tensorflow as tf

from _write import npz_bytes, write, write_manifest

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "old_checkpoints")
# These stay checkpoints: slots, shards, partitions, stacks, moved cells, shared kernels.
WHOLE = {
    "0.12.1": ("BasicLSTMCell_Adam", "LSTMCell_shards", "stack_bidirectional_dynamic"),
    "1.1.0": ("LSTMCell_partitioner", "OutputProjectionWrapper"),
    "1.4.1": ("GLSTMCell",),
}
# And of these the graph, which says what no variable shows.
WITH_GRAPH = {"1.4.1": ("GLSTMCell",)}


def packed(prefix):
    """Return the variables of a checkpoint, its input and its results."""
    reader = tf.train.load_checkpoint(prefix)
    names = sorted(reader.get_variable_to_shape_map())
    arrays = {"variables/" + name: reader.get_tensor(name) for name in names}
    with np.load(prefix + ".npz") as given:
        results = sorted((key for key in given.files if key.startswith("out")), key=_number)
        arrays["x"] = given["x"]
        arrays.update(("results/%d" % _number(key), given[key]) for key in results)
    return arrays


def _number(key):
    return int(key[len("out"):])


def main():
    """Pack every version below a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    folder = parser.parse_args().folder
    for version, whole in sorted(WHOLE.items()):
        arrays = {}
        for path in sorted(glob.glob(os.path.join(folder, version, "*.index"))):
            prefix, name = path[: -len(".index")], os.path.basename(path)[: -len(".index")]
            arrays.update((name + "/" + key, array) for key, array in packed(prefix).items())
            ends = [".index", ".data-00000-of-00001"] if name in whole else []
            ends += [".meta"] if name in WITH_GRAPH.get(version, ()) else []
            for end in ends:
                with open(prefix + end, "rb") as stream:
                    write(os.path.join(TARGET, version, name + end), stream.read())
        write(os.path.join(TARGET, version + ".npz"), npz_bytes(arrays))
    manifest = os.path.join(HERE, "manifest_old_checkpoints.json")
    write_manifest(TARGET, manifest, "tests/golden/pack_old_checkpoints.py FOLDER")


if __name__ == "__main__":
    main()
