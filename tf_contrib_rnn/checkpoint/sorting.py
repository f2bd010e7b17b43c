"""Which arrays of a checkpoint are variables, and which an optimizer, an average or a counter.

    slot     = [scope "/"] variable "/" optimizer ["_" index]     train/rnn/kernel/Adam_1
    average  = [scope "/"] variable "/" "ExponentialMovingAverage" ["_" index]
    debias   = average "/" ("biased" | "local_step")
    counter  = [scope "/"] ("global_step" | "beta1_power" | "beta2_power") ["_" index]

The optimizer and the average may have names of their own: then a slot is what stands below a
variable and has its shape.
"""

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
AVERAGE = "ExponentialMovingAverage"
_SLOT = re.compile(rf"({'|'.join(_OPTIMIZERS)})(_\d+)?")
_AVERAGE = re.compile(rf"{AVERAGE}(_\d+)?")
_ZERO_DEBIAS = ("biased", "local_step")
_COUNTER = re.compile(r"(beta[12]_power|global_step|step)(_\d+)?")
_INTEGER = re.compile(r"u?int\d+")
_INDEXED = re.compile(r"(?P<name>.+?)(_(?P<index>[1-9]\d*))?")


@dataclass(frozen=True)
class Slot:
    """An array that an optimizer or a moving average keeps for a variable.

    Attributes:
        variable: the name of the variable, or None where the checkpoint lacks it.
        owner: the name of the optimizer or average: `"Adam"`, or what `name=` said.
        index: its number among the owner's slots of the variable: 1 for `Adam_1`.
        scope: the further scope that it lies in: `"train"`, mostly empty.
        name: its whole name.
        stored: the array.
    """

    variable: str | None
    owner: str
    index: int
    scope: str
    name: str
    stored: Stored

    @property
    def leaf(self) -> str:
        """The owner with the index, as it is spelled: `Adam_1`."""
        return leaf(self.name)


@dataclass
class Sorted:
    """The arrays of a checkpoint by what they are, each dict by name.

    Attributes:
        variables: the variables.
        slots: slots of optimizers, and averages with a name of their own, which look the same.
        averages: moving averages, with what corrects their start from zero.
        counters: steps and powers of beta.
    """

    variables: dict[str, Stored] = field(default_factory=dict)
    slots: dict[str, Stored] = field(default_factory=dict)
    averages: dict[str, Stored] = field(default_factory=dict)
    counters: dict[str, Stored] = field(default_factory=dict)

    def slots_of_variables(self) -> list[Slot]:
        """Every slot with the variable that it belongs to."""
        return _attached(self.slots, self.variables)

    def averages_of_variables(self) -> list[Slot]:
        """Every average with its variable; what only corrects an average is left out."""
        means = {n: s for n, s in self.averages.items() if leaf(n) not in _ZERO_DEBIAS}
        return _attached(means, self.variables)


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
        if leaf(name) in _ZERO_DEBIAS and _has_average(parent(name), rest, found.averages):
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


def _has_average(name, rest, averages):
    return bool(_AVERAGE.fullmatch(leaf(name)) or owner_of(name, rest | averages))


def _is_unnamed_slot(name, stored, others):
    """A slot of an optimizer or an average with a name= of its own."""
    if leaf(name) in ROLES:
        return False
    owner = owner_of(parent(name), others)
    moved = owner is not None and owner != parent(name)
    return owner is not None and others[owner].shape == stored.shape and (not moved or "/" in owner)


def owner_of(name: str, variables) -> str | None:
    """The variable called `name`, or `name` without some of its leading scopes."""
    while name and name not in variables:
        name = name.partition("/")[2]
    return name or None


def _attached(slots, variables):
    """The slots of each variable, with their names taken apart."""
    groups = {}
    for name in slots:
        groups.setdefault(parent(name), []).append(leaf(name))
    found = []
    for above, leaves in groups.items():
        variable = _owner_of_shape(above, variables, [slots[f"{above}/{one}"] for one in leaves])
        scope = above.removesuffix(variable).rstrip("/") if variable else ""
        for one in leaves:
            owner, index = _taken_apart(one, leaves)
            name = f"{above}/{one}" if above else one
            found.append(Slot(variable, owner, index, scope, name, slots[name]))
    return found


def _owner_of_shape(name, variables, slots):
    """As `owner_of`, where a variable of another shape owns nothing."""
    while name := owner_of(name, variables):
        if any(variables[name].shape == slot.shape for slot in slots):
            return name
        name = name.partition("/")[2]
    return None


def _taken_apart(one, leaves):
    """`Adam_1` as `("Adam", 1)`; a name of the user's that itself ends in a number stays whole."""
    match = _INDEXED.fullmatch(one)
    is_known = _SLOT.fullmatch(one) or _AVERAGE.fullmatch(one)
    if match["index"] and (is_known or match["name"] in leaves):
        return match["name"], int(match["index"])
    return one, 0
