"""Write the goldens of load_legacy_keras: models that tf.keras of TF 1.15.5 saved as HDF5.

Needs Python 3.7 with tensorflow 1.15.5 and h5py 2.10. Without --write it only runs the models.
"""

import argparse
import collections
import fnmatch
import os
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import _write  # noqa: E402
from _draw import draw, weight_scale  # noqa: E402
from _legacy_keras import MODELS, L, cudnn  # noqa: E402
from _record import ONE_THREAD  # noqa: E402

COMMAND = "python tests/golden/generate_legacy_keras.py --write"
FOLDER = os.path.join(HERE, "legacy_keras")
SIGMOID = {"recurrent_activation": "sigmoid"}
K = tf.keras.backend


def main():
    """Run the models asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    parser.add_argument("--only", metavar="PATTERN", default="*",
                        help="only the models whose name matches, such as 'stateful*'")
    options = parser.parse_args()
    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    leave_out_times()
    for saved in MODELS:
        if not fnmatch.fnmatch(saved.name, options.only):
            continue
        content, arrays = golden(saved)
        print("%-24s %7d bytes, %d arrays" % (saved.name, len(content), len(arrays)), flush=True)
        if options.write:
            path = os.path.join(FOLDER, saved.name)
            _write.write(path + ".h5", content)
            _write.write(path + ".npz", _write.npz_bytes(arrays))
    if options.write:
        _write.write(os.path.join(FOLDER, "layers.json"), _write.json_bytes(layer_classes()))
        path = os.path.join(HERE, "manifest_legacy_keras.json")
        print("%d files" % _write.write_manifest(FOLDER, path, COMMAND))


def leave_out_times():
    """Have h5py write datasets without the time at which it does."""
    with_times = h5py.Group.create_dataset
    h5py.Group.create_dataset = lambda self, *args, **options: with_times(
        self, *args, **dict(options, track_times=False))


def layer_classes():
    """List the classes of tf.keras.layers under the names that files have for them."""
    classes = (getattr(L, name) for name in dir(L))
    layers = (c for c in classes if isinstance(c, type) and issubclass(c, L.Layer))
    return sorted({c.__name__ for c in layers})


def golden(saved):
    """Return the bytes of a model's file, and the arrays by key."""
    K.clear_session()
    tf.set_random_seed(1)
    K.set_floatx(saved.floatx)
    K.set_session(tf.Session(config=tf.ConfigProto(**ONE_THREAD)))
    model = saved.build()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.h5")
        if saved.name == "cudnn":
            save_without_kernels(saved, model, path)
            # What TF 1.15.5 itself makes of such weights where there is no GPU.
            K.clear_session()
            model = cudnn(lambda *a, **k: L.LSTM(*a, **dict(SIGMOID, **k)),
                          lambda *a, **k: L.GRU(*a, **dict(SIGMOID, reset_after=True, **k)))
            model.load_weights(path)
        else:
            for weight in model.weights:
                K.set_value(weight, drawn(saved, weight))
            model.save(path)
        with open(path, "rb") as stream:
            content = stream.read()
        return content, run(saved, model)


def drawn(saved, weight):
    """Draw the value of a weight; that of a variance is positive."""
    seed, dtype = zlib.crc32(saved.name.encode()) % 100000, weight.dtype.base_dtype.name
    case = {"seed": seed, "dtype": dtype}
    shape = weight.shape.as_list()
    value = draw(case, weight.name, shape, weight_scale(shape))
    positive = "variance" in weight.name or "stddev" in weight.name
    return np.abs(value) + value.dtype.type(0.5) if positive else value


def save_without_kernels(saved, model, path):
    """Save a model in whose graph no variable can be read, as nothing runs cuDNN here."""
    backend = sys.modules[K.batch_get_value.__module__]
    read = backend.batch_get_value
    backend.batch_get_value = lambda weights: [drawn(saved, weight) for weight in weights]
    try:
        model.save(path)
    finally:
        backend.batch_get_value = read


def run(saved, model):
    """Call a model; return {key: array} of what went in and came out."""
    arrays = collections.OrderedDict()
    for call in range(saved.calls):
        fed = []
        for index, feed in enumerate(saved.feeds):
            key = "%d/inputs/%d" % (call, index)
            arrays[key] = feed_of(saved, key, feed)
            fed.append(arrays[key])
        outputs = model.predict(fed, batch_size=feed.shape[0])
        for index, output in enumerate(outputs if isinstance(outputs, list) else [outputs]):
            assert np.all(np.isfinite(output)), (saved.name, index)
            assert np.ptp(output, axis=0).max() > 1e-3, (saved.name, index)
            arrays["%d/outputs/%d" % (call, index)] = output
    return arrays


def feed_of(saved, key, feed):
    """Draw what one input is fed."""
    case = {"seed": zlib.crc32(saved.name.encode()) % 100000, "dtype": saved.floatx}
    value = draw(case, key, feed.shape, 0.8)
    if feed.below:
        value = (1 + np.floor(np.abs(value) * 1000) % (feed.below - 1)).astype("int32")
    for row, length in enumerate(feed.lengths or []):
        value[row, length:] = 0
    return value


if __name__ == "__main__":
    main()
