"""What happens to the bytes of a file: checksums see it, or it concerns nobody."""


def _cut(generator, content):
    return content[: int(generator.integers(len(content)))]


def _flip(generator, content):
    place = int(generator.integers(len(content)))
    return (
        content[:place]
        + bytes([content[place] ^ (1 << int(generator.integers(8)))])
        + content[place + 1 :]
    )


def _zeros(generator, content):
    start = int(generator.integers(len(content)))
    count = min(int(generator.integers(1, 64)), len(content) - start)
    return content[:start] + bytes(count) + content[start + count :]


def _noise(generator, content):
    return generator.bytes(len(content))


def _longer(generator, content):
    return content + generator.bytes(int(generator.integers(1, 100)))


def _head_cut(generator, content):
    return content[int(generator.integers(1, len(content) + 1)) :]


def _twice(generator, content):
    return content + content


def _of_another_save(generator, content):
    return None  # the runner puts the file of another checkpoint there


DAMAGES = {
    "cut": _cut,
    "flip": _flip,
    "flip_again": _flip,
    "zeros": _zeros,
    "noise": _noise,
    "longer": _longer,
    "head_cut": _head_cut,
    "twice": _twice,
    "of_another_save": _of_another_save,
}
