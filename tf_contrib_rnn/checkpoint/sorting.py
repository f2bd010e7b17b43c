"""Which arrays of a checkpoint are variables, and which an optimizer, an average or a counter."""

import re
from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint.names import ROLES, canonical, leaf, parent
from tf_contrib_rnn.checkpoint.sources import Stored

_OPTIMIZERS = (
    "Adam",
    "AdamW",
    "AdaMax",
    "AddSignOptimizer",
    "Adadelta",
    "Adagrad",
    "Ftrl",
    "LARSOptimizer",
    "Momentum",
    "PowerSignOptimizer",
    "ProximalAdagrad",
    "RMSProp",
)
_SLOT = re.compile(rf"({'|'.join(_OPTIMIZERS)})(_\d+)?")
_AVERAGE = re.compile(r"ExponentialMovingAverage(_\d+)?")
_ZERO_DEBIAS = ("biased", "local_step")
_COUNTER = re.compile(r"(beta[12]_power|global_step|step)(_\d+)?")
_INTEGER = re.compile(r"u?int\d+")


@dataclass
class Sorted:
    """The arrays of a checkpoint by what they are, each dict by name."""

    variables: dict[str, Stored] = field(default_factory=dict)
    slots: dict[str, Stored] = field(default_factory=dict)
    averages: dict[str, Stored] = field(default_factory=dict)
    counters: dict[str, Stored] = field(default_factory=dict)


def sort_out(entries: dict[str, Stored]) -> Sorted:
    """Sorts all arrays of a checkpoint.

    A slot is `<variable>/<slot>`, also below a further scope (`train/<variable>/<slot>`): either
    the slot has the name of a known optimizer, or it has the shape of the variable.

    Args:
        entries: the arrays by stored name.
    """
    found, rest = Sorted(), {}
    for stored_name, stored in entries.items():
        name = canonical(stored_name)
        if _is_counter(name, stored):
            found.counters[name] = stored
        elif _AVERAGE.fullmatch(leaf(name)):
            found.averages[name] = stored
        elif _SLOT.fullmatch(leaf(name)):
            found.slots[name] = stored
        else:
            rest[name] = stored
    for name, stored in rest.items():
        if leaf(name) in _ZERO_DEBIAS and _owner(parent(name), rest | found.averages):
            found.averages[name] = stored
        elif _is_unnamed_slot(name, stored, rest):
            found.slots[name] = stored
        else:
            found.variables[name] = stored
    return found


def _is_counter(name, stored):
    if stored.shape:
        return False
    return bool(_COUNTER.fullmatch(leaf(name)) or _INTEGER.fullmatch(stored.dtype))


def _is_unnamed_slot(name, stored, others):
    """A slot of an optimizer or an average with a name= of its own."""
    if leaf(name) in ROLES:
        return False
    owner = _owner(parent(name), others)
    moved = owner is not None and owner != parent(name)
    return owner is not None and others[owner].shape == stored.shape and (not moved or "/" in owner)


def _owner(name, variables):
    """The variable called `name`, or `name` without some of its leading scopes."""
    while name and name not in variables:
        name = name.partition("/")[2]
    return name or None
