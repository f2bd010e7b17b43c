"""tf.contrib.legacy_seq2seq, sequence_loss, and the cells' _linear."""

import tensorflow as tf
from tensorflow.contrib import legacy_seq2seq, rnn
from tensorflow.contrib.rnn.python.ops.core_rnn_cell import _linear

from ._recording import program

STEPS = {"x": [4, 3, 2], "y": [4, 5, 2]}
SYMBOLS = {"x": ([4, 3], 6), "y": ([4, 5], 7)}
SINGLE = dict(dtype="float32")


def steps(tensor):
    return tf.unstack(tensor, axis=1)


def both(feeds):
    return steps(feeds["x"]), steps(feeds["y"])


@program(STEPS)
def rnn_decoder(feeds):
    cell = tf.nn.rnn_cell.BasicLSTMCell(2)
    state = cell.zero_state(4, tf.float64)
    plain = legacy_seq2seq.rnn_decoder(steps(feeds["x"]), state, cell)
    cell = rnn.GRUCell(2)
    state = cell.zero_state(4, tf.float64)
    fed = legacy_seq2seq.rnn_decoder(
        steps(feeds["y"]), state, cell, loop_function=lambda y, i: 0.5 * y + i, scope="fed")
    return plain, fed


@program(STEPS)
def basic_rnn_seq2seq(feeds):
    return legacy_seq2seq.basic_rnn_seq2seq(*both(feeds), cell=rnn.GRUCell(3), dtype=tf.float64)


@program(STEPS)
def basic_rnn_seq2seq_of_layers(feeds):
    cell = rnn.MultiRNNCell([rnn.BasicLSTMCell(3), rnn.GRUCell(2)])
    return legacy_seq2seq.basic_rnn_seq2seq(*both(feeds), cell=cell, dtype=tf.float64, scope="net")


@program(STEPS)
def tied_rnn_seq2seq(feeds):
    return legacy_seq2seq.tied_rnn_seq2seq(
        *both(feeds), cell=rnn.BasicLSTMCell(2), dtype=tf.float64,
        loop_function=lambda y, i: tf.tanh(y))


@program({"y": ([4, 5], 7), "h": [4, 3]}, **SINGLE)
def embedding_rnn_decoder(feeds):
    cell = rnn.GRUCell(3)
    projection = tf.get_variable("w", [3, 7]), tf.get_variable("b", [7])
    fed = legacy_seq2seq.embedding_rnn_decoder(
        steps(feeds["y"]), feeds["h"], cell, 7, 4, output_projection=projection,
        feed_previous=True, update_embedding_for_previous=False)
    plain = legacy_seq2seq.embedding_rnn_decoder(
        steps(feeds["y"]), feeds["h"], rnn.GRUCell(3), 7, 4, scope="plain")
    return plain, fed


@program(SYMBOLS, **SINGLE)
def embedding_rnn_seq2seq(feeds):
    return legacy_seq2seq.embedding_rnn_seq2seq(
        *both(feeds), cell=rnn.BasicLSTMCell(3), num_encoder_symbols=6, num_decoder_symbols=7,
        embedding_size=4)


@program(SYMBOLS, **SINGLE)
def embedding_rnn_seq2seq_own(feeds):
    return legacy_seq2seq.embedding_rnn_seq2seq(
        *both(feeds), cell=rnn.GRUCell(3), num_encoder_symbols=6, num_decoder_symbols=7,
        embedding_size=4, feed_previous=True, scope="net")


@program(dict(SYMBOLS, own=([], bool)), **SINGLE)
def embedding_rnn_seq2seq_asked(feeds):
    return legacy_seq2seq.embedding_rnn_seq2seq(
        *both(feeds), cell=rnn.BasicLSTMCell(3), num_encoder_symbols=6, num_decoder_symbols=7,
        embedding_size=4, feed_previous=feeds["own"])


@program(SYMBOLS)
def embedding_rnn_seq2seq_double(feeds):
    projection = tf.get_variable("w", [3, 7], tf.float64), tf.get_variable("b", [7], tf.float64)
    return legacy_seq2seq.embedding_rnn_seq2seq(
        *both(feeds), cell=rnn.GRUCell(3), num_encoder_symbols=6, num_decoder_symbols=7,
        embedding_size=4, output_projection=projection, feed_previous=True, dtype=tf.float64)


@program({"x": ([4, 3], 6), "y": ([4, 5], 6)}, **SINGLE)
def embedding_tied_rnn_seq2seq(feeds):
    return legacy_seq2seq.embedding_tied_rnn_seq2seq(
        *both(feeds), cell=rnn.BasicLSTMCell(3), num_symbols=7, embedding_size=4,
        num_decoder_symbols=6)


@program(dict(SYMBOLS, own=([], bool)))
def embedding_tied_rnn_seq2seq_asked(feeds):
    return legacy_seq2seq.embedding_tied_rnn_seq2seq(
        *both(feeds), cell=rnn.BasicLSTMCell(3), num_symbols=7, embedding_size=4,
        feed_previous=feeds["own"], dtype=tf.float64)


ATTENDED = {"x": [4, 5, 2], "states": [4, 3, 6]}


@program(ATTENDED)
def attention_decoder(feeds):
    cell = rnn.BasicLSTMCell(3)
    return legacy_seq2seq.attention_decoder(
        steps(feeds["x"]), cell.zero_state(4, tf.float64), feeds["states"], cell, dtype=tf.float64)


@program(ATTENDED)
def attention_decoder_of_heads(feeds):
    cell = rnn.GRUCell(3)
    state = tf.tanh(cell.zero_state(4, tf.float64) + 0.3)
    return legacy_seq2seq.attention_decoder(
        steps(feeds["x"]), state, feeds["states"], cell, output_size=2, num_heads=2,
        loop_function=lambda y, i: y * 0.5, dtype=tf.float64, scope="attends",
        initial_state_attention=True)


@program({"y": ([4, 5], 7), "states": [4, 3, 6]}, **SINGLE)
def embedding_attention_decoder(feeds):
    cell = rnn.GRUCell(3)
    return legacy_seq2seq.embedding_attention_decoder(
        steps(feeds["y"]), cell.zero_state(4, tf.float32), feeds["states"], cell, 7, 4,
        output_size=7, feed_previous=True)


@program(SYMBOLS, **SINGLE)
def embedding_attention_seq2seq(feeds):
    return legacy_seq2seq.embedding_attention_seq2seq(
        *both(feeds), cell=rnn.GRUCell(3), num_encoder_symbols=6, num_decoder_symbols=7,
        embedding_size=4)


@program(dict(SYMBOLS, own=([], bool)), **SINGLE)
def embedding_attention_seq2seq_asked(feeds):
    cell = rnn.MultiRNNCell([rnn.BasicLSTMCell(3) for _ in range(2)])
    return legacy_seq2seq.embedding_attention_seq2seq(
        *both(feeds), cell=cell, num_encoder_symbols=6, num_decoder_symbols=7,
        embedding_size=4, num_heads=2, feed_previous=feeds["own"], initial_state_attention=True)


@program(SYMBOLS)
def embedding_attention_seq2seq_projected(feeds):
    projection = tf.get_variable("w", [3, 7], tf.float64), tf.get_variable("b", [7], tf.float64)
    return legacy_seq2seq.embedding_attention_seq2seq(
        *both(feeds), cell=rnn.GRUCell(3), num_encoder_symbols=6, num_decoder_symbols=7,
        embedding_size=4, output_projection=projection, feed_previous=True, dtype=tf.float64)


@program(SYMBOLS, **SINGLE)
def one2many_rnn_seq2seq(feeds):
    inputs = {"a": steps(feeds["y"]), "b": steps(feeds["y"])[:2]}
    cells = {"a": rnn.GRUCell(3), "b": rnn.GRUCell(3)}
    return legacy_seq2seq.one2many_rnn_seq2seq(
        steps(feeds["x"]), inputs, rnn.GRUCell(3), cells, 6, {"a": 7, "b": 7}, 4)


BUCKETS = {"x": ([4, 4], 6), "y": ([4, 5], 7), "t": ([4, 5], 7), "w": [4, 5]}


def bucketed(feeds, make_cell, **options):
    def model(x, y):  # a cell that was called once cannot be copied by TF 1.15.5
        return legacy_seq2seq.embedding_attention_seq2seq(
            x, y, make_cell(), num_encoder_symbols=6, num_decoder_symbols=7, embedding_size=4)
    return legacy_seq2seq.model_with_buckets(
        steps(feeds["x"]), steps(feeds["y"]), steps(feeds["t"]), steps(tf.abs(feeds["w"])),
        [(2, 3), (4, 5)], model, **options)


@program(BUCKETS, **SINGLE)
def model_with_buckets(feeds):
    return bucketed(feeds, lambda: rnn.GRUCell(3))


@program(BUCKETS, **SINGLE)
def model_with_buckets_by_example(feeds):
    def loss(labels, logits):
        return tf.reduce_sum(tf.square(logits), 1) * tf.cast(labels, tf.float32)
    def cell():
        return rnn.MultiRNNCell([rnn.BasicLSTMCell(3), rnn.BasicLSTMCell(3)])
    return bucketed(feeds, cell, per_example_loss=True, softmax_loss_function=loss)


LOSSES = {"x": [4, 5, 3], "t": ([4, 5], 3), "w": [4, 5]}


@program(LOSSES)
def sequence_losses(feeds):
    lists = steps(feeds["x"]), steps(feeds["t"]), steps(tf.abs(feeds["w"]))
    return (legacy_seq2seq.sequence_loss(*lists),
            legacy_seq2seq.sequence_loss(*lists, average_across_timesteps=False),
            legacy_seq2seq.sequence_loss(*lists, average_across_batch=False),
            legacy_seq2seq.sequence_loss_by_example(*lists),
            legacy_seq2seq.sequence_loss_by_example(
                *lists, average_across_timesteps=False,
                softmax_loss_function=lambda labels, logits: tf.reduce_sum(logits, 1)))


@program(LOSSES)
def contrib_sequence_losses(feeds):
    loss = tf.contrib.seq2seq.sequence_loss
    parts = feeds["x"], feeds["t"], tf.nn.relu(feeds["w"])
    off = dict(average_across_timesteps=False, average_across_batch=False)
    return (loss(*parts), loss(*parts, average_across_timesteps=False),
            loss(*parts, average_across_batch=False), loss(*parts, **off),
            loss(*parts, sum_over_timesteps=True, sum_over_batch=True, **off),
            loss(*parts, sum_over_timesteps=True, **off), loss(*parts, sum_over_batch=True, **off))


@program(STEPS)
def cell_by_hand(feeds):
    class Gated(tf.nn.rnn_cell.RNNCell):
        @property
        def state_size(self):
            return 3

        @property
        def output_size(self):
            return 3

        def __call__(self, inputs, state, scope=None):
            with tf.variable_scope(scope or type(self).__name__):
                with tf.variable_scope("gate"):
                    gate = tf.sigmoid(_linear([inputs, state], 3, True,
                                              bias_initializer=tf.ones_initializer()))
                with tf.variable_scope("candidate"):
                    new = gate * state + (1 - gate) * tf.tanh(_linear(inputs, 3, False))
            return new, new
    return tf.nn.dynamic_rnn(Gated(), feeds["x"], dtype=tf.float64)
