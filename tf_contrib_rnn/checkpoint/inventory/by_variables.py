"""Whether the graph beside a checkpoint is the one whose variables it holds."""

from tf_contrib_rnn.checkpoint.sorting import sort_out
from tf_contrib_rnn.checkpoint.sources import Stored

_MOST = 3


def by_variables(graph, variables: dict, today) -> list[str]:
    """Sentences on variables of the graph that the checkpoint lacks, or has in another shape.

    Args:
        graph: the `Graph`.
        variables: the variables of the checkpoint by today's names, without slots and the like.
        today: `today(name)`, a name in the graph as TF 1.15.5 spells it.
    """
    stored = {
        name: Stored(name, tuple(one.shape or ()), one.dtype, None)
        for name, one in graph.variables.items()
    }
    declared = {today(name): one for name, one in sort_out(stored).variables.items()}
    lacking = [name for name in declared if name not in variables]
    differing = [
        f"{name} {list(one.shape)}, here {list(variables[name].shape)}"
        for name, one in declared.items()
        if name in variables and None not in one.shape and one.shape
        and tuple(one.shape) != tuple(variables[name].shape)
    ]  # fmt: skip
    notes = []
    if lacking and len(lacking) < len(declared):
        notes.append(f"the graph has variables that are not here: {_some(lacking)}")
    elif lacking:
        notes.append(
            "the graph has none of these variables, so it is of another model or the checkpoint "
            f"was saved under other names; its own are {_some(lacking)}"
        )
    if differing:
        notes.append(f"the graph gives variables another shape: {_some(differing)}")
    return notes


def _some(found):
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return ", ".join(found[:_MOST]) + more
