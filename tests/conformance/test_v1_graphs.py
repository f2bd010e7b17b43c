"""Every golden in a v1 graph: TF1's names, TF1's checkpoint, TF1's numbers, TF1's dropout."""

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cases import richest_cases
from tests.gate import CORE, gated
from tests.goldens import CASES, initial_range
from tests.v1_graphs import (
    GraphCase,
    draws_every_step,
    expected_variables,
)

v1 = tf.compat.v1
NAMES = [case["name"] for case in CASES]
RICHEST = [case["name"] for case in richest_cases().values()]
# A step that stands in the graph once for each time draws the same numbers each time.
STATIC = [case["name"] for case in richest_cases(lambda c: not draws_every_step(c)).values()]


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


@pytest.mark.parametrize("name", gated(NAMES, RICHEST))
def test_a_saver_restores_tf1s_checkpoint_and_the_numbers_are_tf1s(name, tmp_path):
    case = GraphCase(name)
    if "run" in case.golden.case["runs"]:
        case.run()
    case.step()
    case.check(tmp_path)


@pytest.mark.parametrize("name", gated(RICHEST, CORE))
def test_gradients(name, tmp_path):
    before = v1.experimental.output_all_intermediates
    before(True)
    try:
        case = GraphCase(name)
        case.run()
        case.gradients()
    finally:
        before(None)
    case.check(tmp_path)


@pytest.mark.parametrize("name", gated(RICHEST, CORE))
def test_tensorflows_own_dynamic_rnn(name, tmp_path):
    case = GraphCase(name)
    case.run(v1.nn.dynamic_rnn)
    case.check(tmp_path)


@pytest.mark.parametrize("name", gated(STATIC, CORE))
@pytest.mark.parametrize("static_rnn", [v1.nn.static_rnn, rnn.static_rnn], ids=["theirs", "ours"])
def test_static_rnn(name, static_rnn, tmp_path):
    case = GraphCase(name)
    case.static_run(static_rnn)
    case.check(tmp_path)


@pytest.mark.parametrize("name", gated(STATIC, CORE))
def test_the_stock_keras_layer(name, tmp_path):
    case = GraphCase(name)
    case.keras_run()
    case.check(tmp_path)


@pytest.mark.parametrize("name", ["lstm_cell_trainable", "gru_cell_trainable", *RICHEST])
def test_initial_values_and_trainable_variables(name):
    v1.set_random_seed(1)
    case = GraphCase(name)
    case.run()
    trained = [variable.op.name for variable in v1.trainable_variables()]
    assert trained == expected_variables(case.golden, trained_only=True)
    with v1.Session() as session:
        session.run(v1.global_variables_initializer())
        arrays = {name: initial_values(session, name) for name in names_of(case)}
    for variable in case.golden.facts["variables"]:
        values = arrays[variable["name"]]
        low, high = initial_range(variable["initial"], arrays)
        assert np.all(low - 1e-6 < values) and np.all(values < high * (1 + 1e-6) + 1e-6)
        wanted = np.max(high - low) / 4 if values.size >= 10 else 0  # few may lie together
        assert np.ptp(values) >= wanted, variable["name"]


def names_of(case):
    return [variable["name"] for variable in case.golden.facts["variables"]]


def initial_values(session, name):
    """The values of a variable, those of its parts one after the other."""
    parts = [v for v in v1.global_variables() if v.op.name.split("/part_")[0] == name]
    return np.concatenate([np.ravel(session.run(part)) for part in parts])


FEW = [
    "basic_lstm_cell_options_concatenated", "conv_2d_lstm_cell_options", "gru_cell_options",
    "lstm_cell_unit_and_projection_shards",
]  # fmt: skip
OTHERS = [name for name in RICHEST if name not in FEW]


@pytest.mark.parametrize(
    "names", [FEW, pytest.param(OTHERS, marks=pytest.mark.slow)], ids=["few", "others"]
)
def test_without_v2_behavior(names, run_python, tmp_path):
    script = f"""
import pathlib, tensorflow as tf
tf.compat.v1.disable_v2_behavior()
from tests.v1_graphs import GraphCase
for name in {names}:
    with tf.Graph().as_default():
        case = GraphCase(name)
        case.run()
        case.gradients()
        case.step()
        folder = pathlib.Path({str(tmp_path)!r}) / name
        folder.mkdir()
        case.check(folder)
        print("done", name)
"""
    process = run_python("-c", script)
    assert process.returncode == 0, process.stderr[-3000:]
    assert process.stdout.split()[1::2] == names


@pytest.mark.parametrize("name", ["device_wrapper", "device_wrapper_stack", "lstm_cell"])
def test_variables_ask_for_tf1s_device(name):
    case = GraphCase(name)
    case.run()
    wanted = {variable["name"]: variable["device"] for variable in case.golden.facts["variables"]}
    assert {v.op.name: v.device for v in v1.global_variables()} == wanted
