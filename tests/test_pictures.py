"""Pictures: what is drawn, that it can be read, and that nothing written is ever run."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from typing import get_type_hints
from xml.etree import ElementTree

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import view
from peacetrack.table.lettering import width_of
from peacetrack.table.palette import GROUND, MARKS, SOFT, STANCE_LOOKS, STRONG, SYMBOLS
from peacetrack.testing import strategies
from tests.colours import contrast
from tests.data import ROOT
from tests.effort import a_half
from tests.recording import happens, ledger_of, says

HOSTILE = '<script>alert("1")</script>]]>&\'"\x1b\x0b'
ARABIC = "الطرف الشمالي من المفاوضات"
LONG = "the Commission for the Settlement of Everything that is Still Open " * 4
AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("LEAGUE", "a league", "group", members=[pt.Member("NORTH")]),
    ],
    terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"])],
)
STANCES = ["rejects", "opposes", "neutral", "open", "accepts"]
SVG = "{http://www.w3.org/2000/svg}"


def words(picture):
    """The words that are drawn."""
    return [text.text for text in ElementTree.fromstring(str(picture)).iter(f"{SVG}text")]


def titles(picture):
    return [title.text for title in ElementTree.fromstring(str(picture)).iter(f"{SVG}title")]


def march(*reports):
    return ledger_of(AGENDA, *reports).state(valid="2030-03-01")


# Lanes


def test_a_lane_has_every_stance_with_its_word_in_turn():
    state = march(
        *(
            says(stance, stance, f"2030-01-{day:02}", by="named")
            for stance, day in zip(STANCES, (2, 5, 9, 15, 20), strict=True)
        )
    )
    picture = view.lanes(state, "truce")
    told = [re.sub(".*: ([a-z]+),.*", r"\1", title) for title in titles(picture)[1:]]
    assert [word for word in told if word in STANCES] == STANCES
    assert all(words(picture).count(stance) == 2 for stance in STANCES)  # with the legend


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"since": "2030-01-05", "red_line": True}, "accepts, a red line"),
        ({"since": "2030-01-05", "conditions": [pt.InWords("a vote")]}, "accepts, with conditions"),
        ({"since": "2030-01-05", "window": "2030-02-01"}, "accepts, lapsed"),
        ({"since": "2030"}, "accepts, perhaps"),
        ({"since": "2030-01-05", "of": "LEAGUE"}, "accepts, as a league"),
        ({"since": "2030-01-05", "by": "officials-briefed"}, "accepts, not on the record"),
    ],
)
def test_what_is_to_be_said_beside_a_stance_is_said_in_words(said, shown):
    assert shown in words(view.lanes(march(says("a", "accepts", **{"by": "named", **said})), "truce"))


def test_a_dispute_is_hatched_and_named():
    said = [says(id, stance, "2030-01-05", by="named") for id, stance in (("a", "open"), ("b", "rejects"))]
    picture = view.lanes(march(*said), "truce")
    assert "rejects, disputed: stance" in words(picture)
    assert re.search(r'<path [^>]*-hatch-ground\)"', str(picture))


def test_an_imprecise_start_fades_and_an_exact_one_does_not():
    exact = view.lanes(march(says("a", "open", "2030-01-05T12:00:00Z", by="named")), "truce")
    month = view.lanes(march(says("a", "open", "2030-01", by="named")), "truce")
    fading = re.compile(r'<path [^>]*fill="url\(#[^"]*-fade-pale-open\)"')
    assert fading.search(str(month))
    assert not fading.search(str(exact))


@pytest.mark.parametrize(
    ("window", "shown"),
    [
        ("2030-04-01", "offer closes 1 Apr 2030"),
        ("2030-02-01", "offer closed 1 Feb 2030"),
        ("undisclosed", "offer closes, date undisclosed"),
        (pt.WithEvent("summit"), "offer closes with summit"),
        (pt.NotBefore("summit"), "offer stands at least until summit"),
    ],
)
def test_when_an_offer_closes_is_shown(window, shown):
    state = march(says("a", "open", "2030-01-05", window=window))
    assert shown in words(view.lanes(state, "truce"))
    assert any(word.endswith(shown) for word in words(view.timeline(state)))


def test_a_spell_that_began_by_some_day_says_so_in_english():
    picture = view.lanes(march(says("a", "open", "/2030-01-05", by="named")), "truce")
    assert "open, by 5 Jan 2030" in picture.svg
    assert "since by" not in picture.svg


def test_those_without_a_report_have_a_lane_too():
    picture = view.lanes(march(says("a", "open", "2030-01-05")), "truce")
    assert "no report" in words(picture)
    assert "Southland" in words(picture)


def test_without_a_term_all_terms_are_drawn_by_their_titles():
    state = pt.open("seeds/berlin-2025-12").state(valid="2025-12-19")
    drawn = " ".join(words(view.lanes(state)))
    assert all((here.term.title or id) in drawn for id, here in state.items())


# The timeline


def arrows(picture):
    """How many open arrows are drawn, those of the key apart."""
    heads = re.findall(
        r'<path d="M[\d.]+ [\d.]+ L[\d.]+ [\d.]+ L[\d.]+ [\d.]+"[^>]*stroke-width="1.8"', str(picture)
    )
    return len(heads) - 1


def test_what_is_expected_lies_ahead_at_the_end_of_an_open_arrow():
    state = march(
        happens("a", "summit", "held", when="2030-01-10"),
        happens("b", "vote", "expected", when="2030-03-10"),
        happens("c", "visit", "expected", when=pt.After("summit")),
        happens("d", "review", "expected"),
        happens("e", "session", "expected", when="2030-02-01"),
    )
    picture = view.timeline(state)
    drawn = ["Summit (held)", "Vote (expected)", "Visit (expected)", "Review (expected)", "Session (overdue)"]
    assert {*drawn} <= {*words(picture)}
    assert arrows(picture) == 3
    assert ("Session", "overdue", "1 Feb 2030", "") in picture.rows


def test_a_deadline_that_has_passed_is_not_overdue():
    state = march(happens("a", "answer", "expected", when="2030-02-01", type="deadline"))
    picture = view.timeline(state)
    assert "Deadline (passed)" in words(picture)
    assert "overdue" not in "".join(cell for row in picture.rows for cell in row)


def test_an_end_has_the_last_day_on_which_it_stands():
    picture = view.timeline(march(says("a", "open", "2030-01-05", window="2030-03-10")))
    assert ("Northland on truce: offer closes 10 Mar 2030", "", "10 Mar 2030", "truce") in picture.rows


def test_an_event_is_drawn_once_and_in_no_lane():
    state = march(happens("a", "summit", "held", when="2030-01-10"), says("b", "open", "2030-01-05"))
    assert words(view.timeline(state)).count("Summit (held)") == 1
    assert "Summit" not in "".join(words(view.lanes(state)))


def test_an_event_without_a_date_that_lies_not_ahead_is_named():
    drawn = words(view.timeline(march(happens("a", "deadlock", when=pt.Moment.unknown("for long")))))
    assert "Without a date: Deadlock" in drawn


@pytest.mark.parametrize("width", [320, 960])
@pytest.mark.parametrize("when", ["2029-06-01/2030-06-01", "2029-06-01", "2030-06-01", "/2030-06"])
def test_no_word_about_an_event_is_cut_off(when, width):
    state = march(happens("a", "a-summit-of-heads-of-state", "expected", when=when))
    root = ElementTree.fromstring(str(view.timeline(state, width=width)))
    texts = [text for text in root.iter(f"{SVG}text") if text.text.startswith("A summit")]
    assert texts
    for text in texts:
        x, wide = float(text.attrib["x"]), width_of(text.text, 12)
        first = x - wide if text.attrib.get("text-anchor") == "end" else x
        assert first >= 0
        assert first + wide <= width


def test_time_can_be_narrowed():
    state = march(says("a", "open", "2029-01-05"), says("b", "accepts", "2030-01-05"))
    wide, narrow = view.lanes(state), view.lanes(state, start="2030-01-01", end="2030-02-01")
    assert any("2029" in word for word in words(wide))
    assert not any("2029" in word for word in words(narrow))


def test_a_time_that_ends_before_it_begins_is_refused():
    with pytest.raises(pt.errors.EndBeforeStartError, match="later end"):
        view.lanes(march(says("a", "open", "2030-01-05")), start="2030-02-01", end="2030-01-01")


# The board


def test_the_board_has_a_square_for_every_stance_and_for_no_report():
    picture = view.board_picture(march(says("a", "accepts", "2030-01-05", by="named", red_line=True)))
    drawn = [word for word in words(picture) if word in ("accepts", "red line", "no report")]
    assert drawn[:3] == ["accepts", "red line", "no report"]
    assert "the guns fall silent" in words(picture)


@pytest.mark.parametrize("width", [360, 1200])
def test_the_board_is_as_wide_as_asked_and_names_every_party(width):
    state = pt.open("seeds/berlin-2025-12").state(valid="2025-12-19")
    picture = view.board_picture(state, width=width)
    assert ElementTree.fromstring(str(picture)).attrib["width"] == str(width)
    assert "Russia" in words(picture)


def test_the_board_is_a_table_with_scopes():
    picture = view.board_picture(march(says("a", "open", "2030-01-05", by="named")))
    html = ElementTree.fromstring(picture.html)
    heads = [th.text for th in html.iterfind(".//thead//th[@scope='col']")]
    assert heads == ["term", "status", "Northland", "Southland", "of the term itself"]
    assert [row.text for row in html.iterfind(".//tbody//th[@scope='row']")] == ["truce"]
    status = "0 of 2 accept"
    assert picture.rows == (
        ("truce", status, "open, last recorded 2030-02-01, publication not stated", "no report", ""),
    )


def test_whoever_only_acted_or_only_asks_is_on_the_board():
    acts = march(says("a", None, "2030-01-05", act="urges"))
    asks = march(says("a", None, "2030-01-05", conditions=[pt.InWords("a vote")]))
    assert "urges" in words(view.board_picture(acts))
    assert "sets a condition" in words(view.board_picture(asks))


def test_an_offer_that_closes_says_so_on_the_board():
    state = march(says("a", "open", "2030-01-05", window=pt.At("2030-04-01"), by="named"))
    picture = view.board_picture(state)
    assert "offer closes 1 Apr 2030" in " ".join(words(picture))
    told = (
        "Northland on truce: open, offer closes 1 Apr 2030, last recorded 2030-02-01, publication not stated"
    )
    assert told in titles(picture)
    assert "offer closes 1 Apr 2030" in re.sub("<[^>]+>", "", picture.html)


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        ({}, 'class="pt-f-open pt-e-open"'),
        ({"by": "officials-briefed"}, 'class="pt-f-ground pt-e-open"[^>]*stroke-dasharray="4 3"'),
        ({"window": "2030-02-01"}, 'class="pt-f-ground pt-e-ground"'),
        ({"published": "2029-12-01"}, 'class="pt-f-pale-open pt-e-open"'),
        ({"since": "2030"}, "-fade-pale-open"),
    ],
)
def test_a_mark_has_its_pattern_in_squares_and_in_cells(said, pattern):
    state = march(says("a", "open", **{"since": "2030-01-05", "by": "named", **said}))
    (square,) = re.findall(r"<title>Northland on [^<]*</title>\s*(<path.*?>)", str(view.board_picture(state)))
    assert re.search(pattern, square)
    (cell,) = [cell for row in view.board(state).rows for cell in row if cell.stance]
    assert f'class="{" ".join(["stance", "open", *cell.marks])}"' in view.board(state).page()


# The tally


def test_a_pip_stands_for_each_needed_party_and_no_report_is_not_waiting():
    asks = [pt.InWords("a vote")]
    picture = view.tally(march(says("a", "accepts", "2030-01-05", conditions=asks)))
    assert {"accepts, a condition unmet: Northland", "no report: Southland"} <= {*words(picture)}
    assert titles(picture).count("Northland: accepts if (unmet), or perhaps") == 1
    assert "waits" not in str(picture)


def test_a_tally_tells_a_party_that_acts_without_a_stance_from_one_without_a_report():
    picture = view.tally(march(says("a", None, "2030-01-05", act="abstains")))
    assert {"no stance: Northland", "no report: Southland"} <= {*words(picture)}


# Dumbbells


def test_ranges_of_a_field_are_on_one_scale_with_their_common_ground():
    parties, needs = AGENDA.parties[:2], ["NORTH", "SOUTH"]
    force = pt.Term("force", "multinational-force", "a force deploys", needs=needs)
    agenda = pt.Agenda("invented", parties=parties, terms=[force])
    sizes = (pt.Quantity(2000, 3000, "troops"), pt.Quantity(2500, None, "troops"))
    said = [
        says(party, "open", "2030-01-05", of=party, term="force", by="named", size=size)
        for party, size in zip(needs, sizes, strict=True)
    ]
    picture = view.dumbbells(ledger_of(agenda, *said).state(valid="2030-03-01"))
    assert {"2000 to 3000 troops", "at least 2500 troops"} <= {*words(picture)}
    assert "size: common ground 2500 to 3000 troops" in words(picture)
    assert {"no upper end", "no lower end"} <= {*words(picture)}
    assert ("force", "size", "Northland", "2000 to 3000 troops") in picture.rows
    assert "No party states a quantity." in words(view.dumbbells(march()))


def test_a_membership_makes_no_stance_begin_or_certain_earlier():
    league = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("NORTH", since="2029")])
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties[:2], league])
    alone = attrs.evolve(AGENDA, parties=AGENDA.parties[:2])
    spells = [
        ledger_of(one, says("a", "accepts", "/2030-01-05")).state(valid="2030-03-01").spells("truce", "NORTH")
        for one in (agenda, alone)
    ]
    assert spells[0] == spells[1]


# The map


def test_areas_are_drawn_next_to_what_is_reported_each_with_its_date_and_a_pattern():
    north, south, _ = AGENDA.parties
    area = pt.Term("area", "territorial-status", "the area is demilitarised", needs=["NORTH", "SOUTH"])
    square = {"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 50]]]}
    line = {"type": "LineString", "coordinates": [[30, 50], [30.5, 50.5]]}
    named = {"type": "Feature", "properties": {"name": "the valley"}, "geometry": square}
    report = pt.draft(id="a", since="2030-01-05")
    report.progress("area", details={"geometry": line, "control": "NORTH"})
    report.voice("named", of="SOUTH").position("area", "open", details={"geometry": named})
    agenda = pt.Agenda("invented", parties=[north, south], terms=[area])
    picture = view.map_picture(ledger_of(agenda, report).state(valid="2030-03-01"), "area")
    assert {"As reported", "Proposed by Southland", "since 2030-01-05", "control NORTH"} <= {*words(picture)}
    assert ("Proposed by Southland", "", "2030-01-05", "the valley") in picture.rows
    assert "-dots-soft)" in str(picture)
    assert "No report gives an area." in words(view.map_picture(march(), "truce"))


# Convergence


def counted(picture, known):
    """The counts that are not 0, by time, as known now or then."""
    names = [name.partition(": ")[2] for name in picture.columns]
    return {
        row[0]: {name: int(number) for name, number in zip(names[2:], row[2:], strict=True) if number != "0"}
        for row in picture.rows
        if row[1] == known
    }


def test_what_was_known_then_is_drawn_beside_what_is_known_now():
    state = march(says("a", "open", "2030-01-05"))
    picture = view.convergence(state, "2030-01-01", "2030-02-10", "P5D", term="truce")
    known_now = {"2030-01-01 23:59 UTC": {"no report": 2, "unreported": 1}}
    known_now["2030-01-06 23:59 UTC"] = {"open": 1, "no report": 1, "pending": 1}
    assert counted(picture, "as known now") == known_now
    assert list(counted(picture, "as known then")) == ["2030-01-01 23:59 UTC", "2030-02-05 23:59 UTC"]


def test_who_has_no_report_is_counted_and_no_mean_is_drawn():
    state = march(says("a", "open", "2030-01-05"), says("b", "rejects", "2030-01-07"))
    picture = view.convergence(state)
    assert {"rejects 1", "no report 1", "blocked 1"} <= {*words(picture)}
    assert "mean" not in str(picture)


def test_of_a_term_that_needs_nobody_all_that_speak_are_counted():
    agenda = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], backdrop=True)])
    state = ledger_of(agenda, says("a", "open", "2030-01-05")).state(valid="2030-03-01")
    assert "open 1" in words(view.convergence(state, term="truce"))
    assert "No party is needed" in " ".join(words(view.convergence(state)))


def test_stacks_move_in_steps():
    state = march(says("a", "rejects", "2030-01-05"), says("b", "open", "2030-01-20"))
    picture = view.convergence(state, term="truce")
    outlines = re.findall(r"<title>no report: [^<]*</title>\s*<path d=\"M([^z]+)z", str(picture))
    corners = [[tuple(map(float, at.split())) for at in re.split(" L", line)] for line in outlines]
    assert corners
    assert all(x == a or y == b for line in corners for (x, y), (a, b) in pairwise(line))


def test_without_a_period_counts_stand_where_something_changed():
    state = march(says("a", "rejects", "2028-01-05"), says("b", "accepts", "2030-02-25"))
    picture = view.convergence(state, term="truce")
    assert list(counted(picture, "as known now")) == ["2028-01-05 00:00 UTC", "2030-02-25 00:00 UTC"]
    assert "Each step stands where something changed." in " ".join(words(picture))


@pytest.mark.parametrize(("every", "often"), [("P1W", "a week"), ("P5D", "every P5D"), ("P1M", "a month")])
def test_counts_at_a_period_say_so(every, often):
    drawn = " ".join(words(view.convergence(march(says("a", "open", "2030-01-05")), every=every)))
    assert f"One count {often}: what changed in between is drawn at the next." in drawn


# Colours


@pytest.mark.parametrize("of", [lambda look: look.light, lambda look: look.dark], ids=["light", "dark"])
def test_words_and_edges_have_the_contrast_of_wcag_aa(of):
    ground = of(GROUND).fill
    pale = [look.pale(GROUND) for look in STANCE_LOOKS.values()]
    for paint in map(of, (*STANCE_LOOKS.values(), *pale, GROUND, SOFT, STRONG)):
        assert contrast(paint.ink, paint.fill) >= 4.5
    for paint in map(of, (*STANCE_LOOKS.values(), GROUND, STRONG)):
        assert contrast(paint.edge, ground) >= 3
    assert contrast(of(SOFT).ink, ground) >= 4.5
    assert contrast(of(GROUND).ink, of(SOFT).fill) >= 4.5


def test_every_mark_is_documented_with_its_sign_its_word_and_its_pattern():
    page = (ROOT / "docs" / "how-to" / "look-at-it.md").read_text(encoding="utf-8")
    assert all(f"| `{mark.sign}` | {mark.word} | {mark.pattern} |" in page for mark in MARKS.values())
    assert all(f"`{sign}` {stance}" in page for stance, sign in SYMBOLS.items())


@pytest.mark.parametrize("of", [lambda look: look.light, lambda look: look.dark], ids=["light", "dark"])
def test_what_stands_out_in_light_stands_out_in_the_dark(of):
    stands_out = {s: contrast(of(look).fill, of(GROUND).fill) for s, look in STANCE_LOOKS.items()}
    for strong, weak in (
        ("accepts", "open"),
        ("open", "neutral"),
        ("rejects", "opposes"),
        ("opposes", "neutral"),
    ):
        assert stands_out[pt.Stance(strong)] > stands_out[pt.Stance(weak)]


# Every picture


PICTURES = {
    "lanes": view.lanes,
    "lanes of one": lambda state, **how: view.lanes(state, next(iter(state)), **how),
    "board": view.board_picture,
    "convergence": view.convergence,
    "timeline": view.timeline,
    "tally": view.tally,
    "dumbbells": view.dumbbells,
    "map": lambda state, **how: view.map_picture(state, next(iter(state)), **how),
}


@pytest.fixture(params=list(PICTURES))
def draw(request):
    return PICTURES[request.param]


def test_every_picture_is_drawn_here():
    drawing = [name for name in view.__all__ if name.islower() and _draws(getattr(view, name))]
    drawn = {name for draw in PICTURES.values() for name in (draw.__name__, *draw.__code__.co_names)}
    assert set(drawing) - drawn == set()


def _draws(function):
    return get_type_hints(function).get("return") is view.Picture


def test_a_picture_has_a_title_and_a_description(draw):
    root = ElementTree.fromstring(str(draw(march(says("a", "open", "2030-01-05")))))
    named = root.attrib["aria-labelledby"].split()
    assert root.attrib["role"] == "img"
    assert [root.find(f"{SVG}{tag}").attrib["id"] for tag in ("title", "desc")] == named
    assert root.find(f"{SVG}title").text
    assert "valid 2030-03-01" in root.find(f"{SVG}desc").text


def test_the_same_state_gives_the_same_picture(draw):
    report = says("a", "open", "2030-01")
    assert draw(march(report)) == draw(march(report))


@pytest.mark.parametrize("name", [HOSTILE, ARABIC, LONG, "", "𝔘 名前 🕊"])
def test_names_are_words_and_nothing_else(draw, name):
    agenda = pt.Agenda(
        "invented",
        title=name,
        parties=[pt.Party("NORTH", name, "state")],
        terms=[pt.Term("truce", "ceasefire", name or "peace", needs=["NORTH"])],
    )
    state = ledger_of(agenda, says("a", "open", "2030-01-05")).state(valid="2030-03-01")
    picture = draw(state)
    ElementTree.fromstring(str(picture))
    assert "<script" not in str(picture) + picture.html
    assert "\x0b" not in str(picture)


TWINS = ["NORTHERN-ALLIANCE-OF-PROVINCES-EAST", "NORTHERN-ALLIANCE-OF-PROVINCES-WEST"]
CORRIDOR = "aid/deliveries_through_the_northern_corridor_of_the_old_provinces"


@pytest.mark.parametrize("width", [320, 600, 960])
def test_no_id_no_deadline_and_no_dispute_is_cut(draw, width):
    agenda = pt.Agenda(
        "invented",
        parties=[pt.Party(party, party, "state") for party in TWINS],
        terms=[pt.Term(CORRIDOR, "other", "aid gets through", needs=TWINS)],
    )
    asked = {"term": CORRIDOR, "window": "2030-05-01", "conditions": [pt.TermIs(CORRIDOR, "agreed")]}
    state = ledger_of(
        agenda,
        *(
            says(f"{party}-{n}", stance, "2030-02-20", of=party, **asked)
            for party in TWINS
            for n, stance in enumerate(("rejects", "accepts"))
        ),
        happens("c", "a-summit-of-the-heads-of-all-provinces-of-the-north", "held", when="2030-02-25"),
    ).state(valid="2030-03-01")
    drawn = "".join("".join(words(draw(state, width=width))).split())
    assert "…" not in drawn
    if draw in (PICTURES["lanes"], PICTURES["board"]):
        assert all(name in drawn for name in (*TWINS, CORRIDOR))
        assert "disputed" in drawn
        assert "offercloses1May2030" in drawn


@pytest.mark.parametrize("suffix", ["svg", "html", "png"])
def test_a_picture_is_saved_by_its_ending(draw, suffix, tmp_path):
    path = tmp_path / f"picture.{suffix}"
    draw(march(says("a", "open", "2030-01-05"))).save(path)
    begins = {"svg": b"<svg", "html": b"<!DOCTYPE html>", "png": b"\x89PNG"}
    assert path.read_bytes().startswith(begins[suffix])


def test_another_ending_is_refused(draw, tmp_path):
    with pytest.raises(pt.InvalidInputError, match=r"\.svg, \.html or \.png"):
        draw(march()).save(tmp_path / "picture.gif")


def test_without_a_renderer_the_error_says_which_extra_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(pt.errors.MissingExtraError, match=r"peacetrack\[png\]"):
        view.board_picture(march()).save(tmp_path / "board.png")


def test_a_notebook_shows_the_picture_and_the_table(draw):
    picture = draw(march(says("a", "open", "2030-01-05")))
    assert picture._repr_svg_() == str(picture)
    assert '<th scope="col">' in picture._repr_html_()
    assert len(repr(picture).splitlines()) == 1


def test_nothing_is_fetched(draw):
    picture = draw(march(says("a", "open", "2030-01-05")))
    found = {*re.findall(r"(?:https?:)?//[^\"' ]+", picture.html + str(picture))}
    assert found == {"http://www.w3.org/2000/svg"}


@a_half()
@given(st.data())
def test_any_state_can_be_drawn(data):
    talks = data.draw(strategies.ledgers(rough=True))
    state = talks.state(data.draw(strategies.bases(talks)))
    width = data.draw(st.sampled_from((200, 480, 1600)))
    for picture in (view.lanes(state, width=width), view.lanes(state, "truce", width=width)):
        ElementTree.fromstring(str(picture))
        for spell in state.spells("truce", "NORTH"):
            stance = spell.standing.stance
            assert ("no stance" if stance is None else str(stance)) in str(picture)
    ElementTree.fromstring(str(view.convergence(state, "2030-01-05", "2030-01-30", "P5D", width=width)))
    for draw in (view.timeline, view.tally, view.dumbbells):
        ElementTree.fromstring(draw(state, width=width).html)
    if "border" in state:
        ElementTree.fromstring(view.map_picture(state, "border", width=width).html)
    board = view.board_picture(state, width=width)
    ElementTree.fromstring(board.html)
    for term in state:
        for standing in state[term].values():
            assert standing.silent or str(standing.stance) in words(board)


# Spells


@a_half()
@given(st.data())
def test_spells_follow_each_other_and_tell_the_history(data):
    talks = data.draw(strategies.ledgers(rough=True))
    state = talks.state(data.draw(strategies.bases(talks)))
    for term in state:
        for party in state.parties_on(term):
            spells = state.spells(term, party)
            assert [spell.standing for spell in spells] == list(state.history(term, party))
            assert all(a.ends == b.begins for a, b in pairwise(spells))
            for spell in spells:
                then = state.at(valid=spell.begins).standing(term, party)
                assert then.stance == spell.standing.stance
