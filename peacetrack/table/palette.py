"""The colours of stances: ColorBrewer's PuOr, which colour-blind people can tell apart.

No colour stands alone: a symbol and a word are always beside it. Built on position.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from peacetrack.words.stance import Stance

SYMBOLS: Mapping[Stance, str] = MappingProxyType(
    {
        Stance.REJECTS: "✕",
        Stance.OPPOSES: "−",
        Stance.NEUTRAL: "○",
        Stance.OPEN: "+",
        Stance.ACCEPTS: "✓",
    }
)


@attrs.frozen
class Paint:
    """What something is filled with, its edge, and the ink that can be read on it."""

    fill: str
    edge: str
    ink: str


@attrs.frozen
class Look:
    """A paint on a light and on a dark ground.

    The ink on each fill has a contrast of 4.5 to 1 at least, the edge on the ground 3 to 1.
    """

    light: Paint
    dark: Paint


STANCE_LOOKS: Mapping[Stance, Look] = MappingProxyType(
    {
        Stance.REJECTS: Look(
            Paint("#b35806", "#7f3b08", "#ffffff"),
            Paint("#e08214", "#fdb863", "#141414"),
        ),
        Stance.OPPOSES: Look(
            Paint("#fdb863", "#b35806", "#1c1c1c"),
            Paint("#fee0b6", "#fee0b6", "#141414"),
        ),
        Stance.NEUTRAL: Look(
            Paint("#f7f7f7", "#767676", "#1c1c1c"), Paint("#3a3d44", "#b8bcc4", "#ececec")
        ),
        Stance.OPEN: Look(
            Paint("#d8daeb", "#6a5a9e", "#1c1c1c"),
            Paint("#d8daeb", "#d8daeb", "#141414"),
        ),
        Stance.ACCEPTS: Look(
            Paint("#542788", "#2d004b", "#ffffff"),
            Paint("#a79cd0", "#c9c2e4", "#141414"),
        ),
    }
)

GROUND = Look(Paint("#ffffff", "#8a8a8a", "#1c1c1c"), Paint("#16181d", "#8f949d", "#ececec"))
"""What pictures are drawn on, the edges of what is no stance, and the ink."""
SOFT = Look(Paint("#f2f3f5", "#d5d7db", "#565656"), Paint("#1f2229", "#3d414a", "#b8bcc4"))
"""The same, for what stands back: bands, rules, notes."""
STRONG = Look(Paint("#3d3d3d", "#3d3d3d", "#ffffff"), Paint("#d0d3d9", "#d0d3d9", "#141414"))
"""The same, for what stands out and is no stance: events, the valid moment."""
