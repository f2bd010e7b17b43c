"""The programs of tests/cases/compat, and which of them the gate runs: one of each idea."""

import json
from pathlib import Path

FACTS = json.loads((Path(__file__).parents[1] / "golden" / "compat" / "programs.json").read_text())
GATE = [
    "layers/dense_of_steps",
    "layers/dense_in_reused_scope",
    "layers/dense_objects",
    "layers/dense_initializers",
    "layers/conv2d",
    "layers/conv2d_transpose",
    "layers/separable_conv2d",
    "layers/pooling2d",
    "layers/dropout",
    "layers/batch_norm_asked",
    "contrib_layers/fully_connected_twice",
    "contrib_layers/fully_connected_normalized",
    "contrib_layers/initializers",
    "contrib_layers/batch_norm_at_once",
    "contrib_layers/layer_norm",
    "contrib_layers/embed_sequence",
    "contrib_layers/argument_scopes",
    "contrib_layers/optimize_adam",
    "seq2seq/rnn_decoder",
    "seq2seq/sequence_losses",
    "seq2seq/contrib_sequence_losses",
    "seq2seq/cell_by_hand",
    "crf/log_likelihood",
]
OTHERS = [name for name in FACTS if name not in GATE]
