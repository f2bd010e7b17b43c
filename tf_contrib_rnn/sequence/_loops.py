"""How a backend repeats a step: three loops of one signature.

`loop(step, steps, carry, xs, output_specs) -> (carry, outputs)` with flat lists of tensors:
`step(carry, x) -> (carry, outputs)` gets the tensors of one time step, `xs` and `outputs` hold
them along the first axis. `output_specs` are (shape, dtype) of a step's outputs.
"""

import keras
from keras import ops


def choose_loop(steps, unrolled=False):
    """The loop for the current backend and context."""
    if unrolled or keras.backend.backend() == "torch":
        return _python_loop
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return _python_loop if tf.executing_eagerly() else _while_loop
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


def _while_loop(step, steps, carry, xs, output_specs, parallel_iterations=None, swap_memory=False):
    import tensorflow as tf

    count = ops.convert_to_tensor(steps, "int32")
    reads = [_array(tf, x.dtype, count, x.shape[1:]).unstack(x) for x in xs]
    writes = [
        _array(tf, dtype, count, [s if isinstance(s, int) else None for s in shape])
        for shape, dtype in output_specs
    ]

    def body(t, carry, writes):
        new_carry, outputs = step(carry, [array.read(t) for array in reads])
        for new, old in zip(new_carry, carry, strict=True):
            new.set_shape(old.shape)
        writes = [array.write(t, part) for array, part in zip(writes, outputs, strict=True)]
        return t + 1, new_carry, writes

    _, carry, writes = tf.while_loop(
        lambda t, *_: t < count,
        body,
        (tf.constant(0), list(carry), writes),
        maximum_iterations=steps if isinstance(steps, int) else None,
        parallel_iterations=parallel_iterations or 32,
        swap_memory=swap_memory,
    )
    outputs = [array.stack() for array in writes]
    for output, (shape, _) in zip(outputs, output_specs, strict=True):
        output.set_shape([None, *(s if isinstance(s, int) else None for s in shape)])
        if isinstance(steps, int):
            output.set_shape([steps, *output.shape[1:]])
    return carry, outputs


def _array(tf, dtype, size, element_shape):
    return tf.TensorArray(dtype, size=size, element_shape=element_shape)
