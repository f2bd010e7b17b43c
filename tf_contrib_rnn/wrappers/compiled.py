"""`CompiledWrapper`: a cell's step compiled by XLA."""

import functools

import keras

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.cells._checks import switch
from tf_contrib_rnn.wrappers._transparent import TransparentWrapper


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class CompiledWrapper(TransparentWrapper):
    """Lets XLA compile a cell's step.

    On TensorFlow a step that is called eagerly is a `tf.function` with `jit_compile=True`. In a
    graph, of a `tf.function` or of TF1, the step's operations ask for XLA as TF1's did, and
    TensorFlow decides. On other backends, which compile by themselves or not at all, the step is
    left as it is.

    Args:
        cell: the cell.
        compile_stateful: whether in a graph the operations that draw TF1's random numbers are
            compiled as well, which may change the numbers. They stand in v1 graphs only, so that
            it has no effect elsewhere.
        **kwargs: see `RNNCell`.

    Raises:
        TypeError: when `cell` is no cell.

    Differs from TF1: called eagerly, a cell with operations that XLA does not know fails; `name`,
    `variables` and the like exist.
    """

    def __init__(self, cell, compile_stateful=False, **kwargs):
        super().__init__(cell, **kwargs)
        self.compile_stateful = switch("compile_stateful", compile_stateful)
        self.note("compiled_step", _CompiledStep(cell))

    def call(self, inputs, state, training=None, noise=None):
        if keras.backend.backend() != "tensorflow":
            return call_cell(self.cell, inputs, state, training, noise)
        import tensorflow as tf

        if tf.executing_eagerly():
            return self.compiled_step(inputs, state, training, noise)
        # A compiled function inside another one would have no gradient in a loop over time.
        compiled = True if self.compile_stateful else _draws_no_numbers
        with tf.xla.experimental.jit_scope(compile_ops=compiled):
            return call_cell(self.cell, inputs, state, training, noise)


class _CompiledStep:
    """A cell's step as a `tf.function`, which an attribute of the cell would put into files."""

    def __init__(self, cell):
        self._cell = cell
        self._function = None

    def __call__(self, inputs, state, training, noise):
        import tensorflow as tf

        if self._function is None:
            step = functools.partial(call_cell, self._cell)
            self._function = tf.function(
                step, jit_compile=True, reduce_retracing=True, autograph=False
            )
        return self._function(inputs, state, training, noise)


def _draws_no_numbers(node):
    """Whether an operation of a step has no state: those that have are random generators."""
    return "seed2" not in node.attr
