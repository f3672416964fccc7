"""The events of a state."""

import peacetrack as pt
from tests.tracker.helpers import LATER, ledger_of


def test_events_are_told_with_all_that_is_known():
    draft = pt.draft(id="a", published="2030-01-07")
    draft.event(
        "summit",
        "held",
        when="2030-01-06",
        type="meeting",
        duration="PT5H",
        place="Harbour",
        participants=["the North", "SOUTH"],
        about=["truce"],
    )
    state = ledger_of(draft).state(valid=LATER)
    (event,) = state.events()
    assert (event.id, event.type, event.when) == ("summit", "meeting", pt.Moment.parse("2030-01-06"))
    assert (event.duration, event.place) == ("PT5H", "Harbour")
    assert (event.participants, event.about) == (("NORTH", "SOUTH"), ("truce",))
    assert (event.held, event.ended, event.disputed) == (True, True, ())
    assert {statement.report for statement in event.evidence} == {"a"}
