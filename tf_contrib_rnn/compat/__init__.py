"""Old code, untouched: with this imported, a TF1 program finds TensorFlow 1 under its names.

    python -m tf_contrib_rnn.compat script.py --its-own arguments

or, as the first import of the program,

    import tf_contrib_rnn.compat

makes every `import tensorflow` of the program's own files, and no other, see TensorFlow 1.15.5:
the names of `tf.compat.v1`, `tf.contrib.rnn`, `tf.nn.rnn_cell`, `tf.layers` and what else is in
`docs/compat.md`. TensorFlow, Keras and installed packages keep seeing the real TensorFlow 2.

The environment variable `TF_CONTRIB_RNN_COMPAT=0` switches the import off; `uninstall` does so
later.
"""

import os

from tf_contrib_rnn.compat._hook import install, is_installed, uninstall

__all__ = ["install", "is_installed", "uninstall"]

if os.environ.get("TF_CONTRIB_RNN_COMPAT", "1") != "0":
    install()
