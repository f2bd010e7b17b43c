"""`tf.compat.v1.get_variable` as cells use it, and what it does inside a cell's scope."""

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


def get_graph_variable(path, dtype, initializer=None, partitioned=True, **options):
    """`get_variable` in the current scope of a v1 graph.

    Args:
        path: name below the scope.
        dtype: Keras name of the dtype.
        initializer: a Keras initializer, or what `get_variable` takes itself.
        partitioned: whether a partitioner of the scope applies.
        **options: other arguments of `get_variable`.
    """
    import tensorflow as tf

    v1 = tf.compat.v1
    with contextlib.ExitStack() as stack:
        if not partitioned:
            again = v1.variable_scope(v1.get_variable_scope(), auxiliary_name_scope=False)
            stack.enter_context(again).set_partitioner(None)
        return v1.get_variable(
            path,
            dtype=tf.as_dtype(dtype),
            initializer=graph_initializer(initializer),
            use_resource=True,
            **options,
        )


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
