"""Where a member stands when its group stands: rule 9. Built on standing."""

from __future__ import annotations

import attrs

from peacetrack.position import Stance
from peacetrack.standing import Standing, lapsed
from peacetrack.statement import CONTENT
from peacetrack.timeline import Cut
from peacetrack.value import Absence


def governing(groups: list[Standing]) -> Standing:
    """The group with the greatest stance statement, which is taken whole."""
    return max(groups, key=lambda standing: standing.held["stance"][-1].order)


def in_group(cut: Cut, own: Standing, groups: list[Standing]) -> Standing:
    """A member's standing where its group stands, overlaid by its own begun fields."""
    whole = governing(groups)
    begun = {
        field: run
        for field, run in own.held.items()
        if field != "stance" and run[-1].order.anchor <= cut.valid
    }
    held = {**whole.held, **begun}
    own_disputed = [field for field in own.disputed if field in begun]
    disputed = dict.fromkeys((*whole.disputed, *own_disputed))
    for group in groups:
        disputed |= dict.fromkeys(_differing(whole, group))
    return attrs.evolve(
        whole,
        party=own.party,
        via=whole.party,
        held=held,
        disputed=tuple(disputed),
        lapsed=lapsed(cut, held.get("window", ()), held.get("until", ())),
        **{field: own.get(field) for field in begun if not field.startswith(CONTENT)},
    )


def _differing(one: Standing, other: Standing) -> list[str]:
    """The fields in which two groups of a party differ."""
    found = []
    for field in one.held.keys() & other.held.keys():
        first, second = one.held[field][-1].value, other.held[field][-1].value
        if isinstance(first, Absence) or isinstance(second, Absence):
            continue
        sides = isinstance(first, Stance) and first.side == second.side
        if first != second and not sides:
            found.append(field)
    return sorted(found)
