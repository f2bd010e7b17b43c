"""The choices of the fast loop, by rules on static shapes.

Measured on two cores of a CPU; README of the benchmarks tells how to measure elsewhere.
"""

import math


def column_groups(batch_size, places, kernel_shape):
    """Parts into which a step's product is cut by columns: two small products use two cores."""
    *window, rows, columns = kernel_shape
    size = rows * columns
    small = batch_size is not None and batch_size * size <= 2**24
    return 2 if not window and columns % 2 == 0 and size >= 2**17 and small else 1


def steps_a_turn(steps, operations, work):
    """Steps that one turn of the loop makes, because a turn costs as much as some operations.

    Args:
        steps: number of steps, an int or a tensor.
        operations: operations of a step.
        work: multiplications of a step's products, or None.
    """
    if work is None or work > 2**24 or operations > 200:
        return 1
    if not isinstance(steps, int):
        return 5
    return next((k for k in range(min(10, steps), 3, -1) if steps % k == 0), min(5, steps))


def multiplications(places, kernel_shape):
    """Multiplications of a product [*places, columns] by a kernel; None where unknown."""
    sizes = [*places, *kernel_shape]
    return None if None in sizes else math.prod(sizes)
