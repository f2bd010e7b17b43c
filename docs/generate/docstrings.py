"""A docstring of this package as Markdown.

They are Markdown already, equations indented, but for the sections of Google's style.
"""

import inspect
import re

SECTIONS = ("Args", "Call arguments", "Attributes", "Returns", "Raises")
TITLES = {"Args": "Arguments"}
CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
DIFFERS = re.compile(r"\bDiffers from TF1:(.*?)(?=\n\n|\Z)", re.DOTALL)
PAPERS = re.compile(r"^Papers?: (.*?)(?=\n\n|\Z)", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"^(?P<names>[\w*, <>]+): (?P<text>.*)$")


class Docstring:
    """The parts of an object's docstring.

    Attributes:
        summary: the first line.
        body: the paragraphs below it, equations included.
        sections: {title: lines} of the sections, in order.
        differs: what follows "Differs from TF1:", or "".
        tail: paragraphs after the sections.
        papers: the papers it names, or "".
    """

    def __init__(self, thing):
        lines = inspect.getdoc(thing).splitlines()
        self.summary, rest = lines[0], lines[1:]
        self.sections, body, tail, section = {}, [], [], None
        for line in rest:
            if line.rstrip(":") in SECTIONS and line.endswith(":"):
                section = self.sections.setdefault(line.rstrip(":"), [])
            elif section is not None and (line.startswith(" ") or not line):
                section.append(line)
            else:
                section = None
                (tail if self.sections else body).append(line)
        self.body = "\n".join(body).strip("\n")
        self.differs, self.tail = _parted("\n".join(tail))
        if not self.differs:
            self.differs, self.body = _parted(self.body)
        self.papers = " ".join(found.group(1) for found in PAPERS.finditer(self.tail))
        self.tail = PAPERS.sub("", self.tail).strip("\n")

    def parts(self):
        """(title, Markdown) of each section."""
        for title, lines in self.sections.items():
            text = inspect.cleandoc("\n".join(lines))
            yield TITLES.get(title, title), text if title == "Returns" else _definitions(text)


def _parted(text):
    """(what follows "Differs from TF1:" up to the end of its paragraph, the rest)."""
    about = [found.group(1).strip() for found in DIFFERS.finditer(text)]
    return " ".join(about), DIFFERS.sub("", text).strip("\n")


def _definitions(text):
    """Lines `name: what it is` as a definition list."""
    found = []
    for line in text.splitlines():
        named = None if line.startswith(" ") else NAMED.match(line)
        if named:
            names = ", ".join(f"`{name}`" for name in named["names"].split(", "))
            found.append(f"\n{names}\n: {named['text']}")
        else:
            found.append(f"  {line.strip()}")
    return "\n".join(found).strip("\n")


def escaped(text):
    """Markdown in which only code is code: `*` and `<` stand for themselves."""
    blocks = re.split(r"((?:^    .*\n?|^\n(?=    ))+)", text, flags=re.MULTILINE)
    return "".join(b if b.strip() and b.lstrip("\n").startswith("    ") else _spans(b)
                   for b in blocks)  # fmt: skip


def _spans(text):
    parts, last = [], 0
    for span in CODE.finditer(text):
        parts += [_plain(text[last : span.start()]), span.group()]
        last = span.end()
    return "".join([*parts, _plain(text[last:])])


def _plain(text):
    return text.replace("*", r"\*").replace("<", r"\<")


def linked(text, known, own=""):
    """Markdown whose code spans that name a symbol lead to its page.

    Args:
        text: the Markdown.
        known: {name in a code span: address of its page}.
        own: a name that is left alone, that of the page itself.
    """

    def link(span):
        address = known.get(span.group(2).removeprefix("rnn."))
        if address is None or span.group(2) == own:
            return span.group()
        return f"[{span.group()}]({address})"

    blocks = re.split(r"(^```.*?^```$|(?:^    [^\n]*\n?)+)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(b if b.startswith(("```", "    ")) else CODE.sub(link, b) for b in blocks)
