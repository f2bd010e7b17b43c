"""Cells drawn by hypothesis: any options that fit together, and what a step of the cell takes."""

import keras
from hypothesis import strategies as st

import tf_contrib_rnn as rnn
from tests.cases import COVERED
from tests.conformance.specimens import DEPTH
from tests.hardening.drawing import INNER, Recipe, arguments_of, inner, plain
from tests.hardening.options import EVERYWHERE, ROLES

SYMBOLS = tuple(COVERED)
CONV = {"ConvLSTMCell": None, "Conv1DLSTMCell": 1, "Conv2DLSTMCell": 2, "Conv3DLSTMCell": 3}
NESTED_STATES = ("BasicLSTMCell", "LSTMCell", "NASCell", "LayerNormBasicLSTMCell")


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
    arguments = draw(plain(symbol, [*arguments_of(symbol), *EVERYWHERE]))
    roles = [f"{role}_{kind}" for role in getattr(rnn, symbol).weight_roles for kind in ROLES]
    arguments = {**draw(plain(symbol, roles, at_most=2)), **arguments}
    rest = _TOGETHER.get(symbol, _nothing)(draw, symbol, arguments)
    return Recipe(symbol, arguments, *rest)


def _nothing(draw, symbol, arguments):
    return ()


# An argument that may be None where the other one is given.
INSTEAD = {"num_units": "cell_size"}


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
