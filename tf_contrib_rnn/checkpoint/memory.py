"""What a model remembers of the checkpoint it was restored from: the names of its variables.

Cells and layers of this package keep them in their config, and so in a `.keras` file, those of the
layers beside them too. Configs of Keras' own layers take nothing that Keras does not know, so that
a model of such layers alone remembers only as long as it lives.
"""

_NAMES = "tf1_names"  # in the configs of this package: {"own": …, "beside": …}
_FED = "_tf1_fed"  # at every object


def remember(fed) -> None:
    """Notes at layers and cells what they were restored from.

    Args:
        fed: each part of the model with `(want, name in the checkpoint)` of its arrays.
    """
    beside = {
        part.label: {want.label: name for want, name in pairs}
        for part, pairs in fed
        if all(want.is_plain for want, _ in pairs)
        if not any(hasattr(type(owner), _NAMES) for owner in part.owners)
    }
    for part, pairs in fed:
        by_variable = {id(want.variable): name for want, name in pairs if want.is_plain}
        for owner in part.owners:
            # Past Keras, which would track the containers.
            object.__setattr__(owner, _FED, pairs)
            if hasattr(type(owner), _NAMES):
                variables = owner.tf1_variables().items()
                own = {p: by_variable[id(v)] for p, v in variables if id(v) in by_variable}
                object.__setattr__(owner, _NAMES, {"own": own, "beside": beside})


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


def _recall_beside(part, parts):
    """What the cells of the model remember of a layer of Keras' own."""
    labels = {want.label for want in part.wants}
    for owner in [owner for other in parts for owner in other.owners]:
        names = (getattr(owner, _NAMES, None) or {}).get("beside", {}).get(part.label, {})
        if set(names) == labels:
            return [(want, names[want.label]) for want in part.wants]
    return []
