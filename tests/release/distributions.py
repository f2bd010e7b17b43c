"""What wheels and sdists hold: `python -m tests.release.distributions dist` tells it, by folder."""

import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path


def contents(path):
    """{name: bytes} of the files in a wheel or an sdist; an sdist's without its top folder."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(path) as sdist:
        files = [member for member in sdist if member.isfile()]
        return {one.name.partition("/")[2]: sdist.extractfile(one).read() for one in files}


def told(path):
    """The size of a wheel or an sdist and of what is in it, by folder, as text."""
    folders = defaultdict(list)
    for name, content in contents(path).items():
        folders["/".join(name.split("/")[:-1][:2])].append(len(content))
    lines = [f"{path.name}: {size(path.stat().st_size)}"]
    for folder, sizes in sorted(folders.items()):
        files = f"{len(sizes)} file" + "s" * (len(sizes) > 1)
        lines.append(f"  {folder or '.':<44}{files:>10}{size(sum(sizes)):>10}")
    return "\n".join(lines)


def size(count):
    """A number of bytes in words."""
    return f"{count / 1e6:.2f} MB" if count >= 1e6 else f"{count / 1e3:.1f} kB"


def main():
    """Tells of every wheel and sdist in the folder that the command line names."""
    found = [path for path in sorted(Path(sys.argv[1]).iterdir()) if path.is_file()]
    print("\n".join(map(told, found)))


if __name__ == "__main__":
    main()
