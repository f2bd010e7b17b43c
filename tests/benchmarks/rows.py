"""What is measured: every row with its size, its mode and the bounds it shall hold."""

import math
from dataclasses import dataclass

from tests.benchmarks.row import EAGER, FORWARD, JIT, TRAIN, Bound, Row

JIT_FORWARD = 0.95  # of jitted Keras: no row under jit_compile is slower


def sized(kind, *size, forward=None, train=None, jit_train=None, **options):
    """The rows of one size: plain, and under `jit_compile` where a bound is given for it."""
    bounds = {FORWARD: forward, TRAIN: train}
    rows = [Row(kind, *size, options, bounds={k: Bound(*b) for k, b in bounds.items() if b})]
    if jit_train:
        bounds = {FORWARD: Bound(JIT_FORWARD, 1.0), TRAIN: Bound(*jit_train)}
        rows.append(Row(kind, *size, options, mode=JIT, bounds=bounds))
    return rows


ALL_OPTIONS = {"use_peepholes": True, "cell_clip": 3.0, "num_proj": 128}

# The rows with bounds: times as fast as stock Keras, (bound, goal).
BOUNDED = [
    *sized("lstm", 1, 100, 128, 256, forward=(2.2, 2.8), train=(3.3, 5.0), jit_train=(3.0, 4.5)),
    *sized("lstm", 8, 100, 64, 128, forward=(1.0, 1.4), train=(1.4, 2.0), jit_train=(2.0, 3.0)),
    *sized("lstm", 32, 100, 128, 256, forward=(1.4, 1.7), train=(1.7, 2.3), jit_train=(1.5, 2.0)),
    *sized(
        "lstm", 128, 50, 256, 512, forward=(1.05, 1.2), train=(1.15, 1.45), jit_train=(1.2, 1.4)
    ),
    *sized("lstm", 32, 1000, 64, 64, forward=(0.9, 1.3), train=(1.2, 1.8), jit_train=(1.2, 1.8)),
    *sized("lstm", 32, 100, 128, 256, forward=(1.0, 1.3), train=(1.3, 1.7), **ALL_OPTIONS),
    *sized("gru", 8, 100, 64, 128, forward=(1.5, 1.9), train=(2.5, 3.3)),
    *sized("layer_norm", 32, 100, 128, 256, forward=(0.7, 1.0), train=(0.9, 1.2)),
    *sized("conv", 1, 20, (16, 16, 8), 16, forward=(1.8, 2.2), train=(2.4, 3.3), kernel=3),
    *sized("conv", 4, 20, (16, 16, 8), 16, forward=(1.6, 1.9), train=(1.9, 2.5), kernel=3),
    *sized("conv", 8, 10, (32, 32, 16), 32, forward=(0.95, 1.1), train=(0.95, 1.1), kernel=3),
    *sized("conv", 2, 10, (64, 64, 1), 64, forward=(0.97, 1.05), train=(0.97, 1.05), kernel=5),
]

# The rest of the grid.
GRID = [
    Row("step", 1, 1, 128, 256, mode=EAGER, bounds={FORWARD: Bound(1.0, 1.2)}),
    Row("step", 32, 1, 128, 256, mode=EAGER, bounds={FORWARD: Bound(1.0, 1.2)}),
    Row("lstm", 8, 10, 64, 128, mode=EAGER),
    Row("lstm", 32, 10, 128, 256, mode=EAGER),
    Row("conv", 4, 10, (16, 16, 8), 16, {"kernel": 3}, mode=EAGER),
    Row("lstm", 1, 10, 32, 32),
    Row("lstm", 32, 10, 128, 256),
    Row("lstm", 128, 100, 64, 64),
    Row("dynamic_rnn", 32, 100, 128, 256),
    Row("lstm", 32, 100, 128, 256, {"use_peepholes": True}),
    Row("lstm", 32, 100, 128, 256, {"cell_clip": 3.0}),
    Row("lstm", 32, 100, 128, 256, {"num_proj": 128}),
    Row("lstm", 1, 100, 128, 256, ALL_OPTIONS),
    Row("lstm", 32, 100, 128, 256, ALL_OPTIONS, mode=JIT),
    Row("gru", 1, 100, 128, 256),
    Row("gru", 32, 100, 128, 256),
    Row("gru", 8, 100, 64, 128, mode=JIT),
    Row("layer_norm", 1, 100, 128, 256),
    Row("layer_norm", 32, 100, 128, 256, mode=JIT),
    Row("stack", 32, 50, 64, 128, {"depth": 2}),
    Row("stack", 8, 50, 64, 128, {"depth": 4}),
    Row("stack", 8, 50, 64, 128, {"depth": 2}, mode=JIT),
    Row("bidirectional", 8, 100, 64, 128),
    Row("bidirectional", 32, 100, 128, 256),
    Row("bidirectional", 8, 100, 64, 128, mode=JIT),
    Row("conv", 4, 20, (64, 8), 16, {"kernel": 3}),
    Row("conv", 2, 10, (8, 8, 8, 4), 8, {"kernel": 3}),
    Row("conv_cell", 4, 20, (16, 16, 8), 16, {"kernel": 3}),
    Row("lstm", 32, 100, 128, 256, dtype="bfloat16"),
    Row("lstm", 128, 50, 256, 512, dtype="bfloat16"),
    Row("gru", 32, 100, 128, 256, dtype="bfloat16"),
]

# The plots: time and memory against the length of sequences and against the size.
LENGTHS = [Row("lstm", 32, time, 64, 64) for time in (10, 30, 100, 300, 1000)]
CONV_LENGTHS = [
    Row("conv", 1, time, (16, 16, 8), 16, {"kernel": 3}) for time in (10, 30, 100, 300, 1000)
]
SIZES = [Row("lstm", 32, 100, units, units) for units in (32, 64, 128, 256, 512)]
CONV_SIZES = [Row("conv", 4, 10, (32, 32, n), n, {"kernel": 3}) for n in (4, 8, 16, 32, 64)]
PLOTTED = {
    "LSTM (32, time, 64 -> 64)": ("time", LENGTHS),
    "ConvLSTM2D (1, time, 16x16x8 -> 16, 3x3)": ("time", CONV_LENGTHS),
    "LSTM (32, 100, n -> n)": ("units", SIZES),
    "ConvLSTM2D (4, 10, 32x32xn -> n, 3x3)": ("units", CONV_SIZES),
}
LINEAR = 1.25  # at most so many times the time, or memory, that is linear in the length


def unique(rows):
    """The rows by key, each once; one with bounds goes before one without."""
    found = {}
    for row in rows:
        found.setdefault(row.key, row)
    return found


TIMED = unique([*BOUNDED, *GRID, *(row for _, rows in PLOTTED.values() for row in rows)])


@dataclass(frozen=True)
class MemoryRow:
    """A train step whose peak memory is measured, and how much of Keras' it may be.

    Attributes:
        row: the size.
        plain: at most so many times the peak of Keras, as it is run unless told otherwise.
        lean: the same with memory saved.
    """

    row: Row
    plain: float = math.inf
    lean: float = math.inf


MEMORY_BOUNDED = [
    MemoryRow(Row("conv", 8, 40, (32, 32, 16), 32, {"kernel": 3}), plain=1.2, lean=0.65),
    MemoryRow(Row("lstm", 32, 1000, 128, 256), plain=1.5, lean=0.65),
]
MEMORY = {
    entry.row.key: entry
    for entry in [
        *MEMORY_BOUNDED,
        *(MemoryRow(row) for _, rows in PLOTTED.values() for row in rows),
    ]
}


@dataclass(frozen=True)
class Cost:
    """Something else that shall not cost more than a bound; less is better."""

    title: str
    bound: float
    unit: str


COSTS = {
    "import": Cost("`import tf_contrib_rnn` after `import keras`", 0.1, "s"),
    "help": Cost("`tf-contrib-rnn --help`", 0.2, "s"),
    "restore": Cost("restoring 1 GB, beside TensorFlow's reader reading it", 1.3, "times"),
}

# Beside TF 1.15.5, where it is installed: times as fast, forward and train.
AGAINST_TF1 = {"lstm": 2.0, "conv_cell": 5.0}
TF1_ROWS = unique(
    [
        Row("lstm", 1, 100, 128, 256),
        Row("lstm", 32, 100, 128, 256),
        Row("lstm", 128, 50, 256, 512),
        Row("conv_cell", 4, 20, (16, 16, 8), 16, {"kernel": 3}),
        Row("conv_cell", 8, 10, (32, 32, 16), 32, {"kernel": 3}),
    ]
)
TIMED |= {key: row for key, row in TF1_ROWS.items() if key not in TIMED}

# What a run with --quick measures: every kind and mode, tiny.
QUICK = unique(
    [
        Row("lstm", 2, 3, 4, 5),
        Row("lstm", 2, 3, 4, 5, {"use_peepholes": True, "cell_clip": 3.0, "num_proj": 3}),
        Row("lstm", 2, 3, 4, 5, mode=JIT),
        Row("lstm", 2, 3, 4, 5, mode=EAGER),
        Row("lstm", 2, 3, 4, 5, dtype="bfloat16"),
        Row("step", 2, 1, 4, 5, mode=EAGER),
        Row("dynamic_rnn", 2, 3, 4, 5),
        Row("gru", 2, 3, 4, 5),
        Row("layer_norm", 2, 3, 4, 5),
        Row("stack", 2, 3, 4, 5, {"depth": 2}),
        Row("bidirectional", 2, 3, 4, 5),
        Row("conv", 2, 3, (6, 2), 3, {"kernel": 3}),
        Row("conv", 2, 3, (6, 5, 2), 3, {"kernel": 3}),
        Row("conv", 2, 3, (4, 5, 6, 2), 3, {"kernel": 3}),
        Row("conv_cell", 2, 3, (6, 5, 2), 3, {"kernel": 3}),
    ]
)
