"""`Timeline.holding` against a floor and a peer.

The floor looks a key up in a dict and bisects a list of its anchors once: less cannot find a place
in time. The peer is sqlite3 in memory, helped: whole numbers for keys, the order packed into one
column of a clustered index, and the same bound on anchors that keeps a past `known` cheap.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

import attrs

from peacetrack.index.series import FOREVER
from peacetrack.index.statement import Key, Order
from peacetrack.index.timeline import Timeline
from tests.bench.history import SPAN, START, History, make, timeline_of
from tests.bench.race import Contender, Run, race, say

QUESTIONS = 5000
SIZES = (10_000, 1_000_000)
KEYS = (200, 20_000)

_TABLE = """
    CREATE TABLE statement (
        key INTEGER, anchor INTEGER, rank INTEGER, known_from INTEGER, known_until INTEGER,
        PRIMARY KEY (key, anchor, rank)
    ) WITHOUT ROWID
"""
_QUESTION = """
    SELECT anchor, rank FROM statement
    WHERE key = ? AND anchor <= ? AND known_from <= ? AND known_until > ?
    ORDER BY anchor DESC, rank DESC LIMIT 1
"""

K = TypeVar("K")
Found = tuple[int, int] | None
"""Anchor and rank of the statement that holds."""


@attrs.frozen
class Question:
    """What holds of a key at a valid instant, as known at a seq."""

    key: int
    valid: int
    seq: int


def main(*, quick: bool) -> None:
    """Both sizes with both numbers of keys; quick: the small size only."""
    for size in SIZES[:1] if quick else SIZES:
        for keys in KEYS:
            _run(make(size, keys), rounds=15 if quick else 61)


def _run(history: History, rounds: int) -> None:
    timeline, peer = timeline_of(history), Peer(history)
    asked = {
        "now": _now(history),
        "as it was then": _then(history),
        "at any time, as known at any time": _any(history),
    }
    for what, questions in asked.items():
        _check(history, timeline, peer, questions)
        contenders = [
            _contender("floor", _floor(timeline), _by_name(history, questions)),
            _contender("holding", timeline.holding, _by_name(history, questions)),
            _contender("sqlite3", peer.holding, [(q.key, q.valid, q.seq) for q in questions]),
        ]
        result = race(contenders, rounds)
        result.show(f"{len(history.made):,} statements of {len(history.keys):,} keys, asked {what}")
        result.aim("holding", "floor", at_most=2)
        result.aim("holding", "sqlite3", at_most=1)


# The questions


def _any(history: History) -> list[Question]:
    random = Random(1)
    return [
        Question(
            random.randrange(len(history.keys)),
            START + random.randrange(SPAN),
            random.randint(1, history.head),
        )
        for _ in range(QUESTIONS)
    ]


def _now(history: History) -> list[Question]:
    return [attrs.evolve(q, valid=START + SPAN, seq=history.head) for q in _any(history)]


def _then(history: History) -> list[Question]:
    return [attrs.evolve(q, valid=history.recorded_at(q.seq)) for q in _any(history)]


def _by_name(history: History, questions: list[Question]) -> list[tuple[Key, int, int]]:
    return [(history.keys[q.key], q.valid, q.seq) for q in questions]


# The contenders


def _contender(
    name: str, ask: Callable[[K, int, int], object], questions: Sequence[tuple[K, int, int]]
) -> Contender:
    def run() -> None:
        for key, valid, seq in questions:
            ask(key, valid, seq)

    def ready() -> Run:
        run()  # none pays for what another one pushed out of the caches
        return run

    return Contender(name, ready, len(questions))


def _floor(timeline: Timeline) -> Callable[[Key, int, int], int]:
    anchors = {key: list(line.anchors) for key, line in timeline.lines.items()}
    nothing: list[int] = []

    def floor(key: Key, valid: int, seq: int) -> int:
        return bisect_right(anchors.get(key, nothing), valid)

    return floor


class Peer:
    """The history in sqlite3."""

    def __init__(self, history: History) -> None:
        self._recorded = [0, *history.recorded]
        self._lead = [-FOREVER for _ in history.keys]
        for made in history.made:
            lead = made.order.anchor - history.recorded_at(made.order.tie_seq)
            self._lead[made.key] = max(self._lead[made.key], lead)
        connection = sqlite3.connect(":memory:")
        connection.execute(_TABLE)
        rows = (
            (made.key, made.order.anchor, rank(made.order), made.order.tie_seq, made.until)
            for made in sorted(history.made)
        )
        connection.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("ANALYZE")
        self._execute = connection.execute

    def holding(self, key: int, valid: int, seq: int) -> Found:
        """The statement that holds of a key."""
        limit = self._recorded[seq] + self._lead[key]
        bound = valid if valid < limit else limit
        found: Found = self._execute(_QUESTION, (key, bound, seq, seq)).fetchone()
        return found


def rank(order: Order) -> int:
    """Where a statement stands among those of its key that begin with it, as one number."""
    return order.own << 50 | order.directness << 40 | order.tie_seq << 8 | order.claim


# Equal answers


def _check(history: History, timeline: Timeline, peer: Peer, questions: list[Question]) -> None:
    made = history.by_key()
    answered = 0
    for question in questions:
        key, valid, seq = history.keys[question.key], question.valid, question.seq
        statement = timeline.holding(key, valid, seq)
        found = None if statement is None else _found(statement.order)
        begun = [m.order for m in made[question.key] if m.order.anchor <= valid and m.known(seq)]
        due = _found(max(begun)) if begun else None
        if not found == peer.holding(question.key, valid, seq) == due:
            raise AssertionError(f"{question}: {found} is not {due}")
        answered += found is not None
    say(f"\n{len(questions)} answers are equal, {answered} of them statements")


def _found(order: Order) -> Found:
    return order.anchor, rank(order)
