"""The arithmetic of a step: tensors in, tensors out.

Every product of a cell goes through `linear` or `conv`, with the input and the state as two
operands of one concatenated kernel. So a runner over time can see which product depends on the
input alone without knowing the cell, and answer for it; see `_products`.
"""

import keras
from keras import ops

from tf_contrib_rnn.cells._products import parts_of, product


@product
def linear(inputs, state, kernel, bias=None):
    """Affine map of an input and a state by one concatenated kernel: `[x, h] W + b`.

    Args:
        inputs: [batch, input depth], or None for a map of the state alone.
        state: [batch, state depth], or None for a map of the input alone.
        kernel: [input depth + state depth, units]; rows of the input first, as TF1 laid them out.
        bias: [units], or None.
    """
    result = matmul(_join(inputs, state), kernel)
    return result if bias is None else ops.add(result, bias)


@product
def conv(
    inputs,
    state,
    kernel,
    bias=None,
    *,
    strides=1,
    padding="same",
    dilation_rate=1,
    data_format="channels_last",
):
    """Convolution of an input and a state by one concatenated kernel, of the same size by default.

    Args:
        inputs: [batch, *spatial, input channels], or None for a convolution of the state alone.
        state: [batch, *spatial, state channels], or None for one of the input alone.
        kernel: [*window, input channels + state channels, filters]; or a pair of
            kernels, of the input and of the state.
        bias: [filters], or None.
        strides: places from a window to the next, an int or one a spatial dimension.
        padding: "same" for zeros around the map, or "valid" for none.
        dilation_rate: places from a window's element to the next, an int or one a dimension.
        data_format: "channels_last", or "channels_first" for maps [batch, channels, *spatial].
    """
    first = data_format == "channels_first"
    # Channels go last: TensorFlow's kernels for the CPU take nothing else, or compile each call.
    inputs, state = (_move(x, 1, -1) if first else x for x in (inputs, state))
    result = ops.conv(
        _join(inputs, state),
        kernel,
        strides=strides,
        padding=padding,
        data_format="channels_last",
        dilation_rate=dilation_rate,
    )
    result = result if bias is None else ops.add(result, bias)
    return _move(result, -1, 1) if first else result


def _move(x, source, destination):
    return None if x is None else ops.moveaxis(x, source, destination)


def _join(inputs, state):
    operands = [x for x in (inputs, state) if x is not None]
    return operands[0] if len(operands) == 1 else ops.concatenate(operands, axis=-1)


def split_gates(x, count, axis=-1):
    """Splits an axis, by default the last, into `count` equal blocks, in kernel order."""
    last = axis in (-1, len(x.shape) - 1)
    return (parts_of(x, count) if last else None) or ops.split(x, count, axis=axis)


def lstm_update(
    i, j, f, o, c, forget_bias, activation, peepholes=None, limit=None, squash=ops.sigmoid
):
    """The LSTM equations after the gates' product.

        c' = squash(f + forget_bias + w_f * c) * c + squash(i + w_i * c) * activation(j)
        c' = limit(c')
        h' = squash(o + w_o * c') * activation(c')

    Args:
        i: [batch, units], the input gate before its activation, and likewise
        j: the new input,
        f: the forget gate,
        o: the output gate.
        c: [batch, units], the memory.
        forget_bias: number.
        activation: function of the new input and of the output.
        peepholes: weights `(w_i, w_f, w_o)`, each [units] or None, or None for none at all.
        limit: function that clips the new memory, or None.
        squash: activation of the three gates.

    Returns:
        `(c', h')`.
    """
    w_i, w_f, w_o = peepholes or (None, None, None)
    c = lstm_memory(i, activation(j), f, c, forget_bias, w_i, w_f, squash)
    c = limit(c) if limit else c
    return c, lstm_output(o, c, activation, w_o, squash)


def lstm_memory(i, g, f, c, forget_bias, w_i=None, w_f=None, squash=ops.sigmoid):
    """The new memory of an LSTM, g being the activated new input; w_* only with peepholes.

    c' = squash(f + forget_bias + w_f * c) * c + squash(i + w_i * c) * g
    """
    f, i = peep(f + forget_bias, w_f, c), peep(i, w_i, c)
    return squash(f) * c + squash(i) * g


def lstm_output(o, c, activation, w_o=None, squash=ops.sigmoid):
    """The output of an LSTM with the memory c: `squash(o + w_o * c) * activation(c)`."""
    return squash(peep(o, w_o, c)) * activation(c)


def peep(gate, weight, c):
    """A gate that sees the memory: `gate + weight * c`; without a weight the gate as it is."""
    return gate if weight is None else gate + weight * c


def projected(h, kernel, limit=None):
    """The output after a projection and its clip; without a kernel as it is."""
    return h if kernel is None else clip(linear(None, h, kernel), limit)


def layer_norm(x, gain, shift):
    """Layer normalization over the last axis: `(x - mean) / sqrt(variance + epsilon) gain + shift`.

    The variance is biased. epsilon is 1e-12, in float16, where that is 0, 1e-3.
    """
    epsilon = 1e-3 if keras.backend.standardize_dtype(x.dtype) == "float16" else 1e-12
    mean, variance = _moments(x)
    return (x - mean) * ops.rsqrt(variance + epsilon) * gain + shift


def _moments(x):
    """Mean and biased variance over the last axis, in float32 at least.

    TensorFlow's own `moments` takes the mean inside the variance for a constant: the gradient is
    right, the gradient of the gradient is not.
    """
    short = keras.backend.standardize_dtype(x.dtype) in ("float16", "bfloat16")
    wide = ops.cast(x, "float32") if short else x
    # On jax Keras 3.15's own mean makes float32 of float64.
    # A Dimension in a graph without version 2 behaviour, which cannot divide a tensor.
    units = int(x.shape[-1])
    mean = ops.sum(wide, axis=-1, keepdims=True) / units
    variance = ops.sum(ops.square(wide - mean), axis=-1, keepdims=True) / units
    return ops.cast(mean, x.dtype), ops.cast(variance, x.dtype)


def unit_columns(kernel):
    """A kernel whose columns have the length 1; one of zeros stays."""
    squares = ops.sum(ops.square(kernel), axis=0, keepdims=True)
    return kernel * ops.rsqrt(ops.where(squares < 1e-12, 1e-12, squares))


def gru_update(gates, h, candidate, activation):
    """The GRU equations after the gates' product.

        r, u = sigmoid(split(gates, 2))
        n = activation(candidate(r))
        h' = u * h + (1 - u) * n

    Args:
        gates: [batch, 2 units], both gates before their activation.
        h: [batch, units], the state.
        candidate: function of the reset gate r that gives the candidate before its activation.
        activation: function of the candidate.

    Returns:
        h'.
    """
    r, u = map(ops.sigmoid, split_gates(gates, 2))
    return interpolate(u, h, activation(candidate(r)))


def interpolate(gate, old, new):
    """What a gate between 0 and 1 keeps of the old, and the rest of the new."""
    return gate * old + (1 - gate) * new


def mod(x, y):
    """Remainder of a division, of the sign of y, whose gradient is that of x alone."""
    return ops.stop_gradient(ops.mod(x, y) - x) + x


def matmul(x, y):
    """Product of matrices in their dtype: on torch Keras 3.15's own makes float32 of float64."""
    if keras.backend.backend() == "torch" and keras.backend.standardize_dtype(x.dtype) == "float64":
        return ops.convert_to_tensor(x) @ ops.convert_to_tensor(y)
    return ops.matmul(x, y)


def tanh(x):
    """Hyperbolic tangent in the dtype of x: on jax Keras 3.15's own makes float32 of float64."""
    if keras.backend.backend() == "jax":
        import jax.numpy as jnp

        return jnp.tanh(ops.convert_to_tensor(x))
    return ops.tanh(x)


def clip(x, limit):
    """Clips to [-limit, limit]; `None` leaves x as it is."""
    if limit is None:
        return x
    # As a tensor: on torch Keras 3.15 rounds numbers to float32.
    limit = ops.convert_to_tensor(limit, x.dtype)
    return ops.clip(x, -limit, limit)


def clip_straight_through(x, limit):
    """The values of `clip`, but a gradient that ignores it."""
    # x - stop_gradient(x) is zero, so that the value is exactly the clip.
    return x if limit is None else ops.stop_gradient(clip(x, limit)) + (x - ops.stop_gradient(x))


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
def hard_sigmoid(x):
    """The hard sigmoid of tf.keras in TF 1.x and 2.0, of slope 1/5: `clip(0.2 x + 0.5, 0, 1)`.

    The recurrent layers and cells of that time had it as their default `recurrent_activation`;
    pass `recurrent_activation=rnn.hard_sigmoid` for the same numbers in Keras 3. It is saved
    with a model under its registered name.

    Args:
        x: floating tensor of any shape.

    Returns:
        A tensor of the shape and dtype of `x`.

    Differs from Keras 3: `keras.activations.hard_sigmoid` has the slope 1/6,
    `clip(x / 6 + 0.5, 0, 1)`.
    """
    return ops.clip(0.2 * ops.convert_to_tensor(x) + 0.5, 0.0, 1.0)
