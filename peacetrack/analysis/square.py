"""Squares: the board as rows, every party on every term."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any

import attrs

from peacetrack.analysis.hindsight import first_out, is_later
from peacetrack.analysis.holding import acts_of, concerned, shown_on
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.verdict import verdict
from peacetrack.index.statement import Statement
from peacetrack.replay.stance_counts import is_large, reads_columns, statuses_of
from peacetrack.rules.acts import is_against, recorded_again_since
from peacetrack.rules.claims import Claimed
from peacetrack.rules.plain_standing import held_by, plain_runs
from peacetrack.rules.second_run import NO_SECOND_RUN, second_run_of
from peacetrack.rules.standing import Standing, since_recorded
from peacetrack.rules.standing_wording import acts_per, last_acts
from peacetrack.rules.wording import Reported, is_published
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.act import Act
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment, as_datetime


@frozen
class Square:
    """A party on a term: its standing and the status of the term.

    A term that needs no party and has no statement has one square without a party.

    Attributes:
        term: the term.
        status: the status of the term; None where it needs no party, or is a backdrop.
        verdict: where the status is agreed, whether the term is, as headlines say it: `agreed`,
            `perhaps agreed` or `not agreed`, and why; None of any other status.
        party: the party.
        needed: whether the term needs its acceptance, not only that of some of a quorum.
        stance: its stance or an absence; None where nothing is reported. This and the fields below
            are those of its `Standing`.
        red_line: whether the stance is a red line.
        conditions: what it asks for.
        window: until when its offer stands.
        until: until when its position holds.
        since: since when it stands so.
        certain: whether that has certainly begun.
        lapsed: whether it has run out.
        disputed: the fields where the evidence differs.
        by_group: the group with which it stands.
        by_members: the members by which it stands.
        accounts_of: the other parties that alone report the stance; empty where the party states it itself.
        on_record: whether a named person or body stands by the stance; None without one.
        on_record_since: since when; None where it is not on the record. Where the party went back on its
            acceptance on the record, without a stance, it is since when it returned to it there.
        conditions_on_record: what it asks for by what is on the record alone. They are other conditions where
            reports off the record, or others, set some for it or dropped them.
        otherwise: another stance that it has itself on the record, where only reports off the record or
            of others give this one; None without one.
        acts: the last kinds of act that it is shown with: those without a stance; else those by which it goes
            back on its acceptance and breaches it, or the one that extends what has run out, then the
            last act after all that it rests on.
        last_reported: when the newest of its evidence, or of these acts, was published, else recorded.
        last_reported_is: which of the two: `published` or `recorded`; `supposed` of what is only supposed.
        later: whether some of this came out later than the moment of the state: it was not known then.
        reports: the reports behind the standing, then those of the acts.
    """

    term: str
    status: TermStatus | None
    verdict: str | None = None
    party: str | None = None
    needed: bool = False
    stance: Stance | Absence | None = None
    red_line: bool | None = None
    conditions: tuple[Condition, ...] = ()
    window: Ending | Absence | None = None
    until: Ending | Absence | None = None
    since: Moment | None = None
    certain: bool | None = None
    lapsed: bool = False
    disputed: tuple[str, ...] = ()
    by_group: str | None = None
    by_members: tuple[str, ...] = ()
    accounts_of: tuple[str, ...] = ()
    on_record: bool | None = None
    on_record_since: Moment | None = None
    conditions_on_record: tuple[Condition, ...] = ()
    otherwise: Stance | None = None
    acts: tuple[str, ...] = ()
    last_reported: datetime | None = None
    last_reported_is: str | None = None
    later: bool = False
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        stance = "silent" if self.stance is None else f"{self.stance}{', lapsed' * self.lapsed}"
        party, status = isolated(self.party or "no party"), self.verdict or self.status or "no status"
        otherwise = (f"but {self.otherwise} on the record",) if self.otherwise else ()
        beside = "".join(f", {each}" for each in (*otherwise, *map(self._beside, self.acts)))
        return f"{party} on {isolated(self.term)} ({status}): {stance}{beside}"

    def _beside(self, act: str) -> str:
        """Return an act as it follows on the stance, without one as it is."""
        if not isinstance(self.stance, Stance):
            return act
        kind = act.split(maxsplit=1)[0]
        if self.lapsed and kind == Act.EXTENDS:
            return f"but {act} without a stance"
        against = is_against(Act(kind), self.stance, lapsed=self.lapsed, recorded=self.on_record is True)
        return f"{'but' if against else 'then'} {act}"


@of_state
def squares(state: State) -> Table[Square]:
    """List the squares of the board.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each term and each party that the board shows there, in the order of the agenda.

    >>> print(analysis.squares(state)[0])
    NORTH on truce (pending): accepts
    """
    return Table(_Board(state).squares(), Square, state.basis)


class _Board:
    """The squares of a state; of a large board, most are read off columns."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._rulings = reading_of(state).rulings
        self._names = Names(state)
        self._cut, self._bare = reading_of(state).cut, reading_of(state).claims.bare
        at_once = is_large(state) and reads_columns(state)
        self._runs = dict(plain_runs(self._cut, state.agenda)) if at_once else {}
        if at_once:
            self._rulings.fill_from_columns()
        self._status = statuses_of(state)

    def squares(self) -> Iterator[Square]:
        """Yield them in the order of the agenda."""
        by_term = shown_on(self._state, concerned(self._state, self._state))
        for term in self._state:
            yield from self._on(term, by_term[term])

    def _on(self, term: str, parties: Collection[str]) -> Iterator[Square]:
        status, required = self._status(term), frozenset(self._rulings.required_on(term))
        decided = verdict(self._names, self._state[term]) if status is TermStatus.AGREED else None
        on_term = term, status, None if decided is None else str(decided)
        if not parties:
            yield Square(*on_term)
        for party in dict.fromkeys((*self._rulings.parties_on(term), *self._state.agenda.party_by_id)):
            if party in parties:
                yield Square(*on_term, party, party in required, *self._said(term, party))

    def _said(self, term: str, party: str) -> tuple[Any, ...]:
        """Return what a party says on a term and since when, as a square has it after `needed`."""
        plain = self._runs.get((term, party))
        if plain is not None and (term, party) not in self._bare:
            now = self._state.instant
            stance, since, certain = held_by(plain.run, now)
            said = stance, None, (), None, None, since, certain, False, (), None, (), (), plain.on_record
            nearer = second_run_of(self._cut, plain.run) if isinstance(stance, Stance) else NO_SECOND_RUN
            recorded = since_recorded((*nearer.run, *plain.run)) if plain.on_record else None
            last, last_is, reports = _reported(plain.run)
            later = any(s.by.publication > now for s in plain.run) and first_out(plain.run) > now
            otherwise = _stance_of(nearer.otherwise, party)
            return *said, recorded, (), otherwise, (), last, last_is, later, reports
        standing = self._rulings.standing(term, party)
        acts = acts_of(self._state, standing)
        beside = _stance_of(standing.otherwise, party), self._told(standing, acts)
        evidence = list(chain.from_iterable(standing.runs.values()))
        last, last_is, reports = _reported(evidence)
        if acts:
            last, last_is = _last(self._names.newest(standing, acts))
            reports = tuple(dict.fromkeys((*reports, *(act.report for act in acts))))
        later = is_later(self._state, self._names, standing, acts)
        done = reading_of(self._state).claims.news.get((term, party), ())
        recorded = recorded_again_since(standing, done, self._state.agenda)
        return (
            *_of_standing(standing),
            recorded,
            self._asked(standing),
            *beside,
            last,
            last_is,
            later,
            reports,
        )

    def _asked(self, standing: Standing) -> tuple[Condition, ...]:
        """Return what a party asks for by what is on the record alone."""
        stated = self._cut.timeline.fields.get((standing.term, standing.party), ())
        if not standing.conditions and "conditions" not in stated:  # most have none
            return ()
        own = self._names.record.own(standing)
        return () if own.silent else own.conditions

    def _told(self, standing: Standing, acts: Sequence[Claimed]) -> tuple[str, ...]:
        """Return the acts that a standing is shown with; beside a stance, with who alone says so."""
        if standing.silent:
            return tuple(last_acts(acts))
        return tuple(acts_per(standing, acts, self._state.agenda))


_of_standing = attrgetter(*[field.name for field in attrs.fields(Square)[5:-8]])
"""Takes from a standing what a square has of it, in its order."""


def _stance_of(run: Sequence[Statement], party: str) -> Stance | None:
    """Return the stance of the last statement of a party in a run; None without one."""
    own = [s.value for s in run if s.party == party and isinstance(s.value, Stance)]
    return own[-1] if own else None


def _reported(evidence: Sequence[Statement]) -> tuple[datetime | None, str | None, tuple[str, ...]]:
    """Return when the newest evidence was published, else recorded, which of the two, and the reports."""
    if not evidence:
        return None, None, ()
    instants = [statement.by.publication for statement in evidence]
    newest = evidence[instants.index(max(instants))].by
    return *_last(newest), tuple(dict.fromkeys([statement.report for statement in evidence]))


def _last(newest: Reported | None) -> tuple[datetime | None, str | None]:
    """Return when the newest report was published, else recorded, and which of the two."""
    if newest is None or newest.supposed:
        return None, None if newest is None else "supposed"
    at = newest.publication
    return as_datetime(at), "published" if is_published(at, newest.published) else "recorded"
