"""Charts of Altair: their rows are the answers, and their specification is valid."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import analysis
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


def test_lanes_of_all_terms_have_a_row_each():
    found = {row["term"] for row in rows(charts.lanes(BERLIN))}
    assert found == {t for t in BERLIN if any(not s.silent for s in BERLIN[t].values())}


def test_the_board_has_a_square_for_every_stance():
    told = {(row["term"], row["party"]): row["label"] for row in rows(charts.board(BERLIN))}
    assert told["nato-membership", "RU"] == "− opposes"
    assert len(told) == sum(not s.silent for term in BERLIN.values() for s in term.values())


def test_convergence_is_the_trend_now_and_then():
    found = rows(charts.convergence(BERLIN, *WEEK))
    for name, known in (("as known now", "now"), ("as known then", "then")):
        points = [p for p in analysis.trend(BERLIN, *WEEK, known=known) if p.term is None]
        assert [row["mean"] for row in found if row["known"] == name] == [p.mean for p in points]


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
