"""One product of a cell over a whole sequence."""

import tensorflow as tf

from tf_contrib_rnn.sequence._tuning import multiplications


class Hoisted:
    """The product `z[t] = [x[t], a[t]] W + b` of every step t, of which x is known before the loop.

        before the loop       G[t] = x[t] W_x + b       one product for all steps
        in the loop           z[t] = G[t] + a[t] W_a
        in its gradient       da[t] = dz[t] W_a'        W_a transposed (turned round) once
        after its gradient    dW = sum [x[t], a[t]]' dz[t]    one product for all steps

    The gradient of G[t] is that of z[t], so that G brings all dz together. All else is derived by
    TensorFlow, to any order.

    Args:
        arithmetic: the product's function of `(inputs, state, kernel, bias, **options)`.
        options: its options.
        source: number of x among the tensors that a step reads; None without x.
        kernel: W.
        of_x: W_x, or None.
        of_a: W_a, or None.
        bias: b, or None.
        operand: a of any one step, or None.
        result: z of any one step.
    """

    def __init__(self, arithmetic, options, source, kernel, of_x, of_a, bias, operand, result):
        self._arithmetic, self._options = arithmetic, options
        self.source, self._of_x, self._of_a, self._bias = source, of_x, of_a, bias
        self._kernel, self._operand, self._result = kernel, operand, result
        self.dtype = result.dtype
        self.operand_size = None  # of the a that each step writes
        self.operands = None  # all a, [time, batch, ...], from the loop

    def plan(self, tuning):
        """Decides how z is made, and makes what the loop needs of W_a, once."""
        self._pieces = tuning.pieces(self._result)
        self._groups = self._turned = None
        if self._of_a is None:
            return
        kernel, places = self._of_a, self._result.shape[:-1]
        count = tuning.column_groups(places, kernel.shape)
        self._groups = tf.split(kernel, count, axis=-1)
        if self._can_turn():
            *window, rows, columns = range(len(kernel.shape))
            turned = tf.transpose(tf.reverse(kernel, window), [*window, columns, rows])
            self._turned = tf.split(turned, count, axis=-1)
            self.operand_size = self._operand.shape[1:]

    def _can_turn(self):
        """Whether the derivative by a is a product of the same options by the kernel turned."""
        strides = tf.nest.flatten(self._options.get("strides", 1))
        centred = self._options.get("padding", "same") == "same"
        return (
            centred and all(s == 1 for s in strides) and all(n % 2 for n in self._of_a.shape[:-2])
        )

    def work(self):
        """Multiplications that are left in a step; None where unknown."""
        return 0 if self._of_a is None else multiplications(self._result, self._of_a)

    def read(self, x, steps, batch_size):
        """G in pieces by columns, each [time, batch, ...], of x, [time, batch, ...]."""
        sizes = [steps, batch_size, *self._result.shape[1:]]
        if self._turned:
            made = self._with_all_gradients(x, sizes)
        else:
            made = self._made(x, self._of_x, self._bias, sizes)
        return _split(made, self._pieces)

    def _made(self, x, of_x, bias, sizes):
        if x is not None:
            made = self._arithmetic(_rows(x), None, of_x, bias, **self._options)
            return tf.reshape(made, sizes)
        made = tf.zeros(sizes, self.dtype)
        return made if bias is None else made + bias

    def _with_all_gradients(self, x, sizes):
        """G with the gradients by x, W and b of the whole product, whose a are known by then."""
        given = {"x": x, "kernel": self._kernel, "bias": self._bias}
        given = {name: tensor for name, tensor in given.items() if tensor is not None}

        @tf.custom_gradient
        def made(*tensors):
            def gradient(upstream):
                named = dict(zip(given, map(tf.identity, tensors), strict=True))
                found = self._gradients(**named, upstream=_rows(upstream))
                return [found[name] for name in given]

            return self._made(x, self._of_x, self._bias, sizes), gradient

        return made(*given.values())

    def _gradients(self, kernel, upstream, x=None, bias=None):
        """{"x", "kernel", "bias": gradient} for all dz, [time * batch, ...]."""
        found = {"bias": tf.reduce_sum(upstream, range(len(upstream.shape) - 1))}
        operands = _rows(self.operands)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(kernel)
            inputs = None if x is None else _rows(x)
            results = self._arithmetic(inputs, operands, kernel, **self._options)
        found["kernel"] = tape.gradient(results, kernel, upstream)
        if x is not None:
            of_x = kernel[..., : x.shape[-1], :]
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(x)
                results = self._arithmetic(_rows(x), None, of_x, **self._options)
            found["x"] = tape.gradient(results, x, upstream)
        return found

    def answer(self, given, a):
        """The z of one step, of its pieces of G and its a."""
        if a is None:
            return _joined(given)
        if not self._turned:
            return self._sum(given, self._by_columns(a, self._groups))

        @tf.custom_gradient
        def cut(*operands):
            *given, a = operands

            def gradient(upstream):
                of_a = self._by_columns(upstream, self._turned)
                return *_split(upstream, self._pieces), of_a

            return self._sum(given, self._by_columns(a, self._groups)), gradient

        return cut(*given, a)

    def _sum(self, given, result):
        if self.source is None and self._bias is None:
            return result  # G is zeros
        pieces = _split(result, self._pieces)
        return _joined([one + other for one, other in zip(given, pieces, strict=True)])

    def _by_columns(self, operand, kernels):
        return _joined([self._arithmetic(None, operand, k, **self._options) for k in kernels])


def _split(x, count):
    return [x] if count == 1 else tf.split(x, count, axis=-1)


def _joined(pieces):
    return pieces[0] if len(pieces) == 1 else tf.concat(pieces, axis=-1)


def _rows(x):
    """[time, batch, ...] as [time * batch, ...]."""
    return tf.reshape(x, [-1, *x.shape[2:]])
