"""Checkpoints of TF 0.12.1, 1.1.0 and 1.4.1 into today's cells: one call, and the same numbers."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.goldens import error, flat
from tests.old_checkpoints import files
from tests.old_checkpoints.configurations import CONFIGURATIONS
from tests.old_checkpoints.files import VERSIONS
from tf_contrib_rnn import checkpoint

LIMIT = 2e-6
ALL = [(version, name) for version in VERSIONS for name in files.configurations(version)]
# What the report says where the file leaves it open what something is.
NOTES = {
    ("1.4.1", "Conv2DLSTMCell"): "'conv_lstm_cell' is taken for 'conv_2d_lstm_cell'",
    ("1.4.1", "GLSTMCell"): "one group's kernel of a GLSTMCell goes into all of them",
}


def restored(version, name, source):
    """A target of today with the values of a checkpoint, and the report."""
    configuration = CONFIGURATIONS[name]
    scopes = configuration.scopes or {"": None}
    target = configuration.target()
    return target, checkpoint.restore(target, source, scopes.get(version, scopes[""]))


@pytest.mark.parametrize(("version", "name"), ALL)
def test_restored_and_run(version, name, record_property):
    stored, configuration = files.variables(version, name), CONFIGURATIONS[name]
    target, report = restored(version, name, stored)
    assert len(report.left_over) == configuration.left_over
    note = NOTES.get((version, name))
    assert [line[: len(note)] for line in report.notes] == [note] if note else not report.notes
    for record in report.assigned:
        if record.checkpoint in stored:
            value = keras.ops.convert_to_numpy(record.variable)
            np.testing.assert_array_equal(value, stored[record.checkpoint])
    difference = None
    if configuration.run:
        golden = files.results(version, name)
        found = flat(configuration.run(target, files.inputs(version, name)))
        pairs = list(zip(found, golden, strict=True))
        difference = max(error(one, other) for one, other in pairs)
        assert difference <= LIMIT
        for one, other in pairs:  # some are small, and none is nothing
            assert np.max(np.abs(one - other)) <= 1e-5 * np.max(np.abs(other)) != 0
    record_property("difference", (version, name, difference))


@pytest.mark.parametrize(("version", "name"), files.whole())
def test_restored_from_the_file_itself(version, name):
    target, report = restored(version, name, files.prefix(version, name))
    twin, other = restored(version, name, files.variables(version, name))
    assert [record.checkpoint for record in report.assigned] == [
        record.checkpoint for record in other.assigned
    ]
    weights = [
        [keras.ops.convert_to_numpy(record.variable) for record in one.assigned]
        for one in (report, other)
    ]
    for one, its_twin in zip(*weights, strict=True):
        np.testing.assert_array_equal(one, its_twin)
    assert target is not twin


def test_every_configuration_is_of_some_version():
    assert {name for _, name in ALL} == set(CONFIGURATIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_both_networks_of_a_legacy_model(version):
    stored = files.variables(version, "legacy_basic_rnn_seq2seq")
    encoder = "RNN" if version == "0.12.1" else "rnn"
    model = keras.Sequential(
        [keras.Input((4, 3)), rnn.RNN(rnn.GRUCell(5), return_sequences=True, name="encoder")]
    )
    scopes = {"encoder": f"basic_rnn_seq2seq/{encoder}"}
    with pytest.raises(checkpoint.CheckpointError, match="2 scopes"):
        checkpoint.restore(model, stored)
    report = checkpoint.restore(model, stored, scopes=scopes)
    assert {r.checkpoint for r in report.assigned} < stored.keys()
    assert all(f"/{encoder}/" in record.checkpoint for record in report.assigned)
    assert checkpoint.restore(model, stored, scopes=report.scopes).scopes == report.scopes


@pytest.mark.parametrize("version", VERSIONS)
def test_the_decoder_of_a_legacy_model(version):
    stored = files.variables(version, "legacy_embedding_attention_seq2seq")
    cell = rnn.OutputProjectionWrapper(rnn.BasicLSTMCell(5), output_size=12)
    cell.build((None, 6))
    report = checkpoint.restore(cell, stored)
    assert len(report.assigned) == 4
    assert all("attention_decoder" in record.checkpoint for record in report.assigned)
