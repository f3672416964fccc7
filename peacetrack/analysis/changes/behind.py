"""Behind a status: what changed between two states that counts for how far a term is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.uncounted import otherwise_on
from peacetrack.index.statement import CONTENT, Statement, reports_of
from peacetrack.rules.quorum import counted_groups
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.rules.stance_run import ENDING_FIELDS
from peacetrack.rules.standing import Standing
from peacetrack.state import State, rulings_of
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.term import TermStatus

if TYPE_CHECKING:
    from peacetrack.analysis.changes.change import Change
    from peacetrack.analysis.changes.comparison import Comparison

_COUNTING = ("stance", "lapsed", "conditions", "certain")
"""The fields of standings that count for a status; the content does where a term is agreed in principle."""


class BehindStatus:
    """What the status of a term rests on in an earlier and a later state, and what of it changed.

    Parameters:
        comparison: the two states.
        term: the term.
    """

    def __init__(self, comparison: Comparison, term: str) -> None:
        self._comparison = comparison
        self._states = comparison.before, comparison.after
        self._term = term

    @cached_property
    def cause(self) -> Cause:
        """The first cause of what changed of the decisive parties; where nothing did, of all behind it."""
        causes = {change.cause for change in self._changes} | {self._regrouped}
        return next((cause for cause in Cause if cause in causes), Cause.STATED)

    def reports(self, cause: Cause) -> tuple[str, ...]:
        """Return the reports of what changed by a cause; without any, those that a status rests on."""
        changed = (report for change in self._changes if change.cause is cause for report in change.reports)
        resting = (reports_of(list(self._statements(state))) for state in self._states[::-1])
        return tuple(dict.fromkeys(changed)) or next(filter(None, resting), ())

    @cached_property
    def _turned(self) -> tuple[TermStatus | None, TermStatus | None]:
        before, after = (rulings_of(state).statuses.status(self._term) for state in self._states)
        return before, after

    @cached_property
    def decisive(self) -> tuple[str, ...]:
        """The parties that had to move for the later status; where it is lower, those below the earlier."""
        was, now = self._turned
        if was is None or now is None or was is now:
            return ()
        statuses = rulings_of(self._comparison.before if now > was else self._comparison.after).statuses
        lacking = statuses.lacking(self._term, max(was, now))
        return tuple(party for each in lacking for party in each.parties)

    @cached_property
    def _regrouped(self) -> Cause | None:
        """Why other parties decide on the term, where one of them is decisive or no other party moved."""
        before, after = self._states
        if rulings_of(before).quorums_on(self._term) == rulings_of(after).quorums_on(self._term):
            return None
        stay = {*before.needed_on(self._term)} & {*after.needed_on(self._term)}
        if self._changed and stay.issuperset(self.decisive):
            return None
        declared = [_deciding(state, self._term) for state in self._states]
        return Cause.JOINED if declared[0] == declared[1] else Cause.DECLARED

    # What changed

    @cached_property
    def _changes(self) -> list[Change]:
        return self._changed or (
            [] if self._regrouped else self._changed_of(self._behind(self._on(self._term)))
        )

    @cached_property
    def _changed(self) -> list[Change]:
        """What changed of the decisive parties."""
        return self._changed_of(self._behind((self._term, party) for party in self.decisive))

    def _changed_of(self, holders: Iterable[HolderOrTerm]) -> list[Change]:
        compared, holders = self._comparison, list(holders)
        changes = [
            change
            for term, party in holders
            for change in (compared.of_progress(term) if party is None else compared.of_holder(term, party))
            if change.field in _COUNTING or change.field == "since" or change.field.startswith(CONTENT)
        ]
        changes += [change for event in self._events(holders) for change in compared.of_event(event)]
        return list(filter(self._counts, changes)) or changes

    def _counts(self, change: Change) -> bool:
        """Return whether a change makes a status turn; else it only comes with one that does."""
        in_principle = TermStatus.IN_PRINCIPLE in self._turned
        is_detail = in_principle and change.field.startswith(CONTENT)
        return change.field in _COUNTING or is_detail or change.term not in self._comparison.after

    # What it rests on

    def _on(self, term: str) -> Iterator[HolderOrTerm]:
        yield from ((term, party) for state in self._states for party in state.needed_on(term))
        yield term, None

    def _behind(self, holders: Iterable[HolderOrTerm]) -> list[HolderOrTerm]:
        """Return some holders with the members by which they stand, and those that their conditions name."""
        holders_behind = dict.fromkeys(holders)
        waiting = list(holders_behind)
        for holder in waiting:  # the list grows by what the standings name
            members = [(holder[0], member) for each in self._standings(holder) for member in each.by_members]
            named = [other for condition in self._turning(holder) for other in self._named(condition)]
            others = dict.fromkeys((*members, *named))
            waiting += [other for other in others if other not in holders_behind]
            holders_behind |= others
        return waiting

    def _named(self, condition: Condition) -> Iterator[HolderOrTerm]:
        if isinstance(condition, TermIs):
            decisive = BehindStatus(self._comparison, condition.term).decisive
            by_status = [(condition.term, party) for party in decisive]
            yield from by_status or self._on(condition.term)
        elif isinstance(condition, StanceIs):
            yield condition.term, condition.party

    def _turning(self, holder: HolderOrTerm) -> list[Condition]:
        """Return the conditions of a holder that are met in one of the states only: others turn no status.

        Conditions that the holder dropped are not among them.
        """
        before, after = (rulings_of(state).statuses for state in self._states)
        conditions = (
            c for standing in _standing(self._comparison.after, holder) for c in standing.conditions
        )
        return [condition for condition in conditions if before.met(condition) is not after.met(condition)]

    def _events(self, holders: Iterable[HolderOrTerm]) -> Iterable[str]:
        """Return the events by which conditions of some holders are met, or are no more."""
        conditions = (condition for holder in holders for condition in self._turning(holder))
        return dict.fromkeys(c.event for c in conditions if isinstance(c, EventHeld))

    def _standings(self, holder: HolderOrTerm) -> Iterator[Standing]:
        return (standing for state in self._states for standing in _standing(state, holder))

    def _statements(self, state: State) -> Iterator[Statement]:
        """Yield the statements that the status of a state rests on."""
        holders = self._behind(self._on(self._term))
        for standing in (s for holder in holders for s in _standing(state, holder)):
            yield from standing.runs.get("stance", ())
        for event in self._events(holders):
            yield from (s for run in state.event(event).runs.values() for s in run)


class BehindVerdict:
    """What the verdict on an agreed term rests on in an earlier and a later state, and what of it changed.

    Parameters:
        comparison: the two states.
        term: the term.
        on_term: the other changes on it.
    """

    def __init__(self, comparison: Comparison, term: str, on_term: Iterable[Change]) -> None:
        self._states = comparison.after, comparison.before
        self._term = term
        needed = {*comparison.needed_on(term)}
        behind = [change for change in on_term if change.party in needed or change.field == "stage"]
        restated = () if behind else (comparison.restated(term, party) for party in needed)
        self._news = [(change.cause, change.reports) for change in behind]
        self._news += [each for each in restated if each is not None]
        self._news += [] if self._news else _over_on_record(comparison, term)

    @cached_property
    def cause(self) -> Cause:
        """The first cause of what changed of the needed parties, and of how far the term is reported."""
        causes = {cause for cause, _ in self._news}
        return next((cause for cause in Cause if cause in causes), Cause.STATED)

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports of what changed by that cause; those that a trust leaves out, with them."""
        said = [reports for cause, reports in self._news if cause is self.cause]
        said += [other.reports for state in self._states for other in otherwise_on(state, self._term)]
        return tuple(dict.fromkeys(report for reports in said for report in reports))


def _over_on_record(comparison: Comparison, term: str) -> Iterator[tuple[Cause, tuple[str, ...]]]:
    """Yield the reports of acceptances that ended between the states on the record alone."""
    before, after = (names.record for names in comparison.names)
    for standing, own in after.less(term) if term in comparison.before else ():
        if own.lapsed and not before.own(standing).lapsed:
            ends = (own.runs.get(field, ()) for field in ENDING_FIELDS)
            yield Cause.LAPSED, reports_of(*ends)


def _standing(state: State, holder: HolderOrTerm) -> Iterator[Standing]:
    term, party = holder
    if party is not None:
        yield rulings_of(state).standing(term, party)


def _deciding(state: State, term: str) -> tuple[object, ...]:
    """Return who decides on a term as it is declared: its needs, and the groups that they count, as known."""
    agenda = state.agenda
    return agenda.needs_on(term), [agenda.party_by_id.get(group) for group in counted_groups(agenda, term)]
