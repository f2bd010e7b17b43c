"""Runs the Python of pages: `python -m tests.documentation.recipes docs/index.md ...`.

The blocks of a section are one program, run in a new folder and namespace. Where a line is
`print(...)  # text`, it must print that text.
"""

import os
import re
import sys
import tempfile
import traceback
from pathlib import Path

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# A block of any kind, in which `#` begins a comment, or a heading.
PIECE = re.compile(r"^```(\S*)\n(.*?)^```$|^##? ([^\n]*)$", re.DOTALL | re.MULTILINE)
PRINTS = re.compile(r"^ *print\(.*\)  # (.*)$")


def recipes(text):
    """{heading: program} of a page; sections without Python have none."""
    found, heading = {}, ""
    for piece in PIECE.finditer(text):
        kind, block, title = piece.groups()
        if title is not None:
            heading = title
        elif kind == "python":
            found.setdefault(heading, []).append(block)
    return {heading: "\n".join(blocks) for heading, blocks in found.items()}


def run(program):
    """Runs a program in the current folder.

    Raises:
        AssertionError: where it prints something else than its comments say.
    """
    lines = dict(enumerate(program.splitlines(), 1))
    promised = {n: m.group(1) for n, line in lines.items() if (m := PRINTS.match(line))}
    seen = set()

    def checked(*values):
        number = sys._getframe(1).f_lineno
        text = " ".join(map(str, values))
        assert text == promised.get(number, text), f"{lines[number].strip()} printed {text}"
        seen.add(number)

    file = Path("recipe.py").resolve()  # AutoGraph reads the source
    file.write_text(program, encoding="utf-8")
    exec(compile(program, str(file), "exec"), {"__name__": "recipe", "print": checked})
    assert promised.keys() <= seen, f"never printed: {[lines[n] for n in promised.keys() - seen]}"


def failures(path):
    """The recipes of a page that fail, with how, as text."""
    import keras

    for heading, program in recipes(path.read_text(encoding="utf-8")).items():
        keras.utils.clear_session()
        keras.utils.set_random_seed(1)
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            sys.path.insert(0, folder)  # a recipe may write a module and import it
            try:
                run(program)
            except Exception:
                yield f"{path.name}, {heading}:\n{traceback.format_exc()}"
            finally:
                sys.path.remove(folder)
                os.chdir(path.parent)


def main():
    """Runs the pages that the command line names; says what failed."""
    pages = [Path(name).resolve() for name in sys.argv[1:]]
    failed = [failure for page in pages for failure in failures(page)]
    sys.exit("\n".join(failed) or 0)


if __name__ == "__main__":
    main()
