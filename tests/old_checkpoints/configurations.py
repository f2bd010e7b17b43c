"""What old TensorFlows saved, and today's layers that take it up."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np

import tf_contrib_rnn as rnn

BATCH, TIME, DEPTH, UNITS, PROJECTED = 2, 4, 3, 5, 4


@dataclass
class Configuration:
    """One network.

    Attributes:
        target: makes what is restored, already built: a cell or a layer.
        run: computes results from the target and the input, as TF1's function gave them; None
            where the file does not have the input that was fed.
        scopes: the scope of each thing that is restored by itself, as the version spells it;
            None where none is needed.
        left_over: how many variables of the file nothing takes.
    """

    target: Callable
    run: Callable | None
    scopes: dict[str, str] | None = None
    left_over: int = 0


def cell(make, depth=DEPTH):
    """A function that makes a built cell."""

    def built():
        made = make()
        made.build(depth if isinstance(depth, list) else (None, depth))
        return made

    return built


def dynamic(target, inputs):
    return rnn.dynamic_rnn(target, inputs, dtype="float32")


def static(target, inputs):
    return rnn.static_rnn(target, list(np.moveaxis(inputs, 1, 0)), dtype="float32")


def fused(target, inputs):
    return target(np.moveaxis(inputs, 1, 0), dtype="float32")


def with_times(target, inputs):
    steps = np.arange(1, TIME + 1, dtype="float32").reshape(1, TIME, 1)
    return dynamic(target, (np.broadcast_to(steps, (BATCH, TIME, 1)), inputs))


def both_ways(make, depth=DEPTH):
    """A layer of two cells."""
    layer = keras.layers.Bidirectional(
        rnn.RNN(make(), return_sequences=True),
        backward_layer=rnn.RNN(make(), go_backwards=True, return_sequences=True),
    )
    layer.build((None, TIME, depth))
    return layer


def cells_of(layer):
    return layer.forward_layer.cell, layer.backward_layer.cell


def bidirectional(target, inputs):
    return rnn.bidirectional_dynamic_rnn(*cells_of(target), inputs, dtype="float32")


def static_bidirectional(target, inputs):
    steps = list(np.moveaxis(inputs, 1, 0))
    return rnn.static_bidirectional_rnn(*cells_of(target), steps, dtype="float32")


def stack():
    layers = [both_ways(gru), both_ways(gru, 2 * UNITS)]
    return keras.Sequential([keras.Input((TIME, DEPTH)), *layers])


def stacked(target, inputs):
    forward, backward = zip(*map(cells_of, target.layers), strict=True)
    return rnn.stack_bidirectional_dynamic_rnn(
        list(forward), list(backward), inputs, dtype="float32"
    )


def gru():
    return rnn.GRUCell(UNITS)


def lstm(**options):
    return rnn.LSTMCell(UNITS, **options)


def basic(units=UNITS, **options):
    return rnn.BasicLSTMCell(units, **options)


def fused_lstm(**options):
    return cell(lambda: rnn.LSTMBlockFusedCell(UNITS, **options), [TIME, BATCH, DEPTH])


GRID = {"feature_size": 2, "frequency_skip": 1, "num_frequency_blocks": [2]}
SHARDS = {"num_unit_shards": 2, "num_proj": PROJECTED, "num_proj_shards": 2}
PEEP_PROJ = {"use_peepholes": True, "num_proj": PROJECTED}
CONV = {"input_shape": [4, 5, 3], "output_channels": 2, "kernel_shape": [3, 3]}

CONFIGURATIONS = {
    "BasicRNNCell": Configuration(cell(lambda: rnn.BasicRNNCell(UNITS)), dynamic),
    "GRUCell": Configuration(cell(gru), dynamic),
    "BasicLSTMCell": Configuration(cell(basic), dynamic),
    "BasicLSTMCell_static": Configuration(cell(basic), static),
    "BasicLSTMCell_concat": Configuration(cell(lambda: basic(state_is_tuple=False)), dynamic),
    "BasicLSTMCell_Adam": Configuration(cell(basic), dynamic),
    "LSTMCell": Configuration(cell(lstm), dynamic),
    "LSTMCell_peep": Configuration(cell(lambda: lstm(use_peepholes=True)), dynamic),
    "LSTMCell_peep_proj": Configuration(cell(lambda: lstm(**PEEP_PROJ)), dynamic),
    "LSTMCell_shards": Configuration(cell(lambda: lstm(**SHARDS)), dynamic),
    "LSTMCell_partitioner": Configuration(cell(lstm), dynamic),
    "LSTMBlockCell": Configuration(cell(lambda: rnn.LSTMBlockCell(UNITS)), dynamic),
    "LSTMBlockCell_peep": Configuration(
        cell(lambda: rnn.LSTMBlockCell(UNITS, use_peephole=True)), dynamic
    ),
    "LSTMBlockFusedCell": Configuration(fused_lstm(), fused),
    "LSTMBlockFusedCell_peep": Configuration(fused_lstm(use_peephole=True), fused),
    "GRUBlockCell": Configuration(cell(lambda: rnn.GRUBlockCell(UNITS)), dynamic),
    "GRUBlockCellV2": Configuration(cell(lambda: rnn.GRUBlockCellV2(UNITS)), dynamic),
    "MultiRNNCell": Configuration(
        cell(lambda: rnn.MultiRNNCell([basic(), rnn.GRUCell(4)])), dynamic
    ),
    "MultiRNNCell_lstm": Configuration(cell(lambda: rnn.MultiRNNCell([lstm(), lstm()])), dynamic),
    "bidirectional": Configuration(lambda: both_ways(basic), bidirectional),
    "static_bidirectional": Configuration(lambda: both_ways(gru), static_bidirectional),
    "stack_bidirectional_dynamic": Configuration(stack, stacked),
    "DropoutWrapper": Configuration(cell(lambda: rnn.DropoutWrapper(basic())), dynamic),
    "ResidualWrapper": Configuration(cell(lambda: rnn.ResidualWrapper(basic(DEPTH))), dynamic),
    "HighwayWrapper": Configuration(cell(lambda: rnn.HighwayWrapper(basic(DEPTH))), dynamic),
    "EmbeddingWrapper": Configuration(
        cell(lambda: rnn.EmbeddingWrapper(gru(), embedding_classes=11, embedding_size=6), 1), None
    ),
    "InputProjectionWrapper": Configuration(
        cell(lambda: rnn.InputProjectionWrapper(gru(), num_proj=PROJECTED)), dynamic
    ),
    "OutputProjectionWrapper": Configuration(
        cell(lambda: rnn.OutputProjectionWrapper(gru(), output_size=PROJECTED)), dynamic
    ),
    "AttentionCellWrapper": Configuration(
        cell(lambda: rnn.AttentionCellWrapper(basic(), attn_length=3, state_is_tuple=True)),
        dynamic,
    ),
    "FusedRNNCellAdaptor": Configuration(
        cell(lambda: rnn.FusedRNNCellAdaptor(basic(), use_dynamic_rnn=True), [TIME, BATCH, DEPTH]),
        fused,
    ),
    "CoupledInputForgetGateLSTMCell": Configuration(
        cell(lambda: rnn.CoupledInputForgetGateLSTMCell(UNITS, **PEEP_PROJ)), dynamic
    ),
    "TimeFreqLSTMCell": Configuration(
        cell(
            lambda: rnn.TimeFreqLSTMCell(
                UNITS, use_peepholes=True, feature_size=3, frequency_skip=1
            )
        ),
        dynamic,
    ),
    "GridLSTMCell": Configuration(cell(lambda: rnn.GridLSTMCell(UNITS, **GRID)), dynamic),
    "BidirectionalGridLSTMCell": Configuration(
        cell(lambda: rnn.BidirectionalGridLSTMCell(UNITS, **GRID)), dynamic
    ),
    "LayerNormBasicLSTMCell": Configuration(
        cell(lambda: rnn.LayerNormBasicLSTMCell(UNITS)), dynamic
    ),
    "LayerNormBasicLSTMCell_noln": Configuration(
        cell(lambda: rnn.LayerNormBasicLSTMCell(UNITS, layer_norm=False)), dynamic
    ),
    "NASCell_nobias": Configuration(cell(lambda: rnn.NASCell(UNITS, num_proj=PROJECTED)), dynamic),
    "NASCell_plain": Configuration(cell(lambda: rnn.NASCell(UNITS)), dynamic),
    "UGRNNCell": Configuration(cell(lambda: rnn.UGRNNCell(UNITS)), dynamic),
    "IntersectionRNNCell": Configuration(
        cell(lambda: rnn.IntersectionRNNCell(UNITS, num_in_proj=UNITS)), dynamic
    ),
    "PhasedLSTMCell": Configuration(
        cell(lambda: rnn.PhasedLSTMCell(UNITS), [(None, 1), (None, DEPTH)]), with_times
    ),
    "GLSTMCell": Configuration(
        cell(lambda: rnn.GLSTMCell(6, number_of_groups=3, num_proj=3)), dynamic
    ),
    "Conv2DLSTMCell": Configuration(
        cell(lambda: rnn.Conv2DLSTMCell(**CONV), [None, 4, 5, 3]), None
    ),
    "legacy_basic_rnn_seq2seq": Configuration(
        cell(gru), None, {"0.12.1": "basic_rnn_seq2seq/RNN", "": "basic_rnn_seq2seq/rnn_decoder"}, 4
    ),
    "legacy_embedding_attention_seq2seq": Configuration(
        cell(lambda: rnn.EmbeddingWrapper(basic(), embedding_classes=11, embedding_size=6), 1),
        None,
        None,
        13,
    ),
}
