"""The sentence on top of a briefing, counted from the state. Built on analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.check import check
from peacetrack.analysis.finding import Finding, Severity
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.window import Window, windows
from peacetrack.rules import wording
from peacetrack.state import State
from peacetrack.table.grid import one_line
from peacetrack.view.page.catalogue import ENGLISH
from peacetrack.words.ending import NotBefore
from peacetrack.words.term import TermStatus

NAMED = 3
"""So many parties are named, and so many terms."""
LONG = 40
"""What is longer is no name for a sentence."""


def headline(state: State, findings: Iterable[Finding] | None = None) -> str:
    """How the negotiation stands, in one sentence; `findings`, where it was checked already."""
    statuses = [state.status_of(term) for term in state]
    counted = Counter(status for status in statuses if status is not None)
    if not counted:
        return ENGLISH["headline_none"]
    agreed = counted.pop(TermStatus.AGREED, 0)
    rest = [
        ENGLISH["counted"].format(count=counted[status], status=wording.status_word(status))
        for status in sorted(counted, reverse=True)
    ]
    told = ENGLISH["is_agreed"].format(agreed=agreed, all=agreed + sum(counted.values()))
    first = ", ".join((told, *rest))
    beside = _beside(state, check(state) if findings is None else findings)
    return "; ".join((first, *_disputed(state), *beside)) + "."


def _disputed(state: State) -> Iterator[str]:
    """Of which terms it is disputed where a needed party stands."""
    terms = [term for term in state if state[term].disputed]
    more = [ENGLISH["terms_more"].format(count=len(terms) - NAMED)] if len(terms) > NAMED else []
    if terms:
        named = _listed([*map(wording.isolated, terms[:NAMED]), *more])
        yield ENGLISH["disputed"].format(count=len(terms), terms=named)


def _beside(state: State, findings: Iterable[Finding]) -> Iterator[str]:
    """On whom it waits, and what is to be watched."""
    waiting = Counter(party for term in state for party in state[term].waits_on)
    if waiting:
        yield _listed(list(_waits(state, waiting)))
    more = len(waiting) - NAMED
    if more > 0:
        yield ENGLISH["wait_more" if more > 1 else "wait_more_one"].format(count=more)
    grave = sum(finding.severity is Severity.HIGH for finding in findings)
    closing = [window for window in windows(state) if _closes(window)]
    late = sum(not row.open_ended for row in overdue(state))
    for name, number in (("grave", grave), ("closing", len(closing)), ("late", late)):
        if number:
            yield ENGLISH[name if number > 1 else f"{name}_one"].format(count=number)
        if name == "closing":
            yield from _next_deadline(state, closing)


def _next_deadline(state: State, closing: Iterable[Window]) -> Iterator[str]:
    """Whose offer closes next, where one has a date that is to come."""
    ahead = (window for window in closing if window.at and window.at > state.basis.valid)
    window = next(ahead, None)
    if window is not None and window.at is not None:
        whose = {"party": name_of(state, window.party), "term": wording.isolated(window.term)}
        yield ENGLISH["deadline"].format(time=wording.last_moment(window.at), **whose)


def name_of(state: State, party: str) -> str:
    """A party as a sentence names it: by its name, or by its id where the name is long."""
    declared = state.agenda.party_by_id.get(party)
    name = party if declared is None else one_line(declared.name)
    return wording.isolated(name if len(name) <= LONG else party)


def _waits(state: State, waiting: Counter[str]) -> Iterator[str]:
    """How many terms wait on the parties that most of them wait on."""
    (party, count), *others = waiting.most_common(NAMED)
    yield ENGLISH["wait_on" if count > 1 else "wait_on_one"].format(
        party=name_of(state, party), count=count
    )
    for party, count in others:
        yield ENGLISH["wait_too"].format(party=name_of(state, party), count=count)


def _closes(window: Window) -> bool:
    """Whether an offer is still to close, at a date or an event that was told or not."""
    return (
        window.field == "window" and not window.lapsed and not isinstance(window.closes, NotBefore)
    )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {ENGLISH['and']} {names[-1]}"
