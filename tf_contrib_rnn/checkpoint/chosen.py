"""What the user decides: `ignore=`, what is not there, and `map=`, what belongs where."""

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.explain import listed
from tf_contrib_rnn.checkpoint.parts import Part


def without(entries: dict, ignore, title: str) -> tuple[dict, list[str]]:
    """The arrays of a checkpoint but those that the user wants treated as absent.

    Args:
        entries: the arrays by name.
        ignore: names or scopes, with `*` for anything: `["worker_*", "*/Adam"]`.
        title: the name of the checkpoint.

    Returns:
        The others, and the names of those left out.

    Raises:
        CheckpointError: if a pattern is none, or leaves out nothing.
    """
    ignore = () if ignore is None else ignore
    is_one = isinstance(ignore, str) or not isinstance(ignore, Iterable)
    ignored = set()
    for pattern in [ignore] if is_one else ignore:
        if not isinstance(pattern, str):
            raise CheckpointError(
                f"ignore= holds names or scopes of the checkpoint such as 'worker_*', received "
                f"{pattern!r}; pass strings."
            )
        pattern = pattern.strip("/")
        found = {
            name
            for name, stored in entries.items()
            if _matches(name, pattern) or _matches(stored.name, pattern)
        }
        if not found:
            raise CheckpointError(
                f"ignore= names {pattern!r}, which {title!r} does not have; its scopes are "
                f"{listed(dict.fromkeys(names.parent(name) for name in entries), 10)}."
            )
        ignored |= found
    kept = {name: stored for name, stored in entries.items() if name not in ignored}
    return kept, [name for name in entries if name in ignored]


def _matches(name, pattern):
    components = names.canonical(name).split("/")
    scopes = ("/".join(components[:count]) for count in range(1, len(components) + 1))
    return fnmatchcase(name, pattern) or any(fnmatchcase(scope, pattern) for scope in scopes)


def mapped(parts: list[Part], given, variables: dict, today, title: str) -> dict[Part, str]:
    """Takes `map=`: gives the parts' forms the arrays that the user names.

    Args:
        parts: the parts of the model.
        given: names in the checkpoint by variable, layer, cell, or name of one: a dict or pairs.
        variables: the variables of the checkpoint by name.
        today: `today(name)`, a name or scope as TF 1.15.5 spells it.
        title: the name of the checkpoint.

    Returns:
        The scope of each part that the user named as a whole.

    Raises:
        CheckpointError: if a key is for nothing or for several parts, or a name is not there.
    """
    scopes, single = {}, {}
    for key, name in _entries(given):
        if not isinstance(name, str):
            raise CheckpointError(
                f"map= gives {key!r} {name!r}; pass the name of a variable or scope of {title!r}."
            )
        name = today(name.strip("/"))
        part, path = _meant(key, parts)
        if path is None and not (len(part.wants) == 1 and name in variables):
            scopes[part] = name
        else:
            single.setdefault(part, []).append(("" if path is None else path, name))
    for part, pairs in single.items():
        _give(part, pairs, variables, title)
    return scopes


def _entries(given):
    """The pairs of `map=`; a list of them can name variables, which are no keys of a dict."""
    pairs = given.items() if isinstance(given, Mapping) else given or ()
    try:
        return [(key, name) for key, name in pairs]
    except (TypeError, ValueError):
        raise CheckpointError(
            f"map= gives names in the checkpoint by variable or layer, received {given!r}; pass "
            "a dict such as {'dense/kernel': 'Variable_2'}, or a list of pairs."
        ) from None


def _meant(key, parts):
    """The part a key means, and what of it: a member's path, a variable, or all (None)."""
    found = []
    for part in parts:
        found += [(part, variable) for variable in _variables(part, key)]
        if len(part.members) > 1:
            found += [(part, one.path) for one in part.members if one.answers_to(key)]
    found = found or [(part, None) for part in parts if part.answers_to(key)]
    if len(found) == 1:
        return found[0]
    known = [f"{part.label}/{want.label}" for part in parts for want in part.wants]
    what = "nothing in" if not found else f"{len(found)} places of"
    raise CheckpointError(
        f"a key of map= stands for one layer or variable, received {key!r} for {what} the model; "
        f"use one of {listed(known, 12)}, a layer, or the variable itself."
    )


def _variables(part, key):
    """The variable or the array of a part that a key of `map=` is."""
    if not isinstance(key, str):
        return [variable for variable in part.variables if variable is key]
    labels = {part.label, *(getattr(owner, "name", part.label) for owner in part.owners)}
    paths = {key.removeprefix(f"{label}/") for label in labels if key.startswith(f"{label}/")}
    wants = {want.label: want for form in part.forms for want in form.wants if want.label in paths}
    if wants:
        return list(wants)
    return [v for v in part.variables if key == v.path or v.name in paths]


def _give(part, pairs, variables, title):
    """Leaves the part the first of its forms in which everything it is given has a place."""
    problems = []
    for form in part.forms_in(variables):
        found = {}
        for path, name in pairs:
            wants = [w for w in form.wants if _is_of(w, path) and w not in found]
            known = _arrays(wants, path, name, variables)
            if not known:
                problems.append((wants, name))
                break
            found |= known
        else:
            part.forms = [dataclasses.replace(form, given=found)]
            part.members = []
            return
    wants, name = problems[0]
    close = difflib.get_close_matches(name, list(variables), n=6, cutoff=0.3)
    shapes = [f"{want.label} {list(want.shape)}" for want in wants]
    raise CheckpointError(
        f"map= gives {part.label!r} {name!r}, where {title!r} has no array for "
        f"{listed(shapes, 4)}; near that name it has "
        f"{listed(f'{near} {list(variables[near].shape)}' for near in close)}."
    )


def _is_of(want, path):
    if isinstance(path, str):
        return not path or want.label == path or names.under(want.label, path)
    return any(variable is path for variable in want.variables)


def _arrays(wants, path, name, variables):
    """{want: array} for the arrays under a name: itself, or below it."""
    if name in variables:
        shape = variables[name].shape
        fitting = [want for want in wants if want.shape == shape]
        return {fitting[0]: variables[name]} if fitting else {}
    found = {}
    for want in wants:
        below = want.paths[0].removeprefix(f"{path}/") if isinstance(path, str) else ""
        places = [names.join(name, below), names.join(name, below.partition("/")[2])]
        stored = next((variables[place] for place in places if place in variables), None)
        if stored is None:
            return {}
        found[want] = stored
    return found
