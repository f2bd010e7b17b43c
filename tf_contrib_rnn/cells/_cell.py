"""The contract of a cell: `RNNCell` and `LayerRNNCell`."""

import functools
import inspect

import keras

from tf_contrib_rnn.cells._checks import is_of_package
from tf_contrib_rnn.cells._constants import (
    constants_for,
    given_constants,
    shape_with_constants,
)
from tf_contrib_rnn.cells._keras_2 import refuse_layer_of_keras_2
from tf_contrib_rnn.cells._layer import ScopedLayer
from tf_contrib_rnn.cells._sizes import Sizes
from tf_contrib_rnn.cells._state import pack_state
from tf_contrib_rnn.cells._subclass import adapt, plain_shape, shape_of, show_signature, trace_step


class RNNCell(Sizes, ScopedLayer):
    """One step of a recurrent network: `output, new_state = cell(inputs, state)`.

    Subclass it as `tf.contrib.rnn.RNNCell` was subclassed: give `state_size` and `output_size`
    (properties or attributes), make variables in `build` with `add_variable` or inside `call`
    with `tf.compat.v1.get_variable`, and write the equations in `call(inputs, state)`.

    The cell is a `keras.layers.Layer`: it runs in `rnn.RNN`, in `keras.layers.RNN`, under
    `dynamic_rnn` and `static_rnn` (ours and those of `tf.compat.v1.nn`), eagerly, in
    `tf.function` and in a v1 graph, where its variables have TF1's names.

    Args:
        trainable: whether the variables are trained.
        name: name of the layer and its TF1 scope. Without one the scope is TF1's default, the
            class name in snake case, and Keras names the layer.
        dtype: dtype or Keras dtype policy. Without one the cell takes the dtype of the first
            floating tensor it sees, as in TF1.
        reuse: TF1's sharing of variables by name; it holds in v1 graphs only.
        **kwargs: `<role>_initializer`, `<role>_regularizer` and `<role>_constraint` for the roles
            of the cell's variables (`kernel`, `bias`, ...), and `activity_regularizer`.

    Raises:
        TypeError: for an argument that the cell does not know.
        ValueError: for `reuse=True` outside a v1 graph.

    Differs from TF1: outside v1 graphs variables are shared by passing the same cell object,
    not by name.
    """

    # TF1 lets plain cells make variables inside `call`; ours and LayerRNNCells make them in build.
    makes_variables_in_call = True
    # Cells that override `__call__`, as old ones did, open their scopes there themselves.
    overrides_call = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        adapt(cls)

    def __dir__(self):
        """The names of all attributes; layers of Keras 2, which look here first, are refused."""
        refuse_layer_of_keras_2(self.name)
        return super().__dir__()

    def main_inputs(self, inputs):
        """The part of a step's or a sequence's inputs that decides an open dtype."""
        return inputs

    def adopt_dtype(self, inputs, *others):
        """Takes the dtype of the first floating tensor in the inputs or the others, if open."""
        super().adopt_dtype(self.main_inputs(inputs), *others)

    def draw_noise(self, steps, batch_size, input_size, dtype):
        """Random numbers for `steps` steps, or None for a cell that needs none.

        A runner draws them before its loop and hands each step its own, so that a step itself
        draws none.

        Args:
            steps: number of steps, int or scalar tensor.
            batch_size: int or scalar tensor.
            input_size: size of a step's inputs without the batch, as in `output_size`.
            dtype: dtype of the computation.

        Returns:
            A structure of tensors [steps, batch, ...].
        """
        return None

    def build(self, inputs_shape):
        """Makes the variables; here only those that a subclass makes inside `call`."""
        if type(self).build is RNNCell.build:
            trace_step(self, inputs_shape)

    def build_for(self, inputs):
        """Builds the cell, once, for a step's inputs (tensors or symbolic tensors)."""
        if not self.built:
            self.build_for_shape(shape_of(inputs))

    def build_for_shape(self, inputs_shape):
        """Builds the cell, once, for the shape of a step's inputs."""
        if not self.built:
            self.build(shape_with_constants(self, plain_shape(inputs_shape)))

    def input_depth(self, inputs_shape, expected=(None, None)):
        """The depth (last dimension) of a step's inputs, for `build`; later calls must match it.

        Args:
            inputs_shape: shape of a step's inputs.
            expected: the shape they must have, batch first, None where any size will do.

        Raises:
            ValueError: for another shape, or an unknown depth.
        """
        shape = plain_shape(inputs_shape)
        self._check_inputs(shape, expected)
        if shape[-1] is None:
            raise ValueError(
                f"{self.name} expects inputs of known depth, received shape {shape}: give the "
                "last dimension a static size."
            )
        self.note("inputs_expected", (None, *expected[1:-1], shape[-1]))
        return shape[-1]

    def _check_inputs(self, shape, expected):
        if not _fits(shape, expected):
            raise ValueError(
                f"{self.name} expects one step's inputs of shape {expected}, received {shape}: "
                "correct the input, or run a whole sequence through rnn.RNN or dynamic_rnn."
            )

    def __call__(self, inputs, state, scope=None, training=None, noise=None, constants=None):
        """Runs one step.

        Args:
            inputs: tensor [batch, *features], or a structure of such tensors.
            state: the state in the structure of `state_size`, in any containers.
            scope: string or VariableScope that replaces the cell's TF1 scope at the first call.
            training: True or False as Keras says it; None when nobody said, which is TF1.
            noise: this step's random numbers, from `draw_noise`; without them a cell that needs
                some draws its own.
            constants: list of tensors for every cell that takes an argument `constants` in its
                `call`: this one, or one inside it.

        Returns:
            `(output, new_state)`, the new state in the declared structure.
        """
        as_list = isinstance(state, list) and keras.backend.backend() != "tensorflow"
        state = pack_state(self.state_size, state, self.name)
        self.adopt_dtype(inputs, state)
        options = {"training": training, "noise": noise}
        known = self.call_signature_parameters
        options = {key: v for key, v in options.items() if v is not None and key in known}
        with given_constants(constants), self.tf1_scope.entered(self, scope):
            self.build_for(inputs)
            if self.inputs_expected is not None:
                self._check_inputs(shape_of(inputs), self.inputs_expected)
            output, new_state = super().__call__(inputs, state, **options, **constants_for(self))
        self.tf1_scope.settled = True
        # jax's loop insists on the container it sent.
        return output, list(new_state) if as_list and isinstance(new_state, tuple) else new_state


show_signature(RNNCell)


def call_cell(cell, inputs, state, training=None, noise=None):
    """One step of a cell, with those of the options that its `__call__` takes."""
    options = {"training": training, "noise": noise}
    options = {name: options[name] for name in _step_options(type(cell))}
    if not isinstance(cell, RNNCell):  # ours see to it themselves
        options |= constants_for(cell)
    return cell(inputs, state, **options)


def noise_of(cell, steps, batch_size, input_size, dtype):
    """What `draw_noise` of a cell of ours gives; None for all others."""
    if not isinstance(cell, RNNCell):
        return None
    return cell.draw_noise(steps, batch_size, input_size, dtype)


@functools.cache
def _step_options(cell_class):
    parameters = inspect.signature(cell_class.__call__).parameters
    return [name for name in ("training", "noise") if name in parameters]


def is_ours(cell):
    """Whether a cell and all inside it are of classes of this package, of which steps are pure."""
    cell = getattr(cell, "step_cell", cell)
    ours = isinstance(cell, RNNCell) and is_of_package(cell)
    return ours and all(map(is_ours, getattr(cell, "_layers", ())))


class LayerRNNCell(RNNCell):
    """A cell that makes all its variables in `build`, as a proper layer does.

    The arguments are those of `RNNCell`. Differs from TF1: not at all; in v1 graphs a second
    such cell of one name in one scope gets the suffix `_1`.
    """

    makes_variables_in_call = False
    takes_unique_scope = True


def _fits(shape, expected):
    """Whether a shape, or a structure of shapes, has the sizes expected; None is any size."""
    if isinstance(shape, tuple) != isinstance(expected, tuple):
        return False
    if not isinstance(shape, tuple):
        return None in (shape, expected) or shape == expected
    pairs = zip(shape, expected, strict=False)
    return len(shape) == len(expected) and all(_fits(*pair) for pair in pairs)
