"""Checks of deadlines: offers that ran out or will soon, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from peacetrack.analysis.checks.condition import awaited
from peacetrack.analysis.finding import (
    Finding,
    Source,
    Where,
    about,
    counts_for_status,
    found,
    of_party,
    weighed,
)
from peacetrack.analysis.holding import Record, standings
from peacetrack.analysis.overdue import Overdue, overdue
from peacetrack.analysis.severity import Severity
from peacetrack.analysis.verdict.own_words import restated, without
from peacetrack.analysis.window import Window, extended_in_vain, windows
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import Statement, reports_of, subject_words
from peacetrack.rules.claims import Claimed
from peacetrack.rules.extension import extension_in_words, until_in_words
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import in_sentence
from peacetrack.state import State
from peacetrack.words.edtf import DAY
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated
from peacetrack.words.when import Moment, as_instant, display_day


def lapsed_offers(state: State) -> Iterator[Finding]:
    """Find stances that ran out and were not replaced."""
    record = Record(state)
    for window, standing in _own_windows(state):
        if window.lapsed and window.at is not None and standing.begun:
            vain, still = extended_in_vain(state, standing), record.still(standing)
            again = restated(state, standing)
            severity = Severity.HIGH if counts_for_status(state, standing) else Severity.MEDIUM
            more = f"{_extended(standing, vain)}{again_in_words(standing, again)}{_still(still)}"
            what = f"{window} ({window.stance}){more}"
            settled_by = f"{isolated(window.party)} on the record" if still else _renewing(window, vain)
            reports = dict.fromkeys((*window.reports, *reports_of(filter(None, (vain, again)))))
            source = Moment.at(as_instant(window.at)), tuple(reports)
            yield of_party(severity, "lapsed-offer", what, settled_by, window, window.field, source=source)


def _extended(standing: Standing, vain: Claimed | None) -> str:
    return "" if vain is None else f"; {isolated(vain.report)}: {extension_in_words(standing, vain)}"


def again_in_words(standing: Standing, told: Statement | None) -> str:
    """Return which later report states what ran out without its end; else an empty text."""
    if told is None:
        return ""
    return (
        f"; {isolated(told.report)}: {isolated(standing.party)} accepts it, {told.since}, {without(standing)}"
    )


def _still(own: Standing | None) -> str:
    """Return that an acceptance is over only by words off the record; else an empty text."""
    if own is None:
        return ""
    ending = next((each for each in (own.window, own.until) if isinstance(each, Ending)), None)
    until = "" if ending is None else f", {until_in_words(ending)}"
    return f"; on the record, {in_sentence(own)} still{until}"


def _renewing(window: Window, vain: Claimed | None) -> str:
    party = isolated(window.party)
    if vain is None:
        return f"{party} renewing it, or taking another stance"
    corrected = f"a correction of {isolated(vain.report)} that states the stance, if it holds again"
    return f"{corrected}, or another stance of {party}"


def closing_offers(state: State, *, days: int = 14) -> Iterator[Finding]:
    """Find offers that close within some days, with an event, or on an undisclosed date."""
    for window, standing in _own_windows(state):
        if window.is_offer and not window.lapsed and _closes_soon(state, window, days):
            severity, settled_by = weighed(state, standing), _settling(state, window)
            what = f"{window}{', which is past' if _is_past(state, window) else ''}"
            yield of_party(severity, "closing-window", what, settled_by, window, window.field)


def _own_windows(state: State) -> Iterator[tuple[Window, Standing]]:
    """Return the windows that parties set themselves, without those they have by their group."""
    for window in windows(state):
        standing = state.standing(window.term, window.party)
        if standing.runs[window.field][-1].party == window.party:
            yield window, standing


def _closes_soon(state: State, window: Window, days: int) -> bool:
    if window.at is None:
        return window.closes.terminates
    return as_instant(window.at) - state.instant <= days * DAY


def _is_past(state: State, window: Window) -> bool:
    """Return whether the date of the event is past with which an offer ends that has not lapsed."""
    return window.at is not None and as_instant(window.at) <= state.instant


def _settling(state: State, window: Window) -> str:
    waiting = [each for each in state[window.term].lacking if each.parties != (window.party,)]
    answer = f"an answer of {' and '.join(map(str, waiting))}" if waiting else "an agreement"
    before = f"{answer} before it closes"
    if window.called_off is not None:
        return f"{isolated(window.party)} saying until when it stands, or {answer}"
    if _is_past(state, window):
        return f"a report of what became of {isolated(window.closes.named_event or '')}, or {answer}"
    return before if window.at is not None else f"a report of when it closes, or {before}"


def moved_ends(state: State) -> Iterator[Finding]:
    """Find offers and positions that end with an event, and of which nobody stands by its date."""
    for window, standing in _own_windows(state):
        if window.dated_by and window.at is not None and not window.lapsed:
            event = isolated(window.closes.named_event or "")
            settled_by = f"a report on the record of when {event} takes place"
            severity, source = weighed(state, standing), (window.since, [*window.reports, *window.dated_by])
            what, field = str(window), window.field
            yield of_party(severity, "unnamed-date", what, settled_by, window, field, source=source)


def overdue_events(state: State) -> Iterator[Finding]:
    """Find expected events that are overdue, certainly or possibly; of deadlines see below."""
    for row in overdue(state):
        if row.event is not None and state.event(row.event).type != DEADLINE:
            settled_by = f"a report of whether {isolated(row.event)} took place, or of its new date"
            where = about(row.event, row.participants, "when", "status")
            yield _overdue(row, "overdue-event", settled_by, where)


def postponed_deadlines(state: State) -> Iterator[Finding]:
    """Find deadlines that were postponed to a date that is past: they do not pass by themselves (rule 5)."""
    for row in overdue(state):
        if row.event is not None and state.event(row.event).type == DEADLINE:
            waiting = list(_waiting_for(state, row.event))
            weight = {True: Severity.HIGH, False: Severity.MEDIUM} if waiting else _WEIGHT
            event = isolated(row.event)
            what = f"{'; '.join([str(row), *waiting])}; a postponed deadline does not pass by itself"
            settled_by = (
                f"a report of {event} as expected at that date, if it was extended, or as held, or a new date"
            )
            where = about(row.event, row.participants, "when", "status")
            yield found(weight[row.certain], "postponed-deadline", what, settled_by, where, _since(row))


def _waiting_for(state: State, event: str) -> Iterator[str]:
    """Yield what parties hold that ends with an event, or waits for it, each in words."""
    for standing in standings(state):
        for field, named in awaited(standing):
            if named == event and standing.runs[field][-1].party == standing.party:
                verb = "waits for it" if field == "conditions" else "ends with it"
                yield f"{subject_words(standing.term, standing.party)} {verb}"


def overdue_questions(state: State) -> Iterator[Finding]:
    """Find questions that were due to be answered."""
    for row in overdue(state):
        if row.question is not None:
            settled_by = "a report that answers it, or withdrawing the question"
            yield _overdue(row, "overdue-question", settled_by, about(row.about))


_WEIGHT = {True: Severity.MEDIUM, False: Severity.LOW}
"""How much it matters that something is overdue, by whether it certainly is."""


def _overdue(row: Overdue, check: str, settled_by: str, where: Where) -> Finding:
    return found(_WEIGHT[row.certain], check, str(row), settled_by, where, _since(row))


def _since(row: Overdue) -> Source:
    return Moment.parse(display_day(row.since)), row.reports
