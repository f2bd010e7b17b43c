"""The wrappers with variables, and CompiledWrapper, refuse bad input in one sentence."""

import re

import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import plane_cell
from tests.conformance.test_errors import message_of

VECTORS = np.ones((2, 3), "float32")
SEQUENCES = np.ones((2, 4, 3), "float32")


def called(cell, inputs):
    return cell(inputs, cell.zero_state(2, "float32"))


def gru(units=3):
    return rnn.GRUCell(units)


class Pair(rnn.RNNCell):
    """A cell with two outputs."""

    state_size = 2
    output_size = (2, 1)

    def call(self, inputs, state):
        return (state, state[:, :1]), state


def embedded(ids):
    return called(rnn.EmbeddingWrapper(gru(), 7, 2), ids)


# name: (what is done, the error's type, words it must contain)
BAD = {
    "input projection of no cell": (
        lambda: rnn.InputProjectionWrapper(3, 4),
        TypeError,
        "cell .* received 3 without output_size, state_size",
    ),
    "output projection of no cell": (
        lambda: rnn.OutputProjectionWrapper(3, 4),
        TypeError,
        "received 3 without",
    ),
    "embedding of no cell": (lambda: rnn.EmbeddingWrapper(3, 5, 5), TypeError, "received 3 "),
    "attention of no cell": (lambda: rnn.AttentionCellWrapper(3, 3), TypeError, "received 3 "),
    "highway of no cell": (lambda: rnn.HighwayWrapper(3), TypeError, "received 3 "),
    "compiled of no cell": (lambda: rnn.CompiledWrapper(3), TypeError, "received 3 "),
    "negative projection": (
        lambda: rnn.InputProjectionWrapper(gru(), -1),
        ValueError,
        "num_proj .* received -1",
    ),
    "no projection": (
        lambda: rnn.OutputProjectionWrapper(gru(), 0),
        ValueError,
        "output_size .* received 0",
    ),
    "activation": (
        lambda: rnn.InputProjectionWrapper(gru(), 2, activation="no"),
        ValueError,
        "received 'no'",
    ),
    "projected sequences": (
        lambda: called(rnn.InputProjectionWrapper(gru(), 2), SEQUENCES),
        ValueError,
        r"\(None, None\), received \(2, 4, 3\)",
    ),
    "projected maps": (
        lambda: rnn.OutputProjectionWrapper(plane_cell(), 2),
        ValueError,
        r"outputs to be vectors, received sizes \[\(4, 3, 2\)\]",
    ),
    "no classes": (
        lambda: rnn.EmbeddingWrapper(gru(), 0, 5),
        ValueError,
        "embedding_classes .* received 0",
    ),
    "no size": (
        lambda: rnn.EmbeddingWrapper(gru(), 5, 0),
        ValueError,
        "embedding_size .* received 0",
    ),
    "float ids": (
        lambda: embedded(np.ones((2, 1), "float32")),
        TypeError,
        "whole numbers, received float32",
    ),
    "several ids": (
        lambda: embedded(np.ones((2, 3), "int32")),
        ValueError,
        r"\[batch\] or \[batch, 1\], received \(2, 3\)",
    ),
    "two tensors of ids": (
        lambda: embedded((np.ones((2, 1), "int32"), np.ones((2, 1), "int32"))),
        ValueError,
        r"\[batch\] or \[batch, 1\], received \(\(2, 1\), \(2, 1\)\)",
    ),
    "ids without their last axis": (
        lambda: rnn.dynamic_rnn(
            rnn.EmbeddingWrapper(gru(), 7, 2), np.ones((2, 4), "int32"), dtype="float32"
        ),
        ValueError,
        r"\[batch, time, ...\], received shape \[\(2, 4\)\]",
    ),
    "empty window": (
        lambda: rnn.AttentionCellWrapper(gru(), 0),
        ValueError,
        "attn_length .* received 0",
    ),
    "empty entries": (
        lambda: rnn.AttentionCellWrapper(gru(), 2, attn_size=0),
        ValueError,
        "attn_size .* received 0",
    ),
    "empty query": (
        lambda: rnn.AttentionCellWrapper(gru(), 2, attn_vec_size=0),
        ValueError,
        "attn_vec_size .* received 0",
    ),
    "tuple in a concatenated state": (
        lambda: rnn.AttentionCellWrapper(rnn.LSTMCell(3), 2, state_is_tuple=False),
        ValueError,
        r"state_is_tuple=False .* received LSTMStateTuple\(c=3, h=3\)",
    ),
    "attention to maps": (
        lambda: rnn.AttentionCellWrapper(plane_cell(), 2),
        ValueError,
        r"single vector as its output, received one of output_size \(4, 3, 2\)",
    ),
    "attention to two outputs": (
        lambda: rnn.AttentionCellWrapper(Pair(), 2),
        ValueError,
        r"single vector as its output, received one of output_size \(2, 1\)",
    ),
    "state of an attention": (
        lambda: rnn.AttentionCellWrapper(gru(), 2)(VECTORS, VECTORS),
        ValueError,
        r"structure \(3, 3, 6\), received a ndarray",
    ),
    "width of a highway": (
        lambda: called(rnn.HighwayWrapper(gru(5)), VECTORS),
        ValueError,
        r"as wide as its input \(3\), received output_size 5",
    ),
    "maps on a highway": (
        lambda: called(rnn.HighwayWrapper(plane_cell()), np.ones((2, 4, 3, 3), "float32")),
        ValueError,
        r"\(None, None\), received \(2, 4, 3, 3\)",
    ),
    "two highways in one scope": (
        lambda: rnn.HighwayWrapper(rnn.ResidualWrapper(rnn.HighwayWrapper(gru()))),
        ValueError,
        "no other HighwayWrapper .* carry_w",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_one_sentence(name):
    act, error, words = BAD[name]
    with pytest.raises(error) as raised:
        act()
    message = message_of(raised.value)
    assert re.search(words, message), message
    assert "\n" not in message
    assert message.endswith("."), message
    assert not re.search(r"[.!?] +[A-Z]", message), f"more than one sentence: {message}"
    assert "expects" in message


def test_a_refused_highway_stays_open():
    cell = rnn.HighwayWrapper(gru(5))
    with pytest.raises(ValueError, match="as wide"):
        called(cell, VECTORS)
    assert not cell.built
    assert called(cell, np.ones((2, 5), "float32"))[0].shape == (2, 5)
