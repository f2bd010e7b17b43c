"""What a `.keras` file needs to be loaded beside Keras: classes of ours, and of others."""

import json

_KERAS = ("keras.", "builtins")
_OURS = ("tf_contrib_rnn", "rebuilt")


def needed(model) -> tuple[list[str], list[str]]:
    """The classes and functions in a model that are not Keras' own.

    Args:
        model: the Keras model.

    Returns:
        The names of those of this package, and of all others.

    Raises:
        ValueError: for a model that has no config.
    """
    try:
        config = json.loads(model.to_json())
    except NotImplementedError as error:
        raise ValueError(
            f"{type(model).__name__} of {type(model).__module__} has no config, so that no .keras "
            "file can hold it: give it get_config, or pass a SavedModel (-o NAME/)."
        ) from error
    ours, others = set(), set()
    for entry in _entries(config):
        registered = entry.get("registered_name")
        package = (registered or "").partition(">")[0]
        if package in _OURS:
            ours.add(entry["class_name"])
        elif registered and not (entry.get("module") or "").startswith(_KERAS):
            others.add(registered if entry["class_name"] == "function" else entry["class_name"])
    return sorted(ours), sorted(others)


def _entries(value):
    """All objects in the config of a model, itself among them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        yield value
    for one in inner:
        yield from _entries(one)
