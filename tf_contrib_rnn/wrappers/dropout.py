"""`DropoutWrapper`: dropout on a cell's inputs, states and outputs."""

import keras
from keras import ops

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.cells._checks import received, seed_or_none, switch
from tf_contrib_rnn.cells._dropout import drops, in_dtype, known_probability, step_mask
from tf_contrib_rnn.cells._noise import GraphNoise, salted_seed, step_numbers, uniform
from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.cells._state import flatten, map_structure, pack_like, size_shape
from tf_contrib_rnn.wrappers._state_filter import drop_all_but_memory, dropped_leaves
from tf_contrib_rnn.wrappers._transparent import TransparentWrapper


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class DropoutWrapper(TransparentWrapper):
    """Dropout on a cell's inputs, new states and outputs.

        x = drop(x, input_keep_prob)
        y, s = cell(x, s)
        s' = drop(s, state_keep_prob)           not the memory c of an LSTM
        output = drop(y, output_keep_prob)      the state is not touched by this one

    drop keeps a value with the probability given and divides it by that, otherwise sets it to 0.
    Dropout is active unless `training=False`: `training=None` means that nobody said, and TF1,
    which knew no such argument, always dropped.

    Args:
        cell: the cell.
        input_keep_prob: number in (0, 1], or a scalar tensor; the number 1 means no dropout.
        output_keep_prob: the same for outputs.
        state_keep_prob: the same for states.
        variational_recurrent: whether one mask [1, size] serves all steps and all rows of the
            batch instead of new ones every step.
        input_size: size of a step's inputs without the batch; needed for variational dropout of
            inputs.
        dtype: dtype of the values; needed for variational dropout.
        seed: integer that makes the masks reproducible; in a v1 graph they are TF1's own.
        dropout_state_filter_visitor: function of any level of the state that answers with a bool,
            or one for each element, whether to drop it. To be saved it must be registered with
            `keras.saving.register_keras_serializable`.
        **kwargs: see `RNNCell`.

    Raises:
        TypeError: when `cell` is no cell or the visitor no function.
        ValueError: for a probability outside (0, 1], for variational dropout without dtype or
            input_size, and for a variational step without a runner of ours.

    Differs from TF1: a probability of 0 is refused at construction where TF1 failed at the call.
    Outside v1 graphs variational masks belong to a run of `rnn.RNN`, `dynamic_rnn` or
    `static_rnn`; loops that are not ours call single steps and are refused.

    Paper: Gal and Ghahramani, "A Theoretically Grounded Application of Dropout in Recurrent Neural
    Networks", 2016.
    """

    def __init__(
        self,
        cell,
        input_keep_prob=1.0,
        output_keep_prob=1.0,
        state_keep_prob=1.0,
        variational_recurrent=False,
        input_size=None,
        dtype=None,
        seed=None,
        dropout_state_filter_visitor=None,
        **kwargs,
    ):
        super().__init__(cell, dtype=dtype, **kwargs)
        self.input_keep_prob = _probability("input_keep_prob", input_keep_prob)
        self.state_keep_prob = _probability("state_keep_prob", state_keep_prob)
        self.output_keep_prob = _probability("output_keep_prob", output_keep_prob)
        visitor = dropout_state_filter_visitor
        self.state_filter = drop_all_but_memory if visitor is None else visitor
        if not callable(self.state_filter):
            raise TypeError(
                "dropout_state_filter_visitor expects a function, received "
                f"{received(visitor)}: pass a callable or None."
            )
        self.variational_recurrent = switch("variational_recurrent", variational_recurrent)
        self.input_size = _known_size(input_size)
        self.seed = seed_or_none("seed", seed)
        self.note("graph_noise", GraphNoise(lambda slot: salted_seed(self.seed, slot)))
        if variational_recurrent:
            self._check_variational(dtype)

    def _check_variational(self, dtype):
        if dtype is None:
            raise ValueError(
                "variational_recurrent=True expects a dtype, received none: pass dtype='float32'."
            )
        if drops(self.input_keep_prob) and self.input_size is None:
            raise ValueError(
                "variational_recurrent=True with input_keep_prob expects an input_size, received "
                "none: pass the depth of the inputs."
            )

    def build(self, inputs_shape):
        super().build(inputs_shape)
        if not in_v1_graph():
            self.seed_generator = keras.random.SeedGenerator(self.seed)

    def call(self, inputs, state, training=None, noise=None):
        noise = noise or {}
        inner_noise = noise.get("cell")
        if training is False:
            return call_cell(self.cell, inputs, state, training, inner_noise)
        inputs = self._drop("input", inputs, self.input_keep_prob, noise)
        output, new_state = call_cell(self.cell, inputs, state, training, inner_noise)
        new_state = self._drop("state", new_state, self.state_keep_prob, noise)
        return self._drop("output", output, self.output_keep_prob, noise), new_state

    def _drop(self, kind, values, keep_prob, noise):
        """Dropout on those leaves of `values` that the kind says."""
        if not drops(keep_prob):
            return values
        leaves = flatten(values)
        mask = variational_mask if self.variational_recurrent else step_mask
        for position, salt in self._slots(kind, values):
            numbers = self._numbers(salt, leaves[position], noise)
            leaves[position] = mask(leaves[position], numbers, keep_prob)
        return pack_like(values, leaves)

    def _slots(self, kind, structure):
        """(position, TF1's seed salt) of each leaf that dropout touches."""
        if kind != "state":
            return [(i, f"{kind}_{i}") for i in range(len(flatten(structure)))]
        dropped = dropped_leaves(self.state_filter, structure)
        # TF1 counts all leaves for variational masks, those the filter tells apart for others.
        return [(i, f"state_{i if self.variational_recurrent else n}") for i, n in dropped]

    def _numbers(self, salt, value, noise):
        """The uniform numbers of one slot: handed in, or this step's own."""
        if salt in noise:
            return noise[salt]
        if not self.variational_recurrent:
            return step_numbers(self, salt, value)
        if not in_v1_graph():
            raise ValueError(
                "variational_recurrent=True expects masks for a whole sequence, received a single "
                "step: run the cell through rnn.RNN, dynamic_rnn or static_rnn, or pass noise=."
            )
        return self.graph_noise.per_sequence(salt, value.shape[1:], value.dtype)

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """{TF1's seed salt: numbers [steps, batch, *size]}, and the wrapped cell's as "cell"."""
        noise = {}
        kinds = {"input": input_size, "state": self.state_size, "output": self.output_size}
        for kind, size in kinds.items():
            if drops(getattr(self, f"{kind}_keep_prob")):
                symbols = map_structure(
                    lambda s: keras.KerasTensor((None, *size_shape(s)), dtype), size
                )
                leaves = flatten(symbols)
                for position, salt in self._slots(kind, symbols):
                    shape = (steps, batch_size, *leaves[position].shape[1:])
                    noise[salt] = self._sequence_numbers(shape, dtype)
        inner = super().draw_noise(steps, batch_size, input_size, dtype)
        return {**noise, **({} if inner is None else {"cell": inner})} or None

    def _sequence_numbers(self, shape, dtype):
        if not self.variational_recurrent:
            return uniform(shape, dtype, self.seed_generator)
        steps, _, *size = shape
        return ops.repeat(uniform((1, 1, *size), dtype, self.seed_generator), steps, axis=0)


def variational_mask(value, numbers, keep_prob):
    """TF1's variational dropout, one mask for all rows."""
    keep_prob = in_dtype(keep_prob, value.dtype)
    return value / keep_prob * ops.cast(keep_prob + numbers >= 1, value.dtype)


def _known_size(input_size):
    """A size of inputs as it was given.

    Raises:
        ValueError: for what is neither a size nor a structure of sizes.
    """
    try:
        map_structure(size_shape, [] if input_size is None else input_size)
    except (TypeError, ValueError) as error:
        raise ValueError(
            "input_size expects the size of a step's inputs without the batch, received "
            f"{received(input_size)}: pass an int such as 64."
        ) from error
    return input_size


def _probability(name, value):
    """A number, also that of a tensor of fixed value, or a tensor."""
    known = known_probability(name, value)
    return value if known is None else known
