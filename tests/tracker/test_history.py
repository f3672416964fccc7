"""The history of a party on a term."""

import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.cli import answers
from tests.recording import says as voiced
from tests.tracker.helpers import LATER, ledger_of, says


def test_a_history_is_a_partys_standings_oldest_first():
    talks = ledger_of(
        says("a", "opposes", "2030-01-03"),
        says("b", "opposes", "2030-01-04"),
        says("c", "accepts", "2030-01-05", window="2030-01-10"),
        says("d", "rejects", "2030-01-20"),
    )
    history = talks.state(valid="2030-01-15").history("truce", "the North")
    assert [(s.stance.value, s.since.edtf, s.lapsed) for s in history] == [
        ("opposes", "2030-01-03", False),
        ("accepts", "2030-01-05", False),
        ("accepts", "2030-01-05", True),
    ]
    assert isinstance(history, pt.Table)


def test_a_history_ends_with_the_standing_as_it_is():
    talks = ledger_of(says("a", "accepts", "2030-01-03"), says("b", "accepts", "2030-01-05"))
    state = talks.state(valid="2030-01-10")
    (last,) = state.history("truce", "NORTH")
    assert last.certain
    assert {statement.report for statement in last.evidence} == {"a", "b"}
    assert last == state.standing("truce", "NORTH")


def test_an_offer_that_is_restated_has_a_row_for_each_span():
    talks = ledger_of(
        says("a", "accepts", "2030-01-01", window="2030-01-10"),
        says("b", "accepts", "2030-01-04", window="2030-01-20"),
    )
    state = talks.state(valid="2030-01-25")
    history = state.history("truce", "NORTH").to_dicts()
    spans = [(row["begins"][:10], row["ends"][:10], row["window"]["at"]) for row in history]
    assert spans == [
        ("2030-01-01", "2030-01-04", "2030-01-10"),
        ("2030-01-04", "2030-01-21", "2030-01-20"),
        ("2030-01-21", "2030-01-25", "2030-01-20"),
    ]
    assert {row["since"] for row in history} == {"2030-01-01"}
    assert state.standing("truce", "NORTH").begins is None


def test_a_history_tells_a_changed_detail():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", scope="at sea"), says("b", None, "2030-01-05", scope="all")
    )
    history = talks.state(valid=LATER).history("truce", "NORTH")
    assert [standing.get("scope") for standing in history] == ["at sea", "all"]


def test_a_history_ends_in_silence_where_everything_was_cleared():
    cleared = pt.Report([pt.Position("NORTH", "truce", since="2030-01-09", complete=True)])
    talks = ledger_of(says("a", "open", "2030-01-05"), cleared)
    assert [s.silent for s in talks.state(valid=LATER).history("truce", "NORTH")] == [False, True]


def test_a_history_has_what_may_have_held_before_something_else_began():
    talks = ledger_of(says("a", "accepts", "/2030-01-14"), says("b", "opposes", "2030-01-10"))
    state = talks.state(valid=LATER)
    assert [str(s.stance) for s in state.history("truce", "NORTH")] == ["accepts", "opposes", "accepts"]


def test_a_spell_is_certain_once_any_of_its_run_had_certainly_begun():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03/2030-01-20"),
        says("b", "accepts", "2030-01-05"),
        says("c", "opposes", "2030-01-08"),
    )
    first, _ = talks.state(valid=LATER).spells("truce", "NORTH")
    assert first.certain


def test_conditions_restated_in_another_order_are_no_new_spell():
    conditions = [pt.EventHeld("summit"), pt.EventHeld("talks")]
    talks = ledger_of(
        says("a", "accepts", "2030-01-03", conditions=conditions),
        says("b", "accepts", "2030-01-05", conditions=conditions[::-1]),
    )
    assert len(talks.state(valid=LATER).spells("truce", "NORTH")) == 1


def told(state):
    return [(str(row.stance), row.acts) for row in analysis.history(state, "truce", "NORTH")]


def test_a_history_has_what_a_party_did_without_a_stance_beside_where_it_stood_then():
    talks = ledger_of(
        says("a", "accepts", "2030-01-03"),
        voiced("b", None, "2030-01-05", act="suspends", by="quote"),
        voiced("c", None, "2030-01-07", act="complies", by="leak"),
        says("d", "rejects", "2030-01-09"),
        voiced("e", None, "2030-01-10", act="breaches", by="named", of="SOUTH", party="NORTH"),
        voiced("f", None, "2030-01-11", act="warns", by="rumour"),
    )
    state = talks.state(valid=LATER)
    assert told(state) == [
        ("accepts", ("suspends 2030-01-05 (b#1)", "complies 2030-01-07 (c#1, not on the record)")),
        ("rejects", ("breaches 2030-01-10 (e#1, by SOUTH's account)",)),
    ]
    assert told(state.at(valid="2030-01-06")) == [("accepts", ("suspends 2030-01-05 (b#1)",))]
    assert told(state.without("b"))[0] == ("accepts", ("complies 2030-01-07 (c#1, not on the record)",))
    assert [row.acts for row in state.history("truce", "NORTH")] == [(), ()]
    said = answers.history(state, "truce", "NORTH")
    assert "without a stance: suspends 2030-01-05 (b#1)" in said.lines[0]
    assert {"b", "c", "e"} <= said.entries.keys()


def test_what_a_party_did_before_its_first_stance_has_a_row_of_its_own():
    talks = ledger_of(voiced("a", None, "2030-01-03", act="refuses"), says("b", "accepts", "2030-01-05"))
    refuses = ("None", ("refuses 2030-01-03 (a#1, not on the record)",))
    state = talks.state(valid=LATER)
    assert told(state) == [refuses, ("accepts", ())]
    rows = analysis.history(state, "truce", "NORTH")
    assert (f"{rows[0].begins:%d}", f"{rows[0].ends:%d}") == ("03", "05")
    assert told(talks.state(valid="2030-01-04")) == [refuses]


def test_what_a_party_did_before_a_stance_of_unknown_start_stands_beside_that():
    talks = ledger_of(voiced("a", None, "2030-01-03", act="refuses"), says("b", "accepts", "/2030-01-05"))
    (row,) = analysis.history(talks.state(valid=LATER), "truce", "NORTH")
    assert (str(row.stance), row.begins, len(row.acts)) == ("accepts", None, 1)


@pytest.mark.parametrize("stance", ["accepts", None])
def test_lanes_show_what_a_party_took_back_or_breached(stance):
    first = [says("a", stance, "2030-01-03")] if stance else []
    talks = ledger_of(*first, voiced("b", None, "2030-01-05", act="suspends", by="quote"))
    lanes = view.lanes(talks.state(valid=LATER), "truce", party="NORTH")
    assert "suspends 5 Jan 2030 (b)" in lanes.svg
    assert "A dot is an act without a stance" in lanes.svg
    assert lanes.rows[0][-1] == "suspends 5 Jan 2030 (b)"
    before = view.lanes(talks.state(valid="2030-01-04"), "truce", party="NORTH")
    assert "suspends" not in before.svg
    assert "A dot is" not in before.svg
