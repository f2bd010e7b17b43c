"""The times of TF 1.15.5, in a process of its Python: rows as JSON on stdin, seconds on stdout."""

import json
import sys
import time

import numpy as np
import tensorflow as tf


def cell_of(row):
    """The cell of TF 1.15.5 that our row has."""
    if row["kind"] == "lstm":
        return tf.nn.rnn_cell.LSTMCell(row["units"])
    rank = len(row["inputs"]) - 1
    return tf.contrib.rnn.ConvLSTMCell(
        rank, list(row["inputs"]), row["units"], [row["options"]["kernel"]] * rank
    )


def measured(row, repetitions, seconds):
    """Seconds of every round, forward and train."""
    shape = row["inputs"] if isinstance(row["inputs"], list) else [row["inputs"]]
    numbers = np.random.RandomState(1).normal(size=[row["batch"], row["time"]] + shape)
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.compat.v1.set_random_seed(1)
        inputs = tf.compat.v1.get_variable(
            "inputs", initializer=numbers.astype("float32") * 0.5, trainable=False
        )
        outputs, _ = tf.compat.v1.nn.dynamic_rnn(cell_of(row), inputs, dtype=tf.float32)
        loss = tf.reduce_mean(tf.square(outputs))
        gradients = tf.gradients(loss, tf.compat.v1.trainable_variables())
        session.run(tf.compat.v1.global_variables_initializer())
        fetches = {"forward": outputs.op, "train": tf.group(*gradients)}
        times = {}
        for what, fetch in fetches.items():
            for _ in range(2):
                session.run(fetch)
            times[what], end = [], time.time() + seconds
            while len(times[what]) < repetitions and (len(times[what]) < 3 or time.time() < end):
                start = time.time()
                session.run(fetch)
                times[what].append(time.time() - start)
    return times


if __name__ == "__main__":
    given = json.load(sys.stdin)
    print(json.dumps({
        "version": tf.__version__,
        "rows": {
            key: measured(row, given["repetitions"], given["seconds"])
            for key, row in given["rows"].items()
        },
    }))  # fmt: skip
