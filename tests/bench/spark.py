"""A warehouse on a cluster of Spark against window SQL on the same cluster.

`python -m tests.bench.spark FOLDER`: a master and two workers of one core each, on loopback. The folder is a
warehouse that `lake` made. The clock is that of the wall, for the work is done in other processes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from peacetrack import warehouse
from tests.bench import asking
from tests.bench.race import duration, say
from tests.warehouse import cluster


class Sql(asking.Sql):
    """The questions to SQL with window functions, on Spark."""

    def __init__(self, spark: Any, files: list[str], head: int) -> None:
        spark.read.parquet(*files).createOrReplaceTempView("every")
        spark.sql(f"CREATE OR REPLACE TEMP VIEW log AS SELECT * FROM every WHERE {asking.counting(head)}")
        self._spark = spark

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in self._spark.sql(sql).collect()]


QUESTIONS = {"standing": "standing", "history": "history", "matrix": "board", "trend": "trend"}
"""The questions to the warehouse, each with the question to SQL that has the same answer."""


def main(folder: Path) -> None:
    """Every question, first to the warehouse and then to SQL."""
    with TemporaryDirectory() as logs, cluster.session(Path(logs), memory="2g") as spark:
        stored = _timed("open", lambda: warehouse.open(folder, engine=spark))
        sql = Sql(spark, [str(file) for file in folder.glob(asking.FILES)], stored.head)
        for question, of_sql in QUESTIONS.items():
            ask = partial(asking.ASKED[question], stored)
            _timed(f"{question}, warehouse", ask)
            ours = _timed("again", ask)
            if ours != _timed(f"{question}, window SQL", getattr(sql, of_sql)):
                raise AssertionError(f"{question}: the answers differ")
            say(f"  the same answer; {cluster.working(spark)} executors have worked")
        assert cluster.working(spark) == 2


def _timed(what: str, run: Callable[[], Any]) -> Any:
    before = time.perf_counter()
    found = run()
    say(f"  {what}: {duration(time.perf_counter() - before)}")
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
