"""Acts without a stance that are news: those that one of two states has, and the other one has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from peacetrack.analysis.changes.cause import Cause
from peacetrack.replay.unchanged import Unchanged
from peacetrack.rules.claims import Claimed
from peacetrack.rules.going_back import NEWS, is_bare
from peacetrack.state import State, bare_of, snapshot_of
from peacetrack.words.classes import frozen
from peacetrack.words.report import Correction


@frozen
class Acted:
    """What a party did on a term by one of two states alone; the acts in the order of their reports.

    Attributes:
        term: the term.
        party: the party.
        new: the acts that only the later state has.
        gone: those that only the earlier one has.
    """

    term: str
    party: str
    new: tuple[Claimed, ...]
    gone: tuple[Claimed, ...]


class Acting:
    """The acts of an earlier and a later state, and why they differ.

    Parameters:
        before: the earlier state.
        after: the later state.
        unchanged: which parties both states answer alike about.
    """

    def __init__(self, before: State, after: State, unchanged: Unchanged) -> None:
        self._before = before
        self._after = after
        self._unchanged = unchanged

    def on(self, term: str) -> Iterator[Acted]:
        """Yield what parties did on a term by one of the states alone."""
        parties = (*self._after.parties_on(term), *self._before.parties_on(term), *self._bare.get(term, ()))
        for party in dict.fromkeys(parties):
            if party in self._bare.get(term, ()) or not self._unchanged.has(term, party):
                was, now = (acts_on(state, term, party) for state in (self._before, self._after))
                new, gone = without_like(now, was), without_like(was, now)
                if new or gone:
                    yield Acted(term, party, new, gone)

    @cached_property
    def _bare(self) -> dict[str, dict[str, None]]:
        """By term, the parties that did something, or spoke, without a field."""
        found: dict[str, dict[str, None]] = {}
        for term, party in sorted(bare_of(self._before) | bare_of(self._after)):
            found.setdefault(term, {})[party] = None
        return found

    def cause(self, acted: Acted, act: Claimed) -> Cause:
        """Return why one of the states alone has an act."""
        if act in acted.gone:
            return self._withdrawn(act) or self._otherwise()
        filed = snapshot_of(self._after).filed(act.report)
        if filed is not None and filed.entry.corrects in {gone.report for gone in acted.gone}:
            return Cause.CORRECTED
        if filed is None or filed.entry.seq <= self._before.basis.known:
            return self._otherwise() if self._held_before(act) else Cause.STATED
        return Cause.LEARNED if self._held_before(act) else Cause.STATED

    def _held_before(self, act: Claimed) -> bool:
        return act.since is not None and act.since.anchor <= self._before.instant

    def _otherwise(self) -> Cause:
        """Return why an act that both states know counts in one of them: by trust, or as it was dated."""
        bases = ((state.basis.trust, state.basis.published_by) for state in (self._before, self._after))
        return Cause.DATED if len({*bases}) == 1 else Cause.BASIS

    def _withdrawn(self, act: Claimed) -> Cause | None:
        """Return by what an act was withdrawn."""
        entries = snapshot_of(self._after).withdrawals(act.report)
        of_it = [entry for entry in entries if entry.claim in (None, act.number)]
        first = min(of_it, key=lambda entry: entry.seq, default=None)
        if first is None:
            return None
        return Cause.CORRECTED if isinstance(first.body, Correction) else Cause.RETRACTED


def acts_on(state: State, term: str, party: str) -> list[Claimed]:
    """Return the acts of a party on a term that are news, and come without a stance."""
    if term not in state:
        return []
    claims = state.claims(term=term, party=party, kind="position")
    return [claimed for claimed in claims if is_bare(claimed, NEWS)]


def each_once(acts: Sequence[Claimed]) -> Iterator[tuple[Claimed, tuple[str, ...]]]:
    """Yield each of some acts once, with all the reports that say so."""
    for place, act in enumerate(acts):
        if without_like([act], acts[:place]):
            yield act, tuple(dict.fromkeys(c.report for c in acts if not without_like([c], [act])))


def without_like(acts: Iterable[Claimed], others: Sequence[Claimed]) -> tuple[Claimed, ...]:
    """Return those of some acts that are not among others, there perhaps by another report."""
    known = [_said(other) for other in others]
    return tuple(act for act in acts if _said(act) not in known)


def _said(act: Claimed) -> tuple[object, ...]:
    """Return what is said of an act, for which side, and whether on the record."""
    by = act.attribution
    return act.claim, act.since, by.parties, by.person, by.type.on_record
