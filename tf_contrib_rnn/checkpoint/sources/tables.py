"""The tables behind both formats, looked at before TensorFlow reads them.

TensorFlow ends the whole process where a table with right checksums says what no Saver writes: a
negative size, a shape of more numbers than can be counted, an entry that is no entry. Only that is
looked for here; checksums and everything else are TensorFlow's to see.

    table = blocks, a block that lists them, footer
    block = {shared length, length, length of value, rest of key, value}, restarts, their number
"""

import math
import struct
from collections.abc import Iterator

from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

_MAGIC = struct.pack("<Q", 0xDB4775248B80FB57)
_FOOTER = 48
_MOST_AXES = 254
_MOST_NUMBERS = 2**63


class AbsurdTable(Exception):
    """A table says what no Saver writes; the text says what."""


def check_v2(path: str) -> None:
    """Looks at every entry of an index file.

    Args:
        path: the file.

    Raises:
        AbsurdTable: if TensorFlow must not read it.
    """
    for key, value in _entries(path):
        if key:
            name = key.decode("utf-8", "replace")
            _check_shape(name, _first(_fields(name, value), 2, b""))


def check_v1(path: str) -> None:
    """Looks at the list of variables of a V1 checkpoint's file; the arrays are not read.

    Args:
        path: the file.

    Raises:
        AbsurdTable: if TensorFlow must not read it.
    """
    for key, value in _entries(path):
        if key:
            return
        for number, meta in _fields("the list of variables", value):
            for kind, variable in _fields("the list of variables", meta) if number == 1 else []:
                if kind == 1:
                    fields = _fields("a variable", variable)
                    name = _first(fields, 1, b"").decode("utf-8", "replace")
                    _check_shape(name, _first(fields, 2, b""))


def _check_shape(name, shape):
    axes = [axis for number, axis in _fields(name, shape) if number == 2]
    sizes = [_first(_fields(name, axis), 1, 0) for axis in axes]
    if len(sizes) > _MOST_AXES:
        raise AbsurdTable(f"{name!r} has {len(sizes)} axes")
    if any(size >= _MOST_NUMBERS for size in sizes):  # a negative number, as it is written
        raise AbsurdTable(f"{name!r} has an axis of negative size")
    if math.prod(size for size in sizes if size) >= _MOST_NUMBERS:
        raise AbsurdTable(f"{name!r} has the shape {sizes}, more numbers than can be counted")


def _entries(path) -> Iterator[tuple[bytes, bytes]]:
    """The entries of a table; none where it is no table, or is compressed."""
    with tf.io.gfile.GFile(path, "rb") as file:
        size = file.size()
        if size < _FOOTER:
            return
        file.seek(size - _FOOTER)
        footer = file.read(_FOOTER)
        if not footer.endswith(_MAGIC):
            return
        try:
            _, place = _varint(footer, 0)
            _, place = _varint(footer, place)
            for _, handle in _block(file, footer, place, size):
                yield from _block(file, handle, 0, size)
        except (IndexError, struct.error):
            raise AbsurdTable("a block of it ends too early") from None


def _block(file, handle, place, size):
    start, place = _varint(handle, place)
    length, _ = _varint(handle, place)
    if start + length + 1 > size:
        raise AbsurdTable("a block of it lies behind its end")
    file.seek(start)
    block = file.read(length + 1)
    if block[-1]:
        return
    (restarts,) = struct.unpack("<I", block[-5:-1])
    end, place, key = length - 4 - 4 * restarts, 0, b""
    while place < end:
        shared, place = _varint(block, place)
        rest, place = _varint(block, place)
        count, place = _varint(block, place)
        key = key[:shared] + block[place : place + rest]
        place += rest + count
        yield key, block[place - count : place]


def _varint(content, place):
    number, shift = 0, 0
    while True:
        byte = content[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place


def _fields(name, content):
    """The fields of a protocol buffer."""
    found, place = [], 0
    try:
        while place < len(content):
            tag, place = _varint(content, place)
            value = None
            if tag & 7 == 0:
                value, place = _varint(content, place)
            else:
                count = {1: 8, 5: 4}.get(tag & 7)
                if tag & 7 == 2:
                    count, place = _varint(content, place)
                value, place = content[place : place + count], place + count
            found.append((tag >> 3, value))
    except (IndexError, TypeError):
        place = len(content) + 1
    if place > len(content):
        raise AbsurdTable(f"the entry of {name!r} is none")
    return found


def _first(fields, number, default):
    """The value of a field; the last one counts, as everywhere in protocol buffers."""
    found = [value for kind, value in fields if kind == number]
    if found and type(found[-1]) is not type(default):
        raise AbsurdTable(f"field {number} of an entry is of another kind")
    return found[-1] if found else default
