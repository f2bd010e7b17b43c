"""How one cell is made, and arguments of its constructor that hypothesis draws one by one."""

import inspect
from typing import NamedTuple

from hypothesis import strategies as st

import tf_contrib_rnn as rnn
from tests.conformance.specimens import DEPTH, Specimen
from tests.hardening.options import EVERYWHERE, ROLES, option_of

# Cells of vectors, for wrappers to wrap. Those that can have any width of output come first.
OF_WIDTH = ("GRUCell", "BasicRNNCell", "BasicLSTMCell", "IndRNNCell", "UGRNNCell")
INNER = (*OF_WIDTH, "LSTMCell", "NASCell", "LayerNormBasicLSTMCell")


class Recipe(NamedTuple):
    """How to make a cell.

    Attributes:
        symbol: the name of its class.
        arguments: its constructor's arguments; recipes stand for cells.
        inputs: the shape of a step's inputs, as a specimen has it.
        kinds: what the numbers are, as a specimen has it.
    """

    symbol: str
    arguments: dict
    inputs: tuple = (DEPTH,)
    kinds: tuple | None = None

    def make(self, **replaced):
        """A new cell, with some arguments replaced."""
        arguments = {**self.arguments, **replaced}
        return getattr(rnn, self.symbol)(**{k: _made(v) for k, v in arguments.items()})

    def specimen(self):
        """The recipe as a specimen, which knows inputs for it."""
        return Specimen(self.make, self.inputs, kinds=self.kinds)


def _made(value):
    if isinstance(value, Recipe):
        return value.make()
    return [_made(part) for part in value] if isinstance(value, list) else value


def arguments_of(symbol):
    """{name: whether it is needed} of a constructor's own arguments."""
    parameters = inspect.signature(getattr(rnn, symbol)).parameters.values()
    return {p.name: p.default is p.empty for p in parameters if p.kind is not p.VAR_KEYWORD}


def options_of(symbol):
    """{name: option} of all arguments of a constructor, those of the variables' roles included."""
    options = {name: option_of(symbol, name) for name in arguments_of(symbol)}
    roles = getattr(rnn, symbol).weight_roles
    by_role = {f"{role}_{kind}": option for role in roles for kind, option in ROLES.items()}
    return {**EVERYWHERE, **by_role, **options}


@st.composite
def plain(draw, symbol, names, at_most=None):
    """Arguments that do not depend on others; those not needed are there or not."""
    options, needed = options_of(symbol), arguments_of(symbol)
    free = [name for name in dict.fromkeys(names) if not options[name].valid.is_empty]
    optional = [name for name in free if not needed.get(name)]
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, max_size=at_most or 9))
    return {name: draw(options[name].valid) for name in free if needed.get(name) or name in chosen}


@st.composite
def inner(draw, width=None, symbols=INNER):
    """Recipes of cells to be wrapped; of a width of their output."""
    symbol = draw(st.sampled_from(symbols if width is None else OF_WIDTH))
    arguments = draw(plain(symbol, arguments_of(symbol)))
    own = {key: v for key, v in arguments.items() if key not in ("name", "dtype", "reuse")}
    if width is not None:
        own["num_units"] = width
    return Recipe(symbol, own)
