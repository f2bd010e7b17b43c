"""Modes of gradient tapes, the second of which differentiates the first."""

import numpy as np
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.conformance.specimens import ran
from tests.goldens import flat
from tests.modes.families import TIME, difference, inputs_of, typed_cell

STEP = 1e-5


def unclipped_block():
    """The gradient of the block cells ignores the clip, as in TF1: here it must not clip."""
    return rnn.LSTMBlockCell(4, 0.5, cell_clip=50.0, use_peephole=True)


class Case:
    """A family's cell in float64, its weights, and a direction among them.

    The direction leaves PhasedLSTM's periods alone, of whose remainder TF1 takes no gradient.
    """

    def __init__(self, name, time=TIME):
        cell = unclipped_block() if name == "block" else None
        self.cell = typed_cell(name, "float64", cell=cell)
        self.inputs = inputs_of(name, time=time, dtype="float64")
        self.weights = [variable.value for variable in self.cell.trainable_variables]
        numbers = np.random.default_rng(11)
        self.direction = [
            tf.constant(numbers.normal(size=v.shape) * (v.path.split("/")[-1] != "period"))
            for v in self.cell.trainable_variables
        ]

    def total(self):
        """A number that depends on every output and state, not linearly."""
        outputs, state = ran(self.cell, self.inputs)
        return tf.add_n([tf.reduce_sum(tf.sin(part + 0.3)) for part in flat((outputs, state))])

    def gradients(self):
        """Of the number by every weight."""
        with tf.GradientTape() as tape:
            total = self.total()
        return tape.gradient(total, self.weights, unconnected_gradients="zero")

    def second(self):
        """The Hessian times the direction, by a tape of a tape."""
        with tf.GradientTape() as tape:
            slope = tf.add_n(
                [
                    tf.reduce_sum(g * d)
                    for g, d in zip(self.gradients(), self.direction, strict=True)
                ]
            )
        return tape.gradient(slope, self.weights, unconnected_gradients="zero")

    def moved(self, function, distance):
        """What a function gives with the weights moved along the direction."""
        kept = [tf.identity(weight) for weight in self.weights]
        for weight, start, way in zip(self.weights, kept, self.direction, strict=True):
            weight.assign(start + distance * way)
        try:
            return function()
        finally:
            for weight, start in zip(self.weights, kept, strict=True):
                weight.assign(start)

    def quotient(self, function):
        """A function's change along the direction, by central differences."""
        ahead, back = self.moved(function, STEP), self.moved(function, -STEP)
        return [(a - b) / (2 * STEP) for a, b in zip(flat(ahead), flat(back), strict=True)]


def first(name):
    """The gradients of a tape are the quotients of differences, eagerly and in a function."""
    case = Case(name)
    quotient = case.quotient(case.total)
    errors = []
    for gradients in (case.gradients, tf.function(case.gradients)):
        pairs = zip(gradients(), case.direction, strict=True)
        slope = tf.add_n([tf.reduce_sum(g * d) for g, d in pairs])
        errors.append(difference([slope], quotient))
    return max(errors)


def second_eagerly(name):
    """The gradients of a tape of a tape are the quotients of differences of gradients."""
    case = Case(name)
    return difference(case.second(), case.quotient(case.gradients))


def second_in_function(name):
    """The same inside `tf.function`, through the gradient of the gradient of its loop."""
    case = Case(name)
    return difference(tf.function(case.second)(), case.quotient(tf.function(case.gradients)))


def second_compiled(name):
    """The same with `jit_compile=True`, over two steps, because compiling it takes long."""
    case = Case(name, time=2)
    second = tf.function(case.second, jit_compile=True)
    return difference(second(), case.quotient(tf.function(case.gradients)))
