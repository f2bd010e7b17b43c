"""All that is printed of an inventory, in the order in which it is read."""

from tf_contrib_rnn.checkpoint.inventory.contents import Slots
from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.inventory.printing import rows, words
from tf_contrib_rnn.checkpoint.inventory.printing.rows import Branch

MOST = 60  # branches of one kind, of thousands


def notes(inventory: Inventory) -> list[Branch]:
    """What a reader should not miss of the whole."""
    missing = [] if inventory.networks else ["no recurrent network"]
    return [Branch(note, is_warning=True) for note in [*missing, *inventory.notes]]


def table(inventory: Inventory) -> list[Branch]:
    """The networks, then the layers, without those of copies."""
    found = [rows.of_network(one) for one in inventory.networks if not one.copy_of]
    layers = [one for one in inventory.layers if not one.copy_of]
    return _few(
        found + [rows.of_layer(one) for one in rows.in_order(layers)], "networks and layers"
    )


def rest(inventory: Inventory) -> list[Branch]:
    """What is no network and no layer."""
    found = []
    for title, slots in (
        ("optimizer slots", inventory.slots),
        ("moving averages", inventory.averages),
    ):
        found += _listed(title, [_slots(one) for one in slots])
    if inventory.counters:
        steps_first = sorted(inventory.counters, key=lambda one: "beta" in one.name)
        found.append(Branch(f"counters: {', '.join(map(_counter, steps_first))}"))
    pairs = [f"{second}/ is like {first}/" for first, second in inventory.copies]
    found += _listed("copies by names and shapes, left out above", pairs)
    unknown = [f"{one.name}, {words.shape(one.shape)}" for one in inventory.unknown]
    return found + _listed(f"not known ({len(unknown)})", unknown)


def _listed(title, lines):
    """A title with lines below it; one line stands beside it."""
    if len(lines) < 2:
        return [Branch(f"{title}: {line}") for line in lines]
    return [Branch(title, inner=_few([Branch(line) for line in lines], "of them"))]


def _few(branches, what):
    if len(branches) <= MOST:
        return branches
    return [*branches[:MOST], Branch(f"… and {len(branches) - MOST} more {what}")]


def _slots(one: Slots):
    where = f" in {one.scope}/" if one.scope else ""
    arrays, variables = words.count(one.arrays, "array"), words.count(one.variables, "variable")
    return f"{one.kind}{where}, {arrays} for {variables}, {words.amount(one.size)}"


def _counter(one):
    return one.name if one.value is None else f"{one.name} {_value(one.value)}"


def _value(value):
    return f"{value:.4g}" if isinstance(value, float) else str(value)
