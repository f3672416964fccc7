"""Rule 3: the order of statements: when they begin, how near they are, which absence stands."""

import pytest

import peacetrack as pt
from tests.recording import says
from tests.rules.helpers import ABSENT, behind, ledger_of, north, status


def test_the_later_since_holds_whatever_was_recorded_last():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-03"))
    assert north(talks).stance is pt.Stance.ACCEPTS


def test_of_one_day_the_nearer_attribution_holds_though_recorded_before():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", by="quote"), says("b", "rejects", "2030-01-05", by="leak")
    )
    assert north(talks).stance is pt.Stance.ACCEPTS


def test_of_equally_near_ones_what_was_recorded_later_holds():
    talks = ledger_of(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05"))
    assert north(talks).stance is pt.Stance.REJECTS


def test_within_a_report_the_later_claim_holds():
    draft = pt.draft(id="a", since="2030-01-05")
    draft.position("truce", "accepts", party="NORTH").position("truce", "neutral", party="NORTH")
    assert north(ledger_of(draft)).stance is pt.Stance.NEUTRAL


@pytest.mark.parametrize("since", ["2030-01-05/2030-01-20", "[2030-01-05,2030-01-20]"])
def test_an_imprecise_since_stands_at_its_earliest_instant(since):
    talks = ledger_of(says("a", "accepts", since))
    assert north(talks, "2030-01-04").stance is None
    assert north(talks, "2030-01-05").stance is pt.Stance.ACCEPTS


def test_an_imprecise_since_is_certain_from_its_latest_instant_on():
    talks = ledger_of(says("a", "accepts", "2030-01-05/2030-01-20"))
    assert not north(talks, "2030-01-19").certain
    assert north(talks, "2030-01-20").certain


def test_an_unknown_start_stands_at_its_latest_instant():
    talks = ledger_of(says("a", "accepts", "/2030-01-14"), says("b", "opposes", "2030-01-10"))
    assert north(talks, "2030-01-12").stance is pt.Stance.OPPOSES
    assert north(talks, "2030-01-14").stance is pt.Stance.ACCEPTS


@pytest.mark.parametrize("since", ["/2030-01-14", "[..2030-01-14]", "[..2030-01-12,2030-01-14]"])
def test_where_none_has_begun_one_of_unknown_start_may_already_hold(since):
    talks = ledger_of(says("a", "accepts", since))
    assert (north(talks, "2030-01-10").stance, north(talks, "2030-01-10").certain) == ("accepts", False)
    assert (status(talks, valid="2030-01-10"), status(talks, valid="2030-01-15")) == ("unreported", "pending")


def test_of_several_that_may_hold_the_earliest_anchored_is_given():
    talks = ledger_of(says("a", "accepts", "/2030-01-14"), says("b", "rejects", "/2030-01-12"))
    assert north(talks, "2030-01-10").stance is pt.Stance.REJECTS


def test_a_known_start_in_the_future_does_not_hold_already():
    assert north(ledger_of(says("a", "accepts", "2030-01-14")), "2030-01-10").stance is None


def test_what_may_hold_brings_only_what_its_own_claim_says():
    talks = ledger_of(
        says("a", "accepts", "/2030-01-14", window="undisclosed"),
        says("b", since="/2030-01-12", red_line=True),
        says("c", since="2030-01-02", conditions=[pt.InWords("first the prisoners")]),
    )
    standing = north(talks, "2030-01-10")
    assert standing.window == pt.Undisclosed()
    assert (standing.red_line, standing.conditions) == (None, ())


def test_what_may_hold_without_a_stance_holds_field_by_field():
    talks = ledger_of(
        says("a", ABSENT.NOT_APPLICABLE, "/2030-01-14", window="2030-03-01"),
        says("b", since="/2030-01-12", window="undisclosed", red_line=True),
    )
    standing = north(talks, "2030-01-10")
    assert (standing.stance, standing.window, standing.red_line) == (
        ABSENT.NOT_APPLICABLE,
        pt.Undisclosed(),
        True,
    )


def test_what_may_hold_counts_as_silent_in_a_status():
    talks = ledger_of(says("a", "rejects", "/2030-01-14"))
    assert status(talks, valid="2030-01-10") == "unreported"
    assert status(talks, valid="2030-01-15") == "blocked"


def test_a_since_left_out_is_that_of_the_report():
    draft = pt.draft(id="a", since="2030-01-05", published="2030-01-09")
    draft.position("truce", "accepts", party="NORTH")
    assert north(ledger_of(draft)).since == pt.Moment.parse("2030-01-05")


def test_without_any_since_it_began_no_later_than_it_was_published():
    talks = ledger_of(says("a", "accepts", published="2030-01-09"))
    assert north(talks).since == pt.Moment.parse("/2030-01-09", inferred=True)
    assert not north(talks, "2030-01-08").certain
    assert north(talks, "2030-01-09").certain


def test_without_a_published_moment_it_began_no_later_than_it_was_recorded():
    since = north(ledger_of(says("a", "accepts"))).since
    assert (since.earliest, since.latest.isoformat()) == (None, "2030-02-01T12:00:00+00:00")
    assert since.inferred


@pytest.mark.parametrize("weak", [ABSENT.NOT_STATED, ABSENT.UNKNOWN])
def test_a_weak_absence_never_displaces_a_value(weak):
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", scope="at sea"), says("b", weak, "2030-01-05", scope=weak)
    )
    assert (north(talks).stance, north(talks).get("scope")) == (pt.Stance.ACCEPTS, "at sea")


@pytest.mark.parametrize("strong", [ABSENT.UNDER_NEGOTIATION, ABSENT.WITHHELD, ABSENT.NOT_APPLICABLE])
def test_another_absence_displaces_a_value(strong):
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", scope="at sea"), says("b", strong, "2030-01-05", scope=strong)
    )
    assert (north(talks).stance, north(talks).get("scope")) == (strong, strong)


@pytest.mark.parametrize("weak", [ABSENT.NOT_STATED, ABSENT.UNKNOWN])
def test_after_a_complete_position_a_weak_absence_stands(weak):
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", scope="at sea"),
        says("b", "accepts", "2030-01-05", complete=True, scope=weak),
    )
    assert north(talks).get("scope") is weak


def test_over_another_absence_a_weak_one_stands():
    talks = ledger_of(
        says("a", since="2030-01-03", scope=ABSENT.WITHHELD),
        says("b", since="2030-01-05", scope=ABSENT.UNKNOWN),
    )
    assert north(talks).get("scope") is ABSENT.UNKNOWN


def test_over_nothing_a_weak_absence_stands():
    assert north(ledger_of(says("a", ABSENT.UNKNOWN, "2030-01-03"))).stance is ABSENT.UNKNOWN


def test_a_stance_that_is_an_absence_is_no_stance():
    talks = ledger_of(says("a", ABSENT.UNDER_NEGOTIATION, "2030-01-03"))
    assert north(talks).silent
    assert not north(talks).live
    assert status(talks) == "unreported"


def test_the_bound_of_an_unknown_start_is_the_earlier_of_publication_and_recording():
    year = ledger_of(says("a", "accepts", published="2030"))
    standing = north(year, "2030-02-01T12:00:00Z")
    assert standing.since.latest.isoformat() == "2030-02-01T12:00:00+00:00"
    assert (standing.live, standing.certain) == (True, True)
    early = ledger_of(says("a", "accepts", published="2030-01-09"))
    assert north(early).since == pt.Moment.parse("/2030-01-09", inferred=True)


@pytest.mark.parametrize("since", [pt.Moment.unknown("long ago"), "/..", pt.During("summit")])
def test_a_since_without_a_date_has_the_same_bound(since):
    since = north(ledger_of(says("a", "accepts", since, published="2030"))).since
    assert since.latest.isoformat() == "2030-02-01T12:00:00+00:00"


def test_of_equally_anchored_ones_that_may_hold_the_nearer_attribution_is_given():
    talks = ledger_of(
        says("a", "rejects", "/2030-01-14", by="leak"),
        says("b", "accepts", "/2030-01-14", by="quote"),
        says("c", "opposes", "/2030-01-20", by="quote"),
    )
    assert north(talks, "2030-01-10").stance is pt.Stance.ACCEPTS


def test_a_history_begins_before_what_is_of_unknown_start_has_certainly_begun():
    talks = ledger_of(says("a", "accepts", "/2030-01-14"))
    (spell,) = talks.state(valid="2030-03-01").spells("truce", "NORTH")
    assert spell.begins < spell.standing.since.latest


def test_of_several_earliest_that_may_hold_the_greatest_is_given():
    talks = ledger_of(
        says("a", "accepts", "/2030-01-20", by="leak"), says("b", "rejects", "/2030-01-20", by="quote")
    )
    assert behind(north(talks, "2030-01-10").evidence) == ["b"]


def test_what_only_may_hold_takes_no_place_that_was_cleared():
    talks = ledger_of(
        says("a", "rejects", "/2030-01-20"), says("b", since="2030-01-05", red_line=True, complete=True)
    )
    assert [north(talks, f"2030-01-{day:02}").stance for day in (4, 10)] == [pt.Stance.REJECTS, None]
