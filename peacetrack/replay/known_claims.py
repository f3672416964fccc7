"""The claims that are known at many moments; each is read once for all moments when it says the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from peacetrack.index.statement import Asserted, Provenance
from peacetrack.index.timeline import Cut
from peacetrack.ledger.filed import Filed
from peacetrack.replay.reach import Reach
from peacetrack.rules.claims import Claimed, claimed_at
from peacetrack.words.edtf import BEGINNING
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

    def by(self, valid: int, subject: str | None = None, kind: type[Claim] | None = None) -> list[KnownClaim]:
        """Return those that may have begun by an instant, perhaps about a term or an event, or of a kind."""
        claims = self._claims if subject is None else self._about.get(subject, ())
        begun = [known for known in claims if known.first <= valid]
        return begun if kind is None else [known for known in begun if isinstance(known.claimed.claim, kind)]

    def newest(self, valid: int, kind: type[Claim] | None = None) -> Provenance | None:
        """Return where the newest of them comes from that may have begun by an instant, perhaps of a kind."""
        newest = max(self.by(valid, None, kind), key=_age, default=None)
        return None if newest is None else newest.by

    @cached_property
    def _about(self) -> Mapping[str, Sequence[KnownClaim]]:
        about: dict[str, list[KnownClaim]] = {}
        for known in self._claims:
            for subject in dict.fromkeys(known.claimed.claim.subjects):
                about.setdefault(subject, []).append(known)
        return about


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
