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
        says("a", "accepts", "2030-01-03", window="2030-01-20"),
        says("b", "accepts", "2030-01-10"),
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
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", **said, **endings), says("b", "open", "2030-01-05")
    )
    standing = north(talks)
    assert (standing.red_line, standing.conditions) == (None, ())
    assert (standing.window, standing.until) == (None, None)


def test_until_counts_only_on_claims_that_state_the_stance():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03"), says("b", since="2030-01-05", until="2030-01-10")
    )
    assert (north(talks).until, north(talks).lapsed) == (None, False)


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
        says("a", "opposes", "2030-01-03"),
        says("b", "accepts", "2030-01-05", until="2030-01-10"),
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
    [
        ("expected", False),
        ("ongoing", False),
        ("cancelled", False),
        ("held", True),
        ("ended", True),
    ],
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
        says("a", "accepts", "2030-01-03", window=ending),
        happens("b", "summit", "ended", when="2030-01-05"),
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
        says("a", "accepts", "2030-01-03", window="2030-01-10"),
        says("b", since="2030-01-11", red_line=True),
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
