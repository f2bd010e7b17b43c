"""LSTM cells on a grid of time and frequency: `GridLSTMCell`, `BidirectionalGridLSTMCell`."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import limit_or_none, number, switch, whole_number
from tf_contrib_rnn.cells._frequency_blocks import add_block, state_tuple_class
from tf_contrib_rnn.cells._frequency_windows import check_count, check_reach, windows_of_blocks
from tf_contrib_rnn.cells._state import positive_size


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class GridLSTMCell(RNNCell):
    """Two LSTMs on a grid of time and frequency: one along the steps, one along the windows.

        for each window x_k of a block, with a = freq or time:
            i_a, j_a, f_a, o_a = split([x_k, m_time, m_freq] W_a + B_a, 4)
            i_a = sigmoid(i_a + I_af * c_freq + I_at * c_time)
            f_a = sigmoid(f_a + forget_bias + F_af * c_freq + F_at * c_time)
            c'_a = clip(f_a * c_a + i_a * tanh(j_a), cell_clip)
            m'_a = sigmoid(o_a + O_af * c'_freq + O_at * c'_time) * tanh(c'_a)
        output = [m'_time, m'_freq] of all windows of all blocks

    i is the input gate, j the new input, f the forget gate, o the output gate. c_time and m_time
    are the memory and the output of the same window in the step before, which are the state;
    c_freq and m_freq are those of the window before, zero at the first of a block. I, F and O
    only with peepholes. Coupled gates have no f of their own but 1 - i.

    Args:
        num_units: size N of every c and m.
        use_peepholes: whether the gates see both memories through diagonal weights.
        share_time_frequency_weights: whether both LSTMs have the weights of the one along the
            frequencies.
        cell_clip: limit of |c'|, seen by the output gates clipped; None for no limit.
        initializer: accepted and without effect, as in TF1.
        num_unit_shards: number of variables that the rows of each W are stored in.
        forget_bias: added to the forget gates at run time, never stored in the bias; without
            effect on coupled gates.
        feature_size: number of features in a window; needed.
        frequency_skip: distance in features from one window to the next; needed.
        num_frequency_blocks: list with the number of windows in each block; needed.
        start_freqindex_list: list with the first feature of each block; None for one block over
            all features.
        end_freqindex_list: list with the feature behind each block; without a start list it has
            no effect.
        couple_input_forget_gates: whether the forget gate is 1 - i.
        state_is_tuple: whether the state is a `GridLSTMStateTuple(state_f00_b00_c,
            state_f00_b00_m, state_f01_b00_c, ...)`, f for the window and b for the block;
            otherwise one tensor of the same parts in the same order.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias` and `peephole`.

    Raises:
        ValueError: for sizes that are no positive whole numbers, for numbers of windows that do
            not follow from the sizes, for lists of different lengths, and for windows beyond the
            inputs.

    Differs from TF1: with `state_is_tuple=False` and several blocks TF1 read the state of the
    first block for all of them; here every block reads its own. A state in any container is taken.

    Papers: Kalchbrenner, Danihelka and Graves, "Grid Long Short-Term Memory", 2016; with
    peepholes Sainath and Li, "Modeling Time-Frequency Patterns with LSTM vs. Convolutional
    Architectures for LVCSR Tasks", 2016.
    """

    makes_variables_in_call = False
    weight_roles = ("kernel", "bias", "peephole")
    state_tuple_name = "GridLSTMStateTuple"
    # One direction: the prefix of its part of the state, the TF1 scope of its variables.
    directions = {"state": ""}

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        share_time_frequency_weights=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=None,
        num_frequency_blocks=None,
        start_freqindex_list=None,
        end_freqindex_list=None,
        couple_input_forget_gates=False,
        state_is_tuple=True,
        reuse=None,
        **kwargs,
    ):
        super().__init__(reuse=reuse, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.use_peepholes = switch("use_peepholes", use_peepholes)
        self.share_time_frequency_weights = switch(
            "share_time_frequency_weights", share_time_frequency_weights
        )
        self.cell_clip = limit_or_none("cell_clip", cell_clip)
        self.num_unit_shards = positive_size("num_unit_shards", num_unit_shards)
        self.forget_bias = number("forget_bias", forget_bias)
        self.couple_input_forget_gates = switch(
            "couple_input_forget_gates", couple_input_forget_gates
        )
        self.state_is_tuple = switch("state_is_tuple", state_is_tuple)
        starts, ends = start_freqindex_list, end_freqindex_list
        self.windows, self.covers_all_features = windows_of_blocks(
            num_frequency_blocks, starts, ends, feature_size, frequency_skip
        )
        self.num_states = 2 * len(self.directions) * sum(w.count for w in self.windows)
        self.output_size = self.num_states * self.num_units
        sizes = [self.num_units] * self.num_states
        self.state_size = self.state_tuple_type(*sizes) if state_is_tuple else self.output_size

    @property
    def state_tuple_type(self):
        """The class of the state; None where the state is one tensor."""
        if not self.state_is_tuple:
            return None
        counts = tuple(windows.count for windows in self.windows)
        return state_tuple_class(self.state_tuple_name, tuple(self.directions), counts)

    def build(self, inputs_shape):
        depth = self.input_depth(inputs_shape)
        if self.covers_all_features:
            check_count(self.windows[0], depth)
        check_reach(self.name, depth, self.windows)
        blocks = [
            [add_block(self, path, number, w.size) for number, w in enumerate(self.windows)]
            for path in self.directions.values()
        ]
        self.note("blocks", blocks)  # the variables are tracked, the blocks need not be

    def call(self, inputs, state):
        parts = state if self.state_is_tuple else ops.split(state, self.num_states, axis=-1)
        pairs = iter(zip(parts[::2], parts[1::2], strict=True))
        outputs, new_states = [], []
        for blocks, windows in zip(self.blocks, self._cut(inputs), strict=True):
            for block, cut in zip(blocks, windows, strict=True):
                block_outputs, block_states = block(cut, [next(pairs) for _ in cut])
                outputs += block_outputs
                new_states += block_states
        output = ops.concatenate(outputs, axis=-1)
        if self.state_is_tuple:
            return output, self.state_tuple_type(*new_states)
        return output, ops.concatenate(new_states, axis=-1)

    def _cut(self, inputs):
        """The windows of every block, once for each direction."""
        return [[windows.cut(inputs) for windows in self.windows]]


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class BidirectionalGridLSTMCell(GridLSTMCell):
    """`GridLSTMCell` that runs along the windows of each block forward, and backward too.

    The two directions have weights of their own, in `fwd/` and `bwd/`. The output is that of the
    forward direction, then that of the backward one. There the outputs and the states stand in
    the order in which the windows were visited: `bwd_state_f00_b00_c` is that of the last window.

    Args:
        num_units, use_peepholes, share_time_frequency_weights, cell_clip, initializer,
        num_unit_shards, forget_bias, feature_size, frequency_skip, num_frequency_blocks,
        start_freqindex_list, end_freqindex_list, couple_input_forget_gates, reuse, **kwargs: see
            `GridLSTMCell`; the state is always a tuple, `BidirectionalGridLSTMStateTuple`, all
            of the forward direction first.
        backward_slice_offset: number of features by which the windows of the backward direction
            lie further up, or with a negative number further down; beyond the inputs are zeros.

    Raises:
        TypeError: for `state_is_tuple`, which it does not have.
        ValueError: as `GridLSTMCell`.

    Differs from TF1: not at all. A state in any container is taken.

    Paper: as `GridLSTMCell`.
    """

    state_tuple_name = "BidirectionalGridLSTMStateTuple"
    directions = {"fwd_state": "fwd/", "bwd_state": "bwd/"}

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        share_time_frequency_weights=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=None,
        num_frequency_blocks=None,
        start_freqindex_list=None,
        end_freqindex_list=None,
        couple_input_forget_gates=False,
        backward_slice_offset=0,
        reuse=None,
        **kwargs,
    ):
        super().__init__(
            num_units,
            use_peepholes=use_peepholes,
            share_time_frequency_weights=share_time_frequency_weights,
            cell_clip=cell_clip,
            initializer=initializer,
            num_unit_shards=num_unit_shards,
            forget_bias=forget_bias,
            feature_size=feature_size,
            frequency_skip=frequency_skip,
            num_frequency_blocks=num_frequency_blocks,
            start_freqindex_list=start_freqindex_list,
            end_freqindex_list=end_freqindex_list,
            couple_input_forget_gates=couple_input_forget_gates,
            state_is_tuple=True,
            reuse=reuse,
            **kwargs,
        )
        self.backward_slice_offset = whole_number("backward_slice_offset", backward_slice_offset)

    def _cut(self, inputs):
        offset = self.backward_slice_offset
        backward = [windows.cut(inputs, offset)[::-1] for windows in self.windows]
        return [*super()._cut(inputs), backward]
