"""The colours and symbols of stances: ColorBrewer's PuOr, safe for colour-blind readers.

No colour stands alone: a symbol and a word always come with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from peacetrack.words.stance import Stance

SYMBOLS: Mapping[Stance, str] = MappingProxyType(
    {Stance.REJECTS: "✕", Stance.OPPOSES: "−", Stance.NEUTRAL: "○", Stance.OPEN: "+", Stance.ACCEPTS: "✓"}
)


@attrs.frozen
class Paint:
    """A colour to fill with, its edge, and an ink that can be read on it, as CSS writes them."""

    fill: str
    edge: str
    ink: str


@attrs.frozen
class Look:
    """A paint on a light and on a dark ground.

    The ink has a contrast to its fill of at least 4.5 to 1, the edge to the ground of at least 3 to 1
    (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
    """

    light: Paint
    dark: Paint


STANCE_LOOKS: Mapping[Stance, Look] = MappingProxyType(
    {
        Stance.REJECTS: Look(Paint("#b35806", "#7f3b08", "#ffffff"), Paint("#e08214", "#fdb863", "#141414")),
        Stance.OPPOSES: Look(Paint("#fdb863", "#b35806", "#1c1c1c"), Paint("#fee0b6", "#fee0b6", "#141414")),
        Stance.NEUTRAL: Look(Paint("#f7f7f7", "#767676", "#1c1c1c"), Paint("#3a3d44", "#b8bcc4", "#ececec")),
        Stance.OPEN: Look(Paint("#d8daeb", "#6a5a9e", "#1c1c1c"), Paint("#d8daeb", "#d8daeb", "#141414")),
        Stance.ACCEPTS: Look(Paint("#542788", "#2d004b", "#ffffff"), Paint("#a79cd0", "#c9c2e4", "#141414")),
    }
)

GROUND = Look(Paint("#ffffff", "#8a8a8a", "#1c1c1c"), Paint("#16181d", "#8f949d", "#ececec"))
"""The ground of pictures, the edges of shapes that are no stance, and the ink."""
SOFT = Look(Paint("#f2f3f5", "#d5d7db", "#565656"), Paint("#1f2229", "#3d414a", "#b8bcc4"))
"""The same in the background: bands, rules, notes."""
STRONG = Look(Paint("#3d3d3d", "#3d3d3d", "#ffffff"), Paint("#d0d3d9", "#d0d3d9", "#141414"))
"""The same in the foreground: events and the valid moment, which are no stance."""
