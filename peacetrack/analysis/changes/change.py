"""Change: a row of `diff`. See `cause` and `direction` for those two."""

from __future__ import annotations

from typing import Any

from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.changes.direction import Direction
from peacetrack.index.statement import bare_field, subject_words
from peacetrack.rules.wording import account_words
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import joined
from peacetrack.words.value import in_short


@frozen
class Change:
    """A field of a standing, of a term itself or of an event that differs between two states.

    Where the stance is the same, its `wording`, its nearest `attribution`, whether it is `certain`
    and `since` when, what the party says `otherwise` on the record and which parties alone report it are
    compared too; of everything, which fields are `disputed`; and of a term, its `status`, and the `verdict`
    of headlines on one that is agreed, where it is more than `agreed`. An act that is news and comes without
    a stance, such as `withdraws` or `breaches`, has a row of its own.

    Attributes:
        term: the term, or the event.
        party: the party; None for a term itself and for events.
        field: the field of the statements, or `lapsed`, `since`, `certain`, `wording`,
            `attribution`, `otherwise`, `accounts_of`, `disputed`, `act`; of a term, `status`, `verdict`.
        before: its value in the earlier state; None where nothing is reported.
        after: its value in the later state.
        cause: why it differs.
        direction: where the party moved; None where no direction can be read from the values.
        reports: the new reports behind it, else those behind the later value; of a retraction, the
            reports that were withdrawn. None are behind the status of a term that was only declared.
        accounts_of: of a stance or an act, the other parties that alone report the later one; else empty.
    """

    term: str
    party: str | None
    field: str
    before: Any
    after: Any
    cause: Cause
    direction: Direction | None
    reports: tuple[str, ...]
    accounts_of: tuple[str, ...] = ()

    def __str__(self) -> str:
        values: tuple[Any, Any] = (self.before, self.after)
        if self.field == "disputed":
            values = (tuple(map(bare_field, self.before)), tuple(map(bare_field, self.after)))
        change = " -> ".join(map(in_short, values))
        why = f"{self.cause}, {self.direction}" if self.direction else str(self.cause)
        subject = subject_words(self.term, self.party)
        reports = f" ({joined(self.reports)})" if self.reports else ""
        account = f", {account_words(self.accounts_of)}" if self.accounts_of else ""
        return f"{subject}, {bare_field(self.field)}: {change}{account}; {why}{reports}"
