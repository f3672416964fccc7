"""Acts without a stance that are news: those that one of two states has, and the other one has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from peacetrack.analysis.changes.cause import Cause, withdrawal
from peacetrack.rules.claims import Claimed
from peacetrack.state import State, reading_of
from peacetrack.words.classes import frozen
from peacetrack.words.report import Correction
from peacetrack.words.value import grouped


@frozen
class Acted:
    """The acts of a party on a term by one of two states alone; the acts in the order of their reports.

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
    """

    def __init__(self, before: State, after: State) -> None:
        self._before = before
        self._after = after

    def on(self, term: str) -> Sequence[Acted]:
        """Return what parties did on a term by one of the states alone."""
        return self._by_term.get(term, ())

    @cached_property
    def _by_term(self) -> Mapping[str, Sequence[Acted]]:
        was, now = reading_of(self._before).claims.news, reading_of(self._after).claims.news
        found = [
            Acted(term, party, without_like(acts, others), without_like(others, acts))
            for term, party in dict.fromkeys((*now, *was))
            if party is not None
            for acts, others in [(now.get((term, party), ()), was.get((term, party), ()))]
        ]
        return grouped((acted for acted in found if acted.new or acted.gone), lambda acted: acted.term)

    def cause(self, acted: Acted, act: Claimed) -> Cause:
        """Return why one of the states alone has an act."""
        if act in acted.gone:
            return self._withdrawn(act) or self._otherwise()
        filed = reading_of(self._after).snapshot.filed(act.report)
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
        first = withdrawal(self._after, act.report, act.number)
        if first is None:
            return None
        return Cause.CORRECTED if isinstance(first.body, Correction) else Cause.RETRACTED


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
