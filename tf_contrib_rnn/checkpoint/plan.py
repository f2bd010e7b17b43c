"""Who gets what, without touching anything."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import keras

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.averages import averages_for
from tf_contrib_rnn.checkpoint.chosen import mapped, without
from tf_contrib_rnn.checkpoint.cudnn import opaque_name
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.memory import Kept
from tf_contrib_rnn.checkpoint.optimizer import feeding
from tf_contrib_rnn.checkpoint.parts import collect
from tf_contrib_rnn.checkpoint.reading import read_and_match
from tf_contrib_rnn.checkpoint.report import Plan, Record
from tf_contrib_rnn.checkpoint.scopes import wanted
from tf_contrib_rnn.checkpoint.sorting import Sorted, sort_out
from tf_contrib_rnn.checkpoint.sources import AnySource, Source, open_source
from tf_contrib_rnn.checkpoint.told import settle


class Request(NamedTuple):
    """What the user asks for; the arguments of `restore`."""

    scope: str | None = None
    scopes: Mapping[Any, str] | None = None
    map: Mapping[Any, str] | Iterable[tuple[Any, str]] | None = None
    ignore: str | Iterable[str] = ()
    forget_bias: float | Mapping[Any, float] | None = None
    ema: bool | str = False
    optimizer: Any = None
    partial: bool = False


def plan(
    target: Any,
    source: AnySource,
    scope: str | None = None,
    scopes: Mapping[Any, str] | None = None,
    *,
    map: Mapping[Any, str] | Iterable[tuple[Any, str]] | None = None,
    ignore: str | Iterable[str] = (),
    forget_bias: float | Mapping[Any, float] | None = None,
    ema: bool | str = False,
    optimizer: Any = None,
    partial: bool = False,
) -> Plan:
    """Finds out which variable of a model gets which array of a TF1 checkpoint.

    Args:
        target: a cell, a layer that holds one, or a whole Keras model; already built.
        source: a checkpoint's prefix, one of its files, or its directory; a SavedModel's
            directory; a frozen `.pb`, a `.npz` or an HDF5 file; or a mapping of names to arrays.
        scope: the scope in which the model's only recurrent unit was called in TF1, such as
            `"decoder/rnn"`; not needed where only one fits.
        scopes: scopes of several parts, by layer, cell, or name of either.
        map: names in the checkpoint by variable, layer or cell: see `restore`.
        ignore: names or scopes of the checkpoint that are treated as absent: see `restore`.
        forget_bias: what TF1 added to the forget gates of Keras' own LSTMs: see `restore`.
        ema: whether the variables would get their moving averages, or the name of the averages.
        optimizer: an optimizer of Keras that would continue the training: see `restore`.
        partial: whether parts that nothing feeds may keep their values.

    Returns:
        The plan; print it to see a table.

    Raises:
        CheckpointError: if the checkpoint cannot be read, does not fit the model, leaves a choice
            or feeds only a part of the model.
    """
    asked = Request(scope, scopes, map, ignore, forget_bias, ema, optimizer, partial)
    return make_plan(target, source, asked)[0]


def make_plan(target, source, asked: Request):
    """The plan with what a restore needs.

    Returns:
        The plan; the stored array of each of its records by position; what a model remembers of
        each part; and what an optimizer gets, or None.
    """
    opened = open_source(source)
    entries = names.modern(opened.entries)
    kept, ignored = without(entries, asked.ignore, opened.title)
    contents = sort_out(kept)
    parts = collect(target, asked.forget_bias)
    check_no_sharing(parts)
    averages = averages_for(contents, asked.ema, opened.title)
    variables = dict(contents.variables)
    chosen, reasons, notes, today = _chosen(parts, asked, contents, entries, opened.title)
    stray = stray_weights(target, parts)
    if not asked.partial:
        _check_complete(reasons, stray, opened.title)
    told = settle(chosen, opened)
    found = _found(parts, chosen, contents.variables | variables)
    if not asked.partial:
        averages.check([name for *_, name in found], opened.title)
    arrays = [averages.stored.get(name, stored) for *_, stored, name in found]
    records = [
        _record(part, want, stored, chosen[part].scope)
        for (part, want, *_), stored in zip(found, arrays, strict=True)
    ]
    unfed = [f"{part.label}: {want.label}" for part in reasons for want in part.wants] + stray
    used = {name for stored in arrays for name in names.names_in_file(stored)}
    made = _assemble(opened, contents, records, used, unfed, _not_weights(target))
    made.notes, made.ignored = notes, ignored
    lines = [line for one in chosen.values() for line in one.form.assumed.values()]
    made.told, made.assumed = told, list(dict.fromkeys(lines))
    made.scopes = {part.label: chosen[part].scope for part in parts if part in chosen}
    kept = _kept(found, today, variables)
    made.names = {one.part.label: {want.label: name for want, name in one.pairs} for one in kept}
    made.averaged = averages.title
    return made, arrays, kept, _fed(made, target, found, contents, opened, asked)


def _chosen(parts, asked, contents, entries, title):
    variables = contents.variables
    whole = mapped(parts, asked.map, variables, entries.scope, title)
    named = wanted(parts, asked.scope, asked.scopes)
    for part in whole.keys() & named.keys():
        raise CheckpointError(
            f"{part.label!r} is given both an entry of map= and a scope; keep one of the two."
        )
    return read_and_match(parts, named | whole, variables, entries, title)


def _check_complete(reasons, stray, title):
    if reasons:
        raise explain.unfed(reasons, title)
    if stray:
        raise CheckpointError(
            f"no layer or cell gives a TF1 name to the model's weights {explain.listed(stray)}, so "
            "they cannot be looked up; pass partial=True and assign them by hand."
        )


def _found(parts, chosen, variables):
    """(part, want, array, its name) of everything that has one, in the model's order."""
    known = {stored.name: name for name, stored in variables.items()}
    found = [
        (part, want, chosen[part].found[want])
        for part in parts
        for want in (chosen[part].form.wants if part in chosen else [])
    ]
    return [(*entry, known.get(entry[2].name, entry[2].name)) for entry in found]


def _kept(found, today, variables):
    """What a model remembers: each part with the names TF 1.15.5 would give its arrays."""
    fed = {}
    for part, want, stored, name in found:
        fitting = today.get(stored.name, [name])
        own = [one for one in fitting if any(f"/{one}".endswith(f"/{path}") for path in want.paths)]
        fed.setdefault(part, []).append((want, (own or fitting)[0]))
    return [Kept(part, pairs, opaque_name(part, pairs, variables)) for part, pairs in fed.items()]


def _fed(made, target, found, contents, opened, asked):
    if asked.optimizer is None:
        return None
    pairs = [(want, name) for _, want, _, name in found]
    fed = feeding(asked.optimizer, target, pairs, contents, opened, asked.partial)
    made.optimizer = fed.summary()
    given = {name for _, name in made.optimizer.slots}
    made.slots = [name for name in made.slots if name not in given]
    return fed


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


def _assemble(opened: Source, contents: Sorted, records, used, unfed, not_weights):
    left, slots, averages, counters = (
        [stored for stored in group.values() if used.isdisjoint(names.names_in_file(stored))]
        for group in (contents.variables, contents.slots, contents.averages, contents.counters)
    )
    return Plan(
        opened.prefix,
        opened.format,
        assigned=records,
        scopes={},
        left_over=[stored.name for stored in left],
        slots=[stored.name for stored in slots],
        averages=[stored.name for stored in averages],
        counters=[stored.name for stored in counters],
        unfed=unfed,
        not_weights=not_weights,
        shapes=[stored.shape for stored in left],
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
