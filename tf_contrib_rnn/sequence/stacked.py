"""Bidirectional layers on top of each other, each reading both directions of the one below."""

from tf_contrib_rnn.cells._scope import variable_scope
from tf_contrib_rnn.sequence.bidirectional import (
    bidirectional_dynamic_rnn,
    joined,
    static_bidirectional_rnn,
)


def stack_bidirectional_dynamic_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    parallel_iterations=None,
    time_major=False,
    scope=None,
    swap_memory=False,
    *,
    training=None,
):
    """Runs `bidirectional_dynamic_rnn` layer upon layer.

    Args:
        cells_fw: list of the layers' forward cells, the lowest first.
        cells_bw: list of the layers' backward cells.
        inputs: tensor [batch, time, depth] ([time, batch, depth] if `time_major`).
        initial_states_fw: list of the forward cells' states, None among them for zeros; None for
            zeros everywhere.
        initial_states_bw: the same for the backward cells.
        dtype: dtype of the zeros; needed without initial states.
        sequence_length: whole numbers [batch] from 0 to time.
        parallel_iterations: steps that TensorFlow's loops may run at a time.
        time_major: whether time is the first axis of inputs and outputs.
        scope: string or VariableScope of the run; None for `stack_bidirectional_rnn`. The cells
            stand in `cell_<layer>/bidirectional_rnn/{fw,bw}` below it.
        swap_memory: whether TensorFlow's loops may swap tensors to the host.
        training: True or False as in Keras; None when nobody said, which is TF1.

    Returns:
        `(outputs, states_fw, states_bw)`: outputs [batch, time, fw + bw] of the highest layer, and
        a tuple of the layers' final states for each direction.

    Raises:
        ValueError: when cells or states are no lists of one length, and as
            `bidirectional_dynamic_rnn` does.

    Differs from TF1: not at all.
    """
    options = {"dtype": dtype, "sequence_length": sequence_length, "training": training}
    options |= {"parallel_iterations": parallel_iterations, "swap_memory": swap_memory}

    def run(cell_fw, cell_bw, below, state_fw, state_bw, index):
        with variable_scope(f"cell_{index}"):
            outputs, states = bidirectional_dynamic_rnn(
                cell_fw, cell_bw, below, initial_state_fw=state_fw, initial_state_bw=state_bw,
                time_major=time_major, **options,
            )  # fmt: skip
        return joined(*outputs, axis=2), *states

    states = initial_states_fw, initial_states_bw
    return _stacked(run, cells_fw, cells_bw, inputs, *states, scope)


def stack_bidirectional_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    scope=None,
    *,
    training=None,
):
    """Runs `static_bidirectional_rnn` layer upon layer.

    Args:
        cells_fw: list of the layers' forward cells, the lowest first.
        cells_bw: list of the layers' backward cells.
        inputs: list of tensors [batch, depth], one a step.
        initial_states_fw: list of the forward cells' states, None among them for zeros; None for
            zeros everywhere.
        initial_states_bw: the same for the backward cells.
        dtype: dtype of the zeros; needed without initial states.
        sequence_length: whole numbers [batch] from 0 to the number of steps.
        scope: string or VariableScope of the run; None for `stack_bidirectional_rnn`. The cells
            stand in `cell_<layer>/{fw,bw}` below it.
        training: True or False as in Keras; None when nobody said, which is TF1.

    Returns:
        `(outputs, states_fw, states_bw)`: a list of outputs [batch, fw + bw] of the highest layer,
        and a tuple of the layers' final states for each direction.

    Raises:
        ValueError: when cells or states are no lists of one length, and as
            `static_bidirectional_rnn` does.

    Differs from TF1: not at all.
    """
    options = {"dtype": dtype, "sequence_length": sequence_length, "training": training}

    def run(cell_fw, cell_bw, below, state_fw, state_bw, index):
        # TF1 has no `bidirectional_rnn` between layer and direction here.
        scope = f"cell_{index}"
        return static_bidirectional_rnn(
            cell_fw, cell_bw, below, state_fw, state_bw, scope=scope, **options
        )

    states = initial_states_fw, initial_states_bw
    return _stacked(run, cells_fw, cells_bw, inputs, *states, scope)


def _stacked(run, cells_fw, cells_bw, inputs, states_fw, states_bw, scope):
    """Runs the layers in turn, each on the outputs of the one below."""
    _check_lists(cells_fw, cells_bw, states_fw, states_bw)
    nothing = [None] * len(cells_fw)
    layers = zip(cells_fw, cells_bw, states_fw or nothing, states_bw or nothing, strict=True)
    final_fw, final_bw = [], []
    with variable_scope("stack_bidirectional_rnn" if scope is None else scope):
        for index, (cell_fw, cell_bw, state_fw, state_bw) in enumerate(layers):
            inputs, *final = run(cell_fw, cell_bw, inputs, state_fw, state_bw, index)
            final_fw.append(final[0])
            final_bw.append(final[1])
    return inputs, tuple(final_fw), tuple(final_bw)


def _check_lists(cells_fw, cells_bw, states_fw, states_bw):
    for name, cells in (("cells_fw", cells_fw), ("cells_bw", cells_bw)):
        if not isinstance(cells, list) or not cells:
            raise ValueError(
                f"{name} expects a list of cells, one a layer, received {cells!r}: pass a list "
                "of at least one cell."
            )
    if len(cells_fw) != len(cells_bw):
        raise ValueError(
            f"cells_bw expects as many cells as cells_fw ({len(cells_fw)}), received "
            f"{len(cells_bw)}: give each layer both directions."
        )
    for name, states in (("initial_states_fw", states_fw), ("initial_states_bw", states_bw)):
        if states is not None and not (isinstance(states, list) and len(states) == len(cells_fw)):
            count = f"{len(states)} in a " if isinstance(states, list | tuple) else "a "
            raise ValueError(
                f"{name} expects a list of {len(cells_fw)} states, one a layer, received "
                f"{count}{type(states).__name__}: pass None among them for zeros."
            )
