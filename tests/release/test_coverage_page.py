"""The page of lines that no test runs."""

from tests.release.coverage_page import HEAD, page, spans


def measured(statements, missing):
    return {
        "summary": {"num_statements": statements, "missing_lines": len(missing)},
        "missing_lines": missing,
    }


def test_a_page():
    files = {
        "tf_contrib_rnn/cli/inspect.py": measured(30, [3, 4, 5, 9]),
        "tf_contrib_rnn/cells/lstm.py": measured(60, []),
        "tf_contrib_rnn/_needs.py": measured(10, [7]),
        "tf_contrib_rnn/cli/names/long.py": measured(10, [1, 3]),
    }
    assert page({"files": files}) == HEAD + (
        "| room | lines | not run | run |\n"
        "| --- | --- | --- | --- |\n"
        "| `cells` | 60 | 0 | 100.0 % |\n"
        "| `cli` | 40 | 6 | 85.0 % |\n"
        "| `tf_contrib_rnn` | 10 | 1 | 90.0 % |\n"
        "| all | 110 | 7 | 93.6 % |\n"
        "\n## `cli`\n\n"
        "- `cli/inspect.py`: 3-5, 9\n"
        "- `cli/names/long.py`: 1, 3\n"
        "\n## `tf_contrib_rnn`\n\n"
        "- `_needs.py`: 7\n"
    )


def test_spans():
    assert spans([]) == ""
    assert spans([1, 2, 4, 6, 7, 8]) == "1-2, 4, 6-8"
