"""The graphs of the corpus run under TF 2 and give what the real TF 1.15.5 gave."""

import numpy as np
import pytest

from tests.checkpoint.left_behind import FOLDER, golden
from tf_contrib_rnn.checkpoint.graph import Graph
from tf_contrib_rnn.checkpoint.sources import open_source
from tf_contrib_rnn.checkpoint.verify.session import run

NAMES = sorted(path.name for path in FOLDER.iterdir() if path.name != "keywords")
FROZEN = ["activity", "keywords"]


def check(opened, name):
    given, expected = golden(name)
    graph = Graph(opened.graph_def)
    given = {key: value for key, value in given.items() if key in graph.nodes}
    expected = {key: value for key, value in expected.items() if key in graph.nodes}
    assert len(expected) >= 2
    found = run(graph, opened.entries, list(expected), given)
    for (tensor, wanted), array in zip(expected.items(), found, strict=True):
        scale = max(1.0, np.max(np.abs(wanted)))
        assert array.shape == wanted.shape, tensor
        assert np.max(np.abs(array - wanted)) / scale < 2e-6, tensor


@pytest.mark.parametrize("name", [name for name in NAMES if name != "activity"])
def test_a_graph_with_its_checkpoint(name):
    check(open_source(FOLDER / name), name)


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_graph(name):
    check(open_source(FOLDER / name / "frozen.pb"), name)


def test_the_frozen_weights_are_those_of_the_checkpoint():
    frozen = open_source(FOLDER / "activity" / "frozen.pb").entries
    saved = open_source(FOLDER / "activity").entries
    assert list(frozen) == list(saved)
    for name, stored in saved.items():
        assert (frozen[name].shape, frozen[name].dtype) == (stored.shape, stored.dtype)
        np.testing.assert_array_equal(frozen[name].read(), stored.read())
