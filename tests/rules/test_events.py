"""Rule 5: events, and the times that they date."""

import pytest

import peacetrack as pt
from peacetrack import analysis
from tests.recording import happens, says
from tests.rules.helpers import LATER, behind, ledger_of, north


def test_of_an_event_what_was_published_last_holds():
    talks = ledger_of(
        happens("new", "summit", "postponed", published="2030-01-09"),
        happens("old", "summit", "expected", published="2030-01-04"),
    )
    assert talks.state(valid=LATER).events()[0].status is pt.EventStatus.POSTPONED


def test_of_an_event_an_unpublished_report_stands_where_it_was_recorded():
    talks = ledger_of(
        happens("unpublished", "summit", "held"),
        happens("published", "summit", "expected", published="2030-01-31"),
    )
    assert talks.state(valid=LATER).events()[0].status is pt.EventStatus.HELD


def test_an_event_may_be_used_before_anything_is_said_of_it():
    talks = ledger_of(says("a", "accepts", pt.During("summit"), published="2030-01-09"))
    assert len(talks.state(valid=LATER).events()) == 0
    assert north(talks).since.latest.date().isoformat() == "2030-01-09"


@pytest.mark.parametrize(
    ("became", "held", "ended"),
    [
        ("expected", False, False),
        ("held", True, True),
        ("ongoing", True, False),
        ("ended", True, True),
        ("postponed", False, False),
        ("cancelled", False, False),
    ],
)
def test_an_event_is_held_or_ended_by_its_status(became, held, ended):
    talks = ledger_of(happens("a", "summit", became, when="2030-01-10"))
    event = talks.state(valid="2030-01-12").events()[0]
    assert (event.held, event.ended) == (held, ended)


def test_an_event_is_held_from_when_it_begins_and_ended_when_it_is_past():
    talks = ledger_of(happens("a", "summit", "ended", when="2030-01-10"))
    moments = ["2030-01-09", "2030-01-10T00:00:00Z", "2030-01-11T00:00:00Z"]
    events = [talks.state(valid=moment).events()[0] for moment in moments]
    assert [(e.held, e.ended) for e in events] == [(False, False), (True, False), (True, True)]


def test_without_a_when_an_event_was_held_by_the_time_its_status_was_told():
    talks = ledger_of(happens("a", "summit", "held", published="2030-01-10"))
    assert not talks.state(valid="2030-01-09").events()[0].held
    assert talks.state(valid="2030-01-10").events()[0].held


def test_during_an_event_is_its_when():
    talks = ledger_of(happens("a", "summit", when="2030-01-10"), says("b", "accepts", pt.During("summit")))
    assert north(talks, "2030-01-09").stance is None
    assert north(talks, "2030-01-10").since.range == pt.Moment.parse("2030-01-10").range


def test_before_an_event_is_an_unknown_start_no_later_than_its_beginning():
    talks = ledger_of(happens("a", "summit", when="2030-01-10"), says("b", "accepts", pt.Before("summit")))
    since = north(talks).since
    assert (since.earliest, since.latest.isoformat()) == (None, "2030-01-10T00:00:00+00:00")
    assert not north(talks, "2030-01-09").certain


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("2030-01-13", "/2030-01-13"),
        ("/2030-01-13", "2030-01-13"),
        ("2030-01-13T00:00:00Z", "2030-01-13"),
        ("2030-01-13", "2030-01-13T00:00:00Z"),
    ],
)
@pytest.mark.parametrize("bound", [pt.Before, pt.After])
def test_what_is_bound_to_an_event_goes_with_it_within_a_day_too(first, then, bound):
    stands = says("a", "accepts", bound("summit"), published="2030-01-01")
    moved = ledger_of(stands, happens("b", "summit", when=first), happens("c", "summit", when=then))
    dated = ledger_of(stands, happens("c", "summit", when=then))
    assert north(moved).since.range == north(dated).since.range
    for hour in ("2030-01-13T12:00:00Z", "2030-01-13"):
        assert north(moved, hour).certain == north(dated, hour).certain


def test_a_stance_before_an_event_of_which_no_beginning_is_known_is_checked_and_shown():
    talks = ledger_of(
        happens("a", "summit", "held", when="../2030-01-10"), says("b", "accepts", pt.Before("summit"))
    )
    state = talks.state(valid="2031-01-01")
    assert state["truce"]["NORTH"].live
    assert "old-position" not in {finding.check for finding in analysis.check(state)}


def test_events_come_in_the_order_of_their_dates_and_those_without_one_last():
    talks = ledger_of(
        happens("a", "vote", status="expected"),
        happens("b", "summit", when="2030-01-13"),
        happens("c", "talks", when="2030-01-12"),
        happens("d", "call", status="expected"),
    )
    events = [event.id for event in talks.state(valid=LATER).events()]
    assert events == ["talks", "summit", "call", "vote"]


def test_before_an_event_of_which_no_beginning_is_known_nothing_ends():
    talks = ledger_of(
        happens("a", "summit", when="../2030-01-10"),
        says("b", "accepts", "2030-01-05", window=pt.At(pt.Before("summit"))),
    )
    assert not north(talks).lapsed


def test_after_an_event_is_between_its_end_and_when_it_was_told():
    talks = ledger_of(
        happens("a", "summit", when="2030-01-10"),
        says("b", "accepts", pt.After("summit"), published="2030-01-12"),
    )
    since = north(talks).since
    assert since.earliest.date().isoformat() == "2030-01-10"
    assert since.latest.date().isoformat() == "2030-01-12"
    assert north(talks, "2030-01-10T23:00:00Z").stance is None


def test_when_an_event_is_dated_what_is_bound_to_it_moves_there():
    talks = ledger_of(
        says("a", "accepts", pt.During("summit"), published="2030-01-09"),
        happens("b", "summit", when="2030-01-06"),
    )
    assert north(talks, "2030-01-07").certain
    assert north(talks, "2030-01-05").stance is None


def test_an_answer_from_before_an_event_was_dated_does_not_change():
    report = says("a", "accepts", pt.During("summit"), published="2030-01-09")
    talks = ledger_of(report, happens("b", "summit", when="2030-01-06"))
    before = ledger_of(report)
    assert talks.state(valid="2030-01-07", known=2) == before.state(valid="2030-01-07")
    assert not north(talks, "2030-01-07", known=2).certain


def test_when_its_date_is_withdrawn_what_is_bound_to_it_moves_back():
    talks = ledger_of(
        says("a", "accepts", pt.During("summit"), published="2030-01-09"),
        happens("b", "summit", when="2030-01-06"),
    )
    talks.retract("b", reason="another summit", recorded_at="2030-02-10")
    assert not north(talks, "2030-01-07").certain
    assert north(talks, "2030-01-07", known=3).certain


def test_an_event_may_be_dated_by_another_event():
    talks = ledger_of(
        says("a", "accepts", pt.During("dinner")),
        happens("b", "dinner", when=pt.During("summit")),
        happens("c", "summit", when="2030-01-06"),
    )
    assert north(talks, "2030-01-06").certain
    assert north(talks, "2030-01-05").stance is None


def test_events_that_date_each_other_are_refused():
    talks = ledger_of(happens("a", "dinner", when=pt.During("summit")))
    with pytest.raises(pt.errors.EventCircleError) as caught:
        talks.record(happens("b", "summit", when=pt.After("dinner")))
    assert sorted(caught.value.circle) == ["dinner", "summit"]
    assert talks.head == 2


def test_without_a_when_an_event_was_held_by_the_time_its_status_was_recorded():
    talks = ledger_of(happens("a", "summit", "held", published="2030"))
    assert talks.state(valid="2030-02-01T12:00:00Z").event("summit").held


def test_a_vague_publication_of_an_event_ends_when_it_was_recorded():
    talks = ledger_of(
        happens("year", "summit", "postponed", published="2030"),
        happens("day", "summit", "expected", published="2030-01-20"),
        happens("later", "summit", "held", published="2030-02-03"),
    )
    known = [talks.state(valid=LATER, known=seq).event("summit") for seq in (3, 4)]
    assert [str(event.status) for event in known] == ["postponed", "held"]
    assert known[0].disputed == ("status",)
    assert known[1].disputed == ()


def test_words_that_came_after_a_date_are_no_evidence_of_it():
    talks = ledger_of(
        happens("a", "summit", when="2030-01-10"), happens("b", "summit", when=pt.Moment.unknown("soon"))
    )
    event = talks.state(valid=LATER).event("summit")
    assert str(event.when) == "2030-01-10"
    assert behind(event.evidence) == ["a"]


def test_before_an_event_of_a_day_is_told_by_that_day():
    talks = ledger_of(says("a", "accepts", pt.Before("summit")), happens("b", "summit", when="2030-01-10"))
    assert str(north(talks).since) == "before 2030-01-10"
