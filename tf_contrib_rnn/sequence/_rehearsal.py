"""What a step is made of, learnt from tracing it once."""

import keras
import tensorflow as tf

from tf_contrib_rnn.cells._products import answering
from tf_contrib_rnn.cells._state import flatten
from tf_contrib_rnn.sequence._halves import can_be_halved
from tf_contrib_rnn.sequence._hoisted import Hoisted, operand_of
from tf_contrib_rnn.sequence._tuning import elements, multiplications
from tf_contrib_rnn.sequence._turns import sizes_of


class PureStep:
    """A step as a function of tensors alone: it reads no variable, but the values given here.

    Attributes:
        values: of its variables, in their own dtype, in which their gradients add up.
    """

    def __init__(self, step):
        self._step, self._variables = step, step.variables
        self.values = [tf.cast(tf.identity(v.value), v.dtype) for v in self._variables]

    def __call__(self, carry, x):
        with keras.StatelessScope(list(zip(self._variables, self.values, strict=True))):
            return self._step(carry, x)


class Rehearsal:
    """One step on zeros, of which nothing ever runs.

    Attributes:
        products: one `Hoisted` for each product that can be taken out of the loop, in order.
        carry, x: what it had for its carry and x.
        places: for each product of the step its number among them, or None.
        parameters: the floating tensors that the step reads beside its carry and x.
        operations: number of operations of a step.
        work: number of multiplications that are left in a step.
        elements: number of elements of the products' results.
        in_halves, back_in_halves: whether a step is made in halves of the batch, on the way
            forward and on the way back.
        is_worth_it: whether the loop gains by a gradient of its own.
    """

    def __init__(self, pure, carry, xs, tuning):
        self._pure, self._tuning = pure, tuning
        self.x = [tf.zeros(sizes_of(x)[1:], x.dtype) for x in xs]
        self.carry = [tf.identity(x) for x in carry]
        self._graph = tf.compat.v1.get_default_graph()
        self._given = {id(tensor) for tensor in (*self.x, *self.carry)}
        before = len(self._graph.get_operations())
        self.products, self.places, self._too_large = [], [], False
        self.work = self.elements = 0
        with answering(self):
            new, outputs = self._pure(self.carry, self.x)
        made = self._graph.get_operations()[before:]
        self.operations = len(made)
        self.parameters = self._read_by(made)
        self.is_worth_it = self._is_worth_it(made)
        self.in_halves = tuning.takes_halves(self.products) and can_be_halved(
            made, [*self.carry, *self.x], [*new, *outputs]
        )
        self.back_in_halves = self.in_halves and tuning.takes_halves(self.products, back=True)
        for product in self.products:
            product.plan(tuning, self.in_halves)

    def derived(self, upstream):
        """The gradients by the parameters, None for those that no product is made of.

        Args:
            upstream: for each product the gradients by its kernel and its bias, which is None
                without a bias.
        """
        noted = _Noted()
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(self.parameters)
            with answering(noted):
                self._pure(self.carry, self.x)
        pairs = zip(noted.weights, self.places, strict=True)
        made = [weights for weights, place in pairs if place is not None]
        pairs = zip(flatten(made), flatten(upstream), strict=True)
        pairs = [pair for pair in pairs if pair[0] is not None]
        if not pairs:
            return [None] * len(self.parameters)
        made, upstream = zip(*pairs, strict=True)
        return tape.gradient(list(made), self.parameters, list(upstream))

    def _read_by(self, made):
        """Floating tensors from before, or from outside, that some operations read."""
        captured = {inner.ref(): outer for outer, inner in getattr(self._graph, "captures", ())}
        names = {op.name for op in made if op.type != "Placeholder"}
        read = {x.ref(): x for op in made for x in op.inputs if x.op.name not in names}
        read = [captured.get(name, x) for name, x in read.items() if id(x) not in self._given]
        return [x for x in read if x.dtype.is_floating]

    def _is_worth_it(self, made):
        if any(op.op_def.is_stateful for op in made):
            return False  # what happens at a step shall happen once
        return self._tuning.lean or bool(self.products and not self._too_large)

    def __call__(self, arithmetic, inputs, state, kernel, bias, options):
        """Notes a product and computes it."""
        kernel = tf.convert_to_tensor(kernel)
        bias = None if bias is None else tf.convert_to_tensor(bias)
        result = arithmetic(inputs, state, kernel, bias, **options)
        source = next((i for i, x in enumerate(self.x) if x is inputs), None)
        operand = operand_of(source, inputs, state)
        self.elements += elements(result)
        self._too_large |= self._tuning.is_too_large(result, kernel)
        if self._tuning.lean or not self._is_taken_out(operand, kernel, bias, options, result):
            self.places.append(None)
            self.work += multiplications(result, kernel)
            return result
        of_x, of_a = None, kernel
        if operand is None:
            of_x, of_a = kernel, None
        elif source is not None:
            of_x, of_a = tf.split(kernel, [inputs.shape[-1], state.shape[-1]], axis=-2)
        self.places.append(len(self.products))
        self.products.append(Hoisted(arithmetic, options, source, kernel, of_x, of_a, bias, result))
        self.work += self.products[-1].work
        return result

    def parts(self, x, count):
        """None: here every product is whole."""

    def _is_taken_out(self, operand, kernel, bias, options, result):
        tensors = [x for x in (operand, kernel, bias, result) if x is not None]
        sizes = [size for x in (operand, result) if x is not None for size in x.shape[1:]]
        return (
            len({x.dtype for x in tensors}) == 1
            and all(x.graph is self._graph for x in tensors)
            and None not in sizes
            and all(len(x.shape) == len(kernel.shape) for x in (operand, result) if x is not None)
            and options.get("data_format") != "channels_first"
            and not self._depends_on_step([kernel] if bias is None else [kernel, bias])
        )

    def _depends_on_step(self, tensors):
        """Whether what should be the same at every step is computed from what is not."""
        seen, left = set(), list(tensors)
        while left:
            tensor = left.pop()
            if id(tensor) in self._given:
                return True
            if tensor.op.name not in seen:
                seen.add(tensor.op.name)
                left.extend(tensor.op.inputs)
        return False


class _Noted:
    """Notes the kernel and the bias of each product, and computes it."""

    def __init__(self):
        self.weights = []

    def __call__(self, arithmetic, inputs, state, kernel, bias, options):
        bias = None if bias is None else tf.convert_to_tensor(bias)
        self.weights.append((tf.convert_to_tensor(kernel), bias))
        return arithmetic(inputs, state, *self.weights[-1], **options)

    def parts(self, x, count):
        """None: here every product is whole."""


class Answers:
    """What one step of the loop gets for its products, in the order of the rehearsal.

    Args:
        rehearsal: the `Rehearsal`.
        answer: function of a product, its number and its operand that gives its pieces.

    Attributes:
        pieces: of every product, a list of tensors.
        operands: of every product, or None.
    """

    def __init__(self, rehearsal, answer):
        self._products, self._places = rehearsal.products, iter(rehearsal.places)
        self._answer = answer
        self.pieces, self.operands = [], []
        self._whole = {}

    def __call__(self, arithmetic, inputs, state, kernel, bias, options):
        place = next(self._places)
        if place is None:
            return arithmetic(inputs, state, kernel, bias, **options)
        product = self._products[place]
        operand = operand_of(product.source, inputs, state)
        pieces = self._answer(product, place, inputs, operand)
        self.operands.append(operand)
        self.pieces.append(pieces)
        whole = pieces[0] if len(pieces) == 1 else tf.concat(pieces, axis=-1)
        self._whole[id(whole)] = whole, pieces
        return whole

    def parts(self, x, count):
        """`count` equal parts of a product by columns; None where x is none, or of other pieces."""
        _, pieces = self._whole.get(id(x), (None, []))
        if len(pieces) < 2 or count % len(pieces):
            return None
        each = count // len(pieces)
        return [part for piece in pieces for part in tf.split(piece, each, axis=-1)]
