"""The deal checked: all that is worth attention, worst first. Built on checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from peacetrack.analysis.checks.condition import circular_conditions, unmeetable_conditions
from peacetrack.analysis.checks.correction import turning_corrections
from peacetrack.analysis.checks.event import overdue_events
from peacetrack.analysis.checks.evidence import (
    contradictions,
    old_positions,
    unnamed_sources,
)
from peacetrack.analysis.checks.offer import closing_offers, lapsed_offers
from peacetrack.analysis.checks.party import silent_parties, unknown_members
from peacetrack.analysis.checks.process import (
    failed_votes,
    irregular_stages,
    unratified_guarantees,
)
from peacetrack.analysis.finding import Check, Finding
from peacetrack.errors import WrongTypeError
from peacetrack.state import State
from peacetrack.table.table import Table


def check(
    state: State, *, also: Iterable[Check] = (), soon: int = 14, old: int = 90
) -> Table[Finding]:
    """All that the checks notice, worst first.

    An offer that closes within `soon` days is closing, a stance that was not told again for more
    than `old` days is old. `also` are checks of one's own: functions from a state to findings.
    """
    checks: list[Check] = [
        failed_votes,
        circular_conditions,
        unmeetable_conditions,
        lapsed_offers,
        contradictions,
        turning_corrections,
        partial(closing_offers, days=_days("soon", soon)),
        overdue_events,
        unratified_guarantees,
        unnamed_sources,
        silent_parties,
        unknown_members,
        irregular_stages,
        partial(old_positions, days=_days("old", old)),
    ]
    found = [finding for one in (*checks, *_own(also)) for finding in _findings(one, state)]
    found.sort(key=lambda finding: finding.severity, reverse=True)
    return Table(found, Finding, state.basis)


def _days(name: str, given: int) -> int:
    if type(given) is not int or given < 0:
        raise WrongTypeError(given, "a number of days", where=name, repair="such as 14")
    return given


def _own(also: Iterable[Check]) -> tuple[Check, ...]:
    if callable(also):
        raise WrongTypeError(also, "a list of checks", where="also", repair="write also=[my_check]")
    return tuple(also)


def _findings(one: Check, state: State) -> Iterator[Finding]:
    """What a check notices; whatever else it gives is refused, by its name."""
    name = getattr(one, "__name__", repr(one))
    found = one(state) or ()
    if isinstance(found, Finding) or not isinstance(found, Iterable):
        raise WrongTypeError(found, "a list of findings", where=name, repair="yield it")
    for finding in found:
        if not isinstance(finding, Finding):
            raise WrongTypeError(finding, "a Finding", where=name, repair="yield Finding(...)")
        yield finding
