"""The choices of the fast loop, by rules on static shapes.

Measured on two cores of a CPU; README of the benchmarks tells how to measure elsewhere.
"""

import math


def column_groups(places, kernel_shape):
    """Parts into which a step's product is cut by columns: two small products use two cores.

    Args:
        places: sizes of the result without its columns, None for unknown ones.
        kernel_shape: [*window, rows, columns].
    """
    *window, rows, columns = kernel_shape
    work = multiplications(places, kernel_shape)
    fits = not window and columns % 2 == 0 and rows * columns >= 2**17
    return 2 if fits and work is not None and work <= 2**24 else 1


def gradient_in_loop(places, kernel_shape):
    """Whether a kernel's gradient is made in every step: large convolutions fill both cores."""
    work = multiplications(places, kernel_shape)
    return len(kernel_shape) > 2 and (work is None or work > 2**26)


def steps_a_turn(steps, operations, work):
    """Steps that one turn of the loop makes, because a turn costs as much as some operations.

    Args:
        steps: number of steps, an int or a tensor.
        operations: operations of a step.
        work: multiplications of a step's products, or None.
    """
    if work is None or work > 2**24 or operations > 100:
        return 1
    if not isinstance(steps, int):
        return 5
    return next((k for k in range(min(10, steps), 3, -1) if steps % k == 0), min(5, steps))


def multiplications(places, kernel_shape):
    """Multiplications of a product [*places, columns] by a kernel; None where unknown."""
    sizes = [*places, *kernel_shape]
    return None if None in sizes else math.prod(sizes)
