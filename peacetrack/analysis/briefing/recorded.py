"""When the reports of a ledger said first what lines on changes are about: the order of what changed."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

from peacetrack.analysis.briefing.lapse import lapsed_windows
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.changes.cause import REGROUPING
from peacetrack.analysis.changes.change import Change
from peacetrack.ledger.entry import Entry
from peacetrack.rules.standing import Standing
from peacetrack.state import State, snapshot_of
from peacetrack.words.edtf import DAY
from peacetrack.words.position import Position
from peacetrack.words.report import Claim, Event
from peacetrack.words.stance import Stance
from peacetrack.words.when import Moment, as_instant


class ChangeLine(NamedTuple):
    """A line on a change, with what it is ordered by (greater first), and whether something was before."""

    line: Line
    order: tuple[bool, bool, int, int]
    again: bool


class Recorded:
    """When the reports of a state said first what a line is about."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._parties = state.agenda.party_by_id
        self._snapshot = snapshot_of(state)

    def dated(self, line: Line, change: Change | None = None) -> ChangeLine:
        """Return a line with what it is ordered by: those of needed parties first, turns by their day."""
        seq = max((self._seq(line, self._entry(report)) for report in line.reports), default=0)
        since = since_of(self._state, change) if change is not None and line.rule is Rule.TURN else None
        day = 0 if since is None else since.anchor // DAY
        needed = any(party in self._state.needed_on(term) for term in line.terms for party in line.parties)
        return ChangeLine(line, (needed, True, day, seq), change is not None and change.before is not None)

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


def since_of(state: State, change: Change) -> Moment | None:
    """Return since when the stance after a change holds, or has run out; None for other changes."""
    if change.field == "lapsed" and change.after and change.party is not None:
        ends = [window.at for window in lapsed_windows(state, change.term, change.party) if window.at]
        return Moment.at(as_instant(ends[0])) if ends else None
    if change.field != "stance" or not isinstance(change.after, Stance) or change.party is None:
        return None
    standing = state.standing(change.term, change.party)
    regrouped = standing.derived or change.cause in REGROUPING
    return turned_since(state, standing) if regrouped else standing.since


def turned_since(state: State, standing: Standing) -> Moment | None:
    """Return since when a party stands at its stance without a break; of one with a group, when it turned."""
    spells = reversed(state.spells(standing.term, standing.party))
    *_, first = takewhile(lambda spell: spell.standing.stance is standing.stance, spells)
    begins, since = first.begins, standing.since
    if begins is None or since is None or as_instant(begins) <= since.anchor:
        return since
    return Moment.at(as_instant(begins))
