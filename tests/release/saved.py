"""Models saved by each released version, which every later one loads.

`python -m tests.release.saved` writes that of today's version, with inputs and what it computes.
"""

from pathlib import Path

import keras
import numpy as np

import tf_contrib_rnn as rnn

FOLDER = Path(__file__).with_name("saved")


def model():
    """A model with a layer of every kind that a file has to tell otherwise."""
    sequence = keras.Input((None, 3), name="sequence")
    maps = keras.Input((None, 5, 4, 2), name="maps")
    lengths = keras.Input((), dtype="int32", name="lengths")
    projected = rnn.LSTMCell(
        6, use_peepholes=True, num_proj=4, cell_clip=0.4, forget_bias=0.5, activation="relu"
    )
    stack = rnn.MultiRNNCell(
        [
            projected,
            rnn.DropoutWrapper(rnn.GRUCell(4), 0.9, 0.8),
            rnn.ResidualWrapper(rnn.NASCell(4)),
        ]
    )
    windows = rnn.Conv2DLSTMCell(input_shape=[5, 4, 2], output_channels=3, kernel_shape=[3, 3])
    outputs = [
        rnn.RNN(stack, return_sequences=True)(sequence, sequence_length=lengths),
        *rnn.RNN(rnn.LayerNormBasicLSTMCell(5), return_state=True)(sequence),
        keras.layers.Bidirectional(rnn.RNN(rnn.BasicLSTMCell(3, forget_bias=0.0)))(sequence),
        keras.layers.RNN(rnn.IndyGRUCell(3), return_sequences=True)(sequence),
        rnn.RNN(windows, return_sequences=True)(maps),
        rnn.ConvLSTM2D(2, 3, padding="same", strides=2, recurrent_activation="hard_sigmoid")(maps),
        rnn.CudnnLSTM(2, 3, direction="bidirectional")(sequence, time_major=False)[0],
    ]
    return keras.Model([sequence, maps, lengths], outputs)


def inputs():
    """Numbers for its inputs."""
    draw = np.random.RandomState(1).normal
    return {
        "sequence": draw(size=(2, 6, 3)).astype("float32"),
        "maps": draw(size=(2, 6, 5, 4, 2)).astype("float32"),
        "lengths": np.array([6, 4], "int32"),
    }


def results(made, given):
    """What a model computes, by the position of the output."""
    found = made([given[name] for name in ("sequence", "maps", "lengths")], training=False)
    return {f"output_{i}": keras.ops.convert_to_numpy(one) for i, one in enumerate(found)}


def main():
    """Writes the file of today's version, and the numbers beside it."""
    keras.utils.set_random_seed(1)
    FOLDER.mkdir(exist_ok=True)
    made, given = model(), inputs()
    for weight in made.trainable_weights:  # those that begin at 0 or 1 too
        weight.assign_add(keras.random.normal(weight.shape, stddev=0.1))
    made.save(FOLDER / f"{rnn.__version__}.keras")
    np.savez_compressed(FOLDER / f"{rnn.__version__}.npz", **given, **results(made, given))


if __name__ == "__main__":
    main()
