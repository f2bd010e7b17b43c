"""`conv2d_transpose` and `conv3d_transpose`."""

import inspect

import tensorflow as tf

from tf_contrib_rnn.compat.core_layers._functions import function_of
from tf_contrib_rnn.compat.core_layers._options import data_format_of
from tf_contrib_rnn.compat.core_layers.convolution import Convolution

v1 = tf.compat.v1


class TransposedConvolution(Convolution):
    """The transpose of a convolution, as `Convolution` without `dilation_rate`.

    The kernel has the outputs' channels before the inputs'.
    """

    def kernel_shape(self, channels):
        """Shape of the kernel for inputs with so many channels."""
        return [*self.kernel_size, self.filters, channels]

    def call(self, inputs):
        first = self.data_format == "channels_first"
        begin = 2 if first else 1
        known, running = inputs.shape.as_list(), tf.shape(inputs)
        space = [
            self._length(known[axis], running[axis], width, stride)
            for axis, (width, stride) in enumerate(
                zip(self.kernel_size, self.strides, strict=True), begin
            )
        ]
        batch = running[0] if known[0] is None else known[0]
        shape = [batch, self.filters, *space] if first else [batch, *space, self.filters]
        convolve = v1.nn.conv2d_transpose if self.rank == 2 else v1.nn.conv3d_transpose
        strides = [1, 1, *self.strides] if first else [1, *self.strides, 1]
        outputs = convolve(
            inputs,
            self.kernel,
            tf.stack(shape),
            strides,
            padding=self.padding.upper(),
            data_format=data_format_of(self.data_format, self.rank),
        )
        outputs.set_shape([s if isinstance(s, int) else None for s in shape])
        return self._finished(outputs)

    def _length(self, known, running, width, stride):
        length = (running if known is None else known) * stride
        return length + max(width - stride, 0) if self.padding == "valid" else length


def _without_dilation():
    parameters = inspect.signature(Convolution.__init__).parameters.values()
    return inspect.Signature([p for p in parameters if p.name not in ("self", "dilation_rate")])


class _Transposed(TransposedConvolution):
    """Gives the arguments their places of TF1, where no dilation stands between them."""

    __signature__ = _without_dilation()

    def __init__(self, *args, **kwargs):
        bound = self.__signature__.bind(*args, **kwargs).arguments
        super().__init__(**(bound | bound.pop("kwargs", {})))


class Conv2DTranspose(_Transposed):
    """The transpose of a convolution over two axes; arguments as of `TransposedConvolution`."""

    rank = 2


class Conv3DTranspose(_Transposed):
    """The transpose of a convolution over three axes; arguments as of `TransposedConvolution`."""

    rank = 3


conv2d_transpose = function_of(Conv2DTranspose, "conv2d_transpose")
conv3d_transpose = function_of(Conv3DTranspose, "conv3d_transpose")
