"""Rule 4: what ends a run: its until, its window, an event."""

import pytest

import peacetrack as pt
from tests.recording import happens, says
from tests.rules.helpers import ABSENT, LATER, behind, ledger_of, north, two


def test_the_window_is_the_last_stated_in_the_run():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-01-20"),
        says("b", since="2030-01-05", window="2030-01-25"),
    )
    assert north(talks).window == pt.At("2030-01-25")


def test_restating_an_offer_does_not_extend_it():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-01-20"), says("b", "accepts", "2030-01-10")
    )
    assert north(talks, "2030-01-20").live
    assert north(talks, "2030-01-21").lapsed


def test_restating_keeps_red_line_conditions_window_and_until():
    said = {"red_line": True, "conditions": [pt.EventHeld("summit")]}
    endings = {"window": "undisclosed", "until": pt.NotBefore("summit")}
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", **said, **endings), says("b", "accepts", "2030-01-05")
    )
    standing = north(talks)
    assert (standing.red_line, standing.conditions) == (True, (pt.EventHeld("summit"),))
    assert (standing.window, standing.until) == (pt.Undisclosed(), pt.NotBefore("summit"))


def test_another_stance_ends_red_line_conditions_window_and_until():
    said = {"red_line": True, "conditions": [pt.EventHeld("summit")]}
    endings = {"window": "undisclosed", "until": pt.NotBefore("summit")}
    talks = ledger_of(says("a", "accepts", "2030-01-03", **said, **endings), says("b", "open", "2030-01-05"))
    standing = north(talks)
    assert (standing.red_line, standing.conditions) == (None, ())
    assert (standing.window, standing.until) == (None, None)


def withdraws(id="b", since=None, until="2030-01-10", **said):
    return says(id, since=since, act="withdraws", until=until, **said)


ACCEPTS = says("a", "accepts", "2030-01-03")


@pytest.mark.parametrize("since", [None, "2030-01-05", "2030-01-10", "2030-02-02"])
def test_a_bare_until_ends_the_stance_that_holds_then_whenever_it_is_told(since):
    talks = ledger_of(ACCEPTS, withdraws(since=since))
    days = {day: north(talks, day) for day in ("2030-01-03", "2030-01-10", "2030-01-11")}
    assert [standing.until for standing in days.values()] == [pt.At("2030-01-10")] * 3
    assert [standing.lapsed for standing in days.values()] == [False, False, True]
    assert behind(north(talks).runs["until"]) == ["b"]


def test_what_is_not_known_yet_ends_nothing():
    assert north(ledger_of(ACCEPTS, withdraws()), known=2).live


def test_what_is_restated_after_a_bare_until_begins_a_run():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", red_line=True), says("c", "accepts", "2030-01-15"), withdraws()
    )
    assert north(talks, "2030-01-14").lapsed
    standing = north(talks)
    assert (standing.live, str(standing.since), standing.red_line) == (True, "2030-01-15", None)


def test_a_bare_until_tells_of_the_stance_before_its_moment_and_of_no_later_one():
    talks = ledger_of(ACCEPTS, says("c", "open", "2030-01-12"), withdraws())
    assert north(talks, "2030-01-11").lapsed
    assert (north(talks).live, north(talks).until) == (True, None)


def test_where_no_stance_is_before_it_a_bare_until_tells_of_the_first_in_its_moment():
    talks = ledger_of(says("a", "accepts", "2030-01-10T08:00:00Z"), withdraws())
    assert not north(talks, "2030-01-10T09:00:00Z").lapsed
    assert north(talks, "2030-01-11").lapsed


def test_a_bare_until_before_any_stance_tells_of_none():
    talks = ledger_of(says("a", "accepts", "2030-01-12"), withdraws())
    assert (north(talks).live, north(talks).until) == (True, None)


@pytest.mark.parametrize("until", ["undisclosed", pt.WithEvent("summit"), pt.WithEvent("spring")])
def test_a_bare_until_without_a_moment_tells_of_the_stance_that_holds_when_it_is_told(until):
    talks = ledger_of(ACCEPTS, says("c", "open", "2030-01-12"), withdraws(since="2030-01-08", until=until))
    assert north(talks, "2030-01-09").until is not None
    assert north(talks, "2030-01-04").until is not None
    assert north(talks).until is None


def test_a_bare_until_never_revives_a_run_that_is_over():
    closed = says("a", "accepts", "2030-01-03", window="2030-01-05")
    assert north(ledger_of(closed, withdraws(since="2030-01-04"))).until is None
    ended = says("a", "accepts", "2030-01-03", until="2030-01-05")
    assert north(ledger_of(ended, withdraws(since="2030-01-08"))).until == pt.At("2030-01-05")


def test_a_bare_until_is_shown_until_a_window_that_closes_before_it_has_begun():
    window = says("c", since="2030-01-06", window="2030-01-08")
    talks = ledger_of(ACCEPTS, withdraws(), window)
    shown = [north(talks, day) for day in ("2030-01-04", "2030-01-06", "2030-01-09")]
    assert [(str(each.until), each.lapsed) for each in shown] == [
        ("2030-01-10", False),
        ("None", False),
        ("None", True),
    ]


def test_a_bare_until_of_unknown_start_names_its_latest_instant():
    talks = ledger_of(ACCEPTS, withdraws(until="/2030-01-10"))
    assert [north(talks, day).live for day in ("2030-01-10", "2030-01-11")] == [True, False]


@pytest.mark.parametrize("absence", [ABSENT.UNKNOWN, ABSENT.NOT_STATED])
def test_an_until_next_to_an_absence_of_a_stance_is_bare(absence):
    talks = ledger_of(ACCEPTS, says("b", absence, "2030-01-05", until="2030-01-10"))
    assert [north(talks, day).live for day in ("2030-01-10", "2030-01-11")] == [True, False]


def test_against_an_until_told_with_the_stance_the_greater_counts():
    stated = says("a", "accepts", "2030-01-03", until="2030-01-15")
    later = ledger_of(stated, withdraws(since="2030-01-04"))
    assert north(later).until == pt.At("2030-01-10")
    earlier = ledger_of(stated, withdraws(since="2030-01-02"))
    assert north(earlier).until == pt.At("2030-01-15")
    longer = ledger_of(stated, withdraws(since="2030-01-04", until="2030-01-20"))
    assert (north(longer).until, north(longer, "2030-01-20").live) == (pt.At("2030-01-20"), True)


def test_several_bare_untils_are_read_in_the_order_of_the_moments_they_name():
    talks = ledger_of(ACCEPTS, withdraws("b", until="2030-01-20"), withdraws("c"))
    assert north(talks).until == pt.At("2030-01-10")


def test_a_bare_until_may_lie_before_its_own_since_and_one_with_a_stance_may_not():
    assert north(ledger_of(ACCEPTS, withdraws(since="2030-01-20"))).lapsed
    with pytest.raises(pt.errors.EndBeforeStartError):
        ledger_of(says("b", "accepts", "2030-01-20", until="2030-01-10"))


def test_a_complete_position_clears_the_bare_untils_before_it():
    talks = ledger_of(
        ACCEPTS,
        withdraws(since="2030-01-05", until="2030-01-20"),
        says("c", "accepts", "2030-01-08", complete=True),
    )
    assert north(talks, "2030-01-07").until == pt.At("2030-01-20")
    assert north(talks).until is None


def test_an_acceptance_that_was_withdrawn_before_is_lapsed_where_it_is_told_years_later():
    talks = ledger_of(
        says("treaty", "accepts", "2016-04-22"),
        says("note", act="withdraws", until="2020-11-04", since="2022-01-01"),
        says("again", "accepts", "2021-02-19"),
    )
    assert [north(talks, day).live for day in ("2020-11-04", "2020-11-05", "2021-02-19")] == [
        True,
        False,
        True,
    ]


def test_a_run_ends_with_its_until_and_the_next_takes_nothing_over():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", until="2030-01-10", red_line=True),
        says("b", "accepts", "2030-01-15"),
    )
    standing = north(talks)
    assert standing.since == pt.Moment.parse("2030-01-15")
    assert (standing.until, standing.red_line, standing.lapsed) == (None, None, False)
    assert behind(standing.evidence) == ["b"]


def test_a_run_ends_once_its_window_has_closed():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-01-10", red_line=True),
        says("b", "accepts", "2030-01-11"),
    )
    assert north(talks).since == pt.Moment.parse("2030-01-11")
    assert (north(talks).window, north(talks).red_line) == (None, None)


def test_a_window_that_was_prolonged_in_time_keeps_the_run():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-01-10"),
        says("b", since="2030-01-09", window="2030-01-20"),
        says("c", "accepts", "2030-01-15"),
    )
    assert north(talks, "2030-01-16").since == pt.Moment.parse("2030-01-03")


def test_what_has_lapsed_is_shown_and_not_replaced_by_an_older_one():
    talks = ledger_of(
        says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05", until="2030-01-10")
    )
    standing = north(talks, "2030-01-12")
    assert (standing.stance, standing.lapsed, standing.live) == (pt.Stance.ACCEPTS, True, False)


@pytest.mark.parametrize("field", ["window", "until"])
def test_a_day_ends_at_its_next_midnight(field):
    talks = ledger_of(says("a", "accepts", "2030-01-03", **{field: "2030-01-10"}))
    assert not north(talks, "2030-01-10T23:59:59Z").lapsed
    assert north(talks, "2030-01-11T00:00:00Z").lapsed


def test_an_instant_is_its_own_end():
    talks = ledger_of(says("a", "accepts", "2030-01-03", window="2030-01-10T18:00:00Z"))
    assert not north(talks, "2030-01-10T17:59:59Z").lapsed
    assert north(talks, "2030-01-10T18:00:00Z").lapsed


@pytest.mark.parametrize(
    ("became", "lapsed"),
    [("expected", False), ("ongoing", False), ("cancelled", False), ("held", True), ("ended", True)],
)
def test_an_ending_with_an_event_comes_once_that_event_has_ended(became, lapsed):
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window=pt.WithEvent("summit")),
        happens("b", "summit", became, when="2030-01-10"),
    )
    assert not north(talks, "2030-01-10T23:59:59Z").lapsed
    assert north(talks, "2030-01-11T00:00:00Z").lapsed is lapsed


@pytest.mark.parametrize(
    "ending",
    [
        pt.Undisclosed(),
        pt.NotBefore("summit"),
        pt.NotBefore(pt.InWords("the thaw")),
        pt.WithEvent(pt.InWords("it")),
    ],
)
def test_an_ending_without_a_date_never_lapses_by_itself(ending):
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window=ending), happens("b", "summit", "ended", when="2030-01-05")
    )
    assert (north(talks, "2039-01-01").window, north(talks, "2039-01-01").lapsed) == (ending, False)


def test_without_a_stance_the_greatest_statement_gives_since_and_until():
    talks = ledger_of(
        says("a", since="2030-01-03", red_line=True, until="2030-01-31"),
        says("b", since="2030-01-05/2030-01-10", scope="at sea", until="2030-01-20"),
    )
    standing = north(talks, "2030-01-06")
    assert standing.since == pt.Moment.parse("2030-01-05/2030-01-10")
    assert (standing.until, standing.certain) == (pt.At("2030-01-20"), False)


def test_an_offer_that_was_over_when_it_was_told_keeps_what_was_told_with_it():
    late = {
        "red_line": True,
        "conditions": [pt.InWords("progress")],
        "window": "2030-01-10",
        "until": "undisclosed",
    }
    talks = ledger_of(says("a", "accepts", published="2030-01-15", **late))
    standing = north(talks, "2030-01-18")
    assert (standing.lapsed, standing.red_line) == (True, True)
    assert (standing.conditions, standing.until) == ((pt.InWords("progress"),), pt.Undisclosed())


def test_a_stance_restated_past_its_own_end_says_what_it_says():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", red_line=True),
        says("b", "accepts", "/2030-01-17", red_line=False, until="2030-01-05"),
    )
    standing = north(talks, "2030-01-19")
    assert (standing.lapsed, standing.red_line) == (True, False)
    assert "b" in {statement.report for statement in standing.evidence}


def test_an_until_without_a_stance_is_in_the_evidence():
    talks = ledger_of(says("a", None, "2030-01-03", act="urges", red_line=True, until="2030-01-10"))
    standing = north(talks, "2030-01-19")
    assert standing.lapsed
    assert {statement.field for statement in standing.evidence} == {"red_line", "until"}


def test_what_is_said_after_a_window_closed_does_not_join_the_run_that_ended():
    first = pt.Position("NORTH", "truce", "accepts", since="2030-01-05", window="2030-01-10")
    later = pt.Position("NORTH", "truce", since="2030-01-15", window="2030-03-01")
    standing = two(first, later).standing("truce", "NORTH")
    assert (standing.lapsed, standing.window) == (True, pt.At("2030-01-10"))


def test_an_unknown_window_takes_the_place_of_one_that_is_withheld():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window=ABSENT.WITHHELD),
        says("b", since="2030-01-05", window=ABSENT.UNKNOWN),
    )
    assert north(talks).window is ABSENT.UNKNOWN


def test_what_begins_as_a_run_ends_does_not_join_it():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", window="2030-01-10"), says("b", since="2030-01-11", red_line=True)
    )
    assert (north(talks).lapsed, north(talks).red_line) == (True, None)


def test_a_spell_that_ends_as_it_may_have_begun_is_not_certain():
    talks = ledger_of(
        says("a", "accepts", pt.After("summit")),
        happens("b", "summit", "held", when="2030-01-05"),
        says("c", "rejects", "2030-02-01T12:00:00Z"),
    )
    first, second = talks.state(valid=LATER).spells("truce", "NORTH")
    assert first.standing.since.latest == first.ends == second.begins
    assert [spell.standing.certain for spell in (first, second)] == [False, True]


def test_a_spell_of_details_alone_is_certain_once_their_day_is_past():
    talks = ledger_of(
        says("a", since="2030-01-05/2030-01-10", red_line=True), says("b", "accepts", "2030-01-20")
    )
    first, second = talks.state(valid=LATER).spells("truce", "NORTH")
    assert (first.standing.silent, first.standing.certain, second.standing.certain) == (True, True, True)


def test_a_bare_until_prolongs_a_stance_only_before_it_is_over():
    stated = says("a", "accepts", "2030-01-03", until="2030-01-15")
    for since, until in (("2030-01-15T12:00:00Z", "2030-01-20"), ("2030-01-16", "2030-01-15")):
        talks = ledger_of(stated, withdraws(since=since, until="2030-01-20"))
        assert north(talks).until == pt.At(until)
    assert north(ledger_of(stated, withdraws(since="2030-01-20"))).until == pt.At("2030-01-10")
