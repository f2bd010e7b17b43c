"""Layers of cuDNN: what they left in checkpoints, and what they read.

arrays    buffer, matrices and TF1's variables, into each other
networks  the forms in which a checkpoint holds them
stacks    the parts of a model that can run them
unfold    which goes where
fold      back into the buffer
"""

from tf_contrib_rnn.checkpoint.cudnn.unfold import Unfolded, unfold

__all__ = ["Unfolded", "unfold"]
