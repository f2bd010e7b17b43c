"""The batch and the steps that a graph was built for, where its placeholders do not say."""

import numpy as np

from tf_contrib_rnn.checkpoint.graph.nodes import Graph
from tf_contrib_rnn.checkpoint.verify.flow import in_loops
from tf_contrib_rnn.checkpoint.verify.session import CannotRunError, needed

_MOST_TRIES = 16
_LONGEST = 5000


def sized(graph: Graph, wanted, attempt, batch: int, steps: int):
    """Runs a graph with the sizes asked for, or else with those it was built for.

    A graph may hold a state of one sequence, or count to its last step, with numbers that no
    shape shows. One sequence is tried, then the whole numbers in the graph as its steps, then they
    and the rows of its constants as its batch; of the numbers just one must run.

    Args:
        graph: the graph.
        wanted: names of the tensors.
        attempt: `attempt(batch, steps)`, which returns `(arrays, values, notes)`.
        batch: the number of sequences asked for.
        steps: the number of steps asked for.

    Raises:
        CheckpointError: if it runs with none of these, or with several.
    """
    try:
        return attempt(batch, steps)
    except CannotRunError as error:
        first = error
    numbers, rows = _numbers(graph, wanted)
    counts = dict.fromkeys(count for one in numbers for count in (one, one + 1))
    tries = [
        [(1, steps)],
        [(batch, count) for count in _few(counts)],
        [(count, steps) for count in _few(numbers | rows)],
    ]
    for sizes in tries:
        done = [(size, result) for size in sizes if (result := _tried(attempt, *size))]
        if len(done) == 1:
            (used, (arrays, values, notes)) = done[0]
            built = f"{used[1]} steps" if used[0] == batch else f"batches of {used[0]}"
            return arrays, values, [*notes, f"the graph was built for {built}"]
        if done:
            break
    raise first


def _tried(attempt, batch, steps):
    try:
        return attempt(batch, steps)
    except CannotRunError:
        return None


def _numbers(graph, wanted):
    """Whole numbers among the constants that the tensors depend on, and the rows of others."""
    found, rows, loops = {}, {}, in_loops(graph)
    for name in needed(graph, wanted):
        node = graph.nodes[name]
        if node.op != "Const" or name in loops:
            continue
        value = node.attributes["value"]
        if node.attributes.get("dtype") in ("int32", "int64"):
            found |= dict.fromkeys(np.ravel(value).tolist())
        elif np.ndim(value) > 1:
            rows[len(value)] = None
    return found, rows


def _few(counts):
    return [count for count in counts if 1 < count <= _LONGEST][:_MOST_TRIES]
