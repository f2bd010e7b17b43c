"""Modes of Keras' dtype policies, held against a run in float64 with the same weights."""

import contextlib
from unittest import mock

import keras
import numpy as np
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import each, ran, top_level
from tests.goldens import LIMITS, flat
from tests.modes.families import (
    difference,
    examples_of,
    inputs_of,
    regression_of,
    typed_cell,
)


@contextlib.contextmanager
def policy_of(name):
    """A global dtype policy, for as long as the block lasts."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


@contextlib.contextmanager
def watched_states(cell, seen):
    """Adds to `seen` the dtypes of every state that the loop hands to a cell."""
    own = type(cell).call

    def call(self, inputs, state, *args, **kwargs):
        seen.update(keras.backend.standardize_dtype(part.dtype) for part in flat(state))
        return own(self, inputs, state, *args, **kwargs)

    with mock.patch.object(type(cell), "call", call):
        yield


def with_float16s_epsilon(x, gain, shift):
    """Layer normalization as TF1 defines it for float16, in any dtype."""
    mean, variance = tf.nn.moments(x, [-1], keepdims=True)
    return (x - mean) / tf.sqrt(variance + 1e-3) * gain + shift


def exact_run(name, cell, inputs):
    """`[outputs, *state]` in float64, from the same inputs and weights."""
    normalization = contextlib.nullcontext()
    if cell.compute_dtype == "float16":
        module = "tf_contrib_rnn.cells._lstm"
        normalization = mock.patch(f"{module}.layer_norm", with_float16s_epsilon)
    with policy_of("float32"), normalization:
        twin = typed_cell(name, "float64", weights=cell)
        inputs = each(lambda x: keras.ops.cast(x, "float64"), inputs)
        outputs, state = ran(twin, inputs)
    return [outputs, *top_level(state)]


def under(policy, name):
    """Outputs and states eagerly and in a function; the dtype of each state in the loop."""
    short = policy.removeprefix("mixed_")
    with policy_of(policy):
        cell, states = typed_cell(name, policy), set()
        # With these no phase of PhasedLSTM is so near its jump that rounding moves it across.
        inputs = inputs_of(name, dtype="float64" if short == "float64" else "float32", seed=3)
        layer = rnn.RNN(cell, return_sequences=True, return_state=True)
        errors = []
        for run in (layer, tf.function(lambda x: layer(x, training=False))):
            with watched_states(cell, states):
                found = run(inputs) if run is not layer else run(inputs, training=False)
            assert {part.dtype for part in flat(found)} == {tf.as_dtype(short)}
            wide = each(lambda x: keras.ops.cast(x, "float64"), found)
            errors.append(difference(wide, exact_run(name, cell, inputs)))
        assert states == {short}
        kept = "float32" if policy.startswith("mixed") else short
        assert {v.dtype for v in cell.tf1_variables().values()} == {kept}
        assert max(errors) <= LIMITS[short], max(errors)
        learns(name, policy)
    return max(errors)


def learns(name, policy):
    """`fit` under the policy in force makes the loss smaller, without a NaN."""
    model = regression_of(name, typed_cell(name, policy))
    model.compile(keras.optimizers.Adam(0.02), "mse")
    inputs, targets = examples_of(name, 4)
    before = model.evaluate(inputs, targets, verbose=0)
    losses = model.fit(inputs, targets, epochs=8, verbose=0).history["loss"]
    assert np.all(np.isfinite(losses))
    assert model.evaluate(inputs, targets, verbose=0) < before


def mixed_float16(name):
    """`mixed_float16`: float32 variables, float16 numbers within 5e-3, and a loss that falls."""
    return under("mixed_float16", name)


def mixed_bfloat16(name):
    """`mixed_bfloat16`: float32 variables, bfloat16 numbers within 4e-2, a loss that falls."""
    return under("mixed_bfloat16", name)


def float64(name):
    """`float64`: everything in float64 to 1e-10, and a loss that falls."""
    return under("float64", name)
