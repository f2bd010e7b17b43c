"""`DeviceWrapper`: runs a cell on a device."""

import re

import keras

from tf_contrib_rnn.cells._cell import call_cell
from tf_contrib_rnn.wrappers._transparent import TransparentWrapper


@keras.saving.register_keras_serializable(package="tf_contrib_rnn")
class DeviceWrapper(TransparentWrapper):
    """Makes a cell's variables, zero state and steps on a device.

    Args:
        cell: the cell.
        device: device as `tf.device` takes it, such as "/gpu:0"; on other backends than
            TensorFlow a string that names type and number.
        **kwargs: see `RNNCell`.

    Raises:
        TypeError: when `cell` is no cell.
        ValueError: on other backends than TensorFlow, for a device that is no such string.

    Differs from TF1: not at all.
    """

    def __init__(self, cell, device, **kwargs):
        super().__init__(cell, **kwargs)
        _check(device)
        self.device = device

    def zero_state(self, batch_size, dtype):
        """The wrapped cell's zero state, on the device."""
        with _on(self.device):
            return super().zero_state(batch_size, dtype)

    def build(self, inputs_shape):
        with _on(self.device):
            super().build(inputs_shape)

    def call(self, inputs, state, training=None, noise=None):
        with _on(self.device):
            return call_cell(self.cell, inputs, state, training, noise)


def _check(device):
    """Refuses a string that names no device; what else `tf.device` takes is left to it.

    Raises:
        ValueError: naming it.
    """
    if keras.backend.backend() != "tensorflow" or not isinstance(device, str):
        return
    import tensorflow as tf

    try:
        tf.DeviceSpec.from_string(device)
    except ValueError as error:
        raise ValueError(
            f"device expects a string such as '/gpu:0', received {device!r}: name type and number."
        ) from error


def _on(device):
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return tf.device(device)
    found = re.search(r"(cpu|gpu|tpu)(:\d+)?$", device.lower()) if isinstance(device, str) else None
    if found is None:
        raise ValueError(
            f"device expects a string such as 'gpu:0' on {keras.backend.backend()}, received "
            f"{device!r}: name type and number."
        )
    # On torch a variable made on Keras 3.15's "cpu:0" is a copy that nothing trains.
    on_torch_cpu = keras.backend.backend() == "torch" and found[1] == "cpu"
    return keras.device("cpu" if on_torch_cpu else f"{found[1]}{found[2] or ':0'}")
