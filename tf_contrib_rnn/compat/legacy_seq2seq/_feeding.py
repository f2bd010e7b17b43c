"""What a decoder is fed: the given symbols, or its own of the step before."""

import tensorflow as tf

v1 = tf.compat.v1


def embedded(embedding, symbols):
    """The rows of an embedding, one tensor a step."""
    return [tf.nn.embedding_lookup(embedding, step) for step in symbols]


def own_symbols(embedding, output_projection=None, update_embedding=True):
    """The loop function that embeds the likeliest symbol of the step before.

    Args:
        embedding: variable [symbols, size].
        output_projection: `(weights, biases)` that turn an output into logits, or None.
        update_embedding: whether gradients go into the embedding on this way.
    """

    def loop_function(previous, _):
        if output_projection is not None:
            previous = v1.nn.xw_plus_b(previous, output_projection[0], output_projection[1])
        row = tf.nn.embedding_lookup(embedding, tf.argmax(previous, 1))
        return row if update_embedding else tf.stop_gradient(row)

    return loop_function


def check_projection(output_projection, size, dtype):
    """Refuses a projection whose sizes are not those of the symbols.

    Raises:
        ValueError: when one does not fit.
    """
    if output_projection is None:
        return
    for part, name, shape in zip(
        output_projection, ("weights", "biases"), ([None, size], [size]), strict=True
    ):
        found = tf.convert_to_tensor(part, dtype=dtype).shape
        if not found.is_compatible_with(shape):
            raise ValueError(
                f"output_projection expects {name} of shape {shape}, received {found}: make them "
                "for as many symbols as the decoder has."
            )


def decode_either(feed_previous, decode, structure):
    """Decodes with the decoder's own symbols or the given ones, as a bool or a tensor says.

    Args:
        feed_previous: bool, or boolean scalar tensor.
        decode: function of (bool, whether the bool was known) giving `(outputs, state)`.
        structure: a state, for its structure.

    Returns:
        `(outputs, state)`.
    """
    if isinstance(feed_previous, bool):
        return decode(feed_previous, True)
    lengths = []

    def branch(own):
        def decoded():
            scope = v1.get_variable_scope()
            with v1.variable_scope(scope, reuse=None if own else True):
                outputs, state = decode(own, False)
            lengths.append(len(outputs))
            return [*outputs, *v1.nest.flatten(state)]

        return decoded

    leaves = v1.cond(feed_previous, branch(True), branch(False))
    outputs, state = leaves[: lengths[0]], leaves[lengths[0] :]
    return outputs, v1.nest.pack_sequence_as(structure, state)
