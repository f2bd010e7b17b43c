"""Every format gives names and lazily read arrays."""

import shutil

import h5py
import numpy as np
import pytest
import tensorflow as tf

from tests.checkpoint.conftest import refused
from tests.checkpoint.left_behind import FOLDER
from tf_contrib_rnn.checkpoint import CheckpointError, restore
from tf_contrib_rnn.checkpoint.sources import open_source, read_graph_def

ARRAYS = {
    "RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/B": np.arange(8, dtype=np.float32),
    "RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/W_0": np.arange(24, dtype=np.float64).reshape(3, 8),
    "step": np.array(7, np.int64),
}


def write_npz(path):
    np.savez(path, **ARRAYS)


def write_hdf5(path):
    with h5py.File(path, "w") as file:
        for name, array in ARRAYS.items():
            file[name] = array
        file["elsewhere"] = h5py.ExternalLink("gone.h5", "/w")
        file["again"] = h5py.SoftLink("/step")
        file["empty"] = h5py.Empty("f")


WRITERS = {"weights.npz": write_npz, "weights.hdf5": write_hdf5, "weights": write_npz}


@pytest.mark.parametrize("name", WRITERS)
def test_arrays_under_path_like_names(tmp_path, name):
    path = tmp_path / name
    with open(path, "wb") as stream:
        WRITERS[name](stream)
    opened = open_source(path)
    assert {n: (s.shape, s.dtype) for n, s in opened.entries.items()} == {
        n: (a.shape, a.dtype.name) for n, a in ARRAYS.items()
    }
    for key, array in ARRAYS.items():
        np.testing.assert_array_equal(opened.entries[key].read(), array)
    if "." in name:
        assert open_source(tmp_path).prefix == str(path)
    assert opened.graph_def is None and opened.title == name


@pytest.mark.parametrize("name", ["weights.npz", "weights.hdf5"])
def test_arrays_are_read_when_asked_for(tmp_path, name):
    path = tmp_path / name
    with open(path, "wb") as stream:
        WRITERS[name](stream)
    opened = open_source(path)
    path.unlink()
    with pytest.raises(CheckpointError, match="cannot be read"):
        opened.entries["step"].read()


@pytest.mark.parametrize("name", ["weights.npz", "weights.hdf5"])
def test_a_file_cut_short(tmp_path, name):
    whole, path = tmp_path / name, tmp_path / f"cut_{name}"
    with open(whole, "wb") as stream:
        WRITERS[name](stream)
    content = whole.read_bytes()
    for part in (0.05, 0.3, 0.6, 0.9, 0.99):
        path.write_bytes(content[: int(len(content) * part)])
        refused(path)


def test_an_archive_with_a_changed_bit(tmp_path):
    write_npz(tmp_path / "weights.npz")
    content = bytearray((tmp_path / "weights.npz").read_bytes())
    content[content.index(ARRAYS["RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/B"].tobytes()) + 5] ^= 4
    (tmp_path / "weights.npz").write_bytes(content)
    refused(tmp_path / "weights.npz", "cannot be read as a NumPy archive")


def test_mappings(tmp_path):
    nested = {"rnn": {"kernel": np.ones((2, 3)), "bias": [1, 2]}, "w": tf.Variable(3.0)}
    entries = open_source(nested).entries
    assert {name: (s.shape, s.dtype) for name, s in entries.items()} == {
        "rnn/bias": ((2,), "int64"),
        "rnn/kernel": ((2, 3), "float64"),
        "w": ((), "float32"),
    }
    assert entries["w"].read() == 3.0
    write_npz(tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz") as archive:
        assert open_source(archive).entries["step"].read() == 7
    with open(tmp_path / "weights.h5", "wb") as stream:
        write_hdf5(stream)
    refused({3: np.ones(2)}, "the key 3")
    refused({"w": "kernel", "v": object()}, "'v'", "expected to be an array")
    refused({"w": [[1, 2], [3]]}, "'w'")
    refused({"a/b": np.ones(1), "a": {"b": np.ones(1)}}, "twice")


def test_a_source_is_its_own_source():
    opened = open_source({"w": np.ones(2)})
    assert open_source(opened) is opened


@pytest.mark.parametrize(
    "path",
    ["", "1600000000", "1600000000/saved_model.pb", "1600000000/variables/variables"],
)
def test_a_saved_model_and_its_parts(path):
    opened = open_source(FOLDER / "whole_state" / path)
    assert len(opened.entries) == 8
    assert opened.graph_path == str(FOLDER / "whole_state" / "1600000000" / "saved_model.pb")
    assert opened.graph_def.node


def test_the_latest_of_numbered_saved_models(tmp_path):
    for number in ("9", "10", "temp-11"):
        shutil.copytree(FOLDER / "whole_state" / "1600000000", tmp_path / number)
    assert open_source(tmp_path).title == "10"


def test_a_saved_model_beside_a_state_file(tmp_path):
    shutil.copytree(FOLDER / "whole_state" / "1600000000", tmp_path / "both")
    (tmp_path / "both" / "checkpoint").write_text('model_checkpoint_path: "model.ckpt-2"\n')
    refused(tmp_path / "both", "both a SavedModel and a state file")


@pytest.mark.parametrize(
    ("name", "file"),
    [("digits", "model.ckpt-2.meta"), ("rectified", "graph.pbtxt"), ("activity", None)],
)
def test_the_graph_that_lies_beside(name, file):
    opened = open_source(FOLDER / name)
    assert opened.graph_path == (file and str(FOLDER / name / file))
    assert (opened.graph_def is None) == (file is None)


def test_the_graph_of_an_earlier_step(tmp_path):
    shutil.copytree(FOLDER / "digits", tmp_path / "digits")
    for file in (tmp_path / "digits").glob("model.ckpt-2.[id]*"):
        file.rename(str(file).replace("ckpt-2", "ckpt-30"))
    opened = open_source(tmp_path / "digits" / "model.ckpt-30")
    assert opened.graph_path.endswith("model.ckpt-2.meta")


@pytest.mark.parametrize("suffix", ["", ".cptk", ".model", ".ckpt.best"])
def test_odd_endings(tmp_path, suffix):
    for file in (FOLDER / "digits").glob("model.ckpt-2*"):
        shutil.copy(file, tmp_path / file.name.replace("model.ckpt-2", f"best{suffix}"))
    for source in (tmp_path, tmp_path / f"best{suffix}", tmp_path / f"best{suffix}.meta"):
        assert len(open_source(source).entries) == 14
    shutil.copy(FOLDER / "stacked_directions" / "model.ckpt-2", tmp_path / "old")
    assert open_source(tmp_path / "old").format == "V1 checkpoint"


def test_a_directory_with_a_v1_checkpoint_alone(tmp_path):
    shutil.copy(FOLDER / "stacked_directions" / "model.ckpt-2", tmp_path / "weights.cptk")
    (tmp_path / "notes.txt").write_text("trained in 2016")
    assert open_source(tmp_path).title == "weights.cptk"


def test_a_state_file_of_windows(tmp_path):
    for file in (FOLDER / "digits").glob("model.ckpt-2*"):
        shutil.copy(file, tmp_path)
    (tmp_path / "checkpoint").write_text(
        'model_checkpoint_path: "C:\\\\Users\\\\me\\\\model.ckpt-2"\n'
    )
    assert open_source(tmp_path).title == "model.ckpt-2"


def test_graphs_whose_collections_cannot_be_read(tmp_path):
    """What import_meta_graph stumbles over is not looked at."""
    message = tf.compat.v1.MetaGraphDef.FromString(
        (FOLDER / "digits" / "model.ckpt-2.meta").read_bytes()
    )
    message.meta_info_def.tensorflow_version = "0.12.head"
    message.collection_def["train_op"].node_list.value.append("Adam")
    message.collection_def["saveable_objects"].node_list.value.append("CudnnLSTMSaveable")
    (tmp_path / "model.meta").write_bytes(message.SerializeToString())
    with pytest.raises(Exception, match="Adam|CudnnLSTM|0.12.head|not in the graph|Saveable"):
        with tf.Graph().as_default():
            tf.compat.v1.train.import_meta_graph(str(tmp_path / "model.meta"))
    found = read_graph_def(tmp_path / "model.meta")
    assert len(found.node) == len(message.graph_def.node)
    text = tmp_path / "model.pbtxt"
    text.write_text(str(message))
    assert read_graph_def(text) == found
    text.write_text("# a comment\n" + str(message.graph_def))
    assert read_graph_def(text) == found


def test_graphs_that_are_none(tmp_path):
    whole = (FOLDER / "digits" / "model.ckpt-2.meta").read_bytes()
    for content in (b"", b"graph", whole[:1000], whole[:-1], b"\x00" * 50):
        (tmp_path / "model.meta").write_bytes(content)
        with pytest.raises(CheckpointError, match=r"holds no graph.*\.$"):
            read_graph_def(tmp_path / "model.meta")
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_graph_def(tmp_path / "gone.meta")


def test_a_model_from_every_format(tmp_path):
    """One set of weights, five ways to hand it over."""
    opened = open_source(FOLDER / "activity")
    arrays = {name: stored.read() for name, stored in opened.entries.items()}
    np.savez(tmp_path / "weights.npz", **arrays)
    with h5py.File(tmp_path / "weights.h5", "w") as file:
        for name, array in arrays.items():
            file[name] = array
    sources = [FOLDER / "activity", FOLDER / "activity" / "frozen.pb", arrays]
    results = []
    for source in [*sources, tmp_path / "weights.npz", tmp_path / "weights.h5"]:
        from tests.checkpoint.left_behind import activity

        model = activity()
        restore(model, source)
        results.append(np.concatenate([weight.numpy().ravel() for weight in model.weights]))
    for result in results[1:]:
        np.testing.assert_array_equal(result, results[0])
