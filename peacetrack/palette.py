"""The colours of stances: ColorBrewer's PuOr, which colour-blind people can tell apart.

No colour stands alone: a symbol and a word are always beside it. Built on position.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from peacetrack.position import Stance

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
class Tone:
    """A paint on a light and on a dark ground.

    The ink on each fill has a contrast of 4.5 to 1 at least, the edge on the ground 3 to 1.
    """

    light: Paint
    dark: Paint


TONES: Mapping[Stance, Tone] = MappingProxyType(
    {
        Stance.REJECTS: Tone(
            Paint("#b35806", "#7f3b08", "#ffffff"),
            Paint("#e08214", "#fdb863", "#141414"),
        ),
        Stance.OPPOSES: Tone(
            Paint("#fdb863", "#b35806", "#1c1c1c"),
            Paint("#fee0b6", "#fee0b6", "#141414"),
        ),
        Stance.NEUTRAL: Tone(
            Paint("#f7f7f7", "#767676", "#1c1c1c"), Paint("#3a3d44", "#b8bcc4", "#ececec")
        ),
        Stance.OPEN: Tone(
            Paint("#d8daeb", "#6a5a9e", "#1c1c1c"),
            Paint("#d8daeb", "#d8daeb", "#141414"),
        ),
        Stance.ACCEPTS: Tone(
            Paint("#542788", "#2d004b", "#ffffff"),
            Paint("#a79cd0", "#c9c2e4", "#141414"),
        ),
    }
)

GROUND = Tone(Paint("#ffffff", "#8a8a8a", "#1c1c1c"), Paint("#16181d", "#8f949d", "#ececec"))
"""What pictures are drawn on, the edges of what is no stance, and the ink."""
SOFT = Tone(Paint("#f2f3f5", "#d5d7db", "#565656"), Paint("#1f2229", "#3d414a", "#b8bcc4"))
"""The same, for what stands back: bands, rules, notes."""
STRONG = Tone(Paint("#3d3d3d", "#3d3d3d", "#ffffff"), Paint("#d0d3d9", "#d0d3d9", "#141414"))
"""The same, for what stands out and is no stance: events, the valid moment."""
