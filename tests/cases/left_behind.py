"""Small TF 1.15.5 programs of the kinds that people left behind, with trained checkpoints.

A program is called in an empty graph and returns what to feed, what to fetch and what to train;
`tests/golden/generate_left_behind.py` runs it and keeps what a program of that kind keeps. All
sizes of a program differ pairwise where TF1 lets them.
"""

import numpy as np
import tensorflow as tf

rnn, seq2seq, nn = tf.contrib.rnn, tf.contrib.seq2seq, tf.nn


class Program(object):
    """A graph that stands.

    Args:
        feeds: what to feed, arrays by placeholder.
        fetches: tensors whose values are kept, from the input of the network to its output.
        train: an operation that trains one step, None where the program never trained.
        keys: names in the checkpoint, by variable; None: those of the variables.
        outputs: what a SavedModel's signature gives, or a frozen graph is frozen for.
    """

    def __init__(self, feeds, fetches, train=None, keys=None, outputs=None):
        self.feeds, self.fetches, self.train = feeds, fetches, train
        self.keys, self.outputs = keys, outputs or fetches[-1:]


def numbers(*shape):
    """Draw the same normal numbers for a shape at every call."""
    return np.random.RandomState(sum(shape)).normal(size=shape).astype(np.float32)


def ids(bound, *shape):
    """Draw whole numbers below a bound."""
    return np.random.RandomState(bound).randint(bound, size=shape).astype(np.int32)


def mean_of(logits, targets):
    """Take the mean cross entropy of logits and sparse targets."""
    return tf.reduce_mean(
        nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=logits))


def language_model():
    """legacy_seq2seq.rnn_decoder over two LSTMs, one graph to train and one to sample from."""
    words, units, depth = 11, 7, 5

    def build(batch, steps, reuse):
        inputs = tf.placeholder(tf.int32, [batch, steps])
        targets = tf.placeholder(tf.int32, [batch, steps])
        with tf.variable_scope("embedding", reuse=reuse):
            table = tf.get_variable("embedding", [words, depth])
            looked_up = nn.embedding_lookup(table, inputs)
        with tf.variable_scope("rnnlm", reuse=reuse):
            softmax_w = tf.get_variable("softmax_w", [units, words])
            softmax_b = tf.get_variable("softmax_b", [words])
            cell = rnn.MultiRNNCell([rnn.LSTMCell(units) for _ in range(2)])
            state = cell.zero_state(batch, tf.float32)
            steps_of_inputs = [tf.squeeze(one, [1]) for one in tf.split(looked_up, steps, 1)]
            outputs, last = tf.contrib.legacy_seq2seq.rnn_decoder(steps_of_inputs, state, cell)
            output = tf.reshape(tf.concat(outputs, 1), [-1, units])
        logits = tf.matmul(output, softmax_w) + softmax_b
        return inputs, targets, output, last, logits, tf.nn.softmax(logits)

    inputs, targets, output, last, logits, chances = build(4, 3, False)
    build(1, 1, True)
    with tf.variable_scope("optimizer"):
        train = tf.train.AdamOptimizer(0.01).minimize(
            mean_of(logits, tf.reshape(targets, [-1])),
            tf.Variable(0, trainable=False))
    return Program({inputs: ids(words, 4, 3), targets: ids(words, 4, 3)},
                   [output, last[1].h, logits, chances], train)


def sentiment():
    """A bidirectional LSTM on an embedding that is a bare Variable, with dropout placeholders."""
    words, depth, units, steps = 13, 6, 4, 5
    inputs = tf.placeholder(tf.int32, [None, steps], "inputs")
    targets = tf.placeholder(tf.int32, [None], "targets")
    kept = tf.placeholder(tf.float32, name="dropout_input")
    table = tf.Variable(tf.random_uniform([words, depth], -1, 1))
    looked_up = nn.embedding_lookup(table, inputs)
    fw, bw = [rnn.DropoutWrapper(rnn.LSTMCell(units), kept) for _ in range(2)]
    both, states = nn.bidirectional_dynamic_rnn(fw, bw, looked_up, dtype=tf.float32)
    last = tf.concat([states[0].h, states[1].h], 1)
    logits = tf.layers.dense(last, 3)
    chances = nn.softmax(logits)
    mean_of(logits, targets)
    return Program({inputs: ids(words, 2, steps), targets: ids(3, 2), kept: np.float32(1)},
                   [both[0], both[1], logits, chances])


def segmenter():
    """One GRU for both directions, in a variable scope and an op scope of different names."""
    words, depth, units = 17, 6, 5
    inputs = tf.placeholder(tf.int32, [None, 7], "input_x")
    lengths = tf.placeholder(tf.int32, [None], "sequence_lengths")
    kept = tf.placeholder(tf.float32, name="keep_prob")
    with tf.name_scope("embedding_layer"):
        table = tf.get_variable("embedding", [words, depth])
        looked_up = nn.embedding_lookup(table, inputs)
    with tf.name_scope("rnn"):
        cell = rnn.DropoutWrapper(rnn.GRUCell(units), output_keep_prob=kept)
        both, _ = nn.bidirectional_dynamic_rnn(cell, cell, looked_up, lengths, dtype=tf.float32)
        joined = tf.concat(both, 2)
    with tf.name_scope("score"):
        kernel = tf.get_variable("W", [2 * units, 3])
        bias = tf.get_variable("b", [3])
        flat = nn.xw_plus_b(tf.reshape(joined, [-1, 2 * units]), kernel, bias)
        scores = tf.reshape(flat, [-1, 7, 3])
    return Program({inputs: ids(words, 4, 7), lengths: np.array([7, 0, 3, 5], np.int32),
                    kept: np.float32(1)}, [looked_up, both[0], both[1], scores])


def digits():
    """Three GRUs with lengths; the last step that counts is gathered for a hand-made layer."""
    units, features, classes = 6, 5, 4
    inputs = tf.placeholder(tf.float32, [None, None, features])
    targets = tf.placeholder(tf.float32, [None, classes])
    lengths = tf.placeholder(tf.int32, [None])
    cell = rnn.MultiRNNCell([rnn.GRUCell(units) for _ in range(3)])
    outputs, _ = nn.dynamic_rnn(cell, inputs, lengths, dtype=tf.float32)
    index = tf.range(0, tf.shape(outputs)[0]) * tf.shape(outputs)[1] + (lengths - 1)
    last = tf.gather(tf.reshape(outputs, [-1, units]), index)
    kernel = tf.Variable(tf.truncated_normal([units, classes]))
    bias = tf.Variable(tf.constant(0.1, shape=[classes]))
    logits = tf.matmul(last, kernel) + bias
    tf.reduce_mean(nn.softmax_cross_entropy_with_logits_v2(labels=targets, logits=logits))
    fed = {inputs: numbers(3, 7, features), lengths: np.array([7, 2, 4], np.int32),
           targets: np.eye(classes, dtype=np.float32)[:3]}
    return Program(fed, [outputs, last, logits, nn.softmax(logits)])


def spelling():
    """Sequence to sequence with BasicDecoder, teacher forcing and greedy, and two embeddings."""
    words, depth, units, go, end = 12, 5, 7, 1, 2
    inputs = tf.placeholder(tf.int32, [None, None], "input")
    targets = tf.placeholder(tf.int32, [None, None], "targets")
    kept = tf.placeholder(tf.float32, name="keep_prob")
    target_lengths = tf.placeholder(tf.int32, [None], "target_sequence_length")
    longest = tf.reduce_max(target_lengths, name="max_target_len")
    lengths = tf.placeholder(tf.int32, [None], "source_sequence_length")

    def cells():
        return rnn.MultiRNNCell([
            rnn.DropoutWrapper(rnn.LSTMCell(units), kept) for _ in range(2)])

    looked_up = tf.contrib.layers.embed_sequence(inputs, words, depth)
    encoded, state = nn.dynamic_rnn(cells(), looked_up, lengths, dtype=tf.float32)
    batch = tf.shape(inputs)[0]
    shifted = tf.concat([tf.fill([batch, 1], go), targets[:, :-1]], 1)
    table = tf.Variable(tf.random_uniform([words, depth]))
    dense = tf.layers.Dense(words)
    with tf.variable_scope("decode"):
        cell = cells()
        helper = seq2seq.TrainingHelper(nn.embedding_lookup(table, shifted), target_lengths)
        taught, _, _ = seq2seq.dynamic_decode(
            seq2seq.BasicDecoder(cell, helper, state, dense), maximum_iterations=longest)
    with tf.variable_scope("decode", reuse=True):
        helper = seq2seq.GreedyEmbeddingHelper(table, tf.fill([batch], go), end)
        greedy, _, _ = seq2seq.dynamic_decode(
            seq2seq.BasicDecoder(cell, helper, state, dense), maximum_iterations=longest)
    logits = tf.identity(taught.rnn_output, "logits")
    predictions = tf.identity(greedy.sample_id, "predictions")
    fed = {inputs: ids(words, 3, 6), targets: ids(words - 1, 3, 4), kept: np.float32(1),
           target_lengths: np.array([4, 3, 2], np.int32), lengths: np.array([6, 4, 1], np.int32)}
    return Program(fed, [encoded, state[1].h, logits, predictions])


def policy():
    """Statistics of the inputs as constants, an LSTM with lengths, dense layers on its last h."""
    features, host, units = 4, 3, 6
    inputs = tf.placeholder(tf.float32, [None, 1 + host + 5 * features], "X")
    mean = tf.constant(numbers(1 + host + 5 * features), name="avg_vec")
    deviation = tf.constant(np.abs(numbers(2 + host + 5 * features)[1:]) + 0.5, name="std_vec")
    count = tf.cast(inputs[:, 0], tf.int32)
    normalized = (inputs - mean) / deviation
    others = tf.reshape(normalized[:, 1 + host:], [-1, 5, features])
    _, state = nn.dynamic_rnn(rnn.LSTMCell(units), others, count, dtype=tf.float32)
    joined = tf.concat([normalized[:, 1:1 + host], state.h], 1)
    hidden = tf.layers.dense(joined, 8, nn.relu, name="layer1")
    value = tf.layers.dense(hidden, 1, name="logits_v")
    logits = tf.layers.dense(hidden, 5, name="logits_p")
    loss = tf.reduce_mean(tf.square(value)) + tf.reduce_mean(tf.square(logits))
    train = tf.train.RMSPropOptimizer(0.01, momentum=0.3).minimize(
        loss, tf.Variable(0, trainable=False, name="step"))
    fed = numbers(3, 1 + host + 5 * features)
    fed[:, 0] = [5, 2, 3]
    return Program({inputs: fed}, [state.h, hidden, value, nn.softmax(logits)], train,
                   keys=lambda variable: variable.name)


def tags_of_keras():
    """tf.keras' SimpleRNNCell run by dynamic_rnn, two optimizers, slots filed in two scopes."""
    words, depth, units, tags = 14, 5, 6, 4
    inputs = tf.placeholder(tf.int32, [None, 7], "X")
    lengths = tf.placeholder(tf.int64, [None], "lengths")
    targets = tf.placeholder(tf.int32, [None, 7], "tags")
    with tf.variable_scope("model"):
        table = tf.get_variable("embed", [words, depth])
        cell = tf.keras.layers.SimpleRNNCell(units)
        outputs, _ = nn.dynamic_rnn(cell, nn.embedding_lookup(table, inputs), lengths,
                                    dtype=tf.float32)
        logits = tf.contrib.layers.fully_connected(outputs, tags, activation_fn=None)
        optimizer = tf.train.AdamOptimizer(0.01)
        gradients = optimizer.compute_gradients(mean_of(logits, targets))
        inner = optimizer.apply_gradients(gradients)
    with tf.control_dependencies([inner]):
        train = tf.train.AdamOptimizer(0.02).apply_gradients(gradients)
    fed = {inputs: ids(words, 3, 7), lengths: np.array([7, 1, 4]), targets: ids(tags, 3, 7)}
    return Program(fed, [outputs, logits], train)


def activity():
    """A hand-made relu layer, two static BasicLSTMs on its output, softmax of the last step."""
    features, units, classes, steps = 3, 7, 4, 5
    inputs = tf.placeholder(tf.float32, [None, steps, features], "input")
    hidden_w = tf.Variable(tf.random_normal([features, units]))
    output_w = tf.Variable(tf.random_normal([units, classes]))
    hidden_b = tf.Variable(tf.random_normal([units]))
    output_b = tf.Variable(tf.random_normal([classes]))
    flat = tf.reshape(tf.transpose(inputs, [1, 0, 2]), [-1, features])
    hidden = nn.relu(tf.matmul(flat, hidden_w) + hidden_b)
    cell = rnn.MultiRNNCell([rnn.BasicLSTMCell(units, forget_bias=1.0) for _ in range(2)])
    outputs, _ = rnn.static_rnn(cell, tf.split(hidden, steps, 0), dtype=tf.float32)
    logits = tf.matmul(outputs[-1], output_w) + output_b
    return Program({inputs: numbers(4, steps, features)},
                   [hidden, outputs[-1], nn.softmax(logits, name="y_")])


def keywords():
    """A convolution before two GRUs and two dense layers, with a dropout placeholder."""
    inputs = tf.placeholder(tf.float32, [None, 60], "Mfcc")
    kept = tf.placeholder_with_default(tf.constant(1.0), [], "dropout_prob")
    kernel = tf.get_variable("W", [4, 3, 1, 5])
    bias = tf.Variable(tf.zeros([5]))
    maps = nn.conv2d(tf.reshape(inputs, [-1, 10, 6, 1]), kernel, [1, 2, 1, 1], "VALID") + bias
    maps = nn.dropout(nn.relu(maps), kept)
    steps = tf.reshape(maps, [-1, 4, 20])
    cell = rnn.MultiRNNCell([rnn.GRUCell(7), rnn.GRUCell(6)])
    outputs, states = nn.dynamic_rnn(cell, steps, dtype=tf.float32)
    first = tf.get_variable("fcw", [6, 9])
    hidden = nn.relu(tf.matmul(states[-1], first) + tf.Variable(tf.zeros([9])))
    logits = tf.matmul(nn.dropout(hidden, kept), tf.Variable(tf.zeros([9, 8]))) + tf.Variable(
        tf.zeros([8]))
    return Program({inputs: numbers(2, 60)},
                   [maps, outputs, hidden, nn.softmax(logits, name="labels_softmax")])


def whole_state():
    """A dense layer on c and h side by side, of an LSTM that runs time-major."""
    inputs = tf.placeholder(tf.float32, [6, None, 3], "inputs")
    cell = rnn.LSTMCell(5, use_peepholes=True, cell_clip=0.4, num_proj=4, proj_clip=0.5)
    outputs, state = nn.dynamic_rnn(cell, inputs, dtype=tf.float32, time_major=True)
    joined = tf.concat([state.c, state.h], 1)
    logits = tf.layers.dense(joined, 2, tf.sigmoid, name="probabilities")
    return Program({inputs: numbers(6, 4, 3)}, [outputs, state.c, logits])


def actor_critic():
    """Two copies of one network, `global` and `worker_0`, each with states that are fed."""
    features, units, actions = 5, 6, 3
    copies = {}
    for scope in ("global", "worker_0"):
        with tf.variable_scope(scope):
            inputs = tf.placeholder(tf.float32, [None, features])
            hidden = tf.contrib.layers.fully_connected(inputs, 7, activation_fn=nn.elu)
            cell = rnn.BasicLSTMCell(units)
            fed = rnn.LSTMStateTuple(tf.placeholder(tf.float32, [1, units]),
                                     tf.placeholder(tf.float32, [1, units]))
            outputs, state = nn.dynamic_rnn(cell, tf.expand_dims(hidden, [0]),
                                            initial_state=fed, time_major=False)
            flat = tf.reshape(outputs, [-1, units])
            chances = tf.contrib.layers.fully_connected(
                flat, actions, activation_fn=nn.softmax, biases_initializer=None)
            value = tf.contrib.layers.fully_connected(
                flat, 1, activation_fn=None, biases_initializer=None)
            copies[scope] = inputs, fed, [hidden, outputs, state.h, chances, value]
    weights = tf.trainable_variables("global")
    loss = sum(tf.reduce_mean(tf.square(one)) for one in copies["global"][2][2:])
    train = tf.train.AdamOptimizer(0.01).minimize(loss, var_list=weights)
    feeds = {}
    for inputs, fed, _ in copies.values():
        feeds.update({inputs: numbers(4, features), fed.c: numbers(1, units),
                      fed.h: numbers(1, units)})
    return Program(feeds, copies["global"][2] + copies["worker_0"][2], train)


def translator():
    """An encoder whose outputs a decoder attends to: AttentionWrapper around a GRU."""
    words, depth, units = 15, 4, 6
    inputs = tf.placeholder(tf.float32, [None, 5, 3], "source")
    lengths = tf.placeholder(tf.int32, [None], "source_lengths")
    targets = tf.placeholder(tf.int32, [None, 4], "target")
    memory, state = nn.dynamic_rnn(rnn.GRUCell(units), inputs, lengths, dtype=tf.float32,
                                   scope="encoder")
    mechanism = seq2seq.BahdanauAttention(7, memory, lengths)
    cell = seq2seq.AttentionWrapper(rnn.GRUCell(units), mechanism, attention_layer_size=8)
    start = cell.zero_state(tf.shape(inputs)[0], tf.float32).clone(cell_state=state)
    table = tf.get_variable("embeddings", [words, depth])
    helper = seq2seq.TrainingHelper(nn.embedding_lookup(table, targets),
                                    tf.fill([tf.shape(inputs)[0]], 4))
    decoder = seq2seq.BasicDecoder(cell, helper, start, tf.layers.Dense(words, name="output"))
    decoded, _, _ = seq2seq.dynamic_decode(decoder)
    fed = {inputs: numbers(2, 5, 3), lengths: np.array([5, 3], np.int32),
           targets: ids(words, 2, 4)}
    return Program(fed, [memory, decoded.rnn_output])


def one_matrix_a_gate():
    """A hand-made LSTM in a scan, with one matrix and one bias a gate."""
    features, units = 4, 5
    inputs = tf.placeholder(tf.float32, [None, 6, features], "inputs")
    with tf.variable_scope("lstm"):
        weights = {}
        for gate in "ifoc":
            weights[gate] = (tf.get_variable("W_" + gate, [features, units]),
                             tf.get_variable("U_" + gate, [units, units]),
                             tf.get_variable("b_" + gate, [units]))

        def gate(name, now, h):
            w, u, b = weights[name]
            return tf.matmul(now, w) + tf.matmul(h, u) + b

        def step(before, now):
            c, h = before
            kept = tf.sigmoid(gate("f", now, h)) * c
            c = kept + tf.sigmoid(gate("i", now, h)) * tf.tanh(gate("c", now, h))
            return c, tf.sigmoid(gate("o", now, h)) * tf.tanh(c)

        zeros = tf.zeros([tf.shape(inputs)[0], units])
        _, outputs = tf.scan(step, tf.transpose(inputs, [1, 0, 2]), (zeros, zeros))
    outputs = tf.transpose(outputs, [1, 0, 2])
    logits = tf.layers.dense(outputs[:, -1], 3)
    return Program({inputs: numbers(2, 6, features)}, [outputs, logits])


def rectified():
    """An LSTM with relu and no forget bias; nothing in the checkpoint says either."""
    inputs = tf.placeholder(tf.float32, [None, None, 4], "inputs")
    cell = rnn.BasicLSTMCell(6, forget_bias=0.0, activation=nn.relu)
    outputs, state = nn.dynamic_rnn(cell, inputs, dtype=tf.float32)
    prediction = tf.layers.dense(state.h, 1, name="prediction")
    tf.train.get_or_create_global_step()
    return Program({inputs: numbers(3, 5, 4)}, [outputs, prediction])


def wrapped():
    """Residual and dropout wrappers around GRUs of a MultiRNNCell, batch normalization before."""
    inputs = tf.placeholder(tf.float32, [None, None, 5], "inputs")
    kept = tf.placeholder_with_default(1.0, [], "keep_prob")
    training = tf.placeholder_with_default(False, [], "training")
    normal = tf.layers.batch_normalization(inputs, training=training)
    cells = [rnn.DropoutWrapper(rnn.ResidualWrapper(rnn.GRUCell(5)), output_keep_prob=kept),
             rnn.DropoutWrapper(rnn.GRUCell(7), kept, kept, kept),
             rnn.ResidualWrapper(rnn.DropoutWrapper(rnn.GRUCell(7), kept))]
    outputs, state = nn.dynamic_rnn(rnn.MultiRNNCell(cells), normal, dtype=tf.float32)
    logits = tf.layers.dense(outputs, 3)
    return Program({inputs: numbers(2, 6, 5)}, [normal, outputs, state[2], logits])


def stacked_directions():
    """stack_bidirectional_dynamic_rnn of two layers, and a dense layer on every step."""
    inputs = tf.placeholder(tf.float32, [None, None, 3], "inputs")
    lengths = tf.placeholder(tf.int32, [None], "lengths")
    cells = [[rnn.LSTMCell(size) for size in (5, 4)] for _ in range(2)]
    outputs, fw, _ = rnn.stack_bidirectional_dynamic_rnn(
        cells[0], cells[1], inputs, sequence_length=lengths, dtype=tf.float32)
    logits = tf.layers.dense(outputs, 2)
    fed = {inputs: numbers(3, 6, 3), lengths: np.array([6, 2, 4], np.int32)}
    return Program(fed, [outputs, fw[1].h, logits])


def radar():
    """A convolutional LSTM on maps, and a convolution on its last output."""
    inputs = tf.placeholder(tf.float32, [None, 4, 6, 5, 2], "frames")
    cell = rnn.ConvLSTMCell(2, [6, 5, 2], 3, [3, 2])
    outputs, _ = nn.dynamic_rnn(cell, inputs, dtype=tf.float32)
    drawn = tf.layers.conv2d(outputs[:, -1], 1, [2, 3], padding="same", name="draw")
    return Program({inputs: numbers(2, 4, 6, 5, 2)}, [outputs, drawn])


def turned_by_hand():
    """Runs from the end without bidirectional_rnn: turned by lengths, by tf.reverse, not back."""
    inputs = tf.placeholder(tf.float32, [None, 6, 3], "frames")
    lengths = tf.placeholder(tf.int32, [None], "lengths")
    by_lengths, _ = nn.dynamic_rnn(
        rnn.LSTMCell(4), tf.reverse_sequence(inputs, lengths, seq_axis=1),
        sequence_length=lengths, dtype=tf.float32, scope="by_lengths")
    by_lengths = tf.reverse_sequence(by_lengths, lengths, seq_axis=1)
    raw, _ = nn.dynamic_rnn(
        rnn.GRUCell(5), tf.reverse(inputs, [1]), dtype=tf.float32, scope="raw")
    mixed, _ = nn.dynamic_rnn(
        rnn.GRUCell(2), tf.reverse(inputs, [1]), sequence_length=lengths, dtype=tf.float32,
        scope="mixed")
    channels, _ = nn.dynamic_rnn(
        rnn.GRUCell(7), tf.reverse(inputs, [2]), dtype=tf.float32, scope="channels")
    whole = tf.concat([by_lengths, raw[:, ::-1, :], mixed, channels], 2)
    logits = tf.layers.dense(whole, 3, name="score")
    feeds = {inputs: numbers(2, 6, 3), lengths: np.array([6, 4], np.int32)}
    return Program(feeds, [by_lengths, raw, mixed, channels, logits])


def captions():
    """One LSTM, called on a picture and then on a word with the states fed in one tensor."""
    words, units = 10, 6
    picture = tf.placeholder(tf.float32, [None, 7], "features")
    word = tf.placeholder(tf.int64, [None], "input_feed")
    with tf.variable_scope("image_embedding"):
        start = tf.layers.dense(picture, 5, use_bias=False)
    with tf.variable_scope("seq_embedding"):
        looked_up = nn.embedding_lookup(tf.get_variable("map", [words, 5]), word)
    cell = rnn.BasicLSTMCell(units)
    with tf.variable_scope("lstm") as scope:
        _, first = cell(start, cell.zero_state(tf.shape(start)[0], tf.float32))
        scope.reuse_variables()
        tf.concat(first, 1, name="initial_state")
        fed = tf.placeholder(tf.float32, [None, 2 * units], "state_feed")
        outputs, second = cell(looked_up, tuple(tf.split(fed, 2, 1)))
        tf.concat(second, 1, name="state")
    logits = tf.layers.dense(outputs, words, name="logits")
    feeds = {picture: numbers(2, 7), word: ids(words, 2).astype(np.int64), fed: numbers(2, 12)}
    return Program(feeds, [first[0], second[0], second[1], logits, nn.softmax(logits)])


def trained_start():
    """States that start from variables, one cell object as both layers."""
    inputs = tf.placeholder(tf.float32, [None, 5, 4], "series")
    count = tf.shape(inputs)[0]
    starts = [tf.get_variable(name, [1, 4]) for name in "ch"]
    state = rnn.LSTMStateTuple(*[tf.tile(one, [count, 1]) for one in starts])
    hidden, _ = nn.dynamic_rnn(rnn.LSTMCell(4), inputs, initial_state=state, scope="first")
    cell = rnn.MultiRNNCell([rnn.BasicLSTMCell(4, forget_bias=0.5)] * 2)
    outputs, (_, last) = nn.dynamic_rnn(cell, hidden, dtype=tf.float32, scope="second")
    return Program({inputs: numbers(3, 5, 4)},
                   [hidden, outputs, tf.layers.dense(last.h, 2, name="score")])


def towers():
    """A batch split over two devices that share their variables."""
    inputs = tf.placeholder(tf.float32, [4, 5, 3], "batch")
    logits = []
    for number, part in enumerate(tf.split(inputs, 2)):
        with tf.variable_scope(tf.get_variable_scope(), reuse=number > 0):
            with tf.name_scope("tower_%d" % number):
                _, state = nn.dynamic_rnn(rnn.GRUCell(4), part, dtype=tf.float32)
                logits.append(tf.layers.dense(state, 2, name="logits"))
    return Program({inputs: numbers(4, 5, 3)}, logits + [tf.concat(logits, 0, name="all")])


def averages_alone():
    """A checkpoint for serving: the moving averages, not the variables."""
    inputs = tf.placeholder(tf.float32, [None, 5, 3], "series")
    outputs, state = nn.dynamic_rnn(rnn.LSTMCell(6), inputs, dtype=tf.float32)
    return Program({inputs: numbers(2, 5, 3)}, [outputs, tf.layers.dense(state.h, 2)],
                   keys=lambda variable: variable.op.name + "/ExponentialMovingAverage")


def flagged():
    """Batch normalization and dropout by a flag whose name says nothing."""
    inputs = tf.placeholder(tf.float32, [None, 6, 4], "frames")
    flag = tf.placeholder(tf.bool, [], "fr")
    hidden = tf.layers.batch_normalization(
        tf.layers.conv1d(inputs, 5, 3, padding="same"), training=flag)
    hidden, _ = nn.dynamic_rnn(rnn.GRUCell(3), nn.relu(hidden), dtype=tf.float32)
    dropped = tf.layers.dropout(hidden, 0.5, training=flag)
    return Program({inputs: numbers(2, 6, 4), flag: np.array(False)},
                   [hidden, tf.layers.dense(dropped, 2, name="score")])


def turned_in_time():
    """Both directions time-major over what the program transposed, with residual layers."""
    inputs = tf.placeholder(tf.int32, [None, None], "words")
    lengths = tf.placeholder(tf.int32, [None], "lengths")
    looked_up = nn.embedding_lookup(tf.get_variable("embedding", [11, 6]), inputs)

    def cell():
        return rnn.MultiRNNCell([rnn.LSTMCell(6), rnn.ResidualWrapper(rnn.LSTMCell(6))])

    both, (forward, backward) = nn.bidirectional_dynamic_rnn(
        cell(), cell(), tf.transpose(looked_up, [1, 0, 2]), sequence_length=lengths,
        dtype=tf.float32, time_major=True)
    ends = tf.concat([forward[1].h, backward[1].c], 1)
    feeds = {inputs: ids(11, 3, 5), lengths: np.array([5, 2, 4], np.int32)}
    return Program(feeds, [both[0], both[1], tf.layers.dense(tf.concat(both, 2), 3, name="score"),
                           tf.layers.dense(ends, 2, name="sentence")])


# What a program of that kind keeps: a Saver's files ("v2", "v1"), without .meta ("bare"), with
# graph.pbtxt as an Estimator leaves it, a SavedModel in a numbered folder, a frozen graph.
PROGRAMS = {
    language_model: ["v2"],
    sentiment: ["v2"],
    segmenter: ["v2"],
    digits: ["v2"],
    spelling: ["v2"],
    policy: ["v2"],
    tags_of_keras: ["v2"],
    activity: ["bare", "frozen"],
    keywords: ["frozen"],
    whole_state: ["saved_model"],
    actor_critic: ["v2"],
    translator: ["v2"],
    one_matrix_a_gate: ["v2"],
    rectified: ["bare", "estimator"],
    wrapped: ["saved_model"],
    stacked_directions: ["v1"],
    radar: ["v2"],
    turned_by_hand: ["v2"],
    captions: ["v2"],
    trained_start: ["v2"],
    towers: ["v2"],
    averages_alone: ["v2"],
    flagged: ["v2"],
    turned_in_time: ["v2"],
}
