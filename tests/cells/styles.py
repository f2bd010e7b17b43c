"""Cells as users of TF1 wrote them: one class a style, all with the same equation.

    h' = tanh([x, h] W)

`styles(rnn, tf)` takes the module with the cells and TF1's names of TensorFlow, so that the very
same classes run on TF 1.15.5 with `styles(tf.contrib.rnn, tf)`; that is where TF1_NAMES is from.
"""

TF1_NAMES = {
    "SizesAsProperties": ["rnn/sizes_as_properties/w"],
    "SizesAsClassAttributes": ["rnn/sizes_as_class_attributes/w"],
    "InnerScopes": ["rnn/inner_scopes/input/w", "rnn/inner_scopes/state/w"],
    "ParentCall": ["rnn/parent_call/w"],
    "NamedByItself": ["rnn/mine/w"],
    "AddVariable": ["rnn/add_variable/w"],
    "AddWeight": ["rnn/add_weight/parts/w"],
    "PlainBuild": ["rnn/plain_build/w"],
    "SubclassOfOurs": ["rnn/subclass_of_ours/kernel", "rnn/subclass_of_ours/bias"],
    "OwnCall": ["rnn/OwnCall/w"],
    "NoScope": ["rnn/w"],
    "WithInit": ["rnn/WithInit/w"],
    "AroundOurs": ["rnn/around_ours/basic_rnn_cell/kernel", "rnn/around_ours/basic_rnn_cell/bias"],
    "TransparentAround": ["rnn/basic_rnn_cell/kernel", "rnn/basic_rnn_cell/bias"],
    "ScopedAround": ["rnn/around/basic_rnn_cell/kernel", "rnn/around/basic_rnn_cell/bias"],
    "SubclassOfWrapper": ["rnn/basic_rnn_cell/kernel", "rnn/basic_rnn_cell/bias"],
}


def step(tf, inputs, state, w):
    """The equation of every style."""
    h = tf.tanh(tf.matmul(tf.concat([inputs, state], 1), w))
    return h, h


def styles(rnn, tf):
    """{style: cell class}; every class is made with the number of units."""
    found = {}
    for makers in (_in_call, _in_build, _in_plain_build, _with_own_call, _around_others):
        found.update({cls.__name__: cls for cls in makers(rnn, tf)})
    return found


def _sized(rnn):
    class Sized(rnn.RNNCell):
        def __init__(self, units, **kwargs):
            super().__init__(**kwargs)
            self._units = units

        @property
        def state_size(self):
            return self._units

        @property
        def output_size(self):
            return self._units

    return Sized


def _in_call(rnn, tf):
    """Variables made by `get_variable` inside `call`."""

    Sized = _sized(rnn)

    class SizesAsProperties(Sized):
        def call(self, inputs, state):
            shape = [inputs.shape.as_list()[-1] + self._units, self._units]
            return step(tf, inputs, state, tf.get_variable("w", shape))

    class SizesAsClassAttributes(rnn.RNNCell):
        state_size = 5
        output_size = 5

        def __init__(self, units):
            super().__init__()

        def call(self, inputs, state):
            return step(tf, inputs, state, tf.get_variable("w", [3 + 5, 5]))

    class InnerScopes(Sized):
        def call(self, inputs, state):
            with tf.variable_scope("input"):
                a = tf.get_variable("w", [inputs.shape.as_list()[-1], self._units])
            with tf.variable_scope("state"):
                b = tf.get_variable("w", [self._units, self._units])
            return step(tf, inputs, state, tf.concat([a, b], 0))

    class ParentCall(SizesAsProperties):
        def __call__(self, inputs, state, scope=None):
            return super().__call__(inputs, state, scope)

    class NamedByItself(SizesAsProperties):
        def __init__(self, units):
            super().__init__(units, name="mine")

    return SizesAsProperties, SizesAsClassAttributes, InnerScopes, ParentCall, NamedByItself


def _in_build(rnn, tf):
    """Variables made in `build`."""

    class AddVariable(rnn.LayerRNNCell):
        def __init__(self, units, reuse=None, name=None):
            super().__init__(_reuse=reuse, name=name)
            self._units = units

        @property
        def state_size(self):
            return self._units

        @property
        def output_size(self):
            return self._units

        def build(self, inputs_shape):
            assert inputs_shape.ndims == 2
            depth = inputs_shape.as_list()[-1]
            self._w = self.add_variable("w", shape=[depth + self._units, self._units])
            self.built = True

        def call(self, inputs, state):
            return step(tf, inputs, state, self._w)

    class AddWeight(AddVariable):
        def build(self, inputs_shape):
            shape = [inputs_shape.as_list()[-1] + self._units, self._units]
            self._w = self.add_weight("parts/w", shape, tf.float32, tf.zeros_initializer())
            self.built = True

    return AddVariable, AddWeight


def _in_plain_build(rnn, tf):
    """The same in cells that are no LayerRNNCell, and in a subclass of one of the library."""

    class PlainBuild(rnn.RNNCell):
        state_size = property(lambda self: self._units)
        output_size = property(lambda self: self._units)

        def __init__(self, units):
            super().__init__()
            self._units = units

        def build(self, input_shape):
            self._w = self.add_variable(
                name="w", shape=[input_shape.as_list()[1] + self._units, self._units]
            )
            super().build(input_shape)

        def call(self, inputs, state):
            return step(tf, inputs, state, self._w)

    class SubclassOfOurs(rnn.BasicRNNCell):
        def call(self, inputs, state):
            h, _ = super().call(inputs, state)
            return h, h

    return PlainBuild, SubclassOfOurs


def _with_own_call(rnn, tf):
    """Cells that override `__call__`, most of them without `super().__init__`."""

    class OwnCall(rnn.RNNCell):
        def __init__(self, units):
            self._units = units

        @property
        def state_size(self):
            return self._units

        @property
        def output_size(self):
            return self._units

        def __call__(self, inputs, state, scope=None):
            with tf.variable_scope(scope or type(self).__name__):
                w = tf.get_variable("w", [inputs.shape.as_list()[-1] + self._units, self._units])
                return step(tf, inputs, state, w)

    class NoScope(OwnCall):
        def __call__(self, inputs, state, scope=None):
            w = tf.get_variable("w", [inputs.shape.as_list()[-1] + self._units, self._units])
            return step(tf, inputs, state, w)

    class WithInit(OwnCall):
        def __init__(self, units):
            super(OwnCall, self).__init__()
            self._units = units

    return OwnCall, NoScope, WithInit


def _around_others(rnn, tf):
    """The user's wrappers around a cell of the library."""

    class AroundOurs(rnn.RNNCell):
        def __init__(self, units):
            super().__init__()
            self._cell = rnn.BasicRNNCell(units)

        @property
        def state_size(self):
            return self._cell.state_size

        @property
        def output_size(self):
            return self._cell.output_size

        def call(self, inputs, state):
            return self._cell(inputs, state)

    class TransparentAround(AroundOurs):
        def __init__(self, units):
            self._cell = rnn.BasicRNNCell(units)

        def zero_state(self, batch_size, dtype):
            return self._cell.zero_state(batch_size, dtype)

        def __call__(self, inputs, state, scope=None):
            return self._cell(inputs, state, scope)

    class ScopedAround(TransparentAround):
        def __call__(self, inputs, state, scope=None):
            with tf.variable_scope(scope or "around"):
                return self._cell(inputs, state)

    class SubclassOfWrapper(rnn.ResidualWrapper):
        def __init__(self, units):
            super().__init__(rnn.BasicRNNCell(units), residual_fn=lambda x, y: y)

    return AroundOurs, TransparentAround, ScopedAround, SubclassOfWrapper
