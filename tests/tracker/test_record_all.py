"""Record many reports: refused ones, progress, batches."""

import gc

import pytest

import peacetrack as pt
from tests.tracker.helpers import LATER, ledger_of, new, says


def test_a_bad_report_of_many_is_told_and_loses_no_good_one():
    talks = ledger_of(says("a", "accepts"), says("gone", "opposes"))
    talks.retract("gone", reason="a hoax")
    outcome = talks.record_all(
        [
            says("b", "open"),
            says("a", "accepts"),
            says("c", "open", party="NROTH"),
            says("gone", "opposes"),
            says("d", "rejects"),
            says("a", "rejects"),
        ]
    )
    assert [receipt.id for receipt in outcome.recorded] == ["b", "d"]
    assert [(receipt.id, receipt.seq) for receipt in outcome.duplicates] == [("a", 2), ("gone", 3)]
    assert [(problem.place, type(problem.error)) for problem in outcome.problems] == [
        (2, pt.errors.UnknownNameError),
        (5, pt.ConflictError),
    ]


def test_an_outcome_is_made_of_tables():
    outcome = new().record_all([says("a", "accepts"), says("b", "nowhere", party="NORTH")][:1])
    assert [type(table) for table in (outcome.recorded, outcome.duplicates, outcome.problems)] == [
        pt.Table
    ] * 3
    assert outcome.recorded.columns == ("seq", "id", "recorded_at", "new", "recorded_by")
    assert outcome.problems.columns == ("place", "error")


def test_progress_is_told_after_every_batch_and_at_the_end():
    seen: list[int] = []
    new().record_all([says(str(n), "open") for n in range(5)], batch=2, progress=seen.append)
    assert seen == [2, 4, 5]


def test_progress_is_told_once_at_the_end():
    seen: list[int] = []
    new().record_all([says(str(n), "open") for n in range(4)], batch=2, progress=seen.append)
    assert seen == [2, 4]


def test_many_reports_may_come_from_a_generator():
    outcome = new().record_all(says(str(n), "open") for n in range(3))
    assert len(outcome.recorded) == 3


def test_many_reports_can_have_one_time_of_recording():
    reports = [says(str(n), "open") for n in range(5)]
    outcome = new().record_all(reports, recorded_at="2030-02-01T12:00:00Z")
    assert (len(outcome.recorded), list(outcome.problems)) == (5, [])


def test_a_batch_is_its_reports_one_by_one():
    reports = [says("a", "open", "2030-01-05"), says("b", "accepts", "2030-01-06")]
    talks, one_by_one = new(), new()
    talks.record_all(reports)
    for report in reports:
        one_by_one.record(report)
    assert talks.state(valid=LATER) == one_by_one.state(valid=LATER)


def test_what_is_read_again_after_a_batch_is_what_was_recorded():
    reports = [says(str(n), stance) for n, stance in enumerate(("open", "rejects", "accepts"))]
    batched, alone = new(), ledger_of(*reports)
    batched.record_all(reports)
    assert [batched.reports[str(n)] for n in range(3)] == [alone.reports[str(n)] for n in range(3)]
    for talks in (batched, alone):
        talks.correct("1", says("1b", "opposes"), reason="misheard")
        talks.retract("2", reason="a hoax")
        talks.redact("0", reason="a name")
        talks.verify()
    both = [[str(s) for s in talks.state()["truce"]["NORTH"].evidence] for talks in (batched, alone)]
    assert both[0] == both[1] == ["opposes (1b#1, narrator)"]


def test_garbage_is_looked_for_again_after_a_batch_that_failed():
    def broken(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        new().record_all([says("a", "open")], progress=broken)
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        new().record_all([says("a", "open")])
        assert not gc.isenabled()
    finally:
        gc.enable()
