"""Proof of a cell that is all that a loop computes: wrappers and cells of many states."""

import itertools
from dataclasses import replace

import numpy as np

from tf_contrib_rnn.checkpoint.graph.evaluate import evaluable, evaluate
from tf_contrib_rnn.checkpoint.graph.keras_cells import KerasCandidate
from tf_contrib_rnn.checkpoint.graph.proof import (
    BATCH,
    Application,
    all_variables,
    constants_in,
    is_close,
    random_values,
)
from tf_contrib_rnn.checkpoint.graph.reference import choices, state_shapes, step
from tf_contrib_rnn.checkpoint.graph.region import Region
from tf_contrib_rnn.checkpoint.inventory.candidate import MISFITS

_LIMIT = 200


def prove_whole(view, held, variables) -> Application | None:
    """The step of a loop as one cell, or None where it is something else.

    Args:
        view: the `View`.
        held: the cell's variables, of the outermost wrapper.
        variables: the `LoopVariable`s of the loop.
    """
    states = [one for one in variables if is_state(view, one)]
    written = written_by(view, variables)
    ends = [view.resolve(one.after) for one in states]
    body = body_of(view, [*ends, *written])
    reads = [node for node in body if node.op.startswith("TensorArrayRead")]
    reads.sort(key=lambda node: list(view.graph.nodes).index(node.name))
    constants = constants_in(view, body)
    ops = {node.op for node in body}
    for candidate, batch in itertools.product(held.candidates, _batches(view, body)):
        constants["batch"] = batch
        for form in _forms(candidate, view, body, len(states)):
            made = _attempt(view, held, form, reads, states, written, ends, constants, ops)
            if made:
                inputs = [f"{node.name}:0" for node in reads]
                names = [one.merge for one in states]
                product = next(node for node in body if _uses(view, node, held))
                return Application(
                    held, product, made[0], inputs, inputs, names, names, made[1], ends,
                    Region(body),
                )  # fmt: skip
    return None


def _batches(view, body):
    """Sizes of a batch: ours, and the one that the graph was made for."""
    sizes = [view.graph.constant(node.inputs[2]) for node in body if node.op == "Slice"]
    fixed = {int(size[0]) for size in sizes if size is not None and size.size > 1}
    return [BATCH, *sorted(size for size in fixed if size > 0 and size != BATCH)[:1]]


def is_state(view, variable) -> bool:
    """Whether a loop variable is a state: numbers that change, no TensorArray."""
    if variable.after is None or variable.after == variable.merge:
        return False
    node = view.graph.nodes[variable.merge.partition(":")[0]]
    written = view.producer(view.resolve(variable.after))
    is_flow = written is not None and written.op.startswith("TensorArrayWrite")
    return node.attributes.get("T", "").startswith(("float", "bfloat")) and not is_flow


def written_by(view, variables) -> list[str]:
    """What a loop writes into TensorArrays, resolved."""
    found = [view.producer(view.resolve(one.after)) for one in variables if one.after]
    nodes = [node for node in found if node is not None]
    return [view.resolve(n.inputs[2]) for n in nodes if n.op.startswith("TensorArrayWrite")]


def body_of(view, ends) -> list:
    """The nodes behind tensors, to the start of the step, in the order of the graph."""
    found, todo = {}, list(ends)
    while todo and len(found) < 3000:
        node = view.producer(todo.pop())
        if node is not None and node.name not in found:
            found[node.name] = node
            todo += [] if node.op.startswith("TensorArray") else view.inputs(node)
    place = {name: number for number, name in enumerate(view.graph.nodes)}
    return sorted(found.values(), key=lambda node: place[node.name])


def _uses(view, node, held):
    values = {f"={name}" for _, names in all_variables(held).values() for name in names}
    return bool(values.intersection(view.inputs(node)))


def _forms(candidate, view, body, count):
    """A candidate in the forms that have a number of states."""
    if isinstance(candidate, KerasCandidate):
        yield from (replace(candidate, h_first=turned) for turned in (False, True))
        return
    forms = [candidate]
    if candidate.kind == "AttentionCellWrapper":
        found = [view.graph.constant(node.inputs[1]) for node in body if node.op == "Reshape"]
        lengths = {int(shape[1]) for shape in found if shape is not None and len(shape) == 3}
        forms = [_with(candidate, attn_length=length) for length in sorted(lengths)]
    for form in forms:
        for one in (form, _with(form, state_is_tuple=False)):
            try:
                if len(state_shapes(one)) == count:
                    yield one
            except MISFITS:
                continue


def _with(candidate, **arguments):
    return replace(candidate, arguments={**candidate.arguments, **arguments})


def _attempt(view, held, candidate, reads, states, written, ends, constants, ops):
    rng = np.random.default_rng(0)
    values, feeds = random_values(view, held, constants, rng)
    dtype = next(iter(feeds.values())).dtype
    batch = constants["batch"]
    x = _inputs(candidate, reads, batch, rng, dtype)
    shapes = state_shapes(candidate)
    if x is None or len(shapes) != len(states):
        return None
    size = 2.0 * max(constants["limits"], default=0.5)
    given = [(rng.normal(size=(batch, *shape)) * size).astype(dtype) for shape in shapes]
    flat = list(x) if isinstance(x, tuple) else [x]
    feeds |= {f"{node.name}:0": one for node, one in zip(reads, flat, strict=True)}
    feeds |= {one.merge: value for one, value in zip(states, given, strict=True)}
    wanted = [*written, *ends]
    if len(evaluable(view, wanted, feeds)) < len(wanted) or not ends:
        return None
    found = evaluate(view, list(dict.fromkeys(wanted)), feeds)
    if any(name not in found for name in wanted):
        return None
    for chosen in itertools.islice(_nested(candidate, constants, ops), _LIMIT):
        try:
            expected = step(chosen, values, x, given)
        except MISFITS:
            continue
        outputs, after = expected[: -len(ends)], expected[-len(ends) :]
        if not all(is_close(found[name], one) for name, one in zip(ends, after, strict=True)):
            continue
        place = next(
            (name for name in (*written, *ends) if is_close(found[name], outputs[0])), None
        )
        if place:
            return chosen, place
    return None


def _nested(candidate, constants, ops):
    """All options of a cell and of the cell inside it."""
    inner = candidate.cells.get("cell")
    if inner is None or isinstance(inner, list):
        yield from choices(candidate, constants, ops)
        return
    for inside in _nested(inner, constants, ops):
        whole = replace(candidate, cells={**candidate.cells, "cell": inside})
        yield from choices(whole, constants, ops)


def _inputs(candidate, reads, batch, rng, dtype):
    """Random inputs of a step, a tuple where the cell takes several."""
    shapes = (
        candidate.inputs if candidate.inputs and isinstance(candidate.inputs[0], list) else None
    )
    if len(reads) != len(shapes or [0]):
        return None
    drawn = []
    for node, shape in zip(reads, shapes or [candidate.inputs], strict=True):
        kind = node.attributes.get("dtype", dtype)
        if str(kind).startswith("int"):
            most = max(candidate.arguments.get("embedding_classes", 2), 2)
            drawn.append(rng.integers(0, most, size=(batch, *shape)).astype(kind))
        else:
            drawn.append(rng.normal(size=(batch, *shape)).astype(kind))
    return tuple(drawn) if shapes else drawn[0]
