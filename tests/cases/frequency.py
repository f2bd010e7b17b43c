"""TimeFreqLSTMCell, GridLSTMCell and BidirectionalGridLSTMCell: windows, blocks, every option."""

from ._case import case, constant

IGNORED = "TF1 never reads it"
BOUND = "it binds to the variables of an earlier cell"

TIME_FREQ = {"num_units": 5, "feature_size": 3}
TIME_FREQ_OPTIONS = {
    "num_units": 5, "feature_size": 3, "frequency_skip": 2, "use_peepholes": True,
    "cell_clip": 0.4, "num_unit_shards": 2, "forget_bias": 0.3,
}
GRID = {"num_units": 5, "feature_size": 2, "frequency_skip": 1, "num_frequency_blocks": [2]}
GRID_OPTIONS = {
    "num_units": 5, "feature_size": 2, "frequency_skip": 2, "num_frequency_blocks": [2, 1],
    "start_freqindex_list": [0, 3], "end_freqindex_list": [4, 6], "use_peepholes": True,
    "cell_clip": 0.4, "num_unit_shards": 2, "forget_bias": 0.3, "initializer": constant(0.3),
}
SHARED = {"share_time_frequency_weights": True}
COUPLED = {"couple_input_forget_gates": True}


def time_freq(name, arguments, inputs, **others):
    """Return a case of TimeFreqLSTMCell."""
    return frequency("time_freq_lstm_cell" + name, "TimeFreqLSTMCell", arguments, inputs, others)


def several(windows):
    """Return what a case of TimeFreqLSTMCell needs for more than one window."""
    return {"runner": "static_rnn", "state": [10 * windows], "lengths": [6] * 4,
            "note": "TF1's state_size is that of one window: it takes a given state only."}


def grid(name, *arguments, **others):
    """Return a case of GridLSTMCell on 3 inputs."""
    return frequency("grid_lstm_cell" + name, "GridLSTMCell", merged(arguments),
                     others.pop("inputs", [3]), others)


def both(name, *arguments, **others):
    """Return a case of BidirectionalGridLSTMCell on 3 inputs."""
    return frequency("bidirectional_grid_lstm_cell" + name, "BidirectionalGridLSTMCell",
                     merged(arguments), others.pop("inputs", [3]), others)


def merged(parts):
    """Return the arguments of several dicts."""
    return {name: value for part in parts for name, value in part.items()}


def frequency(name, symbol, arguments, inputs, others):
    """Return a case whose ignored arguments are marked as such."""
    silent = {"initializer": IGNORED, "reuse": BOUND}
    if arguments.get("couple_input_forget_gates"):
        silent["forget_bias"] = "a coupled forget gate is 1 - i"
    nothing = {"%s.%s" % (symbol, key): silent[key] for key in silent if key in arguments}
    return case(name, symbol, arguments, inputs, "frequency", changes_nothing=nothing, **others)


CASES = [
    time_freq("", TIME_FREQ, [3]),
    time_freq("_options", dict(TIME_FREQ_OPTIONS, initializer=constant(0.3)), [4],
              dtype_given=False),
    time_freq("_reuse", dict(TIME_FREQ, reuse=True), [3], dtype="float32",
              note="An earlier cell with the same arguments made the variables."),
    time_freq("_windows", {"num_units": 5, "feature_size": 2}, [4], **several(3)),
    time_freq("_windows_options", TIME_FREQ_OPTIONS, [6], **several(2)),
    time_freq("_windows_options_float32", TIME_FREQ_OPTIONS, [6], dtype="float32", **several(2)),
    grid("", GRID),
    grid("_options", GRID_OPTIONS, SHARED, COUPLED, inputs=[7], dtype_given=False),
    grid("_own_weights", GRID_OPTIONS, inputs=[7]),
    grid("_own_weights_float32", GRID_OPTIONS, inputs=[7], dtype="float32"),
    grid("_shared", GRID, SHARED, {"use_peepholes": True}),
    grid("_coupled", GRID, COUPLED, {"use_peepholes": True}),
    grid("_concatenated", GRID, {"state_is_tuple": False}),
    grid("_reuse", GRID, {"reuse": True}, dtype="float32",
         note="An earlier cell with the same arguments made the variables."),
    both("", GRID),
    both("_options", GRID_OPTIONS, SHARED, COUPLED, {"backward_slice_offset": 1}, inputs=[7],
         dtype_given=False),
    both("_own_weights", GRID_OPTIONS, {"backward_slice_offset": -1}, inputs=[7]),
    both("_own_weights_float32", GRID_OPTIONS, {"backward_slice_offset": -1}, inputs=[7],
         dtype="float32"),
    both("_reuse", GRID, {"reuse": True}, dtype="float32",
         note="An earlier cell with the same arguments made the variables."),
]
