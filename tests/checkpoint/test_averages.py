"""Averages in place of variables."""

import numpy as np
import pytest

from tf_contrib_rnn import checkpoint

KERNEL, BIAS = "rnn/lstm_cell/kernel", "rnn/lstm_cell/bias"


@pytest.mark.parametrize("scope", ["", "ema_scope"])
@pytest.mark.parametrize("plain", [True, False])
def test_averages_instead_of_variables(averaged, write, lstm, scope, plain):
    cell = lstm()
    contents = averaged(scope="" if not plain else scope, plain=plain)
    contents[f"{KERNEL}/ExponentialMovingAverage/biased"] = (8, 20)
    contents[f"{KERNEL}/ExponentialMovingAverage/local_step"] = np.float32(3)
    report = checkpoint.restore(cell, write(contents), ema=True)
    assert all((v.numpy() == 0.25).all() for v in cell.tf1_variables().values())
    assert "got the averages" in str(report) and "ExponentialMovingAverage" in str(report)


def test_averages_of_another_name(averaged, write, lstm):
    cell, prefix = lstm(), write(averaged("shadow"))
    with pytest.raises(checkpoint.CheckpointError, match="beside them is 'shadow'"):
        checkpoint.restore(cell, prefix, ema=True)
    checkpoint.restore(cell, prefix, ema="shadow")
    assert (cell.tf1_variables()["lstm_cell/kernel"].numpy() == 0.25).all()


def test_one_of_two_averages_must_be_named(averaged, write, lstm):
    cell = lstm()
    contents = averaged() | averaged("ExponentialMovingAverage_1")
    prefix = write(contents)
    with pytest.raises(checkpoint.CheckpointError, match="name one with ema="):
        checkpoint.restore(cell, prefix, ema=True)
    checkpoint.restore(cell, prefix, ema="ExponentialMovingAverage_1")


def test_variables_without_an_average_are_listed_once(averaged, write, lstm, untouched):
    cell = lstm()
    prefix = write(averaged(skip=[BIAS]))
    untouched(cell, lambda: checkpoint.restore(cell, prefix, ema=True), BIAS)
    checkpoint.restore(cell, prefix, ema=True, partial=True)
    assert (cell.tf1_variables()["lstm_cell/kernel"].numpy() == 0.25).all()
    assert not (cell.tf1_variables()["lstm_cell/bias"].numpy() == 0.25).all()


def test_an_average_of_another_shape(averaged, write, lstm, untouched):
    cell = lstm()
    prefix = write(averaged() | {f"{KERNEL}/ExponentialMovingAverage": (8, 19)})
    untouched(cell, lambda: checkpoint.restore(cell, prefix, ema=True), "[8, 19]", "[8, 20]")
