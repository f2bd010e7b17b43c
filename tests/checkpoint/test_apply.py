"""All or nothing, types, and values that are no numbers."""

import io
import sys
import tempfile
import threading

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import arrays, kept, progress


def contents(dtype=np.float32, **changed):
    arrays = {
        "rnn/lstm_cell/kernel": np.linspace(-1, 1, 160).reshape(8, 20).astype(dtype),
        "rnn/lstm_cell/bias": np.linspace(-2, 3, 20).astype(dtype),
    }
    return arrays | {f"rnn/lstm_cell/{name}": array for name, array in changed.items()}


def test_values_read_are_in_the_report(write, lstm):
    report = checkpoint.restore(lstm(), write(contents()))
    assert [record.max_abs for record in report.assigned] == [1.0, 3.0]
    assert not report.warnings


@pytest.fixture
def second_refuses(lstm, monkeypatch):
    """A function that makes a cell whose bias raises, or takes something else, once."""

    def make(how):
        cell = lstm()
        assign = cell.bias.assign

        def refuse(value):
            monkeypatch.setattr(cell.bias, "assign", assign)
            if how == "raise":
                assign(value)
                raise RuntimeError("no room")
            if how == "stop":
                raise KeyboardInterrupt
            assign(value + 1)

        monkeypatch.setattr(cell.bias, "assign", refuse)
        return cell, [cell.kernel, cell.bias]

    return make


@pytest.mark.parametrize(("how", "piece"), [("raise", "no room"), ("change", "does not hold")])
def test_a_failing_assignment_puts_the_old_values_back(write, second_refuses, how, piece):
    cell, variables = second_refuses(how)
    before = [variable.numpy().tobytes() for variable in variables]
    with pytest.raises(checkpoint.CheckpointError, match=piece) as caught:
        checkpoint.restore(cell, write(contents()))
    assert "old values" in str(caught.value)
    assert [variable.numpy().tobytes() for variable in variables] == before


def test_an_interrupt_puts_the_old_values_back(write, second_refuses):
    cell, variables = second_refuses("stop")
    before = [variable.numpy().tobytes() for variable in variables]
    with pytest.raises(KeyboardInterrupt):
        checkpoint.restore(cell, write(contents()))
    assert [variable.numpy().tobytes() for variable in variables] == before


@pytest.mark.parametrize("name", ["kernel", "bias"])
def test_an_array_that_cannot_be_read_leaves_no_other_assigned(write, read, lstm, untouched, name):
    prefix, cell = write(contents()), lstm()
    data = prefix.with_name("model.ckpt-7.data-00000-of-00001")
    content = bytearray(data.read_bytes())
    content[content.index(read(prefix, f"rnn/lstm_cell/{name}").tobytes())] ^= 1
    data.write_bytes(bytes(content))
    checkpoint.plan(cell, prefix)
    piece = f"'rnn/lstm_cell/{name}' cannot be read"
    untouched(cell, lambda: checkpoint.restore(cell, prefix), piece, "damaged")


@pytest.mark.parametrize(
    ("stored", "dtype"), [("float32", "float64"), ("float64", "float32"), ("float16", "float32")]
)
def test_floating_types_are_cast_and_it_is_said(write, read, lstm, stored, dtype):
    cell, prefix = lstm(dtype=dtype), write(contents(stored))
    report = checkpoint.restore(cell, prefix)
    assert report.warnings == [f"cast {stored}->{dtype}: 2 variables"]
    expected = read(prefix, "rnn/lstm_cell/kernel").astype(dtype)
    np.testing.assert_array_equal(cell.kernel.numpy(), expected)


def test_a_mixed_policy_keeps_the_variables_type(write, lstm):
    cell = lstm(dtype=keras.DTypePolicy("mixed_bfloat16"))
    assert not checkpoint.restore(cell, write(contents())).warnings


def test_bfloat16_variables(write, lstm):
    cell = lstm(dtype="bfloat16")
    report = checkpoint.restore(cell, write(contents()))
    assert report.assigned[0].types == "float32->bfloat16"
    np.testing.assert_allclose(tf.cast(cell.kernel.value, "float32"), contents()[
        "rnn/lstm_cell/kernel"], atol=0.01)  # fmt: skip


def test_whole_numbers_are_not_cast(write, lstm, untouched):
    cell, prefix = lstm(), write(contents("int32"))
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "int32", "float32", "only floating")
    with pytest.raises(checkpoint.CheckpointError, match="only floating"):
        checkpoint.plan(cell, prefix)


def test_values_that_a_type_cannot_hold(write, lstm, untouched):
    big = contents("float64", bias=np.full(20, 1e300))
    cell, prefix = lstm(), write(big)
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "too large for the float32")


def test_values_that_are_no_numbers_are_told(write, lstm):
    bias = np.zeros(20, np.float32)
    bias[3:6] = np.nan, np.inf, -4
    cell = lstm()
    report = checkpoint.restore(cell, write(contents(bias=bias)))
    assert report.warnings == ["rnn/lstm_cell/bias holds 2 NaN or infinite values"]
    assert report.assigned[1].max_abs == 4
    np.testing.assert_array_equal(cell.bias.numpy(), bias)


def test_in_a_v1_graph(write):
    prefix = write(contents())
    with tf.Graph().as_default():
        cell = rnn.LSTMCell(5)
        cell(tf.zeros((2, 3)), cell.zero_state(2, "float32"))
        with pytest.raises(checkpoint.CheckpointError, match="v1 graph"):
            checkpoint.restore(cell, prefix)


def test_inside_a_tf_function(write, lstm):
    cell, prefix = lstm(), write(contents())

    @tf.function(autograph=False)
    def run():
        checkpoint.restore(cell, prefix)

    with pytest.raises(checkpoint.CheckpointError, match="tf.function"):
        run()


def test_old_values_that_find_no_room(write, lstm, untouched, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    cell, prefix = lstm(), write(contents())
    monkeypatch.setattr(kept.OldValues, "keep", full)
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "No space left", "TMPDIR")


def test_what_fails_beside_the_reading_fails_the_restore(write, lstm, monkeypatch):
    """Values are looked at while the next ones are read; all variables have theirs by then."""
    cell, seen = lstm(), []

    def look(record, tensor, cast):
        seen.append((threading.current_thread() is threading.main_thread(), tensor is cast))
        raise MemoryError

    monkeypatch.setattr(arrays, "_measure", look)
    before = [variable.numpy().tobytes() for variable in cell.variables]
    with pytest.raises(MemoryError):
        checkpoint.restore(cell, write(contents()))
    assert set(seen) == {(False, True)}
    assert [variable.numpy().tobytes() for variable in cell.variables] == before


@pytest.mark.parametrize("limit", [0, 2**20])
def test_old_values_come_back_from_disk_and_memory(
    write, second_refuses, monkeypatch, tmp_path, limit
):
    """Twice: the file is on disk, or it never was."""
    monkeypatch.setattr(kept, "_IN_MEMORY", limit)
    monkeypatch.setattr(kept, "BLOCK", 7)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "room"))
    (tmp_path / "room").mkdir()
    cell, variables = second_refuses("raise")
    holes = np.zeros((8, 20), np.float32)
    holes[1, 3], holes[5] = -0.0, 1  # and many blocks of zeros, also at the end
    variables[0].assign(holes)
    before = [variable.numpy().tobytes() for variable in variables]
    with pytest.raises(checkpoint.CheckpointError, match="old values"):
        checkpoint.restore(cell, write(contents()))
    assert [variable.numpy().tobytes() for variable in variables] == before
    assert not list((tmp_path / "room").iterdir())


def test_a_variable_that_does_not_take_its_old_values_back(write, lstm, monkeypatch):
    cell, prefix = lstm(), write(contents())
    monkeypatch.setattr(cell.bias, "assign", lambda value: 1 / 0)
    with pytest.raises(checkpoint.CheckpointError, match="did not take its old values back"):
        checkpoint.restore(cell, prefix)


@pytest.mark.parametrize(("seen", "seconds"), [(True, 0.0), (True, 60.0), (False, 0.0)])
def test_progress_is_shown_at_a_terminal_beyond_a_second(write, lstm, monkeypatch, seen, seconds):
    stream = io.StringIO()
    stream.isatty = lambda: seen
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_AFTER", seconds)
    checkpoint.restore(lstm(), write(contents()))
    assert ("restoring" in stream.getvalue()) == (seen and not seconds)
