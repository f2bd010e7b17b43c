"""The print-out of an inventory, for 80 columns, for pipes and for terminals."""

import io
import json
import time
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from tf_contrib_rnn import checkpoint

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
        "scope or variable                    class      input  units  output  size",
        "rnn/multi_rnn_cell/cell_0/lstm_cell  LSTMCell   3      5      5       720 bytes",
        "embedding                            Embedding  50            3       600 bytes",
        "dense                                Dense      5             2       48 bytes",
        "",
        "rnn: one direction, 3 -> 5",
        "  multi_rnn_cell: MultiRNNCell",
        "    cell_0/lstm_cell: LSTMCell or LSTMBlockCell, 5 units, input 3",
        "      assumed: forget_bias 1.0, activation tanh",
        "embedding: Embedding 50 -> 3, goes into rnn",
        "dense: Dense 5 -> 2, reads rnn",
        "optimizer slots",
        "  Adam: 1 array for 1 variable, 640 bytes",
        "counters: global_step",
        "not known (1)",
        "  odd [2, 2, 2]",
    ]


@pytest.mark.parametrize(("width", "framed"), [(120, True), (50, False)])
def test_in_a_terminal(width, framed):
    found = checkpoint.inspect(GOLDEN / "checkpoints" / "bidirectional", graph=False)
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=True, color_system=None).print(found)
    text = stream.getvalue()
    assert ("┃" in text) is framed and ("├──" in text) is framed
    assert "bidirectional_rnn/fw/basic_lstm_cell" in text


def test_ten_thousand_variables():
    shapes = {}
    for part in range(850):
        units = 3 + part % 7
        for side in ("fw", "bw"):
            scope = f"model/part_{part}/bidirectional_rnn/{side}/lstm_cell"
            shapes[f"{scope}/kernel"] = (2 * units + part % 5, 4 * units)
            shapes[f"{scope}/bias"] = (4 * units,)
        shapes[f"model/part_{part}/dense/kernel"] = (2 * units, 7)
        shapes[f"model/part_{part}/dense/bias"] = (7,)
    shapes |= {f"{name}/Adam": shape for name, shape in shapes.items()}
    arrays = {name: np.zeros(shape, "float32") for name, shape in shapes.items()}
    assert len(arrays) > 10_000
    start = time.process_time()
    found = checkpoint.inspect(arrays)
    assert len(found.networks) == len(found.layers) == 850
    assert time.process_time() - start < 2
    assert len(lines_of(found)) < 500
