"""What holds of every line of a brief.

The rules are those of `docs/explanation/what-a-brief-says.md`.
"""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis.briefing.coming import unreported
from peacetrack.analysis.phrase import day_words, shortened
from peacetrack.testing import strategies as ss
from peacetrack.view.brief import closed
from tests import recording
from tests.briefing.invented import AGENDA, quoted
from tests.data import ROOT
from tests.effort import a_half


def test_a_sentence_ends_with_one_full_stop():
    assert closed("in these words: “Never.”") == "in these words: “Never.”"
    assert closed("None is agreed") == "None is agreed."


def test_a_line_can_be_explained_and_carries_its_reports():
    talks = recording.ledger_of(AGENDA, quoted("b", "rejects"))
    state = talks.state(valid="2030-02-20")
    (line,) = analysis.brief(state).filter(rule="rejection-on-record")
    assert (line.terms, line.parties, line.reports) == (("truce",), ("SOUTH",), ("b",))
    assert [row.report for row in analysis.explain(state, line)] == ["b"]


def test_days_are_written_in_words_and_long_names_are_cut_at_a_word():
    assert day_words("2025-12-14/2025-12-15") == "14 Dec 2025 to 15 Dec 2025"
    assert day_words("2025-12-15/..") == "from 15 Dec 2025"
    assert day_words("by 2025-12-17T09:00:00Z") == "by 17 Dec 2025"
    assert shortened("the Transitional Government of the North", 30) == "the Transitional Government…"


ADVICE = re.compile(r"\b(should|ought|must|recommend\w*|advise\w*|need to)\b")


@a_half()
@given(data=st.data())
def test_on_any_ledger_rejections_are_there_no_report_is_pure_and_nothing_is_advised(data):
    tracker = data.draw(ss.ledgers(ss.NARROW, min_acts=3, max_acts=8))
    state = tracker.state(valid="2030-06-01")
    rows = analysis.brief(state)
    assert [(line.part, line.rule) for line in rows] == sorted((line.part, line.rule) for line in rows)
    rejecting = {
        line.terms + line.parties
        for line in rows
        if line.rule in ("rejection-on-record", "rejection-reported")
    }
    for term in state.values():
        for party in term.needed:
            if term[party].live_stance is pt.Stance.REJECTS:
                assert (term.id, party) in rejecting
    for line in rows:
        assert not ADVICE.search(line.what) or "“" in line.what
    for party, terms in unreported(state).items():
        for term in terms:
            assert not state[term][party].runs
            assert not state.claims(term=term, party=party, kind="position")


def test_no_line_of_the_seeds_has_an_id_in_it():
    state = pt.open(ROOT / "seeds" / "berlin-2025-12").state(valid="2025-12-20")
    agenda = state.agenda
    lines = [line for line in analysis.brief(state) if line.rule != "question"]
    shown = " ".join(f"{line.about} {line.what} {line.source}" for line in lines)
    ids = [id for id in (*agenda.term_by_id, *state.event_ids) if "-" in id or "/" in id]
    assert [id for id in ids if id in shown] == []
    assert not re.search(r"seed-00\d|\bUA\b|\bRU\b", shown)
