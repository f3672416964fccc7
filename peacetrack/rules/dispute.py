"""Disputes: what the evidence cannot order: rule 7 of `docs/reference/rules.md`.

Which statements hold is decided in `runs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from peacetrack.index.statement import EVENT_FIELDS, Key, Provenance, Statement, is_redacted
from peacetrack.index.timeline import Cut
from peacetrack.rules.stance_run import Run, Runs
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.ending import Ending
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, grouped
from peacetrack.words.when import InWords, Moment


def disputed_fields(cut: Cut, runs: Runs) -> tuple[str, ...]:
    """Return the fields that are disputed."""
    return tuple(field for field, run in runs.items() if disputing(cut, run))


def disputing_statements(cut: Cut, runs: Runs, fields: Iterable[str]) -> tuple[Statement, ...]:
    """Return the statements that dispute what holds of some fields, each once."""
    rivals = {id(rival): rival for field in fields for rival in disputing(cut, runs[field])}
    return tuple(rivals.values())


def disputing(cut: Cut, run: Run) -> list[Statement]:
    """Return the statements that dispute a run.

    They are statements of the same holder as each of it: of the party itself, its group, or a member.
    """
    if len({statement.party for statement in run}) < 2:  # most are
        return _disputing(cut, run) if run else []
    by_holder = grouped(run, lambda statement: statement.party).values()
    return [rival for of_holder in by_holder for rival in _disputing(cut, of_holder)]


def displaced_evidence(cut: Cut, run: Run) -> Statement | None:
    """Return the dated evidence that an undated run displaces; None where there is none."""
    if not all(held.by.undated for held in run):
        return None
    for older in with_all_dates(cut, run[0].key).begun(run[0].key):
        dated = older.order < run[0].order and not older.by.undated
        if dated and not isinstance(older.value, Absence) and older.meaning != run[0].meaning:
            return older
    return None


def with_all_dates(cut: Cut, key: Key) -> Cut:
    """Return a cut as it reads a field: dates of events count under every trust."""
    is_date = key.party is None and key.field == "when"
    return attrs.evolve(cut, counts=lambda *_: True) if is_date else cut


def _disputing(cut: Cut, run: Sequence[Statement]) -> list[Statement]:
    """Return the statements that dispute a run of one holder."""
    key = run[0].key
    if key.party is not None and cut.stands_apart(key, run):
        return []
    cut, dated = with_all_dates(cut, key), any(not statement.by.undated for statement in run)
    held = [(statement, _range(statement, dated=dated)) for statement in run]
    own = {id(statement) for statement in run}
    others = [rival for rival in _rivals(cut, run, dated=dated) if id(rival) not in own]
    return [rival for rival in others if any(_differ(cut, *each, rival) for each in held)]


def _rivals(cut: Cut, run: Sequence[Statement], *, dated: bool) -> list[Statement]:
    """Return the statements with a range that may overlap that of a run, in their order.

    Few come near its own range. An undated one reaches back without end: of a run, to all dated
    ones before it; of those after the run, to each dated one in it.
    """
    key = run[0].key
    firsts, lasts = zip(*map(_span, run), strict=True)
    first, last = min(firsts), max(lasts)  # of an event, none lies after
    rivals = [*cut.near(key, first, last)]
    rivals += cut.undated_after(key, last) if dated else cut.dated_before(key, first)
    return sorted({id(s): s for s in rivals}.values(), key=lambda statement: statement.order)


def _range(statement: Statement, *, dated: bool = False) -> tuple[int, int]:
    """Return the range of a statement for disputes.

    What is undated reaches back without end, unless another of its run is dated.
    """
    first, last = _span(statement)
    return (BEGINNING if statement.by.undated and not dated else first), last


def _span(statement: Statement) -> tuple[int, int]:
    """Return from when and until when a statement may have begun; its anchor comes first.

    A statement about an event may have been made at any time of its publication.
    """
    of_event = statement.party is None and statement.field in EVENT_FIELDS
    first = statement.since.range.first if of_event else statement.anchor
    return first, max(statement.latest, first)


def _differ(cut: Cut, one: Statement, span: tuple[int, int], other: Statement) -> bool:
    return are_apart(one.by, other.by) and _overlap(span, _range(other)) and _values_differ(cut, one, other)


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


def _values_differ(cut: Cut, one: Statement, other: Statement) -> bool:
    if isinstance(one.value, Absence) or isinstance(other.value, Absence):
        return False
    if isinstance(one.value, Stance) and isinstance(other.value, Stance):
        recorded_order_decides = one.order.evidence == other.order.evidence
        return one.value != other.value if recorded_order_decides else one.value.side != other.value.side
    if one.field == "when":
        dates = [date.range for date in map(cut.calendar.given, (one, other)) if date is not None]
        if len(dates) < 2 or not cut.calendar.takes(other):
            return False
        return not _overlap(*((date.first, date.last) for date in dates))
    if (one.redacted or other.redacted) and _may_be_equal(one, other):
        return False
    return bool(one.meaning != other.meaning)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


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
