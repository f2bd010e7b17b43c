"""What is said where Keras, its backend or TensorFlow is missing, or `tf.keras` is Keras 2."""

import sys
import types

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn

BLOCK = "import sys; sys.modules['tensorflow'] = None\n"
LEGACY = (
    "tf_contrib_rnn expects layers and models of keras, received TF_USE_LEGACY_KERAS, which makes "
    "tf.keras Keras 2: write keras for tf.keras around its cells, or unset it."
)
REFUSED = (
    "expects Keras 3, received {} of Keras 2 \\(tf_keras, or tf.keras with TF_USE_LEGACY_KERAS\\): "
    "import keras and use its layers instead, or rnn.RNN."
)
# What a layer of Keras 2 does to a cell, as far as a cell can notice.
LAYER_OF_KERAS_2 = """
class RNN:
    def __init__(self, cell):
        if "call" not in dir(cell):
            raise ValueError("Argument `cell` should have a `call` method.")
        self.cell = cell

class Lambda:
    def __init__(self, function):
        self.function = function

    def __call__(self, *inputs):
        return self.function(*inputs)

class KerasTensor:
    dtype, shape = "float32", (None, 3)

def fit(callback):
    return callback()
"""


def last_line(done):
    assert done.returncode == 1
    assert done.stderr.count("Traceback") == 1, done.stderr
    return done.stderr.splitlines()[-1]


def test_keras_backend_that_is_missing(run_python):
    done = run_python("-c", f"{BLOCK}import tf_contrib_rnn")
    assert last_line(done) == (
        "tf_contrib_rnn._needs.MissingPackageError: Keras expects its backend tensorflow, which "
        "is not installed: pip install tensorflow, or set KERAS_BACKEND to jax or torch."
    )


def test_the_demo_without_tensorflow(run_python):
    code = f"{BLOCK}sys.argv = ['tf-contrib-rnn', 'demo']\nfrom tf_contrib_rnn.cli import main\n"
    done = run_python("-c", f"{code}main(prog_name='tf-contrib-rnn')")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "tf-contrib-rnn demo: the command expects TensorFlow, which is not installed: pip install "
        "tensorflow.\n",
    )


def test_another_keras(run_python, tmp_path):
    folder = tmp_path / "keras-2.15.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: keras\nVersion: 2.15.0\n")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\nimport tf_contrib_rnn"
    assert last_line(run_python("-c", code)) == (
        "ImportError: tf_contrib_rnn expects Keras 3, received Keras 2.15.0: pip install "
        "'keras>=3.15'."
    )


def test_no_keras(run_python):
    done = run_python("-c", "import sys; sys.modules['keras'] = None\nimport tf_contrib_rnn")
    assert last_line(done) == (
        "tf_contrib_rnn._needs.MissingPackageError: tf_contrib_rnn expects Keras 3, which is not "
        "installed: pip install 'keras>=3.15'."
    )


def test_legacy_keras_is_warned_of_at_the_import_of_the_user(monkeypatch):
    from tf_contrib_rnn import _needs

    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "1")
    with pytest.warns(UserWarning) as caught:
        _needs.need_keras_3()
    assert [str(warning.message) for warning in caught] == [LEGACY]
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "0")
    _needs.need_keras_3()


@pytest.fixture
def keras_2(monkeypatch):
    """A stand-in for `tf_keras`, whose real one `tests/test_tf_keras.py` puts to the same test."""
    module = types.ModuleType("tf_keras")
    exec(LAYER_OF_KERAS_2, vars(module))
    monkeypatch.setitem(sys.modules, "tf_keras", module)
    return module


def test_a_cell_put_into_a_layer_of_keras_2(keras_2):
    with pytest.raises(TypeError, match=REFUSED.format("a layer")):
        keras_2.RNN(rnn.LSTMCell(3))


def test_inputs_of_keras_2(keras_2):
    refused = REFUSED.format("a KerasTensor")
    tensor = keras_2.KerasTensor()
    for act in (
        lambda: rnn.GRUCell(3)(tensor, tensor),
        lambda: rnn.RNN(rnn.GRUCell(3))(tensor),
        lambda: rnn.CudnnLSTM(1, 3)(tensor),
        lambda: rnn.LSTMBlockFusedCell(3)(tensor, dtype="float32"),
    ):
        with pytest.raises(TypeError, match=refused):
            act()


def test_calls_inside_a_layer_of_keras_2(keras_2):
    x = keras.ops.ones((2, 4, 3))
    layer = rnn.RNN(rnn.GRUCell(3))
    for called in (layer, lambda x: rnn.GRUCell(3)(x[:, 0], x[:, 1])):
        with pytest.raises(TypeError, match=REFUSED.format("a call from inside a layer")):
            keras_2.Lambda(called)(x)
    wanted = layer(x)
    assert np.array_equal(keras_2.fit(lambda: layer(x)), wanted)  # beside Keras 2, not in it
    assert "call" in dir(layer.cell)
