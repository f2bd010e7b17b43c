"""What every backend of Keras beside TensorFlow must do: one class of tests.

A test module has a subclass of `BackendTests`, with the Python that runs `tests/backend_smoke.py`
and the environment of the backend. TensorFlow is blocked or absent there.
"""

import os
import subprocess
import sys

import pytest

from tests.cases import CASES
from tests.conformance.specimens import SPECIMENS
from tests.conftest import ROOT

GOLDENS = [
    "basic_rnn_cell", "basic_rnn_cell_options_dtype_from_inputs", "basic_lstm_cell_options",
    "basic_lstm_cell_concatenated", "gru_cell_options_dtype_from_inputs", "gru_cell_float32",
    "lstm_cell_options", "lstm_cell_peepholes", "lstm_cell_initializer", "conv_2d_lstm_cell",
    "conv_2d_lstm_cell_skip_connection", "weight_norm_lstm_cell_options",
    "dropout_wrapper_gru_constant_tensor",
]  # fmt: skip
FAMILIES = list(dict.fromkeys(case["family"] for case in CASES))
SEQUENCES = [
    "lstm_block_fused_cell_options", "fused_adaptor_list", "time_reversed",
    "cudnn_lstm_bidirectional", "cudnn_gru_two_layers", "cudnn_rnntanh", "cudnn_rnnrelu",
]  # fmt: skip
CHECKS = [
    "dropout_differs_from_step_to_step", "round_trip", "the_stock_layer_and_dropout",
    "what_needs_tensorflow_says_so", "kept_states_through_predict", "keras_own_limits",
]  # fmt: skip
PARTS = 6  # of the specimens, a process each
TENSORFLOW = (sys.executable, {"KERAS_BACKEND": "tensorflow"})
JAX = (sys.executable, {"KERAS_BACKEND": "jax", "JAX_ENABLE_X64": "1"})
QUICK = {"JAX_DISABLE_MOST_OPTIMIZATIONS": "1"}  # on jax compiling is what takes the time


def smoke(place, *arguments, **environment):
    """The first words of the lines that `tests/backend_smoke.py` prints in a place.

    Args:
        place: `(python, environment)` of a backend.
        *arguments: mode and names.
        **environment: more variables.
    """
    python, variables = place
    done = subprocess.run(
        [python, "-W", "error::UserWarning:tf_contrib_rnn", "tests/backend_smoke.py", *arguments],
        cwd=ROOT,
        env=os.environ | variables | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=560,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [line.split()[0] for line in done.stdout.splitlines()]


class BackendTests:
    """The tests; `place` is `(python, environment)`, `others` those that files come from."""

    place = None
    others = (TENSORFLOW,)

    def test_goldens_and_gradients(self):
        assert smoke(self.place, "goldens", *GOLDENS, **QUICK) == GOLDENS

    @pytest.mark.slow
    @pytest.mark.parametrize("family", FAMILIES)
    def test_all_goldens_of_a_family(self, family):
        assert smoke(self.place, "families", family, **QUICK) == [family]

    @pytest.mark.slow
    def test_whole_sequences(self):
        assert smoke(self.place, "sequences", *SEQUENCES, **QUICK) == SEQUENCES
        assert smoke(self.place, "whole_checks") == ["layers_of_sequences", "model_of_maps"]

    @pytest.mark.slow
    def test_layers_over_maps(self):
        assert smoke(self.place, "maps", **QUICK) == ["1", "2", "3"]

    @pytest.mark.slow
    def test_dropout_files_errors_and_limits(self):
        assert smoke(self.place, "checks") == CHECKS

    def test_one_cell_in_our_layer(self):
        assert smoke(self.place, "layers", "lstm", **QUICK) == ["lstm"]

    @pytest.mark.slow
    @pytest.mark.parametrize("mode", ["layers", "stock"])
    @pytest.mark.parametrize("part", range(PARTS))
    def test_every_cell_in_layers(self, part, mode):
        names = list(SPECIMENS)[part::PARTS]
        assert smoke(self.place, mode, *names, **QUICK) == names

    @pytest.mark.slow
    @pytest.mark.parametrize("part", range(PARTS))
    def test_files_pass_between_backends(self, part, tmp_path):
        names = list(SPECIMENS)[part::PARTS]
        for number, other in enumerate(self.others):
            for writer, reader in ((self.place, other), (other, self.place)):
                folder = tmp_path / f"{number}{reader is other}"
                folder.mkdir()
                assert smoke(writer, "write", folder, *names) == names
                assert smoke(reader, "read", folder, *names, **QUICK) == names
