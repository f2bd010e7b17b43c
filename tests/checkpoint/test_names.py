import pytest

from tf_contrib_rnn.checkpoint import names


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("lstm_cell", True),
        ("lstm_cell_1", True),
        ("multi_rnn_cell", True),
        ("conv_2d_lstm_cell", True),
        ("attention_cell_wrapper", True),
        ("Grid2LSTMCell", True),
        ("cell_0", False),
        ("rnn", False),
        ("dense_1", False),
        ("cells", False),
        ("Wrapped", False),
    ],
)
def test_a_cells_scope_is_told_by_its_spelling(component, expected):
    assert names.is_cell_scope(component) is expected


@pytest.mark.parametrize(
    ("scope", "inside", "outside"),
    [
        ("rnn", None, None),
        ("", None, None),
        ("rnn/multi_rnn_cell/cell_0", "rnn/multi_rnn_cell/cell_1/a/b", "rnn/dense/b"),
        ("a/multi_rnn_cell/cell_0/multi_rnn_cell/cell_1", "a/multi_rnn_cell/cell_3/b", "a/b"),
        ("rnn/output_projection_wrapper", "rnn/output_projection_wrapper/bias", "rnn/bias"),
        ("bidirectional_rnn/fw", "bidirectional_rnn/bw/x/kernel", "bidirectional_rnn/dense/bias"),
        ("fw", "bw/lstm_cell/kernel", "dense/kernel"),
        ("e/fw/multi_rnn_cell/cell_0", "e/bw/multi_rnn_cell/cell_0/x", "e/dense/kernel"),
        ("stack/cell_0/bidirectional_rnn", "stack/cell_1/bidirectional_rnn/fw/x", "stack/x"),
        ("stack/cell_0", "stack/cell_1/bw/x", "other/cell_1/bw/x"),
        ("bidirectional_rnn", None, None),
    ],
)
def test_the_network_of_a_scope_is_the_outermost_structure(scope, inside, outside):
    pattern = names.network(scope)
    if inside is None:
        assert pattern is None
    else:
        assert pattern.fullmatch(inside) and not pattern.fullmatch(outside)


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("rnn/lstm_cell/kernel", "lstm_cell/kernel", "rnn"),
        ("lstm_cell/kernel", "lstm_cell/kernel", ""),
        ("rnn/basic_lstm_cell/kernel", "lstm_cell/kernel", None),
        ("rnn/lstm_cell/kernel/Adam", "lstm_cell/kernel", None),
    ],
)
def test_a_path_is_found_at_the_end_of_a_name_between_slashes(name, path, expected):
    assert names.scope_before(name, path) == expected


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("dense", ("dense", 0)),
        ("dense_12", ("dense", 12)),
        ("conv2d_1", ("conv2d", 1)),
        ("batch_normalization", ("batch_normalization", 0)),
    ],
)
def test_numbers_of_repeated_scopes(component, expected):
    assert names.numbered(component) == expected


def test_scopes_come_with_those_of_cells_first():
    variables = ["dense/kernel", "rnn/multi_rnn_cell/cell_0/lstm_cell/bias", "w"]
    assert names.scopes_of(variables) == ["rnn", "dense", ""]


@pytest.mark.parametrize(
    ("variables", "count"),
    [
        (["rnn/lstm_cell/kernel"], 0),
        (["m/cell_0/lstm_cell/kernel", "m/cell_0/lstm_cell/bias", "m/cell_1/gru_cell/bias"], 2),
        (["b/fw/m/cell_0/x", "b/fw/m/cell_1/x", "b/bw/m/cell_0/x"], 3),
    ],
)
def test_members_of_networks_are_counted(variables, count):
    assert names.members(variables) == count
