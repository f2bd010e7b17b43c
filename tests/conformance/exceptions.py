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
]
