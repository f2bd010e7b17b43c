"""Files of released versions load, and compute what they computed."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn
from tests.goldens import LIMITS, error
from tests.release import saved

VERSIONS = sorted(path.stem for path in saved.FOLDER.glob("*.keras"))


def test_there_is_a_file_of_this_version():
    assert tf_contrib_rnn.__version__ in VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_a_saved_model(version):
    with np.load(saved.FOLDER / f"{version}.npz") as stored:
        arrays = dict(stored)
    found = saved.results(keras.models.load_model(saved.FOLDER / f"{version}.keras"), arrays)
    assert found.keys() == {name for name in arrays if name.startswith("output_")}
    for name, value in found.items():
        assert np.any(value) and error(value, arrays[name]) <= LIMITS["float32"], name
