"""The cells on Keras' jax backend, in processes of their own."""

import pytest

from tests.cases import BY_NAME, COVERED
from tests.conftest import ROOT
from tests.gate import gated

GOLDENS = {
    "vectors": [
        "basic_rnn_cell", "basic_rnn_cell_options_dtype_from_inputs", "basic_lstm_cell_options",
        "basic_lstm_cell_concatenated", "gru_cell_options_dtype_from_inputs", "gru_cell_float32",
        "lstm_cell_options", "lstm_cell_options_concatenated", "lstm_cell_peepholes",
        "lstm_cell_initializer", "conv_1d_lstm_cell_options_dtype_from_inputs",
        "conv_2d_lstm_cell", "conv_2d_lstm_cell_even_kernel", "conv_2d_lstm_cell_skip_connection",
    ],
    "maps_and_wrappers": [
        "conv_3d_lstm_cell_options_dtype_from_inputs", "conv_lstm_cell_2d_dtype_from_inputs",
        "multi_rnn_cell", "multi_rnn_cell_nested_concatenated", "multi_rnn_cell_shared",
        "multi_rnn_cell_planes", "dropout_wrapper_lstm_all", "dropout_wrapper_lstm_tensor_keeps",
        "dropout_wrapper_multi_variational", "dropout_wrapper_plane", "residual_wrapper_function",
        "device_wrapper", "wrappers_in_a_stack", "wrappers_in_a_nested_stack",
    ],
    "few_gates": [
        "ugrnn_cell_options", "intersection_rnn_cell_options", "sru_cell",
        "minimal_rnn_cell_options", "cfn_cell", "nas_cell_options", "glstm_cell_options",
        "ind_rnn_cell_options", "indy_gru_cell_options", "indy_lstm_cell_options",
    ],
    "blocks": [
        "lstm_block_cell_options_dtype_from_inputs", "gru_block_cell_cell_size",
        "gru_block_cell_v2_cell_size", "cudnn_compatible_lstm_cell",
        "cudnn_compatible_gru_cell_options",
    ],
    "normalized": [
        "layer_norm_basic_lstm_cell_options", "layer_norm_basic_lstm_cell_in_a_stack",
        "layer_norm_lstm_cell_options", "layer_norm_lstm_cell_norm_options_float32",
        "weight_norm_lstm_cell_options", "coupled_input_forget_gate_lstm_cell_options",
        "coupled_input_forget_gate_lstm_cell_norm_options_float32", "phased_lstm_cell_options",
        "phased_lstm_cell_float64_times", "ntm_cell_options_from_the_start",
    ],
    "grids": [
        "time_freq_lstm_cell_options", "time_freq_lstm_cell_windows_options",
        "grid_lstm_cell_own_weights", "grid_lstm_cell_concatenated",
        "bidirectional_grid_lstm_cell_own_weights", "grid_1_basicrnn",
        "grid_2_basicrnn_non_recurrent", "grid_1_basiclstm_options",
        "grid_2_basiclstm_non_recurrent", "grid_1_lstm_options", "grid_2_lstm_tied", "grid_3_lstm",
        "grid_2_gru_tied", "grid_rnn_options", "grid_rnn_without_inputs",
    ],
    "wrappers_with_weights": [
        "input_projection_wrapper_options", "input_projection_wrapper_two_inputs",
        "output_projection_wrapper_options", "embedding_wrapper", "embedding_wrapper_float32",
        "attention_cell_wrapper_options", "attention_cell_wrapper_options_concatenated",
        "highway_wrapper_options", "compiled_wrapper_stateful_dtype_from_inputs",
        "wrappers_projections_around_each_other", "wrappers_highways_in_a_stack",
    ],
}  # fmt: skip
SEQUENCES = [
    "lstm_block_fused_cell_options", "fused_adaptor_list", "time_reversed",
    "cudnn_lstm_bidirectional", "cudnn_gru_two_layers", "cudnn_rnntanh", "cudnn_rnnrelu",
]  # fmt: skip
LAYERS = ["lstm_cell_options", "conv_2d_lstm_cell", "dropout_wrapper_gru_all"]
ON_JAX = {"KERAS_BACKEND": "jax", "JAX_ENABLE_X64": "1", "PYTHONPATH": str(ROOT)}


@pytest.fixture
def smoke(run_python):
    def run(mode, names, **environment):
        arguments = ["-W", "error::UserWarning", "tests/jax_smoke.py", mode, *names]
        done = run_python(*arguments, **ON_JAX, **environment)
        assert done.returncode == 0, done.stderr[-3000:]
        return [line.split()[0] for line in done.stdout.splitlines()]

    return run


def test_every_symbol_is_among_the_goldens():
    cases = [BY_NAME[name] for names in GOLDENS.values() for name in names]
    assert {case["symbol"] for case in cases} == set(COVERED)


@pytest.mark.parametrize("group", gated(GOLDENS, ["vectors"]))
def test_goldens_and_gradients(smoke, group):
    quick = {"JAX_DISABLE_MOST_OPTIMIZATIONS": "1"}  # compiling is what takes the time
    assert smoke("goldens", GOLDENS[group], **quick) == GOLDENS[group]


def test_layers_and_models(smoke):
    checks = ["dropout_differs_from_step_to_step", "round_trip", "stock_layer_refuses_dropout"]
    assert smoke("layers", LAYERS) == [*LAYERS, *checks]


@pytest.mark.slow
def test_whole_sequences(smoke):
    quick = {"JAX_DISABLE_MOST_OPTIMIZATIONS": "1"}
    assert smoke("sequences", SEQUENCES, **quick) == [*SEQUENCES, "layers_of_sequences"]


@pytest.mark.slow
def test_layers_over_maps(smoke):
    quick = {"JAX_DISABLE_MOST_OPTIMIZATIONS": "1"}
    assert smoke("maps", ["1", "2", "3"], **quick) == ["1", "2", "3", "model_of_maps"]
