"""What upstream makes impossible for some cells, each with its exact error.

A conformance test of which a row stands here must fail with that very error: the day it
passes, the row is in the way and goes.
"""

from typing import NamedTuple


class Refusal(NamedTuple):
    """The error a test ends in, and why.

    Attributes:
        tests: pattern of `file::test[parameters]`, as fnmatch takes it with `[` for itself.
        error: the error's exact type.
        words: regular expression found in its message.
        why: one sentence.
    """

    tests: str
    error: type
    words: str
    why: str


FLOAT_IDS = "A Sequential model without an Input feeds its first layer float32."

PAIRS = (
    "Keras' own RNN reads the shape of one tensor of inputs and no longer takes a tuple of them."
)
STACKS = "The stock layer makes one tensor of a tuple of outputs, along a new axis."
NO_TUPLE = "The stock layer's model loses sight of the second of a tuple of outputs."
MERGES = "Bidirectional makes one tensor of a tuple of outputs and turns the wrong axis round."

REFUSALS = [
    Refusal(
        tests="test_keras_layers::test_sequential[embedding-*]",
        error=TypeError,
        words="expects ids that are whole numbers, received float32",
        why=FLOAT_IDS,
    ),
    Refusal(
        tests="test_weights::test_trainable_false[embedding]",
        error=TypeError,
        words="expects ids that are whole numbers, received float32",
        why=FLOAT_IDS,
    ),
    Refusal(
        tests="test_keras_layers::test_eager[*phased-stock]",
        error=AttributeError,
        words="'tuple' object has no attribute 'shape'",
        why=PAIRS,
    ),
    Refusal(
        tests="test_keras_layers::test_functional[*phased-stock]",
        error=ValueError,
        words=r"Cannot convert '\d' to a shape",
        why=PAIRS,
    ),
    Refusal(
        tests="test_saving::test_keras_file[*phased-stock]",
        error=ValueError,
        words=r"Cannot convert '\d' to a shape",
        why=PAIRS,
    ),
    Refusal(
        tests="test_keras_layers::test_sequential[*phased-stock]",
        error=ValueError,
        words=r"received shape \(\(3, 4, 1\),\)",
        why=PAIRS,
    ),
    Refusal(
        tests="test_keras_layers::test_bidirectional[*phased-stock]",
        error=ValueError,
        words=r"received shape \(\(3, 4, 1\),\)",
        why=PAIRS,
    ),
    Refusal(
        tests="test_v1_graphs::test_the_stock_keras_layer[phased_lstm_cell*]",
        error=ValueError,
        words=r"received shape \(\(None, 6, 1\),\)",
        why=PAIRS,
    ),
    Refusal(
        "test_keras_layers::test_eager[grid_rnn-stock]",
        AssertionError,
        "is not the golden's",
        STACKS,
    ),
    Refusal(
        "test_keras_layers::test_eager[grid_2_lstm-stock]",
        AssertionError,
        "is not the golden's",
        STACKS,
    ),
    Refusal(
        "test_keras_layers::test_functional[grid_2_lstm-stock]",
        AssertionError,
        "is not the golden's",
        STACKS,
    ),
    Refusal(
        "test_keras_layers::test_functional[grid_rnn-stock]",
        ValueError,
        "is not connected to `inputs`",
        NO_TUPLE,
    ),
    Refusal(
        "test_saving::test_keras_file[grid_rnn-stock]",
        ValueError,
        "is not connected to `inputs`",
        NO_TUPLE,
    ),
    Refusal(
        "test_keras_layers::test_bidirectional[grid_rnn-*]",
        AssertionError,
        "is not the golden's",
        MERGES,
    ),
    Refusal(
        "test_keras_layers::test_bidirectional[grid_2_lstm-*]",
        AssertionError,
        "is not the golden's",
        MERGES,
    ),
    Refusal(
        "test_keras_layers::test_sequential[grid_rnn-stock]",
        ValueError,
        "is not connected to `inputs`",
        NO_TUPLE,
    ),
    Refusal(
        "test_keras_layers::test_sequential[grid_2_lstm-stock]",
        ValueError,
        "incompatible with the layer",
        STACKS,
    ),
]
