"""A condition that is met by the word of another party alone, which the party that set it denies."""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack import analysis, view
from tests.page_data import page_of
from tests.recording import says
from tests.test_unheld import happened, lines, recorded, south, verdict

NORTH = says(
    "n", "accepts", "2030-01-02", by="quote", published="2030-01-02", conditions=[pt.EventHeld("withdrawal")]
)
SOUTH = south("s", 2)


def held(by="institution", of="SOUTH"):
    """Make a report that Southland withdrew on 8 January, by a voice of a party."""
    report = pt.draft(id="e", published="2030-01-08")
    report.voice(by, of=of).event("withdrawal", "held", when="2030-01-08", participants=["SOUTH"])
    return report


def denies(day=9, by="quote", **said):
    """Make a report that Northland denies what is said of it."""
    published = f"2030-01-{day:02}"
    said = {"act": "denies", "quote": "not one soldier has left", **said}
    return says("d", None, published, by=by, published=published, **said)


WORDS = (
    "the acceptance of Northland hangs on this, of which only Southland says that it was held: Withdrawal of"
    " Southland; Northland denies a report, 9 Jan 2030; in these words: “not one soldier has left”"
)


def test_what_only_the_other_side_says_was_held_and_the_party_denies_is_perhaps_met():
    state = recorded(NORTH, SOUTH, held(), denies())
    assert state["truce"].status is pt.TermStatus.AGREED
    assert verdict(state) == "perhaps agreed"
    (line,) = analysis.brief(state).filter(rule="perhaps-agreed")
    assert line.what == f"Truce, but {WORDS}"
    assert line.cited[:2] == ("e", "d")
    assert lines(state, part="blocks") == [WORDS]
    (found,) = analysis.check(state).filter(check="denied-event")
    assert found.severity is analysis.Severity.HIGH
    assert found.what == (
        "NORTH accepts truce if withdrawal is held, and only SOUTH says that it was;"
        " NORTH denies a report, 2030-01-09"
    )
    assert "accepts if(perhaps met)" in str(view.board(state))
    assert "(perhaps met)" in page_of(state).html


@pytest.mark.parametrize(
    "reports",
    [
        [held()],
        [held(by="narrator", of=None), denies()],
        [held(), happened("o", 8, "held", event="withdrawal"), denies()],
        [held(), denies(day=7)],
        [held(), denies(by="leak")],
        [held(), denies(), says("m", "accepts", "2030-01-12", by="quote", published="2030-01-12")],
    ],
    ids=[
        "not denied",
        "narrated",
        "told by others too",
        "denied before",
        "denied by a leak",
        "accepted since",
    ],
)
def test_what_others_tell_too_or_the_party_does_not_deny_since_is_met(reports):
    state = recorded(NORTH, SOUTH, *reports)
    assert verdict(state) == "agreed"
    assert not analysis.check(state).filter(check="denied-event")
    assert "accepts if(met)" in str(view.board(state))
