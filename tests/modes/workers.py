"""Two worker processes train one model with `MultiWorkerMirroredStrategy`, against one process.

`python -m tests.modes.workers <way> <folder> <family> ...` with `TF_CONFIG` set is one worker. It
trains by that way, "loop" or "fit", and leaves its weights in the folder; `two_workers` runs both
and compares.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from tests.conformance.specimens import each
from tests.modes.families import FAMILIES, difference, examples_of, regression_of
from tests.modes.processes import ROOT, TIMEOUT, Elsewhere, command, environment, outcomes, told

EXAMPLES, WORKERS, STEPS, RATE = 8, 2, 4, 0.05


def share_of(worker, name):
    """The rows of the examples that one worker sees."""
    inputs, targets = examples_of(name, EXAMPLES)
    return each(lambda x: x[worker::WORKERS], inputs), targets[worker::WORKERS]


def custom_loop(strategy, model, inputs, targets):
    """Gradient descent on the mean over all workers' examples; the losses of the steps."""
    variables = model.trainable_variables

    def step(x, y):
        with tf.GradientTape() as tape:
            errors = (model(x, training=True) - y) ** 2
            loss = tf.reduce_sum(errors) / EXAMPLES
        gradients = tape.gradient(loss, [v.value for v in variables], unconnected_gradients="zero")
        context = tf.distribute.get_replica_context()
        total = context.all_reduce(tf.distribute.ReduceOp.SUM, gradients)
        for variable, gradient in zip(variables, total, strict=True):
            variable.value.assign_sub(RATE * gradient)
        return loss

    @tf.function
    def everywhere(x, y):
        losses = strategy.run(step, args=(x, y))
        return strategy.reduce(tf.distribute.ReduceOp.SUM, losses, axis=None)

    return [float(everywhere(inputs, targets)) for _ in range(STEPS)]


def keras_fit(strategy, model, inputs, targets):
    """The same by `model.fit`."""
    with strategy.scope():
        model.compile(keras.optimizers.SGD(RATE), "mse")
    options = {"batch_size": EXAMPLES, "epochs": STEPS, "shuffle": False, "verbose": 0}
    return model.fit(inputs, targets, **options).history["loss"]


def worker(strategy, way, index, folder, name):
    """Trains on this worker's share and keeps the weights and losses."""
    with strategy.scope():
        model = regression_of(name)
    losses = {"loop": custom_loop, "fit": keras_fit}[way](strategy, model, *share_of(index, name))
    assert losses[-1] < losses[0] or FAMILIES[name].drops
    weights = [np.asarray(part) for part in model.get_weights()]
    np.savez(Path(folder) / f"{name}.{index}.npz", np.array(losses), *weights)
    return 0.0


def alone(name):
    """`[losses, *weights]` of one process that sees all examples."""
    keras.utils.set_random_seed(1)
    model = regression_of(name)
    losses = custom_loop(tf.distribute.get_strategy(), model, *examples_of(name, EXAMPLES))
    return [np.array(losses), *model.get_weights()]


def two_workers(way, names):
    """{family: error or exception} of two processes on the loopback interface."""
    with tempfile.TemporaryDirectory() as folder:
        found = started(way, folder, names)
        for name, outcome in found.items():
            if not isinstance(outcome, Elsewhere):
                found[name] = compared(folder, name)
    return found


def loop(names):
    """A custom loop with `strategy.run`."""
    return two_workers("loop", names)


def fit(names):
    """`model.fit` under the strategy."""
    return two_workers("fit", names)


def compared(folder, name):
    """The two workers against each other and, without dropout, against one process."""
    results = []
    for index in range(WORKERS):
        with np.load(Path(folder) / f"{name}.{index}.npz") as arrays:
            results.append([arrays[key] for key in arrays.files])
    apart = difference(*results)
    return apart if FAMILIES[name].drops else max(apart, difference(results[0], alone(name)))


def started(way, folder, names):
    """Runs the workers to their end, or to that of the first that fails."""
    addresses = [f"127.0.0.1:{port}" for port in free_ports(WORKERS)]
    processes = []
    try:
        for index in range(WORKERS):
            task = {"type": "worker", "index": index}
            config = json.dumps({"cluster": {"worker": addresses}, "task": task})
            log = open(Path(folder) / f"{index}.log", "w+")
            processes.append((subprocess.Popen(
                command("workers", way, folder, *names), cwd=ROOT, stdout=log, stderr=log,
                env=environment(TF_CONFIG=config)), log))  # fmt: skip
        waited_for([process for process, _ in processes])
        logs = [Path(log.name).read_text() for _, log in processes]
        codes = [process.returncode for process, _ in processes]
        assert codes == [0] * WORKERS, "".join(text[-2000:] for text in logs)
    finally:
        for process, log in processes:
            process.kill()
            process.wait()
            log.close()
    found = [outcomes(text) for text in logs]
    return {name: worst([part[name] for part in found]) for name in names}


def waited_for(processes):
    """Waits until all ended, one failed, or the time is over."""
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        codes = [process.poll() for process in processes]
        if any(codes) or None not in codes:
            return
        time.sleep(0.2)
    raise TimeoutError(f"the workers expect to end within {TIMEOUT} s, still running: {codes}")


def worst(parts):
    """What the first worker that failed raised, or the largest error."""
    raised = [part for part in parts if isinstance(part, Elsewhere)]
    return raised[0] if raised else max(parts)


def free_ports(count):
    """Ports of the loopback interface that nobody uses now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listening.getsockname()[1] for listening in sockets]
    for listening in sockets:
        listening.close()
    return ports


if __name__ == "__main__":
    way, folder, *names = sys.argv[1:]
    index = json.loads(os.environ["TF_CONFIG"])["task"]["index"]
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    assert strategy.num_replicas_in_sync == WORKERS
    keras.utils.set_random_seed(1)
    for name in names:
        told(name, worker, strategy, way, index, folder, name)
