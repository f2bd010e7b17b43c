"""The way back through a sequence."""

import functools
from dataclasses import dataclass

import tensorflow as tf

from tf_contrib_rnn.cells._products import answering
from tf_contrib_rnn.cells._state import flatten, pack_like
from tf_contrib_rnn.sequence._halves import loop_in_halves
from tf_contrib_rnn.sequence._rehearsal import Answers
from tf_contrib_rnn.sequence._turns import Kept, loop_in_turns, sizes_of


@dataclass
class _Found:
    """What one step back finds.

    Attributes:
        carry: the gradients by its floating tensors.
        x: by its floating tensors, None for what nothing but a product reads.
        parameters: by the parameters, None for what nothing but a product reads.
        results: by the pieces of each product.
        operands: what each product was made of beside x.
    """

    carry: list
    x: list
    parameters: list
    results: list
    operands: list


class Backward:
    """The gradient of a run over a sequence, of what the run kept.

    Args:
        pure: the `PureStep`.
        rehearsal: its `Rehearsal`.
        xs: what its steps read, [time, batch, ...].
        carries: the carry that came into each step, `Kept`.
        results: pieces of the result of each product, `Kept` or [time, batch, ...].
    """

    def __init__(self, pure, rehearsal, xs, carries, results):
        self._pure, self._rehearsal = pure, rehearsal
        self._products, self._parameters = rehearsal.products, rehearsal.parameters
        self._xs, self._carries, self._results = xs, carries, results
        examples = [product.examples() for product in self._products]
        self._example = self._step(rehearsal.carry, rehearsal.x, examples)
        self._of_x = _known(self._example.x)
        self._of_parameters = _known(self._example.parameters)
        # A product of the carry itself, as most are, has its operands there.
        self._places = [_place(a, rehearsal.carry) for a in self._example.operands]

    def run(self, steps, upstream, **options):
        """The gradients by the floating tensors of carry, xs and parameters, in this order.

        Args:
            steps: number of steps.
            upstream: gradients by the last carry and all outputs.
            **options: of the loop.
        """
        count = len(self._carries)
        last, outputs = floating(upstream[:count]), floating(upstream[count:])
        parameters = [self._parameters[i] for i in self._of_parameters]
        sums = [tf.zeros(sizes_of(x), x.dtype) for x in parameters]
        layout = [self._carries, self._xs, self._results, outputs]

        def back(upstream, read):
            carry, x, results, d_outputs = pack_like(layout, read)
            d_carry, sums = upstream[: len(last)], upstream[len(last) :]
            found = self._step(carry, x, results, [*d_carry, *d_outputs])
            of_step = [found.parameters[i] for i in self._of_parameters]
            sums = [one + other for one, other in zip(sums, of_step, strict=True)]
            return [*found.carry, *sums], flatten(self._written(found))

        read = [x.readable() if isinstance(x, Kept) else x for x in flatten(layout)]
        written = self._written(self._example)
        specs = [(sizes_of(x), x.dtype) for x in flatten(written)]
        loop = loop_in_turns
        if self._rehearsal.back_in_halves:
            loop = functools.partial(loop_in_halves, sums=len(sums))
        found, made = loop(back, steps, [*last, *sums], read, specs, backwards=True, **options)
        d_carry, sums = found[: len(last)], found[len(last) :]
        return [*d_carry, *self._after_loop(sums, *pack_like(written, made))]

    def _step(self, carry, x, results, upstream=None):
        """One step back, of what came into it and the results of its products."""
        sources = [floating(carry), floating(x), self._parameters, results]
        answers = Answers(self._rehearsal, lambda product, i, x, a: product.kept(results[i], a))
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(flatten(sources))
            with answering(answers):
                new, outputs = self._pure(carry, x)
        of_carry, *others = tape.gradient(floating([*new, *outputs]), sources, upstream)
        *others, of_results = others
        return _Found(
            _zeros_for_none(of_carry, sources[0]),
            *others,
            [_zeros_for_none(*pair) for pair in zip(of_results, results, strict=True)],
            answers.operands,
        )

    def _written(self, found):
        """What every step back writes."""
        pairs = zip(found.operands, self._places, self._products, strict=True)
        operands = [a for a, place, p in pairs if place is None and p.is_in_loop]
        return [found.results, operands, [found.x[i] for i in self._of_x]]

    def _after_loop(self, sums, d_results, operands, d_x):
        """The gradients by the floating tensors of xs and parameters."""
        floats = [i for i, x in enumerate(self._xs) if x.dtype.is_floating]
        of_xs = {floats[i]: d for i, d in zip(self._of_x, d_x, strict=True)}
        of_products = []
        triples = zip(self._products, self._all_operands(operands), d_results, strict=True)
        for product, a, upstream in triples:
            x = None if product.source is None else self._xs[product.source]
            found = product.gradients(x, a, upstream)
            of_products.append((found["kernel"], found.get("bias")))
            if x is not None:
                of_x = tf.reshape(found["x"], sizes_of(x))
                of_xs[product.source] = _sum(of_xs.get(product.source), of_x)
        of_parameters = self._rehearsal.derived(of_products)
        for i, d in zip(self._of_parameters, sums, strict=True):
            of_parameters[i] = _sum(of_parameters[i], d)
        found = [*map(of_xs.get, floats), *of_parameters]
        return _zeros_for_none(found, [*floating(self._xs), *self._parameters])

    def _all_operands(self, written):
        """What each product was made of beside x, at all steps; None for nothing."""
        written = iter(written)
        for product, place in zip(self._products, self._places, strict=True):
            if not product.is_in_loop:
                yield None
            else:
                yield next(written) if place is None else self._carries[place].whole


def floating(tensors):
    """Those that have a derivative."""
    return [x for x in tensors if x.dtype.is_floating]


def _known(gradients):
    return [i for i, d in enumerate(gradients) if d is not None]


def _place(tensor, tensors):
    return next((i for i, x in enumerate(tensors) if x is tensor), None)


def _sum(one, other):
    return other if one is None else one + other


def _zeros_for_none(gradients, tensors):
    pairs = zip(gradients, tensors, strict=True)
    return [tf.zeros_like(x) if d is None else tf.convert_to_tensor(d) for d, x in pairs]
