"""`tracker.record` against building what is recorded and one canonicalisation of it.

The floor constructs the typed report, writes its JSON form and makes that canonical, once: nothing
that validates and hashes a report can do less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import rfc8785

import peacetrack as pt
from peacetrack import content
from peacetrack.form import codec
from tests.bench.race import Contender, Run, race

FIRST = date(2022, 1, 1)
REPORTS = 40
PARTIES = tuple(f"party-{n}" for n in range(20))
TERMS = tuple(f"term-{n}" for n in range(10))
POSITIONS = 5
FLOOR = "building and canonical form"
STANCES = tuple(pt.Stance)


def agenda() -> pt.Agenda:
    """Twenty parties and ten terms that need all of them."""
    parties = [pt.Party(id, id.title(), "state", aliases=[id.upper()]) for id in PARTIES]
    terms = [pt.Term(id, "security-guarantee", f"{id} is given", needs=PARTIES) for id in TERMS]
    return pt.Agenda("talks", parties=parties, terms=terms)


def report(number: int) -> pt.Report:
    """A report of five positions; of every number another one."""
    source = pt.Source(
        f"Outlet {number % 7}",
        origin=f"wire-{number}",
        title=f"Day {number} of the talks",
        published=_day(number),
        reliability="B",
    )
    claims = [_position(number * POSITIONS + place) for place in range(POSITIONS)]
    return pt.Report(claims, id=f"report-{number}", title=f"Report {number}", source=source)


def _position(number: int) -> pt.Position:
    party, term = PARTIES[number % len(PARTIES)], TERMS[number // len(PARTIES) % len(TERMS)]
    return pt.Position(
        party,
        term,
        STANCES[number * 7 % len(STANCES)],
        act="offers",
        content=content.SecurityGuarantee(
            binding=number % 2 == 0,
            guarantors=(PARTIES[number % 3], PARTIES[3 + number % 5]),
            framework="outside-nato",
            duration=pt.Quantity(10, 10 + number % 9, "years"),
            label=f"assurance of the kind {number}",
        ),
        conditions=(
            pt.TermIs(TERMS[(number + 1) % len(TERMS)], "agreed"),
            pt.InWords(f"progress in the talks, round {number}"),
        ),
        since=_day(number // POSITIONS - (30 if number % 10 == 0 else 0)),  # every tenth is late
        wording=f"ready to offer assurances, said {party} for the time {number}",
        attribution=pt.Attribution("named", speaker=f"minister {number % 11}", acts_for=party),
    )


def _day(report: int) -> str:
    return str(FIRST + timedelta(days=report // 4))


def main(*, quick: bool) -> None:
    """Into a ledger that is new, and into one that holds a thousand reports."""
    for earlier in (0,) if quick else (0, 1000):
        _run(earlier, rounds=15 if quick else 61)


def _run(earlier: int, rounds: int) -> None:
    talks = _Talks(earlier)
    contenders = [
        Contender("building", lambda: _each(talks.numbers(), report), REPORTS),
        Contender(FLOOR, lambda: _each(talks.numbers(), _canonical), REPORTS),
        Contender("record", talks.ready, REPORTS),
    ]
    _check(talks)
    result = race(contenders, rounds)
    result.show(f"a report of {POSITIONS} positions, after {earlier} reports")
    result.aim("record", FLOOR, at_most=1.5)


class _Talks:
    """A tracker that is made anew for every round, so that all rounds record into the same."""

    def __init__(self, earlier: int) -> None:
        self._earlier = earlier
        self._next = earlier
        self.tracker = self._tracker()

    def _tracker(self) -> pt.Tracker:
        tracker = pt.Tracker(agenda())
        for number in range(self._earlier):
            tracker.record(report(number))
        return tracker

    def numbers(self) -> range:
        """Numbers that were not yet used."""
        self._next += REPORTS
        return range(self._next - REPORTS, self._next)

    def ready(self) -> Run:
        """Record reports that are built before the clock runs."""
        if self._earlier == 0 or self.tracker.head > 2 * self._earlier:
            self.tracker = self._tracker()
        return _each([report(number) for number in self.numbers()], self.tracker.record)


def _each(items: Iterable[Any], act: Callable[..., object]) -> Run:
    def run() -> None:
        for item in items:
            act(item)

    return run


def _canonical(number: int) -> bytes:
    return rfc8785.dumps(codec.write(report(number)))


def _check(talks: _Talks) -> None:
    """What is recorded is what was built."""
    (number, *_) = talks.numbers()
    receipt = talks.tracker.record(report(number))
    kept, built = talks.tracker.reports[receipt.id], report(number)
    if not receipt.new or kept != built or codec.write(kept) != codec.write(built):
        raise AssertionError(f"{receipt.id} was not recorded as it was built")
