"""The modes of TensorFlow 1: graphs, sessions, its shapes and its loops."""

import functools

from tf_contrib_rnn._needs import need_keras_3, need_tensorflow


@functools.cache
def turn_on():
    """Turns them on, once a process.

    Raises:
        MissingPackageError: when TensorFlow or Keras is not installed.
        ImportError: when Keras runs on another backend than TensorFlow.
    """
    need_tensorflow("tf_contrib_rnn.compat")
    need_keras_3()
    import keras
    import tensorflow as tf

    if keras.backend.backend() != "tensorflow":
        raise ImportError(
            "tf_contrib_rnn.compat expects Keras on TensorFlow, received the backend "
            f"{keras.backend.backend()}: set KERAS_BACKEND=tensorflow."
        )
    v1 = tf.compat.v1
    verbosity = v1.logging.get_verbosity()
    v1.logging.set_verbosity(v1.logging.ERROR)  # it warns that TF1's variables will not last
    v1.disable_v2_behavior()
    v1.enable_resource_variables()  # Keras, whose layers the cells are, takes no others
    v1.logging.set_verbosity(verbosity)
