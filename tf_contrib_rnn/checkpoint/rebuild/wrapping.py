"""Lines that are not too long."""

_WIDTH = 100


def dict_of(items: dict) -> str:
    """The source of a dict of strings, or of lists of strings, where a list of one is that one."""
    return "{" + ", ".join(f'"{key}": {_text(value)}' for key, value in items.items()) + "}"


def _text(value):
    if isinstance(value, str):
        return f'"{value}"'
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
    opening = _outermost(text)
    if opening is None:
        return [line]
    closing = _closing(text, opening)
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
    """Where the bracket to break at opens: the last, unless what stands before it is too long."""
    found, depth, quote, start = [], 0, "", 0
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([{":
            start = place if depth == 0 else start
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth == 0 and place - start > 1:
                found.append((place - start, start))
    fitting = [start for _, start in found if start < _WIDTH - 5]
    if fitting and fitting[-1] == found[-1][1]:
        return fitting[-1]
    return max([one for one in found if one[1] in fitting] or found)[1] if found else None


def _closing(text, opening):
    depth, quote = 0, ""
    for place in range(opening, len(text)):
        sign = text[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth == 0:
                return place
    raise AssertionError(text)


def _split(text):
    """The items between the commas that stand in no inner bracket."""
    items, depth, quote, start = [], 0, "", 0
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == "," and depth == 0:
            items.append(text[start:place].strip())
            start = place + 1
    items.append(text[start:].strip())
    return [item for item in items if item]
