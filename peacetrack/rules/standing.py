"""Where a party stands on a term, and how far a term itself has come: rules 3, 4 and 9 of
`docs/reference/rules.md`.

How statements join to runs is in `runs`; a party that stands where its group stands is in `group`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any, ClassVar

import attrs

from peacetrack.errors import UnknownFieldError
from peacetrack.index.statement import CONTENT, POSITION_FIELDS, Statement, bare_field
from peacetrack.index.timeline import Cut
from peacetrack.rules.nearer import NOTHING_NEARER, Following, Nearer, nearer_of
from peacetrack.rules.runs import (
    ENDING_FIELDS,
    FieldRuns,
    Run,
    Runs,
    StanceRun,
    disputing,
    evidence_of,
    lapsed,
    redacted_in,
)
from peacetrack.table import markup
from peacetrack.table.table import Table
from peacetrack.table.values import cell_text
from peacetrack.words.condition import Condition
from peacetrack.words.ending import Ending
from peacetrack.words.kind import RESERVED, ContentKind
from peacetrack.words.position import Stage, Trend
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, FrozenDict, as_name
from peacetrack.words.when import Moment, as_datetime


class Upheld:
    """What holds of a party on a term, or of the term itself, with the evidence for every field."""

    __slots__ = ()

    __columns__: ClassVar[tuple[str, ...]]

    of_kind: ContentKind
    runs: Runs
    may_hold: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The name of the kind of the term's content.

        >>> state["truce"].progress.kind
        'ceasefire'
        """
        return self.of_kind.id

    @property
    def older(self) -> tuple[str, ...]:
        """The content fields that are older than the stance; none without a stance (rule 4).

        >>> state["truce"].progress.older
        ()
        """
        return ()

    @property
    def counting(self) -> dict[str, Any]:
        """The details that count for a status and for gaps: neither older nor only perhaps true.

        >>> state["truce"]["NORTH"].counting
        {}
        """
        aside = {bare_field(field) for field in (*self.older, *self.may_hold)}
        return {name: value for name, value in self.details.items() if name not in aside}

    @property
    def details(self) -> dict[str, Any]:
        """The fields of its content, by name.

        >>> state["truce"]["NORTH"].details
        {}
        """
        return {
            bare_field(field): run[-1].value for field, run in self.runs.items() if field.startswith(CONTENT)
        }

    @property
    def content(self) -> Any:
        """Its details as content of the term's kind; None where there are none.

        >>> state["truce"]["NORTH"].content is None
        True
        """
        return self.of_kind.build(self.details)

    @property
    def evidence(self) -> Table[Statement]:
        """The statements it rests on, field by field, oldest first.

        >>> [statement.report for statement in state["truce"]["SOUTH"].evidence]
        ['radio']
        """
        return evidence_of(self.runs)

    @property
    def newest(self) -> Statement | None:
        """The statement of its evidence that was published last, else recorded last; None without evidence.

        >>> state["truce"]["SOUTH"].newest.report
        'radio'
        """
        return max(self.evidence, key=lambda statement: statement.by.publication, default=None)

    @property
    def last_reported(self) -> datetime | None:
        """When the newest of its evidence was published, else recorded; None without evidence.

        >>> state["truce"]["SOUTH"].last_reported.date().isoformat()
        '2030-01-05'
        """
        published = (statement.by.publication for run in self.runs.values() for statement in run)
        last = max(published, default=None)
        return None if last is None else as_datetime(last)

    @property
    def redacted(self) -> tuple[str, ...]:
        """The ids of the reports it rests on that were redacted.

        >>> state["truce"]["SOUTH"].redacted
        ()
        """
        return redacted_in(self.runs)

    def _repr_html_(self) -> str:
        """Return the fields with a value, then the statements behind them."""
        facts = [[name, cell_text(getattr(self, name))] for name in self.__columns__]
        stated = [(name, value) for name, value in facts if value not in ("", "no")]
        title, evidence = repr(self).strip("<>"), self.evidence
        header = ("field", "value", "since", "report", "claim", "attribution")
        rows = [[cell_text(getattr(statement, name)) for name in header] for statement in evidence]
        return markup.tables([(title, ("field", "value"), stated), ("evidence", header, rows)])


@attrs.frozen
class Standing(Upheld):
    """Where a party stands on a term, with the evidence for every field.

    Attributes:
        term, party: the ids of the term and the party.
        stance: a stance, an absence, or None where there is no statement.
        red_line: whether the party calls the stance a red line; None where it does not say.
        conditions: what it asks for, in the order of its statement.
        window: until when the offer stands.
        since: when the stance began; without a stance, the greatest statement.
        until: until when the stance is meant to hold.
        certain: whether it has certainly begun by the valid moment.
        disputed: the fields that are disputed (rule 7).
        lapsed: whether its `until` or its window has passed, and nothing replaced it.
        by_group: the group that it stands with, where it has no live stance of its own, or an older
            one of another side (rule 9).
        by_members: the members by which a group stands, where it has no live stance (rule 9).
        begun: whether a stance has begun, lapsed or not.
        of_kind: the kind of the term's content: its fields and which of them bind.
        older: the content fields last reported before the party came to this side (rule 4).
        may_hold: the content fields that only may hold (rule 3).
        runs: by field, the statements of the value that holds, oldest first.
        begins, ends: in a history, the first instant at which it held, and the first after it.

    >>> standing = state["truce"]["NORTH"]
    >>> str(standing.stance), [str(condition) for condition in standing.conditions]
    ('accepts', ['summit is held'])
    """

    __columns__ = (
        "term",
        "party",
        "begins",
        "ends",
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
        "older",
        "by_group",
        "by_members",
        "accounts_of",
        "last_reported",
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
    of_kind: ContentKind = attrs.field(repr=False, eq=attrgetter("id"))
    older: tuple[str, ...] = attrs.field(repr=False)
    may_hold: tuple[str, ...] = attrs.field(repr=False)
    runs: Runs = attrs.field(repr=False, eq=False)
    begins: datetime | None = attrs.field(default=None, repr=False, eq=False, kw_only=True)
    ends: datetime | None = attrs.field(default=None, repr=False, eq=False, kw_only=True)
    by_members: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    _nearer: Nearer = attrs.field(default=NOTHING_NEARER, repr=False, eq=False, kw_only=True)

    @property
    def derived(self) -> bool:
        """Whether it stands with its group, or by its members (rule 9).

        >>> state["truce"]["NORTH"].derived
        False
        """
        return self.by_group is not None or bool(self.by_members)

    @property
    def accounts_of(self) -> tuple[str, ...]:
        """Where the stance is known only from other parties, these parties; else empty (rule 3).

        >>> state["truce"]["NORTH"].accounts_of
        ()
        """
        run = self.runs.get("stance", ())
        if self.silent or not all(statement.accounts_of for statement in run) or self.nearer:
            return ()
        return tuple(dict.fromkeys(party for s in run for party in s.accounts_of))

    @property
    def recorded(self) -> Run:
        """The statements on the record that give it its stance; empty where it is not on the record.

        They may be older than its run, where only reports off the record said otherwise since (rule 3).

        >>> state["truce"]["SOUTH"].recorded
        ()
        """
        said = () if self.silent else (*self.nearer, *self.runs["stance"])
        return tuple(statement for statement in said if statement.on_record)

    @property
    def nearer(self) -> Run:
        """Older statements that give it the same stance and are nearer to the party than its run (rule 3).

        >>> state["truce"]["SOUTH"].nearer
        ()
        """
        return self._nearer.run

    @property
    def otherwise(self) -> Run:
        """Its own statements on the record of another stance, where reports off the record differ (rule 3).

        >>> state["truce"]["SOUTH"].otherwise[-1].value
        <Stance.OPPOSES: 'opposes'>
        """
        return tuple(statement for statement in self._nearer.otherwise if statement.party == self.party)

    @property
    def silent(self) -> bool:
        """Whether there is no stance; an act or a detail may still stand.

        >>> state["truce"]["EAST"].silent
        True
        """
        return not isinstance(self.stance, Stance)

    def __repr__(self) -> str:
        stance = "silent" if self.stance is None else self.stance
        lapsed = ", lapsed" if self.lapsed else ""
        return f"<Standing of {self.party} on {self.term}: {stance}{lapsed}>"

    @property
    def live(self) -> bool:
        """Whether its stance has begun, is no absence, and has not lapsed.

        >>> state["truce"]["NORTH"].live
        True
        """
        return self.begun and not self.silent and not self.lapsed

    @property
    def live_stance(self) -> Stance | None:
        """Its stance, where it is live; else None.

        >>> state["truce"]["NORTH"].live_stance
        <Stance.ACCEPTS: 'accepts'>
        """
        return self.stance if self.live and isinstance(self.stance, Stance) else None

    @property
    def status_key(self) -> tuple[object, ...]:
        """What statuses and conditions depend on; two standings with equal keys count alike.

        >>> state["truce"]["NORTH"].status_key == state.without("radio")["truce"]["NORTH"].status_key
        True
        """
        stance = self.begun, self.stance, self.lapsed, self.conditions, self.disputed, self.by_members
        return (*stance, *self.counting.items())

    @property
    def accepts(self) -> bool:
        """Whether it is live and accepts, with or without conditions.

        >>> state["truce"]["NORTH"].accepts
        True
        """
        return self.live and self.stance is Stance.ACCEPTS

    @property
    def confirmed(self) -> bool:
        """Whether an acceptance is the party's own, certain by its dates, and not denied on the record.

        True of every other standing.

        >>> state["truce"]["NORTH"].confirmed
        True
        """
        return not self.accepts or (self.certain and not self.accounts_of and not self.otherwise)

    def get(self, field: str) -> Any:
        """Return the value of any field: a value, an absence, or None where there is no statement.

        Parameters:
            field: a field of a position, such as `stance`, or of the content of the term's kind.

        Raises:
            UnknownFieldError: if the kind has no such field.

        >>> state["truce"]["NORTH"].get("red_line") is None
        True
        """
        if field in POSITION_FIELDS:
            return getattr(self, field)
        name = bare_field(field)
        known = self.of_kind.known
        if known and name not in known and name not in RESERVED:
            raise UnknownFieldError(name, (*POSITION_FIELDS, *known))
        return self.details.get(as_name(name))


@attrs.frozen
class Spell:
    """A standing, with the instants between which it held.

    Attributes:
        standing: where the party stood.
        begins, ends: the first instant, and the first after it; None before year 1 and after 9999.

    >>> str(state.spells("truce", "SOUTH")[0].standing.stance)
    'opposes'
    """

    standing: Standing
    begins: datetime | None
    ends: datetime | None

    @property
    def as_it_ended(self) -> Spell:
        """The same, with its standing as certain as it came to be before it ended.

        >>> state.spells("truce", "SOUTH")[0].as_it_ended.standing.certain
        True
        """
        if self.certain is self.standing.certain:
            return self
        return attrs.evolve(self, standing=attrs.evolve(self.standing, certain=self.certain))

    @property
    def certain(self) -> bool:
        """Whether it had certainly begun before it was over.

        >>> state.spells("truce", "SOUTH")[0].certain
        True
        """
        if self.standing.certain or self.ends is None:
            return self.standing.certain
        run = self.standing.runs.get("stance", ()) if not self.standing.silent else ()
        starts = [statement.since.latest for statement in run]
        if not run and self.standing.since is not None:
            starts.append(self.standing.since.latest)
        return any(latest is not None and latest < self.ends for latest in starts)


@attrs.frozen
class TermProgress(Upheld):
    """How far a term itself is reported to have come, and which details are still open.

    Attributes:
        term: the id of the term.
        stage, trend: as reported; None where there is no statement.
        since: when the stage began; without a stage, the greatest statement.
        certain: whether that has certainly begun by the valid moment.
        disputed: the fields that are disputed (rule 7).
        of_kind: the kind of the term's content: its fields and which of them bind.
        may_hold: the content fields that only may hold (rule 3).
        runs: by field, the statements of the value that holds, oldest first.

    >>> state["truce"].progress
    <TermProgress of truce: no stage>
    """

    __columns__ = ("term", "stage", "trend", "content", "since", "certain", "disputed", "silent")

    party: ClassVar[None] = None
    by_group: ClassVar[None] = None
    by_members: ClassVar[tuple[str, ...]] = ()
    term: str
    stage: Stage | None
    trend: Trend | None
    since: Moment | None
    certain: bool
    disputed: tuple[str, ...]
    of_kind: ContentKind = attrs.field(repr=False, eq=attrgetter("id"))
    may_hold: tuple[str, ...] = attrs.field(repr=False)
    runs: Runs = attrs.field(repr=False, eq=False)

    def __repr__(self) -> str:
        return f"<TermProgress of {self.term}: {self.stage or 'no stage'}>"

    @property
    def status_key(self) -> tuple[object, ...]:
        """What the status of the term depends on.

        >>> state["truce"].progress.status_key
        ()
        """
        return tuple(self.counting.items())

    @property
    def silent(self) -> bool:
        """Whether nothing is reported of the term itself.

        >>> state["truce"].progress.silent
        True
        """
        return not self.runs


def progress_of(cut: Cut, term: str, kind: ContentKind) -> TermProgress:
    """Return how far a term itself has come."""
    field_runs = FieldRuns.of(cut, term, None)
    fields = ("stage", "trend", *field_runs.details())
    held = _nonempty((field, field_runs.run_or_perhaps(field)) for field in fields)
    since, certain = _since(cut, held, held.get("stage", ()))
    return TermProgress(
        term,
        _value(held, "stage"),
        _value(held, "trend"),
        since,
        certain,
        field_runs.disputed(held),
        kind,
        perhaps_holding(cut, held),
        held,
    )


def own_standing(cut: Cut, term: str, party: str, kind: ContentKind, following: Following = None) -> Standing:
    """Return where a party stands by its own statements only; a group perhaps as a member follows it."""
    standing = _by_run(cut, term, party, kind, following)
    if not standing.live:
        return standing
    return attrs.evolve(standing, nearer=nearer_of(cut, standing.runs["stance"], following))


def _by_run(cut: Cut, term: str, party: str, kind: ContentKind, following: Following) -> Standing:
    field_runs = FieldRuns.of(cut, term, party, following)
    run = field_runs.stance_run()
    begun = bool(run.stances)
    stances = tuple(run.stances) or field_runs.perhaps("stance")
    has_stance = bool(stances) and isinstance(stances[-1].value, Stance)
    held = _own_runs(field_runs, run, stances)
    since, certain = _since(cut, held, stances if has_stance else ())
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
        certain=certain,
        disputed=field_runs.disputed(held),
        lapsed=lapsed(cut, window, until),
        by_group=None,
        begun=begun and has_stance,
        of_kind=kind,
        older=older_than(field_runs.side_began() if begun else None, held),
        may_hold=perhaps_holding(cut, held),
        runs=held,
    )


def older_than(instant: int | None, held: Runs) -> tuple[str, ...]:
    """Return the content fields that were last reported before an instant, by anchor."""
    if instant is None:
        return ()
    details = ((field, run) for field, run in held.items() if field.startswith(CONTENT))
    return tuple(field for field, run in details if run[-1].order.anchor < instant)


def perhaps_holding(cut: Cut, held: Runs) -> tuple[str, ...]:
    """Return the content fields of which nothing has begun."""
    details = ((field, run) for field, run in held.items() if field.startswith(CONTENT))
    return tuple(field for field, run in details if run[-1].order.anchor > cut.valid)


def _own_runs(field_runs: FieldRuns, run: StanceRun, stances: Run) -> Runs:
    """Return the runs of all fields; without a stance, the until of the greatest statement too."""
    held = _nonempty(_around(field_runs, run, stances))
    if not held or (stances and isinstance(stances[-1].value, Stance)):
        return held
    return _nonempty([*held.items(), ("until", _until(field_runs, held))])


def _around(field_runs: FieldRuns, run: StanceRun, stances: Run) -> Iterator[tuple[str, Run]]:
    """Yield every field with its run: with a run of the stance, or without one.

    Red line, conditions, window and until live with a stance that has begun. A stance of unknown
    start that may hold has only those of its own claim. Without a stance, or where it is an absence,
    each holds by itself.
    """
    yield "stance", stances
    if not stances or not isinstance(stances[-1].value, Stance):
        for field in WITH_STANCE:
            yield field, field_runs.run_or_perhaps(field)
    elif run.stances:
        yield from field_runs.living_with(run).items()
    else:
        for field in ("red_line", "conditions", *ENDING_FIELDS):
            yield field, field_runs.of_claim(field, stances[-1].by)
    for field in field_runs.details():
        yield field, field_runs.run_or_perhaps(field)


WITH_STANCE = ("red_line", "conditions", "window")


def begun_fields(cut: Cut, term: str, party: str) -> Runs:
    """Return the fields that a party without a stance of its own has stated."""
    field_runs = FieldRuns.of(cut, term, party)
    return _nonempty((field, field_runs.run(field)) for field in (*WITH_STANCE, *field_runs.details()))


def _since(cut: Cut, held: Runs, run: Run) -> tuple[Moment | None, bool]:
    """Return since when a run holds, and whether it has certainly begun.

    Without a run of the stance, the greatest statement of any field says so.
    """
    if not run:
        statements = [statement for found in held.values() for statement in found]
        if not statements:
            return None, False
        run = (max(statements, key=lambda statement: statement.order),)
    return run[0].since, any(statement.latest <= cut.valid for statement in run)


def _until(field_runs: FieldRuns, held: Runs) -> Run:
    """Return the until of the claim that makes the greatest statement."""
    greatest = max((run[-1] for run in held.values()), key=lambda statement: statement.order)
    return field_runs.of_claim("until", greatest.by)


def _nonempty(runs: Iterable[tuple[str, Run]]) -> Runs:
    return FrozenDict({field: run for field, run in runs if run})


def _value(held: Runs, field: str) -> Any:
    return held[field][-1].value if field in held else None


def _ending(run: Run) -> Any:
    return cleared(run[-1].value) if run else None


def cleared(value: Any) -> Any:
    """Return a value; None for `NOT_APPLICABLE`, which clears an ending."""
    return None if value is Absence.NOT_APPLICABLE else value


def disputing_statements(cut: Cut, runs: Runs, fields: Iterable[str]) -> tuple[Statement, ...]:
    """Return the statements that dispute what holds of some fields.

    They are statements of the same holder as the run: of the party itself, its group, or a member.
    """
    found = {id(rival): rival for field in fields for rival in disputing(cut, field, runs[field])}
    return tuple(found.values())


def displaced_evidence(cut: Cut, run: Run) -> Statement | None:
    """Return the dated evidence that an undated run displaces; None where there is none."""
    return FieldRuns.reading(cut, run[-1].key).displaced(run)
