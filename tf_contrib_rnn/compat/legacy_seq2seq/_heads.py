"""What a decoder attends to."""

import tensorflow as tf

from tf_contrib_rnn.compat.linear import linear

v1 = tf.compat.v1


class Heads:
    """Several views of the attended states, each weighted by how it fits a query.

        e[t] = sum(v * tanh(W s[t] + linear(query)));  view = sum_t softmax(e)[t] s[t]

    Args:
        states: tensor [batch, length, size].
        count: how many views.
        dtype: dtype of the variables.
    """

    def __init__(self, states, count, dtype):
        length, self.size = states.shape.as_list()[1:]
        self._length = tf.shape(states)[1] if length is None else length
        self._dtype = dtype
        self._hidden = tf.reshape(states, [-1, self._length, 1, self.size])
        self._heads = [self._head(index) for index in range(count)]

    def _head(self, index):
        size, options = self.size, {"dtype": self._dtype}
        kernel = v1.get_variable(f"AttnW_{index}", [1, 1, size, size], **options)
        features = tf.nn.conv2d(self._hidden, kernel, [1, 1, 1, 1], "SAME")
        return features, v1.get_variable(f"AttnV_{index}", [size], **options)

    def zeros(self, batch_size):
        """What a decoder sees of them before its first step."""
        zeros = [tf.zeros(tf.stack([batch_size, self.size]), self._dtype) for _ in self._heads]
        for view in zeros:
            view.set_shape([None, self.size])
        return zeros

    def __call__(self, query):
        """The views [batch, size] for a state."""
        leaves = v1.nest.flatten(query)
        query = leaves[0] if len(leaves) == 1 else tf.concat(leaves, 1)
        return [self._view(index, query) for index in range(len(self._heads))]

    def _view(self, index, query):
        features, vector = self._heads[index]
        with v1.variable_scope(f"Attention_{index}"):
            asked = tf.reshape(linear(query, self.size, True), [-1, 1, 1, self.size])
            asked = tf.cast(asked, self._dtype)
            fits = tf.reduce_sum(vector * tf.tanh(features + asked), [2, 3])
            shares = tf.cast(tf.nn.softmax(tf.cast(fits, "float32")), self._dtype)
            shares = tf.reshape(shares, [-1, self._length, 1, 1])
            view = tf.reduce_sum(shares * self._hidden, [1, 2])
            return tf.reshape(view, [-1, self.size])
