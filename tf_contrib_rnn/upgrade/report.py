"""What was rewritten, and what was left and why."""

import difflib
from dataclasses import asdict, dataclass, field

VERSION = 1


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a line of a file, or of a notebook's cell (counted from 1)."""

    cell: int
    line: int
    column: int

    def text(self, path):
        cell = f"cell {self.cell}:" if self.cell else ""
        return f"{path}:{cell}{self.line}"


@dataclass(frozen=True)
class Rewritten:
    """One rewrite.

    Attributes:
        place: where, in the file as it was.
        rule: the rule's name.
        before, after: the code.
    """

    place: Place
    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Left:
    """Something left as it is.

    Attributes:
        place: where, in the file as it was.
        rule: the rule's name.
        code: what stands there.
        reason: why it was left.
        advice: what to do.
        kind: ``"left"`` for what the rewriter would do if it could decide, ``"outside"`` for what
            it never rewrites (other parts of TensorFlow 1), ``"mention"`` for comments and strings.
        after: where it stands in the rewritten file.
    """

    place: Place
    rule: str
    code: str
    reason: str
    advice: str
    kind: str = "left"
    after: Place | None = None


@dataclass
class FileReport:
    """What happened to one file.

    Attributes:
        path: as it was given.
        rewritten, left: in the order of the file.
        failure: why nothing was done, in one sentence, or None.
        before, after: the file's text, for a diff; the same where nothing changed.
        encoding: the file's.
        written: whether the file on disk was replaced.
    """

    path: str
    rewritten: list = field(default_factory=list)
    left: list = field(default_factory=list)
    failure: str | None = None
    before: str = ""
    after: str = ""
    encoding: str = "utf-8"
    written: bool = False

    @property
    def changed(self):
        return self.before != self.after

    def of_kind(self, kind):
        return [entry for entry in self.left if entry.kind == kind]


@dataclass
class Report:
    """What happened to all files."""

    files: list = field(default_factory=list)

    def summary(self):
        """Counts by name."""
        kinds = {
            kind: sum(len(file.of_kind(kind)) for file in self.files)
            for kind in ("left", "outside", "mention")
        }
        return {
            "files": len(self.files),
            "changed": sum(file.changed for file in self.files),
            "written": sum(file.written for file in self.files),
            "failed": sum(file.failure is not None for file in self.files),
            "rewritten": sum(len(file.rewritten) for file in self.files),
            **kinds,
        }

    def as_json(self):
        """The report as plain lists and dictionaries; files that needed nothing are left out."""
        files = [
            {
                "path": file.path,
                "changed": file.changed,
                "written": file.written,
                "failure": file.failure,
                "rewritten": [_flat(entry) for entry in file.rewritten],
                "left": [_flat(entry) for entry in file.left],
            }
            for file in self.files
            if file.changed or file.left or file.failure
        ]
        return {"version": VERSION, "summary": self.summary(), "files": files}


def _flat(entry):
    flat = asdict(entry)
    place, after = flat.pop("place"), flat.pop("after") if isinstance(entry, Left) else None
    if not place["cell"]:
        del place["cell"]
    return place | ({"line_after": after["line"]} if after else {}) | flat


def moved(before, after):
    """A function from a line of a text to where it stands in another made of it.

    Lines count from 1. A line that is no more leads to what stands in its place.
    """
    before, after = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    lines = {}
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        for line in range(start, end):
            lines[line + 1] = min(new_start + line - start, max(new_end - 1, new_start)) + 1
    return lambda line: lines.get(line, line)
