"""The one error of the checkpoint room."""

import contextlib


class CheckpointError(ValueError):
    """A checkpoint cannot be read, or does not fit the model; the model was not changed."""


def first_line(error: BaseException | str) -> str:
    """What an error or a text says, on one line without a full stop; its class if it is empty."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


@contextlib.contextmanager
def graph_errors(title: str, advice: str):
    """Turns what reading a damaged or odd graph raises into one error.

    Args:
        title: the checkpoint that the graph belongs to.
        advice: what to do, as the last clause of a sentence.

    Raises:
        CheckpointError: in place of any other error.
    """
    try:
        yield
    except (CheckpointError, MemoryError):
        raise
    except Exception as error:
        raise CheckpointError(
            f"the graph of {title!r} is damaged, or wired as no graph that can be read "
            f"({type(error).__name__}: {first_line(error)}); {advice}."
        ) from error
