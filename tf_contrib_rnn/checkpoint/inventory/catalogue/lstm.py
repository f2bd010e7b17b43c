"""LSTM cells on vectors."""

from tf_contrib_rnn.checkpoint.inventory.catalogue._guess import (
    Shapes,
    candidate,
    more_than_one,
    rows,
    shards,
    share,
)


def _fused(kind, peepholes=None, norm=None, projects=False, normalized_by_default=False):
    """An LSTM whose gates are one kernel [inputs + outputs, 4 units].

    Args:
        kind: the class.
        peepholes: its argument for peepholes, None where it has none.
        norm: its argument for layer normalization, None where it has none.
        projects: whether it has num_proj.
        normalized_by_default: the default of `norm`.
    """

    def guess(shapes: Shapes):
        height, width = shapes["kernel"]
        units = share(width, 4)
        num_proj = shapes["projection/kernel"][1] if projects and _projection(shapes) else None
        options = {"num_units": units, "num_proj": num_proj}
        if peepholes:
            options[peepholes] = "w_f_diag" in shapes
        found = candidate(kind, height - (num_proj or units), **options)
        is_normalized = "input/gamma" in shapes
        if norm and is_normalized is not normalized_by_default:
            found.arguments[norm] = is_normalized
        yield found

    return guess


def _projection(shapes):
    return "projection/kernel" in shapes


def _weight_norm(shapes: Shapes):
    inner = {path.partition("/")[2]: shape for path, shape in shapes.items()}
    height, width = inner["kernel"]
    units = share(width, 4)
    num_proj = inner["projection/kernel"][1] if _projection(inner) else None
    found = candidate(
        "WeightNormLSTMCell",
        height - (num_proj or units),
        num_units=units,
        use_peepholes="w_f_diag" in inner,
        num_proj=num_proj,
    )
    if "norm_0" not in inner:
        found.arguments["norm"] = False
    yield found


def _coupled(shapes: Shapes):
    kernel, projection = shards(shapes, "W"), shards(shapes, "W_P")
    units = share(kernel[0][1], 3)
    num_proj = projection[0][1] if projection else None
    yield candidate(
        "CoupledInputForgetGateLSTMCell",
        rows(kernel) - (num_proj or units),
        num_units=units,
        use_peepholes="W_F_diag" in shapes,
        num_proj=num_proj,
        num_unit_shards=more_than_one(len(kernel)),
        num_proj_shards=more_than_one(len(projection)),
        layer_norm="state/gamma" in shapes,
    )


def _grouped(shapes: Shapes):
    (units,) = shapes["bias_i"]
    groups = sum(path.startswith("group") for path in shapes)
    num_proj = shapes["projection/kernel"][1] if _projection(shapes) else None
    yield candidate(
        "GLSTMCell",
        shapes["group0/kernel"][0] * groups - (num_proj or units),
        num_units=units,
        num_proj=num_proj,
        number_of_groups=more_than_one(groups),
    )


def _independent(shapes: Shapes):
    depth, width = shapes["kernel_w"]
    yield candidate("IndyLSTMCell", depth, num_units=share(width, 4))


def _phased(shapes: Shapes):
    height, units = shapes["new_input/kernel"]
    yield candidate(
        "PhasedLSTMCell",
        [[1], [height - units]],
        num_units=units,
        use_peepholes=shapes["mask_gates/kernel"][0] > height,
    )


ENTRIES = {
    "LSTMCell": _fused("LSTMCell", "use_peepholes", projects=True),
    "LSTMBlockCell": _fused("LSTMBlockCell", "use_peephole"),
    "BasicLSTMCell": _fused("BasicLSTMCell"),
    "CudnnCompatibleLSTMCell": _fused("CudnnCompatibleLSTMCell"),
    "LSTMBlockFusedCell": _fused("LSTMBlockFusedCell", "use_peephole"),
    "LayerNormBasicLSTMCell": _fused(
        "LayerNormBasicLSTMCell", norm="layer_norm", normalized_by_default=True
    ),
    "LayerNormLSTMCell": _fused(
        "LayerNormLSTMCell", "use_peepholes", norm="layer_norm", projects=True
    ),
    "WeightNormLSTMCell": _weight_norm,
    "CoupledInputForgetGateLSTMCell": _coupled,
    "GLSTMCell": _grouped,
    "IndyLSTMCell": _independent,
    "PhasedLSTMCell": _phased,
}
