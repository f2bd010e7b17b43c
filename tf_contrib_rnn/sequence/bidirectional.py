"""Two cells over one sequence, one from each end."""

from keras import ops

from tf_contrib_rnn.cells._checks import check_is_cell
from tf_contrib_rnn.cells._scope import variable_scope
from tf_contrib_rnn.cells._state import flatten, map_structure, pack_like
from tf_contrib_rnn.sequence._batches import transpose_batch_time
from tf_contrib_rnn.sequence._runner import as_tensors, stack_steps, unstack_steps
from tf_contrib_rnn.sequence.dynamic import dynamic_rnn
from tf_contrib_rnn.sequence.reversal import reverse_sequence
from tf_contrib_rnn.sequence.static import check_steps, static_rnn


def bidirectional_dynamic_rnn(
    cell_fw,
    cell_bw,
    inputs,
    sequence_length=None,
    initial_state_fw=None,
    initial_state_bw=None,
    dtype=None,
    parallel_iterations=None,
    swap_memory=False,
    time_major=False,
    scope=None,
    *,
    training=None,
    noise=None,
):
    """Runs one cell forward and one backward, as `tf.nn.bidirectional_dynamic_rnn` did.

    The backward cell reads each sequence from the end of its own length; its outputs are turned
    round again, so that both outputs of a step stand at the same place.

    Args:
        cell_fw: the forward cell.
        cell_bw: the backward cell; the same object shares its variables.
        inputs: tensor [batch, time, ...] ([time, batch, ...] if `time_major`), or a structure of
            such tensors.
        sequence_length: whole numbers [batch] from 0 to time.
        initial_state_fw: state in the structure of `cell_fw.state_size`; None for zeros.
        initial_state_bw: the same for `cell_bw`.
        dtype: dtype of the zeros; needed without initial states.
        parallel_iterations: steps that TensorFlow's loops may run at a time.
        swap_memory: whether TensorFlow's loops may swap tensors to the host.
        time_major: whether time is the first axis of inputs and outputs.
        scope: string or VariableScope of the run; None for `bidirectional_rnn`. The cells stand
            in `fw` and `bw` below it.
        training: True or False as in Keras; None when nobody said, which is TF1.
        noise: `(noise_fw, noise_bw)` as the cells' `draw_noise` gives them, in the order in which
            each cell reads; None to draw them here.

    Returns:
        `((outputs_fw, outputs_bw), (state_fw, state_bw))`, structured as `dynamic_rnn` does.

    Raises:
        TypeError: when one of the cells is no cell.
        ValueError: as `dynamic_rnn` does, and for lengths beyond the end or below 0 (where only
            the running graph knows them TensorFlow's own error).

    Differs from TF1: not at all.

    Paper: Schuster and Paliwal, "Bidirectional Recurrent Neural Networks", 1997.
    """
    check_is_cell("cell_fw", cell_fw)
    check_is_cell("cell_bw", cell_bw)
    noise_fw, noise_bw = noise or (None, None)
    options = {"dtype": dtype, "parallel_iterations": parallel_iterations, "training": training}
    options |= {"swap_memory": swap_memory, "time_major": time_major}

    def turned(x):
        if time_major:
            return reverse_sequence(x, sequence_length)
        return transpose_batch_time(reverse_sequence(transpose_batch_time(x), sequence_length))

    with variable_scope("bidirectional_rnn" if scope is None else scope):
        inputs = as_tensors(inputs)
        forward, state_fw = dynamic_rnn(
            cell_fw, inputs, sequence_length, initial_state_fw, scope="fw", noise=noise_fw,
            **options,
        )  # fmt: skip
        backward, state_bw = dynamic_rnn(
            cell_bw, map_structure(turned, inputs), sequence_length, initial_state_bw, scope="bw",
            noise=noise_bw, **options,
        )  # fmt: skip
    return (forward, map_structure(turned, backward)), (state_fw, state_bw)


def static_bidirectional_rnn(
    cell_fw,
    cell_bw,
    inputs,
    initial_state_fw=None,
    initial_state_bw=None,
    dtype=None,
    sequence_length=None,
    scope=None,
    *,
    training=None,
):
    """Runs one cell forward and one backward over a list, as TF1's function of that name did.

    Args:
        cell_fw: the forward cell.
        cell_bw: the backward cell; the same object shares its variables.
        inputs: list of tensors [batch, ...] (or structures of them), one a step.
        initial_state_fw: state in the structure of `cell_fw.state_size`; None for zeros.
        initial_state_bw: the same for `cell_bw`.
        dtype: dtype of the zeros; needed without initial states.
        sequence_length: whole numbers [batch] from 0 to the number of steps.
        scope: string or VariableScope of the run; None for `bidirectional_rnn`. The cells stand
            in `fw` and `bw` below it.
        training: True or False as in Keras; None when nobody said, which is TF1.

    Returns:
        `(outputs, state_fw, state_bw)`: a list, one entry a step, in which both outputs are joined
        along axis 1 (the depth [batch, fw + bw] of vectors).

    Raises:
        TypeError: when one of the cells is no cell or `inputs` no list.
        ValueError: as `static_rnn` does, and for lengths beyond the end or below 0.

    Differs from TF1: not at all.
    """
    check_is_cell("cell_fw", cell_fw)
    check_is_cell("cell_bw", cell_bw)
    check_steps("static_bidirectional_rnn", inputs)
    options = {"dtype": dtype, "sequence_length": sequence_length, "training": training}
    with variable_scope("bidirectional_rnn" if scope is None else scope):
        forward, state_fw = static_rnn(cell_fw, inputs, initial_state_fw, scope="fw", **options)
        backward, state_bw = static_rnn(
            cell_bw, _turned(inputs, sequence_length), initial_state_bw, scope="bw", **options
        )
    pairs = zip(forward, _turned(backward, sequence_length), strict=True)
    return [joined(fw, bw, axis=1) for fw, bw in pairs], state_fw, state_bw


def joined(forward, backward, axis):
    """Both directions' outputs as one, leaf by leaf, in the structure of the forward ones."""
    pairs = zip(flatten(forward), flatten(backward), strict=True)
    return pack_like(forward, (ops.concatenate(pair, axis=axis) for pair in pairs))


def _turned(steps, sequence_length):
    """A list of steps turned round, each sequence within its own length."""
    if sequence_length is None:
        return steps[::-1]
    turned = map_structure(lambda x: reverse_sequence(x, sequence_length), stack_steps(steps))
    return unstack_steps(turned, len(steps))
