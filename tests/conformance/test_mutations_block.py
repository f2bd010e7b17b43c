"""Mistakes in the block cells and in whole sequences are far above the limit of their goldens."""

import numpy as np
import pytest

from tests.conformance.test_mutations import (
    blocks,
    changed,
    exchanged,
    in_limits,
    margin,
    named,
    rows,
)
from tests.goldens import Golden
from tests.sequences import SequenceGolden, computed

# They ask whether the goldens are sharp; nothing but new goldens can change the answer.
pytestmark = pytest.mark.slow

OPTIONS = "lstm_block_cell_options"
MUTATIONS = [
    ("i-f kernel", OPTIONS, blocks("kernel", 4, 0, 2)),
    ("i-j bias", OPTIONS, blocks("/bias", 4, 0, 1)),
    ("f-o kernel", "cudnn_compatible_lstm_cell", blocks("kernel", 4, 2, 3)),
    ("i-f peepholes", OPTIONS, exchanged("w_i_diag", "w_f_diag")),
    ("c-h", OPTIONS, exchanged("state/0", "state/1")),
    ("state first", OPTIONS, rows("kernel", 3)),
    ("r-u", "gru_block_cell", blocks("w_ru", 2, 0, 1)),
    ("r-u bias", "gru_block_cell_v2", blocks("gates/bias", 2, 0, 1)),
    ("r-u", "cudnn_compatible_gru_cell", blocks("gates/kernel", 2, 0, 1)),
    ("two biases", "cudnn_compatible_gru_cell", exchanged("input_projection/bias",
                                                          "hidden_projection/bias")),
]  # fmt: skip
SEQUENCES = [
    ("two directions", "cudnn_gru_bidirectional", exchanged(
        "fw/cudnn_compatible_gru_cell/gates/bias", "bw/cudnn_compatible_gru_cell/gates/bias")),
    ("h-c", "cudnn_lstm_two_layers", exchanged("state/0", "state/1")),
    ("layers turned", "cudnn_rnntanh_two_layers", changed("state/0", lambda s: s[::-1])),
    ("directions turned", "cudnn_rnnrelu_bidirectional", changed(
        "state/0", lambda s: s[[1, 0, 3, 2]])),
    ("c-h", "lstm_block_fused_cell_state", exchanged("state/0", "state/1")),
    ("lengths turned", "time_reversed", changed("lengths", lambda n: n[::-1])),
    ("one step less", "lstm_block_fused_cell", changed("lengths", lambda n: np.maximum(n - 1, 0))),
]  # fmt: skip


@pytest.mark.parametrize(("mistake", "name", "mutate"), named(MUTATIONS))
def test_a_mistake_in_a_step_is_seen_everywhere(mistake, name, mutate):
    golden = Golden(name)
    mutate(golden.arrays)
    assert min(in_limits(golden).values()) > margin(golden)


@pytest.mark.parametrize(("mistake", "name", "mutate"), named(SEQUENCES))
def test_a_mistake_in_a_sequence_is_seen(mistake, name, mutate):
    golden = SequenceGolden(name)
    mutate(golden.arrays)
    assert golden.worst(computed(golden, golden.built())) > 1e3 * golden.limit


def test_a_gradient_through_the_clip_is_seen(monkeypatch):
    from tf_contrib_rnn.cells import _math, block

    monkeypatch.setattr(block, "clip_straight_through", _math.clip)
    golden = Golden("lstm_block_cell_cell_clip")
    errors = in_limits(golden)
    assert errors["gradients"] > margin(golden)
    assert max(errors["step"], errors["run"], errors["full"]) < 1
