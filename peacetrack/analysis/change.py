"""What changed between two states, and why we see it. Built on state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from peacetrack.position import Stance
from peacetrack.reading import Run
from peacetrack.report import Correction
from peacetrack.rows import Table
from peacetrack.standing import Standing, TermProgress
from peacetrack.state import State
from peacetrack.statement import Key, Statement
from peacetrack.value import Word
from peacetrack.when import as_instant


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
    """Where a party moved."""

    SOFTENED = "softened"
    HARDENED = "hardened"


@attrs.frozen
class Change:
    """A field of a party's standing (of the term itself, without a party) that differs.

    `stated`: the world changed. `learned`: a late report of what had already been so.
    `corrected`, `retracted`: we had been wrong. `lapsed`: an offer ran out. `dated`: an event got
    its date. `declared`: a membership. `basis`: another trust was asked for.
    """

    term: str
    party: str | None
    field: str
    before: Any
    after: Any
    cause: Cause
    direction: Direction | None
    reports: tuple[str, ...]


def diff(before: State, after: State) -> Table[Change]:
    """What differs in the second state, field by field, with the reports behind it."""
    if _moment(after) < _moment(before):
        changes = [_mirrored(change) for change in _Comparison(after, before).changes()]
    else:
        changes = list(_Comparison(before, after).changes())
    return Table(changes, Change, after.basis)


def _moment(state: State) -> tuple[int, int, int]:
    return state.basis.known, as_instant(state.basis.valid), len(state.basis.supposed)


def _mirrored(change: Change) -> Change:
    turned = {Direction.SOFTENED: Direction.HARDENED, Direction.HARDENED: Direction.SOFTENED}
    return attrs.evolve(
        change,
        before=change.after,
        after=change.before,
        direction=None if change.direction is None else turned[change.direction],
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
        for term in self._after:
            parties = dict.fromkeys((*self._after.parties_on(term), *self._before.parties_on(term)))
            for party in parties:
                yield from self._of(self._before[term][party], self._after[term][party])
            yield from self._of(self._before[term].progress, self._after[term].progress)
        yield from self._events()

    def _of(self, old: Holding, new: Holding) -> Iterator[Change]:
        for field in dict.fromkeys((*old.held, *new.held)):
            first, second = old.held.get(field, ()), new.held.get(field, ())
            if _value(first) != _value(second):
                yield self._change(field, old, new, first, second)
        if isinstance(old, Standing) and isinstance(new, Standing):
            yield from self._turns(old, new)

    def _turns(self, old: Standing, new: Standing) -> Iterator[Change]:
        """A standing that lapsed, or that an event gave its date."""
        if old.lapsed != new.lapsed:
            yield self._lapse(old, new)
        first, second = old.held.get("stance", ()), new.held.get("stance", ())
        same_claim = first and second and first[0].identity[3:] == second[0].identity[3:]
        if same_claim and old.since != new.since and self._was_dated(second[0]):
            reports = self._dating(second[0])
            yield Change(
                new.term, new.party, "since", old.since, new.since, Cause.DATED, None, reports
            )

    def _change(self, field: str, old: Holding, new: Holding, first: Run, second: Run) -> Change:
        return Change(
            new.term,
            getattr(new, "party", None),
            field,
            _value(first),
            _value(second),
            self._cause(field, old, new, first, second),
            None if _is_silent(old) else _direction(field, _value(first), _value(second)),
            self._reports(first, second),
        )

    def _events(self) -> Iterator[Change]:
        """What differs of events themselves."""
        before = {event.id: event.runs for event in self._before.events()}
        for event in self._after.events():
            old = before.get(event.id, {})
            for field in dict.fromkeys((*old, *event.runs)):
                first, second = old.get(field, ()), event.runs.get(field, ())
                if _value(first) != _value(second):
                    cause = self._cause_apart_from_trust(first, second)
                    cause = Cause.LEARNED if cause is Cause.STATED else cause
                    reports = self._reports(first, second)
                    values = _value(first), _value(second)
                    yield Change(event.id, None, field, *values, cause, None, reports)

    def _lapse(self, old: Standing, new: Standing) -> Change:
        run = new.held.get("window") or new.held.get("until") or new.held.get("stance", ())
        cause = Cause.LAPSED if new.lapsed else Cause.STATED
        reports = self._reports((), run)
        return Change(new.term, new.party, "lapsed", old.lapsed, new.lapsed, cause, None, reports)

    def _cause(self, field: str, old: Holding, new: Holding, first: Run, second: Run) -> Cause:
        if self._is_basis(field, old, first):
            return Cause.BASIS
        cause = self._cause_apart_from_trust(first, second)
        declared = getattr(old, "via", None) != getattr(new, "via", None)
        return Cause.DECLARED if cause is Cause.STATED and declared else cause

    def _cause_apart_from_trust(self, first: Run, second: Run) -> Cause:
        told = second[-1] if second else None
        if told is not None and told.by.seq > self._before.basis.known:
            return self._cause_of_new(told)
        withdrawn = self._withdrawal(first)
        if withdrawn is not None:
            return withdrawn
        return Cause.DATED if told is not None and self._was_dated(told) else Cause.STATED

    def _cause_of_new(self, told: Statement) -> Cause:
        entry = self._after.world.ledger.entries[told.by.seq - 1]
        if isinstance(entry.body, Correction):
            return Cause.CORRECTED
        return Cause.STATED if told.order.anchor > self._valid else Cause.LEARNED

    def _withdrawal(self, first: Run) -> Cause | None:
        """Whether what held before was withdrawn since."""
        for statement in first:
            filed = self._after.world.ledger.filed.get(statement.report)
            if filed is None:  # it was only supposed
                continue
            by = filed.withdrawn_by or filed.retracted.get(statement.claim)
            if by is not None and by.seq <= self._after.world.seq:
                return Cause.CORRECTED if isinstance(by.body, Correction) else Cause.RETRACTED
        return None

    def _was_dated(self, told: Statement) -> bool:
        """Whether a statement stood elsewhere before its event was dated."""
        line = self._after.cut.timeline.lines[Key(told.term, told.party, told.field)]
        return any(
            s.by is told.by and s.since != told.since and until <= self._after.world.seq
            for s, until in zip(line.statements, line.known_until, strict=True)
        )

    def _dating(self, told: Statement) -> tuple[str, ...]:
        """The report that dated the event which a claim is bound to."""
        report = self._after.report_of(told.report)
        since = getattr(report.claims[told.claim - 1], "since", None) or report.since
        event = getattr(since, "event", None)
        dated = [e.runs["when"] for e in self._after.events() if e.id == event and "when" in e.runs]
        return tuple(dict.fromkeys(s.report for run in dated for s in run))

    def _is_basis(self, field: str, old: Holding, first: Run) -> bool:
        one, other = self._before.basis, self._after.basis
        if (one.trust, one.published_by) == (other.trust, other.published_by):
            return False
        same_trust = self._before.at(valid=other.valid, known=other.known)[old.term]
        holding = same_trust[old.party] if isinstance(old, Standing) else same_trust.progress
        return bool(_value(holding.held.get(field, ())) == _value(first))

    def _reports(self, first: Run, second: Run) -> tuple[str, ...]:
        """The reports behind a change: the new ones, else those behind either value."""
        new = [s for s in second if s.by.seq > self._before.basis.known]
        return tuple(dict.fromkeys(s.report for s in new or second or first))


def _is_silent(old: Holding) -> bool:
    """Whether there was no stance from which to move."""
    return isinstance(old, Standing) and old.silent


def _value(run: Run) -> Any:
    return run[-1].value if run else None


def _direction(field: str, before: Any, after: Any) -> Direction | None:
    if field == "stance" and isinstance(before, Stance) and isinstance(after, Stance):
        return Direction.SOFTENED if after > before else Direction.HARDENED
    if field == "red_line" and True in (before, after):
        return Direction.HARDENED if after is True else Direction.SOFTENED
    if field == "conditions":
        fewer = len(after or ()) < len(before or ())
        more = len(after or ()) > len(before or ())
        return Direction.SOFTENED if fewer else Direction.HARDENED if more else None
    return None
