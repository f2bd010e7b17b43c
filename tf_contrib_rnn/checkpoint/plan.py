"""Who gets what, without touching anything."""

import re
from typing import NamedTuple

import keras

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.averages import averages_for
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.optimizer import Feeding, feeding
from tf_contrib_rnn.checkpoint.parts import collect
from tf_contrib_rnn.checkpoint.reading import read_and_match
from tf_contrib_rnn.checkpoint.report import Plan, Record
from tf_contrib_rnn.checkpoint.scopes import wanted
from tf_contrib_rnn.checkpoint.sorting import Sorted, sort_out
from tf_contrib_rnn.checkpoint.sources import Source, open_source


class Prepared(NamedTuple):
    """A plan with all that a restore needs.

    Attributes:
        plan: the plan.
        arrays: the stored array of each of its records.
        fed: each part with `(want, today's name)` of its arrays.
        optimizer: what an optimizer gets, or None.
    """

    plan: Plan
    arrays: list
    fed: list
    optimizer: Feeding | None


def plan(
    target, source, scope=None, scopes=None, *, ema=False, optimizer=None, partial=False
) -> Plan:
    """Finds out which variable of a model gets which array of a TF1 checkpoint.

    Args:
        target: a cell, a layer that holds one, or a whole Keras model; already built.
        source: a checkpoint's prefix, one of its files, or its directory.
        scope: the scope in which the model's only recurrent unit was called in TF1, such as
            `"decoder/rnn"`; not needed where only one fits.
        scopes: scopes of several parts, by layer, cell, or name of either.
        ema: whether the variables get their moving averages; or the name of the averages, where
            they have one of their own or there are several.
        optimizer: an optimizer of Keras that would continue the training: see `restore`.
        partial: whether parts that nothing feeds may keep their values.

    Returns:
        The plan; print it to see a table.

    Raises:
        CheckpointError: if the checkpoint cannot be read, does not fit the model, leaves a choice
            or feeds only a part of the model.
    """
    return make_plan(target, source, scope, scopes, ema, optimizer, partial).plan


def make_plan(target, source, scope, scopes, ema, optimizer, partial) -> Prepared:
    """The plan with all that a restore needs."""
    opened = open_source(source)
    entries = names.modern(opened.entries)
    contents = sort_out(entries)
    parts = collect(target)
    check_no_sharing(parts)
    averages = averages_for(contents, ema, opened.title)
    chosen, reasons, notes = read_and_match(
        parts, wanted(parts, scope, scopes), contents.variables, entries, opened.title
    )
    stray = stray_weights(target, parts)
    if reasons and not partial:
        raise explain.unfed(reasons, opened.title)
    if stray and not partial:
        raise CheckpointError(
            f"no layer or cell gives a TF1 name to the model's weights {explain.listed(stray)}, so "
            "they cannot be looked up; pass partial=True and assign them by hand."
        )
    found = _found(parts, chosen, contents)
    if not partial:
        averages.check([name for _, _, name, _ in found], opened.title)
    arrays = [averages.stored.get(name, stored) for _, _, name, stored in found]
    records = [
        _record(part, want, stored, chosen[part].scope)
        for (part, want, *_), stored in zip(found, arrays, strict=True)
    ]
    unfed = [f"{part.label}: {want.label}" for part in reasons for want in part.wants] + stray
    made = _assemble(opened, contents, records, unfed, _not_weights(target))
    made.notes, made.averaged = notes, averages.title
    made.scopes = {part.label: chosen[part].scope for part in parts if part in chosen}
    fed = _today(found, chosen, bool(notes))
    made.names = {part.label: {want.label: name for want, name in pairs} for part, pairs in fed}
    given = None
    if optimizer is not None:
        pairs = [(want, name) for _, want, name, _ in found]
        given = feeding(optimizer, target, pairs, contents, opened, partial)
        made.optimizer = given.summary()
        taken = {name for _, name in made.optimizer.slots}
        made.slots = [name for name in made.slots if name not in taken]
    return Prepared(made, arrays, fed, given)


def _found(parts, chosen, contents):
    """`(part, want, name, array)` of all that the model gets."""
    known = {id(stored): name for name, stored in contents.variables.items()}
    return [
        (part, want, known.get(id(stored), names.canonical(stored.name)), stored)
        for part in parts
        if part in chosen
        for want, stored in ((want, chosen[part].found[want]) for want in chosen[part].form.wants)
    ]


def _today(found, chosen, is_read_otherwise):
    """Each part with the names that TF 1.15.5 would give its arrays."""
    fed = {}
    for part, want, name, _ in found:
        if is_read_otherwise and names.leaf(name) == names.leaf(want.paths[0]):
            name = names.join(chosen[part].scope, want.paths[0])
        fed.setdefault(part, []).append((want, name))
    return list(fed.items())


def _record(part, want, stored, scope):
    dtype = keras.backend.standardize_dtype(want.variables[0].dtype)
    both_floating = all(re.fullmatch(r"b?float\d+", kind) for kind in (stored.dtype, dtype))
    if stored.dtype != dtype and not both_floating:
        raise CheckpointError(
            f"the checkpoint's {stored.name!r} is {stored.dtype} and the model's {want.label!r} of "
            f"{part.label!r} is {dtype}, and only floating types are cast into each other; build "
            "the model with the checkpoint's type."
        )
    return Record(
        want.label, stored.name, stored.shape, stored.dtype, dtype, part.label, scope, want
    )


def _assemble(opened: Source, contents: Sorted, records, unfed, not_weights):
    used = {record.checkpoint for record in records}
    left = [stored for stored in contents.variables.values() if stored.name not in used]
    groups = (
        [stored.name for stored in group.values() if stored.name not in used]
        for group in (contents.slots, contents.averages, contents.counters)
    )
    return Plan(
        opened.prefix,
        opened.format,
        records,
        {},
        [stored.name for stored in left],
        *groups,
        unfed,
        not_weights,
        [stored.shape for stored in left],
    )


def check_no_sharing(parts) -> None:
    """Raises a `CheckpointError` if a variable of the model belongs to two of its parts."""
    seen = {}
    for part in parts:
        for variable in part.variables:
            other = seen.setdefault(id(variable), part)
            if other is not part:
                raise CheckpointError(
                    f"the variable {variable.path!r} belongs to both {other.label!r} and "
                    f"{part.label!r}, so two arrays would go into it; restore the parts one by "
                    "one."
                )


def stray_weights(target, parts) -> list[str]:
    """The paths of the model's weights that no part holds."""
    known = {id(variable) for part in parts for variable in part.variables}
    return [weight.path for weight in getattr(target, "weights", []) if id(weight) not in known]


def _not_weights(target):
    """Paths of seeds, metrics, optimizer variables and carried states."""
    layers = [target] if isinstance(target, keras.layers.Layer) else []
    weights = {id(weight) for layer in layers for weight in layer.weights}
    others = [v for layer in layers for v in layer.variables if id(v) not in weights]
    for layer in layers:
        others += list(getattr(getattr(layer, "optimizer", None), "variables", []))
        others += [v for metric in getattr(layer, "metrics", []) for v in metric.variables]
    return list(dict.fromkeys(variable.path for variable in others))
