"""Rule 4: runs: restating a stance is not changing it."""

import pytest

import peacetrack as pt
from tests.recording import says
from tests.rules.helpers import ABSENT, LATER, behind, ledger_of, north, status


def test_restating_is_not_changing():
    talks = ledger_of(says("a", "accepts", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    assert north(talks).since == pt.Moment.parse("2030-01-03")
    assert behind(north(talks).evidence) == ["a", "b"]
    assert len(talks.state(valid=LATER).history("truce", "NORTH")) == 1


def test_a_complete_position_begins_a_run_of_its_own_and_its_since_says_since_when():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", red_line=True), says("b", "accepts", "2030-01-05", complete=True)
    )
    standing = north(talks)
    assert (str(standing.since), standing.red_line, behind(standing.evidence)) == ("2030-01-05", None, ["b"])
    assert str(north(talks, "2030-01-04").since) == "2030-01-03"
    since_then = ledger_of(
        says("a", "accepts", "2030-01-03"),
        says("b", "accepts", "2030-01-03", published="2030-01-05", complete=True),
    )
    assert str(north(since_then).since) == "2030-01-03"


def test_a_stance_given_up_in_between_begins_anew():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03"),
        says("b", "neutral", "2030-01-05"),
        says("c", "accepts", "2030-01-07"),
    )
    assert north(talks).since == pt.Moment.parse("2030-01-07")


def test_a_run_is_certain_once_any_of_it_has_begun():
    talks = ledger_of(says("a", "accepts", "2030-01-01/2030-01-31"), says("b", "accepts", "2030-01-10"))
    assert not north(talks, "2030-01-09").certain
    assert north(talks, "2030-01-10").certain
    assert north(talks, "2030-01-10").since == pt.Moment.parse("2030-01-01/2030-01-31")


def test_what_was_said_before_a_stance_does_not_join_it():
    talks = ledger_of(
        says("a", since="2030-01-03", red_line=True, window="undisclosed"), says("b", "opposes", "2030-01-05")
    )
    assert (north(talks, "2030-01-04").red_line, north(talks).red_line) == (True, None)
    assert north(talks).window is None


def test_red_line_and_conditions_may_be_said_later_in_the_run():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03"),
        says("b", since="2030-01-05", red_line=True, conditions=[pt.EventHeld("summit")]),
    )
    assert (north(talks).red_line, north(talks).conditions) == (True, (pt.EventHeld("summit"),))


def test_an_explicit_false_or_nothing_clears_them():
    said = {"red_line": True, "conditions": [pt.EventHeld("summit")]}
    endings = {"window": "undisclosed", "until": pt.NotBefore("summit")}
    nothing = {"window": ABSENT.NOT_APPLICABLE, "until": ABSENT.NOT_APPLICABLE}
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", **said, **endings),
        says("b", "accepts", "2030-01-05", red_line=False, conditions=[], **nothing),
    )
    standing = north(talks)
    assert (standing.red_line, standing.conditions) == (False, ())
    assert (standing.window, standing.until) == (None, None)


def test_content_goes_on_under_another_stance():
    talks = ledger_of(says("a", "accepts", "2030-01-03", scope="at sea"), says("b", "open", "2030-01-05"))
    assert north(talks).get("scope") == "at sea"


# What is older than the stance


def test_a_detail_from_before_the_party_came_to_its_side_is_older():
    talks = ledger_of(
        says("a", "rejects", "2030-01-03", purpose="preliminary"),
        says("b", "open", "2030-01-10", scope="at sea"),
        says("c", "accepts", "2030-01-12"),
    )
    assert north(talks, "2030-01-05").older == ()
    standing = north(talks)
    assert standing.older == ("content.purpose",)
    assert standing.details == {"purpose": "preliminary", "scope": "at sea"}
    assert standing.counting == {"scope": "at sea"}


def test_a_detail_that_is_reported_again_is_no_longer_older():
    talks = ledger_of(
        says("a", "rejects", "2030-01-03", purpose="preliminary"),
        says("b", "accepts", "2030-01-10"),
        says("c", since="2030-01-12", purpose="preliminary"),
    )
    assert north(talks, "2030-01-11").older == ("content.purpose",)
    assert north(talks).older == ()


def test_without_a_stance_nothing_is_older():
    assert north(ledger_of(says("a", since="2030-01-03", purpose="preliminary"))).older == ()


def test_what_is_older_leaves_a_status_alone_and_is_shown_with_its_date():
    talks = ledger_of(
        says("a", "rejects", "2030-01-03", purpose="preliminary"),
        says("b", "accepts", "2030-01-10"),
        says("s", "accepts", "2030-01-10", of="SOUTH", purpose="definitive"),
    )
    assert status(talks) == "agreed"
    state = talks.state(valid=LATER)
    assert "°2030-01-03" in str(pt.view.board(state))
    assert "°2030-01-03" in str(pt.view.why(state, "truce", "NORTH"))
    gaps = {gap.field: gap for gap in pt.analysis.gaps(state)}
    assert dict(gaps["content.purpose"].held) == {"SOUTH": "definitive"}


@pytest.mark.parametrize("act", ["agrees", "commits", "signs"])
def test_an_acceptance_by_agreeing_ends_the_red_line(act):
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", red_line=True),
        says("b", "accepts", "2030-01-10", act=act),
        says("c", since="2030-01-12", red_line=True),
    )
    days = ("2030-01-09", "2030-01-10", "2030-01-12")
    assert [north(talks, day).red_line for day in days] == [True, None, True]


def test_another_act_and_an_act_with_a_red_line_keep_it():
    line = says("a", "accepts", "2030-01-03", red_line=True)
    assert north(ledger_of(line, says("b", "accepts", "2030-01-10", act="urges"))).red_line
    named = says("b", "accepts", "2030-01-10", act="agrees", red_line=True)
    assert north(ledger_of(line, named)).red_line
