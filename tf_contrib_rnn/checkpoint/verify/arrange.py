"""An array of the TF1 graph in the shape that the model's has."""

import numpy as np


def arranged(theirs: list, shape: tuple, is_backwards: bool = False) -> list:
    """The ways to bring what the graph gives into a shape.

    Args:
        theirs: what lies side by side in the model, such as two directions: for each an array, or
            those of the steps of an unrolled network.
        shape: the shape of the model's array.
        is_backwards: whether the model's layer gives its steps from the last to the first.

    Returns:
        `(what was done, array)`, the least first; empty where nothing fits.
    """
    found = []
    for what, array in _joined(theirs):
        for done, moved in _moved(array, shape):
            words = ", ".join(word for word in (what, done) if word)
            found.append((words, moved))
            if is_backwards and moved.ndim > 2:
                turned = ", ".join(word for word in (words, "reversed") if word)
                found.append((turned, np.flip(moved, 1)))
    return found


def ended(done: str, theirs, ours) -> list:
    """What a loop gives that ends each sequence with zeros, with the model's own steps there.

    Args:
        done: what was done to the array.
        theirs: the array.
        ours: the model's array, of the same shape.

    Returns:
        `(what was done, array)`, or nothing where no step is all zeros.
    """
    if theirs.ndim < 3:
        return []
    is_zero = ~np.any(theirs, -1)
    after = np.flip(np.logical_and.accumulate(np.flip(is_zero, 1), 1), 1)
    if not after.any() or after.all():
        return []
    words = ", ".join(word for word in (done, "within the lengths") if word)
    return [(words, np.where(after[..., None], ours, theirs))]


def _joined(theirs):
    whole = [one[0] if len(one) == 1 else np.stack(one, 1) for one in theirs]
    what = "steps" if any(len(one) > 1 for one in theirs) else ""
    if len(whole) == 1:
        return [(what, whole[0])]
    if len({one.shape[:-1] for one in whole}) > 1 or not whole[0].ndim:
        return []
    return [(what or "joined", np.concatenate(whole, -1))]


def _moved(array, shape):
    if array.shape == shape:
        yield "", array
    if array.ndim >= 2:
        swapped = np.swapaxes(array, 0, 1)
        if swapped.shape == shape:
            yield "time first", swapped
        if array.shape[:1] + array.shape[2:] == shape and array.shape[1]:
            yield "last step", array[:, -1]
        if array.shape[1:] == shape and array.shape[0]:
            yield "last step, time first", array[-1]
    if array.shape != shape and array.size == np.prod(shape, dtype=int) and array.size:
        yield "reshaped", array.reshape(shape)
        if len(shape) >= 2:
            turned = (shape[1], shape[0], *shape[2:])
            yield "reshaped, time first", np.swapaxes(array.reshape(turned), 0, 1)


def for_feeding(array, fixed) -> np.ndarray | None:
    """An array as a tensor of the graph takes it, or None where it cannot.

    Args:
        array: what the model takes.
        fixed: the shape of the graph's tensor with None where it is open, or None altogether.
    """
    if fixed is None or _fits(array.shape, fixed):
        return array
    if array.ndim >= 2 and _fits(np.swapaxes(array, 0, 1).shape, fixed):
        return np.swapaxes(array, 0, 1)
    free = [axis for axis, size in enumerate(fixed) if size is None]
    if len(free) <= 1:
        known = int(np.prod([size for size in fixed if size is not None]))
        target = [-1 if size is None else size for size in fixed]
        if known and array.size % known == 0 and (free or array.size == known):
            return array.reshape(target)
    return None


def _fits(shape, fixed):
    return len(shape) == len(fixed) and all(
        size is None or size == own for own, size in zip(shape, fixed, strict=True)
    )
