"""`static_rnn`: a cell over a list of steps."""

from tf_contrib_rnn.cells._checks import check_is_cell
from tf_contrib_rnn.cells._scope import variable_scope
from tf_contrib_rnn.sequence._runner import (
    as_tensors,
    lengths_as_mask,
    prepare,
    stack_steps,
    unstack_steps,
)
from tf_contrib_rnn.sequence.unroll import step_shape, time_and_batch, unroll


def static_rnn(
    cell, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None, *, training=None
):
    """Runs a cell over a list of steps, as `tf.nn.static_rnn` did.

    Past a sequence's end the outputs are zeros and the state is copied through.

    Args:
        cell: the cell.
        inputs: list of tensors [batch, ...] (or structures of them), one a step.
        initial_state: state in the structure of `cell.state_size`; None for zeros.
        dtype: dtype of the zeros; needed without an initial state.
        sequence_length: whole numbers [batch]; beyond the end counts as full, negative as 0.
        scope: string or VariableScope of the run; None for `rnn`.
        training: True or False as in Keras; None when nobody said, which is TF1.

    Returns:
        `(outputs, state)`: a list of outputs, one a step, and the final state.

    Raises:
        TypeError: when `cell` is no cell or `inputs` no list.
        ValueError: for an empty list, lengths of another shape, or neither state nor dtype.

    Differs from TF1: an initial state of another dtype than the cell's is cast.
    """
    check_is_cell("cell", cell)
    check_steps("static_rnn", inputs)
    with variable_scope("rnn" if scope is None else scope):
        stacked = stack_steps([as_tensors(step) for step in inputs])
        steps, batch_size = time_and_batch(stacked)
        mask = lengths_as_mask(sequence_length, steps, batch_size)
        shape = step_shape(stacked)
        state = prepare(cell, stacked, shape, initial_state, batch_size, dtype)
        outputs, state = unroll(cell, stacked, state, mask, training=training, unrolled=True)
    return unstack_steps(outputs, len(inputs)), state


def check_steps(runner, inputs):
    """Refuses what is not a list of steps.

    Raises:
        TypeError: for anything but a list or tuple.
        ValueError: for an empty one.
    """
    if not isinstance(inputs, list | tuple):
        raise TypeError(
            f"{runner} expects a list of steps, received a {type(inputs).__name__}: unstack it, "
            "or use dynamic_rnn or bidirectional_dynamic_rnn for one tensor."
        )
    if not inputs:
        raise ValueError(f"{runner} expects at least one step, received none: check the list.")
