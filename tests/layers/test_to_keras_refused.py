"""What `to_keras` refuses, each with its one sentence."""

import keras
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.layers.twin_models import DEPTH, TIME, refuse


def over(cell, **options):
    return rnn.RNN(cell, **options)


def shared_cell():
    cell, symbolic = rnn.GRUCell(DEPTH), keras.Input((TIME, DEPTH))
    hidden = rnn.RNN(cell, return_sequences=True, name="first")(symbolic)
    return keras.Model(symbolic, rnn.RNN(cell, name="second")(hidden))


def lengths():
    symbolic, counts = keras.Input((TIME, DEPTH)), keras.Input((), dtype="int32")
    outputs = rnn.RNN(rnn.GRUCell(2))(symbolic, sequence_length=counts)
    return keras.Model([symbolic, counts], outputs)


def one_tensor_of_states():
    symbolic, state = keras.Input((TIME, DEPTH)), keras.Input((4,))
    layer = rnn.RNN(rnn.LSTMCell(2, state_is_tuple=False))
    return keras.Model([symbolic, state], layer(symbolic, initial_state=state))


class Loss(keras.losses.Loss):
    """A loss that no file can name."""

    def call(self, y_true, y_pred):
        return keras.ops.mean(y_pred - y_true)


def own_loss():
    model = keras.Sequential([keras.Input((TIME, DEPTH)), rnn.RNN(rnn.GRUCell(2))])
    model.compile("sgd", Loss())
    return model


class Own(keras.Model):
    def call(self, inputs):
        return inputs


@keras.saving.register_keras_serializable(package="tests")
class Around(keras.layers.Layer):
    """A layer of a user's with one of ours in it."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.inner = rnn.RNN(rnn.GRUCell(2))

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}


class SubclassedCell(rnn.LSTMCell):
    pass


def with_cell(name, *args, **options):
    return lambda: over(getattr(rnn, name)(*args, **options))


def wrapped(wrapper, **options):
    return lambda: over(getattr(rnn, wrapper)(rnn.GRUCell(DEPTH), **options))


def regularized(**options):
    return lambda: over(rnn.LSTMCell(2, **options))


def two_dtypes():
    return keras.layers.RNN(rnn.GRUCell(2, dtype="float64"), dtype="float32")


PLANE = {"input_shape": [4, 4, 1], "output_channels": 2, "kernel_shape": 3}
TWICE = rnn.GRUCell(DEPTH)

# name: (what is converted, how the sentence goes on after "to_keras expects ")
TO_KERAS = {
    "peepholes": (
        with_cell("LSTMCell", 2, use_peepholes=True),
        r"lstm_cell\w* \(LSTMCell\) with use_peepholes=False, received use_peepholes=True: keep "
        r"this layer, because Keras' LSTM has no such thing\.",
    ),
    "projection": (with_cell("LSTMCell", 2, num_proj=3), "num_proj=None, received num_proj=3: "),
    "clip": (with_cell("LSTMCell", 2, cell_clip=0), "cell_clip=None, received cell_clip=0: keep"),
    "block peephole": (
        with_cell("LSTMBlockCell", 2, use_peephole=True),
        "use_peephole=False, received use_peephole=True",
    ),
    "block clip": (
        with_cell("LSTMBlockCell", 2, cell_clip=1.0),
        "cell_clip=None, received cell_clip=1.0",
    ),
    "skip connection": (
        lambda: over(rnn.Conv2DLSTMCell(**PLANE, skip_connection=True)),
        "skip_connection=False, received skip_connection=True: keep this layer, because Keras' "
        "ConvLSTM2D has",
    ),
    "forget bias without bias": (
        lambda: over(rnn.Conv2DLSTMCell(**PLANE, use_bias=False)),
        "forget_bias=0.0, received forget_bias=1.0: keep this layer, because Keras has no bias",
    ),
    "our activation": (
        with_cell("BasicRNNCell", 2, activation=rnn.hard_sigmoid),
        "an activation that Keras has, received hard_sigmoid: keep this layer, or give the cell",
    ),
    "IndRNN": (
        with_cell("IndRNNCell", 2),
        r"\(IndRNNCell\) with an equal in Keras, received a cell without one: keep this layer",
    ),
    "subclass": (lambda: over(SubclassedCell(2)), r"\(SubclassedCell\) with an equal in Keras"),
    "dropout": (
        wrapped("DropoutWrapper", input_keep_prob=0.5),
        r"\(DropoutWrapper\) with an equal .*: take the wrapper off, which outside training",
    ),
    "residual": (
        wrapped("ResidualWrapper"),
        r"\(ResidualWrapper\) .*: put the cell inside into rnn.RNN and add the inputs",
    ),
    "stack in a stack": (
        lambda: over([rnn.GRUCell(2), rnn.MultiRNNCell([rnn.GRUCell(2)])]),
        r"\(MultiRNNCell\) .*: put the cells of the inner stack into the outer one",
    ),
    "one cell twice in a stack": (
        lambda: over([TWICE, TWICE]),
        "different cells in the stack, received one twice: Keras' file keeps no shared cell",
    ),
    "stack of maps": (
        lambda: over([rnn.Conv2DLSTMCell(**PLANE), rnn.GRUCell(2)]),
        "cells on vectors, received Conv2DLSTMCell: Keras stacks no maps; make an rnn.RNN",
    ),
    "stateful stack": (
        lambda: over([rnn.GRUCell(2), rnn.GRUCell(2)], stateful=True),
        "stateful=False, received stateful=True: Keras cannot reset the states of a stack",
    ),
    "activity regularizer of a cell": (
        with_cell("GRUCell", 2, activity_regularizer="l2"),
        "activity_regularizer=None, received .*: give it to the layer over time",
    ),
    "activity regularizer of a stack": (
        lambda: over([rnn.GRUCell(2), rnn.GRUCell(2)], activity_regularizer="l2"),
        "activity_regularizer=None, received .*: Keras' RNN does not keep it in a file",
    ),
    "state in one tensor returned": (
        lambda: over(rnn.LSTMCell(2, state_is_tuple=False), return_state=True),
        "state_is_tuple=True, received state_is_tuple=False: make the cell with",
    ),
    "state in one tensor given": (one_tensor_of_states, "state_is_tuple=True, received"),
    "lengths": (
        lengths,
        r"rnn\w* \(GRU\) with no sequence_length, received one in the model: give the layer a mask",
    ),
    "two dtypes": (two_dtypes, "the dtype of its cell, received float32 and float64: give both"),
    "a cell in two layers": (
        shared_cell,
        r"(second|first) \(RNN\) with weights of its own, received those of (first|second): use "
        "one layer in both places",
    ),
    "subclassed model": (Own, "a functional or Sequential model, received a class of its own"),
    "own loss": (
        own_loss,
        r"sequential\w* \(Sequential\) with a loss and metrics that Keras can serialize, received "
        "others: register them with keras.saving, or convert the model before it is compiled",
    ),
    "a layer around ours": (
        Around,
        r"around\w* \(Around\) with nothing of this package in it, received RNN: convert what it",
    ),
    "cuDNN layer": (
        lambda: rnn.CudnnLSTM(1, 2),
        r"\(CudnnLSTM\) with an equal in Keras, received a layer without one: make an rnn.RNN for",
    ),
    "fused layer": (lambda: rnn.LSTMBlockFusedCell(2), r"\(LSTMBlockFusedCell\) with an equal"),
    "regularizer of a whole": (
        regularized(kernel_regularizer=keras.regularizers.OrthogonalRegularizer()),
        "kernel_regularizer None or L1, L2, L1L2, received OrthogonalRegularizer: make the layer",
    ),
    "constraint of a whole": (
        regularized(kernel_constraint=keras.constraints.MaxNorm()),
        "kernel_constraint None or NonNeg, received MaxNorm: make the layer without it",
    ),
    "regularizer of a changed bias": (
        regularized(bias_regularizer="l2"),
        "bias_regularizer=None, received L2: make the layer without it",
    ),
    "random bias beside a forget bias": (
        regularized(bias_initializer="random_normal"),
        "a bias_initializer that fills with a number, received RandomNormal: build the layer first",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TO_KERAS)
def test_to_keras(name):
    refuse(rnn.to_keras, *TO_KERAS[name])


@pytest.mark.parametrize("convert", [rnn.to_keras, rnn.from_keras])
@pytest.mark.parametrize(
    "given",
    [3, rnn.GRUCell(2), keras.layers.LSTMCell(2)],
    ids=["a number", "our cell", "their cell"],
)
def test_what_is_no_layer(convert, given):
    with pytest.raises(TypeError, match="expects a Keras layer or model, received .*: put a cell"):
        convert(given)


def test_in_a_v1_graph():
    with tf.Graph().as_default(), pytest.raises(ValueError, match="expects eager execution"):
        rnn.to_keras(rnn.RNN(rnn.GRUCell(2)))
