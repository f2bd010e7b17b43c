"""One variable, or several: another name, shape or type, or none at all."""

import numpy as np
import tensorflow as tf

from tests.checkpoint.faults.draft import Kinds

KINDS = Kinds()
kind = KINDS.add


@kind
def renamed(draft):
    """A recurrent variable has another name."""
    name = draft.pick(draft.in_unit())
    components = name.split("/")
    components[draft.generator.integers(1, len(components))] += draft.pick(["_q", "Q7", "x"])
    draft.move(name, "/".join(components))
    draft.fails = True


@kind
def scope_renamed(draft):
    """The recurrent unit stands in another scope."""
    scope, _ = draft.architecture.unit
    other = draft.pick(["decoder/rnn", "a/b/c/rnn", "RNN_of_mine", "x"])
    if scope == "bidirectional_rnn":
        other += "/bidirectional_rnn"
    for name in list(draft.contents):
        if name.startswith(f"{scope}/"):
            draft.move(name, other + name.removeprefix(scope))


@kind
def reshaped(draft):
    """A variable has another shape."""
    name = draft.pick()
    array = draft.contents[name]
    shapes = [array[None], np.concatenate([array, array[:1]]), array[..., :-1]]
    if array.ndim > 1:
        shapes += [array.ravel(), np.repeat(array, 2, axis=-1)]
    draft.contents[name] = shapes[draft.generator.integers(len(shapes))]
    draft.fails = True


@kind
def scalar(draft):
    """A variable is a single number."""
    draft.contents[draft.pick()] = np.float32(3)
    draft.fails = True


@kind
def without_elements(draft):
    """A variable has no elements."""
    name = draft.pick()
    draft.contents[name] = draft.contents[name][:0]
    draft.fails = True


@kind
def floating_type(draft):
    """A variable has another floating type."""
    dtypes = ["float64", "float16", "bfloat16"] if draft.form == "V2" else ["float64"]
    name, dtype = draft.pick(), draft.pick(dtypes)
    if dtype == "bfloat16":
        dtype = tf.bfloat16.as_numpy_dtype
    draft.contents[name] = draft.contents[name].astype(dtype)
    draft.expected[name] = draft.contents[name].astype(np.float32)
    draft.says = "cast"


@kind
def other_type(draft):
    """A variable is of no floating type."""
    name, dtype = draft.pick(), draft.pick(["int32", "int64", "bool", "complex64", "str"])
    array = draft.contents[name]
    draft.contents[name] = array.astype(dtype) if dtype != "str" else np.full(array.shape, "abc")
    draft.fails = True


@kind
def too_large(draft):
    """A double is too large for the model's type."""
    name = draft.pick()
    array = draft.contents[name].astype(np.float64)
    array.flat[draft.generator.integers(array.size)] = 1e300
    draft.contents[name], draft.fails = array, True


@kind
def missing(draft):
    """A variable is not there."""
    del draft.contents[draft.pick()]
    draft.fails = True


@kind
def missing_but_allowed(draft):
    """A layer's variables are not there, and may be missing."""
    scope = draft.pick(n.rpartition("/")[0] for n in draft.expected if n not in draft.in_unit())
    for name in list(draft.expected):
        if name.startswith(f"{scope}/"):
            del draft.contents[name], draft.expected[name]
    draft.options["partial"] = True
    if draft.architecture.name == "two_networks":
        draft.fails = None  # the other layer is of the same sizes


@kind
def several_missing(draft):
    """Several variables are not there."""
    for name in draft.generator.choice(sorted(draft.expected), 3, replace=False):
        del draft.contents[str(name)]
    draft.fails = True
