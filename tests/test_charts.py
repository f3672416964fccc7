"""Charts of Altair: their rows are the answers, and their specification is valid."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.table.palette import SYMBOLS
from peacetrack.testing import strategies
from peacetrack.view.board import stance_cell
from peacetrack.view.pictures import charts
from peacetrack.view.pictures.lettering import width_of

BERLIN = pt.open("seeds/berlin-2025-12").state(valid="2025-12-19")
WEEK = ("2025-12-13", "2025-12-19", "P1D")


def rows(chart):
    return chart.to_dict()["data"]["values"]


def test_lanes_are_the_stances_of_the_history():
    told = [(row["party"], row["stance"]) for row in rows(charts.lanes(BERLIN, "dialogue"))]
    assert told == [
        (party, standing.stance.value)
        for party in BERLIN.parties_on("dialogue")
        for standing in BERLIN.history("dialogue", party)
    ]


def test_lanes_have_a_row_for_whoever_is_shown_as_a_lane_the_silent_too():
    found = rows(charts.lanes(BERLIN))
    assert {(row["term"], row["party"]) for row in found} == {
        (term, party) for term in BERLIN for party in BERLIN.parties_on(term)
    }
    told = {row["party"]: row["words"] for row in rows(charts.lanes(BERLIN, "security-guarantees"))}
    assert told["PARTNERS"] == "silent"


def test_a_stance_of_unknown_start_has_a_bar_too():
    talks = pt.Tracker(
        pt.Agenda(
            "invented",
            parties=[pt.Party("NORTH", "Northland", "state")],
            terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH"])],
        )
    )
    told = pt.draft(id="a", since="../2030-01-02")
    told.voice("named", of="NORTH").position("truce", "accepts")
    talks.record(told)
    (row,) = rows(charts.lanes(talks.state(valid="2030-02-01"), "truce"))
    assert row["stance"] == "accepts"


def test_the_board_says_what_the_board_in_text_says():
    told = {(row["term"], row["party"]): row["label"] for row in rows(charts.board(BERLIN))}
    assert told["nato-membership", "RU"] == "− opposes"
    assert told["territorial-status/donbas", "US"] == "(urges warns)"
    text = {(term, p): str(stance_cell(BERLIN, BERLIN[term], p)) for term, p in told}
    assert told == text
    shown = charts.board(BERLIN).to_dict()["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert shown == list(BERLIN)


def drawn(chart, mark):
    """All marks of a kind in a chart, wherever they stand in it."""
    found, waiting = [], [chart.to_dict()]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
            if isinstance(one.get("mark"), dict) and one["mark"]["type"] == mark:
                found.append(one)
        elif isinstance(one, list):
            waiting += one
    return found


def legend(chart):
    """The title of the legend of stances, and how it labels them."""
    (told,) = {
        (tuple(told["title"]), told["labelExpr"])
        for kind in ("bar", "rect")
        for one in drawn(chart, kind)
        if (told := one["encoding"].get("color", {}).get("legend"))
    }
    return told


def test_the_word_of_who_has_no_stance_stands_in_its_row():
    chart = charts.lanes(BERLIN)
    (text,) = [
        one
        for one in drawn(chart, "text")
        if any(f.get("filter") == "datum.stance === null" for f in one.get("transform", []))
    ]
    assert text["encoding"]["text"]["field"] == "words"
    empty = {row["words"] for row in rows(chart) if row["stance"] is None}
    assert {"unknown", "silent", "no stance, with conditions"} <= empty


def test_the_legend_has_the_symbols_and_says_what_marks_and_paleness_mean():
    title, labels = legend(charts.lanes(BERLIN))
    assert {"pale: may have begun", "hollow: lapsed", "! red line"} <= {*title}
    assert all(f"'{symbol} {stance}'" in labels for stance, symbol in SYMBOLS.items())
    title, labels = legend(charts.board(BERLIN))
    assert {"pale: lapsed", ". needed, and silent", "<?: it closes, date undisclosed"} <= {*title}
    assert "'✓ accepts'" in labels


def test_no_text_of_a_cell_is_wider_than_the_cell():
    agenda = pt.Agenda(
        "invented",
        parties=[pt.Party("NORTH", "Northland", "state")],
        terms=[pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH"])],
    )
    said = {"red_line": True, "window": "2030-03-01", "conditions": [pt.InWords("a vote")]}
    position = pt.Position("NORTH", "truce", "accepts", since="2030-01", **said)
    talks = pt.Tracker(agenda)
    talks.record(pt.Report([position]), recorded_at="2030-01-20")
    (row,) = rows(charts.board(talks.state(valid="2030-01-20")))
    assert row["label"] == "✓ accepts ! if <2030-03-01 ~"
    assert row["lines"].replace("\n", " ") == row["label"]
    assert all(width_of(line, 11) <= 150 for line in row["lines"].splitlines())


@pytest.mark.parametrize(
    ("end", "form"),
    [("2030-01-08", "%-d %b %H:%M"), ("2030-03-01", "%-d %b %Y"), ("2035-01-01", "%b %Y")],
)
def test_times_on_an_axis_are_as_precise_as_what_is_shown_is_long(end, form):
    chart = charts.convergence(BERLIN, "2030-01-04", end)
    axes = [one["encoding"]["x"]["axis"] for one in drawn(chart, "line")]
    assert {axis["format"] for axis in axes} == {form}
    assert all(axis["labelOverlap"] for axis in axes)


def test_the_last_point_of_a_convergence_is_the_state_itself():
    row = rows(charts.convergence(BERLIN, every="P1W"))[-1]
    assert row["at"].startswith(f"{BERLIN.basis.valid:%Y-%m-%d}")


def test_convergence_is_the_trend_now_and_then():
    found = rows(charts.convergence(BERLIN, *WEEK))
    for name, known in (("as known now", "now"), ("as known then", "then")):
        points = [p for p in analysis.trend(BERLIN, *WEEK, known=known) if p.term is None]
        assert [row["mean"] for row in found if row["known"] == name] == [p.mean for p in points]


@given(st.data())
def test_between_its_points_nothing_of_a_convergence_changes(data):
    talks = data.draw(strategies.ledgers(max_acts=4))
    state = talks.state(data.draw(strategies.bases(talks)))
    days = ("2030-01-02", "2030-01-20", "PT9H")
    found = rows(charts.convergence(state, "2030-01-02", "2030-01-20"))
    for name, known in (("as known now", "now"), ("as known then", "then")):
        told = [row for row in found if row["known"] == name]
        for point in analysis.trend(state, *days, known=known):
            if point.term is None:
                (*_, row) = (r for r in told if r["at"] <= point.at.isoformat())
                assert (row["mean"], row["spread"]) == (point.mean, point.spread)
                assert (row["stances"], row["needed"]) == (point.stances, point.needed)
                assert (row["agreed"], row["terms"]) == (point.agreed, point.terms)
                assert row["status"] == str(point.status or "")


def test_beside_the_mean_a_chart_has_the_counts():
    def titles(**of):
        told = charts.convergence(BERLIN, *WEEK, **of).to_dict()["vconcat"][1:]
        return [one["layer"][0]["encoding"]["y"]["title"] for one in told]

    assert titles() == ["stances known, of 37", "terms agreed, of 15"]
    assert titles(term="dialogue") == ["stances known, of 3"]


def test_without_altair_the_error_says_which_extra_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(pt.errors.MissingExtraError, match=r"peacetrack\[charts\]"):
        charts.board(BERLIN)


@settings(max_examples=12)  # Altair checks each chart at length
@given(st.data())
def test_any_state_makes_valid_charts(data):
    talks = data.draw(strategies.ledgers(max_acts=3))
    state = talks.state(data.draw(strategies.bases(talks)))
    charts.lanes(state).to_dict()
    charts.board(state).to_dict()
    charts.convergence(state, "2030-01-05", "2030-01-20", "P5D").to_dict()
