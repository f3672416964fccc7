"""The briefing as text: what it says on top, what it holds, what it weighs."""

from __future__ import annotations

import json
import re
from random import Random

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.view.page.headline import headline
from peacetrack.view.page.lookup import turn_texts
from peacetrack.words.when import as_datetime
from tests import recording
from tests.data import ROOT
from tests.inventing import invented
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


def ledger_of(*reports):
    return recording.ledger_of(AGENDA, *reports)


@pytest.fixture(scope="module")
def berlin():
    return view.briefing(pt.open(ROOT / "seeds" / "berlin-2025-12").state(valid="2026-01-01"))


def test_the_headline_counts_what_is_agreed_and_names_whom_it_waits_on():
    state = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-03-01"),
        says("b", "rejects", "2030-01-03", of="SOUTH"),
        happens("c", "summit", "expected", when="2030-01-05"),
    ).state(valid="2030-02-20")
    assert headline(state) == (
        "0 of 2 terms agreed, 1 blocked, 1 unreported; Southland rejects truce (not on the record); 2 wait on Southland; 1 offer is to close; "
        "next deadline 2030-03-01: Northland on truce; "
        "1 expected event is, or may be, late. "
        "Newest report: c, recorded 2030-02-03, publication not stated, 17 days ago; oldest position that counts: Northland on truce, last recorded 2030-02-01, publication not stated."
    )


def test_a_deadline_is_reached_and_a_late_answer_is_in_the_headline():
    state = ledger_of(
        happens("a", "limit", "expected", when="2030-01-05", type="deadline"),
        pt.draft(id="b").ask("who pays?", due="2030-01-10"),
    ).state(valid="2030-02-20")
    assert "an answer to 1 question is, or may be, late" in headline(state)
    assert "expected event" not in headline(state)
    assert re.search(r"limit.*?2030-01-05.*?reached", str(view.briefing(state)), re.DOTALL)


def test_the_headline_names_three_whom_terms_wait_on_and_counts_the_others():
    parties = [pt.Party(id, id, "state") for id in "ABCDE"]
    terms = [pt.Term(f"t{n}", "other", "it is so", needs=list("ABCDE"[n:])) for n in range(3)]
    talks = pt.Tracker(pt.Agenda("many", parties=parties, terms=terms))
    assert headline(talks.state()).endswith(
        "; 3 wait on C, 3 on D and 3 on E; 2 more parties are waited on. There is no report."
    )


def test_an_agreement_that_rests_on_a_disputed_stance_says_so():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03"),
        says("b", "opposes", "2030-01-03"),
        says("c", "accepts", "2030-01-03"),
        says("d", "accepts", "2030-01-03", of="SOUTH"),
    )
    state = talks.state(valid="2030-02-20")
    assert state["truce"].disputed == ("NORTH",)
    assert headline(state).startswith("1 of 2 terms agreed, 1 unreported; 1 disputed (truce); ")
    assert str(view.board(state).rows[0][1]) == "AGREED 2/2 ≠ NORTH"


def test_three_disputed_terms_are_named_and_the_others_counted():
    terms = [pt.Term(f"t{n}", "other", "it is so", needs=["NORTH"]) for n in range(5)]
    agenda = attrs.evolve(AGENDA, terms=terms)
    both = [
        says(f"{stance}-{n}", stance, "2030-01-03", term=f"t{n}")
        for n in range(5)
        for stance in ("accepts", "opposes")
    ]
    state = recording.ledger_of(agenda, *both).state(valid="2030-03-01")
    assert "; 5 disputed (t0, t1, t2 and 2 more); " in headline(state)


def test_a_deadline_that_has_passed_or_has_no_date_is_none_and_a_long_name_is_an_id():
    north = pt.Party("NORTH", "The Transitional Government of the United North", "state")
    agenda = attrs.evolve(AGENDA, parties=[north, AGENDA.parties[1]])
    state = recording.ledger_of(
        agenda,
        says("a", "accepts", "2030-01-03", window="2030-03-01T10:30:00Z"),
        says("b", "open", "2030-01-03", of="SOUTH", window="undisclosed"),
        says("c", "open", "2030-01-03", of="SOUTH", term="aid", window="2030-02-01"),
    ).state(valid="2030-02-10")
    assert "; 2 offers are to close; next deadline 2030-03-01 10:30 UTC: NORTH on truce" in (headline(state))
    assert "deadline" not in headline(state.at(valid="2030-03-02"))


def test_an_offer_of_which_only_a_floor_is_known_is_not_said_to_close():
    floor = pt.NotBefore("summit")
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window=floor),
        happens("c", "summit", "expected", when="2030-05-05"),
    )
    assert "close" not in headline(talks.state(valid="2030-02-20"))


def test_the_headline_of_a_deal_that_is_done_waits_on_nobody():
    state = ledger_of(
        says("a", "accepts", "2030-01-03"),
        says("b", "accepts", "2030-01-03", of="SOUTH"),
        says("c", "accepts", "2030-01-03", of="SOUTH", term="aid"),
    ).state(valid="2030-02-01")
    assert headline(state).startswith("2 of 2 terms agreed. Newest report: c, ")


def test_with_nothing_on_the_table_there_is_a_page_that_says_so():
    text = str(view.briefing(pt.Tracker().state()))
    assert "Nothing is on the table yet." in text
    assert "Nothing changed." in text


def test_every_section_is_there(berlin):
    for title in (
        "The board",
        "What changed",
        "Findings",
        "What can close, and in what order",
        "What is left to do",
        "Windows, and what is expected next",
        "Open questions",
        "Term by term",
        "The reports",
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
    talks = recording.ledger_of(agenda, says("a", "open", "2030-01-03"))
    talks.record(says("b", "rejects", "2030-01-03", of="LEAGUE"), recorded_at="2030-02-10")
    talks.retract("b", reason="a forgery", recorded_at="2030-02-11")
    data = data_of(page := view.briefing(talks.state(valid="2030-03-01")))
    name = re.search(r'id="(cell-\d+)"[^>]*data-party="LEAGUE"', str(page))[1]
    texts = [data["answers"][place][0] for place in data["spans"][name][3::4]]
    assert "✕ rejects" in texts
    assert texts[-1] == ""


def test_a_cell_is_empty_where_nobody_asks_and_a_dot_from_when_one_does():
    agenda = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], needs=["NORTH"]), AGENDA.terms[1]])
    talks = recording.ledger_of(agenda, says("a", "open", "2030-01-03"))
    talks.declare(AGENDA, recorded_at="2030-02-10")
    data = data_of(page := view.briefing(talks.state(valid="2030-03-01")))
    name = re.search(r'id="(cell-\d+)"[^>]*data-term="truce" data-party="SOUTH"', str(page))[1]
    assert [data["answers"][place][0] for place in data["spans"][name][3::4]] == ["", "."]


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
    assert 'aria-label="MEMBER on truce: open, as LEAGUE, last recorded ' in page
    squares = {(s.term, s.party): s.by_group for s in analysis.squares(state)}
    assert squares["truce", "MEMBER"] == "LEAGUE"
    assert "a member on truce: open, as LEAGUE" in str(view.board_picture(state))


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ({"until": "2030-01-20"}, "position ended 2030-01-20"),
        ({"window": "2030-02-01"}, "offer closed 2030-02-01"),
        (
            {"window": "2030-02-01", "until": "2030-01-20"},
            "offer closes 2030-02-01, position ends 2030-01-20",
        ),
    ],
)
def test_a_cell_says_which_ending_came_where_only_one_can_have(ends, words):
    state = ledger_of(says("a", "open", "2030-01-03", **ends)).state(valid="2030-03-01")
    assert f'aria-label="NORTH on truce: open, lapsed, {words}, ' in str(view.briefing(state))


def test_a_cell_says_in_words_what_its_signs_say():
    told_by = says("a", "accepts", "2030-01-03", red_line=True, window="2030-05-01")
    page = str(view.briefing(ledger_of(told_by).state(valid="2030-03-01")))
    assert 'aria-label="NORTH on truce: accepts, a red line, offer closes 2030-05-01, last recorded ' in page
    assert 'aria-label="SOUTH on truce: silent"' in page


def test_an_act_is_dated_on_the_page_as_it_is_cited():
    talks = ledger_of(says("a", None, pt.During("summit"), act="urges"))
    talks.record(happens("c", "summit", "held", when="2030-01-09"), recorded_at="2030-02-20")
    state = talks.state(valid="2030-03-01")
    (cited,) = analysis.citations(state, "truce", "NORTH")
    sinces = {since for _, _, since, *_ in data_of(view.briefing(state))["evidence"]}
    assert f"{cited.since}, {cited.since_as_reported}" == "2030-01-09, during summit"
    assert "2030-01-09, during summit" in sinces


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
    opened = [data["claims"][data["evidence"][place][3]][0] for place in data["cited"][name]]
    assert opened == ["b#1", "a#1", "c#1"]
    section = str(page)[str(page).index(f'id="{name}-evidence"') :].partition("</table>")[0]
    assert re.findall(r">(\w+#\d+)<", section) == opened
    assert "stance (reported too, does not hold)</th><td>open</td>" in section


def test_the_sliders_name_days_by_what_they_hold_and_hours_only_where_they_are_told():
    day, hour = 86_400_000_000, 3_600_000_000
    turns = [0, day - 1, 2 * day, 3 * day - 1, 6 * day, 6 * day + 10 * hour, 6 * day + 12 * hour]
    assert list(turn_texts(turns, 9 * day - 1)) == [
        "before 1970-01-01",
        "during 1970-01-01",
        "from 1970-01-01 to 1970-01-02",
        "during 1970-01-03",
        "from 1970-01-03 to 1970-01-06",
        "from 1970-01-07 00:00 UTC to 1970-01-07 10:00 UTC",
        "from 1970-01-07 10:00 UTC to 1970-01-07 12:00 UTC",
        "from 1970-01-07 12:00 UTC to 1970-01-09",
    ]
    assert list(turn_texts([day - 1], day - 1)) == ["before 1970-01-01", "1970-01-01"]
    assert list(turn_texts([], day - 1)) == ["up to 1970-01-01"]


@pytest.mark.parametrize("seed", range(20))
def test_a_day_is_named_by_the_place_that_holds_its_end(seed):
    day, random = 86_400_000_000, Random(seed)
    edges = sorted({random.randrange(40) * day + random.choice((0, -1)) for _ in range(12)})
    for text, start, end in zip(
        list(turn_texts(edges, 50 * day - 1))[1:], edges, [*edges[1:], 50 * day], strict=True
    ):
        ends = [at * day - 1 for at in range(52) if start <= at * day - 1 < end]
        days = [f"{as_datetime(at):%Y-%m-%d}" for at in ends]
        named = re.findall(r"\d{4}-\d\d-\d\d", text)
        assert text.startswith("during") if not days else {named[0], named[-1]} == {days[0], days[-1]}


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
    assert re.search(r"corrected by a2, [-\d]+ [:\d]+ UTC: misheard", sources)
    assert "takes the place of a" in sources
    changes = text_of(page[page.index('id="changes"') : page.index('id="findings"')])
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
    row = page[page.index('<tr id="r2"') :].partition("</tr>")[0]
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
    changes = text_of(page[page.index('id="changes"') : page.index('id="findings"')])
    assert "retracted: misread" in changes
    assert "retracted: misheard" in changes
    assert "misread; misheard" not in changes


def test_of_two_corrections_the_later_has_the_reason():
    talks = ledger_of(says("r", "opposes", "2030-01-03"), says("a", "accepts", "2030-01-04"))
    talks.correct("a", says("b", "open", "2030-01-04"), reason="first", recorded_at="2030-02-20")
    nothing = says("c", None, "2030-01-04", act="urges")
    talks.correct("b", nothing, reason="second", recorded_at="2030-02-21")
    page = str(view.briefing(talks.state(valid="2030-03-01"), since=4))
    changes = text_of(page[page.index('id="changes"') : page.index('id="findings"')])
    assert "corrected, hardened: second" in changes


def test_each_term_that_a_finding_names_leads_to_its_section():
    state = ledger_of(says("a", "open", "2030-01-03")).state(valid="2030-03-01")
    silent = next(f.what for f in analysis.check(state) if "is silent on" in f.what)
    assert silent == "SOUTH is silent on truce, aid, where it is needed"
    page = str(view.briefing(state))
    assert 'SOUTH is silent on <a href="#term-0">truce</a>, <a href="#term-1">aid</a>, where' in page


def test_what_is_named_leads_to_where_it_is_told():
    page = str(view.briefing(withdrawn().state(valid="2030-03-01"), since=3))
    places = set(re.findall(r' id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= places
    rows = dict(re.findall(r'<tr id="(r\d+)"[^>]*><th scope="row"><bdi class="id">(\w+)', page))
    assert {"a", "b", "a2"} == set(rows.values())
    for part, until in (("changes", "findings"), ("findings", "packages"), ("terms", "sources")):
        told_there = page[page.index(f'id="{part}"') : page.index(f'id="{until}"')]
        assert {"r2", "r3", "r5"} & set(re.findall('href="#([^"]+)"', told_there)), part
    assert '<a class="id" href="#term-0">truce</a>' in page[page.index('id="changes"') :]


def test_words_of_machines_are_not_shown_and_what_is_empty_is_nothing():
    told_by = says("a", "accepts", "2030-01-03T09:30:00Z", red_line=True, window="2030-05-01T10:00:00Z")
    page = str(view.briefing(ledger_of(told_by).state(valid="2030-03-01"), since=1))
    changes = text_of(page[page.index('id="changes"') : page.index('id="terms"')])
    assert "red line" in changes
    assert "red_line" not in changes
    assert "nothing" in changes
    assert "2030-05-01 10:00 UTC" in changes
    assert "2030-01-03 09:30 UTC" in page
    tables = "".join(re.findall("<table class.*?</table>", page[page.index('id="changes"') :], re.S))
    assert re.findall(r"\dT\d\d:\d\d", tables) == []


def test_a_section_says_whose_consent_its_term_needs():
    page = text_of(str(view.briefing(ledger_of(says("a", "open", "2030-01-03")).state(valid="2030-03-01"))))
    assert "Needs Northland (NORTH), Southland (SOUTH). PENDING 0/2" in page


def test_a_move_says_in_which_round_it_can_be_made_or_why_not():
    talks = ledger_of(
        says("a", "accepts", conditions=[pt.TermIs("aid", "agreed")]),
        says("b", "accepts", of="SOUTH"),
        says("c", "accepts", of="SOUTH", term="aid", conditions=[pt.TermIs("truce", "agreed")]),
    )
    text = text_of(view.briefing(talks.state(valid="2030-03-01")).html)
    assert "NORTH on truce waits until aid is agreedwith its package, in round 1" in text
    assert "No party: agreed at once, they close" in text
    assert "no moves lead there" not in text
    talks.record(says("e", "rejects", of="SOUTH", red_line=True), recorded_at="2030-02-04")
    text = text_of(view.briefing(talks.state(valid="2030-03-01")).html)
    assert "SOUTH rejects truce; without SOUTH it cannot be agreedagainst a red line" in text


def test_each_condition_is_listed_with_who_sets_it_and_leads_to_what_it_names():
    asked = says("a", "accepts", conditions=[pt.TermIs("aid", "agreed")])
    page = str(view.briefing(ledger_of(asked).state(valid="2030-03-01")))
    waits = page[page.index('id="waits"') : page.index('id="moves"')]
    assert '<a href="#term-1">aid</a> is agreed</th><td><bdi class="id">NORTH</bdi></td>' in waits
    assert "<td>no</td>" in waits
    assert "No party sets a condition." in str(view.briefing(ledger_of().state()))


def test_a_status_that_is_none_is_explained_where_it_occurs():
    backdrop = pt.Term("club", "other", "the club takes NORTH in", backdrop=True)
    loose = pt.Term("rest", "other", "the rest is settled")
    plain_page = str(view.briefing(ledger_of().state()))
    agenda = attrs.evolve(AGENDA, terms=[*AGENDA.terms, backdrop, loose])
    page = str(view.briefing(recording.ledger_of(agenda).state()))
    for text in ("backdrop: positions are kept", "- as status: no party's consent"):
        assert text.replace("'", "&#39;") in page
        assert text.replace("'", "&#39;") not in plain_page
    assert "<li>† lapsed</li><li>≠ disputed</li>" in page


def test_a_report_that_does_not_count_is_not_among_the_sources():
    talks = ledger_of(says("a", "open", "2030-01-03"), says("b", "open", "2030-01-03", of="SOUTH"))
    page = str(view.briefing(talks.state(valid="2030-03-01").without("b")))
    sources = page[page.index('id="sources"') :]
    assert '<bdi class="id">a</bdi>' in sources
    assert '<bdi class="id">b</bdi>' not in sources


def test_the_names_behind_the_ids_are_told():
    page = str(view.briefing(ledger_of(says("a", "open", "2030-01-03")).state(valid="2030-03-01")))
    assert '<bdi class="id">NORTH</bdi> <bdi>Northland</bdi>' in page


def test_no_address_of_elsewhere_is_in_it(berlin):
    text = re.sub(r'xmlns="[^"]*"', "", str(berlin))
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#|data:)[^"')\s]+""", text) == []


def test_each_span_stands_for_more_than_one_basis():
    data = data_of(view.briefing(invented(60).state(valid="2030-04-01")))
    spans = sum(len(numbers) // 4 for numbers in data["spans"].values())
    bases = len(data["seqs"]) * len(data["valid"]) * len(data["spans"])
    assert spans * 100 < bases


def test_a_page_is_not_saved_as_what_it_is_not(tmp_path, berlin):
    with pytest.raises(pt.InvalidInputError, match=r"end the name with \.html"):
        berlin.save(tmp_path / "page.pdf")
    assert not list(tmp_path.iterdir())


def test_a_page_is_saved_in_utf_8(tmp_path, berlin):
    berlin.save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == str(berlin)
    assert repr(berlin).startswith("<Page: Talks in Berlin")


def test_the_headline_names_rejections_before_anything_that_waits():
    talks = ledger_of(
        says("a", "rejects", "2030-01-03", by="quote"), says("b", "rejects", "2030-01-03", of="SOUTH")
    )
    text = headline(talks.state(valid="2030-03-01"))
    rejected = "; Northland rejects truce and Southland rejects truce (not on the record); 2 wait on "
    assert rejected in text


def test_the_headline_names_three_rejections_and_terms_by_their_titles():
    parties = [pt.Party(id, id, "state") for id in "ABCDE"]
    term = pt.Term("t", "ceasefire", "the guns fall silent", title="Ceasefire", needs=list("ABCDE"))
    talks = recording.ledger_of(
        pt.Agenda("many", parties=parties, terms=[term]),
        *(says(id, "rejects", "2030-01-03", by="quote", of=id, term="t") for id in "ABCDE"),
    )
    text = headline(talks.state(valid="2030-03-01"))
    assert "; A rejects Ceasefire, B rejects Ceasefire, C rejects Ceasefire and 2 more; " in text
