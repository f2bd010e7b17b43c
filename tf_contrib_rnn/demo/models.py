"""The demo's two networks as Keras models, and where their TF1 checkpoints and outputs lie."""

from pathlib import Path

import keras
import numpy as np
from keras import ops

import tf_contrib_rnn as rnn

DATA = Path(__file__).parent / "data"
INK = 16  # intensity of full ink in the stored images

NOTHING = 10  # the reader's class of a column in which no digit ends
READER_LAYERS = (
    {"num_units": 64, "num_proj": 32, "cell_clip": 3.0, "proj_clip": 2.5, "forget_bias": 0.5},
    {"num_units": 64, "num_proj": 32, "cell_clip": 8.0, "proj_clip": 3.0, "forget_bias": 1.5},
)
FRAME_SIZE = 16
FRAME_CHANNELS = (12, 8)
FRAME_WINDOW = 5
FRAMES_SEEN = 8  # frames the predictor is shown before it goes on by itself


@keras.saving.register_keras_serializable(package="tf_contrib_rnn_demo")
class EveryFrame(keras.layers.Layer):
    """Applies a layer to every frame of [batch, time, ...], all in one batch, as TF1 code did.

    `keras.layers.TimeDistributed` does the same, but a SavedModel of it takes one time only.

    Args:
        layer: the layer.
        **kwargs: see `keras.layers.Layer`.
    """

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build((None, *input_shape[2:]))

    def compute_output_shape(self, input_shape):
        return (*input_shape[:2], *self.layer.compute_output_shape((None, *input_shape[2:]))[1:])

    def call(self, inputs):
        batch, time, *frame = ops.shape(inputs)
        outputs = self.layer(ops.reshape(inputs, (-1, *frame)))
        return ops.reshape(outputs, (batch, time, *outputs.shape[1:]))

    def get_config(self):
        layer = keras.saving.serialize_keras_object(self.layer)
        return {**super().get_config(), "layer": layer}

    @classmethod
    def from_config(cls, config):
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)


def reader_model() -> keras.Model:
    """The digit-row reader: columns of 8 pixels in, a digit or nothing at every column out."""
    pixels = keras.Input((None, 8), name="pixels")
    lengths = keras.Input((), dtype="int32", name="lengths")
    cells = [rnn.LSTMCell(use_peepholes=True, **layer) for layer in READER_LAYERS]
    outputs = rnn.RNN(cells, return_sequences=True)(pixels, sequence_length=lengths)
    logits = keras.layers.Dense(NOTHING + 1, name="logits")(outputs)
    return keras.Model({"pixels": pixels, "lengths": lengths}, logits, name="reader")


def frames_model() -> keras.Model:
    """The next-frame predictor: frames 0 (paper) to 1 (ink) in, logits of the next ones out."""
    frames = keras.Input((None, FRAME_SIZE, FRAME_SIZE, 1), name="frames")
    cells = [
        rnn.Conv2DLSTMCell(
            input_shape=[FRAME_SIZE, FRAME_SIZE, depth],
            output_channels=channels,
            kernel_shape=FRAME_WINDOW,
        )
        for depth, channels in zip((1, *FRAME_CHANNELS), FRAME_CHANNELS, strict=False)
    ]
    maps = rnn.RNN(cells, return_sequences=True)(frames)
    head = keras.layers.Conv2D(1, FRAME_WINDOW, padding="same", name="next_frame")
    return keras.Model(frames, EveryFrame(head)(maps), name="frames")


def checkpoint_of(name: str) -> Path:
    """Directory of the TF1 checkpoint of "reader" or "frames"."""
    return DATA / name


def golden_of(name: str) -> dict[str, np.ndarray]:
    """The stored inputs and TF 1.15.5's outputs of "reader" or "frames", {key: array}."""
    with np.load(DATA / f"{name}.npz") as arrays:
        return {key: arrays[key] for key in arrays.files}


def reader_inputs(golden):
    """The reader's inputs of all stored rows."""
    return {"pixels": golden["pixels"] / np.float32(INK), "lengths": golden["lengths"]}


def frames_inputs(golden):
    """The predictor's inputs: the stored movies without their last frame."""
    return movies_of(golden)[:, :-1]


def movies_of(golden):
    """The stored movies, 0 (paper) to 1 (ink), [movies, time, height, width, 1]."""
    return golden["movies"][..., None] / np.float32(INK)


def future_of(model, seen, count):
    """Lets the predictor go on by itself: `count` frames after those it has seen."""
    frames = np.asarray(seen)
    for _ in range(count):
        drawn = ops.sigmoid(model(frames)[:, -1:])
        frames = np.concatenate([frames, np.asarray(drawn)], axis=1)
    return frames[:, seen.shape[1] :]
