"""Graphs around variables, op by op: the model rebuilt from each gives the graph's numbers."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tests.checkpoint.test_rebuild import module_of, restored
from tf_contrib_rnn.checkpoint import CheckpointError
from tf_contrib_rnn.checkpoint.rebuild import source_of
from tf_contrib_rnn.checkpoint.rebuild.helpers import HELPERS
from tf_contrib_rnn.checkpoint.rebuild.naming import local_names
from tf_contrib_rnn.checkpoint.sources import open_source

v1 = tf.compat.v1
RANDOM = np.random.default_rng(5)


def variable(name, *shape):
    start = RANDOM.normal(size=shape).astype("float32")
    return v1.get_variable(name, initializer=start, use_resource=False)


def dense(x, units, name="dense"):
    with v1.variable_scope(name):
        kernel, bias = variable("kernel", x.shape[-1], units), variable("bias", units)
    return tf.nn.bias_add(tf.matmul(x, kernel), bias)


def numbers(*shape):
    return RANDOM.normal(size=shape).astype("float32")


def written(build, folder):
    """Saves what `build` builds and gives the code of it, and arrays: fed and given."""
    with tf.Graph().as_default(), v1.Session() as session:
        feeds, outputs = build()
        session.run(v1.global_variables_initializer())
        expected = session.run(outputs, feeds)
        v1.train.Saver().save(session, str(folder / "model.ckpt"))
        feeds = {placeholder.name: array for placeholder, array in feeds.items()}
        names = [output.name for output in outputs]
    opened = open_source(folder / "model.ckpt")
    return (
        source_of(opened.graph_def, opened, names),
        feeds,
        dict(zip(names, expected, strict=True)),
    )


def check(build, folder):
    """Compares the rebuilt model with the graph; gives the code."""
    code, feeds, expected = written(build, folder)
    module = module_of(code)
    model, tensors = restored(module), module["TENSORS"]
    arrays = [feeds[tensors[one.name]] for one in model.inputs]
    found = model(arrays if len(arrays) > 1 else arrays[0])
    assert {tensors[name] for name in found} == set(expected)
    for name, array in found.items():
        wanted = expected[tensors[name]]
        assert array.shape == wanted.shape
        np.testing.assert_allclose(array, wanted, atol=2e-6 * max(1, np.abs(wanted).max()))
    model.save(folder / "model.keras")
    again = keras.saving.load_model(folder / "model.keras")(
        arrays if len(arrays) > 1 else arrays[0]
    )
    for name, array in found.items():
        np.testing.assert_array_equal(again[name], array)
    return code


def elementwise():
    x = v1.placeholder(tf.float32, [None, 4], "x")
    h = dense(x, 4)
    y = tf.nn.relu(h) * 2.0 - tf.tanh(x) / 3.0 + tf.exp(-tf.abs(h)) * [1.0, 2.0, 3.0, 4.0]
    z = 1.0 - tf.maximum(y, 0.5) ** 2.0
    w = tf.where(tf.greater(z, 0.0), z, tf.zeros_like(z)) + tf.cast(y > 1.0, tf.float32)
    return {x: numbers(3, 4)}, [y, z, tf.nn.log_softmax(w), tf.clip_by_value(w, 0.0, 0.4)]


def shapes():
    x = v1.placeholder(tf.float32, [None, None, 4], "x")
    size = tf.shape(x)
    flat = tf.reshape(x, [-1, 4])
    rows = dense(flat, 6)
    deep = tf.reshape(rows, [size[0], size[1], 6])
    split = tf.split(deep, 2, axis=2)
    pieces = tf.concat([split[1], split[0]], axis=-1)
    padded = tf.pad(pieces, [[0, 0], [1, 0], [0, 0]])
    sliced = padded[:, 1:, ::2]
    turned = tf.transpose(sliced, [1, 0, 2])
    return {x: numbers(2, 5, 4)}, [rows, deep, turned, tf.expand_dims(turned[0], 1)]


def reductions():
    x = v1.placeholder(tf.float32, [None, 5, 3], "x")
    h = tf.tensordot(x, variable("w", 3, 4), [[2], [0]])
    mean = tf.reduce_mean(h, axis=1)
    best = tf.argmax(h, axis=-1, output_type=tf.int32)
    kept = tf.reduce_max(h, axis=[1, 2], keepdims=True) - tf.reduce_sum(h, axis=2, keepdims=True)
    return {x: numbers(2, 5, 3)}, [mean, tf.one_hot(best, 4), kept]


def lengths_from_data():
    x = v1.placeholder(tf.float32, [None, 6, 3], "x")
    used = tf.sign(tf.reduce_max(tf.abs(x), axis=2))
    length = tf.cast(tf.reduce_sum(used, axis=1), tf.int32)
    h = tf.tanh(tf.reshape(dense(tf.reshape(x, [-1, 3]), 4), [-1, 6, 4]))
    mask = tf.sequence_mask(length, 6, tf.float32)
    index = tf.range(tf.shape(h)[0]) * tf.shape(h)[1] + (length - 1)
    last = tf.gather(tf.reshape(h, [-1, 4]), index)
    array = numbers(3, 6, 3)
    array[0, 4:] = array[1, 2:] = 0
    return {x: array}, [h * tf.expand_dims(mask, 2), last]


def bare_variables():
    ids = v1.placeholder(tf.int32, [None, 4], "ids")
    table = variable("Variable", 7, 5)
    scale, query = variable("scale", 5), variable("query", 5, 1)
    looked_up = tf.nn.embedding_lookup(table, ids) * scale
    scores = tf.reshape(tf.matmul(tf.reshape(tf.tanh(looked_up), [-1, 5]), query), [-1, 4])
    mixed = tf.reduce_sum(looked_up * tf.expand_dims(tf.nn.softmax(scores), -1), 1)
    return {ids: np.array([[1, 2, 3, 4], [0, 6, 5, 5]], "int32")}, [mixed]


def several_open_axes():
    x = v1.placeholder(tf.float32, [None, None, None, 3], "x")
    size = tf.shape(x)
    words = tf.reshape(x, [size[0] * size[1], size[2], 3])
    best = tf.reduce_max(words, axis=1)
    return {x: numbers(2, 4, 5, 3)}, [tf.reshape(dense(best, 6), [size[0], size[1], 6])]


def open_axes_of_another():
    """The sizes are those of what the tensor was looked up with, two axes of which are open."""
    ids = v1.placeholder(tf.int32, [None, None, None], "ids")
    table = variable("embedding", 7, 5)
    size = tf.shape(ids)
    words = tf.reshape(tf.nn.embedding_lookup(table, ids), [size[0] * size[1], size[2], 5])
    sums = tf.reduce_sum(words, axis=1)
    return {ids: np.arange(12, dtype="int32").reshape(2, 3, 2) % 7}, [
        tf.reshape(sums, [size[0], size[1], 5])
    ]


def tied():
    ids = v1.placeholder(tf.int32, [None], "ids")
    table = variable("embedding", 7, 5)
    return {ids: np.arange(3, dtype="int32")}, [
        tf.matmul(tf.nn.embedding_lookup(table, ids), table, transpose_b=True)
    ]


def convolutions():
    x = v1.placeholder(tf.float32, [None, 8, 6, 2], "x")
    conv = tf.nn.conv2d(x, variable("conv/kernel", 3, 2, 2, 4), [1, 2, 1, 1], "SAME")
    conv = tf.nn.relu(conv + variable("conv/bias", 4))
    pool = tf.nn.max_pool2d(conv, 2, 2, "VALID")
    line = tf.reshape(pool, [-1, 6, 4])
    one = tf.nn.conv1d(line, variable("line/kernel", 3, 4, 5), 1, "SAME")
    return {x: numbers(2, 8, 6, 2)}, [pool, tf.nn.bias_add(one, variable("line/bias", 5))]


def dropout(x, keep):
    """As TF 1.0 to 1.12 wrote it out."""
    return (x / keep) * tf.floor(keep + v1.random_uniform(tf.shape(x)))


def dropout_by_a_factor(x, keep):
    """As TF 1.13 wrote it out, with the factor in front."""
    kept = v1.random_uniform(tf.shape(x)) >= 1 - keep
    return (1 / keep * x) * tf.cast(kept, tf.float32)


def in_training_or_not():
    x = v1.placeholder(tf.float32, [None, 4], "x")
    is_training = v1.placeholder_with_default(False, [], "is_training")
    keep = v1.placeholder_with_default(1.0, [], "keep_prob")
    h = tf.nn.relu(dense(x, 6, "hidden"))
    h = dropout_by_a_factor(dropout(h, keep), keep)
    h = v1.cond(is_training, lambda: dropout(h, 0.5), lambda: tf.identity(h))
    mean, variance = variable("norm/moving_mean", 6), tf.exp(variable("log", 6))
    scaled = tf.nn.batch_normalization(h, mean, tf.stop_gradient(variance), None, None, 1e-3)
    return {x: numbers(3, 4)}, [dense(h, 2, "logits"), scaled]


GRAPHS = (
    elementwise, shapes, reductions, lengths_from_data, bare_variables,
    several_open_axes, open_axes_of_another, tied, convolutions,
    in_training_or_not,
)  # fmt: skip


@pytest.fixture(autouse=True)
def as_tf1():
    """Conditions of TF1: switches and merges."""
    v1.disable_control_flow_v2()
    yield
    v1.enable_control_flow_v2()


@pytest.mark.parametrize("build", GRAPHS, ids=lambda build: build.__name__)
def test_a_graph(build, tmp_path):
    check(build, tmp_path)


def test_batch_normalization_becomes_a_layer(tmp_path):
    def build():
        x = v1.placeholder(tf.float32, [None, 4], "x")
        with v1.variable_scope("norm"):
            mean = variable("moving_mean", 4)
            start = np.array([0.5, 1, 2, 3], "float32")
            variance = v1.get_variable("moving_variance", initializer=start, use_resource=False)
            beta, gamma = variable("beta", 4), variable("gamma", 4)
        h = tf.nn.batch_normalization(x, mean, variance, beta, gamma, 1e-3)
        return {x: numbers(3, 4)}, [dense(h, 2)]

    assert 'layers.BatchNormalization(name="norm")' in check(build, tmp_path)


@pytest.mark.parametrize("name", HELPERS)
def test_no_variable_hides_a_function_that_the_code_brings_along(name):
    assert local_names().unique(name) != name


def test_an_op_without_translation_is_named(tmp_path):
    def build():
        x = v1.placeholder(tf.float32, [4, 4], "x")
        return {x: np.eye(4, dtype="float32")}, [tf.linalg.svd(dense(x, 4), compute_uv=False)]

    with pytest.raises(CheckpointError, match=r"'Svd' \(Svd\) has no translation into Keras"):
        written(build, tmp_path)


def test_a_number_for_the_whole_batch_is_no_input(tmp_path):
    def build():
        x, scale = v1.placeholder(tf.float32, [None, 4], "x"), v1.placeholder(tf.float32, [])
        return {x: numbers(3, 4), scale: 2.0}, [dense(x, 4) * scale]

    with pytest.raises(CheckpointError, match="is one number for the whole batch"):
        written(build, tmp_path)
