"""The rows of the table: one a cell, one a layer."""

from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Layer, Network
from tf_contrib_rnn.checkpoint.inventory.printing import words

HEAD = ["scope or variable", "class", "input", "units", "output", "size"]


def of_network(network: Network) -> list[list[str]]:
    """A row for each innermost cell."""
    sizes = {variable.name: variable.size for variable in network.variables}
    return [_of_cell(cell, sizes) for cell in network.leaves]


def _of_cell(cell: Cell, sizes: dict[str, int]):
    start = f"{cell.scope}/" if cell.scope else ""
    own = sum(size for name, size in sizes.items() if name.startswith(start))
    units = words.size(cell.num_units)
    if cell.num_proj is not None:
        units += f", proj {cell.num_proj}"
    return [
        cell.scope or words.TOP,
        cell.title,
        words.size(cell.input_size),
        units,
        words.output(cell),
        words.amount(own),
    ]


def of_layer(layer: Layer) -> list[str]:
    """The row of a layer."""
    sizes = layer.sizes
    given = sizes.get("units", sizes.get("filters", sizes.get("inputs")))
    window = "x".join(map(str, sizes.get("kernel_size", [])))
    size = sum(variable.size for variable in layer.variables.values())
    return [
        layer.label or words.TOP,
        layer.kind,
        words.size(sizes.get("inputs")),
        window,
        words.size(given),
        words.amount(size),
    ]
