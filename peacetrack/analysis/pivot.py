"""Which reports carry the picture: what falls if one of them is wrong. Built on state.

A report is lost as by `state.without(report)`, but the world is not replayed for it. Its statements
are left uncounted; where it dates an event, it is withdrawn from a timeline that shares all lines
with the real one. Only those whom this can touch are asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

import attrs

from peacetrack.deal import Deal
from peacetrack.event import EventState, event_state
from peacetrack.group import standing_of
from peacetrack.position import Condition, EventHeld, Stance, StanceIs, TermIs
from peacetrack.projection import replayed
from peacetrack.rows import Table
from peacetrack.standing import Standing, TermProgress, progress_of
from peacetrack.state import State
from peacetrack.statement import Provenance, Statement
from peacetrack.term import TermStatus
from peacetrack.timeline import Cut, Timeline
from peacetrack.when import After, At, Before, During, WithEvent

T = TypeVar("T")
Holder = tuple[str, str | None]
"""(term, party); of the term itself there is no party."""
Shown = TermStatus | Stance | None


@attrs.frozen
class Pivot:
    """What the loss of one report, or of all reports of one origin, would turn.

    Either `report` or `origin` is set; `reports` are all that would be lost. Without a party, the
    status of the term would turn from `before` to `after`. With one, its live stance would: to
    another side, to None where it would have none left, or from None.
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
        who = f"{self.party} on {self.term}" if self.party else self.term
        before, after = (_shown(value, self.party) for value in (self.before, self.after))
        return f"without {lost}: {who} is {after}, not {before}"


def _shown(value: Shown, party: str | None) -> str:
    return str(value or ("without a live stance" if party else "without a status"))


def pivots(state: State) -> Table[Pivot]:
    """Every report, and every origin of several reports, whose loss would turn the picture.

    That is the status of a term, or the side on which a party has a live stance. Reports come in
    the order in which they were recorded, origins after them.
    """
    losses = Losses(state)
    found = [Pivot(id, None, (id,), *turn) for id in losses.reports for turn in losses.turns({id})]
    for origin, reports in losses.origins.items():
        if len(reports) > 1:
            found += [Pivot(None, origin, reports, *turn) for turn in losses.turns(set(reports))]
    return Table(found, Pivot, state.basis)


Turn = tuple[str, str | None, Shown, Shown]
"""Term, party, before, after."""


class Losses:
    """A state, asked what would turn without some of its reports."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._reach = Reach(state)

    @cached_property
    def reports(self) -> list[str]:
        """The reports of which something stands, in the order in which they were recorded."""
        world, basis = self._state.world, self._state.basis
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
        cut = self._cut(lost)
        events = self._reach.events(lost)
        found = Without(self._state, {event: event_state(cut, event) for event in events})
        for term, party in self._reach.holders(lost):
            kind = self._state.kind_of(term)
            if party is None:
                found.progresses[term] = progress_of(cut, term, kind)
            for member in self._members(party):
                standing = standing_of(cut, self._state.agenda, term, member, kind)
                found.standings[term, member] = standing
        return found

    def _cut(self, lost: Collection[str]) -> Cut:
        """The timeline without these reports."""
        cut = self._state.cut

        def counts(by: Provenance) -> bool:
            return by.report not in lost and cut.counts(by)

        if not self._reach.dates(lost):
            return attrs.evolve(cut, counts=counts)
        timeline = self._known_timeline.withdrawing(
            (id, number + 1)
            for id in lost
            for number in range(len(self._state.report_of(id).claims))
        )
        return Cut(timeline, cut.valid, timeline.head, counts)

    @cached_property
    def _known_timeline(self) -> Timeline:
        """The timeline that ends where the state's knowledge does."""
        world = self._state.world
        if world.timeline.head == world.seq:
            return world.timeline
        return replayed(world.ledger, world.seq)

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
            before = self._state.standing(after.party, after.term)
            if _side(before) != _side(after):
                yield after.term, after.party, _live_stance(before), _live_stance(after)

    def _new_statuses(self, asked: Without) -> Iterator[Turn]:
        """The terms whose status would be another one."""
        moved = self._reach.linked(asked.moved_terms(), asked.moved_events())
        asked.terms = [term for term in self._state if term in moved]
        deal = Deal(asked)
        for term in asked.terms:
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


class Without:
    """What a deal asks of a state without some reports: who was asked again, else as it was."""

    def __init__(self, state: State, events: dict[str, EventState]) -> None:
        self._state = state
        self.events = events
        self.standings: dict[tuple[str, str], Standing] = {}
        self.progresses: dict[str, TermProgress] = {}
        self.terms: list[str] = []

    def moved_terms(self) -> set[str]:
        """The terms of which something that a status looks at differs."""
        found = {
            term
            for (term, party), standing in self.standings.items()
            if _weighed(standing) != _weighed(self._state.standing(party, term))
        }
        return found | {
            term
            for term, progress in self.progresses.items()
            if progress.details != self._state.progress(term).details
        }

    def moved_events(self) -> set[str]:
        """The events that are no longer held, or are held at last."""
        return {id for id, event in self.events.items() if event.held != self._state.event(id).held}

    # What is read of a state: see deal.Asked

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def standing(self, party: str, term: str) -> Standing:
        """Where a party stands on a term."""
        return self.standings.get((term, party)) or self._state.standing(party, term)

    def progress(self, term: str) -> TermProgress:
        """What is reported of a term itself."""
        return self.progresses.get(term) or self._state.progress(term)

    def event(self, event: str) -> EventState:
        """An event as it is known."""
        return self.events.get(event) or self._state.event(event)

    def needed_on(self, term: str) -> tuple[str, ...]:
        """The parties whose acceptance a term needs."""
        return self._state.needed_on(term)

    def parties_on(self, term: str) -> tuple[str, ...]:
        """The needed parties, then all with a statement; those who lost theirs change nothing."""
        return self._state.parties_on(term)

    def kind_of(self, term: str) -> str:
        """The kind of a term's content."""
        return self._state.kind_of(term)


def _weighed(standing: Standing) -> tuple[object, ...]:
    """What the status of a term, and conditions, look at."""
    return standing.begun, standing.live, standing.stance, standing.conditions, standing.details


def _live_stance(standing: Standing) -> Stance | None:
    live = standing.live and isinstance(standing.stance, Stance)
    return standing.stance if live else None  # type: ignore[return-value]


def _side(standing: Standing) -> int | None:
    stance = _live_stance(standing)
    return None if stance is None else stance.side


Index = defaultdict[str, set[str]]
Holders = defaultdict[str, set[Holder]]


class Reach:
    """Whom reports can touch: by what they say, and by the events that they tell of."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._says: Holders = Holders(set)  # by report
        self._tells: Index = Index(set)  # events, by report
        self._dates: Index = Index(set)  # events, by report
        self._follow: Index = Index(set)  # events that are dated by it, by event
        self._bound: Holders = Holders(set)  # whose claims it dates, by event
        self._ending: Holders = Holders(set)  # whose offers may end with it, by event
        self._links: Index = Index(set)  # terms under a condition on it, and the reverse
        self._awaited: Index = Index(set)  # terms that wait for it, by event
        for statement in _known(state):
            self._take(statement)

    def dates(self, reports: Collection[str]) -> bool:
        """Whether any of these reports dates an event."""
        return any(report in self._dates for report in reports)

    def events(self, reports: Collection[str]) -> set[str]:
        """The events that these reports tell of, and those that have their dates from them."""
        return _joined(self._tells, reports) | self._dated(reports)

    def holders(self, reports: Collection[str]) -> set[Holder]:
        """Those of whom these reports say something, or whom their events date or end."""
        found = _joined(self._says, reports)
        found |= _joined(self._bound, self._dated(reports))
        found |= _joined(self._ending, self.events(reports))
        return {holder for holder in found if holder[0] in self._state}

    def linked(self, terms: Iterable[str], events: Iterable[str]) -> set[str]:
        """These terms, and all that conditions link to them, on whichever side."""
        return _closure(self._links, {*terms, *_joined(self._awaited, events)})

    def _dated(self, reports: Collection[str]) -> set[str]:
        return _closure(self._follow, _joined(self._dates, reports))

    def _take(self, statement: Statement) -> None:
        counts = self._state.cut.counts(statement.by)
        if statement.term in self._state.world.ledger.events:
            self._take_event(statement, counts=counts)
        elif counts:
            self._take_position(statement)

    def _take_event(self, statement: Statement, *, counts: bool) -> None:
        event = statement.term
        if statement.field == "when":  # dates count, whatever the trust
            self._dates[statement.report].add(event)
            if isinstance(statement.value, During | Before | After):
                self._follow[statement.value.event].add(event)
        if counts:
            self._tells[statement.report].add(event)

    def _take_position(self, statement: Statement) -> None:
        holder = statement.term, statement.party
        self._says[statement.report].add(holder)
        since = self._state.told_since(statement)
        if isinstance(since, During | Before | After):
            self._bound[since.event].add(holder)
        event = _event_of(statement.value)
        if event is not None:
            self._ending[event].add(holder)
        if statement.field == "conditions" and isinstance(statement.value, tuple):
            for condition in statement.value:
                self._take_condition(statement.term, condition)

    def _take_condition(self, term: str, condition: Condition) -> None:
        if isinstance(condition, EventHeld):
            self._awaited[condition.event].add(term)
        if isinstance(condition, TermIs | StanceIs):
            self._links[term].add(condition.term)
            self._links[condition.term].add(term)


def _known(state: State) -> Iterator[Statement]:
    """All statements that are known, trusted or not."""
    everyone = attrs.evolve(state.cut, counts=lambda _: True)
    for key in list(state.world.timeline.lines):
        yield from everyone.all(key)


def _event_of(ending: object) -> str | None:
    """The event that decides when something ends."""
    if isinstance(ending, At) and isinstance(ending.moment, During | Before | After):
        return ending.moment.event
    if isinstance(ending, WithEvent) and isinstance(ending.event, str):
        return ending.event
    return None


def _joined(index: defaultdict[str, set[T]], names: Iterable[str]) -> set[T]:
    return {item for name in names if name in index for item in index[name]}


def _closure(index: Index, start: Iterable[str]) -> set[str]:
    """What is reached from these names, themselves included."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += index.get(name, ())
    return found
