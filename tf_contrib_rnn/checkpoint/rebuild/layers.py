"""Ops on variables that become layers: dense layers, embeddings, and variables by themselves."""

from tf_contrib_rnn.checkpoint.rebuild import lookups
from tf_contrib_rnn.checkpoint.rebuild.values import Applied, Call, Constant, Layer, Weight
from tf_contrib_rnn.checkpoint.rebuild.view_values import Sizes
from tf_contrib_rnn.checkpoint.rebuild.views import through


def layer(translator, kind, weights, **fields) -> Layer:
    """A layer; the same one wherever the same variables are used in the same way."""
    key = (kind, tuple(weights.values()))
    if key not in translator.shared:
        translator.shared[key] = Layer(kind=kind, weights=weights, **fields)
    return translator.shared[key]


def tensor(translator, value):
    """A value that ops can take: a variable by itself becomes a layer that gives it."""
    if not isinstance(value, Weight):
        return value
    name = value.name
    held = layer(
        translator, "Variable", {"value": name}, positional=[repr(tuple(value.shape))], options={},
        place=name,
    )  # fmt: skip
    return Applied(value.shape, value.dtype, value.tensor, held, [])


def _matmul(translator, node):
    first, second = (translator.value(name) for name in node.inputs)
    turns = [
        bool(node.attributes.get(name) or node.attributes.get(other))
        for name, other in (("transpose_a", "adj_x"), ("transpose_b", "adj_y"))
    ]
    spec = translator.spec(node.name)
    if isinstance(second, Weight) and not isinstance(first, Weight) and not any(turns):
        return dense(translator, node, first, second, spec)
    values = [tensor(translator, value) for value in (first, second)]
    return product(values, turns, spec)


def product(values, turns, spec):
    """A product of matrices that are no weights."""
    code = []
    for place, (value, is_turned) in enumerate(zip(values, turns, strict=True)):
        if is_turned and value.shape and len(value.shape) > 2:
            code.append(f"ops.swapaxes({{{place}}}, -1, -2)")
        else:
            code.append(f"ops.transpose({{{place}}})" if is_turned else f"{{{place}}}")
    return Call(**spec, template=f"ops.matmul({', '.join(code)})", args=values, op="MatMul")


def dense(translator, node, value, kernel, spec):
    """A dense layer without bias."""
    if spec["shape"] is not None:
        spec["shape"] = (*spec["shape"][:-1], kernel.shape[-1])

    def make(inner, inner_spec):
        made = layer(
            translator, "layers.Dense", {"kernel": kernel.name},
            positional=[str(kernel.shape[-1])], options={"use_bias": "False"}, place=node.name,
        )  # fmt: skip
        return Applied(**inner_spec, layer=made, args=[inner])

    return through(value, spec, make)


def biased(translator, node, values):
    """The sum of a layer without bias and a variable of its width: the layer with it, or None."""
    if node.op not in ("Add", "AddV2", "BiasAdd"):
        return None
    for value, bias in (values, values[::-1]):
        if not (isinstance(bias, Weight) and len(bias.shape) == 1):
            continue
        inner = _below(value)
        if isinstance(inner, Applied) and inner.layer.options.get("use_bias") == "False":
            spec = translator.spec(node.name) | {"shape": value.shape}
            return through(value, spec, _with_bias(translator, bias))
    return None


def _with_bias(translator, bias):
    def make(value, spec):
        old = value.layer
        options = {key: code for key, code in old.options.items() if key != "use_bias"}
        made = layer(
            translator, old.kind, old.weights | {"bias": bias.name}, positional=old.positional,
            options=options, place=old.place,
        )  # fmt: skip
        return Applied(**spec, layer=made, args=value.args)

    return make


def _below(value):
    while hasattr(value, "base"):
        value = value.base
    return value


def _bias_add(translator, node):
    values = [translator.value(name) for name in node.inputs]
    found = biased(translator, node, values)
    if found is not None:
        return found
    if node.attributes.get("data_format") == "NCHW":
        raise translator.refuse(node, "has its channels first")
    first, second = (tensor(translator, value) for value in values)
    spec = translator.spec(node.name)
    return Call(**spec, template="{0} + {1}", args=[first, second], is_infix=True, keeps=True)


def _gather(translator, node):
    table, ids, *rest = (translator.value(name) for name in node.inputs)
    axis = int(rest[0].array) if rest else 0
    spec = translator.spec(node.name)
    if isinstance(table, Sizes):
        return lookups.sizes_at(translator, node, table, ids, spec)
    if isinstance(table, Weight) and axis == 0 and len(table.shape) == 2:
        return embedding(translator, node, table, ids, spec)
    return lookups.gathered(tensor(translator, table), ids, axis, spec)


def embedding(translator, node, table, ids, spec):
    """An embedding layer."""
    if isinstance(ids, Constant):
        return lookups.gathered(tensor(translator, table), ids, 0, spec)
    made = layer(
        translator, "layers.Embedding", {"embeddings": table.name},
        positional=[str(size) for size in table.shape], options={}, place=node.name,
    )  # fmt: skip
    return Applied(**spec, layer=made, args=[ids])


HANDLERS = {
    "BatchMatMul": _matmul,
    "BatchMatMulV2": _matmul,
    "BiasAdd": _bias_add,
    "Gather": _gather,
    "GatherV2": _gather,
    "MatMul": _matmul,
    "ResourceGather": _gather,
    **lookups.HANDLERS,
}
