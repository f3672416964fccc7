"""Questions to a state, one a file; each is a pure function to a table."""

from peacetrack.analysis.change import Cause, Change, Direction, diff
from peacetrack.analysis.dispute import Dispute, disputes
from peacetrack.analysis.silence import Silence, silences
from peacetrack.analysis.window import Window, windows

__all__ = [
    "Cause",
    "Change",
    "Direction",
    "Dispute",
    "Silence",
    "Window",
    "diff",
    "disputes",
    "silences",
    "windows",
]
