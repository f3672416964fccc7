"""Steps towards an agreement, and the report that supposes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import assert_never

import attrs

from peacetrack.errors import InvalidInputError, WrongTypeError
from peacetrack.rules.rulings import Rulings
from peacetrack.rules.standing import Standing
from peacetrack.state import State, of_state
from peacetrack.words.basis import nearest_attribution
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, StanceIs, TermIs
from peacetrack.words.grade import Credibility, Reliability
from peacetrack.words.isolate import isolated
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Claim, Event, EventStatus, Report, Source
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, grouped
from peacetrack.words.when import InWords, Moment, as_instant


@frozen
class TakeStance:
    """A step: a party takes a stance on a term, and goes on asking for what it asks.

    Attributes:
        party: the party.
        term: the term.
        stance: the stance it takes.
    """

    party: str
    term: str
    stance: Stance = attrs.field(repr=str)

    def __str__(self) -> str:
        return f"{isolated(self.party)} {self.stance} {isolated(self.term)}"


@frozen
class DropCondition:
    """A step: a party drops one condition; a condition in words may also be fulfilled.

    Attributes:
        party: the party.
        term: the term.
        condition: the condition it no longer asks for.
    """

    party: str
    term: str
    condition: Condition = attrs.field(repr=str)

    def __str__(self) -> str:
        if isinstance(self.condition, InWords):
            return f"{isolated(self.party)} on {isolated(self.term)}: {self.condition}, or this is no longer asked"
        return f"{isolated(self.party)} on {isolated(self.term)} no longer asks that {self.condition}"


@frozen
class HoldEvent:
    """A step: an event is held.

    Attributes:
        event: the id of the event.
    """

    event: str

    def __str__(self) -> str:
        return f"{isolated(self.event)} is held"


@frozen
class SettleField:
    """A step: the needed parties settle a field of a term's content; the value is left open.

    Attributes:
        term: the term.
        field: the field, without `content.`.
    """

    term: str
    field: str

    def __str__(self) -> str:
        return f"{self.field} of {isolated(self.term)} is settled"


Step = TakeStance | DropCondition | HoldEvent | SettleField
"""A single step."""

_BEST = Credibility.CONFIRMED


def crosses_red_line(state: State | Rulings, step: Step) -> bool:
    """Return whether a red line forbids a step to its party.

    A red line forbids to take a stance on another side. It also forbids to drop a condition that
    asks for what the red line stands for: a party that insists on a term goes on asking for it.
    """
    match step:
        case TakeStance():
            side = red_side(state.standing(step.term, step.party))
            return side not in (None, step.stance.side)
        case DropCondition(condition=TermIs() as condition):
            return red_side(state.standing(condition.term, step.party)) == 1
        case DropCondition(condition=StanceIs() as condition):
            side = red_side(state.standing(condition.term, step.party))
            return side == condition.stance.side
        case DropCondition() | HoldEvent() | SettleField():
            return False
    assert_never(step)


def red_side(standing: Standing) -> int | None:
    """Return the side of a party's red line; None where it has none, or no stance."""
    stance = standing.live_stance
    return stance.side if stance is not None and standing.red_line is True else None


@of_state
def supposition(state: State, steps: Collection[Step]) -> Report:
    """Return the report of some steps as taken at the valid moment, for `state.suppose`.

    Its attribution is the nearest to the parties that the state trusts.

    Parameters:
        state: the state before the steps.
        steps: the steps, in any order.

    Raises:
        InvalidInputError: if the trust of the state counts no attribution at all.
        WrongTypeError: if a step is none.

    >>> step = analysis.TakeStance("SOUTH", "truce", pt.Stance.ACCEPTS)
    >>> state.suppose(analysis.supposition(state, [step])).status_of("truce").value
    'conditional'
    """
    if isinstance(steps, Report):
        raise WrongTypeError(steps, "a list of steps", repair="suppose a report with state.suppose(report)")
    for step in steps:
        if not isinstance(step, TakeStance | DropCondition | HoldEvent | SettleField):
            repair = 'write such as analysis.TakeStance("SOUTH", "truce", "accepts")'
            raise WrongTypeError(step, "a step", repair=repair)
    nearest = nearest_attribution(state.basis.trust)
    if nearest is None:
        raise InvalidInputError("a trust without attributions counts no report", repair="widen it")
    return Report(
        tuple(_claims(state, sorted(steps, key=str))),
        title="supposed",
        source=Source(published=_published(state), reliability=Reliability.A),
        attribution=nearest,
        since=Moment.at(state.instant, inferred=True),
    )


def _published(state: State) -> Moment:
    """Return a time late enough to be the last word on every event, within `published_by`."""
    if state.basis.published_by is not None:
        return Moment.at(as_instant(state.basis.published_by))
    anchors = [
        statement.anchor
        for event in state.event_ids
        for field in ("status", "when")
        for statement in state.statements(event, None, field, counted=False)  # dates always count
    ]
    return Moment.at(max((state.instant, *anchors)))


def _claims(state: State, steps: Collection[Step]) -> Iterator[Claim]:
    settled = _settled(steps)
    taken = (step for step in steps if isinstance(step, TakeStance | DropCondition))
    moves = grouped(taken, lambda step: (step.term, step.party))
    needed = [(term, party) for term in settled for party in state.needed_on(term)]
    members = ((term, m) for term, party in needed for m in state.standing(term, party).by_members)
    settling = [*needed, *members]
    for holder in dict.fromkeys((*moves, *settling)):
        fields = settled.get(holder[0], {})
        yield _position(state.standing(*holder), moves.get(holder, []), fields)
    for term, fields in settled.items():
        yield Progress(term, content=state.progress(term).of_kind.build(fields), credibility=_BEST)
    for step in steps:
        if isinstance(step, HoldEvent):
            yield _held(state, step.event)


def _settled(steps: Collection[Step]) -> dict[str, dict[str, object]]:
    """Return by term the fields that are settled, with their values withheld."""
    settling = grouped((s for s in steps if isinstance(s, SettleField)), lambda step: step.term)
    return {term: {step.field: Absence.WITHHELD for step in steps} for term, steps in settling.items()}


def _position(
    standing: Standing, steps: Collection[TakeStance | DropCondition], settled: dict[str, object]
) -> Position:
    """Return what a party says: it keeps what it does not drop, also what its group holds."""
    dropped = [step.condition for step in steps if isinstance(step, DropCondition)]
    kept = tuple(c for c in standing.conditions if c not in dropped)
    held = standing.details if standing.by_group else {}
    return Position(
        standing.party,
        standing.term,
        next((step.stance for step in steps if isinstance(step, TakeStance)), None),
        conditions=kept if steps else None,
        content=standing.of_kind.build(held | settled),
        credibility=_BEST,
    )


def _held(state: State, event: str) -> Event:
    """Return an event as held by the valid moment; a date that has begun by then stays."""
    when = state.event(event).when
    begun = when is not None and when.edtf is not None and when.anchor <= state.instant
    now = Moment.at(state.instant, inferred=True)
    held = EventStatus.HELD
    return Event(event, status=held, when=None if begun else now, credibility=_BEST)
