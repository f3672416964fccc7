"""Pivots: the reports without which a status or a stance would be another.

A report is left out as by `state.without(report)`, but without a replay. Its statements are not
counted; where it dates an event, it is withdrawn from a timeline that shares all series with the
real one. Only the answers that this can touch are computed again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from peacetrack.analysis.coding import codings
from peacetrack.index.projection import withdrawing
from peacetrack.index.statement import Provenance, subject_words
from peacetrack.index.timeline import Cut, Timeline
from peacetrack.replay.overlay import Overlay
from peacetrack.replay.reach import Reach
from peacetrack.rules.event import deciding
from peacetrack.rules.rulings import HolderOrTerm, Rulings
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped

Shown = TermStatus | Stance | None


@frozen
class Pivot:
    """An answer that would be another without one report, or without all reports of one root.

    Reports have one root that share an origin or code one source, directly or through others (rule 7).

    Attributes:
        report: the report; None where it is a whole root.
        origin: the first origin of the root; None where it is one report, or no origin is known.
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
        root = (
            f"the origin {isolated(self.origin)}" if self.origin else f"the source of {joined(self.reports)}"
        )
        lost = isolated(self.report) if self.report else root
        subject = subject_words(self.term, self.party)
        before, after = (_shown(value, self.party) for value in (self.before, self.after))
        return f"without {lost}: {subject} is {after}, not {before}"


def _shown(value: Shown, party: str | None) -> str:
    return str(value or ("without a live stance" if party else "without a status"))


@of_state
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
    rows = [Pivot(id, None, (id,), *turn) for id in losses.reports for turn in losses.turns({id})]
    for reports, origin in losses.roots.items():
        rows += [Pivot(None, origin, reports, *turn) for turn in losses.turns(set(reports))]
    return Table(rows, Pivot, state.basis)


Turn = tuple[str, str | None, Shown, Shown]
"""(term, party, before, after) of an answer that differs."""


class Losses:
    """The differences in a state without some of its reports."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._reach = Reach(state)

    @cached_property
    def reports(self) -> list[str]:
        """The reports that a state reads and does not leave out already, as recorded."""
        snapshot, basis = reading_of(self._state).snapshot, self._state.basis
        left_out = {*basis.trust.without} - {str(report.id) for report in basis.supposed}
        known = [filed.entry.id for filed in snapshot.ledger.reports_at(snapshot.seq)]
        return [id for id in known if id not in left_out]

    @cached_property
    def roots(self) -> dict[tuple[str, ...], str | None]:
        """The origin, where one is known, of all reports that share a root, several at least."""
        origins = {id: self._state.report_of(id).source.origin for id in self.reports}
        by_origin = grouped(filter(origins.get, self.reports), lambda id: origins[id])
        sharing = {id: {id} for id in self.reports}
        pairs = ((str(one.id), str(other.id)) for one, other in codings(self._state))
        for linked in (*by_origin.values(), *pairs):
            together = set[str]().union(*(sharing[id] for id in linked))
            sharing |= dict.fromkeys(together, together)
        groups = dict.fromkeys(tuple(id for id in self.reports if id in ids) for ids in _distinct(sharing))
        return {ids: next(filter(None, map(origins.get, ids)), None) for ids in groups}

    def turns(self, lost: Collection[str]) -> list[Turn]:
        """Return what would differ without some reports, in the order of the agenda."""
        events = self._events_of(lost)
        holders = self._reach.holders_of(lost, events)
        touched = {member for holder in holders for member in self._reach.resting_on(holder)}
        after = self._after(lost, events, touched)
        turns = (*self._other_sides(touched, after), *self._other_statuses(after))
        return sorted(turns, key=lambda turn: (self._order[turn[0]], self._order[turn[1]]))

    def _events_of(self, lost: Collection[str]) -> set[str]:
        """Return the events that may take place otherwise without some reports; most dates were overtaken."""
        events = self._reach.events_of(lost)
        return events if any(self._deciding[event].intersection(lost) for event in events) else set()

    @cached_property
    def _deciding(self) -> Mapping[str, set[str]]:
        """By event, the reports that decide on its date, and on its trusted status."""
        cut = reading_of(self._state).cut
        return {event: deciding(cut, event) for event in self._reach.events}

    def _after(
        self, lost: Collection[str], lost_events: Collection[str], touched: Collection[HolderOrTerm]
    ) -> Overlay:
        """Return the answers without some reports; those that are not touched stay.

        It iterates the terms with perhaps another status: those of standings that moved, and those
        that conditions link to them or to an event that is no longer held.
        """
        before = reading_of(self._state).rulings
        without = Rulings(self._cut(lost, lost_events), before.agenda, before.names)
        events = {event: without.event(event) for event in lost_events}
        turned = {id for id, event in events.items() if event.held != before.event(id).held}
        moved = {
            holder[0]
            for holder in touched
            if before.holding(holder).status_key != without.holding(holder).status_key
        }
        linked = self._reach.linked(moved, turned)
        return Overlay(
            before,
            lambda holder: without.holding(holder) if holder in touched else None,
            events=events,
            terms=[term for term in self._state if term in linked],
        )

    def _cut(self, lost: Collection[str], lost_events: Collection[str]) -> Cut:
        """Return the timeline without some reports, on which the dates of some events may rest."""
        cut = reading_of(self._state).cut

        def counts(by: Provenance, accounts_of: tuple[str, ...]) -> bool:
            return by.report not in lost and cut.counts(by, accounts_of)

        if not lost_events:
            return attrs.evolve(cut, counts=counts)
        ledger = reading_of(self._state).snapshot.ledger
        timeline = withdrawing(self._known_timeline, ledger, lost)
        return Cut(timeline, cut.valid, timeline.head, counts)

    @cached_property
    def _known_timeline(self) -> Timeline:
        """The timeline that ends with what the state knows; the live one may go on."""
        snapshot, basis = reading_of(self._state).snapshot, self._state.basis
        of_its_own = basis.supposed or basis.trust.without
        return snapshot.timeline if of_its_own else snapshot.as_known().timeline

    def _other_sides(self, touched: Iterable[HolderOrTerm], after: Rulings) -> Iterator[Turn]:
        """Return the parties with a live stance on another side, or on one side only."""
        for term, party in touched:
            if party is not None:
                old, new = (of.standing(term, party).live_stance for of in (self._state, after))
                if _side(old) != _side(new):
                    yield term, party, old, new

    def _other_statuses(self, after: Rulings) -> Iterator[Turn]:
        """Return the terms with another status."""
        for term in after:
            old, new = self._state.status_of(term), after.statuses.status(term)
            if old is not new:
                yield term, None, old, new

    @cached_property
    def _order(self) -> dict[str | None, int]:
        """The order of the agenda: terms, and on each the term itself, then the parties."""
        names = (None, *self._state.agenda.term_by_id, *self._state.agenda.party_by_id)
        return {id: place for place, id in enumerate(names)}


def _distinct(sharing: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the sets of several reports, each once."""
    return list({id(ids): ids for ids in sharing.values() if len(ids) > 1}.values())


def _side(stance: Stance | None) -> int | None:
    return None if stance is None else stance.side
