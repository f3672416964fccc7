"""A warehouse against SQL with window functions on the same engine.

The SQL is asked twice: of the statements in the order of recording, as a log has them, and of the files of
the warehouse, which lie by term and party, as suits it best. It gives what the comparison needs and no more:
no disputes, groups, windows, conditions or evidence, which the answers of the warehouse have or heed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

import peacetrack as pt
from peacetrack import warehouse
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.when import as_instant, instants
from tests.bench import lake
from tests.bench.race import Contender, Run, most_resident, race, say

VALID = "2024-06-01"
YEAR = ("2023-01-01", "2023-12-31", "P1D")
TERM, PARTY = "t3", "P7"
_ORDER = "anchor, own, directness, tie_seq, claim"


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
        ("matrix", _matrix, "board"),
        ("standing", _standing, "standing"),
        ("history", _history, "history"),
        ("trend of a year of days", _trend, "trend"),
    ]
    if boards:
        questions += [("board of standings", _board, "board"), ("the same, told", _board_told, "board_told")]
    for _, ask, _ in questions:
        ask(stored)
    say(f"  at most {most_resident():,.0f} MB resident once all was asked")
    for title, ask, sql in questions:
        _compare(title, partial(ask, stored), _sqls(folder, stored.head), sql, rounds)


Question = Callable[[warehouse.Warehouse], object]


def _compare(title: str, ours: Run, sqls: Mapping[str, Sql], question: str, rounds: int) -> None:
    runs = {"warehouse": ours, **{name: getattr(sql, question) for name, sql in sqls.items()}}
    answers = [run() for run in runs.values()]
    if answers[0] != answers[1] or answers[0] != answers[2]:
        raise AssertionError(f"{title}: the answers differ")
    result = race([Contender(name, partial(_ready, run), 1) for name, run in runs.items()], rounds)
    result.show(f"{title}, the same answers")
    for name in sqls:
        result.aim("warehouse", name, at_most=0.1)


FILES = "*/part-*/statements-*.parquet"
"""The statements of a warehouse."""


def _sqls(folder: Path, head: int) -> dict[str, Sql]:
    """The SQL over a log, which is written first, and over the files of the warehouse."""
    return {
        "window SQL over the log": Sql(duckdb.connect(), log_of(folder), head),
        "window SQL over the files of the warehouse": Sql(duckdb.connect(), folder / FILES, head),
    }


def log_of(folder: Path) -> Path:
    """The statements in the order of recording, as one file, which is written where it is missing."""
    log = folder / "log.parquet"
    if not log.exists():
        with duckdb.connect() as db:
            db.execute(f"SET memory_limit = '3GB'; SET temp_directory = '{folder}'")
            columns = f"term, party, field, value, attribution, known_from, known_until, {_ORDER}"
            given = f"SELECT {columns} FROM read_parquet('{folder / FILES}') ORDER BY seq, field"
            db.execute(f"COPY ({given}) TO '{log}' (FORMAT parquet, COMPRESSION zstd)")
    return log


def _ready(run: Run) -> Run:
    return run


def _fresh(stored: warehouse.Warehouse, **basis: object) -> pt.State:
    stored._timeline._tails.clear()  # what a question before has read
    stored._timeline.stored.clear()
    return stored.state(valid=VALID, **basis)  # type: ignore[arg-type]


def _matrix(stored: warehouse.Warehouse) -> dict[tuple[str, str], str]:
    matrix = _fresh(stored).matrix()
    rows = ((term, zip(matrix.parties, values, strict=True)) for term, values in matrix.rows())
    return {(term, party): str(value) for term, row in rows for party, value in row if value is not None}


def _board(stored: warehouse.Warehouse) -> dict[tuple[str, str], str]:
    state = _fresh(stored)
    cells = ((t, p, state.standing(t, p).stance) for t in state for p in state.agenda.party_by_id)
    return {(term, party): str(stance) for term, party, stance in cells if stance is not None}


def _board_told(stored: warehouse.Warehouse) -> dict[tuple[str, str], tuple[str, int, int]]:
    state, found = _fresh(stored), {}
    for term in state:
        for party in state.agenda.party_by_id:
            run = state.standing(term, party).runs.get("stance")
            if run:
                found[term, party] = str(run[-1].value), run[0].order.anchor, len(run)
    return found


def _standing(stored: warehouse.Warehouse) -> str:
    return str(_fresh(stored).standing(TERM, PARTY).stance)


def _history(stored: warehouse.Warehouse) -> list[str]:
    rows = [str(standing.stance) for standing in _fresh(stored).history(TERM, PARTY)]
    return [row for place, row in enumerate(rows) if not place or rows[place - 1] != row]


def _trend(stored: warehouse.Warehouse) -> dict[tuple[str, int], float]:
    found: dict[tuple[str, int], float] = {}
    moments = iter(instants(*YEAR))
    instant = next(moments)
    for point in stored.trend(_fresh(stored), *YEAR):
        if point.term is None:  # the deal comes last of a moment
            instant = next(moments, instant)
        else:
            found[point.term, instant] = round(point.mean or 0, 6)
    return found


ASKED: dict[str, Question] = {"matrix": _matrix, "standing": _standing, "history": _history, "trend": _trend}
"""The questions to a warehouse, by name."""


def counting(head: int) -> str:
    """What SQL asks of a statement that counts: it is known at a seq, and no rumour."""
    return f"known_from <= {head} AND known_until > {head} AND attribution NOT LIKE '%rumour%'"


_AT = f"anchor <= {as_instant(VALID)}"


class Sql:
    """The same questions to SQL with window functions."""

    def __init__(self, db: duckdb.DuckDBPyConnection, file: Path, head: int) -> None:
        self._db = db
        db.execute("SET parquet_metadata_cache = true")
        db.execute(f"CREATE VIEW log AS SELECT * FROM read_parquet('{file}') WHERE {counting(head)}")

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        return self._db.execute(sql).fetchall()

    def board(self) -> dict[tuple[str, str], str]:
        greatest = _ORDER.replace(",", " DESC,") + " DESC"
        rows = self._rows(f"""
            SELECT term, party, value FROM (
             SELECT term, party, field, value,
              row_number() OVER (PARTITION BY term, party, field ORDER BY {greatest}) AS place
             FROM log WHERE {_AT}) WHERE place = 1 AND field = 'stance'""")
        return {(str(t), str(p)): json.loads(str(v)) for t, p, v in rows}

    def board_told(self) -> dict[tuple[str, str], tuple[str, int, int]]:
        rows = self._rows(f"""
            SELECT term, party, any_value(value), min(anchor), count(*) FROM (
             SELECT *, max(run) OVER (PARTITION BY term, party, field) AS last FROM (
              SELECT *, sum(turned) OVER (PARTITION BY term, party, field ORDER BY {_ORDER}) AS run FROM (
               SELECT term, party, field, value, {_ORDER}, CASE WHEN value = lag(value) OVER
                (PARTITION BY term, party, field ORDER BY {_ORDER}) THEN 0 ELSE 1 END AS turned
               FROM log WHERE {_AT})))
            WHERE run = last AND field = 'stance' GROUP BY term, party""")
        return {(str(t), str(p)): (json.loads(str(v)), int(str(a)), int(str(n))) for t, p, v, a, n in rows}

    def standing(self) -> str:
        greatest = _ORDER.replace(",", " DESC,") + " DESC"
        ((value,),) = self._rows(f"""
            SELECT value FROM (SELECT value, row_number() OVER (PARTITION BY term, party, field ORDER BY {greatest})
             AS place FROM log WHERE term = '{TERM}' AND party = '{PARTY}' AND field = 'stance' AND {_AT})
            WHERE place = 1""")
        return str(json.loads(str(value)))

    def history(self) -> list[str]:
        rows = self._rows(f"""
            SELECT value FROM (SELECT *, lag(value) OVER (ORDER BY {_ORDER}) AS before,
             lead(anchor) OVER (ORDER BY {_ORDER}) AS next
             FROM log WHERE term = '{TERM}' AND party = '{PARTY}' AND field = 'stance' AND {_AT})
            WHERE next IS DISTINCT FROM anchor ORDER BY {_ORDER}""")
        values = [json.loads(str(value)) for (value,) in rows]
        return [value for place, value in enumerate(values) if not place or values[place - 1] != value]

    def trend(self) -> dict[tuple[str, int], float]:
        moments = ", ".join(f"({at})" for at in instants(*YEAR))
        steps = " ".join(f"WHEN '\"{stance}\"' THEN {place - 2}" for place, stance in enumerate(pt.Stance))
        rows = self._rows(f"""
            SELECT term, instant, avg(CASE value {steps} END) FROM (
             SELECT term, value, anchor,
              coalesce(lead(anchor) OVER (PARTITION BY term, party ORDER BY {_ORDER}), {-BEGINNING}) AS until
             FROM log WHERE field = 'stance') JOIN (VALUES {moments}) AS moment(instant)
            ON anchor <= instant AND instant < until GROUP BY term, instant""")
        return {(str(t), int(str(i))): round(float(str(mean)), 6) for t, i, mean in rows}
