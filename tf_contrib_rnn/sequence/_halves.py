"""A step of a batch as two steps of its halves, which two cores make at a time.

Between its products a step is a chain of operations too small for two cores. Two chains fill them.
"""

import tensorflow as tf

from tf_contrib_rnn.sequence._turns import loop_in_turns

_ELEMENTWISE = {
    "Add", "AddV2", "BiasAdd", "ClipByValue", "Elu", "Identity", "Maximum", "Minimum", "Mul", "Neg",
    "RealDiv", "Relu", "Relu6", "Sigmoid", "Softplus", "Softsign", "Sub", "Tanh",
}  # fmt: skip
_CONVOLUTIONS = {"Conv2D", "Conv3D"}


def loop_in_halves(step, steps, carry, xs, output_specs, *, sums=0, **options):
    """A `loop_in_turns` that makes each step for one half of the batch, then for the other.

    The last tensors of the carry, as many as `sums` says, are sums over the batch to which a step
    adds: each half adds its own up, and the second begins with zeros.
    """
    count = len(carry) - sums
    first, second = _halves(carry[:count])
    zeros = [tf.zeros_like(x) for x in carry[count:]]

    def both(carries, x):
        carries = carries[: len(carry)], carries[len(carry) :]
        pairs = zip(carries, _halves(x), strict=True)
        (first, outputs), (second, more) = (step(list(c), list(x)) for c, x in pairs)
        return [*first, *second], _whole(outputs, more)

    both_carries = [*first, *carry[count:], *second, *zeros]
    last, made = loop_in_turns(both, steps, both_carries, xs, output_specs, **options)
    first, second = last[: len(carry)], last[len(carry) :]
    added = [one + other for one, other in zip(first[count:], second[count:], strict=True)]
    return [*_whole(first[:count], second[:count]), *added], made


def _halves(tensors):
    """The tensors of the first half of the batch, and those of the second."""
    return zip(*(tf.split(x, 2) for x in tensors), strict=True)


def _whole(first, second):
    """The tensors of the batch."""
    return [tf.concat(pair, axis=0) for pair in zip(first, second, strict=True)]


def can_be_halved(operations, given, results):
    """Whether a step does with every sequence of an even batch what it does with the others.

    Args:
        operations: of a step.
        given: its carry and x.
        results: its next carry and outputs.
    """
    sizes = {x.shape[0] if x.shape.rank else None for x in [*given, *results]}
    if len(sizes) != 1 or None in sizes or sizes.pop() % 2:
        return False
    of_batch = {x.ref() for x in given}
    for operation in operations:
        if any(x.ref() in of_batch for x in operation.inputs):
            if not _is_by_sequence(operation, of_batch):
                return False
            of_batch.update(x.ref() for x in operation.outputs)
    return all(x.ref() in of_batch for x in results)


def _is_by_sequence(operation, of_batch):
    """Whether an operation does not mix the places of the first axis of what is of the batch."""
    inputs = list(operation.inputs)
    if operation.type in _CONVOLUTIONS:
        return inputs[1].ref() not in of_batch
    rank = operation.outputs[0].shape.rank
    if operation.type in ("ConcatV2", "Split"):
        axis = inputs.pop(-1 if operation.type == "ConcatV2" else 0)
        along_last = tf.get_static_value(axis) in (-1, rank - 1) and rank > 1
        return along_last and all(x.ref() in of_batch for x in inputs)
    if operation.type not in _ELEMENTWISE:
        return False
    # What is not of the batch is broadcast along it.
    return all(x.shape.rank == rank if x.ref() in of_batch else x.shape.rank < rank for x in inputs)
