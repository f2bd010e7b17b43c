"""Write what TF 1.15.5 makes of cuDNN's weights: tests/golden/cudnn/<mode>_<direction>.npz.

And the names under which a Saver writes them: tests/golden/cudnn/names.json.

Needs Python 3.7 with tensorflow 1.15.5 and numpy, nothing of this package, and no GPU: the
converters between cuDNN's matrices and canonical variables are TF1's own and run anywhere; only
the buffer itself is cuDNN's. Without --write it only says what would be written.
"""

import argparse
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.contrib import cudnn_rnn  # noqa: E402

import _write  # noqa: E402
from _cudnn import CudnnJudge  # noqa: E402

COMMAND = "python tests/golden/generate_cudnn.py --write"
FOLDER = os.path.join(HERE, "cudnn")
LAYERS, UNITS, DEPTH, BATCH, TIME = 3, 5, 3, 2, 4
MODES = {
    "lstm": ("CudnnLSTM", cudnn_rnn.CudnnParamsFormatConverterLSTM, cudnn_rnn.CudnnLSTMSaveable),
    "gru": ("CudnnGRU", cudnn_rnn.CudnnParamsFormatConverterGRU, cudnn_rnn.CudnnGRUSaveable),
    "tanh": ("CudnnRNNTanh", cudnn_rnn.CudnnParamsFormatConverterTanh,
             cudnn_rnn.CudnnRNNTanhSaveable),
    "relu": ("CudnnRNNRelu", cudnn_rnn.CudnnParamsFormatConverterRelu,
             cudnn_rnn.CudnnRNNReluSaveable),
}
GATES = {"lstm": 4, "gru": 3, "tanh": 1, "relu": 1}


def matrices(mode, directions, generator):
    """Draw cuDNN's matrices and its biases, in its order."""
    weights = []
    for layer in range(LAYERS):
        depth = directions * UNITS if layer else DEPTH
        for _ in range(directions):
            for columns in [depth] * GATES[mode] + [UNITS] * GATES[mode]:
                weights.append(generator.normal(0, 0.4, (UNITS, columns)).astype(np.float32))
    return weights, [generator.normal(0, 0.3, UNITS).astype(np.float32) for _ in weights]


def judge(mode, direction):
    """Record one kind of stack."""
    symbol, converter, saveable = MODES[mode]
    directions = 2 if direction == "bidirectional" else 1
    seed = sorted(MODES).index(mode) * 2 + directions
    generator = np.random.RandomState(seed)
    weights, biases = matrices(mode, directions, generator)
    inputs = generator.normal(0, 1, (TIME, BATCH, DEPTH)).astype(np.float32)
    sizes = {"num_layers": LAYERS, "num_units": UNITS, "input_size": DEPTH,
             "direction": direction}
    with tf.Graph().as_default(), tf.Session() as session:
        convert = converter(**sizes)
        found = convert._cu_canonical_to_tf_canonical(
            list(map(tf.constant, weights)), list(map(tf.constant, biases)))
        canonical = session.run(list(found[0]) + list(found[1]))
        back = convert._tf_canonical_to_cu_canonical(list(map(tf.constant, canonical)), None)
        back = session.run(list(back[0]) + list(back[1]))
        scope = CudnnJudge.SCOPES[symbol]
        opaque = tf.Variable(np.zeros(1, np.float32), name="opaque_kernel")
        saving = saveable(opaque, scope=scope, **sizes)
        names = [spec.name for spec in saving.specs]
    # A first layer's own scope comes from the call; the names have the variable scope's.
    assert all(name.startswith(scope + "/") for name in names), names
    variables = dict(zip(names, canonical))
    arguments = {"num_layers": LAYERS, "num_units": UNITS, "direction": direction}
    case = {"symbol": symbol, "arguments": arguments, "batch": BATCH}
    with tf.Graph().as_default(), tf.Session() as session:
        outputs, _ = CudnnJudge(case)(tf.constant(inputs), tf.float32, None)
        made = {variable.op.name: variable for variable in tf.global_variables()}
        assert sorted(made) == sorted(variables), (sorted(made), sorted(variables))
        for name, variable in made.items():
            variable.load(variables[name], session)
        outputs = session.run(outputs)
    arrays = {"inputs": inputs, "outputs": outputs}
    arrays.update(("matrices/%02d" % n, array) for n, array in enumerate(weights + biases))
    arrays.update(("back/%02d" % n, array) for n, array in enumerate(back))
    arrays.update(("variables/" + name, array) for name, array in sorted(variables.items()))
    return arrays


def saved_names(mode, direction, is_built_first):
    """List what the Saver of a graph with one layer of cuDNN writes, in its order."""
    with tf.Graph().as_default() as graph, tf.variable_scope("outer"):
        layer = getattr(cudnn_rnn, MODES[mode][0])(LAYERS, UNITS, direction=direction)
        if is_built_first:
            layer.build([None, None, DEPTH])
        layer(tf.zeros([TIME, BATCH, DEPTH]))
        tf.train.Saver()
        saves = [op for op in graph.get_operations() if op.type == "SaveV2"]
        assert len(saves) == 1
        names = tf.make_ndarray(saves[0].inputs[1].op.get_attr("value"))
    return [name.decode() for name in names]


def main():
    """Record every mode in every direction, and the names of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    write = parser.parse_args().write
    names = {}
    for mode in MODES:
        for direction in ("unidirectional", "bidirectional"):
            kind = "%s_%s" % (mode, direction)
            names[kind] = {"called": saved_names(mode, direction, False),
                           "built_first": saved_names(mode, direction, True)}
            content = _write.npz_bytes(judge(mode, direction))
            path = os.path.join(FOLDER, "%s.npz" % kind)
            print("%s %d bytes" % (os.path.basename(path), len(content)))
            if write:
                _write.write(path, content)
    if write:
        _write.write(os.path.join(FOLDER, "names.json"), _write.json_bytes(names))
        _write.write_manifest(FOLDER, os.path.join(HERE, "manifest_cudnn.json"), COMMAND)


if __name__ == "__main__":
    main()
