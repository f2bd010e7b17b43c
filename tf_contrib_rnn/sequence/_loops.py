"""How a backend repeats a step: three loops of one signature.

`loop(step, steps, carry, xs, output_specs) -> (carry, outputs)` with flat lists of tensors:
`step(carry, x) -> (carry, outputs)` gets the tensors of one time step, `xs` and `outputs` hold
them along the first axis. `output_specs` are (shape, dtype) of a step's outputs.
"""

import keras
from keras import ops

from tf_contrib_rnn.cells._state import flatten


def choose_loop(steps, unrolled=False, hoists=False):
    """The loop for the current backend and context.

    Args:
        steps: number of steps, int or scalar tensor.
        unrolled: whether to write the steps out.
        hoists: whether the step is one whose products may be made outside of the loop.
    """
    no_steps = isinstance(steps, int) and steps == 0  # of which XLA cannot compile a loop
    if unrolled or no_steps or keras.backend.backend() == "torch":
        return _python_loop
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        if tf.executing_eagerly():
            return _python_loop
        if hoists and tf.compat.v1.executing_eagerly_outside_functions():
            from tf_contrib_rnn.sequence.fast import hoisting_loop

            return hoisting_loop
        return while_loop
    return _scan_loop


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


def while_loop(step, steps, carry, xs, output_specs, *, stacks=(), steps_a_turn=1, **options):
    """The loop of TensorFlow's graphs.

    Args:
        step: the step; it gets the parts of `stacks` after those of `xs`.
        steps: number of steps.
        carry: the first carry.
        xs: tensors [time, ...].
        output_specs: (shape, dtype) of each output.
        stacks: more of what the steps read, [time, ...] from the last step to the first. Their
            gradient takes a moment a step, that of `xs`, which is a sum over all time, more.
        steps_a_turn: steps that one turn of the loop makes.
        **options: those of `loop_while`.
    """
    if steps_a_turn > 1:
        return _turns(step, steps, carry, xs, output_specs, stacks, steps_a_turn, **options)
    import tensorflow as tf

    count = ops.convert_to_tensor(steps, "int32")
    reads = [_array(tf, x.dtype, count, x.shape[1:]).unstack(x) for x in xs]
    arrays = [
        _array(tf, dtype, count, [s if isinstance(s, int) else None for s in shape])
        for shape, dtype in output_specs
    ]

    def turn(t, carry):
        carry, left = carry
        left, read = _popped(tf, left, stacks)
        carry, outputs = step(carry, [*(array.read(t) for array in reads), *read])
        return (carry, left), outputs

    (carry, _), arrays = loop_while(
        lambda t, carry: t < count,
        turn,
        (list(carry), [_stack(tf, x) for x in stacks]),
        arrays,
        maximum_iterations=steps if isinstance(steps, int) else None,
        **options,
    )
    outputs = [_stacked(tf, array, *spec) for array, spec in zip(arrays, output_specs, strict=True)]
    for output, (shape, _) in zip(outputs, output_specs, strict=True):
        output.set_shape([None, *(s if isinstance(s, int) else None for s in shape)])
        if isinstance(steps, int):
            output.set_shape([steps, *output.shape[1:]])
    return carry, outputs


def _turns(step, steps, carry, xs, output_specs, stacks, count, **options):
    """`while_loop` over turns of `count` steps, and over the steps that are left."""
    import tensorflow as tf

    turns = steps // count
    left = steps - turns * count

    def in_turns(x):
        return tf.reshape(x, [turns, count, *_sizes(tf, x)[1:]])

    def turn(carry, parts):
        parts = [tf.unstack(part, count) for part in parts]
        parts = [part[::-1] if i >= len(xs) else part for i, part in enumerate(parts)]
        outputs = []
        for x in zip(*parts, strict=True):
            carry, made = step(carry, list(x))
            outputs.append(made)
        return carry, [tf.stack(made) for made in zip(*outputs, strict=True)]

    carry, outputs = while_loop(
        turn,
        turns,
        carry,
        [in_turns(x[: steps - left]) for x in xs],
        [((count, *shape), dtype) for shape, dtype in output_specs],
        stacks=[in_turns(x[left:]) for x in stacks],
        **options,
    )
    outputs = [tf.reshape(x, [steps - left, *_sizes(tf, x)[2:]]) for x in outputs]
    if isinstance(left, int) and left == 0:
        return carry, outputs
    rest, stacks = [x[steps - left :] for x in xs], [x[:left] for x in stacks]
    carry, last = while_loop(step, left, carry, rest, output_specs, stacks=stacks, **options)
    return carry, [tf.concat(pair, axis=0) for pair in zip(outputs, last, strict=True)]


def _stack(tf, x):
    """A list of tensors, of which the last of `x` is popped first."""
    return tf.raw_ops.TensorListFromTensor(tensor=x, element_shape=_known(x.shape[1:]))


def _popped(tf, left, stacks):
    """What is left of such lists, and the tensors popped from them."""
    pops = [
        tf.raw_ops.TensorListPopBack(
            input_handle=one, element_shape=_known(x.shape[1:]), element_dtype=x.dtype
        )
        for one, x in zip(left, stacks, strict=True)
    ]
    for pop, x in zip(pops, stacks, strict=True):
        pop.tensor.set_shape(x.shape[1:])
    return [pop.output_handle for pop in pops], [pop.tensor for pop in pops]


def _known(shape):
    """A shape as TensorFlow's lists take it, with -1 for unknown sizes."""
    return [-1 if size is None else size for size in shape]


def _sizes(tf, x):
    """The sizes of a tensor, ints where they are known."""
    return [tf.shape(x)[i] if size is None else size for i, size in enumerate(x.shape)]


def _stacked(tf, array, shape, dtype):
    """A TensorArray as one tensor, of no steps too."""
    if all(isinstance(size, int) for size in shape) or array.flow.dtype != tf.variant:
        return array.stack()
    # `stack` fails over no steps of a shape that only the running graph knows.
    return tf.raw_ops.TensorListStack(
        input_handle=array.flow, element_shape=tf.stack(shape), element_dtype=dtype
    )


def _array(tf, dtype, size, element_shape):
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
