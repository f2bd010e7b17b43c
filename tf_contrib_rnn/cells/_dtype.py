"""dtype as in TF1: a layer with none given takes that of the first floating tensor it sees."""

import keras
from keras import ops

from tf_contrib_rnn.cells._keras_2 import refuse_keras_2
from tf_contrib_rnn.cells._state import flatten


class InputDtype:
    """Mixin for `keras.layers.Layer`: the dtype of the first floating tensor, unless one is given.

    Under another default policy than float32, or with an explicit dtype, that one wins. numpy
    arrays count as `floatx`, as everywhere in Keras.
    """

    def open_dtype(self, dtype):
        """Notes at construction whether the dtype is still open."""
        default = keras.config.dtype_policy().name
        object.__setattr__(self, "dtype_is_open", dtype is None and default == "float32")

    def adopt_dtype(self, *tensors):
        """Takes the dtype of the first floating tensor among nested `tensors`, if open.

        Raises:
            TypeError: for tensors and layers of Keras 2.
        """
        refuse_keras_2(self.name, *flatten(tensors))
        if not self.dtype_is_open or self.built:
            return
        for tensor in flatten(tensors):
            if _is_floating_tensor(tensor):
                self.fix_dtype(keras.backend.standardize_dtype(tensor.dtype))
                return

    def fix_dtype(self, policy):
        """Sets the dtype policy if none was given."""
        if self.dtype_is_open:
            self.dtype_policy = policy
            object.__setattr__(self, "dtype_is_open", False)


def _is_floating_tensor(value):
    if not (ops.is_tensor(value) or keras.backend.is_keras_tensor(value)):
        return False
    return keras.backend.is_float_dtype(value.dtype)
