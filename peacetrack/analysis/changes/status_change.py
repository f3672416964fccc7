"""Status changes: what changed between two states that made a term go farther, or fall back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.analysis.verdict.acts import members_on, vetoes_on
from peacetrack.index.statement import CONTENT, Statement, reports_of
from peacetrack.rules.quorum import counted_groups
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.rules.standing import Standing
from peacetrack.state import State, reading_of
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.term import TermStatus

if TYPE_CHECKING:
    from peacetrack.analysis.changes.change import Change
    from peacetrack.analysis.changes.comparison import Comparison

_COUNTING = ("stance", "lapsed", "conditions", "certain")
"""The fields of standings that count for a status; the content does where a term is agreed in principle."""


class Ties:
    """Ties of holders of stances in either state, and what of them changed.

    Each is worked out once, for many terms may hang on the same.

    Parameters:
        comparison: the two states.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._states = comparison.before, comparison.after
        self.of_term = cache(partial(StatusChange, comparison))
        self.of_event = cache(lambda event: tuple(comparison.of_event(event)))
        self.changes = cache(self._changes)
        self.turning = cache(self._turning)
        self.next_to = cache(self._next_to)

    def on(self, term: str) -> Iterator[HolderOrTerm]:
        """Yield the parties that a term needs in either state, then the term itself."""
        yield from ((term, party) for state in self._states for party in state.needed_on(term))
        yield term, None

    def _changes(self, holder: HolderOrTerm) -> Sequence[Change]:
        """Return what changed of a holder and may count for a status."""
        term, party = holder
        compared = self._comparison
        changes = compared.of_progress(term) if party is None else compared.of_holder(term, party)
        return [
            each for each in changes if each.field in (*_COUNTING, "since") or each.field.startswith(CONTENT)
        ]

    def _turning(self, holder: HolderOrTerm) -> Sequence[Condition]:
        """Return the conditions of a holder that are met in one of the states only: others turn no status.

        Conditions that the holder dropped are not among them.
        """
        before, after = (reading_of(state).rulings.statuses for state in self._states)
        conditions = (c for each in _standing(self._comparison.after, holder) for c in each.conditions)
        return [condition for condition in conditions if before.met(condition) is not after.met(condition)]

    def _next_to(self, holder: HolderOrTerm) -> Iterable[HolderOrTerm]:
        """Return the members by which a holder stands, and those that its conditions name."""
        standings = (standing for state in self._states for standing in _standing(state, holder))
        members = [(holder[0], member) for standing in standings for member in standing.by_members]
        named = [other for condition in self.turning(holder) for other in self._named(condition)]
        return dict.fromkeys((*members, *named))

    def _named(self, condition: Condition) -> Iterator[HolderOrTerm]:
        if isinstance(condition, TermIs):
            by_status = [(condition.term, party) for party in self.of_term(condition.term).decisive]
            yield from by_status or self.on(condition.term)
        elif isinstance(condition, StanceIs):
            yield condition.term, condition.party


class StatusChange:
    """The ground of the status of a term in an earlier and a later state, and what of it changed.

    Parameters:
        comparison: the two states.
        term: the term.
    """

    def __init__(self, comparison: Comparison, term: str) -> None:
        self._comparison = comparison
        self._states = comparison.before, comparison.after
        self._statuses = tuple(reading_of(state).rulings.statuses for state in self._states)
        self._ties = comparison.ties
        self._term = term

    @cached_property
    def cause(self) -> Cause:
        """The first cause of what changed of the decisive parties; where nothing did, of all behind it.

        What was learned and what was stated turn it together where it was not so before the second.
        """
        causes = {change.cause for change in self._changes} | {self._regrouped}
        if {Cause.LEARNED, Cause.STATED} <= causes and not self._held_before:
            causes.discard(Cause.LEARNED)
        return next((cause for cause in Cause if cause in causes), Cause.STATED)

    @cached_property
    def _held_before(self) -> bool:
        """Whether the later status held at the earlier moment already, by all that is known later."""
        before, after = self._states
        then = after.at(valid=before.basis.valid)
        return self._term in then and then.status_of(self._term) is self._turned[1]

    @cached_property
    def reports(self) -> tuple[str, ...]:
        """The reports of what changed; without any, those that a status rests on."""
        changed = [report for change in self._changes for report in change.reports]
        changed += [s.report for s in self._asked_no_more() if s.report not in changed]
        resting = (reports_of(list(self._statements(state))) for state in self._states[::-1])
        return tuple(dict.fromkeys(changed)) or next(filter(None, resting), ())

    def _asked_no_more(self) -> Iterator[Statement]:
        """Yield what is new and says that a party which moved sets no condition: it had to, to be agreed."""
        state = self._comparison.after
        for party in self.decisive if self._turned[1] is TermStatus.AGREED else ():
            for statement in state.standing(self._term, party).runs.get("conditions", ())[:1]:
                if statement.value == () and statement.by.seq > self._comparison.before.basis.known:
                    yield statement

    @cached_property
    def _turned(self) -> tuple[TermStatus | None, TermStatus | None]:
        before, after = (each.status(self._term) for each in self._statuses)
        return before, after

    @cached_property
    def decisive(self) -> tuple[str, ...]:
        """The parties that had to move for the later status, and did so; all that had to, where none did.

        Where the later status is lower, they are those that came below the earlier one.
        """
        was, now = self._turned
        if was is None or now is None or was is now:
            return ()
        before, after = self._statuses
        lacking = (before if now > was else after).lacking(self._term, max(was, now))
        parties = [party for each in lacking for party in each.parties]

        def moved(party: str) -> bool:
            old, new = (each.of_party(self._term, party) for each in self._statuses)
            return new > old if now > was else new < old

        return tuple(filter(moved, parties)) or tuple(parties)

    @cached_property
    def _regrouped(self) -> Cause | None:
        """Why other parties decide on the term, where one of them is decisive or no other party moved."""
        before, after = self._states
        if reading_of(before).rulings.quorums_on(self._term) == reading_of(after).rulings.quorums_on(
            self._term
        ):
            return None
        stay = {*before.needed_on(self._term)} & {*after.needed_on(self._term)}
        if self._changed and stay.issuperset(self.decisive):
            return None
        declared = [_deciding(state, self._term) for state in self._states]
        return Cause.JOINED if declared[0] == declared[1] else Cause.DECLARED

    # What changed

    @cached_property
    def _changes(self) -> list[Change]:
        """Changes of the decisive parties, else of all; of none where others decide than before."""
        everyone = () if self._changed or self._regrouped else self._ties.on(self._term)
        return self._changed or self._changed_of(self._behind(everyone))

    @cached_property
    def _changed(self) -> list[Change]:
        """Changes of the decisive parties."""
        return self._changed_of(self._behind((self._term, party) for party in self.decisive))

    def _changed_of(self, holders: Iterable[HolderOrTerm]) -> list[Change]:
        holders = list(holders)
        changes = [change for holder in holders for change in self._ties.changes(holder)]
        changes += [change for event in self._events(holders) for change in self._ties.of_event(event)]
        return list(filter(self._counts, changes)) or changes

    def _counts(self, change: Change) -> bool:
        """Return whether a change makes a status turn; else it only comes with one that does."""
        by_details = TermStatus.IN_PRINCIPLE in self._turned or self._turned[1] is TermStatus.AGREED
        is_detail = by_details and change.field.startswith(CONTENT)
        return change.field in _COUNTING or is_detail or change.term not in self._comparison.after

    # What it rests on

    def _behind(self, holders: Iterable[HolderOrTerm]) -> list[HolderOrTerm]:
        """Return some holders with the members by which they stand, and those that their conditions name."""
        behind = dict.fromkeys(holders)
        waiting = list(behind)
        for holder in waiting:  # the list grows by what the standings name
            others = [other for other in self._ties.next_to(holder) if other not in behind]
            waiting += others
            behind |= dict.fromkeys(others)
        return waiting

    def _events(self, holders: Iterable[HolderOrTerm]) -> Iterable[str]:
        """Return the events by which conditions of some holders are met, or are no more."""
        conditions = (condition for holder in holders for condition in self._ties.turning(holder))
        return dict.fromkeys(c.event for c in conditions if isinstance(c, EventHeld))

    def _statements(self, state: State) -> Iterator[Statement]:
        """Yield the statements that the status of a state rests on."""
        holders = self._behind(self._ties.on(self._term))
        for standing in (standing for holder in holders for standing in _standing(state, holder)):
            yield from standing.runs.get("stance", ())
        for event in self._events(holders):
            yield from (s for run in state.event(event).runs.values() for s in run)


class VerdictChange:
    """The ground of the verdict on an agreed term in an earlier and a later state, and what of it changed.

    Parameters:
        comparison: the two states.
        term: the term.
        on_term: the other changes on it.
    """

    def __init__(self, comparison: Comparison, term: str, on_term: Iterable[Change]) -> None:
        self._states = comparison.after, comparison.before
        self._term = term
        self._news = news_on(comparison, term, on_term)
        self._less = list(comparison.less_on(term))
        for other in comparison.hung_on(term):
            self._news += comparison.news_on(other)
            self._less += comparison.less_on(other)

    @cached_property
    def cause(self) -> Cause:
        """The first cause of what changed of those who decide, their members, and how far the term is."""
        causes = {cause for cause, _ in self._news}
        return next((cause for cause in Cause if cause in causes), Cause.STATED)

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports of what changed by that cause; those that a trust leaves out, with them."""
        said = [reports for cause, reports in self._news if cause is self.cause]
        said += [other.reports for state in self._states for other in otherwise_on(state, self._term)]
        return tuple(dict.fromkeys([*(report for reports in said for report in reports), *self._less]))


def _over_on_record(comparison: Comparison, term: str) -> Iterator[tuple[Cause, tuple[str, ...]]]:
    """Yield the reports of acceptances that ended between the states on the record alone."""
    before, after = (names.record for names in comparison.names)
    for standing, own in after.less(term) if term in comparison.after else ():
        if own.lapsed and not before.own(standing).lapsed:
            ends = (own.runs.get(field, ()) for field in ENDING_FIELDS)
            yield Cause.LAPSED, reports_of(*ends)


News = list[tuple[Cause, tuple[str, ...]]]
"""Causes and reports of what changed on a term."""


def news_on(comparison: Comparison, term: str, on_term: Iterable[Change]) -> News:
    """Return causes and reports of what changed on a term for a verdict, else of what is said again."""
    known_in = [state[term] for state in (comparison.after, comparison.before) if term in state]
    accepting = dict.fromkeys(
        p for here in known_in for p in (*here.accepting, *members_on(here), *vetoes_on(here))
    )
    behind = [change for change in on_term if change.party in accepting or change.field == "stage"]
    restated = () if behind else (comparison.standings.restated(term, party) for party in accepting)
    news = [(change.cause, change.reports) for change in behind]
    news += [each for each in restated if each is not None]
    return news or list(_over_on_record(comparison, term))


def _standing(state: State, holder: HolderOrTerm) -> Iterator[Standing]:
    term, party = holder
    if party is not None:
        yield reading_of(state).rulings.standing(term, party)


def _deciding(state: State, term: str) -> tuple[object, ...]:
    """Return who decides on a term as it is declared: its needs, and the groups that they count, as known."""
    agenda = state.agenda
    return agenda.needs_on(term), [agenda.party_by_id.get(group) for group in counted_groups(agenda, term)]
