"""The one error of the checkpoint room."""


class CheckpointError(ValueError):
    """A checkpoint cannot be read, or does not fit the model; the model was not changed."""


def first_line(error: BaseException) -> str:
    """What another error says, on one line without a full stop; its class if it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
