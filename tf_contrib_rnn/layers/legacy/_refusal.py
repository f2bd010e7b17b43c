"""The one way in which a file is refused."""


def refused(expected, received, do):
    """The error for a file, or for something in it."""
    return ValueError(f"load_legacy_keras expects {expected}, received {received}: {do}.")


def no_equivalent(name, class_name, option, do):
    """The error for what Keras 3 cannot do.

    Args:
        name: name of the layer.
        class_name: its class in the file.
        option: what is there, such as `time_major=True`; None for the layer itself.
        do: what to do about it.
    """
    layer = f"layer {name!r} ({class_name})"
    return refused("what Keras 3 has too", f"{option} of {layer}" if option else layer, do)
