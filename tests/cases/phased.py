"""PhasedLSTMCell: peepholes, leak, times of either precision, and its place in wrappers."""

from ._case import case, cell

SYMBOL = "PhasedLSTMCell"
TIMED = {"kinds": ["times", "normal"], "dtype": "float32"}
OPTIONS = {"num_units": 5, "use_peepholes": True, "leak": 0.2}
DRAWN = "every weight gets a drawn value after it was made"
NOT_A_NUMBER = {
    "period_init_min": DRAWN, "period_init_max": DRAWN, "trainable_ratio_on": "it marks a variable",
}


def phased(name, arguments, changes_nothing=None, **others):
    """Return a case on a time and 3 features, which TF1 takes in float32 only."""
    nothing = dict({key: why for key, why in NOT_A_NUMBER.items() if key in arguments},
                   **(changes_nothing or {}))
    nothing = {"%s.%s" % (SYMBOL, key): why for key, why in nothing.items()}
    return case("phased_lstm_cell" + name, SYMBOL, arguments, [[1], [3]], "phased",
                changes_nothing=nothing, **dict(TIMED, **others))


def around(name, symbol, arguments, **others):
    """Return a case of a cell that holds a PhasedLSTMCell."""
    return case("phased_lstm_cell_in_" + name, symbol, arguments, [[1], [3]], "phased",
                **dict(TIMED, **others))


CASES = [
    phased("", {"num_units": 5}),
    phased("_dtype_from_inputs", {"num_units": 5}, dtype_given=False),
    phased("_options", dict(OPTIONS, trainable_ratio_on=False, period_init_min=2.0,
                            period_init_max=20.0)),
    phased("_float64_times", OPTIONS, kinds=["times64", "normal"], dtype_given=False),
    phased("_ratio_on", {"num_units": 5, "ratio_on": 0.4}, weights=["ratio_on"]),
    phased("_reuse", {"num_units": 5, "reuse": True},
           changes_nothing={"reuse": "it binds to the variables of an earlier cell"},
           note="An earlier cell with the same arguments made the variables."),
    around("a_stack", "MultiRNNCell", {"cells": [
        cell(SYMBOL, **OPTIONS), cell("GRUCell", num_units=3)]}),
    around("a_dropout_wrapper", "DropoutWrapper", {
        "cell": cell(SYMBOL, **OPTIONS), "state_keep_prob": 0.7, "output_keep_prob": 0.8,
        "seed": 17}, changes_nothing={
            "DropoutWrapper.seed": "it decides which numbers are drawn, and those are handed in"}),
]
