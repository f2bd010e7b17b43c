"""From paths to a report: reads files, runs the rules, and writes when told to."""

import ast
import os
import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from . import files
from .engine import WORDS, NotPython3Error, parse, rewrite
from .module import Module
from .notebooks import Notebook, other_mentions
from .project import Project
from .report import FileReport, Left, Place, Report, moved
from .rules import mentions


def upgrade(
    paths: Iterable[str | os.PathLike[str]],
    write: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> Report:
    """Rewrites the Python files and notebooks below some paths.

    Args:
        paths: files and folders.
        write: whether to replace the files; otherwise nothing is written anywhere.
        progress: called with the number of files done and of all files, after each; or None.

    Returns:
        A ``Report``. A file that cannot be read, parsed or written is in it with its failure; the
        others go on.

    Raises:
        TypeError: when ``paths`` is a single path.
    """
    if isinstance(paths, str | os.PathLike):
        raise TypeError(f"paths expects a list of paths, received {paths!r}: write [{paths!r}].")
    places = [Path(path) for path in paths]
    found = files.find(places)
    roots = [path if path.is_dir() else path.parent for path in places]
    project: Project = Project(roots, lambda path: _resolver(path, project))
    for path in found:
        if path.suffix != files.NOTEBOOK:
            project.note_imports(path.resolve(), _text(path))
    report, changed = Report(), []
    for number, path in enumerate(found, 1):
        done = _one_file(path, project)
        report.files.append(done)
        if done.changed:
            changed.append((path, done))
        if progress:
            progress(number, len(found))
    if write:  # only now: until here every file was asked what it was
        for path, done in changed:
            _write(path, done)
    return report


def rewrite_text(source: str, path: str | os.PathLike[str] = "program.py") -> FileReport:
    """Rewrites one program by itself.

    Args:
        source: its text.
        path: what to call it.

    Returns:
        A ``FileReport``; its ``after`` is the new text.

    Raises:
        ValueError: when the text does not parse as Python 3; the message names the line.
    """
    new, module = rewrite(parse(source), Path(path), Project([], lambda path: None))
    return _file_report(path, module, source, new.code)


def _one_file(path, project):
    try:
        kind = _notebook if path.suffix == files.NOTEBOOK else _python
        return kind(path, path.read_bytes(), project)
    except OSError as error:
        return FileReport(str(path), failure=_told(error))
    except (ValueError, RecursionError) as error:
        return FileReport(str(path), failure=str(error))
    except Exception as error:
        error.add_note(f"while rewriting {path}; nothing was written")
        raise


def _write(path, done):
    try:
        before, after = (text.encode(done.encoding) for text in (done.before, done.after))
        files.replace(path, before, after)
        done.written = True
    except (OSError, files.ChangedMeanwhileError) as error:
        done.failure = _told(error)


def _told(error):
    return getattr(error, "strerror", None) or str(error)


def _python(path, before, project):
    if not WORDS.search(before.decode("latin-1")):
        return FileReport(str(path))
    tree = parse(before)
    if tree.bytes != before:
        raise ValueError("its line ends cannot be kept: save it with those of Unix first")
    new, module = rewrite(tree, path, project)
    encoding, after = tree.encoding, new.bytes
    _stay_python(before, after)
    report = _file_report(path, module, before.decode(encoding), after.decode(encoding))
    report.encoding = encoding
    return report


def _notebook(path, before, project):
    text = before.decode("utf-8")
    if not WORDS.search(text):
        return FileReport(str(path))
    notebook = Notebook(text)
    new, module = rewrite(parse(notebook.source), path, project)
    _stay_python(notebook.source, new.code)
    after = notebook.with_source(new.code)
    report = _file_report(path, module, text, after)
    finished = notebook.like(new.code)
    new_line = moved(notebook.source, new.code)
    report.rewritten = [
        replace(entry, place=_in_cell(entry.place, notebook.place)) for entry in report.rewritten
    ]
    report.left = [
        replace(
            entry,
            place=_in_cell(entry.place, notebook.place),
            after=_in_cell(replace(entry.place, line=new_line(entry.place.line)), finished),
        )
        for entry in report.left
    ]
    for cell, line, code in other_mentions(notebook, mentions.PATTERN):
        report.left.append(_opaque(notebook, cell, line, code))
    return report


def _stay_python(before, after):
    """Refuses a text that is no longer Python, should a rule ever make one.

    Raises:
        ValueError: when the text was Python and is not any more.
    """
    if before != after and _is_python(before) and not _is_python(after):
        raise ValueError("its rewritten text would be no Python; it is left as it was")


def _is_python(source):
    with warnings.catch_warnings(action="ignore"):
        try:
            ast.parse(source)
        except (SyntaxError, ValueError):
            return False
    return True


def _file_report(path, module, before, after):
    new_line = moved(before, after)
    rewritten = sorted(module.rewritten, key=lambda entry: entry.place)
    left = [
        replace(entry, after=replace(entry.place, line=new_line(entry.place.line)))
        for entry in sorted(module.left, key=lambda entry: entry.place)
    ]
    return FileReport(str(path), rewritten, left, before=before, after=after)


def _in_cell(place, find):
    cell, line = find(place.line)
    return Place(cell, line, place.column)


def _opaque(notebook, cell, line, code):
    """The report of a line in a cell that was not looked at."""
    place = Place(cell.number, line, 0)
    if not cell.is_code:
        advice = "change it if it misleads"
        return Left(place, "notebooks", code, "a cell of text", advice, "mention", place)
    wrong = notebook.opaque[cell.number]
    if wrong is None:
        reason, advice = "the cell is not Python", "change it by hand"
    else:
        reason = f"the cell does not parse as Python 3 (its line {wrong})"
        advice = "mend that line, then run this again"
    return Left(place, "notebooks", code, reason, advice, after=place)


def _resolver(path, project):
    try:
        return Module(parse(path.read_bytes()), path, project).resolver
    except (OSError, NotPython3Error, RecursionError):
        return None


def _text(path):
    try:
        return path.read_bytes().decode("latin-1")
    except OSError:
        return ""
