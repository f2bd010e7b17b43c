"""A controller with an external memory: `NTMCell`."""

import math
from collections import namedtuple

import keras
import numpy as np
from keras import ops

from tf_contrib_rnn.cells._cell import LayerRNNCell, call_cell, noise_of
from tf_contrib_rnn.cells._checks import check_is_cell, limit_or_none, whole_number
from tf_contrib_rnn.cells._identifiers import constant
from tf_contrib_rnn.cells._math import clip, linear, tanh
from tf_contrib_rnn.cells._state import positive_size, shape_size, size_shape, vector_width

NTMControllerState = namedtuple(
    "NTMControllerState", ("controller_state", "read_vector_list", "w_list", "M", "time")
)


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class NTMCell(LayerRNNCell):
    """Neural Turing machine: a cell that reads and writes a memory of vectors.

        y, s' = controller([x, r_1, ..., r_R], s)
        p = clip(y W_p + b_p, clip_value)
        k, beta, g, s, gamma = tanh, softplus, sigmoid, softmax, softplus + 1 of a head's share of p
        w_c = softmax(beta * cosine(k, M))
        w_g = g * w_c + (1 - g) * w
        w'  = (s shifts w_g) ^ gamma, divided by its sum
        r_i' = sum over places of w_i' * M                     for every reading head
        M' = M * (1 - w_i' e_i) + w_i' a_i                     for every writing head, in turn
        output = clip([y, r_1', ..., r_R'] W_o + b_o, clip_value)

    M is the memory, w the address weights of a head, r what a head read, k its key, beta the
    key's strength, g how far the address comes from the key, s the weights of the shifts by
    0, ..., shift_range, -shift_range, ..., -1 places, gamma how sharp the address becomes, e
    what is erased (sigmoid) and a what is added (tanh), both shares of p too. Before the first
    step r is tanh of `initial_read_vector_<i>`, w softmax of `initial_address_weights_<i>` and M
    the variable `memory`.

    The state is an `NTMControllerState`: the controller's state, the lists of r and of w (reading
    heads first), M and the number of steps taken by each row.

    TF1 had it in `tensorflow.contrib.rnn.python.ops.rnn_cell` only.

    Args:
        controller: cell of one vector as output.
        memory_size: number of places.
        memory_vector_dim: size of the vector at a place.
        read_head_num: number of reading heads.
        write_head_num: number of writing heads.
        shift_range: largest shift of an address in a step.
        output_dim: size of the output; None for the depth of the inputs.
        clip_value: limit of all shares of p and of the output.
        dtype, name, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias` and
            `memory`, which is everything that a first step starts from.

    Raises:
        TypeError: when the controller is no cell.
        ValueError: for a controller with another output, sizes that are no positive whole numbers,
            or a range of shifts that is wider than the memory.

    Differs from TF1: it runs in every dtype, with any batch, also an unknown one, and with
    `output_dim=None` under every runner, where TF1 had static_rnn and direct calls only. `M` has
    the size [memory_size, memory_vector_dim] that TF1's tensors had, not the product that its
    `state_size` said. `time` is a tensor [batch, 1] of the cell's dtype where TF1 counted in one
    whole number, also past the end of a sequence: a row that has not begun begins with the
    variables whenever it does.

    Papers: Graves, Wayne and Danihelka, "Neural Turing Machines", 2014; Collier and Beel,
    "Implementing Neural Turing Machines", 2018.
    """

    weight_roles = ("kernel", "bias", "memory")

    def __init__(
        self,
        controller,
        memory_size,
        memory_vector_dim,
        read_head_num,
        write_head_num,
        shift_range=1,
        output_dim=None,
        clip_value=20,
        dtype="float32",
        name=None,
        **kwargs,
    ):
        super().__init__(dtype=dtype, name=name, **kwargs)
        check_is_cell("controller", controller)
        vector_width("controller", controller)
        self.controller = controller
        self.memory_size = positive_size("memory_size", memory_size)
        self.memory_vector_dim = positive_size("memory_vector_dim", memory_vector_dim)
        self.read_head_num = positive_size("read_head_num", read_head_num)
        self.write_head_num = positive_size("write_head_num", write_head_num)
        self.shift_range = _shift_range(shift_range, self.memory_size)
        self.output_dim = None if output_dim is None else positive_size("output_dim", output_dim)
        self.clip_value = limit_or_none("clip_value", clip_value)
        self.head_num = self.read_head_num + self.write_head_num

    @property
    def state_size(self):
        """Sizes in an `NTMControllerState`."""
        return NTMControllerState(
            controller_state=self.controller.state_size,
            read_vector_list=[self.memory_vector_dim] * self.read_head_num,
            w_list=[self.memory_size] * self.head_num,
            M=shape_size([self.memory_size, self.memory_vector_dim]),
            time=1,
        )

    @property
    def output_size(self):
        """Size of the output; with `output_dim=None` None before the cell is built."""
        return self.output_dim

    def build(self, inputs_shape):
        depth = self.input_depth(inputs_shape)
        self.output_dim = self.output_dim or depth
        places, size = self.memory_size, self.memory_vector_dim
        units = vector_width("controller", self.controller)
        head = size + 2 * self.shift_range + 4
        columns = head * self.head_num + 2 * size * self.write_head_num
        read = size * self.read_head_num
        self.parameters_map = self._add_map("parameters", units, columns)
        self.output_map = self._add_map("output", units + read, self.output_dim)
        self.initial_read_vectors = [
            self._add_start(f"initial_read_vector_{i}", [1, size])
            for i in range(self.read_head_num)
        ]
        self.initial_weights = [
            self._add_start(f"initial_address_weights_{i}", [1, places])
            for i in range(self.head_num)
        ]
        self.memory = self._add_start("memory", [places, size], constant(1e-6))
        self.build_cell(self.controller, (inputs_shape[0], depth + read))

    def _add_map(self, name, rows, columns):
        initializer = keras.initializers.TruncatedNormal(stddev=1 / math.sqrt(rows))
        options = {"initializer": initializer, "role": "kernel"}
        kernel = self.add_variable(f"{name}_kernel", [rows, columns], **options)
        bias = self.add_variable(f"{name}_bias", [columns], initializer="zeros", role="bias")
        return kernel, bias

    def _add_start(self, name, shape, initializer="glorot_uniform"):
        return self.add_variable(name, shape, initializer=initializer, role="memory")

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """The controller's noise."""
        (depth,) = size_shape(input_size)
        depth += self.memory_vector_dim * self.read_head_num
        return noise_of(self.controller, steps, batch_size, depth, dtype)

    def call(self, inputs, state, training=None, noise=None):
        controller_state, reads, weights, memory, time = state
        reads, weights, memory = self._started(reads, weights, memory, time)
        y, controller_state = call_cell(
            self.controller, _joined(inputs, *reads), controller_state, training, noise
        )
        parameters = clip(linear(None, y, *self.parameters_map), self.clip_value)
        heads, erased, added = self._shares(parameters)
        weights = [self._address(*pair, memory) for pair in zip(heads, weights, strict=True)]
        reads = [ops.sum(w[:, :, None] * memory, axis=1) for w in weights[: self.read_head_num]]
        for w, e, a in zip(weights[self.read_head_num :], erased, added, strict=True):
            w = w[:, :, None]
            memory = memory * (1 - w * e[:, None, :]) + w * a[:, None, :]
        output = clip(linear(None, _joined(y, *reads), *self.output_map), self.clip_value)
        return output, NTMControllerState(controller_state, reads, weights, memory, time + 1)

    def _started(self, reads, weights, memory, time):
        """What the heads read, their addresses and the memory, as the variables where time is 0."""

        def chosen(first, later):
            is_first = ops.equal(time if len(later.shape) == 2 else time[:, None], 0)
            return ops.where(is_first, first, later)

        first_reads = map(tanh, self.initial_read_vectors)
        first_weights = map(_softmax, self.initial_weights)
        return (
            [chosen(*pair) for pair in zip(first_reads, reads, strict=True)],
            [chosen(*pair) for pair in zip(first_weights, weights, strict=True)],
            chosen(self.memory[None], memory),
        )

    def _shares(self, parameters):
        """The heads' shares of the parameters, and what the writing ones erase and add."""
        size = self.memory_vector_dim
        head = size + 2 * self.shift_range + 4
        sizes = [head] * self.head_num + [size] * (2 * self.write_head_num)
        shares = ops.split(parameters, [int(end) for end in np.cumsum(sizes[:-1])], axis=-1)
        written = shares[self.head_num :]
        erased, added = map(ops.sigmoid, written[::2]), map(tanh, written[1::2])
        return shares[: self.head_num], list(erased), list(added)

    def _address(self, share, w, memory):
        """The new address weights of a head."""
        size, shifts = self.memory_vector_dim, 2 * self.shift_range + 1
        k, beta, g, s, gamma = ops.split(share, [size, size + 1, size + 2, size + 2 + shifts], -1)
        key = tanh(k)[:, None, :]
        by_key = _softmax(ops.softplus(beta) * _cosine(memory, key))
        g = ops.sigmoid(g)
        w = self._shifted(g * by_key + (1 - g) * w, _softmax(s))
        w = ops.power(w, ops.softplus(gamma) + 1)
        return w / ops.sum(w, axis=1, keepdims=True)

    def _shifted(self, w, shifts):
        """The mean of the shifted address weights, by the weights of the shifts."""
        places, most = self.memory_size, self.shift_range
        zeros = ops.zeros_like(w[:, : places - (2 * most + 1)])
        circle = ops.concatenate([shifts[:, : most + 1], zeros, shifts[:, -most:]], axis=1)
        # Without shifts the last slice takes all: TF1's circle is one longer than the memory.
        length = places + (most == 0)
        to, origin = np.mgrid[:places, :places]
        index = length - 1 - (places - 1 - to + origin) % length
        return ops.sum(ops.take(circle, index, axis=1) * w[:, None, :], axis=2)


def _joined(*parts):
    return ops.concatenate(parts, axis=-1)


def _cosine(x, y):
    """Cosine of the angle between vectors along the last axis; in float16 1e-8 would be 0."""
    short = keras.backend.standardize_dtype(x.dtype) == "float16"
    least, epsilon = (1e-6, 1e-4) if short else (0.0, 1e-8)
    lengths = ops.sqrt(ops.sum(x**2, -1) + least) * ops.sqrt(ops.sum(y**2, -1) + least)
    return ops.sum(x * y, axis=-1) / (lengths + epsilon)


def _softmax(x):
    """Softmax over the last axis; Keras warns of one of size 1, which is 1."""
    return ops.softmax(x) if x.shape[-1] > 1 else ops.ones_like(x)


def _shift_range(value, memory_size):
    """The largest shift, as int.

    Raises:
        ValueError: when it is no whole number, or the shifts go more than once around.
    """
    shifts = whole_number("shift_range", value)
    if not 0 <= 2 * shifts + 1 <= memory_size:
        raise ValueError(
            f"shift_range expects a whole number from 0 to {(memory_size - 1) // 2} for "
            f"memory_size={memory_size}, received {value}: shifts may go once around at most."
        )
    return shifts
