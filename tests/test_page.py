"""The briefing as text: what it says on top, what it holds, what it weighs."""

from __future__ import annotations

import json
import re

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.view.headline import headline
from tests import telling
from tests.data import ROOT
from tests.inventing import invented
from tests.telling import happens, says

AGENDA = pt.Agenda(
    "invented",
    title="An invented negotiation",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("aid", "other", "aid gets through", needs=["SOUTH"]),
    ],
)


def told(*reports):
    return telling.told(AGENDA, *reports)


@pytest.fixture(scope="module")
def berlin():
    return view.briefing(pt.read(ROOT / "seeds" / "berlin-2025-12").state(valid="2026-01-01"))


def test_the_headline_counts_what_is_agreed_and_names_whom_it_waits_on():
    state = told(
        says("a", "accepts", "2030-01-03", window="2030-03-01"),
        says("b", "rejects", "2030-01-03", of="SOUTH"),
        happens("c", "summit", "expected", when="2030-01-05"),
    ).state(valid="2030-02-20")
    assert headline(state) == (
        "0 of 2 terms agreed, 1 blocked, 1 unreported; 2 wait on SOUTH; 1 offer is to close; "
        "1 expected event is, or may be, late."
    )


def test_the_headline_names_three_whom_terms_wait_on_and_counts_the_others():
    parties = [pt.Party(id, id, "state") for id in "ABCDE"]
    terms = [pt.Term(f"t{n}", "other", "it is so", needs=list("ABCDE"[n:])) for n in range(3)]
    talks = pt.Tracker(pt.Agenda("many", parties=parties, terms=terms))
    assert headline(talks.state()).endswith(
        "; 3 wait on C, 3 on D and 3 on E; 2 more are waited on."
    )


def test_an_agreement_that_rests_on_a_disputed_stance_says_so():
    talks = told(
        says("a", "accepts", "2030-01-03"),
        says("b", "opposes", "2030-01-03"),
        says("c", "accepts", "2030-01-03"),
        says("d", "accepts", "2030-01-03", of="SOUTH"),
    )
    state = talks.state(valid="2030-02-20")
    assert state["truce"].disputed == ("NORTH",)
    assert headline(state).startswith("1 of 2 terms agreed, 1 unreported, 1 of them disputed; ")
    assert str(view.board(state).rows[0][1]) == "AGREED 2/2 ≠ NORTH"


def test_an_offer_of_which_only_a_floor_is_known_is_not_said_to_close():
    floor = pt.NotBefore("summit")
    talks = told(
        says("a", "accepts", "2030-01-03", window=floor),
        happens("c", "summit", "expected", when="2030-05-05"),
    )
    assert "close" not in headline(talks.state(valid="2030-02-20"))


def test_the_headline_of_a_deal_that_is_done_waits_on_nobody():
    state = told(
        says("a", "accepts", "2030-01-03"),
        says("b", "accepts", "2030-01-03", of="SOUTH"),
        says("c", "accepts", "2030-01-03", of="SOUTH", term="aid"),
    ).state(valid="2030-02-01")
    assert headline(state) == "2 of 2 terms agreed."


def test_with_nothing_on_the_table_there_is_a_page_that_says_so():
    text = str(view.briefing(pt.Tracker().state()))
    assert "Nothing is on the table yet." in text
    assert "Nothing changed." in text


def test_every_section_is_there(berlin):
    for title in (
        "The board",
        "What changed",
        "Findings",
        "What can close, and in which order",
        "What is left to do",
        "Windows, and what is expected next",
        "Open questions",
        "Term by term",
        "The reports",
    ):
        assert f">{title}</h" in str(berlin)


def test_changes_are_told_from_a_week_before_the_last_entry_or_from_when_one_asks():
    talks = told(says("a", "open", "2030-01-03"), says("b", "rejects", "2030-01-20"))
    state = talks.state(valid="2030-03-01")
    assert "known to entry 1" in str(view.briefing(state))
    later = str(view.briefing(state, since=2))
    assert "Compared with valid 2030-02-01 12:00 UTC, known to entry 2" in text_of(later)
    assert "learned, hardened" in later
    assert "known to entry 1" in str(view.briefing(state, since="2030-02-01"))


def text_of(html):
    return re.sub("<[^>]+>", "", html)


def test_what_is_supposed_is_shown_as_it_is_known_now():
    state = told(says("a", "open", "2030-01-03")).state(valid="2030-03-01")
    supposing = state.suppose(says("b", "accepts", "2030-01-04"))
    seqs = data_of(view.briefing(supposing))["seqs"]
    assert seqs == ["entry 3, recorded 2030-03-01 23:59 UTC (b)"]


def data_of(page):
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', str(page), re.S)
    return json.loads(found[1])


def test_the_page_weighs_little_beside_its_data(berlin):
    beside = len(str(berlin).encode()) - len(json.dumps(data_of(berlin)).encode())
    assert beside < 300_000


def test_whoever_was_believed_once_has_a_cell_though_the_report_was_retracted():
    league = pt.Party("LEAGUE", "a league", "institution")
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties, league])
    talks = telling.told(agenda, says("a", "open", "2030-01-03"))
    talks.record(says("b", "rejects", "2030-01-03", of="LEAGUE"), recorded_at="2030-02-10")
    talks.retract("b", reason="a forgery", recorded_at="2030-02-11")
    data = data_of(page := view.briefing(talks.state(valid="2030-03-01")))
    name = re.search(r'id="(cell-\d+)"[^>]*data-party="LEAGUE"', str(page))[1]
    texts = [data["answers"][place][0] for place in data["spans"][name][3::4]]
    assert "✕ rejects" in texts
    assert texts[-1] == ""


def test_a_cell_is_empty_where_nobody_asks_and_a_dot_from_when_one_does():
    agenda = attrs.evolve(
        AGENDA, terms=[attrs.evolve(AGENDA.terms[0], needs=["NORTH"]), AGENDA.terms[1]]
    )
    talks = telling.told(agenda, says("a", "open", "2030-01-03"))
    talks.declare(AGENDA, recorded_at="2030-02-10")
    data = data_of(page := view.briefing(talks.state(valid="2030-03-01")))
    name = re.search(r'id="(cell-\d+)"[^>]*data-term="truce" data-party="SOUTH"', str(page))[1]
    assert [data["answers"][place][0] for place in data["spans"][name][3::4]] == ["", "."]


def test_whoever_stands_where_its_group_stands_is_on_every_form_of_the_board():
    league = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("MEMBER")])
    member = pt.Party("MEMBER", "a member", "state")
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties, league, member])
    talks = telling.told(
        agenda,
        says("a", "open", "2030-01-03", of="LEAGUE"),
        says("b", "rejects", "2030-01-03", of="MEMBER", term="aid"),
    )
    state = talks.state(valid="2030-03-01")
    page = str(view.briefing(state))
    assert 'aria-label="MEMBER on truce: open, as LEAGUE"' in page
    squares = {(s.term, s.party): s.via for s in analysis.squares(state)}
    assert squares["truce", "MEMBER"] == "LEAGUE"
    assert "MEMBER on truce: open, as LEAGUE" in str(view.board_picture(state))


def test_a_cell_says_in_words_what_its_signs_say():
    told_by = says("a", "accepts", "2030-01-03", red_line=True, window="2030-05-01")
    page = str(view.briefing(told(told_by).state(valid="2030-03-01")))
    assert 'aria-label="NORTH on truce: accepts, a red line, offer closes 2030-05-01"' in page
    assert 'aria-label="SOUTH on truce: silent"' in page


def test_an_act_is_dated_on_the_page_as_it_is_cited():
    talks = told(says("a", None, pt.During("summit"), act="urges"))
    talks.record(happens("c", "summit", "held", when="2030-01-09"), recorded_at="2030-02-20")
    state = talks.state(valid="2030-03-01")
    (cited,) = analysis.citations(state, "NORTH", "truce")
    sinces = {since for _, _, since, *_ in data_of(view.briefing(state))["evidence"]}
    assert f"{cited.since}, {cited.told}" == "2030-01-09, during summit"
    assert "2030-01-09, during summit" in sinces


def test_a_report_that_does_not_count_is_not_among_the_sources():
    talks = told(says("a", "open", "2030-01-03"), says("b", "open", "2030-01-03", of="SOUTH"))
    page = str(view.briefing(talks.state(valid="2030-03-01").without("b")))
    sources = page[page.index('id="sources"') :]
    assert '<bdi class="id">a</bdi>' in sources
    assert '<bdi class="id">b</bdi>' not in sources


def test_the_names_behind_the_ids_are_told():
    page = str(view.briefing(told(says("a", "open", "2030-01-03")).state(valid="2030-03-01")))
    assert '<bdi class="id">NORTH</bdi> <bdi>Northland</bdi>' in page


def test_no_address_of_elsewhere_is_in_it(berlin):
    text = re.sub(r'xmlns="[^"]*"', "", str(berlin))
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#|data:)[^"')\s]+""", text) == []


def test_each_span_stands_for_more_than_one_basis():
    data = data_of(view.briefing(invented(60).state(valid="2030-04-01")))
    spans = sum(len(numbers) // 4 for numbers in data["spans"].values())
    bases = len(data["seqs"]) * (len(data["turns"]) + 1) * len(data["spans"])
    assert spans * 100 < bases


def test_a_page_is_not_saved_as_what_it_is_not(tmp_path, berlin):
    with pytest.raises(pt.InvalidInput, match=r"end the name with \.html"):
        berlin.save(tmp_path / "page.pdf")
    assert not list(tmp_path.iterdir())


def test_a_page_is_saved_in_utf_8(tmp_path, berlin):
    berlin.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == str(berlin)
    assert repr(berlin).startswith("<Page: Talks in Berlin")
