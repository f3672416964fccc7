"""A stricter trust does not look stronger without saying so: what reports that do not count say otherwise."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.sentence.naming import Names
from peacetrack.testing import strategies as ss
from peacetrack.view.whip import whip_rows
from tests.briefing.invented import AGENDA
from tests.recording import happens, ledger_of, says

OFFER = says("a", "accepts", "2030-01-03", by="named", window=pt.WithEvent("summit"))
SOUTH = says("b", "accepts", "2030-01-03", of="SOUTH", by="named")
STANDS = says("a", "accepts", "2030-01-03", by="named")
HELD = happens("c", "summit", "held", when="2030-01-20")
BROKEN = pt.Report([pt.Progress("truce", "collapsed", since="2030-01-20")], id="c")

OTHERWISE = {
    "ended with an event": ([OFFER, SOUTH, HELD], "the offer of Northland closed 20 Jan 2030"),
    "another stance": (
        [STANDS, SOUTH, says("c", "rejects", "2030-01-20", by="leak")],
        "Northland rejects it, 20 Jan 2030",
    ),
    "an end": (
        [STANDS, SOUTH, says("c", None, "2030-01-20", by="leak", act="withdraws", until="2030-01-20")],
        "the position of Northland ended 20 Jan 2030",
    ),
    "a dispute": (
        [STANDS, SOUTH, says("c", "rejects", "2030-01-03", by="leak")],
        "they differ on where Northland stands",
    ),
    "an act": (
        [STANDS, SOUTH, says("c", None, "2030-01-20", by="leak", act="refuses")],
        "Northland refuses it, 20 Jan 2030",
    ),
    "a condition": (
        [STANDS, SOUTH, says("c", None, "2030-01-20", by="leak", conditions=[pt.InWords("it rains")])],
        "Northland accepts it if it rains",
    ),
    "no stance any more": (
        [STANDS, SOUTH, says("c", "withheld", "2030-01-20", by="leak")],
        "Northland has no stance on it, 20 Jan 2030",
    ),
    "the end of the talks": ([STANDS, SOUTH, BROKEN], "it is collapsed"),
}


SEVERITY = dict.fromkeys(("the end of the talks", "a dispute", "an act"), "medium")
"""Of those by which the term would have the same status; else it is high."""


@pytest.mark.parametrize("case", OTHERWISE)
def test_what_is_agreed_by_the_reports_that_count_says_what_the_others_say(case):
    reports, words = OTHERWISE[case]
    state = ledger_of(AGENDA, *reports).state(valid="2030-02-20", trust=pt.ON_RECORD)
    assert state.status_of("truce") is pt.TermStatus.AGREED
    rows = analysis.brief(state)
    (agreed,) = rows.filter(rule="agreed")
    assert agreed.what.endswith(f"; but reports that do not count say otherwise: {words}")
    assert agreed.cited[-1] == "c"
    (counted,) = rows.filter(rule="sources")
    assert counted.what.startswith("2 reports, ")
    (line,) = rows.filter(rule="not-counted")
    assert str(line).startswith(
        "Not counted: 1 report, in whole or in part; they say otherwise on “Ceasefire”, "
    )
    assert line.what.endswith(words)
    (finding,) = analysis.check(state).filter(check="not-counted")
    assert (str(finding.severity), finding.reports) == (SEVERITY.get(case, "high"), ("c",))


@pytest.mark.parametrize("case", [case for case in OTHERWISE if case != "the end of the talks"])
def test_each_board_says_that_an_agreement_is_not_by_all_reports(case):
    reports, _ = OTHERWISE[case]
    state = ledger_of(AGENDA, *reports).state(valid="2030-02-20", trust=pt.ON_RECORD)
    row = next(row for row in whip_rows(state, Names(state)) if row.term == "truce")
    assert row.status == "agreed, but not by all reports"
    assert row.cells["NORTH"].detail.endswith("not by all reports")
    assert "2/2 but not by all reports" in str(view.count(state))
    assert "AGREED, BUT NOT BY ALL REPORTS 2/2" in str(view.board(state))
    assert "agreed, but not by all reports" in view.briefing(state).html
    assert "reports that do not count say otherwise: " in str(view.why(state, "truce", "NORTH"))
    assert "otherwise" not in str(view.why(state, "truce", "SOUTH"))


@pytest.mark.parametrize("case", OTHERWISE)
@pytest.mark.parametrize("trust", [pt.DEFAULT_TRUST, pt.EVERYTHING])
def test_a_trust_that_leaves_out_nothing_says_nothing_of_others(case, trust):
    reports, _ = OTHERWISE[case]
    state = ledger_of(AGENDA, *reports).state(valid="2030-02-20", trust=trust)
    assert "do not count" not in "".join(map(str, analysis.brief(state)))
    assert len(analysis.check(state).filter(check="not-counted")) == 0


def test_what_others_say_of_a_condition_makes_an_agreement_less():
    waits = [pt.StanceIs("EAST", "truce", "accepts")]
    reports = (
        says("a", "accepts", "2030-01-03", by="named", conditions=waits),
        SOUTH,
        says("d", "accepts", "2030-01-03", of="EAST", by="named"),
        says("c", "rejects", "2030-01-20", of="EAST", by="leak"),
    )
    state = ledger_of(AGENDA, *reports).state(valid="2030-02-20", trust=pt.ON_RECORD)
    assert state.status_of("truce") is pt.TermStatus.AGREED
    (agreed,) = analysis.brief(state).filter(rule="agreed")
    less = "; but reports that do not count say otherwise: by all reports it is conditional"
    assert (agreed.what.endswith(less), agreed.cited[-1]) == (True, "c")
    assert "2/2 but not by all reports" in str(view.count(state))
    assert [finding.reports for finding in analysis.check(state).filter(check="not-counted")] == [("c",)]


def test_what_others_say_that_makes_no_answer_less_is_only_counted():
    more = says("c", "accepts", "2030-01-20", of="SOUTH", by="leak")
    refused = says("b", "rejects", "2030-01-03", of="SOUTH", by="named")
    state = ledger_of(AGENDA, STANDS, refused, more).state(valid="2030-02-20", trust=pt.ON_RECORD)
    (line,) = analysis.brief(state).filter(rule="not-counted")
    assert line.what == "1 report, in whole or in part"
    unknown = ledger_of(AGENDA, more).state(valid="2030-02-20", trust=pt.ON_RECORD)
    assert next(str(line) for line in analysis.brief(unknown)) == "No report that counts is on the ledger"
    assert "No report that counts: of " in " ".join(map(str, analysis.brief(unknown)))


@pytest.mark.parametrize(
    ("event", "ending"),
    [
        (
            [happens("c", "summit", "held", when="2030-01-20")],
            "was to close 20 Jan 2030 with this, which was held, as reports that do not count say: Summit",
        ),
        (
            [happens("c", "summit", type="deadline", when="2030-01-20")],
            "was to close 20 Jan 2030 with this, which passed, as reports that do not count say: Summit",
        ),
        (
            [happens("c", "summit", "cancelled", when="2030-02-25")],
            "closes 25 Feb 2030 with this, which was cancelled, as reports that do not count say: Summit",
        ),
        (
            [happens("c", "summit", "postponed")],
            "closes with this: Summit, which was postponed, as reports that do not count say",
        ),
    ],
)
def test_an_end_with_an_event_says_what_others_say_became_of_it(event, ending):
    state = ledger_of(AGENDA, OFFER, *event).state(valid="2030-02-20", trust=pt.ON_RECORD)
    lines = [line for line in analysis.brief(state) if line.part == "next" and "offer" in line.what]
    assert [line.what.partition(" (accepts) ")[2] for line in lines] == [ending]
    assert lines[0].cited == ("a", "c")
    (window,) = analysis.windows(state)
    assert f"with summit, which {window.others}, as reports that do not count say" in str(window)
    assert str(window) in str(view.why(state, "truce", "NORTH"))


def test_an_event_that_only_others_say_was_held_is_overdue_with_what_they_say():
    due = pt.draft(id="a")
    due.voice("named", "a minister").event("summit", "expected", when="2030-01-14")
    state = ledger_of(AGENDA, due, happens("c", "summit", "held", when="2030-01-14")).state(
        valid="2030-02-20", trust=pt.ON_RECORD
    )
    (row,) = analysis.overdue(state)
    assert row.others == "was held"
    assert str(row).endswith("; reports that do not count say that it was held")
    (line,) = analysis.brief(state).filter(rule="overdue")
    assert (
        "no report that counts that it took place; reports that do not count say that it was held"
        in line.what
    )


@pytest.mark.parametrize(
    ("when", "status"), [("2030-02-25", "cancelled"), (pt.Moment.unknown("soon"), "postponed")]
)
def test_an_event_that_is_to_come_has_what_only_others_say_became_of_it(when, status):
    due = pt.draft(id="a")
    due.voice("named", "a minister").event("summit", "expected", when=when)
    talks = ledger_of(AGENDA, due, happens("c", "summit", status))
    (line,) = (
        line
        for line in analysis.brief(talks.state(trust=pt.ON_RECORD, valid="2030-02-20"))
        if "expected" in line.what
    )
    assert line.what.endswith(f"; reports that do not count say that it was {status}")


def test_that_no_party_is_known_to_reject_a_term_is_said_of_the_reports_that_count():
    agenda = attrs.evolve(AGENDA, terms=AGENDA.terms[:1])
    refused = says("c", "rejects", "2030-01-20", by="leak")
    state = ledger_of(agenda, STANDS, SOUTH, refused).state(valid="2030-02-20", trust=pt.ON_RECORD)
    (line,) = analysis.brief(state).filter(rule="not-blocked")
    assert line.what == "No needed party is known by the reports that count to reject or oppose a term"


def test_an_offer_that_only_others_renew_says_of_which_reports_it_speaks():
    offer = says("a", "accepts", "2030-01-03", by="named", window="2030-01-20")
    again = says("b", "accepts", "2030-02-01", by="leak")
    state = ledger_of(AGENDA, offer, again).state(valid="2030-02-20", trust=pt.ON_RECORD)
    (line,) = analysis.brief(state).filter(rule="offer-lapsed")
    assert "not renewed in any report that counts" in line.what


def test_reports_that_a_grade_leaves_out_do_not_count_either():
    doubtful = says("c", "rejects", "2030-01-20", by="named", reliability="E")
    state = ledger_of(AGENDA, STANDS, SOUTH, doubtful).state(
        valid="2030-02-20", trust=pt.Trust(reliability="C")
    )
    (line,) = analysis.brief(state).filter(rule="agreed")
    assert line.what.endswith("say otherwise: Northland rejects it, 20 Jan 2030")
    left_out = state.without("c")
    assert "otherwise" not in str(analysis.brief(left_out))


def test_a_condition_that_only_others_say_was_met_says_so():
    asks = says("a", "accepts", "2030-01-03", by="named", conditions=[pt.EventHeld("summit")])
    talks = ledger_of(AGENDA, asks, SOUTH, HELD)
    (line,) = analysis.brief(talks.state(valid="2030-02-20", trust=pt.ON_RECORD)).filter(
        rule="condition-unmet"
    )
    assert line.what.endswith("is held (reports that do not count say that it was held)")
    assert not analysis.brief(talks.state(valid="2030-02-20")).filter(rule="condition-unmet")


# Silence where something was logged that does not count

RUMOUR = says("r", "rejects", "2030-01-20", of="SOUTH", by="rumour")


def test_a_party_of_which_only_a_rumour_is_logged_has_no_report_that_counts():
    state = ledger_of(AGENDA, STANDS, RUMOUR).state(valid="2030-02-20")
    silent = analysis.silences(state)
    (row,) = silent.filter(term="truce")
    assert (row.reports, row.uncounted) == ((), ("r",))
    assert str(row) == "SOUTH on truce: no report that counts (r does not)"
    assert "SOUTH on aid: no report" in map(str, silent)
    (finding,) = analysis.check(state).filter(check="silent-party", parties=("SOUTH",), severity="medium")
    assert finding.what.startswith("SOUTH is silent on truce (r on truce does not count), aid,")


def test_a_brief_says_where_no_report_counts_and_how_many_do_not():
    agenda = attrs.evolve(AGENDA, terms=AGENDA.terms[:2])
    rows = analysis.brief(ledger_of(agenda, STANDS, RUMOUR).state(valid="2030-02-20"))
    (line,) = rows.filter(rule="no-report")
    assert str(line).startswith("No report that counts: of Southland on both terms that it decides on; 1")
    assert line.what.endswith("; 1 report of Southland on Ceasefire does not count")
    assert line.source == "silence in 1 report that counts, not a refusal"
    more = says("b", "accepts", "2030-01-21", of="NORTH")
    (line,) = analysis.brief(ledger_of(agenda, STANDS, RUMOUR, more).state(valid="2030-02-20")).filter(
        rule="no-report"
    )
    assert line.source == "silence in 2 reports that count, not a refusal"
    (blocked,) = rows.filter(rule="not-blocked")
    assert "; no report that counts on " in blocked.what


def test_a_board_says_in_the_cell_that_a_report_does_not_count():
    state = ledger_of(AGENDA, STANDS, RUMOUR).state(valid="2030-02-20")
    note = "none that counts"
    assert str(view.count(state)).count(note) == 1
    assert "no report, none that counts" in str(view.count(state, long=True))
    assert note in str(view.board_picture(state))
    assert ". needed, no report that counts" in str(view.board(state))
    assert note not in str(view.count(state.without("r")))
    assert note not in str(view.count(state.at(trust=pt.EVERYTHING)))


@given(data=st.data())
def test_what_does_not_count_of_a_silent_party_is_what_everything_has_more(data):
    talks = data.draw(ss.ledgers())
    state = talks.state(data.draw(ss.bases(talks)))
    wide = state.at(trust=pt.EVERYTHING)
    for row in analysis.silences(state):
        asked = {"term": row.term, "party": row.party, "kind": "position"}
        counting = {(c.report, c.number) for c in state.claims(**asked)}
        more = [c.report for c in wide.claims(**asked) if (c.report, c.number) not in counting]
        assert row.uncounted == tuple(dict.fromkeys(more))
