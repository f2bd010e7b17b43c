"""The file as a whole: names of another kind, and much beside little."""

import numpy as np

from tests.checkpoint.faults.draft import Kinds

KINDS = Kinds()
kind = KINDS.add


@kind
def with_numbers(draft):
    """All names end in `:0`."""
    for name in list(draft.contents):
        draft.move(name, f"{name}:0")


@kind
def with_and_without_number(draft):
    """A variable is there with `:0` and without, with different values."""
    name = draft.pick()
    draft.contents[f"{name}:0"] = draft.contents[name] + np.float32(1)
    draft.fails = True


@kind
def object_graph(draft):
    """There is the object graph of TF2."""
    draft.contents["_CHECKPOINTABLE_OBJECT_GRAPH"] = np.array(b"\n\x00")
    draft.fails = True


@kind
def object_paths(draft):
    """All names are paths of objects."""
    for name in list(draft.contents):
        draft.move(name, name.replace("/", ".S") + "/.ATTRIBUTES/VARIABLE_VALUE")
    draft.fails = True


@kind
def only_a_step(draft):
    """There is a step and nothing else."""
    draft.contents = {"global_step": np.int64(3)}
    draft.fails = True


@kind
def only_slots(draft):
    """There are the optimizer's slots, or averages, without variables."""
    for name in draft.expected:
        del draft.contents[name]
    draft.fails = True


@kind
def shifted_numbers(draft):
    """Members of the recurrent unit have other numbers, or only a second one is there."""
    for name in draft.in_unit():
        moved = name.replace("cell_0", "cell_3").replace("/fw/", "/fw_1/")
        draft.move(name, moved if moved != name else f"{name}_1")
    draft.fails = True


@kind
def foreign_slots(draft):
    """Slots and averages are of other shapes than their variables; nobody asks for them."""
    for name in [*draft.slots, *draft.averages]:
        draft.contents[name] = np.zeros((3, 2), "float32")


@kind
def text_step(draft):
    """The step is a text."""
    draft.contents["global_step"] = np.array("seven")


@kind
def a_million_names(draft):
    """There are many more variables than the model has."""
    for number in range(300):
        draft.contents[f"tower_{number}/w"] = np.float32(number)
