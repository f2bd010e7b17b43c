"""PhasedLSTMCell: what it refuses, how exact its times are, and its place in a stack."""

import re

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.goldens import LIMITS, error

TIMES = 1.5e9 + np.cumsum(np.full((2, 5, 1), 0.37), axis=1)  # seconds that float32 cannot tell
FEATURES = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")


def cell(**options):
    return rnn.PhasedLSTMCell(4, period_init_max=5.0, ratio_on=0.5, **options)


def step(time, x=FEATURES[:, 0]):
    phased = cell()
    return phased((time, x), phased.zero_state(2, "float32"))


BAD = {
    "features alone": (lambda: step(FEATURES[:, 0], FEATURES[:, 0]), r"\(\(2, 3\), \(2, 3\)\)"),
    "no time": (
        lambda: cell()(FEATURES[:, 0], cell().zero_state(2, "float32")),
        r"time \[batch, 1\], features \[batch, depth\]\), received shape \(2, 3\): pass the time",
    ),
    "vector of times": (lambda: step(TIMES[:, 0, 0]), r"received shape \(\(2,\), \(2, 3\)\)"),
    "above another cell": (
        lambda: rnn.MultiRNNCell([cell(), cell()]).build_for_shape(((None, 1), (None, 3))),
        r"received shape \(None, 4\): .* above another cell there is none",
    ),
    "units": (lambda: rnn.PhasedLSTMCell(0), "num_units .* received 0"),
    "period": (
        lambda: rnn.PhasedLSTMCell(3, period_init_min=0.0),
        r"period_init_min expects a time above 0, received 0.0",
    ),
    "longest period": (
        lambda: rnn.PhasedLSTMCell(3, period_init_max=-1),
        "period_init_max .* received -1",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_in_one_sentence(name):
    act, words = BAD[name]
    with pytest.raises(ValueError, match=words) as raised:
        act()
    assert re.search("expects .*, received .*: .*", str(raised.value))
    assert "\n" not in str(raised.value)


def test_a_later_step_of_another_depth_is_refused():
    phased = cell()
    state = phased.zero_state(2, "float32")
    phased((TIMES[:, 0], FEATURES[:, 0]), state)
    with pytest.raises(ValueError, match=r"\(\(None, 1\), \(None, 3\)\), received"):
        phased((TIMES[:, 0], np.ones((2, 2), "float32")), state)


def pairs(dtype):
    return tf.constant(TIMES, dtype), tf.constant(FEATURES)


def functional(layer):
    symbolic = keras.Input((None, 1), dtype="float64"), keras.Input((None, 3))
    return keras.Model(symbolic, layer(symbolic))


def wrapped(phased):
    return rnn.MultiRNNCell([rnn.ResidualWrapper(phased, residual_fn=second)])


def second(inputs, outputs):
    return outputs


RUNS = {
    "dynamic": lambda phased, x: rnn.dynamic_rnn(phased, x, dtype="float32")[0],
    "traced": lambda phased, x: tf.function(
        lambda *x: rnn.dynamic_rnn(phased, x, dtype="float32")[0]
    )(*x),
    "theirs": lambda phased, x: tf.compat.v1.nn.dynamic_rnn(phased, x, dtype=tf.float32)[0],
    "layer": lambda phased, x: rnn.RNN(phased, return_sequences=True)(x),
    "arrays": lambda phased, x: rnn.RNN(phased, return_sequences=True)((TIMES, FEATURES)),
    "model": lambda phased, x: functional(rnn.RNN(phased, return_sequences=True))(x),
    "stack": lambda phased, x: rnn.RNN(wrapped(phased), return_sequences=True)(x),
}


@pytest.mark.filterwarnings("ignore:.*dynamic_rnn.*:DeprecationWarning")
@pytest.mark.parametrize("run", RUNS)
def test_times_keep_their_own_precision(run):
    phased = cell()
    phased.build_for_shape(((None, 1), (None, 3)))
    exact = rnn.dynamic_rnn(phased, pairs("float64"), dtype="float32")[0]
    rounded = rnn.dynamic_rnn(phased, pairs("float32"), dtype="float32")[0]
    assert error(rounded, exact) > 1e-3
    result = RUNS[run](phased, pairs("float64"))
    assert result.dtype == tf.float32
    assert error(result, exact) < 1e-6
    assert {v.dtype for v in phased.weights} == {"float32"}


@pytest.mark.parametrize("policy", ["float64", "mixed_float16", "mixed_bfloat16", "float16"])
@pytest.mark.parametrize("layered", [False, True])
def test_features_of_other_dtypes(policy, layered):
    exact = cell(dtype="float64")
    exact.build_for_shape(((None, 1), (None, 3)))
    phased = cell(dtype=policy)
    phased.build_for_shape(((None, 1), (None, 3)))
    for ours, theirs in zip(phased.weights, exact.weights, strict=True):
        theirs.assign(np.asarray(theirs, "float32"))
        ours.assign(keras.ops.cast(theirs, ours.dtype))
    inputs = pairs("float64")
    wanted = rnn.dynamic_rnn(exact, inputs, dtype="float64")[0]
    short = policy.removeprefix("mixed_")
    if layered:
        result = rnn.RNN(phased, return_sequences=True, dtype=policy)(inputs)
    else:
        result = rnn.dynamic_rnn(phased, inputs, dtype=short)[0]
    assert result.dtype == short
    assert {v.dtype for v in phased.weights} == {short if policy == short else "float32"}
    # A period rounded to 11 bits is another period: 1.5e9 seconds later in another phase.
    if policy != "float16":
        assert error(keras.ops.cast(result, "float64"), wanted) <= LIMITS[short]


def test_the_first_phase_is_below_the_period():
    for _ in range(5):
        phased = rnn.PhasedLSTMCell(40, period_init_min=2.0, period_init_max=50.0)
        phased.build_for_shape(((None, 1), (None, 3)))
        period, phase = np.asarray(phased.period), np.asarray(phased.phase)
        assert np.all((0 <= phase) & (phase <= period)) and np.ptp(phase / period) > 0.7
        assert np.all((1.9999 < period) & (period < 50.001)) and np.ptp(np.log(period)) > 2


def test_dropout_of_a_time_and_features():
    wrapper = rnn.DropoutWrapper(cell(), output_keep_prob=0.5, state_keep_prob=0.5, seed=3)
    inputs = pairs("float64")
    dropped = rnn.dynamic_rnn(wrapper, inputs, dtype="float32")[0]
    kept = rnn.dynamic_rnn(wrapper, inputs, dtype="float32", training=False)[0]
    assert error(dropped, kept) > 1e-3
    assert error(kept, rnn.dynamic_rnn(wrapper.cell, inputs, dtype="float32")[0]) == 0
