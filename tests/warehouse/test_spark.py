"""A warehouse gives the same answers on a cluster of Spark: `pytest -m spark`, by hand; it takes minutes."""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack import analysis, warehouse
from peacetrack.testing import strategies as ss
from peacetrack.warehouse.recent import RecentAtMoment
from tests.bench import lake
from tests.warehouse import cluster
from tests.warehouse.test_files import position

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """A session on a standalone master and two workers."""
    with cluster.session(tmp_path_factory.mktemp("spark")) as session:
        yield session


def test_the_answers_are_those_of_the_tracker(spark, tmp_path, monkeypatch):
    monkeypatch.setattr(RecentAtMoment, "FEW", 0)  # each question to Spark takes a second
    talks = ss.new_tracker()
    bound = pt.Position("SOUTH", "truce", "open", since=pt.During("summit"), window="2030-02-01")
    talks.record(pt.Report([bound, pt.Event("summit", status="expected")], id="bound"))
    for number, stance in enumerate(("accepts", "open", "rejects", "accepts")):
        talks.record(position(stance, f"r{number}", since=f"2030-01-{10 + number}"))
    warehouse.write(talks, tmp_path)
    talks.record(pt.Report([pt.Event("summit", status="held", when="2030-01-08")], id="held"))
    talks.retract("r3", reason="wrong")
    talks.correct("r2", position("opposes", "r2b", since="2030-01-12"), reason="misheard")
    warehouse.write(talks, tmp_path)
    stored = warehouse.open(tmp_path, engine=spark)
    for known, trust in ((3, pt.DEFAULT_TRUST), (talks.head, pt.EVERYTHING)):
        one, other = (t.state(valid="2030-01-20", known=known, trust=trust) for t in (talks, stored))
        assert other["truce"].answers() == one["truce"].answers()
        assert [*other.matrix().rows()] == [*one.matrix().rows()]
    one, other = (t.state(valid="2030-01-20") for t in (talks, stored))
    days = ("2030-01-05", "2030-01-20", "P5D")
    assert stored.trend(other, *days, "then") == analysis.trend(one, *days, "then")
    assert stored.diff(stored.state(known=3, valid="2030-01-09"), other) == analysis.diff(
        talks.state(known=3, valid="2030-01-09"), one
    )


def test_a_hundred_thousand_statements_are_asked_on_both_workers(spark, tmp_path):
    shape = lake.Shape(100_000, terms=10, parties=20)
    lake.written(shape, lake.Reports.of(shape), tmp_path)
    here, there = warehouse.open(tmp_path), warehouse.open(tmp_path, engine=spark)
    for day in ("2018-03-03", "2024-12-20"):
        one, other = here.state(valid=day), there.state(valid=day)
        assert [*other.matrix().rows()] == [*one.matrix().rows()]
        for term in ("t1", "t7"):
            assert other[term].answers() == one[term].answers()
    year = ("2018-01-01", "2018-12-31", "P1W")
    assert there.trend(other, *year) == here.trend(one, *year)
    assert there.history("t3", "P7", valid="2024-12-20") == here.history("t3", "P7", valid="2024-12-20")
    assert cluster.working(spark) == 2
