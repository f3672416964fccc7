"""What changed since an earlier state: turns first, what was learned late or corrected apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import attrs

from peacetrack.analysis.briefing.line import Line, Part, Rule
from peacetrack.analysis.briefing.naming import Names, listed, since_words
from peacetrack.analysis.changes.cause import Cause
from peacetrack.analysis.changes.change import Change, Comparison
from peacetrack.analysis.holding import holding_of, standings
from peacetrack.index.statement import Statement
from peacetrack.ledger.entry import Entry
from peacetrack.state import State, snapshot_of
from peacetrack.words.position import Position
from peacetrack.words.report import Claim, Event
from peacetrack.words.stance import Stance
from peacetrack.words.value import counted, grouped, in_short
from peacetrack.words.when import Moment

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
_OF_EVENTS = ("status", "when")
"""The fields with a line for each change; changes of the others are counted."""


class ChangeLine(NamedTuple):
    """A line on a change, with what it is ordered by, and whether there was something before.

    That is, of a turn, when it was, and the seq of the newest entry behind it.
    """

    line: Line
    since: int
    seq: int
    again: bool


@attrs.frozen
class Changed:
    """What changed of a party on a term, of a term itself or of an event: lines, and what is only counted."""

    lines: Sequence[ChangeLine]
    details: Sequence[Change]

    @classmethod
    def of_holder(cls, comparison: Comparison, names: Names, term: str, party: str | None) -> Changed:
        """Return what changed of a party on a term, or of the term itself."""
        after = comparison.after
        lines, details, recorded = [], [], _Recorded(after)
        for change in comparison.of_holder(term, party):
            if not _keeps_red_line(after, names, change):
                if change.field in _OF_A_STANCE and change.party:
                    lines.append(recorded.dated(_of_stance(after, names, change), change))
                else:
                    details.append(change)
        return cls(lines, details)

    @classmethod
    def of_event(cls, comparison: Comparison, names: Names, event: str) -> Changed:
        """Return what changed of an event."""
        state, changes = comparison.after, list(comparison.of_event(event))
        recorded = _Recorded(state)
        lines = [recorded.dated(_of_event(state, names, c), c) for c in changes if c.field in _OF_EVENTS]
        return cls(lines, [change for change in changes if change.field not in _OF_EVENTS])


def what_changed(state: State, names: Names, earlier: State, compare: Compare) -> Iterator[Line]:
    """Yield what changed; of a ledger that is new since then, one line and what its later reports turned.

    Parameters:
        state: the state.
        names: its names.
        earlier: the state to compare it with.
        compare: gives what changed, holder by holder and event by event.
    """
    new = earlier.newest is None and bool(names.reports)
    if new:
        yield _new(state, names)
        earlier = state.at(known=_first_report(state, names))
    found = list(_lines(earlier, state, names, compare, new=new))
    found.sort(key=lambda each: (_is_aside(state, each.line), -each.since, -each.seq))
    yield from (each.line for each in found)
    if not found and not new:
        yield changed(names, rule=Rule.NOTHING_CHANGED, what="Nothing changed")


def lines_between(earlier: State, state: State, names: Names) -> Iterator[Line]:
    """Yield a line for each change of a stance and of an event, and one that counts the others."""
    return (each.line for each in _lines(earlier, state, names, all_changes))


def all_changes(comparison: Comparison, names: Names) -> Iterator[Changed]:
    """Yield what changed of each holder, in the order of the agenda, then of each event."""
    for term in comparison.terms:
        for party in comparison.parties_on(term):
            yield Changed.of_holder(comparison, names, term, party)
    for event in comparison.events:
        yield Changed.of_event(comparison, names, event)


Compare = Callable[[Comparison, Names], Iterable[Changed]]


def _lines(
    earlier: State, state: State, names: Names, compare: Compare, *, new: bool = False
) -> Iterator[ChangeLine]:
    """Yield all lines; of a new ledger only what another report said before is worth one."""
    parts = list(compare(Comparison(earlier, state), names))
    yield from (each for part in parts for each in part.lines if each.again or not new)
    details = [change for part in parts for change in part.details]
    if details and not new:
        yield _Recorded(state).dated(_counted(state, names, details))


def _is_aside(state: State, line: Line) -> bool:
    """Return whether a change is that of a party that its term does not need."""
    return not any(party in state.needed_on(term) for term in line.terms for party in line.parties)


class _Recorded:
    """When the reports of a state said first what a line is about."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._parties = state.agenda.party_by_id
        self._snapshot = snapshot_of(state)

    def dated(self, line: Line, change: Change | None = None) -> ChangeLine:
        """Return a line with what it is ordered by."""
        seq = max((self._seq(line, self._entry(report)) for report in line.reports), default=0)
        since = _since(self._state, change) if change is not None and line.rule is Rule.TURN else None
        anchor = 0 if since is None else since.anchor
        return ChangeLine(line, anchor, seq, change is not None and change.before is not None)

    def _seq(self, line: Line, entry: Entry) -> int:
        """Return the seq of an entry, of a correction that only repeats that of the first."""
        corrected = None if entry.corrects is None else self._entry(entry.corrects)
        if corrected is None or self._said(line, entry) != self._said(line, corrected):
            return entry.seq
        return self._seq(line, corrected)

    def _entry(self, report: str) -> Entry:
        filed = self._snapshot.filed(report)
        assert filed is not None
        return filed.entry

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


def _first_report(state: State, names: Names) -> int:
    """Return the seq of the first entry with claims that count."""
    filed = (snapshot_of(state).filed(report) for report in names.reports)
    return min(each.entry.seq for each in filed if each is not None)


def _new(state: State, names: Names) -> Line:
    """Return the line of a ledger that is new: which terms and parties most of it is about."""
    terms = _most_first(
        term for claimed in state.claims() for term in claimed.claim.subjects if term in state
    )
    parties = _most_first(s.party for s in standings(state) if s.begun and not s.silent and not s.derived)
    most = f", most on {names.terms(terms[:3])}" if len(terms) > 3 else ""
    on = counted(len(terms), "term") if most else names.terms(terms)
    what = f"{counted(len(names.reports), 'report')} on {on}, none before{most}"
    if parties:
        what += f"; positions of {names.parties(parties)}"
    return changed(
        names, rule=Rule.FIRST_REPORTS, about="First reports", what=what, reports=names.reports, source=""
    )


def _most_first(ids: Iterable[str]) -> list[str]:
    return [id for id, _ in Counter(ids).most_common()]


def _keeps_red_line(state: State, names: Names, change: Change) -> bool:
    """Return whether a red line that later reports leave out still stands on the record."""
    if change.field != "red_line" or change.after is True or change.party is None or change.term not in state:
        return False
    return names.record.red_line(state.standing(change.term, change.party)) is not None


def _of_stance(state: State, names: Names, change: Change) -> Line:
    party = names.party(change.party or "")
    was, now = change.before, change.after
    rule = Rule.TERMS_OF_STANCE
    if change.field == "stance":
        rule = Rule.TURN if isinstance(was, Stance) else Rule.FIRST_STANCE
        what = _turn(party, was, now, _since(state, change))
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
        run=_behind(state, change),
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


def _behind(state: State, change: Change) -> list[Statement]:
    """Return the statements of the value that holds now, of the reports behind a change."""
    run = holding_of(state, change.term, change.party).runs.get(change.field, ())
    return [statement for statement in run if statement.report in change.reports]


def _turn(party: str, was: object, now: object, since: Moment | None) -> str:
    day = "" if since is None else f", {since_words(str(since))}"  # as the headline has it of the last move
    if isinstance(was, Stance) and isinstance(now, Stance):
        return f"{party} went from {was} to {now}{day}"
    if isinstance(now, Stance):
        return f"{party} {now.verb} it{day}; no stance was known before"
    return f"{party}: no stance is known any more"


def _since(state: State, change: Change) -> Moment | None:
    """Return when the stance began that a change ends in; None of other changes."""
    if change.field != "stance" or not isinstance(change.after, Stance) or change.party is None:
        return None
    return state.standing(change.term, change.party).since


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
