"""Charts of Altair: their rows are the answers, and their specification is valid."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
from peacetrack.board import stance_cell
from peacetrack.testing import strategies
from peacetrack.view import charts

BERLIN = pt.read("seeds/berlin-2025-12").state(valid="2025-12-19")
WEEK = ("2025-12-13", "2025-12-19", "P1D")


def rows(chart):
    return chart.to_dict()["data"]["values"]


def test_lanes_are_the_stances_of_the_history():
    told = [(row["party"], row["stance"]) for row in rows(charts.lanes(BERLIN, "dialogue"))]
    assert told == [
        (party, standing.stance.value)
        for party in BERLIN.parties_on("dialogue")
        for standing in BERLIN.history(party, "dialogue")
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
    with pytest.raises(pt.MissingExtra, match=r"peacetrack\[charts\]"):
        charts.board(BERLIN)


@given(st.data())
def test_any_state_makes_valid_charts(data):
    talks = data.draw(strategies.ledgers(max_acts=3))
    state = talks.state(data.draw(strategies.bases(talks)))
    charts.lanes(state).to_dict()
    charts.board(state).to_dict()
    charts.convergence(state, "2030-01-05", "2030-01-20", "P5D").to_dict()
