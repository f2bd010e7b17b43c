"""Files of one project, and what they import from each other."""

import re
from dataclasses import dataclass
from pathlib import Path

MOST_HOPS = 20  # from module to module, until a name is given up
FROM_IMPORT = re.compile(
    r"^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n#;]*)", re.M
)


@dataclass(frozen=True)
class ProjectModule:
    """A module or package of the project: what a name means that is imported from there."""

    path: Path


class Project:
    """Finds a project's modules by their imports, and opens each at most once.

    Args:
        roots: the folders the project may import from; nothing outside is looked at.
        open_module: a function from a path to an object with ``exported(name)``, or to None
            where the file does not parse.
    """

    def __init__(self, roots, open_module):
        self._roots = [root.resolve() for root in roots]
        self._open_module = open_module
        self._open = {}
        self._texts = {}
        self._asked = set()
        self._taken = {}
        self.star_imported = set()

    def find(self, importer, dotted, level=0):
        """The module that an import names, or None where it is not the project's.

        Python 2 looked beside the importing file first, so every folder above it is tried.

        Args:
            importer: the path of the importing file.
            dotted: the imported name, ``""`` for ``from . import x``.
            level: the number of leading dots.
        """
        folder = importer.parent
        for _ in range(level - 1):
            folder = folder.parent
        tried = [folder] if level else [folder, *folder.parents]
        for folder in tried:
            if not any(folder == root or root in folder.parents for root in self._roots):
                return None
            found = _module(folder.joinpath(*filter(None, dotted.split("."))))
            if found:
                return ProjectModule(found)
        return None

    def taken(self, path):
        """The names that modules of the project import from the one at ``path``."""
        return self._taken.get(path, frozenset())

    def note_imports(self, importer, text):
        """Notes what a file imports from the project's modules, by its text alone."""
        for dots, dotted, names in FROM_IMPORT.findall(text):
            found = self.find(importer, dotted, len(dots))
            if found is None:
                continue
            source = found.path / "__init__.py" if found.path.is_dir() else found.path
            if names.strip() == "*":
                self.star_imported.add(source)
            else:
                words = re.findall(r"(\w+)(?:\s+as\s+\w+)?\s*(?:,|$|\))", names)
                self._taken.setdefault(source, set()).update(words)

    def member(self, module, name):
        """What a name of a module means, as ``Resolver.exported`` says it; its submodules too."""
        asked = (module.path, name)
        if asked in self._asked or len(self._asked) == MOST_HOPS:
            return ()
        self._asked.add(asked)
        try:
            found = ()
            source = module.path / "__init__.py" if module.path.is_dir() else module.path
            if source.is_file():
                if self._defines(source, name):
                    return (None,)
                opened = self._opened(source)
                found = opened.exported(name) if opened else ()
            if not found and module.path.is_dir():
                below = _module(module.path / name)
                found = (ProjectModule(below),) if below else ()
            return found
        finally:
            self._asked.discard(asked)

    def _defines(self, path, name):
        """Whether a module's text shows that a name is its own function or class."""
        if path not in self._texts:
            self._texts[path] = path.read_bytes().decode("latin-1")
        return _defines(self._texts[path], name)

    def _opened(self, path):
        if path not in self._open:
            self._open[path] = None
            self._open[path] = self._open_module(path)
        return self._open[path]


def _defines(text, name):
    if not re.search(rf"^(def|class)[ \t]+{name}\b", text, re.MULTILINE):
        return False
    imported = rf"^[ \t]*(from|import)\b.*\b{name}\b"
    listed = rf"^[ \t]*{name}[ \t]*([=,)]|$)"  # assigned, or a line of an import in parentheses
    return not re.search(f"{imported}|{listed}", text, re.MULTILINE)


def _module(path):
    file = path.with_name(path.name + ".py")
    if file.is_file():
        return file
    return path if path.is_dir() else None
