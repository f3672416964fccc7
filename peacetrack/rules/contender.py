"""Contenders: statements of another stance that may be later than the one that holds.

Rule 3 of `docs/reference/rules.md` picks one of them, and no stance and no status depends on what is said
here: it marks where only the order of recording, a date that may be off, or an announcement puts it last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import attrs

from peacetrack.index.event_dates import AWAITED, BEGUN
from peacetrack.index.statement import Key, Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.dispute import are_apart
from peacetrack.rules.ending import happening
from peacetrack.rules.own_standing import own_standing
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Standing
from peacetrack.words.act import BINDING, Act
from peacetrack.words.attribution import JOINTLY
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition, EventHeld
from peacetrack.words.edtf import BEGINNING, DAY, END, Precision
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.value import grouped
from peacetrack.words.when import After, During, When

_MONTH = 31 * DAY


@frozen(eq=False)
class AsWritten:
    """Lookups of what reports say of a statement, and the statement does not.

    Attributes:
        since: gives since when it holds, where that may be bound to an event.
        act: gives the act of its claim.
    """

    since: Callable[[Statement], When | None]
    act: Callable[[Statement], Act | None]


@frozen
class Unheld:
    """An event that an acceptance begins with, and that is not known to be held with its party.

    Attributes:
        event: its id.
        put_off: cancelled, or postponed without a new date, where it was; else None.
        without: whether it was held without the party, which was to take part.
    """

    event: str
    put_off: EventStatus | None
    without: bool = False


@frozen(eq=False)
class Contenders:
    """The statements of another stance that may be later than the one that holds, oldest first.

    Attributes:
        unordered: those that are not known to be earlier: they come before it only by the
            order of recording, by dates that may be off, or as less near on the same day.
        since_announced: what the party said on the record after it had announced the stance, which began
            later: statements on another side.
        unheld: the event that an acceptance was announced for, where it is not known to be held with the
            party.
        renewed: what an acceptance was until it ran out, where reports only renew it, without its conditions.
        signed: how a party bound itself on the record to what ran out since, without an end: the act.
    """

    unordered: Run = ()
    since_announced: Run = ()
    unheld: Unheld | None = None
    renewed: Standing | None = None
    signed: Act | None = None

    @property
    def all(self) -> Run:
        """The statements of both kinds, each once."""
        return tuple({id(s): s for s in (*self.unordered, *self.since_announced)}.values())


NO_CONTENDERS = Contenders()


def contenders(cut: Cut, standing: Standing, as_written: AsWritten) -> Contenders:
    """Return what may be later than the live stance of a party, and what it may not have begun with."""
    later, event = _later(cut, standing), unheld(cut, standing, as_written)
    if standing.lapsed:
        signed = _signed(standing, as_written)
        return NO_CONTENDERS if signed is None else Contenders(signed=signed)
    before = renewed(cut, standing, as_written.act)
    return later if event is None and before is None else attrs.evolve(later, unheld=event, renewed=before)


def _signed(standing: Standing, as_written: AsWritten) -> Act | None:
    """Return by what act a party bound itself to what ran out, later than to its end and its conditions."""
    if standing.stance is not Stance.ACCEPTS or standing.derived:
        return None
    kept = [run[-1].anchor for field in _KEPT if (run := standing.runs.get(field))]
    later = (s for s in standing.runs["stance"] if s.on_record and s.anchor > max(kept))
    acts = [Act.SIGNS if s.by.type in JOINTLY else as_written.act(s) for s in later]
    return next((act for act in reversed(acts) if act in BINDING), None)


_KEPT = (*ENDING_FIELDS, "conditions")


def _later(cut: Cut, standing: Standing) -> Contenders:
    """Return what may be later than the live stance of a party; none where its own words differ anyway."""
    if not standing.live:
        return NO_CONTENDERS
    run = standing.runs["stance"]
    by_holder = grouped(run, lambda s: s.party).values() if standing.by_members else (run,)
    before = [(of_holder, _before(cut, of_holder)) for of_holder in map(tuple, by_holder)]
    found = [(_Held(of_holder), earlier) for of_holder, earlier in before if earlier]
    if not found or standing.otherwise:
        return NO_CONTENDERS
    return Contenders(
        tuple(s for held, earlier in found for s in earlier if held.may_be_earlier(s)),
        tuple(s for held, earlier in found for s in earlier if held.is_revoked(s)),
    )


def said_at(statement: Statement) -> int:
    """Return when a statement was made: when it begins, or was published where that came before."""
    return min(statement.anchor, statement.by.publication)


def announced_at(run: Iterable[Statement]) -> int | None:
    """Return when a party last said a stance on the record; None where it never did."""
    return max((said_at(statement) for statement in run if statement.on_record), default=None)


def said_range(statement: Statement) -> tuple[int, int]:
    """Return from when and until when a stance may have been taken, as far as the evidence says.

    One with a beginning that is only bounded by its publication was said at any time of that. A date that the
    source is not sure of, or gives about, may be off by as much as it spans, a month at most.
    """
    since = statement.since
    if _is_bounded(statement):
        span = statement.by.publishing.range
        return span.first, span.last
    first, last = statement.anchor, max(statement.latest, statement.anchor)
    off = _off_by(first, last, since.precision) if since.uncertain or since.approximate else 0
    return max(first - off, BEGINNING), min(last + off, END)


def _off_by(first: int, last: int, precision: Precision) -> int:
    several = precision in (Precision.INTERVAL, Precision.SET)
    return DAY if several else min(max(last - first + 1, DAY), _MONTH)


def _is_bounded(statement: Statement) -> bool:
    """Return whether only its publication says by when a stance was taken."""
    is_inferred = statement.since.inferred and statement.since.range.from_unknown
    return is_inferred and not statement.by.publishing.range.from_unknown


def is_loose(statement: Statement) -> bool:
    """Return whether the range of a statement is wider than what orders it."""
    return _is_bounded(statement) or statement.since.uncertain or statement.since.approximate


def _before(cut: Cut, run: Run) -> list[Statement]:
    """Return the stances before a run that may be later, and perhaps some others, oldest first."""
    first, bounds = run[0], None
    earlier = []
    for statement in cut.begun(first.key):
        if statement.value is first.value or statement.order >= first.order:
            continue
        floor, is_plain = bounds = _bounds(run) if bounds is None else bounds
        if statement.anchor < floor:
            break
        is_over = is_plain and not is_loose(statement) and statement.latest < first.anchor
        if isinstance(statement.value, Stance) and not is_over:
            earlier.append(statement)
    return earlier[::-1]


def _bounds(run: Run) -> tuple[int, bool]:
    """Return before which instant nothing can be later than a run, and whether only what is loose can."""
    announced, begins = announced_at(run), run[0].anchor
    was_announced = announced is not None and announced < begins
    if not was_announced and not any(map(is_loose, run)):
        return begins - _MONTH, True
    floor = min(said_range(statement)[0] for statement in run) - _MONTH
    return (floor if announced is None else min(floor, announced)), False


class _Held:
    """A run that holds, with what of it many earlier statements are compared with."""

    def __init__(self, run: Run) -> None:
        self._side = run[0].value.side
        self._announced = announced_at(run)
        ranges = [(*said_range(statement), statement) for statement in run]
        self._alike = grouped(ranges, lambda each: _Dating.of(each[2]))
        begins = [(first, statement.on_record) for first, _, statement in ranges]
        self._begins = max(first for first, _ in begins)
        self._begins_on_record = max((first for first, recorded in begins if recorded), default=BEGINNING)

    def is_revoked(self, other: Statement) -> bool:
        """Return whether its party said something on another side after it had announced its stance."""
        differs = other.on_record and other.value.side != self._side
        return differs and self._announced is not None and said_at(other) > self._announced

    def may_be_earlier(self, other: Statement) -> bool:
        """Return whether a statement may be later, and no rule but the order of recording says so."""
        first, last = said_range(other)
        if last < (self._begins_on_record if other.on_record else self._begins):
            return False
        return any(
            begin <= last and end >= first and are_apart(held.by, other.by)
            for begin, end, held in self._unordered_with(other)
        )

    def _unordered_with(self, other: Statement) -> Iterator[tuple[int, int, Statement]]:
        """Yield the statements with their ranges that no date puts after another one (rule 7)."""
        dating = _Dating.of(other)
        is_other_side = other.value.side != self._side
        for held, ranges in self._alike.items():
            if held.is_unordered_with(dating, is_other_side=is_other_side):
                yield from ranges
            elif held.on_record and dating.on_record:
                yield from (each for each in ranges if are_of_one_time(each[2], other))


@frozen
class _Dating:
    """What of a statement says whether its dates can put it before or after another one."""

    on_record: bool
    loose: bool
    bounded: bool

    @classmethod
    def of(cls, statement: Statement) -> _Dating:
        """Return that of a statement."""
        return cls(statement.on_record, is_loose(statement), _is_bounded(statement))

    def is_unordered_with(self, other: _Dating, *, is_other_side: bool) -> bool:
        """Return whether dates that are loose leave the order of two stances that differ open."""
        differ = is_other_side or (self.bounded and other.bounded)
        return differ and (self.loose or other.loose)


def are_of_one_time(held: Statement, other: Statement) -> bool:
    """Return whether two statements on the record were made at one time, as far as their dates say.

    The nearer one holds (rule 3); that it is the later one, no report says.
    """
    overlap = held.by.publication >= other.anchor and other.by.publication >= held.anchor
    return overlap and held.on_record and other.on_record


# Events that an acceptance was announced for


def unheld(cut: Cut, standing: Standing, as_written: AsWritten) -> Unheld | None:
    """Return the event that an acceptance was announced for, where it is not known to be held.

    Another word of the party that counts for no less, and is bound to no such event, settles it.
    """
    if not standing.accepts:
        return None
    run = standing.recorded or standing.runs["stance"]
    for said in grouped(run, lambda statement: statement.party).values():
        events = [
            _unheld(cut, statement, as_written.since(statement)) if _may_wait(statement) else None
            for statement in said
        ]
        if all(events):
            return events[-1]
    return None


def _may_wait(statement: Statement) -> bool:
    """Return whether a statement may have been made before it began: published first, or without a date."""
    return statement.by.publication < statement.anchor or statement.since.range.from_unknown


def _unheld(cut: Cut, statement: Statement, since: When | None) -> Unheld | None:
    """Return the event that a statement was announced for; None where it is held, or was reported as held.

    One that is held without the party is none that it accepts at, where it was to take part.
    A report that came out once the event was due, and puts an acceptance there, says that it took place.
    """
    if not isinstance(since, During | After):
        return None
    if happening(cut, since.event).held_from <= cut.valid:
        stayed_away = isinstance(since, During) and _stayed_away(cut, statement, since.event)
        return Unheld(since.event, None, without=True) if stayed_away else None
    date = cut.calendar.date_of(since.event)
    status = next((s.value for s in reversed(list(cut.all(Key(since.event, None, "status"))))), None)
    if status is EventStatus.CANCELLED or (status is EventStatus.POSTPONED and date.when is None):
        return Unheld(since.event, status)
    to_come = date.status in AWAITED if date.when is None else statement.by.publication < date.when.anchor
    return Unheld(since.event, None) if to_come and not date.deadline else None


# Offers that had run out, and stand again without a word of what they asked for

_RENEWING = (Act.EXTENDS, Act.MAINTAINS)
"""The acts that say again what was said before."""


def renewed(cut: Cut, standing: Standing, act_of: Callable[[Statement], Act | None]) -> Standing | None:
    """Return what an acceptance with conditions was until it ran out, where reports only renew it.

    There is none where one of the reports that renew it says something of conditions, or accepts it otherwise
    than by extending or maintaining it.

    Parameters:
        cut: the timeline, as a basis sees it.
        standing: where a party stands.
        act_of: gives the act of the claim of a statement.
    """
    if not standing.accepts or standing.derived or standing.runs.get("conditions"):
        return None
    asked = cut.begun(Key(standing.term, standing.party, "conditions"))
    run = standing.recorded or standing.runs["stance"]
    if next(asked, None) is None or not all(act_of(statement) in _RENEWING for statement in run):
        return None
    before = own_standing(cut.at(run[0].anchor - 1), standing.term, standing.party, standing.of_kind)
    ran_out = before.lapsed and before.stance is Stance.ACCEPTS
    return before if ran_out and not all(_is_met(cut, each) for each in before.conditions) else None


def _is_met(cut: Cut, condition: Condition) -> bool:
    """Return whether a condition is met that asks for an event; what asks for a term is not looked at."""
    return isinstance(condition, EventHeld) and happening(cut, condition.event).held_from <= cut.valid


def _stayed_away(cut: Cut, announced: Statement, event: str) -> bool:
    """Return whether a party was to take part in an event, and the report of it as held has only others.

    Reports that say what became of the event say so: who takes part is theirs to say, and one that names
    nobody says nothing of it.
    """
    date = cut.calendar.date_of(event)
    if date.deadline or date.when is None or announced.by.publication >= date.when.anchor:
        return False
    named = {(s.report, s.claim): {*s.value} for s in cut.all(Key(event, None, "participants"))}
    reported = [(s.value, named.get((s.report, s.claim))) for s in cut.all(Key(event, None, "status"))]
    there = [parties for status, parties in reported if parties and status in BEGUN][-1:]
    expected = [parties for _, parties in reported if parties and announced.party in parties]
    return any(announced.party not in last and last < parties for last in there for parties in expected)
