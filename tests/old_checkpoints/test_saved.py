"""What was restored from an old checkpoint is saved under the names of TF 1.15.5."""

import numpy as np
import pytest
import tensorflow as tf

from tests.gate import gated
from tests.old_checkpoints import files
from tests.old_checkpoints.configurations import CONFIGURATIONS
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.sources import open_source

ALL = [
    f"{version}-{name}"
    for version in files.VERSIONS
    for name in files.configurations(version)
    if not name.startswith("legacy")
]
CHOSEN = [
    "0.12.1-LSTMCell_shards",
    "0.12.1-stack_bidirectional_dynamic",
    "0.12.1-AttentionCellWrapper",
    "1.1.0-OutputProjectionWrapper",
    "1.1.0-NASCell_nobias",
    "1.4.1-Conv2DLSTMCell",
    "1.4.1-GLSTMCell",
    "1.4.1-LSTMBlockFusedCell",
]
# Where TF 1.15.5 has other variables than the version that saved.
OTHER = {
    "1.4.1-Conv2DLSTMCell": {
        "rnn/conv_2d_lstm_cell/kernel": "rnn/conv_lstm_cell/kernel",
        "rnn/conv_2d_lstm_cell/biases": "rnn/conv_lstm_cell/biases",
    },
    "1.4.1-GLSTMCell": {
        f"rnn/glstm_cell/group{group}/kernel": "rnn/glstm_cell/group0/kernel" for group in (1, 2)
    },
}


@pytest.mark.parametrize("case", gated(ALL, CHOSEN))
def test_saved(case, tmp_path):
    version, _, name = case.partition("-")
    stored, target = files.variables(version, name), CONFIGURATIONS[name].target()
    checkpoint.restore(target, stored)
    prefix = checkpoint.save(target, tmp_path / "model.ckpt")
    found = open_source(prefix).entries
    expected = {key: one.read() for key, one in names.modern(open_source(stored).entries).items()}
    expected |= {key: stored[old] for key, old in OTHER.get(case, {}).items()}
    expected = {key: array for key, array in expected.items() if "/conv_lstm_cell/" not in key}
    expected = {key: array for key, array in expected.items() if "Adam" not in key and array.shape}
    assert sorted(found) == sorted(expected)
    for key, array in expected.items():
        np.testing.assert_array_equal(tf.train.load_variable(prefix, key), array)
    again = CONFIGURATIONS[name].target()
    assert not checkpoint.restore(again, prefix).notes
