"""The ledger of the benchmark is the same, recorded report by report or made straight to files."""

from __future__ import annotations

import duckdb

import peacetrack as pt
from peacetrack import analysis, warehouse
from tests.bench import lake


def test_the_ledger_that_is_made_is_the_one_that_is_recorded(tmp_path):
    shape = lake.Shape(240, terms=3, parties=4)
    reports = lake.Reports.of(shape)
    talks = lake.recorded(shape, reports)
    warehouse.write(talks, tmp_path / "recorded", ledger="lake")
    made = lake.written(shape, reports, tmp_path / "made")
    (kept,) = (tmp_path / "recorded").glob("*/part-*")
    for table in ("statements-0", "spans", "rectangles", "keys", "closings"):
        one, other = (duckdb.sql(f"FROM '{place}/{table}.parquet'").fetchall() for place in (kept, made))
        assert one == other
    stored = warehouse.open(tmp_path / "made")
    state, other = talks.state(valid="2020-05-05"), stored.state(valid="2020-05-05", trust=pt.ON_RECORD)
    assert stored.state(valid="2020-05-05")["t1"].answers() == state["t1"].answers()
    assert other["t2"].answers() == talks.state(valid="2020-05-05", trust=pt.ON_RECORD)["t2"].answers()
    year = ("2020-01-01", "2020-12-31", "P1M")
    assert stored.trend(stored.state(valid="2020-05-05"), *year) == analysis.trend(state, *year)
