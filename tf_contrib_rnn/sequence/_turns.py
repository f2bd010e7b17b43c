"""A loop of which each turn makes several steps, because a turn has a price."""

import tensorflow as tf

from tf_contrib_rnn.sequence._loops import while_loop


def loop_in_turns(step, steps, carry, xs, output_specs, *, steps_a_turn, **options):
    """Repeats a step, `steps_a_turn` times a turn, and then what is left; see `_loops`."""
    count = steps_a_turn
    if count == 1:
        return while_loop(step, steps, carry, xs, output_specs, **options)
    turns = steps // count
    whole = turns * count

    def turn(carry, parts):
        outputs = []
        for x in zip(*(tf.unstack(part, count) for part in parts), strict=True):
            carry, made = step(carry, list(x))
            outputs.append(made)
        return carry, [tf.stack(made) for made in zip(*outputs, strict=True)]

    in_turns = [tf.reshape(x[:whole], [turns, count, *_sizes(x)[1:]]) for x in xs]
    specs = [((count, *shape), dtype) for shape, dtype in output_specs]
    carry, outputs = while_loop(turn, turns, carry, in_turns, specs, **options)
    outputs = [tf.reshape(x, [whole, *_sizes(x)[2:]]) for x in outputs]
    if isinstance(steps, int) and whole == steps:
        return carry, outputs
    rest = [x[whole:] for x in xs]
    carry, last = while_loop(step, steps - whole, carry, rest, output_specs, **options)
    return carry, [tf.concat(pair, axis=0) for pair in zip(outputs, last, strict=True)]


def _sizes(x):
    """The sizes of a tensor, ints where they are known."""
    return [tf.shape(x)[i] if size is None else size for i, size in enumerate(x.shape)]
