"""The code of single values."""

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.rebuild import cells
from tf_contrib_rnn.checkpoint.rebuild.values import Applied, Call, Item, Part
from tf_contrib_rnn.checkpoint.rebuild.view_values import Flat, Slab, Step, Turned
from tf_contrib_rnn.checkpoint.rebuild.wrapping import quoted

_INLINE = 16  # a constant of more values is read from the source
_ACTIVATIONS = {
    "Elu": "elu", "Relu": "relu", "Relu6": "relu6", "Selu": "selu", "Sigmoid": "sigmoid",
    "Softplus": "softplus", "Softsign": "softsign", "Tanh": "tanh",
}  # fmt: skip


def activation(value) -> str | None:
    """The Keras name of the activation that a value is, applied to a layer that can take it."""
    if not (isinstance(value, Call) and value.op in _ACTIVATIONS):
        return None
    (inner,) = value.args
    takes = isinstance(inner, Applied) and inner.layer.kind.startswith(
        ("layers.Dense", "layers.Conv", "layers.DepthwiseConv")
    )
    return _ACTIVATIONS[value.op] if takes else None


def constant(value, graph) -> str:
    """A constant: as a number or list, or read from the source."""
    array = value.array
    if array.ndim == 0:
        return _number(array.item())
    if array.size and (array == array.flat[0]).all() and array.size > 4:
        name = {0: "zeros", 1: "ones"}.get(array.flat[0].item(), "full")
        filler = "" if name != "full" else f", {_number(array.flat[0].item())}"
        return f'np.{name}({tuple(array.shape)}{filler}, dtype="{value.dtype}")'
    if array.size > _INLINE:
        node = graph.node(graph.origin(value.tensor))
        if node.op != "Const":
            raise CheckpointError(
                f"{value.tensor!r} is a constant of {array.size} values that the graph computes "
                "from others, and only constants that it holds can be read; name other outputs."
            )
        return f"checkpoint.constant(PATH, {quoted(node.name)})"
    return f'np.array({_list(array)}, dtype="{value.dtype}")'


def _list(array):
    if array.ndim == 1:
        return f"[{', '.join(_number(item) for item in array.tolist())}]"
    return f"[{', '.join(_list(row) for row in array)}]"


def _number(item):
    if isinstance(item, float):
        short = f"{item:.9g}"
        return short if any(mark in short for mark in ".en") else f"{short}.0"
    return repr(item)


def view(value, code) -> str:
    """The code of a view, an item or a step.

    Args:
        value: the value.
        code: the code of what it is a view of.
    """
    if isinstance(value, Flat):
        return f"ops.reshape({code}, (-1, {value.base.shape[-1]}))"
    if isinstance(value, Turned):
        return f"ops.transpose({code}, {value.order})"
    if isinstance(value, Item):
        return f"{code}[{value.index}]"
    if isinstance(value, Step):
        place = value.place
        known = value.base.shape[value.axis] if value.base.shape else None
        place = -1 if known is not None and place == known - 1 and known > 1 else place
        return f"{code}[{':, ' * value.axis}{place}]"
    assert isinstance(value, Slab)
    size = value.base.shape[value.axis] // value.count
    start = value.place * size
    ends = f"{start or ''}:{start + size if value.place < value.count - 1 else ''}"
    return f"{code}[{':, ' * value.axis}{ends}{'' if value.axis else ', ...'}]"


def layer(made) -> str:
    """The expression that builds a layer."""
    options = dict(made.options)
    if made.activation:
        options["activation"] = f'"{made.activation}"'
    arguments = [*made.positional, *(f"{key}={code}" for key, code in options.items())]
    return f"{made.kind}({', '.join([*arguments, f'name={quoted(made.name)}'])})"


def run(made, cell, uses) -> str:
    """The expression that builds a recurrent layer.

    Args:
        made: the `Run`.
        cell: the code of its cell.
        uses: which of its results are used: `"sequence"`, `"last"`, `"state"`.
    """
    options = ["return_sequences=True"] if "sequence" in uses else []
    options += ["return_state=True"] if "state" in uses else []
    options += ["go_backwards=True"] if made.is_reversed else []
    if cells.is_keras(made.cell):
        kind, *arguments = cells.keras_layer(made.cell)
        if made.lengths is not None and "sequence" in uses:
            options.append("zero_output_for_mask=True")
        return f"{kind}({', '.join([*arguments, *options])}, name={quoted(made.name)})"
    return f"rnn.RNN({', '.join([cell, *options])}, name={quoted(made.name)})"


def is_last(part: Part) -> bool:
    """Whether a state is what the last step puts out."""
    if part.what != "state":
        return part.what == "last"
    places = cells.state_places(part.run.cell)
    return cells.gives_state(part.run.cell) and part.index == len(places) - 1
