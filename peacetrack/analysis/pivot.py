"""Pivots: the reports without which a status or a stance would be another.

A report is left out as by `state.without(report)`, but without a replay. Its statements are not
counted; where it dates an event, it is withdrawn from a timeline that shares all series with the
real one. Only the answers that this can touch are computed again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

import attrs

from peacetrack.index.projection import withdrawing
from peacetrack.index.statement import Provenance
from peacetrack.index.timeline import Cut, Timeline
from peacetrack.replay.overlay import Overlay
from peacetrack.replay.reach import Reach
from peacetrack.rules.answers import Answers, HolderOrTerm
from peacetrack.rules.standing import Standing
from peacetrack.state import State, answers_of, cut_of, snapshot_of
from peacetrack.table.table import Table
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus

Shown = TermStatus | Stance | None


@attrs.frozen
class Pivot:
    """An answer that would be another without one report, or without all reports of one origin.

    Attributes:
        report: the report; None where it is a whole origin.
        origin: the origin; None where it is one report.
        reports: the reports that are left out.
        term: the term.
        party: the party with another live stance; None where the status of the term differs.
        before: the status or the live stance with the reports; None where there is none.
        after: the status or the live stance without them; None where there is none.
    """

    report: str | None
    origin: str | None
    reports: tuple[str, ...]
    term: str
    party: str | None
    before: Shown
    after: Shown

    def __str__(self) -> str:
        lost = self.report or f"the origin {self.origin}"
        subject = f"{self.party} on {self.term}" if self.party else self.term
        before, after = (_shown(value, self.party) for value in (self.before, self.after))
        return f"without {lost}: {subject} is {after}, not {before}"


def _shown(value: Shown, party: str | None) -> str:
    return str(value or ("without a live stance" if party else "without a status"))


def pivots(state: State) -> Table[Pivot]:
    """List the reports, and the origins of several reports, that carry a status or a stance.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each status of a term, and each side of a party's live stance, that would be
        another; by report, as recorded, then by origin.

    >>> for pivot in analysis.pivots(state):
    ...     print(pivot)
    without wire: NORTH on truce is without a live stance, not accepts
    without radio: truce is contested, not pending
    without radio: SOUTH on truce is opposes, not open
    """
    losses = Losses(state)
    found = [Pivot(id, None, (id,), *turn) for id in losses.reports for turn in losses.turns({id})]
    for origin, reports in losses.origins.items():
        if len(reports) > 1:
            found += [Pivot(None, origin, reports, *turn) for turn in losses.turns(set(reports))]
    return Table(found, Pivot, state.basis)


Turn = tuple[str, str | None, Shown, Shown]
"""(term, party, before, after) of an answer that differs."""


class Losses:
    """What would differ in a state without some of its reports."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._reach = Reach(state)

    @cached_property
    def reports(self) -> list[str]:
        """The reports of which something stands, in the order in which they were recorded."""
        world, basis = snapshot_of(self._state), self._state.basis
        left_out = {*basis.trust.without} - {str(report.id) for report in basis.supposed}
        known = [filed.entry.id for filed in world.ledger.reports_at(world.seq)]
        return [id for id in known if id not in left_out]

    @cached_property
    def origins(self) -> dict[str, tuple[str, ...]]:
        """The reports that are known to go back to one origin, by origin."""
        found: dict[str, tuple[str, ...]] = {}
        for id in self.reports:
            origin = self._state.report_of(id).source.origin
            if origin is not None:
                found[origin] = (*found.get(origin, ()), id)
        return found

    def turns(self, lost: Collection[str]) -> list[Turn]:
        """What would turn without these reports, in the order of the agenda."""
        now, without = answers_of(self._state), self._without(lost)
        touched = {
            each
            for holder in self._reach.holders_of(lost)
            for each in self._reach.with_members(holder)
        }
        events = {event: without.event(event) for event in self._reach.events_of(lost)}
        moved = {
            holder[0]
            for holder in touched
            if now.upheld(holder).status_key != without.upheld(holder).status_key
        }
        held = {id for id, event in events.items() if event.held != now.event(id).held}
        after = Overlay(
            now,
            lambda holder: without.upheld(holder) if holder in touched else None,
            events=events,
            terms=self._in_order(self._reach.linked(moved, held)),
        )
        turns = [*self._flips(touched, after), *self._new_statuses(after)]
        return sorted(turns, key=self._place)

    def _in_order(self, terms: Collection[str]) -> tuple[str, ...]:
        return tuple(term for term in self._state if term in terms)

    def _without(self, lost: Collection[str]) -> Answers:
        """What the rules answer without some reports."""
        return Answers(self._cut(lost), self._state.agenda, self._state.names)

    def _cut(self, lost: Collection[str]) -> Cut:
        """The timeline without these reports."""
        cut = cut_of(self._state)

        def counts(by: Provenance) -> bool:
            return by.report not in lost and cut.counts(by)

        if not self._reach.dates_events(lost):
            return attrs.evolve(cut, counts=counts)
        ledger = snapshot_of(self._state).ledger
        timeline = withdrawing(self._known_timeline, ledger, lost)
        return Cut(timeline, cut.valid, timeline.head, counts)

    @cached_property
    def _known_timeline(self) -> Timeline:
        """The timeline that ends where the state's knowledge does: the live one may go on."""
        world, basis = snapshot_of(self._state), self._state.basis
        of_its_own = basis.supposed or basis.trust.without
        return world.timeline if of_its_own else world.as_known().timeline

    def _flips(self, touched: Iterable[HolderOrTerm], after: Answers) -> Iterator[Turn]:
        """The parties that would have a live stance on another side, or none, or one at last."""
        for term, party in touched:
            if party is not None:
                one, other = self._state.standing(term, party), after.standing(term, party)
                if _side(one) != _side(other):
                    yield term, party, _live_stance(one), _live_stance(other)

    def _new_statuses(self, after: Answers) -> Iterator[Turn]:
        """The terms whose status would be another one."""
        for term in after:
            before, then = self._state.status_of(term), after.statuses.status(term)
            if before is not then:
                yield term, None, before, then

    @cached_property
    def _order(self) -> dict[str, int]:
        agenda = self._state.agenda
        return {id: place for place, id in enumerate((*agenda.term_by_id, *agenda.party_by_id))}

    def _place(self, turn: Turn) -> tuple[int, int]:
        term, party, _, _ = turn
        return self._order[term], -1 if party is None else self._order[party]


def _live_stance(standing: Standing) -> Stance | None:
    live = standing.live and isinstance(standing.stance, Stance)
    return standing.stance if live else None  # type: ignore[return-value]


def _side(standing: Standing) -> int | None:
    stance = _live_stance(standing)
    return None if stance is None else stance.side
