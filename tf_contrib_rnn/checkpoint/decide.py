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
    given = {part: part.given_names for part in parts}
    near = {part: find(part, _but(variables, given, part)) for part in parts}
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
    taken = taken.union(*given.values())
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


def _but(variables, given, part):
    """The variables but those that the user named for other parts."""
    others = frozenset().union(*(its for other, its in given.items() if other is not part))
    return {name: stored for name, stored in variables.items() if stored.name not in others}


def _options(part, near, taken):
    fits = [one for one in near if one.fits and not one.names & taken]
    if part.is_cell:
        return complete(fits)
    return [one for one in fits if not one.names or not _is_in_cell(one)]


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
    """Layers that Keras numbered, against as many scopes that TF1 numbered, in that order.

    Scopes of cells must be those of one MultiRNNCell, which stand on top of each other.
    """
    for part, fits in options.items():
        peers = [other for other, its in options.items() if _scopes(its) == _scopes(fits)]
        order = _places_in_stack(fits) if part.is_cell else _numbers(fits)
        if len(peers) == len(fits) and order and _are_numbered(peers):
            return {
                peer: sorted(options[peer], key=lambda one: order[one.scope])[position]
                for position, peer in enumerate(peers)
            }
    return {}


def _are_numbered(parts):
    """Whether Keras numbered the parts as one kind, in the model's order."""
    numbers = [part.number for part in parts]
    return (
        None not in numbers
        and len({kind for kind, _ in numbers}) == 1
        and numbers == sorted(numbers)
    )


def _numbers(candidates):
    """{scope: number} where TF1 numbered the scopes as one kind, in one scope; else none."""
    scopes = sorted(_scopes(candidates))
    kinds = {(names.parent(s), names.numbered(names.leaf(s))[0]) for s in scopes}
    return {s: names.numbered(names.leaf(s))[1] for s in scopes} if len(kinds) == 1 else {}


def _places_in_stack(candidates):
    """{scope: number} where the scopes are `cell_0`, `cell_1`, ... of one stack; else none."""
    split = {scope: scope.split("/") for scope in _scopes(candidates)}
    if len({len(components) for components in split.values()}) != 1:
        return {}
    columns = [set(column) for column in zip(*split.values(), strict=True)]
    differing = [place for place, column in enumerate(columns) if len(column) > 1]
    members = {scope: its[differing[0]] for scope, its in split.items()} if differing else {}
    numbered = {scope: names.numbered(member) for scope, member in members.items()}
    is_stack = len(differing) == 1 and {kind for kind, _ in numbered.values()} == {"cell"}
    return {scope: number for scope, (_, number) in numbered.items()} if is_stack else {}


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
    taken = frozenset().union(*(candidate.all_names for candidate in chosen.values()))
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
    if near and explain.is_for_both_directions(near[0]):
        return explain.one_for_both_directions(part, near[0])
    unequal = explain.unequal(part, variables)
    if unequal:
        return unequal
    if near and (part.is_cell or not near[0].missing):
        return explain.why_not(near[0])
    return explain.nowhere(part, variables, renamed(part, variables))
