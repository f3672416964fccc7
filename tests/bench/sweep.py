"""What holds of every key on each day of a year: `sweep` against SQL on DuckDB.

DuckDB has the statements in a table of its own, in the order of keys; the sweep has its columns.
Making either is not timed; it is told beside. Three ways of asking in SQL: the greatest of each day
carried on by a window, the same with the order packed into one number, and an ASOF join, which
knows no order among statements of one instant. All contenders run on the wall's clock, for DuckDB
may use both cores. The sweep without numpy is told too; no aim is set for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import duckdb
import numpy as np

from peacetrack.index.statement import Key
from peacetrack.index.sweep import sweep, walked
from peacetrack.index.timeline import Timeline
from tests.bench.history import DAY, SPAN, START, History, make, timeline_of
from tests.bench.holding import rank
from tests.bench.race import Contender, Run, duration, race, say

DAYS = [START + SPAN - DAY * back for back in range(364, -1, -1)]
SIZES = (10_000, 1_000_000)
KEYS = 200
Asked = Callable[[], object]
T = TypeVar("T")

_GRID = f"""
    , grid AS (
        SELECT day.range AS day, key.range AS key, told.top
        FROM range({len(DAYS)}) day CROSS JOIN range({KEYS}) key
        LEFT JOIN told ON told.key = key.range AND told.day = day.range
    )
    SELECT day, key, last_value(top IGNORE NULLS) OVER (PARTITION BY key ORDER BY day) AS top
    FROM grid
"""
_DAY = f"greatest(0, (anchor - {DAYS[0]} + {DAY - 1}) // {DAY})"
_KNOWN = f"WHERE known_from <= $seq AND known_until > $seq AND anchor <= {DAYS[-1]}"
QUESTIONS = {
    "duckdb, window": f"""
        WITH told AS (
            SELECT key, {_DAY} AS day, max(row(anchor, rank)) AS top
            FROM statement {_KNOWN} GROUP BY ALL
        ) {_GRID}
    """,
    "duckdb, window, packed": f"""
        WITH told AS (
            SELECT key, {_DAY} AS day, arg_max(rank, anchor::HUGEINT * {1 << 50} + rank) AS top
            FROM statement {_KNOWN} GROUP BY ALL
        ) {_GRID}
    """,
    "duckdb, ASOF join": f"""
        SELECT day.number AS day, key.range AS key, s.rank AS top
        FROM (day CROSS JOIN range({KEYS}) key)
        ASOF LEFT JOIN (SELECT * FROM statement {_KNOWN}) s
        ON s.key = key.range AND s.anchor <= day.instant
    """,
}


def main(*, quick: bool) -> None:
    """A year of 200 keys, after few and after many statements."""
    for size in SIZES[:1] if quick else SIZES:
        _run(make(size, KEYS), rounds=7 if quick else 15)


def _run(history: History, rounds: int) -> None:
    timeline, peer = timeline_of(history), _timed("the table", lambda: Peer(history))
    keys, seqs = history.keys, [history.head] * len(DAYS)
    lines = [timeline.lines[key] for key in keys]
    asked: dict[str, Asked] = {
        "sweep": lambda: sweep(timeline, keys, DAYS, seqs),
        "sweep without numpy": lambda: [walked(line, DAYS, seqs) for line in lines],
        **{name: peer.asking(name, history.head) for name in QUESTIONS},
    }
    _timed("the columns, with a first sweep", asked["sweep"])
    _check(timeline, keys, peer, history.head)
    result = race([_contender(*one) for one in asked.items()], rounds, clock=time.perf_counter)
    result.show(f"{len(DAYS)} days of {KEYS} keys, {len(history.made):,} statements")
    for name in QUESTIONS:
        result.aim("sweep", name, at_most=0.25)


def _contender(name: str, ask: Asked) -> Contender:
    def ready() -> Run:
        return ask

    return Contender(name, ready, 1)


def _timed(what: str, make: Callable[[], T]) -> T:
    before = time.perf_counter()
    made = make()
    say(f"  {duration(time.perf_counter() - before):>9}  to make {what}")
    return made


class Peer:
    """The history in DuckDB."""

    def __init__(self, history: History) -> None:
        self._connection = duckdb.connect()
        made = [(m.key, m.order.anchor, rank(m.order), m.order.tie_seq, m.until) for m in history.made]
        names = ("key", "anchor", "rank", "known_from", "known_until")
        columns = dict(zip(names, np.array(made, np.int64).T.copy(), strict=True))
        days = {"number": np.arange(len(DAYS)), "instant": np.array(DAYS, np.int64)}
        for name, table in (("made", columns), ("days", days)):
            self._connection.register(name, table)
        order = "ORDER BY key, anchor, rank"
        self._connection.execute(f"CREATE TABLE statement AS SELECT * FROM made {order}")
        self._connection.execute("CREATE TABLE day AS SELECT * FROM days")

    def asking(self, name: str, seq: int) -> Asked:
        """One way to ask what holds."""
        return lambda: self._connection.execute(QUESTIONS[name], {"seq": seq}).fetchnumpy()

    def found(self, name: str, seq: int) -> dict[tuple[int, int], int | None]:
        """(day, key) -> the rank of the statement that holds."""
        rows = self._connection.execute(QUESTIONS[name], {"seq": seq}).fetchall()
        return {(day, key): _rank_in(top) for day, key, top in rows}


def _rank_in(top: object) -> int | None:
    """A rank; of (anchor, rank) the second."""
    found = tuple(top.values())[1] if isinstance(top, dict) else top
    found = found[1] if isinstance(found, tuple) else found
    assert found is None or isinstance(found, int)
    return found


def _check(timeline: Timeline, keys: list[Key], peer: Peer, seq: int) -> None:
    """The same statement on every day of every key, whoever is asked."""
    seqs = [seq] * len(DAYS)
    swept = sweep(timeline, keys, DAYS, seqs)
    lines = [timeline.lines[key] for key in keys]
    if swept != [walked(line, DAYS, seqs) for line in lines]:
        raise AssertionError("the sweep with numpy and without differ")
    due = {
        (day, key): rank(lines[key].statements[place].order) if place >= 0 else None
        for key, places in enumerate(swept)
        for day, place in enumerate(places)
    }
    for name in QUESTIONS:
        if peer.found(name, seq) != due:
            raise AssertionError(f"the sweep and {name} differ")
    say(f"\n{len(due):,} answers are equal")
