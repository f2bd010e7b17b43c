"""Weight matrices that TF1 stored in several variables, cut by rows: `W_0`, `W_1`, ..."""

from keras import ops


def add_sharded(cell, name, shape, num_shards, initializer=None, role=None):
    """Makes the shards of one matrix; the first rows % num_shards have one row more.

    Args:
        cell: the cell that owns them.
        name: TF1 path of the matrix; `_<k>` is appended for shard k, for a single one too.
        shape: [rows, columns] of the whole matrix.
        num_shards: number of shards.
        initializer: initializer of every shard, which sees the shard's own shape.
        role: the role of the variables; None for `kernel`.

    Returns:
        List of variables.

    Raises:
        ValueError: for more shards than rows.
    """
    rows, *columns = shape
    if num_shards > rows:
        raise ValueError(
            f"{cell.name} expects at most as many shards as the {rows} rows of {name}, received "
            f"{num_shards}: lower the number of shards."
        )
    size, more = divmod(rows, num_shards)
    return [
        cell.add_variable(
            f"{name}_{k}",
            [size + (k < more), *columns],
            initializer=initializer,
            role=role or "kernel",
        )
        for k in range(num_shards)
    ]


def joined(shards):
    """The whole matrix."""
    return shards[0] if len(shards) == 1 else ops.concatenate(shards, axis=0)
