"""An LSTM that opens and closes with time: `PhasedLSTMCell`."""

import math

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import RNNCell
from tf_contrib_rnn.cells._checks import number, received, switch
from tf_contrib_rnn.cells._identifiers import constant
from tf_contrib_rnn.cells._math import interpolate, linear, mod, split_gates, tanh
from tf_contrib_rnn.cells._state import LSTMStateTuple, is_structure, positive_size, size_shape
from tf_contrib_rnn.cells._subclass import plain_shape


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class PhasedLSTMCell(RNNCell):
    """LSTM cell whose units are open during a part of a period of their own, by the time it is.

        i, f = split(sigmoid([x, h] W_m + b_m), 2)
        d = f * c + i * tanh([x, h] W_n + b_n)
        e = sigmoid([x, h] W_o + b_o) * tanh(d)
        r = mod(t - phase, period) / period
        k = 2 r / ratio_on               where r < ratio_on / 2
            2 - 2 r / ratio_on           where r < ratio_on
            leak * r                     elsewhere
        c' = k * d + (1 - k) * c
        h' = k * e + (1 - k) * h

    t is the time, r how far a unit is in its cycle and k how open it is, i the input gate, f the
    forget gate, c the memory and h the output. With peepholes the mask gates see [x, h, c] and
    the output gate [x, h, d]: the weights are rows of the kernels, not diagonals. The weights are
    `mask_gates/*` (m), `new_input/*` (n), `output_gate/*` (o), `period`, `phase` and `ratio_on`.
    The gradient takes mod for the identity in t - phase and for constant in the period.

    The inputs of a step are `(t, x)`: t [batch, 1], in any unit, and x [batch, depth]. t keeps
    its own dtype, float64 for times that float32 cannot tell apart, until r is known.

    Args:
        num_units: size N of c and h.
        use_peepholes: whether the gates see the memory.
        leak: openness of a closed unit at the end of its cycle, in training and in inference.
        ratio_on: initial part of the period in which a unit is open.
        trainable_ratio_on: whether `ratio_on` is trained.
        period_init_min: smallest initial period, in the unit of t; periods are log-uniform.
        period_init_max: largest initial period. Phases are uniform between 0 and the period.
        reuse, **kwargs: see `RNNCell`; the variables' roles are `kernel`, `bias`, `period`, `phase`
            and `ratio_on`.

    Raises:
        ValueError: for a size that is no positive whole number, a period that is not positive, or
            inputs that are not a pair of time and features.

    Differs from TF1: `x` may have any floating dtype, in TF1 only float32. A cell above another one
    gets no time and is refused with a message of its own: in a `MultiRNNCell` only the first cell
    can be a `PhasedLSTMCell`. The stock `keras.layers.RNN` takes no pairs; use `rnn.RNN`.

    Paper: Neil, Pfeiffer and Liu, "Phased LSTM: Accelerating Recurrent Network Training for Long
    or Event-based Sequences", 2016.
    """

    makes_variables_in_call = False
    weight_roles = ("kernel", "bias", "period", "phase", "ratio_on")

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        leak=0.001,
        ratio_on=0.1,
        trainable_ratio_on=True,
        period_init_min=1.0,
        period_init_max=1000.0,
        reuse=None,
        **kwargs,
    ):
        # Keras would cast the time to the dtype of the weights.
        super().__init__(reuse=reuse, autocast=False, **kwargs)
        self.num_units = positive_size("num_units", num_units)
        self.use_peepholes = switch("use_peepholes", use_peepholes)
        self.leak = number("leak", leak)
        self.ratio_on_init = number("ratio_on", ratio_on)
        self.trainable_ratio_on = switch("trainable_ratio_on", trainable_ratio_on)
        self.period_init_min = _positive("period_init_min", period_init_min)
        self.period_init_max = _positive("period_init_max", period_init_max)
        self.output_size = self.num_units
        self.state_size = LSTMStateTuple(self.num_units, self.num_units)

    def main_inputs(self, inputs):
        """The features: the time does not decide the dtype."""
        return inputs[1] if is_structure(inputs) and len(inputs) == 2 else inputs

    def build(self, inputs_shape):
        time_shape, x_shape = self._pair(inputs_shape)
        units = self.num_units
        rows = self.input_depth(x_shape) + units
        self.note("inputs_expected", ((None, time_shape[-1]), self.inputs_expected))
        peepholes = units if self.use_peepholes else 0
        self.note("maps", {})
        self._add_map("mask_gates", rows + peepholes, 2 * units)
        self._add_map("new_input", rows, units)
        self._add_map("output_gate", rows + peepholes, units)
        initial = _LogUniform(self.period_init_min, self.period_init_max)
        # A mixed policy shall not round them: after many cycles the phase would be another.
        exact = {"shape": [units], "autocast": False}
        self.period = self.add_variable("period", initializer=initial, **exact)
        self.phase = self.add_variable("phase", initializer=_FractionOf(initial), **exact)
        self.ratio_on = self.add_variable(
            "ratio_on",
            [units],
            initializer=constant(self.ratio_on_init),
            trainable=self.trainable_ratio_on,
        )

    def _pair(self, inputs_shape):
        """The shapes of time and features."""
        pair = inputs_shape if is_structure(inputs_shape) else None
        shapes = [size_shape(part) if hasattr(part, "__iter__") else () for part in pair or ()]
        if [len(shape) for shape in shapes] != [2, 2] or shapes[0][-1] not in (1, self.num_units):
            raise ValueError(
                f"{self.name} expects inputs (time [batch, 1], features [batch, depth]), received "
                f"shape {plain_shape(inputs_shape)}: pass the time beside the features; above "
                "another cell there is none."
            )
        return shapes

    def _add_map(self, name, rows, columns):
        self.maps[name] = self.add_linear(rows, columns, f"{name}/")

    def call(self, inputs, state):
        dtype = self.compute_dtype
        time, x = inputs
        x, c, h = (ops.cast(part, dtype) for part in (x, *state))
        i, f = split_gates(ops.sigmoid(self._linear("mask_gates", x, h, c)), 2)
        d = f * c + i * tanh(self._linear("new_input", x, h))
        e = ops.sigmoid(self._linear("output_gate", x, h, d)) * tanh(d)
        k = self._openness(time)
        c, h = interpolate(k, d, c), interpolate(k, e, h)
        return h, LSTMStateTuple(c, h)

    def _linear(self, name, x, h, memory=None):
        """One of the three affine maps; of the memory only with peepholes."""
        kernel, bias = (ops.cast(weight, x.dtype) for weight in self.maps[name])
        sees_memory = self.use_peepholes and memory is not None
        state = ops.concatenate([h, memory], axis=-1) if sees_memory else h
        return linear(x, state, kernel, bias)

    def _openness(self, time):
        """K of the equations, [batch, N]."""
        time = ops.convert_to_tensor(time)
        phase, period = (ops.cast(weight, time.dtype) for weight in (self.phase, self.period))
        ratio = ops.cast(mod(time - phase, period) / period, self.compute_dtype)
        ratio_on = ops.cast(self.ratio_on, self.compute_dtype)
        opening = 2 * ratio / ratio_on
        k = ops.where(ratio < ratio_on, 2 - opening, self.leak * ratio)
        return ops.where(ratio < 0.5 * ratio_on, opening, k)


class _LogUniform(keras.initializers.Initializer):
    """Numbers whose logarithms are uniform; every call gives the same ones."""

    def __init__(self, low, high):
        self._logarithms = keras.initializers.RandomUniform(math.log(low), math.log(high))

    def __call__(self, shape, dtype=None):
        return ops.exp(self._logarithms(shape, dtype))


class _FractionOf(keras.initializers.Initializer):
    """Uniform fractions of the numbers of another initializer."""

    def __init__(self, whole):
        self._whole = whole
        self._fractions = keras.initializers.RandomUniform(0.0, 1.0)

    def __call__(self, shape, dtype=None):
        return self._fractions(shape, dtype) * self._whole(shape, dtype)


def _positive(name, value):
    """A number above 0 as float.

    Raises:
        ValueError: for any other.
    """
    try:
        time = float(value)
    except (TypeError, ValueError):
        time = 0.0
    if not 0 < time < math.inf:
        raise ValueError(
            f"{name} expects a time above 0, received {received(value)}: pass one such as 1.0."
        )
    return time
