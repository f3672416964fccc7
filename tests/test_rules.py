"""The rules of state, one by one, as examples that a person can read.

NORTH and SOUTH have to agree on a truce and a pledge, EAST and WEST belong to groups. Reports are
recorded one a day in February 2030, on what happened in January, unless a test says otherwise.
"""

from functools import partial

import pytest

import peacetrack as pt
from peacetrack import analysis
from tests import telling
from tests.telling import happens, says

ABSENT = pt.Absence
LATER = "2030-03-01"
AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("EAST", "Eastland", "state"),
        pt.Party("WEST", "Westland", "state"),
        pt.Party(
            "LEAGUE",
            "a league",
            "group",
            members=[pt.Member("EAST", "2030-01-05", "2030-01-20"), pt.Member("WEST")],
        ),
        pt.Party("PACT", "a pact", "group", members=[pt.Member("WEST")], members_known=False),
        pt.Party("UNION", "a union of leagues", "group", members=[pt.Member("LEAGUE")]),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("pledge", "security-guarantee", "help is pledged", needs=["NORTH", "SOUTH"]),
        pt.Term("force", "multinational-force", "a force deploys", needs=["EAST", "WEST"]),
        pt.Term("rest", "other", "the rest is settled", needs=["NORTH", "SOUTH"]),
        pt.Term("border", "territorial-status", "the border stays", needs=["NORTH"], backdrop=True),
        pt.Term("archive", "other", "the archive opens"),
    ],
)
told = partial(telling.told, AGENDA)


def north(talks, valid=LATER, term="truce", **basis):
    return talks.state(valid=valid, **basis).standing(term, "NORTH")


def status(talks, term="truce", valid=LATER, **basis):
    found = talks.state(valid=valid, **basis)[term].status
    return found and found.value


def behind(statements):
    return sorted({statement.report for statement in statements})


# Rule 1: a report says only what it says


def test_a_field_that_a_later_report_does_not_mention_keeps_its_value():
    talks = told(
        says("a", "accepts", "2030-01-03", purpose="definitive", scope="at sea"),
        says("b", "accepts", "2030-01-05", scope="everywhere"),
    )
    assert north(talks).get("purpose") == "definitive"
    assert north(talks).get("scope") == "everywhere"


def test_a_field_that_is_kept_has_the_older_report_as_its_evidence():
    talks = told(
        says("a", "accepts", "2030-01-03", purpose="definitive"),
        says("b", "accepts", "2030-01-05", scope="everywhere"),
    )
    evidence = [(s.field, s.report) for s in north(talks).evidence]
    assert sorted(evidence) == [
        ("content.purpose", "a"),
        ("content.scope", "b"),
        ("stance", "a"),
        ("stance", "b"),
    ]


def test_a_report_of_a_detail_alone_leaves_the_stance():
    talks = told(says("a", "opposes", "2030-01-03"), says("b", since="2030-01-05", scope="at sea"))
    assert north(talks).stance is pt.Stance.OPPOSES
    assert north(talks).get("scope") == "at sea"


def test_each_field_of_a_progress_is_kept_by_itself():
    talks = told(
        pt.draft(id="a", since="2030-01-03").progress("truce", "tabled", trend="advancing"),
        pt.draft(id="b", since="2030-01-05").progress("truce", trend="stalled"),
    )
    progress = talks.state(valid=LATER)["truce"].progress
    assert (progress.stage, progress.trend) == (pt.Stage.TABLED, pt.Trend.STALLED)


def test_each_field_of_an_event_is_kept_by_itself():
    talks = told(
        happens("a", "summit", "expected", place="Harbour"),
        happens("b", "summit", "held"),
    )
    event = talks.state(valid=LATER).events()[0]
    assert (event.status, event.place) == (pt.EventStatus.HELD, "Harbour")


def test_a_complete_position_clears_what_it_does_not_mention():
    talks = told(
        says("a", "accepts", "2030-01-03", red_line=True, purpose="definitive", scope="at sea"),
        says("b", "accepts", "2030-01-05", complete=True, scope="everywhere"),
    )
    after = north(talks)
    assert (after.red_line, after.details) == (None, {"scope": "everywhere"})
    assert behind(after.evidence) == ["b"]


def test_a_complete_position_clears_nothing_before_its_since():
    talks = told(
        says("a", "accepts", "2030-01-03", red_line=True, scope="at sea"),
        says("b", "accepts", "2030-01-05", complete=True),
    )
    before = north(talks, "2030-01-04")
    assert (before.red_line, before.details) == (True, {"scope": "at sea"})


def test_a_late_report_from_before_a_complete_position_does_not_get_past_it():
    talks = told(
        says("a", "accepts", "2030-01-05", complete=True),
        says("b", since="2030-01-04", scope="at sea"),
    )
    assert north(talks).details == {}
    assert north(talks, "2030-01-04").details == {"scope": "at sea"}


def test_act_and_wording_belong_to_the_single_claim():
    talks = told(
        says("a", "accepts", "2030-01-03", act="offers", wording="so be it", reasons=["winter"]),
        says("b", "accepts", "2030-01-05"),
    )
    claims = talks.state(valid=LATER).claims(party="NORTH")
    assert [c.claim.act for c in claims] == [pt.Act.OFFERS, None]
    assert [c.claim.wording for c in claims] == ["so be it", None]
    assert [c.claim.reasons for c in claims] == [("winter",), ()]
    assert north(talks).get("wording") is None


# Rule 2: carry forward, never overwrite


def test_a_value_holds_until_the_next_one():
    talks = told(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    stances = [north(talks, f"2030-01-{day:02}").stance for day in (2, 3, 4, 5, 6)]
    assert stances == [
        None,
        pt.Stance.OPPOSES,
        pt.Stance.OPPOSES,
        pt.Stance.ACCEPTS,
        pt.Stance.ACCEPTS,
    ]


def test_a_late_report_about_march_does_not_erase_a_known_position_of_april():
    talks = told(says("april", "accepts", "2030-04-10"), says("march", "rejects", "2030-03-10"))
    assert north(talks, "2030-03-20").stance is pt.Stance.REJECTS
    assert north(talks, "2030-04-20").stance is pt.Stance.ACCEPTS


# Rule 3: the order of statements


def test_the_later_since_holds_whatever_was_recorded_last():
    talks = told(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-03"))
    assert north(talks).stance is pt.Stance.ACCEPTS


def test_of_one_day_the_nearer_attribution_holds_though_recorded_before():
    talks = told(
        says("a", "accepts", "2030-01-05", by="quote"),
        says("b", "rejects", "2030-01-05", by="leak"),
    )
    assert north(talks).stance is pt.Stance.ACCEPTS


def test_of_equally_near_ones_what_was_recorded_later_holds():
    talks = told(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05"))
    assert north(talks).stance is pt.Stance.REJECTS


def test_within_a_report_the_later_claim_holds():
    draft = pt.draft(id="a", since="2030-01-05")
    draft.position("truce", "accepts", party="NORTH").position("truce", "neutral", party="NORTH")
    assert north(told(draft)).stance is pt.Stance.NEUTRAL


@pytest.mark.parametrize("since", ["2030-01-05/2030-01-20", "[2030-01-05,2030-01-20]"])
def test_an_imprecise_since_stands_at_its_earliest_instant(since):
    talks = told(says("a", "accepts", since))
    assert north(talks, "2030-01-04").stance is None
    assert north(talks, "2030-01-05").stance is pt.Stance.ACCEPTS


def test_an_imprecise_since_is_certain_from_its_latest_instant_on():
    talks = told(says("a", "accepts", "2030-01-05/2030-01-20"))
    assert not north(talks, "2030-01-19").certain
    assert north(talks, "2030-01-20").certain


def test_an_unknown_start_stands_at_its_latest_instant():
    talks = told(says("a", "accepts", "/2030-01-14"), says("b", "opposes", "2030-01-10"))
    assert north(talks, "2030-01-12").stance is pt.Stance.OPPOSES
    assert north(talks, "2030-01-14").stance is pt.Stance.ACCEPTS


def test_where_none_has_begun_one_of_unknown_start_may_already_hold():
    standing = north(told(says("a", "accepts", "/2030-01-14")), "2030-01-10")
    assert standing.stance is pt.Stance.ACCEPTS
    assert not standing.certain


def test_of_several_that_may_hold_the_earliest_anchored_is_given():
    talks = told(says("a", "accepts", "/2030-01-14"), says("b", "rejects", "/2030-01-12"))
    assert north(talks, "2030-01-10").stance is pt.Stance.REJECTS


def test_a_known_start_in_the_future_does_not_hold_already():
    assert north(told(says("a", "accepts", "2030-01-14")), "2030-01-10").stance is None


def test_what_may_hold_brings_only_what_its_own_claim_says():
    talks = told(
        says("a", "accepts", "/2030-01-14", window="undisclosed"),
        says("b", since="/2030-01-12", red_line=True),
        says("c", since="2030-01-02", conditions=[pt.InWords("first the prisoners")]),
    )
    standing = north(talks, "2030-01-10")
    assert standing.window == pt.Undisclosed()
    assert (standing.red_line, standing.conditions) == (None, ())


def test_what_may_hold_counts_as_silent_in_a_status():
    talks = told(says("a", "rejects", "/2030-01-14"))
    assert status(talks, valid="2030-01-10") == "unreported"
    assert status(talks, valid="2030-01-15") == "blocked"


def test_a_since_left_out_is_that_of_the_report():
    draft = pt.draft(id="a", since="2030-01-05", published="2030-01-09")
    draft.position("truce", "accepts", party="NORTH")
    assert north(told(draft)).since == pt.Moment.parse("2030-01-05")


def test_without_any_since_it_began_no_later_than_it_was_published():
    talks = told(says("a", "accepts", published="2030-01-09"))
    assert north(talks).since == pt.Moment.parse("/2030-01-09", inferred=True)
    assert not north(talks, "2030-01-08").certain
    assert north(talks, "2030-01-09").certain


def test_without_a_published_moment_it_began_no_later_than_it_was_recorded():
    since = north(told(says("a", "accepts"))).since
    assert (since.earliest, since.latest.isoformat()) == (None, "2030-02-01T12:00:00+00:00")
    assert since.inferred


@pytest.mark.parametrize("weak", [ABSENT.NOT_STATED, ABSENT.UNKNOWN])
def test_a_weak_absence_never_displaces_a_value(weak):
    talks = told(
        says("a", "accepts", "2030-01-03", scope="at sea"),
        says("b", weak, "2030-01-05", scope=weak),
    )
    assert (north(talks).stance, north(talks).get("scope")) == (pt.Stance.ACCEPTS, "at sea")


@pytest.mark.parametrize(
    "strong", [ABSENT.UNDER_NEGOTIATION, ABSENT.WITHHELD, ABSENT.NOT_APPLICABLE]
)
def test_another_absence_displaces_a_value(strong):
    talks = told(
        says("a", "accepts", "2030-01-03", scope="at sea"),
        says("b", strong, "2030-01-05", scope=strong),
    )
    assert (north(talks).stance, north(talks).get("scope")) == (strong, strong)


@pytest.mark.parametrize("weak", [ABSENT.NOT_STATED, ABSENT.UNKNOWN])
def test_after_a_complete_position_a_weak_absence_stands(weak):
    talks = told(
        says("a", "accepts", "2030-01-03", scope="at sea"),
        says("b", "accepts", "2030-01-05", complete=True, scope=weak),
    )
    assert north(talks).get("scope") is weak


def test_over_another_absence_a_weak_one_stands():
    talks = told(
        says("a", since="2030-01-03", scope=ABSENT.WITHHELD),
        says("b", since="2030-01-05", scope=ABSENT.UNKNOWN),
    )
    assert north(talks).get("scope") is ABSENT.UNKNOWN


def test_over_nothing_a_weak_absence_stands():
    assert north(told(says("a", ABSENT.UNKNOWN, "2030-01-03"))).stance is ABSENT.UNKNOWN


def test_a_stance_that_is_an_absence_is_no_stance():
    talks = told(says("a", ABSENT.UNDER_NEGOTIATION, "2030-01-03"))
    assert north(talks).silent
    assert not north(talks).live
    assert status(talks) == "unreported"


# Rule 4: runs


def test_restating_is_not_changing():
    talks = told(says("a", "accepts", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    assert north(talks).since == pt.Moment.parse("2030-01-03")
    assert behind(north(talks).evidence) == ["a", "b"]
    assert len(talks.state(valid=LATER).history("truce", "NORTH")) == 1


def test_a_stance_given_up_in_between_begins_anew():
    talks = told(
        says("a", "accepts", "2030-01-03"),
        says("b", "neutral", "2030-01-05"),
        says("c", "accepts", "2030-01-07"),
    )
    assert north(talks).since == pt.Moment.parse("2030-01-07")


def test_a_run_is_certain_once_any_of_it_has_begun():
    talks = told(says("a", "accepts", "2030-01-01/2030-01-31"), says("b", "accepts", "2030-01-10"))
    assert not north(talks, "2030-01-09").certain
    assert north(talks, "2030-01-10").certain
    assert north(talks, "2030-01-10").since == pt.Moment.parse("2030-01-01/2030-01-31")


def test_the_window_is_the_last_stated_in_the_run():
    talks = told(
        says("a", "accepts", "2030-01-03", window="2030-01-20"),
        says("b", since="2030-01-05", window="2030-01-25"),
    )
    assert north(talks).window == pt.At("2030-01-25")


def test_restating_an_offer_does_not_extend_it():
    talks = told(
        says("a", "accepts", "2030-01-03", window="2030-01-20"),
        says("b", "accepts", "2030-01-10"),
    )
    assert north(talks, "2030-01-20").live
    assert north(talks, "2030-01-21").lapsed


def test_what_was_said_before_a_stance_does_not_join_it():
    talks = told(
        says("a", since="2030-01-03", red_line=True, window="undisclosed"),
        says("b", "opposes", "2030-01-05"),
    )
    assert (north(talks, "2030-01-04").red_line, north(talks).red_line) == (True, None)
    assert north(talks).window is None


def test_red_line_and_conditions_may_be_said_later_in_the_run():
    talks = told(
        says("a", "accepts", "2030-01-03"),
        says("b", since="2030-01-05", red_line=True, conditions=[pt.EventHeld("summit")]),
    )
    assert (north(talks).red_line, north(talks).conditions) == (True, (pt.EventHeld("summit"),))


def test_restating_keeps_red_line_conditions_window_and_until():
    said = {"red_line": True, "conditions": [pt.EventHeld("summit")]}
    endings = {"window": "undisclosed", "until": pt.NotBefore("summit")}
    talks = told(
        says("a", "accepts", "2030-01-03", **said, **endings), says("b", "accepts", "2030-01-05")
    )
    standing = north(talks)
    assert (standing.red_line, standing.conditions) == (True, (pt.EventHeld("summit"),))
    assert (standing.window, standing.until) == (pt.Undisclosed(), pt.NotBefore("summit"))


def test_an_explicit_false_or_nothing_clears_them():
    said = {"red_line": True, "conditions": [pt.EventHeld("summit")]}
    endings = {"window": "undisclosed", "until": pt.NotBefore("summit")}
    nothing = {"window": ABSENT.NOT_APPLICABLE, "until": ABSENT.NOT_APPLICABLE}
    talks = told(
        says("a", "accepts", "2030-01-03", **said, **endings),
        says("b", "accepts", "2030-01-05", red_line=False, conditions=[], **nothing),
    )
    standing = north(talks)
    assert (standing.red_line, standing.conditions) == (False, ())
    assert (standing.window, standing.until) == (None, None)


def test_another_stance_ends_red_line_conditions_window_and_until():
    said = {"red_line": True, "conditions": [pt.EventHeld("summit")]}
    endings = {"window": "undisclosed", "until": pt.NotBefore("summit")}
    talks = told(
        says("a", "accepts", "2030-01-03", **said, **endings), says("b", "open", "2030-01-05")
    )
    standing = north(talks)
    assert (standing.red_line, standing.conditions) == (None, ())
    assert (standing.window, standing.until) == (None, None)


def test_content_goes_on_under_another_stance():
    talks = told(
        says("a", "accepts", "2030-01-03", scope="at sea"), says("b", "open", "2030-01-05")
    )
    assert north(talks).get("scope") == "at sea"


def test_until_counts_only_on_claims_that_state_the_stance():
    talks = told(
        says("a", "accepts", "2030-01-03"), says("b", since="2030-01-05", until="2030-01-10")
    )
    assert (north(talks).until, north(talks).lapsed) == (None, False)


def test_a_run_ends_with_its_until_and_the_next_takes_nothing_over():
    talks = told(
        says("a", "accepts", "2030-01-03", until="2030-01-10", red_line=True),
        says("b", "accepts", "2030-01-15"),
    )
    standing = north(talks)
    assert standing.since == pt.Moment.parse("2030-01-15")
    assert (standing.until, standing.red_line, standing.lapsed) == (None, None, False)
    assert behind(standing.evidence) == ["b"]


def test_a_run_ends_once_its_window_has_closed():
    talks = told(
        says("a", "accepts", "2030-01-03", window="2030-01-10", red_line=True),
        says("b", "accepts", "2030-01-11"),
    )
    assert north(talks).since == pt.Moment.parse("2030-01-11")
    assert (north(talks).window, north(talks).red_line) == (None, None)


def test_a_window_that_was_prolonged_in_time_keeps_the_run():
    talks = told(
        says("a", "accepts", "2030-01-03", window="2030-01-10"),
        says("b", since="2030-01-09", window="2030-01-20"),
        says("c", "accepts", "2030-01-15"),
    )
    assert north(talks, "2030-01-16").since == pt.Moment.parse("2030-01-03")


def test_what_has_lapsed_is_shown_and_not_replaced_by_an_older_one():
    talks = told(
        says("a", "opposes", "2030-01-03"),
        says("b", "accepts", "2030-01-05", until="2030-01-10"),
    )
    standing = north(talks, "2030-01-12")
    assert (standing.stance, standing.lapsed, standing.live) == (pt.Stance.ACCEPTS, True, False)


@pytest.mark.parametrize("field", ["window", "until"])
def test_a_day_ends_at_its_next_midnight(field):
    talks = told(says("a", "accepts", "2030-01-03", **{field: "2030-01-10"}))
    assert not north(talks, "2030-01-10T23:59:59Z").lapsed
    assert north(talks, "2030-01-11T00:00:00Z").lapsed


def test_an_instant_is_its_own_end():
    talks = told(says("a", "accepts", "2030-01-03", window="2030-01-10T18:00:00Z"))
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
    talks = told(
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
    talks = told(
        says("a", "accepts", "2030-01-03", window=ending),
        happens("b", "summit", "ended", when="2030-01-05"),
    )
    assert (north(talks, "2039-01-01").window, north(talks, "2039-01-01").lapsed) == (ending, False)


def test_without_a_stance_the_greatest_statement_gives_since_and_until():
    talks = told(
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
    talks = told(says("a", "accepts", published="2030-01-15", **late))
    standing = north(talks, "2030-01-18")
    assert (standing.lapsed, standing.red_line) == (True, True)
    assert (standing.conditions, standing.until) == ((pt.InWords("progress"),), pt.Undisclosed())


def test_a_stance_restated_past_its_own_end_says_what_it_says():
    talks = told(
        says("a", "accepts", "2030-01-03", red_line=True),
        says("b", "accepts", "/2030-01-17", red_line=False, until="2030-01-05"),
    )
    standing = north(talks, "2030-01-19")
    assert (standing.lapsed, standing.red_line) == (True, False)
    assert "b" in {statement.report for statement in standing.evidence}


def test_an_until_without_a_stance_is_in_the_evidence():
    talks = told(says("a", None, "2030-01-03", act="urges", red_line=True, until="2030-01-10"))
    standing = north(talks, "2030-01-19")
    assert standing.lapsed
    assert {statement.field for statement in standing.evidence} == {"red_line", "until"}


# Rule 5: events


def test_of_an_event_what_was_published_last_holds():
    talks = told(
        happens("new", "summit", "postponed", published="2030-01-09"),
        happens("old", "summit", "expected", published="2030-01-04"),
    )
    assert talks.state(valid=LATER).events()[0].status is pt.EventStatus.POSTPONED


def test_of_an_event_an_unpublished_report_stands_where_it_was_recorded():
    talks = told(
        happens("unpublished", "summit", "held"),
        happens("published", "summit", "expected", published="2030-01-31"),
    )
    assert talks.state(valid=LATER).events()[0].status is pt.EventStatus.HELD


def test_an_event_may_be_used_before_anything_is_said_of_it():
    talks = told(says("a", "accepts", pt.During("summit"), published="2030-01-09"))
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
    talks = told(happens("a", "summit", became, when="2030-01-10"))
    event = talks.state(valid="2030-01-12").events()[0]
    assert (event.held, event.ended) == (held, ended)


def test_an_event_is_held_from_when_it_begins_and_ended_when_it_is_past():
    talks = told(happens("a", "summit", "ended", when="2030-01-10"))
    moments = ["2030-01-09", "2030-01-10T00:00:00Z", "2030-01-11T00:00:00Z"]
    events = [talks.state(valid=moment).events()[0] for moment in moments]
    assert [(e.held, e.ended) for e in events] == [(False, False), (True, False), (True, True)]


def test_without_a_when_an_event_was_held_by_the_time_its_status_was_told():
    talks = told(happens("a", "summit", "held", published="2030-01-10"))
    assert not talks.state(valid="2030-01-09").events()[0].held
    assert talks.state(valid="2030-01-10").events()[0].held


def test_during_an_event_is_its_when():
    talks = told(
        happens("a", "summit", when="2030-01-10"), says("b", "accepts", pt.During("summit"))
    )
    assert north(talks, "2030-01-09").stance is None
    assert north(talks, "2030-01-10").since.range == pt.Moment.parse("2030-01-10").range


def test_before_an_event_is_an_unknown_start_no_later_than_its_beginning():
    talks = told(
        happens("a", "summit", when="2030-01-10"), says("b", "accepts", pt.Before("summit"))
    )
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
    moved = told(stands, happens("b", "summit", when=first), happens("c", "summit", when=then))
    dated = told(stands, happens("c", "summit", when=then))
    assert north(moved).since.range == north(dated).since.range
    for hour in ("2030-01-13T12:00:00Z", "2030-01-13"):
        assert north(moved, hour).certain == north(dated, hour).certain


def test_a_stance_before_an_event_of_which_no_beginning_is_known_is_checked_and_shown():
    talks = told(
        happens("a", "summit", "held", when="../2030-01-10"),
        says("b", "accepts", pt.Before("summit")),
    )
    state = talks.state(valid="2031-01-01")
    assert state["truce"]["NORTH"].live
    assert "old-position" not in {finding.check for finding in analysis.check(state)}


def test_events_come_in_the_order_of_their_dates_and_those_without_one_last():
    talks = told(
        happens("a", "vote", status="expected"),
        happens("b", "summit", when="2030-01-13"),
        happens("c", "talks", when="2030-01-12"),
        happens("d", "call", status="expected"),
    )
    events = [event.id for event in talks.state(valid=LATER).events()]
    assert events == ["talks", "summit", "call", "vote"]


def test_before_an_event_of_which_no_beginning_is_known_nothing_ends():
    talks = told(
        happens("a", "summit", when="../2030-01-10"),
        says("b", "accepts", "2030-01-05", window=pt.At(pt.Before("summit"))),
    )
    assert not north(talks).lapsed


def test_after_an_event_is_between_its_end_and_when_it_was_told():
    talks = told(
        happens("a", "summit", when="2030-01-10"),
        says("b", "accepts", pt.After("summit"), published="2030-01-12"),
    )
    since = north(talks).since
    assert since.earliest.date().isoformat() == "2030-01-10"
    assert since.latest.date().isoformat() == "2030-01-12"
    assert north(talks, "2030-01-10T23:00:00Z").stance is None


def test_when_an_event_is_dated_what_is_bound_to_it_moves_there():
    talks = told(
        says("a", "accepts", pt.During("summit"), published="2030-01-09"),
        happens("b", "summit", when="2030-01-06"),
    )
    assert north(talks, "2030-01-07").certain
    assert north(talks, "2030-01-05").stance is None


def test_an_answer_from_before_an_event_was_dated_does_not_change():
    report = says("a", "accepts", pt.During("summit"), published="2030-01-09")
    talks = told(report, happens("b", "summit", when="2030-01-06"))
    before = told(report)
    assert talks.state(valid="2030-01-07", known=2) == before.state(valid="2030-01-07")
    assert not north(talks, "2030-01-07", known=2).certain


def test_when_its_date_is_withdrawn_what_is_bound_to_it_moves_back():
    talks = told(
        says("a", "accepts", pt.During("summit"), published="2030-01-09"),
        happens("b", "summit", when="2030-01-06"),
    )
    talks.retract("b", reason="another summit", recorded_at="2030-02-10")
    assert not north(talks, "2030-01-07").certain
    assert north(talks, "2030-01-07", known=3).certain


def test_an_event_may_be_dated_by_another_event():
    talks = told(
        says("a", "accepts", pt.During("dinner")),
        happens("b", "dinner", when=pt.During("summit")),
        happens("c", "summit", when="2030-01-06"),
    )
    assert north(talks, "2030-01-06").certain
    assert north(talks, "2030-01-05").stance is None


def test_events_that_date_each_other_are_refused():
    talks = told(happens("a", "dinner", when=pt.During("summit")))
    with pytest.raises(pt.errors.EventCircleError) as caught:
        talks.record(happens("b", "summit", when=pt.After("dinner")))
    assert sorted(caught.value.circle) == ["dinner", "summit"]
    assert talks.head == 2


# Rule 6: changed is not corrected


def test_a_change_leaves_what_was_before_it():
    talks = told(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    assert north(talks, "2030-01-04").stance is pt.Stance.OPPOSES


def test_a_correction_withdraws_and_asserts_at_one_seq():
    talks = told(says("a", "opposes", "2030-01-03", red_line=True))
    receipt = talks.correct("a", says("b", "accepts", "2030-01-05"), reason="misheard")
    assert receipt.seq == 3
    assert north(talks, known=2).stance is pt.Stance.OPPOSES
    assert (north(talks).stance, north(talks).red_line) == (pt.Stance.ACCEPTS, None)
    assert north(talks, "2030-01-04").stance is None


def test_a_correction_keeps_the_place_of_what_it_corrects_in_ties():
    talks = told(says("a", "opposes", "2030-01-05"), says("b", "accepts", "2030-01-05"))
    talks.correct("a", says("a2", "rejects", "2030-01-05"), reason="misheard")
    assert north(talks).stance is pt.Stance.ACCEPTS


def test_a_correction_of_a_correction_keeps_the_first_place():
    talks = told(says("a", "opposes", "2030-01-05"), says("b", "accepts", "2030-01-05"))
    talks.correct("a", says("a2", "rejects", "2030-01-05"), reason="misheard")
    talks.correct("a2", says("a3", "neutral", "2030-01-05"), reason="misheard again")
    assert north(talks).stance is pt.Stance.ACCEPTS


def test_a_retraction_only_withdraws():
    talks = told(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    talks.retract("b", reason="a hoax")
    assert north(talks).stance is pt.Stance.OPPOSES
    assert north(talks, known=3).stance is pt.Stance.ACCEPTS


def test_retracting_a_correction_does_not_revive_what_it_corrected():
    talks = told(says("a", "opposes", "2030-01-03"))
    talks.correct("a", says("b", "accepts", "2030-01-03"), reason="misheard")
    talks.retract("b", reason="a hoax")
    assert north(talks).silent


def test_recording_again_what_was_withdrawn_is_an_error_that_names_the_entry():
    talks = told(says("a", "opposes", "2030-01-03"))
    talks.retract("a", reason="a hoax")
    with pytest.raises(
        pt.errors.WithdrawnReportError, match=r"retracted by entry 3.*under an id of its own"
    ) as caught:
        talks.record(says("a", "opposes", "2030-01-03"))
    assert (caught.value.id, caught.value.seq) == ("a", 3)


def test_the_id_of_what_was_withdrawn_stays_taken():
    talks = told(says("a", "opposes", "2030-01-03"))
    talks.retract("a", reason="a hoax")
    with pytest.raises(pt.ConflictError):
        talks.record(says("a", "accepts", "2030-01-03"))


def test_a_correction_needs_an_id_of_its_own():
    talks = told(says("a", "opposes", "2030-01-03"))
    with pytest.raises(pt.ConflictError, match="an id of its own"):
        talks.correct("a", says("a", "accepts", "2030-01-03"), reason="misheard")


def test_a_repeated_correction_or_retraction_returns_its_first_receipt():
    talks = told(says("a", "opposes", "2030-01-03"))
    corrected = [
        talks.correct("a", says("b", "open", "2030-01-03"), reason="misheard") for _ in range(2)
    ]
    retracted = [talks.retract("b", reason="a hoax") for _ in range(2)]
    assert [(r.seq, r.new) for r in corrected + retracted] == [
        (3, True),
        (3, False),
        (4, True),
        (4, False),
    ]


# Rule 7: disputes


def test_two_reports_of_unknown_origin_can_dispute():
    talks = told(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05"))
    assert north(talks).disputed == ("stance",)
    assert north(talks).stance is pt.Stance.REJECTS


def test_reports_of_one_origin_do_not_dispute():
    talks = told(
        says("a", "accepts", "2030-01-05", origin="wire"),
        says("b", "rejects", "2030-01-05", origin="wire"),
    )
    assert north(talks).disputed == ()


def test_reports_of_two_origins_dispute():
    talks = told(
        says("a", "accepts", "2030-01-05", origin="wire"),
        says("b", "rejects", "2030-01-05", origin="radio"),
    )
    assert north(talks).disputed == ("stance",)


def test_voices_of_one_report_dispute():
    draft = pt.draft(id="a", since="2030-01-05")
    draft.voice("quote", of="NORTH").position("truce", "accepts")
    draft.voice("leak", of="NORTH").position("truce", "rejects")
    assert north(told(draft)).disputed == ("stance",)


def test_one_voice_of_one_report_does_not_dispute_itself():
    draft = pt.draft(id="a", since="2030-01-05")
    draft.voice("quote", of="NORTH").position("truce", "accepts").position("truce", "rejects")
    assert north(told(draft)).disputed == ()


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        ("rejects", "opposes", ()),
        ("open", "accepts", ()),
        ("opposes", "neutral", ("stance",)),
        ("neutral", "open", ("stance",)),
        ("opposes", "open", ("stance",)),
    ],
)
def test_stances_differ_when_they_fall_on_different_sides(one, other, disputed):
    talks = told(says("a", one, "2030-01-05"), says("b", other, "2030-01-05"))
    assert north(talks).disputed == disputed


def test_any_field_can_be_disputed():
    talks = told(
        says("a", "accepts", "2030-01-05", purpose="definitive", red_line=True),
        says("b", "accepts", "2030-01-05", purpose="preliminary", red_line=False),
    )
    assert sorted(north(talks).disputed) == ["content.purpose", "red_line"]


@pytest.mark.parametrize("absence", pt.Absence)
def test_an_absence_disputes_nothing(absence):
    talks = told(
        says("a", "accepts", "2030-01-05", scope="at sea"),
        says("b", absence, "2030-01-05", scope=absence),
    )
    assert north(talks).disputed == ()


def test_statements_that_the_evidence_can_order_do_not_dispute():
    talks = told(says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-06"))
    assert north(talks).disputed == ()


def test_ranges_that_overlap_cannot_be_ordered():
    talks = told(says("a", "accepts", "2030-01-05/2030-01-08"), says("b", "rejects", "2030-01-06"))
    assert north(talks).disputed == ("stance",)


def test_a_statement_that_has_not_begun_can_dispute_one_that_has():
    talks = told(says("a", "accepts", "2030-01-05/2030-01-08"), says("b", "rejects", "2030-01-07"))
    standing = north(talks, "2030-01-06")
    assert (standing.stance, standing.disputed) == (pt.Stance.ACCEPTS, ("stance",))


def test_what_may_hold_can_be_disputed():
    talks = told(says("a", "accepts", "/2030-01-14"), says("b", "rejects", "2030-01-14"))
    assert north(talks, "2030-01-10").disputed == ("stance",)


def test_a_statement_that_is_not_trusted_disputes_nothing():
    talks = told(
        says("a", "accepts", "2030-01-05"), says("b", "rejects", "2030-01-05", by="rumour")
    )
    assert north(talks).disputed == ()
    assert north(talks, trust=pt.EVERYTHING).disputed == ("stance",)


def test_dates_of_an_event_differ_where_they_do_not_overlap():
    vague = told(
        happens("a", "summit", when="2030-01", published="2030-02-01"),
        happens("b", "summit", when="2030-01-06", published="2030-02-01"),
    )
    wrong = told(
        happens("a", "summit", when="2030-01-07", published="2030-02-01"),
        happens("b", "summit", when="2030-01-06", published="2030-02-01"),
    )
    assert vague.state(valid=LATER).events()[0].disputed == ()
    assert wrong.state(valid=LATER).events()[0].disputed == ("when",)


# Rule 8: trust is applied when asking


@pytest.mark.parametrize("by", ["supporters", "analysts", "inference", "rumour"])
def test_the_default_trust_leaves_out_opinion(by):
    talks = told(says("a", "accepts", "2030-01-05", by=by))
    assert north(talks).silent
    assert north(talks, trust=pt.EVERYTHING).stance is pt.Stance.ACCEPTS


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("document", True),
        ("quote", True),
        ("named", True),
        ("joint", True),
        ("institution", True),
        ("officials-participant", False),
        ("leak", False),
        ("narrator", False),
    ],
)
def test_on_record_reaches_from_a_document_to_an_institution(by, counts):
    talks = told(says("a", "accepts", "2030-01-05", by=by))
    assert north(talks, trust=pt.ON_RECORD).silent is not counts


def test_reliability_is_the_worst_letter_that_counts():
    talks = told(
        says("a", "accepts", "2030-01-03", reliability="B"),
        says("b", "opposes", "2030-01-04", reliability="C"),
    )
    assert north(talks, trust=pt.Trust(reliability="B")).stance is pt.Stance.ACCEPTS
    assert north(talks, trust=pt.Trust(reliability="C")).stance is pt.Stance.OPPOSES


def test_credibility_is_the_worst_digit_that_counts():
    talks = told(
        says("a", "accepts", "2030-01-03", credibility="2"),
        says("b", "opposes", "2030-01-04", credibility="3"),
    )
    assert north(talks, trust=pt.Trust(credibility="2")).stance is pt.Stance.ACCEPTS
    assert north(talks, trust=pt.Trust(credibility="3")).stance is pt.Stance.OPPOSES


@pytest.mark.parametrize("letter", [None, "F"])
def test_f_and_no_letter_are_ungraded(letter):
    source = {"reliability": letter} if letter else {}
    talks = told(says("a", "accepts", "2030-01-03", **source))
    assert north(talks, trust=pt.Trust(reliability="A")).stance is pt.Stance.ACCEPTS
    assert north(talks, trust=pt.Trust(reliability="A", ungraded=False)).silent


def test_published_by_leaves_out_what_is_not_known_to_be_published():
    talks = told(
        says("a", "accepts", "2030-01-03", published="2030-01-05"),
        says("b", "opposes", "2030-01-04", published="2030-01-09"),
        says("c", "rejects", "2030-01-05"),
    )
    assert north(talks, published_by="2030-01-04").silent
    assert north(talks, published_by="2030-01-05").stance is pt.Stance.ACCEPTS
    assert north(talks, published_by="2030-02-28").stance is pt.Stance.OPPOSES


def test_an_answer_under_a_trust_is_that_of_a_ledger_of_the_trusted_claims():
    trusted = [
        says("a", "opposes", "2030-01-03", by="quote"),
        says("b", "accepts", "2030-01-05", by="named"),
    ]
    talks = told(*trusted, says("c", "rejects", "2030-01-06", by="leak"))
    only = told(*trusted)
    assert talks.state(valid=LATER, trust=pt.ON_RECORD) == only.state(valid=LATER)


def test_dates_of_events_count_whatever_the_trust():
    talks = told(
        says("a", "accepts", pt.During("summit"), by="quote", published="2030-01-20"),
        happens("b", "summit", when="2030-01-06"),
    )
    assert north(talks, "2030-01-07", trust=pt.ON_RECORD).certain


def test_the_status_of_an_event_counts_only_where_it_is_trusted():
    talks = told(happens("a", "summit", "held", when="2030-01-06"))
    assert talks.state(valid=LATER).met(pt.EventHeld("summit"))
    assert not talks.state(valid=LATER, trust=pt.ON_RECORD).met(pt.EventHeld("summit"))


def test_without_drops_a_report_with_its_dates():
    talks = told(
        says("a", "accepts", pt.During("summit"), published="2030-01-20"),
        happens("b", "summit", when="2030-01-06"),
    )
    state = talks.state(valid="2030-01-07")
    assert state.standing("truce", "NORTH").certain
    assert not state.without("b").standing("truce", "NORTH").certain
    assert not north(talks, "2030-01-07", trust=pt.Trust(without=["b"])).certain


# Rule 9: live, and groups


def test_a_standing_is_live_when_it_has_begun_and_has_not_lapsed():
    talks = told(says("a", "accepts", "/2030-01-05", window="2030-01-10"))
    moments = ["2030-01-04", "2030-01-06", "2030-01-11"]
    assert [north(talks, moment).live for moment in moments] == [False, True, False]


def member(talks, valid="2030-01-15", party="EAST", **basis):
    return talks.state(valid=valid, **basis).standing("force", party)


def in_force(id, stance=None, since=None, *, of="LEAGUE", **said):
    return says(id, stance, since, term="force", of=of, **said)


def test_a_member_without_a_stance_stands_where_its_group_stands():
    talks = told(in_force("a", "accepts", "2030-01-03", troops=True))
    assert (member(talks).stance, member(talks).by_group) == (pt.Stance.ACCEPTS, "LEAGUE")
    assert member(talks).get("troops") is True


def test_a_member_with_a_stance_stands_on_its_own_statements_only():
    talks = told(
        in_force("a", "accepts", "2030-01-03", troops=True),
        in_force("b", "neutral", "2030-01-02", of="EAST"),
    )
    assert (member(talks).stance, member(talks).by_group) == (pt.Stance.NEUTRAL, None)
    assert member(talks).get("troops") is None


def test_a_members_own_stance_that_lapsed_is_still_its_own():
    talks = told(
        in_force("a", "accepts", "2030-01-03"),
        in_force("b", "opposes", "2030-01-02", of="EAST", until="2030-01-10"),
    )
    assert (member(talks).stance, member(talks).lapsed) == (pt.Stance.OPPOSES, True)
    assert member(talks).by_group is None


def test_a_members_own_stance_that_only_may_have_begun_leaves_it_with_its_group():
    talks = told(
        in_force("a", "accepts", "2030-01-03"), in_force("b", "opposes", "/2030-01-18", of="EAST")
    )
    assert (member(talks).stance, member(talks).by_group) == (pt.Stance.ACCEPTS, "LEAGUE")


def test_a_members_own_absence_leaves_it_with_its_group():
    talks = told(
        in_force("a", "accepts", "2030-01-03"),
        in_force("b", ABSENT.UNDER_NEGOTIATION, "2030-01-10", of="EAST"),
    )
    assert (member(talks).stance, member(talks).by_group) == (pt.Stance.ACCEPTS, "LEAGUE")


def test_a_member_belongs_from_the_first_day_to_the_end_of_the_last():
    talks = told(in_force("a", "accepts", "2030-01-03"))
    moments = ["2030-01-04", "2030-01-05T00:00:00Z", "2030-01-20T23:59:59Z", "2030-01-21T00:00:00Z"]
    assert [member(talks, moment).by_group for moment in moments] == [
        None,
        "LEAGUE",
        "LEAGUE",
        None,
    ]


def test_a_members_own_details_overlay_those_of_its_group():
    talks = told(
        in_force("a", "accepts", "2030-01-03", troops=True, location="the coast", red_line=True),
        in_force("b", since="2030-01-02", of="EAST", troops=False, red_line=False),
    )
    standing = member(talks)
    assert standing.details == {"troops": False, "location": "the coast"}
    assert (standing.stance, standing.red_line) == (pt.Stance.ACCEPTS, False)
    assert behind(standing.evidence) == ["a", "b"]


def test_a_members_own_details_overlay_only_once_they_have_begun():
    talks = told(
        in_force("a", "accepts", "2030-01-03", troops=True),
        in_force("b", since="/2030-01-18", of="EAST", troops=False),
    )
    assert member(talks).get("troops") is True


@pytest.mark.parametrize(("group", "own"), [(None, "2030-01-10"), ("2030-01-10", "2030-01-31")])
def test_a_members_own_window_says_whether_it_has_lapsed(group, own):
    talks = told(
        in_force("a", "accepts", "2030-01-03", window=group),
        in_force("b", since="2030-01-04", of="EAST", window=own),
    )
    assert member(talks).window == pt.At(own)
    assert member(talks).lapsed is (own == "2030-01-10")


def test_of_several_groups_the_one_with_the_greatest_stance_is_taken_whole():
    talks = told(
        in_force("a", "accepts", "2030-01-03", troops=True),
        in_force("b", "open", "2030-01-04", of="PACT", location="the coast"),
    )
    standing = member(talks, party="WEST")
    assert (standing.stance, standing.by_group) == (pt.Stance.OPEN, "PACT")
    assert standing.details == {"location": "the coast"}


def test_of_several_groups_what_differs_is_disputed():
    talks = told(
        in_force("a", "accepts", "2030-01-03", troops=True, location="the coast"),
        in_force("b", "opposes", "2030-01-04", of="PACT", troops=False, location="the coast"),
    )
    assert sorted(member(talks, party="WEST").disputed) == ["content.troops", "stance"]


def test_membership_is_not_transitive():
    talks = told(in_force("a", "accepts", "2030-01-03", of="UNION"))
    assert member(talks, party="LEAGUE").by_group == "UNION"
    assert member(talks, party="WEST").silent


def test_members_that_nobody_knows_are_not_invented():
    talks = told(in_force("a", "accepts", "2030-01-03", of="PACT"))
    state = talks.state(valid="2030-01-15")
    assert state.standing("force", "EAST").silent
    assert status(talks, "force", "2030-01-15") == "pending"


def test_a_term_can_be_agreed_by_a_group():
    talks = told(in_force("a", "accepts", "2030-01-03"))
    assert status(talks, "force", "2030-01-15") == "agreed"
    assert talks.state(valid="2030-01-15")["force"].accepting == ("EAST", "WEST")


# Rule 10: the status of a term


def both(one, other, **said):
    """NORTH and SOUTH on the truce."""
    return told(
        says("n", one, "2030-01-03", **said), says("s", other, "2030-01-03", of="SOUTH", **said)
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, None, "unreported"),
        (ABSENT.WITHHELD, ABSENT.UNKNOWN, "unreported"),
        ("rejects", "accepts", "blocked"),
        ("rejects", "opposes", "blocked"),
        ("opposes", "accepts", "contested"),
        ("opposes", None, "contested"),
        ("neutral", "accepts", "pending"),
        ("open", "accepts", "pending"),
        ("accepts", None, "pending"),
        ("accepts", ABSENT.UNDER_NEGOTIATION, "pending"),
        ("accepts", "accepts", "agreed"),
    ],
)
def test_the_first_status_that_fits_is_given(one, other, expected):
    talks = both(one, other, scope="everywhere")
    assert status(talks) == expected


def test_a_stance_that_lapsed_is_reported_but_no_longer_blocks():
    talks = told(says("a", "rejects", "2030-01-03", until="2030-01-10"))
    assert status(talks, valid="2030-01-10") == "blocked"
    assert status(talks, valid="2030-01-11") == "pending"


def test_an_acceptance_that_lapsed_leaves_a_term_pending():
    talks = told(
        says("n", "accepts", "2030-01-03", window="2030-01-10"),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
    )
    assert status(talks, valid="2030-01-10") == "agreed"
    assert status(talks, valid="2030-01-11") == "pending"
    assert talks.state(valid="2030-01-11")["truce"].waits_on == ("NORTH",)


def pledged(north_says, south_says):
    return told(
        says("n", "accepts", "2030-01-03", term="pledge", **north_says),
        says("s", "accepts", "2030-01-03", term="pledge", of="SOUTH", **south_says),
    )


def years(low=None, high=None):
    return pt.Quantity(low, high, "years")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"duration": years(20, 20)}, {"duration": years(0, 15)}, "in-principle"),
        ({"duration": years(15, 20)}, {"duration": years(0, 15)}, "agreed"),
        ({"duration": years(15)}, {"duration": years(20, 20)}, "agreed"),
        ({"duration": years(20, 20)}, {"duration": pt.Quantity(20, 20, "months")}, "in-principle"),
        ({"guarantors": ["EAST"]}, {"guarantors": ["WEST"]}, "in-principle"),
        ({"guarantors": ["EAST", "WEST"]}, {"guarantors": ["WEST", "PACT"]}, "agreed"),
        ({"binding": True}, {"binding": False}, "in-principle"),
        ({"binding": True}, {"binding": True}, "agreed"),
        ({"binding": True}, {}, "agreed"),
        ({"binding": True}, {"binding": ABSENT.WITHHELD}, "agreed"),
        ({"binding": True}, {"binding": ABSENT.UNDER_NEGOTIATION}, "in-principle"),
        ({"model": "bespoke"}, {"model": "bilateral"}, "in-principle"),
        ({"label": "guarantee"}, {"label": "assurance"}, "agreed"),
        ({"label": "guarantee"}, {"label": ABSENT.UNDER_NEGOTIATION}, "agreed"),
    ],
)
def test_all_accept_but_only_in_principle_where_a_binding_field_has_no_common_ground(
    one, other, expected
):
    assert status(pledged(one, other), "pledge") == expected


def test_all_accept_but_only_in_principle_while_the_progress_leaves_a_field_open():
    talks = pledged({"binding": True}, {"binding": True})
    open_still = pt.draft(id="p", since="2030-01-05")
    talks.record(open_still.progress("pledge", duration=ABSENT.UNDER_NEGOTIATION))
    assert status(talks, "pledge", "2030-01-04") == "agreed"
    assert status(talks, "pledge", "2030-01-05") == "in-principle"


def test_dates_only_describe():
    talks = told(
        says("n", "accepts", "2030-01-03", start="2030-02-01"),
        says("s", "accepts", "2030-01-03", of="SOUTH", start="2030-03-01"),
    )
    assert status(talks) == "agreed"


def test_all_accept_but_conditionally_while_a_condition_is_unmet():
    talks = told(
        says("n", "accepts", "2030-01-03", conditions=[pt.EventHeld("summit")]),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
    )
    term = talks.state(valid=LATER)["truce"]
    assert term.status is pt.TermStatus.CONDITIONAL
    assert (term.accepting, term.waits_on) == (("NORTH", "SOUTH"), ("NORTH",))


def test_in_principle_comes_before_conditional():
    conditions = {"conditions": [pt.EventHeld("summit")]}
    talks = pledged({"binding": True, **conditions}, {"binding": False})
    assert status(talks, "pledge") == "in-principle"


def test_beside_the_status_it_is_told_who_accepts_who_is_needed_and_who_is_waited_for():
    term = both("accepts", "open", scope="everywhere").state(valid=LATER)["truce"]
    assert term.needed == ("NORTH", "SOUTH")
    assert (term.accepting, term.waits_on) == (("NORTH",), ("SOUTH",))


@pytest.mark.parametrize("term", ["border", "archive"])
def test_a_backdrop_and_a_term_without_needs_have_no_status(term):
    talks = told(says("a", "accepts", "2030-01-03", term=term))
    assert talks.state(valid=LATER)[term].status is None
    assert north(talks, term=term).stance is pt.Stance.ACCEPTS


# Rule 11: conditions


def met(talks, condition, valid=LATER):
    return talks.state(valid=valid).met(condition)


def test_a_condition_on_a_term_asks_for_at_least_that_status():
    talks = both("accepts", "open", scope="everywhere")
    assert met(talks, pt.TermIs("truce", "pending"))
    assert not met(talks, pt.TermIs("truce", "in-principle"))


def test_a_term_without_a_status_meets_nothing():
    talks = told(says("a", "accepts", "2030-01-03", term="border"))
    assert not met(talks, pt.TermIs("border", "pending"))


@pytest.mark.parametrize(
    ("stance", "wanted", "expected"),
    [
        ("accepts", "open", True),
        ("open", "accepts", False),
        ("open", "open", True),
        ("rejects", "opposes", True),
        ("opposes", "rejects", False),
        ("neutral", "neutral", True),
        ("accepts", "neutral", False),
        ("accepts", "opposes", False),
        (ABSENT.WITHHELD, "open", False),
    ],
)
def test_a_condition_on_a_stance_asks_for_at_least_as_far_on_that_side(stance, wanted, expected):
    talks = told(says("a", stance, "2030-01-03"))
    assert met(talks, pt.StanceIs("NORTH", "truce", wanted)) is expected


def test_a_condition_on_a_stance_asks_that_it_is_live():
    talks = told(says("a", "accepts", "2030-01-03", window="2030-01-10"))
    assert met(talks, pt.StanceIs("NORTH", "truce", "accepts"), "2030-01-10")
    assert not met(talks, pt.StanceIs("NORTH", "truce", "accepts"), "2030-01-11")


def test_a_condition_on_an_acceptance_asks_that_its_own_conditions_are_met():
    talks = told(says("a", "accepts", "2030-01-03", conditions=[pt.EventHeld("summit")]))
    assert not met(talks, pt.StanceIs("NORTH", "truce", "accepts"))
    talks.record(happens("b", "summit", "held", when="2030-01-10"))
    assert met(talks, pt.StanceIs("NORTH", "truce", "accepts"))


def test_a_condition_on_a_refusal_does_not_look_at_its_conditions():
    talks = told(says("a", "rejects", "2030-01-03", conditions=[pt.EventHeld("summit")]))
    assert met(talks, pt.StanceIs("NORTH", "truce", "rejects"))


def test_a_condition_on_an_event_is_met_from_when_it_is_held():
    talks = told(happens("a", "summit", "held", when="2030-01-10"))
    assert not met(talks, pt.EventHeld("summit"), "2030-01-09")
    assert met(talks, pt.EventHeld("summit"), "2030-01-10")


def test_a_condition_in_words_is_unmet_until_the_party_restates_its_conditions():
    talks = told(
        says("n", "accepts", "2030-01-03", conditions=[pt.InWords("first the prisoners")]),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
        says("n2", "accepts", "2030-01-10", conditions=[]),
    )
    assert status(talks, valid="2030-01-09") == "conditional"
    assert status(talks, valid="2030-01-10") == "agreed"


def test_conditions_are_read_one_after_the_other():
    talks = told(
        says("n", "accepts", "2030-01-03", conditions=[pt.TermIs("pledge", "agreed")]),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
        says("n2", "accepts", "2030-01-03", term="pledge", conditions=[pt.EventHeld("summit")]),
        says("s2", "accepts", "2030-01-03", term="pledge", of="SOUTH"),
        happens("e", "summit", "held", when="2030-01-10"),
    )
    assert status(talks, valid="2030-01-09") == "conditional"
    assert status(talks, valid="2030-01-10") == "agreed"


def test_a_circle_of_conditions_stays_conditional():
    talks = told(
        says("n", "accepts", "2030-01-03", conditions=[pt.TermIs("pledge", "agreed")]),
        says("s", "accepts", "2030-01-03", of="SOUTH"),
        says("n2", "accepts", "2030-01-03", term="pledge"),
        says(
            "s2",
            "accepts",
            "2030-01-03",
            term="pledge",
            of="SOUTH",
            conditions=[pt.TermIs("truce", "agreed")],
        ),
    )
    assert (status(talks), status(talks, "pledge")) == ("conditional", "conditional")
    state = talks.state(valid=LATER)
    assert (state["truce"].waits_on, state["pledge"].waits_on) == (("NORTH",), ("SOUTH",))


def test_conditions_on_a_refusal_are_shown_and_change_no_status():
    unless = [pt.EventHeld("summit")]
    talks = told(
        says("n", "rejects", "2030-01-03", conditions=unless),
        happens("e", "summit", "held", when="2030-01-10"),
    )
    assert north(talks).conditions == tuple(unless)
    assert (status(talks, valid="2030-01-05"), status(talks)) == ("blocked", "blocked")


def test_a_status_to_wait_for_is_pending_or_above():
    with pytest.raises(pt.errors.WrongTypeError, match="pending or above"):
        pt.TermIs("truce", "contested")


# Rule 12: grades


def test_grades_name_their_scale():
    assert pt.Reliability.B.scale == "Admiralty reliability"
    assert pt.Credibility("2").scale == "Admiralty credibility"
    assert pt.Likelihood.LIKELY.scale == "ICD 203 likelihood"


@pytest.mark.parametrize("grade", [pt.Reliability.F, pt.Credibility.CANNOT_BE_JUDGED])
def test_what_cannot_be_judged_is_no_number(grade):
    with pytest.raises(pt.errors.NotJudgedError):
        grade.number


# Names, as known


def test_what_is_not_yet_declared_is_silent_and_only_unknown_names_raise():
    talks = told()
    late = pt.Agenda(
        "invented", terms=[pt.Term("toll", "other", "the toll falls", needs=["NORTH"])]
    )
    talks.declare(late, recorded_at="2030-02-01")
    early = talks.state(valid=LATER, known=1)
    assert "toll" not in list(early)
    assert early.standing("toll", "NORTH").silent
    assert early["toll"].status is None
    with pytest.raises(KeyError, match="did you mean 'toll'"):
        early.standing("tole", "NORTH")


def test_silences_name_the_needed_who_have_no_stance():
    talks = told(says("a", "accepts", "/2030-01-14"))
    silent = analysis.silences(talks.state(valid="2030-01-10"))
    assert ("truce", "NORTH") in [(row.term, row.party) for row in silent]


# Read once more


def bare(id, since, **said):
    """A report of a field without a stance."""
    return pt.Report([pt.Position("NORTH", "truce", since=since, **said)], id=id)


def two(first, other):
    """Two reports of one day, each from an origin of its own."""
    talks = pt.Tracker(
        pt.Agenda(
            "invented",
            parties=[pt.Party(p, p, "state") for p in ("NORTH", "SOUTH", "ISLE")],
            terms=[
                pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH"]),
                pt.Term("pledge", "security-guarantee", "help is pledged", needs=["NORTH"]),
            ],
        )
    )
    for number, position in enumerate((first, other)):
        talks.record(pt.Report([position], id=f"r{number}", source=pt.Source(origin=f"o{number}")))
    return talks.state(valid="2030-02-01", trust=pt.EVERYTHING)


def test_a_set_told_in_another_order_is_the_same_set():
    told_so = [
        pt.Position(
            "NORTH",
            "pledge",
            "open",
            since="2030-01-05",
            content=pt.content.SecurityGuarantee(guarantors=guarantors),
        )
        for guarantors in (["SOUTH", "ISLE"], ["ISLE", "SOUTH"])
    ]
    assert two(*told_so).standing("pledge", "NORTH").disputed == ()


def test_a_date_told_in_other_words_is_the_same_date():
    closing = [pt.At("2030-03-01"), pt.At(pt.Moment.parse("2030-03-01", said="by spring"))]
    told_so = [
        pt.Position("NORTH", "truce", "open", since="2030-01-05", window=window)
        for window in closing
    ]
    assert two(*told_so).standing("truce", "NORTH").disputed == ()


def test_what_is_said_after_a_window_closed_does_not_join_the_run_that_ended():
    first = pt.Position("NORTH", "truce", "accepts", since="2030-01-05", window="2030-01-10")
    later = pt.Position("NORTH", "truce", since="2030-01-15", window="2030-03-01")
    standing = two(first, later).standing("truce", "NORTH")
    assert (standing.lapsed, standing.window) == (True, pt.At("2030-01-10"))
