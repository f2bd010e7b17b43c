"""The cells and layers on Keras' jax backend, TensorFlow blocked, in processes of their own."""

from tests.backend_tests import JAX, BackendTests


class TestJax(BackendTests):
    place = JAX
