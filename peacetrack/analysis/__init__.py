"""Questions to a state. Each is a pure function; all but three return a `Table`, one row type a question.

`conditions` returns a graph, `baseline` an earlier state, and `supposition` a report.

* What does a reader need first? `brief`, in sentences.
* Where do they stand, and where did one? `squares`, `silences`, `windows`, `support`, `history`.
* What is disputed, and what is worth attention? `disputes`, `check`, `overdue`.
* How far apart are they? `gaps`, `distance`, `distance_over_time`, `trend`.
* What waits for what? `conditions` (a graph), `deadlocks`, `packages`, `unmeetable`, `linkages`.
* What would bring an agreement? `moves`, `paths`, `supposition`.
* What changed? `diff`, `baseline`.
* What does an answer rest on? `citations`, `explain`, `pivots`.
* Which reports are there? `reports`.

A state itself says where one party stands and what the status of a term is.
"""

from typing import TYPE_CHECKING

from peacetrack.form.front import front

if TYPE_CHECKING:
    from peacetrack.analysis.briefing.brief import brief
    from peacetrack.analysis.changes.baseline import baseline
    from peacetrack.analysis.changes.cause import Cause
    from peacetrack.analysis.changes.change import Change, Direction
    from peacetrack.analysis.changes.diff import diff
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
    from peacetrack.analysis.finding import Check, Finding
    from peacetrack.analysis.gap import Gap, Ground, gaps
    from peacetrack.analysis.history import history
    from peacetrack.analysis.overdue import Overdue, overdue
    from peacetrack.analysis.pivot import Pivot, pivots
    from peacetrack.analysis.sentence.line import Line, Part, Rule
    from peacetrack.analysis.severity import Severity
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
else:  # where each name is
    __getattr__ = front(
        __name__,
        {
            "analysis.briefing.brief": "brief",
            "analysis.sentence.line": "Line Part Rule",
            "analysis.changes.baseline": "baseline",
            "analysis.changes.cause": "Cause",
            "analysis.changes.change": "Change Direction",
            "analysis.changes.diff": "diff",
            "analysis.check": "check",
            "analysis.conditions.deadlock": "Deadlock deadlocks",
            "analysis.conditions.graph": "ConditionGraph Wait conditions",
            "analysis.conditions.linkage": "Linkage linkages",
            "analysis.conditions.package": "Package packages",
            "analysis.conditions.unmeetable": "Unmeetable Why unmeetable",
            "analysis.dispute": "Dispute Means Remedy disputes",
            "analysis.distance": "Distance distance distance_over_time",
            "analysis.evidence.chain": "explain",
            "analysis.evidence.evidence": "Bearing Evidence citations",
            "analysis.filing": "FiledReport Filing reports",
            "analysis.finding": "Check Finding",
            "analysis.gap": "Gap Ground gaps",
            "analysis.history": "history",
            "analysis.overdue": "Overdue overdue",
            "analysis.pivot": "Pivot pivots",
            "analysis.severity": "Severity",
            "analysis.silence": "Silence silences",
            "analysis.square": "Square squares",
            "analysis.steps.move": "Deed Move moves",
            "analysis.steps.path": "Path PathOutcome paths",
            "analysis.steps.step": "DropCondition HoldEvent SettleField Step TakeStance supposition",
            "analysis.support": "Support support",
            "analysis.trend": "Point trend",
            "analysis.window": "Window windows",
        },
    )

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
    "history",
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


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
