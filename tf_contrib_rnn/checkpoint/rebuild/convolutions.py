"""Convolutions and pools."""

from tf_contrib_rnn.checkpoint.rebuild import batch_norm, layers
from tf_contrib_rnn.checkpoint.rebuild.values import Applied, Call, Weight


def _window(translator, node, name):
    """An attribute of all axes as that of the inner ones."""
    if node.attributes.get("data_format", "NHWC") not in ("NHWC", "NDHWC"):
        raise translator.refuse(node, "has its channels first")
    return tuple(node.attributes.get(name) or [1] * 4)[1:-1]


def _code(sizes):
    return str(sizes[0]) if len(set(sizes)) == 1 else str(tuple(sizes))


def _padding(translator, node):
    padding = node.attributes["padding"]
    if padding not in ("SAME", "VALID"):
        raise translator.refuse(node, f"pads {padding!r}")
    return {} if padding == "VALID" else {"padding": '"same"'}


def _options(translator, node):
    options = {}
    strides, rates = (_window(translator, node, name) for name in ("strides", "dilations"))
    if set(strides) != {1}:
        options["strides"] = _code(strides)
    options |= _padding(translator, node)
    if set(rates) - {1}:
        options["dilation_rate"] = _code(rates)
    return options | {"use_bias": "False"}


def _convolution(translator, node):
    value, kernel = (translator.value(name) for name in node.inputs)
    spec, options = translator.spec(node.name), _options(translator, node)
    if isinstance(kernel, Weight):
        *sizes, _, filters = kernel.shape
        kind = f"layers.Conv{len(sizes)}D"
        made = layers.layer(
            translator, kind, {"kernel": kernel.name},
            positional=[str(filters), _code(sizes)], options=options, place=node.name,
        )  # fmt: skip
        return Applied(**spec, layer=made, args=[value])
    flat = _flat(translator, node, value, kernel)
    if flat is None:
        raise translator.refuse(node, "has a kernel that is no variable")
    return flat


def _flat(translator, node, value, kernel):
    """TF1's convolution of one axis: `conv2d(expand_dims(x, 1), expand_dims(kernel, 0))`."""
    inner = _unexpanded(value, 1), _unexpanded(kernel, 0)
    if not (inner[0] is not None and isinstance(inner[1], Applied)):
        return None
    held = inner[1].layer
    if held.kind != "Variable":
        return None
    name, options = held.weights["value"], _options(translator, node)
    size, _, filters = translator.graph.variables[name].shape
    for option in ("strides", "dilation_rate"):
        if options.get(option, "").startswith("("):
            options[option] = options[option].strip("()").split(", ")[1]
    made = layers.layer(
        translator, "layers.Conv1D", {"kernel": name},
        positional=[str(filters), str(size)], options=options, place=node.name,
    )  # fmt: skip
    spec = translator.spec(node.name)
    shape = spec["shape"][:1] + spec["shape"][2:]
    one = Applied(shape, spec["dtype"], "", made, [inner[0]])
    return Call(**spec, template="ops.expand_dims({0}, 1)", args=[one], op="ExpandDims")


def _unexpanded(value, axis):
    if isinstance(value, Call) and value.template == f"ops.expand_dims({{0}}, {axis})":
        return value.args[0]
    return None


def _depthwise(translator, node):
    value, kernel = (translator.value(name) for name in node.inputs)
    if not isinstance(kernel, Weight):
        raise translator.refuse(node, "has a kernel that is no variable")
    options = _options(translator, node)
    *sizes, _, multiplier = kernel.shape
    options |= {} if multiplier == 1 else {"depth_multiplier": str(multiplier)}
    made = layers.layer(
        translator, "layers.DepthwiseConv2D", {"kernel": kernel.name},
        positional=[_code(sizes)], options=options, place=node.name,
    )  # fmt: skip
    return Applied(**translator.spec(node.name), layer=made, args=[value])


def _pool(translator, node):
    value = translator.value(node.inputs[0])
    sizes = _window(translator, node, "ksize")
    strides = _window(translator, node, "strides")
    kind = "max" if node.op.startswith("Max") else "average"
    options = "" if node.attributes["padding"] == "VALID" else ', padding="same"'
    options = (f", strides={_code(strides)}" if strides != sizes else "") + options
    template = f"ops.{kind}_pool({{0}}, {_code(sizes)}{options})"
    return Call(**translator.spec(node.name), template=template, args=[value], op=node.op)


HANDLERS = {
    "Conv2D": _convolution,
    "Conv3D": _convolution,
    "DepthwiseConv2dNative": _depthwise,
    **dict.fromkeys(("AvgPool", "AvgPool3D", "MaxPool", "MaxPool3D"), _pool),
    **batch_norm.HANDLERS,
}
