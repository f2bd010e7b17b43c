"""Graphs whose variables TF1 named: scopes entered, re-entered, shared, given by hand.

`scenarios` takes the module with the cells, TF1's names of TensorFlow and a `dynamic_rnn`, so
that it runs on TF 1.15.5 as well (`scenarios(tf.contrib.rnn, tf, tf.nn.dynamic_rnn)`); naming.json
is what `outcome` found there: the names of all variables, of those trained where the scenario is
about them, or what the error says about a variable.
"""

import re


def scenarios(rnn, tf, dynamic_rnn):
    """{name: function without arguments that builds into the default graph}."""

    def run(cell, **options):
        return dynamic_rnn(cell, tf.zeros([2, 4, 3]), dtype=tf.float32, **options)

    def step(cell, **options):
        return cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32), **options)

    found = {}
    for makers in (_calls, _several, _reuse, _wrapped, _options, _few_gates):
        found.update(makers(rnn, tf, run, step, tf.variable_scope))
    return found


def in_scope(scope, name, *calls, **options):
    """Runs every call inside one variable scope."""
    with scope(name, **options):
        for call in calls:
            call()


def _calls(rnn, tf, run, step, scope):
    gru, named = (lambda: rnn.GRUCell(5)), (lambda: rnn.GRUCell(5, name="foo"))

    def scope_object():
        with scope("outer"), scope("given") as given:
            pass
        step(gru(), scope=given)

    def positional():
        cell = gru()
        cell(tf.zeros([2, 3]), cell.zero_state(2, tf.float32), "given")

    def first_scope_stays():
        cell = gru()
        run(cell, scope="a")
        run(cell, scope="b")
        step(cell)

    def run_in_scope_object():
        with scope("given") as given:
            pass
        run(gru(), scope=given)

    return {
        "dynamic": lambda: run(gru()),
        "dynamic_scope": lambda: run(gru(), scope="foo"),
        "dynamic_scope_object": run_in_scope_object,
        "direct": lambda: step(gru()),
        "direct_in_scope": lambda: in_scope(scope, "s", lambda: step(gru())),
        "direct_named": lambda: in_scope(scope, "s", lambda: step(named())),
        "direct_scope": lambda: in_scope(scope, "s", lambda: step(gru(), scope="arg")),
        "direct_scope_beats_name": lambda: step(named(), scope="arg"),
        "direct_scope_positional": positional,
        "direct_scope_object": scope_object,
        "first_scope_stays": first_scope_stays,
        "plain_cell_scope": lambda: conv_step(rnn, tf, scope="arg"),
    }


def conv_step(rnn, tf, **options):
    """One step of a plain cell, which made its variables inside `call` in TF1."""
    cell = rnn.Conv1DLSTMCell(input_shape=[4, 3], output_channels=2, kernel_shape=[3])
    return cell(tf.zeros([2, 4, 3]), cell.zero_state(2, tf.float32), **options)


def _several(rnn, tf, run, step, scope):
    gru, lstm = (lambda: rnn.GRUCell(5)), (lambda: rnn.BasicLSTMCell(5))

    def named():
        return rnn.GRUCell(5, name="foo")

    def dropped():
        return rnn.DropoutWrapper(rnn.GRUCell(5), 0.5)

    def stack():
        return rnn.MultiRNNCell([rnn.GRUCell(5)])

    def twice(call):
        call()
        call()

    def same_object():
        cell = gru()
        twice(lambda: run(cell))

    def counted():
        with scope("s"):
            step(gru())
        with scope("s"):
            step(gru())

    return {
        "two_at_the_root": lambda: twice(lambda: step(gru())),
        "three_in_one_scope": lambda: in_scope(scope, "s", *[lambda: step(gru())] * 3),
        "two_classes": lambda: in_scope(scope, "s", lambda: step(gru()), lambda: step(lstm())),
        "two_named": lambda: twice(lambda: step(named())),
        "two_dropped": lambda: twice(lambda: step(dropped())),
        "two_runs": lambda: twice(lambda: run(gru())),
        "two_runs_named": lambda: (run(gru()), run(named())),
        "two_scopes_of_one_name": counted,
        "two_stacks": lambda: twice(lambda: step(stack())),
        "two_maps": lambda: twice(lambda: conv_step(rnn, tf)),
        "same_object_twice": same_object,
    }


def _reuse(rnn, tf, run, step, scope):
    def gru(**options):
        return rnn.GRUCell(5, **options)

    auto = tf.AUTO_REUSE

    def reused_scope():
        run(gru())
        with scope(tf.get_variable_scope(), reuse=True):
            run(gru())

    def reuse_variables():
        with scope("s") as s:
            step(gru())
            s.reuse_variables()
            step(gru())

    def beside():
        run(gru())
        run(rnn.MultiRNNCell([gru()]))

    return {
        "reuse_argument": lambda: (run(gru()), run(gru(reuse=True))),
        "reuse_argument_nothing_there": lambda: run(gru(reuse=True)),
        "reuse_argument_auto": lambda: (run(gru(reuse=auto)), run(gru(reuse=auto))),
        "reuse_argument_false": lambda: (run(gru()), run(gru(reuse=False))),
        "reuse_scope": reused_scope,
        "reuse_scope_auto": lambda: [
            in_scope(scope, "s", lambda: run(gru()), reuse=auto) for _ in range(2)
        ],
        "reuse_variables": reuse_variables,
        "reuse_scope_stack": lambda: [
            in_scope(scope, "s", lambda: run(rnn.MultiRNNCell([gru(), gru()])), reuse=auto)
            for _ in range(2)
        ],
        "stack_beside": beside,
    }


def _wrapped(rnn, tf, run, step, scope):
    def gru(units=5, **options):
        return rnn.GRUCell(units, **options)

    def shared():
        cell = gru(3)
        run(rnn.MultiRNNCell([cell, gru(3), cell]))

    def seen_before():
        cell = gru(3)
        step(cell)
        run(rnn.MultiRNNCell([cell, gru(3)]))

    return {
        "stack": lambda: run(rnn.MultiRNNCell([gru(), rnn.LSTMCell(4), gru(name="top")])),
        "stack_in_stack": lambda: run(
            rnn.MultiRNNCell([rnn.MultiRNNCell([gru(), gru()]), gru(), rnn.MultiRNNCell([gru()])])
        ),
        "stack_shared": shared,
        "stack_seen_before": seen_before,
        "stack_scope": lambda: step(rnn.MultiRNNCell([gru()]), scope="arg"),
        "wrappers": lambda: run(
            rnn.DropoutWrapper(rnn.ResidualWrapper(rnn.DeviceWrapper(gru(3), "/cpu:0")))
        ),
        "wrappers_named_inside": lambda: run(rnn.ResidualWrapper(gru(3, name="foo"))),
        "wrappers_scope": lambda: step(rnn.DropoutWrapper(gru()), scope="arg"),
        "wrappers_in_stack": lambda: run(
            rnn.MultiRNNCell([rnn.DropoutWrapper(gru(3)), rnn.ResidualWrapper(gru(3))])
        ),
        "wrapped_stack": lambda: run(rnn.DropoutWrapper(rnn.MultiRNNCell([gru()]))),
    }


def _options(rnn, tf, run, step, scope):
    def lstm(**options):
        return rnn.LSTMCell(4, **options)

    halves = {"partitioner": tf.fixed_size_partitioner(2)}

    def reused_halves():
        in_scope(scope, "s", lambda: run(lstm()), **halves)
        in_scope(scope, "s", lambda: run(lstm()), reuse=True, **halves)

    return {
        "partitioned": lambda: in_scope(
            scope, "s", lambda: run(lstm(use_peepholes=True, num_proj=2)), **halves
        ),
        "partitioned_stack": lambda: in_scope(
            scope,
            "s",
            lambda: run(rnn.MultiRNNCell([rnn.GRUCell(3), rnn.BasicRNNCell(3)])),
            **halves,
        ),
        "partitioned_maps": lambda: in_scope(scope, "s", lambda: conv_step(rnn, tf), **halves),
        "partitioned_reused": reused_halves,
        "shards": lambda: run(lstm(num_unit_shards=2, num_proj=2, num_proj_shards=1)),
        "shards_beyond_the_rows": lambda: run(lstm(num_unit_shards=20)),
        "shards_inside_partitioner": lambda: in_scope(
            scope, "s", lambda: run(lstm(num_unit_shards=3)), **halves
        ),
        "trainable_not": lambda: (run(lstm(trainable=False)), run(lstm(name="b"))),
        "trainable_not_stack": lambda: run(rnn.MultiRNNCell([lstm(trainable=False), lstm()])),
    }


def _few_gates(rnn, tf, run, step, scope):
    halves = {"partitioner": tf.fixed_size_partitioner(2)}
    makers = {
        "ugrnn": lambda: rnn.UGRNNCell(4),
        "intersection": lambda: rnn.IntersectionRNNCell(4, num_in_proj=4),
        "glstm": lambda: rnn.GLSTMCell(6, num_proj=3, number_of_groups=3),
        "nas": lambda: rnn.NASCell(4, num_proj=2, use_bias=True),
        "sru": lambda: rnn.SRUCell(4), "indy_gru": lambda: rnn.IndyGRUCell(4),
    }  # fmt: skip

    def of(make):
        return {
            "partitioned_": lambda: in_scope(scope, "s", lambda: run(make()), **halves),
            "two_": lambda: in_scope(scope, "s", lambda: step(make()), lambda: step(make())),
        }

    return {kind + name: build for name, make in makers.items() for kind, build in of(make).items()}


def outcome(name, build, tf):
    """What a scenario led to: names of variables, or what the error says about one."""
    try:
        build()
    except ValueError as error:
        return re.search(r"Variable \S+ (already exists|does not exist)", str(error)).group()
    trained = name.startswith("trainable")
    variables = tf.trainable_variables() if trained else tf.global_variables()
    return [variable.op.name for variable in variables]
