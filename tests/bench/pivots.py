"""`analysis.pivots` against asking `state.without(report)` for every report.

The state is new in every round and keeps what it was asked, so both pay for the board itself too.
"""

from __future__ import annotations

from statistics import median

import peacetrack as pt
from peacetrack import analysis
from peacetrack.analysis.pivot import Losses
from tests.bench.race import Contender, Run, race, say
from tests.bench.record import PARTIES, TERMS, agenda, report

VALID = "2026-01-01"
NAIVE = "state.without(report), each"
FEW = 8
EVENTS = tuple(f"round-{n}" for n in range(20))

Shown = dict[tuple[str, str | None], object]


def main(*, quick: bool) -> None:
    """All pivots after few and after many reports; the naive way is asked for sixteen of them."""
    for reports in (100,) if quick else (100, 1000):
        _run(_talks(reports), reports, rounds=3 if quick else 7)


def _talks(reports: int) -> pt.Tracker:
    """Reports of five positions; every tenth is bound to an event, which the next one dates."""
    tracker = pt.Tracker(agenda())
    for number in range(reports):
        tracker.record(_report(number))
    return tracker


def _report(number: int) -> pt.Report:
    made = report(number)
    event = EVENTS[number // 10 % len(EVENTS)]
    if number % 10 == 0:
        bound = pt.Position(PARTIES[number % 7], TERMS[number % 3], "open", since=pt.During(event))
        return pt.Report([*made.claims, bound], id=made.id, source=made.source)
    if number % 10 == 1:
        held = pt.Event(event, status="held", when=f"2022-{number % 12 + 1:02}-01")
        return pt.Report([*made.claims, held], id=made.id, source=made.source)
    return made


def _run(talks: pt.Tracker, reports: int, rounds: int) -> None:
    every = [f"report-{number}" for number in range(reports)]
    bound, dating = every[:: reports // FEW // 10 * 10], every[1 :: reports // FEW // 10 * 10]
    lost = [*bound[:FEW], *dating[:FEW]]
    _check(talks, every if reports <= 100 else lost)

    def ours() -> Run:
        state = talks.state(valid=VALID)
        return lambda: analysis.pivots(state)

    def board() -> Run:
        state = talks.state(valid=VALID)
        return lambda: _shown(state)

    def naive() -> Run:
        state = talks.state(valid=VALID)
        return lambda: [_turned(state, id) for id in lost]

    contenders = [
        Contender("the board alone", board, 1),
        Contender("pivots: all reports", ours, 1),
        Contender("pivots, a report", ours, reports),
        Contender(NAIVE, naive, len(lost)),
    ]
    result = race(contenders, rounds)
    result.show(f"{reports} reports, {len(PARTIES)} parties on {len(TERMS)} terms")
    result.aim("pivots, a report", NAIVE, at_most=0.1)
    say(f"  {median(result.ratios(NAIVE, 'pivots, a report')):8.0f} times quicker, a report")


def _shown(state: pt.State) -> Shown:
    """Every status, and the side of every live stance."""
    found: Shown = {(term, None): state[term].status for term in state}
    for term in state:
        for party in PARTIES:
            standing = state.standing(term, party)
            live = standing.live and isinstance(standing.stance, pt.Stance)
            found[term, party] = standing.stance.side if live else None  # type: ignore[union-attr]
    return found


def _turned(state: pt.State, lost: str) -> set[tuple[str, str | None]]:
    before, after = _shown(state), _shown(state.without(lost))
    return {what for what in before if before[what] != after[what]}


def _check(talks: pt.Tracker, lost: list[str]) -> None:
    """Both ways name the same turns."""
    state = talks.state(valid=VALID)
    losses, turned = Losses(state), 0
    for id in lost:
        ours = {(term, party) for term, party, _, _ in losses.turns({id})}
        if ours != _turned(state, id):
            raise AssertionError(f"without {id}: {ours} is not {_turned(state, id)}")
        turned += len(ours)
    say(f"\n{len(lost)} answers are equal, with {turned} turns")
