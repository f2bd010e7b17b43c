"""A loop that pops what its steps read and pushes what they write.

The gradient of a pop is a push and that of a push a pop, each of a moment. TensorArrays serve the
plain loop, but the gradient of their reads is a sum over all time at every step, and under XLA
that of their writes copies all time.
"""

import tensorflow as tf

from tf_contrib_rnn.sequence._loops import loop_while


def stack_loop(step, steps, carry, stacks, output_specs, *, steps_a_turn=1, **options):
    """Repeats a step.

    Args:
        step: function `(carry, x) -> (carry, outputs)` on flat lists of tensors.
        steps: number of steps, int or scalar tensor.
        carry: the first carry.
        stacks: tensors [time, ...] that the steps read, from the last step to the first.
        output_specs: (shape, dtype) of each output of a step.
        steps_a_turn: steps that one turn of the loop makes.
        **options: those of `loop_while`.

    Returns:
        `(carry, outputs)`, the outputs [time, ...] from the first step to the last.
    """
    if steps_a_turn > 1:
        return _turns(step, steps, carry, stacks, output_specs, steps_a_turn, **options)
    known = isinstance(steps, int)

    def turn(t, carry):
        carry, left, made = carry
        pops = [_pop(one, x) for one, x in zip(left, stacks, strict=True)]
        carry, outputs = step(carry, [pop.tensor for pop in pops])
        made = [
            tf.raw_ops.TensorListPushBack(input_handle=one, tensor=output)
            for one, output in zip(made, outputs, strict=True)
        ]
        return (carry, [pop.output_handle for pop in pops], made), []

    (carry, _, made), _ = loop_while(
        lambda t, carry: t < steps,
        turn,
        (list(carry), [_full(x) for x in stacks], [_empty(steps, *spec) for spec in output_specs]),
        [],
        maximum_iterations=steps if known else None,
        **options,
    )
    return carry, [
        _stacked(one, steps, *spec) for one, spec in zip(made, output_specs, strict=True)
    ]


def _turns(step, steps, carry, stacks, output_specs, count, **options):
    """`stack_loop` over turns of `count` steps, and over the steps that are left."""
    turns = steps // count
    left = steps - turns * count

    def turn(carry, parts):
        parts = [tf.unstack(part, count)[::-1] for part in parts]
        outputs = []
        for x in zip(*parts, strict=True):
            carry, made = step(carry, list(x))
            outputs.append(made)
        return carry, [tf.stack(made) for made in zip(*outputs, strict=True)]

    in_turns = [tf.reshape(x[left:], [turns, count, *_sizes(x)[1:]]) for x in stacks]
    specs = [((count, *shape), dtype) for shape, dtype in output_specs]
    carry, outputs = stack_loop(turn, turns, carry, in_turns, specs, **options)
    outputs = [tf.reshape(x, [steps - left, *_sizes(x)[2:]]) for x in outputs]
    if isinstance(left, int) and left == 0:
        return carry, outputs
    rest = [x[:left] for x in stacks]
    carry, last = stack_loop(step, left, carry, rest, output_specs, **options)
    return carry, [tf.concat(pair, axis=0) for pair in zip(outputs, last, strict=True)]


def _full(x):
    return tf.raw_ops.TensorListFromTensor(tensor=x, element_shape=_unknown_as_minus_1(x.shape[1:]))


def _pop(stack, x):
    """The last of what is left of a stack of the parts of x."""
    pop = tf.raw_ops.TensorListPopBack(
        input_handle=stack, element_shape=_unknown_as_minus_1(x.shape[1:]), element_dtype=x.dtype
    )
    pop.tensor.set_shape(x.shape[1:])
    return pop


def _empty(steps, shape, dtype):
    return tf.raw_ops.EmptyTensorList(
        element_shape=_unknown_as_minus_1(_static(shape)),
        max_num_elements=steps if isinstance(steps, int) else -1,
        element_dtype=dtype,
    )


def _stacked(stack, steps, shape, dtype):
    """All that was pushed, [time, ...]."""
    known = isinstance(steps, int)
    # With the sizes that only the running graph knows, because there may have been no step.
    made = tf.raw_ops.TensorListStack(
        input_handle=stack,
        element_shape=tf.stack([tf.cast(size, "int32") for size in shape]),
        element_dtype=dtype,
        num_elements=steps if known else -1,
    )
    made.set_shape([steps if known else None, *_static(shape)])
    return made


def _static(shape):
    return [size if isinstance(size, int) else None for size in shape]


def _unknown_as_minus_1(shape):
    return [-1 if size is None else size for size in shape]


def _sizes(x):
    """The sizes of a tensor, ints where they are known."""
    return [tf.shape(x)[i] if size is None else size for i, size in enumerate(x.shape)]
