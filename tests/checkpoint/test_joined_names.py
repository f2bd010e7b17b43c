"""Shards and partitions of one variable become one array."""

import numpy as np
import pytest

from tests.checkpoint.old_names import today
from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.sources import Stored


def arrays(**shapes):
    """Entries with numbers in them, and a list of what was read."""
    read, rows = [], np.arange(24.0).reshape(12, 2)

    def reader(name, value):
        return lambda: read.append(name) or value

    made = {}
    for name, (start, stop) in shapes.items():
        value = rows[start:stop]
        made[name] = Stored(name, value.shape, "float64", reader(name, value))
    return made, read, rows


def test_shards_are_read_when_asked():
    scope = "rnn/LSTMCell"
    many = {f"{scope}/W_{n}": (n, n + 1) for n in range(12)}
    entries, read, rows = arrays(**dict(reversed(many.items())))
    found = names.modern(entries)
    assert list(found) == [f"{scope}/kernel".replace("LSTMCell", "lstm_cell")] and not read
    (kernel,) = found.values()
    assert kernel.shape == (12, 2)
    assert kernel.name == f"{scope}/W_{{{','.join(map(str, range(12)))}}}"
    np.testing.assert_array_equal(kernel.read(), rows)
    assert read == list(many)


@pytest.mark.parametrize(
    "shapes", [{0: (0, 3), 2: (3, 5)}, {1: (0, 3)}, {0: (0, 3), 1: (3, 5), 3: (5, 6)}]
)
def test_shards_with_a_gap_stay(shapes):
    entries, _, _ = arrays(**{f"LSTMCell/W_{number}": rows for number, rows in shapes.items()})
    assert dict(names.modern(entries)) == entries


def test_pieces_of_different_arrays_stay():
    entries, _, _ = arrays(**{"LSTMCell/W_0": (0, 2), "LSTMCell/W_1": (2, 4)})
    other = {"LSTMCell/W_1": Stored("LSTMCell/W_1", (2, 2), "float32", None)}
    assert set(names.modern(entries | other)) == set(entries)
    other = {"LSTMCell/W_1": Stored("LSTMCell/W_1", (2,), "float64", None)}
    assert set(names.modern(entries | other)) == set(entries)


@pytest.mark.parametrize("scope", ["rnn/coupled_input_forget_gate_lstm_cell", "x", "lstm_cell"])
def test_shards_of_other_cells_stay_separate(scope):
    stored = [f"{scope}/{name}" for name in ("W_0", "W_1", "B", "W_P_0")]
    assert list(today(*stored).values()) == stored


def test_partitions_are_joined():
    entries, _, rows = arrays(
        **{f"s/rnn/lstm_cell/weights/part_{n}": (4 * n, 4 * n + 4) for n in range(3)},
        **{f"s/rnn/lstm_cell/weights/part_{n}/Adam": (4 * n, 4 * n + 4) for n in range(3)},
        **{"dense/kernel/part_0": (0, 5)},
    )
    found = names.modern(entries)
    assert sorted(found) == [
        "dense/kernel", "s/rnn/lstm_cell/kernel", "s/rnn/lstm_cell/kernel/Adam",
    ]  # fmt: skip
    np.testing.assert_array_equal(found["s/rnn/lstm_cell/kernel"].read(), rows)
    assert found["dense/kernel"].shape == (5, 2)
    assert found.scope("s/rnn/lstm_cell/weights/part_2") == "s/rnn/lstm_cell/kernel"


@pytest.mark.parametrize(
    "stored",
    [
        ["x/part_0/kernel", "x/part_1/kernel"],
        ["part_0", "part_1"],
        ["x/mine/part_0"],
        ["x/kernel/part_1", "x/kernel/part_2"],
        ["x/kernel", "x/kernel/part_0"],
    ],
)
def test_what_a_user_called_a_part_stays(stored):
    assert list(today(*stored).values()) == stored


def test_columns_are_joined_where_they_differ():
    entries = {
        "kernel/part_0": Stored("kernel/part_0", (2, 3), "float32", lambda: np.zeros((2, 3))),
        "kernel/part_1": Stored("kernel/part_1", (2, 2), "float32", lambda: np.ones((2, 2))),
    }
    (kernel,) = names.modern(entries).values()
    assert kernel.shape == (2, 5)
    np.testing.assert_array_equal(kernel.read()[0], [0, 0, 0, 1, 1])
