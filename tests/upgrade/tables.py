"""What the tables of the rules mean, and how they are checked."""

from textwrap import dedent

import pytest

from tf_contrib_rnn.upgrade import rewrite_text


def changes(*pairs):
    """Parameters for a before/after table."""
    return pytest.mark.parametrize(("before", "after"), pairs)


def noops(*pairs):
    """Parameters for a table of what a rule leaves alone: ``(why, source)``."""
    return pytest.mark.parametrize(("why", "source"), pairs, ids=[why for why, _ in pairs])


def reports(*pairs):
    """Parameters for a table of what is left and reported: ``(source, part of the reason)``."""
    return pytest.mark.parametrize(("source", "reason"), pairs)


def check_change(rule, before, after):
    """The rule takes part in turning ``before`` into ``after``, which is Python and stays so."""
    before, after = dedent(before), dedent(after)
    report = rewrite_text(before)
    assert report.after == after
    assert rule in {entry.rule for entry in report.rewritten}
    compile(after, "after", "exec")
    again = rewrite_text(after)
    assert (again.after, again.rewritten) == (after, [])


def check_noop(rule, source):
    """The rule neither rewrites nor reports anything."""
    report = rewrite_text(dedent(source))
    entries = [entry for entry in (*report.rewritten, *report.left) if entry.rule == rule]
    assert entries == []


def check_report(rule, source, reason):
    """The rule reports one thing, says what to do, and rewrites nothing."""
    report = rewrite_text(dedent(source))
    (entry,) = [entry for entry in report.left if entry.rule == rule]
    assert reason in entry.reason
    assert entry.advice
    assert not [entry for entry in report.rewritten if entry.rule == rule]
