"""Cells around one cell, which have variables beside those of the cell inside."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tf_contrib_rnn.checkpoint.inventory.candidate import Candidate
from tf_contrib_rnn.checkpoint.inventory.catalogue._guess import Shapes, share
from tf_contrib_rnn.checkpoint.inventory.catalogue.grids import with_outputs

_LENGTH = "the number of outputs the attention looks back at, which no variable shows"
_WEIGHTS = frozenset({"kernel", "bias"})


class Wrapper(NamedTuple):
    """An entry.

    Attributes:
        is_own: whether a path below the wrapper's scope is the wrapper's, and not the cell's.
        guess: the candidates from the wrapper's own shapes and the cell inside.
    """

    is_own: Callable[[str], bool]
    guess: Callable[[Shapes, Candidate], Iterator[Candidate]]


def _embedding(shapes: Shapes, cell: Candidate):
    classes, size = shapes["embedding"]
    sizes = {"embedding_classes": classes, "embedding_size": size}
    yield Candidate("EmbeddingWrapper", sizes, {"cell": cell}, [1])


def _input_projection(shapes: Shapes, cell: Candidate):
    depth, width = shapes["kernel"]
    yield Candidate("InputProjectionWrapper", {"num_proj": width}, {"cell": cell}, [depth])


def _output_projection(shapes: Shapes, cell: Candidate):
    height, width = shapes["kernel"]
    if cell.kind == "GridRNNCell":
        cell = with_outputs(cell, height)
    size = {"output_size": width}
    yield Candidate("OutputProjectionWrapper", size, {"cell": cell}, cell.inputs)


def _attention(shapes: Shapes, cell: Candidate):
    height, width = shapes["kernel"]
    size, vector = shapes["attention/attn_w"][2:]
    depth = height - size
    arguments = {"attn_length": 1}
    if size != cell.output_size:
        arguments["attn_size"] = size
    if vector != size:
        arguments["attn_vec_size"] = vector
    if width != depth:
        arguments["input_size"] = width
    assumed = {"attn_length": _LENGTH}
    yield Candidate("AttentionCellWrapper", arguments, {"cell": cell}, [depth], assumed)


def _highway(shapes: Shapes, cell: Candidate):
    coupled = {} if "transform_w" not in shapes else {"couple_carry_transform_gates": False}
    yield Candidate("HighwayWrapper", coupled, {"cell": cell}, cell.inputs)


def _turing(shapes: Shapes, cell: Candidate):
    places, size = shapes["memory"]
    reads = _count(shapes, r"initial_read_vector_\d+")
    heads = _count(shapes, r"initial_address_weights_\d+")
    writes = heads - reads
    shares = share(shapes["parameters_bias"][0] - 2 * size * writes, heads)
    arguments = {
        "memory_size": places,
        "memory_vector_dim": size,
        "read_head_num": reads,
        "write_head_num": writes,
        "output_dim": shapes["output_bias"][0],
    }
    shift_range = share(shares - size - 4, 2)
    if shift_range != 1:
        arguments["shift_range"] = shift_range
    depth = cell.inputs[0] - size * reads
    yield Candidate("NTMCell", arguments, {"controller": cell}, [depth])


def _count(shapes, pattern):
    return sum(re.fullmatch(pattern, path) is not None for path in shapes)


def _is_attention(path):
    return path in _WEIGHTS or path.split("/")[0] in ("attention", "attn_output_projection")


ENTRIES = {
    "EmbeddingWrapper": Wrapper("embedding".__eq__, _embedding),
    "InputProjectionWrapper": Wrapper(_WEIGHTS.__contains__, _input_projection),
    "OutputProjectionWrapper": Wrapper(_WEIGHTS.__contains__, _output_projection),
    "AttentionCellWrapper": Wrapper(_is_attention, _attention),
    "HighwayWrapper": Wrapper(lambda path: "/" not in path, _highway),
    "NTMCell": Wrapper(lambda path: "/" not in path, _turing),
}
