"""Questions across the ledgers of a warehouse."""

from __future__ import annotations

import peacetrack as pt
from peacetrack import warehouse
from peacetrack.testing import strategies as ss
from tests.warehouse.test_files import position


def negotiation(stance: str) -> pt.Tracker:
    """A ledger in which NORTH opposes the truce, and then moves."""
    talks = ss.new_tracker()
    talks.record(position("opposes", "a"))
    talks.record(position(stance, "b", since="2030-01-08"))
    return talks


def test_the_ledgers_of_a_warehouse_are_asked_together(tmp_path):
    for name, stance in (("first", "accepts"), ("second", "rejects")):
        warehouse.write(negotiation(stance), tmp_path, ledger=name)
    everywhere = warehouse.open_all(tmp_path)
    assert (list(everywhere), len(everywhere)) == (["first", "second"], 2)
    terms = everywhere.terms("ceasefire", valid="2030-01-09")
    assert {(row.ledger, row.kind) for row in terms} == {("first", "ceasefire"), ("second", "ceasefire")}
    assert len(everywhere.terms(valid="2030-01-09")) > len(terms)
    moves = everywhere.moves("NORTH", "2030-01-06", "2030-01-09")
    assert [(m.ledger, m.direction, m.after) for m in moves] == [
        ("first", "softened", "accepts"),
        ("second", "hardened", "rejects"),
    ]
    assert [m.ledger for m in everywhere.moves("NORTH", "2030-01-06", "2030-01-09", "softened")] == ["first"]
    assert not everywhere.moves("NOBODY", "2030-01-06", "2030-01-09")
    assert "first" in str(moves)
    assert moves.to_dicts()[0]["ledger"] == "first"


def test_a_position_that_ran_out_or_was_withdrawn_is_no_stance_that_a_party_moved_to(tmp_path):
    talks = ss.new_tracker()
    talks.record(position("accepts", "a", until="2030-01-09"))
    warehouse.write(talks, tmp_path)
    everywhere = warehouse.open_all(tmp_path)

    def moves(since, until):
        found = everywhere.moves("NORTH", since, until)
        return [(m.before, m.after, str(m.cause), m.direction, m.reports) for m in found]

    assert moves("2030-01-01", "2030-01-20") == []
    assert moves("2030-01-01", "2030-01-08") == [(None, "accepts", "stated", None, ("a",))]
    assert moves("2030-01-08", "2030-01-20") == [("accepts", None, "lapsed", None, ("a",))]
