"""Read reports by id."""

import pytest

import peacetrack as pt
from tests.tracker.helpers import ledger_of, says


def test_reports_are_found_by_id():
    talks = ledger_of(says("a", "accepts"), says("b", "open"))
    assert list(talks.reports) == ["a", "b"]
    assert talks.reports["a"].claims[0].stance is pt.Stance.ACCEPTS
    assert ("a" in talks.reports, "c" in talks.reports) == (True, False)
    with pytest.raises(pt.errors.ReportNotFoundError):
        talks.reports["c"]


def test_a_report_that_was_withdrawn_can_still_be_read():
    talks = ledger_of(says("a", "accepts"))
    talks.retract("a", reason="a hoax")
    assert talks.reports["a"].id == "a"
