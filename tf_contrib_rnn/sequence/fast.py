"""The fast loop: one gradient over the whole sequence, and the large products outside of the loop.

It is a loop like those of `_loops`, of the same signature and results, for a step that is a cell of
ours.

    forward     all products with the inputs at once; then step by step, keeping the carry that
                came in and the results of the products
    gradient    step by step from the end: the derivative of what lies between the products, of
                what was kept; then all products for the kernels at once

A step is rehearsed once, on zeros, to learn its products; `Hoisted` tells what is done with each.
A lean run takes no products out and keeps the carry alone.
"""

import tensorflow as tf

from tf_contrib_rnn.cells._products import answering
from tf_contrib_rnn.cells._state import flatten, pack_like
from tf_contrib_rnn.sequence._backward import Backward
from tf_contrib_rnn.sequence._loops import while_loop
from tf_contrib_rnn.sequence._rehearsal import Answers, PureStep, Rehearsal
from tf_contrib_rnn.sequence._tuning import Tuning, is_compiled
from tf_contrib_rnn.sequence._turns import loop_in_turns, sizes_of


def fast_loop(step, steps, carry, xs, output_specs, *, lean=False, **options):
    """Repeats a step; see `_loops`.

    Args:
        lean: whether to keep only the carry of each step, and compute the rest again.
    """
    pure = PureStep(step)
    tuning = Tuning(is_compiled(), lean)
    rehearsal = Rehearsal(pure, carry, xs, tuning)
    if not rehearsal.is_worth_it:
        return while_loop(step, steps, carry, xs, output_specs, **options)
    options["steps_a_turn"] = tuning.steps_a_turn(steps, rehearsal.operations, rehearsal.work)
    if lean:
        options["parallel_iterations"] = 1
    products = rehearsal.products
    sources = [*carry, *xs, *rehearsal.parameters]

    @tf.custom_gradient
    def run(*_):
        reads = [product.read(xs, steps, sizes_of(xs[0])[1]) for product in products]

        def keeping_step(carry, x):
            x, given = x[: len(xs)], pack_like(reads, x[len(xs) :])
            answers = Answers(rehearsal, lambda product, i, x, a: product.made(given[i], x, a))
            with answering(answers):
                new, outputs = pure(carry, x)
            pieces = [z for z, p in zip(answers.pieces, products, strict=True) if p.is_in_loop]
            return new, [*outputs, *carry, *flatten(pieces)]

        kept = [*carry, *(z for p in products if p.is_in_loop for z in p.examples())]
        specs = [*output_specs, *((sizes_of(x), x.dtype) for x in kept)]
        read = [*xs, *flatten(reads)]
        last, made = loop_in_turns(
            keeping_step, steps, carry, read, specs, kept=len(kept), **options
        )
        outputs, kept = made[: len(output_specs)], made[len(output_specs) :]

        def gradient(*upstream):
            pieces = iter(kept[len(carry) :])
            results = [
                [next(pieces) for _ in p.examples()] if p.is_in_loop else read
                for p, read in zip(products, reads, strict=True)
            ]
            backward = Backward(pure, rehearsal, xs, kept[: len(carry)], results)
            found = _derivable(
                lambda: backward.run(steps, upstream, **options),
                lambda: _plain_gradient(pure, steps, carry, xs, output_specs, sources, upstream),
                [*sources, *upstream],
            )
            found = iter(found)
            return [next(found) if x.dtype.is_floating else None for x in sources]

        return [*last, *outputs], gradient

    found = run(*sources)
    return found[: len(carry)], found[len(carry) :]


def _derivable(compute, plain, sources):
    """What `compute` gives, with the derivatives of `plain`, which gives the same by other means.

    So a derivative of the second order, or a higher one, is TensorFlow's own of the plain loop.
    """

    @tf.custom_gradient
    def computed(*_):
        def gradient(*upstream):
            floating = [x for x in sources if x.dtype.is_floating]
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(floating)
                found = plain()
            found = iter(tape.gradient(found, floating, list(upstream)))
            return [next(found) if x.dtype.is_floating else None for x in sources]

        return compute(), gradient

    return computed(*sources)


def _plain_gradient(pure, steps, carry, xs, output_specs, sources, upstream):
    """The gradients by all floating sources, of TensorFlow's own loop."""
    floating = [x for x in sources if x.dtype.is_floating]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(floating)
        last, outputs = while_loop(pure, steps, carry, xs, output_specs)
    pairs = zip([*last, *outputs], upstream, strict=True)
    results, upstream = zip(*(p for p in pairs if p[0].dtype.is_floating), strict=True)
    return tape.gradient(list(results), floating, list(upstream), unconnected_gradients="zero")

