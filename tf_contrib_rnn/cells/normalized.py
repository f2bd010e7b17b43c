"""LSTM cells with layer normalization: `LayerNormBasicLSTMCell`, `LayerNormLSTMCell`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import limit_or_none, number, seed_or_none, switch
from tf_contrib_rnn.cells._dropout import drops, known_probability, step_mask
from tf_contrib_rnn.cells._identifiers import activation_from, initializer_from
from tf_contrib_rnn.cells._lstm import Normalization, PeepholesAndProjection
from tf_contrib_rnn.cells._math import (
    clip,
    linear,
    lstm_memory,
    lstm_output,
    projected,
    split_gates,
)
from tf_contrib_rnn.cells._noise import GraphNoise, step_numbers, uniform
from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.cells._state import LSTMStateTuple, positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class LayerNormBasicLSTMCell(Normalization, RNNCell):
    """LSTM cell with layer normalization and dropout of the new input.

        i, j, f, o = split([x, h] W, 4), each normalized
        g = drop(activation(j), dropout_keep_prob)
        c' = normalized(sigmoid(f + forget_bias) * c + sigmoid(i) * g)
        h' = sigmoid(o) * activation(c')

    i is the input gate, j the new input, f the forget gate, o the output gate, c the memory and
    h the output. Normalization is that of `(x - mean) / sqrt(variance + 1e-12) * gamma + beta`
    over the units, with the weights `<part>/gamma` and `<part>/beta` of the parts `input`,
    `transform`, `forget`, `output` and `state`; in float16 1e-3 is added. The state is an
    `LSTMStateTuple(c, h)`, c normalized.

    The gates of inputs of zeros at the start of a sequence are constant vectors, whose gradient
    normalization makes a million times as large, in TF1 as here. Where other inputs follow, it
    goes through two normalizations for each step of zeros: after some four it is NaN in float32.

    drop keeps a value with the probability given and divides it by that, otherwise sets it to 0.
    It is active unless `training=False`: `training=None` means that nobody said, and TF1, which
    knew no such argument, always dropped.

    Args:
        num_units: size N of c and h.
        forget_bias: added to the normalized forget gate at run time.
        input_size: accepted and without effect, as in TF1.
        activation: Keras name or function of the new input and of the output.
        layer_norm: whether to normalize; otherwise nothing is normalized and there is a `bias`.
        norm_gain: initial value of every gamma.
        norm_shift: initial value of every beta.
        dropout_keep_prob: number in (0, 1] or a scalar tensor; the number 1 means no dropout.
        dropout_prob_seed: integer that makes the dropout reproducible; in a v1 graph the numbers
            are TF1's own.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias`, `gamma` and
            `beta`.

    Raises:
        ValueError: for a size that is no positive whole number, an unknown activation, or a
            probability outside (0, 1].

    Differs from TF1: a probability of 0 is refused at construction where TF1 failed at the call,
    and one above 1 where TF1 silently dropped nothing.

    Papers: Ba, Kiros and Hinton, "Layer Normalization", 2016; Semeniuta, Severyn and Barth,
    "Recurrent Dropout without Memory Loss", 2016.
    """

    makes_variables_in_call = False
    weight_roles = ("kernel", "bias", "gamma", "beta")

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        input_size=None,
        activation="tanh",
        layer_norm=True,
        norm_gain=1.0,
        norm_shift=0.0,
        dropout_keep_prob=1.0,
        dropout_prob_seed=None,
        reuse=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.forget_bias = number("forget_bias", forget_bias)
        self.activation = activation_from(activation)
        self.layer_norm = switch("layer_norm", layer_norm)
        self.norm_gain = number("norm_gain", norm_gain)
        self.norm_shift = number("norm_shift", norm_shift)
        self.dropout_keep_prob = _number_or_tensor("dropout_keep_prob", dropout_keep_prob)
        self.dropout_prob_seed = seed_or_none("dropout_prob_seed", dropout_prob_seed)
        self.note("graph_noise", GraphNoise(lambda slot: self.dropout_prob_seed))
        self.output_size = self.num_units
        self.state_size = LSTMStateTuple(self.num_units, self.num_units)

    def build(self, inputs_shape):
        units = self.num_units
        rows = self.input_depth(inputs_shape) + units
        self.kernel = self.add_variable("kernel", [rows, 4 * units])
        # TF1 gives this bias no initializer of its own: it starts like a kernel, not at zeros.
        self.bias = None if self.layer_norm else self.add_variable("bias", [4 * units])
        self.add_norms("input", "transform", "forget", "output", "state")
        if drops(self.dropout_keep_prob) and not in_v1_graph():
            self.seed_generator = keras.random.SeedGenerator(self.dropout_prob_seed)

    def call(self, inputs, state, training=None, noise=None):
        c, h = state
        i, j, f, o = split_gates(linear(inputs, h, self.kernel, self.bias), 4)
        i, j = self.normalized("input", i), self.normalized("transform", j)
        f, o = self.normalized("forget", f), self.normalized("output", o)
        g = self.activation(j)
        if training is not False:
            g = self._drop(g, noise or {})
        c = self.normalized("state", lstm_memory(i, g, f, c, self.forget_bias))
        h = lstm_output(o, c, self.activation)
        return h, LSTMStateTuple(c, h)

    def _drop(self, g, noise):
        if not drops(self.dropout_keep_prob):
            return g
        numbers = noise["new_input"] if noise else step_numbers(self, "new_input", g)
        return step_mask(g, numbers, self.dropout_keep_prob)

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """{"new_input": numbers [steps, batch, num_units]}."""
        if not drops(self.dropout_keep_prob):
            return None
        shape = (steps, batch_size, self.num_units)
        return {"new_input": uniform(shape, dtype, self.seed_generator)}


def _number_or_tensor(name, value):
    """A probability as a float, or as the tensor it is: TF1 drops by every tensor, also of 1."""
    known_probability(name, value)
    return value if ops.is_tensor(value) or hasattr(value, "assign") else float(value)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class LayerNormLSTMCell(Normalization, PeepholesAndProjection, RNNCell):
    """LSTM cell with optional layer normalization, peepholes, clipping and projection.

        i, j, f, o = split([x, h] W + b, 4), or with layer_norm split([x, h] W, 4) normalized
        c' = sigmoid(f + forget_bias + w_f * c) * c + sigmoid(i + w_i * c) * activation(j)
        c' = clip(normalized(c'), cell_clip)
        h' = sigmoid(o + w_o * c') * activation(c')
        h' = clip(h' P, proj_clip)

    i is the input gate, j the new input, f the forget gate, o the output gate, c the memory and
    h the output; w_* only with peepholes, P and its clip only with a projection. Normalization is
    that of `LayerNormBasicLSTMCell`. The state is an `LSTMStateTuple(c, h)`.

    TF1 had it in `tensorflow.contrib.rnn.python.ops.rnn_cell` only.

    Args:
        num_units: size N of the memory c.
        use_peepholes: whether the gates see the memory through the diagonal weights w_*.
        cell_clip: limit of |c'|, stored and seen by the output gate clipped; None for no limit.
        initializer: initializer of kernel, peepholes and projection.
        num_proj: size P of the output after a projection; None for no projection.
        proj_clip: limit of |h'| after the projection; None for no limit.
        forget_bias: added to the forget gate, after its normalization, at run time.
        activation: Keras name or function of the new input and of the output; None for tanh.
        layer_norm: whether to normalize the gates and the memory.
        norm_gain: initial value of every gamma.
        norm_shift: initial value of every beta.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias`, `peephole`,
            `projection`, `gamma` and `beta`.

    Raises:
        ValueError: for sizes that are no positive whole numbers, or an unknown activation.

    Differs from TF1: `layer_norm=True` runs in every dtype, in TF1 only in float32. `num_proj=0`
    is refused where TF1 failed later.

    Papers: Ba, Kiros and Hinton, "Layer Normalization", 2016; Sak, Senior and Beaufays, "Long
    Short-Term Memory Recurrent Neural Network Architectures for Large Scale Acoustic Modeling",
    2014 (peepholes, projection).
    """

    makes_variables_in_call = False
    weight_roles = ("kernel", "bias", "peephole", "projection", "gamma", "beta")

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        forget_bias=1.0,
        activation=None,
        layer_norm=False,
        norm_gain=1.0,
        norm_shift=0.0,
        reuse=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.use_peepholes = switch("use_peepholes", use_peepholes)
        self.cell_clip = limit_or_none("cell_clip", cell_clip)
        self.initializer = initializer_from(initializer)
        self.num_proj = None if num_proj is None else positive_size("num_proj", num_proj)
        self.proj_clip = limit_or_none("proj_clip", proj_clip)
        self.forget_bias = number("forget_bias", forget_bias)
        self.activation = activation_from(activation)
        self.layer_norm = switch("layer_norm", layer_norm)
        self.norm_gain = number("norm_gain", norm_gain)
        self.norm_shift = number("norm_shift", norm_shift)
        self.output_size = self.num_proj or self.num_units
        self.state_size = LSTMStateTuple(self.num_units, self.output_size)

    def build(self, inputs_shape):
        rows = self.input_depth(inputs_shape) + self.output_size
        units = self.num_units
        self.kernel = self.add_variable("kernel", [rows, 4 * units], initializer=self.initializer)
        # TF1 makes the bias with layer_norm too, where nothing reads it.
        self.bias = self.add_variable("bias", [4 * units], initializer="zeros")
        self.add_norms("input", "transform", "forget", "output")
        self.add_peepholes("w_f_diag", "w_i_diag", "w_o_diag")
        self.add_norms("state")
        self.add_projection()

    def call(self, inputs, state):
        c, h = state
        bias = None if self.layer_norm else self.bias
        i, j, f, o = split_gates(linear(inputs, h, self.kernel, bias), 4)
        i, j = self.normalized("input", i), self.normalized("transform", j)
        f, o = self.normalized("forget", f), self.normalized("output", o)
        peepholes = self.w_i_diag, self.w_f_diag
        c = lstm_memory(i, self.activation(j), f, c, self.forget_bias, *peepholes)
        c = clip(self.normalized("state", c), self.cell_clip)
        h = lstm_output(o, c, self.activation, self.w_o_diag)
        h = projected(h, self.projection, self.proj_clip)
        return h, LSTMStateTuple(c, h)
