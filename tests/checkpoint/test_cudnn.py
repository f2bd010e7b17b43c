"""What cuDNN's layers left, in each of TF1's forms, into everything that can run it."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tests.checkpoint.cudnn import (
    DEPTH,
    FORMS,
    KINDS,
    LAYER,
    LAYERS,
    OPAQUE,
    OWN,
    TARGETS,
    UNITS,
    Golden,
    layer,
    load,
    model,
    stacked,
    two,
)
from tests.gate import gated
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint import cudnn
from tf_contrib_rnn.checkpoint.cudnn import arrays
from tf_contrib_rnn.checkpoint.cudnn.arrays import Sizes
from tf_contrib_rnn.checkpoint.parts import collect

COMBINED = [f"{target} {form}" for target in TARGETS for form in FORMS]


@pytest.fixture(params=KINDS)
def golden(request):
    return Golden(request.param)


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
    made, layers = two("decoder", "encoder")
    report = checkpoint.restore(made, prefix)
    assert report.scopes == {"decoder": "a", "encoder": "a"}
    np.testing.assert_allclose(layers[0].weights[0] - layers[1].weights[0], 1, atol=1e-6)
    made, layers = two("one", "other")
    pieces = ["'a/decoder/opaque_kernel'", "nothing tells them apart", "scopes={'one'"]
    untouched(made, lambda: checkpoint.restore(made, prefix), *pieces)
    for scope in ("a/decoder", "a/decoder/opaque_kernel"):
        made, layers = two("one", "other")
        checkpoint.restore(made, prefix, scopes={"one": scope})
        np.testing.assert_allclose(layers[0].weights[0] - layers[1].weights[0], 1, atol=1e-6)


def test_cells_that_find_their_own_names_take_those(write):
    made, _ = model(rnn.RNN(rnn.LSTMCell(UNITS), return_sequences=True))
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
    made, run = model(*layers)
    report = checkpoint.restore(made, write(FORMS[form](golden)))
    golden.check(run)
    assert not any("forget_bias" in line for line in report.warnings)
