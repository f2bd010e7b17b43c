"""The models of tf.keras 1.15.5 that generate_legacy_keras.py saves as HDF5."""

import collections

import tensorflow as tf

L, Model, Sequential = tf.keras.layers, tf.keras.Model, tf.keras.Sequential
# Layers as they were in TF 2.0.
L2 = tf.compat.v2.keras.layers
BATCH, TIME, DEPTH = 3, 5, 4
LENGTHS = [5, 0, 3]

Feed = collections.namedtuple("Feed", "shape below lengths")
Feed.__new__.__defaults__ = (None, None)
SEQUENCE = Feed([BATCH, TIME, DEPTH])
RAGGED = Feed([BATCH, TIME, DEPTH], None, LENGTHS)
WORDS = Feed([BATCH, TIME], 9, LENGTHS)
MOVIE = Feed([2, 4, 6, 5, 2])
STATE = Feed([BATCH, 3])


class Saved(object):
    """One model.

    Attributes:
        build: function that makes it.
        feeds: what its inputs are fed: the shape, for whole numbers the bound below which they
            are, and for ragged sequences the lengths, past which they are zero.
        calls: how often it is called, one call after the other.
        floatx: dtype of its layers.
    """

    def __init__(self, build, feeds, calls=1, floatx="float32"):
        self.name, self.build = build.__name__, build
        self.feeds, self.calls, self.floatx = feeds, calls, floatx


def masked_lstm():
    model = Sequential([
        L.Masking(0.0, input_shape=(TIME, DEPTH)),
        L.LSTM(3, return_sequences=True, activation="softsign", dropout=0.1,
               kernel_regularizer="l2", recurrent_constraint="unit_norm"),
        L.LSTM(4, implementation=2, unit_forget_bias=False, recurrent_dropout=0.2,
               kernel_initializer="he_normal", bias_initializer=tf.constant_initializer(0.1)),
        L.Dense(2, activation="softmax"),
    ])
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(*[tf.zeros([2, TIME, DEPTH]), tf.zeros([2, 2])], steps_per_epoch=1, verbose=0)
    return model


def embedded_gru():
    return Sequential([
        L.Embedding(9, DEPTH, mask_zero=True, input_length=TIME),
        L.Bidirectional(L.GRU(3, return_sequences=True, reset_after=True)),
        L.Bidirectional(L.GRU(2, use_bias=False, activation="selu"), merge_mode="ave"),
        L.Dense(2, activation="hard_sigmoid", trainable=False),
    ])


def directions():
    x = L.Input((None, DEPTH), name="frames/x")
    y = L.Masking()(x)
    outputs = [
        L.Bidirectional(L.LSTM(3), merge_mode="mul")(y),
        L.Bidirectional(L.SimpleRNN(3, return_sequences=True), merge_mode="sum")(y),
        L.LSTM(2, go_backwards=True, return_sequences=True, name="branch/backwards")(y),
        L.SimpleRNN(2, go_backwards=True, unroll=False)(y),
        L.GRU(2, recurrent_activation="sigmoid", use_bias=False)(x),
    ]
    outputs += L.Bidirectional(L.GRU(2, return_sequences=True), merge_mode=None)(y)
    return Model(x, outputs, name="both")


def stateful():
    x = L.Input(batch_shape=(BATCH, TIME, DEPTH))
    y = L.LSTM(3, stateful=True, return_sequences=True)(L.Masking()(x))
    z = L.RNN([L.GRUCell(3), L.SimpleRNNCell(2)], stateful=True, return_sequences=True)(y)
    return Model(x, [L.GRU(2, stateful=True, reset_after=True)(z), y])


def encoder_decoder():
    x, y = L.Input((None, DEPTH)), L.Input((None, 2))
    encoded = L.Bidirectional(L.LSTM(3, return_state=True))(L.Masking()(x))
    both = L.Bidirectional(L.LSTM(3, return_sequences=True), merge_mode="ave")(
        y, initial_state=encoded[1:])
    _, state = L.GRU(3, return_state=True)(x)
    after = L.GRU(3, return_sequences=True)(both, initial_state=state)
    drawn = L.TimeDistributed(L.Dense(2, activation="tanh"))(after)
    return Model([x, y], [L.Dropout(0.5)(drawn, training=False), encoded[4]])


def masked_decoder():
    """Masks beside initial states."""
    x, y = L.Input((TIME,)), L.Input((TIME, DEPTH))
    encoded = L.LSTM(3, return_state=True)(L.Masking()(y))
    words = L.Embedding(9, 2, mask_zero=True)(x)
    after = L.LSTM(3, return_sequences=True)(words, initial_state=encoded[1:])
    both = L.Bidirectional(L.GRU(3), merge_mode="sum")(after, initial_state=encoded[1:])
    return Model([x, y], [L.GRU(2)(after), both])


def cells():
    x, h, c, g = L.Input((TIME, DEPTH)), L.Input((3,)), L.Input((3,)), L.Input((3,))
    stack = [L.LSTMCell(3), L.GRUCell(3, trainable=False), L.SimpleRNNCell(2, activation="elu")]
    first = L.RNN(stack[:2], return_state=True, return_sequences=True)(
        x, initial_state=[[h, c], g])
    y = L.RNN(stack[2], unroll=True, return_sequences=True)(first[0])
    z = L.RNN(L.LSTMCell(2, implementation=2, recurrent_activation="softsign"),
              go_backwards=True)(L.Masking()(y))
    return Model([x, h, c, g], [z, y, first[1], first[2]])


def convolutions_over_time():
    x = L.Input((4, 6, 5, 2))
    y = L.ConvLSTM2D(3, (3, 2), strides=(2, 1), padding="same", return_sequences=True,
                     go_backwards=True, unit_forget_bias=False)(x)
    y = L.BatchNormalization()(y)
    y = L.TimeDistributed(L.Conv2D(2, 2, activation="tanh"))(y)
    y = L.MaxPooling3D((1, 2, 1), padding="same")(y)
    last, h, c = L.ConvLSTM2D(2, 2, dilation_rate=(1, 2), recurrent_activation="sigmoid",
                              return_state=True, use_bias=False)(x)
    return Model(x, [L.Flatten()(y), last, h, c])


def stateful_convolutions():
    return Sequential([
        L.ConvLSTM2D(2, 3, padding="same", stateful=True, return_sequences=True,
                     batch_input_shape=MOVIE.shape),
        L.ConvLSTM2D(2, 3, activation="linear", stateful=True),
    ])


def cudnn(lstm=None, gru=None):
    """With other classes it is the model that TF 1.15.5 makes of the file on a CPU."""
    lstm, gru = lstm or L.CuDNNLSTM, gru or L.CuDNNGRU
    x = L.Input((TIME, DEPTH))
    y, _, c = lstm(3, return_sequences=True, return_state=True, name="lstm")(x)
    inner = L.Input((TIME, 3))
    half = Model(inner, L.Dense(4, name="after")(gru(3, go_backwards=True, name="gru")(inner)))
    around = L.Bidirectional(gru(2, return_sequences=True, name="side"), name="both")(y)
    z = L.Bidirectional(lstm(2, name="last"), name="again")(around)
    return Model(x, [half(y), z, c])


def nested_and_shared():
    one, two = L.Input((TIME, DEPTH)), L.Input((TIME, DEPTH))
    inner = L.Input((TIME, DEPTH))
    hidden = L.BatchNormalization(trainable=False)(L.Dense(3)(inner))
    hidden = L.BatchNormalization()(hidden)
    left = L.LSTM(2, return_sequences=True)(hidden)
    right = L.LSTM(2, return_sequences=True)(hidden)
    tower = Model(inner, L.Concatenate()([left, right]), name="tower")
    later = Sequential([L.Dense(3), L.BatchNormalization(), L.GRU(3)], name="later")
    early = Sequential([L.Dense(3, input_shape=(TIME, 4))], name="early")
    shared = L.LSTM(3)
    a, b = tower(one), tower(two)
    ends = [shared(early(a)), shared(early(b))]
    return Model([one, two], [
        L.Dot(1)(ends), L.Subtract()(ends), L.Multiply()([later(a), later(b)]),
        L.Maximum()([a, b])])


def words_and_sentences():
    words = L.Input((TIME,), dtype="int32")
    embedded = L.Embedding(9, 3, mask_zero=True)(words)
    reader = Model(words, L.LSTM(3)(embedded), name="reader")
    text = L.Input((2, TIME), dtype="int32")
    read = L.TimeDistributed(reader)(text)
    flat = L.Reshape((2 * TIME,))(text)
    known = L.Embedding(9, 3, mask_zero=True, name="known")(flat)
    spread = L.Activation("softsign")(L.Dropout(0.5)(L.BatchNormalization()(L.Dense(3)(known))))
    pieces = L.Softmax()(L.LSTM(10, return_sequences=True)(L.LayerNormalization()(spread)))
    both = L.Concatenate()([spread, pieces])
    return Model(text, [
        L.GRU(2)(read), L.GlobalAveragePooling1D()(spread), L.LSTM(2)(L.Add()([known, spread])),
        pieces, L.SimpleRNN(2)(both)])


def mixed_masks():
    x = L.Input((TIME, DEPTH))
    y = L.Masking()(x)
    z = L.LSTM(DEPTH, return_sequences=True)(L.ReLU(negative_slope=0.2)(y))
    z = L.Masking()(L.ReLU(threshold=0.1)(z))
    merged = [L.Add()([x, y]), L.Average()([y, z]), L.Concatenate()([y, x]), L.Multiply()([z, y]),
              L.Subtract()([y, x]), L.Concatenate(axis=1)([y, z]), L.Softmax(axis=1)(y),
              L.Maximum()([y, y, x])]
    outputs = [L.GRU(2)(m) for m in merged]
    inner = [L.Input((TIME, DEPTH)), L.Input((TIME, DEPTH))]
    joined = Model(inner, L.SimpleRNN(2)(L.Minimum()(inner)))
    turned = L.Bidirectional(L.LSTM(2, go_backwards=True, return_sequences=True))(y)
    return Model(x, outputs + [joined([y, x]), turned])


def one_of_each():
    x, image = L.Input((6, 4)), L.Input((6, 5, 2))
    y = L.Conv1D(3, 2, padding="causal", dilation_rate=2)(x)
    y = L.LeakyReLU(0.2)(L.ZeroPadding1D(1)(y))
    y = L.SeparableConv1D(4, 2, depth_multiplier=2)(y)
    y = L.PReLU(shared_axes=[1], alpha_initializer="uniform")(L.Cropping1D(1)(y))
    y = L.ReLU(max_value=0.8, negative_slope=0.1, threshold=0.05)(L.AveragePooling1D(2)(y))
    y = L.ELU(0.7)(L.UpSampling1D(2)(y))
    y = L.Permute((2, 1))(L.SpatialDropout1D(0.3)(L.Softmax(axis=1)(y)))
    z = L.DepthwiseConv2D(2, depth_multiplier=2, activation="selu")(image)
    z = L.SeparableConv2D(3, 2, activation="softplus")(z)
    z = L.Conv2DTranspose(2, 3, strides=2, padding="same", output_padding=1)(z)
    z = L.UpSampling2D(2, interpolation="bilinear")(L.MaxPooling2D(2)(z))
    z = L.ZeroPadding2D(((1, 0), (0, 2)))(L.Cropping2D(((1, 0), (0, 1)))(z))
    z = L.AveragePooling2D(2, padding="same")(L.BatchNormalization(scale=False, renorm=True)(z))
    z = L.Dense(3, activation="exponential")(L.SpatialDropout2D(0.2)(z))
    pooled = [L.GlobalMaxPooling2D()(z), L.GlobalAveragePooling2D()(z)]
    noisy = L.GaussianNoise(0.1)(L.AlphaDropout(0.1)(L.GaussianDropout(0.1)(L.Average()(pooled))))
    cube = L.Conv3D(2, 2)(L.Reshape((6, 5, 2, 1))(image))
    cube = L.Conv3DTranspose(1, 2, activation="sigmoid")(L.UpSampling3D((1, 1, 2))(cube))
    cube = L.SpatialDropout3D(0.1)(L.AveragePooling3D((2, 1, 1))(cube))
    mean = L.GlobalAveragePooling3D()(L.Cropping3D((0, 1, 0))(cube))
    return Model([x, image], [
        y, z, noisy, L.Minimum()(pooled), L.GlobalMaxPooling3D()(L.ZeroPadding3D(1)(cube)),
        L.Attention()([y, y]), L.AdditiveAttention()([y, y]),
        L.ActivityRegularization(0.1)(L.RepeatVector(2)(pooled[0])),
        L.GlobalMaxPooling1D()(L.MaxPooling1D(2)(y)), mean])


def core_cells():
    core = tf.nn.rnn_cell
    x = L.Input((TIME, DEPTH))
    y = L.RNN(core.LSTMCell(3, use_peepholes=True, num_proj=2, forget_bias=0.3, cell_clip=0.4),
              return_sequences=True)(x)
    z = L.RNN([core.GRUCell(3), L.LSTMCell(2)], return_sequences=True)(y)
    return Model(x, [L.RNN(core.BasicLSTMCell(2))(z),
                     L.RNN(core.BasicRNNCell(2), go_backwards=True)(L.Masking()(x))])


def layers_of_tf2():
    return Sequential([
        L2.Masking(input_shape=(TIME, DEPTH)),
        L2.LSTM(3, return_sequences=True),
        L2.GRU(3, return_sequences=True),
        L2.BatchNormalization(),
        L2.RNN(L2.LSTMCell(3)),
    ])


def double():
    x = L.Input((TIME, DEPTH), dtype="float64")
    y = L.Bidirectional(L.LSTM(3, return_sequences=True))(x)
    y = L.TimeDistributed(L.Dense(3))(y)
    return Model(x, L.Dense(2)(L.RNN([L.GRUCell(3), L.LSTMCell(2)])(y)))


MODELS = [
    Saved(masked_lstm, [RAGGED]),
    Saved(embedded_gru, [WORDS]),
    Saved(directions, [RAGGED]),
    Saved(stateful, [RAGGED], calls=2),
    Saved(encoder_decoder, [RAGGED, Feed([BATCH, 4, 2])]),
    Saved(masked_decoder, [WORDS, RAGGED]),
    Saved(cells, [SEQUENCE, STATE, STATE, STATE]),
    Saved(convolutions_over_time, [MOVIE]),
    Saved(stateful_convolutions, [MOVIE], calls=2),
    Saved(cudnn, [SEQUENCE]),
    Saved(nested_and_shared, [SEQUENCE, SEQUENCE]),
    Saved(words_and_sentences, [Feed([BATCH, 2, TIME], 9, [2, 1, 1])]),
    Saved(mixed_masks, [RAGGED]),
    Saved(one_of_each, [Feed([2, 6, 4]), Feed([2, 6, 5, 2])]),
    Saved(core_cells, [RAGGED]),
    Saved(layers_of_tf2, [RAGGED]),
    Saved(double, [SEQUENCE], floatx="float64"),
]
