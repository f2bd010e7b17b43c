"""A program of TensorFlow 1 that looks at what it finds, runs others, and prints it as JSON."""

import inspect
import json
import sys
from pathlib import Path

import keras
import tensorflow as tf
import tensorflow.compat.v1 as v1

import tf_contrib_rnn
from tf_contrib_rnn import compat
from tf_contrib_rnn.compat import _places, _tree

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
tf.app.flags.DEFINE_integer("number", 3, "a number")
tf.app.flags.DEFINE_list("programs", [], "programs of tests/cases/compat to compare with TF1")

HOMES = """
    r.LSTMCell rnn.GRUCell rnn.Conv2DLSTMCell rnn.static_rnn rnn.LSTMBlockFusedCell BasicLSTMCell
    contrib.rnn.NASCell tf.contrib.rnn.PhasedLSTMCell tf.contrib.rnn.core_rnn_cell.GRUCell
    core_rnn_cell.LSTMCell deep.BasicRNNCell deep._linear deep._Linear _linear
    core_rnn.static_rnn fused_rnn_cell.FusedRNNCellAdaptor lstm_ops.LSTMBlockCell
    tf.nn.rnn_cell.LSTMCell tf.nn.rnn_cell.RNNCell nn.rnn_cell.DropoutWrapper upgraded.MultiRNNCell
    tf.nn.dynamic_rnn tf.nn.bidirectional_dynamic_rnn tf.nn.static_rnn tf.nn.raw_rnn
    tf.nn.static_bidirectional_rnn tf.nn.static_state_saving_rnn tf.nn.rnn tf.nn.bidirectional_rnn
    tf.nn.state_saving_rnn tf.nn.seq2seq.embedding_attention_seq2seq tf.nn.seq2seq.sequence_loss
    tf.compat.v1.nn.dynamic_rnn tf.compat.v1.nn.rnn_cell.GRUCell v1.layers.dense v1.nn.static_rnn
    rnn_cell.LSTMCell rnn_cell.linear rnn_cell_impl.LSTMCell rnn_cell_impl._linear LSTMStateTuple
    rnn_functions.dynamic_rnn rnn_functions.rnn dynamic_rnn python_seq2seq.rnn_decoder
    oldest.BasicLSTMCell older.rnn older.bidirectional_rnn old_seq2seq.tied_rnn_seq2seq
    tf.models.rnn.rnn_cell.GRUCell cudnn_rnn.CudnnLSTM cudnn_rnn.CudnnCompatibleGRUCell
    cudnn_layers.CudnnGRU tf.contrib.cudnn_rnn.CudnnRNNTanh grid_rnn.Grid2LSTMCell
    grid_rnn_cell.GridRNNCell tf.layers.dense tf.layers.Conv2D core.Dense Dense base.Layer
    tf.layers.Convolution2D layers.fully_connected layers.xavier_initializer batch_norm
    tf.contrib.layers.l2_regularizer initializers.variance_scaling_initializer
    inner_layers.fully_connected legacy_seq2seq.sequence_loss_by_example
    inner_seq2seq.model_with_buckets sequence_loss loss.sequence_loss arg_scope add_arg_scope
    tf.contrib.framework.arg_scope tf.contrib.crf.crf_log_likelihood viterbi_decode
""".split()
# As text: tools complain of unused names, and of private ones.
OLD_IMPORTS = """
import tensorflow.contrib.rnn as r
import tensorflow.contrib.rnn.python.ops.core_rnn_cell as deep
from tensorflow import contrib, nn
from tensorflow.compat.v1.nn import rnn_cell as upgraded
from tensorflow.contrib import cudnn_rnn, grid_rnn, layers, legacy_seq2seq, rnn
from tensorflow.contrib.crf import viterbi_decode
from tensorflow.contrib.cudnn_rnn.python.layers import cudnn_rnn as cudnn_layers
from tensorflow.contrib.framework import arg_scope
from tensorflow.contrib.framework.python.ops import add_arg_scope
from tensorflow.contrib.grid_rnn.python.ops import grid_rnn_cell
from tensorflow.contrib.layers.python.layers import batch_norm, initializers
from tensorflow.contrib.layers.python.layers import layers as inner_layers
from tensorflow.contrib.legacy_seq2seq.python.ops import seq2seq as inner_seq2seq
from tensorflow.contrib.rnn import BasicLSTMCell, core_rnn_cell
from tensorflow.contrib.rnn.python.ops import core_rnn, fused_rnn_cell, lstm_ops
from tensorflow.contrib.rnn.python.ops.core_rnn_cell_impl import _linear
from tensorflow.contrib.seq2seq import sequence_loss
from tensorflow.contrib.seq2seq.python.ops import loss
from tensorflow.models.rnn import rnn as older
from tensorflow.models.rnn import rnn_cell as oldest
from tensorflow.models.rnn import seq2seq as old_seq2seq
from tensorflow.python.layers import base, core
from tensorflow.python.layers.core import Dense
from tensorflow.python.ops import array_ops, rnn_cell, rnn_cell_impl
from tensorflow.python.ops import rnn as rnn_functions
from tensorflow.python.ops import seq2seq as python_seq2seq
from tensorflow.python.ops.rnn import dynamic_rnn
from tensorflow.python.ops.rnn_cell_impl import LSTMStateTuple
"""
GONE = """
    tf.contrib.slim tf.contrib.image tf.contrib.crf.CrfForwardRnnCell tf.contrib.learn
    tf.contrib.nothing tf.contrib.rnn.Nothing
    tf.contrib.seq2seq.BasicDecoder tf.contrib.layers.sparse_column_with_keys tf.estimator
    tf.contrib.training tf.nothing tf.nn.nothing tf.layers.nothing tf.contrib.framework.sort
""".split()
IMPORTS = {
    "tf.contrib.slim": "import tensorflow.contrib.slim as slim",
    "tf.contrib.image": "from tensorflow.contrib import rnn, image",
    "tf.contrib.learn.python.learn": "import tensorflow.contrib.learn.python.learn",
    "tf.contrib.lookup": "from tensorflow.contrib.lookup import HashTable",
    "tf.contrib.training": "from tensorflow.contrib.training import HParams",
    "tf.contrib.seq2seq.BasicDecoder": "from tensorflow.contrib.seq2seq import BasicDecoder",
    "tf.contrib.seq2seq.helper": "import tensorflow.contrib.seq2seq.helper as helper",
    "tf.examples.tutorials.mnist": "from tensorflow.examples.tutorials.mnist import input_data",
    "tf.models.image": "from tensorflow.models.image import cifar10",
    "tf.contrib.rnn.Nothing": "from tensorflow.contrib.rnn import LSTMCell, Nothing",
    "tf.layers.nothing": "from tensorflow.layers import nothing",
    "tf.estimator": "from tensorflow import estimator",
}

OLD = {"tf": tf, "v1": v1, "__name__": __name__}


def home(text):
    value = eval(text, OLD)
    return f"{value.__module__}.{value.__name__}"


def sentence(text, run):
    try:
        run(text)
    except (AttributeError, ImportError) as error:
        return str(error)
    return "nothing was raised"


def table():
    """How many entries of the table resolve, and those that do not."""
    resolved, unresolved = 0, []
    for module in _places.MODULES:
        for name in _places.names(module):
            try:
                getattr(_tree.module(module), name)
                resolved += 1
            except Exception as error:
                unresolved.append(f"{module}.{name}: {error}")
    return resolved, unresolved


def real():
    """What version others see: sys.modules, Keras, this package, a package that was named."""
    versions = {"sys.modules": sys.modules["tensorflow"].__version__}
    for key, name in (("keras", "keras.x"), ("ours", "tf_contrib_rnn.x"), ("named", "old_one.x")):
        compat.install(packages=["old_one"])
        space = {"__name__": name, "__file__": json.__file__}
        exec("import tensorflow as tf", space)
        versions[key] = space["tf"].__version__
    return {key: version[:2] for key, version in versions.items()}


def after():
    """What the program sees once the hook is gone."""
    compat.uninstall()
    import tensorflow

    found = {"version": tensorflow.__version__[:2], "contrib": hasattr(tensorflow, "contrib")}
    return {**found, "is_installed": compat.is_installed()}


def programs(names):
    """Facts and errors of programs."""
    from tests.compat.compare_programs import compared, goldens

    arrays = goldens()
    return {name: compared(name, arrays[name]) for name in names}


def main(_):
    exec(OLD_IMPORTS, OLD)
    x = tf.placeholder(tf.float32, [None, 3])
    star = {}
    exec("from tensorflow.contrib.rnn import *", star)
    resolved, unresolved = table()
    found = {
        "homes": {text: home(text) for text in HOMES},
        "resolved": resolved,
        "unresolved": unresolved,
        "star": sorted(star.keys() - {"__builtins__"}),
        "dir": dir(tf),
        "version": tf.__version__,
        "dimension": x.get_shape()[1].value,
        "kind": tf.get_variable("v", [2]).dtype.name,  # of no reference
        "hashable": {x: 1}[x] == 1,
        "eager": tf.executing_eagerly(),
        "flag": tf.app.flags.FLAGS.number,
        "imports": {name: sentence(text, exec) for name, text in IMPORTS.items()},
        "attributes": {name: sentence(name, eval) for name in GONE},
        "programs": programs(tf.app.flags.FLAGS.programs),
        "real": real(),
        "after": after(),
    }
    assert "reuse" in inspect.getargspec(tf.nn.rnn_cell.BasicLSTMCell.__init__).args
    assert inspect.isclass(tf.nn.rnn_cell.LSTMCell) and not inspect.isclass(inspect)
    assert v1 is tf and keras.backend.backend() == "tensorflow"
    assert callable(OLD["array_ops"].concat)
    assert tf_contrib_rnn.LSTMCell is OLD["rnn"].LSTMCell
    print(json.dumps(found))


if __name__ == "__main__":
    tf.app.run()
