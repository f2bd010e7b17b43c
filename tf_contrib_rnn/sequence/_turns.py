"""A loop of which each turn makes several steps, because a turn has a price."""

import tensorflow as tf

from tf_contrib_rnn.sequence._loops import array_for, loop_while, stacked


def loop_in_turns(
    step, steps, carry, xs, output_specs, *, steps_a_turn=1, backwards=False, **options
):
    """Repeats a step, `steps_a_turn` times a turn, and what is left one by one; see `_loops`.

    What a step reads is no copy, unlike that of a TensorArray, but no derivative goes through it.

    Args:
        backwards: whether the last step comes first. The outputs stay in the order of time.
    """
    whole = steps // steps_a_turn * steps_a_turn
    ranges = [(0, whole, steps_a_turn)]
    if steps_a_turn > 1 and not (isinstance(steps, int) and whole == steps):
        ranges.append((whole, steps, 1))
    made = []
    for span in ranges[::-1] if backwards else ranges:
        carry, outputs = _looped(step, *span, backwards, carry, xs, output_specs, **options)
        made.append(outputs)
    if len(made) == 1:
        return carry, made[0]
    made = made[::-1] if backwards else made
    return carry, [tf.concat(parts, axis=0) for parts in zip(*made, strict=True)]


def _looped(step, start, end, count, backwards, carry, xs, output_specs, **options):
    turns = (end - start) // count

    def turn(number, carry):
        number = turns - 1 - number if backwards else number
        read = [_steps(x, start + number * count, count) for x in xs]
        outputs = []
        for x in zip(*map(reversed, read) if backwards else read, strict=True):
            carry, made = step(carry, list(x))
            outputs.append(made)
        outputs = outputs[::-1] if backwards else outputs
        return carry, [tf.stack(parts) for parts in zip(*outputs, strict=True)]

    specs = [((count, *shape), dtype) for shape, dtype in output_specs]
    arrays = [
        array_for(dtype, turns, [s if isinstance(s, int) else None for s in shape])
        for shape, dtype in specs
    ]
    carry, arrays = loop_while(
        lambda t, carry: t < turns,
        turn,
        list(carry),
        arrays,
        place=lambda t: turns - 1 - t if backwards else t,
        maximum_iterations=turns if isinstance(turns, int) else None,
        **options,
    )
    outputs = [
        tf.reshape(stacked(array, *spec), [end - start, *spec[0][1:]])
        for array, spec in zip(arrays, specs, strict=True)
    ]
    return carry, outputs


def _steps(x, start, count):
    """Some steps of a tensor [time, ...], one by one."""
    if count == 1:
        return [x[start]]
    steps = x[start : start + count]
    steps.set_shape([count, *x.shape[1:]])
    return tf.unstack(steps)


def sizes_of(x):
    """The sizes of a tensor, ints where they are known."""
    return [tf.shape(x)[i] if size is None else size for i, size in enumerate(x.shape)]
