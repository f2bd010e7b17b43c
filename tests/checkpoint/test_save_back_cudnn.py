"""Layers of cuDNN into what they came from: canonical variables, and the buffer beside them."""

import json
import warnings

import keras
import numpy as np
import pytest

from tests.checkpoint import cudnn
from tests.checkpoint.cudnn import DEPTH, GOLDEN, KINDS, LAYERS, UNITS
from tests.gate import gated
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint.cudnn import arrays as cudnn_arrays
from tf_contrib_rnn.checkpoint.sources import open_source

HOW = ("called", "built_first")
NAMES = json.loads((GOLDEN / "cudnn" / "names.json").read_text())


class Cudnn:
    """A layer of cuDNN, and the arrays that TF 1.15.5 writes of it under given names."""

    def __init__(self, kind, how):
        self.golden = cudnn.Golden(kind)
        self.names = NAMES[kind][how]
        by_path = {k.partition("/")[2]: a for k, a in self.golden.all("variables").items()}
        found = {
            name: array
            for name in self.names
            for path, array in by_path.items()
            if name.endswith(f"/{path}")
        }
        self.buffer = np.concatenate([np.ravel(a) for a in self.golden.all("back").values()])
        self.arrays = {f"outer/{self.golden.scope}/opaque_kernel": self.buffer} | found
        assert sorted(self.arrays) == sorted(self.names)

    def model(self):
        inputs = keras.Input((None, DEPTH))
        made = cudnn.LAYER[self.golden.mode](LAYERS, UNITS, direction=self.golden.direction)
        return keras.Model(inputs, made(inputs, time_major=False)[0])

    def save(self, model, prefix, **options):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            saved = checkpoint.save(model, prefix, **options)
        (warning,) = caught
        assert "opaque_kernel' of" in str(warning.message) and warning.filename == __file__
        assert "unverified, no cuDNN has confirmed it" in str(warning.message)
        return saved


def read(prefix):
    return {name: stored.read() for name, stored in open_source(prefix).entries.items()}


def check_arrays(found, expected):
    assert found.keys() == expected.keys()
    assert all(found[name].tobytes() == array.tobytes() for name, array in expected.items())


EACH = [f"{kind} {how}" for kind in KINDS for how in HOW]
CHOSEN = ["lstm_unidirectional called", "lstm_unidirectional built_first",
          "gru_bidirectional built_first"]  # fmt: skip


@pytest.mark.parametrize("each", gated(EACH, CHOSEN))
@pytest.mark.parametrize("form", ["object", "file"])
def test_cudnn_under_the_names_of_tf1s_saver(each, form, write, tmp_path):
    case = Cudnn(*each.split())
    model = case.model()
    checkpoint.restore(model, write(case.arrays))
    if form == "file":
        model.save(tmp_path / "model.keras")
        model = keras.models.load_model(tmp_path / "model.keras")
    check_arrays(read(case.save(model, tmp_path / "again")), case.arrays)


@pytest.mark.parametrize("each", gated(EACH, CHOSEN))
def test_cudnn_without_its_buffer(each, write, tmp_path):
    """The canonical variables alone, as a program for the CPU leaves them."""
    case = Cudnn(*each.split())
    model, buffer = case.model(), f"outer/{case.golden.scope}/opaque_kernel"
    canonical = {name: array for name, array in case.arrays.items() if name != buffer}
    source = write(canonical)
    checkpoint.restore(model, source)
    check_arrays(read(case.save(model, tmp_path / "again")), case.arrays)
    again, label = case.model(), model.layers[1].name
    plan = checkpoint.plan(model, source)
    again.set_weights(model.get_weights())
    scopes = {again.layers[1].name: plan.names[label]}
    saved = case.save(again, tmp_path / "more", scopes=scopes)
    check_arrays(read(saved), case.arrays)


@pytest.mark.parametrize("kind", gated(KINDS, ["gru_unidirectional"]))
def test_cudnn_out_of_its_buffer_alone(kind, write, tmp_path):
    """It gets the names of a layer that was called."""
    case = Cudnn(kind, "called")
    name = f"outer/{case.golden.scope}/opaque_kernel"
    model = case.model()
    checkpoint.restore(model, write({name: case.buffer}))
    check_arrays(read(case.save(model, tmp_path / "again")), case.arrays)


def test_two_layers_of_cudnn_one_of_another_name(write, tmp_path):
    case = Cudnn("lstm_unidirectional", "called")
    contents = {
        name.replace("outer/cudnn_lstm", scope): array + shift
        for scope, shift in (("a/encoder", 0), ("a/decoder", 1))
        for name, array in case.arrays.items()
    }
    model, _ = cudnn.two("decoder", "encoder")
    checkpoint.restore(model, write(contents))
    found = read(case.save(model, tmp_path / "again"))
    assert found.keys() == contents.keys()
    kernels = {name: array for name, array in contents.items() if "opaque" not in name}
    check_arrays({name: found[name] for name in kernels}, kernels)


def test_a_scope_for_a_layer_of_cudnn(tmp_path):
    case = Cudnn("lstm_bidirectional", "called")
    saved = case.save(case.model(), tmp_path / "x", scope="outer")
    assert sorted(read(saved)) == sorted(case.names)


def test_slots_of_cudnn_have_no_equal(write, tmp_path):
    case = Cudnn("lstm_unidirectional", "called")
    model, optimizer = case.model(), keras.optimizers.Adam()
    checkpoint.restore(model, write(case.arrays))
    optimizer.build(model.trainable_variables)
    with pytest.raises(checkpoint.CheckpointError, match="two biases where the model has"):
        checkpoint.save(model, tmp_path / "x" / "y", optimizer=optimizer)


def test_cells_of_their_own_have_no_buffer(write, tmp_path):
    """What cuDNN trained, in cells for the CPU: the names that TF1's compatible cells have."""
    case = Cudnn("lstm_unidirectional", "built_first")
    buffer = {"outer/cudnn_lstm/opaque_kernel": cudnn_arrays.packed(case.golden.cells)}
    model, _ = cudnn.compatible(case.golden)
    checkpoint.restore(model, write(buffer))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        saved = checkpoint.save(model, tmp_path / "again")
    called = set(NAMES["lstm_unidirectional"]["called"]) - buffer.keys()
    assert read(saved).keys() == called
