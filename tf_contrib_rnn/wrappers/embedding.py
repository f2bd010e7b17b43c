"""`EmbeddingWrapper`: whole numbers as a cell's inputs."""

import math

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.cells._identifiers import initializer_from
from tf_contrib_rnn.cells._scope import current_scope_initializer, in_v1_graph
from tf_contrib_rnn.cells._state import positive_size, size_shape
from tf_contrib_rnn.cells._subclass import plain_shape
from tf_contrib_rnn.wrappers._scoped import ScopedWrapper


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class EmbeddingWrapper(ScopedWrapper):
    """Gives a cell rows of a table in place of ids.

        y, s' = cell(table[id], s)

    id is the input, s the state and y the output. A step takes ids [batch] or [batch, 1], so
    that `static_rnn` takes a list of [batch] and `dynamic_rnn` and layers take [batch, time, 1].
    Their dtype is that of the state or the one given, never that of the ids.

    Args:
        cell: the cell.
        embedding_classes: number of rows.
        embedding_size: size of a row, which the cell gets as its input.
        initializer: initializer of the table; None for that of the surrounding TF1 scope, else
            uniform numbers of variance 1.
        reuse, **kwargs: see `RNNCell`; the variable's role is `embedding`.

    Raises:
        TypeError: when `cell` is no cell, and at the call for ids that are no whole numbers.
        ValueError: for sizes that are no positive whole numbers, an unknown initializer, and for
            inputs of another shape.

    Differs from TF1: states of any structure work, TF1 failed on nested plain tuples; the table
    is where the cell's other variables are, TF1 pinned it to the CPU; whole numbers of any dtype
    are taken. Ids outside the table raise on TensorFlow on a CPU, as in TF1, but negative ones
    count from its end as everywhere in Keras. TF1 looked for row i of a table in n partitions in
    partition i modulo n: so it is in v1 graphs; elsewhere rows stand in order, and those of a
    checkpoint of such a table must be put in order first.
    """

    weight_roles = ("embedding",)

    def __init__(
        self, cell, embedding_classes, embedding_size, initializer=None, reuse=None, **kwargs
    ):
        super().__init__(cell, reuse=reuse, **kwargs)
        self.embedding_classes = positive_size("embedding_classes", embedding_classes)
        self.embedding_size = positive_size("embedding_size", embedding_size)
        self.initializer = initializer_from(initializer)

    def build(self, inputs_shape):
        shape = plain_shape(inputs_shape)
        self._check_shape(shape)
        limit = math.sqrt(3)
        self.embedding = self.add_variable(
            "embedding",
            [self.embedding_classes, self.embedding_size],
            initializer=self.initializer
            or current_scope_initializer()
            or keras.initializers.RandomUniform(-limit, limit),
        )
        self.build_wrapped((shape[0], self.embedding_size))

    def _check_shape(self, shape):
        if len(shape) not in (1, 2) or shape[1:] not in ((), (1,), (None,)):
            raise ValueError(
                f"{self.name} expects one step's ids of shape [batch] or [batch, 1], received "
                f"{shape}: correct the input, or run a whole sequence through rnn.RNN or "
                "dynamic_rnn as [batch, time, 1]."
            )

    def call(self, inputs, state, training=None, noise=None):
        self._check_shape(size_shape(inputs.shape))
        dtype = keras.backend.standardize_dtype(inputs.dtype)
        if not keras.backend.is_int_dtype(dtype):
            raise TypeError(
                f"{self.name} expects ids that are whole numbers, received {dtype}: cast them, or "
                "give keras.Input a dtype of int32."
            )
        x = _rows(self.embedding, ops.reshape(inputs, (-1,)))
        return call_cell(self.cell, x, state, training, noise)

    def size_passed_on(self, input_size):
        """Size of a row."""
        return self.embedding_size


def _rows(table, ids):
    if in_v1_graph():
        import tensorflow as tf

        # TF1 looks for row i of a partitioned table in its part i modulo the number of parts.
        return tf.compat.v1.nn.embedding_lookup(table, ids)
    return ops.take(table, ids, axis=0)
