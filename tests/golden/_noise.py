"""Catch the uniform numbers that dropout of TF 1.15.5 draws, or put given ones in.

The random function of the module that draws is wrapped while a `NoiseWatch` is entered.
Which wrapper asks, and for which slot, is known from the seed that the wrapper asks for just
before (or, for variational dropout, from the noise tensor that it uses). A cell that drops its
new input draws just after it has called its activation for the first time in a step.
"""

import collections
import sys

import tensorflow as tf
from tensorflow.contrib.framework import nest

NEW_INPUT = "new_input"
_RANDOM = sys.modules[tf.random.uniform.__module__]


class NoiseWatch(object):
    """Follow dropout wrappers; `drawn` maps "0/input_0" and the like to tensors.

    Args:
        given: values to use instead of drawing, by the same keys, or None.
    """

    def __init__(self, given=None):
        self.given = given
        self.drawn = collections.OrderedDict()
        self.op_seeds = collections.OrderedDict()
        self.variational = set()
        self._paths = {}
        self._pending = None
        self._uniform = None

    def __enter__(self):
        self._uniform = _RANDOM.random_uniform
        _RANDOM.random_uniform = self._draw
        return self

    def __exit__(self, *unused):
        _RANDOM.random_uniform = self._uniform

    def follows_any(self):
        """Tell whether there is anything that may drop."""
        return bool(self._paths)

    def start(self):
        """Begin another call of the cell: forget what was drawn."""
        self.drawn = collections.OrderedDict()

    def repeat(self, first, again):
        """The wrapper at path `first` is called a second time, at path `again`."""
        if first in self._paths:
            self._paths[first].append(again)

    def follow(self, wrapper, path):
        """Watch one dropout wrapper, which stands at `path`."""
        self._paths[path] = [path]
        seed_of = wrapper._gen_seed
        apply_noise = wrapper._variational_recurrent_dropout_value

        def gen_seed(prefix, index):
            seed = seed_of(prefix, index)
            self._pending = self._key(path, "%s_%d" % (prefix, index))
            self.op_seeds[self._pending] = seed
            return seed

        def value_with_noise(index, value, noise, keep_prob):
            salt = _salt_of(wrapper, noise)
            key = self._key(path, salt)
            prefix, number = salt.rsplit("_", 1)
            self.op_seeds[key] = seed_of(prefix, int(number))
            self.variational.add(key)
            self.drawn[key] = noise
            if self.given is not None:
                noise = tf.constant(self.given[key])
            return apply_noise(index, value, noise, keep_prob)

        wrapper._gen_seed = gen_seed
        wrapper._variational_recurrent_dropout_value = value_with_noise

    def follow_new_input(self, cell, path):
        """Watch one LayerNormBasicLSTMCell, which stands at `path`."""
        self._paths[path] = [path]
        activation, calls = cell._activation, []

        @tf.autograph.experimental.do_not_convert
        def before_dropout(x):
            calls.append(x)
            if len(calls) % 2 == 1:  # the second call of a step is that of the memory
                self._pending = self._key(path, NEW_INPUT)
                self.op_seeds[self._pending] = cell._seed
            return activation(x)

        cell._activation = before_dropout

    def _key(self, path, salt):
        for candidate in self._paths[path]:
            key = "/".join(candidate + (salt,))
            if key not in self.drawn:
                return key
        raise AssertionError("Expected one draw for each slot, received another for %s." % key)

    def _draw(self, *arguments, **options):
        tensor = self._uniform(*arguments, **options)
        key, self._pending = self._pending, None
        if key is None:
            return tensor
        self.drawn[key] = tensor
        return tensor if self.given is None else tf.constant(self.given[key])


def _salt_of(wrapper, noise):
    """Name the slot whose variational noise this tensor is."""
    slots = (("input", wrapper._recurrent_input_noise),
             ("state", wrapper._recurrent_state_noise),
             ("output", wrapper._recurrent_output_noise))
    for prefix, tensors in slots:
        for index, tensor in enumerate(nest.flatten(tensors)):
            if tensor is noise:
                return "%s_%d" % (prefix, index)
    raise AssertionError("Expected noise that the wrapper made, received %r." % (noise,))


class EmitNoise(tf.contrib.rnn.RNNCell):
    """A cell around another one whose output also carries the numbers drawn in the step.

    Args:
        cell: the cell to run.
        watch: the `NoiseWatch` that follows it.
        sizes: size of each drawn tensor without its batch, by key.
    """

    def __init__(self, cell, watch, sizes):
        super(EmitNoise, self).__init__()
        self._cell, self._watch, self._sizes = cell, watch, sizes

    @property
    def state_size(self):
        return self._cell.state_size

    @property
    def output_size(self):
        return (self._cell.output_size,) + tuple(tf.TensorShape(s) for s in self._sizes.values())

    def __call__(self, inputs, state, scope=None):
        self._watch.start()
        output, new_state = self._cell(inputs, state)
        return (output,) + tuple(self._watch.drawn[key] for key in self._sizes), new_state
