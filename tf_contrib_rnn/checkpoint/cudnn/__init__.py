"""Layers of cuDNN: what they left in checkpoints, and what TF1 reads of them.

    arrays    buffer, matrices and TF1's variables, into each other
    networks  the forms in which a checkpoint holds them
    stacks    the parts of a model that can run them
    unfold    which goes where
    fold      back into the buffer

`unfold` comes before the search for names: it gives what cuDNN trained the names that the parts
of the model look for.
"""

from tf_contrib_rnn.checkpoint.cudnn.fold import buffer, opaque_name, opaque_stack
from tf_contrib_rnn.checkpoint.cudnn.unfold import Unfolded, unfold

__all__ = ["Unfolded", "buffer", "opaque_name", "opaque_stack", "unfold"]
