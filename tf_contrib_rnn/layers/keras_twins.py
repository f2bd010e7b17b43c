"""`to_keras` and `from_keras`: our layers into Keras' own, and back."""

from tf_contrib_rnn.layers.twins.directions import FromKeras, ToKeras


def to_keras(layer_or_model):
    """The layer or model of Keras' own layers that computes the same, with the same weights.

    What it returns, and its `.keras`, `.weights.h5` and SavedModel files, need this package no
    more. Every layer over time with a cell of ours is replaced:

        cell                                                        layer of Keras
        BasicLSTMCell, LSTMCell, LSTMBlockCell,
        CudnnCompatibleLSTMCell                                     LSTM
        GRUCell, GRUBlockCell, GRUBlockCellV2                       GRU(reset_after=False)
        CudnnCompatibleGRUCell                                      GRU(reset_after=True)
        BasicRNNCell                                                SimpleRNN
        ConvLSTMCell, Conv1DLSTMCell, Conv2DLSTMCell,
        Conv3DLSTMCell                                              ConvLSTMnD(padding="same")
        MultiRNNCell, or a list, of cells of the first four lines   RNN([LSTMCell, GRUCell, ...])
        the layers ConvLSTM1D, ConvLSTM2D, ConvLSTM3D               those of the same name

    `CompiledWrapper` and `DeviceWrapper` are seen through. In `keras.layers.Bidirectional`,
    `TimeDistributed` and models, functional and Sequential, nested, with shared layers, the
    layers inside are replaced. All other layers of Keras are copied with their weights.

    - States: a single layer returns and takes them in Keras' order, `(h, c)` for an LSTM where
      ours has `(c, h)`. In a model every state stays in its place, so that its inputs and
      outputs are those of the original.
    - Masks: one that is computed (`Embedding`, `Masking`) counts in our layers beside a given state
      too, where Keras drops it; in a model it is therefore handed to Keras' layer as `mask=`.
    - The forget bias is added to the bias; results therefore differ by rounding.
    - A layer that is not built becomes one that is not built. It starts with the same biases,
      but each part of a kernel is drawn for itself, with the fans of that part.
    - The GRU of cuDNN has two biases for each gate where our cell has their sum: the second is
      zeros. Trained further, both learn.
    - A compiled model stays compiled as `keras.models.clone_model` leaves it: the same arguments,
      a new optimizer. Kept states of a stateful layer start at zeros.

    Args:
        layer_or_model: a Keras layer or a functional or Sequential model; it stays as it is.

    Returns:
        A new layer or model of the same name.

    Raises:
        TypeError: for what is no Keras layer, such as a bare cell.
        ValueError: in a v1 graph, and for all that has no equal, in one sentence that names the
            layer, the option with its value, and what to do: other cells and wrappers,
            peepholes, projections, clips, a skip connection, states in one tensor that are
            passed or returned, `sequence_length` in a model, weights that two layers share,
            a stateful stack, a stack of maps, regularizers and constraints that are not the
            same on parts of a weight, losses that Keras cannot serialize, and models or layers
            of a user's own class around ours.
    """
    return ToKeras()(layer_or_model)


def from_keras(layer_or_model):
    """The layer or model with our cells that computes what one of Keras' own layers does.

    The reverse of `to_keras`, with the same weights:

        layer of Keras                        ours
        LSTM                                  RNN(BasicLSTMCell(forget_bias=0.0))
        GRU(reset_after=False)                RNN(GRUCell)
        GRU(reset_after=True)                 RNN(CudnnCompatibleGRUCell)
        SimpleRNN                             RNN(BasicRNNCell)
        ConvLSTMnD on maps of known size,
        padding="same", channels last,
        without strides and dilation          RNN(ConvnDLSTMCell(forget_bias=0.0))
        every other ConvLSTMnD                ConvLSTMnD
        RNN of Keras' cells of these names    RNN(MultiRNNCell) or RNN of the one cell

    Models and wrappers are as with `to_keras`, and so are states: ours has `(c, h)`. The
    initializers of Keras' two kernels are kept in one. Layers with other cells are copied.

    Args:
        layer_or_model: a Keras layer or a functional or Sequential model; it stays as it is.

    Returns:
        A new layer or model of the same name.

    Raises:
        TypeError: for what is no Keras layer.
        ValueError: in a v1 graph, and for what our cells cannot do, in one sentence: another
            recurrent activation than sigmoid, `use_bias=False`, dropout (the layer made with 0.0
            computes the same outside training), regularizers or constraints that differ between
            the two kernels, an activity regularizer, a computed mask beside a given state (Keras
            drops it, ours would not), and, before the layer is built, initial values that our
            cell cannot have.
    """
    return FromKeras()(layer_or_model)
