"""`analysis.trend` over a year against the boards that it stands for, one a day."""

from __future__ import annotations

from functools import partial

import peacetrack as pt
from peacetrack import analysis
from tests.bench.board import talks_after
from tests.bench.race import Contender, Run, race, say

YEAR = ("2022-01-01", "2022-12-31", "P1D")


def main(*, quick: bool) -> None:
    """A year of a ledger of 20 parties and 10 terms."""
    for reports in (100,) if quick else (100, 400):
        _run(talks_after(reports), reports)


def _run(talks: pt.Tracker, reports: int) -> None:
    state = talks.state(valid="2023-01-01")
    days = list(dict.fromkeys(point.at for point in analysis.trend(state, *YEAR)))

    def trend() -> list[object]:
        return [point.status for point in analysis.trend(state, *YEAR) if point.term]

    def boards() -> list[object]:
        each = (state.at(valid=day) for day in days)
        return [board[term].status for board in each for term in board]

    if trend() != boards():
        raise AssertionError("the trend is not its boards")
    say(f"\n{len(days) * len(state)} answers are equal")
    contenders = [Contender(run.__name__, partial(_ready, run), 1) for run in (trend, boards)]
    result = race(contenders, rounds=3)
    result.show(f"{len(days)} days after {reports} reports")
    result.aim("trend", "boards", at_most=0.2)


def _ready(run: Run) -> Run:
    return run
