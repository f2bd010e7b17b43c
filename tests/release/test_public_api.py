"""The public interface is the one that was agreed to: a change of it is told and meant."""

import pytest

import tf_contrib_rnn
from tests.release import public_api


@pytest.fixture(scope="module")
def listing():
    return public_api.listing()


def test_the_public_interface_is_the_one_in_the_list(listing):
    kept = public_api.from_text(public_api.LIST.read_text("utf-8"))
    if told := public_api.difference(kept, listing):
        pytest.fail(told, pytrace=False)
    assert public_api.as_text(listing) == public_api.LIST.read_text("utf-8"), "run `make api`"


def test_the_stub_has_the_same_names():
    assert public_api.STUB.read_text("utf-8") == public_api.stub(), "run `make api`"


def test_everything_public_is_in_the_list(listing):
    assert {f"tf_contrib_rnn.{name}" for name in tf_contrib_rnn.__all__} <= listing.keys()
    rooms = {name.split(".")[1] for name in listing if name.count(".") > 1}
    assert set(public_api.ROOMS) < rooms
    assert listing["tf_contrib_rnn.LSTMStateTuple"] == "(c, h)"
    assert listing["tf_contrib_rnn.BasicLSTMCell"].startswith("(num_units, forget_bias=1.0, ")
    assert listing["tf_contrib_rnn.compat.uninstall"] == "() -> None"
    assert listing["tf_contrib_rnn.checkpoint.Plan.warnings"] == ""


def test_members_that_a_public_base_has_alike_are_told_once(listing):
    assert "tf_contrib_rnn.RNNCell.draw_noise" in listing
    assert "tf_contrib_rnn.DropoutWrapper.draw_noise" not in listing


class Base:
    def step(self, x, y=print): ...

    def _hidden(self): ...


class Thing(Base):
    size = 3

    def __init__(self, a: int, *, key: "str | None" = None): ...

    def step(self, x): ...

    @property
    def width(self): ...

    @classmethod
    def of(cls, a=object()): ...  # noqa: B008


def test_how_things_are_called():
    assert public_api.call(Thing) == "(a: int, *, key: str | None = None)"
    assert public_api.call(public_api.difference) == "(before, now)"
    assert public_api.own_members(Thing, {Base}) == {
        "size": "",
        "step": "(self, x)",
        "width": "",
        "of": "(cls, a=...)",
    }
    assert public_api.own_members(Base, set()) == {"step": "(self, x, y=print)"}


def test_a_change_is_told_in_one_sentence():
    before = {"rnn.A": "(x)", "rnn.B": "()", "rnn.C": "(x=1)"}
    now = {"rnn.A": "(x, y=2)", "rnn.C": "(x=1)", "rnn.D": ""}
    told = public_api.difference(before, now)
    assert told.startswith(
        "the public interface is no longer that of tests/release/public_api.txt "
        "(added: rnn.D; gone: rnn.B(); changed: rnn.A(x) to (x, y=2)): if that is meant, run "
    )
    assert "`make api`" in told and "\n" not in told
    assert public_api.difference(now, now) == ""
    assert public_api.from_text(public_api.as_text(now)) == now
