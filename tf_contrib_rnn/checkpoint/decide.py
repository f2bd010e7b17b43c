"""Which part gets which scope, where the user has not said."""

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.candidates import Candidate, find, nameless, renamed
from tf_contrib_rnn.checkpoint.parts import Part
from tf_contrib_rnn.checkpoint.scopes import complete, place


def match(parts: list[Part], wanted: dict[Part, str], variables, title: str):
    """Finds a scope for each part.

    The named scopes come first, then recurrent units, then layers by name and shape, then layers
    with bare variables.

    Args:
        parts: the parts of the model.
        wanted: the scopes the user named.
        variables: the variables of the checkpoint by name.
        title: the name of the checkpoint.

    Returns:
        The candidate of each part that has one, and for each other part why it has none.

    Raises:
        CheckpointError: if a choice is left, or a network would be taken only in part.
    """
    near = {part: find(part, variables) for part in parts}
    chosen = {
        part: place(part, scope, near[part], variables, title) for part, scope in wanted.items()
    }
    _check_disjoint(chosen, title)
    for group in ([p for p in parts if p.is_cell], [p for p in parts if not p.is_cell]):
        options = {
            part: _options(part, near[part], _names(chosen)) for part in group if part not in chosen
        }
        chosen |= _decide({part: fits for part, fits in options.items() if fits}, chosen, title)
    taken = _names(chosen)
    free = {name: stored for name, stored in variables.items() if stored.name not in taken}
    bare = {part: nameless(part, free) for part in parts if part not in chosen}
    bare = {part: one for part, one in bare.items() if one and not part.is_cell}
    _check_disjoint(bare, title)
    chosen |= bare
    _check_networks(chosen, title)
    reasons = {
        part: _reason(part, near[part], chosen, variables) for part in parts if part not in chosen
    }
    return chosen, reasons


def _options(part, near, taken):
    fits = [one for one in near if one.fits and not one.names & taken]
    if part.is_cell:
        return complete(fits)
    return [one for one in fits if not _is_in_cell(one)]


def _is_in_cell(candidate):
    return names.in_cell(candidate.scope + "/")


def _decide(options: dict[Part, list[Candidate]], before: dict[Part, Candidate], title):
    chosen = {}
    while options:
        step = _single(options) or _by_name(options) or _by_number(options)
        if not step:
            raise _undecided(options, _names(before | chosen), title)
        _check_disjoint(step, title)
        chosen |= step
        taken = _names(step)
        options = {
            part: [one for one in fits if not one.names & taken]
            for part, fits in options.items()
            if part not in step
        }
        options = {part: fits for part, fits in options.items() if fits}
    return chosen


def _single(options):
    return {part: fits[0] for part, fits in options.items() if len(fits) == 1}


def _by_name(options):
    """Parts whose name, or whose model's name, is a component of just one fitting scope."""
    chosen = {}
    for part, fits in options.items():
        for name in part.scope_names:
            last = [one for one in fits if names.leaf(one.scope) == name]
            named = last or [one for one in fits if name in one.scope.split("/")]
            if len(named) == 1:
                chosen[part] = named[0]
                break
    return chosen


def _by_number(options):
    """Layers that Keras numbered, against as many scopes that TF1 numbered, in that order."""
    for part, fits in options.items():
        peers = [other for other, its in options.items() if _scopes(its) == _scopes(fits)]
        if not part.is_cell and len(peers) == len(fits) and _count_alike(peers, fits):
            return {
                peer: sorted(options[peer], key=_number)[position]
                for position, peer in enumerate(peers)
            }
    return {}


def _count_alike(peers, candidates):
    """Whether the layers, in the model's order, and the scopes are each numbered as one kind."""
    numbers = [peer.number for peer in peers]
    places = {names.parent(one.scope) for one in candidates}
    kinds = {names.numbered(names.leaf(one.scope))[0] for one in candidates}
    if None in numbers or len(places) > 1 or len(kinds) > 1:
        return False
    return len({kind for kind, _ in numbers}) == 1 and numbers == sorted(numbers)


def _number(candidate):
    return names.numbered(names.leaf(candidate.scope))[1]


def _scopes(candidates):
    return {candidate.scope for candidate in candidates}


def _names(chosen):
    return frozenset().union(*(candidate.names for candidate in chosen.values()))


def _undecided(options, taken, title):
    part, fits = next(iter(options.items()))
    rivals = {other: its for other, its in options.items() if _scopes(its) & _scopes(fits)}
    if len(rivals) == 1 and all(one.outside for one in fits):
        return explain.only_a_member(part, fits, fits[0].outside - taken, title)
    return explain.ambiguous(rivals, title)


def _check_disjoint(chosen, title):
    """No array may go into two variables."""
    parts = list(chosen)
    for position, part in enumerate(parts):
        rivals = [other for other in parts[position:] if chosen[other].names & chosen[part].names]
        if len(rivals) > 1:
            raise explain.ambiguous({rival: [chosen[rival]] for rival in rivals}, title)


def _check_networks(chosen, title):
    """A member of a larger network comes with all of it, or because the user named it."""
    taken = _names(chosen)
    for part, candidate in chosen.items():
        outside = candidate.network - taken
        if outside and not candidate.is_named:
            raise explain.only_a_member(part, [candidate], outside, title)


def _reason(part, near, chosen, variables):
    for candidate in near:
        if candidate.fits:
            rivals = [other for other, its in chosen.items() if its.names & candidate.names]
            if rivals:
                return (
                    f"the scope it fits, {candidate.scope!r}, goes to {rivals[0].label!r}, so "
                    "name the scope of each with scopes="
                )
    taken = _names(chosen)
    near = [one for one in near if part.is_cell or not (_is_in_cell(one) or one.names & taken)]
    if near and (part.is_cell or not near[0].missing):
        return explain.why_not(near[0])
    return explain.nowhere(part, variables, renamed(part, variables))
