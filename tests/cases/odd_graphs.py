"""Programs under TF 1.15.5 whose networks are built as people did, beside the usual ways.

Each function makes one graph; `tf` is handed in. What must be said of it stands in
`tests/checkpoint/test_odd_graphs.py`.
"""


def _x(tf, depth=3):
    return tf.placeholder(tf.float32, [3, 4, depth], name="inputs")


def _run(tf, cell, **arguments):
    return tf.nn.dynamic_rnn(cell, _x(tf), dtype=tf.float32, **arguments)


def _around(tf, change_output, change_state):
    """A hand-made wrapper that changes what a cell gives."""

    class Around(tf.nn.rnn_cell.RNNCell):
        def __init__(self, cell):
            super(Around, self).__init__()
            self.cell = cell

        @property
        def state_size(self):
            return self.cell.state_size

        @property
        def output_size(self):
            return self.cell.output_size

        def __call__(self, inputs, state, scope=None):
            output, new = self.cell(inputs, state, scope)
            pairs = [change_state(*pair) for pair in zip(new, state)]
            return change_output(output), tf.nn.rnn_cell.LSTMStateTuple(*pairs)

    return Around


def highway(tf):
    _run(tf, tf.contrib.rnn.HighwayWrapper(tf.nn.rnn_cell.GRUCell(3)))


def projected_stack(tf):
    cells = [tf.nn.rnn_cell.LSTMCell(4, forget_bias=0.5), tf.nn.rnn_cell.GRUCell(5)]
    stack = tf.nn.rnn_cell.MultiRNNCell(cells)
    _run(tf, tf.contrib.rnn.OutputProjectionWrapper(stack, 7))


def projection_in_a_stack(tf):
    low = tf.contrib.rnn.InputProjectionWrapper(tf.nn.rnn_cell.LSTMCell(4), 6, tf.nn.relu)
    _run(tf, tf.nn.rnn_cell.MultiRNNCell([low, tf.nn.rnn_cell.GRUCell(5)]))


def residual_stack(tf):
    cells = [tf.nn.rnn_cell.LSTMCell(4), tf.nn.rnn_cell.GRUCell(3)]
    _run(tf, tf.nn.rnn_cell.ResidualWrapper(tf.nn.rnn_cell.MultiRNNCell(cells)))


def attention_cell(tf):
    cell = tf.nn.rnn_cell.LSTMCell(4, activation=tf.nn.relu)
    _run(tf, tf.contrib.rnn.AttentionCellWrapper(cell, 5))


def embedding_cell(tf):
    cell = tf.contrib.rnn.EmbeddingWrapper(tf.nn.rnn_cell.GRUCell(4), 9, 5)
    ids = tf.placeholder(tf.int32, [3, 4, 1], name="inputs")
    tf.nn.dynamic_rnn(cell, ids, dtype=tf.float32)


def zoneout(tf):
    wrapper = _around(tf, lambda x: x, lambda new, old: 0.9 * new + 0.1 * old)
    _run(tf, wrapper(tf.nn.rnn_cell.LSTMCell(4)))


def zoneout_unrolled(tf):
    wrapper = _around(tf, lambda x: x, lambda new, old: 0.9 * new + 0.1 * old)
    steps = tf.unstack(_x(tf), axis=1)
    tf.nn.static_rnn(wrapper(tf.nn.rnn_cell.LSTMCell(4)), steps, dtype=tf.float32)


def normalized_output(tf):
    wrapper = _around(tf, tf.contrib.layers.layer_norm, lambda new, old: new)
    _run(tf, wrapper(tf.nn.rnn_cell.LSTMCell(4)))


def other_activation(tf):
    _run(tf, tf.nn.rnn_cell.LSTMCell(4, activation=tf.nn.leaky_relu))


def hand_made(tf):
    inputs, state = _x(tf), tf.zeros([3, 4])
    weights, recurrent = tf.Variable(tf.zeros([3, 4])), tf.Variable(tf.zeros([4, 4]))
    for step in range(4):
        state = tf.tanh(tf.matmul(inputs[:, step], weights) + tf.matmul(state, recurrent))


def keras_lstm(tf):
    tf.keras.layers.LSTM(4, return_sequences=True)(_x(tf))


def keras_gru(tf):
    tf.keras.layers.GRU(4, implementation=2, recurrent_activation="sigmoid")(_x(tf))


def keras_unrolled(tf):
    tf.keras.layers.SimpleRNN(4, unroll=True, activation="relu")(_x(tf))


def kept_states(tf):
    start = [tf.Variable(tf.zeros([3, 4]), trainable=False) for _ in range(2)]
    state = tf.nn.rnn_cell.LSTMStateTuple(*start)
    _run(tf, tf.nn.rnn_cell.LSTMCell(4), initial_state=state)


def same_cell_twice(tf):
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    _run(tf, tf.nn.rnn_cell.MultiRNNCell([cell, cell]))


def loop_by_hand(tf):
    cell, inputs = tf.nn.rnn_cell.LSTMCell(4), _x(tf)
    state = cell.zero_state(3, tf.float32)
    with tf.variable_scope("RNN"):
        for step in range(4):
            if step:
                tf.get_variable_scope().reuse_variables()
            _, state = cell(inputs[:, step, :], state)


def beams(tf):
    cells = [tf.nn.rnn_cell.LSTMCell(4, forget_bias=0.0) for _ in range(2)]
    cell, seq2seq = tf.nn.rnn_cell.MultiRNNCell(cells), tf.contrib.seq2seq
    state = seq2seq.tile_batch(cell.zero_state(2, tf.float32), 3)
    decoder = seq2seq.BeamSearchDecoder(
        cell, tf.get_variable("embedding", [9, 3]), tf.fill([2], 1), 2, state, 3,
        tf.layers.Dense(9))
    seq2seq.dynamic_decode(decoder, maximum_iterations=5)


def attention(tf):
    seq2seq, memory = tf.contrib.seq2seq, _x(tf)
    cell = seq2seq.AttentionWrapper(
        tf.nn.rnn_cell.LSTMCell(5), seq2seq.LuongAttention(5, memory), attention_layer_size=4)
    helper = seq2seq.TrainingHelper(tf.placeholder(tf.float32, [3, 4, 3]), tf.fill([3], 4))
    state = cell.zero_state(3, tf.float32)
    seq2seq.dynamic_decode(seq2seq.BasicDecoder(cell, helper, state, tf.layers.Dense(9)))


def turned_fused(tf):
    inputs = tf.placeholder(tf.float32, [4, 3, 3], name="inputs")
    cell = tf.contrib.rnn.LSTMBlockFusedCell(4, forget_bias=0.5)
    tf.contrib.rnn.TimeReversedFusedRNN(cell)(inputs, dtype=tf.float32)


def double_precision(tf):
    inputs = tf.placeholder(tf.float64, [3, None, 3], name="inputs")
    cell = tf.nn.rnn_cell.LSTMCell(4, use_peepholes=True, forget_bias=0.3)
    tf.nn.dynamic_rnn(cell, inputs, dtype=tf.float64)


def fed_rate(tf):
    rate = tf.placeholder(tf.float32, [], name="rate")
    _run(tf, tf.nn.rnn_cell.DropoutWrapper(
        tf.nn.rnn_cell.LSTMCell(4), output_keep_prob=1 - rate, variational_recurrent=True,
        dtype=tf.float32))


def states_side_by_side(tf):
    cells = [tf.nn.rnn_cell.BasicLSTMCell(4, state_is_tuple=False) for _ in range(2)]
    _run(tf, tf.nn.rnn_cell.MultiRNNCell(cells, state_is_tuple=False))


def cudnn(tf):
    tf.contrib.cudnn_rnn.CudnnLSTM(2, 4)(tf.placeholder(tf.float32, [4, 3, 3], name="inputs"))


def maps_in_a_row(tf):
    cell = tf.contrib.rnn.Conv1DLSTMCell(input_shape=[7, 2], output_channels=3, kernel_shape=[3])
    tf.nn.dynamic_rnn(cell, tf.placeholder(tf.float32, [2, 4, 7, 2], name="inputs"),
                      dtype=tf.float32)


def _loop(tf, read=lambda time: time, steps=4, start=0, keep=None):
    """A cell in a loop that is written by hand, over steps of its own."""
    steps_of = tf.TensorArray(tf.float32, 4).unstack(tf.transpose(_x(tf), [1, 0, 2]))
    cell = tf.nn.rnn_cell.GRUCell(5)

    def step(time, state):
        with tf.variable_scope("loop", reuse=tf.AUTO_REUSE):
            _, new = cell(steps_of.read(read(time)), state)
        return time + 1, new if keep is None else tf.where(keep(time), state, new)

    tf.while_loop(lambda time, _: time < steps, step, [tf.constant(start), tf.zeros([3, 5])])


def all_steps(tf):
    _loop(tf)


def steps_from_the_end(tf):
    _loop(tf, lambda time: 3 - time)


def not_the_last_step(tf):
    _loop(tf, steps=3)


def not_the_first_step(tf):
    _loop(tf, start=1)


def every_other_step(tf):
    _loop(tf, keep=lambda time: tf.fill([3], tf.equal(time % 2, 1)))


def two_kinds_of_steps(tf):
    inputs, state = tf.unstack(_x(tf), axis=1), tf.zeros([3, 5])
    for step, activation in zip(inputs, (tf.tanh, tf.sigmoid)):
        with tf.variable_scope("run", reuse=tf.AUTO_REUSE):
            _, state = tf.nn.rnn_cell.GRUCell(5, activation=activation)(step, state)


def times_beside(tf):
    times = tf.placeholder(tf.float32, [3, 4, 1], name="times")
    tf.nn.dynamic_rnn(tf.contrib.rnn.PhasedLSTMCell(5), (times, _x(tf)), dtype=tf.float32)


def no_network(tf):
    inputs = tf.placeholder(tf.float32, [3, 4])
    tf.layers.dense(tf.concat([tf.layers.dense(inputs, 4), inputs], 1), 4, tf.tanh)


PROGRAMS = [
    highway, projected_stack, projection_in_a_stack, residual_stack, attention_cell,
    embedding_cell, zoneout, zoneout_unrolled, normalized_output, other_activation, hand_made,
    keras_lstm, keras_gru, keras_unrolled, kept_states, same_cell_twice, loop_by_hand, beams,
    attention, turned_fused, double_precision, fed_rate, states_side_by_side, cudnn,
    maps_in_a_row, all_steps, steps_from_the_end, not_the_last_step, not_the_first_step,
    every_other_step, two_kinds_of_steps, times_beside, no_network,
]
