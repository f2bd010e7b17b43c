"""Write the goldens of whole sequences: what TF 1.15.5 computes for tests/cases/fused.py.

Needs Python 3.7 with tensorflow 1.15.5 and numpy, nothing of this package. Without --write
it only runs the cases and says what would be written.
"""

import argparse
import collections
import fnmatch
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from tensorflow.contrib.framework import nest  # noqa: E402

import _checks  # noqa: E402
import _write  # noqa: E402
from _build import make_cell  # noqa: E402
from _cudnn import CudnnJudge  # noqa: E402
from _draw import draw, draw_weight  # noqa: E402
from _record import ONE_THREAD  # noqa: E402
from _variables import whole_variables  # noqa: E402
from cases.fused import CASES  # noqa: E402

COMMAND = "python tests/golden/generate_fused.py --write"
DATA = os.path.join(HERE, "fused")


def parse():
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--only", metavar="PATTERN", default="*",
                        help="only the cases whose name matches, such as 'cudnn*'")
    return parser.parse_args()


def make(case):
    """Return the fused cell of a case, or what stands for a layer of cuDNN."""
    return CudnnJudge(case) if case["symbol"] in CudnnJudge.CELLS else make_cell(case)


def states_of(case):
    """Return the shapes of the initial state."""
    if case["symbol"] in CudnnJudge.CELLS:
        return CudnnJudge(case).state_shapes()
    inner = case["arguments"]
    while isinstance(inner.get("cell"), dict):
        inner = inner["cell"]["arguments"]
    sizes = [inner["num_units"], inner.get("num_proj", inner["num_units"])]
    return [[case["batch"], size] for size in sizes]


def call(case, layer, inputs, states, lengths):
    """Call a fused cell; return its outputs as one tensor, and its final states."""
    given = {"dtype": tf.as_dtype(case["dtype"]), "sequence_length": lengths}
    if states:
        given["initial_state"] = tf.nn.rnn_cell.LSTMStateTuple(*states) if (
            len(states) == 2 and not isinstance(layer, CudnnJudge)) else tuple(states)
    if case["scope"]:
        given["scope"] = case["scope"]
    outputs, final = layer(tf.unstack(inputs) if case["as_list"] else inputs, **given)
    assert isinstance(outputs, list) == case["as_list"]
    return tf.stack(outputs) if case["as_list"] else outputs, nest.flatten(final)


def record(case):
    """Run one case, with lengths, without, and backwards.

    Returns:
        The arrays of its .npz file by key, and the facts of its variables.
    """
    arrays, fetches = collections.OrderedDict(), collections.OrderedDict()
    inputs = tf.placeholder(case["dtype"], [case["time"], case["batch"], case["depth"]])
    states = [tf.placeholder(case["dtype"], shape) for shape in states_of(case)]
    states = states if case["state"] else []
    layer, loss = make(case), 0.0
    for label, lengths in (("run", case["lengths"]), ("full", None)):
        outputs, final = call(case, layer, inputs, states, lengths)
        found = [("outputs", outputs)] + [("state/%d" % i, s) for i, s in enumerate(final)]
        for key, value in found:
            fetches["%s/%s" % (label, key)] = value
            if label == "run":
                cotangent = draw(case, "cotangents/" + key, value.shape.as_list(), 1.0)
                arrays["cotangents/" + key] = cotangent
                loss += tf.reduce_sum(value * cotangent)
    variables = whole_variables()
    sources = [("inputs", inputs)] + [("state/%d" % i, s) for i, s in enumerate(states)]
    sources += [("variables/" + v.name, v.parts[0]) for v in variables]
    gradients = tf.gradients(loss, [source for _, source in sources])
    fetches.update(("gradients/" + key, g) for (key, _), g in zip(sources, gradients))
    feeds = {inputs: draw(case, "inputs", inputs.shape.as_list(), 0.8)}
    for index, state in enumerate(states):
        feeds[state] = draw(case, "state/%d" % index, state.shape.as_list(), 0.6)
    arrays.update((key, feeds[source]) for key, source in sources if source in feeds)
    arrays["lengths"] = np.array(case["lengths"], np.int32)
    with tf.Session(config=tf.ConfigProto(**ONE_THREAD)) as session:
        session.run(tf.global_variables_initializer())
        for variable in variables:
            value = draw_weight(case, variable.name, variable.shape)
            arrays["variables/" + variable.name] = value
            variable.parts[0].load(value, session)
        arrays.update(session.run(fetches, feeds))
    return arrays, [variable.facts() for variable in variables]


def golden(case):
    """Return the bytes of a case's .npz file and of its JSON file.

    Raises:
        AssertionError: if TF 1.15.5 does not behave as the case says.
    """
    with tf.Graph().as_default():
        arrays, variables = record(case)
    _checks.check_numbers(dict(case, inputs=[case["depth"]], kinds=None), arrays)
    _checks.check_clips(dict(case, changes_nothing={}), arrays)
    ordered = collections.OrderedDict((key, arrays[key]) for key in sorted(arrays))
    facts = collections.OrderedDict(
        [(key, case[key]) for key in ("name", "symbol", "arguments")]
        + [("variables", variables), ("arrays", [
            {"key": key, "shape": list(array.shape), "dtype": str(array.dtype)}
            for key, array in ordered.items()])])
    return _write.npz_bytes(ordered), _write.json_bytes(facts)


def main():
    """Run the cases asked for."""
    options = parse()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    for case in CASES:
        if not fnmatch.fnmatch(case["name"], options.only):
            continue
        npz, facts = golden(case)
        path = os.path.join(DATA, case["name"])
        print("%-44s %7d bytes%s" % (case["name"], len(npz) + len(facts),
                                     "" if options.write else " (not written)"), flush=True)
        if options.write:
            _write.write(path + ".npz", npz)
            _write.write(path + ".json", facts)
    if options.write:
        number = _write.write_manifest(DATA, os.path.join(HERE, "manifest_fused.json"), COMMAND)
        print("manifest_fused.json lists %d files" % number)


if __name__ == "__main__":
    main()
