"""The V1 format: one file called `<prefix>`, or `<prefix>-00000-of-00002` and its like."""

from tf_contrib_rnn.checkpoint.sources._reader import open_with
from tf_contrib_rnn.checkpoint.sources._stored import Source
from tf_contrib_rnn.checkpoint.sources._tensorflow import tf
from tf_contrib_rnn.checkpoint.sources.tables import check_v1

_SHARDS = "-?????-of-?????"


def open_v1(prefix: str) -> Source:
    """Opens a V1 checkpoint.

    Args:
        prefix: the path of the file, without the shard's number where there are shards.

    Raises:
        CheckpointError: if it is damaged or not a checkpoint.
    """
    path = prefix if tf.io.gfile.exists(prefix) else prefix + _SHARDS

    def check():
        for file in tf.io.gfile.glob(path) if path != prefix else [prefix]:
            check_v1(file)

    return open_with(prefix, "V1 checkpoint", _read, path, check)


def _read(reader, path, name, dtype):
    # The reader refuses a partitioned variable in this format, and takes one part of it, if there
    # is only one, for all; the restore op joins the parts and sees a gap.
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        return session.run(
            tf.raw_ops.RestoreV2(
                prefix=path, tensor_names=[name], shape_and_slices=[""], dtypes=[dtype]
            )
        )[0]
