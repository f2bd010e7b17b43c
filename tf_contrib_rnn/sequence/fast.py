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
from tf_contrib_rnn.sequence._backward import Backward, floating
from tf_contrib_rnn.sequence._halves import loop_in_halves
from tf_contrib_rnn.sequence._loops import while_loop
from tf_contrib_rnn.sequence._rehearsal import Answers, PureStep, Rehearsal
from tf_contrib_rnn.sequence._tuning import Tuning, is_compiled
from tf_contrib_rnn.sequence._turns import loop_in_turns, sizes_of


def fast_loop(step, steps, carry, xs, output_specs, *, lean=False, **options):
    """Repeats a step; see `_loops`.

    With `lean` it keeps only the carry of each step, and computes the rest again.
    """
    pure = PureStep(step)
    tuning = Tuning(is_compiled(), lean)
    rehearsal = Rehearsal(pure, carry, xs, tuning)
    if not rehearsal.is_worth_it:
        return while_loop(step, steps, carry, xs, output_specs, **options)
    options["steps_a_turn"] = tuning.steps_a_turn(
        steps, rehearsal.operations, rehearsal.work, rehearsal.elements, rehearsal.in_halves
    )
    if lean:
        options["parallel_iterations"] = 1
    run = _Run(pure, rehearsal, steps, carry, xs, output_specs, options)
    found = tf.custom_gradient(lambda *_: run.forward())(*run.sources)
    return found[: len(carry)], found[len(carry) :]


class _Run:
    """One run over a sequence: its results, and its gradient by all tensors that it is made of.

    Attributes:
        sources: these tensors.
    """

    def __init__(self, pure, rehearsal, steps, carry, xs, output_specs, options):
        self._pure, self._rehearsal, self._products = pure, rehearsal, rehearsal.products
        self._steps, self._carry, self._xs = steps, carry, xs
        self._output_specs, self._options = output_specs, options
        self.sources = [*carry, *xs, *rehearsal.parameters]

    def forward(self):
        """(the last carry and the outputs, function of their gradients)."""
        batch_size = sizes_of(self._xs[0])[1]
        reads = [product.read(self._xs, self._steps, batch_size) for product in self._products]
        layout = [self._xs, reads]

        def step(carry, x):
            x, given = pack_like(layout, x)
            answers = Answers(
                self._rehearsal, lambda product, i, x, a: product.made(given[i], x, a)
            )
            with answering(answers):
                new, outputs = self._pure(carry, x)
            return new, [*outputs, *carry, *flatten(self._in_loop(answers.pieces))]

        examples = self._in_loop([product.examples() for product in self._products])
        kept_specs = [(sizes_of(x), x.dtype) for x in [*self._carry, *flatten(examples)]]
        loop = loop_in_halves if self._rehearsal.in_halves else loop_in_turns
        last, made = loop(
            step, self._steps, self._carry, flatten(layout), [*self._output_specs, *kept_specs],
            kept=len(kept_specs), **self._options,
        )  # fmt: skip
        outputs, kept = made[: len(self._output_specs)], made[len(self._output_specs) :]
        carries, pieces = pack_like([self._carry, examples], kept)
        pieces = iter(pieces)
        results = [
            next(pieces) if product.is_in_loop else read
            for product, read in zip(self._products, reads, strict=True)
        ]
        return [*last, *outputs], lambda *upstream: self._gradient(carries, results, upstream)

    def _in_loop(self, of_products):
        """What belongs to the products of which something is left in the loop."""
        pairs = zip(of_products, self._products, strict=True)
        return [of_product for of_product, product in pairs if product.is_in_loop]

    def _gradient(self, carries, results, upstream):
        """The gradients by the sources, of what the steps kept.

        They have the derivatives of those of the plain loop. So a derivative of the second order,
        or a higher one, is TensorFlow's own.
        """
        sources = [*self.sources, *upstream]
        backward = Backward(self._pure, self._rehearsal, self._xs, carries, results)

        @tf.custom_gradient
        def derivable(*_):
            def second(*upstream_2):
                with tf.GradientTape(watch_accessed_variables=False) as tape:
                    tape.watch(floating(sources))
                    found = self._plain_gradient(upstream)
                return _padded(tape.gradient(found, floating(sources), list(upstream_2)), sources)

            return backward.run(self._steps, upstream, **self._options), second

        return _padded(derivable(*sources), self.sources)

    def _plain_gradient(self, upstream):
        """The gradients by the floating sources, of TensorFlow's own loop."""
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(floating(self.sources))
            last, outputs = while_loop(
                self._pure, self._steps, self._carry, self._xs, self._output_specs
            )
        pairs = zip([*last, *outputs], upstream, strict=True)
        results, upstream = zip(*(p for p in pairs if p[0].dtype.is_floating), strict=True)
        return tape.gradient(
            list(results), floating(self.sources), list(upstream), unconnected_gradients="zero"
        )


def _padded(gradients, tensors):
    """The gradients by the floating tensors, with None for the others."""
    gradients = iter(gradients)
    return [next(gradients) if x.dtype.is_floating else None for x in tensors]
