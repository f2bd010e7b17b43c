import keras
from tf_contrib_rnn.layers._conv_lstm_layer import ConvLSTM


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ConvLSTM1D(ConvLSTM):
    rank = 1


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ConvLSTM2D(ConvLSTM):
    rank = 2


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ConvLSTM3D(ConvLSTM):
    rank = 3
