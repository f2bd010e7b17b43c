"""The hook: what `import tensorflow` gives, by who says it."""

import builtins
import sys
import warnings
from collections.abc import Iterable

from tf_contrib_rnn.compat import _importers, _inspect

_real = None  # the `__import__` under ours, while ours is installed


def install(packages: Iterable[str] = ()) -> None:
    """Lets the program's own modules see TensorFlow 1 where they import `tensorflow`.

    The program's own are `__main__` and every module whose file is in no folder of installed
    packages. Whoever imports TensorFlow elsewhere (TensorFlow itself, Keras, this package,
    installed packages) gets the real one. Installing again only adds packages.

    Args:
        packages: names of installed packages, TF1 code too, that shall see TensorFlow 1 as well.

    Raises:
        TypeError: when `packages` is a single string.
        ValueError: for a package that must keep the real TensorFlow.
    """
    global _real
    _importers.add(packages)
    if _real is None:
        _warn_of_bound_names()
        _real = builtins.__import__
        builtins.__import__ = _import


def uninstall() -> None:
    """Takes the hook away: later imports give the real TensorFlow everywhere.

    Names that a module has bound stay what they are, and so do the modes of TensorFlow 1 (graphs,
    sessions), once a module has asked for them: TensorFlow cannot take those back.
    """
    global _real
    _importers.clear()
    if _real is None:
        return
    if builtins.__import__ is _import:
        builtins.__import__ = _real
        _real = None
    # else another hook lies over ours, which must not be cut out: ours passes everything on


def is_installed() -> bool:
    """Whether imports are served now."""
    return _real is not None and _importers.serving


def _import(name, globals=None, locals=None, fromlist=(), level=0):
    """`__import__` with TensorFlow 1 for those who expect it."""
    wanted = level == 0 and name.partition(".")[0] in ("tensorflow", "inspect")
    if not wanted or not _importers.expects_tf1(globals):
        return _real(name, globals, locals, fromlist, level)
    if name == "inspect":
        return _inspect.module
    from tf_contrib_rnn.compat import _tree

    leaf = _tree.module(name)
    if not fromlist:
        return _tree.module("tensorflow")
    for part in fromlist:
        if part != "*":
            _tree.member(leaf, name, part)
    return leaf


def _warn_of_bound_names():
    """Warns where the importing module has bound the real TensorFlow already."""
    loaded = sys.modules.get("tensorflow")
    frame = sys._getframe()
    while frame is not None and not _importers.expects_tf1(frame.f_globals):
        frame = frame.f_back
    if frame is None or loaded is None:
        return
    names = [name for name, value in frame.f_globals.items() if value is loaded]
    if names:
        warnings.warn(
            f"tf_contrib_rnn.compat expects to be imported before tensorflow, received "
            f"{names[0]!r} bound to TensorFlow 2 already: make it the first import of the program.",
            UserWarning,
            stacklevel=3,
        )
