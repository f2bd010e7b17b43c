"""cuDNN's weights as arrays: the opaque buffer, its matrices, and TF1's canonical variables.

    opaque      one buffer: every matrix row by row, then every bias
    matrices    cuDNN's own list: a [units, depth] matrix and a [units] bias a gate
    variables   what TF1's compatible cells have, by their paths below the cell's scope

All go cell by cell: layer by layer, and in each the forward direction before the backward one.
Of a cell come the matrices of the inputs, gate by gate, before those of the state, and the biases
likewise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

# Gates of a cell in cuDNN's order, by what cuDNN runs.
GATES = {"lstm": "ifco", "gru": "run", "rnn": "h"}
# The gates in the columns of TF1's first kernel, whose biases are one, the sum of two.
_COLUMNS = {"lstm": "icfo", "gru": "ru", "rnn": "h"}

_PROJECTIONS = ("candidate/input_projection", "candidate/hidden_projection")
# A cell's variables below its scope: all kernels, then all biases.
PATHS = {
    "lstm": ("kernel", "bias"),
    "gru": (
        "gates/kernel",
        *(f"{scope}/kernel" for scope in _PROJECTIONS),
        "gates/bias",
        *(f"{scope}/bias" for scope in _PROJECTIONS),
    ),
    "rnn": ("kernel", "bias"),
}


@dataclass(frozen=True)
class Sizes:
    """The sizes of a stack of layers, from which cuDNN's layout follows.

    Attributes:
        mode: `"lstm"`, `"gru"`, or `"rnn"` for a tanh or relu of one matrix.
        num_layers: number of layers.
        num_units: units N of each layer and direction.
        input_size: depth of the first layer's inputs.
        directions: 1, or 2 for both.
    """

    mode: str
    num_layers: int
    num_units: int
    input_size: int
    directions: int = 1

    def __str__(self) -> str:
        layers = "1 layer" if self.num_layers == 1 else f"{self.num_layers} layers"
        both = " in both directions" if self.directions == 2 else ""
        return (
            f"{layers} of {self.num_units} units ({self.mode}) on inputs of depth "
            f"{self.input_size}{both}"
        )

    @property
    def places(self) -> list[tuple[int, int]]:
        """(layer, direction) of each cell, in cuDNN's order."""
        return [(n, side) for n in range(self.num_layers) for side in range(self.directions)]

    def depth(self, layer: int) -> int:
        """The depth of a layer's inputs."""
        return self.directions * self.num_units if layer else self.input_size

    def matrices(self, layer: int) -> list[tuple[int, int]]:
        """The shapes of one cell's matrices."""
        gates = len(GATES[self.mode])
        depths = [self.depth(layer)] * gates + [self.num_units] * gates
        return [(self.num_units, depth) for depth in depths]

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """The shapes of all matrices and then of all biases, as cuDNN lists them."""
        matrices = [shape for layer, _ in self.places for shape in self.matrices(layer)]
        return matrices + [(self.num_units,)] * len(matrices)

    @property
    def size(self) -> int:
        """How many numbers the opaque buffer holds."""
        return sum(int(np.prod(shape)) for shape in self.shapes)

    def variables(self, layer: int) -> dict[str, tuple[int, ...]]:
        """The shapes of one cell's variables in TF1, by path."""
        depth, units = self.depth(layer), self.num_units
        if self.mode == "gru":
            kernels = [(depth + units, 2 * units), (depth, units), (units, units)]
            shapes = kernels + [(2 * units,), (units,), (units,)]
        else:
            columns = len(GATES[self.mode]) * units
            shapes = [(depth + units, columns), (columns,)]
        return dict(zip(PATHS[self.mode], shapes, strict=True))

    def of_cell(self, position: int) -> Iterator[int]:
        """Where in cuDNN's list the matrices, then the biases of a cell stand.

        Args:
            position: the cell's index in `places`.
        """
        each, every = 2 * len(GATES[self.mode]), len(self.shapes) // 2
        for start in (each * position, every + each * position):
            yield from range(start, start + each)


def unpacked(buffer: np.ndarray, sizes: Sizes, position: int) -> list[np.ndarray]:
    """One cell's matrices and biases out of an opaque buffer.

    Args:
        buffer: the buffer [size].
        sizes: the sizes of the stack.
        position: the cell's index in `sizes.places`.

    Raises:
        ValueError: if the buffer is not of that size.
    """
    if buffer.shape != (sizes.size,):
        raise ValueError(
            f"the buffer of {sizes} has shape [{sizes.size}], received {list(buffer.shape)}; give "
            "the sizes that the layer was made with."
        )
    ends = np.cumsum([0, *(int(np.prod(shape)) for shape in sizes.shapes)])
    spans = list(pairwise(ends))
    return [
        buffer[slice(*spans[index])].reshape(sizes.shapes[index])
        for index in sizes.of_cell(position)
    ]


def packed(cells: list[list[np.ndarray]]) -> np.ndarray:
    """The opaque buffer of all cells' matrices and biases, the reverse of `unpacked`."""
    halves = [(cell[: len(cell) // 2], cell[len(cell) // 2 :]) for cell in cells]
    ordered = [array for half in zip(*halves, strict=True) for cell in half for array in cell]
    return np.concatenate([np.ravel(array) for array in ordered])


def variables(mode: str, arrays: list[np.ndarray]) -> dict[str, np.ndarray]:
    """TF1's canonical variables of one cell, by path.

    The two biases of a gate become their sum, except those of the GRU's candidate.

    Args:
        mode: as in `Sizes`.
        arrays: the cell's matrices and then its biases, in cuDNN's order.
    """
    gates = GATES[mode]
    inputs, states, input_biases, state_biases = (
        dict(zip(gates, arrays[start : start + len(gates)], strict=True))
        for start in range(0, 4 * len(gates), len(gates))
    )
    columns = _COLUMNS[mode]
    kernel = np.concatenate(
        [np.concatenate([inputs[gate], states[gate]], axis=1) for gate in columns]
    ).T
    bias = np.concatenate([input_biases[gate] + state_biases[gate] for gate in columns])
    if mode != "gru":
        return {"kernel": kernel, "bias": bias}
    found = [kernel, inputs["n"].T, states["n"].T, bias, input_biases["n"], state_biases["n"]]
    return dict(zip(PATHS["gru"], found, strict=True))


def matrices(mode: str, found: dict[str, np.ndarray]) -> list[np.ndarray]:
    """One cell's matrices and biases in cuDNN's order, the reverse of `variables`.

    Of a bias that is a sum each half gets one half, as TF1 gave it.

    Args:
        mode: as in `Sizes`.
        found: the cell's canonical variables by path.
    """
    first = "gates/" if mode == "gru" else ""
    kernel, bias = found[f"{first}kernel"], found[f"{first}bias"]
    columns = _COLUMNS[mode]
    units = kernel.shape[1] // len(columns)
    depth = kernel.shape[0] - units
    inputs, states = (
        dict(zip(columns, np.split(part.T, len(columns)), strict=True))
        for part in (kernel[:depth], kernel[depth:])
    )
    halves = dict(zip(columns, np.split(bias * bias.dtype.type(0.5), len(columns)), strict=True))
    biases = (halves, dict(halves))
    if mode == "gru":
        for part, side, scope in zip((inputs, states), biases, _PROJECTIONS, strict=True):
            part["n"], side["n"] = found[f"{scope}/kernel"].T, found[f"{scope}/bias"]
    return [part[gate] for part in (inputs, states, *biases) for gate in GATES[mode]]
