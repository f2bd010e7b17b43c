"""`batch_normalization`."""

import tensorflow as tf

from tf_contrib_rnn.compat.core_layers._functions import function_of
from tf_contrib_rnn.compat.core_layers._options import choose, size_of, static_bool
from tf_contrib_rnn.compat.core_layers.base import Layer

v1 = tf.compat.v1


class BatchNormalization(Layer):
    """Inputs less their mean, divided by their deviation, over all axes but one.

        y = (x - mean) / sqrt(variance + epsilon) * gamma + beta

    Variables `gamma`, `beta`, `moving_mean` and `moving_variance`. While training, mean and
    variance are the batch's, and the updates of the moving ones are in `UPDATE_OPS`.

    Args:
        axis: the axis of the channels, alone or as a list of one; several are refused.
        momentum: how much of the moving numbers an update keeps.
        epsilon: added to the variance.
        center, scale: whether there are `beta` and `gamma`.
        beta_initializer, gamma_initializer, moving_mean_initializer,
            moving_variance_initializer: initializers.
        beta_regularizer, gamma_regularizer: functions of the variable that give a loss.
        beta_constraint, gamma_constraint: functions applied after an optimizer's update.
        renorm, renorm_clipping, renorm_momentum: renormalization, which is refused.
        fused: whether TensorFlow's one operation computes it; None where it can.
        trainable: as of `Layer`.
        virtual_batch_size, adjustment: refused.
        name: as of `Layer`.
        **kwargs: as of `Layer`.

    Raises:
        ValueError: for what is refused.
    """

    def __init__(
        self,
        axis=-1,
        momentum=0.99,
        epsilon=1e-3,
        center=True,
        scale=True,
        beta_initializer="zeros",
        gamma_initializer="ones",
        moving_mean_initializer="zeros",
        moving_variance_initializer="ones",
        beta_regularizer=None,
        gamma_regularizer=None,
        beta_constraint=None,
        gamma_constraint=None,
        renorm=False,
        renorm_clipping=None,
        renorm_momentum=0.99,
        fused=None,
        trainable=True,
        virtual_batch_size=None,
        adjustment=None,
        name=None,
        **kwargs,
    ):
        super().__init__(trainable, name, **kwargs)
        _refuse(renorm=renorm, virtual_batch_size=virtual_batch_size, adjustment=adjustment)
        self.axis = _only(axis)
        self.momentum, self.epsilon, self.fused = momentum, epsilon, fused
        self.center, self.scale = center, scale
        self._gamma = (gamma_initializer, gamma_regularizer, gamma_constraint)
        self._beta = (beta_initializer, beta_regularizer, beta_constraint)
        self._moving = (moving_mean_initializer, moving_variance_initializer)

    def build(self, input_shape):
        size, rank = size_of(input_shape, self.axis), input_shape.rank
        self._axis = self.axis % rank
        self._fuses = rank == 4 and self._axis in (1, 3) if self.fused is None else self.fused
        shape = [size]
        dtype = "float32" if self.dtype in ("float16", "bfloat16") else self.dtype
        self.gamma = self._parameter("gamma", shape, dtype, self._gamma) if self.scale else None
        self.beta = self._parameter("beta", shape, dtype, self._beta) if self.center else None
        names = ("moving_mean", "moving_variance")
        self.moving_mean, self.moving_variance = (
            self.add_weight(name, shape, dtype, initializer, trainable=False)
            for name, initializer in zip(names, self._moving, strict=True)
        )

    def _parameter(self, name, shape, dtype, options):
        initializer, regularizer, constraint = options
        return self.add_weight(name, shape, dtype, initializer, regularizer, constraint=constraint)

    def call(self, inputs, training=False):
        if self._fuses:
            return self._fused(inputs, training)
        if static_bool(training) is False:
            return self._normalized(inputs, self.moving_mean, self.moving_variance)
        axes = [axis for axis in range(inputs.shape.rank) if axis != self._axis]
        moving = [tf.identity(self.moving_mean), tf.identity(self.moving_variance)]
        moments = v1.nn.moments(tf.cast(inputs, self.moving_mean.dtype.base_dtype), axes)
        mean, variance = (
            choose(training, lambda a=a: tf.identity(a), lambda b=b: tf.identity(b))
            for a, b in zip(moments, moving, strict=True)
        )
        self._move(mean, variance, training)
        return self._normalized(inputs, mean, variance)

    def _normalized(self, inputs, mean, variance):
        shape = [1] * inputs.shape.rank
        shape[self._axis] = -1

        def broadcast(x):
            return None if x is None else tf.cast(tf.reshape(x, shape), inputs.dtype)

        parts = (mean, variance, self.beta, self.gamma)
        return tf.nn.batch_normalization(inputs, *map(broadcast, parts), self.epsilon)

    def _fused(self, inputs, training):
        dtype, shape = self.moving_mean.dtype.base_dtype, self.moving_mean.shape
        gamma = tf.ones(shape, dtype) if self.gamma is None else self.gamma
        beta = tf.zeros(shape, dtype) if self.beta is None else self.beta
        options = {
            "epsilon": self.epsilon,
            "data_format": "NCHW" if self._axis == 1 else "NHWC",
        }

        def of_batch():
            return v1.nn.fused_batch_norm(inputs, gamma, beta, **options)

        def of_moving():
            moving = {"mean": self.moving_mean, "variance": self.moving_variance}
            return v1.nn.fused_batch_norm(
                inputs, gamma, beta, **moving, is_training=False, **options
            )

        outputs, mean, variance = choose(training, of_batch, of_moving)
        if static_bool(training) is not False:
            self._move(mean, variance, training)
        return outputs

    def _move(self, mean, variance, training):
        """Adds the updates of the moving numbers, which do nothing where nobody trains."""
        rate = choose(training, lambda: tf.constant(1.0 - self.momentum), lambda: tf.constant(0.0))
        for moving, value in ((self.moving_mean, mean), (self.moving_variance, variance)):
            dtype = moving.dtype.base_dtype
            change = (moving - tf.cast(value, dtype)) * tf.cast(rate, dtype)
            self.add_update(v1.assign_sub(moving, change))


def _only(axis):
    axes = axis if isinstance(axis, list | tuple) else [axis]
    if len(axes) != 1:
        raise ValueError(
            f"batch_normalization expects one axis of channels, received {axis!r}: reshape the "
            "inputs so that these axes are one."
        )
    return axes[0]


def _refuse(**options):
    for name, value in options.items():
        if value:
            raise ValueError(
                f"batch_normalization expects {name} to stay at its default, received {value!r}: "
                "leave it out."
            )


batch_normalization = function_of(
    BatchNormalization,
    "batch_normalization",
    {"training": False},
    early="gamma_constraint",
)
