"""Convolutions as products of their rows: the same numbers as convolutions."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.comparison import compared
from tests.goldens import CASES, Golden
from tests.sequence.test_fast import assert_equal, in_function, plain
from tf_contrib_rnn.sequence import _hoisted, _tuning
from tf_contrib_rnn.sequence._rows import RowProducts
from tf_contrib_rnn.sequence._tuning import Tuning

CONVOLUTIONS = [case["name"] for case in CASES if "conv" in case["name"]]
SPACES = {1: (7,), 2: (5, 6), 3: (4, 3, 5)}
WINDOWS = {1: (3,), 2: (3, 5), 3: (3, 1, 5)}


@pytest.fixture(autouse=True)
def made(monkeypatch):
    """The kernels of all products of rows, which here no convolution is too small for."""
    found = []

    class Noted(RowProducts):
        def __init__(self, kernels):
            super().__init__(kernels)
            found.append(kernels)

    monkeypatch.setattr(_tuning, "INSTANT", 0)
    monkeypatch.setattr(_hoisted, "RowProducts", Noted)
    return found


def drawn(seed, *size):
    return tf.constant(np.random.default_rng(seed).normal(size=size))


@pytest.mark.parametrize("batch", [1, 4, None])
@pytest.mark.parametrize("dimensions", SPACES)
@pytest.mark.parametrize("has_x", [True, False])
def test_a_convolution(batch, dimensions, has_x):
    space, window = SPACES[dimensions], WINDOWS[dimensions]
    x = drawn(1, batch or 4, *space, 2) if has_x else None
    a = drawn(2, batch or 4, *space, 3)
    kernels = [drawn(seed, *window, 5 if has_x else 3, 4) for seed in (3, 4)]
    biases = [drawn(5, 4), None]
    signature = [tf.TensorSpec([batch, *part.shape[1:]], part.dtype) for part in (x, a) if has_x]

    @tf.function(autograph=False, input_signature=signature or None)
    def run(x=x, a=a):
        return RowProducts(kernels)(x, a, biases)

    both = a if x is None else tf.concat([x, a], axis=-1)
    for ours, kernel, bias in zip(run(x, a), kernels, biases, strict=True):
        theirs = keras.ops.conv(both, kernel, padding="same")
        assert ours.shape[1:] == theirs.shape[1:]
        np.testing.assert_allclose(ours, theirs if bias is None else theirs + bias, atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_every_golden(name, made):
    golden = Golden(name)
    errors = compared(golden, wrap=tf.function)
    assert {k: e for k, e in errors.items() if not e <= golden.limit} == {}
    is_odd = all(size % 2 for size in golden.case["arguments"]["kernel_shape"])
    assert bool(made) == (is_odd and "run" in golden.case["runs"])


@pytest.mark.slow
@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("dimensions", SPACES)
@pytest.mark.parametrize("order", [1, 2])
def test_gradients(batch, dimensions, order, made):
    layer = layer_of(dimensions)
    x = drawn(6, batch, 12 if order == 1 else 4, *SPACES[dimensions], 2)
    judge = plain(in_function(layer, x, order=order))
    before = len(made)
    assert_equal(in_function(layer, x, order=order)(), judge, 1e-9)
    assert len(made) > before


def layer_of(dimensions):
    cell = rnn.ConvLSTMCell(
        dimensions, (*SPACES[dimensions], 2), 2, WINDOWS[dimensions], dtype="float64"
    )
    layer = rnn.RNN(cell, return_sequences=True, return_state=True, dtype="float64")
    layer.build((None, 12, *SPACES[dimensions], 2))
    for seed, weight in enumerate(layer.weights):
        weight.assign(0.5 * drawn(seed, *weight.shape))
    return layer


def test_of_any_batch():
    layer = layer_of(2)
    x = drawn(6, 3, 12, *SPACES[2], 2)
    anything = tf.TensorSpec([None, 12, *SPACES[2], 2], "float64")
    run = tf.function(lambda x: layer(x), autograph=False, input_signature=[anything])
    for batch in (1, 3):
        assert_equal(run(x[:batch]), layer(x[:batch]))


def test_what_has_no_rows(made):
    """Windows of even size, strides, dilation and no zeros around."""
    for options in (
        {"kernel_size": (2, 3)}, {"strides": 2}, {"dilation_rate": 2}, {"padding": "valid"}
    ):  # fmt: skip
        layer = rnn.ConvLSTM2D(2, **{"kernel_size": 3, **options}, dtype="float64")
        x = drawn(6, 2, 4, 6, 7, 2)
        layer(x)
        before = len(made)
        assert_equal([tf.function(layer, autograph=False)(x)], [layer(x)])
        kept_size = options.keys() - {"kernel_size"}
        assert (len(made) > before) == bool(kept_size)  # then the state's convolution is plain


def test_the_choice():
    def takes(batch, kernel, **options):
        result = tf.zeros([batch, 16, 16, kernel[-1]])
        return Tuning(**{"compiled": False, **options}).takes_rows(result, tf.zeros(kernel))

    small = [3, 3, 24, 64]
    assert takes(1, small) and takes(2, small)
    assert not takes(4, small) and not takes(1, [5, 5, 24, 64])
    assert not takes(1, small, compiled=True)
    vectors = tf.zeros([8, 16]), tf.zeros([8, 16])
    assert not Tuning(False).takes_rows(*vectors)
