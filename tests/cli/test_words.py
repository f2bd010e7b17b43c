import pytest

from tf_contrib_rnn.cli import _words


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("pass scopes={'a': 'b/c', …}.", "pass --scope a=b/c."),
        ("name it with scope='b/c' or map={'d/kernel': 'W', …}",
         "name it with --scope b/c or --map d/kernel=W"),
        ("pass partial=True, restore without ema=.", "pass --partial, restore without --ema."),
        ("name its tensor with tensors=; ignore=['x_*']",
         "name its tensor with --tensor; --ignore 'x_*'"),
        ("a cell has forget_bias=1.0, pass forget_bias= for another",
         "a cell has forget_bias=1.0, pass --forget-bias for another"),
    ],
)  # fmt: skip
def test_sentences_of_the_library_speak_of_options(sentence, shown):
    assert _words.as_options(sentence) == shown
