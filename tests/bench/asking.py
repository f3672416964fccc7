"""What is asked of a warehouse, and the same questions to SQL with window functions.

The SQL gives what the comparison needs and no more: no disputes, groups, windows, conditions or evidence,
which the answers of the warehouse have or heed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb

import peacetrack as pt
from peacetrack import warehouse
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.when import as_instant, instants

VALID = "2024-06-01"
YEAR = ("2023-01-01", "2023-12-31", "P1D")
TERM, PARTY = "t3", "P7"
_ORDER = "anchor, own, directness, tie_seq, claim"

FILES = "*/part-*/statements-*.parquet"
"""The statements of a warehouse."""


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


Question = Callable[[warehouse.Warehouse], object]


def _fresh(stored: warehouse.Warehouse, **basis: object) -> pt.State:
    stored._timeline._recent.clear()  # what a question before has read
    stored._timeline.stored.clear()
    return stored.state(valid=VALID, **basis)  # type: ignore[arg-type]


def matrix(stored: warehouse.Warehouse) -> dict[tuple[str, str], str]:
    matrix = _fresh(stored).matrix()
    rows = ((term, zip(matrix.parties, values, strict=True)) for term, values in matrix.rows())
    return {(term, party): str(value) for term, row in rows for party, value in row if value is not None}


def board(stored: warehouse.Warehouse) -> dict[tuple[str, str], str]:
    state = _fresh(stored)
    cells = ((t, p, state.standing(t, p).stance) for t in state for p in state.agenda.party_by_id)
    return {(term, party): str(stance) for term, party, stance in cells if stance is not None}


def board_told(stored: warehouse.Warehouse) -> dict[tuple[str, str], tuple[str, int, int]]:
    state, found = _fresh(stored), {}
    for term in state:
        for party in state.agenda.party_by_id:
            run = state.standing(term, party).runs.get("stance")
            if run:
                found[term, party] = str(run[-1].value), run[0].order.anchor, len(run)
    return found


def standing(stored: warehouse.Warehouse) -> str:
    return str(_fresh(stored).standing(TERM, PARTY).stance)


def history(stored: warehouse.Warehouse) -> list[str]:
    rows = [str(standing.stance) for standing in _fresh(stored).history(TERM, PARTY)]
    return [row for place, row in enumerate(rows) if not place or rows[place - 1] != row]


def trend(stored: warehouse.Warehouse) -> dict[tuple[str, int], float]:
    found: dict[tuple[str, int], float] = {}
    moments = iter(instants(*YEAR))
    instant = next(moments)
    for point in stored.trend(_fresh(stored), *YEAR):
        if point.term is None:  # the deal comes last of a moment
            instant = next(moments, instant)
        else:
            found[point.term, instant] = round(point.mean or 0, 6)
    return found


ASKED: dict[str, Question] = {"matrix": matrix, "standing": standing, "history": history, "trend": trend}
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
