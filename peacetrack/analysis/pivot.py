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
from peacetrack.replay.reach import Reach
from peacetrack.rules.event import EventState, event_state
from peacetrack.rules.group import standing_of
from peacetrack.rules.standing import Standing, TermProgress, progress_of
from peacetrack.rules.status import Statuses
from peacetrack.state import State, cut_of, snapshot_of
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
        asked = self._asked_again(lost)
        turns = [*self._flips(asked.standings.values()), *self._new_statuses(asked)]
        return sorted(turns, key=self._place)

    def _asked_again(self, lost: Collection[str]) -> Without:
        """The state without some reports: whoever they can touch, asked again."""
        cut, agenda = self._cut(lost), self._state.agenda
        found = Without(self._state)
        for event in self._reach.events(lost):
            found.events[event] = event_state(cut, event)
        for term, party in self._reach.holders(lost):
            kind = self._state.kind_of(term)
            if party is None:
                found.progresses[term] = progress_of(cut, term, kind)
            for member in self._members(party):
                found.standings[term, member] = standing_of(cut, agenda, term, member, kind)
        return found

    def _cut(self, lost: Collection[str]) -> Cut:
        """The timeline without these reports."""
        cut = cut_of(self._state)

        def counts(by: Provenance) -> bool:
            return by.report not in lost and cut.counts(by)

        if not self._reach.dates(lost):
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

    def _members(self, party: str | None) -> Iterator[str]:
        """A party, and who may stand where it stands."""
        if party is not None:
            yield party
            yield from self._by_group.get(party, ())

    @cached_property
    def _by_group(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for party in self._state.agenda.party_by_id:
            for group in self._state.groups_of(party):
                found.setdefault(group, []).append(party)
        return found

    def _flips(self, standings: Iterable[Standing]) -> Iterator[Turn]:
        """The parties that would have a live stance on another side, or none, or one at last."""
        for after in standings:
            before = self._state.standing(after.term, after.party)
            if _side(before) != _side(after):
                yield after.term, after.party, _live_stance(before), _live_stance(after)

    def _new_statuses(self, asked: Without) -> Iterator[Turn]:
        """The terms whose status would be another one."""
        moved = self._reach.linked(asked.moved_terms(), asked.moved_events())
        terms = tuple(term for term in self._state if term in moved)
        deal = Statuses(attrs.evolve(asked, terms=terms))
        for term in terms:
            before, after = self._state.status_of(term), deal.status(term)
            if before is not after:
                yield term, None, before, after

    @cached_property
    def _order(self) -> dict[str, int]:
        agenda = self._state.agenda
        return {id: place for place, id in enumerate((*agenda.term_by_id, *agenda.party_by_id))}

    def _place(self, turn: Turn) -> tuple[int, int]:
        term, party, _, _ = turn
        return self._order[term], -1 if party is None else self._order[party]


@attrs.frozen(eq=False)
class Without:
    """What a deal asks of a state without some reports: who was asked again, else as it was."""

    state: State
    events: dict[str, EventState] = attrs.field(factory=dict)
    standings: dict[tuple[str, str], Standing] = attrs.field(factory=dict)
    progresses: dict[str, TermProgress] = attrs.field(factory=dict)
    terms: tuple[str, ...] = ()

    def moved_terms(self) -> set[str]:
        """The terms of which something that a status looks at differs."""
        found = {
            term
            for (term, party), standing in self.standings.items()
            if standing.status_key != self.state.standing(term, party).status_key
        }
        return found | {
            term
            for term, progress in self.progresses.items()
            if progress.status_key != self.state.progress(term).status_key
        }

    def moved_events(self) -> set[str]:
        """The events that are no longer held, or are held at last."""
        return {id for id, event in self.events.items() if event.held != self.state.event(id).held}

    # What is read of a state: see deal.SupportsDeal

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def standing(self, term: str, party: str) -> Standing:
        """Where a party stands on a term."""
        return self.standings.get((term, party)) or self.state.standing(term, party)

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        return self.progresses.get(term) or self.state.progress(term)

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        return self.events.get(event) or self.state.event(event)

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs."""
        return self.state.needed_on(term)

    def parties_on(self, term: str) -> tuple[str, ...]:
        """The needed parties, then all with a statement; those who lost theirs change nothing."""
        return self.state.parties_on(term)

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self.state.kind_of(term)


def _live_stance(standing: Standing) -> Stance | None:
    live = standing.live and isinstance(standing.stance, Stance)
    return standing.stance if live else None  # type: ignore[return-value]


def _side(standing: Standing) -> int | None:
    stance = _live_stance(standing)
    return None if stance is None else stance.side
