"""LSTM layers over sequences of maps: `ConvLSTM1D`, `ConvLSTM2D`, `ConvLSTM3D`."""

import keras

from tf_contrib_rnn.layers._conv_lstm_layer import ConvLSTM


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ConvLSTM2D(ConvLSTM):
    """An LSTM over sequences of maps of two spatial dimensions, its products convolutions.

        i, f, j, o = split(conv(x, W) + b + conv(h, U), 4)
        c' = recurrent_activation(f) * c + recurrent_activation(i) * activation(j)
        h' = recurrent_activation(o) * activation(c')

    i is the input gate, f the forget gate, j the new input, o the output gate, c the memory and h
    the output, all maps with `filters` channels. The convolution of the inputs x has the strides,
    padding and dilation of the arguments; that of h keeps the map's size.

    The arguments, variables (`kernel`, `recurrent_kernel`, `bias`), weights files, configs and
    numbers are those of `keras.layers.ConvLSTM2D`, so that `set_weights` and `load_weights` take
    what the other layer gave, and one global seed gives both the same initial weights.

    Args:
        filters: number F of channels of h and c.
        kernel_size: sizes of both convolutions' windows, or one int for all.
        strides: places from a window to the next on the inputs, ints or one for all.
        padding: "valid" for windows inside the map only, "same" for zeros around it.
        data_format: "channels_last" for maps [height, width, channels], "channels_first" for
            [channels, height, width]; None for `keras.config.image_data_format()`.
        dilation_rate: places from an element of a window to the next, ints or one for all; above
            1 only with strides of 1.
        activation: function of the new input and of the memory; None for none.
        recurrent_activation: function of the three gates; None for none.
        use_bias: whether there is a bias b.
        kernel_initializer: initializer of W, [*kernel_size, channels, 4 F].
        recurrent_initializer: initializer of U, [*kernel_size, F, 4 F].
        bias_initializer: initializer of b, [4 F].
        unit_forget_bias: whether the forget gate's part of b starts at ones all the same.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: penalties on the weights.
        activity_regularizer: penalty on what a call returns.
        kernel_constraint, recurrent_constraint, bias_constraint: projections of the weights.
        dropout: fraction in [0, 1) of the inputs that is dropped in training.
        recurrent_dropout: fraction in [0, 1) of h that is dropped in training on its way to the
            gates.
        seed: seed of the dropout.
        return_sequences: whether to return the outputs of all steps, or of the last.
        return_state: whether to return `(output, h, c)`.
        go_backwards: whether to run from the last step to the first; the outputs stay in the
            order they were made.
        stateful: whether each call starts from the state in which the last one ended.
        **kwargs: `unroll`, `zero_output_for_mask`, `memory`, `name`, `trainable` and `dtype`, as
            in `rnn.RNN`.

    Call arguments:
        sequences: tensor [batch, time, *map], whole numbers too; as in Keras 2 also a list of it
            and the state.
        initial_state: (h, c), each [batch, *map] of the output; None for zeros.
        mask: boolean [batch, time], False for steps to skip: they leave the state, and emit the
            output before them, or zeros with `zero_output_for_mask`. A mask [batch, time, height,
            width], as `keras.layers.Masking` makes of maps, tells the same of each place; where
            the output's map is smaller a place has the value from the middle of its window
            ("valid"), or every `strides`-th ("same").
        training: whether there is dropout.
        sequence_length: whole numbers [batch], as in `rnn.RNN`.

    Returns:
        The outputs [batch, time, *map], or [batch, *map] of the last step; see `return_state`.

    Raises:
        ValueError: for sizes that are no positive whole numbers or too many, strides with a
            dilation, another padding or data format, a dropout outside of [0, 1); in a call for
            inputs of another rank, unknown channels, maps on which no window stands, or a mask or
            state that does not fit them.

    A call draws one mask of dropout for each gate before its first step and keeps it for all.
    The numbers are those of Keras' layer with the same seed, as long as both are called in
    training only: Keras' draws, for nothing, in other calls too. In v1 graphs dropout is refused.

    Differs from Keras 3.15: where that layer fails this one works, on maps of unknown or changing
    height and width, on whole numbers, on masks of places with strides, "valid" or `unroll`, on
    backward unrolled sequences with `zero_output_for_mask` (Keras' zeroes the wrong steps), with
    channels first in float64 on a CPU, and with any mask on jax. A dropout of 1 or above, which
    Keras' takes without effect, is refused. Without a dtype the layer takes that of its inputs.

    Differs from the layer of TF 1.x and Keras 2: `recurrent_activation` is "sigmoid", where it was
    the "hard_sigmoid" of that time, `clip(0.2 x + 0.5, 0, 1)`; pass `rnn.hard_sigmoid` for it, as
    Keras 3 calls another function so. `reset_states(states)` and `get_initial_state(inputs)` are
    taken as then.

    Paper: Shi et al., "Convolutional LSTM Network: A Machine Learning Approach for Precipitation
    Nowcasting", 2015; without the peepholes.
    """

    rank = 2


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ConvLSTM1D(ConvLSTM):
    """`ConvLSTM2D` with one spatial dimension: maps [width, channels].

    The arguments are those of `ConvLSTM2D`. It is the twin of `keras.layers.ConvLSTM1D`.
    """

    rank = 1


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class ConvLSTM3D(ConvLSTM):
    """`ConvLSTM2D` with three spatial dimensions: maps [depth, height, width, channels].

    The arguments are those of `ConvLSTM2D`. It is the twin of `keras.layers.ConvLSTM3D`.
    """

    rank = 3
