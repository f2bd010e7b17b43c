"""Specimens of the wrappers with variables, and of CompiledWrapper."""

import tf_contrib_rnn as rnn
from tests.conformance.specimens._specimen import DEPTH, Specimen
from tests.conformance.specimens.core import dropped, projected


def attention(cell, **options):
    sizes = {"attn_length": 2, "attn_size": 4, "attn_vec_size": 5, "input_size": 2}
    return rnn.AttentionCellWrapper(cell, **{**sizes, **options})


def highway_stack():
    low = rnn.HighwayWrapper(rnn.GRUCell(DEPTH), couple_carry_transform_gates=False)
    return rnn.MultiRNNCell([low, rnn.HighwayWrapper(rnn.LSTMCell(DEPTH))])


SPECIMENS = {
    "input_projection": Specimen(
        lambda: rnn.InputProjectionWrapper(projected(), 4, activation="relu")
    ),
    "output_projection": Specimen(
        lambda: rnn.OutputProjectionWrapper(projected(), 4, activation="elu")
    ),
    "projection_dropout": Specimen(
        lambda: rnn.InputProjectionWrapper(dropped(rnn.GRUCell(2)), 4), drops=True
    ),
    "embedding": Specimen(
        lambda: rnn.EmbeddingWrapper(projected(), 7, 4, initializer="he_normal"), (1,), kinds=(7,)
    ),
    "attention": Specimen(lambda: attention(projected())),
    "attention_concatenated": Specimen(lambda: attention(rnn.GRUCell(4), state_is_tuple=False)),
    "highway": Specimen(
        lambda: rnn.HighwayWrapper(
            rnn.LSTMCell(DEPTH), couple_carry_transform_gates=False, carry_bias_init=0.4
        )
    ),
    "highway_stack": Specimen(highway_stack),
    "compiled": Specimen(lambda: rnn.CompiledWrapper(projected(), compile_stateful=True)),
}
