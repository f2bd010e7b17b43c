"""Graphs that lie beside variables: `.meta`, `graph.pbtxt`, SavedModels and frozen `.pb` files.

Of each only the GraphDef is taken. Collections, savers and versions, over which
`tf.compat.v1.train.import_meta_graph` stumbles in old files, are not looked at.
"""

import os
import re

from google.protobuf import message_factory, text_format

from tf_contrib_rnn.checkpoint.errors import CheckpointError
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf

SAVED_MODEL_FILES = ("saved_model.pb", "saved_model.pbtxt")
_GRAPH_FILES = ("graph.pbtxt", "graph.pb")
_OPERATION = re.compile(r"[A-Z_]\w*(>\w+)*")
_SERVING = "serve"


def read_graph_def(path):
    """The GraphDef in a file, whatever message it is wrapped in.

    Args:
        path: a `.meta` file, a `.pb` or `.pbtxt` file with a graph, or a SavedModel's file.

    Raises:
        CheckpointError: if the file is damaged, holds no graph, or a SavedModel of TF2.
    """
    path = os.fspath(path)
    try:
        with tf.io.gfile.GFile(path, "rb") as file:
            content = file.read()
    except (tf.errors.OpError, UnicodeDecodeError) as error:
        raise CheckpointError(
            f"the graph {path!r} cannot be read ({str(error).partition('. ')[0]}); pass the path "
            "of a .meta, .pb or .pbtxt file."
        ) from error
    graph = _of_text(path, content) if _is_text(content) else _of_bytes(path, content)
    if graph is None or not all(_OPERATION.fullmatch(node.op) for node in graph.node):
        raise CheckpointError(
            f"{path!r} holds no graph of TensorFlow, or is damaged or cut short; copy it again, "
            "or pass a .meta file, a frozen .pb, a graph.pbtxt or a SavedModel."
        )
    return graph


def beside(prefix: str) -> str | None:
    """The file with the graph of a checkpoint, or None.

    Looked for are `<prefix>.meta`, the SavedModel whose variables these are, `graph.pbtxt` in the
    same directory, and at last the `.meta` that a Saver wrote for another step.

    Args:
        prefix: the checkpoint's prefix.
    """
    folder, base = os.path.split(prefix)
    above = [os.path.join(os.path.dirname(folder), name) for name in SAVED_MODEL_FILES]
    places = [prefix + ".meta"]
    places += above if (os.path.basename(folder), base) == ("variables", "variables") else []
    places += [os.path.join(folder, name) for name in _GRAPH_FILES]
    places += _of_another_step(folder, base)
    return next((place for place in places if tf.io.gfile.exists(place)), None)


def _of_another_step(folder, base):
    """`model.ckpt-1.meta` for `model.ckpt-9`: `write_meta_graph=False` leaves it out later."""
    stem = re.fullmatch(r"(.+)-\d+", base)
    names = tf.io.gfile.listdir(folder or ".") if stem else []
    found = [name for name in names if re.fullmatch(re.escape(stem[1]) + r"-\d+\.meta", name)]
    found.sort(key=lambda name: int(name[len(stem[1]) + 1 : -len(".meta")]))
    return [os.path.join(folder, name) for name in found[-1:]]


def _of_bytes(path, content):
    kinds = (_saved_model(), tf.compat.v1.MetaGraphDef, tf.compat.v1.GraphDef)
    if content[:1] != b"\x08":
        kinds = kinds[1:]
    for kind in kinds:
        try:
            message = kind.FromString(content)
        except Exception:  # what the parser raises differs between its versions
            continue
        graph = _inside(path, message)
        if graph.node:
            return graph
    return None


def _of_text(path, content):
    text = content.decode("utf-8", "replace")
    starts = {
        "saved_model_schema_version": _saved_model(),
        "meta_graphs": _saved_model(),
        "meta_info_def": tf.compat.v1.MetaGraphDef,
        "graph_def": tf.compat.v1.MetaGraphDef,
    }
    first = re.search(r"\w+", re.sub(r"(?m)^\s*#.*$", "", text[:10_000]))
    kind = starts.get(first[0] if first else "", tf.compat.v1.GraphDef)
    try:
        message = text_format.Parse(text, kind(), allow_unknown_field=True)
    except text_format.ParseError:
        return None
    graph = _inside(path, message)
    return graph if graph.node else None


def _inside(path, message):
    """The GraphDef in a message; of a SavedModel's graphs the one for serving, else the first."""
    if message.DESCRIPTOR.name == "SavedModel":
        graphs = [graph for graph in message.meta_graphs if _SERVING in graph.meta_info_def.tags]
        message = (graphs or [*message.meta_graphs] or [tf.compat.v1.MetaGraphDef()])[0]
        if message.object_graph_def.nodes:
            raise CheckpointError(
                f"{os.path.dirname(path)!r} is a SavedModel of TensorFlow 2, which keeps objects "
                "and functions where one of TF1 keeps a graph and named variables; load it with "
                "tf.saved_model.load and pass {name: array} of its variables."
            )
    return message.graph_def if message.DESCRIPTOR.name == "MetaGraphDef" else message


def _saved_model():
    pool = tf.compat.v1.MetaGraphDef.DESCRIPTOR.file.pool
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("tensorflow.SavedModel"))


def _is_text(content):
    """Whether the first bytes are text; a serialized message has control characters there."""
    start = content[:200]
    return bool(start.strip()) and not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", start)
