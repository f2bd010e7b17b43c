"""Where a recurrent unit goes: the scope is found, or one sentence says why not."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint


@pytest.mark.parametrize("scope", ["", "rnn", "a/deep/scope", "multi", "cell_0x"])
def test_a_cell_finds_the_only_scope(write, read, lstm, names, scope):
    cell, prefix = lstm(), write(names(scope) | {"dense/kernel": (5, 2)})
    report = checkpoint.restore(cell, prefix)
    assert list(report.scopes.values()) == [scope]
    for path, variable in cell.tf1_variables().items():
        expected = read(prefix, f"{scope}/{path}" if scope else path)
        np.testing.assert_array_equal(variable.numpy(), expected)


def test_a_plan_touches_nothing(write, lstm, names):
    cell, prefix = lstm(), write(names("rnn"))
    before = [variable.numpy() for variable in cell.tf1_variables().values()]
    plan = checkpoint.plan(cell, prefix)
    assert [record.checkpoint for record in plan.assigned] == list(names("rnn"))
    for old, variable in zip(before, cell.tf1_variables().values(), strict=True):
        np.testing.assert_array_equal(old, variable.numpy())


def test_a_layer_and_a_model_give_the_same_as_their_cell(write, lstm, names, sequential):
    prefix = write(names("rnn"))
    cell = rnn.LSTMCell(5)
    model = sequential(rnn.RNN(cell))
    for target in (cell, model.layers[0], model):
        report = checkpoint.restore(target, prefix)
        assert [record.variable for record in report.assigned] == [cell.kernel, cell.bias]


def test_a_scope_of_another_shape_is_passed_over(write, lstm, names):
    prefix = write(names("small", units=4) | names("right"))
    assert list(checkpoint.plan(lstm(), prefix).scopes.values()) == ["right"]


def test_another_shape_names_both_sides(write, lstm, names, untouched):
    prefix, cell = write(names("rnn", units=6)), lstm()
    untouched(
        cell,
        lambda: checkpoint.restore(cell, prefix),
        "'rnn/lstm_cell/kernel' [9, 24]",
        "'lstm_cell/kernel' [8, 20]",
        "build the model with the sizes of the TF1 model",
    )


def test_two_scopes_that_fit(write, lstm, names, untouched):
    prefix, cell = write(names("encoder/rnn") | names("decoder/rnn")), lstm()
    untouched(
        cell,
        lambda: checkpoint.restore(cell, prefix),
        "fits 2 scopes",
        "'decoder/rnn', 'encoder/rnn'",
        "scope='decoder/rnn'",
    )


def test_a_given_name_decides_between_scopes_but_an_automatic_one_does_not(write, names):
    prefix = write(names("rnn") | names("decoder/rnn"))
    for name, scopes in (("decoder", ["decoder/rnn"]), (None, None)):
        layer = rnn.RNN(rnn.LSTMCell(5), name=name)
        layer.build((None, 4, 3))
        if scopes:
            assert list(checkpoint.plan(layer, prefix).scopes.values()) == scopes
        else:
            with pytest.raises(checkpoint.CheckpointError, match="fits 2 scopes"):
                checkpoint.plan(layer, prefix)


def test_the_name_of_a_model_decides_for_what_is_in_it(write, names):
    prefix = write(names("encoder/rnn") | names("decoder/rnn"))
    inputs = keras.Input((4, 3))
    halves = [
        keras.Sequential([keras.Input((4, 3)), rnn.RNN(rnn.LSTMCell(5))], name=name)
        for name in ("decoder", "encoder")
    ]
    plan = checkpoint.plan(keras.Model(inputs, [half(inputs) for half in halves]), prefix)
    for label, scope in plan.scopes.items():
        assert scope.split("/")[0] == label.split("/")[0]
    assert len(plan.scopes) == 2


def test_equal_units_without_names_are_ambiguous(write, names, untouched):
    prefix = write(names("a/rnn") | names("b/rnn"))
    inputs = keras.Input((4, 3))
    layers = [rnn.RNN(rnn.LSTMCell(5)) for _ in range(2)]
    model = keras.Model(inputs, [layer(inputs) for layer in layers])
    untouched(model, lambda: checkpoint.restore(model, prefix), "'a/rnn', 'b/rnn'", "scopes={")
    scopes = {layers[0]: "b/rnn"}
    assert list(checkpoint.restore(model, prefix, scopes=scopes).scopes.values()) == [
        "b/rnn",
        "a/rnn",
    ]


def test_two_units_do_not_share_one_scope(write, names, untouched):
    prefix = write(names("a/rnn"))
    inputs = keras.Input((4, 3))
    model = keras.Model(inputs, [rnn.RNN(rnn.LSTMCell(5))(inputs) for _ in range(2)])
    untouched(
        model, lambda: checkpoint.restore(model, prefix), "nothing tells them apart", "'a/rnn'"
    )
    untouched(model, lambda: checkpoint.restore(model, prefix, partial=True), "'a/rnn'")


def test_a_scope_that_another_unit_was_given(write, names, untouched):
    inputs = keras.Input((4, 3))
    model = keras.Model(inputs, [rnn.RNN(rnn.LSTMCell(5), name=n)(inputs) for n in ("a", "b")])
    prefix = write(names("net/rnn"))
    call = [model, lambda: checkpoint.restore(model, prefix, scopes={"a": "net/rnn"})]
    untouched(*call, "'net/rnn', goes to 'a'")


def test_one_cell_in_two_layers_is_one_unit(write, names):
    cell, inputs = rnn.LSTMCell(5), keras.Input((4, 3))
    model = keras.Model(inputs, [rnn.RNN(cell, name=name)(inputs) for name in "ab"])
    assert len(checkpoint.restore(model, write(names("rnn"))).assigned) == 2


@pytest.mark.parametrize(
    ("options", "there", "missing"),
    [
        ({}, ["w_f_diag"], "the model has no variable for 'rnn/lstm_cell/w_f_diag'"),
        ({"use_peepholes": True}, [], "the checkpoint has no 'rnn/lstm_cell/w_f_diag'"),
    ],
)
def test_options_that_differ(write, lstm, names, untouched, options, there, missing):
    extra = {f"rnn/lstm_cell/{name}": (5,) for name in there}
    cell, prefix = lstm(**options), write(names("rnn") | extra)
    untouched(cell, lambda: checkpoint.restore(cell, prefix), missing, "options")
    untouched(cell, lambda: checkpoint.restore(cell, prefix, scope="rnn"), missing)


def test_a_projection_too_many(write, lstm, names, untouched):
    prefix = write(names("rnn") | {"rnn/lstm_cell/projection/kernel": (5, 5)})
    cell = lstm()
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "'rnn/lstm_cell/projection/kernel'")


def test_a_wrapper_without_a_scope_of_its_own(write, lstm, names, untouched):
    prefix, cell = write(names("rnn") | {"rnn/carry_w_0": (3, 3)}), lstm()
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "'rnn/carry_w_0'")


def test_a_wrapper_with_a_scope_of_its_own(write, lstm, names, untouched):
    scope = "rnn/output_projection_wrapper"
    prefix = write(names(scope) | {f"{scope}/kernel": (5, 4), f"{scope}/bias": (4,)})
    cell = lstm()
    untouched(cell, lambda: checkpoint.restore(cell, prefix), f"'{scope}/kernel'", "member")
    checkpoint.restore(cell, prefix, scope=scope)


def test_a_cell_under_another_name_is_pointed_to(write, lstm, names, untouched):
    cell, prefix = lstm(), write(names("rnn", cell="my_cell"))
    call = [cell, lambda: checkpoint.restore(cell, prefix)]
    untouched(*call, "no scope", "fit 'rnn/my_cell'", "scope='rnn/my_cell'")
    assert checkpoint.restore(cell, prefix, scope="rnn/my_cell").assigned[0].checkpoint == (
        "rnn/my_cell/kernel"
    )


def test_the_file_s_own_names_are_told(write, lstm, untouched):
    cell, prefix = lstm(), write({"RNN/GRUCell/Gates/Linear/Matrix": (8, 20)})
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "'RNN/GRUCell/Gates/Linear/Matrix'")


@pytest.mark.parametrize("contents", [{"dense/kernel": (5, 2)}, {"W": (8, 20), "b": (20,)}])
def test_nothing_recurrent(write, lstm, untouched, contents):
    cell, prefix = lstm(), write(contents)
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "'lstm_cell/kernel'", "any other")


def test_a_weight_that_a_cell_does_not_name(write, lstm, names, untouched, monkeypatch):
    cell, prefix = lstm(), write(names("rnn"))
    known = {"lstm_cell/kernel": cell.kernel}
    monkeypatch.setattr(cell, "tf1_variables", lambda: known, raising=False)
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "no variable for", "bias")
    prefix = write({"rnn/lstm_cell/kernel": (8, 20)}, "other.ckpt")
    untouched(cell, lambda: checkpoint.restore(cell, prefix), "no layer or cell", "bias'")
    assert len(checkpoint.restore(cell, prefix, partial=True).assigned) == 1


def test_a_variable_of_two_cells(write, names, untouched, monkeypatch):
    inputs = keras.Input((4, 3))
    cells = [rnn.LSTMCell(5) for _ in range(2)]
    model = keras.Model(inputs, [rnn.RNN(cell)(inputs) for cell in cells])
    shared = cells[0].tf1_variables()
    monkeypatch.setattr(cells[1], "tf1_variables", lambda: shared, raising=False)
    prefix = write(names("a/rnn") | names("b/rnn"))
    untouched(model, lambda: checkpoint.restore(model, prefix), "belongs to both")


def test_not_built_yet(write, names, untouched):
    prefix = write(names("rnn"))
    for target in (rnn.LSTMCell(5), rnn.RNN(rnn.LSTMCell(5)), keras.layers.Dense(2)):
        with pytest.raises(checkpoint.CheckpointError, match="never been built"):
            checkpoint.plan(target, prefix)


def test_no_model(write, names):
    for target in (None, "model", keras.optimizers.Adam()):
        with pytest.raises(checkpoint.CheckpointError, match="the target is a cell"):
            checkpoint.plan(target, write(names("rnn")))
