"""The slots of one optimizer go into that of Keras, with its steps: all of them, or none."""

import keras
import numpy as np
import pytest

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint.optimizer import giving

KERNEL, BIAS = "rnn/lstm_cell/kernel", "rnn/lstm_cell/bias"


@pytest.fixture
def adam(names):
    """A function that gives an LSTM with slots of Adam after three steps."""

    def of(scope="", count=2, beta=0.9, owner="Adam", power="beta1_power"):
        shapes = names("rnn")
        lead = f"{scope}/" if scope else ""
        contents = dict(shapes)
        for name, shape in shapes.items():
            for index in range(count):
                spelled = f"{owner}_{index}" if index else owner
                contents[f"{lead}{name}/{spelled}"] = np.full(shape, index + 0.5, np.float32)
        for number in range(count // 2):
            suffix = f"_{number}" if number else ""
            contents[f"{lead}{power}{suffix}"] = np.float32(beta ** (4 + number))
            second = power.replace("beta1", "beta2")
            contents[f"{lead}{second}{suffix}"] = np.float32(0.999 ** (4 + number))
        return contents

    return of


@pytest.fixture
def fed(write, lstm):
    """A function that restores an LSTM with an optimizer from the contents given."""

    def restore(contents, optimizer=None, **options):
        cell = lstm()
        cell.build((None, 3))
        optimizer = optimizer or keras.optimizers.Adam()
        return optimizer, checkpoint.restore(cell, write(contents), optimizer=optimizer, **options)

    return restore


def slot(optimizer, role):
    return next(v.numpy() for v in optimizer.variables if v.name.endswith(f"kernel_{role}"))


@pytest.mark.parametrize("scope", ["", "train", "optimize/deep"])
@pytest.mark.parametrize("owner", ["Adam", "mine"])
def test_slots_in_scopes_and_of_chosen_names_go_in(adam, fed, scope, owner):
    optimizer, report = fed(adam(scope, owner=owner))
    assert (slot(optimizer, "momentum") == 0.5).all()
    assert (slot(optimizer, "velocity") == 1.5).all()
    assert int(optimizer.iterations) == 3 and report.optimizer.kind == "Adam"


def test_the_scope_of_operations_names_the_powers_alone(adam, fed):
    contents = adam()
    contents |= {f"train/{n}": contents.pop(n) for n in list(contents) if "power" in n}
    optimizer, report = fed(contents)
    assert int(optimizer.iterations) == 3
    assert report.optimizer.iterations_from == "train/beta1_power"


def test_one_of_two_optimizers_must_be_named(adam, fed):
    with pytest.raises(checkpoint.CheckpointError, match="'Adam', 'Adam_2'; name one"):
        fed(adam(count=4))
    for key, value, steps in (("Adam", 0.5, 3), ("Adam_2", 2.5, 4)):
        optimizer = keras.optimizers.Adam()
        fed(adam(count=4), {key: optimizer})
        assert (slot(optimizer, "momentum") == value).all() and int(optimizer.iterations) == steps


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.pop(f"{KERNEL}/Adam_1"), "no 'Adam_1' of the 2 that Adam keeps"),
        (lambda c: [c.pop(f"{KERNEL}/Adam{n}") for n in ("", "_1")], f"'Adam' for '{KERNEL}'"),
        (lambda c: c.update({f"{KERNEL}/Adam": (8, 19)}), "[8, 19]"),
        (lambda c: c.update({f"{KERNEL}/Adam": np.ones((8, 20), np.int32)}), "int32 [8, 20]"),
        (lambda c: c.update(beta1_power=np.float32("nan")), "no power of a beta"),
        (lambda c: c.update({f"{KERNEL}/Adam_1": -np.ones((8, 20), np.float32)}), "negative"),
        (lambda c: [c.pop(n) for n in list(c) if "/Adam" in n], "holds no slots"),
        (lambda c: c.update(beta1_power=np.float32(0.7)), "no power of the optimizer's 0.9"),
        (lambda c: c.update(beta1_power=np.float32(1.5)), "no power of a beta"),
        (lambda c: c.update(beta1_power=np.float32(0.9**8)), "says that 7 steps were taken"),
        (lambda c: c.update(beta1_power=np.float32(0.5**4), global_step=np.int64(3)), "one of 0.5"),
    ],
)  # fmt: skip
def test_what_does_not_fit_changes_nothing(adam, write, lstm, untouched, change, said):
    contents = adam()
    change(contents)
    cell, optimizer = lstm(), keras.optimizers.Adam()
    before = optimizer.get_config()
    prefix = write(contents)
    untouched(cell, lambda: checkpoint.restore(cell, prefix, optimizer=optimizer), said)
    assert not optimizer.built and optimizer.get_config() == before


def test_a_slot_that_is_cut_short_leaves_an_optimizer_as_it_was(adam, write, lstm, untouched):
    cell, optimizer = lstm(), keras.optimizers.Adam()
    good = write(adam(), "good")
    checkpoint.restore(cell, good, optimizer=optimizer)
    before = [variable.numpy().tobytes() for variable in optimizer.variables]
    contents = adam(beta=0.9) | {f"{BIAS}/Adam_1": np.full(20, -1.0, np.float32)}
    bad = write(contents, "bad")
    untouched(cell, lambda: checkpoint.restore(cell, bad, optimizer=optimizer), "negative")
    assert [variable.numpy().tobytes() for variable in optimizer.variables] == before


def test_an_assignment_that_fails_takes_all_back(adam, write, lstm, untouched, monkeypatch):
    cell, optimizer = lstm(), keras.optimizers.Adam()
    optimizer.build(cell.trainable_variables)
    before = [variable.numpy().tobytes() for variable in optimizer.variables]
    last = optimizer.variables[-1]
    assign, calls = last.assign, []

    def fail_once(value):
        calls.append(value)
        if len(calls) == 1:
            raise RuntimeError("no room")
        return assign(value)

    monkeypatch.setattr(last, "assign", fail_once)
    prefix = write(adam())
    untouched(cell, lambda: checkpoint.restore(cell, prefix, optimizer=optimizer), "no room")
    assert [variable.numpy().tobytes() for variable in optimizer.variables] == before


def test_a_slot_that_stays_as_it_was_given_is_named(adam, write, lstm, monkeypatch):
    cell, optimizer = lstm(), keras.optimizers.Adam()
    optimizer.build(cell.trainable_variables)

    def fail(value):
        raise RuntimeError("no room")

    monkeypatch.setattr(optimizer.variables[-1], "assign", fail)
    with pytest.raises(checkpoint.CheckpointError, match=r"did not take its old values back"):
        checkpoint.restore(cell, write(adam()), optimizer=optimizer)


def test_a_fresh_optimizer_is_as_at_the_beginning_after_a_failure(
    adam, write, lstm, untouched, monkeypatch
):
    cell, optimizer = lstm(), keras.optimizers.Adam(0.5)
    before, prefix, calls = optimizer.get_config(), write(adam()), []
    give = giving._give

    def fail(*given):
        calls.append(give(*given))
        if len(calls) == 3:
            raise RuntimeError("no room")

    monkeypatch.setattr(giving, "_give", fail)
    untouched(cell, lambda: checkpoint.restore(cell, prefix, optimizer=optimizer), "no room")
    monkeypatch.undo()
    assert optimizer.get_config() == before and int(optimizer.iterations) == 0
    assert not any(slot(optimizer, role).any() for role in ("momentum", "velocity"))
    checkpoint.restore(cell, prefix, optimizer=optimizer)
    assert (slot(optimizer, "momentum") == 0.5).all() and int(optimizer.iterations) == 3


def test_variables_without_slots_begin_anew_when_told_to(adam, fed):
    contents = adam()
    for name in [n for n in contents if n.startswith(f"{BIAS}/")]:
        del contents[name]
    optimizer, report = fed(contents, partial=True)
    assert report.optimizer.unfed == ["lstm_cell/bias"]
    assert (slot(optimizer, "momentum") == 0.5).all()


@pytest.mark.parametrize(
    ("power", "clock", "count", "origin"),
    [
        (0.9**101, 100, 100, "beta1_power"),
        (0.9**101, 250, 100, "beta1_power"),
        (0.0, 5000, 5000, "beta2_power"),
        (0.0, None, 5000, "beta2_power"),
        (0.0, None, 85_155, "beta1_power"),
        (0.0, 40_000, 40_000, "global_step"),
    ],
)
def test_steps_by_powers_and_by_the_clock(adam, fed, power, clock, count, origin):
    contents = adam()
    second = 0.999 ** ((count if power == 0 else 100) + 1)
    contents |= {"beta1_power": np.float32(power), "beta2_power": np.float32(second)}
    if clock is not None:
        contents["global_step"] = np.int64(clock)
    optimizer, report = fed(contents)
    assert (int(optimizer.iterations), report.optimizer.iterations_from) == (count, origin)
    if clock not in (None, count):
        assert any("global_step is 250" in note for note in report.optimizer.notes)


def test_kinds_that_keras_lacks(names, fed):
    contents = names("rnn")
    contents |= {f"{name}/PowerSignOptimizer": shape for name, shape in names("rnn").items()}
    with pytest.raises(checkpoint.CheckpointError, match="PowerSign, which Keras does not have"):
        fed(contents)


def test_momentum_takes_no_schedule(names, fed):
    contents = names("rnn") | {f"{name}/Momentum": s for name, s in names("rnn").items()}
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    with pytest.raises(checkpoint.CheckpointError, match="received a schedule"):
        fed(contents, keras.optimizers.SGD(schedule, momentum=0.9))
    optimizer, _ = fed(contents, keras.optimizers.SGD(0.5, momentum=0.9))
    assert slot(optimizer, "momentum").any()


def test_two_biases_that_are_added_would_take_two_steps(write):
    layer = keras.layers.GRU(5, reset_after=True)
    layer.build((None, 4, 3))
    scope = "rnn/cudnn_compatible_gru_cell"
    shapes = {
        f"{scope}/gates/kernel": (8, 10),
        f"{scope}/gates/bias": (10,),
        f"{scope}/candidate/input_projection/kernel": (3, 5),
        f"{scope}/candidate/input_projection/bias": (5,),
        f"{scope}/candidate/hidden_projection/kernel": (5, 5),
        f"{scope}/candidate/hidden_projection/bias": (5,),
    }
    contents = shapes | {f"{n}/Adagrad": np.ones(shape, np.float32) for n, shape in shapes.items()}
    prefix = write(contents)
    checkpoint.restore(layer, prefix)
    with pytest.raises(checkpoint.CheckpointError, match="two variables that are added"):
        checkpoint.restore(layer, prefix, optimizer=keras.optimizers.Adagrad())


@pytest.mark.parametrize("kind", [np.float32("nan"), np.int64(-4), np.float32(7)])
def test_a_global_step_that_is_none_is_not_asked(adam, fed, kind):
    optimizer, _ = fed(adam() | {"global_step": kind})
    assert int(optimizer.iterations) == 3


def test_an_optimizer_that_keeps_averages_gets_them(adam, averaged, fed):
    contents = adam() | {n: v for n, v in averaged().items() if n.endswith("Average")}
    optimizer, _ = fed(contents, keras.optimizers.Adam(use_ema=True))
    assert (slot(optimizer, "average") == 0.25).all()


def test_only_what_is_trained_needs_slots(adam, write):
    cell = rnn.LSTMCell(5)
    cell.build((None, 3))
    contents = {n: v for n, v in adam().items() if not n.startswith(f"{BIAS}/")}
    cell.tf1_variables()["lstm_cell/bias"].trainable = False
    optimizer = keras.optimizers.Adam()
    report = checkpoint.restore(cell, write(contents), optimizer=optimizer)
    assert len(report.optimizer.slots) == 2 and int(optimizer.iterations) == 3
