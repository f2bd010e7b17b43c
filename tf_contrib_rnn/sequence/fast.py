"""The fast loop: the products of a cell with its inputs before it, those for the kernels after it.

It is a loop like those of `_loops`, of the same signature and results, for a step that is a cell of
ours. A step is rehearsed once, on zeros, to learn its products; `Hoisted` tells what is done with
each. What a product knows before the loop is one more thing that the steps read, and what it needs
after it one more thing that they write.
"""

import tensorflow as tf

from tf_contrib_rnn.cells._products import answering
from tf_contrib_rnn.cells._state import flatten, pack_like
from tf_contrib_rnn.sequence._hoisted import Hoisted
from tf_contrib_rnn.sequence._stacks import stack_loop
from tf_contrib_rnn.sequence._tuning import Tuning, is_compiled, multiplications
from tf_contrib_rnn.sequence._turns import loop_in_turns


def fast_loop(step, steps, carry, xs, output_specs, **options):
    """Repeats a step; see `_loops`."""
    tuning = Tuning(is_compiled())
    rehearsal = Rehearsal(step, carry, xs, tuning)
    products = [product for product in rehearsal.products if product is not None]
    batch_size = tf.shape(xs[0])[1] if xs[0].shape[1] is None else xs[0].shape[1]
    reads = []
    for product in products:
        product.plan(tuning)
        x = None if product.source is None else xs[product.source]
        reads.append(product.read(x, steps, batch_size))

    def hoisted_step(carry, x):
        answers = _Answers(rehearsal.products, pack_like(reads, x[len(xs) :]))
        with answering(answers):
            carry, outputs = step(carry, x[: len(xs)])
        return carry, [*outputs, *answers.operands]

    writing = [product for product in products if product.operand_size is not None]
    specs = [((batch_size, *product.operand_size), product.dtype) for product in writing]
    loop = stack_loop
    if not tuning.compiled:
        loop = loop_in_turns
        options["steps_a_turn"] = tuning.steps_a_turn(steps, rehearsal.operations, rehearsal.work)
    specs = [*output_specs, *specs]
    carry, outputs = loop(hoisted_step, steps, carry, [*xs, *flatten(reads)], specs, **options)
    outputs, operands = outputs[: len(output_specs)], outputs[len(output_specs) :]
    for product, of_product in zip(writing, operands, strict=True):
        product.operands = of_product
    return carry, outputs


class Rehearsal:
    """One step on zeros, of which only its products are of interest; nothing of it ever runs.

    Attributes:
        products: one `Hoisted` for each product of the step, in order; None for one that stays in
            the loop as it is.
        operations: number of operations of a step.
        work: number of multiplications that are left in a step.
    """

    def __init__(self, step, carry, xs, tuning):
        self._tuning = tuning
        self._x = [tf.zeros(tf.shape(x)[1:], x.dtype) for x in xs]
        self._variable = {id(tensor) for tensor in (*self._x, *carry)}
        self.products, self.work = [], 0
        self._graph = tf.compat.v1.get_default_graph()
        before = len(self._graph.get_operations())
        with answering(self):
            step(carry, self._x)
        self.operations = len(self._graph.get_operations()) - before

    def __call__(self, arithmetic, inputs, state, kernel, bias, options):
        """Notes a product and computes it."""
        kernel = tf.convert_to_tensor(kernel)
        bias = None if bias is None else tf.convert_to_tensor(bias)
        result = arithmetic(inputs, state, kernel, bias, **options)
        product = self._noted(arithmetic, inputs, state, kernel, bias, options, result)
        self.products.append(product)
        self.work += multiplications(result, kernel) if product is None else product.work()
        return result

    def _noted(self, arithmetic, inputs, state, kernel, bias, options, result):
        source = next((i for i, x in enumerate(self._x) if x is inputs), None)
        operand = _operand(source, inputs, state)
        if not self._can_be_hoisted(source, operand, kernel, bias, options, result):
            return None
        of_x, of_a = None, kernel
        if operand is None:
            of_x, of_a = kernel, None
        elif source is not None:
            of_x, of_a = tf.split(kernel, [inputs.shape[-1], state.shape[-1]], axis=-2)
        return Hoisted(arithmetic, options, source, kernel, of_x, of_a, bias, operand, result)

    def _can_be_hoisted(self, source, operand, kernel, bias, options, result):
        tensors = [x for x in (operand, kernel, bias, result) if x is not None]
        sizes = [size for x in (operand, result) if x is not None for size in x.shape[1:]]
        return (
            len({x.dtype for x in tensors}) == 1
            and all(x.graph is self._graph for x in tensors)
            and None not in sizes
            and all(len(x.shape) == len(kernel.shape) for x in (operand, result) if x is not None)
            and options.get("data_format") != "channels_first"
            and not self._tuning.stays_in_loop(result.shape[:-1], kernel.shape)
            and not self._depends_on_step([kernel] if bias is None else [kernel, bias])
        )

    def _depends_on_step(self, tensors):
        """Whether what should be the same at every step is computed from what is not."""
        seen, left = set(), list(tensors)
        while left:
            tensor = left.pop()
            if id(tensor) in self._variable:
                return True
            if tensor.op not in seen:
                seen.add(tensor.op)
                left.extend(tensor.op.inputs)
        return False


class _Answers:
    """What one step of the loop gets for its products, in the order of the rehearsal."""

    def __init__(self, products, given):
        self._products, self._given = iter(products), iter(given)
        self.operands = []

    def __call__(self, arithmetic, inputs, state, kernel, bias, options):
        product = next(self._products)
        if product is None:
            return arithmetic(inputs, state, kernel, bias, **options)
        operand = _operand(product.source, inputs, state)
        if product.operand_size is not None:
            self.operands.append(operand)
        return product.answer(next(self._given), operand)


def _operand(source, inputs, state):
    """What a product sees of its step alone; None where that is nothing."""
    if source is not None:
        return state
    operands = [x for x in (inputs, state) if x is not None]
    return operands[0] if len(operands) == 1 else tf.concat(operands, axis=-1)
