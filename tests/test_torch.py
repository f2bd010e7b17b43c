"""The cells and layers on Keras' torch backend, where there is no TensorFlow.

`make test-torch` runs this with `TORCH_PYTHON`, the Python of an environment that has torch.
"""

import os

from tests.backend_tests import JAX, TENSORFLOW, BackendTests


class TestTorch(BackendTests):
    place = (os.environ["TORCH_PYTHON"], {"KERAS_BACKEND": "torch"})
    others = (TENSORFLOW, JAX)
