"""The table of what the hook supplies, read without installing the hook."""

import os
from unittest import mock

with mock.patch.dict(os.environ, TF_CONTRIB_RNN_COMPAT="0"):
    from tf_contrib_rnn import compat
    from tf_contrib_rnn.compat import _places

assert not compat.is_installed()


def table(module):
    """{name: where it is} of one module of TensorFlow 1."""
    return _places.names(module)
