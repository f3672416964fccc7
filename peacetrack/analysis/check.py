"""The check of a deal: every check in `checks/`, and those of users."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from peacetrack.analysis.checks import (
    agreement,
    condition,
    deadline,
    evidence,
    party,
    process,
    record,
    report,
)
from peacetrack.analysis.finding import Check, Finding
from peacetrack.analysis.quotes import Texts
from peacetrack.errors import WrongTypeError
from peacetrack.state import State, of_state
from peacetrack.table.table import Table


@of_state
def check(
    state: State, *, also: Iterable[Check] = (), soon: int = 14, old: int = 90, texts: Texts | None = None
) -> Table[Finding]:
    """List everything that the checks notice, worst first.

    Parameters:
        state: the state to check.
        also: checks of a user's own: functions from a state to findings.
        soon: an offer that closes within this many days is closing.
        old: a stance not reported again for more than this many days is old.
        texts: the texts that were coded, as `coding.check_quotes` takes them; quotes are looked up in those
            that are there (default: no quote is).

    Returns:
        One row for each finding, by severity, then by check.

    Raises:
        WrongTypeError: if `also` is no list of checks, a check gives something other than
            findings, or `soon` or `old` is no number of days.
        InvalidInputError: if there is no such folder of texts, or a file in it is no text.

    >>> print(analysis.check(talks.state(valid="2030-03-01"))[0].what)
    on the record, SOUTH opposes truce; that SOUTH is open to truce is not on the record
    """
    checks = [*_checks(_days("soon", soon), _days("old", old)), *_own(also)]
    checks += () if texts is None else [partial(report.misplaced_quotes, texts=texts)]
    every = [finding for run in checks for finding in _findings(run, state)]
    every.sort(key=lambda finding: finding.severity, reverse=True)
    return Table(every, Finding, state.basis)


_CHECKS: tuple[Callable[..., Iterable[Finding]], ...] = (
    party.needed_rejections,
    party.needed_oppositions,
    agreement.members_opposed,
    agreement.refused,
    agreement.gone_back,
    agreement.breached,
    agreement.open_dates,
    agreement.renewed,
    agreement.broken_off,
    agreement.details_apart,
    process.failed_votes,
    condition.circular_conditions,
    condition.unmeetable_conditions,
    deadline.lapsed_offers,
    evidence.contradictions,
    report.coded_twice,
    report.in_each_report(report.both_sides),
    record.off_the_record,
    record.not_counted,
    record.accounts_alone,
    evidence.undated_reports,
    evidence.turning_corrections,
    deadline.closing_offers,
    deadline.moved_ends,
    deadline.postponed_deadlines,
    deadline.overdue_events,
    deadline.overdue_questions,
    process.unratified_guarantees,
    record.unnamed_sources,
    record.unnamed_events,
    record.unnamed_stances,
    record.denied_events,
    party.silent_parties,
    party.unknown_members,
    party.unknown_quorums,
    process.irregular_stages,
    condition.unreported_events,
    report.alike_events,
    report.alike_reports,
    report.in_each_report(report.ancient_years),
    report.in_each_report(report.published_too_late),
    report.in_each_report(report.begun_too_late),
    report.in_each_report(report.begun_a_year_early),
    evidence.old_positions,
    report.uncoded_reports,
)
"""All checks, in the order of their findings of one severity."""


def _checks(soon: int, old: int) -> list[Check]:
    days = {deadline.closing_offers: soon, evidence.old_positions: old}
    return [partial(check, days=days[check]) if check in days else check for check in _CHECKS]


def _days(name: str, given: int) -> int:
    if type(given) is not int or given < 0:
        raise WrongTypeError(given, "a number of days", where=name, repair="such as 14")
    return given


def _own(also: Iterable[Check]) -> tuple[Check, ...]:
    if callable(also):
        raise WrongTypeError(also, "a list of checks", where="also", repair="write also=[my_check]")
    return tuple(also)


def _findings(run: Check, state: State) -> Iterator[Finding]:
    """Return what a check notices; anything but findings is refused, with the check's name."""
    name = getattr(run, "__name__", repr(run))  # a partial has no name
    given = run(state) or ()
    if isinstance(given, Finding) or not isinstance(given, Iterable):
        raise WrongTypeError(given, "a list of findings", where=name, repair="yield it")
    for finding in given:
        if not isinstance(finding, Finding):
            raise WrongTypeError(finding, "a Finding", where=name, repair="yield Finding(...)")
        yield finding
