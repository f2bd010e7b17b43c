"""What a model remembers of the checkpoint it was restored from: the names of its variables.

Cells and layers of this package keep them in their config, and so in a `.keras` file, those of the
layers beside them too. Configs of Keras' own layers take nothing that Keras does not know, so that
a model of such layers alone remembers only as long as it lives.
"""

from typing import NamedTuple

from tf_contrib_rnn.checkpoint.parts import Part

_NAMES = "tf1_names"  # in the configs of this package: {"own": …, "beside": …, "opaque": …}
_FED = "_tf1_fed"  # at every object


class Kept(NamedTuple):
    """What is remembered of one part of a model.

    Attributes:
        part: the part.
        pairs: `(want, name in the checkpoint)` of its arrays.
        opaque: the name of the buffer that cuDNN keeps it in, "" where it is none of cuDNN's.
    """

    part: Part
    pairs: list
    opaque: str = ""


def remember(kept: list[Kept]) -> None:
    """Notes at layers and cells what they were restored from.

    Args:
        kept: what each part of the model was restored from.
    """
    beside = {
        one.part.label: {want.label: name for want, name in one.pairs}
        for one in kept
        if not _is_shifted(want for want, _ in one.pairs)
        if not any(hasattr(type(owner), _NAMES) for owner in one.part.owners)
    }
    for part, pairs, opaque in kept:
        by_variable = {id(want.variable): name for want, name in pairs if want.is_plain}
        for owner in part.owners:
            # Past Keras, which would track the containers.
            object.__setattr__(owner, _FED, pairs)
            if hasattr(type(owner), _NAMES):
                variables = owner.tf1_variables().items()
                own = {p: by_variable[id(v)] for p, v in variables if id(v) in by_variable}
                noted = {"own": own, "beside": beside} | ({"opaque": opaque} if opaque else {})
                object.__setattr__(owner, _NAMES, noted)


def recall(part, parts) -> list:
    """`(want, name in the checkpoint)` of each array of a part; empty where it has forgotten.

    Args:
        part: the part of a model.
        parts: all parts of that model.
    """
    variables = {id(variable) for variable in part.variables}
    for owner in part.owners:
        pairs = getattr(owner, _FED, [])
        if pairs and {id(v) for want, _ in pairs for v in want.variables} == variables:
            return pairs
    found = {}
    for owner in part.owners:
        own = (getattr(owner, _NAMES, None) or {}).get("own", {})
        named = owner.tf1_variables() if own else {}
        found |= {id(named[path]): name for path, name in own.items() if path in named}
    pairs = [(want, found.get(id(want.variable))) for want in part.wants]
    return pairs if all(name for _, name in pairs) else _recall_beside(part, parts)


def recall_opaque(part, pairs) -> str:
    """The name of the buffer that a part of cuDNN's had; "" where it had one of other names.

    Args:
        part: the part of a model.
        pairs: `(want, name in the checkpoint)` of its arrays.
    """
    for owner in part.owners:
        noted = getattr(owner, _NAMES, None) or {}
        if noted.get("opaque") and set(noted["own"].values()) == {name for _, name in pairs}:
            return noted["opaque"]
    return ""


def _recall_beside(part, parts):
    """What the cells of the model remember of a layer of Keras' own."""
    for owner in [owner for other in parts for owner in other.owners]:
        names = (getattr(owner, _NAMES, None) or {}).get("beside", {}).get(part.label, {})
        for form in part.forms_in(names.values()) if names else []:
            if {want.label for want in form.wants} == set(names) and not _is_shifted(form.wants):
                return [(want, names[want.label]) for want in form.wants]
    return []


def _is_shifted(wants):
    return any(piece.shift for want in wants for piece in want.pieces)
