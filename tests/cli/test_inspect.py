import json

import pytest

from tf_contrib_rnn import checkpoint, demo

READER, FRAMES = demo.checkpoint_of("reader"), demo.checkpoint_of("frames")

TEXT = """\
model.ckpt-1800 (V2 checkpoint): 21 arrays, 383 kB
graph: model.ckpt-1800.meta

scope or variable             class           input     output         size
rnn                           one direction   16x16x1   16x16x8      127 kB
    dynamic run, reads frames:0
  multi_rnn_cell              MultiRNNCell
      both cells: kernel_shape [5, 5]
      both cells, from the graph: forget_bias 1.0
    cell_0/conv_2d_lstm_cell  Conv2DLSTMCell  16x16x1   16x16x12    62.6 kB
    cell_1/conv_2d_lstm_cell  Conv2DLSTMCell  16x16x12  16x16x8     64.1 kB
next_frame                    Conv2D          8         1         804 bytes
    window 5x5, sigmoid, reads rnn

optimizer slots: Adam, 12 arrays for 6 variables, 255 kB
counters: global_step 1800, beta1_power 0, beta2_power 0.165
"""


def test_what_is_in_a_checkpoint_as_plain_text(run):
    result = run("inspect", FRAMES)
    assert (result.exit_code, result.stderr, result.stdout) == (0, "", TEXT)


def test_without_its_graph(run):
    result = run("inspect", READER, "--no-graph")
    assert result.exit_code == 0
    assert "no graph beside it" in result.stdout and "assumed: forget_bias" in result.stdout


def test_json(run):
    result = run("inspect", READER, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert sorted(found) == sorted(
        ["source", "format", "networks", "layers", "slots", "averages", "counters", "unknown",
         "copies", "graph_path", "size", "arrays", "notes"]
    )  # fmt: skip
    counters = {one["name"]: one["value"] for one in found["counters"]}
    assert counters["global_step"] == 6000
    (network,) = found["networks"]
    first = network["cells"][0]["members"][0]
    assert (network["scope"], first["classes"], first["options"]["forget_bias"]) == (
        "reader/rnn", ["LSTMCell"], 0.5,
    )  # fmt: skip


@pytest.mark.slow
def test_code_is_that_of_the_inventory(run):
    found = checkpoint.inspect(READER)
    assert run("inspect", READER, "--code").stdout == found.to_code()
    fetched = run("inspect", READER, "--code", "--fetch", "reader/rnn/transpose_1:0")
    assert fetched.exit_code == 0
    assert "logits" not in fetched.stdout and "rnn.LSTMCell(" in fetched.stdout


def test_numbers_that_are_none_are_null_in_json(run, tmp_path):
    import numpy as np

    np.savez(tmp_path / "odd.npz", beta1_power=np.float32("nan"), w=np.ones((2, 3)))
    found = json.loads(run("inspect", "odd.npz", "--json").stdout)
    assert found["counters"] == [{"name": "beta1_power", "dtype": "float32", "value": None}]
