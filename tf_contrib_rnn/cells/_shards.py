"""Kernels that TF1 kept as several variables, cut along the rows."""

from keras import ops


def add_sharded(cell, name, shape, num_shards, initializer=None, role=None):
    """Makes the variables `<name>_0`, `<name>_1`, ...; the first ones have a row more.

    Raises:
        ValueError: when there are more shards than rows.
    """
    rows, *rest = shape
    if num_shards > rows:
        raise ValueError(
            f"{name} expects at most as many shards as rows ({rows}), received {num_shards}: "
            "lower the number of shards."
        )
    size, longer = divmod(rows, num_shards)
    options = {"initializer": initializer, "role": role or "kernel"}
    return [
        cell.add_variable(f"{name}_{i}", [size + (i < longer), *rest], **options)
        for i in range(num_shards)
    ]


def joined(shards):
    """The whole kernel."""
    return shards[0] if len(shards) == 1 else ops.concatenate(shards, axis=0)
