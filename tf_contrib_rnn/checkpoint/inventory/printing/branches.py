"""The tree: networks with their cells, layers, and what else there is."""

from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Network, Slots
from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.inventory.printing import words

MOST = 60  # lines of one kind, of thousands


@dataclass
class Branch:
    """A line of the tree.

    Attributes:
        text: the line.
        inner: the lines below it.
        is_warning: whether a reader should not miss it.
    """

    text: str
    inner: list["Branch"] = field(default_factory=list)
    is_warning: bool = False


def of(inventory: Inventory) -> list[Branch]:
    """The branches of an inventory."""
    found = [_network(one) for one in inventory.networks if not one.copy_of]
    found += [
        Branch(f"{one.label or words.TOP}: {words.layer(one)}")
        for one in inventory.layers
        if not one.copy_of
    ]
    found = _few(found, "networks and layers")
    if not inventory.networks:
        found.insert(0, Branch("no recurrent network", is_warning=True))
    return found + list(_rest(inventory))


def _few(branches, what):
    if len(branches) <= MOST:
        return branches
    return [*branches[:MOST], Branch(f"… and {len(branches) - MOST} more {what}")]


def _network(network: Network):
    inner = [_cell(cell, network.scope) for cell in network.cells]
    if network.opaque:
        inner.append(Branch(f"{network.opaque}: all its weights in cuDNN's own layout"))
    inner += [Branch(line) for line in dict.fromkeys(map(_run, network.runs))]
    inner += [Branch(note, is_warning=True) for note in network.notes]
    return Branch(words.network(network), inner)


def _run(run):
    parts = [f"{run['kind']} run"]
    parts += ["time-major"] if run.get("time_major") else []
    parts += [f"lengths {run['lengths']}"] if run.get("lengths") else []
    parts += ["from the end"] if run.get("reversed") else []
    parts += [words.count(run["steps"], "step")] if run.get("steps") else []
    parts += [f"reads {', '.join(run['inputs'][:2])}"] if run.get("inputs") else []
    return ", ".join(parts)


def _cell(cell: Cell, above: str):
    name = cell.scope.removeprefix(above).lstrip("/") or cell.scope or words.TOP
    sizes = [words.classes(cell)]
    if cell.num_units is not None:
        sizes.append(f"{cell.num_units} units")
    if cell.num_proj is not None:
        sizes.append(f"projected to {cell.num_proj}")
    if not cell.members:
        sizes.append(f"input {words.size(cell.input_size)}")
    sizes += ["backward"] if cell.direction == "backward" else []
    inner = [Branch(line) for line in words.options(cell)]
    inner += [Branch(cell.why, is_warning=True)] if cell.why else []
    inner += [_cell(member, cell.scope) for member in cell.members]
    return Branch(f"{name}: {', '.join(sizes)}", inner)


def _rest(inventory: Inventory):
    """What is no network and no layer."""
    for title, found in (
        ("optimizer slots", inventory.slots),
        ("moving averages", inventory.averages),
    ):
        if found:
            yield Branch(title, [Branch(_slots(one)) for one in found])
    if inventory.counters:
        yield Branch(f"counters: {', '.join(_counter(one) for one in inventory.counters)}")
    if inventory.copies:
        lines = [Branch(f"{second}/ is like {first}/") for first, second in inventory.copies]
        yield Branch("copies by names and shapes, left out above", _few(lines, "copies"))
    if inventory.unknown:
        lines = [Branch(f"{one.name} {words.size(one.shape)}") for one in inventory.unknown]
        yield Branch(f"not known ({len(lines)})", _few(lines, "variables"))
    yield from (Branch(note, is_warning=True) for note in inventory.notes)


def _slots(one: Slots):
    where = f" in {one.scope}/" if one.scope else ""
    arrays, variables = words.count(one.arrays, "array"), words.count(one.variables, "variable")
    return f"{one.kind}{where}: {arrays} for {variables}, {words.amount(one.size)}"


def _counter(one):
    return one.name if one.value is None else f"{one.name} {one.value}"
