"""Windows over the frequencies of a step's input."""

from typing import NamedTuple

from keras import ops

from tf_contrib_rnn.cells._checks import received, whole_number
from tf_contrib_rnn.cells._state import positive_size


class Windows(NamedTuple):
    """The windows of one frequency block over the last axis of an input.

    Attributes:
        start: first feature of the first window.
        count: number of windows.
        size: number of features in a window.
        skip: distance from one window to the next.
    """

    start: int
    count: int
    size: int
    skip: int

    @property
    def end(self):
        """The feature behind the last window."""
        return self.start + (self.count - 1) * self.skip + self.size

    def cut(self, inputs, offset=0):
        """The windows, all moved by `offset` features; beyond the ends of the input are zeros."""
        if offset:
            inputs = ops.pad(inputs, [[0, 0], [max(-offset, 0), max(offset, 0)]])
        start = self.start + max(offset, 0)
        firsts = [start + k * self.skip for k in range(self.count)]
        return [inputs[:, first : first + self.size] for first in firsts]


def window_count(features, size, skip):
    """TF1's number of windows, which rounds towards zero."""
    return int((features - size) / skip) + 1


def check_reach(owner, features, blocks):
    """Refuses windows beyond the features, or none at all.

    Raises:
        ValueError: naming both.
    """
    for windows in blocks:
        if windows.count < 1 or windows.start < 0 or windows.end > features:
            raise ValueError(
                f"{owner} expects windows of {windows.size} features inside the {features} "
                f"features of its inputs, received some from {windows.start} up to {windows.end}: "
                "correct the windows or the input."
            )


def windows_of_blocks(counts, starts, ends, size, skip):
    """The windows of each block, and whether they are one block over all features.

    Args:
        counts: list with the number of windows of each block.
        starts: list with the first feature of each block; None for one block over all features.
        ends: list with the feature behind each block.
        size: number of features in a window.
        skip: distance in features from one window to the next.

    Raises:
        ValueError: for lists of different lengths, and for numbers that do not fit each other or
            are no whole ones.
    """
    size, skip = positive_size("feature_size", size), positive_size("frequency_skip", skip)
    counts, starts = _counts(counts), _indices("start_freqindex_list", starts)
    ends = _indices("end_freqindex_list", ends)
    if starts:
        return _listed(counts, starts, ends, size, skip), False
    return _over_all_features(counts, size, skip), True


def _indices(name, values):
    """A list of features as ints; of None an empty one.

    Raises:
        ValueError: for what is no list of whole numbers.
    """
    if values is not None and not hasattr(values, "__iter__"):
        raise ValueError(
            f"{name} expects a list with one feature for each block, received {received(values)}: "
            "pass a list such as [0]."
        )
    return [whole_number(name, value) for value in ([] if values is None else values)]


def _counts(num_frequency_blocks):
    """The numbers of windows, one a block."""
    if not isinstance(num_frequency_blocks, list | tuple) or not num_frequency_blocks:
        raise ValueError(
            "num_frequency_blocks expects a list with the number of windows in each block, "
            f"received {received(num_frequency_blocks)}: pass a list such as [2]."
        )
    return [positive_size("num_frequency_blocks", count) for count in num_frequency_blocks]


def _over_all_features(counts, size, skip):
    """The windows of the only block."""
    if len(counts) != 1:
        raise ValueError(
            f"num_frequency_blocks expects one block without start_freqindex_list, received "
            f"{counts}: give the first feature of each block."
        )
    return [Windows(0, counts[0], size, skip)]


def _listed(counts, starts, ends, size, skip):
    """The windows of blocks that say where they start and end."""
    if not len(starts) == len(ends) == len(counts):
        raise ValueError(
            "start_freqindex_list expects, as end_freqindex_list does, one index for each of the "
            f"{len(counts)} blocks, received {len(starts)} and {len(ends)}: make the lists equally "
            "long."
        )
    blocks = [
        Windows(start, count, size, skip) for start, count in zip(starts, counts, strict=True)
    ]
    for windows, end in zip(blocks, ends, strict=True):
        check_count(windows, end - windows.start)
    return blocks


def check_count(windows, features):
    """Refuses a number of windows that is not TF1's for so many features."""
    count = window_count(features, windows.size, windows.skip)
    if count != windows.count:
        raise ValueError(
            f"num_frequency_blocks expects {count} windows of {windows.size} features every "
            f"{windows.skip} for {features} features, received {windows.count}: correct the "
            "number, the sizes or the input."
        )
