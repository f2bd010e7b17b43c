"""Networks and cells in plain values."""

import inspect

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.inventory import foreign
from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate
from tf_contrib_rnn.checkpoint.inventory.catalogue import WRAPPERS
from tf_contrib_rnn.checkpoint.inventory.classes import public_class
from tf_contrib_rnn.checkpoint.inventory.contents import Cell, Network, Variable
from tf_contrib_rnn.checkpoint.inventory.networks import Found
from tf_contrib_rnn.checkpoint.inventory.units import Unit

# Arguments that change numbers and leave no trace among the variables.
HIDDEN = ("forget_bias", "activation", "cell_clip", "proj_clip")
_SIZES = ("num_units", "units", "output_channels")


def network(found: Found, variables: dict[str, Variable]) -> Network:
    """A network in plain values.

    Args:
        found: the network.
        variables: all variables of the checkpoint by name.
    """
    cells = [cell(place.unit, place.scope, place.direction, place.layer) for place in found.places]
    return Network(
        found.scope,
        found.direction,
        cells,
        found.kind,
        [variables[name] for name in found.taken if name in variables],
        found.opaque,
        notes=list(found.notes),
    )


def cell(unit: Unit, called_in: str, direction: str = "forward", layer: int = 0) -> Cell:
    """A cell in plain values.

    Args:
        unit: the cell.
        called_in: the scope it was called in.
        direction: `"forward"` or `"backward"`.
        layer: its place in a stack of bidirectional layers.
    """
    own = names.join(called_in, unit.scope) if unit.scope else called_in
    made = Cell(
        own,
        [one.kind for one in unit.candidates],
        direction=direction,
        layer=layer,
        called_in=called_in,
        members=[cell(member, own, direction, layer) for member in unit.members],
        foreign=unit.foreign,
        why=unit.why,
        candidates=unit.candidates,
    )
    if unit.candidates:
        _describe(made, unit.candidates[0])
    elif unit.sizes:
        made.num_units = made.output_size = unit.sizes["units"]
        made.input_size = unit.sizes["inputs"]
        made.options = {k: v for k, v in unit.sizes.items() if k not in ("units", "inputs")}
        made.known = dict.fromkeys(["num_units", "input_size", *made.options], "weights")
    elif made.members:
        _describe_foreign(made, unit)
    return made


def _describe_foreign(made: Cell, unit: Unit):
    """The sizes of a stack of which a cell is unknown, or of an attention around a cell."""
    made.input_size = made.members[0].input_size
    made.output_size = made.members[-1].output_size
    attention = foreign.attention_size(unit.scope, unit.shapes)
    if unit.foreign and attention and isinstance(made.input_size, int):
        made.input_size -= attention
        made.output_size = attention
        made.options["attention_layer_size"] = attention
        made.known["attention_layer_size"] = "weights"


def _describe(made: Cell, candidate: Candidate):
    """The sizes and the options of a cell as its likeliest candidate has them."""
    arguments = {k: v for k, v in candidate.arguments.items() if k != "name"}
    size = next((key for key in _SIZES if key in arguments), None)
    made.num_units = arguments.pop(size, None)
    made.num_proj = arguments.pop("num_proj", None)
    inputs = candidate.inputs
    if arguments.pop("input_shape", None):
        inputs = [*[None] * (len(inputs) - 1), inputs[-1]]
    made.input_size = inputs[0] if len(inputs) == 1 and isinstance(inputs[0], int) else inputs
    made.output_size = candidate.output_size
    of_windows = {"frequency_skip", "num_frequency_blocks"} & set(candidate.assumed)
    made.known = {"num_units": "weights", "input_size": "assumed" if of_windows else "weights"}
    if made.num_proj is not None:
        made.known["num_proj"] = "weights"
    for key, value in arguments.items():
        made.options[key] = value
        made.known[key] = "assumed" if key in candidate.assumed else "weights"
    for key, value in hidden(candidate.kind).items():
        made.options.setdefault(key, value)
        made.known.setdefault(key, "assumed")


def hidden(kind: str) -> dict:
    """The defaults of the arguments of a class that no variable shows."""
    parameters = inspect.signature(public_class(kind)).parameters
    found = {key: parameters[key].default for key in HIDDEN if key in parameters}
    if found.get("activation", "") is None:
        found["activation"] = "linear" if kind in WRAPPERS else "tanh"
    return found
