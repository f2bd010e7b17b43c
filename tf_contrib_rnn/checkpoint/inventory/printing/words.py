"""Sizes, options and runs in a few words."""

from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Layer, Network
from tf_contrib_rnn.checkpoint.inventory.inventory import Inventory
from tf_contrib_rnn.checkpoint.table import plural

TOP = "(top scope)"
_UNITS = ("bytes", "kB", "MB", "GB")
_WHERE = {"graph": "from the graph", "assumed": "assumed"}
_KINDS = {"Keras": "of tf.keras", "cuDNN": "of cuDNN", "hand-made": "made by hand"}


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
    """A depth, or the shape of a map as `16x16x3`; what is not known is a question mark."""
    if isinstance(value, list) and any(isinstance(one, list) for one in value):
        return " and ".join(size(one) for one in value)
    if isinstance(value, list):
        return "x".join(size(one) for one in value)
    return "?" if value is None else str(value)


def shape(value: list) -> str:
    """The shape of an array."""
    return f"[{', '.join(map(str, value))}]" if value else "a single number"


def heading(inventory: Inventory) -> list[str]:
    """The first lines: what was opened, and which graph lies beside it."""
    title = inventory.source.rstrip("/").rsplit("/", 1)[-1]
    what = f"{count(inventory.arrays, 'array')}, {amount(inventory.size)}"
    graph = inventory.graph_path
    beside = f"graph: {graph.rsplit('/', 1)[-1]}" if graph else "no graph beside it"
    return [f"{title} ({inventory.format}): {what}", beside]


def way(one: Network) -> str:
    """The direction of a network."""
    return "one direction" if one.direction == "forward" else "bidirectional"


def of_network(one: Network) -> list[str]:
    """What there is to say of a network beside its sizes."""
    found = [_KINDS[one.kind]] if one.kind in _KINDS else []
    found += ["one cell in both directions"] if "shared" in one.direction else []
    return [", ".join(found)] if found else []


def output(one: Cell | Network):
    """The depth of an output; of maps their shape."""
    if one.output_size is None:
        last = one.leaves[-1]
        if isinstance(last.input_size, list):
            return [*last.input_size[:-1], last.num_units]
    return one.output_size


def of_cell(cell: Cell) -> list[str]:
    """What is known of a cell beside the sizes in its row, by where it is known from."""
    lines = [f"or {' or '.join(cell.classes[1:3])}"] if len(cell.classes) > 1 else []
    lines[0:] = [f"{lines[0]} or others"] if len(cell.classes) > 3 else lines
    first = _units(cell)
    groups = {}
    for key, value in cell.options.items():
        if value is not None:
            groups.setdefault(cell.known.get(key), []).append(f"{key} {_value(value)}")
    first += groups.pop("weights", [])
    lines += [", ".join(first)] if first else []
    return lines + [f"{_WHERE[where]}: {', '.join(found)}" for where, found in groups.items()]


def _units(cell):
    """The units where the output does not show them, and the direction."""
    found = ["backward"] if cell.direction == "backward" and not cell.scope.count("bw") else []
    if cell.num_proj is not None:
        found.append(f"{cell.num_units} units projected to {cell.num_proj}")
    elif cell.num_units is not None and cell.output_size not in (cell.num_units, None):
        found.append(f"{cell.num_units} units")
    return found


def _value(value):
    return str(value).replace("'", "") if isinstance(value, list | bool) else f"{value}"


def of_layer(one: Layer) -> list[str]:
    """What is known of a layer beside the sizes in its row."""
    window = one.sizes.get("kernel_size")
    words = [f"window {size(window)}"] if window else []
    words += ["no bias"] if one.kind == "Dense" and "bias" not in one.variables else []
    words += [one.activation] if one.activation else []
    words += [one.place] if one.place else []
    return [", ".join(words)] if words else []


def of_runs(runs: list[dict]) -> list[str]:
    """What the graph says of the runs of a network; the two of one bidirectional run are one."""
    forward = {_run(run) for run in runs if not run.get("reversed")}
    backward = {_run(run) for run in runs if run.get("reversed")}
    lines = []
    for text in dict.fromkeys(map(_run, runs)):
        kind, comma, rest = text.partition(", ")
        ways = [", forward and backward"] if text in forward & backward else []
        ways += [", backward"] if text in backward - forward else []
        lines.append(f"{kind}{''.join(ways)}{comma}{rest}")
    return lines[:4] + ([f"and {len(lines) - 4} more runs"] if len(lines) > 4 else [])


def _run(run):
    parts = [f"{run['kind']} run"]
    parts += ["time-major"] if run.get("time_major") else []
    parts += [f"lengths {run['lengths']}"] if run.get("lengths") else []
    parts += [count(run["steps"], "step")] if run.get("steps") else []
    inputs = run.get("inputs") or []
    more = f" and {len(inputs) - 1} more" if len(inputs) > 1 else ""
    parts += [f"reads {inputs[0]}{more}"] if inputs else []
    return ", ".join(parts)
