"""The rows of the table: one a network, cell or layer, what else there is to say below it."""

from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Layer, Network
from tf_contrib_rnn.checkpoint.inventory.printing import words

HEAD = ["scope or variable", "class", "input", "output", "size"]


@dataclass
class Branch:
    """A row of the table, or a line without columns.

    Attributes:
        text: the name in the first column; or the line.
        columns: the other columns; empty for a line.
        inner: what stands below it.
        is_warning: whether a reader should not miss it.
    """

    text: str
    columns: list[str] = field(default_factory=list)
    inner: list["Branch"] = field(default_factory=list)
    is_warning: bool = False


def of_network(network: Network) -> Branch:
    """The row of a network, with its cells."""
    notes = list(network.notes)
    cells = [_of_cell(cell, network.scope, network, notes) for cell in network.cells]
    lines = words.of_network(network) + words.of_runs(network.runs)
    inner = [Branch(note, is_warning=True) for note in notes]
    inner += [Branch(line) for line in [*lines, *_lifted(cells)]]
    if network.opaque:
        inner.append(Branch(f"{network.opaque}: all its weights in cuDNN's own layout"))
    alone = len(network.leaves) == 1 and "shared" not in network.direction
    sizes = ["", "", ""]
    if network.cells and not alone:
        total = sum(variable.size for variable in network.variables)
        ends = network.input_size, words.output(network)
        sizes = [*map(words.size, ends), words.amount(total)]
    return Branch(network.scope or words.TOP, [words.way(network), *sizes], inner + cells)


def _of_cell(cell: Cell, above: str, network: Network, notes: list[str]) -> Branch:
    """The row of a cell; takes its own notes out of those of the network."""
    name = cell.scope.removeprefix(above).lstrip("/") or cell.scope or words.TOP
    own = [note for note in notes if cell.scope and note.startswith(f"{cell.scope}: ")]
    notes[:] = [note for note in notes if note not in own]
    told = [note.removeprefix(f"{cell.scope}: ") for note in own]
    if cell.why and not any(cell.why in note for note in told):
        told.insert(0, cell.why)
    inner = [Branch(note, is_warning=True) for note in told]
    members = [_of_cell(member, cell.scope, network, notes) for member in cell.members]
    inner += [Branch(line) for line in [*words.of_cell(cell), *_lifted(members)]]
    return Branch(name, [cell.title, *_sizes(cell, network)], inner + members)


def _sizes(cell, network):
    if cell.members:
        return ["", "", ""]
    start = f"{cell.scope}/" if cell.scope else ""
    own = sum(one.size for one in network.variables if one.name.startswith(start))
    ends = cell.input_size, words.output(cell)
    return [*map(words.size, ends), words.amount(own)]


def _lifted(cells: list[Branch]) -> list[str]:
    """Takes what is said of every one of several cells out of them."""
    if len(cells) < 2:
        return []
    said = [[one.text for one in cell.inner if not one.columns] for cell in cells]
    everywhere = [text for text in said[0] if all(text in texts for texts in said)]
    for cell in cells:
        cell.inner = [one for one in cell.inner if one.columns or one.text not in everywhere]
    who = "both cells" if len(cells) == 2 else "all cells"
    return [f"{who}{',' if ': ' in text else ':'} {text}" for text in everywhere]


def of_layer(layer: Layer) -> Branch:
    """The row of a layer."""
    sizes = layer.sizes
    given = sizes.get("units", sizes.get("filters", sizes.get("inputs")))
    size = sum(variable.size for variable in layer.variables.values())
    columns = [words.size(sizes.get("inputs")), words.size(given), words.amount(size)]
    inner = [Branch(line) for line in words.of_layer(layer)]
    return Branch(layer.label or words.TOP, [layer.kind, *columns], inner)


def in_order(layers: list[Layer]) -> list[Layer]:
    """Layers in the order of the data, as far as it is known: each behind the one it reads."""
    found, waiting = [], list(layers)
    while waiting:
        labels = {one.label for one in waiting}
        ready = [one for one in waiting if not labels & _read_by(one)] or waiting[:1]
        found += ready
        waiting = [one for one in waiting if one not in ready]
    return found


def _read_by(layer):
    read = layer.place.removeprefix("reads ") if layer.place.startswith("reads ") else ""
    return set(read.split(" and ")) - {layer.label}
