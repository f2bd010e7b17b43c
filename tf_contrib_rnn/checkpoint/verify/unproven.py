"""What stays open where no graph lies beside the weights."""

import inspect

from tf_contrib_rnn.checkpoint.verify.verification import Verification

# Options that variables show, by their shapes or by being there, or that no inference depends on.
_SHOWN = {
    "name", "trainable", "dtype", "units", "num_units", "num_proj", "use_peepholes", "use_bias",
    "input_shape", "input_size", "state_is_tuple", "reuse", "seed", "num_unit_shards",
    "num_proj_shards", "initializer", "cells", "cell", "output_channels", "kernel_shape",
    "layer_norm", "filters", "kernel_size", "skip_connection", "layer", "build_config",
}  # fmt: skip
_ENDINGS = ("initializer", "regularizer", "constraint", "dropout", "keep_prob", "_config")


def without_graph(model, opened, tolerance) -> Verification:
    """A verification that proves nothing, and says of each recurrent layer what it assumes.

    Args:
        model: the model.
        opened: the `Source`.
        tolerance: what a comparison would have allowed.
    """
    open_questions = [
        f"{label}: {', '.join(f'{key}={_plain(value)}' for key, value in options.items())}, which "
        "no variable shows"
        for label, options in _options(model)
        if options
    ]
    open_questions.append("how the layers are wired, which inputs are scaled and how")
    notes = [
        f"no graph lies beside {opened.title!r}; pass graph= with the path of a .meta, .pb, "
        ".pbtxt or SavedModel file, or compare with outputs that TF1 once gave"
    ]
    return Verification(opened.prefix, None, [], tolerance, [], notes, open_questions)


def _options(model):
    found, seen = [], set()

    def walk(node, label):
        if id(node) in seen:
            return
        seen.add(id(node))
        inner = [getattr(node, name, None) for name in ("cell", "forward_layer", "backward_layer")]
        inner += list(getattr(node, "cells", None) or [])
        inner = [one for one in inner if one is not None]
        is_cell = hasattr(node, "state_size") and hasattr(node, "get_config")
        if is_cell and not inner:
            found.append((label, _hidden(node)))
        for number, one in enumerate(inner):
            walk(one, label if len(inner) == 1 else f"{label}[{number}]")

    for layer in model.layers:
        walk(layer, layer.name)
        if not hasattr(layer, "cell") and getattr(layer, "activation", None) is not None:
            found.append((layer.name, {"activation": layer.activation}))
    return found


def _hidden(cell):
    """The arguments of a cell that leave no trace in its variables, with their values."""
    found = {}
    for name in inspect.signature(type(cell).__init__).parameters:
        value = getattr(cell, name, None)
        is_plain = isinstance(value, (bool, int, float)) or callable(value)
        if is_plain and name not in _SHOWN and not name.endswith(_ENDINGS):
            found[name] = value
    return found


def _plain(value):
    return getattr(value, "__name__", type(value).__name__) if callable(value) else value
