"""What-if states: every surface says that a report is only supposed, and gives it no day of recording."""

from __future__ import annotations

import re

import pytest

import peacetrack as pt
from peacetrack import analysis, view
from tests.recording import ledger_of, says

AGENDA = pt.Agenda(
    "invented",
    title="An invented negotiation",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["NORTH", "SOUTH"])],
)
RECORDED = says("n", "accepts", "2030-01-02", by="quote")
SUPPOSED = pt.Report([pt.Position("SOUTH", "truce", "accepts")], id="what-if")


@pytest.fixture
def supposed():
    return ledger_of(AGENDA, RECORDED).state(valid="2030-02-05").suppose(SUPPOSED)


def words_of(html):
    return re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", "", str(html), flags=re.DOTALL))


SURFACES = {
    "basis": lambda state: str(state.basis),
    "board of a terminal": lambda state: str(view.count(state)),
    "long board": lambda state: str(view.count(state, long=True)),
    "board with signs": lambda state: str(view.board(state)),
    "notebook": lambda state: state._repr_html_(),
    "why": lambda state: str(view.why(state, "truce", "SOUTH")),
    "chain": lambda state: str(view.explanation(state, state["truce"]["SOUTH"])),
    "table": lambda state: str(analysis.squares(state)),
    "table in a notebook": lambda state: analysis.squares(state)._repr_html_(),
    "brief": lambda state: view.brief_text(analysis.brief(state)).lower(),
    "page": lambda state: words_of(view.briefing(state)),
    "board picture": lambda state: view.board_picture(state).svg,
    "lanes": lambda state: view.lanes(state).svg,
    "tally": lambda state: view.tally(state).svg,
    "timeline": lambda state: view.timeline(state).svg,
    "convergence": lambda state: view.convergence(state).svg,
}


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_says_that_a_report_is_only_supposed(surface, supposed):
    text = " ".join(SURFACES[surface](supposed).split())
    assert re.search("supposing:? 1 report", text)
    assert not re.search(r"[Rr]ecorded (2030-02-05|5 Feb 2030|0 days|that day|later)", text)


def test_what_is_only_supposed_was_never_reported(supposed):
    standing = supposed["truce"]["SOUTH"]
    assert supposed["truce"].status is pt.TermStatus.AGREED
    assert standing.last_reported is None
    assert standing.newest.by.supposed
    assert not supposed["truce"]["NORTH"].newest.by.supposed
    assert "newest report: what-if, only supposed" in str(view.board(supposed))
    assert supposed.newest.supposed
    (square,) = analysis.squares(supposed).filter(party="SOUTH")
    assert (square.last_reported, square.last_reported_is) == (None, "supposed")


def test_what_is_only_supposed_is_no_hindsight():
    state = ledger_of(AGENDA, RECORDED).state(valid="2030-01-20").suppose(SUPPOSED)
    north, south = view.count(state).rows[-1][2:]
    assert (north.text, south.text) == ("✓ accepts↷", "✓ accepts")


def test_the_headline_begins_with_what_is_supposed(supposed):
    first = next(iter(analysis.brief(supposed)))
    assert (first.part, first.rule) == ("headline", "supposed")
    assert "only supposed" in str(view.brief_text(analysis.brief(supposed)))


def test_a_picture_has_it_in_its_title(supposed):
    assert view.board_picture(supposed).title == "The board: An invented negotiation, supposing 1 report"
    assert view.briefing(supposed).title == "An invented negotiation, supposing 1 report"


def test_a_state_of_what_is_recorded_supposes_nothing():
    state = ledger_of(AGENDA, RECORDED).state(valid="2030-02-05")
    assert state.basis.supposing == state.basis.apart == ""
    assert "suppos" not in str(view.briefing(state).html).partition("<script")[0].lower()
