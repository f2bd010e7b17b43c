"""What a checkpoint holds of cuDNN, in each of the three forms in which TF1 left it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.cudnn import arrays
from tf_contrib_rnn.checkpoint.cudnn.arrays import PATHS, Sizes
from tf_contrib_rnn.checkpoint.explain import listed
from tf_contrib_rnn.checkpoint.sources import Stored

_CELLS = {
    "cudnn_compatible_lstm_cell": "lstm",
    "cudnn_compatible_gru_cell": "gru",
    "basic_rnn_cell": "rnn",
}
_SCOPES = {mode: scope for scope, mode in _CELLS.items()}
_LAYERED = re.compile(r"(?P<root>(?:.+/)?)multi_rnn_cell/cell_(?P<layer>\d+)/(?P<cell>[^/]+)")
_SIDED = re.compile(
    r"(?P<root>(?:.+/)?)stack_bidirectional_rnn/cell_(?P<layer>\d+)/(?:bidirectional_rnn/)?"
    r"(?P<side>fw|bw)/(?P<cell>[^/]+)"
)
# An output of the op, as a name of its own; the number of the first is left out by `canonical`.
_OUTPUT = re.compile(r"(?P<op>(?:.+/)?CudnnRNNParamsToCanonical(?:_\d+)?)(?::(?P<number>\d+))?")


@dataclass(frozen=True, eq=False)
class Network:
    """Layers that cuDNN trained, as a checkpoint holds them.

    Attributes:
        form: `"canonical"`, `"matrices"` or `"opaque"`.
        name: what the checkpoint calls it: a scope, an op or a variable.
        root: the scope that its cells stand in, or would.
        members: the names of the arrays it is made of.
        shapes: their shapes.
        fits: `fits(sizes)`, whether it can be a stack of these sizes.
        stored: `stored(sizes, position, path)`, one variable of one cell.
    """

    form: str
    name: str
    root: str
    members: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]
    fits: Callable[[Sizes], bool]
    stored: Callable[[Sizes, int, str], Stored]

    @property
    def scope(self) -> str:
        """The scope of the layer itself."""
        return self.name if self.form == "canonical" else names.parent(self.name)

    @property
    def holds(self) -> str:
        """How much it is, in words."""
        if self.form == "opaque":
            return f"{self.shapes[0][0]} numbers"
        return f"{len(self.shapes)} arrays, {listed(map(list, self.shapes), 4)},"

    def needs(self, sizes: Sizes) -> str:
        """How much it would be of other sizes, in words."""
        if self.form == "opaque":
            return f"{sizes.size}"
        return f"{len(sizes.shapes)}, {listed(map(list, sizes.shapes), 4)}"


def canonical_networks(variables: dict[str, Stored]) -> list[Network]:
    """Layers under the names of TF1's compatible cells.

    Args:
        variables: the variables of the checkpoint by name.
    """
    groups: dict[tuple[str, bool, str], dict] = {}
    for name, stored in variables.items():
        for path in _ALL_PATHS:
            scope = names.scope_before(name, path)
            match = (_LAYERED.fullmatch(scope) or _SIDED.fullmatch(scope)) if scope else None
            mode = match and _CELLS.get(match["cell"])
            if mode and path in PATHS[mode]:
                side = int(match.groupdict().get("side") == "bw")
                key = (mode, match.re is _SIDED, match["root"].rstrip("/"))
                groups.setdefault(key, {})[int(match["layer"]), side, path] = (name, stored)
    return [_canonical(*key, found) for key, found in groups.items()]


def _canonical(mode, is_sided, root, found):
    shapes = {place: stored.shape for place, (_, stored) in found.items()}

    def fits(sizes):
        wanted = {
            (layer, side, path): shape
            for layer, side in sizes.places
            for path, shape in sizes.variables(layer).items()
        }
        return sizes.mode == mode and shapes == wanted

    def stored(sizes, position, path):
        return found[*sizes.places[position], path][1]

    scope = root if is_sided else names.parent(root) if names.leaf(root) == "rnn" else root
    return Network("canonical", scope, root, *_members(found), fits, stored)


def canonical_path(sizes: Sizes, position: int, path: str) -> str:
    """What TF1 calls a variable of one cell, below the scope of the layer.

    Args:
        sizes: the sizes of the stack.
        position: the cell's index in `sizes.places`.
        path: the variable's path below the cell's scope.
    """
    layer, side = sizes.places[position]
    place = f"rnn/multi_rnn_cell/cell_{layer}"
    if sizes.directions == 2:
        place = f"stack_bidirectional_rnn/cell_{layer}/bidirectional_rnn/{('fw', 'bw')[side]}"
    return f"{place}/{_SCOPES[sizes.mode]}/{path}"


def matrix_networks(variables: dict[str, Stored]) -> list[Network]:
    """Layers as the outputs of the op that took the opaque buffer apart, before TF 1.4.

    Args:
        variables: the variables of the checkpoint by name.
    """
    groups = {}
    for name, stored in variables.items():
        match = _OUTPUT.fullmatch(name)
        if match:
            groups.setdefault(match["op"], {})[int(match["number"] or 0)] = (name, stored)
    return [_matrices(op, dict(sorted(found.items()))) for op, found in groups.items()]


def _matrices(op, found):
    def fits(sizes):
        shapes = sizes.shapes
        return found.keys() == set(range(len(shapes))) and all(
            found[number][1].shape in (shape, (int(np.prod(shape)),))
            for number, shape in enumerate(shapes)
        )

    def stored(sizes, position, path):
        def read():
            values = [
                found[number][1].read().reshape(sizes.shapes[number])
                for number in sizes.of_cell(position)
            ]
            return arrays.variables(sizes.mode, values)[path]

        return _derived(op, found[0][1].dtype, sizes, position, path, read)

    return Network("matrices", op, names.parent(op), *_members(found), fits, stored)


def opaque_networks(variables: dict[str, Stored]) -> list[Network]:
    """Vectors, any of which could be an opaque buffer.

    Args:
        variables: the variables of the checkpoint by name.
    """
    return [
        _opaque(name, stored)
        for name, stored in variables.items()
        if len(stored.shape) == 1
        and "float" in stored.dtype
        and names.leaf(name) not in names.ROLES
        and not _OUTPUT.fullmatch(name)
    ]


def _opaque(name, buffer):
    def fits(sizes):
        return buffer.shape == (sizes.size,)

    def stored(sizes, position, path):
        def read():
            cell = arrays.unpacked(buffer.read(), sizes, position)
            return arrays.variables(sizes.mode, cell)[path]

        return _derived(name, buffer.dtype, sizes, position, path, read)

    return Network("opaque", name, names.parent(name), (name,), (buffer.shape,), fits, stored)


def _members(found):
    """The names, and the shapes, of the arrays of a network."""
    return tuple(
        tuple(part)
        for part in zip(*((name, stored.shape) for name, stored in found.values()), strict=True)
    )


def _derived(name, dtype, sizes, position, path, read):
    layer, side = sizes.places[position]
    directions = ("/fw", "/bw") if sizes.directions == 2 else ("",)
    label = f"{name} (cell_{layer}{directions[side]}/{path})"
    return Stored(label, sizes.variables(layer)[path], dtype, read)


_ALL_PATHS = tuple({path for paths in PATHS.values() for path in paths})
