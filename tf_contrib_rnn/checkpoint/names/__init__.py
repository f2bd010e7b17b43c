"""The names of TF1's variables, and what older TensorFlows called the same ones.

    components    a name's components: scopes, cells, members, directions
    spellings     how each class called its variables from 0.12 on
    structure     the scopes that functions and stacks made in 0.12
    grammar       an old name taken apart
    beside        cells that stood beside their wrapper
    joining       shards and partitions of one variable
    translation   all of it: old names to today's
    readings      what else names can mean, where nothing tells
    modern        the arrays of a checkpoint under the names of TF 1.15.5

Names are taken apart at their slashes and compared component by component; nothing here replaces
a part of a string.
"""

from tf_contrib_rnn.checkpoint.names.components import (
    OPAQUE,
    ROLES,
    SPELLINGS,
    called_in,
    canonical,
    in_cell,
    is_cell_scope,
    is_wrapper_variable,
    join,
    leaf,
    members,
    network,
    numbered,
    parent,
    scope_before,
    scopes_of,
    under,
)
from tf_contrib_rnn.checkpoint.names.joining import names_in_file
from tf_contrib_rnn.checkpoint.names.modern import Modern, modern
from tf_contrib_rnn.checkpoint.names.readings import Reading, cells_of_other_scopes, readings

__all__ = [
    "OPAQUE",
    "ROLES",
    "SPELLINGS",
    "Modern",
    "Reading",
    "called_in",
    "canonical",
    "cells_of_other_scopes",
    "in_cell",
    "is_cell_scope",
    "is_wrapper_variable",
    "join",
    "leaf",
    "members",
    "modern",
    "names_in_file",
    "network",
    "numbered",
    "parent",
    "readings",
    "scope_before",
    "scopes_of",
    "under",
]
