"""TensorFlow, which reads TF1's files; one sentence where it is missing."""

import importlib

from tf_contrib_rnn._needs import need_tensorflow

need_tensorflow("checkpoint")
tf = importlib.import_module("tensorflow")
