"""The whip count: what pips and cells say, the order of rows, and what is folded."""

from __future__ import annotations

import re
import unicodedata

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.phrase import shortened
from peacetrack.analysis.sentence.naming import Names
from peacetrack.view.count import whole_board
from peacetrack.view.whip import Pip, columns_of, whip_rows
from peacetrack.words.isolate import FIRST, LAST
from tests import recording
from tests.inventing import invented
from tests.recording import happens, says

PARTIES = [pt.Party(id, f"{id.title()}land", "state") for id in ("NORTH", "SOUTH", "EAST")]
TERMS = [
    pt.Term(
        "truce", "ceasefire", "the guns fall silent", title="Truce", theme="Force", needs=["NORTH", "SOUTH"]
    ),
    pt.Term("aid", "other", "aid gets through", title="Aid", theme="Relief", needs=["SOUTH"]),
    pt.Term(
        "pact",
        "other",
        "the pact is kept",
        theme="Force",
        needs=[pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"])],
    ),
]
AGENDA = pt.Agenda("invented", title="An invented negotiation", parties=PARTIES, terms=TERMS)


def rows_of(*reports, valid="2030-02-20"):
    state = recording.ledger_of(AGENDA, *reports).state(valid=valid)
    return {row.term: row for row in whip_rows(state, Names(state))}


def cell(stance, **said):
    return rows_of(says("a", stance, "2030-01-03", by="quote", **said))["truce"].cells["NORTH"]


@pytest.mark.parametrize(
    ("stance", "said", "pip"),
    [
        ("accepts", {}, Pip.FULL),
        ("accepts", {"conditions": [pt.TermIs("aid", "agreed")]}, Pip.HALF),
        ("accepts", {"window": "2030-01-20"}, Pip.RING),
        ("open", {}, Pip.RING),
        ("neutral", {}, Pip.RING),
        ("opposes", {}, Pip.BARRED),
        ("rejects", {}, Pip.CROSSED),
        (None, {"act": "urges"}, Pip.RING),
    ],
)
def test_a_pip_says_how_far_a_needed_party_is(stance, said, pip):
    row = rows_of(says("a", stance, "2030-01-03", **said))["truce"]
    assert [each for _, _, each in row.pips] == [pip, Pip.DOTTED]


def test_a_condition_on_an_event_with_a_long_text_keeps_its_verb_in_a_cell():
    text = "the first round of the talks on the exchange of all who are held, in the capital"
    round = happens("e", "round", "expected", type="talks", participants=["NORTH", "SOUTH"], text=text)
    rows = rows_of(round, says("a", "accepts", "2030-01-03", by="quote", conditions=[pt.EventHeld("round")]))
    assert rows["truce"].cells["NORTH"].detail == "if Talks of Northland and Southland are held"


def test_a_quorum_has_one_pip():
    row = rows_of(says("a", "accepts", "2030-01-03", term="pact"))["pact"]
    assert row.pips == [("2 of 3: Northland, Southland and Eastland", "", Pip.RING)]
    against = [says(of, "opposes", "2030-01-03", term="pact", of=of) for of in ("NORTH", "SOUTH")]
    assert rows_of(*against)["pact"].pips[0][2] is Pip.CROSSED
    both = [says(of, "accepts", "2030-01-03", term="pact", of=of) for of in ("NORTH", "SOUTH")]
    assert rows_of(*both)["pact"].pips[0][2] is Pip.FULL
    assert rows_of()["pact"].pips[0][2] is Pip.DOTTED


def test_titles_that_would_look_alike_keep_their_ends():
    titles = [f"Article 1 of the agreement on the line of the ceasefire, {what}" for what in ("sea", "land")]
    terms = [pt.Term(f"t{n}", "other", "so it is", title=title) for n, title in enumerate(titles)]
    state = pt.Tracker(pt.Agenda("x", parties=[pt.Party("A", "A", "state")], terms=terms)).state()
    names = [row[0].text for row in view.count(state, width=60).rows if row[0].text != "OTHER TERMS"]
    assert names == [
        "Article 1 of the agreement on…of the ceasefire, sea",
        "Article 1 of the agreement on…of the ceasefire, land",
    ]


def test_a_cell_says_in_words_where_a_party_stands():
    assert cell("accepts").in_full == "accepts"
    assert cell("accepts", red_line=True).in_full == "accepts, red line"
    asked = cell("open", conditions=[pt.TermIs("aid", "agreed"), pt.InWords("it rains")])
    assert asked.in_full == "open, if “Aid” is agreed and it rains"
    assert cell(None, act="urges").main == "urges"
    assert cell("unknown").main == "stance unknown"
    assert cell(None, conditions=[pt.InWords("it rains")]).in_full == "sets a condition, if it rains"
    row = rows_of(says("a", "accepts", "2030-01-03"))["truce"]
    assert row.cells["NORTH"].in_full == "accepts, not on the record"
    assert row.cells["SOUTH"].main == "no report"
    assert "EAST" not in row.cells


def test_terms_stand_by_theme_and_the_nearest_to_closing_first():
    rows = rows_of(
        says("a", "rejects", "2030-01-03"),
        says("b", "accepts", "2030-01-03", term="pact"),
        says("c", "accepts", "2030-01-03", term="pact", of="EAST"),
    )
    assert [(row.theme, row.title) for row in rows.values()] == [
        ("Force", "the pact is kept"),
        ("Force", "Truce"),
        ("Relief", "Aid"),
    ]


def test_of_twelve_parties_the_most_needed_have_columns_and_the_others_are_counted():
    state = invented(40, terms=12, parties=12).state()
    rows = whip_rows(state, Names(state))
    columns = columns_of(state, rows, 3)
    needing = {p: sum(p in state.needed_on(term) for term in state) for p in state.agenda.party_by_id}
    assert [needing[party] for party in columns] == sorted(needing.values(), reverse=True)[:3]
    lines = str(view.count(state)).splitlines()
    assert max(map(len, lines)) <= 120
    assert "more)" in lines[-1]


def test_belligerents_have_the_first_columns():
    fighting = [pt.Party("WEST", "Westland", "state", roles=["belligerent"]), *PARTIES]
    agenda = pt.Agenda("invented", parties=fighting, terms=TERMS)
    talks = recording.ledger_of(agenda, says("a", "open", "2030-01-03", of="WEST"))
    state = talks.state(valid="2030-02-20")
    assert columns_of(state, whip_rows(state, Names(state)), 3)[0] == "WEST"


def test_a_short_cell_says_that_reports_differ_that_it_may_not_have_begun_and_whose_account_it_is():
    account = pt.Attribution("document", acts_for="EAST")
    reports = [
        says("a", "accepts", "2030-01-05"),
        says("b", "open", "2030-01-05"),
        says("c", "accepts", "/2030-02-25", of="SOUTH", by="quote"),
        pt.Report([pt.Position("SOUTH", "aid", "accepts", since="2030-01-05")], id="d", attribution=account),
    ]
    lines = str(view.count(recording.ledger_of(AGENDA, *reports).state(valid="2030-02-20"))).splitlines()
    (truce,) = (line for line in lines if line.startswith("Truce"))
    (aid,) = (line for line in lines if line.startswith("Aid"))
    assert "+ open≠*" in truce
    assert "✓ accepts~" in truce
    assert "✓ accepts^" in aid
    assert "≠ reports differ" in lines[-2]


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        ({}, "↷\N{NO-BREAK SPACE}recorded later"),
        ({"published": "2030-02-10"}, "↷\N{NO-BREAK SPACE}reported later"),
        ({"published": "2030-02-01"}, ""),
    ],
)
@pytest.mark.parametrize("stance", ["accepts", None])
def test_a_cell_that_rests_on_what_came_out_later_is_marked_wherever_it_is_shown(stance, said, detail):
    talks = recording.new(AGENDA)
    talks.record(
        says("a", stance, "2030-01-03", act="urges", by="quote", **said), recorded_at="2030-02-10T12:00:00Z"
    )
    state = talks.state(valid="2030-02-05")
    (row,) = (row for row in whip_rows(state, Names(state)) if row.term == "truce")
    assert (row.cells["NORTH"].detail, row.cells["NORTH"].later) == (detail, bool(detail))
    grids = str(view.count(state)), str(view.board(state)), str(view.board_picture(state))
    assert ["↷" in grid for grid in grids] == [bool(detail)] * 3
    assert f"</b><i>{detail}</i></a>" in view.briefing(state).html
    assert ("↷ reported later" in grids[0].splitlines()[-2]) is bool(detail)
    assert ("↷ came out later" in grids[1].splitlines()[-1]) is bool(detail)


def test_the_cell_of_a_group_that_stands_by_a_member_who_spoke_later_is_marked():
    parties = [pt.Party(id, id, "state") for id in ("A", "B")]
    group = pt.Party("G", "the Group", "group", members=[pt.Member("A"), pt.Member("B")], members_known=True)
    term = pt.Term("truce", "ceasefire", "the guns fall silent", needs=["G"])
    agenda = pt.Agenda("a", parties=[*parties, group], terms=[term])
    first = says("a", "accepts", "2030-02-01", of="A", published="2030-02-01")
    later = says("b", "rejects", "2030-02-05", of="B", published="2030-06-01")
    talks = recording.new(agenda)
    talks.record(first, recorded_at="2030-02-01T12:00:00Z")
    talks.record(later, recorded_at="2030-06-01T12:00:00Z")
    state = talks.state(valid="2030-02-15")
    (row,) = whip_rows(state, Names(state))
    assert (row.cells["G"].stance, row.cells["G"].later) == (pt.Stance.REJECTS, True)


def test_a_cell_that_is_only_repeated_later_is_not_marked_but_one_with_a_later_condition_is():
    first = says("a", "accepts", "2030-01-03", by="quote", published="2030-01-04")
    repeated = says("b", "accepts", "2030-01-03", by="quote", published="2030-02-02")
    asking = says(
        "c", "accepts", "2030-01-03", by="quote", published="2030-02-03", conditions=[pt.InWords("aid comes")]
    )
    assert not rows_of(first, repeated, valid="2030-02-01")["truce"].cells["NORTH"].later
    assert rows_of(first, asking, valid="2030-02-01")["truce"].cells["NORTH"].later
    assert not rows_of(first, asking, valid="2030-02-20")["truce"].cells["NORTH"].later


def _cells(state):
    (row,) = (row for row in whip_rows(state, Names(state)) if row.term == "truce")
    return row.cells["NORTH"], str(view.count(state)), str(view.board(state))


@pytest.mark.parametrize("field", ["window", "until"])
def test_a_short_cell_has_no_mark_where_only_an_end_that_it_does_not_show_came_out_later(field):
    talks = recording.new(AGENDA)
    offer = says("a", "accepts", "2030-01-03", by="quote", published="2030-01-04")
    ends = says("b", None, "2030-02-09", by="quote", published="2030-02-09", until="2030-02-07")
    if field == "window":
        ends = says("b", None, "2030-01-05", by="quote", published="2030-02-09", window="2030-02-07")
    talks.record(offer, recorded_at="2030-01-05")
    talks.record(ends, recorded_at="2030-02-09T12:00:00Z")
    cell, short, board = _cells(talks.state(valid="2030-02-05"))
    end = "offer closes" if field == "window" else "position ends"
    assert cell.detail == f"{end} 7 Feb 2030, ↷\N{NO-BREAK SPACE}reported later"
    assert ("✓ accepts↷" in short, "↷" in board) == (False, field == "window")
    cell, short, board = _cells(talks.state(valid="2030-02-08"))
    assert "↷, lapsed" in short
    assert "† ↷" in board


def test_a_cell_has_the_mark_where_a_word_of_it_rests_on_what_came_out_later():
    talks = recording.new(AGENDA)
    offer = says(
        "a", "accepts", "2030-01-03", by="quote", published="2030-01-04", window=pt.WithEvent("summit")
    )
    detail = says("b", None, "2030-01-05", by="quote", published="2030-02-09", purpose="definitive")
    for report, day in ((offer, "2030-01-05"), (detail, "2030-02-09")):
        talks.record(report, recorded_at=f"{day}T12:00:00Z")
    cell, short, board = _cells(talks.state(valid="2030-02-05"))
    assert (cell.later, "↷" in short, "↷" in board) == (False, False, False)
    held = happens("c", "summit", "held", when="2030-02-03", published="2030-02-10")
    talks.record(held, recorded_at="2030-02-10T12:00:00Z")
    cell, short, board = _cells(talks.state(valid="2030-02-05"))
    assert (cell.later, "↷, lapsed" in short, "† ↷" in board) == (True, True, True)
    assert not _cells(talks.state(valid="2030-02-11"))[0].later


def test_a_cell_on_which_a_later_report_differs_has_the_mark():
    talks = recording.new(AGENDA)
    accepts, rejects = ("accepts", "quote", "2030-01-04"), ("rejects", "leak", "2030-02-09")
    for id, (stance, by, day) in zip("ab", (accepts, rejects), strict=True):
        report = says(id, stance, "2030-01-03", by=by, published=day)
        talks.record(report, recorded_at=f"{day}T12:00:00Z")
    cell, short, _ = _cells(talks.state(valid="2030-02-05"))
    assert (cell.main, "disputed" in cell.marks, cell.later) == ("accepts", True, True)
    assert "↷" in short


QUORATE = attrs.evolve(
    AGENDA,
    terms=[
        pt.Term(
            "summit",
            "other",
            "a summit is held",
            title="Summit",
            needs=["NORTH", "SOUTH", pt.AtLeast(2, of=["EAST", "WEST", "ISLE"])],
        )
    ],
    parties=[*PARTIES, pt.Party("WEST", "Westland", "state"), pt.Party("ISLE", "Isle", "state")],
)


def test_consent_is_counted_once_for_the_terminal_and_the_page_and_says_of_what():
    talks = recording.ledger_of(
        QUORATE,
        says("a", "accepts", "2030-01-03", term="summit"),
        says("b", "accepts", "2030-01-03", term="summit", of="WEST"),
        says("c", "accepts", "2030-01-03", term="summit", of="SOUTH", window="2030-01-20"),
    )
    state = talks.state(valid="2030-02-20")
    (row,) = whip_rows(state, Names(state))
    assert row.status == "1 of 3 needs accepted (1 accept where the quorum needs 2)"
    assert "●○○ 1/3, 1 of 2" in str(view.count(state))
    assert "n/m: needs accepted" in str(view.count(state))
    page = " ".join(str(view.briefing(state)).split())
    assert f"{row.status}</span></span>. It needs" in page


def test_a_page_and_a_codebook_say_where_a_quorum_ends_and_another_need_begins():
    quorum = pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST"], without_veto_of=["NORTH", "EAST"])
    assert str(quorum) == "at least 2 of NORTH, SOUTH, EAST (NORTH, EAST each have a veto)"
    agenda = pt.Agenda(
        "invented",
        parties=[*PARTIES, pt.Party("WEST", "Westland", "state")],
        terms=[pt.Term("truce", "ceasefire", "both sides cease fire", needs=[quorum, "WEST"])],
    )
    state = recording.ledger_of(agenda).state()
    page = " ".join(re.sub("<[^>]+>", "", str(view.briefing(state))).split())
    vetoes = "(Northland, Eastland each have a veto)"
    assert f"It needs at least 2 of Northland, Southland, Eastland {vetoes}; and Westland." in page
    assert f"Needs {quorum}; and WEST." in pt.publication.codebook(state.agenda)


def test_a_veto_against_a_quorum_leaves_it_unaccepted_wherever_it_is_counted():
    need = pt.AtLeast(2, of=["NORTH", "SOUTH", "EAST", "WEST"], without_veto_of=["NORTH"])
    agenda = attrs.evolve(QUORATE, terms=[attrs.evolve(TERMS[2], title="Pact", needs=[need])])
    reports = [says(of, "accepts", "2030-01-03", term="pact", of=of) for of in ("SOUTH", "EAST")]
    against = says("n", "rejects", "2030-01-03", term="pact")
    state = recording.ledger_of(agenda, *reports, against).state(valid="2030-02-20")
    (row,) = whip_rows(state, Names(state))
    assert (
        row.status
        == "blocked, 0 of 1 needs accepted (2 accept where the quorum needs 2, and a veto is against it)"
    )
    ((quorum, _, pip),) = row.pips
    assert (quorum.partition(", with ")[2], pip) == ("a veto of Northland", Pip.CROSSED)
    assert "⊗ 0/1, 2 of 2 but a veto" in str(view.count(state))
    page = str(view.briefing(state))
    assert row.status in page
    assert re.search(r'aria-label="[^"]*Westland[^"]*no report"', page)
    assert "and a veto is against it" in view.board_picture(state).svg
    assert view.board(state, parties=["WEST"]).rows[0][2].text == "."  # needed in the quorum, and silent


def test_a_wide_terminal_has_more_parties_and_whole_titles():
    state = invented(40, terms=12, parties=12).state()
    narrow, wide = view.count(state), view.count(state, width=200)
    assert len(narrow.header) == 2 + 3
    assert 2 + 6 <= len(wide.header) <= 2 + 9
    assert wide.header[:5] == narrow.header
    assert max(map(len, str(wide).splitlines())) <= 200
    assert len(view.count(state, width=1000).header) <= 2 + len(state.agenda.parties)


def test_short_titles_leave_room_for_one_more_party():
    parties = [*PARTIES, pt.Party("LEAGUE", "the League", "group", members_known=True)]
    needs = [party.id for party in parties]
    agenda = attrs.evolve(AGENDA, parties=parties, terms=[attrs.evolve(TERMS[1], needs=needs)])
    said = [says(of, "accepts", "2030-01-03", term="aid", of=of) for of in needs]
    grid = view.count(recording.ledger_of(agenda, *said).state(valid="2030-02-20"))
    assert grid.header[2:] == ("Northland", "Southland", "Eastland", "the League")
    assert max(map(len, str(grid).splitlines())) <= 100


def test_the_title_of_a_negotiation_has_the_width_that_is_there():
    long = "Talks between Northland and Southland on a ceasefire, the border and the exchange of prisoners"
    state = recording.new(attrs.evolve(AGENDA, title=long)).state(valid="2030-02-20")
    assert long in str(view.count(state, width=200))
    assert len(str(view.count(state)).splitlines()[0]) <= 100


def test_a_cell_names_the_event_that_an_offer_ends_with():
    event = pt.Event("meeting", type="summit", participants=["NORTH"], status="expected")
    offer = says("a", "accepts", "2030-01-03", window=pt.WithEvent("meeting"))
    cells = rows_of(pt.Report([event], id="e"), offer)["truce"].cells
    assert cells["NORTH"].detail == "offer closes with the summit of Northland"
    assert (
        rows_of(says("a", "accepts", window=pt.NotBefore(pt.InWords("the vote"))))["truce"]
        .cells["NORTH"]
        .detail.startswith("offer stands at least until the vote")
    )


def test_an_agreement_by_an_account_or_by_open_dates_is_perhaps_one():
    account = says("a", "accepts", "2030-01-03", of="NORTH", by="quote", term="aid", party="SOUTH")
    assert rows_of(account)["aid"].status == "perhaps agreed"
    own = says("b", "accepts", "2030-01-03", of="SOUTH", by="quote", term="aid")
    assert rows_of(account, own)["aid"].status == "agreed"
    dated = says("c", "accepts", "2030-02", of="SOUTH", by="quote", term="aid")
    assert [rows_of(dated, valid=day)["aid"].status for day in ("2030-02-20", "2030-03-01")] == [
        "perhaps agreed",
        "agreed",
    ]


def _pips(*reports, term="aid"):
    return [pip for _, _, pip in rows_of(*reports)[term].pips]


def test_an_acceptance_that_the_party_denies_on_the_record_is_shown_with_that_and_half():
    rejected = says("a", "rejects", "2030-01-03", of="SOUTH", by="quote", term="aid")
    accepted = says("b", "accepts", "2030-01-05", of="SOUTH", by="officials-briefed", term="aid")
    row = rows_of(rejected, accepted)["aid"]
    assert (row.status, row.level) == ("not agreed, rejected on the record", "agreed")
    assert row.cells["SOUTH"].in_full == "accepts, not on the record, but rejects on the record"
    assert _pips(rejected, accepted) == ["half"]
    state = recording.ledger_of(AGENDA, rejected, accepted).state(valid="2030-02-20")
    grid = view.count(state)
    assert "◐ 1/1 not agreed" in str(grid)
    assert "✓ accepts~*(✕)" in str(grid)
    assert "(✕): its own on the record, where other reports say otherwise" in str(grid)
    assert "its own stance" not in str(view.count(state, terms=["truce"]))
    assert "NOT AGREED 1/1" in str(view.board(state))


def test_a_count_of_all_says_what_is_lacking_still_and_a_lapsed_stance_is_not_cut():
    unmet = says("a", "accepts", "2030-01-03", of="SOUTH", term="aid", conditions=[pt.EventHeld("summit")])
    state = recording.ledger_of(AGENDA, unmet).state(valid="2030-02-20")
    assert "◐ 1/1 conditional" in str(view.count(state, terms=["aid"]))
    lapsed = says("b", "rejects", "2030-01-03", of="SOUTH", term="aid", by="quote", until="2030-01-05")
    state = recording.ledger_of(AGENDA, lapsed).state(valid="2030-02-20")
    assert "✕ rejects, lapsed" in str(view.count(state, terms=["aid"]))


def test_a_stance_is_cut_in_a_cell_only_where_there_is_no_room_for_it():
    asks = {"conditions": [pt.EventHeld("summit")], "window": "2030-01-05"}
    lapsed = says("b", "accepts", "2030-01-03", of="SOUTH", term="aid", by="quote", **asks)
    state = recording.ledger_of(AGENDA, lapsed).state(valid="2030-02-20")
    assert "✓ accepts, lapsed, if" in str(view.count(state, terms=["aid"], width=100))
    assert "…, lapsed, if" in str(view.count(state, terms=["aid"], width=40))


def test_the_line_of_a_count_with_a_long_title_and_a_long_age_has_a_hundred_characters():
    said = says("a", "accepts", "2030-01-03", term="aid", of="SOUTH")
    agenda = attrs.evolve(AGENDA, title="Talks in the capital on ending the war of both neighbours")
    state = recording.ledger_of(agenda, said).state(valid="2030-12-20")
    title = str(view.count(state)).splitlines()[0]
    assert title.endswith("newest recorded 322 days ago")
    assert len(title) <= 100


def test_the_pip_of_an_acceptance_by_another_account_is_half_too():
    account = says("a", "accepts", "2030-01-03", of="NORTH", by="quote", party="SOUTH")
    assert _pips(account, term="truce") == ["dotted", "half"]


ALIKE = {
    "A": "Democratic Republic of Aland",
    "B": "Democratic People of Bland",
    "C": "Democratic Union of Ållánd",
}


def alike(names, **asked):
    parties = [pt.Party(id, name, "state") for id, name in names.items()]
    agenda = pt.Agenda("x", parties=parties, terms=[pt.Term("t", "other", "so it is", needs=list(names))])
    state = recording.ledger_of(agenda, says("a", "rejects", "2030-01-03", term="t", of="A")).state()
    return state, view.count(state, **asked).header


@pytest.mark.parametrize("width", [60, 79, 100])
@pytest.mark.parametrize("long", [False, True])
def test_no_two_parties_share_a_heading(width, long):
    _, header = alike(ALIKE, width=width, long=long)
    assert len({*header}) == len(header)
    state, header = alike(dict.fromkeys("ABC", "Aland"), width=width, long=long)
    assert {"A", "B", "C"} < {*header}
    assert {"A", "B", "C"} < {*whole_board(state).header}
    assert {"A", "B", "C"} < {*view.board_picture(state).columns}
    assert [Names(state).party(party) for party in "ABC"] == ["A", "B", "C"]


def test_names_that_a_sentence_cuts_off_stay_apart():
    first, second = (
        f"The Transitional Authority of the Northern {part} of the River" for part in ("Bank", "Delta")
    )
    state, _ = alike({"A": first, "B": second})
    names = Names(state).short
    assert names.party("A") == "The Transitional…Bank of the River"
    assert names.party("B") == "The Transitional…of the River"


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("name", ["جمهورية القادرية الديمقراطية الشعبية", "جُمْهُورِيَّةُ الْقَادِرِيَّةِ الدِّيمُقْرَاطِيَّةِ"])
def test_a_heading_in_arabic_is_cut_with_its_isolate_and_the_accents_of_its_last_letter(name, long):
    _, header = alike({"A": "Aland", "Z": name, "C": "Cland", "D": "Dland"}, width=80, long=long)
    assert "\ufffd" not in str(header)
    (heading,) = (text for text in header if FIRST in text)
    assert heading.count(FIRST) == heading.count(LAST) == 1
    if not long:
        cut = heading.strip(f"{FIRST}{LAST}").removesuffix("…")
        assert name.startswith(cut)
        assert not unicodedata.category(name[len(cut)]).startswith("M")


@pytest.mark.parametrize("letter", ["e\u0301", "👩‍🚀", "👍🏽", "🇦🇽", "각"])
def test_no_letter_is_cut_in_two(letter):
    for most in range(2, 12):
        cut = shortened("a" + letter * 9, most).removesuffix("…")
        assert cut[1:] == letter * (len(cut[1:]) // len(letter))


def test_a_stance_is_not_old_with_an_act_of_these_days_against_it():
    accepted = says("a", "accepts", "2030-01-03", by="named", published="2030-01-03")
    suspended = says("b", None, "2030-02-20", by="named", act="suspends", published="2030-02-20")
    talks = recording.new(AGENDA)
    talks.record(accepted, recorded_at="2030-01-03")
    talks.record(suspended, recorded_at="2030-02-20")
    soon, late = (str(view.count(talks.state(valid=day), long=True)) for day in ("2030-02-25", "2030-04-25"))
    assert "✓ accepts, but suspends it" in soon
    assert "days old" not in soon.split("\n\n", 1)[1]
    assert "✓ accepts, but suspends it, 64 days old" in late


def test_who_accepts_as_a_red_line_insists():
    agenda = pt.Agenda(
        "red",
        parties=[pt.Party("NORTH", "Northland", "state")],
        terms=[pt.Term("truce", "ceasefire", "the guns fall silent", title="Truce", needs=["NORTH"])],
    )
    red = says("a", "accepts", "2030-01-02", by="quote", red_line=True)
    board = str(view.count(recording.ledger_of(agenda, red).state(valid="2030-02-20")))
    assert "✓ insists" in board
    assert "  insists: red line" in board
    assert board.count("red line") == 1


# Announced for later


def announcing(**said):
    reports = [
        says("n", "accepts", "2030-01-03", by="quote"),
        says("s", "accepts", "2030-03-10", of="SOUTH", **said),
    ]
    return recording.ledger_of(AGENDA, *reports).state(valid="2030-02-20")


def announced_cell(state):
    row = next(row for row in whip_rows(state, Names(state)) if row.term == "truce")
    return row.cells["SOUTH"], [pip for _, _, pip in row.pips]


def test_a_stance_that_is_announced_for_later_is_no_silence():
    state = announcing(by="quote")
    found, pips = announced_cell(state)
    assert (found.main, found.detail, found.marks) == ("accepts later", "from 10 Mar 2030", ())
    assert (found.look, pips) == ("said", [Pip.FULL, Pip.RING])
    assert "accepts later, from 10 Mar 2030" in str(view.count(state, ["truce"], long=True))
    assert "accepts later" in str(view.board_picture(state, ["truce"]))
    assert "no report" not in str(view.count(state, ["truce"]).rows)
    signs = view.board(state, ["truce"])
    assert signs.rows[0][3].text == ". later: accepts 2030-03-10"
    assert "later: announced, and begins then" in signs.notes
    why = view.why(state, "truce", "SOUTH")
    assert "later: accepts 2030-03-10" in why.title
    assert "s: accepts from 2030-03-10, announced" in why.notes


def test_an_announcement_says_on_what_conditions_and_by_whose_word():
    asks = announcing(by="quote", conditions=[pt.TermIs("aid", "agreed")])
    assert announced_cell(asks)[0].detail == "from 10 Mar 2030 if “Aid” is agreed"
    leak = announcing(by="leak")
    assert announced_cell(leak)[0].marks == ("unnamed",)
    assert view.board(leak, ["truce"]).rows[0][3].text == ". later: accepts 2030-03-10 *"


def test_once_a_stance_that_was_announced_begins_it_is_a_stance():
    state = announcing(by="quote").at(valid="2030-03-10")
    assert announced_cell(state)[0].main == "accepts"
    assert "later: announced" not in str(view.board(state))


# Signs of what differs


FORCE = pt.Agenda(
    "force",
    parties=[pt.Party("SOUTH", "Southland", "state"), pt.Party("EAST", "Eastland", "state")],
    terms=[
        pt.Term("force", "multinational-force", "a force deploys", title="Force", needs=["SOUTH", "EAST"])
    ],
)


def on_force(id, since, **said):
    return says(id, "accepts", since, of="SOUTH", term="force", **said)


def test_a_detail_that_is_another_on_the_record_has_a_sign():
    own = on_force("a", "2030-01-03", by="quote", size=pt.Quantity(50, 50, "troops"))
    leak = on_force("b", "2030-01-05", by="leak", size=pt.Quantity(25, 25, "troops"))
    state = recording.ledger_of(FORCE, own, leak).state(valid="2030-02-20")
    board = view.count(state)
    assert board.rows[0][2].text == "✓ accepts(#)"
    assert "(#): its own on the record (# a detail), where other reports say otherwise" in board.notes
    assert "but size 50 troops on the record" in str(view.count(state, long=True))
    assert view.board(state).rows[0][2].text == "✓ accepts but size 50 troops"
    alone = recording.ledger_of(FORCE, own).state(valid="2030-02-20")
    assert "#" not in str(view.count(alone))


def test_two_codings_of_one_source_that_differ_have_a_sign():
    def coded(id, stance, *more, url="https://paper.example/1"):
        claims = [pt.Position("SOUTH", "truce", stance, since="2030-01-03", attribution="quote"), *more]
        return pt.Report(claims, id=id, source=pt.Source(outlet="a paper", url=url))

    before = pt.Position("SOUTH", "truce", "open", since="2029-12-01", attribution="quote")
    for other, differs in (("opposes", True), ("rejects", False)):
        state = recording.ledger_of(AGENDA, coded("a", "rejects"), coded("b", other)).state(
            valid="2030-02-20"
        )
        board, signs = view.count(state, ["truce"]), view.board(state, ["truce"])
        assert ("‡" in board.rows[1][3].text, "‡ two codings differ" in board.notes[1]) == (differs, differs)
        assert ("‡" in signs.rows[0][3].text, any("‡" in note for note in signs.notes)) == (differs, differs)
        assert bool(analysis.check(state).filter(check="coded-twice")) is differs
    twice = recording.ledger_of(AGENDA, coded("a", "rejects", before), coded("b", "rejects", before))
    assert "‡" not in str(view.board(twice.state(valid="2030-02-20")))
    apart = recording.ledger_of(
        AGENDA, coded("a", "rejects"), coded("b", "opposes", url="https://other.example")
    )
    assert "‡" not in str(view.board(apart.state(valid="2030-02-20")))


def test_the_coders_board_names_the_member_that_is_against_what_its_group_accepts():
    agenda = pt.Agenda(
        "union",
        parties=[
            pt.Party("NORTH", "Northland", "state"),
            pt.Party("UNION", "the Union", "group", members=[pt.Member("EAST")]),
            pt.Party("EAST", "Eastland", "state"),
        ],
        terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "UNION"])],
    )
    accepted = [says(of[0], "accepts", "2030-01-03", of=of, by="quote") for of in ("NORTH", "UNION")]
    for said, deed in (
        (says("e", "rejects", "2030-01-05", of="EAST"), "rejects"),
        (says("e", None, "2030-01-05", of="EAST", by="quote", act="refuses"), "refuses"),
    ):
        state = recording.ledger_of(agenda, *accepted, said).state(valid="2030-02-01")
        assert f"✓ accepts but EAST {deed}" in view.board(state).rows[0][3].text
