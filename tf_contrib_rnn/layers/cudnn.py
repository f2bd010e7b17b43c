"""The layers of cuDNN, on any device: `CudnnLSTM`, `CudnnGRU`, `CudnnRNNTanh`, `CudnnRNNRelu`."""

import keras

from tf_contrib_rnn.cells.basic import BasicRNNCell
from tf_contrib_rnn.cells.cudnn import CudnnCompatibleGRUCell, CudnnCompatibleLSTMCell
from tf_contrib_rnn.layers._cudnn_layer import CudnnLayer


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class CudnnLSTM(CudnnLayer):
    """LSTM layers on top of each other, in one or in both directions, as cuDNN runs them.

    It computes on any device what `tf.contrib.cudnn_rnn.CudnnLSTM` computed on GPUs: layers of
    `CudnnCompatibleLSTMCell`. The variables have the names of TF1's canonical checkpoints,
    `rnn/multi_rnn_cell/cell_<i>/cudnn_compatible_lstm_cell/{kernel,bias}` below the layer's
    scope, and `stack_bidirectional_rnn/cell_<i>/bidirectional_rnn/{fw,bw}/...` for two
    directions; `opaque_kernel` is not needed.

    Args:
        num_layers: number of layers.
        num_units: number N of units of each layer and direction.
        input_mode: "linear_input"; "auto_select" means the same for inputs of another depth
            than N. What is left, inputs without a kernel ("skip_input"), is refused.
        direction: "unidirectional" or "bidirectional".
        dropout: fraction in [0, 1) of the inputs of every layer but the first that is dropped in
            training.
        seed: seed of dropout and of the default initializer.
        dtype: dtype of everything; inputs are cast to it.
        kernel_initializer: initializer of each gate's matrices [N, depth] and [N, N]; None for
            Glorot's uniform one.
        bias_initializer: initializer of the two biases of each gate, of which the variable is
            the sum; None for zeros.
        name: name of the layer and its TF1 scope.
        **kwargs: `trainable`, and `<role>_regularizer` and `<role>_constraint` of the roles
            `kernel` and `bias`.

    Call arguments:
        inputs: tensor [time, batch, depth]; [batch, time, depth] without `time_major`.
        initial_state: tuple (h, c), the reverse of `LSTMStateTuple`, each [layers * directions,
            batch, N], the directions of a layer one after the other, and with the first two axes
            exchanged without `time_major`; None for zeros.
        sequence_lengths: whole numbers [batch]; past a sequence's end the outputs are zeros and
            the state is kept.
        time_major: whether time is the first axis.
        training: whether there is dropout; True when nobody says.
        scope: string or VariableScope that replaces the layer's scope at the first call.

    Returns:
        `(outputs, state)`: outputs [time, batch, directions * N] of the last layer, and the final
        states of all as in `initial_state`.

    Raises:
        ValueError: for arguments that are not among these, inputs of another rank or unknown
            depth, lengths or a state of another shape.

    Differs from TF1: without `time_major` the default state has the batch's size, where TF1 took
    the number of steps; the names have the layer's scope also when `build` came first.

    Paper: Appleyard, Kocisky and Blunsom, "Optimizing Performance of Recurrent Neural Networks on
    GPUs", 2016.
    """

    rnn_mode = "lstm"
    gates = 4
    state_count = 2

    def make_cell(self, **options):
        """The cell of one layer and direction."""
        return CudnnCompatibleLSTMCell(self.num_units, **options)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class CudnnGRU(CudnnLayer):
    """Layers of `CudnnCompatibleGRUCell`, as cuDNN runs them.

    Arguments, returns, errors and differences from TF1 are those of `CudnnLSTM`, but the state is
    a tuple `(h,)`, and the variables stand in `cudnn_compatible_gru_cell`.
    """

    rnn_mode = "gru"
    gates = 3
    has_biases_apart = True

    def make_cell(self, **options):
        """The cell of one layer and direction."""
        return CudnnCompatibleGRUCell(self.num_units, **options)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class CudnnRNNTanh(CudnnLayer):
    """Layers of `BasicRNNCell` with tanh, as cuDNN runs them.

    Arguments, returns, errors and differences from TF1 are those of `CudnnLSTM`, but the state is
    a tuple `(h,)`, and the variables stand in `basic_rnn_cell`.
    """

    rnn_mode = "rnn_tanh"
    gates = 1

    def make_cell(self, **options):
        """The cell of one layer and direction."""
        return BasicRNNCell(self.num_units, **options)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class CudnnRNNRelu(CudnnLayer):
    """Layers of `BasicRNNCell` with relu, as cuDNN runs them.

    Arguments, returns, errors and differences from TF1 are those of `CudnnLSTM`, but the state is
    a tuple `(h,)`, and the variables stand in `basic_rnn_cell`.
    """

    rnn_mode = "rnn_relu"
    gates = 1

    def make_cell(self, **options):
        """The cell of one layer and direction."""
        return BasicRNNCell(self.num_units, activation="relu", **options)
