"""What a model remembers of the checkpoint it was restored from: the names of its variables.

Cells and layers of this package keep them in their config, and so in a `.keras` file; Keras' own
layers only as long as the object lives, for their configs take nothing that Keras does not know.
"""

_NAMES = "tf1_names"


def remember(parts, names: dict[str, dict[str, str]]) -> None:
    """Notes the names of a checkpoint at the layers and cells that they were restored into.

    Args:
        parts: the parts of the model.
        names: the checkpoint's name of each variable, by part.
    """
    for part in parts:
        of_part = names.get(part.label, {})
        by_variable = {id(w.variable): of_part[w.label] for w in part.wants if w.label in of_part}
        for owner in part.owners if of_part else []:
            kept = of_part
            if hasattr(type(owner), _NAMES):  # of this package
                variables = owner.tf1_variables().items()
                kept = {p: by_variable[id(v)] for p, v in variables if id(v) in by_variable}
            # Past Keras, which would track the dict.
            object.__setattr__(owner, _NAMES, kept)


def recall(part) -> dict[str, str]:
    """The names that a part remembers, by the label of each array; empty where it has none.

    Args:
        part: the part of a model.
    """
    by_variable, by_label = {}, {}
    for owner in part.owners:
        kept = getattr(owner, _NAMES, None) or {}
        if hasattr(type(owner), _NAMES):
            variables = owner.tf1_variables()
            by_variable.update({id(variables[p]): n for p, n in kept.items() if p in variables})
        else:
            by_label.update(kept)
    found = {w.label: by_variable.get(id(w.variable), by_label.get(w.label)) for w in part.wants}
    return {label: name for label, name in found.items() if name}
