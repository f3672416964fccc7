"""Names that are not declared yet, and names that are never declared."""

import pytest

import peacetrack as pt
from tests.rules.helpers import (
    LATER,
    ledger_of,
)


def test_what_is_not_yet_declared_is_silent_and_only_unknown_names_raise():
    talks = ledger_of()
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
