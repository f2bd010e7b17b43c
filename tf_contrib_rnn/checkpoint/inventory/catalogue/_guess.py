"""What the entries of the catalogue share."""

from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate

Shapes = dict[str, tuple[int, ...]]


def candidate(kind, depth, assumed=None, **arguments) -> Candidate:
    """A candidate for inputs of one depth (or shape); arguments that are None or False left out.

    Raises:
        ValueError: for a depth that is no positive number.
    """
    inputs = depth if isinstance(depth, list) else [depth]
    flat = [size for part in inputs for size in (part if isinstance(part, list) else [part])]
    if any(size < 1 for size in flat):
        raise ValueError(f"inputs of shape {inputs} have nothing in them")
    arguments = {k: v for k, v in arguments.items() if v is not None and v is not False}
    return Candidate(kind, arguments, {}, inputs, assumed or {})


def share(total: int, parts: int) -> int:
    """An equal part of a size.

    Raises:
        ValueError: if it cannot be divided.
    """
    if total % parts:
        raise ValueError(f"{total} is not a multiple of {parts}")
    return total // parts


def shards(shapes: Shapes, name: str) -> list[tuple[int, ...]]:
    """The shapes of `<name>_0`, `<name>_1`, … as far as they go."""
    found = []
    while f"{name}_{len(found)}" in shapes:
        found.append(shapes[f"{name}_{len(found)}"])
    return found


def rows(parts: list[tuple[int, ...]]) -> int:
    """The rows of a matrix in shards."""
    return sum(part[0] for part in parts)


def more_than_one(count: int) -> int | None:
    """A number of shards as an argument, None for the default."""
    return count if count > 1 else None
