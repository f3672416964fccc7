"""The sentence on top of a briefing, counted from the state. Built on analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.check import check
from peacetrack.analysis.finding import Finding, Severity
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.window import Window, windows
from peacetrack.state import State
from peacetrack.term import TermStatus
from peacetrack.view.catalogue import ENGLISH
from peacetrack.when import NotBefore

NAMED = 3
"""So many parties are named."""


def headline(state: State, findings: Iterable[Finding] | None = None) -> str:
    """How the negotiation stands, in one sentence; `findings`, where it was checked already."""
    statuses = [state.status_of(term) for term in state]
    counted = Counter(status for status in statuses if status is not None)
    if not counted:
        return ENGLISH["headline_none"]
    agreed = counted.pop(TermStatus.AGREED, 0)
    rest = [
        ENGLISH["counted"].format(count=counted[status], status=_word(status))
        for status in sorted(counted, reverse=True)
    ]
    told = ENGLISH["is_agreed"].format(agreed=agreed, all=agreed + sum(counted.values()))
    doubtful = sum(bool(state[term].disputed) for term in state)
    disputed = [ENGLISH["disputed"].format(count=doubtful)] if doubtful else []
    first = ", ".join((told, *rest, *disputed))
    beside = _beside(state, check(state) if findings is None else findings)
    return "; ".join((first, *beside)) + "."


def _word(status: TermStatus) -> str:
    """A status as a word of a sentence."""
    return str(status).replace("-", " ")


def _beside(state: State, findings: Iterable[Finding]) -> Iterator[str]:
    """On whom it waits, and what is to be watched."""
    waiting = Counter(party for term in state for party in state[term].waits_on)
    if waiting:
        yield _listed(list(_waits(waiting)))
    if len(waiting) > NAMED:
        yield ENGLISH["wait_more"].format(count=len(waiting) - NAMED)
    grave = sum(finding.severity is Severity.HIGH for finding in findings)
    closing = sum(_closes(window) for window in windows(state))
    late = sum(row.certain_from is not None for row in overdue(state))
    for name, number in (("grave", grave), ("closing", closing), ("late", late)):
        if number:
            yield ENGLISH[name if number > 1 else f"{name}_one"].format(count=number)


def _waits(waiting: Counter[str]) -> Iterator[str]:
    """How many terms wait on the parties that most of them wait on."""
    (party, count), *others = waiting.most_common(NAMED)
    yield ENGLISH["wait_on" if count > 1 else "wait_on_one"].format(party=party, count=count)
    for party, count in others:
        yield ENGLISH["wait_too"].format(party=party, count=count)


def _closes(window: Window) -> bool:
    """Whether an offer is still to close, at a date or an event that was told or not."""
    return (
        window.field == "window" and not window.lapsed and not isinstance(window.closes, NotBefore)
    )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {ENGLISH['and']} {names[-1]}"
