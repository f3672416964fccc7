"""A pair of holdings: what holds in the earlier and the later state, and the statements behind it."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from peacetrack.analysis.changes.change import Direction, direction_of, of_detail
from peacetrack.index.statement import COMPLETE, CONTENT, bare_field, comparison_key
from peacetrack.rules.own_standing import cleared
from peacetrack.rules.rulings import Holding
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, reading_of
from peacetrack.words.classes import frozen

H = TypeVar("H", bound=Holding, covariant=True)


@frozen
class Pair(Generic[H]):
    """Holdings of a party on a term, or of a term itself, in the earlier and the later state."""

    old: H
    new: H

    def runs(self, field: str) -> tuple[Run, Run]:
        """Return the statements of a field."""
        return self.old.runs.get(field, ()), self.new.runs.get(field, ())

    def values(self, field: str) -> tuple[Any, Any]:
        """Return the values of a field."""
        return held(self.old, field), held(self.new, field)

    def direction(self, field: str, state: State) -> Direction | None:
        """Return the direction in which a field moved; None where it has none."""
        values = self.values(field)
        if field.startswith(CONTENT):
            binding = self.old.of_kind.binds_in(bare_field(field), values)
            return of_detail(*values, binding=binding)
        with_stance = field in ("conditions", "window", "until")
        of_another = with_stance and len(set(self.values("stance"))) > 1
        if self.old.silent or self.new.silent or of_another or self._unsaid(field, state):
            return None
        return direction_of(field, *values)

    def _unsaid(self, field: str, state: State) -> bool:
        """Return whether a red line or conditions ended with their stance: silence is no concession."""
        ended = field in ("red_line", "conditions") and not self.new.runs.get(field)
        return ended and not self.new.by_members and not says_all(state, self.new)


def held(holding: Holding, field: str) -> Any:
    """Return the value of a field; a group that stands by its members has the conditions of all."""
    if isinstance(holding, Standing) and holding.by_members and field == "conditions":
        return holding.conditions
    return value_of(holding.runs.get(field, ()))


def value_of(run: Run) -> Any:
    """Return the value that some statements give; None without any."""
    return run[-1].value if run else None


def meaning_of(field: str, value: Any) -> Any:
    """Return what a value is compared by; no conditions and no ending are nothing."""
    is_nothing = value == () if field == "conditions" else field in ENDING_FIELDS and cleared(value) is None
    return None if is_nothing else comparison_key(value)


def without(run: Run, other: Run) -> Run:
    """Return the statements that are not in another run, as they are dated there."""
    there = {(statement.name, statement.since) for statement in other}
    return tuple(statement for statement in run if (statement.name, statement.since) not in there)


def displacing(field: str, old: Holding, new: Holding, state: State) -> Run:
    """Return the stance that ended what another one had; of a detail, the position that cleared it."""
    if field.startswith(CONTENT):
        return FieldRuns(reading_of(state).cut, new.term, new.party).run(COMPLETE)
    return without(new.runs.get("stance", ()), old.runs.get("stance", ()))


def says_all(state: State, holding: Holding) -> bool:
    """Return whether a report of the stance says that it is all: what it leaves out is no more."""
    complete = FieldRuns(reading_of(state).cut, holding.term, holding.party).run(COMPLETE)
    reports = {statement.report for statement in holding.runs.get("stance", ())}
    return bool(complete) and complete[-1].report in reports


def in_dispute(state: State, holding: Holding) -> Run:
    """Return the statements that are in dispute: those that hold, and those that dispute them."""
    holds = [statement for field in holding.disputed for statement in holding.runs[field]]
    return (*holds, *state.disputing_statements(holding))
