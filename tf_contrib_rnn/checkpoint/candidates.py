"""Where in a checkpoint a part could belong, and what speaks against each place."""

from dataclasses import dataclass, field

from tf_contrib_rnn.checkpoint import bare, names
from tf_contrib_rnn.checkpoint.forms import Form
from tf_contrib_rnn.checkpoint.parts import Part
from tf_contrib_rnn.checkpoint.pieces import Want
from tf_contrib_rnn.checkpoint.sources import Stored
from tf_contrib_rnn.checkpoint.stock import Weights


@dataclass(eq=False)
class Candidate:
    """A scope that holds at least one variable of a part.

    Attributes:
        scope: the scope, relative to which the part's names were found.
        form: the form of the part whose names they are.
        found: the array of each variable that has one of the right name.
        missing: variables of the part that the scope lacks.
        mismatched: variables whose array has another shape.
        extra: arrays in the part's own scopes for which the part has no variable.
        network: all arrays of the structure that the scope is a member of.
        is_named: whether the user named exactly this place.
    """

    scope: str
    form: Form
    found: dict[Want, Stored]
    missing: list[Want] = field(default_factory=list)
    mismatched: list[Want] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    network: frozenset[str] = frozenset()
    is_named: bool = False

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not (self.missing or self.mismatched or self.extra)

    @property
    def cell_scope(self) -> str:
        """The scope that a part of one cell gave itself; else that in which the names are."""
        own = self.form.own_scopes
        return names.join(self.scope, own[0]) if len(own) == 1 else self.scope

    @property
    def names(self) -> frozenset[str]:
        """The names of the arrays it takes and no other part may, as the file has them."""
        free = (one for want, one in self.found.items() if want not in self.form.given)
        return frozenset(stored.name for stored in free)

    @property
    def all_names(self) -> frozenset[str]:
        """The names of the arrays it takes, those that the user named among them."""
        return frozenset(stored.name for stored in self.found.values())

    @property
    def outside(self) -> frozenset[str]:
        """The rest of the network it is a member of."""
        return self.network - self.all_names


def find(part: Part, variables: dict[str, Stored]) -> list[Candidate]:
    """Every scope with at least one variable of the part, the likeliest first.

    Args:
        part: the part.
        variables: the variables of the checkpoint by name.
    """
    found = [
        at(part, form, scope, variables)
        for form in part.forms_in(variables)
        for scope in _scopes(form, variables)
    ]
    return sorted(
        found,
        key=lambda one: (len(one.missing) + len(one.mismatched), len(one.extra), len(one.outside)),
    )


def _scopes(form, variables):
    """The scopes in which at least one array of a form has its name."""
    if len(form.given) == len(form.wants):
        return [names.parent(next(iter(form.given.values())).name)]
    return dict.fromkeys(
        scope
        for want in form.wants
        if want not in form.given and not (form.is_open and _is_common(want))
        for path in want.paths
        for name in variables
        if (scope := names.scope_before(name, path)) is not None
    )


def _is_common(want):
    """Whether layers of all kinds have an array of its name."""
    return names.numbered(names.leaf(want.paths[0]))[0] != "recurrent_kernel"


def at(
    part: Part, form: Form, scope: str, variables: dict[str, Stored], skip: str = ""
) -> Candidate:
    """What a part finds in one scope.

    Args:
        part: the part.
        form: one of its forms.
        scope: the scope.
        variables: the variables of the checkpoint by name.
        skip: a leading scope of the part's paths that this checkpoint spells otherwise.
    """
    candidate, places = Candidate(scope, form, {}), {}
    for want in form.wants:
        paths = [path.removeprefix(skip + "/") if skip else path for path in want.paths]
        places[want] = [names.join(scope, path) for path in paths]
        here = (variables[place] for place in places[want] if place in variables)
        stored = form.given.get(want) or next(here, None)
        if stored is None:
            candidate.missing.append(want)
            continue
        candidate.found[want] = stored
        if stored.shape != want.shape:
            candidate.mismatched.append(want)
    own = [names.join(scope, own) for own in form.own_scopes]
    if skip:
        own = [scope] if scope else [p.partition("/")[0] for its in places.values() for p in its]
    taken = candidate.all_names
    replaced = {place for want in form.given for place in places[want]}
    beside = {names.parent(place) for its in places.values() for place in its if place in variables}
    candidate.extra = [
        stored.name
        for name, stored in variables.items()
        if stored.name not in taken
        and name not in replaced
        and names.leaf(name) != names.OPAQUE
        and (any(names.under(name, o) for o in own) or _is_foreign(part, candidate, name, beside))
    ]
    structure = names.network(scope) if part.is_cell else None
    if structure:
        candidate.network = frozenset(
            stored.name for name, stored in variables.items() if structure.fullmatch(name)
        )
    return candidate


def nameless(part: Part, variables: dict[str, Stored]) -> Candidate | None:
    """The place of a layer whose TF1 code made bare variables (`Variable_1`, `softmax_w`).

    Args:
        part: a layer's part.
        variables: the variables of the checkpoint that nothing else has taken, by name.
    """
    found = bare.nameless(part, variables)
    if not found:
        return None
    scope = names.parent(next(iter(found.values())))
    return Candidate(scope, part.forms[0], {w: variables[name] for w, name in found.items()})


def _is_foreign(part, candidate, name, beside):
    """Whether a variable of the scope belongs to a layer or wrapper other than the part."""
    form, scope = candidate.form, names.parent(name)
    if form.is_open:
        return scope in beside and names.numbered(names.leaf(name))[0] in Weights._fields
    if scope != candidate.scope:
        return False
    return names.leaf(name) in form.forbidden or (part.is_cell and names.is_wrapper_variable(name))


def renamed(part: Part, variables: dict[str, Stored]) -> list[str]:
    """Scopes of another name that hold just what the part's one cell wants.

    Args:
        part: the part.
        variables: the variables of the checkpoint by name.
    """
    scopes = dict.fromkeys(names.parent(name) for name in variables)
    return [scope for scope in scopes if scope and fits_renamed(part, scope, variables)]


def fits_renamed(part: Part, scope: str, variables: dict[str, Stored]) -> bool:
    """Whether a scope holds just what the part's one cell wants, whatever the scope's name.

    Args:
        part: the part.
        scope: the scope.
        variables: the variables of the checkpoint by name.
    """
    forms = [form for form in part.forms if len(form.own_scopes) == 1]
    return any(at(part, form, scope, variables, skip=form.own_scopes[0]).fits for form in forms)
