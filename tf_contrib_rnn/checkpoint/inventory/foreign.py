"""Cells that are known and none of ours: tf.keras cells, and those around an attention."""

import re

from tf_contrib_rnn.checkpoint.inventory.scope_tree import Shapes

_MECHANISM = re.compile(r"\w+_attention|attention_layer(_\d+)?|memory_layer(_\d+)?")
_LEGACY = re.compile(r"Attention_\d+|AttnOutputProjection(_\d+)?|Attn[WV]_\d+")
_GATES = {1: "SimpleRNN", 3: "GRU", 4: "LSTM"}


def keras_cell(shapes: Shapes) -> tuple[str, dict] | None:
    """The class and the sizes of a tf.keras cell, whose kernels are apart.

    Args:
        shapes: the shapes by path relative to the cell's own scope.
    """
    if not {"kernel", "recurrent_kernel"} <= set(shapes) <= {"kernel", "recurrent_kernel", "bias"}:
        return None
    *window, depth, width = shapes["kernel"]
    *recurrent_window, units, gates = shapes["recurrent_kernel"]
    if width != gates or gates % units or len(window) not in (0, 1, 2, 3):
        return None
    kind = _GATES.get(gates // units)
    bias = shapes.get("bias", ())
    if kind is None or (bias and bias[-1] not in (width, 2 * width)):
        return None
    sizes = {"units": units, "inputs": depth}
    if window:
        if kind != "LSTM" or len(window) != len(recurrent_window):
            return None
        return f"ConvLSTM{len(window)}D", {**sizes, "kernel_size": list(window), "bias": bool(bias)}
    sizes["bias"] = bool(bias)
    if kind == "GRU":
        sizes["reset_after"] = len(bias) == 2 or bias == (2 * width,)
    return kind, sizes


def attention(scope: str, shapes: Shapes) -> tuple[str, set[str]] | None:
    """What an attention around a cell is called, and which paths are its own.

    Args:
        scope: the own scope.
        shapes: the shapes by path relative to it.
    """
    for kind, pattern in (
        ("AttentionWrapper of tf.contrib.seq2seq", _MECHANISM),
        ("attention_decoder of legacy_seq2seq", _LEGACY),
    ):
        own = {path for path in shapes if pattern.fullmatch(path.partition("/")[0])}
        if own:
            loose = {path for path in shapes if path in ("kernel", "bias")}
            return kind, own | loose
    if re.fullmatch(r"attention_wrapper(_\d+)?", scope):
        return "AttentionWrapper of tf.contrib.seq2seq", set()
    return None


def attention_size(scope: str, shapes: Shapes) -> int:
    """The width of what an AttentionWrapper gives, 0 where no layer makes it.

    Args:
        scope: the own scope.
        shapes: the shapes by path, the own scope first.
    """
    pattern = re.compile(rf"{re.escape(scope)}/attention_layer(_\d+)?/kernel")
    return sum(shape[-1] for path, shape in shapes.items() if pattern.fullmatch(path))
