"""Two small networks trained with TF 1.15.5 on handwritten digits, and what it computed with them.

`run` restores both into Keras models and proves that the numbers are the same.
"""

from tf_contrib_rnn.demo.models import checkpoint_of, frames_model, golden_of, reader_model
from tf_contrib_rnn.demo.run import run

__all__ = ["checkpoint_of", "frames_model", "golden_of", "reader_model", "run"]
