"""Where in a notebook file the sources of its cells stand."""

import json
import re
from dataclasses import dataclass

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')


@dataclass
class CellSource:
    """The source of one cell.

    Attributes:
        number: the cell's, counted from 1 over all cells.
        is_code: whether it is a code cell.
        source: its text.
        start, end: where its JSON value stands in the file.
        raw: that JSON.
    """

    number: int
    is_code: bool
    source: str
    start: int
    end: int
    raw: str

    def encode(self, source):
        """Another source in the manner of this one: one string, or a list of lines."""
        ascii_only = self.raw.isascii()
        if self.raw.startswith('"'):
            return json.dumps(source, ensure_ascii=ascii_only)
        lines = [json.dumps(line, ensure_ascii=ascii_only) for line in source.splitlines(True)]
        opening = re.match(r"\[(\s*)", self.raw).group(1)
        closing = re.search(r"(\s*)\]$", self.raw).group(1)
        joint = "," + (opening or " ")
        return f"[{opening}{joint.join(lines)}{closing}]" if lines else "[]"


def cell_sources(text):
    """The sources of a notebook's cells, in order.

    Raises:
        ValueError: when the text is not JSON, or not a notebook of format 4.
    """
    notebook = json.loads(text)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("it is not a notebook of format 4: open and save it in Jupyter first")
    spans = _spans(text)
    found = []
    for index, cell in enumerate(notebook["cells"]):
        source = cell.get("source", "")
        span = spans.get(("cells", index, "source"))
        if span is None:
            continue
        whole = source if isinstance(source, str) else "".join(source)
        is_code = cell.get("cell_type") == "code"
        found.append(CellSource(index + 1, is_code, whole, *span, text[span[0] : span[1]]))
    return found


def _spans(text):
    """``{path: (start, end)}`` of the values on the way to, and of, the cells' sources."""
    tokens = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]
    spans = {}

    def value(at, path):
        first, start, _ = tokens[at]
        if first not in "[{":
            spans[path] = tokens[at][1:]
            return at + 1
        closing = "]" if first == "[" else "}"
        at, index = at + 1, 0
        while tokens[at][0] != closing:
            key = index
            if first == "{":
                key = json.loads(tokens[at][0])
                at += 2
            at = value(at, (*path, key))
            index += 1
            at += tokens[at][0] == ","
        spans[path] = (start, tokens[at][2])
        return at + 1

    value(0, ())
    return spans
