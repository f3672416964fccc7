"""Runs: what holds of each field of one (term, party): rules 3, 4 and 7 of
`docs/reference/rules.md`.

A `Cut` says which statements there are; here they displace, join and dispute each other. What
follows for a standing is in `own_standing`, and for a member of a group in `group`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import takewhile

import attrs

from peacetrack.index.statement import (
    CONTENT,
    EVENT_FIELDS,
    Key,
    Order,
    Provenance,
    Statement,
    is_redacted,
    is_time,
    reports_of,
)
from peacetrack.index.timeline import Cut
from peacetrack.rules.ending import closing_instant
from peacetrack.rules.stance_run import ENDING_FIELDS, WEAK_VALUES, BareUntil, Run, Runs, StanceRun
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.ending import At, Ending
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, grouped
from peacetrack.words.when import InWords, Moment


def evidence_of(held: Runs) -> Table[Statement]:
    """Return all statements behind what holds."""
    return Table([statement for run in held.values() for statement in run], Statement)


def redacted_in(held: Runs) -> tuple[str, ...]:
    """Return the reports behind what holds that were redacted."""
    return reports_of(s for run in held.values() for s in run if s.redacted)


@frozen(eq=False)
class FieldRuns:
    """One (term, party) read through a cut of the timeline.

    `following` is a member for which a group is read, and the instant at which it joined: its bare
    untils since then tell of the stances of the group too (rule 9).
    """

    cut: Cut
    term: str
    party: str | None
    cleared_before: Order | None
    following: tuple[str, int] | None = None

    @classmethod
    def of(
        cls, cut: Cut, term: str, party: str | None, following: tuple[str, int] | None = None
    ) -> FieldRuns:
        """Return the runs of a party on a term; without a party, of the term itself."""
        return cls(cut, term, party, cut.cleared_before(term, party), following)

    @classmethod
    def reading(cls, cut: Cut, key: Key) -> FieldRuns:
        """Return what reads one field; dates of events count under every trust."""
        dates = key.party is None and key.field == "when"
        return cls.of(attrs.evolve(cut, counts=lambda *_: True) if dates else cut, key.term, key.party)

    def key(self, field: str) -> Key:
        """Return the key of one field."""
        return Key(self.term, self.party, field)

    def details(self) -> list[str]:
        """Return the content fields with any statement, in a stable order."""
        fields = self.cut.timeline.fields.get((self.term, self.party), ())
        return sorted(field for field in fields if field.startswith(CONTENT))

    # Rule 3

    def settled(self, field: str, with_stance: StanceRun | None = None) -> Iterator[Statement]:
        """Yield the statements that displaced what was before, greatest first.

        Weak absences never displace a value; over another absence, or over nothing, they stand.
        With a run of the stance, only the statements count that it takes.
        """
        floor = self.cleared_before if with_stance is None else with_stance.stances[0].order
        weak: list[Statement] = []
        for statement in self.cut.begun(self.key(field)):
            if floor is not None and statement.order < floor:
                break
            if with_stance is not None and not with_stance.takes(statement):
                continue
            if statement.value in WEAK_VALUES:
                weak.append(statement)
                continue
            if isinstance(statement.value, Absence):
                yield from weak
            weak = []
            yield statement
        yield from weak

    def run(self, field: str, with_stance: StanceRun | None = None) -> Run:
        """Return the run that holds, oldest first; empty where none has begun."""
        return latest_run(self.settled(field, with_stance))

    def run_or_perhaps(self, field: str) -> Run:
        """Return the run that holds, else the statement of unknown start that may hold."""
        return self.run(field) or self.perhaps(field)

    def perhaps(self, field: str) -> Run:
        """Return the statement of unknown start that may hold where none has begun."""
        statement = None if self.cleared_before is not None else self.cut.perhaps(self.key(field))
        return () if statement is None else (statement,)

    # Rule 4

    def stance_run(self) -> StanceRun:
        """Return the run of the stance, which also ends with its `until` or its window.

        A window counts on any claim while the run lasts: a party may say on its own how
        long an offer stands. An `until` counts with the stance of its claim; a bare one with the
        stance that it tells of.
        """
        stances = self.run("stance")
        if not stances or isinstance(stances[-1].value, Absence):
            return StanceRun([*stances])
        bare = self._telling()
        run = StanceRun(bare=bare)
        for statement in sorted((*stances, *self._endings(stances)), key=_place):
            if statement.field == "stance":
                run = StanceRun(bare=bare) if statement.anchor >= run.end else run
                run.join_stance(statement)
            elif run.states(statement.by) or (statement.field == "window" and run.takes(statement)):
                run.join_ending(statement, closing_instant(self.cut, statement))
        return run

    def side_began(self) -> int | None:
        """Return the anchor of the first of the last stances on one side; None without a stance."""
        first: Statement | None = None
        for statement in self.settled("stance"):
            if isinstance(statement.value, Absence):
                break
            if first is not None and first.value.side != statement.value.side:
                break
            first = statement
        return None if first is None else first.anchor

    def _telling(self) -> list[BareUntil]:
        """Return the untils on claims without a stance, begun or not, in the order of their places."""
        untils = self.bare_untils()
        if self.following is not None:
            member, joined = self.following
            theirs = FieldRuns.of(self.cut, self.term, member).bare_untils()
            untils += [until for until in theirs if _place_named(until) >= joined]
        if not untils:
            return []
        floor = self.cleared_before
        stances = [
            s
            for s in self.cut.all(self.key("stance"))
            if s.value not in WEAK_VALUES and (floor is None or s.order >= floor)
        ]
        bare = filter(None, (self._bare_until(until, stances) for until in untils))
        return sorted(bare, key=lambda until: (until.place, until.statement.order))

    def bare_untils(self) -> list[Statement]:
        """Return the untils on claims without a stance, which no complete position cleared."""
        floor = self.cleared_before
        untils = self.cut.bare(self.key("until"))
        return [s for s in untils if floor is None or s.order >= floor]

    def _bare_until(self, until: Statement, stances: list[Statement]) -> BareUntil | None:
        """Return what a bare until tells of; None where there is no stance."""
        closing = closing_instant(self.cut, until)
        moment = _named_moment(until.value)
        place = _place_named(until)
        if moment is None:
            after = bisect_left(stances, until.order, key=_order)
            within: list[Statement] = []
        else:
            after = bisect_left(stances, place, key=_anchor)
            within = stances[after : bisect_right(stances, moment.range.last, key=_anchor)]
        before = latest_run(reversed(stances[:after]))
        if not before or isinstance(before[0].value, Absence):
            before = tuple(s for s in within if isinstance(s.value, Stance))[:1]
        if not before:
            return None
        return BareUntil(until, place, closing, before[0].order, before[-1].order)

    def _endings(self, stances: Run) -> list[Statement]:
        """Return the windows and untils stated since the first stance, in their order."""
        begun = [s for field in ENDING_FIELDS for s in self.cut.begun(self.key(field))]
        return sorted((s for s in begun if s.order >= stances[0].order), key=_place)

    def living_with(self, run: StanceRun) -> dict[str, Run]:
        """Return red line, conditions, window and until, which live with a run of the stance."""
        living = {field: self.run(field, run) for field in ("red_line", "conditions")}
        ending = [s.order for s in run.stances if s.by.ends_red_line]
        if ending:
            living["red_line"] = tuple(s for s in living["red_line"] if s.order > ending[-1])
        endings = {"window": run.endings["window"], "until": run.untils}
        return living | {field: latest_run(reversed(ends)) for field, ends in endings.items()}

    def of_claim(self, field: str, by: Provenance) -> Run:
        """Return the statement that one claim makes of a field, if any."""
        return self.cut.of_claim(self.key(field), by)

    # Rule 7

    def disputes(self, field: str, run: Run) -> list[Statement]:
        """Return the statements that differ from a run where the evidence cannot order them."""
        if not run or (self.party and self.cut.stands_apart(self.key(field), run)):
            return []
        own = {id(statement) for statement in run}
        others = [s for s in self._rivals(field, run) if id(s) not in own]
        dated = any(not held.by.undated for held in run)
        held = [(statement, self._range(statement, dated=dated)) for statement in run]
        return [s for s in others if any(self._differ(field, *each, s) for each in held)]

    def displaced(self, run: Run) -> Statement | None:
        """Return the dated evidence that an undated run displaces; None where there is none."""
        if not all(held.by.undated for held in run):
            return None
        for older in self.cut.begun(run[0].key):
            dated = older.order < run[0].order and not older.by.undated
            if dated and not isinstance(older.value, Absence) and older.meaning != run[0].meaning:
                return older
        return None

    def _rivals(self, field: str, run: Run) -> Iterable[Statement]:
        """Return the statements with a range that may overlap that of a run, in their order.

        Few come near its own range. An undated one reaches back without end: of a run, to all dated
        ones before it; of those after the run, to each dated one in it.
        """
        key = self.key(field)
        firsts, lasts = zip(*(_span(statement, self.party) for statement in run), strict=True)
        first, last = min(firsts), max(lasts)  # of an event, none lies after
        dated = any(not statement.by.undated for statement in run)
        rivals = [*self.cut.near(key, first, last)]
        rivals += self.cut.undated_after(key, last) if dated else self.cut.dated_before(key, first)
        return sorted({id(s): s for s in rivals}.values(), key=_order)

    def _range(self, statement: Statement, *, dated: bool = False) -> tuple[int, int]:
        """Return the range of a statement for disputes.

        What is undated reaches back without end, unless another of its run is dated.
        """
        first, last = _span(statement, self.party)
        return (BEGINNING if statement.by.undated and not dated else first), last

    def _differ(self, field: str, one: Statement, span: tuple[int, int], other: Statement) -> bool:
        return (
            are_apart(one.by, other.by)
            and _overlap(span, self._range(other))
            and self._values_differ(field, one, other)
        )

    def _values_differ(self, field: str, one: Statement, other: Statement) -> bool:
        if isinstance(one.value, Absence) or isinstance(other.value, Absence):
            return False
        if isinstance(one.value, Stance) and isinstance(other.value, Stance):
            recorded_order_decides = one.order.evidence == other.order.evidence
            return one.value != other.value if recorded_order_decides else one.value.side != other.value.side
        if field == "when":
            date, another = self.cut.calendar.given(one), self.cut.calendar.given(other)
            if date is None or another is None or not self.cut.calendar.takes(other):
                return False
            first, second = date.range, another.range
            return not _overlap((first.first, first.last), (second.first, second.last))
        if (one.redacted or other.redacted) and _may_be_equal(one, other):
            return False
        return bool(one.meaning != other.meaning)

    def disputed(self, held: Runs) -> tuple[str, ...]:
        """Return the fields that are disputed, each among the statements of its own holder."""
        return tuple(field for field, run in held.items() if self._is_disputed(field, run))

    def _is_disputed(self, field: str, run: Run) -> bool:
        alone = all(statement.party == self.party for statement in run)
        return bool(self.disputes(field, run) if alone else disputing(self.cut, field, run))


def disputing(cut: Cut, field: str, run: Run) -> list[Statement]:
    """Return the statements that dispute a run: those of the same holder as each statement of it."""
    return [
        rival
        for of_holder in grouped(run, lambda statement: statement.party).values()
        for rival in FieldRuns.reading(cut, of_holder[0].key).disputes(field, tuple(of_holder))
    ]


def latest_run(greatest_first: Iterable[Statement]) -> Run:
    """Return the last statements that mean the same, oldest first."""
    statements = iter(greatest_first)
    first = next(statements, None)
    if first is None:
        return ()
    same = takewhile(lambda statement: statement.meaning == first.meaning, statements)
    return (first, *same)[::-1]


def _place(statement: Statement) -> tuple[Order, bool]:
    """Return what statements are sorted by: a claim's stance comes before its own endings."""
    return statement.order, statement.field != "stance"


def _may_be_equal(one: Statement, other: Statement) -> bool:
    """Return whether two values may have been equal before words of them were redacted."""
    if isinstance(one.meaning, frozenset) and isinstance(other.meaning, frozenset):
        apart = one.meaning - other.meaning, other.meaning - one.meaning
        alike = [sorted(type(item).__name__ for item in items) for items in apart]
        return alike[0] == alike[1] and any(all(map(is_redacted, items)) for items in apart)
    return _form(one.value) == _form(other.value) and (is_redacted(one.meaning) or is_redacted(other.meaning))


def _form(value: object) -> tuple[object, ...]:
    """Return what of a value is not free words: its type, the date it gives, and the parts of an ending."""
    parts = attrs.astuple(value, recurse=False) if isinstance(value, Ending) else ()
    forms = (_form(part) if isinstance(part, InWords | Moment) else part for part in parts)
    return type(value), value.edtf if isinstance(value, Moment) else None, *forms


def _order(statement: Statement) -> Order:
    return statement.order


def _anchor(statement: Statement) -> int:
    return statement.anchor


def _named_moment(ending: object) -> Moment | None:
    """Return the moment that an ending names; None where it names an event, words or no time."""
    moment = ending.moment if isinstance(ending, At) else None
    return moment if isinstance(moment, Moment) and is_time(moment) else None


def _place_named(until: Statement) -> int:
    """Return where the moment begins that an until names; where it names none, when it is told."""
    moment = _named_moment(until.value)
    return until.anchor if moment is None else moment.anchor


def _span(statement: Statement, party: str | None) -> tuple[int, int]:
    """Return from when and until when a statement may have begun; its anchor comes first.

    A statement about an event may have been made at any time of its publication.
    """
    of_event = party is None and statement.field in EVENT_FIELDS
    first = statement.since.range.first if of_event else statement.anchor
    return first, max(statement.latest, first)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def are_apart(one: Provenance, other: Provenance) -> bool:
    """Return whether two claims can dispute each other.

    Two reports can unless they code one source, or are known to go back to one origin; one report can
    with itself where two voices speak. Undated reports stand in the order in which they were recorded.
    """
    if one.report == other.report:
        return (one.voice, one.attribution) != (other.voice, other.attribution)
    if one.undated and other.undated:
        return False
    return not one.source.shares_root(other.source)


def disputing_statements(cut: Cut, runs: Runs, fields: Iterable[str]) -> tuple[Statement, ...]:
    """Return the statements that dispute what holds of some fields.

    They are statements of the same holder as the run: of the party itself, its group, or a member.
    """
    rivals = {id(rival): rival for field in fields for rival in disputing(cut, field, runs[field])}
    return tuple(rivals.values())


def displaced_evidence(cut: Cut, run: Run) -> Statement | None:
    """Return the dated evidence that an undated run displaces; None where there is none."""
    return FieldRuns.reading(cut, run[-1].key).displaced(run)
