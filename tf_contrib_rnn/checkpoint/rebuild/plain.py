"""Ops that become calls of `keras.ops`, by tables."""

from tf_contrib_rnn.checkpoint.rebuild import batch_norm, indexing, layers, sizes, training
from tf_contrib_rnn.checkpoint.rebuild.values import Call, Constant
from tf_contrib_rnn.checkpoint.rebuild.view_values import Sizes, Turned
from tf_contrib_rnn.checkpoint.rebuild.views import sizes_of, through, turned

UNARY = {
    "Abs": "ops.abs({0})", "Ceil": "ops.ceil({0})", "Cos": "ops.cos({0})", "Elu": "ops.elu({0})",
    "Erf": "ops.erf({0})", "Exp": "ops.exp({0})", "Expm1": "ops.expm1({0})",
    "Floor": "ops.floor({0})", "Log": "ops.log({0})", "Log1p": "ops.log1p({0})",
    "Neg": "-{0}", "Reciprocal": "1 / {0}", "Inv": "1 / {0}", "Relu": "ops.relu({0})",
    "Relu6": "ops.relu6({0})", "Round": "ops.round({0})", "Rsqrt": "ops.rsqrt({0})",
    "Selu": "ops.selu({0})", "Sigmoid": "ops.sigmoid({0})", "Sign": "ops.sign({0})",
    "Sin": "ops.sin({0})", "Softplus": "ops.softplus({0})", "Softsign": "ops.softsign({0})",
    "Sqrt": "ops.sqrt({0})", "Square": "ops.square({0})", "Tan": "ops.tan({0})",
    "Tanh": "ops.tanh({0})", "LogicalNot": "ops.logical_not({0})", "Softmax": "ops.softmax({0})",
    "LogSoftmax": "ops.log_softmax({0})", "IsNan": "ops.isnan({0})",
    "IsFinite": "ops.isfinite({0})", "Atan": "ops.arctan({0})",
}  # fmt: skip
INFIX = {
    "Add": "+", "AddV2": "+", "Sub": "-", "Mul": "*", "RealDiv": "/", "FloorDiv": "//",
    "FloorMod": "%", "Mod": "%", "Greater": ">", "GreaterEqual": ">=", "Less": "<",
    "LessEqual": "<=",
}  # fmt: skip
FUNCTIONS = {
    "Add": "add", "AddV2": "add", "Sub": "subtract", "Mul": "multiply", "RealDiv": "divide",
    "FloorDiv": "floor_divide", "FloorMod": "mod", "Mod": "mod", "Greater": "greater",
    "GreaterEqual": "greater_equal", "Less": "less", "LessEqual": "less_equal",
    "Equal": "equal", "NotEqual": "not_equal", "Maximum": "maximum", "Minimum": "minimum",
    "Pow": "power", "LogicalAnd": "logical_and", "LogicalOr": "logical_or",
    "Atan2": "arctan2",
}  # fmt: skip
REDUCTIONS = {
    "Sum": "sum", "Mean": "mean", "Max": "max", "Min": "min", "Prod": "prod", "All": "all",
    "Any": "any",
}  # fmt: skip
_ON_SIZES = {
    "Add": lambda a, b: a + b, "AddV2": lambda a, b: a + b, "Sub": lambda a, b: a - b,
    "Mul": lambda a, b: a * b, "FloorDiv": lambda a, b: a // b, "Maximum": max, "Minimum": min,
}  # fmt: skip


def _unary(translator, node):
    value, spec = translator.value(node.inputs[0]), translator.spec(node.name)

    def make(inner, inner_spec):
        is_infix = UNARY[node.op].startswith(("-", "1"))
        return Call(
            **inner_spec, template=UNARY[node.op], args=[inner], op=node.op, is_infix=is_infix,
            keeps=True,
        )  # fmt: skip

    return through(layers.tensor(translator, value), spec, make)


def _binary(translator, node):
    source = training.undropped(translator, node)
    if source is not None:
        return translator.value(source)
    if node.op == "Div":
        node_op = "FloorDiv" if translator.shapes.dtype(node.name).startswith("int") else "RealDiv"
    else:
        node_op = node.op
    values = [translator.value(name) for name in node.inputs]
    if any(isinstance(value, Sizes) for value in values):
        return _of_sizes(translator, node, values)
    found = layers.biased(translator, node, values) or batch_norm.normalized(translator, node)
    if found is not None:
        return found
    first, second = (layers.tensor(translator, value) for value in values)
    return binary(node_op, first, second, translator.spec(node.name))


def binary(op, first, second, spec):
    """Two values element by element; below a view where the other is a constant of one row."""
    for value, other in ((first, second), (second, first)):
        if isinstance(other, Constant) and other.array.ndim <= 1:

            def make(inner, inner_spec, value=value):
                pair = (inner, second) if value is first else (first, inner)
                return _infix(op, *pair, inner_spec)

            return through(value, spec, make)
    if isinstance(first, Turned) and isinstance(second, Turned) and first.order == second.order:
        if first.base.shape == second.base.shape:
            below = spec | {"shape": first.base.shape, "tensor": ""}
            made = _infix(op, first.base, second.base, below)
            return Turned(**spec, base=made, order=first.order)
    return _infix(op, first, second, spec)


def _infix(op, first, second, spec):
    if op in INFIX and not (isinstance(first, Constant) and first.array.ndim):
        template, is_infix = f"{{0}} {INFIX[op]} {{1}}", True
    else:
        template, is_infix = f"ops.{FUNCTIONS[op]}({{0}}, {{1}})", False
    return Call(
        **spec, template=template, args=[first, second], op=op, is_infix=is_infix, keeps=True
    )


def _of_sizes(translator, node, values):
    lists = [sizes_of(value) for value in values]
    if None in lists or node.op not in _ON_SIZES:
        first, second = (sizes.as_tensor(translator, node, value) for value in values)
        return binary(node.op, first, second, translator.spec(node.name))
    spec, (first, second) = translator.spec(node.name), (found[0] for found in lists)
    if all(isinstance(item, int) and item >= 0 for item in (first, second)):
        return sizes.sizes(spec, [_ON_SIZES[node.op](first, second)], True)
    for one, other in ((first, second), (second, first)):
        neutral = (node.op in ("Mul", "FloorDiv") and other == 1) or (
            node.op in ("Add", "AddV2", "Sub") and isinstance(other, int) and other == 0
        )
        if neutral and (one is first or node.op in ("Mul", "Add", "AddV2")):
            return Sizes(**spec, items=(one,), is_scalar=True)
    return Sizes(**spec, items=(-1,), is_scalar=True)


def _reduction(translator, node):
    value, axes = (translator.value(name) for name in node.inputs)
    if isinstance(value, Sizes):
        return sizes.reduced(translator, node, value)
    if not isinstance(axes, Constant):
        raise translator.refuse(node, "reduces axes that are known only at run time")
    found = [int(axis) for axis in axes.array.ravel()]
    rank = len(value.shape) if value.shape is not None else None
    every = rank is not None and sorted(axis % rank for axis in found) == list(range(rank))
    axis = None if every else found[0] if len(found) == 1 else tuple(found)
    options = "" if axis is None else f", axis={axis}"
    if node.attributes.get("keep_dims"):
        options += ", keepdims=True"
    template = f"ops.{REDUCTIONS[node.op]}({{0}}{options})"
    value = layers.tensor(translator, value)
    return Call(**translator.spec(node.name), template=template, args=[value], op=node.op)


def _argument(translator, node):
    value, axis = (translator.value(name) for name in node.inputs)
    spec = translator.spec(node.name)
    name = {"ArgMax": "argmax", "ArgMin": "argmin"}[node.op]
    template = f"ops.{name}({{0}}, axis={int(axis.array)})"
    if spec["dtype"] != "int32":
        template = f'ops.cast({template}, "{spec["dtype"]}")'
    return Call(**spec, template=template, args=[value], op=node.op)


def _cast(translator, node):
    value, spec = translator.value(node.inputs[0]), translator.spec(node.name)
    if isinstance(value, Sizes):
        return Sizes(**spec, items=value.items, is_scalar=value.is_scalar)
    if value.dtype == spec["dtype"]:
        return value
    return through(
        value,
        spec,
        lambda inner, inner_spec: Call(
            **inner_spec, template=f'ops.cast({{0}}, "{spec["dtype"]}")', args=[inner], op="Cast",
            keeps=True,
        ),
    )  # fmt: skip


def _transpose(translator, node):
    value, order = (translator.value(name) for name in node.inputs)
    if not isinstance(order, Constant):
        raise translator.refuse(node, "turns axes in an order that is known only at run time")
    axes = [int(axis) for axis in order.array]
    if sorted(axes) != list(range(len(axes))):
        raise translator.refuse(node, f"turns axes in an order that is none, {axes}")
    if axes == sorted(axes):
        return value
    return turned(layers.tensor(translator, value), axes, translator.spec(node.name))


def _select(translator, node):
    values = [layers.tensor(translator, translator.value(name)) for name in node.inputs]
    spec = translator.spec(node.name)
    condition = "{0}"
    if node.op == "Select" and len(values[0].shape) == 1 and len(spec["shape"]) > 1:
        condition = f"ops.reshape({{0}}, {(-1, *[1] * (len(spec['shape']) - 1))})"
    template = f"ops.where({condition}, {{1}}, {{2}})"
    return Call(**spec, template=template, args=values, op=node.op)


def _clip(translator, node):
    values = [translator.value(name) for name in node.inputs]
    template = "ops.clip({0}, {1}, {2})"
    return Call(**translator.spec(node.name), template=template, args=values, keeps=True)


def _add_all(translator, node):
    values = [translator.value(name) for name in node.inputs]
    template = " + ".join(f"{{{place}}}" for place in range(len(values)))
    return Call(**translator.spec(node.name), template=template, args=values, is_infix=True)


def _leaky(translator, node):
    slope = node.attributes.get("alpha", 0.2)
    template = f"ops.leaky_relu({{0}}, {slope:.7g})"
    value = translator.value(node.inputs[0])
    return Call(**translator.spec(node.name), template=template, args=[value], keeps=True)


def _squared_difference(translator, node):
    values = (layers.tensor(translator, translator.value(name)) for name in node.inputs)
    spec = translator.spec(node.name)
    difference = binary("Sub", *values, spec | {"tensor": ""})
    return Call(**spec, template="ops.square({0})", args=[difference], op="Square", keeps=True)


HANDLERS = {
    **dict.fromkeys(UNARY, _unary),
    **dict.fromkeys([*FUNCTIONS, "Div"], _binary),
    **dict.fromkeys(REDUCTIONS, _reduction),
    **dict.fromkeys(("ArgMax", "ArgMin"), _argument),
    **dict.fromkeys(("Select", "SelectV2"), _select),
    "AddN": _add_all,
    "Cast": _cast,
    "ClipByValue": _clip,
    "LeakyRelu": _leaky,
    "SquaredDifference": _squared_difference,
    "Transpose": _transpose,
    **indexing.HANDLERS,
}
