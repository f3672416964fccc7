"""Where a party stands on a term, and how far a term itself has come. Built on reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar

import attrs

from peacetrack.errors import UnknownFieldError
from peacetrack.index.statement import CONTENT, POSITION_FIELDS, Statement, bare_field
from peacetrack.index.timeline import Cut
from peacetrack.rules.runs import (
    CLEARING,
    FieldRuns,
    Run,
    Runs,
    StanceRun,
    evidence_of,
    lapsed,
    redacted_in,
)
from peacetrack.table import markup
from peacetrack.table.table import Table
from peacetrack.table.values import cell_text
from peacetrack.words.condition import Condition
from peacetrack.words.ending import Ending
from peacetrack.words.kind import RESERVED, build, field_names
from peacetrack.words.position import Stage, Trend
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, FrozenDict
from peacetrack.words.when import Moment


class Upheld:
    """What holds of a term for somebody, field by field, with the evidence behind it."""

    __slots__ = ()

    __columns__: ClassVar[tuple[str, ...]]

    kind: str
    runs: Runs

    @property
    def details(self) -> dict[str, Any]:
        """The fields of its content, by name."""
        return {
            bare_field(field): run[-1].value
            for field, run in self.runs.items()
            if field.startswith(CONTENT)
        }

    @property
    def content(self) -> Any:
        """Its details as content of the term's kind; None where nothing is said."""
        return build(self.kind, self.details)

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on, field by field, oldest first."""
        return evidence_of(self.runs)

    @property
    def redacted(self) -> tuple[str, ...]:
        """The reports it rests on whose words were taken away."""
        return redacted_in(self.runs)

    def _repr_html_(self) -> str:
        """What is said, then the statements behind it."""
        facts = [[name, cell_text(getattr(self, name))] for name in self.__columns__]
        told = [(fact, value) for fact, value in facts if value not in ("", "no")]
        title, evidence = repr(self).strip("<>"), self.evidence
        header = ("field", "value", "since", "report", "claim", "attribution")
        rows = [[cell_text(getattr(statement, name)) for name in header] for statement in evidence]
        return markup.tables([(title, ("field", "value"), told), ("evidence", header, rows)])


@attrs.frozen
class Standing(Upheld):
    """Where a party stands on a term, with the evidence behind every field.

    `stance` is a stance, an absence, or None where nothing is said. A standing that is not
    `certain` may have begun later; a `lapsed` one has run out and was not replaced. `by_group` is the
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
        "by_group",
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
    by_group: str | None
    begun: bool = attrs.field(repr=False)
    kind: str = attrs.field(repr=False)
    runs: Runs = attrs.field(repr=False, eq=False)

    @property
    def silent(self) -> bool:
        """Whether there is no stance; an act or a detail may still stand."""
        return not isinstance(self.stance, Stance)

    def __repr__(self) -> str:
        stance = "silent" if self.stance is None else self.stance
        lapsed = ", lapsed" if self.lapsed else ""
        return f"<Standing of {self.party} on {self.term}: {stance}{lapsed}>"

    @property
    def live(self) -> bool:
        """Whether its stance has begun, is no absence, and has not lapsed."""
        return self.begun and not self.silent and not self.lapsed

    @property
    def live_stance(self) -> Stance | None:
        """Its stance, where it is live."""
        return self.stance if self.live and isinstance(self.stance, Stance) else None

    @property
    def status_key(self) -> tuple[object, ...]:
        """What the status of a term, and conditions, look at."""
        stance = self.begun, self.stance, self.lapsed, self.conditions, self.disputed
        return (*stance, *self.details.items())

    @property
    def accepts(self) -> bool:
        """Whether it is live and accepts, conditions apart."""
        return self.live and self.stance is Stance.ACCEPTS

    def get(self, field: str) -> Any:
        """Any field: a value, an absence, or None where nothing is said."""
        if field in POSITION_FIELDS:
            return getattr(self, field)
        name = bare_field(field)
        known = field_names(self.kind)
        if known and name not in known and name not in RESERVED:
            raise UnknownFieldError(name, (*POSITION_FIELDS, *known))
        return self.details.get(name)


@attrs.frozen
class Spell:
    """A standing, with the instants from and until which it held; None before the calendar."""

    standing: Standing
    begins: datetime | None
    ends: datetime | None

    @property
    def as_it_ended(self) -> Spell:
        """The same, with its standing as certain as it came to be."""
        return attrs.evolve(self, standing=attrs.evolve(self.standing, certain=self.certain))

    @property
    def certain(self) -> bool:
        """Whether it had certainly begun before it was over."""
        latest = self.standing.since.latest if self.standing.since else None
        in_time = latest is not None and self.ends is not None and latest < self.ends
        return self.standing.certain or in_time


@attrs.frozen
class TermProgress(Upheld):
    """How far a term itself has come, and what of it is still open."""

    __columns__ = ("term", "stage", "trend", "content", "since", "certain", "disputed", "silent")

    party: ClassVar[None] = None
    by_group: ClassVar[None] = None

    term: str
    stage: Stage | None
    trend: Trend | None
    since: Moment | None
    certain: bool
    disputed: tuple[str, ...]
    kind: str = attrs.field(repr=False)
    runs: Runs = attrs.field(repr=False, eq=False)

    def __repr__(self) -> str:
        return f"<TermProgress of {self.term}: {self.stage or 'no stage'}>"

    @property
    def status_key(self) -> tuple[object, ...]:
        """What the status of a term looks at."""
        return tuple(self.details.items())

    @property
    def silent(self) -> bool:
        """Whether nothing is reported of the term itself."""
        return not self.runs


def progress_of(cut: Cut, term: str, kind: str) -> TermProgress:
    """How far a term itself has come."""
    reading = FieldRuns.of(cut, term, None)
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
    reading = FieldRuns.of(cut, term, party)
    run = reading.stance_run()
    begun = bool(run.stances)
    stances = tuple(run.stances) or reading.perhaps("stance")
    has_stance = bool(stances) and isinstance(stances[-1].value, Stance)
    held = _nonempty(_around(reading, run, stances))
    since, certain = _since(cut, held, stances if has_stance else ())
    if held and not has_stance:
        held = _nonempty([*held.items(), ("until", _until(reading, held))])
    window, until = held.get("window", ()), held.get("until", ())
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
        by_group=None,
        begun=begun and has_stance,
        kind=kind,
        runs=held,
    )


def _around(reading: FieldRuns, run: StanceRun, stances: Run) -> Iterator[tuple[str, Run]]:
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


def begun_fields(cut: Cut, term: str, party: str) -> Runs:
    """What a party without a stance of its own has said of everything else."""
    reading = FieldRuns.of(cut, term, party)
    return _nonempty((field, reading.run(field)) for field in (*BESIDE, *reading.details()))


def _since(cut: Cut, held: Runs, run: Run) -> tuple[Moment | None, bool]:
    """Since when, and whether that has certainly begun: by the run, else the greatest statement."""
    if not run:
        statements = [statement for found in held.values() for statement in found]
        if not statements:
            return None, False
        run = (max(statements, key=lambda statement: statement.order),)
    return run[0].since, any(statement.latest <= cut.valid for statement in run)


def _until(reading: FieldRuns, held: Runs) -> Run:
    """The until that the greatest statement gives."""
    greatest = max((run[-1] for run in held.values()), key=lambda statement: statement.order)
    return reading.of_claim("until", greatest.by)


def _nonempty(runs: Iterable[tuple[str, Run]]) -> Runs:
    return FrozenDict({field: run for field, run in runs if run})


def _value(held: Runs, field: str) -> Any:
    return held[field][-1].value if field in held else None


def _ending(run: Run) -> Any:
    return cleared(run[-1].value) if run else None


def cleared(value: Any) -> Any:
    """A value; None where it is what clears an ending."""
    return None if value is Absence.NOT_APPLICABLE else value


def disputing_statements(cut: Cut, runs: Runs, fields: Iterable[str]) -> tuple[Statement, ...]:
    """The statements that dispute what holds of some fields, of the party itself or its group."""
    found = {
        id(rival): rival
        for field in fields
        for rival in _reading_of(cut, runs[field]).disputes(field, runs[field])
    }
    return tuple(found.values())


def _reading_of(cut: Cut, run: Run) -> FieldRuns:
    """Where the statements of a run stand: with a party, its group, or the term itself."""
    return FieldRuns.of(cut, run[-1].term, run[-1].party)
