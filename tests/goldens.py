"""Reads the goldens of TF 1.15.5 and builds our cells from their cases."""

import json
from pathlib import Path

import keras
import numpy as np

from tests.cases import BY_NAME, CASES
from tests.making import made

DATA = Path(__file__).parent / "golden" / "data"
LIMITS = {"float64": 1e-10, "float32": 2e-6, "float16": 5e-3, "bfloat16": 4e-2}
# How the noise of each class that draws is called, beside that of a cell inside.
SLOTS = {
    "DropoutWrapper": ("input_", "state_", "output_"),
    "LayerNormBasicLSTMCell": ("new_input",),
}

__all__ = [
    "BY_NAME", "CASES", "Golden", "built_cell", "error", "first_step", "flat", "initial_range",
    "keyed", "made",
]  # fmt: skip


def error(ours, golden):
    """|a - b| / max(1, max|b|), the measure of every comparison; refuses other shapes."""
    ours, golden = (x.detach() if hasattr(x, "detach") else x for x in (ours, golden))  # torch
    ours, golden = np.asarray(ours, "float64"), np.asarray(golden, "float64")
    assert ours.shape == golden.shape, f"{ours.shape} is not the golden's {golden.shape}"
    if golden.size == 0:
        return 0.0
    return float(np.max(np.abs(ours - golden)) / max(1.0, np.max(np.abs(golden))))


def flat(structure):
    """The leaves of a structure."""
    if isinstance(structure, list | tuple):
        return [leaf for part in structure for leaf in flat(part)]
    return [structure]


def keyed(key, structure):
    """{key of a golden: leaf}: the key itself for a single one, numbered for those of a tuple."""
    if isinstance(structure, list | tuple):
        return {f"{key}/{i}": leaf for i, leaf in enumerate(flat(structure))}
    return {key: structure}


def first_step(inputs):
    """The first step of inputs [batch, time, ...]."""
    return keras.tree.map_structure(lambda x: x[:, 0], inputs)


def initial_range(initial, others):
    """Smallest and largest initial value of a variable, from what TF1's initializer says.

    Args:
        initial: the entry of a golden's JSON.
        others: {name: array} of the initial values of all variables.
    """
    ((kind, value),) = initial.items()
    if kind == "constant":
        return value, value
    if kind == "uniform_up_to":
        return 0.0, others[value]
    if kind == "truncated_normal":
        return -2 * value, 2 * value
    return np.exp(value) if kind == "log_uniform" else value


class Golden:
    """One case with the arrays and facts TF 1.15.5 left.

    Attributes:
        case: the plain data.
        facts: the readable JSON beside the arrays.
        arrays: the arrays by key.
        limit: the largest error its dtype allows.
    """

    def __init__(self, name):
        self.case = BY_NAME[name]
        self.facts = json.loads((DATA / f"{name}.json").read_text())
        with np.load(DATA / f"{name}.npz") as arrays:
            self.arrays = {key: self._per_row(key, arrays[key]) for key in arrays.files}
        self.limit = LIMITS[self.case["dtype"]]

    def _per_row(self, key, array):
        """Documented difference: a row of NTMCell counts its own steps, in TF1 the loop does."""
        if array.shape or "state/" not in key:
            return array
        counts = np.full(self.case["batch"], array)
        if key.startswith("run/"):
            counts += np.clip(self.case["lengths"], 0, self.case["time"]) - self.case["time"]
        return counts.astype(self.case["dtype"])[:, None]

    def tensor(self, key):
        """An array as a tensor of the backend."""
        return keras.ops.convert_to_tensor(self.arrays[key])

    def inputs(self, make=None):
        """The inputs [batch, time, ...] as a tensor, or a tuple of several.

        Args:
            make: function of (key, array) that makes something else than a tensor of each.
        """
        make = make or (lambda key, array: keras.ops.convert_to_tensor(array))
        keys = sorted(key for key in self.arrays if key.split("/")[0] == "inputs")
        parts = [make(key, self.arrays[key]) for key in keys]
        return parts[0] if keys == ["inputs"] else tuple(parts)

    def inputs_shape(self, *lead):
        """The shape of a step's inputs behind the dimensions `lead`, or a tuple of several."""
        shape = self.case["inputs"]
        nested = bool(shape) and isinstance(shape[0], list)
        return tuple((*lead, *s) for s in shape) if nested else (*lead, *shape)

    def prefixed(self, prefix):
        """{rest of the key: array} of the keys below a prefix."""
        return {k.removeprefix(prefix): a for k, a in self.arrays.items() if k.startswith(prefix)}

    def state_leaves(self):
        """The arrays of the initial state as tensors, in order."""
        return [self.tensor(f"state/{i}") for i in range(len(self.prefixed("state/")))]

    def state(self, size, prefix="state"):
        """The arrays of a state as tensors in the structure of a cell's `state_size`."""
        leaves = iter(range(len(self.prefixed(f"{prefix}/"))))

        def pack(size):
            if isinstance(size, list | tuple):
                parts = [pack(s) for s in size]
                return type(size)(*parts) if hasattr(size, "_fields") else type(size)(parts)
            return self.tensor(f"{prefix}/{next(leaves)}")

        return pack(size)

    def noise(self, prefix="noise"):
        """The uniform numbers TF1 drew, as our cells take them, or None."""
        return self._noise(self.case["symbol"], self.case["arguments"], f"{prefix}/")

    def _noise(self, symbol, arguments, prefix):
        def inside(spec, prefix):
            return self._noise(spec["symbol"], spec["arguments"], prefix)

        if symbol == "MultiRNNCell":
            cells = arguments["cells"]
            cells = [cells[c["same_as"]] if "same_as" in c else c for c in cells]
            noise = tuple(inside(spec, f"{prefix}{i}/") for i, spec in enumerate(cells))
            return None if all(part is None for part in noise) else noise
        inner = inside(arguments["cell"], prefix) if "cell" in arguments else None
        own = {
            slot: self._over_time(array, prefix)
            for slot, array in self.prefixed(prefix).items()
            if slot.startswith(SLOTS.get(symbol, ()))
        }
        if symbol not in SLOTS:
            return inner
        return {**own, **({} if inner is None else {"cell": inner})} or None

    def _over_time(self, array, prefix):
        """Variational numbers [1, size] are the same at every step of a run."""
        if prefix.startswith("noise/") and array.shape[0] == 1:
            array = np.repeat(array[None], self.case["time"], axis=0)
        return keras.ops.convert_to_tensor(array)

    def cell(self, **replaced):
        """Our cell of the case, not built yet."""
        spec = {"symbol": self.case["symbol"], "arguments": self.case["arguments"]}
        return made(spec, self.case["dtype"], **replaced)

    def weights(self):
        """{TF1 path below the run's scope: array}."""
        return self.prefixed("variables/rnn/")


def built_cell(golden, weights=True, **replaced):
    """Our cell with TF1's weights, or new ones; the variables must be TF1's by name and order."""
    cell = golden.cell(**replaced)
    cell.adopt_dtype(golden.inputs(), golden.state_leaves())
    cell.build_for_shape(golden.inputs_shape(None))
    ours = cell.tf1_variables()
    named = [f"rnn/{path}" for path in ours]
    assert named == [variable["name"] for variable in golden.facts["variables"]]
    for path, array in golden.weights().items():
        assert tuple(ours[path].shape) == array.shape, path
        if weights:
            ours[path].assign(array)
    return cell
