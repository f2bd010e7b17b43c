"""The print-out of an inventory, for 80 columns, for pipes and for terminals."""

import io
import itertools
import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from tf_contrib_rnn import checkpoint, demo

GOLDEN = Path(__file__).parents[2] / "golden"
FOLDERS = [
    *sorted(path for path in (GOLDEN / "checkpoints").iterdir()),
    *sorted(path for path in (GOLDEN / "left_behind").iterdir() if (path / "checkpoint").exists()),
]


def lines_of(inventory):
    return str(inventory).splitlines()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_line_fits(folder):
    found = checkpoint.inspect(folder, graph=False)
    lines = lines_of(found)
    assert all(len(line) <= 80 or max(map(len, line.split())) > 60 for line in lines)
    assert not any(line != line.rstrip() for line in lines)
    shown = [network for network in found.networks if not network.copy_of]
    assert shown and all(network.scope in str(found) for network in shown)
    assert json.loads(json.dumps(found.to_dict()))["arrays"] == found.arrays


def test_what_it_says():
    shapes = {
        "rnn/multi_rnn_cell/cell_0/lstm_cell/kernel": (8, 20),
        "rnn/multi_rnn_cell/cell_0/lstm_cell/bias": (20,),
        "rnn/multi_rnn_cell/cell_0/lstm_cell/kernel/Adam": (8, 20),
        "embedding": (50, 3), "dense/kernel": (5, 2), "dense/bias": (2,), "odd": (2, 2, 2),
    }  # fmt: skip
    arrays = {name: np.zeros(shape, "float32") for name, shape in shapes.items()}
    arrays["global_step"] = np.int64(3)
    assert lines_of(checkpoint.inspect(arrays)) == [
        "mapping (mapping): 8 arrays, 2.05 kB",
        "no graph beside it",
        "",
        "scope or variable     class      input  output       size",
        "rnn                   one direction",
        "  multi_rnn_cell      MultiRNNCell",
        "    cell_0/lstm_cell  LSTMCell   3      5       720 bytes",
        "        or LSTMBlockCell",
        "        assumed: forget_bias 1.0, activation tanh",
        "embedding             Embedding  50     3       600 bytes",
        "    goes into rnn",
        "dense                 Dense      5      2        48 bytes",
        "    reads rnn",
        "",
        "optimizer slots: Adam, 1 array for 1 variable, 640 bytes",
        "counters: global_step",
        "not known (1): odd, [2, 2, 2]",
    ]


@pytest.mark.parametrize("width", [120, 80])
def test_a_terminal_shows_the_same_lines(width):
    found = checkpoint.inspect(GOLDEN / "checkpoints" / "bidirectional", graph=False)
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=True, color_system=None).print(found)
    shown = re.sub(r"\x1b\[[\d;]*m", "", stream.getvalue())
    assert [line.rstrip() for line in shown.splitlines()] == lines_of(found)


def test_what_all_cells_have_in_common_is_said_once():
    found = str(checkpoint.inspect(demo.checkpoint_of("frames")))
    assert found.count("kernel_shape") == found.count("forget_bias") == 1
    assert "both cells, from the graph: forget_bias 1.0" in found


def test_a_long_name_has_a_line_of_its_own():
    scope = f"{'outer/' * 12}rnn"
    arrays = {f"{scope}/gru_cell/gates/kernel": np.zeros((7, 8), "float32"),
              f"{scope}/gru_cell/gates/bias": np.zeros(8, "float32"),
              f"{scope}/gru_cell/candidate/kernel": np.zeros((7, 4), "float32"),
              f"{scope}/gru_cell/candidate/bias": np.zeros(4, "float32")}  # fmt: skip
    lines = lines_of(checkpoint.inspect(arrays))
    place = lines.index(scope)
    assert lines[place + 1] == "                   one direction"
    assert lines[place + 2] == "  gru_cell         GRUCell  3      4       384 bytes"


def test_layers_stand_in_the_order_of_the_data():
    shapes = {"a": (5, 9), "z": (4, 5)}
    arrays = {f"{name}/kernel": np.zeros(shape, "float32") for name, shape in shapes.items()}
    found = checkpoint.inspect(arrays)
    a, z = sorted(found.layers, key=lambda one: one.scope)
    a.place = "reads z"
    assert [line.split()[0] for line in lines_of(found)[5:]] == ["z", "no", "a", "no"]


def networks(count):
    """The variables of many small networks, each with a layer and slots."""
    shapes = {}
    for part in range(count):
        units = 3 + part % 7
        for side in ("fw", "bw"):
            scope = f"model/part_{part}/bidirectional_rnn/{side}/lstm_cell"
            shapes[f"{scope}/kernel"] = (2 * units + part % 5, 4 * units)
            shapes[f"{scope}/bias"] = (4 * units,)
        shapes[f"model/part_{part}/dense/kernel"] = (2 * units, 7)
        shapes[f"model/part_{part}/dense/bias"] = (7,)
    shapes |= {f"{name}/Adam": shape for name, shape in shapes.items()}
    return {name: np.zeros(shape, "float32") for name, shape in shapes.items()}


def counted(function):
    """What a function returns, and how many calls of Python functions that takes."""
    calls = itertools.count()
    sys.setprofile(lambda frame, event, argument: event == "call" and next(calls))
    try:
        found = function()
    finally:
        sys.setprofile(None)
    return found, next(calls)


def test_ten_thousand_variables():
    arrays = networks(850)
    assert len(arrays) > 10_000
    found, calls = counted(lambda: checkpoint.inspect(arrays))
    assert len(found.networks) == len(found.layers) == 850
    assert calls < 250 * len(arrays)  # far fewer than one for each pair of variables
    assert len(lines_of(found)) < 500
