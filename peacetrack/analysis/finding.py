"""Findings: the rows of every check, and the weight of a standing for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from peacetrack.analysis.holding import standings
from peacetrack.analysis.severity import Severity, as_severity
from peacetrack.index.statement import reports_of
from peacetrack.rules.rulings import Holding
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import joined
from peacetrack.words.value import as_texts, redacted_in_short
from peacetrack.words.when import Moment, as_moment

if TYPE_CHECKING:
    from peacetrack.analysis.conditions.unmeetable import Unmeetable
    from peacetrack.analysis.window import Window


@frozen
class Finding:
    """Something that a check noticed.

    Attributes:
        severity: how much it matters.
        check: the name of the check.
        what: what was noticed, in words.
        terms: the terms, and the events, that it is about.
        parties: the parties that it is about.
        fields: the fields of the statements that the check looked at.
        since: since when it is so; None where that is not known.
        reports: the reports behind it.
        settled_by: what would settle it, in words; empty where nothing would.
    """

    severity: Severity = attrs.field(converter=as_severity)
    check: str
    what: str = attrs.field(converter=redacted_in_short)
    terms: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    parties: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    fields: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    since: Moment | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_moment), kw_only=True
    )
    reports: tuple[str, ...] = attrs.field(default=(), converter=as_texts, kw_only=True)
    settled_by: str = attrs.field(default="", kw_only=True)

    def __str__(self) -> str:
        settled = f"; to settle it: {self.settled_by}" if self.settled_by else ""
        reports = f" ({joined(self.reports, ', ')})" if self.reports else ""
        return f"{self.severity}: {self.what}{reports}{settled}"


Check = Callable[[State], Iterable[Finding]]
"""A check: a function from a state to findings."""


Source = tuple[Moment | None, Sequence[str]]
"""Since when something is so, and the reports behind it."""


Where = Mapping[str, Sequence[str]]
"""Terms, parties and fields, as `about` gives them."""


def about(terms: str | Sequence[str], parties: str | Sequence[str] | None = None, *fields: str) -> Where:
    """Return what a finding is about: one term or several, of a party, of several, or of the term itself."""
    several = [[each] if isinstance(each, str) else each or () for each in (terms, parties)]
    return {"terms": several[0], "parties": several[1], "fields": fields}


def found(
    severity: Severity, check: str, what: str, settled_by: str, where: Where, source: Source = (None, ())
) -> Finding:
    """Return a finding, with what it is `about`, since when it is so, and its reports."""
    since, reports = source
    fields = {name: tuple(names) for name, names in where.items()}
    return Finding(severity, check, what, **fields, since=since, reports=reports, settled_by=settled_by)


def of_party(
    severity: Severity,
    check: str,
    what: str,
    settled_by: str,
    of: Standing | Unmeetable | Window,
    field: str = "stance",
    source: Source | None = None,
) -> Finding:
    """Return a finding on where a party stands, or on a row of a party on a term.

    By default it has their beginning and their reports, of a standing those of its stance.
    """
    where = about(of.term, of.party, field)
    known = of.since, _of_stance(of) if isinstance(of, Standing) else of.reports
    return found(severity, check, what, settled_by, where, source or known)


def _of_stance(standing: Standing) -> tuple[str, ...]:
    return reports_of(standing.runs.get("stance", ()))


def stances(state: State) -> Iterator[Standing]:
    """Return the standings of parties with a stance of their own that has begun."""
    return (s for s in standings(state) if s.begun and not s.derived)


def counts_for_status(state: State, standing: Standing) -> bool:
    """Return whether the status of a term turns on a standing: of a needed party, its group or a member."""
    needed = state.needed_on(standing.term)
    standings = (state.standing(standing.term, party) for party in needed)
    return standing.party in needed or any(
        standing.party in (each.by_group, *each.by_members) for each in standings
    )


def weighed(state: State, holding: Holding) -> Severity:
    """Return medium where the status of a term turns on a standing, else low."""
    matters = isinstance(holding, Standing) and counts_for_status(state, holding)
    return Severity.MEDIUM if matters else Severity.LOW
