"""Models on symbols without attention."""

import copy

import tensorflow as tf

from tf_contrib_rnn.cells import RNNCell
from tf_contrib_rnn.compat.legacy_seq2seq._feeding import (
    check_projection,
    decode_either,
    embedded,
    own_symbols,
)
from tf_contrib_rnn.compat.legacy_seq2seq.decoders import embedding_rnn_decoder, tied_rnn_seq2seq
from tf_contrib_rnn.sequence import static_rnn
from tf_contrib_rnn.wrappers import EmbeddingWrapper, OutputProjectionWrapper

v1 = tf.compat.v1


def encode(encoder_inputs, cell, num_symbols, embedding_size, dtype):
    """Runs a cell over embedded symbols.

    Returns:
        `(outputs, state)`.
    """
    cell = EmbeddingWrapper(cell, embedding_classes=num_symbols, embedding_size=embedding_size)
    return static_rnn(cell, encoder_inputs, dtype=dtype)


def embedding_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """An encoder and a decoder on symbols, each with an embedding.

    Args:
        encoder_inputs: list of whole numbers [batch].
        decoder_inputs: list of whole numbers [batch].
        cell: the cell; the encoder runs a copy.
        num_encoder_symbols: how many symbols the encoder has.
        num_decoder_symbols: how many symbols the decoder has.
        embedding_size: size of a symbol's row.
        output_projection: `(weights, biases)` from outputs to logits; None to make them.
        feed_previous: whether the decoder is fed its own likeliest symbols: bool or boolean tensor.
        dtype: dtype of the initial state; None for the variable scope's.
        scope: variable scope; None for `embedding_rnn_seq2seq`.

    Returns:
        `(outputs, state)`: a list of tensors [batch, symbols] ([batch, output size] with a
        projection), and the decoder's final state.

    Raises:
        ValueError: for a projection of other sizes.
    """
    with v1.variable_scope(scope or "embedding_rnn_seq2seq") as scope:
        if dtype is not None:
            scope.set_dtype(dtype)
        _, encoded = encode(
            encoder_inputs, copy.deepcopy(cell), num_encoder_symbols, embedding_size, scope.dtype
        )
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)

        def decode(own, known):
            return embedding_rnn_decoder(
                decoder_inputs,
                encoded,
                cell,
                num_decoder_symbols,
                embedding_size,
                output_projection=output_projection,
                feed_previous=own,
                update_embedding_for_previous=known,
            )

        return decode_either(feed_previous, decode, encoded)


def embedding_tied_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_symbols,
    embedding_size,
    num_decoder_symbols=None,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """An encoder and a decoder on symbols that share embedding and weights.

    Args:
        encoder_inputs: list of whole numbers [batch].
        decoder_inputs: list of whole numbers [batch].
        cell: the cell.
        num_symbols: how many symbols there are.
        embedding_size: size of a symbol's row.
        num_decoder_symbols: how many the decoder may give; None for all.
        output_projection: as of `embedding_rnn_seq2seq`.
        feed_previous: as of `embedding_rnn_seq2seq`.
        dtype: dtype of the variables; None for the variable scope's.
        scope: variable scope; None for `embedding_tied_rnn_seq2seq`.

    Returns:
        `(outputs, state)` as of `embedding_rnn_seq2seq`.

    Raises:
        ValueError: for a projection of other sizes.
    """
    with v1.variable_scope(scope or "embedding_tied_rnn_seq2seq", dtype=dtype) as scope:
        dtype = scope.dtype
        check_projection(output_projection, num_symbols, dtype)
        embedding = v1.get_variable("embedding", [num_symbols, embedding_size], dtype=dtype)
        sources = embedded(embedding, encoder_inputs)
        inputs = embedded(embedding, decoder_inputs)
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols or num_symbols)

        def decode(own, known):
            loop = own_symbols(embedding, output_projection, known) if own else None
            return tied_rnn_seq2seq(sources, inputs, cell, loop_function=loop, dtype=dtype)

        zeros = cell.zero_state(tf.shape(encoder_inputs[0])[0], dtype)
        return decode_either(feed_previous, decode, zeros)


def one2many_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs_dict,
    enc_cell,
    dec_cells_dict,
    num_encoder_symbols,
    num_decoder_symbols_dict,
    embedding_size,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """One encoder and several decoders on symbols.

    Args:
        encoder_inputs: list of whole numbers [batch].
        decoder_inputs_dict: {decoder: list of whole numbers [batch]}.
        enc_cell: the encoder's cell.
        dec_cells_dict: {decoder: its cell}.
        num_encoder_symbols: how many symbols the encoder has.
        num_decoder_symbols_dict: {decoder: how many it has}.
        embedding_size: size of a symbol's row.
        feed_previous: as of `embedding_rnn_seq2seq`.
        dtype: dtype of the variables; None for the variable scope's.
        scope: variable scope; None for `one2many_rnn_seq2seq`.

    Returns:
        `({decoder: outputs}, {decoder: state})`.

    Raises:
        TypeError: for something that is no cell.
        ValueError: when cells and inputs are not of the same decoders.
    """
    for cell in (enc_cell, *dec_cells_dict.values()):
        if not isinstance(cell, RNNCell):
            raise TypeError(
                f"one2many_rnn_seq2seq expects cells, received {type(cell).__name__}: pass an "
                "RNNCell."
            )
    if set(dec_cells_dict) != set(decoder_inputs_dict):
        raise ValueError(
            f"one2many_rnn_seq2seq expects cells for {sorted(decoder_inputs_dict)}, received "
            f"{sorted(dec_cells_dict)}: give each decoder one."
        )
    outputs, states = {}, {}
    with v1.variable_scope(scope or "one2many_rnn_seq2seq", dtype=dtype) as scope:
        _, encoded = encode(
            encoder_inputs, enc_cell, num_encoder_symbols, embedding_size, scope.dtype
        )
        for name, inputs in decoder_inputs_dict.items():
            count = num_decoder_symbols_dict[name]
            with v1.variable_scope(f"one2many_decoder_{name}"):
                cell = OutputProjectionWrapper(dec_cells_dict[name], count)

                def decode(own, _, inputs=inputs, cell=cell, count=count):
                    return embedding_rnn_decoder(
                        inputs, encoded, cell, count, embedding_size, feed_previous=own
                    )

                outputs[name], states[name] = decode_either(feed_previous, decode, encoded)
    return outputs, states
