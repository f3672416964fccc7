"""The claims that are known at many moments; each is read once for all moments when it says the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from peacetrack.index.statement import Asserted, Provenance
from peacetrack.index.timeline import Cut
from peacetrack.ledger.ledger import Filed
from peacetrack.replay.reach import Reach
from peacetrack.rules.claims import Claimed, claimed_at
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.position import Position
from peacetrack.words.report import Claim
from peacetrack.words.term import Agenda

_age = attrgetter("age")


class KnownClaim(NamedTuple):
    """A claim that counts: the first instant at which it does, how new it is, and its source."""

    first: int
    claimed: Claimed
    age: tuple[int, int]
    by: Provenance


class KnownClaims:
    """The claims that count as one seq knows them, whenever they begin.

    Parameters:
        claims: the claims, in the order they were recorded.
    """

    def __init__(self, claims: Sequence[KnownClaim]) -> None:
        self._claims = claims
        self._kinds: dict[type[Claim], Sequence[KnownClaim]] = {}

    def by(self, valid: int, term: str | None = None) -> list[Claimed]:
        """Return those that may have begun by an instant, of all or about a term or an event."""
        claims = self._claims if term is None else self._about.get(term, ())
        return [claim.claimed for claim in claims if claim.first <= valid]

    def positions(self, valid: int, term: str) -> tuple[tuple[str, int], ...]:
        """Return the reports and the numbers of those that are positions on a term."""
        return tuple(name for first, name in self._positions.get(term, ()) if first <= valid)

    def newest(self, valid: int, kind: type[Claim] | None = None) -> Provenance | None:
        """Return where the newest of them comes from that may have begun by an instant, perhaps of a kind."""
        claims = self._claims if kind is None else self._of(kind)
        claim = max([claim for claim in claims if claim.first <= valid], key=_age, default=None)
        return None if claim is None else claim.by

    def of(self, valid: int, kind: type[Claim]) -> list[Claimed]:
        """Return those of a kind that may have begun by an instant."""
        return [claim.claimed for claim in self._of(kind) if claim.first <= valid]

    def _of(self, kind: type[Claim]) -> Sequence[KnownClaim]:
        if kind not in self._kinds:
            self._kinds[kind] = [claim for claim in self._claims if isinstance(claim.claimed.claim, kind)]
        return self._kinds[kind]

    @cached_property
    def _about(self) -> Mapping[str, Sequence[KnownClaim]]:
        about: dict[str, list[KnownClaim]] = {}
        for claim in self._claims:
            for subject in dict.fromkeys(claim.claimed.claim.subjects):
                about.setdefault(subject, []).append(claim)
        return about

    @cached_property
    def _positions(self) -> Mapping[str, Sequence[tuple[int, tuple[str, int]]]]:
        return {
            term: [(c.first, (c.claimed.report, c.claimed.number)) for c in claims if _is_position(c)]
            for term, claims in self._about.items()
        }


class EveryClaim:
    """Every claim of a ledger, and what it says as each seq knows it."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._claims = [_Claim(filed, claim, reach) for filed, claim in reach.claims]

    def known(self, cut: Cut, agenda: Agenda) -> KnownClaims:
        """Return the claims that a cut knows and trusts, and that begin by its valid instant."""
        declared = bisect_right(self._reach.declared, cut.seq)
        return KnownClaims(list(_counting(self._claims, cut, agenda, declared)))


class _Claim:
    """A claim, the seqs between which it is known, and what it says for each agenda and date."""

    def __init__(self, filed: Filed, claim: Asserted, reach: Reach) -> None:
        number, withdrawn = claim.by.claim, filed.withdrawn_by
        ends = [entry.seq for entry in (withdrawn, filed.retracted.get(number)) if entry is not None]
        self.known_from = filed.entry.seq
        self.known_until = min(ends, default=None)
        self.filed, self.claim = filed, claim
        self.dated: Sequence[int] = reach.learned.get(claim.bound_to or "", ())
        self.read: dict[tuple[int, int], KnownClaim | None] = {}


def _counting(claims: Iterable[_Claim], cut: Cut, agenda: Agenda, declared: int) -> Iterator[KnownClaim]:
    for claim in claims:
        if claim.known_from <= cut.seq and (claim.known_until is None or cut.seq < claim.known_until):
            key = declared, bisect_right(claim.dated, cut.seq)
            if key not in claim.read:
                claim.read[key] = _read(claim, cut, agenda)
            known = claim.read[key]
            if known is not None:
                yield known


def _read(claim: _Claim, cut: Cut, agenda: Agenda) -> KnownClaim | None:
    claimed = claimed_at(cut, agenda, claim.filed, claim.claim)
    if claimed is None:
        return None
    since = claimed.since
    first = BEGINNING if since is None or since.range.from_unknown else since.range.first
    return KnownClaim(first, claimed, (claim.claim.by.publication, claim.claim.by.seq), claim.claim.by)


def _is_position(known: KnownClaim) -> bool:
    return isinstance(known.claimed.claim, Position)
