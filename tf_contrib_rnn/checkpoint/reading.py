"""Matching a model with a checkpoint whose names may have to be read in another way."""

from tf_contrib_rnn.checkpoint import cudnn, names
from tf_contrib_rnn.checkpoint.candidates import fits_renamed
from tf_contrib_rnn.checkpoint.decide import match
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.explain import listed
from tf_contrib_rnn.checkpoint.parts import Part


def read_and_match(
    parts: list[Part], wanted: dict[Part, str], variables, entries: names.Modern, title: str
):
    """Finds a scope for each part, in the usual reading of the names if that is possible.

    Another reading is taken only where it gives a place to more parts than the usual one.

    Args:
        parts: the parts of the model.
        wanted: the scopes the user named, as the file or as TF 1.15.5 spells them.
        variables: the variables of the checkpoint by today's names; those that cuDNN trained are
            replaced by what the parts want of them.
        entries: all its arrays.
        title: the name of the checkpoint.

    Returns:
        The candidate of each part that has one; for each other part why it has none; what the
        readings take for what, as sentences; and lists of the names that TF 1.15.5 would give
        to arrays, by what a record calls them.

    Raises:
        CheckpointError: if a choice is left, or a network would be taken only in part.
    """
    wanted = {part: entries.scope(scope) for part, scope in wanted.items()}
    found = cudnn.unfold(parts, variables, wanted, title)
    wanted, notes, usual = wanted | found.scopes, found.warnings, variables
    best = _attempt(parts, wanted, variables, title)
    for reading in names.readings(variables, entries.translation, wanted.values()):
        if _unfed(best, parts) == 0:
            break
        trial = reading.of(variables)
        other = _attempt(parts, wanted, trial, title)
        if _unfed(other, parts) < _unfed(best, parts):
            best, variables = other, trial
            notes.append(reading.why)
    if isinstance(best, CheckpointError):
        raise CheckpointError(_with_spellings(str(best), entries)) from best.__cause__
    chosen, reasons = best
    reasons = {
        part: _with_spellings(why, entries) + _other_scopes(part, variables)
        for part, why in reasons.items()
    }
    reasons |= {part: why for part, why in found.reasons.items() if part in reasons}
    changed = {one.name for name, one in variables.items() if usual.get(name) is not one}
    named = {name: [name_today] for name, name_today in found.names.items()}
    for name, one in variables.items():
        if one.name in changed - set(found.names):
            named.setdefault(one.name, []).append(name)
    return chosen, reasons, notes, named


def _attempt(parts, wanted, variables, title):
    try:
        return match(parts, wanted, variables, title)
    except CheckpointError as error:
        return error


def _unfed(found, parts):
    return len(parts) + 1 if isinstance(found, CheckpointError) else len(found[1])


def _other_scopes(part, variables):
    """Where a cell could be that TF 1.1 and before called with a scope of its own."""
    every = names.cells_of_other_scopes(variables) if part.is_cell else []
    fitting = (scope for scope, read in every if fits_renamed(part, scope, read.of({})))
    found = list(dict.fromkeys(fitting))
    if not found:
        return ""
    return (
        f" (or is it {listed(found)}, with the names that TF 1.1 and before gave the variables of "
        f"a cell? name it with scope={found[0]!r} or scopes={{{part.label!r}: {found[0]!r}}})"
    )


def _with_spellings(message, entries):
    """The message, with what the file calls the scopes it speaks of."""
    other = {scope: name for scope, name in entries.in_file.items() if scope != name}
    told = [f"{scope!r} is {name!r} in the file" for scope, name in other.items()
            if repr(scope) in message]  # fmt: skip
    end = "." if message.endswith(".") else ""
    return message.removesuffix(".") + "".join(f"; {one}" for one in told[:4]) + end
