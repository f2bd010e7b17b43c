"""Which parts of a state dropout touches."""

from tf_contrib_rnn.cells._state import LSTMStateTuple, flatten, is_structure


def drop_all_but_memory(state):
    """TF1's default filter: everything except the memory c of an LSTM."""
    if isinstance(state, LSTMStateTuple):
        return LSTMStateTuple(c=False, h=True)
    return True


def dropped_leaves(visitor, state):
    """The leaves of a state that a filter drops.

    Args:
        visitor: function of any level of the state that answers with a bool for the level, or
            with one bool for each of its elements.
        state: the state's structure.

    Returns:
        List of (position among all leaves, position among the leaves that the filter tells
        apart): a level it refuses as a whole counts once.
    """
    found = []
    _visit(visitor, state, found, position=0, count=0)
    return found


def _visit(visitor, state, found, position, count):
    """Appends what is dropped below `state`; returns the next position and count."""
    answer = visitor(state)
    if not is_structure(state):
        if answer:
            found.append((position, count))
        return position + 1, count + 1
    if isinstance(answer, bool) and not answer:
        return position + len(flatten(state)), count + 1
    answers = [True] * len(state) if isinstance(answer, bool) else list(answer)
    for wanted, part in zip(answers, state, strict=True):
        if wanted:
            position, count = _visit(visitor, part, found, position, count)
        else:
            position, count = position + len(flatten(part)), count + 1
    return position, count
