"""Runs: what holds of each field of one (term, party): rules 3 and 4 of `docs/reference/rules.md`.

A `Cut` says which statements there are; here they displace and join each other. Which dispute each other
is in `dispute`, what follows for a standing in `own_standing`, and for a member of a group in `group`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import takewhile
from operator import attrgetter

from peacetrack.index.statement import CONTENT, Key, Order, Provenance, Statement, is_time, reports_of
from peacetrack.index.timeline import Cut
from peacetrack.rules.ending import closing_instant
from peacetrack.rules.stance_run import ENDING_FIELDS, WEAK_VALUES, BareUntil, Run, Runs, StanceRun
from peacetrack.table.table import Table
from peacetrack.words.ending import At
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment


def evidence_of(held: Runs) -> Table[Statement]:
    """Return all statements behind what holds."""
    return Table([statement for run in held.values() for statement in run], Statement)


def redacted_in(held: Runs) -> tuple[str, ...]:
    """Return the reports behind what holds that were redacted."""
    return reports_of(s for run in held.values() for s in run if s.redacted)


class FieldRuns:
    """One (term, party) read through a cut of the timeline, field by field.

    Parameters:
        cut: the timeline, as a basis sees it.
        term: the id of a term.
        party: the id of a party; None for the term itself.
        following: a member for which a group is read, and the instant at which it joined: its bare
            untils since then tell of the stances of the group too (rule 9).
    """

    def __init__(
        self, cut: Cut, term: str, party: str | None, following: tuple[str, int] | None = None
    ) -> None:
        self.cut = cut
        self.term = term
        self.party = party
        self.following = following
        self.cleared_before = cut.cleared_before(term, party)

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
            theirs = FieldRuns(self.cut, self.term, member).bare_untils()
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
            after = bisect_left(stances, until.order, key=attrgetter("order"))
            within: list[Statement] = []
        else:
            after = bisect_left(stances, place, key=attrgetter("anchor"))
            within = stances[after : bisect_right(stances, moment.range.last, key=attrgetter("anchor"))]
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


def _named_moment(ending: object) -> Moment | None:
    """Return the moment that an ending names; None where it names an event, words or no time."""
    moment = ending.moment if isinstance(ending, At) else None
    return moment if isinstance(moment, Moment) and is_time(moment) else None


def _place_named(until: Statement) -> int:
    """Return where the moment begins that an until names; where it names none, when it is reported."""
    moment = _named_moment(until.value)
    return until.anchor if moment is None else moment.anchor
