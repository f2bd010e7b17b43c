"""What the package needs beside itself, and the one sentence where it is missing."""

import contextlib
import importlib.util
import os
import warnings
from importlib.metadata import PackageNotFoundError, version

BACKENDS = ("tensorflow", "jax", "torch")


class MissingPackageError(ModuleNotFoundError):
    """A package that something of ours needs is not installed."""


def need_tensorflow(user):
    """Refuses to go on without TensorFlow.

    Args:
        user: what needs it, in the words of the message.

    Raises:
        MissingPackageError: when TensorFlow is not installed.
    """
    if not _is_installed("tensorflow"):
        raise MissingPackageError(
            f"{user} expects TensorFlow, which is not installed: pip install tensorflow.",
            name="tensorflow",
        )


def need_keras_3():
    """Refuses to go on without Keras 3 or its backend, and warns of a `tf.keras` that is Keras 2.

    Raises:
        MissingPackageError: when Keras, or the backend it is told to use, is not installed.
        ImportError: when the `keras` that is installed is Keras 2.
    """
    _need_keras()
    if os.environ.get("TF_USE_LEGACY_KERAS") in ("1", "true", "True"):
        warnings.warn(
            "tf_contrib_rnn expects layers and models of keras, received TF_USE_LEGACY_KERAS, "
            "which makes tf.keras Keras 2: write keras for tf.keras around its cells, or unset it.",
            UserWarning,
            stacklevel=3,
        )


def _need_keras():
    if not _is_installed("keras"):
        raise MissingPackageError(
            "tf_contrib_rnn expects Keras 3, which is not installed: pip install 'keras>=3.15'.",
            name="keras",
        )
    with contextlib.suppress(PackageNotFoundError):
        installed = version("keras")
        if int(installed.split(".")[0]) < 3:
            raise ImportError(
                f"tf_contrib_rnn expects Keras 3, received Keras {installed}: pip install "
                "'keras>=3.15'."
            )
    try:
        importlib.import_module("keras")
    except ModuleNotFoundError as error:
        missing = error.name.partition(".")[0] if error.name else None
        if missing not in BACKENDS or _is_installed(missing):
            raise
        others = " or ".join(name for name in BACKENDS if name != missing)
        raise MissingPackageError(
            f"Keras expects its backend {missing}, which is not installed: pip install {missing}, "
            f"or set KERAS_BACKEND to {others}.",
            name=missing,
        ) from None


def _is_installed(module):
    try:
        return importlib.util.find_spec(module) is not None
    except ValueError:  # a module put into sys.modules by hand, which has no spec
        return True
