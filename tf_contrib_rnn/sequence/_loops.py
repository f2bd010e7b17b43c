"""How a backend repeats a step: three loops of one signature.

`loop(step, steps, carry, xs, output_specs) -> (carry, outputs)` with flat lists of tensors:
`step(carry, x) -> (carry, outputs)` gets the tensors of one time step, `xs` and `outputs` hold
them along the first axis. `output_specs` are (shape, dtype) of a step's outputs.
"""

import functools

import keras
from keras import ops

from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.cells._state import flatten


def choose_loop(steps, unrolled=False, memory=None):
    """The loop for the current backend and context.

    Args:
        steps: number of steps, int or scalar tensor.
        unrolled: whether to write the steps out.
        memory: for a step that is pure: "fast" for one gradient over the whole sequence, "lean"
            for one that keeps little, both in a `tf.function`; else None.
    """
    no_steps = isinstance(steps, int) and steps == 0  # of which XLA cannot compile a loop
    loop = _loop_of_backend(unrolled or no_steps)
    if memory is None or loop is not while_loop or in_v1_graph():
        return loop
    from tf_contrib_rnn.sequence.fast import fast_loop

    return functools.partial(fast_loop, lean=memory == "lean")


def _loop_of_backend(unrolled):
    backend = keras.backend.backend()
    if unrolled or backend == "torch":
        return _python_loop
    if backend == "tensorflow":
        return while_loop if in_function() or in_v1_graph() else _python_loop
    return _scan_loop


def in_function():
    """Whether a `tf.function` is traced now."""
    if keras.backend.backend() != "tensorflow" or in_v1_graph():
        return False
    import tensorflow as tf

    return not tf.executing_eagerly()


def _python_loop(step, steps, carry, xs, output_specs, **options):
    collected = []
    for t in range(int(steps)):
        carry, outputs = step(carry, [x[t] for x in xs])
        collected.append(outputs)
    if not collected:
        return carry, [ops.zeros((0, *shape), dtype) for shape, dtype in output_specs]
    return carry, [ops.stack(parts) for parts in zip(*collected, strict=True)]


def _scan_loop(step, steps, carry, xs, output_specs, **options):
    return ops.scan(step, carry, xs, length=steps)


def while_loop(step, steps, carry, xs, output_specs, **options):
    """The loop of TensorFlow's graphs."""
    count = ops.convert_to_tensor(steps, "int32")
    reads = [array_for(x.dtype, count, x.shape[1:]).unstack(x) for x in xs]
    arrays = [array_for(dtype, count, known_sizes(shape)) for shape, dtype in output_specs]
    carry, arrays = loop_while(
        lambda t, carry: t < count,
        lambda t, carry: step(carry, [array.read(t) for array in reads]),
        list(carry),
        arrays,
        maximum_iterations=steps if isinstance(steps, int) else None,
        **options,
    )
    outputs = [stacked(array, *spec) for array, spec in zip(arrays, output_specs, strict=True)]
    for output, (shape, _) in zip(outputs, output_specs, strict=True):
        output.set_shape([None, *known_sizes(shape)])
        if isinstance(steps, int):
            output.set_shape([steps, *output.shape[1:]])
    return carry, outputs


def stacked(array, shape, dtype):
    """A TensorArray as one tensor, of no steps too."""
    import tensorflow as tf

    if all(isinstance(size, int) for size in shape) or array.flow.dtype != tf.variant:
        return array.stack()
    # `stack` fails over no steps of a shape that only the running graph knows.
    return tf.raw_ops.TensorListStack(
        input_handle=array.flow, element_shape=tf.stack(shape), element_dtype=dtype
    )


def known_sizes(sizes):
    """Sizes with None for those that only the running graph knows."""
    return [size if isinstance(size, int) else None for size in sizes]


def array_for(dtype, size, element_shape):
    """A TensorArray for so many steps."""
    import tensorflow as tf

    return tf.TensorArray(dtype, size=size, element_shape=element_shape)


def loop_while(
    going, turn, carry, arrays, *, parallel_iterations=None, swap_memory=False, **options
):
    """TensorFlow's loop, under every runner that has one.

        t = 0
        while going(t, carry):
            carry, outputs = turn(t, carry)
            arrays[i][t] = outputs[i] for every i
            t = t + 1

    Args:
        going: function of the step's number and the carry: a boolean scalar.
        turn: function of the same: the next carry and this step's outputs.
        carry: structure of tensors and TensorArrays; the tensors keep their shapes.
        arrays: list of TensorArrays that take the outputs.
        parallel_iterations: steps that may run at a time; 32 when None, as in TF1.
        swap_memory: whether tensors may be swapped to the host.
        **options: others of `tf.while_loop`.

    Returns:
        `(carry, arrays)` after the last step.
    """
    import tensorflow as tf

    def body(t, carry, arrays):
        new_carry, outputs = turn(t, carry)
        for new, old in zip(flatten(new_carry), flatten(carry), strict=True):
            if tf.is_tensor(new) and tf.is_tensor(old):
                new.set_shape(old.shape)
        arrays = [array.write(t, part) for array, part in zip(arrays, outputs, strict=True)]
        return t + 1, new_carry, arrays

    _, carry, arrays = tf.while_loop(
        lambda t, carry, _: going(t, carry),
        body,
        (tf.constant(0), carry, arrays),
        parallel_iterations=parallel_iterations or 32,
        swap_memory=swap_memory,
        **options,
    )
    return carry, arrays
