"""The headline of a briefing: one sentence, counted from the state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.check import check
from peacetrack.analysis.finding import Finding, Severity
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.window import Window, windows
from peacetrack.rules import wording
from peacetrack.state import State
from peacetrack.table.cell import one_line
from peacetrack.view.board import newest_line
from peacetrack.words.term import TermStatus
from peacetrack.words.when import display_day

NAMED = 3
"""How many parties, and how many terms, the headline names."""
LONG = 40
"""How many characters a name may have; with more, the id stands for it."""


def headline(state: State, findings: Iterable[Finding] | None = None) -> str:
    """Return one sentence on how the negotiation stands.

    Parameters:
        state: the state to ask.
        findings: what `analysis.check` found, where that is known already (default: checked here).
    """
    statuses = Counter(status for status in map(state.status_of, state) if status is not None)
    if not statuses:
        return "Nothing is on the table yet."
    findings = check(state) if findings is None else findings
    parts = (_statuses(statuses), *_disputes(state), *_waits(state), *_alerts(state, findings))
    ages = "; ".join(_ages(state))
    return f"{'; '.join(parts)}. {ages[0].upper()}{ages[1:]}."


def _ages(state: State) -> Iterator[str]:
    """Yield how old the newest report is, and the oldest live stance that a status rests on."""
    yield newest_line(state)
    counting = (state[term][party] for term in state for party in state[term].needed)
    dated = [(s.last_reported, s) for s in counting if s.live and s.last_reported is not None]
    if dated:
        last, oldest = min(dated, key=lambda pair: pair[0])
        place = f"{name_of(state, oldest.party)} on {wording.isolated(oldest.term)}"
        yield f"oldest position that counts: {place}, {display_day(last)}"


def _statuses(statuses: Counter[TermStatus]) -> str:
    agreed = f"{statuses[TermStatus.AGREED]} of {statuses.total()} terms agreed"
    others = sorted(statuses.keys() - {TermStatus.AGREED}, reverse=True)
    counts = (f"{statuses[status]} {wording.status_word(status)}" for status in others)
    return ", ".join((agreed, *counts))


def _disputes(state: State) -> Iterator[str]:
    """Yield the terms with a disputed stance of a needed party, the first by name."""
    terms = [term for term in state if state[term].disputed]
    if terms:
        more = [f"{len(terms) - NAMED} more"] if len(terms) > NAMED else []
        names = _listed([*map(wording.isolated, terms[:NAMED]), *more])
        yield f"{len(terms)} disputed ({names})"


def _waits(state: State) -> Iterator[str]:
    """Yield how many terms wait on each party, for the parties that most terms wait on."""
    waiting = Counter(party for term in state for party in state[term].waits_on)
    if waiting:
        (party, count), *others = waiting.most_common(NAMED)
        first = f"{count} {'wait' if count > 1 else 'waits'} on {name_of(state, party)}"
        yield _listed([first, *(f"{count} on {name_of(state, party)}" for party, count in others)])
    more = len(waiting) - NAMED
    if more > 0:
        yield f"{_counted(more, 'more party is', 'more parties are')} waited on"


def _alerts(state: State, findings: Iterable[Finding]) -> Iterator[str]:
    """Yield what to watch: grave findings, offers that close, late events."""
    grave = sum(finding.severity is Severity.HIGH for finding in findings)
    closing = [window for window in windows(state) if _closes(window)]
    late = [row for row in overdue(state) if not row.open_ended]
    asked = sum(row.event is None for row in late)
    if grave:
        yield f"{_counted(grave, 'finding', 'findings')} of high weight"
    if closing:
        yield f"{_counted(len(closing), 'offer is', 'offers are')} to close"
        yield from _next_deadline(state, closing)
    if len(late) > asked:
        events = _counted(
            len(late) - asked, "expected event is, or may be,", "expected events are, or may be,"
        )
        yield f"{events} late"
    if asked:
        yield f"an answer to {_counted(asked, 'question', 'questions')} is, or may be, late"


def _next_deadline(state: State, closing: Iterable[Window]) -> Iterator[str]:
    """Yield the offer that closes next, where one has a date after the valid moment."""
    for window in closing:
        if window.at is not None and window.at > state.basis.valid:
            party, term = name_of(state, window.party), wording.isolated(window.term)
            yield f"next deadline {wording.last_moment(window.at)}: {party} on {term}"
            return


def name_of(state: State, party: str) -> str:
    """Return the name of a party as a sentence uses it, or its id where the name is long."""
    declared = state.agenda.party_by_id.get(party)
    name = party if declared is None else one_line(declared.name)
    return wording.isolated(name if len(name) <= LONG else party)


def _closes(window: Window) -> bool:
    """Whether an offer is still to close, at a date or with an event, disclosed or not."""
    return window.field == "window" and not window.lapsed and window.closes.terminates


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
