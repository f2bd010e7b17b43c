"""One product of a cell over a whole sequence."""

import tensorflow as tf

from tf_contrib_rnn.sequence import _tuning


class Hoisted:
    """The product `z[t] = [x[t], a[t]] W + b` of every step t, of which x is known before the loop.

        before the loop       G[t] = x[t] W_x + b       one product for all steps
        in the loop           z[t] = G[t] + a[t] W_a
        in its gradient       da[t] = dz[t] W_a'        W_a transposed (turned round) once
        after its gradient    dW_a = sum a[t]' dz[t]    one product for all steps

    The gradient of G[t] is that of z[t], so that G brings all dz together. All else is derived by
    TensorFlow, to any order.

    Args:
        arithmetic: the product's function of `(inputs, state, kernel, bias, **options)`.
        options: its options.
        source: number of x among the tensors that a step reads; None without x.
        of_x: W_x, or None.
        of_a: W_a, or None.
        bias: b, or None.
        operand: a of any one step, or None.
        result: z of any one step.
    """

    def __init__(self, arithmetic, options, source, of_x, of_a, bias, operand, result):
        self._arithmetic, self._options = arithmetic, options
        self.source, self._of_x, self._of_a, self._bias = source, of_x, of_a, bias
        self._size, self.dtype = result.shape[1:], result.dtype
        self.has_operand = operand is not None
        self.operand_size = None  # of the a that each step writes
        self.operands = None  # all a, [time, batch, ...], from the loop
        self._parts = self._turned = []
        if operand is not None:
            self._choose(operand, result)

    def _choose(self, operand, result):
        """Decides where the gradient of W_a is made, and makes what the loop needs, once."""
        *window, rows, columns = range(len(self._of_a.shape))
        groups = _tuning.column_groups(result.shape[:-1], self._of_a.shape)
        self._parts = tf.split(self._of_a, groups, axis=-1)
        after = not _tuning.gradient_in_loop(result.shape[:-1], self._of_a.shape)
        if after and self._can_turn(self._of_a.shape[:-2]):
            turned = tf.transpose(tf.reverse(self._of_a, window), [*window, columns, rows])
            self._turned = tf.split(turned, groups, axis=-1)
            self.operand_size = operand.shape[1:]

    def _can_turn(self, window):
        """Whether the derivative by a is a product of the same options by the kernel turned."""
        centred = self._options.get("padding", "same") == "same" and all(n % 2 for n in window)
        return centred and _ones(self._options.get("strides", 1))

    def read(self, x, steps, batch_size):
        """G, [time, batch, ...], of x, [time, batch, ...]."""
        if x is None:
            made = tf.zeros([steps, batch_size, *self._size], self.dtype)
            made = made if self._bias is None else made + self._bias
        else:
            made = self._arithmetic(_rows(x), None, self._of_x, self._bias, **self._options)
            made = tf.reshape(made, [steps, batch_size, *self._size])
        return self._with_gradient_of_kernel(made) if self._turned else made

    def _with_gradient_of_kernel(self, made):
        @tf.custom_gradient
        def attached(made, kernel):
            def gradient(upstream):
                return upstream, self._gradient_of_kernel(kernel, upstream)

            return tf.identity(made), gradient

        return attached(made, self._of_a)

    def _gradient_of_kernel(self, kernel, upstream):
        """dW_a of all dz, [time, batch, ...]."""
        operands = _rows(self.operands)
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(kernel)
            results = self._arithmetic(None, operands, kernel, **self._options)
        return tape.gradient(results, kernel, _rows(upstream))

    def answer(self, given, a):
        """z of one step, of its part of G and its a."""
        if a is None:
            return given
        if not self._turned:
            return self._sum(given, self._by_columns(a, self._parts))

        @tf.custom_gradient
        def cut(given, a):
            def gradient(upstream):
                return upstream, self._by_columns(upstream, self._turned)

            return self._sum(given, self._by_columns(a, self._parts)), gradient

        return cut(given, a)

    def _sum(self, given, result):
        only_zeros = self.source is None and self._bias is None
        return result if only_zeros else given + result

    def _by_columns(self, operand, kernels):
        parts = [self._arithmetic(None, operand, kernel, **self._options) for kernel in kernels]
        return parts[0] if len(parts) == 1 else tf.concat(parts, axis=-1)


def _ones(sizes):
    return all(size == 1 for size in tf.nest.flatten(sizes))


def _rows(x):
    """[time, batch, ...] as [time * batch, ...]."""
    return tf.reshape(x, [-1, *x.shape[2:]])
