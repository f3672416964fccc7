"""The events of a state."""

import peacetrack as pt
from peacetrack import analysis
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


def test_why_an_event_was_put_off_is_not_what_it_is():
    planned = pt.draft(id="a", published="2030-01-01")
    planned.event("summit", "expected", when="2030-01-10", text="the lake summit")
    put_off = pt.draft(id="b", published="2030-01-09").event("summit", "postponed", text="a storm")
    talks = ledger_of(planned, put_off, pt.draft(id="c", published="2030-01-21").event("summit", "held"))
    then, now = (talks.state(valid=LATER, known=known).event("summit") for known in (3, 4))
    assert (then.text, then.reason) == ("the lake summit", "a storm")
    assert (now.text, now.reason) == ("the lake summit", None)
    changed = analysis.diff(talks.state(valid=LATER, known=2), talks.state(valid=LATER))
    assert [change.field for change in changed if change.term == "summit"] == ["status", "when"]


def test_an_event_of_which_only_the_reason_is_known_has_no_text():
    put_off = pt.draft(id="b", published="2030-01-09").event("summit", "cancelled", text="a storm")
    event = ledger_of(put_off).state(valid=LATER).event("summit")
    assert (event.text, event.reason) == (None, "a storm")
