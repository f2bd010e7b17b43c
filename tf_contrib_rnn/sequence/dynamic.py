"""`dynamic_rnn`: a cell over the time axis of one tensor."""

from tf_contrib_rnn.cells._checks import check_is_cell
from tf_contrib_rnn.cells._scope import variable_scope
from tf_contrib_rnn.cells._state import flatten, map_structure
from tf_contrib_rnn.sequence._batches import transpose_batch_time
from tf_contrib_rnn.sequence._runner import as_tensors, lengths_as_mask, prepare
from tf_contrib_rnn.sequence.unroll import step_shape, time_and_batch, unroll


def dynamic_rnn(
    cell,
    inputs,
    sequence_length=None,
    initial_state=None,
    dtype=None,
    parallel_iterations=None,
    swap_memory=False,
    time_major=False,
    scope=None,
    *,
    training=None,
    noise=None,
):
    """Runs a cell over a sequence, as `tf.nn.dynamic_rnn` did.

    Past a sequence's end the outputs are zeros and the state is copied through.

    Args:
        cell: the cell.
        inputs: tensor [batch, time, ...] ([time, batch, ...] if `time_major`), or a structure of
            such tensors.
        sequence_length: whole numbers [batch]; beyond the end counts as full, negative as 0.
        initial_state: state in the structure of `cell.state_size`; None for zeros.
        dtype: dtype of the zeros; needed without an initial state.
        parallel_iterations: steps that TensorFlow's loop may run at a time.
        swap_memory: whether TensorFlow's loop may swap tensors to the host.
        time_major: whether time is the first axis of inputs and outputs.
        scope: string or VariableScope of the run; None for `rnn`.
        training: True or False as in Keras; None when nobody said, which is TF1.
        noise: the random numbers of all steps, [time, batch, ...] as the cell's `draw_noise` gives
            them; None to draw them here.

    Returns:
        `(outputs, state)`: outputs [batch, time, ...] in the structure of `cell.output_size`, and
        the final state in the structure of `cell.state_size`.

    Raises:
        TypeError: when `cell` is no cell.
        ValueError: for inputs without time, lengths of another shape, or neither state nor dtype.

    Differs from TF1: an initial state of another dtype than the cell's is cast.
    """
    check_is_cell("cell", cell)
    with variable_scope("rnn" if scope is None else scope):
        inputs = as_tensors(inputs)
        if any(len(x.shape) < 3 for x in flatten(inputs)):
            raise ValueError(
                "dynamic_rnn expects inputs [batch, time, ...], received shape "
                f"{[tuple(x.shape) for x in flatten(inputs)]}: add the missing axis."
            )
        if not time_major:
            inputs = map_structure(transpose_batch_time, inputs)
        steps, batch_size = time_and_batch(inputs)
        mask = lengths_as_mask(sequence_length, steps, batch_size)
        shape = step_shape(inputs)
        state = prepare(cell, inputs, shape, initial_state, batch_size, dtype)
        outputs, state = unroll(
            cell,
            inputs,
            state,
            mask,
            training=training,
            noise=noise,
            parallel_iterations=parallel_iterations,
            swap_memory=swap_memory,
        )
    return (outputs if time_major else map_structure(transpose_batch_time, outputs)), state
