"""Which of several equal scopes a layer takes."""

import keras
import pytest

from tf_contrib_rnn import checkpoint

layers = keras.layers


def dense(scope, inputs, outputs):
    return {f"{scope}/kernel": (inputs, outputs), f"{scope}/bias": (outputs,)}


def scopes_of(model, prefix, **options):
    return list(checkpoint.plan(model, prefix, **options).scopes.values())


def test_numbered_layers_go_by_number(write, sequential):
    made = [layers.Dense(3) for _ in range(2)]
    prefix = write(dense("net/dense", 3, 3) | dense("net/dense_1", 3, 3))
    assert scopes_of(sequential(*made), prefix) == ["net/dense", "net/dense_1"]


def test_numbers_go_by_value_and_not_by_letter(write, sequential):
    numbers = [2, 9, 10]
    contents = {}
    for number in numbers:
        contents |= dense(f"dense_{number}", 3, 3)
    made = [layers.Dense(3) for _ in numbers]
    assert scopes_of(sequential(*made), write(contents)) == [f"dense_{n}" for n in numbers]


@pytest.mark.parametrize(
    "scopes",
    [
        ["dense", "dense_1", "dense_2"],  # more than the model has
        ["a/dense", "b/dense_1"],  # not of one scope
        ["dense", "logits"],  # not of one kind
    ],
)
def test_numbers_that_do_not_make_it_plain(write, sequential, untouched, scopes):
    contents = {}
    for scope in scopes:
        contents |= dense(scope, 3, 3)
    model, prefix = sequential(layers.Dense(3), layers.Dense(3)), write(contents)
    untouched(model, lambda: checkpoint.restore(model, prefix), "nothing tells them apart")


def test_numbers_that_the_user_gave_decide_nothing(write, sequential, untouched):
    model = sequential(layers.Dense(3, name="fc"), layers.Dense(3, name="fc_1"))
    prefix = write(dense("dense", 3, 3) | dense("dense_1", 3, 3))
    untouched(model, lambda: checkpoint.restore(model, prefix), "nothing tells them apart")


def test_layers_out_of_order_are_ambiguous(write, sequential, untouched):
    second, first = layers.Dense(3), layers.Dense(3)
    model = sequential(first, second)
    prefix = write(dense("dense", 3, 3) | dense("dense_1", 3, 3))
    untouched(model, lambda: checkpoint.restore(model, prefix), "nothing tells them apart")


def test_a_single_layer_does_not_go_by_its_automatic_name(write, sequential):
    keras.utils.clear_session(free_memory=False)
    model = sequential(layers.Dense(3))
    assert model.layers[0].name == "dense"
    with pytest.raises(checkpoint.CheckpointError, match="fits 2 scopes"):
        checkpoint.plan(model, write(dense("dense", 3, 3) | dense("dense_1", 3, 3)))


def test_given_names_decide(write, sequential):
    model = sequential(layers.Dense(3, name="right"), layers.Dense(3, name="left"))
    prefix = write(dense("net/left", 3, 3) | dense("net/right", 3, 3))
    assert scopes_of(model, prefix) == ["net/right", "net/left"]


def test_the_last_component_comes_before_the_others(write, sequential):
    model = sequential(layers.Dense(3, name="logits"))
    prefix = write(dense("logits/hidden", 3, 3) | dense("net/logits", 3, 3))
    assert scopes_of(model, prefix) == ["net/logits"]
