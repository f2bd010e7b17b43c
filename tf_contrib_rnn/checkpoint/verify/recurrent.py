"""What recurrent layers give, among the recurrent networks of a graph."""

import keras


def recurrent_candidates(place, names: set[str], found: list) -> list | None:
    """What a tensor of a recurrent layer may be, None where no network has its variables.

    Args:
        place: the tensor of the model.
        names: the variables of the layer.
        found: the `Recurrence`s of the graph.
    """
    mine = [one for one in found if one.cell.all_variables]
    mine = [one for one in mine if names.issuperset(one.cell.all_variables)]
    if not hasattr(place.layer, "forward_layer"):
        mine = [one for one in mine if set(one.cell.all_variables) == names]
        if not mine:
            return None
        return [candidate for one in mine for candidate in _of_one(place, one)]
    forward = [one for one in mine if not one.is_reversed]
    backward = [one for one in mine if one.is_reversed]
    candidates = []
    for one in forward:
        for other in backward:
            if one.pair == other.pair and one.kind == other.kind and _same_copy(one, other):
                candidates += _of_two(place, one, other)
    return candidates or None


def _same_copy(one, other):
    """Whether two directions are fed from the same tensors."""
    return one.inputs == other.inputs


def _of_one(place, one):
    if place.number > 0:
        state = _state(place, one)
        return [((state,),)] if state else []
    found = [(tuple(one.outputs),)] if one.outputs else []
    if not getattr(place.layer, "return_sequences", False) and one.final_state:
        if one.sequence_length and _changes_output(one.cell):
            return []  # what each sequence ends with is no tensor of the graph
        found.append(((one.final_state[-1],),))
    return found


def _changes_output(fact):
    """Whether a wrapper makes the output of a step something else than its state."""
    while fact.kind in ("MultiRNNCell", "DropoutWrapper", "DeviceWrapper"):
        fact = fact.members[-1]
    return bool(fact.members)


def _state(place, one):
    states = list(one.final_state)
    number = place.number - 1
    if isinstance(place.layer, keras.layers.LSTM) and len(states) == 2:
        states.reverse()
    return states[number] if number < len(states) else None


def _of_two(place, one, other):
    layer = place.layer
    merge = getattr(layer, "merge_mode", "concat")
    if place.number > (1 if merge is None else 0):
        return []
    both = [one, other] if merge is not None else [[one, other][place.number]]
    found = [tuple(tuple(each.outputs) for each in both)] if all(e.outputs for e in both) else []
    if not getattr(layer, "return_sequences", False) and all(e.final_state for e in both):
        found.append(tuple((each.final_state[-1],) for each in both))
    return found
