"""Networks of random options: what a graph says of each equals what the program said."""

import functools

import pytest

from tests.checkpoint.graph_specs import names, read, seen, told
from tests.gate import gated
from tf_contrib_rnn.checkpoint.graph import recurrences
from tf_contrib_rnn.checkpoint.graph.nodes import node_name

TYPICAL = [name for name in names() if name.endswith("_0")]
KINDS = {"static": "static", "rnn_decoder": "static decoder", "decoder": "decoder"}


@functools.cache
def found_in(name):
    """A network's spec, and what is recognised in its graph."""
    graph, spec = read(name)
    return spec, recurrences(graph)


def flags(name):
    """The spec, what is recognised, how it runs and with which options."""
    spec, found = found_in(name)
    return spec, found, spec["run"], spec["options"]


@pytest.mark.parametrize("name", gated(names(), TYPICAL))
def test_every_option_is_recovered(name):
    spec, found, run, options = flags(name)
    runs_twice = run == "copies" and not options["frozen"]  # freezing takes the second away
    cells = spec.get("cells") or [spec["cell"]] * (2 if runs_twice else 1)
    assert [seen(one.cell) for one in found] == [told(one) for one in cells]


@pytest.mark.parametrize("name", gated(names(), TYPICAL))
def test_outputs_and_states_are_those_the_program_was_given(name):
    spec, found, run, _ = flags(name)
    if run == "both_ways_static":  # the program got the outputs side by side
        assert [len(one.outputs) for one in found] == [4, 4]
    else:
        given = found if "cells" in spec else found[:1]
        assert [name for one in given for name in one.outputs] == spec["given"]["outputs"]
    ends = [name for one in (found if "cells" in spec else found[:1]) for name in one.final_state]
    assert [node_name(one) for one in ends] == [node_name(one) for one in spec["given"]["state"]]


@pytest.mark.parametrize("name", gated(names(), TYPICAL))
def test_inputs_and_how_they_run_are_named(name):
    _, found, run, options = flags(name)
    kind = KINDS.get(run.removeprefix("both_ways_"), "dynamic")
    assert {one.kind for one in found} == {kind}
    assert found[0].inputs[-1] == ("net/unstack:0" if run == "rnn_decoder" else "net/inputs:0")
    is_held = options["lengths"] and run not in ("decoder", "rnn_decoder")
    assert found[0].sequence_length == ("net/lengths:0" if is_held else None)
    starts = options["initial_state"] and run in ("dynamic", "static", "decoder")
    assert any(found[0].initial_state) is starts
    is_time_major = options["time_major"] if run in ("dynamic", "both_ways") else False
    assert found[0].time_major is (None if run == "rnn_decoder" else is_time_major)
    assert (found[0].between != ()) is (run == "decoder")


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("both_ways")])
def test_directions_are_told_apart(name):
    _, found, _, _ = flags(name)
    assert [one.is_reversed for one in found] == [False, True]
    assert found[0].pair == found[1].pair == "net/bidirectional_rnn"
    assert found[0].inputs == found[1].inputs


def test_there_is_a_network_for_every_seed_of_the_program():
    assert len(names()) == 70
