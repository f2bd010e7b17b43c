"""Names as TensorFlow 0.12 to 1.15.5 wrote them, and what they are called today."""

from pathlib import Path

from tests.old_checkpoints import files
from tf_contrib_rnn.checkpoint import names
from tf_contrib_rnn.checkpoint.sources import Stored

GOLDEN = Path(__file__).parents[1] / "golden"
TODAY = sorted((GOLDEN / "cell_checkpoints").glob("*/*.index"))
TODAY += sorted((GOLDEN / "checkpoints").glob("*/*.index"))
OLD = [(version, name) for version in files.VERSIONS for name in files.configurations(version)]


def entries_of(*stored, shape=(2, 2)):
    """Entries that nothing may read."""
    return {name: Stored(name, shape, "float32", None) for name in stored}


def today(*stored):
    """{stored name: name of today}."""
    return {one.name: name for name, one in names.modern(entries_of(*stored)).items()}


def of_version(version, name):
    stored = files.variables(version, name)
    return {key: Stored(key, array.shape, "float32", None) for key, array in stored.items()}
