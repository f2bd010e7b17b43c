"""Programs of TF 1 run as they stand: the same results, gradients, structures and names."""

import json
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tests.cases import SYMBOLS
from tests.cases.programs import PROGRAMS, leaves_of, structure_of
from tests.fidelity import keep
from tests.gate import gated
from tests.goldens import LIMITS, error
from tests.v1_graphs import expected_variables, graph_variables, write_checkpoint

v1 = tf.compat.v1
FOLDER = Path(__file__).parents[1] / "golden" / "programs"
BY_NAME = {program["name"]: program for program in PROGRAMS}
# The gate runs the first program of each function.
FIRST = {program["symbol"]: program["name"] for program in reversed(PROGRAMS)}.values()
IN_ORDER = gated(BY_NAME, FIRST)


class ProgramGolden:
    """One program with what TF 1.15.5 left.

    Attributes:
        program: the program.
        facts: structure of the results, and the variables.
        arrays: the arrays by key.
    """

    def __init__(self, name):
        self.program = BY_NAME[name]
        self.facts = json.loads((FOLDER / f"{name}.json").read_text())
        with np.load(FOLDER / f"{name}.npz") as arrays:
            self.arrays = {key: arrays[key] for key in arrays.files}

    def prefixed(self, prefix):
        return {k.removeprefix(prefix): a for k, a in self.arrays.items() if k.startswith(prefix)}

    def run(self, cells, feeds):
        """The results of the program's text."""
        return self.program["run"](v1, rnn, cells, feeds)

    def total(self, results):
        """The sum that TF1 differentiated."""
        total = 0.0
        for index, leaf in enumerate(leaves_of(results)):
            cotangent = self.arrays[f"cotangents/{index}"]
            known = tuple(slice(n) for n in self.arrays[f"results/{index}"].shape)
            total += tf.reduce_sum(leaf * cotangent[known])
        return total

    def check(self, results, gradients):
        """Compares results and gradients, {key: array}, with TF1's; returns the errors."""
        found = {f"results/{i}": leaf for i, leaf in enumerate(leaves_of(results))}
        found |= {f"gradients/{key}": gradient for key, gradient in gradients.items()}
        wanted = {k for k in self.arrays if k.split("/")[0] in ("results", "gradients")}
        assert found.keys() == wanted
        errors = {key: error(array, self.arrays[key]) for key, array in found.items()}
        for key, value in errors.items():
            assert value <= LIMITS[self.program["dtype"]], key
        return errors


def named_variables(cells):
    """{full TF1 name: variable} of those cells that were called and have weights."""
    found = {}
    for cell in (cell for cell in cells if cell.built and cell.weights):
        around = cell.scope_name.removesuffix(cell.tf1_scope.name)
        found |= {f"{around}{path}": variable for path, variable in cell.tf1_variables().items()}
    return found


def differentiated(golden, cells, variables, feeds):
    """Results and gradients of an eager run."""
    sources = {f"variables/{name}": variable.value for name, variable in variables.items()}
    sources |= {f"feeds/{key}": tensor for key, tensor in feeds.items()}
    with tf.GradientTape() as tape:
        tape.watch(list(sources.values()))
        results = golden.run(cells, feeds)
        total = golden.total(results)
    return results, tape.gradient(total, sources, unconnected_gradients="zero")


@pytest.mark.parametrize("mode", gated(["eager", "function"], ["eager"]))
@pytest.mark.parametrize("name", IN_ORDER)
def test_program(name, mode, record_property):
    golden = ProgramGolden(name)
    cells = golden.program["cells"](rnn)
    feeds = {key: tf.constant(array) for key, array in golden.prefixed("feeds/").items()}
    results = golden.run(cells, feeds)
    assert structure_of(results) == golden.facts["structure"]
    weights, variables = golden.prefixed("variables/"), named_variables(cells)
    assert variables.keys() == weights.keys()
    for path, variable in variables.items():
        variable.assign(weights[path])
    wrap = tf.function if mode == "function" else lambda function: function
    results, gradients = wrap(lambda: differentiated(golden, cells, variables, feeds))()
    keep(record_property, name, golden.check(results, gradients))


@pytest.mark.parametrize("name", IN_ORDER)
def test_program_in_a_v1_graph(name, tmp_path):
    golden = ProgramGolden(name)
    before = v1.experimental.output_all_intermediates
    with tf.Graph().as_default(), v1.Session() as session:
        before(True)
        try:
            arrays = golden.prefixed("feeds/")
            feeds = {key: v1.placeholder(a.dtype, a.shape) for key, a in arrays.items()}
            results = golden.run(golden.program["cells"](rnn), feeds)
            assert structure_of(results) == golden.facts["structure"]
            sources = {f"variables/{v.op.name}": v for v in v1.global_variables()}
            sources |= {f"feeds/{key}": tensor for key, tensor in feeds.items()}
            total = golden.total(results)
            found = v1.gradients(total, [*sources.values()], unconnected_gradients="zero")
        finally:
            before(None)
        assert graph_variables() == expected_variables(golden)
        weights = golden.prefixed("variables/")
        if weights:
            prefix = write_checkpoint(tmp_path / "model.ckpt", weights)
            v1.train.Saver().restore(session, prefix)
        fed = {feeds[key]: array for key, array in arrays.items()}
        gradients = {k: tf.convert_to_tensor(g) for k, g in zip(sources, found, strict=True)}
        golden.check(*session.run([leaves_of(results), gradients], fed))


def test_every_runner_has_two_programs():
    runners = [name for name, symbol in SYMBOLS.items() if symbol["kind"] == "function"]
    about = [program["symbol"] for program in PROGRAMS]
    for name in runners:
        assert about.count(name) >= 2, name
