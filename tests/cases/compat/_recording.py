"""Run one program and record all it computes, in TF 1.15.5 and under the hook alike."""

import collections

import numpy as np
import tensorflow as tf

ONE_THREAD = dict(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
PROGRAMS = collections.OrderedDict()


def program(feeds, initial=False, trains=False, dtype="float64"):
    """Register the decorated function of {key: tensor}.

    Args:
        feeds: {key: shape}; whole numbers below n are (shape, n), booleans (shape, bool).
        initial: whether the variables keep what their initializers give.
        trains: whether running the results changes variables.
        dtype: dtype of the feeds that are no whole numbers.
    """
    def register(function):
        options = dict(feeds=feeds, initial=initial, trains=trains, dtype=dtype, run=function)
        file = function.__module__.split(".")[-1]
        PROGRAMS["%s/%s" % (file, function.__name__)] = options
        return function
    return register


def record(name, given=None):
    """Return the arrays and the facts of a program.

    Args:
        name: its name.
        given: the arrays of another recording, whose feeds, variables and cotangents are taken.
    """
    options, random = PROGRAMS[name], np.random.RandomState(sum(map(ord, name)))
    with tf.Graph().as_default():
        feeds = collections.OrderedDict(
            (key, _placeholder(key, options)) for key in sorted(options["feeds"]))
        results = _leaves(options["run"](dict(feeds)))
        arrays, fed = collections.OrderedDict(), {}
        for key, tensor in feeds.items():
            value = _drawn(options, options["feeds"][key], random)
            arrays["feeds/" + key] = fed[tensor] = _given(given, "feeds/" + key, value)
        fetches, losses = _fetches(results, random, given, arrays)
        variables = tf.global_variables()
        if not options["trains"]:
            fetches.update(_gradients(losses, feeds))
        _run(options, random, given, variables, fetches, fed, arrays)
        facts = collections.OrderedDict([
            ("variables", [[v.op.name, v.get_shape().as_list(), v.dtype.base_dtype.name]
                           for v in variables]),
            ("trainable", [v.op.name for v in tf.trainable_variables()]),
            ("model", [v.op.name for v in tf.get_collection(tf.GraphKeys.MODEL_VARIABLES)]),
            ("shapes", [str(x.get_shape()) for x in results]),
            ("counts", [len(tf.get_collection(key)) for key in (
                tf.GraphKeys.UPDATE_OPS, tf.GraphKeys.REGULARIZATION_LOSSES,
                tf.GraphKeys.SUMMARIES)])])
    return arrays, facts


def _placeholder(key, options):
    shape = options["feeds"][key]
    if isinstance(shape, tuple):
        shape, limit = shape
        return tf.placeholder(tf.bool if limit is bool else tf.int32, shape, key)
    return tf.placeholder(options["dtype"], [None] + shape[1:] if shape else [], key)


def _drawn(options, shape, random):
    if not isinstance(shape, tuple):
        return (0.8 * random.standard_normal(shape)).astype(options["dtype"])
    shape, limit = shape
    if limit is bool:
        return np.ones(shape, bool)
    return random.randint(0, limit, shape).astype("int32")


def _given(given, key, value):
    return value if given is None else given[key]


def _leaves(value):
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in _leaves(value[key])]
    if isinstance(value, (list, tuple)):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value]


def _fetches(results, random, given, arrays):
    """What to fetch of the results, and the losses to differentiate."""
    fetches = collections.OrderedDict()
    losses = list(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))
    for index, result in enumerate(results):
        fetches["results/%d" % index] = result
        shape = [6 if n is None else n for n in result.get_shape().as_list()]
        key = "cotangents/%d" % index
        value = random.standard_normal(shape).astype(result.dtype.base_dtype.as_numpy_dtype)
        if result.dtype.is_floating:
            arrays[key] = _given(given, key, value)
            cut = tf.slice(arrays[key], np.zeros(len(shape), "int32"), tf.shape(result))
            losses.append(tf.reduce_sum(result * cut))
    return fetches, losses


def _gradients(losses, feeds):
    sources = collections.OrderedDict(
        ("gradients/feeds/" + key, x) for key, x in feeds.items() if x.dtype.is_floating)
    sources.update(("gradients/" + v.op.name, v) for v in tf.trainable_variables())
    total = tf.add_n([tf.cast(loss, tf.float64) for loss in losses])
    found = tf.gradients(total, list(sources.values()))
    return dict((key, tf.convert_to_tensor(g)) for key, g in zip(sources, found) if g is not None)


def _run(options, random, given, variables, fetches, fed, arrays):
    with tf.Session(config=tf.ConfigProto(**ONE_THREAD)) as session:
        session.run(tf.global_variables_initializer())
        for variable in variables:
            key = "variables/" + variable.op.name
            keeps = options["trains"] and variable not in tf.trainable_variables()
            if options["initial"] or keeps or not variable.dtype.is_floating:
                arrays["initial/" + variable.op.name] = session.run(variable)
                continue
            value = 0.4 * random.standard_normal(variable.get_shape().as_list())
            if "variance" in key:
                value = np.abs(value) + 0.5
            value = value.astype(variable.dtype.base_dtype.as_numpy_dtype)
            arrays[key] = _given(given, key, value)
            variable.load(arrays[key], session)
        arrays.update(session.run(fetches, fed))
        updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
        session.run(updates, fed)
        if updates or options["trains"]:
            for variable in variables:
                arrays["after/" + variable.op.name] = session.run(variable)
