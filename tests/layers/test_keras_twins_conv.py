"""`to_keras` and `from_keras` of the layers `ConvLSTM1D`, `ConvLSTM2D`, `ConvLSTM3D`."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.gate import gated
from tests.layers.twin_models import floats

MAPS = [5, 4, 6]
MASK = np.array([[1, 1, 0, 1], [0, 0, 0, 0]], bool)
OPTIONS = {
    "valid": {"strides": 2, "recurrent_activation": "hard_sigmoid"},
    "dilated": {"padding": "same", "dilation_rate": 2, "activation": "relu", "use_bias": False},
}


@pytest.mark.parametrize("options", gated(OPTIONS, ("valid",)))
@pytest.mark.parametrize("dims", gated([1, 2, 3], [1]))
def test_same_numbers_in_a_model(dims, options):
    """What our cells cannot do our layers do; states keep their places."""
    name = f"ConvLSTM{dims}D"
    symbolic = keras.Input((4, *MAPS[:dims], 2))
    masked = {"mask": keras.ops.convert_to_tensor(MASK)}
    layer = getattr(rnn, name)(3, 2, return_sequences=True, return_state=True, **OPTIONS[options])
    y, h, c = layer(symbolic)
    again = layer(symbolic, initial_state=[h, c])
    plain = getattr(keras.layers, name)(2, 2, padding="same", return_state=True)(symbolic)
    model = keras.Model(symbolic, [y, h, c, *again, *plain])
    randomize(model.weights)
    inputs = floats(2, 4, *MAPS[:dims], 2)
    theirs = rnn.to_keras(model)
    ours = rnn.from_keras(theirs)
    assert "tf_contrib_rnn" not in theirs.to_json()
    assert [type(x).__name__ for x in ours.layers[1:]] == [name, "RNN"]
    assert type(ours.layers[1]) is getattr(rnn, name)
    assert type(theirs.layers[1]) is getattr(keras.layers, name)
    wanted = model(inputs)
    assert_same([theirs(inputs), ours(inputs)], [wanted] * 2, 2e-6)
    found = [twin.layers[1](inputs, **masked) for twin in (theirs, ours)]
    assert_same(found, [layer(inputs, **masked)] * 2, 2e-6)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
def only_ours(x):
    return keras.ops.tanh(x) / 2


def test_an_activation_that_only_we_have_is_refused():
    layer = rnn.ConvLSTM1D(2, 3, recurrent_activation=only_ours)
    with pytest.raises(
        ValueError, match="with nothing of this package in it, received tf_contrib_rnn>"
    ):
        rnn.to_keras(layer)


def test_a_layer_that_is_not_built():
    theirs = keras.layers.ConvLSTM2D(2, 3, padding="same", name="maps")
    ours = rnn.from_keras(theirs)
    assert type(ours) is rnn.ConvLSTM2D
    assert rnn.to_keras(ours).get_config() == theirs.get_config()
