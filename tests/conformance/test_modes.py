"""Every cell in every way TensorFlow runs it: functions, XLA, its own runners, SavedModels."""

import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import (
    BATCH,
    FEW,
    SPECIMENS,
    TIME,
    assert_same,
    at,
    built,
    each,
    ran,
    sequences,
)
from tests.gate import gated
from tests.goldens import flat

every_specimen = pytest.mark.parametrize("name", SPECIMENS)
few_specimens = pytest.mark.parametrize("name", FEW)
mostly_slow = pytest.mark.parametrize("name", gated(SPECIMENS, FEW))
steady = [name for name, specimen in SPECIMENS.items() if not specimen.drops]
every_steady_specimen = pytest.mark.parametrize("name", steady)
mostly_slow_steady = pytest.mark.parametrize("name", gated(steady, FEW))
# The runners of TensorFlow itself say that they are deprecated.
theirs = pytest.mark.filterwarnings(
    r"ignore:.*(dynamic_rnn|static_rnn|rnn_cell|keras.layers.RNN).*:DeprecationWarning"
)


def unknown_sizes(specimen):
    return each(lambda x: tf.TensorSpec(x.shape, x.dtype), specimen.symbolic())


@mostly_slow
def test_function_of_unknown_batch_and_time(name):
    specimen = SPECIMENS[name]
    cell = built(specimen)
    lengths = tf.TensorSpec([None], tf.int32)

    @tf.function(input_signature=[unknown_sizes(specimen), lengths])
    def run(inputs, lengths):
        return ran(cell, inputs, sequence_length=lengths)

    for batch, time in ((BATCH, TIME), (1, 2)):
        inputs = sequences(specimen, batch, time)
        lengths = np.arange(batch, dtype="int32")
        assert_same(run(inputs, lengths), ran(cell, inputs, sequence_length=lengths))


@few_specimens
@pytest.mark.parametrize("layer_class", [keras.layers.RNN, rnn.RNN])
def test_layer_in_a_function_of_unknown_batch_and_time(layer_class, name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    layer = layer_class(cell, return_sequences=True)
    run = tf.function(lambda x: layer(x, training=False), [unknown_sizes(specimen)])
    assert_same(run(inputs), ran(cell, inputs)[0])


@mostly_slow
def test_compiled(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    run = tf.function(lambda x: ran(cell, x), jit_compile=True)
    assert_same(run(inputs), ran(cell, inputs), limit=2e-6)


@theirs
@pytest.mark.parametrize("traced", [False, pytest.param(True, marks=pytest.mark.slow)])
@every_steady_specimen
def test_dynamic_rnn_of_tensorflow(name, traced):
    specimen = SPECIMENS[name]
    cell, inputs, lengths = built(specimen), sequences(specimen), [4, 0, 2]

    def run(inputs):
        return tf.compat.v1.nn.dynamic_rnn(cell, inputs, lengths, dtype=tf.float32)

    result = (tf.function(run) if traced else run)(inputs)
    assert_same(result, rnn.dynamic_rnn(cell, inputs, lengths, dtype="float32"))
    tf.nest.assert_same_structure(result[1], cell.state_size)


@theirs
@pytest.mark.parametrize("traced", [False, True])
@mostly_slow_steady
def test_static_rnn_of_tensorflow_and_ours(name, traced):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    lengths = np.array([4, 0, 2])
    for static_rnn in (tf.compat.v1.nn.static_rnn, rnn.static_rnn):

        def run(inputs, static_rnn=static_rnn):
            steps = [at(t, inputs) for t in range(TIME)]
            return static_rnn(cell, steps, dtype="float32", sequence_length=lengths)

        outputs, state = (tf.function(run) if traced else run)(inputs)
        wanted, final = ran(cell, inputs, sequence_length=lengths)
        assert_same(list(outputs), [at(t, wanted) for t in range(TIME)])
        assert_same(state, final)


@mostly_slow
def test_time_major(name):
    specimen = SPECIMENS[name]
    cell, inputs, lengths = built(specimen), sequences(specimen), [4, 0, 2]
    turned = each(lambda x: keras.ops.swapaxes(x, 0, 1), inputs)
    outputs, state = ran(cell, turned, time_major=True, sequence_length=lengths)
    wanted = ran(cell, inputs, sequence_length=lengths)
    assert_same((each(lambda x: keras.ops.swapaxes(x, 0, 1), outputs), state), wanted)


@mostly_slow
def test_no_steps(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen, time=0)
    initial = cell.zero_state(BATCH, "float32")
    for run in (ran, tf.function(ran)):
        outputs, state = run(cell, inputs, initial_state=initial)
        some = flat(ran(cell, sequences(specimen))[0])
        for output, of_some in zip(flat(outputs), some, strict=True):
            assert output.shape == (BATCH, 0, *of_some.shape[2:])
        assert_same(state, initial)


@every_specimen
def test_a_step_by_hand(name):
    specimen = SPECIMENS[name]
    cell, inputs = built(specimen), sequences(specimen)
    state = cell.zero_state(BATCH, "float32")
    for t in range(TIME):
        output, state = cell(at(t, inputs), state, training=False)
    outputs, final = ran(cell, inputs)
    assert_same((output, state), (at(-1, outputs), final))
    tf.nest.assert_same_structure(state, cell.state_size)


def exported(name, folder):
    """The cell of a SavedModel of unknown batch and time, and the folder's signature."""
    specimen = SPECIMENS[name]
    symbolic = specimen.symbolic()
    cell = built(specimen)
    model = keras.Model(symbolic, rnn.RNN(cell, return_sequences=True)(symbolic))
    model.export(folder, format="tf_saved_model", verbose=False)
    return cell


def served(name, folder):
    cell = exported(name, str(folder))
    loaded = tf.saved_model.load(str(folder))
    for batch, time in ((BATCH, TIME), (2, 5)):
        inputs = sequences(SPECIMENS[name], batch, time)
        assert_same(loaded.serve(inputs), ran(cell, inputs)[0])


@pytest.mark.parametrize("name", gated(SPECIMENS, ["conv_2d", "variational"]))
def test_exported(name, tmp_path):
    served(name, tmp_path)


@pytest.mark.slow
def test_saved_model_cli_runs_an_export(tmp_path):
    cell = exported("multi_nested", str(tmp_path / "model"))
    inputs = sequences(SPECIMENS["multi_nested"], batch=2, time=5)
    np.save(tmp_path / "inputs.npy", inputs)
    signature = tf.saved_model.load(str(tmp_path / "model")).signatures["serving_default"]
    (argument,) = signature.structured_input_signature[1]
    (output,) = signature.structured_outputs
    command = [Path(sys.executable).with_name("saved_model_cli"), "run"]
    options = ["--dir", tmp_path / "model", "--tag_set", "serve"]
    options += ["--signature_def", "serving_default", "--outdir", tmp_path]
    options += ["--inputs", f"{argument}={tmp_path / 'inputs.npy'}"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert_same(np.load(tmp_path / f"{output}.npy"), ran(cell, inputs)[0])
