"""The one error of the checkpoint room."""


class CheckpointError(ValueError):
    """A checkpoint cannot be read, or does not fit the model; the model was not changed."""
