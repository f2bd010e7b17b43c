"""The one sentence with which a conversion is refused."""


def refused(function, owner, wanted, received, advice):
    """An error that says which layer, which option and value, and what to do.

    Args:
        function: name of the function that the user called.
        owner: the layer or cell.
        wanted: what it should have been, in words.
        received: what it is.
        advice: what to do.
    """
    name = f"{owner.name} ({type(owner).__name__})" if hasattr(owner, "name") else repr(owner)
    return ValueError(f"{function} expects {name} with {wanted}, received {received}: {advice}.")


def check(function, owner, required, advice):
    """Raises for the first of {option: value} that a layer or cell does not have."""
    for option, wanted in required.items():
        received = getattr(owner, option)
        parts = received if isinstance(received, list | tuple) else (received,)
        if any(part != wanted for part in parts):
            words = f"{option}={_shown(wanted)}"
            raise refused(function, owner, words, f"{option}={_shown(received)}", advice)


def _shown(value):
    return repr(getattr(value, "__name__", value))
