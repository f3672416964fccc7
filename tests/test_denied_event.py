"""Conditions that are met by the word of another party alone, or by what nobody stands by."""

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


def test_a_party_that_denies_a_report_of_a_term_waits_for_an_event_that_no_report_has_as_held():
    state = recorded(NORTH, SOUTH, denies())
    assert state["truce"].status is pt.TermStatus.CONDITIONAL
    assert [(move.does, move.party) for move in analysis.moves(state)] == [("wait", "NORTH")]
    assert analysis.brief(state).filter(part="blocks", rule="condition-unmet")


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


# A stance that nobody stands by

AID = pt.Agenda(
    "aid",
    parties=[pt.Party(id, f"{id.title()}land", "state") for id in ("NORTH", "SOUTH", "EAST")],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["NORTH", "SOUTH"]),
        pt.Term("aid", "other", "aid flows", title="Aid", needs=["NORTH", "SOUTH"]),
    ],
)
ASKS = says(
    "n",
    "accepts",
    "2030-01-02",
    by="quote",
    published="2030-01-02",
    conditions=[pt.StanceIs("EAST", "aid", "accepts")],
)


def east(by, day=5, stance="accepts", id="e", **said):
    published = f"2030-01-{day:02}"
    return says(id, stance, published, term="aid", of="EAST", by=by, published=published, **said)


def test_a_stance_that_only_unnamed_officials_give_perhaps_meets_a_condition():
    state = recorded(ASKS, SOUTH, east("officials-unspecified"), agenda=AID)
    words = "the acceptance of Northland hangs on “Aid”, of which only unnamed officials say that Eastland accepts it"
    (line,) = analysis.brief(state).filter(rule="perhaps-agreed")
    assert (line.what, line.cited[0]) == (f"Truce, but {words}", "e")
    (line,) = analysis.brief(state).filter(part="blocks")
    assert (line.what, line.cited) == (words, ("n", "e"))
    (found,) = analysis.check(state).filter(check="unnamed-stance")
    assert (found.parties, found.reports) == (("NORTH",), ("e",))
    assert "accepts if(perhaps met)" in str(view.board(state))
    assert ("aid", "EAST", "confirm") in {(m.term, m.party, str(m.does)) for m in analysis.moves(state)}


def test_what_withdraws_a_stance_that_meets_a_condition_is_named_and_cited():
    back = east("quote", 8, None, "w", act="withdraws")
    state = recorded(ASKS, SOUTH, east("quote"), back, agenda=AID)
    (line,) = analysis.brief(state).filter(part="blocks")
    assert line.what.endswith("on “Aid”, which is in doubt; Eastland withdraws, 8 Jan 2030")
    assert line.cited == ("n", "e", "w")


@pytest.mark.parametrize("by", ["quote", "narrator", "state-media"])
def test_a_stance_that_a_report_gives_in_its_own_words_meets_a_condition(by):
    state = recorded(ASKS, SOUTH, east(by), agenda=AID)
    assert verdict(state) == "agreed"
    assert not analysis.check(state).filter(check="unnamed-stance")
