"""How many steps an optimizer has taken: by its powers of beta, and by the global step."""

import math
from dataclasses import dataclass

import numpy as np

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.errors import CheckpointError

_ROUNDING = 2.0**-24  # of one multiplication in float32, in which TF1 keeps the powers
_SMALLEST = 1e-37  # below it they lose digits, and end at zero
_POWERS = {"beta1_power": "beta_1", "beta2_power": "beta_2"}


@dataclass(frozen=True)
class Steps:
    """A number of steps.

    Attributes:
        count: the number, None where the checkpoint does not say.
        origin: which array says so.
        note: what else there is to know, or "".
        power: the name of the optimizer's beta1_power, or "".
    """

    count: int | None
    origin: str = ""
    note: str = ""
    power: str = ""


@dataclass(frozen=True)
class _Estimate:
    name: str
    count: float
    tolerance: float

    @property
    def is_exact(self):
        return self.tolerance < 0.5

    def agrees(self, count):
        return abs(self.count - count) <= self.tolerance


def steps_taken(counters, group, betas: dict, key, title: str) -> Steps:
    """The steps that an optimizer has taken.

    Args:
        counters: the counters of the checkpoint by name.
        group: the optimizer's slots, or None for one without slots.
        betas: `beta_1` and `beta_2` that the optimizer of Keras will work with.
        key: the name the user gave for the optimizer, which may be that of its beta1_power.
        title: the name of the checkpoint.

    Raises:
        CheckpointError: if the powers are not those of the betas, or are those of several.
    """
    clock = _global_step(counters)
    powers = group.kind.powers if group else ()
    if not powers:
        return Steps(clock[1], clock[0]) if clock else Steps(None)
    first = _power(counters, group, key, title)
    if first is None:
        return Steps(clock[1], clock[0], "no beta1_power to check it") if clock else Steps(None)
    stored = [first] + [first.replace("beta1", "beta2")] * (len(powers) - 1)
    estimates = [
        _estimate(name, counters[name], betas[_POWERS[power]], clock, title)
        for name, power in zip(stored, powers, strict=True)
        if name in counters and "float" in counters[name].dtype
    ]
    found = _decided([one for one in estimates if one], clock, first, title)
    if found.count is not None:
        return found
    least = [_least(counters.get(name), betas[_POWERS[power]])
             for name, power in zip(stored, powers, strict=True)]  # fmt: skip
    return found if None in least else Steps(max(least), first, f"{found.note}: at least", first)


def _global_step(counters):
    found = [name for name in counters if names.leaf(name) == "global_step"]
    if len(found) != 1 or "int" not in counters[found[0]].dtype:
        return None
    count = int(counters[found[0]].read())
    return (found[0], count) if count >= 0 else None


def _power(counters, group, key, title):
    """The name of the beta1_power of a group."""
    found = [name for name in counters if names.leaf(name).startswith("beta1_power")]
    found = [name for name in found if "float" in counters[name].dtype]
    by_graph = {fact.power for fact in group.facts}
    choices = (
        [name for name in found if name == key],
        [name for name in found if names.canonical(counters[name].name) in by_graph],
        [name for name in found if names.parent(name) == group.scope],
        found,
    )
    left = next((some for some in choices if some), [])
    if len(left) <= 1 or len({float(counters[name].read()) for name in left}) == 1:
        return left[0] if left else None
    numbered = [name for name in left if names.numbered(names.leaf(name))[1] == group.number]
    if group.count > 1 and len(numbered) == 1:
        return numbered[0]
    raise CheckpointError(
        f"{title!r} counts steps in {explain.listed(left)}, and nothing tells which of them is of "
        f"the optimizer {group.title!r}; name it with optimizer={{{left[0]!r}: optimizer}}."
    )


def _estimate(name, stored, beta, clock, title):
    """The steps after which a power of beta has its value; None where it has run out."""
    power, beta = float(stored.read()), float(np.float32(beta))
    if not 0 <= power < 1:
        raise CheckpointError(
            f"{name!r} of {title!r} is {power}, which no power of a beta is; restore without "
            "optimizer=, or from a sound checkpoint."
        )
    if power < _SMALLEST or not 0 < beta < 1:
        return None
    times = math.log(power) / math.log(beta)
    estimate = _Estimate(name, times - 1, 0.01 + times * _ROUNDING / -math.log(beta))
    if estimate.is_exact and not estimate.agrees(round(estimate.count)) or estimate.count < -0.5:
        hint = ""
        if clock:
            likely = power ** (1 / (clock[1] + 1))
            hint = f" (after the {clock[1]} steps of {clock[0]!r} it would be one of {likely:.6g})"
        raise CheckpointError(
            f"{name!r} of {title!r} is {power:.6g}, which is no power of the optimizer's "
            f"{beta:.6g}{hint}; make the optimizer with the betas of the TF1 program."
        )
    return estimate


def _least(stored, beta):
    """The steps after which a power of beta has run out; None where it has not."""
    beta = float(np.float32(beta))
    if stored is None or not 0 < beta < 1 or not float(stored.read()) < _SMALLEST:
        return None
    return math.ceil(math.log(_SMALLEST) / math.log(beta))


def _decided(estimates, clock, first, title):
    exact = [one for one in estimates if one.is_exact]
    if exact:
        count = round(exact[0].count)
        against = [one for one in estimates if abs(one.count - count) > one.tolerance + 0.01]
        if against:
            raise CheckpointError(
                f"{exact[0].name!r} of {title!r} says that {count} steps were taken and "
                f"{against[0].name!r} says {against[0].count:.1f}; make the optimizer with the "
                "betas of the TF1 program."
            )
        note = ""
        if clock and clock[1] != count:
            note = f"{clock[0]} is {clock[1]}: other steps were counted there"
        return Steps(count, exact[0].name, note, first)
    rough = estimates[0] if estimates else None
    if clock and (rough is None or rough.agrees(clock[1])):
        return Steps(clock[1], clock[0], f"{first} is too small to count with", first)
    if rough:
        return Steps(round(rough.count), rough.name, f"give or take {rough.tolerance:.0f}", first)
    return Steps(None, "", f"{first} has run out, and there is no global_step", first)
