"""Where a needed party stands on a term, for counts: one pip each, one colour and texture each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from peacetrack.rules.rulings import Rulings
from peacetrack.rules.status import NO_REPORT, conditional
from peacetrack.table.markup import pixels
from peacetrack.view.pictures.drawing import Group, Part, Path, circle, line, rectangle
from peacetrack.view.pictures.sheet import Swatch
from peacetrack.view.whip import PIPS, Pip
from peacetrack.words.classes import frozen
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus

UNMET, LAPSED = "accepts, a condition unmet", "lapsed"


@frozen
class Tint:
    """The fill of the area of a count: a look, and a texture over it."""

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

STATUSES: Mapping[str, Tint] = {
    TermStatus.AGREED.value: PLACES["accepts"],
    TermStatus.CONDITIONAL.value: PLACES[UNMET],
    TermStatus.IN_PRINCIPLE.value: PLACES["open"],
    TermStatus.PENDING.value: PLACES["neutral"],
    TermStatus.UNREPORTED.value: PLACES[NO_REPORT],
    TermStatus.CONTESTED.value: PLACES["opposes"],
    TermStatus.BLOCKED.value: PLACES["rejects"],
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


STEP = 16
"""The width of a pip with the space after it, in pixels."""


def pip(kind: Pip, x: float, y: float) -> Iterator[Path]:
    """Yield the pip of a needed party, with its centre at a place."""
    fill, edge = _FILLS[kind]
    yield circle(x, y, 5.5, fill, edge, dashes="1.5 2" if kind is Pip.DOTTED else "")
    if kind is Pip.HALF:
        half = f"M{pixels(x)} {pixels(y - 5.5)}a5.5 5.5 0 0 0 0 11z"
        yield Path(half, y + 5.5, "accepts")
    elif kind is Pip.BARRED:
        yield rectangle(x - 5.5, y - 1, 11, 2, "strong")
    elif kind is Pip.CROSSED:
        for across in (-3.0, 3.0):
            yield line(((x - 3, y - across), (x + 3, y + across)), "rejects", weight=1.8, ink=True)


_FILLS: Mapping[Pip, tuple[str, str]] = {
    Pip.FULL: ("accepts", "accepts"),
    Pip.HALF: ("ground", "accepts"),
    Pip.RING: ("ground", "open"),
    Pip.BARRED: ("opposes", "opposes"),
    Pip.CROSSED: ("rejects", "rejects"),
    Pip.DOTTED: ("ground", "ground"),
}
"""The looks that give the fill and the edge of a pip."""


def pips(x: float, y: float, shown: Iterable[tuple[str, str, Pip]]) -> list[Part]:
    """Return the pips of a whip count from a place on to the right, each with what it is of."""
    return [
        Group(f"{name}: {PIPS[kind][1]}", tuple(pip(kind, x + 6 + STEP * place, y)))
        for place, (name, _, kind) in enumerate(shown)
    ]


def pip_key(shown: Iterable[Pip]) -> list[Swatch]:
    """Return the samples of the pips that a picture shows."""
    kinds = {*shown}
    return [(meaning, _sample(kind)) for kind, (_, meaning) in PIPS.items() if kind in kinds]


def _sample(kind: Pip) -> Callable[[float, float], Iterable[Part]]:
    return lambda x, y: pip(kind, x + 11, y)
