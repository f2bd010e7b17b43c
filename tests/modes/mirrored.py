"""`fit` under `MirroredStrategy` on two logical CPUs, against one device.

`python -m tests.modes.mirrored <family> ...`; the CPU is split before TensorFlow starts.
"""

import sys

import keras
import numpy as np
import tensorflow as tf

from tests.modes.families import FAMILIES, difference, examples_of, regression_of
from tests.modes.processes import told

EXAMPLES, BATCH, EPOCHS, RATE = 8, 4, 3, 0.05
OPTIONS = {"batch_size": BATCH, "epochs": EPOCHS, "shuffle": False, "verbose": 0}


def trained(name):
    """A model after `fit`, the loss of each epoch, and those before and after."""
    model, (inputs, targets) = regression_of(name), examples_of(name, EXAMPLES)
    model.compile(keras.optimizers.SGD(RATE), "mse")
    losses = [model.evaluate(inputs, targets, verbose=0)]
    losses += model.fit(inputs, targets, **OPTIONS).history["loss"]
    losses += [model.evaluate(inputs, targets, verbose=0)]
    assert losses[-1] < losses[0]
    return model, np.array(losses)


def compared(strategy, name):
    """The largest difference of weights and losses; of a cell with dropout of the replicas."""
    with strategy.scope():
        ours, losses = trained(name)
    replicas = [strategy.experimental_local_results(v.value) for v in ours.variables]
    assert all(len(values) == 2 for values in replicas)
    apart = max(difference(one, other) for one, other in replicas)
    if FAMILIES[name].drops:  # the replicas draw masks of their own
        return apart
    single, wanted = trained(name)
    weights = difference(ours.get_weights(), single.get_weights())
    predicted = [m.predict(examples_of(name, EXAMPLES)[0], verbose=0) for m in (ours, single)]
    return max(apart, weights, difference(losses, wanted), difference(*predicted))


if __name__ == "__main__":
    (cpu,) = tf.config.list_physical_devices("CPU")
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    keras.utils.set_random_seed(1)
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    assert strategy.num_replicas_in_sync == 2
    for name in sys.argv[1:]:
        told(name, compared, strategy, name)
