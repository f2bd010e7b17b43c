"""The lean loop: it keeps the carry of every step and nothing else for the gradient."""

import keras
import tensorflow as tf

from tf_contrib_rnn.sequence._loops import while_loop
from tf_contrib_rnn.sequence._stacks import stack_loop
from tf_contrib_rnn.sequence._tuning import is_compiled


def lean_loop(step, steps, carry, xs, output_specs, *, loop=None, **options):
    """Repeats a step, one at a time, by `loop` where no function is traced; see `_loops`."""
    options["parallel_iterations"] = 1
    loop = loop or (stack_loop if is_compiled() else while_loop)
    return loop(_lean(step), steps, carry, xs, output_specs, **options)


def _lean(step):
    """A step of the same results whose gradient computes it again instead of keeping all of it."""
    variables = [v for v in step.variables if keras.backend.is_float_dtype(v.dtype)]
    # In their own dtype, in which their gradients add up; the step casts them.
    values = [tf.cast(tf.identity(variable.value), variable.dtype) for variable in variables]

    def lean_step(carry, x):
        sizes = [len(carry), len(x)]

        def run(tensors):
            carry, x, values = _parts(tensors, sizes)
            with keras.StatelessScope(list(zip(variables, values, strict=True))):
                carry, outputs = step(carry, x)
            sizes[2:] = [len(carry)]
            return [*carry, *outputs]

        @tf.custom_gradient
        def kept(*tensors):
            def gradient(*upstream):
                # Outside of the tape: in a loop these come out of stacks, which are not derived.
                again = [tf.identity(x) for x in tensors]
                watched = [x for x in again if x.dtype.is_floating]
                with tf.GradientTape(watch_accessed_variables=False) as tape:
                    tape.watch(watched)
                    results = run(again)
                pairs = [p for p in zip(results, upstream, strict=True) if p[0].dtype.is_floating]
                found = iter(tape.gradient(*_columns(pairs, watched)))
                return [next(found) if x.dtype.is_floating else None for x in tensors]

            return run(tensors), gradient

        results = kept(*carry, *x, *values)
        return results[: sizes[2]], results[sizes[2] :]

    return lean_step


def _parts(tensors, sizes):
    first, second = sizes[0], sizes[0] + sizes[1]
    return list(tensors[:first]), list(tensors[first:second]), list(tensors[second:])


def _columns(pairs, watched):
    """The arguments of `GradientTape.gradient` for (result, upstream) pairs."""
    results, upstream = zip(*pairs, strict=True)
    return list(results), watched, list(upstream)
