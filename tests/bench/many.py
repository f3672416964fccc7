"""Many cells at once: a matrix, the squares of a board, and a year's trend, each against its peer.

A matrix is set against one `searchsorted` of as many keys, the least that finds a place in each of them, and
against Polars, which sorts nothing any more and takes the last row of each key. A trend is set against two
ways of asking DuckDB for the same: of each day and term the number, the sum and the spread of the stances.
Both engines are handed whole numbers, in order, with what was withdrawn marked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import duckdb
import numpy as np
import polars

from peacetrack import analysis
from peacetrack.index.field_columns import FieldColumns
from peacetrack.index.timeline import Timeline
from peacetrack.state import State
from peacetrack.words.stance import Stance
from peacetrack.words.when import as_datetime
from tests.bench.history import DAY, SPAN, START, History, Made, asking, make, rank, timeline_of
from tests.bench.race import Contender, Run, race, say

STANCES = tuple(Stance)
DAYS = [START + SPAN - DAY * back for back in range(364, -1, -1)]
SHAPES = ((1_000_000, 200, 20), (1_000_000, 20_000, 100), (1_000_000, 38_000, 190))
"""Statements, keys, and parties on each term."""


def main(*, quick: bool) -> None:
    """A million statements of 200, 20,000 and 38,000 keys."""
    for size, keys, parties in SHAPES:
        history = make(size // 20 if quick else size, keys // 10 if quick and keys > 200 else keys, parties)
        _run(history, parties, rounds=5 if quick else 9)


def _run(history: History, parties: int, rounds: int) -> None:
    timeline = timeline_of(history)
    ask = asking(history, timeline)
    ask(START + SPAN).matrix()  # makes the columns
    title = f"{len(history.made):,} statements of {len(history.keys):,} keys"
    _matrix(ask, history, timeline, title, rounds)
    _squares(ask, title)
    _trend(ask, history, parties, title)


# A board


def _matrix(ask: Callable[..., State], history: History, timeline: Timeline, title: str, rounds: int) -> None:
    now = timeline.in_columns("stance")
    assert now is not None
    stack = now.columns
    assert isinstance(stack, FieldColumns)
    needles = (np.arange(len(stack.keys)) << 32) + stack.instants.searchsorted(START + SPAN, "right")
    frame = _frame(history)
    valid, head = START + SPAN, history.head

    def with_polars() -> polars.DataFrame:
        known = (polars.col("known_from") <= head) & (polars.col("known_until") > head)
        rows = frame.lazy().filter(known & (polars.col("anchor") <= valid))
        return rows.group_by("key").agg(polars.col("stance").last()).collect()

    matrix = ask(valid).matrix()
    found = {history.keys[key]: stance for key, stance in with_polars().iter_rows()}
    for key in history.keys:
        stance = matrix[key.term, str(key.party)]
        if found.get(key) != (None if stance is None else STANCES.index(stance)):
            raise AssertionError(f"{key}: the matrix and Polars differ")
    say(f"\n{len(history.keys):,} answers are equal")
    contenders = [
        _contender("searchsorted", lambda: stack.places.searchsorted(needles)),
        _contender("matrix", lambda: ask(valid).matrix()),
        _contender("polars", with_polars),
    ]
    result = race(contenders, rounds)
    result.show(f"the matrix of {title}")
    result.aim("matrix", "searchsorted", at_most=3)
    result.aim("matrix", "polars", at_most=1 / 40 if len(history.keys) < 1000 else 1 / 2)


def _frame(history: History) -> polars.DataFrame:
    rows = sorted((made.key, made.order, made.until, place) for place, made in enumerate(history.made))
    columns = {
        "key": [key for key, *_ in rows],
        "anchor": [order.anchor for _, order, *_ in rows],
        "known_from": [order.tie_seq for _, order, *_ in rows],
        "known_until": [until for _, _, until, _ in rows],
        "stance": [_stance(history.made[place]) for *_, place in rows],
    }
    return polars.DataFrame(columns)


def _squares(ask: Callable[..., State], title: str) -> None:
    state = ask(START + SPAN)
    matrix, rows = state.matrix(), analysis.squares(state)
    if any(matrix[row.term, str(row.party)] is not row.stance for row in rows):
        raise AssertionError("the squares and the matrix differ")

    def squares() -> Run:
        state = ask(START + SPAN)
        return lambda: analysis.squares(state)

    named = f"{len(rows):,} squares"
    result = race([Contender(named, squares, 1), _contender(YARDSTICK, _yardstick)], 3)
    result.show(f"the squares of {title}")


YARDSTICK = "a million times dict.get, by which to know a busy machine"


def _yardstick() -> int:
    table: dict[int, int] = {}
    get = table.get
    for _ in range(1_000_000):
        get(1)
    return len(table)


# A year

_DAY = f"greatest(0, (anchor - {DAYS[0]} + {DAY - 1}) // {DAY})"
_KNOWN = f"WHERE known_from <= $seq AND known_until > $seq AND anchor <= {DAYS[-1]}"
_TALLY = "count(stance), sum(stance - 2), max(stance) - min(stance)"
FORMS = {
    "duckdb, ASOF join": f"""
        SELECT day.number, key.range // $parties AS term, {_TALLY}
        FROM (day CROSS JOIN range($keys) key)
        ASOF JOIN (SELECT * FROM statement {_KNOWN}) s ON s.key = key.range AND s.anchor <= day.instant
        GROUP BY ALL
    """,
    "duckdb, window": f"""
        WITH told AS (
            SELECT key, {_DAY} AS day, arg_max(stance, anchor::HUGEINT * {1 << 50} + rank) AS stance
            FROM statement {_KNOWN} GROUP BY ALL
        ), held AS (
            SELECT day.number AS number, key.range AS key,
                   last_value(stance IGNORE NULLS) OVER (PARTITION BY key.range ORDER BY day.number) AS stance
            FROM day CROSS JOIN range($keys) key
            LEFT JOIN told ON told.key = key.range AND told.day = day.number
        )
        SELECT number, key // $parties AS term, {_TALLY} FROM held GROUP BY ALL
    """,
}


class Peer:
    """The history in DuckDB, with the stances as numbers."""

    def __init__(self, history: History, parties: int) -> None:
        self._connection = duckdb.connect()
        self._given = {"seq": history.head, "keys": len(history.keys), "parties": parties}
        made = [
            (m.key, m.order.anchor, rank(m.order), m.order.tie_seq, m.until, _stance(m)) for m in history.made
        ]
        names = ("key", "anchor", "rank", "known_from", "known_until", "stance")
        columns = dict(zip(names, np.array(made, np.int64).T.copy(), strict=True))
        days = {"number": np.arange(len(DAYS)), "instant": np.array(DAYS, np.int64)}
        for name, table in (("made", columns), ("days", days)):
            self._connection.register(name, table)
        self._connection.execute("CREATE TABLE statement AS SELECT * FROM made ORDER BY key, anchor, rank")
        self._connection.execute("CREATE TABLE day AS SELECT * FROM days")

    def asking(self, form: str) -> Run:
        """Ask in one form; the columns of numpy are the cheapest to fetch."""
        return lambda: self._connection.execute(FORMS[form], self._given).fetchnumpy()

    def found(self, form: str) -> dict[tuple[int, int], tuple[int, int, int]]:
        """By day and term, the number of stances, their sum and their spread."""
        rows = self._connection.execute(FORMS[form], self._given).fetchall()
        return {(day, term): (count, total, spread) for day, term, count, total, spread in rows if count}


def _trend(ask: Callable[..., State], history: History, parties: int, title: str) -> None:
    peer = Peer(history, parties)
    span = as_datetime(DAYS[0]).isoformat(), as_datetime(DAYS[-1]).isoformat(), "P1D"
    points = analysis.trend(ask(START + SPAN), *span)
    terms = {term: number for number, term in enumerate(dict.fromkeys(key.term for key in history.keys))}
    days: dict[datetime, int] = {as_datetime(day): number for number, day in enumerate(DAYS)}
    due = {
        (days[p.at], terms[p.term]): (p.stances, round((p.mean or 0) * p.stances), p.spread or 0)
        for p in points
        if p.term is not None and p.stances
    }
    for form in FORMS:
        if peer.found(form) != due:
            raise AssertionError(f"the trend and {form} differ")
    say(f"\n{len(due):,} answers are equal")
    contenders = [
        _contender("trend", lambda: analysis.trend(ask(START + SPAN), *span)),
        *(_contender(form, peer.asking(form)) for form in FORMS),
    ]
    result = race(contenders, 5)
    result.show(f"a year of {title}, time of both cores")
    for form in FORMS:
        result.aim("trend", form, at_most=0.25)


def _contender(name: str, run: Run) -> Contender:
    return Contender(name, lambda: run, 1)


def _stance(made: Made) -> int:
    return (made.order.tie_seq + made.order.claim) % len(STANCES)
