"""The report as a person reads it: blocks on a terminal, one line a finding in a pipe."""

import difflib
from collections import Counter

from rich.padding import Padding
from rich.text import Text

HEADINGS = {
    "left": "left for you",
    "outside": "in other parts of TensorFlow 1",
    "mention": "in comments and strings",
}


def print_report(report, console, intent):
    """Prints every file that is not as it should be, then a summary.

    Args:
        report: the ``Report``.
        console: a rich console.
        intent: ``"would be"`` or ``"were"``.
    """
    for file in report.files:
        if file.changed or file.left or file.failure:
            block = _terminal if console.is_terminal else _lines
            block(file, console, intent)
    for line in summary(report, intent):
        console.print(Text(line), soft_wrap=not console.is_terminal)


def summary(report, intent):
    """The last lines: how many files and places, and what is left."""
    counts = report.summary()
    if not counts["files"]:
        return ["no Python files and no notebooks found"]
    be = "was" if counts["changed"] == 1 and intent == "were" else intent
    changed = f"{counts['changed']} of {_many(counts['files'], 'file')} {be} rewritten"
    lines = [f"{changed}, in {_many(counts['rewritten'], 'place')}"]
    if not counts["changed"]:
        lines = [f"nothing to rewrite in {_many(counts['files'], 'file')}"]
    left = [f"{counts[kind]} {HEADINGS[kind]}" for kind in HEADINGS if counts[kind]]
    if left:
        lines.append("; ".join(left))
    if counts["failed"]:
        lines.append(f"{_many(counts['failed'], 'file')} could not be rewritten")
    return lines


def diff(file):
    """The unified diff of a file, as lines with their ends."""
    before, after = (text.splitlines(keepends=True) for text in (file.before, file.after))
    for line in difflib.unified_diff(before, after, f"{file.path}", f"{file.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def print_diff(file, console, out):
    """Prints a file's diff: in colours on a terminal, byte for byte in a pipe."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in diff(file):
        if console.is_terminal:
            console.print(Text(line, style=colours.get(line[0], "")), end="", soft_wrap=True)
        else:
            out.write(line)


def _terminal(file, console, intent):
    console.print(Text(file.path, style="bold"), soft_wrap=True)
    if file.failure:
        _indented(console, file.failure, 2, "red")
    if file.changed:
        rules = Counter(entry.rule for entry in file.rewritten)
        listed = ", ".join(f"{rule.replace('_', ' ')} {n}" for rule, n in rules.items())
        _indented(console, f"{_done(intent)}: {listed}", 2, "green")
    for kind, heading in HEADINGS.items():
        entries = file.of_kind(kind)
        if entries:
            _indented(console, f"{heading}:", 2, "yellow" if kind == "left" else "dim")
        for entry, places in _together(entries, file.written):
            _indented(
                console, f"{_place(entry, file.written).text(file.path)}: {entry.code}{places}", 4
            )
            if kind == "left":
                _indented(console, f"{entry.reason}: {entry.advice}", 8, "dim")
            elif kind == "outside":
                _indented(console, entry.advice, 8, "dim")
    console.print()


def _indented(console, text, indent, style=""):
    console.print(Padding(Text(text, style=style), (0, 0, 0, indent)))


def _lines(file, console, intent):
    def line(text):
        console.print(Text(text), soft_wrap=True)

    if file.failure:
        line(f"{file.path}: failed: {file.failure}")
    if file.changed:
        line(f"{file.path}: {_done(intent)} in {_many(len(file.rewritten), 'place')}")
    for kind in HEADINGS:
        for entry, places in _together(file.of_kind(kind), file.written):
            where = _place(entry, file.written).text(file.path)
            line(f"{where}: {kind}: {entry.code}{places}: {entry.reason}: {entry.advice}")


def _place(entry, written):
    """Where an entry is to be looked for: in the file as it is now."""
    return entry.after if written else entry.place


def _together(entries, written):
    """The entries that say different things, each with the further places of the same."""
    same = {}
    for entry in entries:
        same.setdefault((entry.code, entry.reason), []).append(entry)
    for first, *others in same.values():
        places = ", ".join(_place(entry, written).text("").lstrip(":") for entry in others)
        yield first, f" (also {places})" if others else ""


def _done(intent):
    return "rewritten" if intent == "were" else "would be rewritten"


def _many(count, noun):
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
