"""Pictures: what is drawn, that it can be read, and that nothing written is ever run."""

from __future__ import annotations

import itertools
import re
import sys
from itertools import pairwise
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
        says("a", "rejects", "2030-01-02"),
        says("b", "opposes", "2030-01-05"),
        says("c", "neutral", "2030-01-09"),
        says("d", "open", "2030-01-15"),
        says("e", "accepts", "2030-01-20"),
    )
    picture = view.lanes(state, "truce")
    stances = ["rejects", "opposes", "neutral", "open", "accepts"]
    told = [re.sub(".*: ([a-z]+),.*", r"\1", title) for title in titles(picture)[1:]]
    assert [word for word in told if word in stances] == stances
    assert all(words(picture).count(stance) == 2 for stance in stances)  # with the legend


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"since": "2030-01-05", "red_line": True}, "accepts, a red line"),
        ({"since": "2030-01-05", "conditions": [pt.InWords("a vote")]}, "accepts, with conditions"),
        ({"since": "2030-01-05", "window": "2030-02-01"}, "accepts, lapsed"),
        ({"since": "2030"}, "accepts, perhaps"),
        ({"since": "2030-01-05", "of": "LEAGUE"}, "accepts, as LEAGUE"),
    ],
)
def test_what_is_to_be_said_beside_a_stance_is_said_in_words(said, shown):
    assert shown in words(view.lanes(march(says("a", "accepts", **said)), "truce"))


def test_a_dispute_is_hatched_and_named():
    picture = view.lanes(march(says("a", "open", "2030-01-05"), says("b", "rejects", "2030-01-05")), "truce")
    assert "rejects, disputed: stance" in words(picture)
    assert re.search(r'<rect [^>]*-hatch\)"', str(picture))


def test_an_imprecise_start_fades_and_an_exact_one_does_not():
    exact = view.lanes(march(says("a", "open", "2030-01-05T12:00:00Z")), "truce")
    month = view.lanes(march(says("a", "open", "2030-01")), "truce")
    fading = re.compile(r'<rect [^>]*fill="url\(#[^"]*-open\)"')
    assert fading.search(str(month))
    assert not fading.search(str(exact))


@pytest.mark.parametrize(
    ("window", "shown"),
    [
        ("2030-04-01", "offer closes 2030-04-01"),
        ("2030-02-01", "offer closed 2030-02-01"),
        ("undisclosed", "offer closes, date undisclosed"),
        (pt.WithEvent("summit"), "offer closes with summit"),
        (pt.NotBefore("summit"), "offer stands at least until summit"),
    ],
)
def test_when_an_offer_closes_is_shown(window, shown):
    picture = view.lanes(march(says("a", "open", "2030-01-05", window=window)), "truce")
    assert shown in words(picture)


def test_events_are_on_the_axis_and_undated_ones_are_named():
    state = march(
        happens("a", "summit", "held", when="2030-01-10"),
        happens("b", "vote", "expected", when="2030-03-10"),
        happens("c", "review", "expected"),
    )
    drawn = words(view.lanes(state, "truce"))
    assert {"summit (held)", "vote (expected)", "Events without a date: review"} <= {*drawn}


def test_an_event_without_an_end_is_an_arrow_to_the_right():
    held = happens("a", "summit", "held", when="2030-01-10")
    after = happens("b", "visit", "expected", when=pt.After("summit"))
    dated = happens("b", "visit", "expected", when="2030-01-12")
    assert "visit (expected)" in words(view.lanes(march(held, after), "truce"))
    arrows = [str(view.lanes(march(held, visit), "truce")).count("marker-end") for visit in (after, dated)]
    assert arrows == [1, 0]


@pytest.mark.parametrize("width", [320, 960])
@pytest.mark.parametrize("when", ["2029-06-01/2030-06-01", "2029-06-01", "2030-06-01", "/2030-06"])
def test_no_word_about_an_event_is_cut_off(when, width):
    state = march(happens("a", "a-summit-of-heads-of-state", "expected", when=when))
    root = ElementTree.fromstring(str(view.lanes(state, "truce", width=width)))
    (label,) = [text for text in root.iter(f"{SVG}text") if "a-summit" in text.text]
    x, wide = float(label.attrib["x"]), width_of(label.text, 11)
    first = x - wide if label.attrib.get("text-anchor") == "end" else x
    assert first >= 0
    assert first + wide <= width


def test_the_silent_have_a_lane_too():
    picture = view.lanes(march(says("a", "open", "2030-01-05")), "truce")
    assert "silent" in words(picture)
    assert "Southland" in words(picture)


def test_without_a_term_all_terms_are_drawn():
    state = pt.open("seeds/berlin-2025-12").state(valid="2025-12-19")
    assert {*state} <= {*words(view.lanes(state))}


def test_time_can_be_narrowed():
    state = march(says("a", "open", "2029-01-05"), says("b", "accepts", "2030-01-05"))
    wide, narrow = view.lanes(state), view.lanes(state, start="2030-01-01", end="2030-02-01")
    assert any("2029" in word for word in words(wide))
    assert not any("2029" in word for word in words(narrow))


def test_a_time_that_ends_before_it_begins_is_refused():
    with pytest.raises(pt.errors.EndBeforeStartError, match="later end"):
        view.lanes(march(says("a", "open", "2030-01-05")), start="2030-02-01", end="2030-01-01")


# The board


def test_the_board_has_a_square_for_every_stance_and_the_silent():
    state = march(says("a", "accepts", "2030-01-05", red_line=True))
    picture = view.board_picture(state)
    assert [word for word in words(picture) if word in ("accepts", "a red line", "silent")][:3] == [
        "accepts",
        "a red line",
        "silent",
    ]


def test_the_board_is_a_table_with_scopes():
    html = ElementTree.fromstring(view.board_picture(march(says("a", "open", "2030-01-05"))).html)
    assert [th.text for th in html.iterfind(".//thead//th[@scope='col']")] == [
        "term",
        "status",
        "NORTH",
        "SOUTH",
        "of the term itself",
    ]
    assert [id.text for id in html.iterfind(".//tbody//th[@scope='row']/bdi")] == ["truce"]
    cells = ["".join(td.itertext()) for td in html.iterfind(".//tbody//td")]
    assert cells == ["PENDING 0/2 waits on NORTH SOUTH", "+ open", "silent", ""]


def test_whoever_only_acted_is_on_the_board():
    state = march(says("a", None, "2030-01-05", act="urges"))
    assert "(urges)" in words(view.board_picture(state))


def test_an_offer_that_closes_says_so_on_the_board():
    window = pt.At("2030-04-01")
    state = march(says("a", "open", "2030-01-05", window=window))
    picture = view.board_picture(state)
    assert "offer closes 2030-04-01" in " ".join(words(picture))
    assert (
        "NORTH on truce: open, offer closes 2030-04-01, last recorded 2030-02-01, publication not stated"
        in titles(picture)
    )
    assert "offer closes 2030-04-01" in re.sub("<[^>]+>", "", picture.html)


def test_a_membership_makes_no_stance_begin_or_certain_earlier():
    league = pt.Party("LEAGUE", "a league", "group", members=[pt.Member("NORTH", since="2029")])
    agenda = attrs.evolve(AGENDA, parties=[*AGENDA.parties[:2], league])
    alone = attrs.evolve(AGENDA, parties=AGENDA.parties[:2])
    spells = [
        ledger_of(one, says("a", "accepts", "/2030-01-05")).state(valid="2030-03-01").spells("truce", "NORTH")
        for one in (agenda, alone)
    ]
    assert spells[0] == spells[1]


# Convergence


def test_what_was_known_then_is_drawn_beside_what_is_known_now():
    picture = view.convergence(
        march(says("a", "open", "2030-01-05")), "2030-01-01", "2030-02-10", "P5D", term="truce"
    )
    rows = ElementTree.fromstring(picture.html).findall(".//tbody/tr")
    said = {("".join(row[0].itertext()), row[1].text): row[2].text for row in rows}
    assert said["2030-01-31 23:59 UTC", "as known now"] == "pending"
    assert said["2030-01-31 23:59 UTC", "as known then"] == "unreported"
    assert said["2030-02-05 23:59 UTC", "as known then"] == "pending"


def test_a_mean_never_stands_without_its_counts():
    state = march(says("a", "open", "2030-01-05"), says("b", "rejects", "2030-01-05", of="SOUTH"))
    week = ("2030-01-10", "2030-02-28", "P7D")
    of_term = " ".join(words(view.convergence(state, *week, term="truce")))
    assert "2 of 2 stances known" in of_term
    assert "blocked, spread 3" in of_term
    assert "agreed" not in of_term
    of_deal = " ".join(words(view.convergence(state)))
    assert "2 of 2 stances known" in of_deal
    assert "0 of 1 terms agreed" in of_deal
    assert "The mean of the stances that are known on the whole deal" in of_deal


def test_of_a_term_that_needs_nobody_a_convergence_says_so():
    agenda = attrs.evolve(AGENDA, terms=[attrs.evolve(AGENDA.terms[0], backdrop=True)])
    state = ledger_of(agenda, says("a", "open", "2030-01-05")).state(valid="2030-03-01")
    picture = view.convergence(state, term="truce")
    assert "truce: no status, mean +1.00, 1 stance;" in picture.description


def test_the_counts_are_drawn_over_time():
    state = march(says("a", "rejects", "2030-01-05"), says("b", "open", "2030-01-20", of="SOUTH"))
    picture = view.convergence(state, term="truce")
    (drawn,) = re.findall(r'<title>stances known, as known now</title>\s*<path d="([^"]+)"', str(picture))
    heights = [float(at.split()[1]) for at in re.split("[ML]", drawn)[1:]]
    assert len({*heights}) == 2
    assert heights == sorted(heights, reverse=True)  # up, which is less


def test_without_a_period_steps_stand_where_something_changed():
    state = march(says("a", "rejects", "2028-01-05"), says("b", "accepts", "2030-02-25"))
    picture = view.convergence(state, term="truce")
    rows = ElementTree.fromstring(picture.html).findall(".//tbody/tr")
    told = [("".join(r[0].itertext()), r[3].text) for r in rows if r[1].text == "as known now"]
    assert told == [
        ("2028-01-05 00:00 UTC", "-2.00"),
        ("2030-02-25 00:00 UTC", "+2.00"),
        ("2030-03-01 23:59 UTC", "+2.00"),
    ]
    assert "Each step stands where something changed." in " ".join(words(picture))


@pytest.mark.parametrize(("every", "often"), [("P1W", "a week"), ("P5D", "every P5D"), ("P1M", "a month")])
def test_a_sampled_line_says_so(every, often):
    drawn = " ".join(words(view.convergence(march(says("a", "open", "2030-01-05")), every=every)))
    assert f"One point {often}: what changed in between is drawn at the next." in drawn


def test_a_status_without_room_is_told_below_in_the_order_of_time():
    state = march(
        says("a", "rejects", "2029-01-05"),
        says("b", "open", "2030-02-05"),
        says("c", "accepts", "2030-02-07"),
        says("d", "rejects", "2030-02-09"),
    )
    drawn = " ".join(words(view.convergence(state, term="truce", width=500)))
    assert "from 2030-02-05 pending; from 2030-02-09 blocked" in drawn


@pytest.mark.parametrize("begins", ["2030-02-28", "2029-06-01", "2020-01-01", "1700-01-01"])
def test_any_stretch_of_time_is_told_in_few_rows(begins):
    picture = view.convergence(march(says("a", "open", begins)), term="truce")
    rows = ElementTree.fromstring(picture.html).findall(".//tbody/tr")
    assert 3 < len(rows) < 10


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


def test_the_convergence_ends_where_the_state_does_and_moves_in_steps():
    state = march(
        says("a", "rejects", "2029-01-02"),
        says("b", "accepts", "2030-02-25"),
        says("c", "accepts", "2030-02-25", of="SOUTH"),
    )
    picture = view.convergence(state, term="truce")
    assert "as known now, 2030-03-01 truce: agreed, mean +2.00" in picture.description
    paths = re.findall(r'<path d="(M[^"]+)"[^>]*pt-e-strong', str(picture))
    line = [tuple(map(float, at.split())) for at in re.split("[ML]", max(paths, key=len))[1:]]
    assert all(x == a or y == b for (x, y), (a, b) in itertools.pairwise(line))


# Every picture


PICTURES = {
    "lanes": view.lanes,
    "lanes of one": lambda state, **how: view.lanes(state, next(iter(state)), **how),
    "board": view.board_picture,
    "convergence": view.convergence,
}


@pytest.fixture(params=list(PICTURES))
def draw(request):
    return PICTURES[request.param]


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
    if draw is not PICTURES["convergence"]:
        assert all(name in drawn for name in (*TWINS, CORRIDOR))
        assert "disputed:stance" in drawn
    if draw is not PICTURES["convergence"]:
        assert "offercloses2030-05-01" in drawn


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
    talks = data.draw(strategies.ledgers())
    state = talks.state(data.draw(strategies.bases(talks)))
    width = data.draw(st.sampled_from((200, 480, 1600)))
    for picture in (view.lanes(state, width=width), view.lanes(state, "truce", width=width)):
        ElementTree.fromstring(str(picture))
        for spell in state.spells("truce", "NORTH"):
            stance = spell.standing.stance
            assert ("no stance" if stance is None else str(stance)) in str(picture)
    ElementTree.fromstring(str(view.convergence(state, "2030-01-05", "2030-01-30", "P5D", width=width)))
    board = view.board_picture(state, width=width)
    ElementTree.fromstring(board.html)
    for term in state:
        for standing in state[term].values():
            assert standing.silent or str(standing.stance) in words(board)


# Spells


@a_half()
@given(st.data())
def test_spells_follow_each_other_and_tell_the_history(data):
    talks = data.draw(strategies.ledgers())
    state = talks.state(data.draw(strategies.bases(talks)))
    for term in state:
        for party in state.parties_on(term):
            spells = state.spells(term, party)
            assert [spell.standing for spell in spells] == list(state.history(term, party))
            assert all(a.ends == b.begins for a, b in pairwise(spells))
            for spell in spells:
                then = state.at(valid=spell.begins).standing(term, party)
                assert then.stance == spell.standing.stance
