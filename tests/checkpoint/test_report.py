import io

import keras
import numpy as np
import pytest
import rich.console

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint


@pytest.fixture
def report(write, sequential, names):
    """A report with something in every group."""
    contents = names("rnn") | {"dense/kernel": (5, 2), "dense/bias": np.full(2, np.inf)}
    contents["other/w"] = (4,)
    slots = {f"train/{name}/Adam": shape for name, shape in names("rnn").items()}
    average = {"rnn/lstm_cell/bias/ExponentialMovingAverage": (20,)}
    counters = {"global_step": np.int64(3), "train/beta1_power": np.float32(0.9)}
    model = sequential(
        keras.layers.Dropout(0.5),
        rnn.RNN(rnn.LSTMCell(5), name="recurrent"),
        keras.layers.Dense(2, name="logits"),
        keras.layers.LayerNormalization(name="norm"),
    )
    prefix = write(contents | slots | average | counters)
    return checkpoint.restore(model, prefix, partial=True)


TEXT = """\
4 variables got values from model.ckpt-7 (V2 checkpoint)
  model variable    checkpoint variable   shape    dtype             max|value|
recurrent <- rnn
  lstm_cell/kernel  rnn/lstm_cell/kernel  [8, 20]  float32           {kernel}
  lstm_cell/bias    rnn/lstm_cell/bias    [20]     float32           {bias}
logits <- dense
  kernel            dense/kernel          [5, 2]   float32           {logits}
  bias              dense/bias            [2]      float64->float32  0
warning: cast float64->float32: 1 variable
warning: dense/bias holds 2 NaN or infinite values
not fed (2)
  norm: gamma
  norm: beta
not used from the checkpoint (1)
  other/w  [4]
optimizer slots, left alone: 2 Adam
moving averages, left alone: 1 ExponentialMovingAverage
counters, left alone: global_step, train/beta1_power
not weights, left alone: seed_generator/seed_generator_state"""


def test_the_text(report):
    largest = [f"{np.abs(record.variable.numpy()).max():.4g}" for record in report.assigned[:3]]
    text = TEXT.format(kernel=largest[0], bias=largest[1], logits=largest[2])
    assert str(report) == text


def test_the_attributes(report):
    assert report.scopes == {"recurrent": "rnn", "logits": "dense"}
    assert report.left_over == ["other/w"]
    assert report.slots == ["train/rnn/lstm_cell/bias/Adam", "train/rnn/lstm_cell/kernel/Adam"]
    assert report.averages == ["rnn/lstm_cell/bias/ExponentialMovingAverage"]
    assert report.counters == ["global_step", "train/beta1_power"]
    assert report.unfed == ["norm: gamma", "norm: beta"]
    first = report.assigned[0]
    assert (first.model, first.checkpoint) == ("lstm_cell/kernel", "rnn/lstm_cell/kernel")
    assert (first.shape, first.dtype, first.part) == ((8, 20), "float32", "recurrent")


def printed(thing, width):
    stream = io.StringIO()
    rich.console.Console(file=stream, width=width, color_system=None).print(thing)
    return stream.getvalue()


def test_a_terminal_that_is_wide_enough_shows_a_frame(report):
    wide = printed(report, 120)
    for record in report.assigned:
        assert f" {record.checkpoint} " in wide
    assert "┃ model variable" in wide and "other/w  [4]" in wide


def test_a_terminal_that_is_not_shows_the_text(report):
    assert "┃" not in printed(report, 80)
    assert "rnn/lstm_cell/kernel" in printed(report, 80)


@pytest.fixture
def deep(write, lstm, names):
    return checkpoint.plan(lstm(), write(names("a_model/a_decoder/an_attention/a_layer/rnn")))


def test_long_names_are_neither_cut_nor_folded(deep):
    lines = str(deep).splitlines()
    assert lines[1].split() == ["model", "variable", "(float32)", "shape"]
    assert lines[2].endswith(" <- a_model/a_decoder/an_attention/a_layer/rnn")
    assert lines[3].split() == ["lstm_cell/kernel", "[8,", "20]"]
    assert max(map(len, lines)) <= 80


def test_a_narrow_table_says_where_names_differ(write, lstm):
    scope = "a_model/a_decoder/an_attention/an_old_layer"
    variables = {f"{scope}/LSTMCell/W_0": (8, 20),
                 f"{scope}/LSTMCell/B": (20,)}  # fmt: skip
    lines = str(checkpoint.plan(lstm(), write(variables))).splitlines()
    place = lines.index(f"    <- {scope}/LSTMCell/W_0")
    assert lines[place - 1].split()[0] == "lstm_cell/kernel"


def test_a_name_that_leaves_no_room_has_a_line_of_its_own(write, names):
    name = "a_cell_whose_name_is_so_long_that_nothing_can_stand_beside_it_in_80_columns"
    cell = rnn.LSTMCell(5, name=name)
    model = keras.Sequential([keras.Input((None, 3)), rnn.RNN(cell, name="long")])
    variables = {f"rnn/{path}": tuple(v.shape) for path, v in cell.tf1_variables().items()}
    lines = str(checkpoint.plan(model, write(variables))).splitlines()
    place = lines.index(f"  {name}/kernel")
    assert lines[place + 1].split() == ["[8,", "20]"]
    assert lines[place + 1].index("[") == lines[1].index("shape")


def test_a_plan_says_that_nothing_happened(deep):
    assert str(deep).startswith("2 variables would get values from model.ckpt-7")
    assert "max|value|" not in str(deep)


def test_names_with_an_output_number(write, lstm, names):
    variables = {f"{name}:0": shape for name, shape in names("rnn").items()}
    slots = {f"{name}/Adam:0": shape for name, shape in names("rnn").items()}
    plan = checkpoint.plan(lstm(), write(variables | slots))
    assert "rnn/lstm_cell/kernel:0" in str(plan) and "left alone: 2 Adam" in str(plan)
    assert "Adam:0" not in str(plan) and "Adam:0" in plan.slots[0]


def test_a_plan_of_nothing(write, sequential):
    plan = checkpoint.plan(sequential(keras.layers.Dense(2)), write({"w": (7,)}), partial=True)
    assert str(plan).startswith("0 variables would get values")
    assert "kernel" in str(plan) and printed(plan, 80).startswith("0 variables")
