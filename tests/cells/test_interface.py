"""Every property and method that TF1 documented for cells: real, or an error of one sentence."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tf_contrib_rnn as rnn

v1 = tf.compat.v1

DOCUMENTED = """
    activity_regularizer add_loss add_metric add_update add_variable add_weight apply build call
    compute_mask compute_output_shape compute_output_signature count_params dtype dynamic
    from_config get_config get_initial_state get_input_at get_input_mask_at get_input_shape_at
    get_losses_for get_output_at get_output_mask_at get_output_shape_at get_updates_for
    get_weights graph inbound_nodes input input_mask input_shape input_spec losses metrics name
    name_scope non_trainable_variables non_trainable_weights outbound_nodes output output_mask
    output_shape output_size scope_name set_weights state_size submodules trainable
    trainable_variables trainable_weights updates variables weights with_name_scope zero_state
""".split()

# They looked into TF1's graph of layers, which Keras 3 does not have.
GONE = {
    AttributeError: "graph inbound_nodes outbound_nodes input_mask output_mask input_shape "
    "output_shape".split(),
    NotImplementedError: "get_input_at get_input_mask_at get_input_shape_at get_output_at "
    "get_output_mask_at get_output_shape_at add_metric compute_output_signature".split(),
}
GONE_NAMES = [name for names in GONE.values() for name in names]
# What a cell that was called answers; for the others there is a test below.
ANSWERS = {
    "activity_regularizer": None,
    "dtype": "float32",
    "dynamic": False,
    "losses": [],
    "metrics": [],
    "name": "memory",
    "name_scope": "memory",
    "scope_name": "memory",
    "output_size": 2,
    "state_size": rnn.LSTMStateTuple(5, 2),
    "submodules": (),
    "trainable": True,
    "updates": [],
    "non_trainable_variables": [],
    "non_trainable_weights": [],
}
WEIGHT_SHAPES = [(5, 20), (20,), (5, 2)]
HAVE_A_TEST = """
    weights variables trainable_variables trainable_weights get_weights set_weights count_params
    zero_state get_initial_state get_config from_config call apply build add_loss get_losses_for
    add_update get_updates_for add_variable add_weight compute_output_shape compute_mask
    with_name_scope input output input_spec
""".split()


def new_cell(**options):
    return rnn.LSTMCell(5, num_proj=2, name="memory", **options)


@pytest.fixture
def cell():
    cell = new_cell()
    cell(tf.ones([4, 3]), cell.zero_state(4, "float32"))
    return cell


def test_the_tables_are_complete():
    told = [*GONE_NAMES, *ANSWERS, *HAVE_A_TEST]
    assert sorted(told) == sorted(DOCUMENTED)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_class_has_it(name):
    assert hasattr(rnn.RNNCell, name) or name in ANSWERS


@pytest.mark.parametrize("name", GONE_NAMES)
def test_what_is_gone_says_so_in_one_sentence(name, cell):
    error = next(error for error, names in GONE.items() if name in names)
    with pytest.raises(error) as raised:
        getattr(cell, name)(0)
    message = str(raised.value)
    assert name in message and "\n" not in message
    assert message.endswith(".") and ". " not in message and ": " in message


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answers(name, cell):
    assert getattr(cell, name) == ANSWERS[name]


@pytest.mark.parametrize("name", ["weights", "variables", "trainable_variables"])
@pytest.mark.parametrize("trainable", [True, False])
def test_lists_of_variables(name, trainable):
    cell = new_cell(trainable=trainable)
    assert getattr(cell, name) == []
    cell(tf.ones([4, 3]), cell.zero_state(4, "float32"))
    shapes = [tuple(variable.shape) for variable in getattr(cell, name)]
    assert shapes == (WEIGHT_SHAPES if trainable or name != "trainable_variables" else [])
    assert len(cell.non_trainable_weights) == (0 if trainable else 3)
    assert cell.trainable_weights == cell.trainable_variables


def test_get_and_set_weights(cell):
    arrays = [array + 1 for array in cell.get_weights()]
    assert [array.shape for array in arrays] == WEIGHT_SHAPES
    cell.set_weights(arrays)
    assert all(map(np.array_equal, cell.get_weights(), arrays))


def test_count_params(cell):
    assert cell.count_params() == 5 * 20 + 20 + 5 * 2
    with pytest.raises(ValueError, match="built cell"):
        new_cell().count_params()


def test_scope_name_before_the_first_call():
    with pytest.raises(ValueError, match="before its first call"):
        _ = new_cell().scope_name


def test_build_and_call(cell):
    built = new_cell()
    built.build((None, 3))
    built.set_weights(cell.get_weights())
    x, state = tf.ones([4, 3]), cell.zero_state(4, "float32")
    output, new_state = built.call(x, state)
    applied, _ = built.apply(x, state)
    called, called_state = cell(x, state)
    np.testing.assert_array_equal(output, called)
    np.testing.assert_array_equal(applied, called)
    assert isinstance(new_state, rnn.LSTMStateTuple) and type(called_state) is type(new_state)
    np.testing.assert_array_equal(new_state.c, called_state.c)


def test_losses(cell):
    cell.add_loss(tf.constant(2.0))
    cell.add_loss([lambda: tf.constant(3.0)], inputs=True)
    assert [float(loss) for loss in cell.losses] == [2.0, 3.0]
    assert cell.get_losses_for(None) == cell.losses
    cell.add_update(tf.constant(1.0))
    assert cell.get_updates_for(None) == []


def test_regularizers_count_among_the_losses():
    cell = new_cell(kernel_regularizer="l2", activity_regularizer=keras.regularizers.L2(1.0))
    assert isinstance(cell.activity_regularizer, keras.regularizers.L2)
    cell(tf.ones([4, 3]), cell.zero_state(4, "float32"))
    kernel = cell.weights[0]
    assert float(0.01 * tf.reduce_sum(kernel.value**2)) in [float(loss) for loss in cell.losses]
    assert len(cell.losses) == 1 + 3  # the kernel; output, c and h


def test_add_variable_and_add_weight_take_both_orders():
    class Cell(rnn.LayerRNNCell):
        state_size = output_size = 2

        def build(self, shape):
            self.a = self.add_variable("a", [3, 2], tf.float32, "ones")
            self.b = self.add_weight((3, 2), "ones", "float32", name="b")
            self.c = self.add_weight("c", shape=[3, 2], initializer=v1.ones_initializer)
            self.d = self.add_weight(shape=[3, 2], initializer="ones", name="d/e")
            self.f = self.add_weight(name="f", trainable=False)

        def call(self, inputs, state):
            return state, state

    cell = Cell()
    cell(tf.ones([4, 3]), tf.ones([4, 2]))
    assert list(cell.tf1_variables()) == [f"cell/{name}" for name in ("a", "b", "c", "d/e", "f")]
    assert all(np.all(w.numpy() == 1) and w.shape == (3, 2) for w in cell.trainable_weights)
    assert [tuple(w.shape) for w in cell.non_trainable_weights] == [()]
    with pytest.raises(ValueError, match="expects a name"):
        cell.add_weight((3, 2))
    with pytest.raises(TypeError, match="at most"):
        cell.add_weight("name", *range(9))


def test_config(cell):
    twin = rnn.LSTMCell.from_config(cell.get_config())
    assert (twin.num_units, twin.num_proj, twin.name) == (5, 2, "memory")


def test_compute_output_shape_and_mask(cell):
    assert cell.compute_output_shape((4, 3)) == ((4, 2), rnn.LSTMStateTuple((4, 5), (4, 2)))
    assert cell.compute_mask(tf.ones([4, 3]), None) is None


def test_with_name_scope(cell):
    def method(self):
        return tf.constant(1.0)

    with tf.Graph().as_default():
        assert type(cell).with_name_scope(method)(cell).name.startswith("memory/")


def test_input_output_and_input_spec(cell):
    assert cell.input_spec is None or cell.input_spec
    with pytest.raises((AttributeError, ValueError)):
        _ = new_cell().output
    x = keras.Input([3], batch_size=4)
    states = [keras.Input([5], batch_size=4), keras.Input([2], batch_size=4)]
    called = new_cell()
    output, _ = called(x, states)
    assert keras.tree.flatten(called.input)[0] is x
    assert keras.tree.flatten(called.output)[0] is output


def test_the_lists_in_a_v1_graph():
    with tf.Graph().as_default():
        cell = rnn.DropoutWrapper(rnn.MultiRNNCell([new_cell(), new_cell(trainable=False)]))
        assert cell.weights == []
        rnn.dynamic_rnn(cell, tf.ones([4, 6, 3]), dtype="float32")
        names = [variable.op.name for variable in cell.weights]
        assert names == [variable.op.name for variable in v1.global_variables()]
        assert len(names) == 6 and cell.variables == cell.weights
        assert cell.trainable_weights == cell.trainable_variables == v1.trainable_variables()
        assert len(cell.non_trainable_weights) == len(cell.non_trainable_variables) == 3
        assert cell.count_params() == 130 + (2 + 2) * 20 + 20 + 10
        assert cell.cell.cells[0].scope_name == "rnn/multi_rnn_cell/cell_0/memory"


def test_get_and_set_weights_in_a_v1_graph_need_a_session():
    with tf.Graph().as_default(), v1.Session() as session:
        cell = new_cell()
        cell(tf.ones([4, 3]), cell.zero_state(4, "float32"))
        cell.set_weights([np.full(shape, 2.0) for shape in WEIGHT_SHAPES])
        arrays = cell.get_weights()
        assert all(map(np.array_equal, arrays, session.run(cell.weights)))
        with pytest.raises(ValueError, match=r"^set_weights expects \d arrays .*, received 1"):
            cell.set_weights([np.zeros(WEIGHT_SHAPES[0])])
        assert all(map(np.array_equal, arrays, cell.get_weights()))
    assert [array.shape for array in arrays] == WEIGHT_SHAPES
    assert all(np.all(array == 2) for array in arrays)
    with pytest.raises(ValueError, match="default session"):
        cell.get_weights()
