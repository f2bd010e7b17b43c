"""NTMCell: heads, shifts, clips, controllers."""

from ._case import case, cell

SYMBOL = "NTMCell"
OPTIONS = {
    "controller": cell("LSTMCell", num_units=5, num_proj=3), "memory_size": 6,
    "memory_vector_dim": 4, "read_head_num": 2, "write_head_num": 3, "shift_range": 2,
    "output_dim": 2, "clip_value": 0.5,
}
SMALL = {
    "controller": cell("GRUCell", num_units=5), "memory_size": 6, "memory_vector_dim": 4,
    "read_head_num": 1, "write_head_num": 2, "output_dim": 2,
}


def memory(name, arguments, changes_nothing=(), **others):
    """Return a case on 3 inputs, which TF1 takes in float32 only."""
    nothing = {"%s.%s" % (SYMBOL, key): reason for key, reason in dict(changes_nothing).items()}
    others = dict({"dtype": "float32", "start": 2}, **others)
    return case("ntm_cell" + name, SYMBOL, arguments, [3], "memory", changes_nothing=nothing,
                **others)


CASES = [
    memory("", SMALL),
    memory("_from_the_start", SMALL, start=0),
    memory("_options", OPTIONS),
    memory("_options_from_the_start", OPTIONS, start=0),
    memory("_without_shifts", dict(SMALL, shift_range=0)),
    memory("_output_dim_of_inputs", dict(SMALL, output_dim=None), runs=["step"],
           note="TF1 knows the output's size only after a first step."),
    memory("_name_and_dtype", dict(SMALL, name="machine", dtype=None), changes_nothing={
        "name": "it only names the scope of the variables", "dtype": "the inputs are float32"}),
]
