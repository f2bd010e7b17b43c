"""The random numbers of dropout: TF1's op seeds in v1 graphs, Keras' generators elsewhere."""

import hashlib

import keras
from keras import ops

from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.cells._state import size_shape


def uniform(shape, dtype, seed_generator):
    """Numbers in [0, 1) from a Keras seed generator."""
    return keras.random.uniform(shape, dtype=dtype, seed=seed_generator)


class EveryStep:
    """Noise that is the same at every step, where other noise has one entry a step.

    A runner hands it to its steps without a copy for each.

    Args:
        value: a structure of tensors [batch, ...].
    """

    def __init__(self, value):
        self.value = value


class GraphNoise:
    """The uniform numbers of one step in a v1 graph, equal to TF1's bit for bit.

    Per-step numbers are one operation inside the loop, which TensorFlow runs once a step;
    variational ones are made outside of it, once a graph.

    Args:
        op_seed: function of a slot that gives TF1's op seed, or None.
    """

    def __init__(self, op_seed):
        self._op_seed = op_seed
        self._kept = {}

    def per_step(self, slot, value):
        """Numbers of the shape of `value`."""
        import tensorflow as tf

        return tf.random.uniform(ops.shape(value), seed=self._op_seed(slot), dtype=value.dtype)

    def per_sequence(self, slot, size, dtype):
        """Numbers [1, *size], the same for every step of a `Session.run`."""
        import tensorflow as tf

        with tf.init_scope():
            key = (id(tf.compat.v1.get_default_graph()), slot)
            if key not in self._kept:
                self._kept[key] = tf.random.uniform(
                    (1, *size_shape(size)), seed=self._op_seed(slot), dtype=dtype
                )
        return self._kept[key]


def step_numbers(cell, slot, value):
    """The uniform numbers that a cell draws for one slot of one step, of the shape of `value`.

    The cell has a `graph_noise` for v1 graphs and a `seed_generator` for everything else.
    """
    if in_v1_graph():
        return cell.graph_noise.per_step(slot, value)
    refuse_traced_draw(value)
    return uniform(ops.shape(value), value.dtype, cell.seed_generator)


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


def salted_seed(seed, salt):
    """TF1's op seed of one dropout slot (`input_0`, `state_1`, `output_0`)."""
    if seed is None:
        return None
    digest = hashlib.md5(f"{seed}{salt}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) & 0x7FFFFFFF
