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
