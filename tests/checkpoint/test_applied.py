"""What a graph says of an optimizer, for reference and resource variables."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn
from tf_contrib_rnn import checkpoint
from tf_contrib_rnn.checkpoint.graph import Graph
from tf_contrib_rnn.checkpoint.optimizer.applied import applied

v1 = tf.compat.v1
EXPECTED = {
    "Adam": (lambda rate: v1.train.AdamOptimizer(rate, 0.7, 0.8, 1e-3),
             {"learning_rate": 0.5, "beta_1": 0.7, "beta_2": 0.8, "epsilon": 1e-3}),
    "Momentum": (lambda rate: v1.train.MomentumOptimizer(rate, 0.6, use_nesterov=True),
                 {"learning_rate": 0.5, "momentum": 0.6}),
    "RMSProp": (lambda rate: v1.train.RMSPropOptimizer(rate, 0.7, 0.6, 1e-3),
                {"learning_rate": 0.5, "rho": 0.7, "momentum": 0.6, "epsilon": 1e-3}),
    "CenteredRMSProp": (lambda rate: v1.train.RMSPropOptimizer(rate, 0.7, 0.6, 1e-3, centered=True),
                        {"learning_rate": 0.5, "rho": 0.7, "momentum": 0.6, "epsilon": 1e-3}),
    "Adagrad": (lambda rate: v1.train.AdagradOptimizer(rate), {"learning_rate": 0.5}),
    "Adadelta": (lambda rate: v1.train.AdadeltaOptimizer(rate, 0.7, 1e-3),
                 {"learning_rate": 0.5, "rho": 0.7, "epsilon": 1e-3}),
    "Ftrl": (lambda rate: v1.train.FtrlOptimizer(rate, -0.7, 0.1, 0.2, 0.3),
             {"learning_rate": 0.5, "learning_rate_power": -0.7,
              "l1_regularization_strength": 0.2, "l2_regularization_strength": 0.3}),
}  # fmt: skip
SLOTS = {"CenteredRMSProp": ["RMSProp", "RMSProp_1", "RMSProp_2"]}


def graph_of(make, rate=0.5, resource=False, sparse=False, dtype=tf.float64, scope=""):
    with tf.Graph().as_default() as graph:
        weights = v1.get_variable("a/kernel", [4, 3], dtype, use_resource=resource)
        rate = rate(graph) if callable(rate) else rate
        used = tf.gather(weights, [1, 1, 2]) if sparse else weights
        with v1.variable_scope(scope or v1.get_variable_scope()):
            make(rate).minimize(tf.reduce_sum(tf.square(used)))
        return Graph(graph.as_graph_def())


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("resource", [False, True])
@pytest.mark.parametrize("sparse", [False, True])
def test_every_optimizer(name, resource, sparse):
    make, values = EXPECTED[name]
    found = applied(graph_of(make, resource=resource, sparse=sparse))
    if name == "Adam" and sparse:
        assert found == []  # TF1 writes that out in many operations
        return
    (fact,) = found
    kind = fact.kind
    assert (fact.variable, fact.operation, fact.is_sparse) == ("a/kernel", f"Apply{name}", sparse)
    assert fact.values == pytest.approx(values) and not fact.computed and not fact.variables
    slots = SLOTS.get(name) or [name, f"{name}_1"][: len(kind.slots)]
    assert list(fact.slots) == [f"a/kernel/{slot}" for slot in slots]
    assert fact.is_nesterov == (name == "Momentum")
    assert fact.power == ("beta1_power" if name == "Adam" else None)


@pytest.mark.parametrize("resource", [False, True])
def test_a_rate_that_is_a_variable_or_computed(resource):
    make = EXPECTED["Adam"][0]
    held = graph_of(make, lambda graph: v1.get_variable("rate", [], use_resource=resource))
    (fact,) = applied(held)
    assert fact.variables == {"learning_rate": "rate"}
    fed = graph_of(make, lambda graph: v1.placeholder(tf.float32, []), scope="train")
    (fact,) = applied(fed)
    assert fact.computed == ("learning_rate",) and "learning_rate" not in fact.values
    assert fact.slots == ("train/a/kernel/Adam", "train/a/kernel/Adam_1")
    assert fact.power == "train/beta1_power"


def test_shrinkage_is_an_operation_of_its_own():
    make = lambda rate: v1.train.FtrlOptimizer(  # noqa: E731
        rate, l2_shrinkage_regularization_strength=0.4
    )
    (fact,) = applied(graph_of(make))
    assert fact.values["l2_shrinkage_regularization_strength"] == pytest.approx(0.4)
    assert fact.values["learning_rate_power"] == -0.5


def program(tmp_path, train, steps=2):
    """Trains a cell of TF1's names and leaves the checkpoint and its graph behind."""
    with tf.Graph().as_default(), v1.Session() as session:
        with v1.variable_scope("rnn/basic_lstm_cell"):
            kernel = v1.get_variable("kernel", [8, 20])
            bias = v1.get_variable("bias", [20])
        loss = tf.reduce_sum(tf.square(kernel)) + tf.reduce_sum(tf.square(bias - 1))
        operations = train(loss, kernel, bias)
        session.run(v1.global_variables_initializer())
        for _ in range(steps):
            session.run(operations)
        return v1.train.Saver().save(session, str(tmp_path / "model.ckpt"))


@pytest.fixture
def cell():
    made = rnn.BasicLSTMCell(5)
    made.build((None, 3))
    return made


def test_the_graph_tells_two_optimizers_of_two_losses_apart(tmp_path, cell):
    def train(loss, kernel, bias):
        first = v1.train.AdamOptimizer(0.1, 0.5).minimize(loss, var_list=[kernel, bias])
        with v1.variable_scope("second"):
            again = v1.train.AdamOptimizer(0.2, name="mine").minimize(loss, var_list=[kernel, bias])
        return [first, again]

    prefix = program(tmp_path, train)
    with pytest.raises(checkpoint.CheckpointError, match="'Adam', 'second/mine'; name one"):
        checkpoint.restore(cell, prefix, optimizer=keras.optimizers.Adam())
    for title, rate, beta in (("Adam", 0.1, 0.5), ("second/mine", 0.2, 0.9)):
        optimizer = keras.optimizers.Adam()
        checkpoint.restore(cell, prefix, optimizer={title: optimizer})
        assert float(optimizer.learning_rate) == pytest.approx(rate)
        assert optimizer.beta_1 == pytest.approx(beta) and int(optimizer.iterations) == 2


def test_several_rates_are_refused(tmp_path, cell):
    def train(loss, kernel, bias):
        rates = ((0.1, kernel), (0.2, bias))
        return [v1.train.AdagradOptimizer(r).minimize(loss, var_list=[v]) for r, v in rates]

    prefix = program(tmp_path, train)
    with pytest.raises(checkpoint.CheckpointError, match=r"several values of learning_rate \(0.1,"):
        checkpoint.restore(cell, prefix, optimizer=keras.optimizers.Adagrad())


def test_a_rate_of_a_variable_is_read_and_one_of_a_schedule_told(tmp_path, cell):
    def held(loss, kernel, bias):
        rate = v1.get_variable("rate", initializer=0.25, trainable=False)
        return v1.train.AdagradOptimizer(rate).minimize(loss, var_list=[kernel, bias])

    def computed(loss, kernel, bias):
        rate = v1.train.exponential_decay(0.1, v1.train.get_or_create_global_step(), 5, 0.9)
        return v1.train.AdagradOptimizer(rate).minimize(
            loss, v1.train.get_global_step(), [kernel, bias]
        )

    optimizer = keras.optimizers.Adagrad()
    report = checkpoint.restore(cell, program(tmp_path, held), optimizer=optimizer)
    assert float(optimizer.learning_rate) == 0.25 and optimizer.epsilon == 0
    assert "learning_rate 0.001 -> 0.25 (rate)" in str(report)
    report = checkpoint.restore(cell, program(tmp_path, computed), optimizer=optimizer)
    assert "learning_rate, which the graph computes (it is 0.25)" in str(report)
    assert int(optimizer.iterations) == 2


def test_a_graph_that_cannot_be_read_is_no_obstacle(tmp_path, cell):
    prefix = program(
        tmp_path, lambda loss, *variables: v1.train.AdagradOptimizer(0.1).minimize(loss)
    )
    (tmp_path / "model.ckpt.meta").write_bytes(b"\xff" * 40)
    report = checkpoint.restore(cell, prefix, optimizer=keras.optimizers.Adagrad())
    assert report.optimizer.to_set and report.optimizer.notes


def test_a_loss_that_is_scaled_and_gradients_that_are_gathered(tmp_path, cell):
    prefix = program(tmp_path, lambda loss, *v: v1.train.AdamOptimizer().minimize(loss))
    inner = keras.optimizers.Adam(gradient_accumulation_steps=4)
    checkpoint.restore(cell, prefix, optimizer=keras.optimizers.LossScaleOptimizer(inner))
    assert int(inner.iterations) == 2
    saved = checkpoint.save(cell, tmp_path / "again", optimizer=inner)
    found, original = (tf.train.load_checkpoint(p) for p in (saved, prefix))
    for name in original.get_variable_to_shape_map():
        np.testing.assert_allclose(found.get_tensor(name), original.get_tensor(name), rtol=1e-6)


def test_contribs_nadam_has_no_equal(tmp_path, cell):
    prefix = program(tmp_path, lambda loss, *v: v1.train.AdamOptimizer().minimize(loss))
    whole = v1.MetaGraphDef.FromString((tmp_path / "model.ckpt.meta").read_bytes())
    for node in whole.graph_def.node:
        if node.op == "ApplyAdam" or node.op == "ResourceApplyAdam":
            node.attr["use_nesterov"].b = True  # which is all that Nadam does otherwise
    (tmp_path / "model.ckpt.meta").write_bytes(whole.SerializeToString())
    with pytest.raises(checkpoint.CheckpointError, match="trained by contrib's Nadam"):
        checkpoint.restore(cell, prefix, optimizer=keras.optimizers.Adam())
