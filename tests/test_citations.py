"""Citations: all that was told of a standing, whether it holds or not, with what one cites it by."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis import Bearing
from peacetrack.testing import strategies
from tests import recording
from tests.effort import a_half
from tests.recording import says

AGENDA = pt.Agenda(
    "invented",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"])],
)
ledger_of = partial(recording.ledger_of, AGENDA)


def cited(*reports):
    found = analysis.citations(ledger_of(*reports).state(valid="2030-03-01"), "truce", "NORTH")
    return [(c.report, c.field, c.value and str(c.value), c.bearing) for c in found]


def test_what_holds_stands_before_what_it_displaced():
    assert cited(says("a", "rejects", "2030-01-02"), says("b", "open", "2030-01-05")) == [
        ("b", "stance", "open", Bearing.HOLDS),
        ("a", "stance", "rejects", Bearing.DISPLACED),
    ]


def test_what_disputes_the_answer_is_told_as_such():
    found = cited(says("a", "rejects", "2030-01-02"), says("b", "open", "2030-01-02"))
    assert {(report, bearing) for report, _, _, bearing in found} == {
        ("b", Bearing.HOLDS),
        ("a", Bearing.DISPUTES),
    }


def test_a_member_s_own_field_is_disputed_by_its_own_words_where_its_group_stands():
    league = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("NORTH")])
    agenda = pt.Agenda("invented", parties=[*AGENDA.parties, league], terms=AGENDA.terms)
    talks = recording.ledger_of(
        agenda,
        says("a", "accepts", "2030-01-02", of="LEAGUE"),
        says("b", None, "2030-01-05/2030-01-10", red_line=True),
        says("c", None, "2030-01-06", red_line=False),
    )
    found = analysis.citations(talks.state(valid="2030-03-01"), "truce", "NORTH")
    red_lines = {(c.report, c.bearing) for c in found if c.field == "red_line"}
    assert red_lines == {("c", Bearing.HOLDS), ("b", Bearing.DISPUTES)}


def test_an_act_without_a_stance_is_cited_with_its_words():
    state = ledger_of(says("a", None, "2030-01-02", act="urges", quote="now")).state(valid="2030-03-01")
    (citation,) = analysis.citations(state, "truce", "NORTH")
    assert (citation.bearing, citation.field, citation.act) == (Bearing.ACT, None, pt.Act.URGES)
    assert citation.words == "“now”"
    assert str(citation.since) == "2030-01-02"


def test_what_has_not_begun_displaces_nothing_and_is_not_displaced():
    talks = ledger_of(says("a", "rejects", "2030-01-02"), says("b", "accepts", "2030-02-20"))
    found = analysis.citations(talks.state(valid="2030-01-10"), "truce", "NORTH")
    assert [(c.report, c.bearing) for c in found] == [("a", Bearing.HOLDS)]


def test_what_ended_with_another_stance_is_cited_too():
    first = says("a", "accepts", "2030-01-02", conditions=[pt.InWords("if paid")])
    found = cited(first, says("b", "open", "2030-01-05"))
    assert ("a", "conditions", Bearing.DISPLACED) in {(r, f, b) for r, f, _, b in found}


def test_the_reasons_behind_a_condition_can_be_written_as_rows():
    talks = ledger_of(says("a", "accepts", "2030-01-02", conditions=[pt.TermIs("truce", "agreed")]))
    state = talks.state(valid="2030-03-01")
    rows = analysis.explain(state, state["truce"]["NORTH"]).to_dicts()
    assert rows[0]["report"] == "a"
    assert rows[1]["value"] == [{"kind": "term", "term": "truce", "status": "agreed"}]


def test_a_standing_in_a_history_is_as_certain_as_it_came_to_be():
    talks = ledger_of(says("a", "open", "2030-01-03"), says("b", "accepts", "2030-01-08"))
    history = talks.state(valid="2030-03-01").history("truce", "NORTH")
    assert [(str(s.stance), s.certain) for s in history] == [("open", True), ("accepts", True)]


def test_words_without_an_act_are_no_act():
    state = ledger_of(says("a", None, "2030-01-02", wording="something")).state(valid="2030-03-01")
    (citation,) = analysis.citations(state, "truce", "NORTH")
    assert (citation.act, citation.words) == (None, "something")


@a_half()
@given(st.data())
def test_everything_behind_a_standing_is_cited(data):
    talks = data.draw(strategies.ledgers(rough=True))
    state = talks.state(data.draw(strategies.bases(talks)))
    for term in state:
        for party in state.parties_on(term):
            found = analysis.citations(state, term, party)
            holding = [(c.report, c.claim, c.field) for c in found if c.bearing is Bearing.HOLDS]
            behind = state.standing(term, party).evidence
            assert holding == [(s.report, s.claim, s.field) for s in behind]
            assert all(citation.report in talks.reports for citation in found)


def test_that_a_position_is_complete_is_no_field_that_was_displaced():
    complete = says("a", "accepts", "2030-01-03", complete=True)
    found = analysis.citations(ledger_of(complete).state(valid="2030-03-01"), "truce", "NORTH")
    assert [row.field for row in found] == ["stance"]
