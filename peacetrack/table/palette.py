"""The colours, symbols and marks of stances: ColorBrewer's PuOr, safe for colour-blind readers.

No colour stands alone: a symbol and a word always come with it. Terminals, notebooks, pages and
pictures take what they show from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from peacetrack.words.classes import frozen
from peacetrack.words.stance import Stance

SYMBOLS: Mapping[Stance, str] = MappingProxyType(
    {Stance.REJECTS: "✕", Stance.OPPOSES: "−", Stance.NEUTRAL: "○", Stance.OPEN: "+", Stance.ACCEPTS: "✓"}
)


@frozen(eq=False)
class Mark:
    """A mark that qualifies a stance: its sign in short texts, its word, and the pattern that shows it."""

    sign: str
    word: str
    pattern: str


MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "lapsed": Mark("†", "lapsed", "hollow, with a grey edge"),
        "unnamed": Mark("*", "not on the record", "hollow, with a dashed edge"),
        "account": Mark("per", "by another's account", "hollow, with a dashed edge and a bar on the left"),
        "disputed": Mark("≠", "disputed", "hatched along the lower edge"),
        "perhaps": Mark("~", "perhaps", "fading in from the left; a hollow one has a dotted edge"),
        "old": Mark("d", "last reported more than 30 days ago", "pale"),
    }
)
"""The marks by name, the strongest pattern first; one without any is on the record, and filled."""
HOLLOW = frozenset({"lapsed", "unnamed", "account"})
"""The marks whose pattern leaves no fill."""


@frozen(eq=False)
class Paint:
    """A colour to fill with, its edge, and an ink that can be read on it, as CSS writes them."""

    fill: str
    edge: str
    ink: str


@frozen(eq=False)
class Look:
    """A paint on a light and on a dark ground.

    The ink has a contrast to its fill of at least 4.5 to 1, the edge to the ground of at least 3 to 1
    (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
    """

    light: Paint
    dark: Paint

    def pale(self, ground: Look) -> Look:
        """Return the look of what is old: a third of the fill on a ground, with the ground's ink."""
        return Look(_pale(self.light, ground.light), _pale(self.dark, ground.dark))


def _pale(paint: Paint, ground: Paint) -> Paint:
    parts = [(int(paint.fill[n : n + 2], 16), int(ground.fill[n : n + 2], 16)) for n in (1, 3, 5)]
    fill = "".join(f"{round(0.3 * over + 0.7 * under):02x}" for over, under in parts)
    return Paint(f"#{fill}", paint.edge, ground.ink)


STANCE_LOOKS: Mapping[Stance, Look] = MappingProxyType(
    {
        Stance.REJECTS: Look(Paint("#b35806", "#7f3b08", "#ffffff"), Paint("#fdb863", "#fee0b6", "#141414")),
        Stance.OPPOSES: Look(Paint("#fdb863", "#b35806", "#1c1c1c"), Paint("#7f4a10", "#e08214", "#ffffff")),
        Stance.NEUTRAL: Look(Paint("#f7f7f7", "#767676", "#1c1c1c"), Paint("#2b2e35", "#8f949d", "#ececec")),
        Stance.OPEN: Look(Paint("#d8daeb", "#6a5a9e", "#1c1c1c"), Paint("#4a4370", "#998ec3", "#ffffff")),
        Stance.ACCEPTS: Look(Paint("#542788", "#2d004b", "#ffffff"), Paint("#c9c2e4", "#e4e0f2", "#141414")),
    }
)
"""By stance. On either ground, accepting and rejecting stand out most, being neutral least."""

GROUND = Look(Paint("#ffffff", "#8a8a8a", "#1c1c1c"), Paint("#16181d", "#8f949d", "#ececec"))
"""The ground of pictures, the edges of shapes that are no stance, and the ink."""
SOFT = Look(Paint("#f2f3f5", "#d5d7db", "#565656"), Paint("#1f2229", "#3d414a", "#b8bcc4"))
"""The same in the background: bands, rules, notes."""
STRONG = Look(Paint("#3d3d3d", "#3d3d3d", "#ffffff"), Paint("#d0d3d9", "#d0d3d9", "#141414"))
"""The same in the foreground: events and the valid moment, which are no stance."""
