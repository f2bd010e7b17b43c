"""InputProjectionWrapper and OutputProjectionWrapper: a product and a bias beside a cell."""

from dataclasses import replace

from tf_contrib_rnn.checkpoint.graph.facts import CellFact
from tf_contrib_rnn.checkpoint.graph.reference import ACTIVATIONS

PROJECTIONS = ("InputProjectionWrapper", "OutputProjectionWrapper")


def with_projection(view, held, step):
    """The step of a cell together with its projection; the step itself where there is none.

    Args:
        view: the `View`.
        held: the wrapper's variables.
        step: the step of the cell inside.
    """
    found = _beside(view, held, step.inputs[0], step.output)
    if found is None or step.candidate is None:
        return step
    tensor, raw, activation = found
    candidate = held.candidates[0]
    options = {"activation": activation} if activation else {}
    candidate = replace(
        candidate,
        arguments={**candidate.arguments, **options},
        cells={**candidate.cells, "cell": step.candidate},
    )
    if candidate.kind == PROJECTIONS[0]:
        return replace(step, held=held, candidate=candidate, inputs=[tensor], raw_inputs=[raw])
    return replace(step, held=held, candidate=candidate, output=tensor)


def around_stack(view, wrappers, cell: CellFact, inputs: str, output: str):
    """A stack of cells with the projections around it, its inputs and its output.

    Args:
        view: the `View`.
        wrappers: the variables of wrappers around stacks.
        cell: the stack.
        inputs: what goes into its lowest cell, resolved.
        output: what its uppermost cell gives, resolved.
    """
    for held in wrappers:
        found = _beside(view, held, inputs, output)
        if found is None:
            continue
        tensor, _, activation = found
        candidate = held.candidates[0]
        options = {key: value for key, value in candidate.arguments.items() if key != "name"}
        options |= {"activation": activation} if activation else {}
        variables = {f"{held.own_scope}/{path}": ", ".join(n) for path, n in held.variables.items()}
        cell = CellFact(candidate.kind, held.scope_in_graph, variables, options, (cell,))
        if candidate.kind == PROJECTIONS[0]:
            inputs = tensor
        else:
            output = tensor
    return cell, inputs, output


def _beside(view, held, inputs, output):
    """`(what it takes or gives, the same unresolved, its activation)`, or None."""
    values = [
        f"={held.variables[name][0]}" for name in ("kernel", "bias") if name in held.variables
    ]
    if len(values) < 2 or held.candidates[0].kind not in PROJECTIONS:
        return None
    if held.candidates[0].kind == PROJECTIONS[0]:
        return _before(view, inputs, *values)
    return _behind(view, output, *values)


def _before(view, tensor, kernel, bias):
    node, activation = view.producer(tensor), None
    if node is not None and node.op in ACTIVATIONS:
        activation = ACTIVATIONS[node.op]
        node = view.producer(view.inputs(node)[0])
    if node is None or bias not in view.inputs(node):
        return None
    product = view.producer(next(name for name in view.inputs(node) if name != bias))
    if product is None or product.op != "MatMul" or view.inputs(product)[1] != kernel:
        return None
    return view.inputs(product)[0], product.inputs[0], activation


def _behind(view, tensor, kernel, bias):
    for product, place in view.consumers(tensor):
        if product.op != "MatMul" or place or view.inputs(product)[1] != kernel:
            continue
        for added, _ in view.consumers(f"{product.name}:0"):
            if bias not in view.inputs(added):
                continue
            found = f"{added.name}:0"
            uses = view.consumers(found)
            if len(uses) == 1 and uses[0][0].op in ACTIVATIONS:
                return f"{uses[0][0].name}:0", "", ACTIVATIONS[uses[0][0].op]
            return found, found, None
    return None
