"""Small recurrent networks of random options, as data, and the TF 1.15.5 code that makes them.

A network is a dict: `run` (how it runs), `cell` (for both directions a pair in `cells`), and the
options of the run. A cell is a dict of `kind`, `options`, and of `keep_probs`, `residual` and
`members` where it has them. Everything here is also read by Python 3.7.
"""

SIZE = 3  # of the inputs
STEPS = 4
ACTIVATIONS = ["tanh", "relu", "sigmoid", "elu", "softsign"]
UNITS = [4, 5, 6]


def _activation(rng):
    return {"activation": ACTIVATIONS[rng.randint(len(ACTIVATIONS))]} if rng.rand() < 0.6 else {}


def _forget_bias(rng):
    return {"forget_bias": [0.0, 0.5, 2.5][rng.randint(3)]} if rng.rand() < 0.6 else {}


def _some(rng, **options):
    return {name: values[rng.randint(len(values))]
            for name, values in sorted(options.items()) if rng.rand() < 0.5}


def _projection(rng, clips=True):
    if rng.rand() < 0.5:
        return {}
    return dict({"num_proj": 2}, **(_some(rng, proj_clip=[0.2, 1.5]) if clips else {}))


def _units(rng):
    return {"num_units": UNITS[rng.randint(len(UNITS))]}


def _join(*parts):
    return {name: value for part in parts for name, value in part.items()}


OPTIONS = {
    "BasicRNNCell": lambda r: _join(_units(r), _activation(r)),
    "GRUCell": lambda r: _join(_units(r), _activation(r)),
    "BasicLSTMCell": lambda r: _join(
        _units(r), _activation(r), _forget_bias(r), _some(r, state_is_tuple=[False])),
    "LSTMCell": lambda r: _join(
        _units(r), _activation(r), _forget_bias(r), _projection(r),
        _some(r, use_peepholes=[True], cell_clip=[0.3, 3.0], state_is_tuple=[False])),
    "LSTMBlockCell": lambda r: _join(
        _units(r), _forget_bias(r), _some(r, use_peephole=[True], cell_clip=[0.5, 3.0])),
    "GRUBlockCellV2": _units,
    "LayerNormBasicLSTMCell": lambda r: _join(
        _units(r), _activation(r), _forget_bias(r),
        _some(r, layer_norm=[False], dropout_keep_prob=[0.5, 0.9])),
    "UGRNNCell": lambda r: _join(_units(r), _activation(r), _forget_bias(r)),
    "CoupledInputForgetGateLSTMCell": lambda r: _join(
        _units(r), _activation(r), _forget_bias(r), _projection(r),
        _some(r, use_peepholes=[True], layer_norm=[True], num_unit_shards=[2])),
    "NASCell": lambda r: _join(_units(r), _projection(r, False), _some(r, use_bias=[True])),
    "IndRNNCell": lambda r: _join(_units(r), _activation(r)),
    "IndyGRUCell": lambda r: _join(_units(r), _activation(r)),
    "IndyLSTMCell": lambda r: _join(_units(r), _activation(r), _forget_bias(r)),
    "SRUCell": lambda r: _join(_units(r), _activation(r)),
    "IntersectionRNNCell": lambda r: _join(_units(r), {"num_in_proj": 1}, _forget_bias(r)),
    "GLSTMCell": lambda r: _join({"num_units": 6}, {"number_of_groups": 3}, _forget_bias(r),
                                 {"num_proj": 3}),
    "ConvLSTMCell": lambda r: _join(
        {"conv_ndims": 2, "input_shape": [5, 4, 2], "output_channels": 3, "kernel_shape": [3, 2]},
        _forget_bias(r), _some(r, use_bias=[False])),
    "PhasedLSTMCell": lambda r: _join(_units(r), _some(r, use_peepholes=[True])),
}
COMMON = ["BasicRNNCell", "GRUCell", "BasicLSTMCell", "LSTMCell"]
RARE = sorted(set(OPTIONS) - set(COMMON))
RUNS = ["dynamic", "static", "both_ways", "both_ways_static", "decoder", "rnn_decoder", "copies"]


def cell(rng, kind, plain=False):
    """A cell of random options, with or without dropout and a residual sum around it."""
    made = {"kind": kind, "options": OPTIONS[kind](rng)}
    if plain or kind in ("ConvLSTMCell", "PhasedLSTMCell"):
        return made
    if rng.rand() < 0.4:
        sides = [side for side in ("input", "output", "state") if rng.rand() < 0.5]
        made["keep_probs"] = {side: [0.5, 0.8, "keep_prob:0"][rng.randint(3)] for side in sides}
    return made


def _width(one):
    options = one["options"]
    return options.get("num_proj") or options["num_units"]


def stack(rng, count):
    """A cell, or a MultiRNNCell, of common kinds."""
    members = [cell(rng, COMMON[rng.randint(len(COMMON))]) for _ in range(count)]
    for below, one in zip(members, members[1:]):
        if _width(below) == _width(one) and one["kind"] != "LSTMCell" and rng.rand() < 0.5:
            one["residual"] = True
    if any(one["options"].get("state_is_tuple") is False for one in members) and count > 1:
        for one in members:
            one["options"].pop("state_is_tuple", None)
    return members[0] if count == 1 else {"kind": "MultiRNNCell", "members": members}


def networks(random_state):
    """The networks, from one generator of random numbers."""
    rng, found = random_state, {}
    for kind in RARE:
        for number in range(2):
            found["%s_%d" % (kind, number)] = {"run": "dynamic", "cell": cell(rng, kind),
                                               "options": run_options(rng)}
    for number in range(42):
        run = RUNS[number % len(RUNS)]
        made = {"run": run, "options": run_options(rng)}
        if "both" in run:
            made["cells"] = [stack(rng, 1), stack(rng, 1)]
        else:
            made["cell"] = stack(rng, 1 + rng.randint(3))
        found["%s_%d" % (run, number // len(RUNS))] = made
    return found


def run_options(rng):
    """Options of a run, of the graph and of its variables."""
    return {name: bool(rng.rand() < 0.4)
            for name in ("lengths", "time_major", "initial_state", "resource", "gradients",
                         "frozen", "partitioned")}


# What follows runs under TF 1.15.5 only; `tf` is handed in.


def build_cell(tf, spec, keep_prob):
    """The cell of a spec."""
    rnn = tf.contrib.rnn
    if spec["kind"] == "MultiRNNCell":
        return rnn.MultiRNNCell([build_cell(tf, one, keep_prob) for one in spec["members"]])
    options = dict(spec["options"])
    if "activation" in options:
        options["activation"] = getattr(tf.nn, options["activation"])
    made = getattr(rnn, spec["kind"])(**options)
    if spec.get("residual"):
        made = rnn.ResidualWrapper(made)
    keep_probs = {"%s_keep_prob" % side: keep_prob if isinstance(kept, str) else kept
                  for side, kept in spec.get("keep_probs", {}).items()}
    return rnn.DropoutWrapper(made, **keep_probs) if keep_probs else made


def inputs_of(tf, spec, time_major):
    """The placeholder of a sequence."""
    shape = [3, STEPS]
    first = spec["members"][0] if "members" in spec else spec
    size = first["options"].get("input_shape", [SIZE])
    if time_major:
        shape = shape[::-1]
    return tf.placeholder(tf.float32, shape + size, name="inputs")


def build(tf, network):
    """Makes a network in the default graph; returns the names of what it gives."""
    options = network["options"]
    keep_prob = tf.placeholder_with_default(1.0, [], name="keep_prob")
    partitioner = tf.fixed_size_partitioner(2) if options["partitioned"] else None
    cells = network.get("cells") or [network["cell"]]
    kinds = [one["kind"] for cell_ in cells for one in cell_.get("members", [cell_])]
    partitioner = partitioner if set(kinds) <= set(COMMON) else None
    with tf.variable_scope("net", use_resource=options["resource"], partitioner=partitioner):
        made = [build_cell(tf, one, keep_prob) for one in cells]
        outputs, state = RUNNERS[network["run"]](tf, made, cells, options)
    flat = tf.contrib.framework.nest.flatten
    given = {"outputs": [one.name for one in flat(outputs)],
             "state": [one.name for one in flat(state)]}
    if options["gradients"] and not options["frozen"]:
        loss = sum(tf.reduce_sum(one) for one in flat(outputs))
        tf.train.AdamOptimizer().minimize(loss)
    return given


def _arguments(tf, cell_, options):
    given = {"dtype": tf.float32}
    if options["lengths"]:
        given["sequence_length"] = tf.placeholder(tf.int32, [3], name="lengths")
    if options["initial_state"]:
        nest = tf.contrib.framework.nest
        sizes = nest.flatten(cell_.state_size)
        holders = [tf.placeholder(tf.float32, [3] + tf.TensorShape(size).as_list(),
                                  name="start_%d" % number) for number, size in enumerate(sizes)]
        given["initial_state"] = nest.pack_sequence_as(cell_.state_size, holders)
    return given


def dynamic(tf, made, cells, options):
    """tf.nn.dynamic_rnn."""
    inputs = inputs_of(tf, cells[0], options["time_major"])
    if cells[0]["kind"] == "PhasedLSTMCell":
        times = tf.placeholder(tf.float32, inputs.shape.as_list()[:2] + [1], name="times")
        inputs = (times, inputs)
    return tf.nn.dynamic_rnn(made[0], inputs, time_major=options["time_major"],
                             **_arguments(tf, made[0], options))


def static(tf, made, cells, options):
    """tf.nn.static_rnn over the steps of one tensor."""
    inputs = inputs_of(tf, cells[0], False)
    return tf.nn.static_rnn(made[0], tf.unstack(inputs, axis=1), **_arguments(tf, made[0], options))


def both_ways(tf, made, cells, options):
    """tf.nn.bidirectional_dynamic_rnn."""
    inputs = inputs_of(tf, cells[0], options["time_major"])
    arguments = _arguments(tf, made[0], dict(options, initial_state=False))
    return tf.nn.bidirectional_dynamic_rnn(made[0], made[1], inputs,
                                           time_major=options["time_major"], **arguments)


def both_ways_static(tf, made, cells, options):
    """tf.nn.static_bidirectional_rnn."""
    inputs = inputs_of(tf, cells[0], False)
    arguments = _arguments(tf, made[0], dict(options, initial_state=False))
    pieces = [tf.squeeze(one, 1) for one in tf.split(inputs, STEPS, 1)]
    outputs, fw, bw = tf.nn.static_bidirectional_rnn(made[0], made[1], pieces, **arguments)
    return outputs, (fw, bw)


def decoder(tf, made, cells, options):
    """dynamic_decode of a BasicDecoder with a dense layer."""
    seq2seq = tf.contrib.seq2seq
    inputs = inputs_of(tf, cells[0], False)
    helper = seq2seq.TrainingHelper(inputs, tf.constant([4, 3, 2]))
    start = _arguments(tf, made[0], options).get("initial_state")
    start = start or made[0].zero_state(3, tf.float32)
    dense = tf.layers.Dense(7, name="dense")
    found = seq2seq.dynamic_decode(seq2seq.BasicDecoder(made[0], helper, start, dense))
    return found[0].rnn_output, found[1]


def rnn_decoder(tf, made, cells, options):
    """legacy_seq2seq.rnn_decoder that feeds its outputs back."""
    inputs = inputs_of(tf, cells[0], False)
    weights = tf.get_variable("back", [made[0].output_size, SIZE])
    return tf.contrib.legacy_seq2seq.rnn_decoder(
        tf.unstack(inputs, axis=1), made[0].zero_state(3, tf.float32), made[0],
        loop_function=lambda previous, _: tf.matmul(previous, weights))


def copies(tf, made, cells, options):
    """The same variables run twice, over whole sequences and for one step with fed states."""
    arguments = _arguments(tf, made[0], dict(options, initial_state=False))
    found = tf.nn.dynamic_rnn(made[0], inputs_of(tf, cells[0], False), **arguments)
    with tf.variable_scope(tf.get_variable_scope(), reuse=True):
        tf.nn.dynamic_rnn(made[0], tf.placeholder(tf.float32, [1, None, SIZE]), dtype=tf.float32)
    return found


RUNNERS = {"dynamic": dynamic, "static": static, "both_ways": both_ways,
           "both_ways_static": both_ways_static, "decoder": decoder, "rnn_decoder": rnn_decoder,
           "copies": copies}
