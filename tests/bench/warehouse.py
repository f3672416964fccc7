"""A warehouse against SQL with window functions on the same engine.

The SQL is asked twice: of the statements in the order of recording, as a log has them, and of the files of
the warehouse, which lie by term and party, as suits it best.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from peacetrack import warehouse
from tests.bench import asking, lake
from tests.bench.asking import FILES, Question, Sql, log_of
from tests.bench.race import Contender, Run, most_resident, race, say


def main(*, quick: bool) -> None:
    """Ledgers of 190 parties on 200 terms, and a small one with its whole board."""
    shapes = [(lake.Shape(100_000), True)]
    if not quick:
        shapes += [(lake.Shape(1_000_000, 200, 190), False), (lake.Shape(10_000_000, 200, 190), False)]
    for shape, boards in shapes:
        with TemporaryDirectory() as folder:
            lake.written(shape, lake.Reports.of(shape), Path(folder))
            run(Path(folder), shape, rounds=3, boards=boards)


def run(folder: Path, shape: lake.Shape, rounds: int, *, boards: bool) -> None:
    """Compare the answers, then the time, of the warehouse in a folder."""
    began = time.process_time()
    stored = warehouse.open(folder)
    opening = time.process_time() - began
    say(
        f"\n{shape.statements:,} statements of {2 * shape.terms * shape.parties:,} keys, {stored.head:,} entries"
    )
    say(f"  opened in {opening:.2g} s of CPU; at most {most_resident():,.0f} MB resident")
    questions: list[tuple[str, Question, str]] = [
        ("matrix", asking.matrix, "board"),
        ("standing", asking.standing, "standing"),
        ("history", asking.history, "history"),
        ("trend of a year of days", asking.trend, "trend"),
    ]
    if boards:
        questions += [
            ("board of standings", asking.board, "board"),
            ("the same, told", asking.board_told, "board_told"),
        ]
    for _, ask, _ in questions:
        ask(stored)
    say(f"  at most {most_resident():,.0f} MB resident once all was asked")
    for title, ask, sql in questions:
        _compare(title, partial(ask, stored), _sqls(folder, stored.head), sql, rounds)


def _compare(title: str, ours: Run, sqls: Mapping[str, Sql], question: str, rounds: int) -> None:
    runs = {"warehouse": ours, **{name: getattr(sql, question) for name, sql in sqls.items()}}
    answers = [run() for run in runs.values()]
    if answers[0] != answers[1] or answers[0] != answers[2]:
        raise AssertionError(f"{title}: the answers differ")
    result = race([Contender(name, partial(_ready, run), 1) for name, run in runs.items()], rounds)
    result.show(f"{title}, the same answers")
    for name in sqls:
        result.aim("warehouse", name, at_most=0.1)


def _sqls(folder: Path, head: int) -> dict[str, Sql]:
    """The SQL over a log, which is written first, and over the files of the warehouse."""
    return {
        "window SQL over the log": Sql(duckdb.connect(), log_of(folder), head),
        "window SQL over the files of the warehouse": Sql(duckdb.connect(), folder / FILES, head),
    }


def _ready(run: Run) -> Run:
    return run
