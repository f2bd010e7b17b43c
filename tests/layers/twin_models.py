"""Models for the tests of `to_keras` and `from_keras`, and what every refusal is."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import randomize

BATCH, TIME, DEPTH = 3, 5, 4


def floats(*shape, seed=1):
    """Random numbers in float32."""
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def words():
    """Sequences of words, 0 for none: at the end, in between, everywhere."""
    return np.array([[3, 1, 2, 0, 0], [1, 0, 2, 4, 3], [0, 0, 0, 0, 0]], "int32")


def sequential():
    layers = [
        keras.Input((TIME,), dtype="int32"),
        keras.layers.Embedding(5, DEPTH, mask_zero=True),
        rnn.RNN(rnn.LSTMCell(3), return_sequences=True, zero_output_for_mask=True),
        keras.layers.Bidirectional(rnn.RNN(rnn.GRUCell(2), return_sequences=True)),
        keras.layers.RNN(rnn.CudnnCompatibleGRUCell(4), go_backwards=True),
        keras.layers.BatchNormalization(),
        keras.layers.Dense(2, activation="relu"),
    ]
    return keras.Sequential(layers, name="sequential_model"), words()


def encoder_decoder():
    """States go from layer to layer and out, (c, h) here and (h, c) in Keras."""
    source = keras.Input((None, DEPTH), name="source")
    target = keras.Input((None, 2), name="target")
    encoder = rnn.RNN(rnn.BasicLSTMCell(3, forget_bias=0.5), return_state=True, name="encoder")
    _, c, h = encoder(source)
    decoder = rnn.RNN(rnn.LSTMCell(3), return_sequences=True, return_state=True, name="decoder")
    outputs, c2, h2 = decoder(target, initial_state=[c, keras.layers.Dense(3)(h)])
    model = keras.Model(
        {"source": source, "target": target}, {"outputs": outputs, "c": c2, "h": h2, "first": c}
    )
    return model, {"source": floats(BATCH, TIME, DEPTH), "target": floats(BATCH, 4, 2)}


def nested():
    """A model in a model, a layer that stands twice, one over frames of frames."""
    inside = keras.Input((None, DEPTH))
    cells = [rnn.LSTMCell(3), rnn.GRUCell(2), rnn.LSTMBlockCell(3)]
    stack = rnn.RNN(cells, return_sequences=True, return_state=True)
    outputs, *states = stack(keras.layers.Masking()(inside))
    outputs, *_ = stack(inside, initial_state=states)
    inner = keras.Model(inside, [outputs, *states[0]], name="inner")
    shared = rnn.RNN(rnn.BasicRNNCell(4), return_sequences=True, name="shared")
    symbolic = keras.Input((2, None, DEPTH))
    frames = keras.layers.TimeDistributed(rnn.RNN(rnn.GRUBlockCellV2(DEPTH)))(symbolic)
    y, c, _ = inner(shared(shared(frames)))
    return keras.Model(symbolic, [y, c]), floats(BATCH, 2, TIME, DEPTH)


def maps():
    symbolic = keras.Input((TIME, 4, 3, 2))

    def cell(channels, **options):
        return rnn.Conv2DLSTMCell(
            input_shape=[4, 3, channels], output_channels=3, kernel_shape=[3, 2], **options
        )

    first = rnn.RNN(cell(2), return_sequences=True, return_state=True)
    y, c, h = first(symbolic)
    second = rnn.RNN(cell(3, use_bias=False, forget_bias=0.0), return_state=True)
    y, c, h = second(y, initial_state=[c, h])
    both = keras.layers.Bidirectional(keras.layers.RNN(cell(2)), merge_mode="ave")(symbolic)
    return keras.Model(symbolic, [y, c, h, both]), floats(BATCH, TIME, 4, 3, 2)


def both_ways():
    symbolic = keras.Input((None, DEPTH))
    masked = keras.layers.Masking()(symbolic)
    layer = rnn.RNN(rnn.LSTMCell(3), return_state=True, return_sequences=True)
    y, *states = keras.layers.Bidirectional(layer, merge_mode="mul")(masked)
    backward = rnn.RNN(rnn.GRUCell(3), return_state=True, go_backwards=True)
    forward = rnn.RNN(rnn.CudnnCompatibleGRUCell(3), return_state=True)
    bidirectional = keras.layers.Bidirectional(forward, None, backward_layer=backward)
    apart = bidirectional(symbolic, initial_state=[states[1], states[2]])
    again = keras.layers.Bidirectional(rnn.RNN(rnn.BasicLSTMCell(3)), merge_mode="sum")
    inputs = floats(BATCH, TIME, DEPTH)
    inputs[1, 2:] = 0.0
    return keras.Model(symbolic, [y, *states, *apart, again(y, initial_state=states)]), inputs


def double():
    symbolic = keras.Input((None, DEPTH), dtype="float64")
    y = rnn.RNN(rnn.LSTMCell(3, activation="softsign"), return_sequences=True)(symbolic)
    y = keras.ops.concatenate([y * 2.0, y[..., :1]], axis=-1)
    cells = [rnn.DeviceWrapper(rnn.GRUCell(3), "cpu:0"), rnn.CudnnCompatibleGRUCell(2)]
    return keras.Model(symbolic, rnn.RNN(cells)(y)), floats(BATCH, TIME, DEPTH).astype("float64")


MODELS = {
    make.__name__: make
    for make in (sequential, encoder_decoder, nested, maps, both_ways, double)
}  # fmt: skip


def made(name):
    """A model whose weights are random numbers, and inputs."""
    keras.utils.set_random_seed(3)
    model, inputs = MODELS[name]()
    randomize([weight for weight in model.weights if "variance" not in weight.path])
    return model, inputs


def refuse(convert, make, words):
    """A conversion of what is made ends in one sentence with these words."""
    with pytest.raises(ValueError, match=words) as raised:
        convert(make())
    sentence = str(raised.value)
    assert sentence.startswith(f"{convert.__name__} expects ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
