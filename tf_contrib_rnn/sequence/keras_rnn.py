"""The one extension of the stock `keras.layers.RNN`: output shapes of N-D cells.

Keras 3 runs an N-D cell eagerly but cannot tell the layer's output shape ("output_size must be
an integer"), so that functional and Sequential models fail. The extension answers where Keras
raises, for our cells only, and leaves every other case to Keras.
"""

import functools

import keras

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._state import flatten, is_structure, map_structure, size_shape

_KEPT = "_before_tf_contrib_rnn"


def extend_keras_rnn():
    """Lets the stock `keras.layers.RNN` tell the output shape of N-D cells and nested states.

    Importing the package does this; `restore_keras_rnn` undoes it. It does nothing where Keras
    itself can tell, has no such method any more, or is no Keras 3.
    """
    stock = keras.layers.RNN.__dict__.get("compute_output_shape")
    if stock is None or hasattr(stock, _KEPT) or not keras.__version__.startswith("3."):
        return

    @functools.wraps(stock)
    def compute_output_shape(self, sequences_shape, initial_state_shape=None):
        if not isinstance(self.cell, RNNCell) or _keras_can_tell(self):
            return stock(self, sequences_shape, initial_state_shape)
        return layer_output_shape(self, sequences_shape)

    setattr(compute_output_shape, _KEPT, stock)
    keras.layers.RNN.compute_output_shape = compute_output_shape


def restore_keras_rnn():
    """Takes back `extend_keras_rnn`: the stock layer is Keras' own again."""
    current = keras.layers.RNN.__dict__.get("compute_output_shape")
    if hasattr(current, _KEPT):
        keras.layers.RNN.compute_output_shape = getattr(current, _KEPT)


def _keras_can_tell(layer):
    """Whether Keras knows the sizes: plain ints, states nested once at most.

    Keras asks for the state's size when the layer is made; some cells know theirs once built.
    """
    cell = layer.cell
    states = cell.state_size if is_structure(cell.state_size) else [cell.state_size]
    sizes = [size for state in states for size in (state if is_structure(state) else [state])]
    known = flatten(list(layer.state_size)) == sizes
    return known and all(isinstance(size, int) for size in (*sizes, cell.output_size))


def layer_output_shape(layer, sequences_shape):
    """Shapes of what a layer over time returns: the output, then each state."""
    batch, time = first_shape(sequences_shape)[:2]
    return layer_outputs(layer, batch, time, leaf=tuple)


def layer_outputs(layer, batch, time, leaf):
    """What a layer over time returns, with `leaf(shape)` in place of each tensor."""

    def made(size, *lead):
        return map_structure(lambda s: leaf((*lead, *size_shape(s))), size)

    lead = (batch, time) if layer.return_sequences else (batch,)
    output = made(layer.cell.output_size, *lead)
    if not layer.return_state:
        return output
    return output_and_states(output, made(layer.cell.state_size, batch), layer.cell.state_size)


def output_and_states(output, state, state_size):
    """`(output, *state)`, one entry for each top-level element of a cell's `state_size`."""
    return (output, *(state if is_structure(state_size) else (state,)))


def first_shape(shape):
    """The first of nested shapes (all share batch and time)."""
    while is_structure(shape[0]) or hasattr(shape[0], "as_list"):
        shape = shape[0]
    return tuple(shape)


def map_shapes(function, shape):
    """Applies `function` to every shape of nested shapes."""
    if shape and is_structure(shape[0]):
        return tuple(map_shapes(function, part) for part in shape)
    return function(shape)


def cell_for_keras(cell):
    """What Keras' constructor may see of a cell: it refuses a single N-D state."""
    return _StandIn() if hasattr(getattr(cell, "state_size", None), "as_list") else cell


class _StandIn:
    state_size = 1

    def call(self, inputs, state):
        raise NotImplementedError
