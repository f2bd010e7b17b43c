"""A page for every symbol, and one for `rnn.checkpoint`."""

import functools
import inspect

from generate import instances, symbols
from generate.docstrings import Docstring, escaped, linked
from tf_contrib_rnn import checkpoint


def of_symbols():
    """{file: text}."""
    return {f"{name}.md": page(name) for name in symbols.names()}


def page(name):
    """The page of one symbol: all that is known of it."""
    parts = symbols.docstring(name)
    texts = [f"# {name}", parts.summary, f"```python\n{symbols.signature(name)}\n```"]
    if homes := symbols.homes(name):
        texts.append("In TF 1.15.5: " + ", ".join(f"`{home}`" for home in homes) + ".")
    texts += [parts.body, parts.tail]
    texts += [f"## {title}\n\n{text}" for title, text in parts.parts()]
    texts += [*about_instance(name), *about_tf1(name), *about_errors(name)]
    texts.append(parts.papers and f"## Papers\n\n{parts.papers}")
    text = "\n\n".join(text for text in texts if text)
    return linked(escaped_but_code(text), symbols.addresses(), own=name) + "\n"


def escaped_but_code(text):
    """The page with everything but its fenced and indented code escaped."""
    pieces = text.split("```")
    return "```".join(p if i % 2 else escaped(p) for i, p in enumerate(pieces))


def about_instance(name):
    """Sections on shapes and variables."""
    instance = instances.built(name)
    if instance is None:
        return
    yield (
        "## Shapes and variables\n\nFor example, built as\n\n```python\n" + instance.call + "\n```"
    )
    yield table(["", "shape"], [[what, f"`{shape}`"] for what, shape in instance.shapes])
    if instance.variables:
        yield "Its variables in a TF1 checkpoint, after a run in the default scope:"
        lines = [[f"`{path}`", f"`{shape}`", *begin] for path, shape, *begin in instance.variables]
        told = any(line[2] for line in lines)
        heading = ["name", "shape", "initial values"][: 3 if told else 2]
        yield table(heading, [line[: len(heading)] for line in lines])
    else:
        yield "It has no variables of its own."


def about_tf1(name):
    """Sections on what TF1 does and what differs."""
    if quirks := symbols.quirks(name):
        yield "## Quirks of TF1 that are kept\n\n" + "\n".join(f"- {quirk}" for quirk in quirks)
    if symbols.homes(name):
        said = symbols.differs(name) or "None."
        yield f"## Differences from TF1\n\n{said[0].upper()}{said[1:]}"


@functools.cache
def measured():
    """The numbers of the fidelity report by symbol."""
    return instances.errors()


def about_errors(name):
    """The section with the largest differences from TF 1.15.5 that were met."""
    found = measured().get(name)
    if not found:
        return
    yield (
        "## Golden errors\n\nThe largest difference from what TF 1.15.5 computed, over all cases; "
        f"each is listed in the [fidelity report](../fidelity.md#{name.lower()})."
    )
    lines = [[dtype, str(n), *worst.values()] for dtype, (n, worst) in found.items()]
    yield table(["dtype", "cases", *instances.COLUMNS], lines)


def of_checkpoint():
    """{file: text} of the page on `rnn.checkpoint`."""
    intro = (
        "# rnn.checkpoint\n\nTF1 checkpoints into models and back. How to use it is told in the "
        "[checkpoint cookbook](../checkpoint_cookbook.md)."
    )
    order = ["inspect", "plan", "restore", "save", "verify", "constant"]
    order += [name for name in checkpoint.__all__ if name not in order]
    texts = [intro, *(section(name) for name in order)]
    return {"checkpoint.md": "\n\n".join(texts) + "\n"}


def section(name):
    """One function or class of `rnn.checkpoint`."""
    thing = getattr(checkpoint, name)
    parts = Docstring(thing)
    texts = [f"## {name}", parts.summary]
    if inspect.isfunction(thing):
        parameters = inspect.signature(thing).parameters.values()
        shown = ",\n    ".join(str(one.replace(annotation=one.empty)) for one in parameters)
        texts.append(f"```python\ncheckpoint.{name}(\n    {shown},\n)\n```")
    texts.append(parts.body)
    texts += [f"### {title} of `{name}`\n\n{text}" for title, text in parts.parts()]
    texts.append(parts.tail)
    return escaped_but_code("\n\n".join(text for text in texts if text))


def table(heading, lines):
    """A Markdown table."""
    every = [heading, ["---"] * len(heading), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in every)
