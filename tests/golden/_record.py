"""Run one case in TF 1.15.5 and hand back everything worth comparing with."""

import collections
import contextlib

import numpy as np
import tensorflow as tf
from tensorflow.contrib.framework import nest

from _build import asks_for_reuse, make_argument, make_cell, makes_again, without_reuse
from _draw import draw, draw_inputs, draw_state, draw_weight, input_parts, part_dtype, part_keys
from _noise import EmitNoise, NoiseWatch
from _variables import whole_variables
from cases import keeps_initial

ONE_THREAD = dict(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)


class Recording(object):
    """One case in a graph of its own.

    Args:
        case: a complete case.
        values: values of the variables in creation order, instead of drawn ones, or None.

    After `finish`, `arrays` holds the content of the .npz file by key.
    """

    def __init__(self, case, values=None):
        self.case, self.values = case, values
        self.arrays = collections.OrderedDict()
        self.fetches = collections.OrderedDict()
        self.watch = NoiseWatch()

    def build(self):
        """Make the cell, the runs and the gradients, in the default graph."""
        case = self.case
        self.parts = [tf.placeholder(
            part_dtype(case, kind), [case["batch"], case["time"]] + list(shape), "inputs")
            for shape, kind in input_parts(case)]
        self.inputs = self.parts[0] if len(self.parts) == 1 else tuple(self.parts)
        if asks_for_reuse(case):
            tf.nn.dynamic_rnn(make_cell(without_reuse(case)), self.inputs, dtype=case["dtype"])
        self.cell = make_cell(case, self.watch, tensor_dtype=case["dtype"])
        self.states = [tf.placeholder(dtype, shape) for dtype, shape in self._state_specs()]
        if "run" in case["runs"]:
            self._learn_noise()
            results = self._over_time("run", case["lengths"])
            self._over_time("full", None)
        step = self._step()
        self._gradients(results if "run" in case["runs"] else step)

    def _state_specs(self):
        """List dtype and shape of the state's leaves: as declared, or as zero_state has them."""
        case = self.case
        if case["start"] is None:
            sizes = case["state"] or nest.flatten(self.cell.state_size)
            shapes = [[case["batch"]] + tf.TensorShape(size).as_list() for size in sizes]
            return [(case["dtype"], shape) for shape in shapes]
        with tf.Graph().as_default():
            zeros = nest.flatten(make_cell(case).zero_state(case["batch"], case["dtype"]))
            return [(x.dtype, x.shape) for x in map(tf.convert_to_tensor, zeros)]

    def _pack_states(self):
        return nest.pack_sequence_as(self.cell.state_size, self.states)

    def _learn_noise(self):
        """Find out what one step draws, by building one step in another graph."""
        watch = NoiseWatch()
        with tf.Graph().as_default(), watch:
            cell = make_cell(self.case, watch, tensor_dtype=self.case["dtype"])
            if watch.follows_any():
                like = [tf.placeholder(s.dtype, s.shape) for s in self.states]
                first = nest.map_structure(
                    lambda x: tf.placeholder(x.dtype, x.shape[:1].concatenate(x.shape[2:])),
                    self.inputs)
                cell(first, nest.pack_sequence_as(cell.state_size, like))
        self.sizes = collections.OrderedDict(
            (key, tensor.shape.as_list()[1:]) for key, tensor in watch.drawn.items()
            if key not in watch.variational)

    def _over_time(self, label, lengths):
        """Add dynamic_rnn with or without lengths; return its outputs and final states."""
        case, cell = self.case, self.cell
        if self.sizes:
            cell = EmitNoise(self.cell, self.watch, self.sizes)
        self.watch.start()
        options = {"dtype": case["dtype"]} if case["dtype_given"] else {}
        options["initial_state"] = self._pack_states()
        if case["runner"] == "static_rnn":
            # With lengths it would compare with zeros of the wrong state_size.
            assert case["lengths"] == [case["time"]] * case["batch"], "static_rnn runs in full"
            steps, final = tf.nn.static_rnn(cell, tf.unstack(self.inputs, axis=1), **options)
            outputs = tf.stack(steps, axis=1)
        else:
            options["parallel_iterations"] = 1  # else the steps draw in any order
            outputs, final = tf.nn.dynamic_rnn(cell, self.inputs, lengths, **options)
        if self.sizes:
            for key, noise in zip(self.sizes, outputs[1:]):
                self.fetches["%s/noise/%s" % (label, key)] = noise
            outputs = outputs[0]
        for key in sorted(self.watch.variational):
            self.fetches["%s/noise/%s" % (label, key)] = self.watch.drawn[key]
        return self._keep(label + "/outputs", outputs, label, final)

    def _step(self):
        """Add one direct step on the first input."""
        self.watch.start()
        with tf.variable_scope("rnn"), tf.name_scope("rnn_step/"):
            first = nest.map_structure(lambda x: x[:, 0], self.inputs)
            output, state = self.cell(first, self._pack_states())
        for key, noise in self.watch.drawn.items():
            self.fetches["step/noise/" + key] = noise
        return self._keep("step/output", output, "step", state)

    def _keep(self, name, output, label, state):
        outputs, flat = nest.flatten(output), nest.flatten(state)
        self.output_keys = part_keys("outputs", len(outputs), not nest.is_sequence(output))
        self.fetches.update(
            (name + key[len("outputs"):], part) for key, part in zip(self.output_keys, outputs))
        for index, tensor in enumerate(flat):
            self.fetches["%s/state/%d" % (label, index)] = tensor
        return outputs + flat

    def _gradients(self, results):
        """Add the gradients of sum(results * cotangents)."""
        self.variables = whole_variables()
        keys = self.output_keys + ["state/%d" % i for i in range(len(self.states))]
        loss = 0.0
        for key, result in zip(keys, results):
            if not result.dtype.is_floating:
                continue
            cotangent = draw(self.case, "cotangents/" + key, result.shape.as_list(), 1.0)
            if key.startswith("state/"):
                own = self.states[int(key.split("/")[1])].shape.as_list()[-1]
                cotangent[..., own:] = 0
            self.arrays["cotangents/" + key] = cotangent
            loss += tf.reduce_sum(result * cotangent)
        parts = [part for variable in self.variables for part in variable.parts]
        keys = part_keys("gradients/inputs", len(self.parts))
        floats = [(key, x) for key, x in zip(keys, self.parts) if x.dtype.is_floating]
        states = [(i, x) for i, x in enumerate(self.states) if x.dtype.is_floating]
        sources = [x for _, x in floats] + [x for _, x in states] + parts
        gradients = [tf.zeros_like(x) if gradient is None else tf.convert_to_tensor(gradient)
                     for x, gradient in zip(sources, tf.gradients(loss, sources))]
        for key, _ in floats:
            self.fetches[key] = gradients.pop(0)
        for index, _ in states:
            self.fetches["gradients/state/%d" % index] = gradients.pop(0)
        for variable in self.variables:
            taken = [gradients.pop(0) for _ in variable.parts]
            self.fetches["gradients/variables/" + variable.name] = taken

    def finish(self):
        """Give every variable its value, run everything once, and fill `arrays`."""
        case, feeds = self.case, dict(zip(self.parts, draw_inputs(self.case)))
        for index, state in enumerate(self.states):
            value = draw_state(case, index, state)
            self.arrays["state/%d" % index] = feeds[state] = value
        for key, part in zip(part_keys("inputs", len(self.parts)), self.parts):
            self.arrays[key] = feeds[part]
        self.arrays["lengths"] = np.array(case["lengths"], np.int32)
        with tf.Session(config=tf.ConfigProto(**ONE_THREAD)) as session:
            session.run(tf.global_variables_initializer())
            self.assign_all(session)
            self.gates, fetched = session.run([self._gates(), self.fetches], feeds)
        self._settle_noise(fetched)
        for variable in self.variables:
            key = "gradients/variables/" + variable.name
            fetched[key] = variable.join(fetched[key])
        self.arrays.update(fetched)

    def assign_all(self, session):
        """Give every variable its value, and keep the values in `arrays`."""
        for variable in self.variables:
            self.arrays["variables/" + variable.name] = self._assign(variable, session)

    def _gates(self):
        """List the sigmoids of the direct step."""
        operations = tf.get_default_graph().get_operations()
        return [op.outputs[0] for op in operations
                if op.type == "Sigmoid" and op.name.startswith("rnn_step/")]

    def _settle_noise(self, fetched):
        """Keep the noise of `full` as the one of both runs, once they are seen to agree."""
        for name in [name for name in fetched if name.startswith("run/noise/")]:
            key = name[len("run/noise/"):]
            run, full = fetched.pop(name), fetched.pop("full/noise/" + key)
            if key not in self.watch.variational:
                run, full = np.swapaxes(run, 0, 1), np.swapaxes(full, 0, 1)
                steps = np.arange(len(run))[:, None] < np.array(self.case["lengths"])
                full_seen = full * steps.reshape(steps.shape + (1,) * (run.ndim - 2))
                assert np.array_equal(run, full_seen), "two runs drew different %s" % key
            fetched["noise/" + key] = full

    def _assign(self, variable, session):
        """Set one variable, unless the case keeps initial values; return its value."""
        if not keeps_initial(self.case, variable.name):
            value = draw_weight(self.case, variable.name, variable.shape)
            if [list(v.shape) for v in self.values or []] == [v.shape for v in self.variables]:
                value = self.values[self.variables.index(variable)]
            for part, piece in zip(variable.parts, variable.slices(value)):
                part.load(piece, session)
        return variable.join(session.run(variable.parts))


def record(case, values=None):
    """Record one case.

    Args:
        case: the case.
        values: values of the variables in creation order, instead of drawn ones, or None.
            Where shapes or numbers of variables differ, values are drawn all the same.

    Returns:
        The finished `Recording`.
    """
    with building(case, values) as recording:
        recording.finish()
        recording.facts = [variable.facts() for variable in recording.variables]
    return recording


@contextlib.contextmanager
def building(case, values=None):
    """Enter a graph with the built `Recording` of a case.

    Args:
        case, values: as in `record`.
    """
    recording = Recording(case, values)
    with tf.Graph().as_default(), recording.watch:
        scope = {name: make_argument(value, None) for name, value in case["scope"].items()}
        again = scope.pop("reuse", False) or makes_again(case)
        reuse = tf.AUTO_REUSE if again else None
        with tf.variable_scope(tf.get_variable_scope(), reuse=reuse, **scope):
            recording.build()
        yield recording
