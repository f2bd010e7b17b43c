"""What TensorFlow 1 had and is supplied by nobody: one sentence with the way out."""

WAYS_OUT = {
    "tensorflow.contrib.slim": "write the layers of tf.contrib.layers or tf.layers",
    "tensorflow.contrib.learn": "read data with NumPy or tf.data, and train with a tf.Session",
    "tensorflow.contrib.data": "write tf.data",
    "tensorflow.contrib.lookup": "write tf.lookup",
    "tensorflow.contrib.distributions": "write tf.distributions, or install tensorflow_probability",
    "tensorflow.contrib.losses": "write tf.losses",
    "tensorflow.contrib.metrics": "write tf.metrics",
    "tensorflow.contrib.summary": "write tf.summary",
    "tensorflow.contrib.image": "write tf.image",
    "tensorflow.contrib.eager": "write for TensorFlow 2, without tf_contrib_rnn.compat",
    "tensorflow.contrib.keras": "write tf.keras",
    "tensorflow.contrib.distribute": "write tf.distribute",
    "tensorflow.contrib.training": "keep settings in a class or a types.SimpleNamespace",
    "tensorflow.contrib.estimator": "train with a tf.Session",
    "tensorflow.contrib.tpu": "train with a tf.Session",
    "tensorflow.contrib.saved_model": "write tf.saved_model",
    "tensorflow.contrib.signal": "write tf.signal",
    "tensorflow.contrib.staging": "write tf.data",
    "tensorflow.contrib.stateless": "write tf.random.stateless_uniform and its kin",
    "tensorflow.contrib.tensorboard": "write what tensorboard.plugins has",
    "tensorflow.contrib.seq2seq": (
        "write the decoding loop with tf.nn.raw_rnn, or build the model in Keras and take its "
        "weights with tf_contrib_rnn.checkpoint"
    ),
    "tensorflow.estimator": "train with a tf.Session",
    "tensorflow.examples": "load the data with keras.datasets or NumPy",
    "tensorflow.models": "take the model's files into the program and import them from there",
    "tensorflow.pywrap_tensorflow": "write tf.train.load_checkpoint to read a checkpoint",
}
_OTHERWISE = (
    "write it with the names of tf.compat.v1, or build the model in Keras and take its weights "
    "with tf_contrib_rnn.checkpoint"
)


def sentence(name):
    """What is said of a dotted name that is gone.

    Args:
        name: the name, from `tensorflow` on.
    """
    shown = name.replace("tensorflow", "tf", 1)
    gone = "is gone from TensorFlow 2" if _was_there(name) else "TensorFlow 2 has not either"
    return f"tf_contrib_rnn.compat has no {shown}, which {gone}: {way_out(name)}."


def way_out(name):
    """What to do instead, by the longest part of the name that is known."""
    while name:
        if name in WAYS_OUT:
            return WAYS_OUT[name]
        name = name.rpartition(".")[0]
    return _OTHERWISE


def _was_there(name):
    return name.startswith(("tensorflow.contrib", *WAYS_OUT))
