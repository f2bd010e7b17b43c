"""Index files with right checksums whose entries no Saver writes."""

from pathlib import Path

from tests.checkpoint.faults.tables import fields_of, joined, message, read_table, table

# The fields of an entry, and of the header, whose name is empty.
DTYPE, SHAPE, SHARD, OFFSET, SIZE, CHECKSUM, SLICES = range(1, 8)


def _shape(*sizes):
    return message(*((2, message((1, size))) for size in sizes))


HUGE = 10**10
# What becomes of one entry: `{field: value}`, None to leave the field out.
ENTRIES = {
    "size_overflows": {SHAPE: _shape(HUGE, HUGE)},
    "size_of_an_exabyte": {SHAPE: _shape(10**9, 10**8)},
    "size_of_gigabytes": {SHAPE: _shape(10**5, 10**5)},
    "negative_size": {SHAPE: _shape(-5, 3)},
    "unknown_size": {SHAPE: _shape(-1, 3)},
    "unknown_rank": {SHAPE: message((3, 1))},
    "three_hundred_axes": {SHAPE: _shape(*[1] * 300)},
    "largest_axis": {SHAPE: _shape(2**63 - 1)},
    "nothing_of_huge": {SHAPE: _shape(0, HUGE, HUGE)},
    "no_shape": {SHAPE: None},
    "no_type": {DTYPE: None},
    "unknown_type": {DTYPE: 999},
    "resource": {DTYPE: 20},
    "variant": {DTYPE: 21},
    "reference": {DTYPE: 101},
    "quantized": {DTYPE: 11},
    "text": {DTYPE: 7},
    "far_offset": {OFFSET: 10**9},
    "negative_offset": {OFFSET: -8},
    "offset_overflows": {OFFSET: 2**63 - 4},
    "longer_than_its_shape": {SIZE: 4096},
    "shorter_than_its_shape": {SIZE: 4},
    "huge_length": {SIZE: 2**62},
    "negative_length": {SIZE: -1},
    "another_shard": {SHARD: 7},
    "negative_shard": {SHARD: -1},
    "wrong_checksum": {CHECKSUM: (5, b"\1\2\3\4")},
    "no_checksum": {CHECKSUM: None},
    "a_part_of_nothing": {SLICES: message((1, message((1, 0), (2, 3))))},
    "a_part_too_far": {SLICES: message((1, message((1, HUGE), (2, HUGE))), (1, b""))},
}
HEADERS = {
    "no_shards": message((1, 0), (3, message((1, 1)))),
    "many_shards": message((1, 10**9), (3, message((1, 1)))),
    "negative_shards": message((1, -1), (3, message((1, 1)))),
    "big_endian": message((1, 1), (2, 1), (3, message((1, 1)))),
    "from_the_future": message((1, 1), (3, message((1, 999), (2, 999)))),
    "no_version": message((1, 1)),
    "header_of_noise": b"\xff\xff\xff\xff",
    "empty_header": b"",
}


def _entry(changes):
    def change(draft, prefix):
        name = draft.pick(draft.contents).encode()

        def spoil(key, value):
            if key != name:
                return value
            kept = [field for field in fields_of(value) if field[0] not in changes]
            return joined(kept + [(n, v) for n, v in sorted(changes.items()) if v is not None])

        _rewrite(prefix, lambda entries: [(k, spoil(k, v)) for k, v in entries])

    return change


def _header(value):
    def change(draft, prefix):
        if value == HEADERS["big_endian"]:  # what the file says counts
            draft.expected |= {name: array.byteswap() for name, array in draft.expected.items()}
        _rewrite(prefix, lambda entries: [(b"", value), *entries[1:]])

    return change


def _entries(change_all):
    def change(draft, prefix):
        def changed(entries):
            order = list(entries)
            return change_all(order, int(draft.generator.integers(1, len(order))))

        _rewrite(prefix, changed)

    return change


def _rewrite(prefix, change):
    path = Path(f"{prefix}.index")
    path.write_bytes(table(change(read_table(path.read_bytes()))))


ABSURDITIES = {
    **{name: _entry(changes) for name, changes in ENTRIES.items()},
    **{name: _header(value) for name, value in HEADERS.items()},
    "unchanged": _entries(lambda entries, _: entries),
    "no_header": _entries(lambda entries, _: entries[1:]),
    "no_entries": _entries(lambda entries, _: entries[:1]),
    "nothing_at_all": _entries(lambda entries, _: []),
    "backwards": _entries(lambda entries, _: entries[::-1]),
    "an_entry_twice": _entries(lambda entries, n: [*entries[: n + 1], *entries[n:]]),
    "entry_of_noise": _entries(lambda e, n: [*e[:n], (e[n][0], b"\xff" * 9), *e[n + 1 :]]),
    "name_of_noise": _entries(lambda e, n: [*e[:n], (b"\xff\xfe\xfd", e[n][1]), *e[n + 1 :]]),
    "name_with_a_zero": _entries(lambda e, n: [*e[:n], (e[n][0] + b"\0x", e[n][1]), *e[n + 1 :]]),
    "empty_entry": _entries(lambda e, n: [*e[:n], (e[n][0], b""), *e[n + 1 :]]),
}
