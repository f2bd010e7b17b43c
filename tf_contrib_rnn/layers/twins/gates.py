"""The weights of a cell gate by gate, whatever matrices they lie in."""

from typing import NamedTuple

import numpy as np


class Block(NamedTuple):
    """A kernel of ours with its bias: the matrices of some gates side by side.

    Attributes:
        gates: the gates in the order of the columns, one letter each.
        kernel: the attribute that holds the kernel, rows of the input first; or two attributes,
            of the input and of the state.
        bias: the attribute that holds the bias, or two.
        start: the number the cell fills the bias with when no initializer is given.
    """

    gates: str
    kernel: str | tuple = "kernel"
    bias: str | tuple = "bias"
    start: float = 0.0

    @property
    def is_apart(self):
        """Whether the input and the state have each a kernel and a bias of their own."""
        return isinstance(self.kernel, tuple)

    @property
    def biases(self):
        """The attributes of the biases, as a tuple."""
        return self.bias if self.is_apart else (self.bias,)


def stock_kernels(twin, kernels):
    """`[kernel, recurrent_kernel]` of Keras out of {attribute: array} of ours."""
    parts = {}
    for block in twin.blocks:
        if block.is_apart:
            pair = [kernels[name] for name in block.kernel]
        else:
            kernel = kernels[block.kernel]
            depth = kernel.shape[-2] - kernel.shape[-1] // len(block.gates)
            pair = np.split(kernel, [depth], axis=-2)
        for gate, *matrices in zip(
            block.gates, *(_columns(x, block.gates) for x in pair), strict=True
        ):
            parts[gate] = matrices
    return [np.concatenate([parts[g][side] for g in twin.order], axis=-1) for side in (0, 1)]


def own_kernels(twin, kernel, recurrent_kernel):
    """The reverse of `stock_kernels`."""
    parts = [
        dict(zip(twin.order, _columns(x, twin.order), strict=True))
        for x in (kernel, recurrent_kernel)
    ]
    kernels = {}
    for block in twin.blocks:
        pair = [np.concatenate([part[g] for g in block.gates], axis=-1) for part in parts]
        if block.is_apart:
            kernels.update(zip(block.kernel, pair, strict=True))
        else:
            kernels[block.kernel] = np.concatenate(pair, axis=-2)
    return kernels


def stock_bias(twin, biases, forget_bias=0.0):
    """Keras' bias out of {attribute: array} of ours, the forget bias added to its gate.

    Where Keras has two biases for each gate, [2, gates], and ours has one, the second is zeros.
    """
    parts = {}
    for block in twin.blocks:
        pair = [_columns(biases[name], block.gates) for name in block.biases]
        pair += [[np.zeros_like(x) for x in pair[0]]] * (2 - len(pair))
        parts.update({g: rows for g, *rows in zip(block.gates, *pair, strict=True)})
    if "f" in parts:
        parts["f"][0] = parts["f"][0] + np.asarray(forget_bias, parts["f"][0].dtype)
    rows = [np.concatenate([parts[g][side] for g in twin.order]) for side in (0, 1)]
    return np.stack(rows) if twin.has_two_biases else rows[0]


def own_biases(twin, bias):
    """The reverse of `stock_bias` for a cell without forget bias."""
    rows = bias if twin.has_two_biases else [bias, np.zeros_like(bias)]
    parts = [dict(zip(twin.order, _columns(row, twin.order), strict=True)) for row in rows]
    biases = {}
    for block in twin.blocks:
        pair = [np.concatenate([part[g] for g in block.gates]) for part in parts]
        biases.update(
            zip(block.biases, pair if block.is_apart else [pair[0] + pair[1]], strict=True)
        )
    return biases


def _columns(array, gates):
    return np.split(array, len(gates), axis=-1)
