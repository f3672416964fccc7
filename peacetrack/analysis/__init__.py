"""Questions to a state, one a file; each is a pure function to a table."""

from peacetrack.analysis.change import Cause, Change, Direction, diff
from peacetrack.analysis.dispute import Dispute, Means, Remedy, disputes
from peacetrack.analysis.distance import Distance, distance, distance_over_time
from peacetrack.analysis.gap import Gap, Ground, gaps
from peacetrack.analysis.overdue import Overdue, overdue
from peacetrack.analysis.silence import Silence, silences
from peacetrack.analysis.support import Support, support
from peacetrack.analysis.trend import Point, trend
from peacetrack.analysis.window import Window, windows

__all__ = [
    "Cause",
    "Change",
    "Direction",
    "Dispute",
    "Distance",
    "Gap",
    "Ground",
    "Means",
    "Overdue",
    "Point",
    "Remedy",
    "Silence",
    "Support",
    "Window",
    "diff",
    "disputes",
    "distance",
    "distance_over_time",
    "gaps",
    "overdue",
    "silences",
    "support",
    "trend",
    "windows",
]
