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
        self.operand_size = None if operand is None else operand.shape[1:]
        self.operands = None  # all a, [time, batch, ...], from the loop
        if of_a is not None:
            self._prepare(result.shape[0])

    def _prepare(self, batch_size):
        """Makes all that the loop needs of W_a, once."""
        kernel = self._of_a
        *window, rows, columns = range(len(kernel.shape))
        turned = tf.transpose(tf.reverse(kernel, window), [*window, columns, rows])
        count = _tuning.column_groups(batch_size, self._size[:-1], kernel.shape)
        self._parts, self._turned = (tf.split(k, count, axis=-1) for k in (kernel, turned))

    def read(self, x, steps, batch_size):
        """G, [time, batch, ...], of x, [time, batch, ...]."""
        if x is None:
            nothing = tf.zeros([steps, batch_size, *self._size], self.dtype)
            made = nothing if self._bias is None else nothing + self._bias
        else:
            made = self._arithmetic(_rows(x), None, self._of_x, self._bias, **self._options)
            made = tf.reshape(made, [steps, batch_size, *self._size])
        return made if self._of_a is None else self._with_gradient_of_kernel(made)

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
        """z of one step, of its G and a."""
        if a is None:
            return given

        @tf.custom_gradient
        def cut(given, a):
            def gradient(upstream):
                return upstream, self._by_columns(upstream, self._turned)

            return given + self._by_columns(a, self._parts), gradient

        return cut(given, a)

    def _by_columns(self, operand, kernels):
        parts = [self._arithmetic(None, operand, kernel, **self._options) for kernel in kernels]
        return parts[0] if len(parts) == 1 else tf.concat(parts, axis=-1)


def _rows(x):
    """[time, batch, ...] as [time * batch, ...]."""
    return tf.reshape(x, [-1, *x.shape[2:]])
