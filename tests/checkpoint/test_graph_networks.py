"""Networks of random options: what a graph says of each equals what the program said."""

import pytest

from tests.checkpoint.graph_specs import names, read, seen, told
from tests.gate import gated
from tf_contrib_rnn.checkpoint.graph import recurrences

TYPICAL = [name for name in names() if name.endswith("_0")]
STATIC = ("static", "both_ways_static", "rnn_decoder")
KINDS = {"static": "static", "rnn_decoder": "static decoder", "decoder": "decoder"}


@pytest.mark.parametrize("name", gated(names(), TYPICAL))
def test_every_option_is_recovered(name):
    graph, spec = read(name)
    found = recurrences(graph)
    cells = spec.get("cells") or [spec["cell"]] * (2 if spec["run"] == "copies" else 1)
    assert [seen(one.cell) for one in found] == [told(one) for one in cells]


@pytest.mark.parametrize("name", gated(names(), TYPICAL))
def test_what_goes_in_and_comes_out_is_named(name):
    graph, spec = read(name)
    found, options, run = recurrences(graph), spec["options"], spec["run"]
    outputs = [tensor for one in found[: len(spec.get("cells", "1"))] for tensor in one.outputs]
    if run == "both_ways_static":
        outputs = []  # the program got them concatenated
    elif run == "rnn_decoder" or run == "static":
        assert len(outputs) == found[0].steps == 4
    assert outputs == (spec["given"]["outputs"] if outputs else [])
    for one in found:
        assert one.kind == KINDS.get(run.removeprefix("both_ways_"), "dynamic")
        assert one.time_major is (options["time_major"] if run in ("dynamic", "both_ways") else False)
    assert found[0].inputs[-1:] == ("inputs:0",)
    is_held = options["lengths"] and run not in ("decoder", "rnn_decoder")
    assert found[0].sequence_length == ("lengths:0" if is_held else None)
    starts = options["initial_state"] and run in ("dynamic", "static", "decoder")
    assert any(found[0].initial_state) is starts


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("both_ways")])
def test_directions_are_told_apart(name):
    graph, _ = read(name)
    found = recurrences(graph)
    assert [one.is_reversed for one in found] == [False, True]
    assert found[0].pair == found[1].pair != ""
    assert found[0].inputs == found[1].inputs


def test_the_names_of_the_networks_are_as_many_as_were_made():
    assert len(names()) == 70
