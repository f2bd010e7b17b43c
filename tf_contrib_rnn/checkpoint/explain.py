"""Sentences for what does not fit: what was expected, what was received, what to do."""

import difflib

from tf_contrib_rnn.checkpoint import bare, names
from tf_contrib_rnn.checkpoint.errors import CheckpointError


def listed(items, limit=6) -> str:
    """Names in quotes, the first `limit` of them; "none" where there is none."""
    items = list(items)
    shown = ", ".join(repr(item) for item in items[:limit]) or "none"
    return shown + (f" and {len(items) - limit} more" if len(items) > limit else "")


def why_not(candidate) -> str:
    """What speaks against a candidate, and what to do, as a clause."""
    clauses = []
    for want in candidate.mismatched[:3]:
        stored = candidate.found[want]
        clauses.append(
            f"the checkpoint's {stored.name!r} {list(stored.shape)} is not of the shape of the "
            f"model's {want.label!r} {list(want.shape)}"
        )
    if len(candidate.mismatched) > 3:
        clauses.append(f"{len(candidate.mismatched) - 3} more shapes differ")
    if candidate.missing:
        expected = [names.join(candidate.scope, want.paths[0]) for want in candidate.missing]
        clauses.append(f"the checkpoint has no {listed(expected)}")
    if candidate.extra:
        clauses.append(f"the model has no variable for {listed(candidate.extra)}")
    return ", ".join(clauses) + ", so " + _remedy(candidate)


def _remedy(candidate):
    stored = candidate.extra + [stored.name for stored in candidate.found.values()]
    there, here = names.members(stored), names.members(w.paths[0] for w in candidate.found)
    if there > here >= 1:
        return (
            f"build the model with {there} different cells (it has {here}: the same cell twice, "
            f"as in [cell] * {there}, counts once)"
        )
    sizes = ["sizes"] if candidate.mismatched else []
    options = ["options"] if candidate.missing or candidate.extra else []
    return f"build the model with the {' and '.join(sizes + options)} of the TF1 model"


def is_for_both_directions(candidate) -> bool:
    """Whether a part of two directions finds those of one, and nothing of the other."""
    sides = {want.paths[0].partition("/")[0] for want in candidate.missing}
    found = {want.paths[0].partition("/")[0] for want in candidate.found}
    return (found, sides) == ({"fw"}, {"bw"}) and not candidate.mismatched


def one_for_both_directions(part, candidate) -> str:
    """That TF1 ran one cell in both directions, as a clause."""
    backward = [one for one in part.members if one.path.partition("/")[0] == "bw"]
    key = getattr(backward[0].owners[0], "name", "backward layer") if backward else "backward layer"
    scope = names.join(candidate.scope, "fw")
    return (
        f"below {scope!r} the checkpoint has one cell for both directions, and the model has two, "
        f"so let both its layers hold the same cell, or give the second the values of the first "
        f"with map={{{key!r}: {scope!r}}}"
    )


def unequal(part, variables) -> str:
    """What keeps a layer of Keras from being equal to a cell of the checkpoint, as a clause."""
    components = {component for name in variables for component in name.split("/")}
    return "; ".join(dict.fromkeys(why for scope, why in part.remarks if scope in components))


def nowhere(part, variables, renamed) -> str:
    """That no scope holds anything of a part, as a clause.

    Args:
        part: the part.
        variables: the variables of the checkpoint by name.
        renamed: scopes of another name that would fit.
    """
    expected = "no scope of the checkpoint holds " + listed((w.paths[0] for w in part.wants), 3)
    if renamed:
        return (
            f"{expected}, but they fit {listed(renamed)}, a cell of another name, so "
            f"name it with scope={renamed[0]!r} or scopes={{{part.label!r}: {renamed[0]!r}}}"
        )
    if not part.is_cell:
        shapes = [f"{want.label} {list(want.shape)}" for want in part.wants]
        text = f"{expected}, or one bare variable each of the shapes {', '.join(shapes)}"
        return text + _could_be(part, variables)
    cells = [stored.name for name, stored in variables.items() if names.in_cell(name)]
    return expected + (f", its cells hold {listed(cells, 4)}" if cells else ", nor any other cell")


def _could_be(part, variables):
    """The bare variables of the right shapes, where there are several, and how to name one."""
    bare_ones = {name: stored for name, stored in variables.items() if bare.is_bare(name)}
    fits = {want: bare.fitting(want, bare_ones) for want in part.wants}
    fits = {want: its for want, its in fits.items() if its}
    if not fits:
        return ""
    clauses = [f"{want.label} could be {listed(its, 8)}" for want, its in fits.items()]
    want, its = next(iter(fits.items()))
    example = f"map={{'{part.label}/{want.label}': {its[0]!r}, …}}"
    return f" ({'; '.join(clauses)}), so say which with {example}"


def unfed(reasons: dict, title: str) -> CheckpointError:
    """The error for parts that no variable feeds.

    Args:
        reasons: a clause for each part.
        title: the name of the checkpoint.
    """
    clauses = [f"{part.label!r}: {clause}" for part, clause in reasons.items()]
    if len(clauses) == 1:
        return CheckpointError(f"{title!r} does not fit {clauses[0]}.")
    return CheckpointError(
        f"{title!r} leaves {len(clauses)} parts of the model without values: "
        f"{'; '.join(clauses)}; build the model as the checkpoint's was, name the parts' scopes "
        "with scopes=, or pass partial=True to leave them as they are."
    )


def does_not_fit(part, candidate, title) -> CheckpointError:
    """The error for a scope the user named."""
    return CheckpointError(
        f"scope {candidate.scope!r} of {title!r} does not fit {part.label!r}: {why_not(candidate)}."
    )


def ambiguous(options: dict, title: str) -> CheckpointError:
    """The error for parts that fit more than one scope, or share one.

    Args:
        options: the candidates of each part.
        title: the name of the checkpoint.
    """
    scopes = list(dict.fromkeys(s for candidates in options.values() for s in _named(candidates)))
    labels = [part.label for part in options]
    if len(options) == 1:
        return CheckpointError(
            f"{labels[0]!r} fits {len(scopes)} scopes of {title!r}: {listed(scopes)}; name one, "
            f"with scope={scopes[0]!r} or scopes={{{labels[0]!r}: {scopes[0]!r}}}, or leave copies "
            f"of the network out with ignore={[_apart(scopes)]!r}."
        )
    wants = next(iter(options)).wants
    return CheckpointError(
        f"the parts {listed(labels)} of the model all fit {listed(scopes)} of {title!r}, and "
        f"nothing tells them apart; name one scope each, as in "
        f"scopes={{{labels[0]!r}: {scopes[0]!r}, …}}, or arrays, as in map={{'{labels[0]}/"
        f"{wants[0].label}': …}}{_or_ignore(scopes)}."
    )


def _or_ignore(scopes):
    """How to leave out copies of a network, where there are some."""
    if len(scopes) == 1:
        return ""
    return f", or leave copies of the network out with ignore={[_apart(scopes)]!r}"


def _named(candidates):
    """The scopes that name candidates; those of the cells where one scope holds several."""
    scopes = [one.scope for one in candidates]
    is_enough = len(set(scopes)) == len(scopes)
    return scopes if is_enough else [one.cell_scope for one in candidates]


def _apart(scopes):
    """The last scope, or the outermost around it that holds none of the others."""
    *others, last = scopes
    components = last.split("/")
    for count in range(1, len(components)):
        above = "/".join(components[:count])
        if not any(names.under(other, above) for other in others):
            return f"{above}/*"
    return last


def only_a_member(part, candidates, outside, title) -> CheckpointError:
    """The error for a cell that would be taken out of a larger network.

    Args:
        part: the part.
        candidates: the members it fits.
        outside: variables of the network that nothing in the model takes.
        title: the name of the checkpoint.
    """
    scopes = [candidate.scope for candidate in candidates]
    members = "a member" if len(scopes) == 1 else "members"
    return CheckpointError(
        f"{part.label!r} fits {listed(scopes)} of {title!r}, {members} of a larger network, of "
        f"which nothing in the model takes {listed(sorted(outside), 3)}; build the whole network, "
        f"or take one member alone with scope={scopes[0]!r} or "
        f"scopes={{{part.label!r}: {scopes[0]!r}}}."
    )


def unknown_scope(scope, variables, title) -> CheckpointError:
    """The error for a scope the checkpoint does not have."""
    scopes = names.scopes_of(variables)
    close = difflib.get_close_matches(scope, scopes, n=len(scopes) or 1, cutoff=0.5)
    ordered = list(dict.fromkeys(close + scopes))
    return CheckpointError(
        f"{title!r} has no scope {scope!r}; its scopes are {listed(ordered, 10)}."
    )


def nothing_under(part, scope, variables, title) -> CheckpointError:
    """The error for a scope that exists but holds nothing of the part."""
    there = [stored.name for name, stored in variables.items() if names.under(name, scope)]
    paths = [want.paths[0] for want in part.wants]
    return CheckpointError(
        f"scope {scope!r} of {title!r} holds nothing for {part.label!r}: expected "
        f"{listed((names.join(scope, path) for path in paths), 3)}, received {listed(there, 4)}; "
        "name the scope in which the cell was called, or build the cell that made these."
    )
