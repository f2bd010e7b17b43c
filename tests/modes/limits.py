"""What upstream makes impossible: where, with which error, and which test shows it without us."""

import re
from typing import NamedTuple

import tensorflow as tf

from tests.modes.families import FAMILIES
from tests.modes.processes import Elsewhere


class Limit(NamedTuple):
    """A limit of TensorFlow or Keras.

    Attributes:
        name: how the page calls it.
        boxes: (mode, family) where it holds.
        error: the error's exact type.
        words: regular expression found in its message.
        why: what is missing upstream, and what a user does instead.
        reproducer: the test of `test_limits.py` that meets it in stock Keras.
    """

    name: str
    boxes: tuple
    error: type
    words: str
    why: str
    reproducer: str


# Of `tests.goldens.error`, which compares shapes before numbers.
SHAPES = r"\(.*\) is not the golden's \(3, 4, .\)"

LIMITS = (
    Limit(
        "Bidirectional merges one tensor",
        (("bidirectional", "grid"),),
        AssertionError,
        SHAPES,
        "`keras.layers.Bidirectional` of Keras 3.15.1 makes one tensor of outputs that are a tuple "
        "and turns its second axis round, which is then the batch. Two `rnn.RNN`, one of them with "
        "`go_backwards=True`, or a cell with `output_is_tuple=False` do it.",
        "test_bidirectional_merges_one_tensor",
    ),
    Limit(
        "The stock RNN takes one tensor",
        (("stock", "phased"),),
        AttributeError,
        "'tuple' object has no attribute 'shape'",
        "`keras.layers.RNN` of Keras 3.15.1 reads the shape of one tensor of inputs; Keras 2 took "
        "tuples. `rnn.RNN` takes them.",
        "test_the_stock_rnn_takes_one_tensor",
    ),
    Limit(
        "The stock RNN gives one tensor",
        (("stock", "grid"),),
        AssertionError,
        SHAPES,
        "`keras.layers.RNN` of Keras 3.15.1 stacks a tuple of outputs into one tensor along a new "
        "first axis. `rnn.RNN` returns the tuple.",
        "test_the_stock_rnn_gives_one_tensor",
    ),
    Limit(
        "No `fit` on several workers",
        tuple(("workers_fit", name) for name in FAMILIES),
        ValueError,
        r"Attempt to convert a value \(PerReplica:",
        "`Model.fit` of Keras 3.15.1 hands the batch of all workers to the model as it is, when it "
        "builds it under `MultiWorkerMirroredStrategy`. A loop with `strategy.run` does it, and "
        "`MirroredStrategy` in one process.",
        "test_no_fit_on_several_workers",
    ),
    Limit(
        "XLA and the second derivative of a gather",
        (("tapes_compiled", "ntm"),),
        tf.errors.InvalidArgumentError,
        r"GatherV2_grad/.* with op Transpose must be a compile-time constant",
        "In TensorFlow 2.21.0 the gradient of the gradient of a loop with a `tf.gather` along its "
        "second axis does not compile. `tf.function` without `jit_compile` gives it.",
        "test_xla_and_the_second_derivative_of_a_gather",
    ),
    Limit(
        "LiteRT slices five dimensions",
        (("litert", "conv_3d"), ("litert_by_keras", "conv_3d")),
        RuntimeError,
        "Slice op only supports 1D-5D input arrays",
        "Sequences of 3-D maps have six dimensions, of which LiteRT in TensorFlow 2.21.0 cannot "
        "take a step. ONNX can.",
        "test_litert_slices_five_dimensions",
    ),
)


def told(limit):
    """The error of a limit in words."""
    if limit.error is AssertionError:
        return "No error: the outputs have another shape and other numbers."
    message = re.sub(r"\\(.)", r"\1", limit.words.replace(".*", " ... "))
    return f"`{limit.error.__name__}: {message}`"


def limit_of(mode, family):
    """The limit declared for a box, or None."""
    found = [limit for limit in LIMITS if (mode, family) in limit.boxes]
    assert len(found) <= 1, f"{mode}, {family}: {[limit.name for limit in found]}"
    return found[0] if found else None


def is_met(limit, raised):
    """Whether an exception, maybe of another process, is the limit's very error."""
    kind = raised.raised if isinstance(raised, Elsewhere) else type(raised).__name__
    return kind == limit.error.__name__ and re.search(limit.words, str(raised)) is not None
