"""Bases: the moment, the knowledge and the trust behind an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import attrs

from peacetrack.words.attribution import Attribution, AttributionType, AttributionTypeText
from peacetrack.words.classes import frozen
from peacetrack.words.grade import Credibility, Reliability, as_credibility, as_reliability
from peacetrack.words.isolate import joined
from peacetrack.words.report import Report
from peacetrack.words.value import as_names, as_tuple, counted
from peacetrack.words.when import as_datetime, as_instant, display_day, display_minute

OPINION = frozenset(
    (AttributionType.SUPPORTERS, AttributionType.ANALYSTS, AttributionType.INFERENCE, AttributionType.RUMOUR)
)
"""Types of attribution that carry no position by default."""


def as_attributions(value: Iterable[AttributionType | AttributionTypeText]) -> frozenset[AttributionType]:
    """Return several types of attribution, given as members or as texts."""
    given = as_tuple(value, (AttributionType, str), "attributions")
    return frozenset(AttributionType(item) for item in given)


@frozen
class Trust:
    """Which claims an answer may rest on.

    `reliability` and `credibility` are the worst grades that count. A claim that is not graded, or
    cannot be judged (F, 6), counts where `ungraded` is true. `without` leaves out reports by id,
    with the dates that they gave. With `accounts` false, what one party says of another does not
    count (rule 3).

    >>> pt.Trust(reliability="B", ungraded=False).counts(pt.AttributionType.NAMED, None, None)
    False
    """

    attributions: frozenset[AttributionType] = attrs.field(
        default=frozenset(AttributionType) - OPINION, converter=as_attributions, kw_only=True
    )
    reliability: Reliability | None = attrs.field(default=None, converter=as_reliability, kw_only=True)
    credibility: Credibility | None = attrs.field(default=None, converter=as_credibility, kw_only=True)
    ungraded: bool = attrs.field(default=True, kw_only=True)
    without: tuple[str, ...] = attrs.field(default=(), converter=as_names, kw_only=True)
    accounts: bool = attrs.field(default=True, kw_only=True)

    def counts(
        self,
        attribution: AttributionType,
        reliability: Reliability | None,
        credibility: Credibility | None,
        *,
        account: bool = False,
    ) -> bool:
        """Return whether a claim with this attribution and these grades counts.

        `account` says that it is what one party says of another.
        """
        return (
            attribution in self.attributions
            and (self.accounts or not account)
            and self._passes(reliability, self.reliability, Reliability.F)
            and self._passes(credibility, self.credibility, Credibility.CANNOT_BE_JUDGED)
        )

    def _passes(
        self,
        grade: Reliability | Credibility | None,
        worst: Reliability | Credibility | None,
        unjudged: Reliability | Credibility,
    ) -> bool:
        if worst is None:
            return True
        if grade is None or grade is unjudged:
            return self.ungraded
        return grade <= worst


def nearest_attribution(trust: Trust) -> Attribution | None:
    """Return the attribution nearest to the parties that a trust counts; None where it counts none."""
    nearest = max(trust.attributions, key=lambda type: type.directness, default=None)
    return None if nearest is None else Attribution(nearest)


def widened(trust: Trust) -> Trust:
    """Return a trust by which all counts that it counts, and all that counts by default; of any grade."""
    return Trust(attributions=trust.attributions | DEFAULT_TRUST.attributions, without=trust.without)


def recorded(trust: Trust) -> Trust:
    """Return a trust by which all counts that it counts and that is on the record."""
    return attrs.evolve(trust, attributions=trust.attributions & ON_RECORD.attributions, accounts=False)


DEFAULT_TRUST = Trust()
ON_RECORD = Trust(attributions=[kind for kind in AttributionType if kind.on_record], accounts=False)
EVERYTHING = Trust(attributions=list(AttributionType))


@frozen(repr=False)
class Basis:
    """The values behind an answer; the same basis always gives the same answer (law 3).

    `valid` is the moment in question, `known` the seq of the last entry that counts, and `supposed`
    holds reports that are only supposed.

    >>> state.basis.known, str(state.basis)
    (3, 'valid 2030-01-10 12:00 UTC, known to entry 3, default trust')
    """

    __columns__: ClassVar = ("valid", "known", "trust", "published_by", "supposed")

    _valid: datetime
    known: int
    trust: Trust = DEFAULT_TRUST
    published_by: datetime | None = None
    supposed: tuple[Report, ...] = ()

    @property
    def valid(self) -> datetime:
        """The moment in question."""
        return as_datetime(self.instant)

    @property
    def instant(self) -> int:
        """The same in microseconds since 1970, in UTC.

        >>> state.basis.instant == state.instant
        True
        """
        return as_instant(self._valid)

    def __str__(self) -> str:
        return f"valid {display_minute(self.valid)}, known to entry {self.known}, {self.counted}"

    @property
    def counted(self) -> str:
        """Which reports count, in words."""
        by = self.published_by
        published = "" if by is None else f"published by {display_day(by)}"
        return ", ".join(filter(None, (published, trust_name(self.trust), self.supposing)))

    @property
    def supposing(self) -> str:
        """Supposed reports in words: `supposing 1 report`; empty where nothing is."""
        return f"supposing {counted(len(self.supposed), 'report')}" if self.supposed else ""

    @property
    def apart(self) -> str:
        """The same where not all reports count by the default trust, or some are supposed; else empty."""
        return self.counted.removeprefix(DEFAULT).removeprefix(", ")

    def __repr__(self) -> str:
        return f"<Basis: {self}>"


DEFAULT = "default trust"
"""The default trust in words."""


def trust_name(trust: Trust) -> str:
    """Return a trust in words."""
    names = {DEFAULT_TRUST: DEFAULT, ON_RECORD: "on record only", EVERYTHING: "everything"}
    name = names.get(attrs.evolve(trust, without=()), "a trust of one's own")
    return f"{name}, without {joined(trust.without, ', ')}" if trust.without else name
