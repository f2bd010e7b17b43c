"""Cells drawn by hypothesis: any options that fit together, and what a step of the cell takes."""

import inspect
from typing import NamedTuple

import keras
from hypothesis import strategies as st

import tf_contrib_rnn as rnn
from tests.cases import COVERED
from tests.conformance.specimens import DEPTH, Specimen
from tests.hardening.options import EVERYWHERE, ROLES, option_of

SYMBOLS = tuple(COVERED)
CONV = {"ConvLSTMCell": None, "Conv1DLSTMCell": 1, "Conv2DLSTMCell": 2, "Conv3DLSTMCell": 3}
# Cells of vectors, for wrappers to wrap. Those that can have any width of output come first.
OF_WIDTH = ("GRUCell", "BasicRNNCell", "BasicLSTMCell", "IndRNNCell", "UGRNNCell")
INNER = (*OF_WIDTH, "LSTMCell", "NASCell", "LayerNormBasicLSTMCell")
NESTED_STATES = ("BasicLSTMCell", "LSTMCell", "NASCell", "LayerNormBasicLSTMCell")


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


@keras.saving.register_keras_serializable(package="hardening")
def softsign_gru(num_units):
    return rnn.GRUCell(num_units, activation="softsign")


@keras.saving.register_keras_serializable(package="hardening")
def doubled(inputs, outputs):
    return 2 * outputs


@keras.saving.register_keras_serializable(package="hardening")
def everything(state):
    return True


@st.composite
def recipes(draw, symbol):
    """Recipes of one class, with any options that fit together."""
    arguments = draw(_plain(symbol, [*arguments_of(symbol), *EVERYWHERE]))
    roles = [f"{role}_{kind}" for role in getattr(rnn, symbol).weight_roles for kind in ROLES]
    arguments = {**draw(_plain(symbol, roles, at_most=2)), **arguments}
    rest = _TOGETHER.get(symbol, _nothing)(draw, symbol, arguments)
    return Recipe(symbol, arguments, *rest)


@st.composite
def _plain(draw, symbol, names, at_most=None):
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
    arguments = draw(_plain(symbol, arguments_of(symbol)))
    own = {key: v for key, v in arguments.items() if key not in ("name", "dtype", "reuse")}
    if width is not None:
        own["num_units"] = width
    return Recipe(symbol, own)


def _nothing(draw, symbol, arguments):
    return ()


def _one_size(draw, symbol, arguments):
    size = draw(st.integers(1, 4))
    arguments.pop("num_units", None)
    arguments.pop("cell_size", None)
    arguments[draw(st.sampled_from(["num_units", "cell_size"]))] = size
    return ()


def _maps(draw, symbol, arguments):
    ndims = CONV[symbol] or draw(st.integers(1, 3))
    shape = draw(st.lists(st.integers(1, 3), min_size=ndims + 1, max_size=ndims + 1))
    window = st.lists(st.integers(1, 3), min_size=ndims, max_size=ndims)
    arguments |= {} if CONV[symbol] else {"conv_ndims": ndims}
    arguments["input_shape"] = draw(st.sampled_from([shape, tuple(shape), rnn.Shape(shape)]))
    arguments["kernel_shape"] = draw(st.integers(1, 3) | window)
    return (tuple(shape),)


def _groups(draw, symbol, arguments):
    groups = draw(st.integers(1, 3))
    arguments["number_of_groups"] = groups
    for name in ("num_units", "num_proj"):
        if arguments.get(name) is not None:
            arguments[name] = groups * draw(st.integers(1, 2))
    return ((groups * draw(st.integers(1, 2)),),)


def _windows(draw, symbol, arguments):
    size, skip = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    arguments |= {"feature_size": size, "frequency_skip": skip}
    counts = draw(st.lists(st.integers(1, 2), min_size=1, max_size=2))
    ends = [(count - 1) * skip + size for count in counts]
    if symbol == "TimeFreqLSTMCell":
        return ((ends[0],),)
    arguments["num_frequency_blocks"] = counts
    if len(counts) == 1 and draw(st.booleans()):
        return ((ends[0],),)
    starts = draw(st.lists(st.integers(0, 2), min_size=len(counts), max_size=len(counts)))
    ends = [start + end for start, end in zip(starts, ends, strict=True)]
    arguments |= {"start_freqindex_list": starts, "end_freqindex_list": ends}
    return ((max(ends) + draw(st.integers(0, 2)),),)


def _intersection(draw, symbol, arguments):
    width = DEPTH if arguments.get("num_in_proj") else int(arguments["num_units"])
    return ((width,),)


def _timed(draw, symbol, arguments):
    return (((1,), (DEPTH,)), ("times", "normal"))


def _machine(draw, symbol, arguments):
    arguments["controller"] = draw(inner())
    widest = (int(arguments["memory_size"]) - 1) // 2
    arguments["shift_range"] = draw(st.integers(0, widest))
    return ()


def _grid(draw, symbol, arguments):
    count = draw(st.integers(1, 3))
    dims = st.lists(st.integers(0, count - 1), unique=True, max_size=count)
    inputs = draw(dims)
    without_state = draw(st.lists(st.sampled_from(inputs), unique=True)) if inputs else []
    arguments |= {
        "num_dims": count,
        "input_dims": inputs,
        "output_dims": draw(st.lists(st.integers(0, count - 1), min_size=1, unique=True)),
        "priority_dims": draw(dims | st.integers(0, count - 1)),
        "non_recurrent_dims": without_state[: count - 1],
    }
    if draw(st.booleans()):
        arguments["cell_fn"] = draw(st.sampled_from([rnn.GRUCell, rnn.LSTMCell, softsign_gru]))
    return ((max(len(inputs), 1) * draw(st.integers(1, 2)),),)


def _wrapped(draw, symbol, arguments):
    arguments["cell"] = draw(inner())
    return ()


def _same_width(draw, symbol, arguments):
    arguments["cell"] = draw(inner(width=DEPTH))
    if symbol == "ResidualWrapper" and draw(st.booleans()):
        arguments["residual_fn"] = doubled
    return ()


def _attention(draw, symbol, arguments):
    one_state = [name for name in INNER if name not in NESTED_STATES]
    symbols = INNER if arguments.get("state_is_tuple", True) else one_state
    arguments["cell"] = draw(inner(symbols=symbols))
    return ()


def _dropout(draw, symbol, arguments):
    arguments["cell"] = draw(inner())
    if draw(st.booleans()):
        arguments["dropout_state_filter_visitor"] = everything
    if arguments.get("variational_recurrent"):
        arguments |= {"dtype": arguments.get("dtype") or "float32", "input_size": DEPTH}
    return ()


def _ids(draw, symbol, arguments):
    arguments["cell"] = draw(inner())
    return ((1,), (int(arguments["embedding_classes"]),))


def _stack(draw, symbol, arguments):
    one_state = [name for name in INNER if name not in NESTED_STATES]
    symbols = INNER if arguments.get("state_is_tuple", True) else one_state
    arguments["cells"] = draw(st.lists(inner(symbols=symbols), min_size=1, max_size=3))
    return ()


_TOGETHER = {
    "AttentionCellWrapper": _attention,
    "BidirectionalGridLSTMCell": _windows,
    "CompiledWrapper": _wrapped,
    "DeviceWrapper": _wrapped,
    "DropoutWrapper": _dropout,
    "EmbeddingWrapper": _ids,
    "GLSTMCell": _groups,
    "GRUBlockCell": _one_size,
    "GRUBlockCellV2": _one_size,
    "GridLSTMCell": _windows,
    "GridRNNCell": _grid,
    "HighwayWrapper": _same_width,
    "InputProjectionWrapper": _wrapped,
    "IntersectionRNNCell": _intersection,
    "MultiRNNCell": _stack,
    "NTMCell": _machine,
    "OutputProjectionWrapper": _wrapped,
    "PhasedLSTMCell": _timed,
    "ResidualWrapper": _same_width,
    "TimeFreqLSTMCell": _windows,
    **dict.fromkeys(CONV, _maps),
}
