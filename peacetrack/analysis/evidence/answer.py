"""Answers: what a row of any question names, and how it reads in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from peacetrack.analysis.steps.path import Path
from peacetrack.index.statement import CONTENT, Statement
from peacetrack.rules.claims import Claimed
from peacetrack.rules.event import EventState
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import in_sentence, statement_in_words
from peacetrack.rules.wording import waits
from peacetrack.state import TermState
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated, joined


@frozen
class Subject:
    """The terms and events, parties, fields and reports that a row names.

    A row may be of a user's own class, so its attributes are looked up by name.
    """

    terms: tuple[str, ...]
    parties: tuple[str, ...]
    fields: tuple[str, ...]
    reports: tuple[str, ...]

    @classmethod
    def of(cls, row: object) -> Subject:
        """Return what a row names; all fields are empty where it is no row.

        A path names the terms of its steps. A gap or a distance names the parties in `held`.
        `evidence_fields` of a row's class are its fields where it names none.
        """
        fields = _names(row, "field", "fields")
        in_content = tuple(CONTENT + field for field in fields)
        steps = row.steps if isinstance(row, Path) else ()
        return cls(
            _names(row, "term", "event", "terms")
            or tuple(name for step in steps for name in _names(step, "term", "event")),
            _names(row, "party", "parties", "held"),
            (*fields, *in_content) or _names(row, "evidence_fields"),
            _names(row, "reports"),
        )

    def includes(self, statement: Statement) -> bool:
        """Return whether a statement is of one of the fields, where some are named."""
        return not self.fields or statement.field in self.fields


def _names(row: object, *attributes: str) -> tuple[str, ...]:
    """Return the names in the first of some attributes that has any."""
    for attribute in attributes:
        value = getattr(row, attribute, None)
        values = value if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
        names = tuple(name for name in values if isinstance(name, str))
        if names:
            return names
    return ()


@singledispatch
def answer_text(row: object) -> str:
    """Return a row in a few words."""
    if type(row).__str__ is not object.__str__:
        return str(row)
    subject = Subject.of(row)
    names = (*subject.terms, *subject.parties, *_names(row, "field"))
    return f"{type(row).__name__.lower()}: {joined(names)}"


answer_text.register(Standing, in_sentence)
answer_text.register(Statement, statement_in_words)
answer_text.register(EventState, lambda row: f"{isolated(row.id)} is {row.status or 'without a status'}")
answer_text.register(TermProgress, lambda row: f"{isolated(row.term)} itself")
answer_text.register(Claimed, lambda row: f"{isolated(row.report)}#{row.number}")


@answer_text.register
def _(row: TermState) -> str:
    waiting = f", waits on {waits(row.lacking)}" if row.lacking else ""
    return f"{isolated(row.id)} is {row.status or 'without a status'}{waiting}"
