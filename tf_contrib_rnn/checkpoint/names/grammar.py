"""Parsing old names: which cell a variable belongs to, and what follows it.

    name     = {scope "/"} cell "/" own ["/" slot] [":0"]
    own      = [scope "/"] variable | [scope "/"] shard "_" number
    variable = ["Linear" "/"] word

Cells, their scopes and variables are those of `spellings.py`; scopes above them are those of
`structure.py`, or the user's.
"""

import re
from dataclasses import dataclass

from tf_contrib_rnn.checkpoint.names import spellings
from tf_contrib_rnn.checkpoint.names.components import is_cell_scope, numbered_scope
from tf_contrib_rnn.checkpoint.names.spellings import Own, Spelling

# An optimizer's class, as a slot of it is called.
_SLOT = re.compile(r"[A-Z][A-Za-z]+(_\d+)?")


@dataclass(frozen=True)
class Match:
    """A name taken apart.

    Attributes:
        end: the position of the cell's scope among its components.
        own: the variable below that.
        spelling: how the cell is spelled.
        slot: what follows the variable.
    """

    end: int
    own: Own
    spelling: Spelling
    slot: tuple[str, ...]


def parse(components: tuple[str, ...], stored: set[tuple], decoders: set[tuple]) -> Match | None:
    """Takes an old name apart; None for one that is not old, or is nobody's.

    The innermost cell decides, so scopes that a user called like a cell, or like a variable of
    one, are no danger.

    Args:
        components: the components of the name.
        stored: all names of the checkpoint.
        decoders: the scopes in which an attention decoder of legacy_seq2seq was called.
    """
    for position in reversed(range(len(components) - 1)):
        base = numbered_scope(components[position])[0]
        spelling = spellings.SPELLED.get(base)
        if spelling is None and is_cell_scope(components[position]):
            return None
        if spelling is None and components[: position + 1] in decoders:
            spelling = spellings.DECODER
        if spelling is None and spellings.DECODER_SCOPE.fullmatch(components[position]):
            spelling = spellings.DECODER if components[:position] in decoders else None
        if spelling is not None:
            return _match(components, position, spelling, stored)
    return None


def _match(components, position, spelling, stored):
    below = components[position + 1 :]
    own = spelling.own(below)
    if own is None:
        return None
    slot = below[own.length :]
    variable = components[: len(components) - len(slot)]
    is_slot = len(slot) == 1 and _SLOT.fullmatch(slot[0]) and not is_cell_scope(slot[0])
    if slot and variable not in stored and not is_slot:
        return None
    return Match(position, own, spelling, slot)


def decoders(stored: set[tuple]) -> set[tuple]:
    """The scopes that hold the variables of an attention decoder of legacy_seq2seq."""
    return {name[:-1] for name in stored if name[-1] == spellings.DECODER_MARK}
