"""Parts of TF1 graphs, run by themselves on the CPU."""

from tf_contrib_rnn.checkpoint.sources._tensorflow import tf


def session_of(graph, threads: int = 0):
    """A session that sees no GPU.

    Args:
        graph: the `tf.Graph`.
        threads: how many threads it may use, 0 for as many as TensorFlow likes; one gives the same
            bits every time.
    """
    config = tf.compat.v1.ConfigProto(
        device_count={"GPU": 0},
        intra_op_parallelism_threads=threads,
        inter_op_parallelism_threads=threads,
    )
    # Rewriting fuses nodes that are asked for into others, and they are then not found.
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    return tf.compat.v1.Session(graph=graph, config=config)


def add_copy(part, node):
    """Adds a node to a GraphDef, without the device and the other places it was put on.

    Args:
        part: the GraphDef.
        node: the node.

    Returns:
        The copy.
    """
    copy = part.node.add()
    copy.CopyFrom(node)
    copy.device = ""
    for attribute in [key for key in copy.attr if key.startswith("_")]:
        del copy.attr[attribute]
    return copy
