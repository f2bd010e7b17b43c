"""What cannot be done as TF 1.15.5 did it, or at all, is told in one sentence."""

import pytest
import tensorflow as tf

from tests.compat.supplied import compat
from tf_contrib_rnn import BasicLSTMCell, GRUCell
from tf_contrib_rnn.compat import contrib_layers, core_layers, framework, legacy_seq2seq, linear
from tf_contrib_rnn.compat.contrib_layers.optimize import optimize_loss
from tf_contrib_rnn.compat.seq2seq import sequence_loss

v1 = tf.compat.v1


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def rows(*shape):
    return v1.placeholder("float32", shape or [None, 4])


def symbols():
    return [tf.constant([1, 2])]


def maps():
    return rows(2, 5, 5, 3)


def loss():
    return tf.reduce_mean(contrib_layers.linear(rows(), 1))


def fit(**options):
    options = {"learning_rate": 0.1, "optimizer": "SGD", **options}
    return optimize_loss(loss(), None, **options)


LAYERS = {
    "units of unknown depth": (
        lambda: core_layers.dense(rows(None, None), 3),
        "channels are known",
    ),
    "an activation": (lambda: core_layers.dense(rows(), 3, "gelu?"), "activation expects"),
    "an initializer": (
        lambda: core_layers.dense(rows(), 3, kernel_initializer="nought"),
        "initializer expects",
    ),
    "an argument": (lambda: core_layers.Dense(3, wide=True), r"received \['wide'\]"),
    "a scope before the call": (lambda: core_layers.Dense(3).scope_name, "call it first"),
    "padding": (lambda: core_layers.conv2d(maps(), 2, 3, padding="causal"), "padding expects"),
    "three widths": (lambda: core_layers.conv2d(maps(), 2, [3, 3, 3]), "kernel_size expects"),
    "a layout": (lambda: core_layers.Conv2D(2, 3, data_format="NHWC"), "data_format expects"),
    "separable channels first": (
        lambda: core_layers.SeparableConv2D(2, 3, data_format="channels_first"),
        "transpose the inputs",
    ),
    "renorm": (lambda: core_layers.batch_normalization(rows(), renorm=True), "expects renorm"),
    "a width that is none": (lambda: core_layers.conv2d(maps(), 2, 3.5), "received 3.5"),
    "pooling's padding": (
        lambda: core_layers.max_pooling2d(maps(), 2, 2, "full"),
        "padding expects",
    ),
    "an axis beyond": (
        lambda: core_layers.batch_normalization(rows(), axis=5),
        "expects an axis of its inputs",
    ),
    "channels of unknown number": (
        lambda: core_layers.batch_normalization(rows(None, None)),
        "channels are known",
    ),
    "several axes": (
        lambda: core_layers.batch_normalization(maps(), axis=[1, 3]),
        r"received \[1, 3\]",
    ),
    "virtual batches": (
        lambda: core_layers.batch_normalization(rows(), virtual_batch_size=2),
        "expects virtual_batch_size",
    ),
}
CONTRIB = {
    "size": (lambda: contrib_layers.fully_connected(rows(), 2.5), "num_outputs expects"),
    "rank": (lambda: contrib_layers.conv2d(rows(), 2, 3), "inputs of rank 4"),
    "any rank": (lambda: contrib_layers.convolution(rows(), 2, 3), r"rank \[3, 4, 5\]"),
    "layout": (lambda: contrib_layers.conv2d(maps(), 2, 3, data_format="HW"), "data_format"),
    "zero debias": (
        lambda: contrib_layers.batch_norm(rows(), zero_debias_moving_mean=True),
        "zero_debias_moving_mean",
    ),
    "batch weights": (
        lambda: contrib_layers.batch_norm(rows(), batch_weights=[1.0]),
        "expects batch_weights",
    ),
    "unknown channels": (
        lambda: contrib_layers.batch_norm(rows(None, None)),
        "channels are known",
    ),
    "unknown rank": (
        lambda: contrib_layers.layer_norm(v1.placeholder("float32")),
        "of known rank",
    ),
    "axis": (lambda: contrib_layers.layer_norm(rows(), begin_norm_axis=2), "choose other axes"),
    "sizes": (lambda: contrib_layers.embed_sequence([[1]], 5), "vocab_size and embed_dim"),
    "dimension": (lambda: contrib_layers.unit_norm(rows(), -1), "dim expects an axis"),
    "list": (lambda: contrib_layers.stack(rows(), contrib_layers.linear, 3), "expects a list"),
    "whole scale": (lambda: contrib_layers.l2_regularizer(1), "a float from 0.0 on"),
    "negative scale": (lambda: contrib_layers.l1_regularizer(-0.5), "a float from 0.0 on"),
    "nothing to regularize": (
        lambda: contrib_layers.apply_regularization(contrib_layers.l2_regularizer(0.1)),
        "received none",
    ),
    "no scalar": (
        lambda: contrib_layers.apply_regularization(lambda w: w, [tf.ones([2])]),
        "expects to give a scalar",
    ),
    "mode": (lambda: contrib_layers.variance_scaling_initializer(mode="FAN"), "mode expects"),
    "dtype": (lambda: contrib_layers.xavier_initializer(dtype=tf.int32), "a floating dtype"),
    "optimizer": (lambda: fit(optimizer="Best"), "optimizer expects"),
    "made optimizer": (lambda: fit(optimizer=lambda rate: 3), "gives a tf.train.Optimizer"),
    "rate": (lambda: fit(learning_rate=1), "learning_rate expects"),
    "clip": (lambda: fit(clip_gradients=5), "clip_gradients expects"),
    "summary": (lambda: fit(summaries=["weather"]), "summaries expect"),
    "decay": (lambda: fit(learning_rate_decay_fn=lambda r, s: r), "expects a global_step"),
    "scope": (lambda: enter(len), "write a list"),
    "undecorated": (lambda: enter([len]), "decorate it"),
    "scope and more": (lambda: enter({}, size=3), "a scope alone"),
}
CELL = {"num_encoder_symbols": 5, "num_decoder_symbols": 6, "embedding_size": 2}
SEQUENCES = {
    "no inputs": (lambda: attend([], 1), "received none"),
    "no heads": (lambda: attend([rows()], 0), "at least 1"),
    "unknown states": (lambda: attend([rows()], 1, None), "a known last axis"),
    "projection": (
        lambda: legacy_seq2seq.embedding_rnn_seq2seq(
            symbols(), symbols(), GRUCell(3), **CELL, output_projection=(rows(3, 6), rows(5))
        ),
        r"biases of shape \[6\]",
    ),
    "decoders": (lambda: many({"a": GRUCell(2)}), "give each decoder one"),
    "no cell": (lambda: many({"a": 3, "b": GRUCell(2)}), "pass an RNNCell"),
    "lengths": (lambda: legacy_seq2seq.sequence_loss([rows()], [], []), "1, 0 and 0"),
    "bucket": (
        lambda: legacy_seq2seq.model_with_buckets([], [], [], [], [(1, 1)], None),
        "encoder_inputs expect at least 1",
    ),
    "logits": (lambda: sequence_loss(rows(), rows(), rows()), "expects logits"),
    "both": (
        lambda: sequence_loss(rows(2, 3, 4), rows(2, 3), rows(2, 3), sum_over_batch=True),
        "received both",
    ),
    "nothing": (lambda: linear.linear([], 3, True), "pass \\[inputs, state\\]"),
    "three axes": (lambda: linear.linear(rows(2, 3, 4), 3, True), "of known depth"),
}


def enter(functions, **options):
    with framework.arg_scope(functions, **options):
        pass


def attend(inputs, heads, size=3):
    cell = BasicLSTMCell(2)
    return legacy_seq2seq.attention_decoder(inputs, None, rows(2, 3, size), cell, num_heads=heads)


def many(cells):
    inputs = {"a": symbols(), "b": symbols()}
    return legacy_seq2seq.one2many_rnn_seq2seq(
        symbols(), inputs, GRUCell(2), cells, 5, {"a": 5, "b": 5}, 2
    )


def refused(run, text):
    with pytest.raises((TypeError, ValueError), match=text) as caught:
        run()
    message = str(caught.value)
    assert "expect" in message and message.endswith(".") and "\n" not in message


@pytest.mark.parametrize("name", LAYERS)
def test_layers_refuse(name):
    refused(*LAYERS[name])


@pytest.mark.parametrize("name", CONTRIB)
def test_contrib_layers_refuse(name):
    refused(*CONTRIB[name])


@pytest.mark.parametrize("name", SEQUENCES)
def test_sequences_refuse(name):
    refused(*SEQUENCES[name])


def test_names_of_initializers_and_activations():
    y = core_layers.dense(rows(), 3, "relu", kernel_initializer="he_normal")
    assert y.op.type == "Relu" and core_layers.dense(y, 2, "linear").op.type == "BiasAdd"


def test_a_layer_tells_its_variables_and_sizes():
    layer = core_layers.Dense(3, name="mine", trainable=False)
    assert layer.compute_output_shape([None, 5, 4]).as_list() == [None, 5, 3]
    assert not layer.built and layer.variables == []
    layer(rows())
    assert [v.name for v in layer.variables] == ["mine/kernel:0", "mine/bias:0"]
    assert layer.trainable_variables == [] and len(layer.non_trainable_weights) == 2
    assert layer.count_params() == 15 and layer.scope_name == "mine" and layer.dtype == "float32"
    assert layer.weights == layer.variables and layer.trainable_weights == []


def test_parts_of_variables_are_told_one_by_one():
    with v1.variable_scope("net", partitioner=v1.fixed_size_partitioner(2)):
        layer = core_layers.Dense(4)
        layer(rows())
        contrib_layers.linear(rows(), 4, variables_collections=["kept"])
    names = [f"net/dense/{name}/part_{i}:0" for name in ("kernel", "bias") for i in range(2)]
    assert [v.name for v in layer.trainable_variables] == names and layer.count_params() == 20
    kept = [v.op.name for v in v1.get_collection("kept")]
    assert kept[0] == "net/fully_connected/weights/part_0" and len(kept) == 4


def test_a_getter_may_give_a_tensor():
    def doubled(getter, *args, **kwargs):
        return 2 * getter(*args, **kwargs)

    with v1.variable_scope("net", custom_getter=doubled):
        layer = core_layers.Dense(4)
        assert layer(rows()).shape.as_list() == [None, 4]
    assert layer.trainable_variables == [] and len(v1.trainable_variables()) == 2


def test_arguments_of_scopes_can_be_asked_for():
    function = contrib_layers.fully_connected
    assert framework.has_arg_scope(function) and not framework.has_arg_scope(len)
    assert "activation_fn" in framework.arg_scoped_arguments(function)
    with framework.arg_scope([function], trainable=False) as scope:
        assert framework.current_arg_scope() is scope
    assert framework.current_arg_scope() == {}
    assert not compat.is_installed()
