"""Which arrays are variables, and which of them a slot, an average or a counter belongs to."""

import pytest

from tf_contrib_rnn.checkpoint.sorting import sort_out
from tf_contrib_rnn.checkpoint.sources import Stored

KERNEL, BIAS = "net/rnn/lstm_cell/kernel", "b"
VARIABLES = {KERNEL: (8, 20), BIAS: (2,)}


def sort(name, shape=(8, 20), dtype="float32"):
    entries = {n: Stored(n, s, "float32", None) for n, s in VARIABLES.items()}
    entries[name] = Stored(name, shape, dtype, None)
    found = sort_out(entries)
    groups = (found.variables, found.slots, found.averages, found.counters)
    assert sum(map(len, groups)) == len(entries)
    return next(kind for kind, group in vars(found).items() if entries[name] in group.values())


@pytest.mark.parametrize(
    "suffix",
    """Adam Adam_1 Adam_3 AdamW AdaMax_1 Momentum RMSProp RMSProp_1 RMSProp_2 Adagrad Adadelta
    Adadelta_1 ProximalAdagrad Ftrl Ftrl_1 AddSignOptimizer PowerSignOptimizer""".split(),
)
@pytest.mark.parametrize("lead", ["", "train/", "net/"])
def test_slots_of_known_optimizers(lead, suffix):
    assert sort(f"{lead}{KERNEL}/{suffix}") == "slots"


@pytest.mark.parametrize(
    ("name", "shape", "kind"),
    [
        (f"{KERNEL}/my_adam", (8, 20), "slots"),
        (f"{KERNEL}/my_adam_1", (8, 20), "slots"),
        (f"train/{KERNEL}/my_adam", (8, 20), "slots"),
        (f"{KERNEL}/Adam:0", (8, 20), "slots"),
        (f"{KERNEL}/other", (8, 19), "variables"),
        (f"{KERNEL}/kernel", (8, 20), "variables"),
        ("b/my_adam", (2,), "slots"),
        ("decoder/b/attention", (2,), "variables"),
        ("rnn/lstm_cell_adam/kernel", (8, 20), "variables"),
        ("Adam/dense/kernel", (8, 20), "variables"),
        (f"{KERNEL}/ExponentialMovingAverage", (8, 20), "averages"),
        (f"ema/{KERNEL}/ExponentialMovingAverage", (8, 20), "averages"),
        (f"{KERNEL}/biased", (8, 20), "averages"),
        (f"{KERNEL}/local_step", (), "averages"),
        ("biased", (8, 20), "variables"),
        ("beta1_power", (), "counters"),
        ("train/beta2_power_1", (), "counters"),
        ("beta1_power", (2,), "variables"),
        ("global_step:0", (), "counters"),
        ("temperature", (), "variables"),
    ],
)
def test_other_names(name, shape, kind):
    assert sort(name, shape) == kind


def test_a_whole_number_alone_is_a_counter():
    assert sort("Variable", (), "int64") == "counters"


def test_a_name_loses_its_output_number():
    found = sort_out({"rnn/kernel:0": Stored("rnn/kernel:0", (2,), "float32", None)})
    assert list(found.variables) == ["rnn/kernel"]


def slots(*names, variables=VARIABLES):
    entries = dict(variables)
    for name in names:
        owner = next((one for one in sorted(variables, key=len) if f"{one}/" in name), KERNEL)
        entries[name] = variables.get(owner, (8, 20))
    stored = {name: Stored(name, shape, "float32", None) for name, shape in entries.items()}
    found = sort_out(stored).slots_of_variables()
    return {slot.name: (slot.variable, slot.owner, slot.index, slot.scope) for slot in found}


@pytest.mark.parametrize(
    "owner", ["Adam", "AdamW", "RMSProp", "Ftrl", "Adadelta", "mine", "mine_2"]
)
@pytest.mark.parametrize("scope", ["", "train", "model", "optimize/deep"])
def test_a_slot_is_of_its_variable(owner, scope):
    lead = f"{scope}/" if scope else ""
    names = [f"{lead}{KERNEL}/{owner}", f"{lead}{KERNEL}/{owner}_1"]
    assert slots(*names) == {
        name: (KERNEL, owner, index, scope) for index, name in enumerate(names)
    }


def test_two_optimizers_count_on():
    names = [f"{BIAS}/Adam", *(f"{BIAS}/Adam_{index}" for index in (1, 2, 3)), f"{BIAS}/Momentum"]
    found = slots(*names)
    assert [found[name][1:3] for name in names] == [
        ("Adam", 0), ("Adam", 1), ("Adam", 2), ("Adam", 3), ("Momentum", 0),
    ]  # fmt: skip


def test_a_scope_within_the_scope():
    variables = {f"model/{KERNEL}": (8, 20)}
    name = f"model/model/{KERNEL}/Adam"
    assert slots(name, variables=variables)[name] == (f"model/{KERNEL}", "Adam", 0, "model")


def test_slots_of_shards_and_of_another_shape():
    variables = {"c/W_0": (3, 8), "c/W_1": (2, 8), "kernel": (7,)}
    names = ["c/W_0/Adam", "c/W_1/Adam", "x/kernel/Adam"]
    stored = {n: Stored(n, s, "float32", None) for n, s in variables.items()}
    shapes = [(3, 8), (2, 8), (6,)]
    stored |= {n: Stored(n, s, "float32", None) for n, s in zip(names, shapes, strict=True)}
    found = {s.name: s.variable for s in sort_out(stored).slots_of_variables()}
    assert found == {"c/W_0/Adam": "c/W_0", "c/W_1/Adam": "c/W_1", "x/kernel/Adam": None}
