"""Names written right to left do not reorder the words around them."""

from __future__ import annotations

import re
from functools import cache

import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.sentence.naming import Names
from peacetrack.cli.terminal import _styled
from peacetrack.table.cell import Cell, one_line
from peacetrack.words.isolate import FIRST, LAST, isolated

NORTH, SOUTH, TRUCE, WIRE, PAPER, SUMMIT = "الشمال", "الجنوب (ج)", "هدنة (أ)", "وكالة (1)", "صحيفة", "قمة"
NAMES = (NORTH, SOUTH, TRUCE, WIRE, PAPER, SUMMIT)
LEFT_TO_RIGHT = ("NORTH", "SOUTH (S)", "truce (a)", "wire (1)", "paper", "summit")


@cache
def state(names=NAMES):
    north, south, truce, wire, paper, summit = names
    talks = pt.Tracker(
        pt.Agenda(
            "talks",
            parties=[
                pt.Party(north, north, "state"),
                pt.Party(south, south, "state"),
                pt.Party("UN", "UN", "organisation"),
            ],
            terms=[
                pt.Term(truce, "other", "p", needs=[north, south, pt.AtLeast(1, of=[south, "UN"])]),
                pt.Term("border", "other", "p", needs=[north, "UN"]),
            ],
        )
    )
    asks = [pt.TermIs("border", "agreed"), pt.EventHeld(summit), pt.StanceIs(south, truce, "open")]
    claims = [
        pt.Event(summit, type="summit", participants=[north], status="expected", when="2030-02-01"),
        pt.Position(north, truce, "accepts", conditions=asks, window=pt.WithEvent(summit)),
        pt.Position(
            south, truce, "rejects", red_line=True, attribution=pt.Attribution("named", speaker=north)
        ),
        pt.Position("UN", "border", "accepts", conditions=[pt.TermIs(truce, "agreed")]),
    ]
    talks.record(pt.Report(claims, id=wire, since="2030-01-01"))
    other = [pt.Position(north, truce, "opposes"), pt.Position(south, truce, "rejects", since="2029")]
    talks.record(pt.Report(other, id=paper, since="2030-01-01"))
    return talks.state(valid="2030-03-01")


def bare(text, names=NAMES):
    """Return a text without the names that are isolated in it."""
    for name in names:
        text = text.replace(isolated(name), "")
    return text


def sentences(of):
    """Return the texts of all rows, the board, the evidence and the headline."""
    asked = [
        analysis.check, analysis.deadlocks, analysis.moves, analysis.disputes, analysis.silences, analysis.support,
        analysis.packages, analysis.windows, analysis.pivots, analysis.squares, analysis.paths, analysis.overdue,
        analysis.gaps, analysis.unmeetable, analysis.linkages,
    ]  # fmt: skip
    rows = [row for ask in asked for row in ask(of)]
    rows += [*analysis.conditions(of).waits, *analysis.diff(of.at(known=1), of)]
    yield from map(str, rows)
    yield from (row.what for row in analysis.explain(of, analysis.moves(of)))


def test_every_name_is_isolated_in_every_sentence():
    letters = re.compile("[\u0600-\u06ff]")
    texts = list(sentences(state()))
    assert len(texts) > 40
    assert [text for text in texts if letters.search(bare(text))] == []
    assert all(name in "".join(texts) for name in NAMES)


def test_the_name_of_a_quoted_party_is_isolated_once():
    talks = pt.Tracker(
        pt.Agenda(
            "talks",
            parties=[pt.Party("S", SOUTH, "state")],
            terms=[pt.Term("truce", "other", "the guns fall silent", needs=["S"])],
        )
    )
    report = pt.draft(id="a", outlet=WIRE, published="2025-01-02", since="2025-01-02")
    report.voice("quote", of="S").position("truce", "rejects")
    talks.record(report)
    (line,) = analysis.brief(talks.state()).filter(rule="rejection-on-record")
    assert line.source == f"{isolated(SOUTH)}, quoted; {isolated(WIRE)}, 2 Jan 2025"


def test_a_title_in_quotation_marks_is_isolated_once():
    agenda = pt.Agenda("talks", terms=[pt.Term("truce", "other", "p", title=TRUCE)])
    talks = pt.Tracker(agenda)
    assert Names(talks.state()).quoted("truce") == f"“{isolated(TRUCE)}”"


def test_every_name_is_isolated_on_a_board_and_a_page():
    brief = view.brief_text(analysis.brief(state()))
    grids = [view.board(state()), view.why(state(), TRUCE, NORTH), view.explanation(state(), state()[TRUCE])]
    letters = re.compile("[\u0600-\u06ff]")
    assert not letters.search(bare("".join([brief, *map(str, grids)])))


def test_names_left_to_right_are_written_as_they_are():
    plain = state(LEFT_TO_RIGHT)
    texts = [*sentences(plain), str(view.board(plain)), str(view.briefing(plain)), view.lanes(plain).svg]
    assert FIRST not in "".join(texts)


def test_columns_stand_below_each_other():
    lines = str(view.board(state())).split("\n")[3:6]
    visible = [line.replace(FIRST, "").replace(LAST, "") for line in lines]
    assert visible[1].index("−") == visible[0].index(NORTH)
    assert visible[1].index("✕") == visible[0].index(SOUTH)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{isolated(NORTH)} accepts", f"{FIRST}{NORTH}{LAST} accepts"),
        (f"{LAST}x{FIRST}", "\ufffdx\ufffd"),
        (f"{FIRST}plain{LAST}", "\ufffdplain\ufffd"),
        (f"{FIRST}{NORTH}", f"\ufffd{NORTH}"),
        (f"\u2067{NORTH}{LAST}", f"\ufffd{NORTH}\ufffd"),
        (isolated(f"{NORTH}{LAST}\u202e"), f"{FIRST}{NORTH}\ufffd\ufffd{LAST}"),
        (isolated("caf\u00e9\u202e"), "caf\u00e9\ufffd"),
    ],
)
def test_only_marks_around_a_name_stay(text, shown):
    assert one_line(text) == shown
    assert Cell(one_line(text)).text == shown


def test_a_name_that_goes_on_in_the_next_line_is_isolated_in_each():
    import rich.console

    text = f"x {FIRST}{NORTH} {SOUTH}{LAST} y"
    cut = text.index(" ", 5)
    (first, second) = _styled(Cell(text), [text[:cut], text[cut + 1 :]], rich.console.Console()).plain.split(
        "\n"
    )
    assert (first, second) == (f"{FIRST}x {FIRST}{NORTH}{LAST}{LAST}", f"{FIRST}{FIRST}{SOUTH}{LAST} y{LAST}")


def test_a_table_closes_a_name_that_it_cuts_off():
    long = pt.Party(" ".join([NORTH] * 12), "n", "state")
    talks = pt.Tracker(
        pt.Agenda("t", parties=[long], terms=[pt.Term("truce", "other", "p", needs=[long.id])])
    )
    text = str(analysis.check(talks.state()))
    assert text.count(FIRST) == text.count(LAST) > 0
    assert "\ufffd" not in text


@pytest.mark.parametrize(
    "draw", [view.board_picture, view.lanes, view.convergence, view.timeline, view.tally]
)
def test_pictures_draw_their_signs(draw):
    texts = re.findall("<text[^>]*>([^<]*)</text>", draw(state()).svg)
    signs = {letter for text in texts for letter in text if not letter.isascii() and not letter.isalnum()}
    assert signs <= {FIRST, LAST, *"…—“”"}


def test_the_script_of_a_page_finds_parties_by_their_ids():
    page = str(view.briefing(state()))
    choices = re.search('<select id="by-party">(.*?)</select>', page)[1]
    assert {NORTH, SOUTH, "UN"} == set(re.findall('value="([^"]+)"', choices))
    assert {NORTH, SOUTH, "UN"} == set(re.findall('data-party="([^"]+)"', page))


def test_reports_are_linked_by_ids_right_to_left():
    page = str(view.briefing(state()))
    links = dict(re.findall(f'<a href="#(r\\d+)">({FIRST}[^<]+{LAST})</a>', page))
    assert set(links.values()) == {isolated(WIRE), isolated(PAPER)}
    assert all(f'<article class="source" id="{place}">' in page for place in links)
