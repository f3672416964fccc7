"""What a row of results names, and how it reads. Built on path and package."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from peacetrack.analysis.conditions.deadlock import Deadlock
from peacetrack.analysis.conditions.graph import Wait
from peacetrack.analysis.conditions.package import Package
from peacetrack.analysis.conditions.unmeetable import Unmeetable
from peacetrack.analysis.overdue import Overdue
from peacetrack.analysis.steps.move import Move
from peacetrack.analysis.steps.path import Path
from peacetrack.index.statement import CONTENT, Statement, field_words
from peacetrack.rules.claims import Claimed
from peacetrack.rules.event import EventState
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.state import TermState
from peacetrack.words.stance import Stance
from peacetrack.words.value import in_short

FIELDS: dict[type, tuple[str, ...]] = {
    Deadlock: ("conditions",),
    Move: ("stance", "conditions"),
    Package: ("conditions",),
    Overdue: ("when", "status"),
    Unmeetable: ("conditions",),
    Wait: ("conditions",),
}
"""What rows look at that do not name a field."""


@attrs.frozen
class Named:
    """The terms and events, parties, fields and reports that a row names."""

    terms: tuple[str, ...]
    parties: tuple[str, ...]
    fields: tuple[str, ...]
    reports: tuple[str, ...]

    @classmethod
    def by(cls, row: object) -> Named:
        """What a row names; nothing, where it is no row."""
        reports = _texts(getattr(row, "reports", ()))
        return cls(_terms(row), _parties(row), _fields(row), reports)

    def narrows(self, statement: Statement) -> bool:
        """Whether a statement is in one of the fields, where some are named."""
        return not self.fields or statement.field in self.fields


def _fields(row: object) -> tuple[str, ...]:
    one = getattr(row, "field", None)
    named = (one,) if isinstance(one, str) else _texts(getattr(row, "fields", ()))
    return (*named, *(CONTENT + field for field in named)) or FIELDS.get(type(row), ())


def _terms(row: object) -> tuple[str, ...]:
    """The terms and events that a row names, also by the steps of a path."""
    one = getattr(row, "term", None) or getattr(row, "event", None)
    if isinstance(one, str):
        return (one,)
    steps = row.steps if isinstance(row, Path) else ()
    return _texts(getattr(row, "terms", ())) or tuple(n for step in steps for n in _terms(step))


def _parties(row: object) -> tuple[str, ...]:
    """The parties that a row names: one, several, or all who hold a field."""
    one = getattr(row, "party", None)
    many = getattr(row, "parties", None) or getattr(row, "held", None) or ()
    return (one,) if isinstance(one, str) else _texts(many)


def _texts(names: object) -> tuple[str, ...]:
    given = names if isinstance(names, Iterable) and not isinstance(names, str) else ()
    return tuple(name for name in given if isinstance(name, str))


def answer_text(row: object) -> str:
    """A row in a few words."""
    if isinstance(row, Standing):
        return _standing_text(row)
    if isinstance(row, TermState):
        waits = f", waits on {' '.join(row.waits_on)}" if row.waits_on else ""
        return f"{row.id} is {row.status or 'without a status'}{waits}"
    if isinstance(row, Statement):
        return statement_text(row)
    if isinstance(row, Claimed):
        return f"{row.report}#{row.number}"
    if isinstance(row, TermProgress):
        return f"{row.term} itself"
    if isinstance(row, EventState):
        return f"{row.id} is {row.status or 'without a status'}"
    if type(row).__str__ is not object.__str__:
        return str(row)
    named = [*_terms(row), *_parties(row), getattr(row, "field", None)]
    return f"{type(row).__name__.lower()}: {' '.join(map(str, filter(None, named)))}"


def _standing_text(standing: Standing) -> str:
    if standing.silent:
        absent = f" ({standing.stance})" if standing.stance is not None else ""
        return f"{standing.party} has no stance on {standing.term}{absent}"
    lapsed = ", lapsed" if standing.lapsed else ""
    assert isinstance(standing.stance, Stance)
    return f"{standing.party} {standing.stance.verb} {standing.term}{lapsed}"


def statement_text(statement: Statement) -> str:
    """What a statement says, in a few words."""
    if statement.field == "stance" and isinstance(statement.value, Stance):
        return f"{statement.party} {statement.value.verb} {statement.term}"
    subject = f"{statement.party} on {statement.term}" if statement.party else statement.term
    return f"{subject}: {field_words(statement.field)} {in_short(statement.value)}"
