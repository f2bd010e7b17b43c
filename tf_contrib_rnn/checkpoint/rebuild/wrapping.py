"""Text of a checkpoint as literals of generated code, and lines that are not too long."""

import json

_WIDTH = 100


def quoted(text: str) -> str:
    """The source of a string, whatever stands in it: names of a file are not to be trusted."""
    return json.dumps(text, ensure_ascii=False)


def docstring(text: str) -> str:
    """The source of a docstring of one line."""
    return f'""{quoted(text)}""'


def dict_of(items: dict) -> str:
    """The source of a dict of strings, or of lists of strings, where a list of one is that one."""
    return "{" + ", ".join(f"{quoted(key)}: {_text(value)}" for key, value in items.items()) + "}"


def _text(value):
    if isinstance(value, str):
        return quoted(value)
    return _text(value[0]) if len(value) == 1 else f"[{', '.join(map(_text, value))}]"


def wrapped(text: str, indent: int) -> list[str]:
    """A statement as lines of at most 100 characters, where its brackets allow it.

    Args:
        text: the statement.
        indent: by how many spaces it stands in.
    """
    line = " " * indent + text
    if len(line) <= _WIDTH:
        return [line]
    bracket = _outermost(text)
    if bracket is None:
        return [line]
    opening, closing = bracket
    items = _split(text[opening + 1 : closing])
    inner = ", ".join(items)
    head, tail = text[: opening + 1], text[closing:]
    if len(items) == 1 or len(" " * (indent + 4) + inner) <= _WIDTH:
        body = wrapped(inner, indent + 4)
    else:
        body = [line for item in items for line in wrapped(f"{item},", indent + 4)]
    last = wrapped(tail[1:], indent)
    last[0] = " " * indent + tail[0] + last[0].lstrip()
    return [" " * indent + head, *body, *last]


def _outermost(text):
    """The bracket to break at, `(opening, closing)`: the last, unless too much stands before it."""
    found, opening = [], 0
    for place, sign, depth in _signs(text):
        if depth == 0 and sign in "([{":
            opening = place
        elif depth == 0 and sign in ")]}" and place - opening > 1:
            found.append((opening, place))
    fitting = [one for one in found if one[0] < _WIDTH - 5]
    if fitting and fitting[-1] == found[-1]:
        return fitting[-1]
    return max(fitting or found, key=lambda one: (one[1] - one[0], one[0]), default=None)


def _split(text):
    """The items between the commas that stand in no inner bracket."""
    commas = [place for place, sign, depth in _signs(text) if sign == "," and depth == 0]
    starts = [0, *(place + 1 for place in commas)]
    items = [text[a:b].strip() for a, b in zip(starts, [*commas, len(text)], strict=True)]
    return [item for item in items if item]


def _signs(text):
    """`(place, sign, depth)` of what stands in no string; brackets are as deep as around them."""
    depth, quote, is_escaped = 0, "", False
    for place, sign in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif quote:
            is_escaped = sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        else:
            depth -= sign in ")]}"
            yield place, sign, depth
            depth += sign in "([{"
