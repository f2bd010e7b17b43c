"""What a checkpoint of TF 1.15.5 held comes back: the same names, the same bytes."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.checkpoint import left_behind, test_verify, test_whole_models
from tests.gate import gated
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.sorting import sort_out
from tf_contrib_rnn.checkpoint.sources import open_source

# Programs whose graphs hold a forget bias that no array does.
FORGET = {"named_by_hand": 0.0, "two_directions": 0.5}


def variables_of(source):
    """The variables of a checkpoint by today's names, without counters and slots."""
    found = sort_out(dict(names.modern(open_source(source).entries))).variables
    return {name: stored.read() for name, stored in found.items()}


def values(model):
    return [variable.numpy().tobytes() for variable in model.weights]


def check(source, saved, others=()):
    """Compares all variables bit by bit; those of a source that are not the model's may miss."""
    before, after = variables_of(source), variables_of(saved)
    assert before.keys() - after.keys() == set(others)
    assert not after.keys() - before.keys()
    for name, array in after.items():
        assert array.dtype == before[name].dtype
        assert array.tobytes() == before[name].tobytes(), name


@pytest.mark.parametrize(
    "name",
    gated(test_whole_models.MODELS, ["of_tf_keras", "two_directions", "mixed_stack"]),
)
def test_a_whole_model(name, tmp_path):
    folder = test_whole_models.FOLDER / name
    inputs = next(iter(np.load(folder / "golden.npz").values()))
    make = test_whole_models.MODELS[name]
    models = []
    for source, options in (
        (folder / "model.ckpt", {}),
        (tmp_path / "again", {"forget_bias": FORGET.get(name)}),
    ):
        model, other = make()
        model(inputs)
        checkpoint.restore(model, source, **options, **(other() if callable(other) else other))
        models.append(model)
        if source != tmp_path / "again":
            checkpoint.save(model, tmp_path / "again")
    check(folder / "model.ckpt", tmp_path / "again")
    assert values(models[0]) == values(models[1])


OTHERS = {
    "actor_critic": [
        "worker_0/fully_connected/biases",
        *(f"worker_0/fully_connected{n}/weights" for n in ("", "_1", "_2")),
        *(f"worker_0/rnn/basic_lstm_cell/{role}" for role in ("kernel", "bias")),
    ],
}


@pytest.mark.parametrize("name", gated(test_verify.MODELS, ["keywords", "tags_of_keras"]))
def test_a_program_that_was_left_behind(name, tmp_path):
    source = test_verify.source_of(name)
    model = test_verify.restored(name)
    saved = checkpoint.save(model, tmp_path / "again")
    check(source, saved, OTHERS.get(name, ()))
    again = getattr(left_behind, name)()
    checkpoint.restore(again, saved)
    assert values(again) == values(model)


def test_what_was_trained_on_is_saved(tmp_path):
    """Only numbers that the model still holds come back as they were read."""
    source = test_whole_models.FOLDER / "mixed_stack" / "model.ckpt"
    model, _ = test_whole_models.mixed_stack()
    model(np.zeros((1, 2, 5), np.float32))
    checkpoint.restore(model, source)
    bias = model.layers[0].cell.cells[0].bias
    bias.assign_add(np.where(np.arange(20) % 2, 0.25, 0).astype(np.float32))
    saved = checkpoint.save(model, tmp_path / "x")
    name = "rnn/multi_rnn_cell/cell_0/lstm_cell/bias"
    moved = variables_of(saved)[name] - variables_of(source)[name]
    # Keras' gates are TF1's, with the second and the third exchanged.
    expected = np.where(np.arange(20) % 2, 0.25, 0).reshape(4, 5)[[0, 2, 1, 3]].ravel()
    assert (moved[expected == 0] == 0).all()
    np.testing.assert_allclose(moved, expected, atol=1e-6)


def test_directions_that_shared_a_cell_and_no_longer_do(tmp_path):
    source = test_whole_models.FOLDER / "one_cell_in_both_directions" / "model.ckpt"
    model, options = test_whole_models.one_cell_in_both_directions()
    model(np.zeros((1, 2, 5), np.float32))
    checkpoint.restore(model, source, **options())
    model.layers[0].backward_layer.cell.bias.assign_add(np.ones(12, np.float32))
    with pytest.raises(checkpoint.CheckpointError, match="are no longer equal; give each part"):
        checkpoint.save(model, tmp_path / "x")
    assert not list(tmp_path.iterdir())


def test_layers_of_keras_beside_ours_are_remembered_in_a_file(write, names, tmp_path):
    """In the forms of tf.keras and of TF1's cells, where no forget bias is folded in."""
    contents = names("a/rnn") | {
        "b/recurrent_kernel": (4, 12), "b/kernel": (5, 12), "b/bias": (12,),
        "c/gru_cell/gates/kernel": (7, 6), "c/gru_cell/gates/bias": (6,),
        "c/gru_cell/candidate/kernel": (7, 3), "c/gru_cell/candidate/bias": (3,),
    }  # fmt: skip
    source = write(contents)
    inputs = keras.Input((4, 3))
    outputs = rnn.RNN(rnn.LSTMCell(5), return_sequences=True)(inputs)
    for units in (4, 3):
        options = {"reset_after": False, "return_sequences": True}
        outputs = keras.layers.GRU(units, **options)(outputs)
    model = keras.Model(inputs, outputs)
    checkpoint.restore(model, source)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    check(source, checkpoint.save(loaded, tmp_path / "again"))
