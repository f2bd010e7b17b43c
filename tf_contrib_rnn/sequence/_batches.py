"""Time and batch: which axis is which, and how many there are."""

from keras import ops

from tf_contrib_rnn.cells._state import size_shape


def transpose_batch_time(x):
    """Exchanges the first two axes: [batch, time, ...] and [time, batch, ...].

    Args:
        x: tensor; one of fewer than two axes, or of unknown rank, is returned as it is.

    Differs from TF1: not at all.
    """
    rank = getattr(x.shape, "rank", None) if hasattr(x.shape, "rank") else len(x.shape)
    if rank is None or rank < 2:
        return x
    return ops.transpose(x, (1, 0, *range(2, rank)))


def best_effort_input_batch_size(flat_input):
    """The batch size of time-major inputs: an int where one of them knows it, else a tensor.

    Args:
        flat_input: list of tensors [time, batch, ...].

    Raises:
        ValueError: for a tensor of fewer than two axes.

    Differs from TF1: not at all.
    """
    for x in flat_input:
        shape = size_shape(x.shape)
        if len(shape) < 2:
            raise ValueError(
                "best_effort_input_batch_size expects tensors [time, batch, ...], received shape "
                f"{shape}: add the missing axis."
            )
        if shape[1] is not None:
            return shape[1]
    return ops.shape(flat_input[0])[1]
