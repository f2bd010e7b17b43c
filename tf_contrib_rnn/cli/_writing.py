"""A model into a file of each kind."""

import os
import zipfile

from tf_contrib_rnn._beside import beside


def write(model, out: str, kind: str, overwrite: bool, examine=None) -> None:
    """Writes a model beside its place, and moves it there when it is whole.

    Args:
        model: the Keras model.
        out: the path; of a checkpoint its prefix.
        kind: the kind of file.
        overwrite: whether a checkpoint that is there may be replaced.
        examine: what is called with the path of the `.keras` file before it is moved; what it
            raises leaves nothing behind.

    Raises:
        ValueError: if the model cannot be written in this kind.
    """
    if kind == "checkpoint":
        from tf_contrib_rnn.checkpoint import save

        save(model, out, overwrite=overwrite)
        return
    with beside(out) as path:
        _WRITERS[kind](model, path)
        if examine is not None:
            examine(path)


def _export(model, path):
    model.export(path, verbose=False)


def _npz(model, path):
    """The arrays as a checkpoint names them; of one layer of a ZIP file each."""
    import numpy as np

    from tf_contrib_rnn.checkpoint import save
    from tf_contrib_rnn.checkpoint.sources import open_source

    prefix = os.path.join(os.path.dirname(path), "arrays.ckpt")
    save(model, prefix, write_state=False)
    entries = open_source(prefix).entries
    with zipfile.ZipFile(path, "w") as file:
        for name, stored in sorted(entries.items()):
            array = np.asarray(stored.read())
            if array.dtype.kind == "V":
                raise ValueError(
                    f"a .npz holds no {stored.dtype} such as {name!r}: pass a .keras file or a TF1 "
                    "checkpoint to --output."
                )
            with file.open(f"{name}.npy", "w", force_zip64=True) as one:
                np.lib.format.write_array(one, array)


_WRITERS = {
    "keras": lambda model, path: model.save(path),
    "weights": lambda model, path: model.save_weights(path),
    "saved-model": _export,
    "npz": _npz,
}
