"""`max_pooling1d` to `average_pooling3d`."""

import tensorflow as tf

from tf_contrib_rnn.compat.core_layers._functions import function_of
from tf_contrib_rnn.compat.core_layers._options import data_format_of, padding_of, several
from tf_contrib_rnn.compat.core_layers.base import Layer


class Pooling(Layer):
    """The largest number, or the mean, of each window over `rank` axes.

    Args:
        pool_size: width of the windows, one number or one an axis.
        strides: steps of the windows, likewise.
        padding: `valid` or `same`.
        data_format: `channels_last` or `channels_first`.
        name: as of `Layer`.
        **kwargs: as of `Layer`.
    """

    rank = 1
    pool = staticmethod(tf.nn.max_pool)

    def __init__(
        self,
        pool_size,
        strides,
        padding="valid",
        data_format="channels_last",
        name=None,
        **kwargs,
    ):
        super().__init__(name=name, **kwargs)
        self.pool_size = several(pool_size, self.rank, "pool_size")
        self.strides = several(strides, self.rank, "strides")
        self.padding, self.data_format = padding_of(padding), data_format
        data_format_of(data_format, self.rank)

    def call(self, inputs):
        first = self.data_format == "channels_first"
        sizes, strides = (
            [1, 1, *numbers] if first else [1, *numbers, 1]
            for numbers in (self.pool_size, self.strides)
        )
        layout = data_format_of(self.data_format, self.rank)
        return self.pool(inputs, sizes, strides, self.padding.upper(), data_format=layout)


def _pooling(kind, rank, pool):
    doc = {"__doc__": Pooling.__doc__, "rank": rank, "pool": staticmethod(pool)}
    return type(f"{kind}Pooling{rank}D", (Pooling,), doc | {"__module__": __name__})


MaxPooling1D = _pooling("Max", 1, tf.nn.max_pool)
MaxPooling2D = _pooling("Max", 2, tf.nn.max_pool)
MaxPooling3D = _pooling("Max", 3, tf.nn.max_pool)
AveragePooling1D = _pooling("Average", 1, tf.nn.avg_pool)
AveragePooling2D = _pooling("Average", 2, tf.nn.avg_pool)
AveragePooling3D = _pooling("Average", 3, tf.nn.avg_pool)
max_pooling1d = function_of(MaxPooling1D, "max_pooling1d", reuse=False)
max_pooling2d = function_of(MaxPooling2D, "max_pooling2d", reuse=False)
max_pooling3d = function_of(MaxPooling3D, "max_pooling3d", reuse=False)
average_pooling1d = function_of(AveragePooling1D, "average_pooling1d", reuse=False)
average_pooling2d = function_of(AveragePooling2D, "average_pooling2d", reuse=False)
average_pooling3d = function_of(AveragePooling3D, "average_pooling3d", reuse=False)
