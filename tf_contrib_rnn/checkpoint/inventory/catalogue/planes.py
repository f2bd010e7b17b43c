"""LSTM cells whose inputs and states are maps."""

from tf_contrib_rnn.checkpoint.inventory.catalogue._guess import Shapes, candidate, share

ANY_SIZE = 8  # of a map; all cells of a stack have one, and names and shapes know none
_SIZES = "the sizes of the maps, of which a convolution's kernel says nothing"


def _convolution(kind, ndims):
    """A ConvLSTMCell; `ndims` None where the class takes the number as an argument."""

    def guess(shapes: Shapes):
        *window, height, width = shapes["kernel"]
        if len(window) not in ((1, 2, 3) if ndims is None else (ndims,)):
            raise ValueError(f"{len(window)} axes are none of {kind}")
        filters = share(width, 4)
        inputs = [*[ANY_SIZE] * len(window), height - filters]
        found = candidate(
            kind,
            inputs,
            {"input_shape": _SIZES},
            input_shape=inputs,
            output_channels=filters,
            kernel_shape=window,
            conv_ndims=len(window) if ndims is None else None,
        )
        if "biases" not in shapes:
            found.arguments["use_bias"] = False
        yield found

    return guess


ENTRIES = {
    "Conv1DLSTMCell": _convolution("Conv1DLSTMCell", 1),
    "Conv2DLSTMCell": _convolution("Conv2DLSTMCell", 2),
    "Conv3DLSTMCell": _convolution("Conv3DLSTMCell", 3),
    "ConvLSTMCell": _convolution("ConvLSTMCell", None),
}
