"""`rnn_decoder` and the models without attention on vectors."""

import copy

import tensorflow as tf

from tf_contrib_rnn.compat.legacy_seq2seq._feeding import check_projection, embedded, own_symbols
from tf_contrib_rnn.sequence import static_rnn

v1 = tf.compat.v1


def rnn_decoder(decoder_inputs, initial_state, cell, loop_function=None, scope=None):
    """Runs a cell over inputs, or over what a function makes of its own outputs.

    Args:
        decoder_inputs: list of tensors [batch, depth]; with a loop function only the first counts.
        initial_state: state of the cell.
        cell: the cell.
        loop_function: function of the output before and the step's number that gives the next
            input, or None.
        scope: variable scope; None for `rnn_decoder`.

    Returns:
        `(outputs, state)`: a list of tensors [batch, output size], and the final state.
    """
    with v1.variable_scope(scope or "rnn_decoder"):
        state, outputs = initial_state, []
        for step, given in enumerate(decoder_inputs):
            if loop_function is not None and outputs:
                with v1.variable_scope("loop_function", reuse=True):
                    given = loop_function(outputs[-1], step)
            if step > 0:
                v1.get_variable_scope().reuse_variables()
            output, state = cell(given, state)
            outputs.append(output)
    return outputs, state


def basic_rnn_seq2seq(encoder_inputs, decoder_inputs, cell, dtype=tf.float32, scope=None):
    """An encoder and a decoder of one kind of cell, with weights of their own.

    Args:
        encoder_inputs: list of tensors [batch, depth].
        decoder_inputs: list of tensors [batch, depth].
        cell: the cell; the encoder runs a copy.
        dtype: dtype of the encoder's initial state.
        scope: variable scope; None for `basic_rnn_seq2seq`.

    Returns:
        `(outputs, state)` of the decoder.
    """
    with v1.variable_scope(scope or "basic_rnn_seq2seq"):
        _, state = static_rnn(copy.deepcopy(cell), encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(
    encoder_inputs, decoder_inputs, cell, loop_function=None, dtype=tf.float32, scope=None
):
    """An encoder and a decoder that share their weights.

    Args:
        encoder_inputs: list of tensors [batch, depth].
        decoder_inputs: list of tensors [batch, depth].
        cell: the cell.
        loop_function: as of `rnn_decoder`.
        dtype: dtype of the encoder's initial state.
        scope: variable scope below `combined_tied_rnn_seq2seq`; None for `tied_rnn_seq2seq`.

    Returns:
        `(outputs, state)` of the decoder.
    """
    with v1.variable_scope("combined_tied_rnn_seq2seq"):
        scope = scope or "tied_rnn_seq2seq"
        _, state = static_rnn(cell, encoder_inputs, dtype=dtype, scope=scope)
        v1.get_variable_scope().reuse_variables()
        return rnn_decoder(decoder_inputs, state, cell, loop_function=loop_function, scope=scope)


def embedding_rnn_decoder(
    decoder_inputs,
    initial_state,
    cell,
    num_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    scope=None,
):
    """`rnn_decoder` on symbols, with the variable `embedding`.

    Args:
        decoder_inputs: list of whole numbers [batch]; fed its own, only the first counts.
        initial_state: state of the cell.
        cell: the cell.
        num_symbols: how many symbols there are.
        embedding_size: size of a symbol's row.
        output_projection: `(weights, biases)` from outputs to logits, or None for outputs that
            are logits.
        feed_previous: whether the decoder is fed its own likeliest symbols.
        update_embedding_for_previous: whether gradients go into the embedding on that way.
        scope: variable scope; None for `embedding_rnn_decoder`.

    Returns:
        `(outputs, state)` of `rnn_decoder`.

    Raises:
        ValueError: for a projection of other sizes.
    """
    with v1.variable_scope(scope or "embedding_rnn_decoder") as scope:
        check_projection(output_projection, num_symbols, scope.dtype)
        embedding = v1.get_variable("embedding", [num_symbols, embedding_size])
        loop = own_symbols(embedding, output_projection, update_embedding_for_previous)
        inputs = embedded(embedding, decoder_inputs)
        return rnn_decoder(inputs, initial_state, cell, loop if feed_previous else None)
