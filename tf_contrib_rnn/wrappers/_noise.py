"""The random numbers of dropout: TF1's op seeds in v1 graphs, Keras' generators elsewhere."""

import hashlib

import keras
import numpy as np
from keras import ops

from tf_contrib_rnn.cells._state import size_shape


def tf1_op_seed(seed, salt):
    """TF1's op seed of one dropout slot (`input_0`, `state_1`, `output_0`)."""
    if seed is None:
        return None
    digest = hashlib.md5(f"{seed}{salt}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) & 0x7FFFFFFF


def uniform(shape, dtype, seed_generator):
    """Numbers in [0, 1) from a Keras seed generator."""
    return keras.random.uniform(shape, dtype=dtype, seed=seed_generator)


class GraphNoise:
    """The uniform numbers of one step in a v1 graph, equal to TF1's bit for bit.

    Per-step numbers are one operation inside the loop, which TensorFlow runs once a step;
    variational ones are made outside of it, once a graph.
    """

    def __init__(self, seed):
        self._seed = seed
        self._kept = {}

    def per_step(self, salt, value):
        """Numbers of the shape of `value`."""
        import tensorflow as tf

        seed = tf1_op_seed(self._seed, salt)
        return tf.random.uniform(ops.shape(value), seed=seed, dtype=value.dtype)

    def per_sequence(self, salt, size, dtype):
        """Numbers [1, *size], the same for every step of a `Session.run`."""
        import tensorflow as tf

        with tf.init_scope():
            key = (id(tf.compat.v1.get_default_graph()), salt)
            if key not in self._kept:
                self._kept[key] = tf.random.uniform(
                    (1, *size_shape(size)), seed=tf1_op_seed(self._seed, salt), dtype=dtype
                )
        return self._kept[key]


def refuse_traced_draw(value):
    """Refuses to draw inside a step that jax traces: every step would get the same numbers.

    Raises:
        ValueError: on jax, for a traced value.
    """
    if keras.backend.backend() != "jax":
        return
    import jax

    if isinstance(value, jax.core.Tracer):
        raise ValueError(
            "dropout on jax expects its random numbers before the loop, received a traced step "
            "without: run the cell through rnn.RNN or dynamic_rnn, or pass noise=."
        )


def static_number(value):
    """A number, or a tensor whose value is fixed, as float; None for any other tensor."""
    if hasattr(value, "assign"):
        return None
    if not ops.is_tensor(value):
        return float(np.float32(value))  # TF1 turned numbers into float32 tensors first
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        value = tf.get_static_value(value)
    return None if value is None else float(value)
