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


def test_during_an_event_is_inferred_where_it_is_told_in_other_words():
    bound = [pt.During("summit"), pt.During("summit", said="over dinner")]
    for when, expected in zip(bound, [(None, False), ("over dinner", True)], strict=True):
        since = north(ledger_of(happens("a", "summit", when="2030-01-10"), says("b", "accepts", when))).since
        assert (str(since), since.said, since.inferred) == ("2030-01-10", *expected)


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
    (old,) = analysis.check(state).filter(check="old-position")
    assert old.what.endswith("333 days ago, recorded 2030-02-02, publication not stated")


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


# What a status says of dates


def when_of(talks, event="summit", **basis):
    when = talks.state(valid=LATER, **basis).event(event).when
    return None if when is None else str(when)


def test_a_postponement_voids_the_dates_of_earlier_reports():
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-05-01", published="2030-01-10"),
        happens("b", "summit", "postponed", published="2030-01-28"),
    )
    assert [when_of(talks, known=seq) for seq in (2, 3)] == ["2030-05-01", None]
    assert "when" not in talks.state(valid=LATER).event("summit").runs


def test_what_was_postponed_and_held_without_a_date_was_held_by_then():
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-01-11", published="2030-01-02"),
        happens("b", "summit", "postponed", published="2030-01-08"),
        happens("c", "summit", "held", published="2030-01-25"),
    )
    assert when_of(talks) == "by 2030-01-25"
    held = [talks.state(valid=day).event("summit").held for day in ("2030-01-24", "2030-01-25")]
    assert held == [False, True]


@pytest.mark.parametrize("together", [True, False])
def test_a_date_in_or_after_the_report_of_a_postponement_counts(together):
    new = {"when": "2030-05-20"}
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-05-01", published="2030-01-10"),
        happens("b", "summit", "postponed", published="2030-01-28", **(new if together else {})),
        *([] if together else [happens("c", "summit", published="2030-01-30", **new)]),
    )
    assert when_of(talks) == "2030-05-20"
    assert talks.state(valid=LATER).event("summit").disputed == ()


def test_a_date_in_another_claim_of_the_postponing_report_counts():
    report = pt.draft(id="a", published="2030-01-28").event("summit", when="2030-05-20")
    assert when_of(ledger_of(report.event("summit", "postponed"))) == "2030-05-20"


def test_words_from_before_a_postponement_are_void_too():
    talks = ledger_of(
        happens("a", "summit", "expected", when=pt.Moment.unknown("in May"), published="2030-01-10"),
        happens("b", "summit", "postponed", published="2030-01-28"),
    )
    assert when_of(talks, known=2) == '"in May"'
    assert when_of(talks) is None


def test_a_voided_date_does_not_dispute_the_new_one():
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-05-01"),
        happens("b", "summit", "postponed", when="2030-05-20"),
    )
    event = talks.state(valid=LATER).event("summit")
    assert (str(event.when), event.disputed) == ("2030-05-20", ("status",))


def test_a_late_report_from_before_a_postponement_is_void():
    talks = ledger_of(
        happens("b", "summit", "postponed", published="2030-01-28"),
        happens("a", "summit", "expected", when="2030-05-01", published="2030-01-10"),
    )
    assert when_of(talks) is None


def test_a_plan_for_later_than_the_event_is_known_to_have_begun_does_not_count():
    talks = ledger_of(
        happens("plan", "summit", "expected", when="2030-02-20", published="2030-01-10"),
        happens("held", "summit", "held", published="2030-01-25"),
    )
    assert when_of(talks) == "by 2030-01-25"


def test_a_date_that_was_told_after_it_came_counts_whatever_an_older_status_says():
    talks = ledger_of(
        happens("held", "summit", "held", published="2030-01-20"),
        happens("dated", "summit", when="2030-01-22", published="2030-01-25"),
    )
    assert when_of(talks) == "2030-01-22"


def test_the_first_of_several_reports_that_it_was_held_bounds_it():
    talks = ledger_of(
        happens("plan", "summit", "expected", when="2030-01-22", published="2030-01-02"),
        happens("a", "summit", "held", published="2030-01-20"),
        happens("b", "summit", "ended", published="2030-01-30"),
    )
    assert when_of(talks) == "by 2030-01-20"


def test_what_went_on_and_is_over_ended_by_the_report_that_says_so():
    talks = ledger_of(
        happens("a", "summit", "ongoing", published="2030-01-10"),
        happens("b", "summit", "ended", published="2030-01-20"),
    )
    assert when_of(talks, known=2) == "by 2030-01-10"
    assert when_of(talks) == "by 2030-01-20"
    assert not talks.state(valid="2030-01-15").event("summit").ended


def test_what_is_expected_again_is_no_longer_known_to_have_begun():
    talks = ledger_of(
        happens("a", "summit", "held", published="2030-01-10"),
        happens("b", "summit", "expected", when="2030-03-01", published="2030-01-20"),
    )
    assert when_of(talks) == "2030-03-01"


def test_what_a_status_says_of_dates_counts_whatever_the_trust():
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-05-01", published="2030-01-02"),
        pt.Report(
            [pt.Event("summit", status="postponed", attribution="rumour")],
            id="b",
            source=pt.Source(published="2030-01-08"),
        ),
        says("c", "accepts", pt.During("summit"), published="2030-01-09"),
    )
    event = talks.state(valid=LATER).event("summit")
    assert (str(event.status), event.when) == ("expected", None)
    assert str(north(talks).since) == "by 2030-01-09"


# After an event


@pytest.mark.parametrize("status", ["expected", "postponed"])
def test_after_an_event_that_is_awaited_begins_once_it_is_past_and_is_never_certain(status):
    talks = ledger_of(
        happens("a", "summit", status, when="2030-06-01", published="2030-01-20"),
        says("b", "accepts", pt.After("summit"), published="2030-01-28"),
    )
    assert [north(talks, day).stance for day in ("2030-01-30", "2030-05-31")] == [None, None]
    assert north(talks, "2030-06-01").live
    assert not north(talks, "2031-01-01").certain


@pytest.mark.parametrize("status", ["expected", "postponed", "cancelled"])
def test_after_an_awaited_event_without_a_date_and_after_a_cancelled_one_nothing_begins(status):
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-01-10", published="2030-01-02"),
        says("b", "accepts", pt.After("summit"), published="2030-01-05"),
        happens("c", "summit", status, published="2030-01-08"),
    )
    stance = north(talks, "2032-01-01").stance
    assert stance == ("accepts" if status == "expected" else None)
    undated = ledger_of(
        happens("c", "summit", status), says("b", "accepts", pt.After("summit"), published="2030-01-05")
    )
    assert north(undated, "2032-01-01").silent


def test_after_an_expected_event_is_inferred():
    talks = ledger_of(
        happens("c", "summit", "expected", when="2030-01-10"),
        says("b", "accepts", pt.After("summit"), published="2030-01-05"),
    )
    assert north(talks, "2030-01-11").since.inferred


def test_after_an_event_of_which_no_status_is_told_is_as_after_a_held_one():
    dated = ledger_of(
        happens("a", "summit", when="2030-01-10"),
        says("b", "accepts", pt.After("summit"), published="2030-01-12"),
    )
    undated = ledger_of(says("b", "accepts", pt.After("summit"), published="2030-01-12"))
    assert north(dated, "2030-01-12").certain
    assert str(north(undated).since) == "by 2030-01-12"


@pytest.mark.parametrize(
    ("told", "earliest", "latest"),
    [("2030-01-05", 20, 20), ("2030-01-14", 14, 20), ("2030-01-20", 20, 20), ("2030-01-25", 20, 25)],
)
def test_what_is_told_during_a_held_event_may_begin_when_it_was_told(told, earliest, latest):
    talks = ledger_of(
        happens("a", "summit", "held", when="2030-01-10/2030-01-20", published="2030-01-22"),
        says("b", "accepts", pt.After("summit"), published=told),
    )
    since = north(talks).since
    assert (since.earliest.day, since.latest.day) == (earliest, latest)


def test_what_is_told_after_an_event_that_was_held_by_a_later_report_begins_when_it_was_told():
    talks = ledger_of(
        says("b", "accepts", pt.After("summit"), published="2030-01-10"),
        happens("a", "summit", "held", published="2030-01-25"),
    )
    assert (north(talks).since.earliest.day, north(talks).since.latest.day) == (10, 25)


def test_when_an_event_is_reported_held_what_comes_after_it_moves():
    talks = ledger_of(
        happens("a", "summit", "expected", when="2030-01-10", published="2030-01-02"),
        says("b", "accepts", pt.After("summit"), published="2030-01-05"),
        happens("c", "summit", "held", published="2030-01-11"),
    )
    assert [north(talks, known=seq).certain for seq in (3, 4)] == [False, True]
    talks.retract("c", reason="it was another summit")
    assert [north(talks, known=seq).certain for seq in (4, 5)] == [True, False]


@pytest.mark.parametrize("status", ["expected", "postponed"])
def test_what_is_itself_awaited_after_an_event_has_no_end(status):
    talks = ledger_of(
        happens("a", "talks", "held", when="2030-01-10"),
        happens("b", "visit", status, when=pt.After("talks"), published="2030-01-12"),
    )
    when = talks.state(valid=LATER).event("visit").when
    assert (when.earliest.day, when.latest) == (10, None)
    assert when_of(ledger_of(happens("b", "visit", status, when=pt.After("talks"))), "visit") is None


# Evidence and disputes of dates


@pytest.mark.parametrize("basis", [{}, {"trust": pt.ON_RECORD}, {"published_by": "2030-01-10"}])
def test_an_event_rests_on_the_report_that_dates_it_whatever_the_trust(basis):
    rumour = pt.Report([pt.Event("summit", when="2030-01-08", attribution="rumour")], id="b")
    talks = ledger_of(happens("a", "summit", "held", when="2030-01-06", published="2030-01-05"), rumour)
    event = talks.state(valid=LATER, **basis).event("summit")
    assert str(event.when) == "2030-01-08"
    assert behind(event.runs["when"]) == ["b"]


def test_dates_dispute_whatever_the_trust():
    rumour = pt.Report([pt.Event("summit", when="2030-01-08", attribution="rumour")], id="b")
    state = ledger_of(happens("a", "summit", when="2030-01-06"), rumour).state(valid=LATER)
    assert state.event("summit").disputed == ("when",)
    (dispute,) = analysis.disputes(state)
    assert behind(dispute.statements) == ["a", "b"]


@pytest.mark.parametrize("status", [None, "expected", "cancelled"])
def test_a_time_after_an_event_that_gives_no_date_disputes_none(status):
    vote = happens("v", "vote", status)
    reports = happens("a", "summit", when="2030-01-10"), happens("b", "summit", when=pt.After("vote"))
    for told in (reports, reports[::-1]):
        assert ledger_of(vote, *told).state(valid=LATER).event("summit").disputed == ()


def test_what_is_awaited_after_an_event_does_not_differ_from_a_date_after_it():
    talks = ledger_of(
        happens("v", "vote", "held", when="2030-01-05", published="2030-01-06"),
        happens("a", "summit", "expected", when=pt.After("vote")),
        happens("b", "summit", when="2030-03-10"),
    )
    assert talks.state(valid=LATER).event("summit").disputed == ()


# Deadlines


@pytest.mark.parametrize(
    ("status", "reached"), [(None, True), ("expected", True), ("postponed", False), ("cancelled", False)]
)
def test_a_deadline_is_held_and_ended_once_its_date_has_passed(status, reached):
    talks = ledger_of(happens("a", "limit", status, when="2030-01-10", type="deadline"))
    events = [talks.state(valid=day).event("limit") for day in ("2030-01-10", "2030-01-11")]
    assert [(event.held, event.ended) for event in events] == [(False, False), (reached, reached)]


def test_what_waits_for_a_deadline_or_ends_with_it_goes_by_its_date():
    limit = happens("a", "limit", "expected", when="2030-01-10", type="deadline", published="2030-01-02")
    waits = says("b", "accepts", "2030-01-03", conditions=[pt.EventHeld("limit")])
    ends = says("b", "accepts", "2030-01-03", window=pt.WithEvent("limit"))
    south = says("c", "accepts", "2030-01-03", of="SOUTH")
    states = [ledger_of(limit, waits, south).state(valid=f"2030-01-{day}") for day in (10, 11)]
    assert [state.conditions_met("truce", "NORTH") for state in states] == [False, True]
    assert [north(ledger_of(limit, ends), f"2030-01-{day}").lapsed for day in (10, 11)] == [False, True]


def test_after_a_deadline_is_certain_once_it_has_passed():
    talks = ledger_of(
        happens("a", "limit", "expected", when="2030-01-10", type="deadline", published="2030-01-02"),
        says("b", "accepts", pt.After("limit"), published="2030-01-05"),
    )
    assert [north(talks, f"2030-01-{day:02}").certain for day in (9, 11)] == [False, True]
