"""Long loops in a process of their own: `python -m tests.hardening.loops <what> <times>`.

Prints a line of JSON for each tenth of them: what the process holds by then.
"""

import gc
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint

CHECKPOINT = Path(__file__).resolve().parents[1] / "golden" / "checkpoints" / "lstm_projected"
KINDS = ("FuncGraph", "Graph", "ConcreteFunction", "Function", "Variable", "GRUCell", "LSTMCell")


def model():
    cells = [rnn.LSTMCell(5, use_peepholes=True, num_proj=4), rnn.DropoutWrapper(rnn.GRUCell(3))]
    inputs = keras.Input((4, 3))
    return keras.Model(inputs, rnn.RNN(rnn.MultiRNNCell(cells))(inputs))


def called():
    """Eager calls."""
    one, x = model(), tf.ones((2, 4, 3))
    return lambda: one(x, training=False)


def traced():
    """Calls of a `tf.function`."""
    one, x = model(), tf.ones((2, 4, 3))
    function = tf.function(lambda x: one(x, training=False), autograph=False)
    return lambda: function(x)


def predicted():
    """`predict`."""
    one, x = model(), np.ones((2, 4, 3), "float32")
    return lambda: one.predict(x, verbose=0)


def trained():
    """Steps of a training with dropout."""
    one, x = model(), np.ones((2, 4, 3), "float32")
    one.compile("adam", "mse")
    y = np.ones((2, 3), "float32")
    return lambda: one.train_on_batch(x, y)


def restored():
    """Restores of a checkpoint into one model."""
    inputs = keras.Input((6, 3))
    cell = rnn.LSTMCell(5, use_peepholes=True, num_proj=4)
    one = keras.Model(inputs, rnn.RNN(cell)(inputs))
    return lambda: checkpoint.restore(one, CHECKPOINT)


def saved():
    """Checkpoints of one model, each in the place of the last."""
    cell = rnn.LSTMCell(5)
    cell.build((None, 3))
    prefix = os.path.join(tempfile.gettempdir(), "model.ckpt")
    return lambda: checkpoint.save(cell, prefix, scope="rnn", overwrite=True)


LOOPS = {f.__name__: f for f in (called, traced, predicted, trained, restored, saved)}


def held():
    """What the process holds."""
    time.sleep(0.2)  # what is closed in other threads is closed by then
    gc.collect()
    kinds = [type(one).__name__ for one in gc.get_objects()]
    return {
        "kilobytes": _resident(),
        "files": len(os.listdir("/dev/fd")),
        "threads": threading.active_count(),
        "temporary": len(os.listdir(tempfile.gettempdir())),
        "objects": len(kinds),
        **{kind: kinds.count(kind) for kind in KINDS},
    }


def _resident():
    """Kilobytes of memory the process has at the moment, as Linux tells."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def main(name, times):
    """Runs a loop, and says what is held before it and after each tenth."""
    step = LOOPS[name]()
    for _ in range(10):
        step()
    print(json.dumps(held()), flush=True)
    for number in range(times):
        step()
        if (number + 1) % (times // 10) == 0:
            print(json.dumps(held()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
