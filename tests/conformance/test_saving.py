"""Saved, cloned and copied models give the same numbers and keep their TF1 scopes."""

import copy

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import FEW, SPECIMENS, assert_same, built, ran, sequences
from tests.gate import gated
from tests.goldens import error, flat

LAYERS = {"stock": keras.layers.RNN, "ours": rnn.RNN}

every_specimen = pytest.mark.parametrize("name", SPECIMENS)
few_specimens = pytest.mark.parametrize("name", FEW)
mostly_slow = pytest.mark.parametrize("name", gated(SPECIMENS, FEW))
every_layer = pytest.mark.parametrize("kind", LAYERS)


def model_of(specimen, kind="ours", cell=None):
    symbolic = specimen.symbolic()
    layer = LAYERS[kind](cell or built(specimen), return_sequences=True)
    return keras.Model(symbolic, layer(symbolic))


def other_cells(specimen):
    """Two more cells of the class, which move Keras' counter of names."""
    return [specimen.make(), specimen.make()]


@pytest.mark.parametrize("kind", gated(LAYERS, ["ours"]))
@every_specimen
def test_keras_file(name, kind, tmp_path):
    specimen = SPECIMENS[name]
    model = model_of(specimen, kind)
    paths = list(model.layers[-1].cell.tf1_variables())
    others = other_cells(specimen)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    inputs = sequences(specimen)
    assert_same(loaded(inputs, training=False), model(inputs, training=False))
    assert list(loaded.layers[-1].cell.tf1_variables()) == paths
    assert type(loaded.layers[-1]) is LAYERS[kind]
    assert len(others) == 2


@mostly_slow
def test_weights_file(name, tmp_path):
    specimen = SPECIMENS[name]
    model, other = model_of(specimen), model_of(specimen, cell=specimen.make())
    inputs = sequences(specimen)
    results = [flat(m(inputs, training=False))[0] for m in (model, other)]
    assert error(*results) > 1e-3
    model.save_weights(tmp_path / "model.weights.h5")
    other.load_weights(tmp_path / "model.weights.h5")
    assert_same(other(inputs, training=False), model(inputs, training=False))


@mostly_slow
def test_clone_model(name):
    specimen = SPECIMENS[name]
    model = model_of(specimen)
    others = other_cells(specimen)
    clone = keras.models.clone_model(model)
    assert not {id(w) for w in clone.weights} & {id(w) for w in model.weights}
    clone.set_weights(model.get_weights())
    inputs = sequences(specimen)
    assert_same(clone(inputs, training=False), model(inputs, training=False))
    ours, theirs = model.layers[-1].cell, clone.layers[-1].cell
    assert list(ours.tf1_variables()) == list(theirs.tf1_variables())
    assert len(others) == 2


@mostly_slow
def test_deepcopy_of_a_cell(name):
    specimen = SPECIMENS[name]
    cell, others, inputs = built(specimen), other_cells(specimen), sequences(specimen)
    twin = copy.deepcopy(cell)
    assert list(twin.tf1_variables()) == list(cell.tf1_variables())
    assert_same(ran(twin, inputs), ran(cell, inputs))
    before = ran(twin, inputs)
    for variable in cell.tf1_variables().values():
        variable.assign(variable * 0.0)
    assert_same(ran(twin, inputs), before)
    assert len(others) == 2


@few_specimens
@every_layer
def test_deepcopy_of_a_layer(name, kind):
    specimen = SPECIMENS[name]
    layer, inputs = LAYERS[kind](built(specimen), return_sequences=True), sequences(specimen)
    wanted = layer(inputs, training=False)
    twin = copy.deepcopy(layer)
    assert_same(twin(inputs, training=False), wanted)
    assert list(twin.cell.tf1_variables()) == list(layer.cell.tf1_variables())
    assert twin.cell is not layer.cell


def test_an_unbuilt_cell_is_copied_unbuilt():
    twin = copy.deepcopy(rnn.LSTMCell(3, name="mine"))
    assert not twin.built
    assert (twin.name, twin.tf1_scope.name) == ("mine", "mine")


def shared_after(way, tmp_path):
    """The stack `[c, c]` of a model after one way of copying it."""
    model = model_of(SPECIMENS["multi_shared"])
    if way == "config":
        return type(model.layers[-1]).from_config(model.layers[-1].get_config()).cell
    if way == "keras_file":
        model.save(tmp_path / "model.keras")
        return keras.saving.load_model(tmp_path / "model.keras").layers[-1].cell
    if way == "clone":
        return keras.models.clone_model(model).layers[-1].cell
    return copy.deepcopy(model.layers[-1].cell)


@pytest.mark.parametrize("way", ["config", "keras_file", "clone", "deepcopy"])
def test_a_shared_cell_stays_one(way, tmp_path):
    stack = shared_after(way, tmp_path)
    assert stack.cells[0] is stack.cells[1]


def test_one_cell_in_two_layers_of_a_model_stays_one(tmp_path):
    cell = rnn.GRUCell(3)
    symbolic = keras.Input((None, 3))
    hidden = rnn.RNN(cell, return_sequences=True)(symbolic)
    model = keras.Model(symbolic, rnn.RNN(cell)(hidden))
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert loaded.layers[1].cell is loaded.layers[2].cell
    assert len(loaded.weights) == len(model.weights) == 4
    inputs = sequences(SPECIMENS["gru"])
    assert_same(loaded(inputs), model(inputs))


@few_specimens
def test_sequential_and_bidirectional_files(name, tmp_path):
    specimen = SPECIMENS[name]
    layer = rnn.RNN(specimen.make(), return_sequences=True)
    model = keras.Sequential([keras.layers.Bidirectional(layer)])
    inputs = sequences(specimen)
    wanted = model(inputs, training=False)
    model.save(tmp_path / "model.keras")
    assert_same(keras.saving.load_model(tmp_path / "model.keras")(inputs, training=False), wanted)


LOADING = """
import sys
import numpy as np
import tf_contrib_rnn
import keras
for name in sys.argv[2:]:
    model = keras.saving.load_model(f"{sys.argv[1]}/{name}.keras")
    inputs = np.load(f"{sys.argv[1]}/{name}.npy")
    np.save(f"{sys.argv[1]}/{name}.out.npy", model(inputs, training=False))
    print(name, *model.layers[-1].cell.tf1_variables())
"""


def test_a_fresh_process_loads_the_files(tmp_path, run_python):
    wanted = {}
    for name in FEW:
        specimen = SPECIMENS[name]
        others, model, inputs = other_cells(specimen), model_of(specimen), sequences(specimen)
        model.save(tmp_path / f"{name}.keras")
        np.save(tmp_path / f"{name}.npy", inputs)
        wanted[name] = model(inputs, training=False)
        assert len(others) == 2
    done = run_python("-c", LOADING, tmp_path, *FEW)
    assert done.returncode == 0, done.stderr
    for name, line in zip(FEW, done.stdout.splitlines(), strict=True):
        assert_same(np.load(tmp_path / f"{name}.out.npy"), wanted[name])
        assert line.split() == [name, *built(SPECIMENS[name]).tf1_variables()]
