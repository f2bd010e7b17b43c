"""Optimizers of TF1 programs into those of Keras, and back: slots, settings, steps.

kinds      the optimizers of both sides, and where their formulations differ
exactness  what has no exact equivalent
applied    what a graph says of them
groups     which slots of a checkpoint are those of one optimizer
places     the variables of Keras' optimizer
settings   the numbers that it works with
steps      how many steps were taken
feeding    all of it together, a plan
giving     all of it given, or nothing
saving     the way back, under the names of `spelling`
summary    what a report says of it
"""

from tf_contrib_rnn.checkpoint.optimizer.feeding import Feeding, feeding
from tf_contrib_rnn.checkpoint.optimizer.summary import OptimizerSummary

__all__ = ["Feeding", "OptimizerSummary", "feeding"]
