"""Rulings: the answers of the rules at one cut of the timeline, each computed once and kept.

Ids only: names and aliases are looked up by `peacetrack.state`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from peacetrack.index.statement import Key, comparison_key
from peacetrack.index.timeline import Cut
from peacetrack.rules.event import EventState, event_state
from peacetrack.rules.group import standing_of, turns_of
from peacetrack.rules.plain_standing import plain_standing, plain_with_content
from peacetrack.rules.progress import TermProgress, progress_of
from peacetrack.rules.quorum import Lacking, Quorum, quorum_of
from peacetrack.rules.standing import Spell, Standing
from peacetrack.rules.status import Statuses
from peacetrack.words.classes import frozen
from peacetrack.words.kind import ContentKind
from peacetrack.words.term import Agenda, Term, TermStatus
from peacetrack.words.when import datetime_or_none

HolderOrTerm = tuple[str, str | None]
"""(term, party) of what is said of a term; without a party, of the term itself."""

Holding = Standing | TermProgress
"""What holds of a party on a term, or of the term itself."""


class Rulings:
    """The answers at a cut: standings, progress, events and statuses.

    Parameters:
        cut: the timeline, as one basis sees it.
        agenda: the agenda as known at the cut.
        names: the agenda in force, which declares all that may be asked about.
    """

    def __init__(self, cut: Cut, agenda: Agenda, names: Agenda) -> None:
        self.cut = cut
        self.agenda = agenda
        self.names = names
        self._standings: dict[tuple[str, str], Standing] = {}
        self._progress: dict[str, TermProgress] = {}
        self._events: dict[str, EventState] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        self._kinds: dict[str, ContentKind] = {}
        self._parties_on: dict[str, tuple[str, ...]] = {}
        self._needs: dict[str, tuple[tuple[Quorum, ...], tuple[str, ...], tuple[str, ...]]] = {}

    @cached_property
    def statuses(self) -> Statuses:
        """The statuses of all terms."""
        return Statuses(self)

    def __iter__(self) -> Iterator[str]:
        return iter(self.agenda.term_by_id)

    def standing(self, term: str, party: str) -> Standing:
        """Return where a party stands on a term."""
        standing = self._standings.get((term, party))
        if standing is None:
            standing = self._standings[term, party] = self._make_standing(term, party)
        return standing

    def fill_from_columns(self) -> None:
        """Work out off columns where parties plainly stand with content, before all are asked for."""
        for standing in plain_with_content(self.cut, self.agenda, self.kind_of):
            self._standings.setdefault((standing.term, standing.party), standing)

    def progress(self, term: str) -> TermProgress:
        """Return what is reported of a term itself."""
        progress = self._progress.get(term)
        if progress is None:
            progress = self._progress[term] = self._make_progress(term)
        return progress

    def holding(self, holder: HolderOrTerm) -> Holding:
        """Return the standing of a party on a term, or the progress of the term itself."""
        term, party = holder
        return self.progress(term) if party is None else self.standing(term, party)

    def spells(self, term: str, party: str) -> list[Spell]:
        """Return the standings of a party on a term up to the valid moment, oldest first.

        Restating is not changing: standings that say the same are one spell, as certain as it came
        to be. Before the first, nothing is said.
        """
        found: list[tuple[int, Standing]] = []
        last: tuple[object, ...] = ()
        for instant in self._turns(term, party):
            standing = self._standing_at(instant, term, party)
            said = _plain(standing)
            if found and said == last:
                found[-1] = found[-1][0], standing
            elif standing.runs or found:
                found.append((instant, standing))
            last = said
        ends = [*(begins for begins, _ in found[1:]), self.cut.valid]
        return [
            Spell(standing, datetime_or_none(begins), datetime_or_none(end)).as_it_ended
            for (begins, standing), end in zip(found, ends, strict=False)
        ]

    def _standing_at(self, instant: int, term: str, party: str) -> Standing:
        what = self.cut.at(instant), self.agenda, term, party, self.kind_of(term)
        return plain_standing(*what) or standing_of(*what)

    def _turns(self, term: str, party: str) -> list[int]:
        """Return the instants up to the valid one at which a standing may change, in order."""
        valid = self.cut.valid
        turns = {valid, *turns_of(self.cut, self.agenda, term, party)}
        return sorted(turn for turn in turns if turn <= valid)

    def event(self, event: str) -> EventState:
        """Return an event as it is known."""
        if event not in self._events:
            self._events[event] = self._make_event(event)
        return self._events[event]

    def groups_of(self, party: str) -> tuple[str, ...]:
        """Return the groups that a party is a member of at the valid moment."""
        if party not in self._groups:
            self._groups[party] = self.agenda.groups_of(party, self.cut.valid)
        return self._groups[party]

    def behind(self, party: str) -> tuple[str, ...]:
        """Return the parties that a party may stand with or by at the valid moment, itself first."""
        holders = (party, *self.agenda.standing_for(party, self.cut.valid))
        return (*holders, *(group for holder in holders for group in self.groups_of(holder)))

    def needed_on(self, term: str) -> tuple[str, ...]:
        """Return the parties that decide on a term; none of a backdrop."""
        return self._deciding(term)[1]

    def required_on(self, term: str) -> tuple[str, ...]:
        """Return the parties that have to accept a term, each of them; not some of a quorum."""
        return self._deciding(term)[2]

    def quorums_on(self, term: str) -> tuple[Quorum, ...]:
        """Return the needs of a term, as they are at the valid moment; none of a backdrop."""
        return self._deciding(term)[0]

    def _deciding(self, term: str) -> tuple[tuple[Quorum, ...], tuple[str, ...], tuple[str, ...]]:
        """Return the needs of a term, the parties that they name, and those that have to accept."""
        if term not in self._needs:
            needs = self.agenda.needs_on(term)
            quorums = tuple(quorum_of(need, self.agenda, self.cut.valid) for need in needs)
            named = dict.fromkeys(party for quorum in quorums for party in quorum.parties)
            self._needs[term] = quorums, tuple(named), required_by(quorums)
        return self._needs[term]

    def parties_on(self, term: str) -> tuple[str, ...]:
        """Return the needed parties of a term, then all with a statement, in the agenda's order."""
        if term not in self._parties_on:
            needed = self.needed_on(term)
            stated = [party for party in self.cut.timeline.parties.get(term, ()) if party]
            others = set(stated).difference(needed)
            known = [party for party in stated if party in others and self.speaks(term, party)]
            self._parties_on[term] = *needed, *sorted(known, key=self._order.__getitem__)
        return self._parties_on[term]

    def may_hold(self, term: str, party: str, *fields: str) -> bool:
        """Return whether anything may hold of a party of fields that begin so: few have all of them.

        A party in a group, and the group, may hold what others state.
        """
        stated = self.cut.timeline.fields.get((term, party), ())
        return party in self.agenda.grouped or any(field.startswith(fields) for field in stated)

    @cached_property
    def _order(self) -> dict[str, int]:
        """The place of each party in the agenda as known, then in the agenda in force."""
        parties = dict.fromkeys((*self.agenda.party_by_id, *self.names.party_by_id))
        return {party: place for place, party in enumerate(parties)}

    def kind_of(self, term: str) -> ContentKind:
        """Return the kind of a term: as known, so that a later declaration changes no answer."""
        kind = self._kinds.get(term)
        if kind is None:
            agenda = self.agenda if term in self.agenda.term_by_id else self.names
            kind = self._kinds[term] = agenda.kind(agenda.term_by_id[term].kind)
        return kind

    def speaks(self, term: str, party: str) -> bool:
        """Return whether a party has a statement on a term, begun or not."""
        for field in self.cut.timeline.fields[term, party]:
            if self.cut.is_stated(Key(term, party, field)):
                return True
        return False

    # How an answer is made; `replay.overlay` makes some otherwise

    def _make_standing(self, term: str, party: str) -> Standing:
        what = self.cut, self.agenda, term, party, self.kind_of(term)
        return plain_standing(*what) or standing_of(*what)

    def _make_progress(self, term: str) -> TermProgress:
        return progress_of(self.cut, term, self.kind_of(term))

    def _make_event(self, event: str) -> EventState:
        return event_state(self.cut, event)


@frozen
class HowFar:
    """How far a term is: answers of a `TermState`; of an undeclared one, `term` is None."""

    id: str
    term: Term | None = None
    status: TermStatus | None = None
    needed: tuple[str, ...] = ()
    quorums: tuple[Quorum, ...] = ()
    lacking: tuple[Lacking, ...] = ()

    @classmethod
    def of(cls, rulings: Rulings, term: str) -> HowFar:
        """Return how far a term is."""
        declared, statuses = rulings.agenda.term_by_id.get(term), rulings.statuses
        if declared is None:
            return cls(term)
        return cls(
            term,
            declared,
            statuses.status(term),
            rulings.needed_on(term),
            rulings.quorums_on(term),
            statuses.lacking(term),
        )


def required_by(quorums: Iterable[Quorum]) -> tuple[str, ...]:
    """Return the parties that have to accept, each of them, by some needs."""
    return tuple(dict.fromkeys(party for quorum in quorums if quorum.by_all for party in quorum.of))


def _plain(standing: Standing) -> tuple[object, ...]:
    """Return what readers of a history compare: not who reported it, nor how certain it is."""
    s = standing
    endings = s.window, s.until, s.lapsed
    conditions = comparison_key(s.conditions)
    details = {field: comparison_key(value) for field, value in s.details.items()}
    return (s.stance, s.red_line, conditions, endings, s.by_group, s.by_members, s.since, details)
