"""Renewals: an offer that had run out, and stands again without a word of what it asked for.

No stance and no status depends on what is said here: the run that begins anew has what its own reports say
(rule 4 of `docs/reference/rules.md`).
"""

from __future__ import annotations

from collections.abc import Callable

from peacetrack.index.statement import Key, Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.ending import happening
from peacetrack.rules.own_standing import own_standing
from peacetrack.rules.standing import Standing
from peacetrack.words.act import Act
from peacetrack.words.condition import Condition, EventHeld
from peacetrack.words.stance import Stance

_RENEWING = (Act.EXTENDS, Act.MAINTAINS)
"""The acts that say again what was said before."""


def renewed(cut: Cut, standing: Standing, act_of: Callable[[Statement], Act | None]) -> Standing | None:
    """Return what an acceptance with conditions was until it ran out, where reports only renew it.

    There is none where one of the reports that renew it says something of conditions, or accepts it otherwise
    than by extending or maintaining it.

    Parameters:
        cut: the timeline, as a basis sees it.
        standing: where a party stands.
        act_of: gives the act of the claim of a statement.
    """
    if not standing.accepts or standing.derived or standing.runs.get("conditions"):
        return None
    asked = cut.begun(Key(standing.term, standing.party, "conditions"))
    run = standing.recorded or standing.runs["stance"]
    if next(asked, None) is None or not all(act_of(statement) in _RENEWING for statement in run):
        return None
    before = own_standing(cut.at(run[0].anchor - 1), standing.term, standing.party, standing.of_kind)
    ran_out = before.lapsed and before.stance is Stance.ACCEPTS
    return before if ran_out and not all(_is_met(cut, each) for each in before.conditions) else None


def _is_met(cut: Cut, condition: Condition) -> bool:
    """Return whether a condition is met that asks for an event; what asks for a term is not looked at."""
    return isinstance(condition, EventHeld) and happening(cut, condition.event).held_from <= cut.valid
