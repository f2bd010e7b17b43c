"""Any valid options make a cell that runs and comes back from its config; others are refused."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tf_contrib_rnn as rnn
from tests.conformance.specimens import BATCH, TIME, at, flat
from tests.conformance.test_errors import message_of
from tests.gate import gated
from tests.goldens import error
from tests.hardening.drawing import arguments_of, options_of
from tests.hardening.options import EVERYWHERE, OPTIONS
from tests.hardening.recipes import INSTEAD, SYMBOLS, recipes
from tf_contrib_rnn.cells._state import flatten, size_shape

FEW = ("GRUCell", "LSTMCell", "Conv2DLSTMCell", "DropoutWrapper", "MultiRNNCell")
EXAMPLES = 30

quiet = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


@pytest.mark.parametrize("symbol", FEW)
@settings(quiet, max_examples=3)
@given(data=st.data())
def test_a_valid_cell(symbol, data):
    assert_runs(data.draw(recipes(symbol)))


@pytest.mark.slow
@pytest.mark.parametrize("symbol", SYMBOLS)
@settings(quiet, max_examples=EXAMPLES)
@given(data=st.data())
def test_any_valid_cell(symbol, data):
    assert_runs(data.draw(recipes(symbol)))


@pytest.mark.parametrize("symbol", gated(SYMBOLS, FEW))
@settings(quiet, max_examples=2)
@given(data=st.data())
def test_an_argument_of_the_wrong_kind(symbol, data):
    recipe = data.draw(recipes(symbol))
    options = options_of(symbol).items()
    wrong = [
        (name, value)
        for name, option in options
        for value in option.invalid
        if value is not None or INSTEAD.get(name) not in recipe.arguments
    ]
    told = [(name, value, outcome(recipe, name, value)) for name, value in wrong]
    assert [one for one in told if not is_one_sentence(one[-1])] == []


def test_every_argument_is_told_of():
    names = {name for symbol in SYMBOLS for name in arguments_of(symbol)}
    assert set(OPTIONS) == names | {"name", "dtype"}
    assert set(EVERYWHERE) == {"trainable", "name", "dtype"}


def assert_runs(recipe):
    """A cell runs over time and a step, and so does the one that its config makes."""
    specimen, cell = recipe.specimen(), recipe.make()
    dtype = cell.compute_dtype
    inputs = specimen.sequences(dtype=dtype)
    lengths = [TIME, 0, 1]
    outputs, final = rnn.dynamic_rnn(cell, inputs, lengths, dtype=dtype)
    assert_fits(outputs, cell.output_size, (BATCH, TIME), dtype)
    assert_fits(final, cell.state_size, (BATCH,), dtype)
    state = cell.zero_state(BATCH, dtype)
    assert_fits(state, cell.state_size, (BATCH,), dtype)
    output, new_state = cell(at(0, inputs), state, training=False)
    assert_fits(output, cell.output_size, (BATCH,), dtype)
    assert_fits(new_state, cell.state_size, (BATCH,), dtype)
    again = came_back(cell)
    for ours, theirs in zip(
        flat((output, new_state)), flat(again(at(0, inputs), state, training=False)), strict=True
    ):
        assert error(theirs, ours) == 0


def came_back(cell):
    """The cell that the config of another one makes, with the other one's weights."""
    config = json.loads(json.dumps(cell.get_config()))
    again = type(cell).from_config(config)
    assert json.loads(json.dumps(again.get_config())) == config
    again.build_from_config(json.loads(json.dumps(cell.get_build_config())))
    assert (again.state_size, again.output_size) == (cell.state_size, cell.output_size)
    assert list(again.tf1_variables()) == list(cell.tf1_variables())
    again.set_weights(cell.get_weights())
    return again


def assert_fits(tensors, sizes, lead, dtype):
    """Tensors have the structure and the shapes of sizes, and a dtype."""
    found = [(tuple(x.shape), x.dtype.name) for x in flatten(tensors)]
    assert found == [((*lead, *size_shape(size)), dtype) for size in flatten(sizes)]


def outcome(recipe, name, value):
    """What a cell with one argument of the wrong kind says, at the latest when it is run."""
    try:
        cell = recipe.make(**{name: value})
        inputs = recipe.specimen().sequences(dtype=cell.compute_dtype)
        rnn.dynamic_rnn(cell, inputs, dtype=cell.compute_dtype)
    except (TypeError, ValueError) as error:
        return message_of(error)
    except Exception as error:
        return repr(error)
    return "nothing"


def is_one_sentence(message):
    """Whether a message is of our form: what was expected, what was received, what to do."""
    is_whole = "\n" not in message and message.endswith(".")
    return is_whole and re.search("expects|does not know", message) is not None
