"""Small models as people built them on TF 1.15.5, one function each.

A model takes nothing and returns what is fed and what is fetched, by name, in the default
graph; "outputs" is what it is trained on.
"""

import tensorflow as tf

FEATURES, UNITS, CLASSES = 3, 5, 2


def _sequence(features=FEATURES):
    """Make the placeholders of a batch of sequences and of their lengths."""
    return {"inputs": tf.placeholder(tf.float32, [None, None, features], "inputs"),
            "lengths": tf.placeholder(tf.int32, [None], "lengths")}


def _run(cell, feeds, scope=None, state=None):
    """Run a cell over the sequences that are fed."""
    return tf.nn.dynamic_rnn(cell, feeds["inputs"], feeds["lengths"], dtype=tf.float32,
                             initial_state=state, scope=scope)


def _head(values):
    """Put a dense layer on top and name the result."""
    return tf.identity(tf.layers.dense(values, CLASSES), "outputs")


def _tagger(cell, features=FEATURES):
    """Run a cell and classify every step."""
    feeds = _sequence(features)
    hidden, state = _run(cell, feeds)
    return feeds, {"outputs": _head(hidden), "hidden": hidden, "state": state}


def projected():
    """Peepholes and projection, and a dense layer on every step."""
    return _tagger(tf.nn.rnn_cell.LSTMCell(UNITS, use_peepholes=True, num_proj=4))


def partitioned():
    """The same with every variable in two parts."""
    with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner(2)):
        return projected()


def mixed_stack():
    """An LSTM and a GRU in one MultiRNNCell."""
    return _tagger(tf.nn.rnn_cell.MultiRNNCell(
        [tf.nn.rnn_cell.LSTMCell(UNITS), tf.nn.rnn_cell.GRUCell(4)]))


def equal_stack():
    """Three LSTMs of one size on inputs of that size, so that every kernel has one shape."""
    return _tagger(tf.nn.rnn_cell.MultiRNNCell(
        [tf.nn.rnn_cell.LSTMCell(UNITS) for _ in range(3)]), UNITS)


def bidirectional():
    """Both directions, a dense layer on the two outputs side by side."""
    feeds = _sequence()
    both, states = tf.nn.bidirectional_dynamic_rnn(
        tf.nn.rnn_cell.BasicLSTMCell(UNITS), tf.nn.rnn_cell.BasicLSTMCell(UNITS),
        feeds["inputs"], feeds["lengths"], dtype=tf.float32)
    hidden = tf.concat(both, 2)
    return feeds, {"outputs": _head(hidden), "hidden": hidden, "state": states}


def encoder_decoder():
    """Two recurrent scopes with equal shapes; the second starts where the first ends."""
    feeds = _sequence()
    _, state = _run(tf.nn.rnn_cell.LSTMCell(UNITS), feeds, "encoder/rnn")
    hidden, final = _run(tf.nn.rnn_cell.LSTMCell(UNITS), feeds, "decoder/rnn", state)
    return feeds, {"outputs": _head(hidden), "hidden": hidden, "state": final}


def convolutional():
    """A Conv2DLSTMCell, a convolution, a batch normalization and a dense layer."""
    feeds = {"inputs": tf.placeholder(tf.float32, [None, None, 6, 5, 2], "inputs"),
             "lengths": tf.placeholder(tf.int32, [None], "lengths"),
             "training": tf.placeholder_with_default(False, [], "training")}
    cell = tf.contrib.rnn.Conv2DLSTMCell(
        input_shape=[6, 5, 2], output_channels=3, kernel_shape=[3, 2])
    hidden, state = _run(cell, feeds)
    plane = tf.layers.conv2d(state.h, 4, [2, 3], activation=tf.nn.relu)
    plane = tf.layers.batch_normalization(plane, training=feeds["training"])
    outputs = _head(tf.reshape(plane, [-1, 5 * 3 * 4]))
    return feeds, {"outputs": outputs, "hidden": hidden, "state": state}


def embedded():
    """An embedding, a GRU and a dense layer on its last state."""
    feeds = {"inputs": tf.placeholder(tf.int32, [None, None], "inputs"),
             "lengths": tf.placeholder(tf.int32, [None], "lengths")}
    table = tf.get_variable("embedding", [7, FEATURES])
    hidden, state = _run(tf.nn.rnn_cell.GRUCell(UNITS), {
        "inputs": tf.nn.embedding_lookup(table, feeds["inputs"]), "lengths": feeds["lengths"]})
    return feeds, {"outputs": _head(state), "hidden": hidden, "state": state}


def plain():
    """A BasicLSTMCell with a dense layer on every step."""
    return _tagger(tf.nn.rnn_cell.BasicLSTMCell(UNITS))
