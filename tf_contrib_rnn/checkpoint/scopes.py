"""Scopes the user names: which part each is for, and what the part finds there."""

from collections.abc import Mapping

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.candidates import Candidate, at
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.parts import Part


def wanted(parts: list[Part], scope, scopes, may_name: bool = False) -> dict[Part, str | Mapping]:
    """Which part gets which of the named scopes.

    Args:
        parts: the parts of the model.
        scope: the scope of its only recurrent unit, or None.
        scopes: scopes by layer, cell, or name of either, or None.
        may_name: whether a dict of names, `{label: name}`, may stand for a scope.

    Raises:
        CheckpointError: if a scope is for no part, for several, or given twice, or `scopes` is no
            mapping.
    """
    found = {}
    if scopes is not None and not isinstance(scopes, Mapping):
        raise CheckpointError(
            f"scopes= gives scopes by layer, cell, or name of either, received {scopes!r}; pass a "
            "dict such as {'lstm': 'decoder/rnn'}, or scope= for the only recurrent unit."
        )
    for key, value in (scopes or {}).items():
        part = _part_of(key, parts)
        if part in found:
            raise CheckpointError(
                f"scopes= names two scopes for {part.label!r}, {found[part]!r} and {value!r}; "
                "name one."
            )
        found[part] = value
    if scope is not None:
        part = _only_unit(parts, scope)
        if part in found:
            raise CheckpointError(
                f"{part.label!r} is given both scope={scope!r} and an entry of scopes=; keep one."
            )
        found[part] = scope
    for part, value in found.items():
        if not isinstance(value, (str, Mapping) if may_name else str):
            raise CheckpointError(
                f"the scope of {part.label!r} is a string such as 'decoder/rnn'"
                f"{', or a dict of names' if may_name else ''}, received {value!r}; pass one."
            )
    return {p: v.strip("/") if isinstance(v, str) else v for p, v in found.items()}


def _part_of(key, parts):
    fitting = [part for part in parts if part.answers_to(key)]
    if len(fitting) == 1:
        return fitting[0]
    labels = explain.listed((part.label for part in parts), 12)
    what = "none" if not fitting else f"{len(fitting)}"
    raise CheckpointError(
        f"a key of scopes= stands for one part of the model, received {key!r} for {what} of them; "
        f"use one of the names {labels}, or the layer itself."
    )


def _only_unit(parts, scope):
    units = [part for part in parts if part.is_cell] or parts
    if len(units) == 1:
        return units[0]
    first = units[0].label if units else "layer"
    raise CheckpointError(
        f"scope={scope!r} is for a model with one recurrent unit, this one has "
        f"{len([part for part in parts if part.is_cell])} in {len(parts)} parts; name them one by "
        f"one with scopes={{{first!r}: {scope!r}, …}}."
    )


def place(part: Part, scope: str, near: list[Candidate], variables, title: str) -> Candidate:
    """The candidate a named scope stands for.

    It may be the scope in which the cell was called, the cell's own scope under whatever name, a
    variable of a part with only one, or a scope further out with one fitting place below it.

    Args:
        part: the part.
        scope: the named scope.
        near: the part's candidates.
        variables: the variables of the checkpoint by name.
        title: the name of the checkpoint.

    Raises:
        CheckpointError: if the scope does not exist, does not fit or leaves a choice.
    """
    here = _here(part, scope, near, variables)
    fitting = [candidate for candidate in here if candidate.fits]
    cells = [one for one in fitting if one.scope == scope and one.form in part.forms]
    if len({one.names for one in cells}) > 1:
        raise explain.ambiguous({part: cells}, title)
    if fitting:
        fitting[0].is_named = True
        return fitting[0]
    below = [one for one in near if names.under(one.scope, scope) and _is_open(part, one, scope)]
    fitting = complete(one for one in below if one.fits)
    if len(fitting) > 1 and all(one.outside for one in fitting):
        raise explain.only_a_member(part, fitting, fitting[0].outside, title)
    if len(fitting) > 1:
        raise explain.ambiguous({part: fitting}, title)
    if fitting:
        return fitting[0]
    for candidate in [*(one for one in here if one.found), *below]:
        raise explain.does_not_fit(part, candidate, title)
    if any(names.under(name, scope) for name in variables):
        raise explain.nothing_under(part, scope, variables, title)
    raise explain.unknown_scope(scope, variables, title)


def complete(candidates) -> list[Candidate]:
    """Those that are a network of their own; where there is none, the members of larger ones."""
    candidates = list(candidates)
    return [one for one in candidates if not one.outside] or candidates


def _here(part, scope, near, variables):
    """The candidates that stand exactly at a scope, the likeliest first."""
    here = [one for one in near if one.scope == scope]
    here += [one for one in near if one.scope != scope and one.cell_scope == scope]
    base = names.numbered(names.leaf(scope))[0]
    forms = [form for form in part.forms if len(form.own_scopes) == 1]
    for form in sorted(forms, key=lambda form: form.own_scopes[0] != base):
        (own,) = form.own_scopes
        if all(path.startswith(own + "/") for want in form.wants for path in want.paths):
            here.append(at(part, form, scope, variables, skip=own))
    if len(part.wants) == 1 and scope in variables:
        (want,), stored = part.wants, variables[scope]
        mismatched = [] if stored.shape == want.shape else [want]
        form, found = part.forms[0], {want: stored}
        here.append(Candidate(names.parent(scope), form, found, mismatched=mismatched))
    return here


def _is_open(part, candidate, scope):
    """A layer does not look into cells, unless its scope says so."""
    return part.is_cell or names.in_cell(scope + "/") or not names.in_cell(candidate.scope + "/")
