"""The judge itself: its files are TF 1.15.5's, and its goldens reach every argument."""

import hashlib
import inspect
import json
from pathlib import Path

import keras
import pytest

import tf_contrib_rnn as rnn
from tests.arguments import change, changed_by, public_arguments
from tests.cases import CASES, CELLS, COVERED, EXPORTED, REQUIRED, SIGNATURES
from tests.gate import FAMILIES
from tests.goldens import Golden

FOLDER = Path(__file__).parents[1] / "golden"
MANIFESTS = {
    "manifest.json": "data",
    "manifest_checkpoints.json": "checkpoints",
    "manifest_programs.json": "programs",
    "manifest_cell_checkpoints.json": "cell_checkpoints",
    "manifest_fused.json": "fused",
    "manifest_cudnn.json": "cudnn",
    "manifest_training.json": "training",
    "manifest_old_checkpoints.json": "old_checkpoints",
    "manifest_whole_models.json": "whole_models",
    "manifest_left_behind.json": "left_behind",
    "manifest_graphs.json": "graphs",
}

MAPS = ("ConvLSTMCell", "Conv1DLSTMCell", "Conv2DLSTMCell", "Conv3DLSTMCell")
FREQUENCIES = ("TimeFreqLSTMCell", "GridLSTMCell", "BidirectionalGridLSTMCell")
EVERY = tuple(COVERED)
# Arguments that cannot move a number of a golden: of whom, and why.
SILENT = {
    "name": (EVERY, "it names the variables, whose names every golden compares"),
    "reuse": (EVERY, "it binds to existing variables; the tests of v1 graphs compare it"),
    "trainable": (EVERY, "it marks the variables, which the new variables compare"),
    "dtype": (EVERY, "the inputs have that dtype already"),
    "initializers": (MAPS, "TF1 never reads it"),
    "initializer": ((*FREQUENCIES, "CoupledInputForgetGateLSTMCell"), "TF1 never reads it"),
    "num_unit_shards": (["LSTMCell"], "only the storage of a variable is split"),
    "num_proj_shards": (["LSTMCell"], "only the storage of a variable is split"),
    "seed": (["DropoutWrapper"], "the numbers it draws are handed in"),
    "dropout_prob_seed": (["LayerNormBasicLSTMCell"], "the numbers it draws are handed in"),
    "input_size": (["LayerNormBasicLSTMCell", "InputProjectionWrapper"], "TF1 never reads it"),
    "period_init_min": (["PhasedLSTMCell"], "an initial value, which the new variables compare"),
    "period_init_max": (["PhasedLSTMCell"], "an initial value, which the new variables compare"),
    "trainable_ratio_on": (["PhasedLSTMCell"], "it marks a variable"),
    "compile_stateful": (["CompiledWrapper"], "it changes how, not what, is computed"),
}
WITHOUT_NUMBERS = {
    f"{symbol}.{name}" for name, (symbols, _) in SILENT.items() for symbol in symbols
} - changed_by(CASES)
# Arguments without which there is no cell: variational dropout cannot do without them, nor
# inputs of another depth without a projection, nor a size with two names without both, nor
# windows, blocks and dimensions without their sizes.
WITHOUT_REFUSED = {
    "DropoutWrapper.dtype",
    "DropoutWrapper.input_size",
    "IntersectionRNNCell.num_in_proj",
    *(f"GRUBlockCell{version}.{n}" for version in ("", "V2") for n in ("num_units", "cell_size")),
    "GridRNNCell.num_dims",
    *(f"{symbol}.feature_size" for symbol in FREQUENCIES),
    *(
        f"{symbol}.{name}"
        for symbol in FREQUENCIES[1:]
        for name in ("frequency_skip", "num_frequency_blocks", "start_freqindex_list",
                     "end_freqindex_list")
    ),
}  # fmt: skip
# Arguments that TF1 cannot run with another value: it iterates over a tensor.
NOT_IN_TF1 = {
    f"{symbol}.state_is_tuple"
    for symbol in ("Grid1BasicRNNCell", "Grid2BasicRNNCell", "Grid2GRUCell")
}

# Arguments that decide which random numbers are drawn, where those handed in hide or lack them.
DRAWS_OTHERWISE = {
    "DropoutWrapper.variational_recurrent",
    "DropoutWrapper.dropout_state_filter_visitor",
}


def first_pairs():
    """(case, argument) of all that is set; slow are those after the first of a kind, and others."""
    seen = set()
    for case in sorted(CASES, key=lambda case: len(case["sets"])):
        for argument in case["sets"]:
            kind = (argument, argument in case["changes_nothing"])
            waits = kind in seen or case["family"] not in FAMILIES
            marks = [pytest.mark.slow] if waits else []
            seen.add(kind)
            yield pytest.param(case["name"], argument, id=f"{case['name']}-{argument}", marks=marks)


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_every_file_is_the_one_that_tf1_wrote(manifest):
    facts = json.loads((FOLDER / manifest).read_text())
    assert facts["tensorflow"] == "1.15.5"
    assert facts["python"].startswith("3.7.")
    files = [path for path in (FOLDER / MANIFESTS[manifest]).rglob("*") if path.is_file()]
    sums = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    assert sums == facts["sha256"]


def test_every_case_has_a_golden_of_the_same_arguments():
    found = {path.stem for path in (FOLDER / "data").iterdir()}
    assert found == {case["name"] for case in CASES}
    for case in CASES:
        facts = Golden(case["name"]).facts
        assert facts["symbol"] == case["symbol"]
        assert facts["arguments"] == case["arguments"]


def test_every_cell_has_cases():
    """The plain one and one with options at least, of everything that TF 1.15.5 has as a cell."""
    counts = {symbol: sum(case["symbol"] == symbol for case in CASES) for symbol in CELLS}
    assert min(counts.values()) >= 2, counts


def test_every_argument_is_covered():
    assert uncovered(CASES, public_arguments()) == set()


def test_every_argument_is_at_least_set():
    assert public_arguments() - NOT_IN_TF1 <= {name for case in CASES for name in case["sets"]}


def test_the_table_of_arguments_without_numbers_is_exact():
    named = {name for case in CASES for name in case["changes_nothing"]}
    assert named - changed_by(CASES) <= WITHOUT_NUMBERS
    assert WITHOUT_NUMBERS & public_arguments() <= named


def uncovered(cases, arguments):
    """The arguments that no case changes results with, beside those that cannot."""
    return arguments - changed_by(cases) - WITHOUT_NUMBERS - NOT_IN_TF1


@pytest.mark.parametrize("argument", sorted(changed_by(CASES)))
def test_an_argument_that_nobody_covers_is_seen(argument):
    left = [case for case in CASES if argument not in case["sets"]]
    assert argument in uncovered(left, public_arguments())
    silent = [case | {"changes_nothing": {**case["changes_nothing"], argument: ""}}
              for case in CASES]  # fmt: skip
    assert argument in uncovered(silent, public_arguments())


def test_an_argument_of_the_constructor_that_no_case_knows_is_seen(monkeypatch):
    class Cell(rnn.GRUCell):
        def __init__(self, num_units, zoneout=0.0, **kwargs):
            super().__init__(num_units, **kwargs)

    monkeypatch.setattr(rnn, "GRUCell", Cell)
    assert uncovered(CASES, public_arguments()) == {"GRUCell.zoneout"}


@pytest.mark.parametrize(("name", "argument"), list(first_pairs()))
def test_an_argument_does_what_the_case_says(name, argument):
    golden = Golden(name)
    how = change(golden, argument)
    if argument in golden.case["changes_nothing"]:
        assert how is None
    elif argument in WITHOUT_REFUSED:
        assert how == "refused"
    elif how == "refused":
        assert refused_as_expected(golden.case, argument)
    else:
        draws = ["noise"] if argument in DRAWS_OTHERWISE else []
        assert how in ["sizes", "variables", "numbers", *draws]


def refused_as_expected(case, argument):
    """A stack of concatenated states takes no tuples; a sum takes one width only."""
    if argument == "ResidualWrapper.residual_fn":
        return case["name"] == "residual_wrapper_function_other_width"
    if argument == "Grid2LSTMCell.output_is_tuple":
        return case["symbol"] == "MultiRNNCell"  # the next cell takes one tensor
    if argument == "GridRNNCell.input_dims":
        return "GridRNNCell.non_recurrent_dims" in case["sets"]
    if argument == "LSTMCell.num_proj":  # a highway takes one width only
        return "highway" in case["name"]
    stacked = case["symbol"] == "MultiRNNCell" and "MultiRNNCell.state_is_tuple" in case["sets"]
    return stacked and argument.endswith("LSTMCell.state_is_tuple")


def test_every_name_of_tf_contrib_rnn_is_public():
    assert len(EXPORTED) == 50
    assert set(EXPORTED) <= set(rnn.__all__)


@pytest.mark.parametrize("symbol", SIGNATURES)
def test_signature(symbol):
    """Names, order and defaults are TF1's; what is ours stands behind them, by keyword only."""
    expected = [(name, ours_for(default)) for name, default in SIGNATURES[symbol].items()]
    named = [p for p in parameters_of(symbol) if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    ours = [(p.name, REQUIRED if p.default is p.empty else p.default) for p in named]
    assert ours[: len(expected)] == expected
    for (_, default), (_, theirs) in zip(ours, expected, strict=False):
        assert type(default) is type(theirs)
    assert all(p.kind is p.KEYWORD_ONLY for p in named[len(expected) :])


def ours_for(default):
    """TF1's functions and dtypes are defaults by name here: `tf.tanh` is "tanh"."""
    if not isinstance(default, dict):
        return default
    ((_, name),) = default.items()
    return name.rsplit(".", 1)[-1]


def parameters_of(symbol):
    thing = getattr(rnn, symbol)
    is_layer = inspect.isclass(thing) and issubclass(thing, keras.layers.Layer)
    parameters = list(inspect.signature(thing.__init__ if is_layer else thing).parameters.values())
    return parameters[1:] if is_layer else parameters


@pytest.mark.parametrize("ndims", [1, 2, 3])
def test_only_the_name_of_a_convolutional_cell_is_positional(ndims):
    """TF1's three subclasses take `(name, **kwargs)`."""
    cell = getattr(rnn, f"Conv{ndims}DLSTMCell")
    parameters = inspect.signature(cell).parameters.values()
    assert [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD] == ["name"]
