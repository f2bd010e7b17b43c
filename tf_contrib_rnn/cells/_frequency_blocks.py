"""One frequency block of a grid of LSTMs: its variables, its equations and its state."""

import functools
from collections import namedtuple
from typing import NamedTuple

from keras import ops

from tf_contrib_rnn.cells._math import clip, linear, split_gates, tanh
from tf_contrib_rnn.cells._shards import add_sharded, joined


@functools.cache
def state_tuple_class(name, prefixes, counts):
    """The named tuple of a state: `<prefix>_f<window>_b<block>_c` and `_m`.

    Args:
        name: name of the class.
        prefixes: one prefix for each direction.
        counts: number of windows of each block.

    Returns:
        The identical class for equal arguments, so that states of equal cells have one structure.
    """
    fields = [
        f"{prefix}_f{window:02d}_b{block:02d}_{part}"
        for prefix in prefixes
        for block, count in enumerate(counts)
        for window in range(count)
        for part in "cm"
    ]
    return namedtuple(name, fields)


class GridLSTM(NamedTuple):
    """The weights of one LSTM of a block, along the frequencies or along the time.

    Attributes:
        num_gates: 4, or 3 where the forget gate is coupled to the input gate.
        kernel: shards of [window size + 2 N, num_gates N].
        bias: [num_gates N].
        peepholes: for each gate that has some, the weights of (c_freq, c_time).
    """

    num_gates: int
    kernel: list
    bias: object
    peepholes: dict

    def product(self, inputs, m_time, m_freq):
        """The gates before their activations: i, j, (f,) o."""
        state = ops.concatenate([m_time, m_freq], axis=-1)
        product = linear(inputs, state, joined(self.kernel), self.bias)
        return split_gates(product, self.num_gates)

    def gate(self, name, value, c_freq, c_time):
        """A gate with its peepholes into both memories."""
        if name in self.peepholes:
            of_freq, of_time = self.peepholes[name]
            value = value + of_freq * c_freq + of_time * c_time
        return ops.sigmoid(value)

    def memory(self, gates, c, c_freq, c_time, forget_bias, cell_clip):
        """The new memory: `c' = clip(f * c + i * tanh(j))`, with f = 1 - i where it is missing."""
        i, j, *f, _ = gates
        i = self.gate("I", i, c_freq, c_time)
        f = self.gate("F", f[0] + forget_bias, c_freq, c_time) if f else 1 - i
        return clip(f * c + i * tanh(j), cell_clip)

    def output(self, gates, c, c_freq, c_time):
        """The new output: `m' = o * tanh(c)`."""
        return self.gate("O", gates[-1], c_freq, c_time) * tanh(c)


class Block(NamedTuple):
    """One frequency block: two LSTMs that meet at every window.

    Attributes:
        freq: the LSTM along the frequencies, whose state starts at zero in every step.
        time: the LSTM along the time; with shared weights the very same.
        forget_bias, cell_clip: as in `GridLSTMCell`.
    """

    freq: GridLSTM
    time: GridLSTM
    forget_bias: float
    cell_clip: float | None

    def __call__(self, windows, states):
        """Runs along the windows.

        Args:
            windows: tensors [batch, window size].
            states: `(c, m)` of the LSTM along the time, one pair a window.

        Returns:
            `(outputs, new_states)`: lists of m_time, m_freq and of c_time, m_time.
        """
        c_freq = m_freq = ops.zeros_like(states[0][0])
        outputs, new_states = [], []
        for inputs, (c_time, m_time) in zip(windows, states, strict=True):
            m_time, m_freq, c_time, c_freq = self._step(inputs, m_time, m_freq, c_time, c_freq)
            outputs += [m_time, m_freq]
            new_states += [c_time, m_time]
        return outputs, new_states

    def _step(self, inputs, m_time, m_freq, c_time, c_freq):
        of_freq = self.freq.product(inputs, m_time, m_freq)
        shared = self.time is self.freq
        of_time = of_freq if shared else self.time.product(inputs, m_time, m_freq)
        seen = (c_freq, c_time, self.forget_bias, self.cell_clip)
        c_freq = self.freq.memory(of_freq, c_freq, *seen)
        c_time = self.time.memory(of_time, c_time, *seen)
        m_freq = self.freq.output(of_freq, c_freq, c_freq, c_time)
        m_time = self.time.output(of_time, c_time, c_freq, c_time)
        return m_time, m_freq, c_time, c_freq


def add_block(cell, prefix, number, rows):
    """Makes the variables of one block in TF1's order.

    Args:
        cell: a `GridLSTMCell`.
        prefix: TF1 path before the names, empty or ending in `/`.
        number: number of the block.
        rows: size of a window.
    """
    units, coupled = cell.num_units, cell.couple_input_forget_gates
    num_gates = 3 if coupled else 4
    columns = num_gates * units

    def matrix(letter):
        shape = [rows + 2 * units, columns]
        kernel = add_sharded(cell, f"{prefix}W_{letter}_{number}", shape, cell.num_unit_shards)
        name = f"{prefix}B_{letter}_{number}"
        return kernel, cell.add_variable(name, [columns], initializer="zeros", role="bias")

    def diagonals(along):
        gates = "" if not cell.use_peepholes else "IO" if coupled else "FIO"
        return {
            gate: [
                cell.add_variable(
                    f"{prefix}W_{gate}_diag_{along}{seen}_{number}", [units], role="peephole"
                )
                for seen in "ft"
            ]
            for gate in gates
        }

    shared = cell.share_time_frequency_weights
    kernels = [matrix("f")] if shared else [matrix("f"), matrix("t")]
    freq = GridLSTM(num_gates, *kernels[0], diagonals("freq"))
    time = freq if shared else GridLSTM(num_gates, *kernels[1], diagonals("time"))
    return Block(freq, time, cell.forget_bias, cell.cell_clip)
