"""The public interface as text, a symbol a line, and as a stub: `make api` writes both.

The stub `tf_contrib_rnn/__init__.pyi` tells type checkers and editors the names that the package's
`__getattr__` gives.
"""

import importlib
import inspect
import os
import re
from collections import defaultdict
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("public_api.txt")
PACKAGE = "tf_contrib_rnn"
STUB = ROOT / PACKAGE / "__init__.pyi"
ROOMS = ("checkpoint", "compat", "demo", "upgrade")
MODULES = re.compile(r"\b(?:\w+\.)+(?=[A-Za-z_])")


def listing(modules=(PACKAGE, *(f"{PACKAGE}.{room}" for room in ROOMS))):
    """`{symbol: how it is called}` of everything public, members of classes too."""
    with mock.patch.dict(os.environ, TF_CONTRIB_RNN_COMPAT="0"):  # looking shall not switch it on
        modules = [importlib.import_module(name) for name in modules]
    symbols = {
        f"{module.__name__}.{name}": getattr(module, name)
        for module in modules
        for name in module.__all__
    }
    classes = {value for value in symbols.values() if inspect.isclass(value)}
    found = {}
    for name, value in symbols.items():
        found[name] = call(value)
        if value in classes:
            lines = own_members(value, classes - {value})
            found |= {f"{name}.{member}": lines[member] for member in sorted(lines)}
    return found


def own_members(cls, others):
    """`{member: how it is called}` of a class, without those that its public bases have alike."""
    inherited = [members(base) for base in cls.__mro__ if base in others]
    return {
        name: line
        for name, line in members(cls).items()
        if not any(base.get(name) == line for base in inherited)
    }


def members(cls):
    """`{member: how it is called}` of what the package's classes among the bases add to others'."""
    ours, found = cls.__module__.partition(".")[0], {}
    for base in reversed(cls.__mro__):
        if base.__module__.partition(".")[0] == ours:
            found |= {name: call(value) for name, value in vars(base).items() if name[0] != "_"}
    others = (base for base in cls.__mro__ if base.__module__.partition(".")[0] != ours)
    return {name: found[name] for name in found.keys() - {n for base in others for n in dir(base)}}


def call(value):
    """The arguments of a function, method or class as they are written; "" of anything else."""
    if isinstance(value, classmethod | staticmethod):
        value = value.__func__
    if inspect.ismodule(value) or not callable(value):
        return ""
    if inspect.isclass(value) and issubclass(value, BaseException):
        return "(*args)"  # theirs cannot be asked
    signature = inspect.signature(value)
    parameters = [
        one.replace(default=_default(one.default), annotation=_annotation(one.annotation))
        for one in signature.parameters.values()
    ]
    returned = _annotation(signature.return_annotation)
    return str(inspect.Signature(parameters, return_annotation=returned))


def _default(value):
    if value is inspect.Parameter.empty:
        return value
    text = getattr(value, "__name__", repr(value))
    return _Written("..." if " at 0x" in text else text)


def _annotation(value):
    if value is inspect.Signature.empty:
        return value
    text = value if isinstance(value, str) else inspect.formatannotation(value)
    return _Written(MODULES.sub("", text))


class _Written:
    """A default or an annotation that signatures print as this text."""

    def __init__(self, text):
        self._text = text

    def __repr__(self):
        return self._text


def difference(before, now):
    """One sentence on what changed between two listings, "" where nothing did."""
    added = [f"{name}{now[name]}" for name in now if name not in before]
    gone = [f"{name}{before[name]}" for name in before if name not in now]
    changed = [
        f"{name}{before[name]} to {now[name] or 'no call'}"
        for name in now
        if name in before and now[name] != before[name]
    ]
    kinds = {"added": added, "gone": gone, "changed": changed}
    told = "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items() if names)
    return told and (
        f"the public interface is no longer that of {LIST.relative_to(ROOT)} ({told}): if that is "
        "meant, run `make api`, commit what it writes and tell it in docs/changelog.md."
    )


def as_text(found):
    """A listing as the text of the file."""
    return "".join(f"{name}{how}\n" for name, how in found.items())


def from_text(text):
    """The listing that a text was made of."""
    found = {}
    for line in text.splitlines():
        name, bracket, rest = line.partition("(")
        found[name] = bracket + rest
    return found


def stub():
    """The text of the stub: every name, from the room that has it."""
    package = importlib.import_module(PACKAGE)
    homes = defaultdict(list)
    for name in package.__all__:
        value = getattr(package, name)
        is_room = inspect.ismodule(value)
        homes["" if is_room else f".{package._HOMES[name]}"].append(name)
    lines = [
        _import(f"{PACKAGE}{home}", name)
        for home in sorted(homes)
        for name in sorted(homes[home], key=_rank)
    ]
    head = '"""What `__getattr__` gives, for type checkers and editors; `make api` writes it."""\n'
    return "\n".join([head, *lines, "", "__version__: str", ""])


def _import(module, name):
    """A line of the stub, broken as ruff breaks it; `as` is what makes a name public in one."""
    line = f"from {module} import {name} as {name}"
    return line if len(line) <= 100 else f"from {module} import (\n    {name} as {name},\n)"


def _rank(name):
    """Constants, classes, functions, as ruff sorts names."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name.lower()


def main():
    """Writes both."""
    LIST.write_text(as_text(listing()), encoding="utf-8")
    STUB.write_text(stub(), encoding="utf-8")


if __name__ == "__main__":
    main()
