"""A loop of which each turn makes several steps, because a turn has a price."""

import math

import tensorflow as tf

from tf_contrib_rnn.sequence._loops import array_for, known_sizes, loop_while, stacked
from tf_contrib_rnn.sequence._tuning import TOGETHER


def loop_in_turns(
    step, steps, carry, xs, output_specs, *, kept=0, steps_a_turn=1, backwards=False, **options
):
    """Repeats a step, `steps_a_turn` times a turn, and what is left one by one; see `_loops`.

    What a step reads is no copy, unlike that of a TensorArray, but no derivative goes through it.

    The last outputs, as many as `kept` says, are not made tensors: they are `Kept`, which another
    loop of as many steps a turn may read among its `xs`. With `backwards` the last step comes
    first; the outputs stay in the order of time.
    """
    whole = steps // steps_a_turn * steps_a_turn
    spans = [(0, whole, steps_a_turn)]
    if steps_a_turn > 1 and not (isinstance(steps, int) and whole == steps):
        spans.append((whole, steps, 1))
    found = {}
    for number in reversed(range(len(spans))) if backwards else range(len(spans)):
        of_span = [x.parts[number] if isinstance(x, Kept) else x for x in xs]
        carry, found[number] = _looped(
            step, *spans[number], backwards, carry, of_span, output_specs, **options
        )
    outputs = [Kept(parts) for parts in zip(*(found[i] for i in sorted(found)), strict=True)]
    wanted = len(outputs) - kept
    return carry, [*(x.whole for x in outputs[:wanted]), *outputs[wanted:]]


class Kept:
    """An output of all steps as a loop in turns wrote it.

    Attributes:
        parts: a `_Written` for each of the loop's spans.
        whole: the tensor [time, ...], which costs nothing unless it is used.
    """

    def __init__(self, parts):
        self.parts = parts
        whole = [part.whole() for part in parts]
        self.whole = whole[0] if len(whole) == 1 else tf.concat(whole, axis=0)

    def readable(self):
        """What a loop can read that is traced here.

        A gradient that is traced in a graph of its own, as when a model is saved, may take tensors
        from this one but not the arrays of a loop.
        """
        here = tf.compat.v1.get_default_graph()
        return self if self.whole.graph is here else self.whole


def _looped(step, start, end, count, backwards, carry, xs, output_specs, **options):
    """One span of steps, of `count` a turn."""
    turns = (end - start) // count
    written = [_Written(spec, end - start, count) for spec in output_specs]

    def turn(number, carry):
        carry, arrays = carry
        number = turns - 1 - number if backwards else number
        read = [_steps(x, start, number, count) for x in xs]
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
    for one, array in zip(written, arrays, strict=True):
        one.array = array
    return carry, written


class _Written:
    """An output of a span of steps: written one by one, or small ones with those of a turn."""

    def __init__(self, spec, steps, count):
        self._shape, self._dtype = spec
        self._steps, self._count = steps, count
        sizes = [size for size in self._shape if isinstance(size, int)]
        self._singly = count == 1 or math.prod(sizes) >= TOGETHER
        if not self._singly:
            self._shape = count, *self._shape
            steps = steps // count
        self.array = array_for(self._dtype, steps, known_sizes(self._shape))

    def write(self, array, turn, outputs):
        """The array after a turn."""
        if not self._singly:
            return array.write(turn, tf.stack(outputs))
        for i, output in enumerate(outputs):
            array = array.write(turn * self._count + i, output)
        return array

    def read(self, turn):
        """The outputs of a turn."""
        if not self._singly:
            return tf.unstack(self.array.read(turn))
        return [self.array.read(turn * self._count + i) for i in range(self._count)]

    def whole(self):
        """[time, ...]."""
        made = stacked(self.array, self._shape, self._dtype)
        sizes = self._steps, *(self._shape if self._singly else self._shape[1:])
        made = made if self._singly else tf.reshape(made, sizes)
        made.set_shape(known_sizes(sizes))
        return made


def _steps(x, start, turn, count):
    """What the steps of a turn read of a tensor [time, ...], or of what was kept."""
    if isinstance(x, _Written):
        return x.read(turn)
    first = start + turn * count
    if count == 1:
        return [x[first]]
    # Of a size that XLA knows too, in case it compiles what was traced without it.
    some = tf.slice(x, [first, *[0] * (len(x.shape) - 1)], [count, *sizes_of(x)[1:]])
    some.set_shape([count, *x.shape[1:]])
    return tf.unstack(some)


def sizes_of(x):
    """The sizes of a tensor, ints where they are known."""
    return [tf.shape(x)[i] if size is None else size for i, size in enumerate(x.shape)]
