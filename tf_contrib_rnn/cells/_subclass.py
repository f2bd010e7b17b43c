"""What lets users subclass `RNNCell` as they subclassed TF1's.

A TF1 cell may leave out `super().__init__`, override `__call__`, expect a shape object in
`build`, and make its variables inside a step. `adapt` wraps these methods of a subclass so that
the cell is still a complete Keras layer: initialised, built before the loop, its variables made
once and tracked.
"""

import functools
import inspect

import keras
from keras import ops

from tf_contrib_rnn.cells._constants import symbolic_constants, without_constants
from tf_contrib_rnn.cells._scope import in_v1_graph
from tf_contrib_rnn.cells._state import (
    flatten,
    map_structure,
    pack_state,
    repack,
    shape_size,
    size_shape,
)


def adapt(cls):
    """Wraps `__init__`, `build` and `__call__` where the class itself defines them."""
    for name, wrap in (("__init__", _initialised), ("build", _built), ("__call__", _called)):
        method = cls.__dict__.get(name)
        if method is not None:
            setattr(cls, name, wrap(method))
    cls.overrides_call = cls.overrides_call or "__call__" in cls.__dict__
    show_signature(cls)


def show_signature(cls):
    """Lets `help` and `inspect.signature` of the class tell the arguments of its constructor."""
    _, *parameters = inspect.signature(cls.__init__).parameters.values()
    cls.__signature__ = inspect.Signature(parameters)


def _initialised(init):
    @functools.wraps(init)
    def wrapper(self, *args, **kwargs):
        init(self, *args, **kwargs)
        if type(self).__init__ is wrapper and "tf1_scope" not in self.__dict__:
            from tf_contrib_rnn.cells._cell import RNNCell

            RNNCell.__init__(self)

    wrapper.__signature__ = inspect.signature(init)  # Keras asks without following the wrapping
    return wrapper


def _built(build):
    @functools.wraps(build)
    def wrapper(self, *args, **kwargs):
        args = [shape_object(shape) for shape in args]
        kwargs = {name: shape_object(shape) for name, shape in kwargs.items()}
        with self.tf1_scope.building(self):
            build(self, *args, **kwargs)
        if type(self).build is wrapper:
            (inputs_shape,) = (*args, *kwargs.values())
            trace_step(self, inputs_shape)

    return wrapper


def _called(call):
    @functools.wraps(call)
    def wrapper(self, inputs, state, *args, **kwargs):
        self.adopt_dtype(inputs, state)
        state = pack_state(self.state_size, state, self.name)
        if not self.built and not self.tracing and not in_v1_graph():
            self.build_for(inputs)
        with self.tf1_scope.around_own_call(self):
            result = call(self, inputs, state, *args, **kwargs)
        if not self.tracing:
            self.built = True
        return result

    return wrapper


def is_shape(shape):
    """Whether this is one shape and not a structure of shapes."""
    if not isinstance(shape, list | tuple):
        return True
    return all(dim is None or not isinstance(dim, list | tuple) for dim in shape) and not any(
        hasattr(dim, "as_list") for dim in shape
    )


def shape_object(shape):
    """A shape with `.ndims` and `.as_list`, as a TF1 cell's `build` expects; structures kept."""
    if is_shape(shape):
        return shape_size(size_shape(shape))
    return repack(shape, [shape_object(part) for part in shape])


def plain_shape(shape):
    """The reverse: nested tuples of ints and None."""
    if is_shape(shape):
        return size_shape(shape)
    return tuple(plain_shape(part) for part in shape)


def shape_of(inputs):
    """The static shapes of a step's inputs, structure kept."""
    if isinstance(inputs, list | tuple):
        return tuple(shape_of(part) for part in inputs)
    return size_shape(ops.shape(inputs) if not hasattr(inputs, "shape") else inputs.shape)


def trace_step(cell, inputs_shape):
    """Runs one step on placeholders, so that variables made inside it exist before any loop."""
    cell.note("built_shape", plain_shape(inputs_shape))
    if not cell.makes_variables_in_call or in_v1_graph():
        return
    inputs_shape, constants_shapes = without_constants(cell, cell.built_shape)
    step = keras.Operation()
    step.call = lambda inputs, state, **constants: _one_step(cell, inputs, state, constants)
    inputs = _placeholders(cell, inputs_shape)
    constants = symbolic_constants(constants_shapes, cell.compute_dtype)
    constants = {} if constants is None else {"constants": constants}
    batch = flatten(cell.built_shape)[0]
    state = map_structure(
        lambda size: keras.KerasTensor((batch, *size_shape(size)), cell.compute_dtype),
        cell.state_size,
    )
    cell.note("tracing", True)
    cell.built = True  # else a step that comes through `__call__` would build, and trace, again
    try:
        step.compute_output_spec(inputs, state, **constants)
    except Exception:
        cell.built = False
        raise
    finally:
        cell.note("tracing", False)


def _placeholders(cell, shape):
    if is_shape(shape):
        return keras.KerasTensor(shape, cell.compute_dtype)
    return tuple(_placeholders(cell, part) for part in shape)


def _one_step(cell, inputs, state, constants):
    """A step as the cell's class defines it, inside the cell's TF1 scope."""
    if cell.overrides_call:
        return cell(inputs, state)
    with cell.tf1_scope.entered(cell):
        return cell.call(inputs, state, **constants)
