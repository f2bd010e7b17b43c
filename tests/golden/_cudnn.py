"""What stands for the layers of cuDNN, of which TF 1.15.5 has no kernel on a CPU."""

import tensorflow as tf
from tensorflow.contrib import cudnn_rnn


def _relu(units):
    """Make the cell of CudnnRNNRelu."""
    return tf.nn.rnn_cell.BasicRNNCell(units, activation=tf.nn.relu)


class CudnnJudge(object):
    """The compatible cells, layer on layer, called as the layer of cuDNN is.

    The state comes and goes as cuDNN has it: (h, c), or (h,), each [layers * directions, batch,
    units], the directions of a layer one after the other.
    """

    CELLS = {
        "CudnnLSTM": cudnn_rnn.CudnnCompatibleLSTMCell,
        "CudnnGRU": cudnn_rnn.CudnnCompatibleGRUCell,
        "CudnnRNNTanh": tf.nn.rnn_cell.BasicRNNCell,
        "CudnnRNNRelu": _relu,
    }
    SCOPES = {"CudnnLSTM": "cudnn_lstm", "CudnnGRU": "cudnn_gru",
              "CudnnRNNTanh": "cudnn_rnn_tanh", "CudnnRNNRelu": "cudnn_rnn_relu"}

    def __init__(self, case):
        self.case, arguments = case, case["arguments"]
        self.is_lstm = case["symbol"] == "CudnnLSTM"
        self.layers, self.units = arguments["num_layers"], arguments["num_units"]
        self.directions = 2 if arguments.get("direction") == "bidirectional" else 1
        make = self.CELLS[case["symbol"]]
        self.cells = [[make(self.units) for _ in range(self.layers)]
                      for _ in range(self.directions)]
        self.reuse = False

    def state_shapes(self):
        """List the shapes of the state."""
        shape = [self.layers * self.directions, self.case["batch"], self.units]
        return [shape, shape] if self.is_lstm else [shape]

    def __call__(self, inputs, dtype, sequence_length, initial_state=None):
        """Run all layers; the arguments are those of a fused cell."""
        states = [None] * self.directions
        if initial_state is not None:
            states = [self._unpacked(initial_state, side) for side in range(self.directions)]
        scope = self.SCOPES[self.case["symbol"]]
        with tf.variable_scope(scope, reuse=self.reuse):
            self.reuse = True
            run = self._one_direction if self.directions == 1 else self._two_directions
            outputs, finals = run(inputs, sequence_length, dtype, states)
        flat = [finals[side][layer] for layer in range(self.layers)
                for side in range(self.directions)]
        if not self.is_lstm:
            return outputs, (tf.stack(flat),)
        return outputs, (tf.stack([s.h for s in flat]), tf.stack([s.c for s in flat]))

    def _one_direction(self, inputs, lengths, dtype, states):
        """Run a stack with dynamic_rnn."""
        outputs, final = tf.nn.dynamic_rnn(
            tf.nn.rnn_cell.MultiRNNCell(self.cells[0]), inputs, lengths, dtype=dtype,
            initial_state=states[0] and tuple(states[0]), time_major=True)
        return outputs, [final]

    def _two_directions(self, inputs, lengths, dtype, states):
        """Run a stack of pairs with stack_bidirectional_dynamic_rnn."""
        outputs, forward, backward = tf.contrib.rnn.stack_bidirectional_dynamic_rnn(
            self.cells[0], self.cells[1], inputs, initial_states_fw=states[0],
            initial_states_bw=states[1], dtype=dtype, sequence_length=lengths, time_major=True)
        return outputs, [forward, backward]

    def _unpacked(self, state, side):
        """List the states of the layers of one direction."""
        found = []
        for layer in range(self.layers):
            parts = [part[layer * self.directions + side] for part in state]
            found.append(tf.nn.rnn_cell.LSTMStateTuple(parts[1], parts[0]) if self.is_lstm
                         else parts[0])
        return found
