"""Diff: what differs between two states, in either order."""

from __future__ import annotations

from typing import Any

import attrs

from peacetrack.analysis.changes.change import Change
from peacetrack.analysis.changes.comparison import Comparison
from peacetrack.rules.standing_wording import end_accounts, reserve_of
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table


@of_state
def diff(before: State, after: State) -> Table[Change]:
    """List what differs between two states, field by field, with the cause of each difference.

    Parameters:
        before: the state with the earlier answers.
        after: the state with the later answers. Where it is the earlier one in time or knowledge,
            causes are those of the forward comparison, and directions are reversed.

    Returns:
        One row for each field that differs, in the order of the agenda, events last. A term of another status
        or verdict has a row of its own after those of the parties.

    >>> for change in analysis.diff(state.at(valid="2030-01-02"), state):
    ...     print(change)
    SOUTH on truce, stance: opposes -> open; stated, softened (radio)
    truce, status: contested -> pending; stated (radio)
    """
    before, after = _knowing(before, after), _knowing(after, before)
    if _moment(after) < _moment(before):
        changes = [_mirrored(change) for change in Comparison(after, before).changes()]
    else:
        changes = list(Comparison(before, after).changes())
    return Table((_known_by(change, after) for change in changes), Change, after.basis)


def _known_by(change: Change, after: State) -> Change:
    """Return a change with who alone reports the later value, and whether that is off the record."""
    if change.party is None or change.field == "act":
        return change
    standing = reading_of(after).rulings.standing(change.term, change.party)
    if change.field == "stance":
        return attrs.evolve(change, accounts_of=standing.accounts_of)
    if change.field not in standing.runs:
        return change
    accounts, reserve = end_accounts(standing, change.field), reserve_of(standing, change.field)
    return attrs.evolve(change, accounts_of=accounts, off_record=bool(reserve))


def _knowing(state: State, other: State) -> State:
    """Return a state that knows the names of another one of its ledger, which may have more by then."""
    base, later = reading_of(state).base, reading_of(other).base
    if base.ledger is not later.ledger or base.head >= later.head:
        return state
    return State(later.at(state.basis.known), state.basis)


def _moment(state: State) -> tuple[Any, ...]:
    """Return what orders two states, so that a comparison is the same in either order."""
    basis = state.basis
    by = "" if basis.published_by is None else basis.published_by.isoformat()
    supposed = [str(report.id) for report in basis.supposed]
    trust = (
        sorted(map(str, basis.trust.attributions)),
        str(basis.trust.reliability),
        str(basis.trust.credibility),
        basis.trust.ungraded,
        basis.trust.without,
    )
    return basis.known, state.instant, len(supposed), supposed, by, trust


def _mirrored(change: Change) -> Change:
    direction = None if change.direction is None else change.direction.opposite
    turned = {
        "before": change.after,
        "after": change.before,
        "added": change.removed,
        "removed": change.added,
    }
    return attrs.evolve(change, **turned, direction=direction)
