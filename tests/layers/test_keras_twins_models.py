"""`to_keras` and `from_keras` of whole models, and their files in a process without us."""

import json
from pathlib import Path

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same, randomize
from tests.gate import gated
from tests.layers.twin_models import BATCH, DEPTH, MODELS, TIME, floats, made

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 2e-6
every_model = pytest.mark.parametrize("name", gated(MODELS, ("encoder_decoder",)))

EXPORTED = ("encoder_decoder", "maps", "both_ways")

# Loads every file that is given, runs it on the inputs beside it and compares.
CLEAN = """
import json, os, sys
import keras
import numpy as np
import tensorflow as tf

def error(ours, theirs):
    ours, theirs = np.asarray(ours, "float64"), np.asarray(theirs, "float64")
    assert ours.shape == theirs.shape
    return float(np.max(np.abs(ours - theirs)) / max(1.0, np.max(np.abs(theirs))))

for name in sys.argv[1:]:
    arrays = dict(np.load(name + ".npz"))
    wanted = [arrays[key] for key in sorted(arrays) if key.startswith("output_")]
    inputs = {k.removeprefix("input_"): x for k, x in arrays.items() if k.startswith("input_")}
    inputs = inputs.get("", inputs)
    model = keras.saving.load_model(name + ".keras")
    again = keras.models.model_from_json(open(name + ".json").read())
    again.load_weights(name + ".weights.h5")
    found = [model(inputs, training=False), again(inputs, training=False)]
    if os.path.isdir(name + "_exported"):
        exported = tf.saved_model.load(name + "_exported")
        found.append(exported.serve(inputs))
    found = [keras.tree.flatten(outputs) for outputs in found]
    errors = [max(error(*p) for p in zip(f, wanted, strict=True)) for f in found]
    print(json.dumps([name, errors]))
assert "tf_contrib_rnn" not in sys.modules
"""


@every_model
def test_same_numbers(name):
    model, inputs = made(name)
    wanted = model(inputs, training=False)
    before, config = model.get_weights(), json.dumps(model.get_config())
    theirs = rnn.to_keras(model)
    assert "tf_contrib_rnn" not in theirs.to_json()
    again = rnn.from_keras(theirs)
    back = rnn.to_keras(again)
    for twin in (theirs, again, back):
        assert type(twin) is type(model)
        assert twin.name == model.name
        assert [layer.name for layer in twin.layers] == [layer.name for layer in model.layers]
        found = twin(inputs, training=False)
        keras.tree.assert_same_structure(found, wanted)
        assert_same(keras.tree.flatten(found), keras.tree.flatten(wanted), LIMIT)
        assert not {id(w) for w in twin.weights} & {id(w) for w in model.weights}
    assert essential(json.loads(back.to_json())) == essential(json.loads(theirs.to_json()))
    assert_same(model.get_weights(), before)
    assert json.dumps(model.get_config()) == config


def essential(config):
    """A model's config without masks that are None, and names of tensors and inner cells."""
    if isinstance(config, list):
        return [essential(part) for part in config]
    if not isinstance(config, dict):
        return config
    config = {k: essential(part) for k, part in config.items() if (k, part) != ("mask", None)}
    if config.get("class_name", "").endswith(("Cell", "Cells")):
        config["config"].pop("name")
    return config


@pytest.mark.slow
def test_files_in_a_process_without_us(tmp_path, run_python):
    """Every model once: .keras, JSON with .weights.h5, SavedModel."""
    for name in MODELS:
        model, inputs = made(name)
        twin = rnn.to_keras(model)
        path = str(tmp_path / name)
        twin.save(f"{path}.keras")
        twin.save_weights(f"{path}.weights.h5")
        (tmp_path / f"{name}.json").write_text(twin.to_json())
        if name in EXPORTED:
            twin.export(f"{path}_exported", format="tf_saved_model", verbose=False)
        given = inputs if isinstance(inputs, dict) else {"": inputs}
        outputs = keras.tree.flatten(model(inputs, training=False))
        np.savez(
            f"{path}.npz",
            **{f"input_{key}": x for key, x in given.items()},
            **{f"output_{index:02}": np.asarray(x) for index, x in enumerate(outputs)},
        )
    paths = [tmp_path / name for name in MODELS]
    process = run_python("-c", CLEAN, *paths, PYTHONPATH="")
    assert process.returncode == 0, process.stderr[-3000:]
    lines = [json.loads(line) for line in process.stdout.splitlines() if line.startswith("[")]
    assert [line[0] for line in lines] == [str(path) for path in paths]
    assert [len(errors) for _, errors in lines] == [2 + (name in EXPORTED) for name in MODELS]
    assert max(error for _, errors in lines for error in errors) <= LIMIT, lines


def test_a_shared_layer_stays_shared():
    model, _ = made("nested")
    twin = rnn.to_keras(model)
    assert len(twin.get_layer("shared")._inbound_nodes) == 2
    assert len(twin.weights) == len({id(w) for w in twin.weights})


@pytest.mark.slow
def test_a_stateful_model():
    symbolic = keras.Input(batch_shape=(BATCH, TIME, DEPTH))
    y = rnn.RNN(rnn.LSTMCell(3), stateful=True, return_sequences=True)(symbolic)
    model = keras.Model(symbolic, keras.layers.RNN(rnn.GRUCell(2), stateful=True)(y))
    randomize(model.weights)
    inputs = floats(BATCH, TIME, DEPTH)
    theirs = rnn.to_keras(model)
    models = [model, theirs, rnn.from_keras(theirs)]
    results = [[each.predict(inputs, verbose=0) for _ in range(3)] for each in models]
    assert_same(results[1:], [results[0]] * 2, LIMIT)
    assert np.any(results[0][0] != results[0][1])


@pytest.mark.slow
def test_training_goes_the_same_way():
    """A compiled model stays compiled, with a new optimizer; SGD takes the same steps."""
    symbolic = keras.Input((TIME, DEPTH))
    y = rnn.RNN(rnn.LSTMCell(4), return_sequences=True)(symbolic)
    y = keras.layers.Bidirectional(rnn.RNN(rnn.GRUCell(3)))(y)
    model = keras.Model(symbolic, keras.layers.Dense(1)(y))
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
    inputs, targets = floats(8, TIME, DEPTH), floats(8, 1, seed=2)
    theirs = rnn.to_keras(model)
    models = [model, theirs, rnn.from_keras(theirs)]
    histories = [
        each.fit(inputs, targets, batch_size=4, epochs=3, shuffle=False, verbose=0).history
        for each in models
    ]
    assert histories[0]["loss"][-1] < histories[0]["loss"][0]
    for history in histories[1:]:
        assert history.keys() == histories[0].keys()
        assert_same(list(history.values()), list(histories[0].values()), 1e-5)


@pytest.mark.parametrize("both_ways", [False, True])
def test_a_mask_beside_an_initial_state(both_ways, tmp_path):
    """Ours obeys the mask that an embedding computes; Keras drops it unless it is handed in."""
    symbolic, state = keras.Input((TIME,), dtype="int32"), keras.Input((3,))
    embedded = keras.layers.Embedding(5, DEPTH, mask_zero=True)(symbolic)
    layer = rnn.RNN(rnn.GRUCell(3), return_sequences=True)
    layer = keras.layers.Bidirectional(layer, merge_mode="sum") if both_ways else layer
    states = [state, state] if both_ways else state
    model = keras.Model([symbolic, state], layer(embedded, initial_state=states))
    mask = keras.Input((TIME,), dtype="bool")
    given = layer(embedded, initial_state=states, mask=mask)
    explicit = keras.Model([symbolic, state, mask], given)
    words = np.array([[3, 1, 0, 0, 2], [1, 0, 2, 4, 3]], "int32")
    randomize(model.weights)
    for source, inputs in (
        (model, [words, floats(2, 3)]),
        (explicit, [words, floats(2, 3), words != 0]),
    ):
        theirs = rnn.to_keras(source)
        theirs.save(tmp_path / "model.keras")
        theirs = keras.saving.load_model(tmp_path / "model.keras")
        wanted = explicit([words, floats(2, 3), words != 0])
        found = [source(inputs), theirs(inputs), rnn.from_keras(theirs)(inputs)]
        assert_same(found, [wanted] * 3, LIMIT)


def test_a_mask_that_keras_drops():
    symbolic, state = keras.Input((TIME,), dtype="int32"), keras.Input((3,))
    embedded = keras.layers.Embedding(5, DEPTH, mask_zero=True)(symbolic)
    output = keras.layers.GRU(3, reset_after=False)(embedded, initial_state=state)
    words = "with no computed mask beside an initial_state, received one, which Keras drops"
    with pytest.raises(ValueError, match=words):
        rnn.from_keras(keras.Model([symbolic, state], output))


def test_a_sequential_model_that_is_not_built():
    model = keras.Sequential([rnn.RNN(rnn.LSTMCell(3)), keras.layers.Dense(2)])
    theirs = rnn.to_keras(model)
    assert not theirs.built
    assert [type(layer) for layer in theirs.layers] == [keras.layers.LSTM, keras.layers.Dense]
    inputs = floats(BATCH, TIME, DEPTH)
    wanted = model(inputs)
    assert_same(rnn.to_keras(model)(inputs), wanted, LIMIT)
    assert_same(rnn.from_keras(rnn.to_keras(model))(inputs), wanted, LIMIT)


JAX = """
import keras
import tf_contrib_rnn as rnn
from tests.conformance.specimens import assert_same
from tests.layers.twin_models import made

assert keras.backend.backend() == "jax"
for name in ("sequential", "encoder_decoder", "both_ways", "double"):
    model, inputs = made(name)
    theirs = rnn.to_keras(model)
    wanted = keras.tree.flatten(model(inputs, training=False))
    for twin in (theirs, rnn.from_keras(theirs)):
        assert_same(keras.tree.flatten(twin(inputs, training=False)), wanted, 2e-6)
    print(name)
"""


@pytest.mark.slow
def test_on_jax(run_python):
    options = {"KERAS_BACKEND": "jax", "JAX_ENABLE_X64": "1", "PYTHONPATH": str(ROOT)}
    process = run_python("-W", "error::UserWarning", "-c", JAX, **options)
    assert process.returncode == 0, process.stderr[-3000:]
    assert len(process.stdout.split()) == 4
