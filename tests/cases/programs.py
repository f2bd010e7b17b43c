"""Small programs that TF 1.15.5 and this package both run as they stand.

A program makes its cells, then runs them: `cells(rnn)` and `run(tf, rnn, cells, feeds)`, where
`rnn` has the names of tf.contrib.rnn and `tf` those of TF 1 (`tf.compat.v1`). Everything it
returns is compared, values, gradients and structure.
"""

from ._program import Keeper, leaves_of, program, structure_of
from .loops import LOOPS

__all__ = ["PROGRAMS", "leaves_of", "structure_of"]

LENGTHS = [6, 0, 3, 5]
BATCH, TIME, DEPTH = 4, 6, 3
INPUTS = {"inputs": [BATCH, TIME, DEPTH]}
TIME_MAJOR = {"inputs": [TIME, BATCH, DEPTH]}


def rich(rnn, units=5):
    """An LSTM with options."""
    return rnn.LSTMCell(units, use_peepholes=True, num_proj=2, cell_clip=0.5, forget_bias=0.3)


def both(rnn):
    """Two different cells."""
    return [rich(rnn), rnn.GRUCell(4)]


def stacks(rnn):
    """Two layers of different cells for each direction: fw, fw, bw, bw."""
    return [rich(rnn), rnn.GRUCell(2), rnn.BasicLSTMCell(5, forget_bias=0.2), rnn.GRUCell(3)]


BOTH_STATES = dict(INPUTS, c=[BATCH, 5], h=[BATCH, 2], backward=[BATCH, 4])


def states(rnn, feeds):
    """The two initial states of `both`."""
    return {"initial_state_fw": rnn.LSTMStateTuple(feeds["c"], feeds["h"]),
            "initial_state_bw": feeds["backward"]}


def two_directions(tf, rnn, cells, feeds):
    return rnn.bidirectional_dynamic_rnn(
        cells[0], cells[1], feeds["inputs"], LENGTHS, **states(rnn, feeds))


def one_cell_in_both_directions(tf, rnn, cells, feeds):
    return rnn.bidirectional_dynamic_rnn(
        cells[0], cells[0], feeds["inputs"], dtype=feeds["inputs"].dtype, time_major=True,
        scope="ends", parallel_iterations=3, swap_memory=True)


def two_stacks(tf, rnn, cells, feeds):
    forward, backward = rnn.MultiRNNCell(cells[:2]), rnn.MultiRNNCell(cells[2:])
    return rnn.bidirectional_dynamic_rnn(
        forward, backward, feeds["inputs"], LENGTHS, dtype=feeds["inputs"].dtype)


def two_directions_of_a_list(tf, rnn, cells, feeds):
    return rnn.static_bidirectional_rnn(
        cells[0], cells[1], tf.unstack(feeds["inputs"], axis=1), sequence_length=LENGTHS,
        **states(rnn, feeds))


def two_directions_of_a_list_in_full(tf, rnn, cells, feeds):
    return rnn.static_bidirectional_rnn(
        cells[0], cells[1], tf.unstack(feeds["inputs"], axis=1), dtype=feeds["inputs"].dtype,
        scope="ends")


LAYER_STATES = dict(INPUTS, c=[BATCH, 5], h=[BATCH, 2], high=[BATCH, 3])


def layers(tf, rnn, cells, feeds):
    lowest = rnn.LSTMStateTuple(feeds["c"], feeds["h"])
    return rnn.stack_bidirectional_dynamic_rnn(
        cells[:2], cells[2:], feeds["inputs"], [lowest, None], [None, feeds["high"]],
        dtype=feeds["inputs"].dtype, sequence_length=LENGTHS)


def layers_in_full(tf, rnn, cells, feeds):
    return rnn.stack_bidirectional_dynamic_rnn(
        cells[:2], cells[2:], feeds["inputs"], dtype=feeds["inputs"].dtype, time_major=True,
        scope="net", parallel_iterations=3, swap_memory=True)


def layers_over_a_list(tf, rnn, cells, feeds):
    lowest = rnn.LSTMStateTuple(feeds["c"], feeds["h"])
    return rnn.stack_bidirectional_rnn(
        cells[:2], cells[2:], tf.unstack(feeds["inputs"], axis=1), [lowest, None],
        [None, feeds["high"]], dtype=feeds["inputs"].dtype, sequence_length=LENGTHS)


def layers_over_a_list_in_full(tf, rnn, cells, feeds):
    return rnn.stack_bidirectional_rnn(
        cells[:2], cells[2:], tf.unstack(feeds["inputs"], axis=1), dtype=feeds["inputs"].dtype,
        scope="net")


def a_list(tf, rnn, cells, feeds):
    return rnn.static_rnn(
        rnn.MultiRNNCell(cells), tf.unstack(feeds["inputs"], axis=1),
        dtype=feeds["inputs"].dtype, sequence_length=LENGTHS)


def a_list_in_full(tf, rnn, cells, feeds):
    return rnn.static_rnn(
        cells[0], tf.unstack(feeds["inputs"], axis=1),
        rnn.LSTMStateTuple(feeds["c"], feeds["h"]), scope="net")


def kept_states(tf, rnn, cells, feeds):
    keeper = Keeper({name: feeds[name] for name in ("c", "h")})
    outputs, state = rnn.static_state_saving_rnn(
        cells[0], tf.unstack(feeds["inputs"], axis=1), keeper, ("c", "h"),
        sequence_length=LENGTHS, scope="net")
    return outputs, state, [keeper.kept["c"], keeper.kept["h"]]


def kept_state(tf, rnn, cells, feeds):
    keeper = Keeper({"backward": feeds["backward"]})
    outputs, state = rnn.static_state_saving_rnn(
        cells[1], tf.unstack(feeds["inputs"], axis=1), keeper, "backward")
    return outputs, state, keeper.kept["backward"]


def as_dynamic_rnn(tf, rnn, cells, feeds):
    """The loop that TF1's documentation of raw_rnn shows: the same as dynamic_rnn."""
    cell, inputs = cells[0], tf.transpose(feeds["inputs"], [1, 0, 2])
    lengths = tf.constant(LENGTHS)
    steps = tf.TensorArray(inputs.dtype, TIME, clear_after_read=False).unstack(inputs)

    def loop_fn(time, output, state, loop_state):
        if output is None:
            state = rnn.LSTMStateTuple(feeds["c"], feeds["h"])
        finished = time >= lengths
        following = tf.cond(
            tf.reduce_all(finished), lambda: tf.zeros([BATCH, DEPTH], inputs.dtype),
            lambda: steps.read(time))
        return finished, following, state, output, None

    emitted, state, loop_state = rnn.raw_rnn(cell, loop_fn)
    return emitted.stack(), state, [] if loop_state is None else [loop_state]


def fed_back(tf, rnn, cells, feeds):
    """A decoder: each step reads the last output; it emits two things and counts."""
    cell, start = cells[1], feeds["inputs"][:, 0]
    dtype = start.dtype

    def loop_fn(time, output, state, loop_state):
        finished = tf.constant([1, 5, 3, 4]) <= time
        if output is None:
            shapes = (tf.zeros([4], dtype), tf.zeros([2], dtype))
            return finished, start, feeds["backward"], shapes, (tf.constant(0.0, dtype), start)
        count, first = loop_state
        emit = (output * 2.0, output[:, :2] - output[:, 2:])
        return finished, output[:, :3] + first, state, emit, (count + 1.0, first * 0.5)

    emitted, state, (count, last) = rnn.raw_rnn(cell, loop_fn, scope="net", swap_memory=True,
                                                parallel_iterations=1)
    return tuple(array.stack() for array in emitted), state, count, last


def turned_axes(tf, rnn, cells, feeds):
    return (rnn.transpose_batch_time(feeds["inputs"]), rnn.transpose_batch_time(feeds["plane"]),
            rnn.transpose_batch_time(feeds["inputs"][0, 0]))


def turned_maps(tf, rnn, cells, feeds):
    return [rnn.transpose_batch_time(feeds["maps"]), rnn.transpose_batch_time(feeds["maps"][0])]


def unknown_batch_sizes(tf, rnn, cells, feeds):
    inputs = feeds["inputs"]
    if not tf.executing_eagerly():
        inputs = tf.placeholder_with_default(inputs, [None, None, DEPTH])
    size = rnn.best_effort_input_batch_size([inputs])
    return inputs / tf.cast(size, inputs.dtype)


def batch_sizes(tf, rnn, cells, feeds):
    size = rnn.best_effort_input_batch_size([feeds["inputs"], feeds["plane"]])
    return feeds["inputs"] * tf.cast(size, feeds["inputs"].dtype), feeds["plane"] * 1.0


PLANES = dict(INPUTS, plane=[2, 5])

PROGRAMS = [
    program("bidirectional_dynamic_rnn", "bidirectional_dynamic_rnn", both, two_directions,
            BOTH_STATES),
    program("bidirectional_dynamic_rnn_one_cell", "bidirectional_dynamic_rnn",
            lambda rnn: [rnn.GRUCell(4)], one_cell_in_both_directions, TIME_MAJOR),
    program("bidirectional_dynamic_rnn_stacks_float32", "bidirectional_dynamic_rnn", stacks,
            two_stacks, INPUTS, "float32"),
    program("static_bidirectional_rnn", "static_bidirectional_rnn", both,
            two_directions_of_a_list, BOTH_STATES),
    program("static_bidirectional_rnn_in_full", "static_bidirectional_rnn", both,
            two_directions_of_a_list_in_full, INPUTS, "float32"),
    program("stack_bidirectional_dynamic_rnn", "stack_bidirectional_dynamic_rnn", stacks, layers,
            LAYER_STATES),
    program("stack_bidirectional_dynamic_rnn_in_full", "stack_bidirectional_dynamic_rnn", stacks,
            layers_in_full, TIME_MAJOR, "float32"),
    program("stack_bidirectional_rnn", "stack_bidirectional_rnn", stacks, layers_over_a_list,
            LAYER_STATES),
    program("stack_bidirectional_rnn_in_full", "stack_bidirectional_rnn", stacks,
            layers_over_a_list_in_full, INPUTS, "float32"),
    program("static_rnn", "static_rnn", both, a_list, INPUTS),
    program("static_rnn_in_full", "static_rnn", both, a_list_in_full, LAYER_STATES, "float32"),
    program("static_state_saving_rnn", "static_state_saving_rnn", both, kept_states, LAYER_STATES),
    program("static_state_saving_rnn_one_name", "static_state_saving_rnn", both, kept_state,
            BOTH_STATES, "float32"),
    program("raw_rnn", "raw_rnn", both, as_dynamic_rnn, LAYER_STATES),
    program("raw_rnn_fed_back", "raw_rnn", both, fed_back, BOTH_STATES, "float32"),
    program("transpose_batch_time", "transpose_batch_time", lambda rnn: [], turned_axes, PLANES),
    program("transpose_batch_time_maps", "transpose_batch_time", lambda rnn: [], turned_maps,
            {"maps": [BATCH, TIME, 2, 3]}, "float32"),
    program("best_effort_input_batch_size_unknown", "best_effort_input_batch_size",
            lambda rnn: [], unknown_batch_sizes, TIME_MAJOR, "float32"),
    program("best_effort_input_batch_size", "best_effort_input_batch_size", lambda rnn: [],
            batch_sizes, PLANES),
] + LOOPS
