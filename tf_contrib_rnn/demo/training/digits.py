"""Handwritten digits for the demo's two models: 1,297 to train on and 500 held out.

Images are 8x8 with whole intensities 0 (paper) to 16 (ink). They are kept as uint8 everywhere and
divided by 16 only where a graph is fed, which is exact in float32.
"""
import numpy as np
from sklearn.datasets import load_digits

INK = 16.0
HELD_OUT = 500


def load(part):
    """Returns the images and labels of one part of the data set.

    The split is by position: the last 500 digits are held out and never trained on.

    Args:
        part: "train" or "test".

    Returns:
        uint8 images [count, 8, 8] of intensities 0..16 and uint8 labels [count].

    Raises:
        KeyError: `part` is neither of the two.
    """
    digits = load_digits()
    rows = {"train": slice(None, -HELD_OUT), "test": slice(-HELD_OUT, None)}[part]
    return digits.images[rows].astype(np.uint8), digits.target[rows].astype(np.uint8)


def endless(count, rng):
    """Yields indices below `count` for ever, every one once before any one again.

    Args:
        count: how many there are.
        rng: the numpy RandomState that shuffles them anew for every round.

    Yields:
        One index at a time.
    """
    while True:
        for index in rng.permutation(count):
            yield index


def trim(image):
    """Returns the image without the blank columns on its left and right.

    Args:
        image: uint8 [8, 8] with some ink.

    Returns:
        uint8 [8, width], width 1 to 8.
    """
    inked = np.flatnonzero(image.any(axis=0))
    return image[:, inked[0]:inked[-1] + 1]
