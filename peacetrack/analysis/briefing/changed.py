"""What changed since an earlier state: turns first, what was learned late or corrected apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from peacetrack.analysis.briefing.line import Line, Part, Rule
from peacetrack.analysis.briefing.naming import Names, listed
from peacetrack.analysis.changes.baseline import baseline
from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.changes.change import Change, diff
from peacetrack.ledger.entry import Entry
from peacetrack.state import State
from peacetrack.words.position import Position
from peacetrack.words.report import Claim, Event
from peacetrack.words.stance import Stance
from peacetrack.words.value import counted, grouped, in_short
from peacetrack.words.when import TimeLike

changed = partial(Names.line, part=Part.CHANGED)

_BY_CAUSE = {
    Cause.CORRECTED: Rule.CORRECTED,
    Cause.RETRACTED: Rule.CORRECTED,
    Cause.LEARNED: Rule.LEARNED,
    Cause.DATED: Rule.LEARNED,
    Cause.DECLARED: Rule.REGROUPED,
    Cause.JOINED: Rule.REGROUPED,
}
"""The rules of changes that are not a change of the world."""
_OF_A_STANCE = ("stance", "red_line", "conditions", "lapsed")
"""The fields with a line for each change; changes of the others are counted."""


def what_changed(state: State, names: Names, since: TimeLike | int | None) -> Iterator[Line]:
    """Yield what changed; of a ledger that is new since then, one line and what its later reports turned."""
    earlier = baseline(state, since)
    first = _first_report(state) if earlier.newest is None else None
    if first is not None:
        yield _new(state, names)
        earlier = state.at(known=first)
    recorded = _Recorded(state)
    lines = sorted(
        lines_between(earlier, state, names, new=first is not None),
        key=lambda line: (
            _is_aside(state, line),
            -max(map(partial(recorded.seq, line), line.reports), default=0),
        ),
    )
    yield from lines
    if not lines and first is None:
        yield changed(names, rule=Rule.NOTHING_CHANGED, what="Nothing changed")


def _is_aside(state: State, line: Line) -> bool:
    """Return whether a change is that of a party that its term does not need."""
    return not any(party in state.needed_on(term) for term in line.terms for party in line.parties)


class _Recorded:
    """When the reports of a state said first what a line is about."""

    def __init__(self, state: State) -> None:
        self._parties = state.agenda.party_by_id
        self._entries = {entry.id: entry for entry in state.entries if entry.report is not None}

    def seq(self, line: Line, report: str) -> int:
        """Return the seq of the entry of a report, of a correction that only repeats that of the first."""
        entry = self._entries[report]
        corrected = self._entries.get(entry.corrects or "")
        if corrected is None or self._said(line, entry) != self._said(line, corrected):
            return entry.seq
        return self.seq(line, corrected.id)

    def _said(self, line: Line, entry: Entry) -> tuple[object, ...]:
        """Return what an entry says of the terms and the parties of a line; without terms, of events."""
        assert entry.report is not None
        claims = [c for c in entry.report.claims if self._is_about(line, c)]
        return entry.report.since, entry.report.attribution, claims

    def _is_about(self, line: Line, claim: Claim) -> bool:
        if not line.terms:
            return isinstance(claim, Event)
        party = claim.party if isinstance(claim, Position) else None
        is_other = party in self._parties and party not in line.parties  # an alias may be any of them
        return bool({*claim.subjects} & {*line.terms}) and not is_other


def _first_report(state: State) -> int | None:
    """Return the seq of the first entry with claims that count; None where there is none."""
    reports = {claimed.report for claimed in state.claims()}
    return next((entry.seq for entry in state.entries if entry.id in reports), None)


def _new(state: State, names: Names) -> Line:
    reports = list(dict.fromkeys(claimed.report for claimed in state.claims()))
    terms = [term for term in state if any(state.claims(term=term))]
    what = f"nothing was on this ledger before; now {counted(len(reports), 'report')}"
    what = f"{what} on {counted(len(terms), 'term')}"
    return changed(
        names, rule=Rule.FIRST_REPORTS, about="First reports", what=what, reports=reports, source=""
    )


def lines_between(earlier: State, state: State, names: Names, *, new: bool = False) -> Iterator[Line]:
    """Yield a line for each change of a stance and of an event, and one that counts the others.

    Of a new ledger only what another report said before is worth a line.
    """
    details: list[Change] = []
    for change in diff(earlier, state):
        if _keeps_red_line(state, names, change):
            continue
        of_term = change.term in state
        if not (change.field in _OF_A_STANCE and change.party) if of_term else change.field not in _OF_EVENTS:
            details.append(change)
            continue
        line = _of_stance(names, change) if of_term else _of_event(state, names, change)
        if not new or change.before is not None:
            yield line
    if details and not new:
        yield _counted(state, names, details)


def _keeps_red_line(state: State, names: Names, change: Change) -> bool:
    """Return whether a red line that later reports leave out still stands on the record."""
    if change.field != "red_line" or change.after is True or change.party is None or change.term not in state:
        return False
    return names.record.red_line(state.standing(change.term, change.party)) is not None


_OF_EVENTS = ("status", "when")


def _of_stance(names: Names, change: Change) -> Line:
    party = names.party(change.party or "")
    was, now = change.before, change.after
    rule = Rule.TERMS_OF_STANCE
    if change.field == "stance":
        rule = Rule.TURN if isinstance(was, Stance) else Rule.FIRST_STANCE
        what = _turn(party, was, now)
    elif change.field == "red_line":
        what = f"{party} {'draws a red line' if now is True else 'has no red line any more'}"
    elif change.field == "lapsed":
        what = f"the position of {party} {'ran out' if now else 'stands again'}"
    else:
        asked = listed([names.condition(condition) for condition in now or ()], 2)
        what = f"{party} asks now that {asked}" if asked else f"{party} sets no condition any more"
    rule = _BY_CAUSE.get(change.cause, rule)
    return changed(
        names,
        rule=rule,
        what=what + _ASIDE.get(change.cause, ""),
        terms=[change.term],
        parties=filter(None, [change.party]),
        reports=change.reports,
    )


_ASIDE = {
    Cause.CORRECTED: ", after a correction",
    Cause.RETRACTED: ", after a retraction",
    Cause.LEARNED: ", as was learned later",
    Cause.DATED: ", by the date of an event",
    Cause.DECLARED: ", by a new declaration",
    Cause.JOINED: ", with its group",
}


def _turn(party: str, was: object, now: object) -> str:
    if isinstance(was, Stance) and isinstance(now, Stance):
        return f"{party} went from {was} to {now}"
    if isinstance(now, Stance):
        return f"{party} {now.verb} it; no stance was known before"
    return f"{party}: no stance is known any more"


def _of_event(state: State, names: Names, change: Change) -> Line:
    was, now = (None if value is None else in_short(value) for value in (change.before, change.after))
    field = "date" if change.field == "when" else "status"
    what = f"{field} {now or 'withdrawn'}" + (f", {was} before" if was else "")
    event = state.event(change.term)
    return changed(
        names,
        rule=_BY_CAUSE.get(change.cause, Rule.EVENT),
        about=names.event(event),
        what=what + _ASIDE.get(change.cause, ""),
        parties=event.participants,
        reports=change.reports,
    )


def _counted(state: State, names: Names, details: Iterable[Change]) -> Line:
    by_term = grouped(details, lambda change: change.term)
    terms = [term for term in by_term if term in state]
    count = sum(map(len, by_term.values()))
    reports = [report for changes in by_term.values() for change in changes for report in change.reports]
    what = f"{counted(count, 'detail')} changed" + (f" on {names.terms(terms)}" if terms else "")
    source = counted(len(set(reports)), "report")
    return changed(names, rule=Rule.DETAILS, about="", what=what, terms=terms, reports=reports, source=source)
