"""ConvLSTM layers of Keras and ours with the same weights, for the tests that compare them."""

import keras
import numpy as np

import tf_contrib_rnn as rnn
from tests.conformance.specimens import randomize

BATCH, TIME, CHANNELS, FILTERS = 2, 4, 2, 3
MAPS = {1: (7,), 2: (6, 5), 3: (4, 5, 3)}
MASK = np.array([[0, 1, 0, 1], [1, 1, 1, 0]], bool)


def of_rank(module, rank):
    """`ConvLSTM<rank>D` of `keras.layers` or of `rnn`."""
    return getattr(module, f"ConvLSTM{rank}D")


def sequences(rank=2, first=False, dtype="float32", seed=1, time=TIME, maps=None):
    """Random inputs [batch, time, *map]; with `first` the channels come before the places."""
    places = maps or MAPS[rank]
    shape = (CHANNELS, *places) if first else (*places, CHANNELS)
    numbers = np.random.default_rng(seed).normal(size=(BATCH, time, *shape))
    return keras.ops.convert_to_tensor(numbers, dtype)


def made(module, rank=2, **options):
    """A layer with small windows, not built."""
    options = {"filters": FILTERS, "kernel_size": 2, **options}
    return of_rank(module, rank)(**options)


def twins(rank=2, inputs=None, **options):
    """`(ours, Keras')`, built, with the same random weights."""
    inputs = sequences(rank) if inputs is None else inputs
    pair = [made(module, rank, **options) for module in (rnn, keras.layers)]
    for layer in pair:
        layer(inputs)
        if layer.stateful:
            layer.reset_state()
    ours, theirs = pair
    randomize(ours.weights)
    theirs.set_weights(ours.get_weights())
    return ours, theirs


def model_of(layer, maps=MAPS[2], time=None, batch=None):
    """A functional model of a layer over maps whose channels are last."""
    symbolic = keras.Input(batch_shape=(batch, time, *maps, CHANNELS))
    return keras.Model(symbolic, layer(symbolic))
