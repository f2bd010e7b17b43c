"""A training whose every number is printed: `python -m tests.hardening.program [turns]`.

Each turn sets the seed anew and prints one line of JSON: digests of the weights before and after,
of the dropout masks, and the losses to the bit.
"""

import hashlib
import json
import sys

import keras
import numpy as np

import tf_contrib_rnn as rnn


def digest(arrays):
    """A short name for the bits of arrays."""
    found = hashlib.sha256()
    for array in arrays:
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()[:16]


def cells():
    """Cells with every kind of random numbers that this package draws."""
    return [
        rnn.DropoutWrapper(rnn.LSTMCell(5, num_proj=3), 0.8, 0.7, 0.6),
        rnn.DropoutWrapper(rnn.GRUCell(4), 0.8, 0.7, seed=3),
        rnn.DropoutWrapper(
            rnn.GRUCell(4), 0.5, 0.5, variational_recurrent=True, input_size=4, dtype="float32"
        ),
        rnn.LayerNormBasicLSTMCell(4, layer_norm=False, dropout_keep_prob=0.6),
        rnn.IndRNNCell(3),
    ]


def model_of(cell):
    inputs = keras.Input((None, 3))
    hidden = keras.layers.Dropout(0.3)(rnn.RNN(cell, return_sequences=True)(inputs))
    return keras.Model(inputs, keras.layers.Dense(2)(hidden))


def turn():
    """One training from the seed on."""
    keras.utils.set_random_seed(11)
    cell = rnn.MultiRNNCell(cells())
    model = model_of(cell)
    model.compile(keras.optimizers.Adam(0.01), "mse")
    before = model.get_weights()
    noise = cell.draw_noise(4, 2, 3, "float32")
    masks = [np.array(part) for part in keras.tree.flatten(noise) if part is not None]
    x = np.random.normal(size=(12, 4, 3)).astype("float32")
    y = np.random.normal(size=(12, 4, 2)).astype("float32")
    fitted = model.fit(x, y, epochs=3, batch_size=4, verbose=0)
    timed = rnn.PhasedLSTMCell(4)
    timed.build_for_shape(((None, 1), (None, 3)))
    dropped, _ = rnn.dynamic_rnn(cell, x, dtype="float32", training=True)
    return {
        "before": digest([*before, *timed.get_weights()]),
        "masks": digest(masks),
        "dropped": digest([np.array(dropped)]),
        "losses": [loss.hex() for loss in fitted.history["loss"]],
        "after": digest(model.get_weights()),
    }


if __name__ == "__main__":
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        print(json.dumps(turn()))
