"""`state.standing`, one by one and as a board of every party on every term.

Beside it the index alone: the greatest statement that has begun, for each stance of the board.
"""

from __future__ import annotations

import peacetrack as pt
from peacetrack.index.statement import Key
from peacetrack.index.timeline import Cut
from tests.bench.race import Contender, Run, race, say
from tests.bench.record import PARTIES, TERMS, agenda, report

VALID = "2026-01-01"


def main(*, quick: bool) -> None:
    """A board after few and after many reports."""
    for reports in (400,) if quick else (400, 4000):
        _run(talks_after(reports), reports, rounds=7 if quick else 21)


def talks_after(reports: int) -> pt.Tracker:
    """A tracker that has taken in so many reports, some of them retracted."""
    tracker = pt.Tracker(agenda())
    for number in range(reports):
        tracker.record(report(number))
        if number % 50 == 49:
            tracker.retract(f"report-{number - 20}", reason="mistaken")
    return tracker


def _run(talks: pt.Tracker, reports: int, rounds: int) -> None:
    keys = [(party, term) for term in TERMS for party in PARTIES]
    cut = _cut(talks)
    stances = [Key(term, party, "stance") for party, term in keys]

    def holding() -> object:
        return [next(cut.begun(key), None) for key in stances]

    def standings() -> Run:
        state = talks.state(valid=VALID)  # anew: a state keeps the standings it has given
        return lambda: [state.standing(term, party) for party, term in keys]

    def statuses() -> Run:
        state = talks.state(valid=VALID)
        return lambda: [state[term].status for term in TERMS]

    _check(talks, keys)
    per_key = len(keys)
    contenders = [
        Contender("holding of a stance", lambda: holding, per_key),
        Contender("standing", standings, per_key),
        Contender(f"board: {per_key} standings", standings, 1),
        Contender(f"status of {len(TERMS)} terms", statuses, 1),
    ]
    result = race(contenders, rounds)
    result.show(f"{len(PARTIES)} parties on {len(TERMS)} terms after {reports} reports")


def _check(talks: pt.Tracker, keys: list[tuple[str, str]]) -> None:
    """A standing gives the stance that the index gives, which is the value of the greatest."""
    state, cut = talks.state(valid=VALID), _cut(talks)
    for party, term in keys:
        statement = next(cut.begun(Key(term, party, "stance")), None)
        if state.standing(term, party).stance is not (statement and statement.value):
            raise AssertionError(f"{party} on {term}: standing and index differ")
    say(f"\n{len(keys)} answers are equal")


def _cut(talks: pt.Tracker) -> Cut:
    """What has begun and is known by now, of every claim."""
    instant = talks.state(valid=VALID).instant
    return talks._journal.timeline.cut(instant, talks.head, lambda *_: True)
