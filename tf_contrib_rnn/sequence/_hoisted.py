"""One product of a cell over a whole sequence."""

import tensorflow as tf

from tf_contrib_rnn.sequence._rows import RowProducts
from tf_contrib_rnn.sequence._tuning import multiplications


class Hoisted:
    """The product `z[t] = [x[t], a[t]] W + b` of every step t, of which x is known before the loop.

        before the loop       G[t] = x[t] W_x + b       one product for all steps
        in the loop           z[t] = G[t] + a[t] W_a
        in its gradient       da[t] = dz[t] W_a'        W_a transposed (turned round) once
        after its gradient    dW = sum [x[t], a[t]]' dz[t]    one product for all steps

    All of them in pieces of columns, as many as `Tuning` says.

    Args:
        arithmetic: the product's function of `(inputs, state, kernel, bias, **options)`.
        options: its options.
        source: number of x among the tensors that a step reads; None without x.
        kernel: W.
        of_x: W_x, or None.
        of_a: W_a, or None.
        bias: b, or None.
        result: z of any one step.

    Attributes:
        example: z of any one step, of which nothing runs.
        work: multiplications that are left in a step.
    """

    def __init__(self, arithmetic, options, source, kernel, of_x, of_a, bias, result):
        self._arithmetic, self._options = arithmetic, options
        self.source, self._of_x, self._of_a = source, of_x, of_a
        self.kernel, self.bias = kernel, bias
        self.example = result
        self.work = 0 if of_a is None else multiplications(result, of_a)

    def plan(self, tuning, in_halves):
        """Decides on the pieces and makes what the loops need of W and b, once.

        Args:
            tuning: the `Tuning`.
            in_halves: whether a step makes the product for one half of the batch, then the other.
        """
        self.count = tuning.pieces(self.example, self.kernel)
        self._joins = tuning.compiled  # gains by few large products, where TensorFlow runs several
        self._kernels, self._biases = self._split(self.kernel), self._split(self.bias)
        self._of_x, self._of_a = self._split(self._of_x), self._split(self._of_a)
        ahead = not self.is_in_loop or tuning.reads_ahead(self.example, self.kernel)
        self._is_read = self.source is not None and ahead
        self._in_rows, self._back = None, []
        if self.is_in_loop and self._is_centred():
            can_take_rows = self._can_take_rows()
            if can_take_rows and tuning.takes_rows(
                self.example, self.kernel, 2 if in_halves else 1
            ):
                self._in_rows = RowProducts(self._kernels)
            in_rows = can_take_rows and tuning.takes_rows(self.example, self.kernel)
            self._back = [self._by_turned(kernel, in_rows) for kernel in self._of_a]

    def _is_centred(self):
        """Whether the derivative by a is a product of the same options by the kernel turned.

        It is where a window of odd size goes from place to place.
        """
        strides = tf.nest.flatten(self._options.get("strides", 1))
        centred = self._options.get("padding", "same") == "same"
        window = self.kernel.shape[:-2]
        return centred and all(s == 1 for s in strides) and all(n % 2 for n in window)

    def _by_turned(self, kernel, in_rows):
        """The function of a piece of dz that is its product with a piece of W_a turned."""
        turned = _turned(kernel)
        if in_rows:
            rows = RowProducts([turned])
            return lambda dz: rows(None, dz, [None])[0]
        return lambda dz: self._arithmetic(None, dz, turned, **self._options)

    def _can_take_rows(self):
        dilation = tf.nest.flatten(self._options.get("dilation_rate", 1))
        return not self._is_read and all(rate == 1 for rate in dilation)

    def _split(self, x):
        if x is None:
            return [None] * self.count
        return [x] if self.count == 1 else tf.split(x, self.count, axis=-1)

    @property
    def is_in_loop(self):
        """Whether something of it is left in the loop."""
        return self._of_a[0] is not None

    def examples(self):
        """Pieces of z of any one step."""
        return self._split(self.example)

    def read(self, xs, steps, batch_size):
        """Pieces of G, each [time, batch, ...]; none where there is no x."""
        if not self._is_read:
            return []
        rows = _rows(xs[self.source])
        pairs = zip(self._of_x, self._biases, strict=True)
        made = [self._arithmetic(rows, None, *pair, **self._options) for pair in pairs]
        return [tf.reshape(g, [steps, batch_size, *g.shape[1:]]) for g in made]

    def made(self, given, x, a):
        """Pieces of z of one step, of its pieces of G, if there are any, its x and its a."""
        if a is None:
            return given
        if not given:
            x = None if self.source is None else x
            if self._in_rows:
                return self._in_rows(x, a, self._biases)
            pairs = zip(self._kernels, self._biases, strict=True)
            return [self._arithmetic(x, a, *pair, **self._options) for pair in pairs]
        pairs = zip(given, self._of_a, strict=True)
        return [g + self._arithmetic(None, a, kernel, **self._options) for g, kernel in pairs]

    def kept(self, z, a):
        """Pieces of z that are known already, with their derivative by a."""
        if a is None:
            return z

        @tf.custom_gradient
        def cut(a, *z):
            return list(z), lambda *upstream: (self._by_a(a, upstream), *upstream)

        return cut(a, *z)

    def _by_a(self, a, upstream):
        if self._back:
            return tf.add_n([back(dz) for back, dz in zip(self._back, upstream, strict=True)])
        return self._derivative(a, None, a, self._of_a, list(upstream))

    def gradients(self, x, a, upstream):
        """{"kernel", "bias", "x": gradient} for x, a and all pieces of dz, [time, batch, ...]."""
        upstream = [_rows(dz) for dz in upstream]
        x, a = (None if part is None else _rows(part) for part in (x, a))
        kernels, of_x = self._kernels, self._of_x
        if self._joins:
            upstream, kernels = [_joined(upstream)], [self.kernel]
            of_x = of_x if x is None else [_joined(of_x)]
        found = {"kernel": _joined(self._derivative(kernels, x, a, kernels, upstream))}
        if self.bias is not None:
            axes = range(len(upstream[0].shape) - 1)
            found["bias"] = _joined([tf.reduce_sum(dz, axes) for dz in upstream])
        if x is not None:
            found["x"] = self._derivative(x, x, None, of_x, upstream)
        return found

    def _derivative(self, of, x, a, kernels, upstream):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(of)
            made = [self._arithmetic(x, a, kernel, **self._options) for kernel in kernels]
        return tape.gradient(made, of, upstream)


def _turned(kernel):
    *window, rows, columns = range(len(kernel.shape))
    return tf.transpose(tf.reverse(kernel, window), [*window, columns, rows])


def _joined(pieces):
    return pieces[0] if len(pieces) == 1 else tf.concat(pieces, axis=-1)


def _rows(x):
    """[time, batch, ...] as [time * batch, ...]."""
    return tf.reshape(x, [-1, *x.shape[2:]])


def operand_of(source, inputs, state):
    """What a product sees of its step alone; None where that is nothing."""
    if source is not None:
        return state
    operands = [x for x in (inputs, state) if x is not None]
    return operands[0] if len(operands) == 1 else tf.concat(operands, axis=-1)
