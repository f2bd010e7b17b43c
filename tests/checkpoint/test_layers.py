"""Where the weights of Keras' own layers go."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint

layers = keras.layers


def dense(scope, inputs, outputs, kernel="kernel", bias="bias"):
    return {f"{scope}/{kernel}": (inputs, outputs), f"{scope}/{bias}": (outputs,)}


def norm(scope, size):
    return {
        f"{scope}/{name}": (size,) for name in ("gamma", "beta", "moving_mean", "moving_variance")
    }


def scopes_of(model, prefix, **options):
    return list(checkpoint.plan(model, prefix, **options).scopes.values())


def test_a_whole_model(write, read, names, sequential):
    contents = {"conv1d/kernel": (2, 3, 6), "conv1d/bias": (6,), **norm("batch_normalization", 6)}
    contents |= names("rnn", depth=6) | dense("dense", 5, 2) | {"lookup/embedding": (11, 7)}
    prefix = write(contents)
    model = sequential(
        layers.Conv1D(6, 2),
        layers.BatchNormalization(),
        layers.Dropout(0.5),
        rnn.RNN(rnn.LSTMCell(5)),
        layers.Dense(2),
    )
    report = checkpoint.restore(model, prefix)
    assert {record.checkpoint for record in report.assigned} == contents.keys() - {
        "lookup/embedding"
    }
    assert report.left_over == ["lookup/embedding"]
    assert len(report.not_weights) == 1 and "seed" in report.not_weights[0]
    for record in report.assigned:
        np.testing.assert_array_equal(record.variable.numpy(), read(prefix, record.checkpoint))
    assert len(report.assigned) == len(model.weights)


def test_older_spelling_of_dense(write, sequential):
    prefix = write(dense("fully_connected", 3, 2, "weights", "biases"))
    assert scopes_of(sequential(layers.Dense(2)), prefix) == ["fully_connected"]


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (layers.Conv1D(2, 3), (3, 3, 2)),
        (layers.Conv2D(2, 3), (3, 3, 3, 2)),
        (layers.Conv3D(2, 3), (3, 3, 3, 3, 2)),
    ],
)
def test_convolutions(write, layer, shape):
    layer.build((None,) + (8,) * (len(shape) - 2) + (3,))
    assert scopes_of(layer, write({"c/kernel": shape, "c/bias": (2,)})) == ["c"]


def test_a_layer_takes_from_a_cell_only_what_it_is_told(write, sequential, untouched):
    prefix = write(dense("rnn/output_projection_wrapper", 3, 2))
    model = sequential(layers.Dense(2))
    untouched(model, lambda: checkpoint.restore(model, prefix), "no scope")
    untouched(model, lambda: checkpoint.restore(model, prefix, scopes={model.layers[0]: "rnn"}))
    scopes = {model.layers[0]: "rnn/output_projection_wrapper"}
    assert scopes_of(model, prefix, scopes=scopes) == ["rnn/output_projection_wrapper"]


def test_a_layer_looks_into_a_cell_below_a_scope_of_it(write, sequential):
    model = sequential(layers.Dense(2, name="out"))
    prefix = write(dense("rnn/some_wrapper/deep", 3, 2) | dense("other", 3, 2))
    assert scopes_of(model, prefix, scopes={"out": "rnn/some_wrapper"}) == ["rnn/some_wrapper/deep"]


@pytest.mark.parametrize(
    ("layer", "contents", "extra"),
    [
        (layers.Dense(2, use_bias=False), dense("d", 3, 2), "'d/bias'"),
        (layers.Dense(2, use_bias=False), dense("d", 3, 2, bias="biases"), "'d/biases'"),
        (layers.BatchNormalization(scale=False), norm("n", 3), "'n/gamma'"),
    ],
)
def test_a_variable_too_many(write, sequential, untouched, layer, contents, extra):
    model = sequential(layer)
    prefix = write(contents)
    untouched(model, lambda: checkpoint.restore(model, prefix), f"no variable for {extra}")


def test_all_unfed_parts_are_named_at_once(write, sequential, names, untouched):
    model = sequential(
        layers.Dense(3, name="one"), rnn.RNN(rnn.LSTMCell(5)), layers.BatchNormalization(name="two")
    )
    prefix = write(names("rnn"))
    untouched(model, lambda: checkpoint.restore(model, prefix), "2 parts", "'one'", "'two'")
    report = checkpoint.restore(model, prefix, partial=True)
    assert len(report.assigned) == 2 and len(report.unfed) == 6
    assert report.unfed[0] == "one: kernel" and report.unfed[-1] == "two: moving_variance"


def test_what_another_layer_takes_is_no_reason(write, sequential, untouched):
    model, prefix = sequential(layers.Dense(3), layers.Dense(4)), write(dense("d", 3, 3))
    untouched(model, lambda: checkpoint.restore(model, prefix), "no scope of the checkpoint")


def test_frozen_layers_must_be_fed_too(write, sequential, untouched):
    model, prefix = sequential(layers.Dense(3, trainable=False)), write({"w": (2, 2)})
    untouched(model, lambda: checkpoint.restore(model, prefix), "no scope")


def test_what_is_no_weight_is_listed_and_left_alone(write, sequential):
    model = sequential(layers.Dropout(0.5), layers.Dense(2))
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(np.zeros((2, 4, 3)), np.zeros((2, 4, 2)), verbose=0)
    optimizer = [variable.numpy() for variable in model.optimizer.variables]
    report = checkpoint.restore(model, write(dense("d", 3, 2)))
    assert not report.unfed
    name = model.optimizer.name
    for piece in ("seed_generator", f"{name}/iteration", f"{name}/learning_rate"):
        assert any(piece in path for path in report.not_weights)
    for old, variable in zip(optimizer, model.optimizer.variables, strict=True):
        np.testing.assert_array_equal(old, variable.numpy())


def test_states_between_batches_are_no_weights(write, names):
    inputs = keras.Input((4, 3), batch_size=2)
    model = keras.Model(inputs, keras.layers.RNN(rnn.LSTMCell(5), stateful=True)(inputs))
    report = checkpoint.restore(model, write(names("rnn")))
    assert len(report.assigned) == 2 and not report.unfed


class Subclassed(keras.Model):
    """Layers in a dict in a list, a layer with a weight of its own, and one for each step."""

    def __init__(self):
        super().__init__()
        self.steps = [{"a": layers.Dense(2)}, layers.TimeDistributed(layers.Dense(7))]
        self.recurrent = rnn.RNN(rnn.LSTMCell(5), return_sequences=True)

    def call(self, inputs):
        return self.steps[1](self.recurrent(self.steps[0]["a"](inputs)))


def test_a_subclassed_model(write, names):
    model = Subclassed()
    model(np.zeros((1, 4, 3), np.float32))
    prefix = write(names("rnn", depth=2) | dense("a", 3, 2) | dense("b", 5, 7))
    report = checkpoint.restore(model, prefix)
    assert len(report.assigned) == len(model.weights) == 6


def test_a_model_in_a_model(write, names):
    inner = keras.Sequential([keras.Input((4, 3)), rnn.RNN(rnn.LSTMCell(5))], name="inner")
    inputs = keras.Input((4, 3))
    model = keras.Model(inputs, layers.Dense(2, name="out")(inner(inputs)))
    plan = checkpoint.plan(model, write(names("rnn") | dense("x", 5, 2)))
    labels = list(plan.scopes)
    assert labels[0].startswith("inner/") and labels[1] == "out"


def test_a_layer_in_two_models_is_one_part(write):
    shared, inputs = layers.Dense(2), keras.Input((3,))
    halves = [keras.Sequential([keras.Input((3,)), shared]) for _ in range(2)]
    model = keras.Model(inputs, [half(inputs) for half in halves])
    assert len(checkpoint.restore(model, write(dense("d", 3, 2))).assigned) == 2


def test_layers_of_one_name_have_labels_of_their_own(write, sequential):
    class Pair(keras.Model):
        def __init__(self):
            super().__init__()
            self.both = [layers.Dense(size, name="out") for size in (4, 5)]

        def call(self, inputs):
            return [layer(inputs) for layer in self.both]

    model = Pair()
    model(np.zeros((1, 3), np.float32))
    plan = checkpoint.plan(model, write(dense("a", 3, 4) | dense("b", 3, 5)))
    assert plan.scopes == {"out#1": "a", "out#2": "b"}


def test_whole_numbers_into_whole_numbers(write):
    class Lookup(keras.layers.Layer):
        def build(self, shape):
            self.ids = self.add_weight(shape=(3,), dtype="int32", trainable=False, name="ids")
            super().build(shape)

    layer = Lookup()
    layer.build((None,))
    report = checkpoint.restore(layer, write({"net/ids": np.array([4, -9, 2], np.int32)}))
    np.testing.assert_array_equal(layer.ids.numpy(), [4, -9, 2])
    assert report.assigned[0].max_abs == 9


def test_a_layer_that_holds_a_cell_and_more(write, names):
    class Classifier(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.cell, self.head = rnn.LSTMCell(5), layers.Dense(2)

        def call(self, inputs):
            return self.head(self.cell(inputs, self.cell.zero_state(1, "float32"))[0])

    layer = Classifier()
    layer(np.zeros((1, 3), np.float32))
    report = checkpoint.restore(layer, write(names("rnn") | dense("d", 5, 2)), scope="rnn")
    assert [record.checkpoint for record in report.assigned][2:] == ["d/kernel", "d/bias"]


def test_a_weight_of_a_layer_of_ones_own(write):
    class Scaled(keras.layers.Layer):
        def build(self, shape):
            self.scale = self.add_weight(shape=(3,), name="scale")
            super().build(shape)

        def call(self, inputs):
            return inputs * self.scale

    model = keras.Sequential([keras.Input((4, 3)), Scaled(name="scaled")])
    plan = checkpoint.plan(model, write({"net/scale": (3,)}))
    assert plan.assigned[0].checkpoint == "net/scale"
