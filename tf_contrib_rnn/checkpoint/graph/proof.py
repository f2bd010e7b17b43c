"""Proof by numbers: a cell is recognised when it computes what the graph computes."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tf_contrib_rnn.checkpoint.graph.cells import Held
from tf_contrib_rnn.checkpoint.graph.evaluate import evaluable, evaluate
from tf_contrib_rnn.checkpoint.graph.reference import choices, state_shapes, step
from tf_contrib_rnn.checkpoint.graph.region import Region, concatenated, outputs, region
from tf_contrib_rnn.checkpoint.inventory.candidate import MISFITS, Candidate

BATCH = 3
_TOLERANCE = 1e-4
_LARGEST = 1e4  # limit of a state
_BY_OP = {
    "LSTMBlockCell": "LSTMBlockCell", "CudnnCompatibleLSTMCell": "LSTMBlockCell",
    "GRUBlockCell": "GRUBlockCell", "GRUBlockCellV2": "GRUBlockCell",
}  # fmt: skip
_NEVER = ("LSTMBlockFusedCell",)


@dataclass(eq=False)
class Application:
    """One step of a cell in a graph; tensors are resolved.

    Attributes:
        held: the cell's variables.
        product: the first product with its kernel.
        candidate: the cell with all its options; None where it is none of ours.
        raw_inputs: what comes in, as the graph hands it over.
        inputs: the same, resolved.
        states: the states before the step, flat.
        raw_states: the same, as the graph hands them over.
        output: what comes out.
        new_states: the states after it, flat.
        region: the nodes it was found among.
        why: for an unknown one, why.
    """

    held: Held
    product: Any
    candidate: Candidate | None
    raw_inputs: list
    inputs: list
    states: list
    raw_states: list
    output: str | None
    new_states: list
    region: Region = field(repr=False, default=None)
    why: str = ""


def own_values(held) -> dict[str, tuple]:
    """`{"=name": (path, number)}`: which part of which variable a value in the graph is."""
    return {
        f"={name}": (path, number)
        for path, names in held.variables.items()
        for number, name in enumerate(names)
    }


def prove(view, held: Held, product, entry: set[str]) -> Application | None:
    """The step of a cell that starts at a product, or None where the product is no cell's.

    Args:
        view: the `View`.
        held: the cell's variables.
        product: a product of something with the cell's first kernel.
        entry: the values of that kernel.
    """
    found = region(view, product, set(own_values(held)), entry)
    operands = concatenated(view, product.inputs[0])
    ops = {node.op for node in found.nodes}
    constants = constants_in(view, found.nodes)
    rng = np.random.default_rng(0)
    found.leaves.pop(view.resolve(product.inputs[0]) if len(operands) > 1 else None, None)
    for candidate in held.candidates:
        if candidate.kind in _NEVER or _BY_OP.get(candidate.kind, "MatMul") not in {*ops, "MatMul"}:
            continue
        if not all(isinstance(size, int) for size in candidate.inputs):
            continue
        if len(operands) == 1 and _is_joined(view, candidate, entry):
            continue
        try:
            shapes = state_shapes(candidate)
        except MISFITS:
            continue
        orders = _assignments(view, found, operands, shapes)
        for (inputs, states), batch in itertools.product(orders, _batches(view, found)):
            given = {**constants, "batch": batch}
            made = _attempt(view, held, found, candidate, inputs, states, shapes, given, ops, rng)
            if made:
                chosen, output, new = made
                raw = {resolved: name for name, resolved in operands}
                return Application(
                    held, product, chosen, [raw.get(inputs, inputs)], [inputs], states,
                    [raw.get(name, name) for name in states], output, new, found,
                )  # fmt: skip
    return None


def _batches(view, found):
    """Sizes of a batch: ours, and the one that the graph was made for."""
    shapes = [view.graph.constant(node.inputs[1]) for node in found.nodes if node.op == "Reshape"]
    fixed = {int(shape[0]) for shape in shapes if shape is not None and shape.size > 1}
    return [BATCH, *sorted(size for size in fixed if size > 1 and size != BATCH)[:2]]


def _is_joined(view, candidate, entry):
    """Whether a kernel multiplies inputs and states at once."""
    shapes = [view.graph.variables[value[1:]].shape for value in entry]
    depth = candidate.inputs[-1] if candidate.inputs else None
    rows = sum(shape[-2] for shape in shapes if len(shape) > 1)
    return isinstance(depth, int) and rows > depth


def _assignments(view, found, operands, shapes):
    """Which tensors may be the inputs and the states, the likeliest first."""
    resolved = [name for _, name in operands]
    joined = len(resolved) > 1
    inputs = resolved[0]
    leaves = [name for name in found.leaves if name not in (inputs, *resolved)]
    loops = [name for name in leaves if of_loop(view, name)]
    leaves = loops or leaves
    last = resolved[-1:] if joined else []
    missing = len(shapes) - len(last)
    # Cells of many states are proven as a whole.
    orders = itertools.permutations(leaves, missing) if missing < 4 else ()
    for chosen in itertools.islice(orders, 40):
        yield inputs, [*chosen, *last]


def of_loop(view, tensor):
    """Whether a tensor is a state of a loop, or cut out of one."""
    for _ in range(4):
        if tensor in view.loops:
            return True
        node = view.producer(tensor)
        if node is None or node.op not in ("Split", "SplitV", "Slice", "StridedSlice", "Reshape"):
            return False
        tensor = view.inputs(node)[1 if node.op == "Split" else 0]
    return False


def constants_in(view, nodes) -> dict[str, list[float]]:
    """The numbers that nodes add, and those that they limit by."""
    added, limits = [], []
    for node in nodes:
        into = added if node.op in ("Add", "AddV2", "Sub") else None
        into = limits if node.op in ("Minimum", "Maximum", "ClipByValue") else into
        for tensor in view.inputs(node) if into is not None else ():
            value = None if tensor.startswith("=") else view.graph.constant(tensor)
            if value is not None and np.size(value) == 1:
                number = float(f"{float(np.ravel(value)[0]):.6g}")
                number = abs(number) if into is limits else number
                if into is limits and not 0 < number <= _LARGEST:  # of a loss, not of a cell
                    continue
                if number not in into and not 0 < number < 1e-6:  # an epsilon
                    into.append(number)
    return {"added": added, "limits": limits}


def _attempt(view, held, found, candidate, inputs, states, shapes, constants, ops, rng):
    """The candidate's options with which it computes the region's values, and where they are."""
    values, feeds = random_values(view, held, constants, rng)
    dtype = next(iter(feeds.values())).dtype
    scale = 2.0 * max(constants["limits"], default=0.7)
    draw = lambda shape, size: (rng.normal(size=(constants["batch"], *shape)) * size).astype(dtype)  # noqa: E731
    given = [draw(shape, scale if number == 0 else 0.7) for number, shape in enumerate(shapes)]
    x = draw(tuple(candidate.inputs), 1.0)
    feeds |= {inputs: x, **dict(zip(states, given, strict=True))}
    if len(feeds) < len(own_values(held)) + 1 + len(states):
        return None
    tensors = [tensor for node in found.nodes for tensor in outputs(node)[:1]]
    computed = evaluate(view, evaluable(view, tensors, feeds), feeds) if tensors else {}
    # Of equal values the one that the loop goes on with.
    computed = dict(sorted(computed.items(), key=lambda item: item[0] not in view.carried))
    for chosen in choices(candidate, constants, ops):
        try:
            expected = step(chosen, values, x, given)
        except MISFITS:
            continue
        places = [_find(computed, one) for one in expected]
        if all(places):
            return chosen, places[0], places[1:]
    return None


def _find(computed, expected):
    return next((name for name, value in computed.items() if is_close(value, expected)), None)


def is_close(value, expected) -> bool:
    """Whether two arrays are the same but for rounding."""
    if value.shape != expected.shape or value.dtype.kind != "f":
        return False
    size = max(1.0, float(np.max(np.abs(expected), initial=0.0)))
    return bool(np.max(np.abs(value - expected), initial=0.0) <= _TOLERANCE * size)


def random_values(view, held, constants, rng) -> tuple[dict, dict]:
    """Random values of a cell's variables, by path of `tf1_variables()` and by value in the graph.

    Args:
        view: the `View`.
        held: the cell's variables.
        constants: what `constants_in` found; a projection goes beyond the limits in it.
        rng: a numpy generator.
    """
    values, feeds, shared = {}, {}, {}
    for path, (shape, parts) in all_variables(held).items():
        if parts in shared:  # the groups of an old GLSTMCell have one kernel
            values[path] = shared[parts]
            continue
        variables = [view.graph.variables[name] for name in parts]
        dtype = np.dtype(variables[0].dtype)
        value = (rng.normal(size=shape) * 0.5).astype(dtype)
        if "proj" in path.lower() and constants["limits"] and len(shape) == 2:
            value[:, ::2] *= 20.0 * max(constants["limits"])  # the others stay below the limit
        if path.endswith(("period", "ratio_on", "phase")):
            value = np.abs(value) + 0.1
        values[path] = shared[parts] = value
        rows = [variable.shape[0] for variable in variables]
        pieces = np.split(value, np.cumsum(rows)[:-1], 0) if len(parts) > 1 else [value]
        feeds |= {f"={name}": piece for name, piece in zip(parts, pieces, strict=True)}
    return values, feeds


def all_variables(held, above="") -> dict[str, tuple]:
    """`{path of tf1_variables(): (shape, names in the graph)}`, those of the cell inside too."""
    prefix = f"{above}{held.own_scope}/" if held.own_scope else above
    found = {
        f"{prefix}{path}": (shape, held.variables[path]) for path, shape in held.shapes.items()
    }
    return found | (all_variables(held.inside, prefix) if held.inside else {})
