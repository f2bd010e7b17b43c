"""The machine and the versions that a run was made with."""

import datetime
import os
import platform
import sys


def described() -> dict:
    """What a reader needs to know of them; nothing tells whose machine it is."""
    import keras
    import numpy as np
    import tensorflow as tf

    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": platform.system(),
        "Python": ".".join(map(str, sys.version_info[:3])),
        "TensorFlow": tf.__version__,
        "Keras": keras.__version__,
        "NumPy": np.__version__,
        "day": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }


def load() -> dict:
    """How many processes the machine has been running in the last minute, ours included."""
    return {"load": round(os.getloadavg()[0], 1)}


def processor() -> str:
    """The model of the processor, and what of its instructions matters to products."""
    fields = {}
    with open("/proc/cpuinfo") as file:
        for line in file:
            name, _, value = line.partition(":")
            fields.setdefault(name.strip(), value.strip())
    known = ("avx2", "avx512f", "avx512_bf16", "amx_bf16")
    found = [name for name in known if name in fields.get("flags", "").split()]
    return f"{fields.get('model name', platform.machine())} ({', '.join(found) or 'no AVX2'})"
