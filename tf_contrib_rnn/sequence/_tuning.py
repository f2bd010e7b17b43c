"""The choices of the fast loop, by rules on static shapes.

The numbers were measured on two cores of a CPU; maps of unknown size count as large.
"""

import math

import tensorflow as tf

# Multiplications of a product,
INSTANT = 2**18  # up to which it takes less time than its start,
SMALL = 2**24  # up to which one core does it alone,
JOINED = 2**22  # up to which XLA gains by joining it with what follows,
SMALL_MAPS = 2**23  # up to which a convolution is better as products of its rows,
LARGE_STEP = 2**21  # from which on halves of a batch are better convolved at a time,
LARGE_MAPS = 2**26  # from which on a convolution keeps both cores busy.

# Of a step and of a loop:
SHORT = 2**14  # elements of products up to which ten steps a turn are better than five
MANY = 100  # operations that make the start of a turn small
FEW = 10  # steps for which several a turn gain less than they take to trace
TOGETHER = 2**14  # elements of an output from which on a copy takes longer than an operation
USUAL_BATCH = 32  # what an unknown batch counts as


class Tuning:
    """The choices for one loop.

    Args:
        compiled: whether XLA compiles the loop. It joins small operations itself, and gains by
            pieces where TensorFlow gains by few operations.
        lean: whether memory is dearer than time: then nothing is taken out of the loop.
    """

    def __init__(self, compiled, lean=False):
        self.compiled, self.lean = compiled, lean

    def pieces(self, result, kernel):
        """Pieces of columns of a product: at most those into which the cell splits it.

        Pieces are worked on at a time, and a piece that the cell does not split is not copied; but
        every piece has its price, which convolutions pay twice.
        """
        splits = [op.get_attr("num_split") for op in result.consumers() if op.type == "Split"]
        count = splits[0] if splits else 1
        if self.compiled:
            return count
        work = multiplications(result, kernel)
        if count % 2:
            return count if len(kernel.shape) == 2 else 1
        if len(kernel.shape) == 2:
            return 1 if work < INSTANT else 2 if work <= SMALL else count
        return 2 if work <= SMALL_MAPS else 1

    def reads_ahead(self, result, kernel):
        """Whether a product with x is made before the loop.

        Not a convolution, whose time hardly depends on the channels that it reads; nor a small
        product under XLA, which then cannot join it with what follows.
        """
        is_vector = result.shape[0] == 1
        small = self.compiled and multiplications(result, kernel) <= JOINED
        return len(kernel.shape) == 2 and (is_vector or not small)

    def takes_halves(self, products, back=False):
        """Whether a step that convolves, or a step back, is better made in halves of the batch."""
        if self.compiled or self.lean or not products:
            return False
        most = max(multiplications(product.example, product.kernel) for product in products)
        convolves = all(len(product.kernel.shape) > 2 for product in products)
        return convolves and LARGE_STEP <= most <= (SMALL_MAPS if back else LARGE_MAPS)

    def takes_rows(self, result, kernel, parts=1):
        """Whether a convolution is better as products of its rows, for each part of a batch."""
        is_small = INSTANT <= multiplications(result, kernel) / parts <= SMALL_MAPS
        return len(kernel.shape) > 2 and is_small and not self.compiled

    def is_too_large(self, result, kernel):
        """Whether a product is a convolution so large that it gains nothing outside of a loop."""
        return len(kernel.shape) > 2 and multiplications(result, kernel) > LARGE_MAPS

    def steps_a_turn(self, steps, operations, work, elements, in_halves=False):
        """Steps that one turn of the loop makes, because a turn costs as much as some operations.

        The halves of a batch meet at its end, and wait for each other.

        Args:
            steps: number of steps, an int or a tensor.
            operations: operations of a step.
            work: multiplications that are left in a step.
            elements: elements of the results of a step's products.
            in_halves: whether a step is made in halves of the batch.
        """
        if self.compiled or self.lean or work > SMALL or operations > MANY:
            return 1
        if not isinstance(steps, int):
            return 5
        if steps < FEW:
            return 1
        most = 10 if in_halves or elements <= SHORT else 5
        return next((k for k in range(most, 3, -1) if steps % k == 0), 5)


def elements(result):
    """Elements of the result of a product."""
    return _product(*result.shape)


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
