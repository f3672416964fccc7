"""Changes between two states: `diff` and its rows. See `cause` and `direction` for those two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from peacetrack.analysis.changes.cause import Cause, Causes, Turn
from peacetrack.analysis.changes.direction import Direction, direction_of, of_detail
from peacetrack.analysis.holding import Holding, dating
from peacetrack.index.statement import (
    CONTENT,
    Statement,
    bare_field,
    comparison_key,
    reports_of,
    subject_words,
)
from peacetrack.rules.runs import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.attribution import AttributionType
from peacetrack.words.kind import binds
from peacetrack.words.value import in_short
from peacetrack.words.when import event_of


@attrs.frozen
class Change:
    """A field of a standing, of a term itself or of an event that differs between two states.

    Where the stance is the same, its `wording`, its nearest `attribution`, whether it is `certain`
    and `since` when are compared too; and of everything, which fields are `disputed`.

    Attributes:
        term: the term, or the event.
        party: the party; None for a term itself and for events.
        field: the field of the statements, or `lapsed`, `since`, `certain`, `wording`,
            `attribution`, `disputed`.
        before: its value in the earlier state; None where nothing is reported.
        after: its value in the later state.
        cause: why it differs.
        direction: where the party moved; None where no direction can be read from the values.
        reports: the new reports behind it, else those behind the later value; of a retraction, the
            reports that were withdrawn.
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
        values: tuple[Any, Any] = (self.before, self.after)
        if self.field == "disputed":
            values = (tuple(map(bare_field, self.before)), tuple(map(bare_field, self.after)))
        change = " -> ".join(map(in_short, values))
        why = f"{self.cause}, {self.direction}" if self.direction else str(self.cause)
        subject = subject_words(self.term, self.party)
        return f"{subject}, {bare_field(self.field)}: {change}; {why} ({' '.join(self.reports)})"


def diff(before: State, after: State) -> Table[Change]:
    """List what differs between two states, field by field, with the cause of each difference.

    Parameters:
        before: the state with the earlier answers.
        after: the state with the later answers. Where it is the earlier one in time or knowledge,
            causes are those of the forward comparison, and directions are reversed.

    Returns:
        One row for each field that differs, in the order of the agenda, events last.

    >>> for change in analysis.diff(state.at(valid="2030-01-02"), state):
    ...     print(change)
    SOUTH on truce, stance: opposes -> open; stated, softened (radio)
    """
    if _moment(after) < _moment(before):
        changes = [_mirrored(change) for change in _Comparison(after, before).changes()]
    else:
        changes = list(_Comparison(before, after).changes())
    return Table(changes, Change, after.basis)


def _moment(state: State) -> tuple[Any, ...]:
    """Return what orders two states, so that a comparison is the same in either order."""
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
    return basis.known, state.instant, len(supposed), supposed, by, trust


def _mirrored(change: Change) -> Change:
    direction = None if change.direction is None else change.direction.opposite
    return attrs.evolve(change, before=change.after, after=change.before, direction=direction)


@attrs.frozen
class _Pair:
    """What holds of a party on a term, or of a term itself, in the earlier and the later state."""

    old: Holding
    new: Holding

    def runs(self, field: str) -> tuple[Run, Run]:
        return self.old.runs.get(field, ()), self.new.runs.get(field, ())

    def values(self, field: str) -> tuple[Any, Any]:
        return _held(self.old, field), _held(self.new, field)

    @property
    def joined(self) -> bool:
        """Whether a party stands with another group, or by other members, than before."""
        members = self.old.by_members, self.new.by_members
        return self.old.by_group != self.new.by_group or (all(members) and members[0] != members[1])

    def direction(self, field: str) -> Direction | None:
        values = self.values(field)
        if field.startswith(CONTENT):
            binding = any(binds(self.old.kind, bare_field(field), value) for value in values)
            return of_detail(*values, binding=binding)
        with_stance = field in ("conditions", "window", "until")
        of_another = with_stance and len(set(self.values("stance"))) > 1
        if self.old.silent or self.new.silent or of_another:
            return None
        return direction_of(field, *values)


class _Comparison:
    """An earlier and a later state, compared term by term."""

    def __init__(self, before: State, after: State) -> None:
        self._before = before
        self._after = after
        self._valid = before.instant
        self._causes = Causes(before, after)

    def changes(self) -> Iterator[Change]:
        """Return the changes, in the order of the agenda."""
        for term in dict.fromkeys((*self._after, *self._before)):
            old, new = self._before[term], self._after[term]
            for party in dict.fromkeys((*new.speaking, *old.speaking)):
                yield from self._of_standing(old[party], new[party])
            yield from self._of_fields(_Pair(old.progress, new.progress))
        yield from self._of_events()

    def _of_standing(self, old: Standing, new: Standing) -> Iterator[Change]:
        yield from self._of_fields(_Pair(old, new))
        if old.lapsed != new.lapsed:
            yield self._lapse(old, new)
        stances = _Pair(old, new).values("stance")
        if not old.silent and not new.silent and stances[0] == stances[1]:
            yield from self._manner(old, new)

    def _of_fields(self, pair: _Pair) -> Iterator[Change]:
        for field in dict.fromkeys((*pair.old.runs, *pair.new.runs)):
            old, new = pair.values(field)
            if comparison_key(old) != comparison_key(new):
                turn = self._turn(pair, field)
                yield self._change(pair, field, (old, new), turn, pair.direction(field))
        if set(pair.old.disputed) != set(pair.new.disputed):
            yield self._disputed(pair)

    def _turn(self, pair: _Pair, field: str) -> Turn:
        """The statements behind both answers; where there are none, the stance that displaced it."""
        old, new = pair.runs(field)
        return Turn(
            old or _displacing(field, pair.new, pair.old),
            new or _displacing(field, pair.old, pair.new),
            by_trust=self._causes.by_trust(pair.old, lambda h: _held(h, field)),
            by_group=pair.joined,
        )

    def _change(
        self,
        pair: _Pair,
        field: str,
        values: tuple[Any, Any],
        turn: Turn,
        direction: Direction | None = None,
        named: Turn | None = None,
    ) -> Change:
        """A change with its cause; its reports are those of other statements where `named`."""
        cause = self._causes.of(turn)
        direction = None if cause is Cause.BASIS else direction
        reports = self._causes.reports(named or turn, cause)
        return Change(pair.new.term, pair.new.party, field, *values, cause, direction, reports)

    def _disputed(self, pair: _Pair) -> Change:
        """A change of the disputed fields."""
        old, new = _in_dispute(self._before, pair.old), _in_dispute(self._after, pair.new)
        arisen = tuple(statement for statement in new if statement not in old)
        settled = tuple(statement for statement in old if statement not in new)
        by_seq = tuple(sorted(arisen, key=lambda statement: statement.by.seq))
        by_trust = self._causes.by_trust(pair.old, lambda holding: set(holding.disputed))
        turn = Turn(settled, by_seq, by_trust)
        fields = tuple(sorted(pair.old.disputed)), tuple(sorted(pair.new.disputed))
        return self._change(pair, "disputed", fields, turn, named=Turn(settled or old, arisen))

    # How a standing turned

    def _lapse(self, old: Standing, new: Standing) -> Change:
        """An offer or a position that ran out, or was renewed."""
        lapsed = new if new.lapsed else old
        runs = [lapsed.runs[field] for field in ("window", "until") if field in lapsed.runs]
        run = min(runs, key=self._closing, default=_greatest(lapsed))
        cause = self._cause_of_lapse(old, new, run)
        reports = self._causes.reports(Turn((), run), cause)
        return Change(new.term, new.party, "lapsed", old.lapsed, new.lapsed, cause, None, reports)

    def _closing(self, run: Run) -> int:
        return self._after.closing(run[-1])

    def _cause_of_lapse(self, old: Standing, new: Standing, run: Run) -> Cause:
        if self._turn(_Pair(old, new), "window").by_trust:
            return Cause.BASIS
        if not new.lapsed:
            return self._causes.of(Turn(run, new.runs.get("stance", ())))
        return Cause.LEARNED if self._closing(run) <= self._valid else Cause.LAPSED

    def _manner(self, old: Standing, new: Standing) -> Iterator[Change]:
        """How the same stance is put: since when, for certain, the words, the source."""
        pair = _Pair(old, new)
        before, after = pair.runs("stance")
        if self._is_redated(old, new):
            yield self._redated(old, new)
        elif old.certain != new.certain:
            firm = Direction.FIRMED_UP if new.certain else Direction.LOOSENED
            yield self._of_stance(pair, "certain", (old.certain, new.certain), firm)
        wordings = _wording(self._before, before), _wording(self._after, after)
        if None not in wordings and wordings[0] != wordings[1]:
            yield self._of_stance(pair, "wording", wordings, Direction.REWORDED)
        nearest = _nearest(before), _nearest(after)
        if nearest[0] is not nearest[1]:
            nearer = nearest[1].directness > nearest[0].directness
            firm = Direction.FIRMED_UP if nearer else Direction.LOOSENED
            yield self._of_stance(pair, "attribution", nearest, firm)

    def _of_stance(self, pair: _Pair, field: str, values: tuple[Any, Any], direction: Direction) -> Change:
        turn = self._turn(pair, "stance")
        added = tuple(statement for statement in turn.present if statement not in turn.gone)
        named = attrs.evolve(turn, present=added or turn.present)
        return self._change(pair, field, values, turn, direction, named)

    def _is_redated(self, old: Standing, new: Standing) -> bool:
        """Return whether the same claim begins at another time, because its event was dated."""
        before, after = old.runs["stance"][0], new.runs["stance"][0]
        same_claim = before.identity[3:] == after.identity[3:]
        return same_claim and old.since != new.since and self._causes.was_dated(after)

    def _redated(self, old: Standing, new: Standing) -> Change:
        dating = self._dating(new.runs["stance"][0])
        cause = self._causes.withdrawal(dating) or Cause.DATED
        reports = reports_of(dating)
        return Change(new.term, new.party, "since", old.since, new.since, cause, None, reports)

    def _dating(self, statement: Statement) -> Run:
        """Return what dates the event that a claim is bound to, or dated it before."""
        event = event_of(self._after.since_as_reported(statement))
        return dating(self._after, event) or dating(self._before, event)

    # Events

    def _of_events(self) -> Iterator[Change]:
        events = (*self._after.events(), *self._before.events())
        for event in dict.fromkeys(event.id for event in events):
            old, new = (state.event(event).runs for state in (self._before, self._after))
            for field in dict.fromkeys((*old, *new)):
                turn = Turn(old.get(field, ()), new.get(field, ()))
                if comparison_key(_value(turn.gone)) != comparison_key(_value(turn.present)):
                    yield self._of_event(event, field, turn)

    def _of_event(self, event: str, field: str, turn: Turn) -> Change:
        cause = self._causes.of(turn)
        if cause is Cause.STATED:
            cause = Cause.BASIS if self._causes.trusts_differ else Cause.LEARNED
        before, after = _value(turn.gone), _value(turn.present)
        directed = cause is not Cause.BASIS and field != "status"
        direction = of_detail(before, after, binding=field != "text") if directed else None
        reports = self._causes.reports(turn, cause)
        return Change(event, None, field, before, after, cause, direction, reports)


def _held(holding: Holding, field: str) -> Any:
    """Return the value of a field; a group that stands by its members has the conditions of all."""
    if isinstance(holding, Standing) and holding.by_members and field == "conditions":
        return holding.conditions
    return _value(holding.runs.get(field, ()))


def _value(run: Run) -> Any:
    return run[-1].value if run else None


def _displacing(field: str, old: Holding, new: Holding) -> Run:
    """Return the later stance that ended what the earlier one had; nothing for a detail."""
    stance = () if field.startswith(CONTENT) else new.runs.get("stance", ())
    return tuple(s for s in stance if s not in old.runs.get("stance", ()))


def _in_dispute(state: State, holding: Holding) -> Run:
    """Return the statements that are in dispute: those that hold, and those that dispute them."""
    holds = [statement for field in holding.disputed for statement in holding.runs[field]]
    return (*holds, *state.disputing_statements(holding))


def _wording(state: State, run: Run) -> str | None:
    """Return the words of the latest statement of a stance."""
    return state.claim_of(run[-1]).prose


def _greatest(standing: Standing) -> Run:
    """Return the greatest statement: without a stance, an until is that statement's."""
    return (max(standing.evidence, key=lambda statement: statement.order),)


def _nearest(run: Run) -> AttributionType:
    return max((statement.by.type for statement in run), key=lambda type: type.directness)
