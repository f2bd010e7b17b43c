"""What cuDNN's layers left, in each of TF1's forms, into everything that can run it."""

from pathlib import Path

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.gate import gated
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import cudnn
from tf_contrib_rnn.checkpoint.cudnn import arrays
from tf_contrib_rnn.checkpoint.cudnn.arrays import Sizes
from tf_contrib_rnn.checkpoint.parts import collect

GOLDEN = Path(__file__).parents[1] / "golden"
LAYERS, UNITS, DEPTH = 3, 5, 3
MODES = ("lstm", "gru", "tanh", "relu")
KINDS = [f"{mode}_{sides}directional" for mode in MODES for sides in ("uni", "bi")]
LAYER = {
    "lstm": rnn.CudnnLSTM,
    "gru": rnn.CudnnGRU,
    "tanh": rnn.CudnnRNNTanh,
    "relu": rnn.CudnnRNNRelu,
}
OWN = {
    "lstm": lambda: rnn.CudnnCompatibleLSTMCell(UNITS),
    "gru": lambda: rnn.CudnnCompatibleGRUCell(UNITS),
    "tanh": lambda: rnn.BasicRNNCell(UNITS),
    "relu": lambda: rnn.BasicRNNCell(UNITS, activation="relu"),
}
OPAQUE = "cudnn_lstm/opaque_kernel"


def load(name):
    """The arrays of a file."""
    with np.load(GOLDEN / f"{name}.npz") as data:
        return dict(data)


class Golden:
    """One golden of TF 1.15.5: matrices, variables, inputs and outputs [time, batch, depth]."""

    def __init__(self, kind):
        self.kind, (self.mode, _, self.direction) = kind, kind.partition("_")
        self.data = load(f"cudnn/{kind}")
        self.scope = {"lstm": "lstm", "gru": "gru"}.get(self.mode, f"rnn_{self.mode}")
        self.scope = f"cudnn_{self.scope}"
        mode = "rnn" if self.mode in ("tanh", "relu") else self.mode
        self.sizes = Sizes(mode, LAYERS, UNITS, DEPTH, 1 if self.direction.startswith("uni") else 2)

    def all(self, group):
        """The arrays of a group by the rest of their names."""
        found = (key.partition("/") for key in sorted(self.data))
        return {rest: self.data[f"{g}/{rest}"] for g, _, rest in found if g == group and rest}

    @property
    def cells(self):
        """cuDNN's arrays of each cell."""
        raw = list(self.all("matrices").values())
        return [
            [raw[n] for n in self.sizes.of_cell(position)]
            for position in range(len(self.sizes.places))
        ]

    def check(self, run, places=2e-6):
        """Compares the outputs of something that takes and gives [time, batch, depth]."""
        found = keras.ops.convert_to_numpy(run(self.data["inputs"]))
        assert np.max(np.abs(found - self.data["outputs"])) < places * max(
            1, np.max(np.abs(self.data["outputs"]))
        )


@pytest.fixture(params=KINDS)
def golden(request):
    return Golden(request.param)


def layer(golden):
    """The layer of cuDNN, built, and how to run it."""
    made = LAYER[golden.mode](LAYERS, UNITS, direction=golden.direction)
    made.build((None, None, DEPTH))
    return made, lambda x: made(x, training=False)[0]


def model(golden, *layers):
    inputs = keras.Input((None, DEPTH))
    outputs = inputs
    for one in layers:
        outputs = one(outputs)
    made = keras.Model(inputs, outputs)
    return made, lambda x: keras.ops.swapaxes(made(x.swapaxes(0, 1)), 0, 1)


def stacked(golden, make):
    """A layer of Keras for each of cuDNN's."""
    layers = [rnn.RNN(make(), return_sequences=True) for _ in range(LAYERS)]
    if golden.sizes.directions == 2:
        layers = [keras.layers.Bidirectional(one) for one in layers]
    return model(golden, *layers)


def compatible(golden):
    return stacked(golden, OWN[golden.mode])


def multi(golden):
    """One layer with all of cuDNN's, where there is one direction."""
    if golden.sizes.directions == 2:
        return compatible(golden)
    cells = [OWN[golden.mode]() for _ in range(LAYERS)]
    return model(golden, rnn.RNN(rnn.MultiRNNCell(cells), return_sequences=True))


TARGETS = {"layer": layer, "compatible": compatible, "multi": multi}


def canonical(golden, scope="cudnn"):
    """The canonical variables below a scope of another name, and the buffer beside them."""
    found = {
        name.replace(golden.scope, scope, 1).lstrip("/"): array
        for name, array in golden.all("variables").items()
    }
    return found | {f"{scope or 'other'}/opaque_kernel": arrays.packed(golden.cells)}


def matrices(golden):
    """What TF 1.2 wrote: an array an output of its op, and the buffer under its own name."""
    raw = golden.all("matrices").values()
    found = {f"CudnnRNNParamsToCanonical:{n}": array for n, array in enumerate(raw)}
    return found | {"Model/params": arrays.packed(golden.cells)}


def flat_matrices(golden):
    raw = golden.all("matrices").values()
    return {f"net/CudnnRNNParamsToCanonical_1:{n}": a.ravel() for n, a in enumerate(raw)}


def opaque(golden, name=None):
    return {name or f"{golden.scope}/opaque_kernel": arrays.packed(golden.cells)}


FORMS = {
    "called": canonical,
    "called_by_its_name": lambda golden: canonical(golden, golden.scope),
    "built_first": lambda golden: canonical(golden, ""),
    "matrices": matrices,
    "flat_matrices": flat_matrices,
    "opaque": opaque,
    "opaque_by_another_name": lambda golden: opaque(golden, "Model/RNN/lstm_params"),
}
COMBINED = [f"{target} {form}" for target in TARGETS for form in FORMS]


@pytest.mark.parametrize("combined", gated(COMBINED, ["layer opaque", "compatible called"]))
def test_the_outputs_are_those_of_tf1(golden, combined, write):
    target, form = combined.split(" ")
    made, run = TARGETS[target](golden)
    report = checkpoint.restore(made, write(FORMS[form](golden)))
    golden.check(run)
    assert len(report.assigned) == len(golden.all("variables"))
    assert ("unverified layout" in "".join(report.warnings)) == form.startswith("opaque")
    left = {name.rpartition("/")[2] for name in report.left_over}
    assert left <= {"opaque_kernel", "params"}
    assert bool(left) == (form not in ("flat_matrices", "opaque", "opaque_by_another_name"))


def test_variables_of_matrices_and_back_are_bit_by_bit_those_of_tf1(golden):
    variables, back = golden.all("variables"), []
    every = {}
    for cell in golden.cells:
        found = arrays.variables(golden.sizes.mode, cell)
        every |= {(len(back), path): array for path, array in found.items()}
        back.append(arrays.matrices(golden.sizes.mode, found))
    assert sorted(a.tobytes() for a in every.values()) == sorted(
        a.tobytes() for a in variables.values()
    )
    halves = [half for cell in back for half in [cell[: len(cell) // 2]]]
    halves += [half for cell in back for half in [cell[len(cell) // 2 :]]]
    found = [array for half in halves for array in half]
    for array, wanted in zip(found, golden.all("back").values(), strict=True):
        np.testing.assert_array_equal(array, wanted)


def test_pytorch_has_the_same_gates(golden):
    outputs = load("cudnn_layout/torch")[golden.kind]
    np.testing.assert_allclose(outputs, golden.data["outputs"], atol=2e-6)


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("direction", ["unidirectional", "bidirectional"])
def test_buffers_are_taken_apart_as_jax_does(layers, direction, write):
    data = load("cudnn_layout/jax")
    name = f"{layers}_{direction}"
    made = rnn.CudnnLSTM(layers, UNITS, direction=direction)
    made.build((None, None, DEPTH))
    checkpoint.restore(made, write({OPAQUE: data[f"{name}/buffer"]}))
    found = made(data[f"{name}/inputs"], training=False)[0]
    np.testing.assert_allclose(found, data[f"{name}/outputs"], atol=2e-6)


@pytest.mark.parametrize("cell_class", [rnn.LSTMCell, rnn.BasicLSTMCell, rnn.LSTMBlockCell])
@pytest.mark.parametrize("form", gated(list(FORMS), ["called", "opaque"]))
@pytest.mark.parametrize("kind", KINDS[:2])
def test_plain_cells_without_forget_bias(cell_class, form, kind, write):
    golden = Golden(kind)
    made, run = stacked(golden, lambda: cell_class(UNITS, forget_bias=0.0))
    checkpoint.restore(made, write(FORMS[form](golden)))
    golden.check(run)


@pytest.mark.parametrize("form", FORMS)
def test_a_forget_bias_is_refused(form, write, untouched):
    golden = Golden(KINDS[0])
    made, _ = stacked(golden, lambda: rnn.LSTMCell(UNITS))
    prefix = write(FORMS[form](golden))
    pieces = ["no forget bias", "forget_bias=1;", "'rnn", "forget_bias=0.0"]
    untouched(made, lambda: checkpoint.restore(made, prefix), *pieces)


def test_back_into_the_buffer(golden, write):
    made, _ = layer(golden)
    checkpoint.restore(made, write(FORMS["called"](golden)))
    (part,) = collect(made)
    again, run = layer(golden)
    name = cudnn.opaque_name(part, [])
    assert name == OPAQUE.replace("cudnn_lstm", golden.scope)
    checkpoint.restore(again, write({name: cudnn.buffer(cudnn.opaque_stack(part))}, "again"))
    golden.check(run)
    for one, other in zip(made.weights, again.weights, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
    others = collect(stacked(golden, OWN["gru"])[0])
    assert not any(cudnn.opaque_stack(part) or cudnn.opaque_name(part, []) for part in others)


def test_sizes_that_do_not_fit(golden, write, untouched):
    made = LAYER[golden.mode](LAYERS, UNITS + 1, direction=golden.direction)
    made.build((None, None, DEPTH))
    prefix = write(FORMS["opaque"](golden))
    pieces = [f"holds {golden.sizes.size} numbers", "3 layers of 6 units", "sizes of the TF1 model"]
    untouched(made, lambda: checkpoint.restore(made, prefix), *pieces)
    prefix = write(FORMS["matrices"](golden), "matrices")
    pieces = ["'CudnnRNNParamsToCanonical' holds", "arrays, [5, 3]", "[6, 3]"]
    untouched(made, lambda: checkpoint.restore(made, prefix), *pieces)


@pytest.mark.parametrize("missing", [0, 7, 23, 47])
def test_one_matrix_less(missing, write, untouched):
    golden = Golden(KINDS[0])
    made, _ = layer(golden)
    found = FORMS["flat_matrices"](golden)
    del found[f"net/CudnnRNNParamsToCanonical_1:{missing}"]
    prefix = write(found)
    untouched(made, lambda: checkpoint.restore(made, prefix), "holds 47 arrays")


def two(golden, *names):
    """A model of two layers of cuDNN that nothing but their names tells apart."""
    inputs = keras.Input((None, DEPTH))
    layers = [rnn.CudnnLSTM(LAYERS, UNITS, name=name) for name in names]
    outputs = [one(inputs, time_major=False)[0] for one in layers]
    return keras.Model(inputs, keras.layers.Concatenate()(outputs)), layers


def twice(golden):
    first, second = (
        [array + shift for array in cell] for shift in (0, 1) for cell in [golden.cells[0]]
    )
    cells = golden.cells[1:]
    return {
        "a/encoder/opaque_kernel": arrays.packed([first, *cells]),
        "a/decoder/opaque_kernel": arrays.packed([second, *cells]),
    }


def test_two_layers_of_one_size_go_by_their_names(write, untouched):
    golden = Golden(KINDS[0])
    contents = twice(golden)
    prefix = write(contents)
    made, layers = two(golden, "decoder", "encoder")
    report = checkpoint.restore(made, prefix)
    assert report.scopes == {"decoder": "a", "encoder": "a"}
    np.testing.assert_allclose(layers[0].weights[0] - layers[1].weights[0], 1, atol=1e-6)
    made, layers = two(golden, "one", "other")
    pieces = ["'a/decoder/opaque_kernel'", "nothing tells them apart", "scopes={'one'"]
    untouched(made, lambda: checkpoint.restore(made, prefix), *pieces)
    for scope in ("a/decoder", "a/decoder/opaque_kernel"):
        made, layers = two(golden, "one", "other")
        checkpoint.restore(made, prefix, scopes={"one": scope})
        np.testing.assert_allclose(layers[0].weights[0] - layers[1].weights[0], 1, atol=1e-6)


def test_cells_that_find_their_own_names_take_those(write):
    golden = Golden(KINDS[0])
    made, _ = model(golden, rnn.RNN(rnn.LSTMCell(UNITS), return_sequences=True))
    small = Sizes("lstm", 1, UNITS, DEPTH)
    shapes = {f"rnn/lstm_cell/{path}": shape for path, shape in small.variables(0).items()}
    report = checkpoint.restore(made, write(shapes | {OPAQUE: (small.size,)}))
    assert report.left_over == [OPAQUE]


def test_partly(write):
    golden = Golden(KINDS[0])
    made, _ = layer(golden)
    report = checkpoint.restore(made, write({OPAQUE: (7,)}), partial=True)
    assert len(report.unfed) == len(made.weights)


def test_half_precision(write):
    golden = Golden(KINDS[0])
    made, run = layer(golden)
    found = {name: array.astype(np.float16) for name, array in FORMS["opaque"](golden).items()}
    report = checkpoint.restore(made, write(found))
    golden.check(run, 1e-2)
    assert any("float16->float32" in line for line in report.warnings)


def test_a_buffer_with_a_hole(write):
    golden = Golden(KINDS[0])
    made, _ = layer(golden)
    (name,), (buffer,) = zip(*FORMS["opaque"](golden).items(), strict=True)
    buffer[0] = np.nan
    report = checkpoint.restore(made, write({name: buffer}))
    assert any("1 NaN" in line for line in report.warnings)


STOCK = {
    "lstm": lambda: keras.layers.LSTM(UNITS, return_sequences=True),
    "gru": lambda: keras.layers.GRU(UNITS, return_sequences=True),
    "tanh": lambda: keras.layers.SimpleRNN(UNITS, return_sequences=True),
    "relu": lambda: keras.layers.SimpleRNN(UNITS, "relu", return_sequences=True),
}


@pytest.mark.parametrize("form", gated(list(FORMS), ["called", "opaque"]))
def test_layers_of_keras(golden, form, write):
    layers = [STOCK[golden.mode]() for _ in range(LAYERS)]
    if golden.sizes.directions == 2:
        layers = [keras.layers.Bidirectional(one) for one in layers]
    made, run = model(golden, *layers)
    report = checkpoint.restore(made, write(FORMS[form](golden)))
    golden.check(run)
    assert not any("forget_bias" in line for line in report.warnings)
