"""`static_state_saving_rnn`: a state that is kept outside between runs."""

import contextlib

import keras
from keras import ops

from tf_contrib_rnn.cells._checks import check_is_cell
from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.cells._state import flatten, is_structure, map_structure, pack_like
from tf_contrib_rnn.sequence.static import static_rnn


def static_state_saving_rnn(
    cell, inputs, state_saver, state_name, sequence_length=None, scope=None, *, training=None
):
    """Runs `static_rnn` from a state that an object keeps, and hands the final state back to it.

    Args:
        cell: the cell.
        inputs: list of tensors [batch, ...], one a step.
        state_saver: object with `state(name)`, which returns a tensor [batch, ...], and
            `save_state(name, value)`, which keeps one and may return an operation.
        state_name: name of the state, or a tuple or list of one name for each tensor of a state in
            the structure of `cell.state_size`.
        sequence_length: whole numbers [batch]; beyond the end counts as full, negative as 0.
        scope: string or VariableScope of the run; None for `rnn`.
        training: True or False as in Keras; None when nobody said, which is TF1.

    Returns:
        `(outputs, state)` as `static_rnn`. In a graph the last output and the state depend on
        the states having been kept.

    Raises:
        TypeError: when `cell` is no cell, `inputs` no list, or the saver lacks a method.
        ValueError: when the names are not as many as the state's tensors.

    Differs from TF1: not at all.
    """
    check_is_cell("cell", cell)
    _check_saver(state_saver)
    names = _names(cell, state_name)
    state = pack_like(cell.state_size, [state_saver.state(name) for name in names])
    outputs, state = static_rnn(
        cell, inputs, state, sequence_length=sequence_length, scope=scope, training=training
    )
    parts = zip(names, flatten(state), strict=True)
    saved = [state_saver.save_state(name, part) for name, part in parts]
    with _after(saved):
        outputs[-1] = map_structure(_same, outputs[-1])
        state = map_structure(_same, state)
    return outputs, state


def _check_saver(state_saver):
    for method in ("state", "save_state"):
        if not callable(getattr(state_saver, method, None)):
            raise TypeError(
                "state_saver expects an object with state(name) and save_state(name, value), "
                f"received {state_saver!r} without {method}: add the method."
            )


def _names(cell, state_name):
    size = cell.state_size
    if is_structure(size) != is_structure(state_name):
        raise ValueError(
            f"state_name expects one name for each tensor of the state {size}, received "
            f"{state_name!r}: pass a tuple of names for a tuple, one name for a tensor."
        )
    names = flatten(state_name)
    if len(names) != len(flatten(size)):
        raise ValueError(
            f"state_name expects {len(flatten(size))} names for the state {size}, received "
            f"{len(names)}: name each of its tensors."
        )
    return names


def _after(operations):
    """In a graph of TensorFlow: what is made inside waits for the operations."""
    if keras.backend.backend() != "tensorflow" or not in_v1_graph():
        return contextlib.nullcontext()
    import tensorflow as tf

    return tf.control_dependencies([one for one in operations if one is not None])


def _same(x):
    if not in_v1_graph():
        return x
    import tensorflow as tf

    return tf.identity(ops.convert_to_tensor(x))
