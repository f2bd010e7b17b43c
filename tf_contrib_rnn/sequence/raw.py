"""`raw_rnn`: a loop over time in which the user decides what each step reads."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.cells._checks import check_is_cell
from tf_contrib_rnn.cells._scope import variable_scope
from tf_contrib_rnn.cells._state import flatten, map_structure, pack_like, size_shape
from tf_contrib_rnn.sequence._loops import loop_while
from tf_contrib_rnn.sequence._runner import as_tensors, prepare
from tf_contrib_rnn.sequence.unroll import only_where


def raw_rnn(
    cell, loop_fn, parallel_iterations=None, swap_memory=False, scope=None, *, training=None
):
    """Runs a cell in a loop that a function steers, as `tf.nn.raw_rnn` did.

        finished, x, state, emit, loop_state = loop_fn(0, None, None, None)
        while not all(finished):
            output, new_state = cell(x, state)
            now_finished, x, new_state, emit, loop_state = loop_fn(
                time + 1, output, new_state, loop_state)
            emit_ta[time] = zeros where finished, else emit
            state = state where finished, else new_state
            finished = finished or now_finished
            time = time + 1

    Args:
        cell: the cell.
        loop_fn: function of `(time, cell_output, cell_state, loop_state)` that returns
            `(elements_finished, next_input, next_cell_state, emit_output, next_loop_state)`:
            booleans [batch]; a tensor [batch, ...] or a structure of them; the state to go on
            with; what this step emits; anything to be carried along (tensors, TensorArrays).
            At time 0 output, state and loop state are None, the state returned is the initial one,
            and `emit_output` tells, by tensors without a batch, what steps will emit (None: the
            cell's output), the loop state may be None for none.
        parallel_iterations: steps that TensorFlow's loop may run at a time.
        swap_memory: whether TensorFlow's loop may swap tensors to the host.
        scope: string or VariableScope of the run; None for `rnn`.
        training: True or False as in Keras; None when nobody said, which is TF1.

    Returns:
        `(emit_ta, final_state, final_loop_state)`: a structure of `tf.TensorArray`, one element a
        step, the state, and the last loop state (None if there was none).

    Raises:
        TypeError: when `cell` is no cell or `loop_fn` no function.
        ValueError: when the initial state is not in the structure of `cell.state_size`.
        NotImplementedError: on other backends than TensorFlow, whose TensorArrays it returns.

    Differs from TF1: not at all.
    """
    check_is_cell("cell", cell)
    if not callable(loop_fn):
        raise TypeError(f"loop_fn expects a function, received {loop_fn!r}: pass a callable.")
    if keras.backend.backend() != "tensorflow":
        raise NotImplementedError(
            f"raw_rnn expects the TensorFlow backend, received {keras.backend.backend()}: use "
            "dynamic_rnn, or a loop of your own."
        )
    with variable_scope("rnn" if scope is None else scope):
        loop = _RawLoop(cell, loop_fn, training)
        return loop.run(parallel_iterations=parallel_iterations, swap_memory=swap_memory)


class _RawLoop:
    """The loop of one `raw_rnn`, begun: the function was asked at time 0."""

    def __init__(self, cell, loop_fn, training):
        import tensorflow as tf

        self._tf, self._cell, self._loop_fn, self._training = tf, cell, loop_fn, training
        first = loop_fn(tf.constant(0, name="time"), None, None, None)
        self._finished, inputs, state, emit, self._loop_state = first
        self._inputs = as_tensors(inputs)
        shapes = map_structure(lambda x: size_shape(x.shape), self._inputs)
        self._state = prepare(cell, self._inputs, shapes, as_tensors(state), None, None)
        batch = ops.shape(flatten(self._inputs)[0])[0]
        self._emitted = self._emitted_specs(emit)
        self._nothing = [
            tf.zeros(tf.concat([[batch], spec.shape], 0), spec.dtype)
            for spec in flatten(self._emitted)
        ]

    def _emitted_specs(self, emit):
        """Shape and dtype, without the batch, of what a step emits."""
        tf = self._tf
        if emit is None:
            dtype = flatten(self._state)[0].dtype
            return map_structure(
                lambda size: tf.TensorSpec(size_shape(size), dtype), self._cell.output_size
            )
        return map_structure(lambda x: tf.TensorSpec(x.shape, x.dtype), as_tensors(emit))

    def run(self, **options):
        """Runs the loop to its end."""
        tf = self._tf
        arrays = [
            tf.TensorArray(spec.dtype, size=0, dynamic_size=True, element_shape=[None, *spec.shape])
            for spec in flatten(self._emitted)
        ]
        carried = () if self._loop_state is None else (self._loop_state,)
        (_, _, state, carried), arrays = loop_while(
            lambda time, carry: tf.logical_not(tf.reduce_all(carry[0])),
            self._turn,
            (self._finished, self._inputs, self._state, carried),
            arrays,
            **options,
        )
        return pack_like(self._emitted, arrays), state, carried[0] if carried else None

    def _turn(self, time, carry):
        finished, inputs, state, carried = carry
        output, new_state = call_cell(self._cell, inputs, state, self._training)
        answer = self._loop_fn(time + 1, output, new_state, carried[0] if carried else None)
        now_finished, inputs, new_state, emit, loop_state = answer
        going = self._tf.logical_not(finished)
        emitted = only_where(going, flatten(output if emit is None else emit), self._nothing)
        state = pack_like(state, only_where(going, flatten(new_state), flatten(state)))
        carried = carried if loop_state is None or not carried else (loop_state,)
        finished = self._tf.logical_or(finished, now_finished)
        return (finished, as_tensors(inputs), state, carried), emitted
