"""Small models that are trained in TF 1.15.5 and on in Keras, in float64.

A model takes TensorFlow and the inputs [batch, time, ...] and returns the outputs; an optimizer
takes TensorFlow. The loss is the mean of the squared differences to the targets.
"""

UNITS, DEPTH, CLASSES, WORDS = 4, 3, 2, 7
BATCHES, BATCH, TIME = 10, 4, 5
BEFORE, STEPS, BACK = 3, 50, 5  # steps before the checkpoint, after it, after the way back
SEQUENCES, IMAGES = [BATCH, TIME, DEPTH], [BATCH, TIME, 4, 3, 1]


def _run(tf, cell, inputs):
    return tf.nn.dynamic_rnn(cell, inputs, dtype=inputs.dtype)[0]


def _tagged(tf, cell, inputs):
    return tf.layers.dense(_run(tf, cell, inputs), CLASSES)


def projected(tf, inputs):
    """Peepholes, a projection, and a dense layer on every step."""
    cell = tf.nn.rnn_cell.LSTMCell(UNITS, use_peepholes=True, num_proj=DEPTH)
    return _tagged(tf, cell, inputs)


def basic(tf, inputs):
    """A BasicLSTMCell and a dense layer on every step."""
    return _tagged(tf, tf.nn.rnn_cell.BasicLSTMCell(UNITS), inputs)


def stacked(tf, inputs):
    """Two LSTMCells, one on the other."""
    cells = [tf.nn.rnn_cell.LSTMCell(UNITS), tf.nn.rnn_cell.LSTMCell(DEPTH)]
    return _tagged(tf, tf.nn.rnn_cell.MultiRNNCell(cells), inputs)


def bidirectional(tf, inputs):
    """A BasicLSTMCell in each direction."""
    cells = [tf.nn.rnn_cell.BasicLSTMCell(UNITS) for _ in range(2)]
    both, _ = tf.nn.bidirectional_dynamic_rnn(*cells, inputs=inputs, dtype=inputs.dtype)
    return tf.layers.dense(tf.concat(both, 2), CLASSES)


def gated(tf, inputs):
    """A GRUCell and a dense layer on every step."""
    return _tagged(tf, tf.nn.rnn_cell.GRUCell(UNITS), inputs)


def embedded(tf, inputs):
    """Words, looked up in a table whose gradients are of single rows."""
    words = tf.cast(tf.abs(inputs[:, :, 0]) * 10, tf.int32) % WORDS
    table = tf.get_variable("embedding", [WORDS, DEPTH], inputs.dtype)
    return basic(tf, tf.nn.embedding_lookup(table, words))


def partitioned(tf, inputs):
    """The variables of `basic` in two parts each, in a scope."""
    with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner(2)):
        return basic(tf, inputs)


def sharded(tf, inputs):
    """A CoupledInputForgetGateLSTMCell whose matrix is in three variables."""
    cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell(UNITS, num_unit_shards=3)
    return _tagged(tf, cell, inputs)


def convolutional(tf, inputs):
    """A Conv2DLSTMCell over small images, and a dense layer on every step."""
    cell = tf.contrib.rnn.Conv2DLSTMCell(
        input_shape=IMAGES[2:], output_channels=2, kernel_shape=[3, 2])
    outputs = _run(tf, cell, inputs)
    return tf.layers.dense(tf.reshape(outputs, [BATCH, TIME, 4 * 3 * 2]), CLASSES)


# name: (model, shape of a batch, optimizer, scope of the optimizer or "")
TRAININGS = {
    "adam": (projected, SEQUENCES, lambda tf: tf.train.AdamOptimizer(0.01), ""),
    "adam_basic": (basic, SEQUENCES, lambda tf: tf.train.AdamOptimizer(
        0.02, beta1=0.8, beta2=0.99, epsilon=1e-4), "train"),
    "adam_stacked": (stacked, SEQUENCES, lambda tf: tf.train.AdamOptimizer(0.01), ""),
    "adam_bidirectional": (
        bidirectional, SEQUENCES, lambda tf: tf.train.AdamOptimizer(0.01, name="mine"), ""),
    "adam_partitioned": (partitioned, SEQUENCES, lambda tf: tf.train.AdamOptimizer(0.01), ""),
    "adam_sharded": (sharded, SEQUENCES, lambda tf: tf.train.AdamOptimizer(0.01), ""),
    "adam_gated": (gated, SEQUENCES, lambda tf: tf.train.AdamOptimizer(0.01), ""),
    "adam_embedded": (embedded, SEQUENCES, lambda tf: tf.train.AdamOptimizer(0.01), ""),
    "adam_convolutional": (convolutional, IMAGES, lambda tf: tf.train.AdamOptimizer(0.01), ""),
    "adamw": (basic, SEQUENCES, lambda tf: tf.contrib.opt.AdamWOptimizer(1e-3, 0.01), ""),
    "adamax": (basic, SEQUENCES, lambda tf: tf.contrib.opt.AdaMaxOptimizer(0.01), ""),
    "momentum": (basic, SEQUENCES, lambda tf: tf.train.MomentumOptimizer(0.1, 0.9), ""),
    "nesterov": (basic, SEQUENCES, lambda tf: tf.train.MomentumOptimizer(
        0.1, 0.8, use_nesterov=True), "optimize"),
    "rmsprop": (basic, SEQUENCES, lambda tf: tf.train.RMSPropOptimizer(0.01), ""),
    "rmsprop_centered": (basic, SEQUENCES, lambda tf: tf.train.RMSPropOptimizer(
        0.005, decay=0.8, momentum=0.5, epsilon=1e-3, centered=True), ""),
    "adagrad": (basic, SEQUENCES, lambda tf: tf.train.AdagradOptimizer(0.1), ""),
    "adadelta": (basic, SEQUENCES, lambda tf: tf.train.AdadeltaOptimizer(
        0.5, rho=0.9, epsilon=1e-5), ""),
    "ftrl": (basic, SEQUENCES, lambda tf: tf.train.FtrlOptimizer(
        0.1, l1_regularization_strength=1e-3, l2_regularization_strength=1e-2), ""),
    "ftrl_shrinkage": (basic, SEQUENCES, lambda tf: tf.train.FtrlOptimizer(
        0.1, learning_rate_power=-0.6, l2_shrinkage_regularization_strength=1e-2), ""),
}

# Those whose graph is too large to keep; what it would tell is told by hand.
WITHOUT_GRAPH = ("adam", "adam_stacked", "adam_bidirectional", "adam_sharded", "adam_gated",
                 "adam_convolutional")
