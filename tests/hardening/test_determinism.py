"""The same program twice gives the same weights, masks and losses, to the bit."""

import json

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.conformance.specimens import SPECIMENS, sequences
from tests.gate import gated
from tests.goldens import flat
from tests.hardening.program import digest, turn


@pytest.mark.slow
def test_twice_in_one_process():
    first = turn()
    assert turn() == first
    assert len({first["before"], first["after"]}) == 2
    assert len(set(first["losses"])) == 3


@pytest.mark.slow
def test_another_seed_gives_other_numbers(monkeypatch):
    first, seed = turn(), keras.utils.set_random_seed
    monkeypatch.setattr(keras.utils, "set_random_seed", lambda _: seed(12))
    other = turn()
    assert all(first[name] != other[name] for name in first)


@pytest.mark.slow
def test_in_fresh_processes(run_python):
    runs = [run_python("-m", "tests.hardening.program", "2", PYTHONHASHSEED=s) for s in "012"]
    assert all(one.returncode == 0 for one in runs), runs
    lines = {json.dumps(json.loads(line)) for one in runs for line in one.stdout.splitlines()}
    assert len(lines) == 1
    assert json.loads(lines.pop()) == turn()


@pytest.mark.parametrize("name", gated(SPECIMENS, ["dropout", "phased"]))
def test_every_cell(name):
    """Initial weights and, with dropout, the outputs of a training step."""

    def made():
        keras.utils.set_random_seed(5)
        cell = SPECIMENS[name].make()
        options = {"dtype": "float32", "training": True}
        outputs, state = rnn.dynamic_rnn(cell, sequences(SPECIMENS[name]), **options)
        return digest(cell.get_weights()), digest(map(np.array, flat((outputs, state))))

    assert made() == made()
