"""The loop for XLA: it pops what its steps read and pushes what they write.

The gradient of a pop is a push and that of a push a pop, each of a moment. Under XLA the gradients
of a TensorArray's reads and writes go through all time at every step.
"""

import tensorflow as tf

from tf_contrib_rnn.sequence._loops import loop_while


def stack_loop(step, steps, carry, xs, output_specs, **options):
    """Repeats a step; see `_loops`."""
    stacks = [tf.reverse(x, [0]) for x in xs]  # popped from the end
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
