import shutil
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from tests.checkpoint.conftest import refused
from tf_contrib_rnn.checkpoint import CheckpointError
from tf_contrib_rnn.checkpoint.sources import open_source


@pytest.fixture
def saved(write):
    """A directory with a checkpoint, as a Saver leaves it."""
    prefix = write({"rnn/kernel": (3, 2), "step": np.int64(4)})
    prefix.with_name("model.ckpt-7.meta").write_bytes(b"graph")
    state = f'model_checkpoint_path: "{prefix}"\nall_model_checkpoint_paths: "{prefix}"\n'
    prefix.with_name("checkpoint").write_text(state)
    return prefix.parent


@pytest.mark.parametrize(
    "name",
    [
        "",
        "checkpoint",
        "model.ckpt-7",
        "model.ckpt-7.index",
        "model.ckpt-7.meta",
        "model.ckpt-7.data-00000-of-00001",
    ],
)
@pytest.mark.parametrize("kind", [str, Path])
def test_every_way_to_name_a_checkpoint(saved, name, kind):
    opened = open_source(kind(saved / name))
    assert opened.prefix == str(saved / "model.ckpt-7")
    assert {n: (s.shape, s.dtype) for n, s in opened.entries.items()} == {
        "rnn/kernel": ((3, 2), "float32"),
        "step": ((), "int64"),
    }
    assert opened.entries["rnn/kernel"].read().shape == (3, 2)
    assert opened.entries["step"].read() == 4


def test_a_relative_path(saved, monkeypatch):
    monkeypatch.chdir(saved)
    assert open_source("model.ckpt-7").prefix == "model.ckpt-7"
    assert open_source(".").title == "model.ckpt-7"


def test_a_path_below_the_home_directory(saved, monkeypatch):
    monkeypatch.setenv("HOME", str(saved.parent))
    assert open_source(f"~/{saved.name}/model.ckpt-7").prefix == str(saved / "model.ckpt-7")


def test_a_checkpoint_called_checkpoint(write):
    prefix = write({"w": (2,)}, "checkpoint")
    prefix.write_text('model_checkpoint_path: "model.ckpt-7"\n')
    assert open_source(prefix).title == "checkpoint"


def test_a_moved_directory(saved, tmp_path):
    moved = shutil.move(saved, tmp_path.parent / f"{tmp_path.name}_moved")
    assert open_source(moved).prefix == str(Path(moved) / "model.ckpt-7")


def test_a_state_file_with_a_relative_path_and_another_name(saved):
    (saved / "checkpoint").unlink()
    (saved / "best").write_text('model_checkpoint_path: "model.ckpt-7"\n')
    assert open_source(saved / "best").title == "model.ckpt-7"


def test_a_state_file_that_names_what_is_gone(saved):
    (saved / "checkpoint").write_text('model_checkpoint_path: "/gone/model.ckpt-9"\n')
    refused(saved, "/gone/model.ckpt-9", "'model.ckpt-7'")


def test_a_directory_without_a_state_file(saved, write):
    (saved / "checkpoint").unlink()
    assert open_source(saved).title == "model.ckpt-7"
    write({"w": (2,)}, "model.ckpt-10")
    refused(saved, "2 checkpoints", "'model.ckpt-7', 'model.ckpt-10'")


def test_a_directory_without_a_checkpoint(tmp_path):
    refused(tmp_path, "holds no TF1 checkpoint")


def test_a_missing_checkpoint(saved):
    refused(saved / "model.ckpt-8", "no checkpoint", "model.ckpt-8.index", "'model.ckpt-7'")
    refused(saved / "no" / "such" / "place", "no checkpoint")


def test_a_missing_half(saved):
    (saved / "model.ckpt-7.index").rename(saved / "kept")
    refused(saved / "model.ckpt-7", "no index")
    (saved / "kept").rename(saved / "model.ckpt-7.index")
    (saved / "model.ckpt-7.data-00000-of-00001").unlink()
    refused(saved / "model.ckpt-7", "no data file")


@pytest.mark.parametrize("source", [None, 7, b"model.ckpt-7", ["model.ckpt-7"]])
def test_no_path(source):
    refused(source, "as a path", repr(source))


@pytest.mark.parametrize("part", [0, 0.3, 0.9])
def test_an_index_cut_short(saved, part):
    index = saved / "model.ckpt-7.index"
    index.write_bytes(index.read_bytes()[: int(index.stat().st_size * part)])
    refused(saved, "cannot be read", "damaged")


@pytest.mark.parametrize("left", [0, 10, 31])
def test_data_cut_short(saved, left):
    data = saved / "model.ckpt-7.data-00000-of-00001"
    assert data.stat().st_size == 32
    data.write_bytes(data.read_bytes()[:left])
    refused(saved, "cut short", "32 bytes", f"there are {left}")


def test_strings_may_be_of_any_length(write):
    prefix = write({"words": np.array([b"", b"", b"much longer than that"])})
    assert open_source(prefix).entries["words"].read()[2] == b"much longer than that"
    prefix = write({"words": np.array([b""] * 9)}, "empty")
    assert open_source(prefix).entries["words"].shape == (9,)


def test_a_changed_bit_in_the_data(saved):
    data = saved / "model.ckpt-7.data-00000-of-00001"
    content = bytearray(data.read_bytes())
    content[5] ^= 1
    data.write_bytes(bytes(content))
    with pytest.raises(CheckpointError, match="damaged"):
        open_source(saved).entries["rnn/kernel"].read()


def test_some_other_file(tmp_path):
    (tmp_path / "model.h5").write_bytes(b"\x89HDF\r\n" * 100)
    refused(tmp_path / "model.h5", "another kind of file")


def test_an_object_based_checkpoint(tmp_path):
    prefix = tf.train.Checkpoint(w=tf.Variable(1.0)).save(str(tmp_path / "o"))
    refused(prefix, "object-based", "Saver")


def save_v1(path, name, parts, specs):
    tf.raw_ops.SaveSlices(
        filename=str(path),
        tensor_names=[name] * len(parts),
        shapes_and_slices=specs,
        data=parts,
    )


def test_v1(tmp_path):
    array = np.arange(6, dtype=np.float32).reshape(3, 2)
    save_v1(tmp_path / "model.ckpt-7", "w", [array], [""])
    (tmp_path / "model.ckpt-7.meta").write_bytes(b"graph")
    for source in (tmp_path, tmp_path / "model.ckpt-7", tmp_path / "model.ckpt-7.meta"):
        opened = open_source(source)
        assert opened.format == "V1 checkpoint"
        np.testing.assert_array_equal(opened.entries["w"].read(), array)


def test_v1_partitions_are_read_as_one(tmp_path):
    array = np.arange(6, dtype=np.float32).reshape(3, 2)
    specs = ["3 2 0,2:0,2", "3 2 2,1:0,2"]
    save_v1(tmp_path / "model.ckpt", "w", [array[:2], array[2:]], specs)
    stored = open_source(tmp_path / "model.ckpt").entries["w"]
    assert stored.shape == (3, 2)
    np.testing.assert_array_equal(stored.read(), array)


def test_v1_in_two_files(tmp_path):
    arrays = [np.full(3, value, np.float32) for value in (1, 2)]
    for number, array in enumerate(arrays):
        save_v1(tmp_path / f"model.ckpt-0000{number}-of-00002", f"w{number}", [array], [""])
    for source in ("", "model.ckpt", "model.ckpt-00001-of-00002", "model.ckpt-?????-of-00002"):
        opened = open_source(tmp_path / source)
        assert opened.title == "model.ckpt"
        for stored, array in zip(opened.entries.values(), arrays, strict=True):
            np.testing.assert_array_equal(stored.read(), array)


def test_v2_partitions_are_read_as_one(tmp_path):
    array = np.arange(6, dtype=np.float32).reshape(3, 2)
    tf.raw_ops.SaveV2(
        prefix=str(tmp_path / "model.ckpt"),
        tensor_names=["w", "w"],
        shape_and_slices=["3 2 0,2:0,2", "3 2 2,1:0,2"],
        tensors=[array[:2], array[2:]],
    )
    np.testing.assert_array_equal(open_source(tmp_path).entries["w"].read(), array)


@pytest.mark.parametrize("part", [0, 0.5, 0.95])
def test_v1_cut_short(tmp_path, part):
    path = tmp_path / "model.ckpt"
    save_v1(path, "w", [np.zeros((30, 20), np.float32)], [""])
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    refused(path, "cannot be read", "damaged")
