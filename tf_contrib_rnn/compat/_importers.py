"""Who expects TensorFlow 1: the program's own modules, and packages that were named."""

import functools
import os
import site
import sysconfig

MODERN = ("tensorflow", "keras", "tf_keras", "tf_contrib_rnn")  # they need the real TensorFlow

serving = False
_named = set()


def add(packages=()):
    """Starts to serve, and adds installed packages to those served.

    Raises:
        TypeError: when `packages` is a single string.
        ValueError: for a package that must keep the real TensorFlow.
    """
    global serving
    if isinstance(packages, str):
        raise TypeError(
            f"packages expects a list of names, received {packages!r}: write [{packages!r}]."
        )
    packages = tuple(packages)
    for name in packages:
        if name in MODERN:
            raise ValueError(
                f"packages expects packages of TF1 code, received {name!r}, which is written for "
                "TensorFlow 2: leave it out."
            )
    _named.update(packages)
    serving = True


def clear():
    """Stops serving, and forgets the packages."""
    global serving
    serving = False
    _named.clear()


def expects_tf1(namespace):
    """Whether the module with these globals is to see TensorFlow 1.

    Args:
        namespace: globals of whoever imports; None when it is no Python code.
    """
    if not serving or namespace is None:
        return False
    name = namespace.get("__name__") or ""
    top = name.partition(".")[0]
    if top in MODERN or _runs_as_ours(namespace):
        return False
    if top in _named:
        return True
    path = namespace.get("__file__")
    if not isinstance(path, str):  # typed in, or run from a string
        return name == "__main__" or namespace.get("__spec__") is None
    return not _is_installed(path)


def _runs_as_ours(namespace):
    """Whether it is `python -m` of one of them, whose name is `__main__`."""
    package = namespace.get("__package__") or ""
    return package.partition(".")[0] in MODERN


@functools.cache
def _is_installed(path):
    """Whether a file lies in Python's own library or in a folder of installed packages."""
    path = os.path.realpath(path)
    return any(path.startswith(folder + os.sep) for folder in _folders()) or path.startswith("<")


@functools.cache
def _folders():
    paths = sysconfig.get_paths()
    folders = [paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += [*site.getsitepackages(), site.getusersitepackages()]
    return {os.path.realpath(folder) for folder in folders}
