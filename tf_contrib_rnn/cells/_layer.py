"""What cells and whole layers have in common: a TF1 scope, its variables, a config."""

import keras

from tf_contrib_rnn.cells._checks import check_dtype, check_name, is_of_package, switch
from tf_contrib_rnn.cells._config import ConstructorArguments, Persistent
from tf_contrib_rnn.cells._constants import shape_with_constants
from tf_contrib_rnn.cells._dtype import InputDtype
from tf_contrib_rnn.cells._legacy_interface import LegacyInterface
from tf_contrib_rnn.cells._scope import CellScope, default_scope, in_v1_graph
from tf_contrib_rnn.cells._subclass import plain_shape, show_signature
from tf_contrib_rnn.cells._weights import Weights, made_by


class ScopedLayer(Persistent, InputDtype, LegacyInterface, Weights, keras.layers.Layer):
    """A Keras layer whose variables stand in a TF1 scope: the base of `RNNCell` and of layers.

    Args:
        trainable: whether the variables are trained.
        name: name of the layer and its TF1 scope. Without one the scope is TF1's default, the
            class name in snake case, and Keras names the layer.
        dtype: dtype or Keras dtype policy. Without one the layer takes the dtype of the first
            floating tensor it sees, as in TF1.
        reuse: TF1's sharing of variables by name; it holds in v1 graphs only.
        **kwargs: `<role>_initializer`, `<role>_regularizer` and `<role>_constraint` for the roles
            of the layer's variables (`kernel`, `bias`, ...), and `activity_regularizer`.

    Raises:
        TypeError: for an argument that the layer does not know.
        ValueError: for `reuse=True` outside a v1 graph, and for a name, a dtype, a regularizer, ...
            that is none.
    """

    makes_variables_in_call = False
    overrides_call = False
    # In v1 graphs TF1 gives a second layer of one name the suffix `_1`, but not plain cells.
    takes_unique_scope = False

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        show_signature(cls)

    def __new__(cls, *args, **kwargs):
        layer = super().__new__(cls, *args, **kwargs)
        layer.note("constructor_arguments", ConstructorArguments(cls, args, kwargs))
        layer.note("built_shape", None)
        layer.note("tracing", False)
        layer.note("inputs_expected", None)
        return layer

    def __init__(self, trainable=True, name=None, dtype=None, *, reuse=None, **kwargs):
        reuse = kwargs.pop("_reuse", reuse)  # what TF1's own cells passed on
        check_name(name)
        check_dtype(dtype, any_kind=not is_of_package(self))
        self.take_weight_options(kwargs)
        if "activity_regularizer" in kwargs:
            made = made_by(keras.regularizers.get, kwargs, "activity_regularizer")
            kwargs["activity_regularizer"] = made
        unknown = set(kwargs) - {"activity_regularizer", "autocast"}
        if unknown:
            raise TypeError(
                f"{type(self).__name__} does not know the argument {sorted(unknown)[0]!r}: "
                "remove it or correct its name."
            )
        scope = name or self.default_tf1_scope()
        default = self.constructor_arguments.signature.parameters.get("name")
        self.note("name_is_chosen", bool(name) and (default is None or name != default.default))
        keras_name = scope if self.name_is_chosen else _unique_name(scope)
        super().__init__(
            trainable=switch("trainable", trainable),
            name=keras_name.replace("/", "_"),
            dtype=dtype,
            **kwargs,
        )
        self.note("tf1_scope", CellScope(scope, self.takes_unique_scope))
        self.note("reuse", reuse)
        self.open_dtype(dtype)
        if reuse is True and not in_v1_graph():
            raise ValueError(
                "reuse=True expects a v1 graph, received an eager context: pass the same cell "
                "object to both places to share its variables."
            )

    @classmethod
    def default_tf1_scope(cls):
        """The scope of a layer that was given no name: its class name in snake case."""
        return default_scope(cls.__name__)

    def note(self, name, value):
        """Sets a plain attribute that Keras shall neither track nor save."""
        object.__setattr__(self, name, value)

    def build_cell(self, cell, inputs_shape):
        """Builds a cell inside this layer, which takes this one's dtype if it has none."""
        if not cell.built:
            if isinstance(cell, ScopedLayer):
                cell.fix_dtype(self.dtype_policy)
            cell.build(shape_with_constants(cell, plain_shape(inputs_shape)))


def _unique_name(prefix):
    """The next free Keras name of a prefix: `lstm_cell`, `lstm_cell_1`, ..."""
    number = keras.backend.get_uid(prefix)
    return prefix if number == 1 else f"{prefix}_{number - 1}"
