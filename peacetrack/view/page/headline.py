"""The headline of a briefing: one sentence, counted from the state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.check import check
from peacetrack.analysis.finding import Finding, Severity
from peacetrack.analysis.holding import rejections
from peacetrack.analysis.overdue import overdue
from peacetrack.analysis.window import Window, windows
from peacetrack.rules import wording
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.table.cell import one_line
from peacetrack.view.board import newest_line
from peacetrack.words.isolate import isolated
from peacetrack.words.term import TermStatus

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
    parts = (
        _statuses(statuses),
        *_rejections(state),
        *_disputes(state),
        *_waits(state),
        *_alerts(state, findings),
    )
    ages = "; ".join(_ages(state))
    return f"{'; '.join(parts)}. {ages[0].upper()}{ages[1:]}."


def _ages(state: State) -> Iterator[str]:
    """Yield how old the newest report is, and the oldest live stance that a status rests on."""
    yield newest_line(state)
    counting = (state[term][party] for term in state for party in state[term].needed)
    dated = [(s.last_reported, s) for s in counting if s.live and s.last_reported is not None]
    if dated:
        _, oldest = min(dated, key=lambda pair: pair[0])
        place = f"{name_of(state, oldest.party)} on {term_of(state, oldest.term)}"
        yield f"oldest position that counts: {place}, {wording.last_reported(oldest).removeprefix('last reported ')}"


def _statuses(statuses: Counter[TermStatus]) -> str:
    agreed = f"{statuses[TermStatus.AGREED]} of {statuses.total()} terms agreed"
    others = sorted(statuses.keys() - {TermStatus.AGREED}, reverse=True)
    counts = (f"{statuses[status]} {wording.status_word(status)}" for status in others)
    return ", ".join((agreed, *counts))


def _rejections(state: State) -> Iterator[str]:
    """Yield the needed parties that reject a term, the first by name; those on the record come first."""
    found = [(wording.reservation(standing), standing) for standing, _ in rejections(state)]
    found.sort(key=lambda pair: bool(pair[0]))
    if found:
        more = [f"{len(found) - NAMED} more"] if len(found) > NAMED else []
        yield _listed([*(_rejection(state, *pair) for pair in found[:NAMED]), *more])


def _rejection(state: State, reservation: str, standing: Standing) -> str:
    clause = f"{name_of(state, standing.party)} rejects {term_of(state, standing.term)}"
    return f"{clause} ({reservation})" if reservation else clause


def _disputes(state: State) -> Iterator[str]:
    """Yield the terms with a disputed stance of a needed party, the first by name."""
    terms = [term for term in state if state[term].disputed]
    if terms:
        more = [f"{len(terms) - NAMED} more"] if len(terms) > NAMED else []
        names = _listed([*(term_of(state, term) for term in terms[:NAMED]), *more])
        yield f"{len(terms)} disputed ({names})"


def _waits(state: State) -> Iterator[str]:
    """Yield how many terms wait on each party, or on a quorum, for those that most terms wait on."""
    waiting = Counter(name for term in state for name in _waited_for(state, term))
    if waiting:
        (name, count), *others = waiting.most_common(NAMED)
        first = f"{count} {'wait' if count > 1 else 'waits'} on {name}"
        yield _listed([first, *(f"{count} on {name}" for name, count in others)])
    more = len(waiting) - NAMED
    if more > 0:
        yield f"{_counted(more, 'more party is', 'more parties are')} waited on"


def _waited_for(state: State, term: str) -> list[str]:
    """Return the parties that a term waits on, by name, and how many of those of a quorum."""
    lacking = state[term].lacking
    alone = (party for each in lacking if each.by_all for party in each.parties)
    some = (f"{each.count} of {len(each.parties)} parties" for each in lacking if not each.by_all)
    return [*(name_of(state, party) for party in dict.fromkeys(alone)), *some]


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
            party, term = name_of(state, window.party), term_of(state, window.term)
            yield f"next deadline {wording.last_moment(window.at)}: {party} on {term}"
            return


def term_of(state: State, term: str) -> str:
    """Return the title of a term as a sentence uses it, or its id where it has none, or a long one."""
    declared = state.agenda.term_by_id.get(term)
    title = one_line(declared.title) if declared is not None and declared.title else term
    return isolated(title if len(title) <= LONG else term)


def name_of(state: State, party: str) -> str:
    """Return the name of a party as a sentence uses it, or its id where the name is long."""
    declared = state.agenda.party_by_id.get(party)
    name = party if declared is None else one_line(declared.name)
    return isolated(name if len(name) <= LONG else party)


def _closes(window: Window) -> bool:
    """Whether an offer is still to close, at a date or with an event, disclosed or not."""
    return window.field == "window" and not window.lapsed and window.closes.terminates


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
