"""Run one program of cases/programs.py in TF 1.15.5 and record what it returns."""

import collections

import numpy as np
import tensorflow as tf

from _draw import draw, draw_weight
from _record import ONE_THREAD
from _upstream import HOMES, upstream
from _variables import whole_variables
from cases.programs import leaves_of, structure_of


class Names(object):
    """All symbols of TF 1.15.5 as attributes."""

    def __getattr__(self, name):
        if name not in HOMES:
            raise AttributeError(name)
        return upstream(name)


def record_program(program):
    """Return the arrays and the facts of a program.

    Raises:
        AssertionError: if nothing depends on anything, or a number is not finite.
    """
    with tf.Graph().as_default():
        feeds = {key: tf.placeholder(program["dtype"], shape, key)
                 for key, shape in sorted(program["feeds"].items())}
        results = program["run"](tf, Names(), program["cells"](Names()), feeds)
        leaves, variables = leaves_of(results), whole_variables()
        arrays, fetches = _arrays(program, feeds, leaves, variables)
        with tf.Session(config=tf.ConfigProto(**ONE_THREAD)) as session:
            for variable in variables:
                value = draw_weight(program, variable.name, variable.shape)
                arrays["variables/" + variable.name] = value
                variable.parts[0].load(value, session)
            fed = {tensor: arrays["feeds/" + key] for key, tensor in feeds.items()}
            arrays.update(session.run(fetches, fed))
        facts = collections.OrderedDict([
            ("name", program["name"]), ("symbol", program["symbol"]), ("dtype", program["dtype"]),
            ("structure", structure_of(results)),
            ("variables", [variable.facts() for variable in variables])])
    assert all(np.all(np.isfinite(array)) for array in arrays.values())
    assert any(np.any(array) for key, array in arrays.items() if key.startswith("gradients/"))
    return collections.OrderedDict(sorted(arrays.items())), facts


def _arrays(program, feeds, leaves, variables):
    """Draw what is put in, and say what is fetched."""
    arrays, loss = collections.OrderedDict(), 0.0
    fetches = {"results/%d" % i: leaf for i, leaf in enumerate(leaves)}
    for key in feeds:
        arrays["feeds/" + key] = draw(program, "feeds/" + key, program["feeds"][key], 0.7)
    for index, leaf in enumerate(leaves):
        shape = [LARGEST if n is None else n for n in leaf.shape.as_list()]
        key = "cotangents/%d" % index
        arrays[key] = draw(program, key, shape, 1.0)
        cut = tf.slice(arrays[key], np.zeros(len(shape), np.int32), tf.shape(leaf))
        loss += tf.reduce_sum(leaf * cut)
    sources = {"gradients/feeds/" + key: tensor for key, tensor in feeds.items()}
    sources.update(("gradients/variables/" + v.name, v.parts[0]) for v in variables)
    keys = sorted(sources)
    for key, gradient in zip(keys, tf.gradients(loss, [sources[k] for k in keys])):
        fetches[key] = tf.zeros_like(sources[key]) if gradient is None else gradient
    return arrays, fetches


LARGEST = 8  # an axis whose length the graph does not know is shorter than this
