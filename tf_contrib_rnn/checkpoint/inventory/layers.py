"""The layers around the networks, from what the networks leave of the variables."""

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.inventory import bare_layers
from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Variable
from tf_contrib_rnn.checkpoint.inventory.scope_tree import Scope

_NORMALIZATION = ("gamma", "beta", "moving_mean", "moving_variance")
_KERNELS, _BIASES = (frozenset(names.SPELLINGS[role]) for role in ("kernel", "bias"))
_TABLES = frozenset(names.SPELLINGS["embeddings"])
_OF_KERNEL = {2: "Dense", 3: "Conv1D", 4: "Conv2D", 5: "Conv3D"}


def find(top: Scope, variables: dict[str, Variable], depths: set[int], widths: set[int]):
    """The layers in a tree of variables that no network has.

    Args:
        top: the tree.
        variables: all variables by name.
        depths: the depths of the inputs of the networks.
        widths: the depths of their outputs.

    Returns:
        The layers, and the names of the variables that are in none.
    """
    found, unknown = [], []
    for scope in top.every():
        here = {leaf: variables[names.join(scope.path, leaf)] for leaf in scope.leaves}
        is_alone = len(here) == 1 and not scope.children
        for layer in _named(scope.path, here, is_alone):
            found.append(layer)
            taken = {one.name for one in layer.variables.values()}
            here = {leaf: one for leaf, one in here.items() if one.name not in taken}
        bare, left = bare_layers.find(scope.path, here, depths, widths)
        found += bare
        unknown += left
    return found, unknown


def _named(scope, here, is_alone):
    """Layers whose variables are called as a layer calls them."""
    layer = _normalization(scope, here)
    if layer:
        yield layer
    kernel = next((leaf for leaf in here if leaf in _KERNELS), None)
    bias = next((leaf for leaf in here if leaf in _BIASES), None)
    if kernel and len(here[kernel].shape) in _OF_KERNEL:
        layer = of_kernel(scope, here[kernel], here.get(bias))
        if layer:
            yield layer
    for leaf, variable in here.items():
        if leaf in _TABLES and len(variable.shape) == 2 and scope:
            yield embedding(scope, variable, is_named=is_alone)
        if leaf == "depthwise_kernel" and len(variable.shape) == 4:
            yield _depthwise(scope, here)


def _normalization(scope, here):
    found = {role: here[role] for role in _NORMALIZATION if role in here}
    if not found or any(len(one.shape) != 1 for one in found.values()):
        return None
    kind = "BatchNormalization" if "moving_mean" in found else "LayerNormalization"
    sizes = {"inputs": next(iter(found.values())).shape[0]}
    if kind == "BatchNormalization" or len(found) < 2:
        sizes |= {"scale": "gamma" in found, "center": "beta" in found}
    return Layer(kind, scope, found, sizes=sizes)


def of_kernel(scope: str, kernel: Variable, bias: Variable | None, is_named=True) -> Layer | None:
    """A dense layer or a convolution; None where the bias does not fit the kernel.

    Args:
        scope: the scope of both.
        kernel: its kernel.
        bias: its bias, None without.
        is_named: whether the variables have the names of their roles.
    """
    *window, depth, width = kernel.shape
    kind = _OF_KERNEL[len(kernel.shape)]
    if bias is not None and bias.shape != [width]:
        if not window or bias.shape != [depth] or len(window) == 1:
            return None
        kind, depth, width = f"{kind}Transpose", width, depth
    sizes: dict[str, int | list[int]] = {"inputs": depth, "filters" if window else "units": width}
    if window:
        sizes["kernel_size"] = list(window)
    found = {"kernel": kernel} | ({"bias": bias} if bias is not None else {})
    return Layer(kind, scope, found, is_named, sizes)


def embedding(scope: str, table: Variable, is_named: bool) -> Layer:
    """An embedding.

    Args:
        scope: the scope of the table.
        table: its only variable.
        is_named: whether it is called as a table is, in a scope of its own.
    """
    classes, size = table.shape
    sizes = {"inputs": classes, "units": size}
    return Layer("Embedding", scope, {"embeddings": table}, is_named, sizes)


def _depthwise(scope, here):
    found = {role: here[role] for role in ("depthwise_kernel", "pointwise_kernel") if role in here}
    bias = next((here[leaf] for leaf in here if leaf in _BIASES), None)
    height, width, depth, multiplier = found["depthwise_kernel"].shape
    sizes = {"inputs": depth, "kernel_size": [height, width], "depth_multiplier": multiplier}
    if bias is not None:
        found["bias"] = bias
    if "pointwise_kernel" in found:
        sizes["filters"] = found["pointwise_kernel"].shape[-1]
        return Layer("SeparableConv2D", scope, found, sizes=sizes)
    return Layer("DepthwiseConv2D", scope, found, sizes=sizes)
