"""Cells, networks and layers in a few words."""

from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Layer, Network
from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.table import plural

TOP = "(top scope)"
_UNITS = ("bytes", "kB", "MB", "GB")
_WHERE = {"graph": "from the graph", "assumed": "assumed"}


def amount(size: int) -> str:
    """A size in bytes as people write it."""
    number, unit = float(size), 0
    while number >= 1000 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.3g} {_UNITS[unit]}" if number < 1000 else f"{number:.0f} {_UNITS[unit]}"


def count(number: int, noun: str) -> str:
    """`3 arrays`, `1 array`."""
    return f"{number} {plural(number, noun)}"


def size(value) -> str:
    """A depth, or the shape of a map; what is not known is a question mark."""
    if isinstance(value, list):
        return f"[{', '.join(size(one) for one in value)}]"
    return "?" if value is None else str(value)


def heading(inventory: Inventory) -> list[str]:
    """The first lines: what was opened, and which graph lies beside it."""
    title = inventory.source.rstrip("/").rsplit("/", 1)[-1]
    what = f"{count(inventory.arrays, 'array')}, {amount(inventory.size)}"
    graph = inventory.graph_path
    beside = f"graph: {graph.rsplit('/', 1)[-1]}" if graph else "no graph beside it"
    return [f"{title} ({inventory.format}): {what}", beside]


def classes(cell: Cell) -> str:
    """The class, and the few others that fit."""
    if not cell.classes:
        return cell.title
    return " or ".join(cell.classes[:3]) + (" or others" if len(cell.classes) > 3 else "")


def network(one: Network) -> str:
    """A network: its scope, direction and depths."""
    words = {"forward": "one direction", "both": "both directions"}
    way = words.get(one.direction, "both directions, one cell shared")
    depths = f", {size(one.input_size)} -> {output(one)}" if one.cells else ""
    kind = {"Keras": "tf.keras, ", "cuDNN": "cuDNN, ", "hand-made": "made by hand, "}
    return f"{one.scope or TOP}: {kind.get(one.kind, '')}{way}{depths}"


def output(one: Cell | Network) -> str:
    """The depth of an output; of maps their shape."""
    if one.output_size is None and isinstance(one.leaves[-1].input_size, list):
        last = one.leaves[-1]
        return size([*last.input_size[:-1], last.num_units])
    return size(one.output_size)


def options(cell: Cell) -> list[str]:
    """What is known of a cell beside its sizes, by where it is known from."""
    groups = {}
    for key, value in cell.options.items():
        if value is not None:
            groups.setdefault(cell.known.get(key), []).append(f"{key} {_value(value)}")
    lines = [", ".join(groups.pop("weights"))] if "weights" in groups else []
    return lines + [f"{_WHERE[where]}: {', '.join(found)}" for where, found in groups.items()]


def _value(value):
    return str(value).replace("'", "") if isinstance(value, list | bool) else f"{value}"


def layer(one: Layer) -> str:
    """A layer: its class, its sizes and where it stands."""
    sizes = one.sizes
    given = sizes.get("units", sizes.get("filters"))
    depths = f"{sizes.get('inputs')}" + (f" -> {given}" if given is not None else "")
    window = sizes.get("kernel_size")
    words = [f"{one.kind} {depths}"]
    words += [f"window {'x'.join(map(str, window))}"] if window else []
    words += ["no bias"] if one.kind == "Dense" and "bias" not in one.variables else []
    words += [one.activation] if one.activation else []
    words += [one.place] if one.place else []
    return ", ".join(words)
