"""Moving averages of variables, which a program may have kept beside them to be used instead."""

from dataclasses import dataclass

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sorting import Sorted
from tf_contrib_rnn.checkpoint.sources import Stored


@dataclass(frozen=True)
class Averages:
    """The averages of one program.

    Attributes:
        title: their name in the checkpoint, without that of the variable.
        stored: the average of each variable.
    """

    title: str
    stored: dict[str, Stored]

    def of(self, variable: str, title: str) -> Stored:
        """The average of a variable.

        Raises:
            CheckpointError: if it has none.
        """
        self.check([variable], title)
        return self.stored[variable]

    def check(self, variables, title: str) -> None:
        """Raises a `CheckpointError` that lists those variables that have no average."""
        without = [name for name in variables if name not in self.stored]
        if self.title and without:
            raise CheckpointError(
                f"{title!r} holds no average {self.title!r} of {explain.listed(without, 50)}; pass "
                "partial=True to take the variables themselves there, or restore without ema=."
            )


def averages_for(contents: Sorted, ema, title: str) -> Averages:
    """What `ema=` asks for; nothing without it.

    A checkpoint that holds the averages alone gets them as its variables.

    Args:
        contents: the arrays of the checkpoint, sorted.
        ema: what the user said.
        title: the name of the checkpoint.
    """
    if ema is False:
        if alone(contents):
            raise CheckpointError(
                f"{title!r} holds moving averages alone, not the variables; restore with ema=True."
            )
        return Averages("", {})
    averages = choose_averages(contents, ema, title)
    if not set(averages.stored) & set(contents.variables):
        contents.variables.update(averages.stored)
    return averages


def alone(contents: Sorted) -> dict[str, Stored]:
    """The averages of a checkpoint that holds one of each variable in its place, by variable.

    Args:
        contents: the arrays of the checkpoint, sorted.
    """
    found = {} if contents.variables else _grouped(contents.averages_of_variables(), {})
    return next(iter(found.values())) if len(found) == 1 else {}


def choose_averages(contents: Sorted, ema, title: str) -> Averages:
    """The averages that stand for the variables.

    Args:
        contents: the arrays of the checkpoint, sorted.
        ema: True, or the name of the averages where they have one of their own or there are
            several: `"ExponentialMovingAverage_1"`, `"ema_scope/shadow"`.
        title: the name of the checkpoint.

    Raises:
        CheckpointError: if there are none of that name, or several and no name.
    """
    if ema is not True and not isinstance(ema, str):
        raise CheckpointError(
            f"ema= is True, or the name of the averages in the checkpoint, received {ema!r}; pass "
            "one of the two."
        )
    kept, others = _grouped(contents.averages_of_variables(), contents.variables), {}
    if ema is not True or not kept:
        slots = _grouped(contents.slots_of_variables(), contents.variables)
        others = {name: found for name, found in slots.items() if name not in kept}
    found = kept if ema is True else (kept | others)
    if ema is not True:
        found = {name: stored for name, stored in found.items() if name == ema.strip("/")}
    if len(found) == 1:
        return Averages(*next(iter(found.items())))
    if found:
        raise CheckpointError(
            f"{title!r} holds {len(found)} moving averages of its variables, "
            f"{explain.listed(found)}; name one with ema={next(iter(found))!r}."
        )
    near = list(kept | others)
    hint = f"; what stands beside them is {explain.listed(near)}" if near else ""
    raise CheckpointError(
        f"{title!r} holds no moving averages {'' if ema is True else f'{ema!r} '}of its variables"
        f"{hint}; name averages of another name with ema='name', or restore without ema=."
    )


def _grouped(slots, variables):
    """`{title: {variable: array}}`; a variable that is not there itself has its average's scope."""
    found = {}
    for slot in slots:
        variable = slot.variable or names.parent(slot.name)
        if slot.variable is None and variable in variables:
            raise CheckpointError(
                f"{slot.name!r} {list(slot.stored.shape)} is not of the shape of its variable "
                f"{variable!r} {list(variables[variable].shape)}; restore without ema= and "
                "optimizer=, or from a sound checkpoint."
            )
        found.setdefault(names.join(slot.scope, slot.leaf), {})[variable] = slot.stored
    return found
