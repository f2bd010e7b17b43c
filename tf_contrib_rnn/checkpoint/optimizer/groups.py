"""Which slots of a checkpoint are those of one optimizer.

Two optimizers of one name count on: `Adam` and `Adam_1` are those of the first, `Adam_2` and
`Adam_3` those of the second. Optimizers in other scopes are others.
"""

from dataclasses import dataclass

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.optimizer.kinds import ADAM, ADAM_W, FOREIGN, KINDS, Kind
from tf_contrib_rnn.checkpoint.sorting import Slot


@dataclass(eq=False)
class Group:
    """The slots of one optimizer.

    Attributes:
        kind: the optimizer.
        title: its name in the checkpoint, that of its first slot without the variable.
        scope: the further scope that its slots lie in.
        number: its number among the optimizers of that name.
        slots: the slots of each variable, in the kind's order.
        count: the number of optimizers of that name.
        facts: what the graph says of it.
    """

    kind: Kind
    title: str
    scope: str
    number: int
    slots: dict[str, tuple[Slot, ...]]
    count: int = 1
    facts: tuple = ()


def choose(slots, variables, optimizer_kinds, facts, key, title) -> Group | None:
    """The slots that an optimizer of Keras shall get.

    Args:
        slots: all slots of the checkpoint.
        variables: the names of the variables that the model trains.
        optimizer_kinds: the kinds that the optimizer of Keras can be.
        facts: what the graph says, empty without one.
        key: the name the user gave, or None.
        title: the name of the checkpoint.

    Returns:
        The group, or None where the checkpoint has no slots of the variables.

    Raises:
        CheckpointError: if they are of another optimizer, incomplete, or of several.
    """
    found = _groups([s for s in slots if s.variable in variables], optimizer_kinds, facts, title)
    if not found:
        return None
    fitting = [group for group in found if group.kind in optimizer_kinds]
    if not fitting:
        raise _another(found, optimizer_kinds, title)
    if key is not None and any(group.title == key for group in found):
        fitting = [group for group in fitting if group.title == key]
    if not fitting:
        raise _another([group for group in found if group.title == key], optimizer_kinds, title)
    if len(fitting) > 1:
        titles = [group.title for group in fitting]
        raise CheckpointError(
            f"{title!r} holds the slots of {len(fitting)} optimizers for the model's variables, "
            f"{explain.listed(titles)}; name one with optimizer={{{titles[0]!r}: optimizer}}."
        )
    _check_nesterov(fitting[0], title)
    return fitting[0]


def _groups(slots, optimizer_kinds, facts, title):
    by_owner = {}
    for slot in slots:
        of_owner = by_owner.setdefault((slot.scope, slot.owner), {})
        of_owner.setdefault(slot.variable, {})[slot.index] = slot
    found = []
    for (scope, owner), of_variables in by_owner.items():
        if owner in FOREIGN:
            kind = Kind(owner, "", ("",), (), {}, "", "", ())
        else:
            kind = _kind(owner, of_variables, optimizer_kinds, facts)
        found += _blocks(kind, scope, owner, of_variables, facts, title) if kind else []
    return found


def _kind(owner, of_variables, optimizer_kinds, facts):
    """The kind by what the graph applies, by its name, or by the number of slots."""
    stored = _names(slot for slots in of_variables.values() for slot in slots.values())
    applying = {fact.operation for fact in facts if stored & set(fact.slots)}
    known = [kind for kind in KINDS if kind.operation in applying]
    known = known or [kind for kind in KINDS if kind.name == owner]
    if {kind.name for kind in known} == {ADAM.name, ADAM_W.name}:  # of one operation
        decays = owner == ADAM_W.name or any(
            fact.decay for fact in facts if stored & set(fact.slots)
        )
        known = [ADAM_W if decays else ADAM]
    counts = [len(slots) for slots in of_variables.values()]
    known = known or [k for k in optimizer_kinds if len(k.slots) == max(counts)]
    exact = [kind for kind in known if len(kind.slots) == max(counts)]
    whole = [kind for kind in known if max(counts) % len(kind.slots) == 0]
    whole.sort(key=lambda kind: kind not in optimizer_kinds)
    return next(iter([*exact, *whole, *known]), None)


def _blocks(kind, scope, owner, of_variables, facts, title):
    size, blocks = len(kind.slots), {}
    for variable, slots in of_variables.items():
        for index in slots:
            blocks.setdefault(index // size, {})[variable] = slots
    for number, of_block in sorted(blocks.items()):
        places = range(number * size, number * size + size)
        spelled = [owner + (f"_{place}" if place else "") for place in places]
        for variable, slots in of_block.items():
            lacking = [s for s, place in zip(spelled, places, strict=True) if place not in slots]
            if lacking:
                raise CheckpointError(
                    f"{title!r} has slots of {owner!r} for {variable!r}, but no "
                    f"{explain.listed(lacking)} of the {size} that {kind.name} keeps; restore "
                    "without optimizer=, or from a complete checkpoint."
                )
        taken = {v: tuple(slots[p] for p in places) for v, slots in of_block.items()}
        stored = _names(slot for slots in taken.values() for slot in slots)
        own = tuple(fact for fact in facts if stored & set(fact.slots))
        yield Group(kind, names.join(scope, spelled[0]), scope, number, taken, len(blocks), own)


def _names(slots):
    """What a graph may call these slots."""
    return {name for slot in slots for name in (names.canonical(slot.stored.name), slot.name)}


def _another(found, optimizer_kinds, title):
    given = optimizer_kinds[0].call if optimizer_kinds else "of a class that TF1 did not have"
    kinds = list(dict.fromkeys(group.kind for group in found))
    foreign = [FOREIGN[kind.name] for kind in kinds if kind.name in FOREIGN]
    if foreign:
        return CheckpointError(
            f"the optimizer's slots in {title!r} are those of {foreign[0]}; restore without "
            "optimizer=."
        )
    right = " or ".join(dict.fromkeys(kind.call for kind in kinds))
    what = " and ".join(dict.fromkeys(kind.name for kind in kinds))
    return CheckpointError(
        f"the optimizer's slots in {title!r} are those of {what}, and optimizer= is "
        f"{given}; pass a {right}."
    )


def _check_nesterov(group, title):
    if group.kind in (ADAM, ADAM_W) and any(fact.is_nesterov for fact in group.facts):
        raise CheckpointError(
            f"{title!r} was trained by contrib's Nadam, for which Keras has no equal (the one it "
            "calls Nadam has another schedule of beta_1); restore without optimizer=."
        )
