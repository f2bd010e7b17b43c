"""Averages and slots that the user asks for."""

import numpy as np

from tests.checkpoint.faults.draft import Kinds

KINDS = Kinds()
kind = KINDS.add


@kind
def averages_taken(draft):
    """The user asks for the averages, which are there or not."""
    draft.options["ema"] = True
    draft.fails = not draft.averages
    draft.expected |= {n.rpartition("/")[0]: draft.contents[n] for n in draft.averages}


def _spoil_one(draft, names):
    if not names:
        return
    name = draft.pick(names)
    draft.contents[name] = _spoilt(draft, draft.contents[name])
    if draft.contents[name] is None:
        del draft.contents[name]


def _spoilt(draft, array):
    huge = np.full(array.shape, 1e300)
    text = np.full(array.shape, "text")
    choices = [None, array[None], array.astype("int32"), huge, text]
    return choices[draft.generator.integers(len(choices))]


@kind
def averages_spoilt(draft):
    """The user asks for the averages, and one is missing, of another shape or of no float."""
    draft.options["ema"], draft.fails = True, True
    _spoil_one(draft, draft.averages)


@kind
def slots_taken(draft):
    """The user asks for the optimizer's slots, which are there or not."""
    draft.options["optimizer"] = True
    draft.fails = not draft.slots


@kind
def slots_spoilt(draft):
    """The user asks for the slots, and one is missing, of another shape or of no float."""
    draft.options["optimizer"], draft.fails = True, True
    _spoil_one(draft, draft.slots)


@kind
def slots_of_another(draft):
    """The user asks for the slots, and two of one shape have each other's names."""
    draft.options["optimizer"] = True
    draft.fails = not draft.slots
    found = draft.contents
    pairs = [
        (a, b)
        for a in draft.slots
        for b in draft.slots
        if a < b and found[a].shape == found[b].shape
    ]
    if pairs:
        one, other = pairs[draft.generator.integers(len(pairs))]
        found[one], found[other] = found[other], found[one]
