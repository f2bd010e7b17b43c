"""Configs: JSON of Keras identifiers only, equal after a round trip, refused where they must be."""

import copy
import json

import keras
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cases import FUNCTIONS
from tests.conformance.specimens import SPECIMENS, dropped
from tests.goldens import CASES, Golden

# The functions that cases name are a user's own: registered, they are found again.
for function in FUNCTIONS.values():
    keras.saving.register_keras_serializable(package="cases")(function)

NAMES = [case["name"] for case in CASES]
# A keep probability that is no number but a tensor cannot stand in a config.
UNSAVED = [case["name"] for case in CASES if "tensor':" in str(case["arguments"])]


def case_cell(name):
    golden = Golden(name)
    return golden.cell(**({"reuse": None} if "reuse" in golden.case["arguments"] else {}))


def identifiers(config):
    """Where a config says its classes and functions are: a module, or a registered package."""
    if isinstance(config, dict):
        registered = config.get("registered_name") or ""
        own = [registered.split(">")[0] if ">" in registered else config.get("module")]
        own = own if "class_name" in config else []
        return own + [module for part in config.values() for module in identifiers(part)]
    if isinstance(config, list | tuple):
        return [module for part in config for module in identifiers(part)]
    return []


@pytest.mark.parametrize("name", [name for name in NAMES if name not in UNSAVED])
def test_round_trip(name):
    cell = case_cell(name)
    config = json.loads(json.dumps(cell.get_config()))
    again = type(cell).from_config(config)
    assert json.loads(json.dumps(again.get_config())) == config
    assert again.state_size == cell.state_size
    assert again.output_size == cell.output_size
    assert again.tf1_scope.name == cell.tf1_scope.name
    public = {"keras", "keras.initializers", "keras.layers", "builtins"}
    assert set(identifiers(config)) <= {*public, "tf_contrib_rnn", "cases"}
    assert "tensorflow" not in json.dumps(config)


@pytest.mark.parametrize("name", SPECIMENS)
def test_keras_own_serialization(name):
    cell = SPECIMENS[name].make()
    saved = json.loads(json.dumps(keras.saving.serialize_keras_object(cell)))
    again = keras.saving.deserialize_keras_object(saved)
    assert type(again) is type(cell)
    assert again.get_config() == cell.get_config()
    assert again.name == cell.name


@pytest.mark.parametrize("name", UNSAVED)
def test_tensors_are_refused(name):
    with pytest.raises(ValueError, match=r"config expects \w+_keep_prob as a number, received a"):
        case_cell(name).get_config()


REFUSED = {
    "activation": lambda: rnn.GRUCell(3, activation=lambda x: x),
    "residual_fn": lambda: rnn.ResidualWrapper(rnn.GRUCell(3), residual_fn=lambda x, y: y),
    "dropout_state_filter_visitor": lambda: dropped(
        rnn.GRUCell(3), dropout_state_filter_visitor=lambda state: True
    ),
}


@pytest.mark.parametrize("argument", REFUSED)
def test_lambdas_are_refused(argument):
    with pytest.raises(ValueError, match=f"config expects {argument} as .* registered function"):
        REFUSED[argument]().get_config()


ACTIVATIONS = [
    ("relu", "relu"),
    (tf.nn.relu, "relu"),
    (tf.sigmoid, "sigmoid"),
    (tf.identity, "linear"),
    (keras.activations.softsign, "softsign"),
    (None, None),
]


@pytest.mark.parametrize(("given", "saved"), ACTIVATIONS)
def test_activations_become_keras_names(given, saved):
    assert rnn.GRUCell(3, activation=given).get_config().get("activation") == saved


INITIALIZERS = [
    tf.compat.v1.random_uniform_initializer(-0.1, 0.1, seed=3),
    tf.compat.v1.truncated_normal_initializer(stddev=0.2),
    tf.compat.v1.orthogonal_initializer(gain=1.5),
    keras.initializers.HeNormal(seed=1),
    "lecun_uniform",
]


@pytest.mark.parametrize("given", INITIALIZERS)
def test_initializers_keep_their_settings(given):
    cell = rnn.LSTMCell(3, initializer=given)
    again = rnn.LSTMCell.from_config(json.loads(json.dumps(cell.get_config())))
    twin = cell.initializer
    assert isinstance(twin, keras.initializers.Initializer)
    assert type(again.initializer) is type(twin)
    assert again.initializer.get_config() == twin.get_config()
    for setting in ("minval", "maxval", "stddev", "gain"):
        assert getattr(twin, setting, None) == getattr(given, setting, getattr(twin, setting, None))


def test_what_a_layer_was_given_stays():
    cell = rnn.LSTMCell(
        3,
        num_proj=2,
        name="mine",
        dtype="float64",
        trainable=False,
        kernel_regularizer=keras.regularizers.L2(0.1),
        projection_constraint="non_neg",
    )
    again = rnn.LSTMCell.from_config(json.loads(json.dumps(cell.get_config())))
    again.build_for_shape((None, 2))
    assert (again.name, again.tf1_scope.name) == ("mine", "mine")
    assert (again.dtype, again.trainable) == ("float64", False)
    assert again.kernel.regularizer.l2 == pytest.approx(0.1)
    assert isinstance(again.projection.constraint, keras.constraints.NonNeg)


@pytest.mark.parametrize("name", ["multi_shared", "multi_nested", "dropout"])
@pytest.mark.parametrize("layer_class", [keras.layers.RNN, rnn.RNN])
def test_layers_around_cells(layer_class, name):
    layer = layer_class(SPECIMENS[name].make(), return_sequences=True, zero_output_for_mask=True)
    config = json.loads(json.dumps(layer.get_config()))
    again = layer_class.from_config(copy.deepcopy(config))
    assert json.loads(json.dumps(again.get_config())) == config
    if name == "multi_shared":
        assert again.cell.cells[0] is again.cell.cells[1]
