"""A warehouse against SQL with window functions over the same files, on DuckDB.

The SQL reads the file sorted by holder, which suits it best. It gives what the comparison needs and no
more: no disputes, groups, windows, conditions or evidence, which the answers of the warehouse have.
"""

from __future__ import annotations

import json
import resource
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

import peacetrack as pt
from peacetrack import warehouse
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.when import as_instant, instants
from tests.bench import lake
from tests.bench.race import Contender, Run, race, say

VALID = "2024-06-01"
YEAR = ("2023-01-01", "2023-12-31", "P1M")
_ORDER = "anchor, own, directness, tie_seq, claim"


def main(*, quick: bool) -> None:
    """Ledgers of 2,000 parties on terms; a file of each size is made first."""
    for statements in (100_000,) if quick else (1_000_000, 10_000_000):
        with TemporaryDirectory() as folder:
            shape = lake.Shape(statements)
            lake.written(shape, lake.Reports.of(shape), Path(folder))
            run(Path(folder), shape, rounds=3)


def run(folder: Path, shape: lake.Shape, rounds: int) -> None:
    """Compare the answers, then the time, of the warehouse in a folder."""
    began = time.process_time()
    stored = warehouse.open(folder)
    opening = time.process_time() - began
    (file,) = folder.glob("*/part-*/statements-*.parquet")
    sql, head = _Sql(duckdb.connect(), file, stored.head), stored.head
    say(f"\n{shape.statements:,} statements of {2 * shape.terms * shape.parties:,} keys, {head:,} entries")
    say(f"  opened in {opening:.2g} s of CPU; {_resident()} resident")
    for title, ours, theirs in (
        ("board", partial(_board, stored), sql.board),
        ("board with since and evidence", partial(_board_told, stored), sql.board_told),
        ("standing", partial(_standing, stored), sql.standing),
        ("history", partial(_history, stored), sql.history),
    ):
        if ours() != theirs():
            raise AssertionError(f"{title}: the answers differ")
        contenders = [
            Contender(name, partial(_ready, run), 1)
            for name, run in (("warehouse", ours), ("window SQL", theirs))
        ]
        result = race(contenders, rounds)
        result.show(f"{title}, the same answers")
        result.aim("warehouse", "window SQL", at_most=0.1)
    say(f"  {_resident()} resident at most")


def trend(folder: Path, shape: lake.Shape) -> None:
    """Compare a year's trend; once, for it takes long."""
    stored = warehouse.open(folder)
    (file,) = folder.glob("*/part-*/statements-*.parquet")
    sql = _Sql(duckdb.connect(), file, stored.head)
    times, found = [], []
    for ask in (partial(_trend, stored), sql.trend):
        began = time.process_time()
        found.append(ask())
        times.append(time.process_time() - began)
    if found[0] != found[1]:
        raise AssertionError("trend: the answers differ")
    say(f"  trend over a year, {shape.statements:,}: {times[0]:.3g} s, window SQL {times[1]:.3g} s")


def _ready(run: Run) -> Run:
    return run


def _resident() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2g} GB"


def _fresh(stored: warehouse.Warehouse, **basis: object) -> pt.State:
    stored._timeline._tails.clear()  # what a question before has read
    stored._timeline.stored.clear()
    return stored.state(valid=VALID, **basis)  # type: ignore[arg-type]


def _board(stored: warehouse.Warehouse) -> dict[tuple[str, str], str]:
    state = _fresh(stored)
    return {(t, p): str(state.standing(t, p).stance) for t in state for p in state.agenda.party_by_id}


def _board_told(stored: warehouse.Warehouse) -> dict[tuple[str, str], tuple[str, int, int]]:
    state, found = _fresh(stored), {}
    for term in state:
        for party in state.agenda.party_by_id:
            run = state.standing(term, party).runs["stance"]
            found[term, party] = str(run[-1].value), run[0].order.anchor, len(run)
    return found


def _standing(stored: warehouse.Warehouse) -> str:
    return str(_fresh(stored).standing("t3", "P7").stance)


def _history(stored: warehouse.Warehouse) -> list[str]:
    rows = [str(standing.stance) for standing in _fresh(stored).history("t3", "P7")]
    return [row for place, row in enumerate(rows) if not place or rows[place - 1] != row]


def _trend(stored: warehouse.Warehouse) -> dict[tuple[str, int], float]:
    points = stored.trend(_fresh(stored), *YEAR)
    return {
        (point.term, as_instant(point.at)): round(point.mean or 0, 6)
        for point in points
        if point.term is not None
    }


class _Sql:
    """The same questions to SQL with window functions."""

    def __init__(self, db: duckdb.DuckDBPyConnection, file: Path, head: int) -> None:
        self._db = db
        kinds = "attribution NOT LIKE '%rumour%'"
        known = f"known_from <= {head} AND known_until > {head} AND {kinds}"
        db.execute(f"CREATE VIEW log AS SELECT * FROM read_parquet('{file}') WHERE {known}")
        self._at = f"anchor <= {as_instant(VALID)}"

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        return self._db.execute(sql).fetchall()

    def board(self) -> dict[tuple[str, str], str]:
        greatest = _ORDER.replace(",", " DESC,") + " DESC"
        rows = self._rows(f"""
            SELECT term, party, value FROM (
             SELECT term, party, field, value,
              row_number() OVER (PARTITION BY term, party, field ORDER BY {greatest}) AS place
             FROM log WHERE {self._at}) WHERE place = 1 AND field = 'stance'""")
        return {(str(t), str(p)): json.loads(str(v)) for t, p, v in rows}

    def board_told(self) -> dict[tuple[str, str], tuple[str, int, int]]:
        rows = self._rows(f"""
            SELECT term, party, any_value(value), min(anchor), count(*) FROM (
             SELECT *, max(run) OVER (PARTITION BY term, party, field) AS last FROM (
              SELECT *, sum(turned) OVER (PARTITION BY term, party, field ORDER BY {_ORDER}) AS run FROM (
               SELECT term, party, field, value, {_ORDER}, CASE WHEN value = lag(value) OVER
                (PARTITION BY term, party, field ORDER BY {_ORDER}) THEN 0 ELSE 1 END AS turned
               FROM log WHERE {self._at})))
            WHERE run = last AND field = 'stance' GROUP BY term, party""")
        return {(str(t), str(p)): (json.loads(str(v)), int(str(a)), int(str(n))) for t, p, v, a, n in rows}

    def standing(self) -> str:
        greatest = _ORDER.replace(",", " DESC,") + " DESC"
        ((value,),) = self._rows(f"""
            SELECT value FROM (SELECT value, row_number() OVER (PARTITION BY term, party, field ORDER BY {greatest})
             AS place FROM log WHERE term = 't3' AND party = 'P7' AND field = 'stance' AND {self._at})
            WHERE place = 1""")
        return str(json.loads(str(value)))

    def history(self) -> list[str]:
        rows = self._rows(f"""
            SELECT value FROM (SELECT *, lag(value) OVER (ORDER BY {_ORDER}) AS before,
             lead(anchor) OVER (ORDER BY {_ORDER}) AS next
             FROM log WHERE term = 't3' AND party = 'P7' AND field = 'stance' AND {self._at})
            WHERE next IS DISTINCT FROM anchor ORDER BY {_ORDER}""")
        values = [json.loads(str(value)) for (value,) in rows]
        return [value for place, value in enumerate(values) if not place or values[place - 1] != value]

    def trend(self) -> dict[tuple[str, int], float]:
        moments = ", ".join(f"({at})" for at in instants(*YEAR))
        steps = " ".join(f"WHEN '\"{stance}\"' THEN {place - 2}" for place, stance in enumerate(pt.Stance))
        rows = self._rows(f"""
            SELECT term, at, avg(CASE value {steps} END) FROM (
             SELECT term, value, anchor,
              coalesce(lead(anchor) OVER (PARTITION BY term, party ORDER BY {_ORDER}), {-BEGINNING}) AS until
             FROM log WHERE field = 'stance') JOIN (VALUES {moments}) AS moment(at)
            ON anchor <= at AND at < until GROUP BY term, at""")
        return {(str(t), int(str(at))): round(float(str(mean)), 6) for t, at, mean in rows}
