"""Train a small model for a few steps of Adam, save it, and run what was saved."""

import collections
import os

import numpy as np
import tensorflow as tf
from tensorflow.contrib.framework import nest
from tensorflow.core.protobuf import control_flow_pb2

import _models
from _draw import draw, weight_scale
from _variables import whole_variables

STEPS, DECAY = 3, 0.5
BATCH, TIME, LENGTHS = 4, 6, [6, 0, 3, 5]
ONE_THREAD = dict(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)

_CONTEXTS = {"while_context": control_flow_pb2.WhileContextDef,
             "cond_context": control_flow_pb2.CondContextDef}


class Training(object):
    """A model, trained.

    Args:
        name: name of the checkpoint; every number is drawn from it.
        model: a function of _models.py.
        averages: whether to keep shadow averages of the variables.
    """

    def __init__(self, name, model, averages):
        self.name, self.model, self.averages = name, model, averages
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.feeds, fetches = model()
            self.weights = whole_variables()
            outputs = fetches["outputs"]
            shape = ([BATCH, TIME] if outputs.shape.ndims == 3 else [BATCH]) + [_models.CLASSES]
            targets = self._draw("targets", shape, 1.0)
            step = tf.train.get_or_create_global_step()
            with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
                train = tf.train.AdamOptimizer(0.05).minimize(
                    tf.reduce_mean(tf.square(outputs - targets)), step)
            average = tf.no_op()
            if averages:
                average = tf.train.ExponentialMovingAverage(DECAY).apply(tf.trainable_variables())
            self.session = self._session()
            self._start()
            for _ in range(STEPS):
                self.session.run(train, self._values(training=True))
                self.session.run(average)  # in one call the two would race

    def save(self, folder, version, whole_graph):
        """Save everything, as `tf.train.Saver` does by default; return the prefix.

        Args:
            folder: an empty folder.
            version: the format, of SaverDef.
            whole_graph: whether .meta is the graph that was trained, or only the model's.
        """
        prefix = os.path.join(folder, "model.ckpt")
        with self.graph.as_default():
            saver = tf.train.Saver(write_version=version)
            saver.save(self.session, prefix, STEPS, write_meta_graph=whole_graph,
                       write_state=False, strip_default_attrs=True)
        prefix = "%s-%d" % (prefix, STEPS)
        if not whole_graph:
            with tf.Graph().as_default():
                self.model()
                tf.train.Saver(write_version=version).export_meta_graph(
                    prefix + ".meta", strip_default_attrs=True)
        _settle(prefix + ".meta")
        name = os.path.basename(prefix)
        with open(os.path.join(folder, "checkpoint"), "w") as stream:
            stream.write('model_checkpoint_path: "%s"\nall_model_checkpoint_paths: "%s"\n' % (
                name, name))
        return prefix

    def golden(self, prefix):
        """Restore the checkpoint and run it.

        Returns:
            Arrays and facts about them, by key.
        """
        arrays = collections.OrderedDict(
            (key, np.asarray(value)) for key, value in self._fed().items())
        values, fetches = self._restored(prefix)
        for key, found in sorted(values.items()):
            for index, value in enumerate(found):
                arrays[key + ("/%d" % index if key == "state" else "")] = value
        if self.averages:
            arrays["averaged/outputs"] = self._restored(prefix, True)[0]["outputs"][0]
        arrays.update(self._saved())
        names = {key: tensor.name for key, tensor in self.feeds.items()}
        facts = collections.OrderedDict([
            ("name", self.name), ("prefix", os.path.basename(prefix)), ("feeds", names),
            ("fetches", {key: [tensor.name for tensor in nest.flatten(value)]
                         for key, value in sorted(fetches.items())}),
            ("arrays", [{"key": key, "shape": list(value.shape), "dtype": str(value.dtype)}
                        for key, value in arrays.items()])])
        return arrays, facts

    def _restored(self, prefix, averaged=False):
        """Restore the weights, or their averages, into the model alone, and run it.

        Returns:
            Lists of values by name of what is fetched, and the tensors.
        """
        with tf.Graph().as_default(), self._session() as session:
            feeds, fetches = self.model()
            averages = tf.train.ExponentialMovingAverage(DECAY)
            saver = tf.train.Saver(averages.variables_to_restore() if averaged else None)
            saver.restore(session, prefix)
            fed = {feeds[key]: value for key, value in self._fed().items()}
            return session.run({k: nest.flatten(v) for k, v in fetches.items()}, fed), fetches

    def _saved(self):
        """Read every variable of the trained graph, whole, by its name in the checkpoint."""
        with self.graph.as_default():
            return collections.OrderedDict(sorted(
                ("variables/" + v.name, v.join(self.session.run(v.parts)))
                for v in whole_variables()))

    def _draw(self, key, shape, scale):
        seed = sum(map(ord, self.name.replace("_v1", "")))
        return draw({"seed": seed, "dtype": "float32"}, key, shape, scale)

    def _fed(self):
        """Draw what is fed: features or ids, and lengths."""
        shape = [BATCH, TIME] + self.feeds["inputs"].shape.as_list()[2:]
        value = self._draw("inputs", shape, 0.8)
        if self.feeds["inputs"].dtype == tf.int32:
            value = np.abs(value * 1000).astype(np.int32) % 7
        return {"inputs": value, "lengths": np.array(LENGTHS, np.int32)}

    def _values(self, training):
        values = {self.feeds[key]: value for key, value in self._fed().items()}
        if "training" in self.feeds:
            values[self.feeds["training"]] = training
        return values

    def _session(self):
        return tf.Session(config=tf.ConfigProto(**ONE_THREAD))

    def _start(self):
        """Give every weight a drawn value; slots and statistics begin as they do in TF1."""
        trained = tf.trainable_variables()
        for weight in self.weights:
            if weight.parts[0] in trained:
                value = self._draw(weight.name, weight.shape, weight_scale(weight.shape))
                for part, piece in zip(weight.parts, weight.slices(value)):
                    part._golden = piece
        self.session.run(tf.variables_initializer(trained))
        for part in trained:
            part.load(part._golden, self.session)
        others = [v for v in tf.global_variables() if v not in trained]
        self.session.run(tf.variables_initializer(others))  # averages begin at the weights


def _settle(path):
    """Write a .meta file again with its maps in a fixed order, those of loops included."""
    graph = tf.MetaGraphDef()
    with open(path, "rb") as stream:
        graph.ParseFromString(stream.read())
    for name, kind in _CONTEXTS.items():
        if name in graph.collection_def:
            contexts = graph.collection_def[name].bytes_list.value
            for index, content in enumerate(contexts):
                contexts[index] = kind.FromString(content).SerializeToString(deterministic=True)
    with open(path, "wb") as stream:
        stream.write(graph.SerializeToString(deterministic=True))
