"""What is no TF1 checkpoint says what it is."""

import gzip
import pickle
import shutil
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.checkpoint.conftest import refused
from tests.checkpoint.left_behind import FOLDER

LEGACY = Path(__file__).resolve().parents[1] / "golden" / "legacy_keras"


def a_model():
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])


def an_events_file(path):
    with tf.io.TFRecordWriter(str(path)) as writer:
        writer.write(b"\x09\x00\x00\x80\x11\xc2\x9c\xd9A\x1a\rbrain.Event:2")


def a_torch_file(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", b"\x80\x02}q\x00.")


def an_archive(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("model.ckpt.index", b"")


def saved_objects(path):
    np.savez(path, weights=np.array({"w": 1}, dtype=object))


FOREIGN = {
    "model.keras": (lambda path: a_model().save(path), "a file of Keras"),
    "model.h5": (lambda path: shutil.copy(LEGACY / "cells.h5", path), "a file of Keras"),
    "model.weights.h5": (lambda path: a_model().save_weights(path), "a file of Keras"),
    "model.pkl": (lambda path: path.write_bytes(pickle.dumps({"w": 1})), "a pickle"),
    "model.pt": (a_torch_file, "a file of PyTorch"),
    "events.out.tfevents.1": (an_events_file, "an events file"),
    "weights.zip": (an_archive, "a zip archive; unpack it"),
    "model.ckpt.gz": (lambda path: path.write_bytes(gzip.compress(b"x")), "compressed"),
    "weights.npy": (lambda path: np.save(path, np.ones(3)), "one NumPy array without a name"),
    "objects.npz": (saved_objects, "a pickled object"),
    "model.tflite": (lambda path: path.write_bytes(b"\x1c\0\0\0TFL3" + b"\0" * 40), "Lite"),
    "model.ckpt": (
        lambda path: path.write_text("version https://git-lfs\noid sha256:1\nsize 3\n"),
        "the pointer that Git LFS leaves",
    ),
    "page.ckpt": (lambda path: path.write_text("<!DOCTYPE html><html>"), "a web page"),
    "empty.ckpt": (lambda path: path.write_bytes(b""), "damaged"),
}


@pytest.mark.filterwarnings("ignore:You are saving your model:UserWarning")
@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_tf1_checkpoint(tmp_path, name):
    make, what = FOREIGN[name]
    make(tmp_path / name)
    refused(tmp_path / name, what)


def test_what_tensorflow_2_saves(tmp_path):
    module = tf.Module()
    module.w = tf.Variable(1.0)
    tf.saved_model.save(module, str(tmp_path / "saved"))
    for source in ("saved", "saved/saved_model.pb"):
        refused(tmp_path / source, "a SavedModel of TensorFlow 2")
    refused(tmp_path / "saved" / "variables" / "variables", "object-based")
    model = a_model()
    tf.train.Checkpoint(model=model).write(str(tmp_path / "objects"))
    refused(tmp_path / "objects", "object-based")


def test_a_bare_data_file(tmp_path):
    shutil.copy(FOLDER / "digits" / "model.ckpt-2.data-00000-of-00001", tmp_path)
    refused(tmp_path / "model.ckpt-2.data-00000-of-00001", "a data file but no index")
    refused(tmp_path, "no TF1 checkpoint")


def test_a_pointer_in_place_of_the_data(tmp_path):
    for file in (FOLDER / "digits").glob("model.ckpt-2*"):
        shutil.copy(file, tmp_path)
    pointer = "version https://git-lfs\noid sha256:1\nsize 3\n"
    (tmp_path / "model.ckpt-2.data-00000-of-00001").write_text(pointer)
    refused(tmp_path, "the pointer that Git LFS leaves")
    (tmp_path / "model.ckpt-2.index").write_text(pointer)
    refused(tmp_path, "the pointer that Git LFS leaves")
