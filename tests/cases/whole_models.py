"""Whole networks as TF1 programs wrote them: layers of every kind around recurrent ones.

A program makes its network from placeholders, {name: tensor}, and returns its output. Inputs
called `words` are whole numbers below WORDS.
"""

WORDS, CLASSES = 11, 3
BATCH, TIME, DEPTH = 4, 6, 5
MAPS = [BATCH, TIME, 6, 5, 2]


def bare_variables(tf, feeds):
    """An embedding and dense layers as variables without names, around a BasicLSTMCell."""
    table = tf.Variable(tf.zeros([WORDS, 7]))
    hidden = tf.Variable(tf.zeros([7, 6])), tf.Variable(tf.zeros([6]))
    out = tf.Variable(tf.zeros([5, CLASSES])), tf.Variable(tf.zeros([CLASSES]))
    x = tf.nn.embedding_lookup(table, feeds["words"])
    x = tf.nn.relu(tf.tensordot(x, hidden[0], 1) + hidden[1])
    outputs, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(5), x, dtype=tf.float32)
    return tf.matmul(outputs[:, -1], out[0]) + out[1]


def named_by_hand(tf, feeds):
    """`softmax_w` and `softmax_b` under the scope of a language model."""
    with tf.variable_scope("rnnlm"):
        table = tf.get_variable("embedding", [WORDS, 5])
        weights = tf.get_variable("softmax_w", [5, WORDS]), tf.get_variable("softmax_b", [WORDS])
        cells = [tf.nn.rnn_cell.BasicLSTMCell(5, forget_bias=0.0) for _ in range(2)]
        outputs, _ = tf.nn.dynamic_rnn(
            tf.nn.rnn_cell.MultiRNNCell(cells), tf.nn.embedding_lookup(table, feeds["words"]),
            dtype=tf.float32)
        return tf.tensordot(outputs, weights[0], 1) + weights[1]


def contrib_layers(tf, feeds):
    """tf.contrib.layers: `weights` and `biases`, `BatchNorm`, `LayerNorm`, around a GRUCell."""
    layers = tf.contrib.layers
    x = layers.embed_sequence(feeds["words"], WORDS, 8)
    x = layers.conv2d(tf.expand_dims(x, 2), 6, [3, 1])
    x = layers.batch_norm(x, is_training=False, scale=True)
    x = layers.layer_norm(layers.fully_connected(x, 7), begin_norm_axis=-1)
    outputs, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(5), x[:, :, 0], dtype=tf.float32)
    return layers.fully_connected(outputs[:, -1], CLASSES, activation_fn=None)


def two_directions(tf, feeds):
    """tf.layers around bidirectional_dynamic_rnn, in a scope of its own."""
    with tf.variable_scope("tagger"):
        x = tf.layers.conv1d(feeds["inputs"], 6, 3, padding="same", activation=tf.nn.relu)
        x = tf.layers.batch_normalization(x)
        outputs, _ = tf.nn.bidirectional_dynamic_rnn(
            tf.nn.rnn_cell.LSTMCell(4, forget_bias=0.5),
            tf.nn.rnn_cell.LSTMCell(4, forget_bias=0.5), x, dtype=tf.float32)
        return tf.layers.dense(tf.concat(outputs, 2), CLASSES)


def one_cell_in_both_directions(tf, feeds):
    """A GRUCell that both directions share."""
    cell = tf.nn.rnn_cell.GRUCell(4)
    outputs, _ = tf.nn.bidirectional_dynamic_rnn(cell, cell, feeds["inputs"], dtype=tf.float32)
    return tf.layers.dense(tf.concat(outputs, 2), CLASSES, name="out")


def mixed_stack(tf, feeds):
    """A MultiRNNCell of an LSTMCell and a GRUCell."""
    cells = [tf.nn.rnn_cell.LSTMCell(5), tf.nn.rnn_cell.GRUCell(4)]
    outputs, _ = tf.nn.dynamic_rnn(
        tf.nn.rnn_cell.MultiRNNCell(cells), feeds["inputs"], dtype=tf.float32)
    return tf.layers.dense(outputs, CLASSES)


def of_cudnn(tf, feeds):
    """The cells that take cuDNN's weights, one over the other."""
    cudnn = tf.contrib.cudnn_rnn
    with tf.variable_scope("low"):
        x, _ = tf.nn.dynamic_rnn(
            cudnn.CudnnCompatibleGRUCell(5), feeds["inputs"], dtype=tf.float32)
    with tf.variable_scope("high"):
        x, _ = tf.nn.dynamic_rnn(cudnn.CudnnCompatibleLSTMCell(4), x, dtype=tf.float32)
    return tf.layers.dense(x, CLASSES)


def simple(tf, feeds):
    """A BasicRNNCell with relu behind a depthwise separable convolution."""
    x = tf.expand_dims(feeds["inputs"], 2)
    x = tf.layers.separable_conv2d(x, 6, [3, 1], padding="same")
    cell = tf.nn.rnn_cell.BasicRNNCell(5, activation=tf.nn.relu)
    outputs, _ = tf.nn.dynamic_rnn(cell, x[:, :, 0], dtype=tf.float32)
    return tf.layers.dense(outputs, CLASSES)


def maps(tf, feeds):
    """A Conv2DLSTMCell between convolutions of two and of three dimensions."""
    x = tf.layers.conv3d(feeds["maps"], 3, [1, 3, 3], padding="same", activation=tf.nn.relu)
    cell = tf.contrib.rnn.Conv2DLSTMCell(
        input_shape=MAPS[2:4] + [3], output_channels=4, kernel_shape=[3, 3])
    outputs, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    x = tf.layers.conv2d(outputs[:, -1], 2, 3, activation=tf.nn.relu)
    return tf.layers.dense(tf.layers.flatten(x), CLASSES)


def of_tf_keras(tf, feeds):
    """tf.keras layers whose variables a Saver of TF1 wrote."""
    layers = tf.keras.layers
    x = layers.Embedding(WORDS, 7)(feeds["words"])
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True))(x)
    x = layers.LayerNormalization()(x)
    x = layers.GRU(5, reset_after=True, recurrent_activation="sigmoid", return_sequences=True)(x)
    x = layers.RNN([layers.SimpleRNNCell(4), layers.SimpleRNNCell(3)])(x)
    return layers.Dense(CLASSES)(x)


def cell_of_tf_keras(tf, feeds):
    """A cell of tf.keras under dynamic_rnn."""
    cell = tf.keras.layers.SimpleRNNCell(6)
    outputs, _ = tf.nn.dynamic_rnn(cell, feeds["inputs"], dtype=tf.float32)
    return tf.layers.dense(outputs, CLASSES)


def maps_of_tf_keras(tf, feeds):
    """A ConvLSTM2D of tf.keras without padding, and a depthwise convolution."""
    layers = tf.keras.layers
    x = layers.ConvLSTM2D(3, 3, recurrent_activation="sigmoid")(feeds["maps"])
    x = layers.DepthwiseConv2D(2)(x)
    return layers.Dense(CLASSES)(layers.Flatten()(x))


# Their graphs lie beside them: no array holds their forget biases.
WITH_GRAPH = ("named_by_hand", "two_directions")
_SHAPES = {"words": [BATCH, TIME], "inputs": [BATCH, TIME, DEPTH], "maps": MAPS}
WHOLE_MODELS = {
    run.__name__: {"run": run, "feeds": {key: _SHAPES[key]}}
    for run, key in [
        (bare_variables, "words"), (named_by_hand, "words"), (contrib_layers, "words"),
        (two_directions, "inputs"), (one_cell_in_both_directions, "inputs"),
        (mixed_stack, "inputs"), (of_cudnn, "inputs"), (simple, "inputs"), (maps, "maps"),
        (of_tf_keras, "words"), (cell_of_tf_keras, "inputs"), (maps_of_tf_keras, "maps"),
    ]
}
