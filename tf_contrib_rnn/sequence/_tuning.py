"""The choices of the fast loop, by rules on static shapes.

The numbers were measured on two cores of a CPU; maps of unknown size count as large.
"""

import math

import tensorflow as tf

SMALL = 2**24  # multiplications of a product that take less time than what starts it
LARGE = 2**26  # multiplications of a convolution that keep both cores busy
MANY = 100  # operations of a step that make the start of a turn small
FEW = 16  # steps for which several a turn gain less than they take to trace
USUAL_BATCH = 32  # what an unknown batch counts as
WIDE = 2**17  # elements of a kernel from which on its parts are worth a product each


class Tuning:
    """The choices for one loop.

    Args:
        compiled: whether XLA compiles the loop. It joins small operations itself, and gains by
            pieces where TensorFlow gains by few operations.
    """

    def __init__(self, compiled):
        self.compiled = compiled

    def pieces(self, result):
        """Pieces in which a product is read and summed up: those into which the cell splits it."""
        if not self.compiled:
            return 1
        splits = [op.get_attr("num_split") for op in result.consumers() if op.type == "Split"]
        return splits[0] if splits else 1

    def column_groups(self, places, kernel_shape):
        """Parts into which a step's product is cut by columns: two small ones use two cores.

        Args:
            places: sizes of the result without its columns, None for unknown ones.
            kernel_shape: [*window, rows, columns].
        """
        *window, rows, columns = kernel_shape
        if self.compiled or window or columns % 2 or rows % 2 or rows * columns < WIDE:
            return 1
        return 2 if _product(*places, rows, columns) <= SMALL else 1

    def stays_in_loop(self, places, kernel_shape):
        """Whether a product is left as it is: a large convolution gains nothing outside."""
        return len(kernel_shape) > 2 and _product(*places, *kernel_shape) > LARGE

    def steps_a_turn(self, steps, operations, work):
        """Steps that one turn of the loop makes, because a turn costs as much as some operations.

        Args:
            steps: number of steps, an int or a tensor.
            operations: operations of a step.
            work: multiplications of a step's products, or None.
        """
        if work > SMALL or operations > MANY:
            return 1
        if not isinstance(steps, int):
            return 5
        if steps < FEW:
            return 1
        return next((k for k in range(10, 3, -1) if steps % k == 0), 5)


def multiplications(result, kernel):
    """Multiplications of a product by a kernel."""
    return _product(*result.shape[:-1], *kernel.shape)


def _product(batch_size, *sizes):
    batch_size = USUAL_BATCH if batch_size is None else batch_size
    return math.inf if None in sizes else batch_size * math.prod(sizes)


def is_compiled():
    """Whether XLA compiles what is traced now: TensorFlow marks the loops that it runs itself."""
    loop = tf.while_loop(lambda i: i < 1, lambda i: [i + 1], [tf.constant(0)])[0].op
    while loop.type == "Identity":
        loop = loop.inputs[0].op
    try:
        return not loop.get_attr("_lower_using_switch_merge")
    except ValueError:  # no mark at all
        return True
