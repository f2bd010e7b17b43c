"""What `tf.compat.v1.get_variable` does inside a cell's scope."""

import contextlib

import keras


def noting_getter(scope, store):
    """A custom getter that notes in `store` what `get_variable` makes or finds."""
    prefix = f"{scope}/" if scope else ""

    def noted(getter, name, *args, **kwargs):
        variable = getter(name, *args, **kwargs)
        store.setdefault(name.removeprefix(prefix), variable)
        return variable

    return noted


def making_getter(cell, scope, store):
    """A custom getter for `get_variable` that makes the cell's own variables, each once."""
    prefix = f"{scope}/" if scope else ""

    def made(getter, name, shape=None, dtype=None, initializer=None, **options):
        path = name.removeprefix(prefix)
        if path not in store:
            kept = {k: options.get(k) for k in ("regularizer", "trainable", "constraint")}
            kept["trainable"] = kept["trainable"] is not False
            store[path] = cell.make_weight(path, shape, dtype, initializer, **kept)
        return store[path]

    return made


@contextlib.contextmanager
def partitioning(wanted):
    """Inside a v1 graph: the surrounding scope's partitioner, or none where none is wanted."""
    if wanted:
        yield
        return
    import tensorflow as tf

    scope = tf.compat.v1.get_variable_scope()
    with tf.compat.v1.variable_scope(scope, auxiliary_name_scope=False) as inner:
        inner.set_partitioner(None)
        yield


def graph_initializer(initializer):
    """What `get_variable` takes for a Keras initializer: TF1's own object, or a function."""
    if initializer is None or not isinstance(initializer, keras.initializers.Initializer):
        return initializer
    original = getattr(initializer, "tf1_original", None)
    if original is not None:
        return original

    def initial(shape, dtype=None):
        return initializer(tuple(shape), dtype=keras.backend.standardize_dtype(dtype))

    return initial
