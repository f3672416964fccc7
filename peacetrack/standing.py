"""What holds of a party on a term, of a term itself, of an event: rules 3 to 5 and 7.

Built on timeline.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Any

import attrs

from peacetrack.content.kind import RESERVED, build, field_names
from peacetrack.edtf import BEGINNING, END
from peacetrack.errors import UnknownField
from peacetrack.position import Condition, Stage, Stance, Trend
from peacetrack.report import EventStatus
from peacetrack.rows import Table
from peacetrack.statement import (
    CONTENT,
    EVENT_FIELDS,
    POSITION_FIELDS,
    Key,
    Order,
    Provenance,
    Statement,
)
from peacetrack.timeline import Cut, is_words
from peacetrack.value import WEAK, Absence
from peacetrack.when import At, Ending, Moment, WithEvent

Run = tuple[Statement, ...]
"""Statements of one value in succession, oldest first."""
Held = Mapping[str, Run]
"""The runs that hold, by field."""

CLEARING = ("window", "until")
"""Fields that `NOT_APPLICABLE` clears."""


def evidence_of(held: Held) -> Table[Statement]:
    """All statements behind what holds."""
    return Table([statement for run in held.values() for statement in run], Statement)


class Upheld:
    """What holds of a term for somebody, field by field, with the evidence behind it."""

    __slots__ = ()

    kind: str
    held: Held

    @property
    def details(self) -> dict[str, Any]:
        """The fields of its content, by name."""
        return {
            field.removeprefix(CONTENT): run[-1].value
            for field, run in self.held.items()
            if field.startswith(CONTENT)
        }

    @property
    def content(self) -> Any:
        """Its details as content of the term's kind; None where nothing is said."""
        return build(self.kind, self.details)

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on, field by field, oldest first."""
        return evidence_of(self.held)


@attrs.frozen
class Standing(Upheld):
    """Where a party stands on a term, with the evidence behind every field.

    `stance` is a stance, an absence, or None where nothing is said. A standing that is not
    `certain` may have begun later; a `lapsed` one has run out and was not replaced. `via` is the
    group on whose statements it rests; `disputed` names the fields on which the evidence differs.
    """

    __columns__ = (
        "term",
        "party",
        "stance",
        "red_line",
        "conditions",
        "window",
        "content",
        "since",
        "until",
        "certain",
        "disputed",
        "lapsed",
        "via",
        "silent",
    )

    term: str
    party: str
    stance: Stance | Absence | None
    red_line: bool | None
    conditions: tuple[Condition, ...]
    window: Ending | Absence | None
    since: Moment | None
    until: Ending | Absence | None
    certain: bool
    disputed: tuple[str, ...]
    lapsed: bool
    via: str | None
    begun: bool = attrs.field(repr=False)
    kind: str = attrs.field(repr=False)
    held: Held = attrs.field(repr=False, eq=False)

    @property
    def silent(self) -> bool:
        """Whether there is no stance; an act or a detail may still stand."""
        return not isinstance(self.stance, Stance)

    @property
    def live(self) -> bool:
        """Whether its stance has begun, is no absence, and has not lapsed."""
        return self.begun and not self.silent and not self.lapsed

    @property
    def accepts(self) -> bool:
        """Whether it is live and accepts, conditions apart."""
        return self.live and self.stance is Stance.ACCEPTS

    def get(self, field: str) -> Any:
        """Any field: a value, an absence, or None where nothing is said."""
        if field in POSITION_FIELDS:
            return getattr(self, field)
        name = field.removeprefix(CONTENT)
        known = field_names(self.kind)
        if known and name not in known and name not in RESERVED:
            raise UnknownField(name, (*POSITION_FIELDS, *known))
        return self.details.get(name)


@attrs.frozen
class TermProgress(Upheld):
    """How far a term itself has come, and what of it is still open."""

    __columns__ = ("term", "stage", "trend", "content", "since", "certain", "disputed", "silent")

    term: str
    stage: Stage | None
    trend: Trend | None
    since: Moment | None
    certain: bool
    disputed: tuple[str, ...]
    kind: str = attrs.field(repr=False)
    held: Held = attrs.field(repr=False, eq=False)

    @property
    def silent(self) -> bool:
        """Whether nothing is reported of the term itself."""
        return not self.held


@attrs.frozen
class EventState:
    """An event as it is known: whether it was `held` or has `ended` by the valid moment."""

    __columns__ = ("id", *EVENT_FIELDS, "held", "ended", "disputed")

    id: str
    type: str | None
    status: EventStatus | None
    when: Moment | None
    duration: str | None
    place: str | None
    participants: tuple[str, ...]
    people: tuple[str, ...]
    about: tuple[str, ...]
    text: str | None
    held: bool
    ended: bool
    disputed: tuple[str, ...]
    runs: Held = attrs.field(repr=False, eq=False)

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on."""
        return evidence_of(self.runs)


@attrs.frozen(eq=False)
class StanceRun:
    """Stances of one value in succession, with the endings that live with them, oldest first.

    The run is over at `end`: what is anchored there or later does not join.
    """

    stances: Run
    endings: dict[str, Run] = attrs.field(factory=lambda: dict.fromkeys(CLEARING, ()))
    ends: dict[str, int] = attrs.field(factory=dict)

    @property
    def end(self) -> int:
        """The first instant at which it is over."""
        return min(self.ends.values(), default=END)

    def states(self, by: Provenance) -> bool:
        """Whether a claim states the stance of this run."""
        return any(statement.by is by for statement in self.stances)

    def with_stance(self, statement: Statement) -> StanceRun:
        """The run with the stance restated."""
        return attrs.evolve(self, stances=(*self.stances, statement))

    def with_ending(self, statement: Statement, closing: int) -> StanceRun:
        """The run with another window or until; a weak absence displaces none."""
        last = self.endings[statement.field][-1:]
        if statement.value in WEAK_VALUES and last and not isinstance(last[0].value, Absence):
            return self
        told = {**self.endings, statement.field: (*self.endings[statement.field], statement)}
        return attrs.evolve(self, endings=told, ends={**self.ends, statement.field: closing})


@attrs.frozen(eq=False)
class Reading:
    """One (term, party) read through a cut of the timeline."""

    cut: Cut
    term: str
    party: str | None
    wall: Order | None

    @classmethod
    def of(cls, cut: Cut, term: str, party: str | None) -> Reading:
        """The reading of a party on a term; of the term itself, where there is no party."""
        return cls(cut, term, party, cut.wall(term, party))

    def key(self, field: str) -> Key:
        """The key of one field."""
        return Key(self.term, self.party, field)

    def details(self) -> list[str]:
        """The content fields of which anything was ever said, in a stable order."""
        fields = self.cut.timeline.fields.get((self.term, self.party), ())
        return sorted(field for field in fields if field.startswith(CONTENT))

    # Rule 3

    def settled(
        self, field: str, floor: Order | None = None, end: int = END
    ) -> Iterator[Statement]:
        """The statements that displaced what was before, greatest first.

        Weak absences never displace a value; over another absence, or over nothing, they stand.
        What lies before `floor`, or is anchored at `end` or later, does not belong.
        """
        floor = self.wall if floor is None else floor
        weak: list[Statement] = []
        for statement in self.cut.begun(self.key(field)):
            if floor is not None and statement.order < floor:
                break
            if statement.order.anchor >= end:
                continue
            if statement.value in WEAK_VALUES:
                weak.append(statement)
                continue
            if isinstance(statement.value, Absence):
                yield from weak
            weak = []
            yield statement
        yield from weak

    def run(self, field: str, floor: Order | None = None, end: int = END) -> Run:
        """The run that holds, oldest first; empty where none has begun."""
        return latest_run(self.settled(field, floor, end))

    def perhaps(self, field: str) -> Run:
        """The statement of unknown start that may hold where none has begun."""
        statement = None if self.wall is not None else self.cut.perhaps(self.key(field))
        return () if statement is None else (statement,)

    # Rule 4

    def stance_run(self) -> StanceRun:
        """The run of the stance; it also ends with its `until`, and when its window has closed."""
        stances = self.run("stance")
        if not stances or isinstance(stances[-1].value, Absence):
            return StanceRun(stances)
        found = StanceRun(())
        for statement in heapq.merge(stances, self._endings(stances), key=_place):
            found = self._joined(found, statement)
        return found

    def _endings(self, stances: Run) -> list[Statement]:
        """What was told of windows and untils since the stance was first told, in its order."""
        told = [s for field in CLEARING for s in self.cut.begun(self.key(field))]
        return sorted((s for s in told if s.order >= stances[0].order), key=_place)

    def _joined(self, run: StanceRun, statement: Statement) -> StanceRun:
        """A run after one more stance, or one more ending, in their order."""
        over = bool(run.stances) and statement.order.anchor >= run.end
        if statement.field == "stance":
            return StanceRun((statement,)) if over else run.with_stance(statement)
        if over or not run.stances or (statement.field == "until" and not run.states(statement.by)):
            return run
        return run.with_ending(statement, closes(self.cut, statement.value, statement.by))

    def beside(self, run: StanceRun) -> dict[str, Run]:
        """Red line, conditions, window and until that live with a run of the stance."""
        floor = run.stances[0].order
        found = {field: self.run(field, floor, run.end) for field in ("red_line", "conditions")}
        return found | {field: latest_run(run.endings[field][::-1]) for field in CLEARING}

    def of_claim(self, field: str, by: Provenance) -> Run:
        """The statement of one claim."""
        return tuple(s for s in self.cut.all(self.key(field)) if s.by is by)

    # Rule 7

    def disputes(self, field: str, run: Run) -> list[Statement]:
        """The statements that differ from a run where the evidence cannot order them."""
        own = {id(statement) for statement in run}
        others = [s for s in self.cut.all(self.key(field)) if id(s) not in own]
        if field == "until":  # counts only on claims that state the stance
            stating = {s.by for s in self.cut.all(self.key("stance"))}
            others = [s for s in others if s.by in stating]
        return [s for s in others if any(self._differ(field, held, s) for held in run)]

    def _differ(self, field: str, one: Statement, other: Statement) -> bool:
        return (
            _apart(one.by, other.by)
            and _overlap(_span(one, self.party), _span(other, self.party))
            and self._values_differ(field, one, other)
        )

    def _values_differ(self, field: str, one: Statement, other: Statement) -> bool:
        if isinstance(one.value, Absence) or isinstance(other.value, Absence):
            return False
        if isinstance(one.value, Stance) and isinstance(other.value, Stance):
            return one.value.side != other.value.side
        if field == "when" and (is_words(one.value) or is_words(other.value)):
            return False
        if field == "when":
            first, second = (
                self.cut.timeline.resolved(s.value, s.by, self.cut.seq).range for s in (one, other)
            )
            return not _overlap((first.first, first.last), (second.first, second.last))
        return bool(one.meaning != other.meaning)

    def disputed(self, held: Held) -> tuple[str, ...]:
        """The fields on which the evidence differs."""
        return tuple(field for field, run in held.items() if self.disputes(field, run))


def latest_run(greatest_first: Iterable[Statement]) -> Run:
    """The last statements that mean the same, oldest first."""
    statements = iter(greatest_first)
    first = next(statements, None)
    if first is None:
        return ()
    same = takewhile(lambda statement: statement.meaning == first.meaning, statements)
    return (first, *same)[::-1]


def _place(statement: Statement) -> tuple[Order, bool]:
    """The order, in which a claim's stance comes before its own endings."""
    return statement.order, statement.field != "stance"


WEAK_VALUES = tuple(WEAK)


def _span(statement: Statement, party: str | None) -> tuple[int, int]:
    """The range in which a statement may have begun, from its anchor on.

    An event that nobody knows when it was published of may have been told at any time before.
    """
    told_any_time = statement.since.range.from_unknown and statement.field in EVENT_FIELDS
    first = BEGINNING if party is None and told_any_time else statement.order.anchor
    return first, max(statement.latest, first)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _apart(one: Provenance, other: Provenance) -> bool:
    """Whether two claims can contradict each other: other reports, or voices of one report."""
    if one.report == other.report:
        return (one.voice, one.attribution) != (other.voice, other.attribution)
    return one.origin is None or one.origin != other.origin


def closes(cut: Cut, ending: object, by: Provenance) -> int:
    """The instant at which an ending comes; never, where that is not known."""
    if isinstance(ending, At):
        if not isinstance(ending.moment, Moment):
            undated = cut.timeline.event_when(ending.moment.event, cut.seq) is None
            return END if undated else cut.timeline.resolved(ending.moment, by, cut.seq).ends
        return ending.moment.ends
    if isinstance(ending, WithEvent) and isinstance(ending.event, str):
        status, when = _status_and_when(cut, ending.event)
        over = status in (EventStatus.HELD, EventStatus.ENDED)
        return when.ends if over and when is not None else END
    return END


def lapsed(cut: Cut, *endings: Run) -> bool:
    """Whether one of the endings that hold has come."""
    return any(closes(cut, run[-1].value, run[-1].by) <= cut.valid for run in endings if run)


def _status_and_when(cut: Cut, event: str) -> tuple[EventStatus | None, Moment | None]:
    """An event's status, and its time: without one, no later than its status was told."""
    known = list(cut.all(Key(event, None, "status")))
    when = cut.timeline.event_when(event, cut.seq)
    if known and when is None:
        when = Moment.no_later_than(known[-1].by.publication)
    return (known[-1].value if known else None), when


def event_state(cut: Cut, event: str) -> EventState:
    """An event as it is known."""
    reading = Reading.of(cut, event, None)
    runs = {field: _known_run(cut, reading.key(field)) for field in EVENT_FIELDS}
    runs = {field: run for field, run in runs.items() if run}
    values: dict[str, Any] = {field: run[-1].value for field, run in runs.items()}
    status, when = _status_and_when(cut, event)
    values["when"] = cut.timeline.event_when(event, cut.seq) or _words_of_when(runs)
    for field in ("participants", "people", "about"):
        values.setdefault(field, ())
    took_place = status in (EventStatus.HELD, EventStatus.ONGOING, EventStatus.ENDED)
    over = status in (EventStatus.HELD, EventStatus.ENDED)
    return EventState(
        id=event,
        **{field: values.get(field) for field in EVENT_FIELDS},  # type: ignore[arg-type]
        held=took_place and when is not None and when.anchor <= cut.valid,
        ended=over and when is not None and when.ends <= cut.valid,
        disputed=reading.disputed(runs),
        runs=runs,
    )


def _words_of_when(runs: Held) -> Moment | None:
    """What is said of when an event takes place, where it has no date."""
    return runs["when"][-1].value if "when" in runs else None


def _known_run(cut: Cut, key: Key) -> Run:
    """The run of the greatest statement, of all that is known; words do not displace a date."""
    known = list(cut.all(key))[::-1]
    dates = [statement for statement in known if not is_words(statement.value)]
    return latest_run(dates if key.field == "when" and dates else known)


def progress_of(cut: Cut, term: str, kind: str) -> TermProgress:
    """How far a term itself has come."""
    reading = Reading.of(cut, term, None)
    fields = ("stage", "trend", *reading.details())
    held = _nonempty((field, reading.run(field) or reading.perhaps(field)) for field in fields)
    since, certain = _since(cut, held, held.get("stage", ()))
    return TermProgress(
        term,
        _value(held, "stage"),
        _value(held, "trend"),
        since,
        certain,
        reading.disputed(held),
        kind,
        held,
    )


def own_standing(cut: Cut, term: str, party: str, kind: str) -> Standing:
    """Where a party stands by its own statements only."""
    reading = Reading.of(cut, term, party)
    run = reading.stance_run()
    begun = bool(run.stances)
    stances = run.stances or reading.perhaps("stance")
    has_stance = bool(stances) and isinstance(stances[-1].value, Stance)
    held = _nonempty(_around(reading, run, stances))
    since, certain = _since(cut, held, stances if has_stance else ())
    window, until = held.get("window", ()), _until(reading, held, has_stance=has_stance)
    return Standing(
        term=term,
        party=party,
        stance=_value(held, "stance"),
        red_line=_value(held, "red_line"),
        conditions=_value(held, "conditions") or (),
        window=_ending(window),
        since=since,
        until=_ending(until),
        certain=certain and (begun or not has_stance),
        disputed=reading.disputed(held),
        lapsed=lapsed(cut, window, until),
        via=None,
        begun=begun and has_stance,
        kind=kind,
        held=held,
    )


def _around(reading: Reading, run: StanceRun, stances: Run) -> Iterator[tuple[str, Run]]:
    """Every field beside a run of the stance, or without one."""
    yield "stance", stances
    if stances and not run.stances:
        for field in ("red_line", "conditions", *CLEARING):
            yield field, reading.of_claim(field, stances[-1].by)
    elif stances and isinstance(stances[-1].value, Stance):
        yield from reading.beside(run).items()
    else:
        for field in BESIDE:
            yield field, reading.run(field) or reading.perhaps(field)
    for field in reading.details():
        yield field, reading.run(field) or reading.perhaps(field)


BESIDE = ("red_line", "conditions", "window")


def begun_fields(cut: Cut, term: str, party: str) -> Held:
    """What a party without a stance of its own has said of everything else."""
    reading = Reading.of(cut, term, party)
    return _nonempty((field, reading.run(field)) for field in (*BESIDE, *reading.details()))


def _since(cut: Cut, held: Held, run: Run) -> tuple[Moment | None, bool]:
    """Since when, and whether that has certainly begun: by the run, else the greatest statement."""
    if not run:
        statements = [statement for found in held.values() for statement in found]
        if not statements:
            return None, False
        run = (max(statements, key=lambda statement: statement.order),)
    return run[0].since, any(statement.latest <= cut.valid for statement in run)


def _until(reading: Reading, held: Held, *, has_stance: bool) -> Run:
    if has_stance or not held:
        return held.get("until", ())
    greatest = max((run[-1] for run in held.values()), key=lambda statement: statement.order)
    return reading.of_claim("until", greatest.by)


def _nonempty(runs: Iterable[tuple[str, Run]]) -> Held:
    return MappingProxyType({field: run for field, run in runs if run})


def _value(held: Held, field: str) -> Any:
    return held[field][-1].value if field in held else None


def _ending(run: Run) -> Any:
    return cleared(run[-1].value) if run else None


def cleared(value: Any) -> Any:
    """A value; None where it is what clears an ending."""
    return None if value is Absence.NOT_APPLICABLE else value
