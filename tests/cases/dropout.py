"""DropoutWrapper: every keep probability, tensors, variational dropout, state filters."""

from ._case import case, cell, function

CELLS = {
    "lstm": cell("LSTMCell", num_units=5, num_proj=2, use_peepholes=True),
    "gru": cell("GRUCell", num_units=5),
    "multi": cell("MultiRNNCell", cells=[
        cell("GRUCell", num_units=4), cell("LSTMCell", num_units=5, num_proj=2)]),
}
KEEPS = {"input_keep_prob": 0.6, "state_keep_prob": 0.7, "output_keep_prob": 0.8}
HANDED_IN = "it decides which numbers are drawn, and those are in the golden"
VARIATIONAL = {"variational_recurrent": True, "input_size": 3}
PLANE = cell("Conv2DLSTMCell", input_shape=[6, 5, 3], output_channels=2, kernel_shape=[3, 2])
SMALL = {"batch": 2, "time": 4, "lengths": [2, 4], "dtype": "float32"}


def dropout(name, inner, options, inputs=None, seed=17, **others):
    """Return a case of DropoutWrapper around a cell, or around one of CELLS by its name."""
    spec = CELLS.get(inner, inner) if isinstance(inner, str) else inner
    name = "dropout_wrapper_" + (inner + "_" if isinstance(inner, str) else "") + name
    nothing = {"DropoutWrapper.seed": HANDED_IN}
    nothing.update(others.pop("changes_nothing", {}))
    return case(name, "DropoutWrapper", dict({"cell": spec, "seed": seed}, **options),
                inputs or [3], "dropout", changes_nothing=nothing, **others)


def variational(name, inner, options, **others):
    """Return the same with one mask for the whole sequence."""
    options = dict({"dtype": others.get("dtype", "float64")}, **dict(VARIATIONAL, **options))
    if "input_keep_prob" not in options:
        del options["input_size"]
    return dropout("variational" + name, inner, options, **others)


def around(inner):
    """Return the cases that every inner cell has."""
    each = [dropout(name.split("_")[0], inner, {name: keep}) for name, keep in KEEPS.items()]
    return each + [
        dropout("all", inner, KEEPS),
        dropout("all_float32", inner, KEEPS, dtype="float32"),
        dropout("all_dtype_from_inputs", inner, KEEPS, dtype_given=False),
        variational("", inner, KEEPS),
        variational("_float32", inner, KEEPS, dtype="float32"),
    ]


def filtered(name, inner, visitor, **others):
    """Return a case whose state filter is one of FUNCTIONS."""
    options = {"state_keep_prob": 0.5, "dropout_state_filter_visitor": function(visitor)}
    return dropout(name, inner, options, **others)


TENSORS = {
    "input_keep_prob": {"tensor": 0.6}, "state_keep_prob": {"tensor": 0.7},
    "output_keep_prob": {"tensor": 0.8},
}
CASES = around("lstm") + around("gru") + around("multi") + [
    dropout("tensor_keeps", "lstm", TENSORS),
    dropout("tensor_keeps_float32", "gru", TENSORS, dtype="float32"),
    dropout("tensor_input", "gru", {"input_keep_prob": {"tensor": 0.6}}),
    dropout("tensor_one", "gru", {"input_keep_prob": {"tensor": 1.0}},
            changes_nothing={"DropoutWrapper.input_keep_prob": "everything is kept"},
            note="A tensor of 1 still draws numbers."),
    dropout("constant_tensor", "gru", {"output_keep_prob": {"constant_tensor": 0.7}},
            note="TF1 reads the constant: 0.7 rounded to float32, in float64."),
    dropout("one_is_no_dropout", "gru", {"input_keep_prob": 1.0, "output_keep_prob": 0.5}),
    dropout("seed_zero", "gru", KEEPS, seed=0),
    dropout("dtype", "gru", dict(KEEPS, dtype="float64"), changes_nothing={
        "DropoutWrapper.dtype": "only variational dropout reads it"}),
    dropout("input_size", "gru", dict(KEEPS, input_size=3), changes_nothing={
        "DropoutWrapper.input_size": "only variational dropout reads it"}),
    variational("_input", "lstm", {"input_keep_prob": 0.6}),
    variational("_state", "lstm", {"state_keep_prob": 0.6}),
    variational("_output", "lstm", {"output_keep_prob": 0.6}),
    variational("_dtype_from_inputs", "lstm", KEEPS, dtype_given=False),
    variational("_tensors", "lstm", TENSORS),
    variational("_input_size_shape", "gru", dict(KEEPS, input_size={"shape": [3]})),
    variational("_filtered", "multi", {
        "state_keep_prob": 0.5, "dropout_state_filter_visitor": function("drop_c_only")}),
    filtered("drop_everything", "lstm", "drop_everything"),
    filtered("drop_nothing", "lstm", "drop_nothing", changes_nothing={
        "DropoutWrapper.state_keep_prob": "the filter lets nothing be dropped"}),
    filtered("drop_c_only", "lstm", "drop_c_only"),
    filtered("drop_everything", "multi", "drop_everything"),
    filtered("drop_c_only_float32", "multi", "drop_c_only", dtype="float32"),
    filtered("drop_first_cell_only", "multi", "drop_first_cell_only"),
    dropout("concatenated_state", cell("LSTMCell", num_units=5, state_is_tuple=False),
            {"state_keep_prob": 0.6},
            note="A concatenated state is one slot: the c half is dropped too."),
    dropout("concatenated_stack", cell("MultiRNNCell", cells=[
        cell("GRUCell", num_units=4), cell("BasicRNNCell", num_units=5)], state_is_tuple=False),
        KEEPS),
    dropout("plane", PLANE, KEEPS, [6, 5, 3], **SMALL),
    variational("_plane", PLANE, dict(KEEPS, input_size={"shape": [6, 5, 3]}),
                inputs=[6, 5, 3], **SMALL),
]
