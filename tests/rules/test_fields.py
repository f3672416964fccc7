"""Rules 1 and 2: a report says only what it says, and a value holds until the next one."""

import pytest

import peacetrack as pt
from peacetrack import content, view
from tests.recording import happens, says
from tests.rules.helpers import LATER, behind, ledger_of, north


def test_a_field_that_a_later_report_does_not_mention_keeps_its_value():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", purpose="definitive", scope="at sea"),
        says("b", "accepts", "2030-01-05", scope="everywhere"),
    )
    assert north(talks).get("purpose") == "definitive"
    assert north(talks).get("scope") == "everywhere"


def test_a_field_that_is_kept_has_the_older_report_as_its_evidence():
    talks = ledger_of(
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
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", since="2030-01-05", scope="at sea"))
    assert north(talks).stance is pt.Stance.OPPOSES
    assert north(talks).get("scope") == "at sea"


def test_each_field_of_a_progress_is_kept_by_itself():
    talks = ledger_of(
        pt.draft(id="a", since="2030-01-03").progress("truce", "tabled", trend="advancing"),
        pt.draft(id="b", since="2030-01-05").progress("truce", trend="stalled"),
    )
    progress = talks.state(valid=LATER)["truce"].progress
    assert (progress.stage, progress.trend) == (pt.Stage.TABLED, pt.Trend.STALLED)


def test_each_field_of_an_event_is_kept_by_itself():
    talks = ledger_of(happens("a", "summit", "expected", place="Harbour"), happens("b", "summit", "held"))
    event = talks.state(valid=LATER).events()[0]
    assert (event.status, event.place) == (pt.EventStatus.HELD, "Harbour")


def test_a_complete_position_clears_what_it_does_not_mention():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", red_line=True, purpose="definitive", scope="at sea"),
        says("b", "accepts", "2030-01-05", complete=True, scope="everywhere"),
    )
    after = north(talks)
    assert (after.red_line, after.details) == (None, {"scope": "everywhere"})
    assert behind(after.evidence) == ["b"]


@pytest.mark.parametrize(("said", "red_line"), [({}, None), ({"red_line": True}, True)])
def test_a_binding_acceptance_ends_a_red_line_unless_it_says_so_again(said, red_line):
    first = says("a", "accepts", "2030-01-03", red_line=True)
    assert (
        north(ledger_of(first, says("b", "accepts", "2030-01-05", act="signs", **said))).red_line is red_line
    )


def test_a_red_line_may_hold_with_its_stance():
    talks = ledger_of(says("a", "rejects", "/2030-01-14", red_line=True))
    assert (north(talks, "2030-01-10").red_line, north(talks, "2030-01-10").certain) == (True, False)


def test_a_complete_position_clears_nothing_before_its_since():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", red_line=True, scope="at sea"),
        says("b", "accepts", "2030-01-05", complete=True),
    )
    before = north(talks, "2030-01-04")
    assert (before.red_line, before.details) == (True, {"scope": "at sea"})


def test_a_late_report_from_before_a_complete_position_does_not_get_past_it():
    talks = ledger_of(
        says("a", "accepts", "2030-01-05", complete=True), says("b", since="2030-01-04", scope="at sea")
    )
    assert north(talks).details == {}
    assert north(talks, "2030-01-04").details == {"scope": "at sea"}


def test_act_and_wording_belong_to_the_single_claim():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", act="offers", wording="so be it", reasons=["winter"]),
        says("b", "accepts", "2030-01-05"),
    )
    claims = talks.state(valid=LATER).claims(party="NORTH")
    assert [c.claim.act for c in claims] == [pt.Act.OFFERS, None]
    assert [c.claim.wording for c in claims] == ["so be it", None]
    assert [c.claim.reasons for c in claims] == [("winter",), ()]
    assert north(talks).get("wording") is None


def test_a_value_holds_until_the_next_one():
    talks = ledger_of(says("a", "opposes", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    stances = [north(talks, f"2030-01-{day:02}").stance for day in (2, 3, 4, 5, 6)]
    assert stances == [None, pt.Stance.OPPOSES, pt.Stance.OPPOSES, pt.Stance.ACCEPTS, pt.Stance.ACCEPTS]


def test_a_late_report_about_march_does_not_erase_a_known_position_of_april():
    talks = ledger_of(says("april", "accepts", "2030-04-10"), says("march", "rejects", "2030-03-10"))
    assert north(talks, "2030-03-20").stance is pt.Stance.REJECTS
    assert north(talks, "2030-04-20").stance is pt.Stance.ACCEPTS


def test_a_late_report_changes_no_answer_of_before():
    talks = ledger_of(
        says("a", "opposes", "2030-01-03"),
        says("b", "accepts", "2030-01-07"),
        says("late", "open", "2030-01-05"),
    )
    assert north(talks, known=3).stance is pt.Stance.ACCEPTS
    assert north(talks, "2030-01-06", known=3).stance is pt.Stance.OPPOSES


def test_a_board_names_the_details_that_a_term_leaves_open():
    size = content.MultinationalForce(size=pt.Absence.UNDER_NEGOTIATION)
    talks = ledger_of(pt.Report([pt.Progress("force", content=size, since="2030-01-05")], id="a"))
    row = next(row for row in view.board(talks.state(valid=LATER)).rows if row[0].text == "force")
    assert row[-1].text == "open: size"
