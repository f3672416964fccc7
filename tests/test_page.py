"""The briefing as text: what it says on top, what it holds, what it weighs."""

from __future__ import annotations

import json
import re

import pytest

import peacetrack as pt
from peacetrack import view
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
        "0 of 2 terms agreed, 1 blocked, 1 unreported; most wait on SOUTH (2 of them); "
        "1 offer stands until a time that ends it; 1 expected event is, or may be, late."
    )


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
    assert "Compared with valid 2030-02-01 12:00 UTC, known to entry 2" in later
    assert "learned, hardened" in later
    assert "known to entry 2" in str(view.briefing(state, since="2030-02-01"))


def test_what_is_supposed_is_shown_as_it_is_known_now():
    state = told(says("a", "open", "2030-01-03")).state(valid="2030-03-01")
    supposing = state.suppose(says("b", "accepts", "2030-01-04"))
    seqs = data_of(view.briefing(supposing))["seqs"]
    assert seqs == ["entry 3, recorded 2030-03-01 23:59 UTC (b)"]


def data_of(page):
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', str(page), re.S)
    return json.loads(found[1])


def test_the_page_weighs_little_beside_its_data():
    page = str(view.briefing(pt.Tracker().state()))
    assert len(page.encode()) < 300_000


def test_no_address_of_elsewhere_is_in_it(berlin):
    text = re.sub(r'xmlns="[^"]*"', "", str(berlin))
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#|data:)[^"')\s]+""", text) == []


def test_each_span_stands_for_more_than_one_basis():
    data = data_of(view.briefing(invented(60).state(valid="2030-04-01")))
    spans = sum(len(numbers) // 4 for numbers in data["spans"].values())
    bases = len(data["seqs"]) * (len(data["turns"]) + 1) * len(data["spans"])
    assert spans * 100 < bases


def test_a_page_is_saved_in_utf_8(tmp_path, berlin):
    berlin.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == str(berlin)
    assert repr(berlin).startswith("<Page: Talks in Berlin")
