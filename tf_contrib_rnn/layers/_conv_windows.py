"""Where the windows of a convolution stand on a map, and what its arguments may be."""

from typing import NamedTuple

import keras

from tf_contrib_rnn.cells._checks import one_of
from tf_contrib_rnn.cells._state import positive_size


class Windows(NamedTuple):
    """The windows of a convolution, with one number for each spatial dimension.

    Attributes:
        kernel_size: sizes of a window.
        strides: places from a window to the next.
        padding: "valid" or "same".
        dilation_rate: places from an element of a window to the next.
    """

    kernel_size: tuple
    strides: tuple
    padding: str
    dilation_rate: tuple

    @classmethod
    def checked(cls, rank, kernel_size, strides, padding, dilation_rate):
        """The windows that a user's arguments describe.

        Raises:
            ValueError: for sizes that are not positive or not `rank` many, another padding, or
                strides together with a dilation.
        """
        windows = cls(
            _sizes("kernel_size", kernel_size, rank),
            _sizes("strides", strides, rank),
            one_of("padding", str(padding).lower(), ("valid", "same")),
            _sizes("dilation_rate", dilation_rate, rank),
        )
        if max(windows.strides) > 1 and max(windows.dilation_rate) > 1:
            raise ValueError(
                f"strides expects 1 together with a dilation_rate above 1, received "
                f"strides={windows.strides} and dilation_rate={windows.dilation_rate}: give up "
                "one of the two."
            )
        return windows

    @property
    def options(self):
        """What `conv` takes of them."""
        return {name: value for name, value in self._asdict().items() if name != "kernel_size"}

    @property
    def are_those_of_states(self):
        """Whether they stand as the windows of a state do: around every place, without gaps."""
        steps = {*self.strides, *self.dilation_rate}
        return self.padding == "same" and steps == {1}

    def count(self, spatial):
        """How many windows stand on a map, by dimension: the sizes of the convolution's result.

        Args:
            spatial: sizes of the map: ints, scalar tensors, or None where unknown.
        """
        return tuple(map(self._count, spatial, self._reaches(), self.strides))

    def _reaches(self):
        """Places from the first to the last element of a window."""
        sizes = zip(self.kernel_size, self.dilation_rate, strict=True)
        return [(size - 1) * rate for size, rate in sizes]

    def _count(self, places, reach, stride):
        if places is None:
            return None
        if self.padding == "same":
            return (places + stride - 1) // stride
        return (places - reach - 1) // stride + 1

    def needed(self):
        """The sizes of the smallest map on which a window stands."""
        reach = self._reaches() if self.padding == "valid" else [0] * len(self.strides)
        return tuple(places + 1 for places in reach)

    def chosen(self, mask):
        """One value of a mask for each window.

        It is that of the place in the window's middle for "valid", and that of every `strides`-th
        place for "same".

        Args:
            mask: [batch, time, *spatial].
        """
        places = []
        for reach, stride in zip(self._reaches(), self.strides, strict=True):
            before, after = (reach // 2, reach - reach // 2) if self.padding == "valid" else (0, 0)
            places.append(slice(before, -after or None, stride))
        return mask[(slice(None), slice(None), *places)]


def layout(data_format):
    """The order of a map's axes, in lower case; None is Keras' default.

    Raises:
        ValueError: for anything else.
    """
    data_format = keras.config.image_data_format() if data_format is None else data_format
    return one_of("data_format", str(data_format).lower(), ("channels_last", "channels_first"))


def _sizes(argument, value, rank):
    values = list(value) if hasattr(value, "__iter__") else [value] * rank
    if len(values) != rank:
        raise ValueError(
            f"{argument} expects one int or {rank}, received {value!r}: give one for each spatial "
            "dimension."
        )
    return tuple(positive_size(argument, size) for size in values)
