"""Under which names a model is saved: what the user says, or what it remembers."""

from collections.abc import Mapping

from tf_contrib_rnn.checkpoint import explain, names
from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.memory import recall
from tf_contrib_rnn.checkpoint.parts import Part
from tf_contrib_rnn.checkpoint.scopes import wanted


def name_all(parts: list[Part], scope, scopes) -> tuple[dict[Part, list], set[str]]:
    """Finds out the name of every array.

    Args:
        parts: the parts of the model.
        scope: the scope of its only recurrent unit, or None.
        scopes: scopes, or `{label: name}`, by layer, cell, or name of either, or None.

    Returns:
        `(want, name)` of each part's arrays, and those of the names that the model remembers.

    Raises:
        CheckpointError: if nothing says how a part is called, or something says so twice.
    """
    given = wanted(parts, scope, scopes, may_name=True)
    found = {
        part: _below(part, given[part]) if part in given else recall(part, parts) for part in parts
    }
    unknown = [part.label for part, pairs in found.items() if not pairs]
    remembered = {name for part in parts if part not in given for _, name in found[part]}
    if unknown:
        raise CheckpointError(
            f"nothing says under which TF1 scopes {explain.listed(unknown, 12)} are saved: the "
            "model was not restored from a checkpoint, or is of Keras' own layers alone and came "
            f"out of a file; pass scopes={{{unknown[0]!r}: 'scope', …}}, or "
            "scopes=checkpoint.plan(model, original).names."
        )
    return found, remembered


def _below(part, given):
    """`(want, name)` of the arrays of a part in a scope, or of the names given."""
    if isinstance(given, Mapping):
        forms = [form for form in part.forms_in(given.values())
                 if {want.label for want in form.wants} == set(given)]  # fmt: skip
        if len(forms) != 1:
            expected = explain.listed((want.label for want in part.wants), 20)
            raise CheckpointError(
                f"scopes= names {explain.listed(given, 20)} for {part.label!r}, which has "
                f"{expected}; name each of them once."
            )
        return [(want, given[want.label]) for want in forms[0].wants]
    scope = given
    own = [form for form in part.forms if form.own_scopes == (names.leaf(scope),)]
    if own:
        scope = names.parent(scope)
    forms = own or part.forms
    if len(forms) > 1:
        choices = [names.join(scope, one) for form in forms for one in form.own_scopes]
        raise CheckpointError(
            f"TF1 has several cells like {part.label!r}; name the scope of the right one, of "
            f"{explain.listed(dict.fromkeys(choices))}."
        )
    return [(want, names.join(scope, want.paths[0])) for want in forms[0].wants]
