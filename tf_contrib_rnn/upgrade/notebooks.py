"""Notebooks: their code cells as one module, and what was made of it back in the cells.

Names live across cells, so the cells are read together, with a statement between them that marks
where each begins. Magics (``%time``, ``!pip``, ``x = !ls``) stand aside meanwhile, and so do cells
that are no Python at all. In the file only the sources of the cells that changed are replaced.
"""

import re

import libcst as cst

from .json_spans import cell_sources

CELL = "__tf_contrib_rnn_cell_{}__"
MAGIC = "__tf_contrib_rnn_magic_{}__"
FIRST = re.compile(r"^__tf_contrib_rnn_cell_(\d+)__[^\S\n]*\n?", re.M)
# Cell magics whose cell is Python below their first line.
PYTHON_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")
LINE_MAGIC = re.compile(
    r"^(?P<before>[ \t]*(?:[\w, \t]+=[ \t]*)?)(?P<magic>[!%?][^\n]*|\w[\w.]*\?+)$"
)


class Notebook:
    """A notebook's text and the module its code cells make.

    Attributes:
        cells: its ``CellSource``s.
        source: the module's text.
        opaque: ``{number of a cell: line}`` of the code cells that are not looked at: the line in
            which it does not parse, or None under the magic of another language.

    Args:
        text: the notebook file.

    Raises:
        ValueError: when the text is not a notebook.
    """

    def __init__(self, text):
        self._text = text
        self.cells = cell_sources(text)
        self._magics = {}
        self.opaque = {}
        parts = []
        for cell in self.cells:
            if cell.is_code:
                parts.append(f"{CELL.format(cell.number)}\n{self._python(cell)}\n")
        self.source = "".join(parts)

    def place(self, line):
        """``(cell, line in it)`` of a line of the module; both count from 1."""
        return _place(self.source, line)

    def like(self, source):
        """The same question about the module's new text."""
        return lambda line: _place(source, line)

    def with_source(self, source):
        """The notebook file with the module's new text in its cells."""
        text = self._text
        pieces = FIRST.split(source)[1:]
        new = {int(n): code for n, code in zip(pieces[::2], pieces[1::2], strict=True)}
        for cell in reversed(self.cells):
            if cell.is_code and cell.number not in self.opaque:
                code = self._magics_back(new[cell.number]).removesuffix("\n")
                if code != cell.source:
                    text = text[: cell.start] + cell.encode(code) + text[cell.end :]
        return text

    def _python(self, cell):
        """A cell's source with its magics set aside."""
        lines = cell.source.split("\n")
        magic = lines[0].split()[0] if lines[0].split() else ""
        if magic.startswith("%%") and magic not in PYTHON_MAGICS:
            self.opaque[cell.number] = None
            return ""
        source = "\n".join(self._aside(line) for line in lines)
        try:
            cst.parse_module(source)
        except cst.ParserSyntaxError as error:
            self.opaque[cell.number] = error.raw_line
            return ""
        return source

    def _aside(self, line):
        found = LINE_MAGIC.match(line)
        if not found:
            return line
        name = MAGIC.format(len(self._magics))
        self._magics[name] = found["magic"]
        return found["before"] + name

    def _magics_back(self, source):
        for name, magic in self._magics.items():
            source = source.replace(name, magic)
        return source


def _place(source, line):
    above = source.splitlines()[:line]
    for index in range(len(above) - 1, -1, -1):
        found = FIRST.match(above[index])
        if found:
            return int(found.group(1)), line - index - 1
    return 0, line


def other_mentions(notebook, pattern):
    """``(cell, line, text)`` of lines that match a pattern in cells that are not looked at."""
    for cell in notebook.cells:
        if not cell.is_code or cell.number in notebook.opaque:
            for number, line in enumerate(cell.source.split("\n"), 1):
                if pattern.search(line):
                    yield cell, number, line.strip()
