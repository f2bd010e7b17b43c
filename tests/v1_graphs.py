"""A golden case in a v1 graph: a TF1 checkpoint is written, restored by a Saver, and run."""

import keras
import numpy as np
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.comparison import expected, numbered
from tests.goldens import Golden, error, first_step, keyed, made

v1 = tf.compat.v1
ONE_THREAD = {"intra_op_parallelism_threads": 1, "inter_op_parallelism_threads": 1}


def draws_every_step(case):
    """Whether a case has dropout that is not variational, inside other cells included."""
    inner = [*case["arguments"].get("cells", []), case["arguments"].get("cell")]
    own = case["symbol"] == "DropoutWrapper" and not case["arguments"].get("variational_recurrent")
    keep_prob = case["arguments"].get("dropout_keep_prob", 1.0)
    own = own or not isinstance(keep_prob, int | float) or keep_prob < 1
    return own or any(draws_every_step(part) for part in inner if part and "symbol" in part)


def write_checkpoint(prefix, arrays):
    """A checkpoint in TF1's V2 format of {variable name: array}."""
    with tf.Graph().as_default(), v1.Session() as session:
        names = list(arrays)
        tensors = [tf.constant(arrays[name]) for name in names]
        session.run(tf.raw_ops.SaveV2(
            prefix=str(prefix), tensor_names=names, shape_and_slices=[""] * len(names),
            tensors=tensors))  # fmt: skip
    return str(prefix)


def graph_variables():
    """The names of all variables of the default graph, in order of creation."""
    return [variable.op.name for variable in v1.global_variables()]


def expected_variables(golden, trained_only=False):
    """TF1's names of the case's variables, parts of partitioned ones included."""
    names = []
    for variable in golden.facts["variables"]:
        if not trained_only or variable["trainable"]:
            parts = [f"{variable['name']}/part_{i}" for i in range(variable["partitions"])]
            names += parts or [variable["name"]]
    return names


class GraphCase:
    """A golden in the default graph: its inputs as placeholders, and its cell.

    Attributes:
        cell: our cell.
        inputs, lengths, state: placeholders.
        fetches: {golden key: tensor}, filled by the methods below.
    """

    def __init__(self, name, **replaced):
        self.golden = Golden(name)
        case = self.golden.case
        arrays = self.golden.arrays
        self.dtype = case["dtype"]
        self.inputs = self.golden.inputs(self._placeholder)
        self.lengths = v1.placeholder("int32", [None])
        self.fetches = {}
        if case["arguments"].get("reuse"):
            earlier = self.golden.cell(reuse=None)
            rnn.dynamic_rnn(earlier, self.inputs, dtype=self.dtype)
        spec = {"symbol": case["symbol"], "arguments": case["arguments"]}
        self.cell = made(spec, self.dtype, **replaced)
        self.leaves = [
            self._placeholder(f"state_{i}", arrays[f"state/{i}"])
            for i in range(len(self.golden.prefixed("state/")))
        ]
        leaves = iter(self.leaves)
        self.state = tf.nest.map_structure(lambda _: next(leaves), sizes_as_leaves(self.cell))

    def _placeholder(self, name, array):
        name = name.replace("/", "_")
        return v1.placeholder(array.dtype, [None, *array.shape[1:]], name)

    def run(self, dynamic_rnn=rnn.dynamic_rnn, **options):
        """Adds the run over time; TF1 drew its noise with `parallel_iterations=1`."""
        options = {"parallel_iterations": 1, **options}
        outputs, final = dynamic_rnn(
            self.cell, self.inputs, self.lengths, initial_state=self.state, **options
        )
        self._keep("run", "outputs", outputs, final)

    def static_run(self, static_rnn):
        """Adds the run by a loop over a list of steps."""
        parts = [tf.unstack(x, axis=1) for x in tf.nest.flatten(self.inputs)]
        steps = [tf.nest.pack_sequence_as(self.inputs, step) for step in zip(*parts, strict=True)]
        outputs, final = static_rnn(
            self.cell, steps, initial_state=self.state, sequence_length=self.lengths
        )
        stacked = tf.nest.map_structure(lambda *step: tf.stack(step, axis=1), *outputs)
        self._keep("run", "outputs", stacked, final)

    def keras_run(self):
        """Adds the run by the stock `keras.layers.RNN`, with the lengths as its mask."""
        options = {"return_sequences": True, "return_state": True, "zero_output_for_mask": True}
        self.cell.adopt_dtype(self.inputs, self.leaves)  # the stock layer does not tell its cell
        layer = keras.layers.RNN(self.cell, dtype=self.dtype, **options)
        mask = tf.sequence_mask(self.lengths, self.golden.case["time"])
        with v1.variable_scope("rnn"):
            # In Keras inference means no dropout; TF1 knew no such thing.
            state = {"initial_state": self.state, "training": True}
            outputs, *final = layer(self.inputs, mask=mask, **state)
        self._keep("run", "outputs", outputs, final)

    def step(self):
        """Adds one direct step on the first input."""
        with v1.variable_scope("rnn"):
            output, state = self.cell(first_step(self.inputs), self.state)
        self._keep("step", "output", output, state)

    def gradients(self):
        """Adds the gradients of the golden's weighted sum."""
        total = sum(
            tf.reduce_sum(self.fetches[f"run/{key}"] * array)
            for key, array in self.golden.prefixed("cotangents/").items()
        )
        variables = v1.global_variables()
        inputs = keyed("inputs", self.inputs)
        sources = [(key, x) for key, x in inputs.items() if x.dtype.is_floating]
        sources += [(f"state/{i}", leaf) for i, leaf in enumerate(self.leaves)]
        sources += [(f"variables/{v.op.name.split('/part_')[0]}", v) for v in variables]
        sources = [(key, x) for key, x in sources if f"gradients/{key}" in self.golden.arrays]
        found = v1.gradients(total, [x for _, x in sources], unconnected_gradients="zero")
        for (key, _), gradient in zip(sources, found, strict=True):
            self.fetches.setdefault(f"gradients/{key}", []).append(tf.convert_to_tensor(gradient))

    def _keep(self, label, key, output, state):
        self.fetches |= {**keyed(f"{label}/{key}", output), **numbered(f"{label}/state", state)}

    def check(self, folder):
        """Restores TF1's checkpoint with a Saver and compares everything that was added."""
        golden = self.golden
        assert graph_variables() == expected_variables(golden)
        paths = [f"rnn/{path}" for path in self.cell.tf1_variables()]
        assert paths == [variable["name"] for variable in golden.facts["variables"]]
        prefix = write_checkpoint(folder / "model.ckpt", golden.prefixed("variables/"))
        feeds = {self.lengths: golden.arrays["lengths"]}
        feeds |= {x: golden.arrays[key] for key, x in keyed("inputs", self.inputs).items()}
        feeds |= {leaf: golden.arrays[f"state/{i}"] for i, leaf in enumerate(self.leaves)}
        with v1.Session(config=v1.ConfigProto(**ONE_THREAD)) as session:
            v1.train.Saver().restore(session, prefix)
            found = session.run(self.fetches, feeds)
        found = {k: np.concatenate(a) if isinstance(a, list) else a for k, a in found.items()}
        assert found and any(np.any(array) for array in found.values())
        for key, array in found.items():
            assert error(array, expected(golden, key)) <= golden.limit, key


def sizes_as_leaves(cell):
    """`state_size` with a number in place of every size, as a structure of leaves."""

    def leaf(size):
        if isinstance(size, list | tuple):
            parts = [leaf(part) for part in size]
            return type(size)(*parts) if hasattr(size, "_fields") else type(size)(parts)
        return 0

    return leaf(cell.state_size)
