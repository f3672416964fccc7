"""Questions to a state, one a file; each is a pure function to a table."""

from peacetrack.analysis.change import Cause, Change, Direction, diff
from peacetrack.analysis.dispute import Dispute, disputes
from peacetrack.analysis.explain import Reason, explain
from peacetrack.analysis.gap import Distance, Gap, Ground, distance, gaps
from peacetrack.analysis.pivot import Pivot, pivots
from peacetrack.analysis.silence import Silence, silences
from peacetrack.analysis.support import Support, support
from peacetrack.analysis.window import Window, windows

__all__ = [
    "Cause",
    "Change",
    "Direction",
    "Dispute",
    "Distance",
    "Gap",
    "Ground",
    "Pivot",
    "Reason",
    "Silence",
    "Support",
    "Window",
    "diff",
    "disputes",
    "distance",
    "explain",
    "gaps",
    "pivots",
    "silences",
    "support",
    "windows",
]
