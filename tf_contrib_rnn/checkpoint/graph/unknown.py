"""Recurrent networks whose step is no cell of ours: hand-made ones, and known names that lie."""

from collections import Counter

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.graph.applications import products_of
from tf_contrib_rnn.checkpoint.graph.cells import Held
from tf_contrib_rnn.checkpoint.graph.proof import Application
from tf_contrib_rnn.checkpoint.graph.region import PRODUCTS, Region
from tf_contrib_rnn.checkpoint.graph.stack import common
from tf_contrib_rnn.checkpoint.graph.whole import body_of, is_state, written_by


def unknown_loop(view, variables, cells) -> Application | None:
    """The step of a loop in which no cell was recognised; None where the loop is no network.

    Args:
        view: the `View`.
        variables: the loop's `LoopVariable`s.
        cells: the `Held` cells of the graph, to say what the variables look like.
    """
    states = [one for one in variables if is_state(view, one)]
    ends = [view.resolve(one.after) for one in states]
    body = body_of(view, [*ends, *written_by(view, variables)])
    used = _variables(view, body)
    if not states or not any(node.op in PRODUCTS and _is_weighed(view, node) for node in body):
        return None
    recurs = [
        one for one, end in zip(states, ends, strict=True) if view.is_before(one.merge, end, 3000)
    ]
    if not recurs or not used:
        return None
    held = _pseudo(used)
    reads = [f"{node.name}:0" for node in body if node.op.startswith("TensorArrayRead")]
    written = written_by(view, variables)
    merges = [one.merge for one in recurs]
    product = next(node for node in body if node.op in PRODUCTS and _is_weighed(view, node))
    return Application(
        held, product, None, reads or [""], reads or [""], merges, merges,
        written[0] if written else ends[0], [view.resolve(one.after) for one in recurs],
        Region(body), why_of(view.graph, used, cells),
    )  # fmt: skip


def _is_weighed(view, node):
    return any(weight_of(view, name) for name in view.inputs(node)[1:2])


def weight_of(view, tensor) -> str | None:
    """The variable that a tensor is the value of, or a piece of."""
    for _ in range(3):
        if tensor.startswith("="):
            return tensor[1:]
        node = view.producer(tensor)
        if node is None or node.op not in ("Split", "SplitV", "StridedSlice", "Reshape", "Slice"):
            return None
        tensor = view.inputs(node)[1 if node.op == "Split" else 0]
    return None


def _variables(view, body):
    found = [name[1:] for node in body for name in view.inputs(node) if name.startswith("=")]
    return list(dict.fromkeys(found))


def _pseudo(used):
    scope = common([names.parent(name) for name in used])
    paths = {name.removeprefix(f"{scope}/") if scope else name: (name,) for name in used}
    return Held(scope, scope, "", [], paths, {})


def why_of(graph, used, cells) -> str:
    """What is strange about a step with these variables, as a clause."""
    like = [
        held.candidates[0].kind
        for held in cells
        if held.candidates and {n for parts in held.variables.values() for n in parts} <= set(used)
    ]
    if like:
        return f"its variables are those of {like[0]}, but its step does not prove to be the same"
    shapes = Counter(graph.variables[name].shape for name in used if _rank(graph, name) == 2)
    shape, count = max(shapes.items(), key=lambda pair: pair[1], default=((), 0))
    if count >= 2:
        return (
            f"it has {count} matrices of shape {list(shape)}, one a gate, where our cells have one"
        )
    return "its step is that of none of our cells"


def _rank(graph, name):
    shape = graph.variables[name].shape if name in graph.variables else None
    return len(shape) if shape is not None else 0


def unknown_runs(view, frame_of, frames, known: set[str], outputs: set[str]) -> list[list]:
    """Unrolled steps that are nobody's: kernels whose products feed each other.

    Args:
        view: the `View`.
        frame_of: the frame of a node.
        frames: the frames of loops.
        known: the variables of recognised cells.
        outputs: what recognised cells give, by which a projection may be fed back.
    """
    chained = {}
    for name in view.graph.variables:
        products = [node for node in products_of(view, name) if frame_of(node) not in frames]
        if name not in known and len(products) > 1 and _feed_each_other(view, products, outputs):
            chained[name] = products
    return _runs(view, chained)


def _feed_each_other(view, products, outputs):
    first, last = f"{products[0].name}:0", f"{products[-1].name}:0"
    if not view.is_before(first, last, 2000):
        return False
    return not any(view.is_before(output, last, 60) for output in outputs)


def _runs(view, chained):
    groups = {}
    for name, products in chained.items():
        groups.setdefault((names.parent(name), len(products)), []).append(name)
    runs = []
    for found in groups.values():
        products = chained[found[0]]
        scope = names.parent(found[0])
        used = [name for name in view.graph.variables if names.parent(name) == scope and (
            name in chained or view.consumers(f"={name}"))]  # fmt: skip
        used = [name for name in used if name in chained or _rank(view.graph, name) == 1]
        held, why = _pseudo(used), why_of(view.graph, used, [])
        runs.append([_loose(view, held, node, why) for node in products])
    return runs


def _loose(view, held, node, why):
    inputs = view.inputs(node)[0]
    return Application(
        held, node, None, [node.inputs[0]], [inputs], [], [], f"{node.name}:0", [], None, why
    )
