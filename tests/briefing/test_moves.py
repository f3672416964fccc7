"""Moves: who went from which stance to another, when, how that is known.

The rules are those of `docs/explanation/what-a-brief-says.md`.
"""

from __future__ import annotations

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis
from tests import recording
from tests.briefing.invented import AGENDA, PARTIES, SUMMIT, lines, sentences, week
from tests.recording import happens, says


def test_a_move_is_known_by_the_reports_of_it_and_not_by_what_the_party_said_before():
    turns = [("quote", "accepts"), ("leak", "rejects"), ("leak", "accepts")]
    reports = (says(f"r{n}", stance, f"2030-01-{n + 3:02}", by=by) for n, (by, stance) in enumerate(turns))
    assert sentences(lines(*reports), "moved-last")[0].endswith(
        "from rejects, not on the record (accepts on the record), to accepts, 5 Jan 2030, not on the record"
    )


@pytest.mark.parametrize(
    ("before", "left"),
    [
        ([{"by": "quote"}], "accepts"),
        ([{"by": "narrator"}], "accepts, not on the record,"),
        ([{"of": "NORTH", "party": "SOUTH", "by": "named"}], "accepts, by the account of Northland,"),
    ],
)
def test_a_move_says_how_the_stance_that_it_left_was_known(before, left):
    reports = [
        says(f"a{n}", "accepts", "2030-01-03", **{"of": "SOUTH"} | how) for n, how in enumerate(before)
    ]
    rows = lines(*reports, says("b", "rejects", "2030-01-05", of="SOUTH", by="quote"))
    assert sentences(rows, "moved-last") == [
        f"Last moved: Southland on Ceasefire, from {left} to rejects, 5 Jan 2030"
    ]


def test_of_two_stances_without_a_date_the_order_is_not_known():
    turn = [says("a", "rejects", of="SOUTH", by="named"), says("b", "accepts", of="SOUTH", by="named")]
    rows = lines(*turn)
    went = "from rejects to accepts, by 2 Feb 2030, the order not known"
    assert sentences(rows, "moved-last") == [f"Perhaps moved: Southland on Ceasefire, {went}"]
    sure = [says("c", "open", "2030-01-03", by="named"), says("d", "accepts", "2030-01-05", by="named")]
    (line,) = sentences(lines(*sure, *turn), "moved-last")
    less_sure = "1 later move disputed, undated or only off the record"
    assert line == f"Last moved: Northland on Ceasefire, from open to accepts, 5 Jan 2030; {less_sure}"
    dated = says("b", "accepts", "2030-02-10", of="SOUTH", by="named")
    (line,) = sentences(lines(turn[0], dated), "moved-last")
    assert line == "Last moved: Southland on Ceasefire, from rejects to accepts, 10 Feb 2030"


def test_one_report_without_a_date_is_not_told_as_two_moves():
    talks = recording.new(AGENDA)
    for day, of, since in (
        ("01", "NORTH", "2030-02-01"),
        ("02", "SOUTH", "2030-01-05"),
        ("03", "SOUTH", None),
    ):
        stance = "rejects" if day == "02" else "accepts"
        talks.record(says(day, stance, since, of=of, by="named"), recorded_at=f"2030-02-{day}T12:00:00Z")
    (line,) = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-01").filter(rule="turn")
    went = "from no known stance to rejects, 5 Jan 2030, then to accepts, by 3 Feb 2030, the order not known"
    assert line.what == f"Southland went {went}, and reports differ"


def test_what_only_perhaps_held_before_is_no_stance_and_no_news():
    talks = recording.new(AGENDA)
    for day, stance, since, by in (
        ("2030-01-06", "opposes", "2030-01-05", "named"),
        ("2030-01-08", "rejects", "2030-01-07", "named"),
        ("2030-02-08", "rejects", None, "quote"),
    ):
        report = says(f"r{day}", stance, since, of="SOUTH", by=by, published=day)
        talks.record(report, recorded_at=f"{day}T20:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-01-20"), since="2030-01-15")
    assert sentences(rows, "nothing-changed") == ["Nothing changed"]
    (line,) = sentences(rows, "rejection-on-record")
    assert line == "Ceasefire: Southland rejects “the guns fall silent”"


def test_what_came_before_the_stance_of_now_is_told_as_past_where_it_is_reported_later():
    talks = recording.new(AGENDA)
    for day, stance, since in (
        ("2030-01-06", "accepts", "2030-01-05"),
        ("2030-01-20", "rejects", "2030-01-04"),
    ):
        report = says(f"r{day}", stance, since, of="SOUTH", by="named", published=day)
        talks.record(report, recorded_at=f"{day}T20:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-01-22"), since="2030-01-13")
    late = "to rejects, 4 Jan 2030, reported 16 days later, before it went to accepts, 5 Jan 2030"
    assert sentences(rows, "learned") == [f"Ceasefire: Southland went from no known stance {late}"]


@pytest.mark.parametrize(
    ("by", "after"),
    [
        ("named", ", 10 Feb 2030"),
        ("leak", ", 10 Feb 2030, not on the record; on the record since 10 Jan 2030"),
    ],
)
def test_a_member_that_leaves_the_stance_of_its_group_has_moved_on_that_day(by, after):
    union = pt.Party("UNION", "the Union", "group", members=[pt.Member("SOUTH")])
    talks = recording.new(attrs.evolve(AGENDA, parties=[*PARTIES, union]))
    for of, stance, day, how in (
        ("SOUTH", "accepts", "2030-01-10", "named"),
        ("UNION", "opposes", "2030-01-20", "named"),
        ("SOUTH", "accepts", "2030-02-10", by),
    ):
        report = says(f"r{day}", stance, day, of=of, by=how, published=day)
        talks.record(report, recorded_at=f"{day}T20:00:00Z")
    (line,) = sentences(analysis.brief(talks.state(valid="2030-02-01")), "opposition")
    assert line == "Ceasefire: Southland opposes “the guns fall silent”, with the Union"
    rows = analysis.brief(talks.state(valid="2030-02-15"), since="2030-02-05")
    assert sentences(rows, "turn") == [
        f"Ceasefire: Southland went from opposes with the Union to accepts{after}"
    ]


def test_later_moves_that_are_less_sure_than_the_last_are_counted():
    sure = [says("a", "open", "2030-01-03", by="quote"), says("b", "accepts", "2030-01-05", by="quote")]
    quiet = [
        says(f"q{n}", stance, f"2030-01-{n:02}", of="SOUTH", by=by)
        for n, (stance, by) in {2: ("opposes", "quote"), 4: ("open", "leak"), 9: ("accepts", "leak")}.items()
    ]
    (line,) = sentences(lines(*sure, *quiet), "moved-last")
    assert line.endswith(
        "from open to accepts, 5 Jan 2030; 1 later move disputed, undated or only off the record"
    )


def test_where_reports_differ_on_a_stance_it_is_not_said_to_have_moved():
    undated = pt.draft(id="b")
    undated.position("aid", "opposes", party="SOUTH")
    rows = lines(says("a", "open", "2030-01-03", of="SOUTH", term="aid"), undated)
    assert sentences(rows, "moved-last") == []
    talks = recording.new(AGENDA)
    said = [("SOUTH", "open", 1), ("NORTH", "open", 1), ("NORTH", "accepts", 9), ("SOUTH", "accepts", 10)]
    for n, (of, stance, day) in enumerate([*said, ("SOUTH", "opposes", 10)]):
        report = says(f"r{n}", stance, f"2030-02-{day:02}", of=of, by="named", term="pact")
        talks.record(report, recorded_at=f"2030-02-{day:02}T20:00:00Z")
    turns = [line.what for line in analysis.brief(talks.state(valid="2030-02-20")).filter(rule="turn")]
    assert turns[0] == "Northland went from open to accepts, 9 Feb 2030"
    assert turns[1].endswith(", 10 Feb 2030, and reports differ")


def test_turns_come_before_first_stances_and_details_are_counted():
    rows = lines(
        says("a", "open", "2030-01-03"),
        says("b", "rejects", "2030-02-10"),
        says("c", "accepts", "2030-02-10", of="SOUTH", scope="all"),
        since=2,
    )
    changed = [line for line in rows if line.part == "changed"]
    assert [line.rule for line in changed] == ["turned-against", "first-stance", "details"]
    assert str(changed[0]).startswith("Ceasefire: Northland went from open to rejects")
    assert str(changed[1]).startswith(
        "Ceasefire: Southland accepts it, 10 Feb 2030, not on the record; no stance"
    )


def test_of_turns_the_last_recorded_comes_first():
    rows = lines(
        says("a", "open", "2030-01-03"),
        says("b", "open", "2030-01-03", term="aid", of="SOUTH"),
        says("c", "rejects", "2030-02-10"),
        says("d", "rejects", "2030-02-10", term="aid", of="SOUTH"),
        since=3,
    )
    assert [line.reports for line in rows.filter(rule="turned-against")] == [("d",), ("c",)]


ACCEPTED: tuple = ("accepts", "2030-02-01", "named", {})


REJECTED: tuple = ("rejects", "2030-02-10", "quote", {"quote": "never"})


def test_a_rejection_inside_the_span_is_told_where_the_party_came_back_from_it():
    rows = week(ACCEPTED, REJECTED, ("accepts", "2030-02-12", "named", {}))
    (line,) = rows.filter(rule="turn")
    assert line.what == "Southland went from accepts to rejects, 10 Feb 2030, then to accepts, 12 Feb 2030"
    assert line.source == "Southland, quoted; 10 Feb 2030 · Southland, on the record; 12 Feb 2030"
    assert line.reports == ("r1", "r2")
    unnamed = week(ACCEPTED, REJECTED, ("accepts", "2030-02-12", "officials-briefed", {}))
    assert sentences(unnamed, "turn") == [f"Aid: {line.what}, not on the record"]
    assert sentences(unnamed, "details") == []


def test_the_first_stance_of_a_party_is_the_first_also_where_another_came_after_it():
    rows = week(REJECTED, ("accepts", "2030-02-12", "officials-briefed", {}))
    went = "Aid: Southland went from no known stance to rejects, 10 Feb 2030, then to accepts, 12 Feb 2030"
    assert sentences(rows, "turn") == [f"{went}, not on the record"]
    assert not any("no stance was known before" in line.what for line in rows)


def test_a_stance_that_is_taken_again_after_none_is_not_the_first():
    none = (pt.Absence.UNDER_NEGOTIATION, "2030-02-03", "named", {})
    rows = week(ACCEPTED, none, ("accepts", "2030-02-12", "named", {}))
    assert sentences(rows, "first-stance") == [
        "Aid: Southland accepts it, 12 Feb 2030; no stance was known just before"
    ]


def test_a_move_has_the_same_beginning_in_the_headline_and_in_what_changed():
    rows = week(ACCEPTED, ("open", "2030-02-10", "named", {}), ("opposes", "2030-02-12", "named", {}))
    assert sentences(rows, "moved-last") == [
        "Last moved: Southland on Aid, from open to opposes, 12 Feb 2030"
    ]
    assert sentences(rows, "turned-against") == [
        "Aid: Southland went from accepts to open, 10 Feb 2030, then to opposes, 12 Feb 2030"
    ]


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (
            [("open", "2030-02-01", "named", {})],
            "went from open to accepts, 12 Feb 2030, by the account of Northland",
        ),
        ([], "accepts it, 12 Feb 2030, by the account of Northland; no stance was known before"),
    ],
)
def test_what_another_party_says_changed_is_by_its_account(before, sentence):
    rows = week(*before, ("accepts", "2030-02-12", "named", {"of": "NORTH", "party": "SOUTH"}))
    assert [line.what for line in rows if line.rule in ("turn", "first-stance")] == [f"Southland {sentence}"]


def test_a_move_reported_within_a_day_was_not_learned_late():
    rows = week(("rejects", "2030-02-10", "quote", {}), ("accepts", "2030-02-15", "officials-briefed", {}))
    assert sentences(rows, "learned") == []
    assert sentences(rows, "turn")


def test_a_move_between_reports_off_the_record_does_not_lead_where_the_party_spoke():
    talks = recording.new(AGENDA)
    for n, (of, stance, day, by) in enumerate(
        [
            ("SOUTH", "rejects", "2030-02-01", "quote"),
            ("NORTH", "open", "2030-02-01", "named"),
            ("SOUTH", "open", "2030-02-08", "leak"),
            ("NORTH", "accepts", "2030-02-09", "named"),
            ("SOUTH", "accepts", "2030-02-10", "officials-briefed"),
        ]
    ):
        talks.record(says(f"r{n}", stance, day, of=of, by=by), recorded_at=f"{day}T20:00:00Z")
    rows = analysis.brief(talks.state(valid="2030-02-20"), since="2030-02-05")
    (moved,) = sentences(rows, "moved-last")
    less_sure = "; 1 later move disputed, undated or only off the record"
    assert moved == f"Last moved: Northland on Ceasefire, from open to accepts, 9 Feb 2030{less_sure}"
    assert [line.who for line in rows.filter(rule="turn")] == [("Northland",), ("Southland",)]


def test_the_conditions_of_a_move_are_in_its_sentence():
    asking = ("open", "2030-02-10", "named", {"conditions": [pt.TermIs("truce", "agreed")]})
    rows = week(("neutral", "2030-02-01", "named", {}), asking)
    went = "open if “Ceasefire” is agreed, 10 Feb 2030"
    assert sentences(rows, "turn") == [f"Aid: Southland went from neutral to {went}"]
    assert sentences(rows, "moved-last") == [f"Last moved: Southland on Aid, from neutral to {went}"]
    assert sentences(rows, "terms-of-stance") == []


@pytest.mark.parametrize(
    ("first", "later", "went", "cited"),
    [
        (
            ("named", {}),
            ("accepts", "2030-02-12", "named", SUMMIT),
            "accepts, 10 Feb 2030; since 12 Feb 2030 if the summit is held",
            ("r1", "r2"),
        ),
        (
            ("named", SUMMIT),
            ("accepts", "2030-02-12", "named", {"conditions": []}),
            "accepts if the summit is held, 10 Feb 2030; since 12 Feb 2030 without conditions",
            ("r1", "r2"),
        ),
        (
            ("named", {}),
            ("accepts", "2030-02-12", "narrator", SUMMIT),
            "accepts, 10 Feb 2030; since 12 Feb 2030 if the summit is held, not on the record",
            ("r1", "r2"),
        ),
        (
            ("named", {}),
            ("accepts", "2030-02-10", "narrator", SUMMIT),
            "accepts, 10 Feb 2030; since 10 Feb 2030 if the summit is held, not on the record",
            ("r1", "r2"),
        ),
        (
            ("leak", {}),
            ("accepts", "2030-02-12", "named", {}),
            "accepts, 10 Feb 2030, not on the record; on the record since 12 Feb 2030",
            ("r1", "r2"),
        ),
        (
            ("leak", SUMMIT),
            ("accepts", "2030-02-12", "named", {}),
            "accepts if the summit is held, 10 Feb 2030, not on the record; on the record since 12 Feb 2030,"
            " but not its conditions",
            ("r1", "r2"),
        ),
        (("named", {}), ("accepts", "2030-02-12", "named", {}), "accepts, 10 Feb 2030", ("r1",)),
        (
            ("named", {"window": "2030-02-11"}),
            ("accepts", "2030-02-13", "leak", {}),
            "accepts, 10 Feb 2030; again since 13 Feb 2030, not on the record",
            ("r1", "r2"),
        ),
        (
            ("named", {}),
            ("accepts", "2030-02-12", "named", {"window": "2030-02-15"}),
            "accepts, 10 Feb 2030; lapsed 15 Feb 2030",
            ("r1",),
        ),
    ],
)
def test_the_day_the_conditions_and_the_reserve_of_a_move_belong_together(first, later, went, cited):
    by, more = first
    rows = week(("opposes", "2030-02-01", "named", {}), ("accepts", "2030-02-10", by, more), later)
    assert sentences(rows, "turn") == [f"Aid: Southland went from opposes to {went}"]
    assert sentences(rows, "moved-last") == [f"Last moved: Southland on Aid, from opposes to {went}"]
    for rule in ("turn", "moved-last"):
        (line,) = rows.filter(rule=rule)
        assert line.reports == cited
        assert line.source.count(" · ") == len(cited) - 1


def test_a_move_away_says_on_which_conditions_and_whether_the_stance_it_left_had_run_out():
    rows = week(
        ("accepts", "2030-02-01", "named", SUMMIT | {"window": "2030-02-08"}),
        ("rejects", "2030-02-10", "quote", {}),
    )
    (line,) = rows.filter(rule="turned-against")
    assert line.what == "Southland went from accepts if the summit is held (lapsed) to rejects, 10 Feb 2030"


def test_the_turn_of_a_needed_party_comes_before_that_of_another():
    rows = lines(
        says("a", "open", "2030-01-03", of="EAST"),
        says("b", "open", "2030-01-03", term="aid", of="SOUTH"),
        says("c", "accepts", "2030-02-10", of="EAST"),
        says("d", "accepts", "2030-02-10", term="aid", of="SOUTH"),
        since=3,
    )
    assert sentences(rows, "turn") == [
        "Aid: Southland went from open to accepts, 10 Feb 2030, not on the record",
        "Ceasefire: Eastland went from open to accepts, 10 Feb 2030, not on the record",
    ]


def test_the_last_move_of_the_headline_is_the_first_turn_of_what_changed_with_its_day():
    rows = lines(
        says("a", "open", "2030-01-03"),
        says("b", "open", "2030-01-03", term="aid", of="SOUTH"),
        says("c", "open", "2030-01-03", of="EAST"),
        says("d", "accepts", "2030-02-10"),
        says("e", "accepts", "2030-02-09", term="aid", of="SOUTH"),
        says("f", "accepts", "2030-02-10", of="EAST"),
        since=4,
    )
    (moved,) = sentences(rows, "moved-last")
    assert moved == "Last moved: Northland on Ceasefire, from open to accepts, 10 Feb 2030, not on the record"
    assert sentences(rows, "turn") == [
        "Ceasefire: Northland went from open to accepts, 10 Feb 2030, not on the record",
        "Aid: Southland went from open to accepts, 9 Feb 2030, not on the record",
        "Ceasefire: Eastland went from open to accepts, 10 Feb 2030, not on the record",
    ]


def test_a_move_whose_report_was_corrected_since_has_its_conditions_and_reserves():
    talks = recording.ledger_of(AGENDA, says("a", "open", "2030-01-03"))
    talks.record(says("b", "accepts", "2030-01-20", by="named", **SUMMIT), recorded_at="2030-02-02")
    again = says("b2", "accepts", "2030-01-20", by="named", quote="yes, then", **SUMMIT)
    talks.correct("b", again, reason="with the words", recorded_at="2030-02-03")
    (line,) = analysis.brief(talks.state(valid="2030-02-20"), since=2).filter(rule="learned")
    went = "from open, not on the record, to accepts if the summit is held, 20 Jan 2030"
    assert line.what == f"Northland went {went}, recorded 14 days later"


def _anonymous(id, stance, day, speaker, by="officials-briefed"):
    report = pt.draft(id=id, since=day, published=day)
    report.voice(by, speaker, of="SOUTH").position("aid", stance)
    return report


@pytest.mark.parametrize(
    ("speaker", "about", "known"),
    [
        ("a diplomat", "Last moved", ", not on the record"),
        ("an aide", "Perhaps moved", ", by different sources off the record"),
    ],
)
def test_what_two_different_unnamed_sources_say_is_perhaps_no_move(speaker, about, known):
    reports = [
        _anonymous("a", "opposes", "2030-01-03", "a diplomat"),
        _anonymous("b", "open", "2030-01-09", speaker),
    ]
    (line,) = lines(*reports).filter(rule="moved-last")
    assert (line.about, line.what) == (about, f"Southland on Aid, from opposes to open, 9 Jan 2030{known}")
    assert line.reports == (("a", "b") if about == "Perhaps moved" else ("b",))
    sure = [says(f"n{n}", stance, f"2030-01-0{n}", by="named") for n, stance in ((3, "open"), (4, "accepts"))]
    (line,) = lines(*reports, *sure).filter(rule="moved-last")
    assert line.who == (("Northland",) if about == "Perhaps moved" else ("Southland",))


def test_a_move_that_perhaps_has_not_begun_is_perhaps_a_move():
    """The acceptance begins after a round of which no report says that it was held."""
    after = says("b", "accepts", pt.After("round"), term="aid", of="SOUTH", by="institution")
    round_ = happens("c", "round", "expected", type="talks", when="2030-01-20")
    rows = lines(says("a", "open", "2030-01-03", term="aid", of="SOUTH", by="named"), after, round_)
    (line,) = rows.filter(rule="moved-last")
    assert line.about == "Perhaps moved"
    moved = "Southland on Aid, from open to accepts, on 20 Jan 2030 or later"
    assert line.what == f"{moved}; no report says that this was held: Talks"
