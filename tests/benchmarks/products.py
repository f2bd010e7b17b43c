"""The floor: the products of a network and nothing else, in the same mode."""

import math
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from tests.benchmarks.row import EAGER, FORWARD, TRAIN
from tests.benchmarks.subjects import in_mode

MATMUL, CONVOLUTION, FILTER = "matmul", "convolution", "filter gradient"


@dataclass(frozen=True)
class Product:
    """One product.

    Attributes:
        operation: `matmul`, `convolution`, or the gradient of a convolution by its kernel.
        left, right: the shapes of what is multiplied.
        times: how often; more than once means once a step, one after the other.
        window: places in the kernel of a filter gradient.
    """

    operation: str
    left: tuple
    right: tuple
    times: int = 1
    window: int = 1

    @property
    def multiplications(self) -> int:
        """How many numbers it multiplies, all times together."""
        if self.operation == MATMUL:
            return self.times * math.prod(self.left) * self.right[-1]
        if self.operation == CONVOLUTION:
            return self.times * math.prod(self.left[:-1]) * math.prod(self.right)
        return self.times * math.prod(self.left) * self.right[-1] * self.window


def products(row, what):
    """The chains of products of a row: those of a chain come one after the other.

    Args:
        row: the size.
        what: "forward", or "train" for those of both directions.
    """
    if row.space:
        return [convolutional(row, what)]
    if row.kind == "bidirectional":
        return [recurrent(row, row.inputs, what), recurrent(row, row.inputs, what)]
    depths = [row.inputs] + [row.units] * (row.options.get("depth", 1) - 1)
    chain = []
    for number, depth in enumerate(depths):
        chain += recurrent(row, depth, what, back_to_inputs=number > 0)
    return [chain]


def recurrent(row, depth, what, back_to_inputs=False):
    """Those of one layer of vectors."""
    batch, time, units = row.batch, row.time, row.units
    state = row.options.get("num_proj", units)
    gates = [2 * units, units] if row.kind == "gru" else [4 * units]
    total = sum(gates)
    found = [Product(MATMUL, (batch * time, depth), (depth, total))]
    found += [Product(MATMUL, (batch, state), (state, width), time) for width in gates]
    if state != units:
        found.append(Product(MATMUL, (batch, units), (units, state), time))
    if what == TRAIN:
        found += [Product(MATMUL, (batch, width), (width, state), time) for width in gates]
        found.append(Product(MATMUL, (depth, batch * time), (batch * time, total)))
        found += [Product(MATMUL, (state, batch * time), (batch * time, w)) for w in gates]
        if state != units:
            found.append(Product(MATMUL, (batch, state), (state, units), time))
            found.append(Product(MATMUL, (units, batch * time), (batch * time, state)))
        if back_to_inputs:
            found.append(Product(MATMUL, (batch * time, total), (total, depth)))
    return found


def convolutional(row, what):
    """Those of one layer of maps."""
    space, depth, units, time = row.space, row.inputs[-1], row.units, row.time
    window = (row.options["kernel"],) * len(space)
    every, gates = (row.batch * time, *space), 4 * units
    found = [
        Product(CONVOLUTION, (*every, depth), (*window, depth, gates)),
        Product(CONVOLUTION, (row.batch, *space, units), (*window, units, gates), time),
    ]
    if what == TRAIN:
        found.append(
            Product(CONVOLUTION, (row.batch, *space, gates), (*window, gates, units), time)
        )
        found += [
            Product(FILTER, (*every, one), (*every, gates), window=math.prod(window))
            for one in (depth, units)
        ]
    return found


def floor(row, what):
    """A function without arguments that computes the products of a row in its mode."""
    once, chains, tensors = [], [], {}
    for chain in products(row, what):
        chains.append([product for product in chain if product.times > 1])
        once += [product for product in chain if product.times == 1]
    for product in {*once, *(p for chain in chains for p in chain)}:
        left = (product.times, *product.left) if product.times > 1 else product.left
        tensors[product] = [numbers(shape, row.dtype) for shape in (left, product.right)]

    def run(given):
        results = [multiplied(product, *given[product]) for product in once]
        for chain in chains:
            results += stepped(chain, given, row)
        return results

    return in_mode(lambda: run(tensors), row)


def numbers(shape, dtype):
    """Random numbers."""
    random = np.random.default_rng(2)
    return tf.constant(random.standard_normal(shape, "float32"), dtype)


def multiplied(product, left, right):
    """One product."""
    if product.operation == MATMUL:
        return tf.matmul(left, right)
    rank = len(left.shape) - 2
    if product.operation == CONVOLUTION:
        return tf.nn.convolution(left, right, padding="SAME")
    size = round(product.window ** (1 / rank))
    shape = [*[size] * rank, left.shape[-1], right.shape[-1]]
    if rank == 3:
        return tf.raw_ops.Conv3DBackpropFilterV2(
            input=left, filter_sizes=shape, out_backprop=right, strides=[1] * 5, padding="SAME"
        )
    if rank == 1:
        left, right, shape = left[:, None], right[:, None], [1, *shape]
    return tf.raw_ops.Conv2DBackpropFilter(
        input=left, filter_sizes=shape, out_backprop=right, strides=[1] * 4, padding="SAME"
    )


def stepped(chain, given, row):
    """The products of every step, each step after the one before."""
    if not chain:
        return []
    if row.mode == EAGER:
        for step in range(row.time):
            results = [multiplied(p, given[p][0][step], given[p][1]) for p in chain]
        return results

    def body(step, *_):
        results = []
        for product in chain:
            with tf.control_dependencies(results):
                left, right = given[product]
                results.append(multiplied(product, tf.gather(left, step), right))
        return step + 1, *results

    shapes = [multiplied_shape(product) for product in chain]
    start = [tf.zeros(shape, row.dtype) for shape in shapes]
    return tf.while_loop(
        lambda step, *_: step < row.time, body, [0, *start], parallel_iterations=1
    )[1:]


def multiplied_shape(product):
    """The shape of what a product in a loop gives."""
    return (*product.left[:-1], product.right[-1])


def total(row, what=FORWARD):
    """How many multiplications a row takes."""
    return sum(p.multiplications for chain in products(row, what) for p in chain)
