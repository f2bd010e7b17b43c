"""The decoder that attends to the encoder's outputs, and the models around it."""

import copy

import tensorflow as tf

from tf_contrib_rnn.compat.legacy_seq2seq._feeding import (
    check_projection,
    decode_either,
    embedded,
    own_symbols,
)
from tf_contrib_rnn.compat.legacy_seq2seq._heads import Heads
from tf_contrib_rnn.compat.legacy_seq2seq.embedded import encode
from tf_contrib_rnn.compat.linear import linear
from tf_contrib_rnn.wrappers import OutputProjectionWrapper

v1 = tf.compat.v1


def attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    output_size=None,
    num_heads=1,
    loop_function=None,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """Runs a cell that sees, beside each input, what it attends to.

    Args:
        decoder_inputs: list of tensors [batch, depth].
        initial_state: state of the cell.
        attention_states: tensor [batch, length, size].
        cell: the cell.
        output_size: size of the outputs; None for the cell's.
        num_heads: how many views of the states it attends to.
        loop_function: as of `rnn_decoder`.
        dtype: dtype of the variables; None for the variable scope's.
        scope: variable scope; None for `attention_decoder`.
        initial_state_attention: whether the first step attends with the initial state, instead of
            seeing zeros.

    Returns:
        `(outputs, state)`: a list of tensors [batch, output_size], and the final state.

    Raises:
        ValueError: for no inputs, no heads, or states of unknown size.
    """
    _check(decoder_inputs, num_heads, attention_states)
    output_size = cell.output_size if output_size is None else output_size
    with v1.variable_scope(scope or "attention_decoder", dtype=dtype) as scope:
        dtype = scope.dtype
        heads = Heads(attention_states, num_heads, dtype)
        views = heads.zeros(tf.shape(decoder_inputs[0])[0])
        state, outputs = initial_state, []
        if initial_state_attention:
            views = heads(state)
        for step, given in enumerate(decoder_inputs):
            if step > 0:
                v1.get_variable_scope().reuse_variables()
            if loop_function is not None and outputs:
                with v1.variable_scope("loop_function", reuse=True):
                    given = loop_function(outputs[-1], step)
            seen = [tf.cast(part, dtype) for part in (given, *views)]
            output, state = cell(linear(seen, given.shape.as_list()[1], True), state)
            again = True if step == 0 and initial_state_attention else None
            with v1.variable_scope(v1.get_variable_scope(), reuse=again):
                views = heads(state)
            with v1.variable_scope("AttnOutputProjection"):
                output = linear([tf.cast(output, dtype), *views], output_size, True)
            outputs.append(output)
    return outputs, state


def _check(decoder_inputs, num_heads, attention_states):
    if not decoder_inputs:
        raise ValueError("attention_decoder expects inputs, received none: pass one a step.")
    if num_heads < 1:
        raise ValueError(f"num_heads expects at least 1, received {num_heads}: or use rnn_decoder.")
    if attention_states.shape.as_list()[2] is None:
        raise ValueError(
            "attention_states expect a known last axis, received shape "
            f"{attention_states.shape}: set the shape."
        )


def embedding_attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    num_symbols,
    embedding_size,
    num_heads=1,
    output_size=None,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`attention_decoder` on symbols, with the variable `embedding`.

    Args:
        decoder_inputs: list of whole numbers [batch].
        initial_state: state of the cell.
        attention_states: as of `attention_decoder`.
        cell: the cell.
        num_symbols: how many symbols there are.
        embedding_size: size of a symbol's row.
        num_heads: as of `attention_decoder`.
        output_size: as of `attention_decoder`.
        output_projection: as of `embedding_rnn_decoder`.
        feed_previous: as of `embedding_rnn_decoder`.
        update_embedding_for_previous: as of `embedding_rnn_decoder`.
        dtype: dtype of the variables; None for the variable scope's.
        scope: variable scope; None for `embedding_attention_decoder`.
        initial_state_attention: as of `attention_decoder`.

    Returns:
        `(outputs, state)` of `attention_decoder`.

    Raises:
        ValueError: for a projection of other sizes.
    """
    output_size = cell.output_size if output_size is None else output_size
    with v1.variable_scope(scope or "embedding_attention_decoder", dtype=dtype) as scope:
        check_projection(output_projection, num_symbols, scope.dtype)
        embedding = v1.get_variable("embedding", [num_symbols, embedding_size])
        loop = own_symbols(embedding, output_projection, update_embedding_for_previous)
        return attention_decoder(
            embedded(embedding, decoder_inputs),
            initial_state,
            attention_states,
            cell,
            output_size=output_size,
            num_heads=num_heads,
            loop_function=loop if feed_previous else None,
            initial_state_attention=initial_state_attention,
        )


def embedding_attention_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    num_heads=1,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """An encoder and an attending decoder on symbols, each with an embedding.

    Args:
        encoder_inputs: list of whole numbers [batch].
        decoder_inputs: list of whole numbers [batch].
        cell: the cell; the encoder runs a copy.
        num_encoder_symbols: how many symbols the encoder has.
        num_decoder_symbols: how many symbols the decoder has.
        embedding_size: size of a symbol's row.
        num_heads: as of `attention_decoder`.
        output_projection: `(weights, biases)` from outputs to logits; None to make them.
        feed_previous: whether the decoder is fed its own likeliest symbols: bool or boolean tensor.
        dtype: dtype of the variables; None for the variable scope's.
        scope: variable scope; None for `embedding_attention_seq2seq`.
        initial_state_attention: as of `attention_decoder`.

    Returns:
        `(outputs, state)`: a list of tensors [batch, symbols] ([batch, output size] with a
        projection), and the decoder's final state.

    Raises:
        ValueError: for a projection of other sizes.
    """
    sizes = (num_decoder_symbols, embedding_size, num_heads)
    with v1.variable_scope(scope or "embedding_attention_seq2seq", dtype=dtype) as scope:
        outputs, encoded = encode(
            encoder_inputs, copy.deepcopy(cell), num_encoder_symbols, embedding_size, scope.dtype
        )
        attended = tf.concat([tf.reshape(x, [-1, 1, cell.output_size]) for x in outputs], 1)
        output_size = None
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)
            output_size = num_decoder_symbols

        def decode(own, known):
            return embedding_attention_decoder(
                decoder_inputs,
                encoded,
                attended,
                cell,
                *sizes,
                output_size=output_size,
                output_projection=output_projection,
                feed_previous=own,
                update_embedding_for_previous=known,
                initial_state_attention=initial_state_attention,
            )

        return decode_either(feed_previous, decode, encoded)
