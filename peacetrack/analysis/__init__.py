"""Questions to a state, one a file; each is a pure function to a table."""

from peacetrack.analysis.change import Cause, Change, Direction, diff
from peacetrack.analysis.check import check
from peacetrack.analysis.dispute import Dispute, disputes
from peacetrack.analysis.explain import Reason, explain
from peacetrack.analysis.finding import Check, Finding, Severity
from peacetrack.analysis.gap import Distance, Gap, Ground, distance, gaps
from peacetrack.analysis.pivot import Pivot, pivots
from peacetrack.analysis.silence import Silence, silences
from peacetrack.analysis.support import Support, support
from peacetrack.analysis.window import Window, windows

__all__ = [
    "Cause",
    "Change",
    "Check",
    "Direction",
    "Dispute",
    "Distance",
    "Finding",
    "Gap",
    "Ground",
    "Pivot",
    "Reason",
    "Severity",
    "Silence",
    "Support",
    "Window",
    "check",
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
