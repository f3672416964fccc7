"""The briefing as text: what it says on top, what it holds, what it weighs."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from html import unescape

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, content, view
from peacetrack.analysis.phrase import shortened
from peacetrack.table.palette import MARKS
from tests import page_data, recording
from tests.data import ROOT
from tests.inventing import crowded
from tests.page_data import data_of, page_of
from tests.recording import happens, says

AGENDA = pt.Agenda(
    "invented",
    title="An invented negotiation",
    parties=[pt.Party("NORTH", "Northland", "state"), pt.Party("SOUTH", "Southland", "state")],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("aid", "other", "aid gets through", needs=["SOUTH"]),
    ],
)


SENTENCES = [term.proposition for term in AGENDA.terms]


def ledger_of(*reports):
    return recording.ledger_of(AGENDA, *reports)


@pytest.fixture(scope="module")
def berlin():
    return page_of(page_data.berlin())


def test_with_nothing_on_the_table_there_is_a_page_that_says_so():
    text = text_of(view.briefing(pt.Tracker().state()).html)
    assert "Nothing is on the table yet." in text
    assert "Nothing changed." in text


def test_every_section_is_there(berlin):
    for title in (
        "What blocks",
        "What is next",
        "The board",
        "Party by party",
        "The bargain",
        "What happened, and what is expected",
        "Term by term",
        "The evidence",
        "For analysts",
        "Findings",
        "Open questions",
    ):
        assert f">{title}</h" in str(berlin)


def test_changes_are_told_from_a_week_before_the_last_entry_or_from_when_one_asks():
    talks = ledger_of(says("a", "open", "2030-01-03"), says("b", "rejects", "2030-01-20"))
    state = talks.state(valid="2030-03-01")
    assert "known to entry 1" in str(view.briefing(state))
    later = str(view.briefing(state, since=2))
    assert "Compared with valid 2030-02-01 12:00 UTC, known to entry 2" in text_of(later)
    assert "learned, hardened" in later
    assert "known to entry 1" in str(view.briefing(state, since="2030-02-01"))


def text_of(html):
    return re.sub("<[^>]+>", "", html)


def test_what_is_supposed_is_shown_as_it_is_known_now():
    state = ledger_of(says("a", "open", "2030-01-03")).state(valid="2030-03-01")
    supposing = state.suppose(says("b", "accepts", "2030-01-04"))
    page = view.briefing(supposing)
    assert data_of(page)["steps"][-1][0] == "1 Mar 2030"
    assert "Northland on “the guns fall silent”: accepts" in str(page)


def test_how_cells_look_is_explained_before_the_board_and_a_dashed_edge_means_one_thing(berlin):
    page = str(berlin)
    legend = page[: page.index('<table class="board"')]
    assert "no named source</span>" in legend
    assert {*re.findall('class="cell" data-look="accepts" data-marks="([a-z]+)"', legend)} == {*MARKS}
    css = page.partition("</style>")[0]
    assert "dashed" not in re.search(r"\.moved ?\{[^}]*\}", css)[0]
    assert "dashed" not in re.search(r"\.away \.stays ?\{[^}]*\}", css)[0]


def test_the_page_weighs_little_beside_its_data(berlin):
    data = len(re.search(r'id="data">(.*?)</script>', str(berlin), re.DOTALL)[1])
    assert len(str(berlin).encode()) - data < 220_000


def test_the_page_weighs_at_most_what_a_slow_line_carries(berlin):
    assert first_page(berlin) < 60_000
    assert len(str(berlin).encode()) <= 250_000


def first_page(page):
    """What the first page weighs, compressed."""
    first, _, _ = str(page).partition('<nav aria-label="Contents">')
    return len(gzip.compress(first.encode()))


def test_a_conference_of_twelve_weighs_little_with_thirty_reports():
    """With 300 it may weigh 1.5 MB: `python -m tests.bench briefing` weighs that."""
    page = view.briefing(crowded(30).state(valid="2030-07-05"))
    assert first_page(page) < 60_000
    assert len(str(page).encode()) < 430_000


def test_whoever_was_believed_once_has_a_cell_though_the_report_was_retracted():
    league = pt.Party("LEAGUE", "a league", "institution")
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties, league])
    talks = recording.ledger_of(agenda, says("a", "open", "2030-01-03"))
    talks.record(says("b", "rejects", "2030-01-03", of="LEAGUE"), recorded_at="2030-02-10")
    talks.retract("b", reason="a forgery", recorded_at="2030-02-11")
    data = data_of(page := view.briefing(talks.state(valid="2030-03-01")))
    name = re.search(r'id="(cell-\d+)"[^>]*data-party="LEAGUE"', str(page))[1]
    texts = [data["answers"][place][0] for place in data["spans"][name][3::4]]
    assert "rejects" in texts
    assert texts[-1] == ""


def test_a_cell_is_empty_where_nobody_asks_and_a_dot_from_when_one_does():
    agenda = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], needs=["NORTH"]), AGENDA.terms[1]])
    talks = recording.ledger_of(agenda, says("a", "open", "2030-01-03"))
    talks.declare(AGENDA, recorded_at="2030-02-10")
    data = data_of(page := view.briefing(talks.state(valid="2030-03-01")))
    name = re.search(r'id="(cell-\d+)"[^>]*data-term="truce" data-party="SOUTH"', str(page))[1]
    assert [data["answers"][place][0] for place in data["spans"][name][3::4]] == ["", "no report"]


def test_whoever_stands_where_its_group_stands_is_on_every_form_of_the_board():
    league = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("MEMBER")])
    member = pt.Party("MEMBER", "a member", "state")
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties, league, member])
    talks = recording.ledger_of(
        agenda,
        says("a", "open", "2030-01-03", of="LEAGUE"),
        says("b", "rejects", "2030-01-03", of="MEMBER", term="aid"),
    )
    state = talks.state(valid="2030-03-01")
    page = str(view.briefing(state))
    assert 'aria-label="a member on “the guns fall silent”: open, not on the record, as a league' in page
    squares = {(s.term, s.party): s.by_group for s in analysis.squares(state)}
    assert squares["truce", "MEMBER"] == "LEAGUE"
    assert "a member on truce: open, not on the record, as a league" in str(view.board_picture(state))


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ({"until": "2030-01-20"}, "position ended 20 Jan 2030"),
        ({"window": "2030-02-01"}, "offer closed 1 Feb 2030"),
        (
            {"window": "2030-02-01", "until": "2030-01-20"},
            "offer closes 1 Feb 2030, position ends 20 Jan 2030, lapsed",
        ),
    ],
)
def test_a_cell_says_which_ending_came_where_only_one_can_have(ends, words):
    state = ledger_of(says("a", "open", "2030-01-03", **ends)).state(valid="2030-02-20")
    assert f"Northland on “the guns fall silent”: open, not on the record, {words}" in str(
        view.briefing(state)
    )


def test_a_cell_says_in_words_where_a_party_stands_and_what_is_not_reported():
    told_by = says("a", "accepts", "2030-01-03", red_line=True, window="2030-05-01", by="quote")
    page = str(view.briefing(ledger_of(told_by).state(valid="2030-02-20")))
    on = "on “the guns fall silent”"
    assert f'aria-label="Northland {on}: accepts, red line, offer closes 1 May 2030"' in page
    assert f'aria-label="Southland {on}: no report"' in page


def test_the_first_screen_says_what_the_brief_says():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03"), says("b", "rejects", "2030-01-04", of="SOUTH", by="quote")
    )
    state = talks.state(valid="2030-02-20")
    shown = unescape(text_of(view.briefing(state).html))
    for line in analysis.brief(state):
        assert line.about in shown
        assert line.what in shown
        assert line.source in shown


def test_a_picture_keeps_every_letter_of_a_name_and_the_weight_of_its_lines():
    league = pt.Party("LEAGUE", "the League of Lakes", "institution")
    agenda = attrs.evolve(
        AGENDA, parties=[*AGENDA.parties, league], terms=[attrs.evolve(AGENDA.terms[0], needs=["LEAGUE"])]
    )
    ends = says("a", "open", "2030-01-03", of="LEAGUE", window=pt.Undisclosed())
    page = str(view.briefing(recording.ledger_of(agenda, ends).state(valid="2030-02-20")))
    (lanes,) = re.findall("<figure.*?</figure>", page, re.DOTALL)
    assert ">the League of Lakes</text>" in lanes
    assert re.search('class="pt-e-strong pt-t" stroke-width="1.5"', lanes)


def test_a_term_with_an_area_has_its_map_and_one_with_quantities_its_ranges():
    kinds = {"area": "territorial-status", "force": "multinational-force"}
    terms = [pt.Term(id, kind, "it is so", title=id, needs=["NORTH"]) for id, kind in kinds.items()]
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    agenda = attrs.evolve(AGENDA, terms=terms)
    talks = recording.ledger_of(
        agenda,
        says("a", "accepts", "2030-01-03", term="area", geometry=square),
        says("b", "accepts", "2030-01-03", term="force", size=5000),
        says("c", "accepts", "2030-01-03", term="force", size=pt.Quantity(high=2000), of="SOUTH"),
    )
    page = str(view.briefing(talks.state(valid="2030-02-20")))
    assert page.count("Areas proposed and reported: ") >= 1
    assert page.count("What the parties state in numbers") >= 1


def test_a_party_has_what_it_holds_what_others_ask_of_it_and_where_it_is_the_last():
    asked = says(
        "a", "accepts", "2030-01-03", conditions=[pt.StanceIs("SOUTH", "aid", "accepts")], by="quote"
    )
    plain = says("b", "accepts", "2030-01-03", by="quote")
    page = str(view.briefing(ledger_of(asked).state(valid="2030-02-20")))
    south = text_of(page[page.index('data-party="SOUTH"><h3>') :].partition("</article>")[0])
    assert "Others make it a condition. Northland on “the guns fall silent”: if Southland accepts" in south
    assert "Unreported on" in south
    assert "All others" not in south
    page = str(view.briefing(ledger_of(plain).state(valid="2030-02-20")))
    south = text_of(page[page.index('data-party="SOUTH"><h3>') :].partition("</article>")[0])
    assert "It alone is not heard, where all others that are needed accept “the guns fall silent”" in south


def test_a_rejection_on_record_is_no_acceptance_where_only_unnamed_reports_say_otherwise():
    rejected = says("a", "rejects", "2030-01-03", of="SOUTH", by="quote", quote="Never.")
    milder = says("b", "accepts", "2030-01-05", of="SOUTH", by="officials-briefed")
    page = str(view.briefing(ledger_of(rejected, milder).state(valid="2030-02-20")))
    assert "where all others that are needed accept" not in page
    unlocks = page[page.index('<table class="unlocks">') :].partition("</table>")[0]
    assert "the guns fall silent" not in unlocks
    accepted = says("c", "accepts", "2030-01-05", by="quote")
    page = str(view.briefing(ledger_of(rejected, milder, accepted).state(valid="2030-02-20")))
    bargain = text_of(page[page.index('id="packages"') : page.index('id="timeline"')])
    assert (
        "Southland rejects “the guns fall silent” on the record, and only reports off the record" in bargain
    )
    assert "falls silent”1accepted" not in bargain


def test_a_stance_has_the_sentence_that_it_is_about():
    agenda = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], title="Ceasefire")])
    heard = says("b", "open", "2030-01-03", of="SOUTH")
    accepts = says("a", "accepts", "2030-01-03")
    page = str(view.briefing(recording.ledger_of(agenda, accepts, heard).state(valid="2030-02-20")))
    north, south = (
        text_of(page[page.index(f'data-party="{id}"><h3>') :].partition("</article>")[0])
        for id in ("NORTH", "SOUTH")
    )
    assert "Ceasefire: accepts no named source “the guns fall silent”" in north
    assert "All others that are needed accept Ceasefire (“the guns fall silent”)" in south
    assert "“Ceasefire” (“the guns fall silent”) is not accepted by Southland" in page


def test_an_agreement_whose_dates_left_it_open_is_agreed_once_it_is_certain():
    talks = ledger_of(says("a", "accepts", "2030-01-03/2030-01-09", of="SOUTH", term="aid", by="quote"))
    for valid, status in (("2030-01-05", "perhaps agreed"), ("2030-03-01", "agreed")):
        page = view.briefing(talks.state(valid=valid))
        assert f'<span class="status" data-level="agreed">{status}</span>' in str(page)


def test_an_open_question_is_that_of_who_recorded_it():
    asked = pt.draft(id="q", since="2030-01-03").ask("By when?", "truce")
    page = str(view.briefing(ledger_of(asked).state(valid="2030-03-01")))
    assert "not by a party" in page[page.index('id="questions"') :].partition("By when?")[0]


def test_one_of_something_is_singular_and_words_of_the_library_are_plain():
    stages = (
        pt.Report([pt.Progress("truce", stage, since="2030-01-05")], id=stage)
        for stage in ("agreed", "under-negotiation")
    )
    partners = [pt.Party("P", "partner nations", "group")]
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties, *partners], terms=AGENDA.terms[:1])
    page = str(
        view.briefing(
            recording.ledger_of(agenda, says("a", "open", of="P"), *stages).state(valid="2030-03-01")
        )
    )
    assert "1 claim on terms" in page
    assert "1 claims" not in page
    assert ">1 term, " in page
    assert "<h3><bdi>Partner nations</bdi></h3>" in page
    assert "reports differ: under negotiation or agreed" in page
    assert "≠" not in text_of(page.partition('id="analysis"')[0].partition("</style>")[2])


def test_an_address_that_a_browser_would_run_is_no_link():
    bad = pt.draft(id="bad", url="javascript:alert(1)", outlet="a paper", since="2030-01-03")
    bad.voice("quote", of="NORTH").position("truce", "open")
    good = pt.draft(id="good", url="https://example.org/talks", since="2030-01-03")
    good.voice("quote", of="SOUTH").position("truce", "open")
    page = str(view.briefing(ledger_of(bad, good).state(valid="2030-02-20")))
    assert "javascript:" not in page
    assert '<a href="https://example.org/talks" rel="noreferrer">' in page


def test_an_act_is_dated_on_the_page_as_it_is_cited():
    talks = ledger_of(says("a", None, pt.During("summit"), act="urges"))
    talks.record(happens("c", "summit", "held", when="2030-01-09"), recorded_at="2030-02-20")
    state = talks.state(valid="2030-03-01")
    (cited,) = analysis.citations(state, "truce", "NORTH")
    sinces = {since for _, _, since, *_ in data_of(view.briefing(state))["evidence"]}
    assert f"{cited.since}, {cited.since_as_reported}" == "2030-01-09, during summit"
    assert "9 Jan 2030, during summit" in sinces


def test_the_evidence_tells_what_is_cited_what_does_not_hold_included():
    talks = ledger_of(
        says("a", "open", "2030-01-03"),
        says("b", "accepts", "2030-01-05"),
        says("c", None, "2030-01-06", act="urges"),
    )
    state = talks.state(valid="2030-03-01")
    page = view.briefing(state)
    cited = [(one.report, str(one.bearing)) for one in analysis.citations(state, "truce", "NORTH")]
    assert cited == [("b", "holds"), ("a", "displaced"), ("c", "act")]
    data = data_of(page)
    name = re.search(r'id="(cell-\d+)"[^>]*data-term="truce" data-party="NORTH"', str(page))[1]
    opened = [data["claims"][data["evidence"][place][3]][:2] for place in data["cited"][name]]
    assert opened == [["r3", 1], ["r2", 1], ["r4", 1]]
    section = str(page)[str(page).index(f'id="{name}-evidence"') :].partition("</ul>")[0]
    assert re.findall(r'href="#(r\d-1)"', section) == ["r3-1", "r2-1", "r4-1"]
    assert "stance (reported too, does not hold) open" in section


def test_a_quotation_in_another_language_is_marked_and_has_the_words_of_the_report_beside_it():
    draft = pt.draft(id="a", since="2030-01-03", language="uk")
    draft.voice("quote", of="SOUTH").position("truce", "rejects", quote="ніколи", wording="ruled it out")
    html = str(view.briefing(ledger_of(draft).state(valid="2030-02-20")))
    quoted = '<q><bdi lang="uk">“ніколи”</bdi></q> <small>in Ukrainian</small>'
    assert f"{quoted} <bdi>the report says: “ruled it out”</bdi>" in html
    assert "“ніколи” in Ukrainian; ruled it out" in str(data_of(html)["claims"])


@pytest.mark.parametrize(
    ("language", "words", "marked"),
    [
        ("uk", "ніколи", 'lang="uk">“ніколи”'),
        ("ar", "أبداً", 'lang="ar" dir="rtl">“\u2068أبداً\u2069”'),
        ("fr", "jamais", 'lang="fr">“jamais”'),
        ("uk", "never", None),
        ("en", "never", None),
        (None, "ніколи", None),
    ],
)
def test_a_quotation_in_the_headline_has_its_language_and_its_direction(language, words, marked):
    draft = pt.draft(id="a", since="2030-01-03", language=language)
    draft.voice("quote", of="SOUTH").position("truce", "rejects", quote=words)
    later = says("b", "open", "2030-01-20")
    html = str(view.briefing(ledger_of(draft, later).state(valid="2030-02-20")))
    head, cards = html.partition("</h1>")[0], html.partition('class="cards"')[2].partition("</div>")[0]
    for part in (head, cards):
        assert (f"<bdi {marked}</bdi>" in part) if marked else ("lang=" not in part.partition("<h1")[2])
    data = data_of(html)
    quoting = {place for place, text in enumerate(data["texts"]) if text.startswith("“") and words in text}
    lines = [[int(number, 36) for number in line.split()] for line in data["brief"]["lines"]]
    spoken = {data["texts"][line[6]] for line in lines if len(line) > 5 and line[5] in quoting}
    assert spoken == ({{"ar": "ar rtl"}.get(language, language)} if marked else set())


def test_a_name_that_is_cut_off_is_whole_in_its_title_and_at_the_head_of_its_section():
    name, title = "the Republic of " + "the Highlands and " * 8 + "a Lake", "First stage, " * 10 + "peace"
    agenda = pt.Agenda(
        "long",
        parties=[pt.Party("A", name, "state")],
        terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title=title, needs=["A"])],
    )
    page = str(view.briefing(recording.ledger_of(agenda, says("a", "open", "2030-01-03", of="A")).state()))
    assert f'<bdi title="{name}">{shortened(name)}</bdi>' in page
    assert f'href="#term-0" title="{title}"><bdi>{shortened(title)}</bdi>' in page
    assert f'<h3 id="term-0"><bdi>{title}</bdi></h3>' in page
    assert f"<h3><bdi>T{name[1:]}</bdi></h3>" in page


def test_a_long_name_in_the_condition_of_a_cell_is_cut_off_and_not_its_verb():
    title = "the withdrawal of both armies from the valley, and of their guns"
    agenda = pt.Agenda(
        "long",
        parties=[pt.Party("A", "Arvia", "state")],
        terms=[
            pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["A"]),
            pt.Term("retreat", "other", "both armies leave", title=title, needs=["A"]),
        ],
    )
    report = says("a", "accepts", "2030-01-03", of="A", conditions=[pt.TermIs("retreat", "agreed")])
    page = str(view.briefing(recording.ledger_of(agenda, report).state(valid="2030-02-20")))
    assert "<i>if “the withdrawal of both armies from…” is agreed</i>" in page
    assert f"Arvia accepts it only if “{title}” is agreed" in page


def test_the_scrubber_has_a_step_a_day_with_its_story_and_what_was_recorded():
    talks = ledger_of(
        says("a", "open", "2030-01-03"),
        says("b", "rejects", "2030-01-03", of="SOUTH", by="quote"),
        says("c", "accepts", "2030-01-05", by="quote"),
    )
    steps = data_of(view.briefing(talks.state(valid="2030-02-20")))["steps"]
    by_day = {step[0]: step for step in steps}
    assert steps[0][:3] == ["Before the first report", 0, -1]
    assert list(by_day)[1:3] == ["1 Jan 2030", "3 Jan 2030"]
    assert by_day["3 Jan 2030"][3] == (
        "Northland is open to “the guns fall silent” (not on the record)"
        " and Southland rejects “the guns fall silent”"
    )
    assert by_day["5 Jan 2030"][3] == "Northland accepts “the guns fall silent”"
    assert by_day["3 Feb 2030"][4] == "recorded: a report without an outlet"
    assert steps[-1][0] == "20 Feb 2030"
    known = [step[2] for step in steps]
    assert known == sorted(known)


def test_a_line_of_the_scrubber_says_what_qualifies_a_stance_and_what_was_corrected():
    asks = {"conditions": [pt.InWords("the troops leave")], "window": "2030-01-20"}
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", **asks),
        says("b", "open", "2030-01-04", of="SOUTH", by="quote", party="NORTH"),
    )
    talks.correct(
        "a", says("a2", "accepts", "2030-01-03", **asks), reason="misheard", recorded_at="2030-02-09"
    )
    state = talks.state(valid="2030-02-20")
    by_day = {step[0]: step for step in data_of(view.briefing(state))["steps"]}
    assert by_day["3 Jan 2030"][3] == (
        "Northland accepts “the guns fall silent” (if the troops leave, offer closes 20 Jan 2030, not on the record)"
    )
    assert by_day["9 Feb 2030"][4] == "corrected: a report without an outlet"


def test_a_section_says_nothing_twice_and_draws_nothing_where_nothing_is_said():
    page = str(view.briefing(ledger_of(says("a", "open", "2030-01-03")).state(valid="2030-03-01")))
    assert page.count('<figure class="pt-figure">') == 1
    assert page.count("A bar fades in while its stance may have begun") == 1
    assert ">the guns fall silent</text>" not in page


def withdrawn():
    talks = ledger_of(says("a", "open", "2030-01-03"), says("b", "rejects", "2030-01-04", of="SOUTH"))
    talks.retract("b", reason="a forgery", recorded_at="2030-02-20")
    talks.correct("a", says("a2", "accepts", "2030-01-03"), reason="misheard")
    return talks


def test_a_report_that_was_withdrawn_keeps_its_row_with_what_became_of_it_and_why():
    page = str(view.briefing(withdrawn().state(valid="2030-03-01"), since=3))
    sources = text_of(page[page.index('id="sources"') :])
    assert "retracted 2030-02-20 00:00 UTC: a forgery" in sources
    assert re.search(r"corrected by recorded \w+ \w+ \w+, [-\d]+ [:\d]+ UTC: misheard", sources)
    assert "takes the place of recorded 1 Feb 2030" in sources
    changes = text_of(page[page.index('id="changes"') : page.index('id="questions"')])
    assert "retracted: a forgery" in changes
    assert "corrected, softened: misheard" in changes
    before = str(view.briefing(withdrawn().state(valid="2030-03-01", known=3)))
    assert "forgery" not in before
    assert "misheard" not in before


def test_a_report_of_which_one_claim_was_retracted_is_not_struck_out():
    both = pt.draft(id="both")
    north = both.voice("narrator", of="NORTH")
    north.position("truce", "open", since="2030-01-03")
    north.position("aid", "open", since="2030-01-03")
    talks = ledger_of(both)
    talks.retract("both", claim=2, reason="misread", recorded_at="2030-02-20")
    page = str(view.briefing(talks.state(valid="2030-03-01")))
    row = page[page.index('<article class="source') :].partition("</article>")[0]
    assert "withdrawn" not in row
    assert "claim 2 retracted 2030-02-20 00:00 UTC: misread" in text_of(row)


def test_each_change_has_the_reason_of_what_withdrew_it():
    both = pt.draft(id="both")
    for party in ("NORTH", "SOUTH"):
        both.position("truce", "open", since="2030-01-03", party=party)
    talks = ledger_of(both)
    talks.retract("both", claim=1, reason="misread", recorded_at="2030-02-20")
    talks.retract("both", claim=2, reason="misheard", recorded_at="2030-02-21")
    page = str(view.briefing(talks.state(valid="2030-03-01"), since=2))
    changes = text_of(page[page.index('id="changes"') : page.index('id="questions"')])
    assert "retracted: misread" in changes
    assert "retracted: misheard" in changes
    assert "misread; misheard" not in changes


def test_of_two_corrections_the_later_has_the_reason():
    talks = ledger_of(says("r", "opposes", "2030-01-03"), says("a", "accepts", "2030-01-04"))
    talks.correct("a", says("b", "open", "2030-01-04"), reason="first", recorded_at="2030-02-20")
    nothing = says("c", None, "2030-01-04", act="urges")
    talks.correct("b", nothing, reason="second", recorded_at="2030-02-21")
    page = str(view.briefing(talks.state(valid="2030-03-01"), since=4))
    changes = text_of(page[page.index('id="changes"') : page.index('id="questions"')])
    assert "corrected, hardened: second" in changes


def test_each_term_that_a_finding_names_leads_to_its_section():
    state = ledger_of(says("a", "open", "2030-01-03")).state(valid="2030-03-01")
    silent = next(f.what for f in analysis.check(state) if "is silent on" in f.what)
    assert silent == "SOUTH is silent on truce, aid, where it is needed"
    page = str(view.briefing(state))
    truce, aid = (f'<a href="#term-{n}">“{words}”</a>' for n, words in enumerate(SENTENCES))
    assert f"Southland is silent on {truce}, {aid}, where" in page


def test_what_is_named_leads_to_where_it_is_told():
    page = str(view.briefing(withdrawn().state(valid="2030-03-01"), since=3))
    places = set(re.findall(r' id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= places
    rows = re.findall(r'<article class="source[^"]*" id="(r\d+)"', page)
    assert rows == ["r2", "r3", "r5"]
    for part, until in (("changes", "questions"), ("findings", "moves"), ("terms", "sources")):
        told_there = page[page.index(f'id="{part}"') : page.index(f'id="{until}"')]
        assert set(rows) & set(re.findall('href="#([^-"]+)', told_there)), part


def test_words_of_machines_are_not_shown_and_what_is_empty_is_nothing():
    told_by = says("a", "accepts", "2030-01-03T09:30:00Z", red_line=True, window="2030-05-01T10:00:00Z")
    page = str(view.briefing(ledger_of(told_by).state(valid="2030-03-01"), since=1))
    changes = text_of(page[page.index('id="changes"') : page.index('id="questions"')])
    assert "red line" in changes
    assert "red_line" not in changes
    assert "1 May 2030 10:00 UTC" in changes
    assert "3 Jan 2030 09:30 UTC" in page
    beside_pictures = re.sub("<figure.*?</figure>", "", page[: page.index('id="data"')], flags=re.DOTALL)
    assert re.findall(r"\dT\d\d:\d\d", beside_pictures) == []


@pytest.mark.parametrize("id", ["#events", "events", "packages", "term-1"])
def test_a_term_of_any_id_has_its_passages(id):
    terms = [pt.Term(other, "multinational-force", "p", needs=["N"]) for other in (id, "other")]
    talks = pt.Tracker(pt.Agenda("talks", parties=[pt.Party("N", "N", "state")], terms=terms))
    sizes = [pt.Position("N", term.id, content=content.MultinationalForce(size=3)) for term in terms]
    talks.record(pt.Report(sizes, id="wire"))
    page = str(view.briefing(talks.state()))
    assert page.count("Details, and what the parties have in common") == 2


def test_a_section_says_whose_consent_its_term_needs():
    page = text_of(str(view.briefing(ledger_of(says("a", "open", "2030-01-03")).state(valid="2030-03-01"))))
    assert "0 of 2 accept. It needs Northland, Southland." in " ".join(page.split())


def test_a_move_says_in_which_round_it_can_be_made_or_why_not():
    talks = ledger_of(
        says("a", "accepts", conditions=[pt.TermIs("aid", "agreed")]),
        says("b", "accepts", of="SOUTH"),
        says("c", "accepts", of="SOUTH", term="aid", conditions=[pt.TermIs("truce", "agreed")]),
    )
    text = text_of(view.briefing(talks.state(valid="2030-03-01")).html)
    assert (
        "Northland on “the guns fall silent” waits until “aid gets through” is agreedwith its package, in round 1"
        in text
    )
    assert "accepted if read together" in text
    assert "no moves lead there" not in text
    talks.record(says("e", "rejects", of="SOUTH", red_line=True), recorded_at="2030-02-04")
    text = text_of(view.briefing(talks.state(valid="2030-03-01")).html)
    rejects = "Southland rejects “the guns fall silent”; without Southland it cannot be agreed"
    assert f"{rejects}against a red line" in text


def test_a_condition_is_listed_with_who_sets_it_and_what_is_not_accepted_tells_silence_apart():
    asked = says("a", "accepts", conditions=[pt.TermIs("aid", "agreed")])
    page = str(view.briefing(ledger_of(asked).state(valid="2030-03-01")))
    waits = page[page.index('id="waits"') : page.index('id="timeline"')]
    assert "“aid gets through”</a> is agreed</bdi></th><td><bdi>Northland</bdi></td>" in waits
    assert "<td>no</td>" in waits
    bargain = text_of(page[page.index('id="bargain"') : page.index('id="waits"')])
    assert "Northland accepts, and a condition is not metSouthland" in bargain
    assert 'id="waits"' not in str(view.briefing(ledger_of().state()))


def test_the_bargain_says_what_one_party_alone_holds_open_and_what_a_red_line_keeps_closed():
    asked = says("a", "accepts", conditions=[pt.TermIs("aid", "agreed")], by="quote")
    accepted = says("b", "accepts", of="SOUTH", by="quote")
    state = ledger_of(asked, accepted).state(valid="2030-03-01")
    page = str(view.briefing(state))
    row = text_of(
        page[page.index('<table class="unlocks">') : page.index('id="packages"')].partition("<tbody>")[2]
    )
    assert "Unreported on" in page[page.index('<table class="unlocks">') :].partition("</thead>")[0]
    assert "Southland“aid gets through”" in row
    assert page.index("Terms that nothing else holds open") < page.index("What closes together")
    assert "“the guns fall silent”, “aid gets through”" in row
    red = ledger_of(asked, accepted, says("c", "rejects", of="SOUTH", term="aid", red_line=True))
    page = str(view.briefing(red.state(valid="2030-03-01")))
    assert "“aid gets through” is not accepted by Southland, which its red line forbids to change" in page
    assert " to accept" not in text_of(page[page.index('id="bargain"') : page.index('id="timeline"')])


def test_a_status_that_is_none_is_explained_where_it_occurs():
    backdrop = pt.Term("club", "other", "the club takes NORTH in", backdrop=True)
    loose = pt.Term("rest", "other", "the rest is settled")
    agenda = attrs.evolve(AGENDA, terms=[*AGENDA.terms, backdrop, loose])
    page = str(view.briefing(recording.ledger_of(agenda).state()))
    for text in ("A backdrop: positions are kept", "It needs no party's consent"):
        assert text in unescape(page)
        assert text not in unescape(str(view.briefing(ledger_of().state())))


def test_a_report_that_does_not_count_is_not_among_the_sources():
    talks = ledger_of(says("a", "open", "2030-01-03"), says("b", "open", "2030-01-03", of="SOUTH"))
    page = str(view.briefing(talks.state(valid="2030-03-01").without("b")))
    sources = page[page.index('id="sources"') :]
    assert sources.count('<article class="source"') == 1
    assert '<a href="#r2">a</a>' in sources


def test_no_address_of_elsewhere_is_in_it(berlin):
    text = re.sub(r'xmlns="[^"]*"', "", str(berlin))
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#|data:)[^"')\s]+""", text) == []


def test_each_span_stands_for_more_than_one_basis():
    data = data_of(page_of(page_data.negotiation()))
    spans = sum(len(numbers) // 4 for numbers in data["spans"].values())
    bases = len(data["steps"]) ** 2 * len(data["spans"])
    assert spans * 100 < bases


def test_a_page_is_not_saved_as_what_it_is_not(tmp_path, berlin):
    with pytest.raises(pt.InvalidInputError, match=r"end the name with \.html"):
        berlin.save(tmp_path / "page.pdf")
    assert not list(tmp_path.iterdir())


def test_a_page_is_saved_in_utf_8(tmp_path, berlin):
    berlin.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == str(berlin)
    assert repr(berlin).startswith("<Page: Talks in Berlin")


def test_what_was_recorded_on_one_day_is_replayed_once():
    """A table of many reports is logged at once: no place of the scrubber lies between them."""
    reports = [says(f"r{n}", ("accepts", "rejects")[n % 2], f"2030-01-{1 + n % 28:02}") for n in range(60)]
    talks = recording.new(AGENDA)
    for report in reports:
        talks.record(report, recorded_at="2030-02-01T12:00:00Z")
    said = []
    page = view.briefing(talks.state(valid="2030-02-20"), progress=said.append)
    assert len([words for words in said if words.startswith("replayed")]) < 5
    assert len(data_of(page)["steps"]) > 20


IN_A_PROCESS = """
import peacetrack as pt
from peacetrack import view
from tests import recording
members = [pt.Party(id, id.title(), "state") for id in ("NORTH", "SOUTH", "EAST", "WEST", "ISLE")]
union = pt.Party("UNION", "the Union", "group", members=[pt.Member(party.id) for party in members])
terms = [pt.Term("truce", "ceasefire", "the guns fall silent", needs=["UNION"])]
terms.append(pt.Term("pact", "other", "the pact is kept", needs=[party.id for party in members]))
talks = recording.new(pt.Agenda("order", parties=[union, *members], terms=terms))
said = pt.Position("UNION", "truce", "accepts", since="2030-01-02")
talks.record(pt.Report([said], id="said"), recorded_at="2030-02-03T12:00:00Z")
print(view.briefing(talks.state(valid="2030-02-10")).html)
"""


def test_a_page_is_the_same_in_every_process():
    pages = {
        subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(pages) == 1
