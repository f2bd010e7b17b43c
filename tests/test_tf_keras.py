"""The real Keras 2, `tf_keras`: `make test-legacy-keras` installs it and runs this.

`LEGACY_KERAS` is the folder it lies in, which is on no path but that of the processes here.
"""

import os

from tests.conftest import ROOT

REFUSED = (
    "expects Keras 3, received {} of Keras 2 (tf_keras, or tf.keras with TF_USE_LEGACY_KERAS): "
    "import keras and use its layers instead, or rnn.RNN."
)
CODE = """
import tf_contrib_rnn as rnn
import keras
import tensorflow as tf

layers, x = tf.keras.layers, tf.ones((2, 5, 3))

class Own(layers.Layer):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, x):
        return self.inner(x)

class Callback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, *arguments):
        print("callback", tuple(rnn.RNN(rnn.GRUCell(3))(x).shape))

def said(act):
    try:
        act()
    except TypeError as error:
        print(*[line for line in str(error).splitlines() if "Keras 2" in line])

said(lambda: layers.RNN(rnn.LSTMCell(3)))
said(lambda: layers.RNN([rnn.LSTMCell(3)]))
said(lambda: layers.Bidirectional(layers.RNN(rnn.GRUCell(3))))
said(lambda: rnn.RNN(rnn.GRUCell(3))(layers.Input((None, 3))))
said(lambda: rnn.CudnnLSTM(1, 3)(layers.Input((None, 3))))
said(lambda: Own(rnn.RNN(rnn.GRUCell(3)))(x))
said(lambda: Own(lambda x: rnn.GRUCell(3)(x[:, 0], x[:, 1]))(x))
model = tf.keras.Sequential([layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(x[:, 0], x[:, 0, :1], verbose=0, callbacks=[Callback()])
print("keras", tuple(keras.layers.RNN(rnn.GRUCell(3))(x).shape))
"""


def paths():
    return os.pathsep.join([str(ROOT), os.environ["LEGACY_KERAS"]])


def test_the_variable_makes_tf_keras_keras_2(run_python):
    done = run_python("-c", CODE, PYTHONPATH=paths(), TF_USE_LEGACY_KERAS="1")
    assert done.returncode == 0, done.stderr
    received = ["a layer"] * 3 + ["a KerasTensor"] * 2 + ["a call from inside a layer"] * 2
    *lines, callback, beside = done.stdout.splitlines()
    assert [line.partition(" ")[2] for line in lines] == [REFUSED.format(r) for r in received]
    assert (callback, beside) == ("callback (2, 3)", "keras (2, 3)")
    assert done.stderr.count("UserWarning: tf_contrib_rnn expects layers and models of keras") == 1


def test_without_the_variable_an_installed_keras_2_changes_nothing(run_python):
    code = """
import sys
import tf_contrib_rnn
import keras
import tensorflow as tf

assert tf.keras.layers.RNN is keras.layers.RNN
assert "tf_keras" not in sys.modules
"""
    done = run_python("-W", "error::UserWarning", "-c", code, PYTHONPATH=paths())
    assert done.returncode == 0, done.stderr
