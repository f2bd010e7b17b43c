"""`inspect`: opening a checkpoint and looking at the names and shapes in it."""

from collections import defaultdict

from tf_contrib_rnn.checkpoint import averages, names
from tf_contrib_rnn.checkpoint.errors import graph_errors
from tf_contrib_rnn.checkpoint.inventory import (
    chain,
    copies,
    handmade,
    layers,
    networks,
    tell,
    wired,
)
from tf_contrib_rnn.checkpoint.inventory.by_variables import by_variables
from tf_contrib_rnn.checkpoint.inventory.contents import Counter, Network, Slots, Variable
from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.inventory.scope_tree import tree_of
from tf_contrib_rnn.checkpoint.sorting import owner_of, sort_out
from tf_contrib_rnn.checkpoint.sources import AnySource, open_source

_WITHOUT = "export it again, or pass graph=False to inspect names and shapes alone"


def inspect(source: AnySource, *, graph: bool = True, values: bool = False) -> Inventory:
    """Says what is inside a TF1 checkpoint: networks, layers, slots, averages, counters.

    Only names and shapes are read, and the graph that lies beside the checkpoint.

    Args:
        source: what `restore` takes: a prefix, a directory, a frozen graph, a mapping, ….
        graph: whether to read the graph that lies beside it, which says what no variable does:
            forget biases, activations, clips, dropout, the order of axes, the wiring.
        values: whether to read the counters' values too, each a single number.

    Returns:
        The inventory; print it to see a table and a tree.

    Raises:
        CheckpointError: if the checkpoint, or the graph beside it, cannot be read.
    """
    opened = open_source(source)
    entries = names.modern(opened.entries)
    contents = sort_out(entries)
    alone = averages.alone(contents)
    contents.variables.update(alone)
    everything = {name: _variable(name, one) for name, one in contents.variables.items()}
    top = tree_of(contents.variables)
    seen = _graph_of(opened) if graph else None
    found, notes = _networks(top, everything, seen, entries, opened.title)
    notes += ["its variables are moving averages alone; restore with ema=True"] if alone else []
    taken = {variable.name for network in found for variable in network.variables}
    depths = {n.input_size for n in found if isinstance(n.input_size, int)}
    around, unknown = layers.find(top.without(taken), everything, depths, _widths(found))
    chain.connect(around, found)
    if seen is not None:
        with graph_errors(opened.title, _WITHOUT):
            wired.connect(seen, around, found, entries.scope)
            notes += by_variables(seen, contents.variables)
    pairs = copies.find(top, found, around)
    inventory = Inventory(
        opened.prefix,
        opened.format,
        found,
        around,
        _slots(contents.slots, contents.variables),
        _slots(contents.averages, contents.variables),
        [_counter(name, one, values) for name, one in contents.counters.items()],
        [everything[name] for name in unknown],
        pairs,
        opened.graph_path if graph else None,
        sum(_variable(name, one).size for name, one in opened.entries.items()),
        len(opened.entries),
        notes=notes,
        graph=seen,
        opened=opened,
    )
    return inventory


def _graph_of(opened):
    """The graph that lies beside a checkpoint, None where there is none."""
    if opened.graph_path is None:
        return None
    from tf_contrib_rnn.checkpoint.graph import Graph

    with graph_errors(opened.title, _WITHOUT):
        return Graph(opened.graph_def)


def _networks(top, everything, graph, entries, title) -> tuple[list[Network], list[str]]:
    found = [tell.network(one, everything) for one in networks.find(top)]
    notes = []
    for reading in names.readings(everything, entries.translation):
        if all(network.is_known for network in found):
            break
        added = {"/".join(n): one for n, one in reading.added.items()}
        tried = reading.of(everything) | {n: _variable(n, one) for n, one in added.items()}
        again = [tell.network(one, tried) for one in networks.find(tree_of(tried))]
        if sum(one.is_known for one in again) > sum(one.is_known for one in found):
            found, everything, notes = again, everything | tried, [*notes, reading.why]
    if graph is not None:
        from tf_contrib_rnn.checkpoint.graph import recurrences
        from tf_contrib_rnn.checkpoint.inventory.by_graph import Merger

        merger = Merger(found, everything, entries.scope)
        with graph_errors(title, _WITHOUT):
            merger.merge(recurrences(graph))
        found += merger.added
    taken = {variable.name for network in found for variable in network.variables}
    return found + handmade.find(top.without(taken), everything), notes


def _widths(found):
    """Depths that a layer on a network's output could have."""
    widths = {network.output_size for network in found} - {None}
    return widths | {2 * width for width in widths}


def _variable(name, stored):
    alias = "" if names.canonical(stored.name) == name else stored.name
    return Variable(name, list(stored.shape), stored.dtype, alias)


def _counter(name, stored, values):
    value = stored.read().item() if values and not stored.shape else None
    return Counter(name, stored.dtype, value)


def _slots(stored, variables) -> list[Slots]:
    """Slots by optimizer and by the scope they were made in."""
    groups = defaultdict(dict)
    for name, one in stored.items():
        owner = names.parent(name)
        own = owner_of(owner, variables)
        scope = owner.removesuffix(own).rstrip("/") if own else ""
        groups[names.numbered(names.leaf(name))[0], scope].setdefault(own or owner, []).append(
            _variable(name, one)
        )
    return [
        Slots(
            kind,
            scope,
            len(owners),
            sum(map(len, owners.values())),
            sum(one.size for arrays in owners.values() for one in arrays),
        )
        for (kind, scope), owners in groups.items()
    ]
