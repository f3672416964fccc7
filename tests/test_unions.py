"""Closed unions: each member is public, is asked every question, and is answered as the oracle answers."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import Phase, find, settings

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.testing import laws
from peacetrack.testing import strategies as ss
from peacetrack.words.ending import EndingByEvent

UNIONS = (pt.Ending, pt.When, pt.Condition, pt.Claim)
FIRST = settings(max_examples=1000, phases=[Phase.generate])


@pytest.mark.parametrize("member", [cls for union in UNIONS for cls in get_args(union)])
def test_every_member_of_a_closed_union_is_public(member):
    assert getattr(pt, member.__name__) is member


@pytest.mark.parametrize("status", ["expected", "held"])
@pytest.mark.parametrize("cls", get_args(pt.Ending))
def test_every_ending_is_listed_drawn_worded_and_lapses_as_the_oracle_says(cls, status):
    ending = find(ss.endings(), lambda ending: type(ending) is cls and _is_of(ending), settings=FIRST)
    talks = pt.Tracker(
        pt.Agenda(
            "example",
            parties=[pt.Party("NORTH", "Northland", "state")],
            terms=[pt.Term("truce", "ceasefire", "both sides cease fire", needs=["NORTH"])],
        )
    )
    offer = pt.Position("NORTH", "truce", "accepts", window=ending, since="2030-01-01")
    summit = pt.Event("summit", status=status, when="2030-01-05")
    talks.record(pt.Report([offer, summit], id="wire", attribution=pt.Attribution("named")))
    for valid in ("2030-01-03", "2030-01-10"):
        state = talks.state(valid=valid)
        (window,) = analysis.windows(state)
        assert window.closes == ending
        if ending.time is None:  # then the date is that of the event
            assert (window.at is None) == (ending.ending_event is None)
            left_out = pt.publication.calendar(state).left_out
            assert any("no day is known" in why for why in left_out) == (ending.ending_event is None)
        assert str(ending) in str(view.why(state, "truce", "NORTH"))
        assert view.lanes(state).svg
        assert analysis.check(state) is not None
        laws.index_is_oracle(talks, state.basis)


def _is_of(ending: pt.Ending) -> bool:
    return not isinstance(ending, EndingByEvent) or ending.event == "summit"
