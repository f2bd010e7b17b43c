"""The table format of index files, read and written anew with right checksums."""

import struct

_MAGIC = 0xDB4775248B80FB57


def _crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_TABLE = _crc_table()


def masked_crc(content):
    """The checksum of a block as the format stores it."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def varint(number):
    """A whole number as protocol buffers write it; a negative one takes ten bytes."""
    number &= 2**64 - 1
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes(found + bytes([number]))


def read_varint(content, place):
    number, shift = 0, 0
    while True:
        byte = content[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place


def read_table(content):
    """`[(key, value)]` of a table without compression."""
    place = len(content) - 48
    for _ in range(2):
        _, place = read_varint(content, place)
    start, place = read_varint(content, place)
    size, _ = read_varint(content, place)
    found = []
    for _, handle in _entries(content[start : start + size]):
        first, place = read_varint(handle, 0)
        count, _ = read_varint(handle, place)
        found += _entries(content[first : first + count])
    return found


def _entries(block):
    (restarts,) = struct.unpack("<I", block[-4:])
    end, place, key = len(block) - 4 - 4 * restarts, 0, b""
    while place < end:
        shared, place = read_varint(block, place)
        rest, place = read_varint(block, place)
        size, place = read_varint(block, place)
        key = key[:shared] + block[place : place + rest]
        place += rest
        yield key, block[place : place + size]
        place += size


def table(entries):
    """The content of a table of one block."""
    content, handles = b"", []
    block = b"".join(
        varint(0) + varint(len(key)) + varint(len(value)) + key + value for key, value in entries
    )
    last = entries[-1][0] if entries else b""
    for body in (block, b"", None):
        if body is None:
            handle = handles[0]
            body = varint(0) + varint(len(last)) + varint(len(handle)) + last + handle
        body += struct.pack("<II", 0, 1)
        handles.append(varint(len(content)) + varint(len(body)))
        content += body + b"\0" + struct.pack("<I", masked_crc(body + b"\0"))
    footer = (handles[1] + handles[2]).ljust(40, b"\0")
    return content + footer + struct.pack("<Q", _MAGIC)


def message(*fields):
    """A protocol buffer of `(number, value)`: whole numbers, or bytes of a message or text."""
    found = b""
    for number, value in fields:
        if isinstance(value, bytes):
            found += varint(number << 3 | 2) + varint(len(value)) + value
        else:
            found += varint(number << 3) + varint(value)
    return found


def fields_of(content):
    """The fields of a protocol buffer; fixed ones as `(number, ("fixed", bytes))`."""
    found, place = [], 0
    while place < len(content):
        tag, place = read_varint(content, place)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, place = read_varint(content, place)
        elif wire == 2:
            size, place = read_varint(content, place)
            value, place = content[place : place + size], place + size
        else:
            size = {1: 8, 5: 4}[wire]
            value, place = (wire, content[place : place + size]), place + size
        found.append((number, value))
    return found


def joined(fields):
    """The reverse of `fields_of`."""
    found = b""
    for number, value in fields:
        if isinstance(value, tuple):
            found += varint(number << 3 | value[0]) + value[1]
        else:
            found += message((number, value))
    return found
