"""What the block cells and the cells with cuDNN's equations refuse."""

import re

import numpy as np
import pytest

import tf_contrib_rnn as rnn

SIZES = (rnn.LSTMBlockCell, rnn.GRUBlockCell, rnn.GRUBlockCellV2, rnn.CudnnCompatibleLSTMCell,
         rnn.CudnnCompatibleGRUCell)  # fmt: skip


def stepped(cell, state):
    return cell(np.ones((2, 3), "float32"), state)


BAD = {
    "no size": (lambda: rnn.GRUBlockCell(), "one of num_units and cell_size, received None and"),
    "two sizes": (lambda: rnn.GRUBlockCellV2(3, 3), "num_units and cell_size, received 3 and 3"),
    "a state of three": (
        lambda: stepped(rnn.LSTMBlockCell(5), [np.ones((2, 5), "float32")] * 3),
        "received 3 elements",
    ),
    **{
        f"size of {cell.__name__}": (lambda cell=cell: cell(0), "positive whole number, received 0")
        for cell in SIZES
    },
}


@pytest.mark.parametrize("name", BAD)
def test_one_sentence(name):
    act, words = BAD[name]
    with pytest.raises(ValueError, match=words) as raised:
        act()
    message = str(raised.value)
    assert "expects" in message and message.endswith(".")
    assert not re.search(r"[.!?] +[A-Z]", message), message


@pytest.mark.parametrize("cell", SIZES)
def test_unknown_arguments(cell):
    with pytest.raises(TypeError, match="does not know the argument 'zoneout'"):
        cell(3, zoneout=0.5)


@pytest.mark.parametrize("option", ["forget_bias", "cell_clip", "use_peephole"])
def test_what_cudnn_does_not_have(option):
    with pytest.raises(TypeError, match=option):
        rnn.CudnnCompatibleLSTMCell(3, **{option: 1.0})


def test_default_names_are_tf1s():
    names = {cell(3).tf1_scope.name for cell in SIZES}
    assert names == {
        "lstm_cell", "gru_cell", "cudnn_compatible_lstm_cell", "cudnn_compatible_gru_cell",
    }  # fmt: skip
    assert rnn.LSTMBlockCell(3, name=None).tf1_scope.name == "lstm_block_cell"
    assert rnn.GRUBlockCell(3, name=None).tf1_scope.name == "gru_block_cell"


def test_straight_through_is_exactly_the_clip():
    """Without rounding, whatever the sizes of the numbers are."""
    import tensorflow as tf

    from tf_contrib_rnn.cells._math import clip, clip_straight_through

    scales = 10.0 ** np.arange(-5, 5).repeat(100)
    x = tf.constant(np.random.default_rng(0).normal(size=1000) * scales)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = clip_straight_through(x, 0.3)
    assert np.array_equal(y, clip(x, 0.3))
    assert np.all(tape.gradient(y, x) == 1.0)
