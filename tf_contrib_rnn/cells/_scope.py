"""TF1's names: the scope of a cell, and variables made inside v1 graphs.

Outside v1 graphs a cell owns `keras.Variable`s and a scope is only a name that a checkpoint is
matched by. Inside a v1 graph (`tf.compat.v1`) the same cell owns variables under exactly the
names that TF1 gave them, so that a `Saver` restores a TF1 checkpoint.
"""

import contextlib
import re

import keras

from tf_contrib_rnn.cells._getters import get_graph_variable, making_getter, noting_getter

_SCOPE_TAKEN = "scope expects a string or a VariableScope, received {!r}: pass its name."


def in_v1_graph():
    """Whether variables made now would belong to a v1 graph."""
    if keras.backend.backend() != "tensorflow":
        return False
    import tensorflow as tf

    return not tf.compat.v1.executing_eagerly_outside_functions()


def default_scope(class_name):
    """TF1's default scope of a class: `GRUCell -> gru_cell`."""
    snake = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", class_name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", snake).lower()


def scope_name(scope):
    """The name of a scope given as string or VariableScope."""
    name = scope if isinstance(scope, str) else getattr(scope, "name", None)
    if not isinstance(name, str):
        raise TypeError(_SCOPE_TAKEN.format(scope))
    return name.strip("/")


class CellScope:
    """The TF1 scope of one cell and the variables made under it, in order of creation.

    Attributes:
        name: the cell's own scope: the user's name, else the default of its class.
        unique: whether a v1 graph gives a second cell of this name the suffix `_1`.
        own: {path below `name`: variable}.
        outside: {path relative to the caller's scope: variable}, of cells that override
            `__call__` and open scopes of their own.
        full_name: name of the variable scope, the caller's included, once the cell was called.
        fixed: whether a first call has fixed the scope.
        called_in: name of the variable scope around the first call, or None before it.
        requested: a `scope=` argument that a wrapper without a scope passes on, or None.
        settled: whether a first call is over, after which a v1 graph reuses the variables.
    """

    def __init__(self, name, unique):
        self.name = name
        self.unique = unique
        self.fixed = False
        self.settled = False
        self.requested = None
        self.own = {}
        self.outside = {}
        self.full_name = None
        self.called_in = None
        self._captured = None

    def fix(self, scope):
        """Takes a `scope=` argument at the first call; later ones change nothing, as in TF1."""
        if scope is not None and not self.fixed:
            self.name = scope_name(scope)
        self.fixed = True

    def request(self, scope):
        """Takes a `scope=` argument that was given to a wrapper around the cell."""
        self.fix_outside_graph(scope)
        self.requested = scope

    def fix_outside_graph(self, scope):
        """`fix`, except in v1 graphs, where TensorFlow's own scope objects decide."""
        if not in_v1_graph():
            self.fix(scope)

    @contextlib.contextmanager
    def entered(self, cell, scope=None):
        """Enters the cell's variable scope in v1 graphs and where `call` makes variables."""
        self.fix_outside_graph(scope)
        self._note_caller()
        if in_v1_graph():
            with self._graph_scope(cell, scope):
                yield
        elif cell.makes_variables_in_call and keras.backend.backend() == "tensorflow":
            with self._capturing_scope(cell):
                yield
        else:
            yield

    def _note_caller(self):
        """Notes the surrounding variable scope, until a first call is over."""
        if keras.backend.backend() == "tensorflow" and not self.settled:
            import tensorflow as tf

            self.called_in = tf.compat.v1.get_variable_scope().name

    def prefix_of(self, inner, calls_itself):
        """Path of the scope in which this cell calls an inner one, relative to its own caller.

        A cell that overrides `__call__` (`calls_itself`) has only the scopes it opens there.
        """
        if self.called_in is not None and inner.called_in is not None:
            caller = f"{self.called_in}/".lstrip("/")
            path = f"{inner.called_in}/".lstrip("/")
            if path.startswith(caller if calls_itself else f"{caller}{self.name}/"):
                return path.removeprefix(caller)
        return f"{self.name}/"

    @contextlib.contextmanager
    def building(self, cell):
        """Enters the cell's TF1 variable scope for `build`, so that inner cells learn theirs."""
        self._note_caller()
        if in_v1_graph():
            with self._graph_scope(cell, None):
                yield
        elif keras.backend.backend() == "tensorflow":
            import tensorflow as tf

            with tf.compat.v1.variable_scope(self.name) as scope:
                self.full_name = scope.name
                yield
        else:
            self.full_name = self.name
            yield

    @contextlib.contextmanager
    def _graph_scope(self, cell, scope):
        import tensorflow as tf

        variable_scope = tf.compat.v1.variable_scope
        with contextlib.ExitStack() as stack:
            if not self.unique:
                # Leaving a re-entered scope takes back the counts that would give `_1`.
                current = tf.compat.v1.get_variable_scope()
                stack.enter_context(variable_scope(current, auxiliary_name_scope=False))
            captured = self._capture(cell, scope, variable_scope)
            noting = cell.makes_variables_in_call
            entered = variable_scope(
                captured,
                reuse=True if self.settled else cell.reuse,
                auxiliary_name_scope=False,
                custom_getter=noting_getter(self.full_name, self.own) if noting else None,
            )
            stack.enter_context(entered)
            yield

    def _capture(self, cell, scope, variable_scope):
        """TF1's choice of the variable scope at the first call, with its rules for `_1`."""
        if self._captured is None:
            scope = self.requested if scope is None else scope
            self.fix(scope)
            by_name = self.name if scope is None and cell.reuse else scope
            with variable_scope(by_name, default_name=self.name) as captured:
                self._captured, self.full_name = captured, captured.name
            if scope is None:
                self.name = self.full_name.rsplit("/", 1)[-1]
        return self._captured

    @contextlib.contextmanager
    def _capturing_scope(self, cell):
        """Outside v1 graphs: `get_variable` inside `call` makes a tracked variable, once."""
        import tensorflow as tf

        with tf.compat.v1.variable_scope(self.name) as entered:
            entered.set_custom_getter(making_getter(cell, entered.name, self.own))
            yield

    @contextlib.contextmanager
    def around_own_call(self, cell):
        """For a cell that overrides `__call__`: the caller's scope, its variables kept."""
        if keras.backend.backend() != "tensorflow":
            yield
            return
        import tensorflow as tf

        if self.called_in is None or cell.tracing:
            self._note_caller()
        outer = tf.compat.v1.get_variable_scope()
        if in_v1_graph():
            with tf.compat.v1.variable_scope(
                outer, custom_getter=noting_getter(outer.name, self.outside)
            ):
                yield
        else:
            with tf.compat.v1.variable_scope(
                outer, custom_getter=making_getter(cell, outer.name, self.outside)
            ):
                yield

    def graph_variable(self, cell, path, **options):
        """Makes `path` with `tf.compat.v1.get_variable` under the cell's TF1 scope."""
        with self._graph_scope(cell, None):
            variable = get_graph_variable(path, **options)
        self.own.setdefault(path, variable)
        return variable


def current_scope_initializer():
    """The initializer of the surrounding TF1 variable scope, or None."""
    if keras.backend.backend() != "tensorflow":
        return None
    import tensorflow as tf

    return tf.compat.v1.get_variable_scope().initializer


def fixed_size_partitioner(num_shards):
    """TF1's partitioner into `num_shards` along the rows in a v1 graph; elsewhere None."""
    if num_shards is None or not in_v1_graph():
        return None
    import tensorflow as tf

    return tf.compat.v1.fixed_size_partitioner(num_shards)


def variable_scope(name):
    """`tf.compat.v1.variable_scope(name)` where there is TensorFlow, else nothing."""
    if keras.backend.backend() != "tensorflow":
        return contextlib.nullcontext()
    import tensorflow as tf

    return tf.compat.v1.variable_scope(name)


def graph_scope(name):
    """`variable_scope(name)` in a v1 graph, where steps make variables; else nothing."""
    return variable_scope(name) if in_v1_graph() else contextlib.nullcontext()
