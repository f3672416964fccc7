"""What holds of a party on a term, of a term itself, of an event: rules 3 to 5 and 7.

Built on timeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
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
from peacetrack.timeline import Cut
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


@attrs.frozen
class Standing:
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

    @property
    def details(self) -> dict[str, Any]:
        """The fields of its content, by name."""
        return _details(self.held)

    @property
    def content(self) -> Any:
        """What it holds out for, as content of the term's kind; None where nothing is said."""
        return build(self.kind, self.details)

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on, field by field, oldest first."""
        return evidence_of(self.held)

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
class TermProgress:
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

    @property
    def details(self) -> dict[str, Any]:
        """The fields of its content, by name."""
        return _details(self.held)

    @property
    def content(self) -> Any:
        """Details as content of the term's kind; None where nothing is said."""
        return build(self.kind, self.details)

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on."""
        return evidence_of(self.held)


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


def _details(held: Held) -> dict[str, Any]:
    return {
        field.removeprefix(CONTENT): run[-1].value
        for field, run in held.items()
        if field.startswith(CONTENT)
    }


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

    def settled(self, field: str, floor: Order | None = None) -> Iterator[Statement]:
        """The statements that displaced what was before, greatest first.

        Weak absences never displace a value; over another absence, or over nothing, they stand.
        """
        floor = self.wall if floor is None else floor
        weak: list[Statement] = []
        for statement in self.cut.begun(self.key(field)):
            if floor is not None and statement.order < floor:
                break
            if statement.value in WEAK_VALUES:
                weak.append(statement)
                continue
            if isinstance(statement.value, Absence):
                yield from weak
            weak = []
            yield statement
        yield from weak

    def run(self, field: str, floor: Order | None = None) -> Run:
        """The run that holds, oldest first; empty where none has begun."""
        settled = self.settled(field, floor)
        first = next(settled, None)
        if first is None:
            return ()
        same = takewhile(lambda statement: statement.value == first.value, settled)
        return (first, *same)[::-1]

    def perhaps(self, field: str) -> Run:
        """The statement of unknown start that may hold where none has begun."""
        statement = None if self.wall is not None else self.cut.perhaps(self.key(field))
        return () if statement is None else (statement,)

    # Rule 4

    def stance_run(self) -> Run:
        """The run of the stance: a run also ends with its `until`, and when its window closed."""
        run: list[Statement] = []
        for statement in self.run("stance"):
            if run and self._over(run, statement.order):
                run = []
            run.append(statement)
        return tuple(run)

    def _over(self, run: Sequence[Statement], at: Order) -> bool:
        return any(
            closes(self.cut, ending.value, ending.by) <= at.anchor
            for field in CLEARING
            for ending in self._last_ending(field, run, at)[-1:]
        )

    def _last_ending(self, field: str, run: Sequence[Statement], at: Order | None) -> Run:
        """The run of `until` or of the window that belongs to a run of the stance."""
        claims = {statement.by for statement in run}
        belonging = [
            statement
            for statement in self.settled(field, run[0].order)
            if (at is None or statement.order < at)
            and (field == "window" or statement.by in claims)
        ]
        if not belonging:
            return ()
        value = belonging[0].value
        return tuple(takewhile(lambda statement: statement.value == value, belonging))[::-1]

    def beside(self, run: Run) -> dict[str, Run]:
        """Red line, conditions, window and until that live with a run of the stance."""
        found = {field: self.run(field, run[0].order) for field in ("red_line", "conditions")}
        found |= {field: self._last_ending(field, run, None) for field in CLEARING}
        return found

    def of_claim(self, field: str, by: Provenance) -> Run:
        """The statement of one claim."""
        return tuple(s for s in self.cut.all(self.key(field)) if s.by is by)

    # Rule 7

    def disputes(self, field: str, run: Run) -> list[Statement]:
        """The statements that differ from a run where the evidence cannot order them."""
        own = {id(statement) for statement in run}
        others = [s for s in self.cut.all(self.key(field)) if id(s) not in own]
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
        if field == "when":
            first, second = (
                self.cut.timeline.resolved(s.value, s.by, self.cut.seq).range for s in (one, other)
            )
            return not _overlap((first.first, first.last), (second.first, second.last))
        return bool(one.value != other.value)

    def disputed(self, held: Held) -> tuple[str, ...]:
        """The fields on which the evidence differs."""
        return tuple(field for field, run in held.items() if self.disputes(field, run))


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
    """The run of the greatest statement, of all that is known."""
    known = list(cut.all(key))[::-1]
    if not known:
        return ()
    return tuple(takewhile(lambda statement: statement.value == known[0].value, known))[::-1]


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
    begun = bool(run)
    run = run or reading.perhaps("stance")
    held = _nonempty(_around(reading, run, begun=begun))
    has_stance = bool(run) and isinstance(run[-1].value, Stance)
    since, certain = _since(cut, held, run if has_stance else ())
    until = _until(reading, held, has_stance=has_stance)
    window = held.get("window", ())
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


def _around(reading: Reading, run: Run, *, begun: bool) -> Iterator[tuple[str, Run]]:
    """Every field beside a run of the stance, or without one."""
    yield "stance", run
    if run and not begun:
        for field in ("red_line", "conditions", *CLEARING):
            yield field, reading.of_claim(field, run[-1].by)
    elif run and isinstance(run[-1].value, Stance):
        yield from reading.beside(run).items()
    else:
        for field in ("red_line", "conditions", "window"):
            yield field, reading.run(field) or reading.perhaps(field)
    for field in reading.details():
        yield field, reading.run(field) or reading.perhaps(field)


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


def _nonempty(runs: Iterable[tuple[str, Run]]) -> dict[str, Run]:
    return {field: run for field, run in runs if run}


def _value(held: Held, field: str) -> Any:
    return held[field][-1].value if field in held else None


def _ending(run: Run) -> Ending | Absence | None:
    if not run or run[-1].value is Absence.NOT_APPLICABLE:
        return None
    ending: Ending | Absence = run[-1].value
    return ending
