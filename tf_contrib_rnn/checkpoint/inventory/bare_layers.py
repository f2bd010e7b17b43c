"""Layers whose variables have any names: `softmax_w` and `softmax_b`, `Variable_1`, `W2`, `b2`."""

import re

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.inventory import layers
from tf_contrib_rnn.checkpoint.inventory.contents import Layer, Variable

_TABLE = re.compile(r"(?i).*(embed|lookup|emb_|_emb\b|word_vec|wordvec|word2vec|char_vec|glove).*")
# What programs call the two variables of one layer, and what is left when these are cut off.
_KERNEL = re.compile(r"(?i)(weights?|kernel|matrix|filters?|ws?)")
_BIAS = re.compile(r"(?i)(bias(es)?|bs?)")
_PIECES = re.compile(r"[A-Za-z]+|\d+")


def find(scope: str, here: dict[str, Variable], depths: set[int], widths: set[int]):
    """The layers among variables of one scope whose names tell no role for sure.

    Args:
        scope: the scope.
        here: its variables by the last component.
        depths: the depths of the inputs of the networks.
        widths: the depths of their outputs.

    Returns:
        The layers, and the names of the variables that are in none.
    """
    found = []
    kernels = {leaf: one for leaf, one in here.items() if len(one.shape) in (2, 4)}
    biases = {leaf: one for leaf, one in here.items() if len(one.shape) == 1}
    for leaf, table in kernels.items():
        if len(table.shape) == 2 and _TABLE.fullmatch(leaf):
            found.append(layers.embedding(scope, table, is_named=False))
    found += _pairs(scope, _left(kernels, found), biases)
    for leaf, kernel in _left(kernels, found).items():
        layer = _alone(scope, leaf, kernel, depths, widths)
        if layer:
            found.append(layer)
    taken = _taken(found)
    return found, [one.name for one in here.values() if one.name not in taken]


def _taken(found: list[Layer]):
    return {one.name for layer in found for one in layer.variables.values()}


def _left(variables, found):
    taken = _taken(found)
    return {leaf: one for leaf, one in variables.items() if one.name not in taken}


def _pairs(scope, kernels, biases):
    """Kernels with the bias of the same name, else of the next number, else of the only width."""
    found, free = [], dict(biases)
    for rule in (_of_one_stem, _next_in_number, _of_one_width):
        left = _left(kernels, found)
        for leaf, kernel in left.items() if free else ():
            bias = rule(leaf, kernel, free, left)
            if bias:
                variable = free.pop(bias)
                found.append(layers.of_kernel(scope, kernel, variable, is_named=False))
    return found


def _of_one_stem(leaf, kernel, biases, kernels):
    stem = _stem(leaf, _KERNEL)
    fitting = [
        name
        for name, one in biases.items()
        if one.shape == kernel.shape[-1:] and stem is not None and _stem(name, _BIAS) == stem
    ]
    return fitting[0] if len(fitting) == 1 else None


def _stem(leaf, role):
    """A name without the piece that tells the role: `softmax_w` as `("softmax",)`."""
    pieces = _PIECES.findall(leaf)
    places = [place for place, piece in enumerate(pieces) if role.fullmatch(piece)]
    if not places:
        return None
    return tuple(p.lower() for place, p in enumerate(pieces) if place != places[-1])


def _next_in_number(leaf, kernel, biases, kernels):
    base, number = names.numbered(leaf)
    following = f"{base}_{number + 1}"
    fits = following in biases and biases[following].shape == kernel.shape[-1:]
    return following if fits else None


def _of_one_width(leaf, kernel, biases, kernels):
    """The only bias as wide as this kernel, where no other kernel is as wide."""
    width = kernel.shape[-1:]
    wide = [name for name, one in biases.items() if one.shape == width]
    same = [one for one in kernels.values() if one.shape[-1:] == width]
    return wide[0] if len(wide) == len(same) == 1 else None


def _alone(scope, leaf, kernel, depths, widths):
    """A kernel without a bias: a table as deep as a network's input, or a layer on its output."""
    if len(kernel.shape) == 4:
        return layers.of_kernel(scope, kernel, None, is_named=False)
    rows, columns = kernel.shape
    if columns in depths and rows not in widths:
        return layers.embedding(scope, kernel, is_named=False)
    if rows in widths or 2 * rows in widths:
        return layers.of_kernel(scope, kernel, None, is_named=False)
    return None
