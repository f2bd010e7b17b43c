"""Files whose bytes depend only on their content: npz, JSON, the manifest."""

import hashlib
import io
import json
import os
import platform
import zipfile

import numpy as np
import tensorflow as tf

_BEGINNING = (1980, 1, 1, 0, 0, 0)


def npz_bytes(arrays):
    """Return the bytes of an .npz file, without any time in them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
            info = zipfile.ZipInfo(key + ".npy", _BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, member.getvalue())
    return stream.getvalue()


def json_bytes(value):
    """Return readable JSON, ending in a newline."""
    return (_layout(value, "") + "\n").encode()


def _layout(value, indent):
    """Write one entry a line, down to what fits on a line."""
    line = json.dumps(value)
    if len(line) + len(indent) <= 96 or not isinstance(value, (dict, list)):
        return line
    inner = indent + "  "
    if isinstance(value, dict):
        items = ["%s: %s" % (json.dumps(k), _layout(v, inner)) for k, v in value.items()]
        return "{\n%s%s\n%s}" % (inner, (",\n" + inner).join(items), indent)
    items = [_layout(v, inner) for v in value]
    return "[\n%s%s\n%s]" % (inner, (",\n" + inner).join(items), indent)


def write(path, content):
    """Write bytes, making the folder where it is missing."""
    folder = os.path.dirname(path)
    if not os.path.isdir(folder):
        os.makedirs(folder)
    with open(path, "wb") as stream:
        stream.write(content)


def write_manifest(folder, path, command):
    """Write who made the files under `folder`, and the SHA-256 of each of them."""
    sums = {}
    for place, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(place, name)
            with open(full, "rb") as stream:
                key = os.path.relpath(full, os.path.dirname(path)).replace(os.sep, "/")
                sums[key] = hashlib.sha256(stream.read()).hexdigest()
    facts = {"tensorflow": tf.__version__, "numpy": np.__version__,
             "python": platform.python_version(), "command": command}
    facts["sha256"] = dict(sorted(sums.items()))
    write(path, json_bytes(facts))
    return len(sums)
