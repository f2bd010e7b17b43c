"""The variables of a TF 1.15.5 graph, partitioned ones seen whole."""

import collections

import numpy as np
import tensorflow as tf


class Whole(object):
    """One variable under its full name: a single tf.Variable or its parts in order."""

    def __init__(self, name, parts):
        self.name, self.parts = name, parts

    @property
    def shape(self):
        info = self.parts[0]._save_slice_info
        return list(info.full_shape) if info else self.parts[0].shape.as_list()

    def slices(self, value):
        """Cut a whole value into the parts' values."""
        if self.parts[0]._save_slice_info is None:
            return [value]
        infos = [part._save_slice_info for part in self.parts]
        cuts = [[slice(o, o + n) for o, n in zip(i.var_offset, i.var_shape)] for i in infos]
        return [value[tuple(cut)] for cut in cuts]

    def join(self, values):
        """Put the parts' values together."""
        whole = np.zeros(self.shape, values[0].dtype)
        for place, value in zip(self.slices(whole), values):
            place[...] = value
        return whole

    def facts(self):
        """Say what is known of it beside its value, for the JSON file."""
        first = self.parts[0]
        return collections.OrderedDict([
            ("name", self.name), ("shape", self.shape), ("dtype", first.dtype.base_dtype.name),
            ("initial", _initial(first)), ("trainable", first in tf.trainable_variables()),
            ("partitions", len(self.parts) if first._save_slice_info else 0),
            ("device", first.device)])


def whole_variables():
    """List the default graph's variables, whole, in creation order."""
    groups = collections.OrderedDict()
    for variable in tf.global_variables():
        info = variable._save_slice_info
        groups.setdefault(info.full_name if info else variable.op.name, []).append(variable)
    return [Whole(name, parts) for name, parts in groups.items()]


def _initial(variable):
    """Describe a variable's initial value without running the graph."""
    value = tf.contrib.util.constant_value(variable.initial_value)
    if value is not None:
        flat = np.ptp(value) == 0
        return {"constant": float(value.flat[0])} if flat else {"values": value.tolist()}
    drawn = variable.initial_value.op
    is_logarithm = drawn.type == "Exp"
    product = drawn.inputs[0].op
    if product.type == "Mul" and product.inputs[0].op.type == "TruncatedNormal":
        return {"truncated_normal": float(tf.contrib.util.constant_value(product.inputs[1]))}
    ends = _ends(drawn.inputs[0].op if is_logarithm else drawn)
    if ends is None:
        return {"op": drawn.type}
    of, marker, _ = ends[1].name.partition("/Initializer/")
    if marker and of != variable.op.name:
        return {"uniform_up_to": of}
    with tf.Session(graph=variable.graph) as session:
        return {"log_uniform" if is_logarithm else "uniform": [
            float(end) for end in session.run(ends)]}


def _ends(operation):
    """Return the tensors low and high of `uniform * (high - low) + low`, or None."""
    if operation.type not in ("Add", "AddV2") or operation.inputs[0].op.type != "Mul":
        return None
    low, difference = operation.inputs[1], operation.inputs[0].op.inputs[1].op
    return [low, difference.inputs[0]] if difference.type == "Sub" else None
