"""What changed between two states, and why we see it. Built on state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import attrs

from peacetrack.index.statement import CONTENT, Statement, bare_field, reports_of
from peacetrack.rules.runs import Run
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.attribution import AttributionType
from peacetrack.words.edtf import BEGINNING, DAY
from peacetrack.words.kind import binds
from peacetrack.words.position import Condition, Stance
from peacetrack.words.report import Correction
from peacetrack.words.value import Absence, Quantity, Word, in_short
from peacetrack.words.when import (
    At,
    InWords,
    Moment,
    TimeLike,
    Undisclosed,
    as_instant,
    as_moment,
    event_of,
    surface,
    surface_within,
)


class Cause(Word):
    """Why an answer differs: the world, our knowledge of it, or the question."""

    STATED = "stated"
    LEARNED = "learned"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    LAPSED = "lapsed"
    DATED = "dated"
    DECLARED = "declared"
    BASIS = "basis"


class Direction(Word):
    """Where a party moved: towards acceptance or away from it, or only in how it puts things.

    What was open is firmed up: an absence gives way to a value, a range or a date narrows, an offer
    that may stand stands for certain, somebody stands by it with a name. The other way it loosens.
    """

    SOFTENED = "softened"
    HARDENED = "hardened"
    REWORDED = "reworded"
    FIRMED_UP = "firmed-up"
    LOOSENED = "loosened"


@attrs.frozen
class Change:
    """A field of a party's standing (of the term itself, without a party) that differs.

    `stated`: the world changed. `learned`: a late report of what had already been so.
    `corrected`, `retracted`: we had been wrong. `lapsed`: an offer ran out. `dated`: an event got
    its date. `declared`: a membership. `basis`: another trust was asked for.

    Where the stance is the same, a change of its `wording`, of its nearest `attribution` and of
    whether it is `certain` are told too; and of everything, which fields are `disputed`. `reports`
    are the new ones behind it, else those behind what holds now; of what was withdrawn, those that
    were.
    """

    term: str
    party: str | None
    field: str
    before: Any
    after: Any
    cause: Cause
    direction: Direction | None
    reports: tuple[str, ...]

    def __str__(self) -> str:
        told: tuple[Any, Any] = (self.before, self.after)
        if self.field == "disputed":
            told = (tuple(map(bare_field, self.before)), tuple(map(bare_field, self.after)))
        values = " -> ".join(map(in_short, told))
        why = f"{self.cause}, {self.direction}" if self.direction else str(self.cause)
        whose = f"{self.party} on {self.term}" if self.party else self.term
        return f"{whose}, {bare_field(self.field)}: {values}; {why} ({' '.join(self.reports)})"


def diff(before: State, after: State) -> Table[Change]:
    """What differs in the second state, field by field, with the reports behind it."""
    if _moment(after) < _moment(before):
        changes = [_mirrored(change) for change in _Comparison(after, before).changes()]
    else:
        changes = list(_Comparison(before, after).changes())
    return Table(changes, Change, after.basis)


WEEK = 7 * DAY
"""In microseconds."""


def baseline(state: State, since: TimeLike | int | None = None) -> State:
    """The state to compare a state with: as it was at a time, or at a seq, and as known then.

    Of a day, or a longer time, as it was just before, so that what changed on the day is told. By
    default a week before the last entry, or the first entry where all are of that week. It is never
    later than the state itself, valid or known.
    """
    recorded = [entry.recorded for entry in state.entries[: state.basis.known]]
    valid = state.instant
    if since is None:
        since = surface(max(recorded[-1] - WEEK, recorded[0])) if recorded else 0
    if not isinstance(since, int):
        since = surface(_before(since))
    seq = state.seq_at(since)
    entered = recorded[seq - 1] if seq else valid
    then = entered if isinstance(since, int) else as_instant(since)
    return state.at(valid=surface(min(then, valid)), known=seq)


def _before(since: TimeLike) -> int:
    """An instant itself; of a day or a longer time, the last instant before it."""
    if isinstance(since, datetime):
        return as_instant(since)
    span = as_moment(since).range
    if span.first in (span.last, BEGINNING) or surface_within(span.first - 1) is None:
        return as_instant(since)
    return span.first - 1


def _moment(state: State) -> tuple[Any, ...]:
    """What orders two states, so that a comparison is the same whichever is named first."""
    basis = state.basis
    by = "" if basis.published_by is None else basis.published_by.isoformat()
    supposed = [str(report.id) for report in basis.supposed]
    trust = (
        sorted(map(str, basis.trust.attributions)),
        str(basis.trust.reliability),
        str(basis.trust.credibility),
        basis.trust.ungraded,
        basis.trust.without,
    )
    return basis.known, as_instant(basis.valid), len(supposed), supposed, by, trust


OPPOSITE = {
    Direction.SOFTENED: Direction.HARDENED,
    Direction.HARDENED: Direction.SOFTENED,
    Direction.FIRMED_UP: Direction.LOOSENED,
    Direction.LOOSENED: Direction.FIRMED_UP,
    Direction.REWORDED: Direction.REWORDED,
    None: None,
}


def _mirrored(change: Change) -> Change:
    return attrs.evolve(
        change,
        before=change.after,
        after=change.before,
        direction=OPPOSITE[change.direction],
    )


Holding = Standing | TermProgress


class _Comparison:
    """An earlier and a later state, term by term."""

    def __init__(self, before: State, after: State) -> None:
        self._before = before
        self._after = after
        self._valid = as_instant(before.basis.valid)

    def changes(self) -> Iterator[Change]:
        """The changes, in the order of the agenda."""
        for term in dict.fromkeys((*self._after, *self._before)):
            parties = dict.fromkeys((*self._after.parties_on(term), *self._before.parties_on(term)))
            for party in parties:
                yield from self._of(self._before[term][party], self._after[term][party])
            yield from self._of(self._before[term].progress, self._after[term].progress)
        yield from self._events()

    def _of(self, old: Holding, new: Holding) -> Iterator[Change]:
        for field in dict.fromkeys((*old.runs, *new.runs)):
            first, second = old.runs.get(field, ()), new.runs.get(field, ())
            if _value(first) != _value(second):
                yield self._change(field, old, new, first, second)
        yield from self._disputed(old, new)
        if isinstance(old, Standing) and isinstance(new, Standing):
            yield from self._lapse(old, new)
            yield from self._manner(old, new)

    # How a standing turned

    def _lapse(self, old: Standing, new: Standing) -> Iterator[Change]:
        """An offer that ran out, or that was renewed."""
        if old.lapsed == new.lapsed:
            return
        lapsed = new if new.lapsed else old
        runs = [lapsed.runs[field] for field in ("window", "until") if field in lapsed.runs]
        run = min(runs, key=self._closing, default=_greatest(lapsed))
        cause, reports = self._cause_of_lapse(old, new, run), self._reports((), run)
        yield Change(new.term, new.party, "lapsed", old.lapsed, new.lapsed, cause, None, reports)

    def _closing(self, run: Run) -> int:
        return self._after.closing(run[-1])

    def _cause_of_lapse(self, old: Standing, new: Standing, run: Run) -> Cause:
        if self._is_basis("window", old, old.runs.get("window", ())):
            return Cause.BASIS
        if not new.lapsed:
            return self._cause_apart_from_trust(run, new.runs.get("stance", ()))
        return Cause.LEARNED if run and self._closing(run) <= self._valid else Cause.LAPSED

    def _manner(self, old: Standing, new: Standing) -> Iterator[Change]:
        """How the same stance is put: since when, for certain, in which words, by whom."""
        first, second = old.runs.get("stance", ()), new.runs.get("stance", ())
        if old.silent or new.silent or _value(first) != _value(second):
            return
        if self._is_dated_anew(old, new):
            dating, since = self._dating(second[0]), (old.since, new.since)
            cause = self._withdrawal(dating) or Cause.DATED
            yield Change(new.term, new.party, "since", *since, cause, None, reports_of(dating))
        elif old.certain != new.certain:
            firm = Direction.FIRMED_UP if new.certain else Direction.LOOSENED
            yield self._of_stance(old, new, "certain", old.certain, new.certain, firm)
        words = _wording(self._before, first), _wording(self._after, second)
        if None not in words and words[0] != words[1]:
            yield self._of_stance(old, new, "wording", *words, Direction.REWORDED)
        nearest = _nearest(first), _nearest(second)
        if nearest[0] is not nearest[1]:
            nearer = nearest[1].directness > nearest[0].directness
            firm = Direction.FIRMED_UP if nearer else Direction.LOOSENED
            yield self._of_stance(old, new, "attribution", *nearest, firm)

    def _is_dated_anew(self, old: Standing, new: Standing) -> bool:
        first, second = old.runs["stance"][0], new.runs["stance"][0]
        same_claim = first.identity[3:] == second.identity[3:]
        return same_claim and old.since != new.since and self._was_dated(second)

    def _of_stance(
        self,
        old: Standing,
        new: Standing,
        field: str,
        before: Any,
        after: Any,
        direction: Direction,
    ) -> Change:
        first, second = old.runs["stance"], new.runs["stance"]
        cause = self._cause("stance", old, new, first, first, second)
        told = None if cause is Cause.BASIS else direction
        added = [statement for statement in second if statement not in first]
        reports = self._reports(first, added or second, cause)
        return Change(new.term, new.party, field, before, after, cause, told, reports)

    def _disputed(self, old: Holding, new: Holding) -> Iterator[Change]:
        """What is in dispute since, or no longer is."""
        if set(old.disputed) == set(new.disputed):
            return
        first, second = _rivals(self._before, old), _rivals(self._after, new)
        arisen = tuple(s for s in second if s not in first)
        settled = tuple(s for s in first if s not in second)
        told = tuple(sorted(arisen, key=lambda statement: statement.by.seq))
        cause = self._cause_apart_from_trust(settled, told)
        if self._other_trust and set(self._trusted_alike(old).disputed) == set(old.disputed):
            cause = Cause.BASIS
        reports = self._reports(settled or first, arisen, cause)
        fields = tuple(sorted(old.disputed)), tuple(sorted(new.disputed))
        party = getattr(new, "party", None)
        yield Change(new.term, party, "disputed", *fields, cause, None, reports)

    def _change(self, field: str, old: Holding, new: Holding, first: Run, second: Run) -> Change:
        gone = first or _displacing(field, new, old)
        told = second or _displacing(field, old, new)
        cause = self._cause(field, old, new, first, gone, told)
        return Change(
            new.term,
            getattr(new, "party", None),
            field,
            _value(first),
            _value(second),
            cause,
            None if cause is Cause.BASIS else self._direction(field, old, new, first, second),
            self._reports(gone, told, cause),
        )

    def _direction(
        self, field: str, old: Holding, new: Holding, first: Run, second: Run
    ) -> Direction | None:
        before, after = _value(first), _value(second)
        if field.startswith(CONTENT):
            binding = any(binds(old.kind, bare_field(field), v) for v in (before, after))
            return _of_detail(before, after, binding=binding)
        if _is_silent(old) or _is_silent(new) or _belongs_to_another(field, old, new):
            return None
        return _direction(field, before, after)

    def _events(self) -> Iterator[Change]:
        """What differs of events themselves."""
        before = {event.id: event.runs for event in self._before.events()}
        after = {event.id: event.runs for event in self._after.events()}
        for event in dict.fromkeys((*after, *before)):
            old, new = before.get(event, {}), after.get(event, {})
            for field in dict.fromkeys((*old, *new)):
                first, second = old.get(field, ()), new.get(field, ())
                if _value(first) != _value(second):
                    yield self._of_event(event, field, first, second)

    def _of_event(self, event: str, field: str, first: Run, second: Run) -> Change:
        cause = self._cause_apart_from_trust(first, second)
        if cause is Cause.STATED:
            cause = Cause.BASIS if self._other_trust else Cause.LEARNED
        values = _value(first), _value(second)
        told = cause is not Cause.BASIS and field != "status"
        narrower = _of_detail(*values, binding=field != "text") if told else None
        reports = self._reports(first, second, cause)
        return Change(event, None, field, *values, cause, narrower, reports)

    # Why, and according to whom

    def _cause(
        self, field: str, old: Holding, new: Holding, first: Run, gone: Run, told: Run
    ) -> Cause:
        if self._is_basis(field, old, first):
            return Cause.BASIS
        cause = self._cause_apart_from_trust(gone, told)
        declared = getattr(old, "by_group", None) != getattr(new, "by_group", None)
        return Cause.DECLARED if cause is Cause.STATED and declared else cause

    def _cause_apart_from_trust(self, first: Run, second: Run) -> Cause:
        told = second[-1] if second else None
        if told is not None and told.by.seq > self._before.basis.known:
            return self._cause_of_new(told)
        dated = told is not None and self._was_dated(told)
        turned = told is not None and told.order.anchor > self._valid and not dated
        withdrawn = None if turned else self._withdrawal(first)
        return withdrawn or (Cause.DATED if dated else Cause.STATED)

    def _cause_of_new(self, told: Statement) -> Cause:
        entry = self._after.entries[told.by.seq - 1]
        if isinstance(entry.body, Correction):
            return Cause.CORRECTED
        return Cause.STATED if told.order.anchor > self._valid else Cause.LEARNED

    def _withdrawal(self, first: Sequence[Statement]) -> Cause | None:
        """Whether what held before was withdrawn since."""
        for statement in first:
            for by in self._after.withdrawals(statement.report):
                if by.claim in (None, statement.claim):
                    return Cause.CORRECTED if isinstance(by.body, Correction) else Cause.RETRACTED
        return None

    def _was_dated(self, told: Statement) -> bool:
        """Whether a statement stood elsewhere before, and its event was dated since."""
        return self._after.was_dated(told, after=self._before.seq)

    def _dating(self, told: Statement) -> Run:
        """What dates the event which a claim is bound to, or did before."""
        event = event_of(self._after.since_as_reported(told))
        if event is None:
            return ()
        now, then = (state.event(event).runs for state in (self._after, self._before))
        return now.get("when", ()) or then.get("when", ())

    @cached_property
    def _other_trust(self) -> bool:
        one, other = self._before.basis, self._after.basis
        return (one.trust, one.published_by) != (other.trust, other.published_by)

    @cached_property
    def _same_trust(self) -> State:
        """The later moment, trusted as the earlier one was."""
        later = self._after.basis
        return self._before.at(valid=later.valid, known=later.known)

    def _is_basis(self, field: str, old: Holding, first: Run) -> bool:
        if not self._other_trust:
            return False
        return bool(_value(self._trusted_alike(old).runs.get(field, ())) == _value(first))

    def _trusted_alike(self, old: Holding) -> Holding:
        """What holds later, trusted as the earlier state was."""
        here = self._same_trust[old.term]
        return here[old.party] if isinstance(old, Standing) else here.progress

    def _reports(
        self, first: Sequence[Statement], second: Sequence[Statement], cause: Cause | None = None
    ) -> tuple[str, ...]:
        """The reports behind a change: the new ones, those withdrawn, else behind either value."""
        withdrawn = [s for s in first if self._withdrawal([s]) is not None]
        if cause is Cause.RETRACTED:
            return reports_of(withdrawn)
        new = [s for s in second if s.by.seq > self._before.basis.known]
        if cause is Cause.CORRECTED:
            new = new or withdrawn
        return reports_of(new or second or first)


def _rivals(state: State, holding: Holding) -> Run:
    """The statements that are in dispute: what holds, and what disputes it."""
    told = [statement for field in holding.disputed for statement in holding.runs[field]]
    return (*told, *state.disputing_statements(holding))


def _wording(state: State, run: Run) -> str | None:
    """The words in which a stance was last told."""
    last = run[-1]
    claim = state.report_of(last.report).claims[last.claim - 1]
    return getattr(claim, "wording", None)


def _greatest(standing: Standing) -> Run:
    """The greatest statement of a standing: without a stance, it is that one's until that lapsed."""
    told = [statement for run in standing.runs.values() for statement in run]
    return (max(told, key=lambda statement: statement.order),)


def _nearest(run: Run) -> AttributionType:
    return max((s.by.type for s in run), key=lambda kind: kind.directness)


def _displacing(field: str, old: Holding, new: Holding) -> Run:
    """The stance of the second that put an end to what the first had; nothing of a detail."""
    stance = () if field.startswith(CONTENT) else new.runs.get("stance", ())
    return tuple(s for s in stance if s not in old.runs.get("stance", ()))


def _belongs_to_another(field: str, old: Holding, new: Holding) -> bool:
    """Whether what goes with a stance went with another one before, so that no way leads to it."""
    first, second = (_value(holding.runs.get("stance", ())) for holding in (old, new))
    return field in ("conditions", "window", "until") and first is not second


def _is_silent(holding: Holding) -> bool:
    """Whether there is no stance from which to move, or to which."""
    return isinstance(holding, Standing) and holding.silent


def _value(run: Run) -> Any:
    return run[-1].value if run else None


def _direction(field: str, before: Any, after: Any) -> Direction | None:
    if field == "stance" and isinstance(before, Stance) and isinstance(after, Stance):
        return Direction.SOFTENED if after > before else Direction.HARDENED
    if field == "red_line" and True in (before, after):
        return Direction.HARDENED if after is True else Direction.SOFTENED
    if field == "conditions":
        return _of_conditions(set(before or ()), set(after or ()))
    return _of_detail(before, after, binding=True) if field in ("window", "until") else None


def _of_conditions(before: set[Condition], after: set[Condition]) -> Direction | None:
    if after < before:
        return Direction.SOFTENED
    if after > before:
        return Direction.HARDENED
    in_words = all(isinstance(condition, InWords) for condition in before ^ after)
    return Direction.REWORDED if in_words and len(before) == len(after) else None


def _of_detail(before: Any, after: Any, *, binding: bool) -> Direction | None:
    """Whether a detail was settled more firmly, less so, or only put in other words."""
    if before is None or after is None:
        return None
    if _is_firmer(after, before):
        return Direction.FIRMED_UP
    if _is_firmer(before, after):
        return Direction.LOOSENED
    return None if binding else Direction.REWORDED


def _is_firmer(one: Any, other: Any) -> bool:
    """Whether one value says more exactly what the other leaves open."""
    if isinstance(one, Absence | Undisclosed):
        return False
    if isinstance(other, Absence | Undisclosed):
        return True
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.overlap(other) == one != other
    if isinstance(one, At) and isinstance(other, At):
        return _is_firmer(one.moment, other.moment)
    if isinstance(one, Moment) and isinstance(other, Moment):
        outer, inner = other.range, one.range
        lies_in = outer.first <= inner.first and inner.last <= outer.last
        return lies_in and (outer.first, outer.last) != (inner.first, inner.last)
    return False
