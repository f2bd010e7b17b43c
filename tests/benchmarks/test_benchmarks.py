"""The harness runs, its floor is the network's products, and the page is what is declared."""

import json
import math

import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.benchmarks import __main__ as command
from tests.benchmarks import measure, page, plots, run, tables, timing
from tests.benchmarks.products import floor, products, total
from tests.benchmarks.row import EAGER, FORWARD, JIT, TRAIN, Bound
from tests.benchmarks.rows import BOUNDED, COSTS, GRID, MEMORY, QUICK, TF1_ROWS, TIMED
from tests.benchmarks.subjects import (
    FLOOR,
    KERAS,
    LAYERS,
    OURS,
    PLAIN,
    PROCESSOR,
    cell_of,
    inputs_of,
    network,
)

GATE = ["LSTM (2, 3, 4 -> 5) / tf.function", "ConvLSTM2D (2, 3, 6x5x2 -> 3, 3x3) / tf.function"]


def gated(keys):
    return [k if k in GATE else pytest.param(k, marks=pytest.mark.slow) for k in keys]


@pytest.mark.parametrize("key", gated(QUICK))
def test_a_row_is_measured(key):
    found = measure.timed(QUICK[key], 3, 0.0)
    names = {*LAYERS, FLOOR} - ({PLAIN} if QUICK[key].kind == "step" else set())
    assert tuple(found) == QUICK[key].passes
    for figures in found.values():
        assert figures["milliseconds"].keys() == names
        assert figures["ratios"].keys() == names - {OURS} | {PROCESSOR}
        assert all(number > 0 for part in ("milliseconds", "ratios", "first")
                   for number in figures[part].values())  # fmt: skip
        assert figures["rounds"] == 3


def multiplications(graph):
    """How many multiplications the products of a graph without loops take."""
    count = 0
    for operation in graph.get_operations():
        assert "While" not in operation.type
        if operation.type == "MatMul":
            left, right = (tensor.shape for tensor in operation.inputs)
            assert not operation.get_attr("transpose_a")
            across = right[0] if operation.get_attr("transpose_b") else right[1]
            count += left.num_elements() * across
        elif operation.type in ("Conv2D", "Conv3D"):
            left, kernel = (tensor.shape for tensor in operation.inputs)
            count += left[:-1].num_elements() * kernel.num_elements()
        else:
            assert "Conv" not in operation.type and "MatMul" not in operation.type, operation
    return count


@pytest.mark.parametrize("key", [
    key for key, row in QUICK.items() if row.mode not in (JIT, EAGER) and row.dtype == "float32"
])  # fmt: skip
def test_the_floor_is_the_products_of_the_network(key):
    row = QUICK[key]
    layer = (
        rnn.RNN(cell_of(row), return_sequences=True)
        if row.kind == "dynamic_rnn" else network(OURS, row)[0]
    )  # fmt: skip
    for one in (
        layer,
        getattr(layer, "forward_layer", layer),
        getattr(layer, "backward_layer", layer),
    ):
        one.unroll = True
    inputs = inputs_of(row)
    layer(inputs)
    graph = tf.function(layer, autograph=False).get_concrete_function(inputs).graph
    assert multiplications(graph) == total(row)
    assert {type(part) for chain in products(row, TRAIN) for part in chain}
    assert all(result is not None for result in floor(row, TRAIN)())


def test_a_train_step_has_each_weights_product_and_each_steps_way_back():
    row = QUICK[GATE[0]]
    assert total(row, FORWARD) == 6 * 4 * 20 + 3 * 2 * 5 * 20
    assert total(row, TRAIN) == 2 * 6 * 4 * 20 + 3 * 3 * 2 * 5 * 20
    maps = QUICK[GATE[1]]
    assert total(maps, FORWARD) == (2 + 3) * 6 * 30 * 9 * 12
    assert total(maps, TRAIN) == total(maps, FORWARD) + (3 + 2 + 3) * 6 * 30 * 9 * 12


def test_a_figure_is_the_median_of_processes(monkeypatch):
    ratios = iter([1.0, 4.0, 2.0])
    asked = []

    def last_line(*command):
        asked.append(command)
        figures = {"ratios": {KERAS: next(ratios)}, "rounds": 3}
        return {FORWARD: figures, TRAIN: figures}

    monkeypatch.setattr(measure, "last_line", last_line)
    row = QUICK[GATE[0]]
    figures = {"ratios": {KERAS: 2.0}, "rounds": 3, "span": [1.0, 4.0]}
    assert measure.in_processes(row, 3, 15, 4.0) == {FORWARD: figures, TRAIN: figures}
    assert asked == [("tests.benchmarks.measure", row.key, "15", "4.0")] * 3


@pytest.mark.slow
def test_a_process_measures_a_row_that_is_declared():
    key = "LSTM (1, 10, 32 -> 32) / tf.function"
    found = measure.in_processes(TIMED[key], 1, 1, 0.0)
    assert found[FORWARD]["rounds"] == 1 and found[FORWARD]["ratios"][KERAS] > 0


def test_functions_run_in_turns(monkeypatch):
    seen, clock = [], iter(range(1000))
    monkeypatch.setattr(timing.time, "perf_counter", lambda: float(next(clock)))
    monkeypatch.setattr(timing.time, "process_time", lambda: 5.0)
    functions = {name: lambda name=name: seen.append(name) for name in "ab"}
    found = timing.interleaved(functions, 4, 100.0)
    assert seen == ["a", "b", *"aabb", *"abababab"]
    expected = {"first": 1.0, "times": [1.0] * 4, "processor": [1e-6] * 4}
    assert found == {name: expected for name in "ab"}
    found = {"a": {"times": [1.0, 2.0, 9.0]}, "b": {"times": [2.0, 6.0, 9.0]}}
    assert timing.ratio(found, "b", "a") == 2.0 and timing.median(found, "b") == 6.0


def test_a_figure_is_judged_by_its_bound_and_goal():
    bound = Bound(1.4, 1.7)
    assert tables.verdict(1.7, bound) == "1.7 goal (1.4 / 1.7)"
    assert tables.verdict(1.4, bound) == "1.4 held (1.4 / 1.7)"
    assert tables.verdict(1.39, bound) == "1.39 **missed** (1.4 / 1.7)"
    assert tables.verdict(2.0, None) == "2"
    assert tables.at_most(0.66, 0.65) == "0.66 **missed** (0.65)"
    assert tables.at_most(0.65, 0.65) == "0.65 held (0.65)"
    assert tables.at_most(math.inf, 0.65) == "not measured (0.65)"
    assert tables.at_most(0.65, math.inf) == "0.65" and tables.at_most(math.inf, math.inf) == ""


def test_the_page_is_that_of_the_results_and_of_what_is_declared():
    found = run.results()
    declared = {"time": TIMED, "memory": MEMORY, "costs": COSTS, "tf1": TF1_ROWS}
    found_keys = {name: set(found[name]) for name in ("time", "memory", "costs")}
    found_keys["tf1"] = set(found["tf1"]["rows"])
    assert found_keys == {name: set(rows) for name, rows in declared.items()}
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.page(found) == text
    for row in BOUNDED + [row for row in GRID if row.bounds]:
        for what, bound in row.bounds.items():
            assert f"({bound.least:g} / {bound.goal:g})" in text
            assert found["time"][row.key][what]["ratios"][KERAS] > 0
    del found["time"][BOUNDED[0].key]
    with pytest.raises(ValueError, match=r"no figures of 1, .* 'time: LSTM"):
        page.page(found)


def test_the_plots_are_those_of_the_results(tmp_path, monkeypatch):
    monkeypatch.setattr(plots, "PAGE", tmp_path / "page.md")
    plots.draw(run.results())
    for name in (page.TIME_PLOT, page.MEMORY_PLOT):
        drawn = (tmp_path / name).read_text(encoding="utf-8")
        assert drawn.startswith("<?xml") and len(drawn) < 200_000
        assert (page.PAGE.parent / name).exists()


def test_rows_are_chosen_by_options():
    chosen = run.sections(
        command.parsed(["--only", "memory LSTM (32, 10, ", "--only", "costs help"])
    )
    assert {name: len(rows) for name, rows in chosen.items()} == {
        "time": 0, "memory": 1, "costs": 1, "tf1": 0,
    }  # fmt: skip
    bounded = run.sections(command.parsed(["--bounded", "--tf1", "python"]))
    assert len(bounded["time"]) == len(BOUNDED) + 2 and bounded["tf1"] == TF1_ROWS
    assert all(row.bounds for row in bounded["time"].values())


def test_only_what_is_missing_may_be_measured():
    chosen = run.sections(command.parsed(["--only", "costs"]))
    found = {name: {} for name in chosen} | {"costs": {"help": {}}}
    assert list(run.missing(chosen, found)["costs"]) == ["import", "restore"]


@pytest.mark.slow
def test_memory_is_that_of_a_train_step_alone():
    key = next(key for key, entry in MEMORY.items() if entry.row.time == 1000)
    found = measure.remembered(MEMORY[key])
    assert all(1 < megabytes < 5000 for megabytes in found.values())
    assert json.dumps(found)
