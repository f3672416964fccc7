"""Questions to a state. Each is a pure function; all but three return a `Table`, one row type a question.

`conditions` returns a graph, `baseline` an earlier state, and `supposition` a report.

* What does a reader need first? `brief`, in sentences.
* Where do they stand? `squares`, `silences`, `windows`, `support`.
* What is disputed, and what is worth attention? `disputes`, `check`, `overdue`.
* How far apart are they? `gaps`, `distance`, `distance_over_time`, `trend`.
* What waits for what? `conditions` (a graph), `deadlocks`, `packages`, `unmeetable`, `linkages`.
* What would bring an agreement? `moves`, `paths`, `supposition`.
* What changed? `diff`, `baseline`.
* What does an answer rest on? `citations`, `explain`, `pivots`.
* Which reports are there? `reports`.

A state itself says where one party stands and what the status of a term is.
"""

from peacetrack.analysis.briefing.brief import brief
from peacetrack.analysis.briefing.line import Line, Part, Rule
from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.changes.change import Change, diff
from peacetrack.analysis.changes.direction import Direction
from peacetrack.analysis.check import check
from peacetrack.analysis.conditions.deadlock import Deadlock, deadlocks
from peacetrack.analysis.conditions.graph import ConditionGraph, Wait, conditions
from peacetrack.analysis.conditions.linkage import Linkage, linkages
from peacetrack.analysis.conditions.package import Package, packages
from peacetrack.analysis.conditions.unmeetable import Unmeetable, Why, unmeetable
from peacetrack.analysis.dispute import Dispute, Means, Remedy, disputes
from peacetrack.analysis.distance import Distance, distance, distance_over_time
from peacetrack.analysis.evidence.chain import explain
from peacetrack.analysis.evidence.evidence import Bearing, Evidence, citations
from peacetrack.analysis.filing import FiledReport, Filing, reports
from peacetrack.analysis.finding import Check, Finding, Severity
from peacetrack.analysis.gap import Gap, Ground, gaps
from peacetrack.analysis.overdue import Overdue, overdue
from peacetrack.analysis.pivot import Pivot, pivots
from peacetrack.analysis.silence import Silence, silences
from peacetrack.analysis.square import Square, squares
from peacetrack.analysis.steps.move import Deed, Move, moves
from peacetrack.analysis.steps.path import Path, PathOutcome, paths
from peacetrack.analysis.steps.step import (
    DropCondition,
    HoldEvent,
    SettleField,
    Step,
    TakeStance,
    supposition,
)
from peacetrack.analysis.support import Support, support
from peacetrack.analysis.trend import Point, trend
from peacetrack.analysis.window import Window, windows

__all__ = [
    "Bearing",
    "Cause",
    "Change",
    "Check",
    "ConditionGraph",
    "Deadlock",
    "Deed",
    "Direction",
    "Dispute",
    "Distance",
    "DropCondition",
    "Evidence",
    "FiledReport",
    "Filing",
    "Finding",
    "Gap",
    "Ground",
    "HoldEvent",
    "Line",
    "Linkage",
    "Means",
    "Move",
    "Overdue",
    "Package",
    "Part",
    "Path",
    "PathOutcome",
    "Pivot",
    "Point",
    "Remedy",
    "Rule",
    "SettleField",
    "Severity",
    "Silence",
    "Square",
    "Step",
    "Support",
    "TakeStance",
    "Unmeetable",
    "Wait",
    "Why",
    "Window",
    "baseline",
    "brief",
    "check",
    "citations",
    "conditions",
    "deadlocks",
    "diff",
    "disputes",
    "distance",
    "distance_over_time",
    "explain",
    "gaps",
    "linkages",
    "moves",
    "overdue",
    "packages",
    "paths",
    "pivots",
    "reports",
    "silences",
    "squares",
    "support",
    "supposition",
    "trend",
    "unmeetable",
    "windows",
]
