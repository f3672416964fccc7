"""Change: a row of `diff`, with the direction in which a party moved. See `cause` for why."""

from __future__ import annotations

from typing import Any

from peacetrack.analysis.changes.cause import Cause
from peacetrack.index.statement import bare_field, subject_words
from peacetrack.rules.standing_wording import account_words
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import joined
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence, Quantity, Word, as_range, in_short
from peacetrack.words.when import InWords, Moment


class Direction(Word):
    """Where a party moved: towards acceptance, away from it, or only in how it puts things.

    * `SOFTENED`, `HARDENED`: towards acceptance, away from it.
    * `FIRMED_UP`: something open is settled more firmly: an absence gives way to a value, a range or
      a date narrows, a stance that may have begun certainly has, a nearer source says it.
    * `LOOSENED`: the reverse of `FIRMED_UP`.
    * `REWORDED`: the same in other words.
    """

    SOFTENED = "softened"
    HARDENED = "hardened"
    REWORDED = "reworded"
    FIRMED_UP = "firmed-up"
    LOOSENED = "loosened"

    @property
    def opposite(self) -> Direction:
        """The direction of the same change read backwards."""
        return _OPPOSITE.get(self, self)


_OPPOSITE = {
    Direction.SOFTENED: Direction.HARDENED,
    Direction.HARDENED: Direction.SOFTENED,
    Direction.FIRMED_UP: Direction.LOOSENED,
    Direction.LOOSENED: Direction.FIRMED_UP,
}


@frozen
class Change:
    """A field of a standing, of a term itself or of an event that differs between two states.

    Where the stance is the same, its `wording`, its nearest `attribution`, whether it is `certain`
    and `since` when, what the party says `otherwise` on the record and which parties alone report it are
    compared too; of everything, which fields are `disputed`; and of a term, its `status`, and the `verdict`
    of headlines on one that is agreed, where it is more than `agreed`. An act that is news and comes without
    a stance, such as `withdraws`, has a row of its own, and so has one that extends what is over.

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
        accounts_of: the other parties that alone report the later stance, act, condition, end or detail; else
            empty.
        off_record: of a condition, an end or a detail, whether the later value is not on the record while the
            stance is.
        added: of a status that a declaration turned, the parties that decide on the term only since then.
        removed: the parties that decided on it only before.
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
    off_record: bool = False
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __str__(self) -> str:
        values: tuple[Any, Any] = (self.before, self.after)
        if self.field == "disputed":
            values = (tuple(map(bare_field, self.before)), tuple(map(bare_field, self.after)))
        change = " -> ".join(map(in_short, values))
        deciding = (("with", self.added), ("without", self.removed))
        by = [f"{how} {joined(parties, ' and ')}" for how, parties in deciding if parties]
        why = ", ".join(filter(None, (str(self.cause), self.direction and str(self.direction), *by)))
        subject = subject_words(self.term, self.party)
        reports = f" ({joined(self.reports)})" if self.reports else ""
        known = account_words(self.accounts_of) or ("not on the record" if self.off_record else "")
        parts = (change, known) if known else (change,)
        return f"{subject}, {bare_field(self.field)}: {', '.join(parts)}; {why}{reports}"


def firmer(is_firmer: bool) -> Direction:  # noqa: FBT001 - the question itself
    """Return the direction of what is settled more firmly, or less so."""
    return Direction.FIRMED_UP if is_firmer else Direction.LOOSENED


def direction_of(field: str, before: Any, after: Any) -> Direction | None:
    """Return the direction of a change of a field of a position; None where it has none."""
    if field == "stance" and isinstance(before, Stance) and isinstance(after, Stance):
        return Direction.SOFTENED if after > before else Direction.HARDENED
    if field == "red_line" and True in (before, after):
        return Direction.HARDENED if after is True else Direction.SOFTENED
    if field == "conditions":
        return _of_conditions(set(before or ()), set(after or ()))
    return of_detail(before, after, binding=True) if field in ("window", "until") else None


def _of_conditions(before: set[Condition], after: set[Condition]) -> Direction | None:
    if after < before:
        return Direction.SOFTENED
    if after > before:
        return Direction.HARDENED
    in_words = all(isinstance(condition, InWords) for condition in before ^ after)
    return Direction.REWORDED if in_words and len(before) == len(after) else None


def of_detail(before: Any, after: Any, *, binding: bool) -> Direction | None:
    """Return whether a detail was settled more firmly, less so, or put in other words."""
    if before is None or after is None:
        return None
    if _is_firmer(after, before):
        return Direction.FIRMED_UP
    if _is_firmer(before, after):
        return Direction.LOOSENED
    return None if binding else Direction.REWORDED


def _is_open(value: Any) -> bool:
    """Return whether a value leaves open what it is: an absence, or an undisclosed ending."""
    return isinstance(value, Absence) or (isinstance(value, Ending) and not value.disclosed)


def _is_firmer(value: Any, other: Any) -> bool:
    """Return whether one value says more exactly what the other leaves open."""
    if _is_open(value):
        return False
    if _is_open(other):
        return True
    value, other = as_range(value), as_range(other)
    if isinstance(value, Quantity) and isinstance(other, Quantity):
        return value.overlap(other) == value != other
    if isinstance(value, Ending) and isinstance(other, Ending):
        return _is_firmer(value.time, other.time)
    if isinstance(value, Moment) and isinstance(other, Moment):
        outer, inner = other.range, value.range
        lies_in = outer.first <= inner.first and inner.last <= outer.last
        return lies_in and (outer.first, outer.last) != (inner.first, inner.last)
    return False
