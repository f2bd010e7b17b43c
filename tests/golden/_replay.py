"""Prove that recorded noise is all there is to dropout: run again with it put in."""

import numpy as np
import tensorflow as tf
from tensorflow.contrib.framework import nest

from _build import make_cell
from _draw import input_parts, part_keys
from _noise import NoiseWatch


def check_replay(case, arrays):
    """Step through a case with its recorded noise instead of draws, and compare.

    Args:
        case: the case; without noise there is nothing to do.
        arrays: its recorded arrays.

    Raises:
        AssertionError: if outputs or final states differ from those of `full`.
    """
    noise = {k[len("noise/"):]: v for k, v in arrays.items() if k.startswith("noise/")}
    if not noise:
        return
    watch = NoiseWatch(given={})
    keys = part_keys("inputs", len(input_parts(case)))
    with tf.Graph().as_default(), watch, tf.Session() as session:
        cell = make_cell(case, watch, tensor_dtype=case["dtype"])
        flat = [tf.constant(arrays["state/%d" % i]) for i in range(
            len(nest.flatten(cell.state_size)))]
        state, outputs = nest.pack_sequence_as(cell.state_size, flat), []
        with tf.variable_scope("rnn"):
            for step in range(case["time"]):
                watch.start()
                watch.given = {k: v if len(v) == 1 else v[step] for k, v in noise.items()}
                parts = [tf.constant(arrays[key][:, step]) for key in keys]
                output, state = cell(parts[0] if len(keys) == 1 else tuple(parts), state)
                outputs.append(output)
                assert set(watch.drawn) == set(noise), (list(watch.drawn), list(noise))
        for variable in tf.global_variables():
            variable.load(arrays["variables/" + variable.op.name], session)
        again = session.run([tf.stack(outputs, 1)] + nest.flatten(state))
    expected = [arrays["full/outputs"]] + [
        arrays["full/state/%d" % i] for i in range(len(flat))]
    tolerance = 1e-12 if case["dtype"] == "float64" else 1e-5
    for one, other in zip(again, expected):
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)
