"""More programs over time: lengths of any kind, unknown sizes, structures, every kind of cell.

They are written as those of programs.py, which lists them with its own.
"""

from ._program import Keeper, program

__all__ = ["LOOPS"]

LENGTHS = [6, 0, 3, 5]
BATCH, TIME, DEPTH = 4, 6, 3
INPUTS = {"inputs": [BATCH, TIME, DEPTH]}
TIME_MAJOR = {"inputs": [TIME, BATCH, DEPTH]}
MAPS = {"maps": [2, 4, 3, 2, 1]}
MAP_LENGTHS = [4, 2]


def unknown(tf, tensor):
    """The tensor, in a graph with nothing known of it but its last axis."""
    if tf.executing_eagerly():
        return tensor
    shape = [None] * (len(tensor.shape) - 1) + [tensor.shape.as_list()[-1]]
    return tf.placeholder_with_default(tensor, shape)


def stack(rnn):
    """Cells in cells: a nested state."""
    return [rnn.MultiRNNCell([
        rnn.MultiRNNCell([rnn.BasicLSTMCell(3), rnn.GRUCell(2)]),
        rnn.LSTMCell(4, num_proj=2, use_peepholes=True, forget_bias=0.3)])]


STACK = dict(INPUTS, c=[BATCH, 3], h=[BATCH, 3], g=[BATCH, 2], memory=[BATCH, 4], out=[BATCH, 2])


def stack_state(rnn, feeds):
    return ((rnn.LSTMStateTuple(feeds["c"], feeds["h"]), feeds["g"]),
            rnn.LSTMStateTuple(feeds["memory"], feeds["out"]))


def gru(rnn):
    return [rnn.GRUCell(4)]


def pair(rnn):
    """A cell without weights whose inputs, outputs and states are structures."""
    class Pair(rnn.RNNCell):
        @property
        def state_size(self):
            return (2, [3])

        @property
        def output_size(self):
            return ((3,), 2)

        def __call__(self, inputs, state, scope=None):
            (x, y), (a, (b,)) = inputs, state
            a, b = a * 0.5 + y[:, :2], b * y[:, :1] + x
            return ((b * 2.0,), a * b[:, :2]), (a, [b])

    return [Pair()]


PAIR = dict(INPUTS, others=[BATCH, TIME, 2], a=[BATCH, 2], b=[BATCH, 3])


def conv(rnn, depth, channels, window, **options):
    """A convolutional cell on planes of 3 by 2."""
    return rnn.Conv2DLSTMCell(
        input_shape=[3, 2, depth], output_channels=channels, kernel_shape=window, **options)


def maps(rnn):
    """Two layers of maps."""
    return [rnn.MultiRNNCell([
        conv(rnn, 1, 2, [2, 2], forget_bias=0.2), conv(rnn, 2, 1, [3, 1])])]


def two_maps(rnn):
    """A cell of maps for each direction."""
    return [conv(rnn, 1, 2, [2, 2]), conv(rnn, 1, 1, [3, 1])]


def dtype_of(feeds):
    return next(iter(feeds.values())).dtype


# dynamic_rnn

def any_lengths(tf, rnn, cells, feeds):
    """Beyond the end, negative, and of several dtypes."""
    found = [[9, -2, 3, 6], tf.constant([7, 0, 1, 6], tf.int64),
             tf.constant([3, 1, 2, 9], tf.uint8)]
    return [rnn.dynamic_rnn(cells[0], feeds["inputs"], lengths, dtype=dtype_of(feeds))
            for lengths in found]


def unknown_sizes(tf, rnn, cells, feeds):
    return rnn.dynamic_rnn(
        cells[0], unknown(tf, feeds["inputs"]), tf.constant(LENGTHS), time_major=True,
        dtype=dtype_of(feeds), scope="net", parallel_iterations=2, swap_memory=True)


def nested_state(tf, rnn, cells, feeds):
    return rnn.dynamic_rnn(cells[0], feeds["inputs"], LENGTHS, stack_state(rnn, feeds))


def no_steps(tf, rnn, cells, feeds):
    empty = tf.zeros([BATCH, 0, DEPTH], dtype_of(feeds))
    return [rnn.dynamic_rnn(cells[0], empty, initial_state=stack_state(rnn, feeds)),
            rnn.dynamic_rnn(cells[0], feeds["inputs"], [0] * BATCH, stack_state(rnn, feeds))]


def structures(tf, rnn, cells, feeds):
    inputs = (feeds["inputs"], feeds["others"])
    return rnn.dynamic_rnn(cells[0], inputs, LENGTHS, (feeds["a"], [feeds["b"]]))


def structures_time_major(tf, rnn, cells, feeds):
    inputs = tuple(rnn.transpose_batch_time(feeds[key]) for key in ("inputs", "others"))
    return rnn.dynamic_rnn(cells[0], inputs, dtype=dtype_of(feeds), time_major=True)


def maps_over_time(tf, rnn, cells, feeds):
    return rnn.dynamic_rnn(cells[0], feeds["maps"], MAP_LENGTHS, dtype=dtype_of(feeds))


def maps_time_major(tf, rnn, cells, feeds):
    return rnn.dynamic_rnn(
        cells[0], rnn.transpose_batch_time(feeds["maps"]), dtype=dtype_of(feeds), time_major=True)


# static_rnn

def steps(tf, tensor):
    return tf.unstack(tensor, axis=1)


def static_structures(tf, rnn, cells, feeds):
    inputs = list(zip(steps(tf, feeds["inputs"]), steps(tf, feeds["others"])))
    return rnn.static_rnn(cells[0], inputs, (feeds["a"], [feeds["b"]]), sequence_length=LENGTHS)


def static_nested_state(tf, rnn, cells, feeds):
    lengths = tf.constant([8, -1, 2, 4], tf.int64)
    return rnn.static_rnn(
        cells[0], steps(tf, feeds["inputs"]), stack_state(rnn, feeds), sequence_length=lengths)


def static_maps(tf, rnn, cells, feeds):
    return rnn.static_rnn(
        cells[0], steps(tf, feeds["maps"]), dtype=dtype_of(feeds), sequence_length=MAP_LENGTHS)


# state saving

NAMES = ((("c", "h"), "g"), ("memory", "out"))


def kept_nested_state(tf, rnn, cells, feeds):
    keeper = Keeper({name: feeds[name] for name in ("c", "h", "g", "memory", "out")})
    outputs, state = rnn.static_state_saving_rnn(
        cells[0], steps(tf, feeds["inputs"]), keeper, NAMES, sequence_length=LENGTHS)
    return outputs, state, [keeper.kept[name] for name in sorted(keeper.kept)]


# both directions

def unknown_sizes_both_ways(tf, rnn, cells, feeds):
    return rnn.bidirectional_dynamic_rnn(
        cells[0], cells[1], unknown(tf, feeds["inputs"]), tf.constant(LENGTHS, tf.int64),
        dtype=dtype_of(feeds), time_major=True)


def maps_both_ways(tf, rnn, cells, feeds):
    return rnn.bidirectional_dynamic_rnn(
        cells[0], cells[1], feeds["maps"], MAP_LENGTHS, dtype=dtype_of(feeds))


def nested_states_of_a_list(tf, rnn, cells, feeds):
    states = {"initial_state_fw": stack_state(rnn, feeds)}
    return rnn.static_bidirectional_rnn(
        cells[0], cells[1], steps(tf, feeds["inputs"]), dtype=dtype_of(feeds),
        sequence_length=LENGTHS, **states)


def three_of_each(rnn):
    """Three layers for each direction: fw, fw, fw, bw, bw, bw."""
    return [rnn.BasicLSTMCell(3), rnn.GRUCell(2), rnn.GRUCell(3),
            rnn.GRUCell(2), rnn.LSTMCell(4, num_proj=2), rnn.BasicRNNCell(2)]


def three_layers(tf, rnn, cells, feeds):
    return rnn.stack_bidirectional_rnn(
        cells[:3], cells[3:], steps(tf, feeds["inputs"]), dtype=dtype_of(feeds),
        sequence_length=LENGTHS)


def three_dynamic_layers(tf, rnn, cells, feeds):
    lengths = tf.constant(LENGTHS, tf.int64)
    return rnn.stack_bidirectional_dynamic_rnn(
        cells[:3], cells[3:], unknown(tf, feeds["inputs"]), dtype=dtype_of(feeds),
        sequence_length=lengths)


def two_and_a_stack(rnn):
    return stack(rnn) + [rnn.GRUCell(2)]


# raw_rnn

def written_down(tf, rnn, cells, feeds):
    """It stops early; its loop state writes the states down, and it emits a structure."""
    inputs, lengths = feeds["inputs"], tf.constant([2, 0, 3, 1])
    dtype = inputs.dtype

    def loop_fn(time, output, state, notes):
        finished = time >= lengths
        if output is None:
            state = (rnn.LSTMStateTuple(feeds["c"], feeds["h"]), feeds["g"])
            emit = {"sum": tf.zeros([1], dtype), "all": (tf.zeros([2], dtype),)}
            notes = tf.TensorArray(dtype, 8, clear_after_read=False, element_shape=[BATCH, 2])
            return finished, inputs[:, 0], state, emit, notes.write(0, feeds["g"])
        emit = {"sum": tf.reduce_sum(output, axis=1, keepdims=True), "all": (output * 2.0,)}
        notes = notes.write(time, state[1])
        following = inputs[:, 0] * 0.5 + output[:, :1]
        return finished, following, state, emit, notes

    emitted, state, notes = rnn.raw_rnn(cells[0], loop_fn)
    noted = tf.stack([notes.read(i) for i in range(4)])
    return [emitted["sum"].stack(), emitted["all"][0].stack()], state, noted


def drawn_maps(tf, rnn, cells, feeds):
    """Maps fed back, in sequences of several lengths."""
    first, lengths = feeds["maps"][:, 0], tf.constant([4, 1])

    def loop_fn(time, output, state, loop_state):
        finished = time >= lengths
        if output is None:
            return finished, first, cells[0].zero_state(2, first.dtype), None, None
        return finished, output[..., :1] * 0.5 + first, state, output, None

    emitted, state, _ = rnn.raw_rnn(cells[0], loop_fn)
    return emitted.stack(), state


def lower_stack(rnn):
    return [rnn.MultiRNNCell([rnn.BasicLSTMCell(3), rnn.GRUCell(2)])]


LOOPS = [
    program("dynamic_rnn_structures", "dynamic_rnn", pair, structures, PAIR),
    program("dynamic_rnn_any_lengths", "dynamic_rnn", gru, any_lengths, INPUTS),
    program("dynamic_rnn_unknown_sizes", "dynamic_rnn", stack, unknown_sizes, TIME_MAJOR),
    program("dynamic_rnn_nested_state", "dynamic_rnn", stack, nested_state, STACK),
    program("dynamic_rnn_no_steps", "dynamic_rnn", stack, no_steps, STACK),
    program("dynamic_rnn_structures_time_major", "dynamic_rnn", pair, structures_time_major,
            dict(INPUTS, others=[BATCH, TIME, 2])),
    program("dynamic_rnn_maps", "dynamic_rnn", maps, maps_over_time, MAPS),
    program("dynamic_rnn_maps_time_major", "dynamic_rnn", two_maps, maps_time_major, MAPS),
    program("static_rnn_structures", "static_rnn", pair, static_structures, PAIR),
    program("static_rnn_nested_state", "static_rnn", stack, static_nested_state, STACK),
    program("static_rnn_maps", "static_rnn", maps, static_maps, MAPS),
    program("static_state_saving_rnn_nested_state", "static_state_saving_rnn", stack,
            kept_nested_state, STACK),
    program("bidirectional_dynamic_rnn_unknown_sizes", "bidirectional_dynamic_rnn",
            two_and_a_stack, unknown_sizes_both_ways, TIME_MAJOR),
    program("bidirectional_dynamic_rnn_maps", "bidirectional_dynamic_rnn", two_maps,
            maps_both_ways, MAPS),
    program("static_bidirectional_rnn_nested_state", "static_bidirectional_rnn",
            two_and_a_stack, nested_states_of_a_list, STACK),
    program("stack_bidirectional_rnn_three_layers", "stack_bidirectional_rnn", three_of_each,
            three_layers, INPUTS),
    program("stack_bidirectional_dynamic_rnn_three_layers", "stack_bidirectional_dynamic_rnn",
            three_of_each, three_dynamic_layers, INPUTS),
    program("raw_rnn_written_down", "raw_rnn", lower_stack, written_down, STACK),
    program("raw_rnn_maps", "raw_rnn", two_maps, drawn_maps, MAPS),
]
