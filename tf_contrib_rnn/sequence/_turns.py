"""A loop of which each turn makes several steps, because a turn has a price."""

import math

import tensorflow as tf

from tf_contrib_rnn.sequence._loops import array_for, loop_while, stacked
from tf_contrib_rnn.sequence._tuning import TOGETHER


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
    written = [_Written(spec, end - start, count) for spec in output_specs]

    def turn(number, carry):
        carry, arrays = carry
        number = turns - 1 - number if backwards else number
        read = [_steps(x, start + number * count, count) for x in xs]
        outputs = []
        for x in zip(*map(reversed, read) if backwards else read, strict=True):
            carry, made = step(carry, list(x))
            outputs.append(made)
        outputs = zip(*outputs[::-1] if backwards else outputs, strict=True)
        parts = zip(written, arrays, outputs, strict=True)
        return (carry, [one.write(array, number, made) for one, array, made in parts]), []

    (carry, arrays), _ = loop_while(
        lambda t, carry: t < turns,
        turn,
        (list(carry), [one.array for one in written]),
        [],
        maximum_iterations=turns if isinstance(turns, int) else None,
        **options,
    )
    return carry, [one.whole(array) for one, array in zip(written, arrays, strict=True)]


class _Written:
    """An output of all steps: written one by one, or small ones together with those of a turn."""

    def __init__(self, spec, steps, count):
        self._shape, self._dtype = spec
        self._steps, self._count = steps, count
        sizes = [size for size in self._shape if isinstance(size, int)]
        self._singly = count == 1 or math.prod(sizes) >= TOGETHER
        if not self._singly:
            self._shape = count, *self._shape
            steps = steps // count
        static = [size if isinstance(size, int) else None for size in self._shape]
        self.array = array_for(self._dtype, steps, static)

    def write(self, array, turn, outputs):
        """The array after a turn."""
        if not self._singly:
            return array.write(turn, tf.stack(outputs))
        for i, output in enumerate(outputs):
            array = array.write(turn * self._count + i, output)
        return array

    def whole(self, array):
        """[time, ...]."""
        made = stacked(array, self._shape, self._dtype)
        return made if self._singly else tf.reshape(made, [self._steps, *self._shape[1:]])


def _steps(x, start, count):
    """Some steps of a tensor [time, ...], one by one."""
    if count == 1:
        return [x[start]]
    # Of a size that XLA knows too, in case it compiles what was traced without it.
    some = tf.slice(x, [start, *[0] * (len(x.shape) - 1)], [count, *sizes_of(x)[1:]])
    some.set_shape([count, *x.shape[1:]])
    return tf.unstack(some)


def sizes_of(x):
    """The sizes of a tensor, ints where they are known."""
    return [tf.shape(x)[i] if size is None else size for i, size in enumerate(x.shape)]
