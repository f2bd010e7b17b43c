"""Writes the pages that say what the code says: `docs/reference`, never committed.

docstrings    a docstring as Markdown
symbols       what there is, and where TF1 had it
instances     shapes and variables of built cells, and how far they are from TF 1.15.5
pages         a page a symbol
tables        the table of all symbols, and a page of contents for each room
beside        pages that lie outside of `docs`: the notebooks
quirks.toml   what TF1 does that nobody expects, by symbol; this package does it too
"""

import logging
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def write_pages(docs):
    """Writes every generated page below the folder `docs`; leaves alone what has not changed."""
    from generate import beside, pages, tables

    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    written = {
        **pages.of_symbols(),
        **pages.of_checkpoint(),
        **tables.every(),
        **beside.notebooks(docs.parent),
    }
    folder = docs / "reference"
    for old in set(_below(folder)) - {folder / name for name in written}:
        old.unlink()
    for name, text in written.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _below(folder: Path):
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
