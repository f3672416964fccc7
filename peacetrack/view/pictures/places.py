"""Where a needed party stands on a term, for counts: one pip each, one colour and texture each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from peacetrack.rules.rulings import Rulings
from peacetrack.rules.status import NO_REPORT, conditional
from peacetrack.view.pictures.drawing import Path, circle, line, rectangle
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus

UNMET, LAPSED = "accepts, condition unmet", "lapsed"


@attrs.frozen
class Tint:
    """What fills the area of a count: a look, and a texture over it."""

    look: str
    texture: str = ""


PLACES: Mapping[str, Tint] = {
    Stance.ACCEPTS.value: Tint("accepts"),
    UNMET: Tint("pale-accepts", "stripes"),
    Stance.OPEN.value: Tint("open"),
    Stance.NEUTRAL.value: Tint("neutral"),
    LAPSED: Tint("ground"),
    NO_REPORT: Tint("soft", "dots"),
    Stance.OPPOSES.value: Tint("opposes"),
    Stance.REJECTS.value: Tint("rejects"),
}
"""Where a needed party can stand, from the most favourable on; those without a live stance in the middle."""

STATUSES: Mapping[TermStatus, Tint] = {
    TermStatus.AGREED: PLACES["accepts"],
    TermStatus.CONDITIONAL: PLACES[UNMET],
    TermStatus.IN_PRINCIPLE: PLACES["open"],
    TermStatus.PENDING: PLACES["neutral"],
    TermStatus.UNREPORTED: PLACES[NO_REPORT],
    TermStatus.CONTESTED: PLACES["opposes"],
    TermStatus.BLOCKED: PLACES["rejects"],
}
"""The statuses of terms in the same order."""


def place_of(rulings: Rulings, term: str, party: str) -> str:
    """Return where a party stands on a term, as a name in `PLACES`."""
    standing = rulings.standing(term, party)
    stance = standing.live_stance
    if stance is None:
        return LAPSED if standing.begun and standing.lapsed else NO_REPORT
    unmet = conditional(standing) and (term, party) not in rulings.statuses.met_holders
    return UNMET if unmet and stance is Stance.ACCEPTS else stance.value


PIP = 16
"""The width of a pip with the space after it, in pixels."""


def pip(place: str, x: float, y: float) -> Iterator[Path]:
    """Yield the pip of a needed party, with its centre at a place.

    It is full for one that accepts, half under an unmet condition, a ring for open or neutral, a ring
    with a bar for one that opposes, a full one with a cross for one that rejects, a small ring for what
    has lapsed and a dotted one without a report.
    """
    match place:
        case "accepts":
            yield circle(x, y, 5.5, "accepts", "accepts")
        case "accepts, condition unmet":
            yield circle(x, y, 5.5, "ground", "accepts")
            half = f"M{x} {y - 5.5}a5.5 5.5 0 0 0 0 11z"
            yield Path(half, y + 5.5, "accepts")
        case "opposes":
            yield circle(x, y, 5.5, "opposes", "opposes")
            yield rectangle(x - 5.5, y - 1, 11, 2, "strong")
        case "rejects":
            yield circle(x, y, 5.5, "rejects", "rejects")
            for across in (-3.0, 3.0):
                yield line(((x - 3, y - across), (x + 3, y + across)), "rejects", weight=1.8, ink=True)
        case "lapsed":
            yield circle(x, y, 3, "ground", "ground")
        case "no report":
            yield circle(x, y, 5.5, "ground", "ground", dashes="1.5 2")
        case _:
            yield circle(x, y, 5.5, "ground", "open" if place == "open" else "neutral")
