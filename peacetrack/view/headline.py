"""The sentence on top of a briefing, counted from the state. Built on analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.check import check
from peacetrack.analysis.finding import Finding, Severity
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.window import windows
from peacetrack.state import State
from peacetrack.term import TermStatus
from peacetrack.view.catalogue import ENGLISH


def headline(state: State, findings: Iterable[Finding] | None = None) -> str:
    """How the negotiation stands, in one sentence; `findings`, where it was checked already."""
    statuses = [state.status_of(term) for term in state]
    counted = Counter(status for status in statuses if status is not None)
    if not counted:
        return ENGLISH["headline_none"]
    agreed = counted.pop(TermStatus.AGREED, 0)
    rest = [
        ENGLISH["counted"].format(count=counted[status], status=status_word(status))
        for status in sorted(counted, reverse=True)
    ]
    told = ENGLISH["is_agreed"].format(agreed=agreed, all=agreed + sum(counted.values()))
    first = ", ".join((told, *rest))
    beside = _beside(state, check(state) if findings is None else findings)
    return "; ".join((first, *beside)) + "."


def status_word(status: TermStatus) -> str:
    """A status as a word of a sentence."""
    return str(status).replace("-", " ")


def _beside(state: State, findings: Iterable[Finding]) -> Iterator[str]:
    """On whom it waits, and what is to be watched."""
    waiting = Counter(party for term in state for party in state[term].waits_on)
    most = [party for party, count in waiting.items() if count == max(waiting.values())]
    if most:
        label = ENGLISH["most_on" if len(most) > 1 else "most_on_one"]
        yield label.format(parties=_listed(most), count=waiting[most[0]])
    grave = sum(finding.severity is Severity.HIGH for finding in findings)
    late = len(overdue(state))
    closing = sum(not window.lapsed for window in windows(state))
    for name, number in (("grave", grave), ("closing", closing), ("late", late)):
        if number:
            yield ENGLISH[name if number > 1 else f"{name}_one"].format(count=number)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {ENGLISH['and']} {names[-1]}"
