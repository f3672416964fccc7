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


def placed(state: State, line: Line, change: Change | None = None) -> ChangeLine:
    """Return a line with what it is ordered by: those of needed parties first, turns by their day."""
    seq = max((_seq(state, line, _entry(state, report)) for report in line.reports), default=0)
    since = since_of(state, change) if change is not None and line.rule is Rule.TURN else None
    day = 0 if since is None else since.anchor // DAY
    needed = any(party in state.needed_on(term) for term in line.terms for party in line.parties)
    return ChangeLine(line, (needed, True, day, seq), change is not None and change.before is not None)


def _seq(state: State, line: Line, entry: Entry) -> int:
    """Return the seq of an entry; of a correction that repeats what a line is about, that of the first."""
    corrected = None if entry.corrects is None else _entry(state, entry.corrects)
    if corrected is None or _said(state, line, entry) != _said(state, line, corrected):
        return entry.seq
    return _seq(state, line, corrected)


def _entry(state: State, report: str) -> Entry:
    filed = snapshot_of(state).filed(report)
    assert filed is not None
    return filed.entry


def _said(state: State, line: Line, entry: Entry) -> tuple[object, ...]:
    """Return what an entry says of the terms and the parties of a line; without terms, of events."""
    assert entry.report is not None
    claims = [claim for claim in entry.report.claims if _is_about(state, line, claim)]
    return entry.report.since, entry.report.attribution, claims


def _is_about(state: State, line: Line, claim: Claim) -> bool:
    if not line.terms:
        return isinstance(claim, Event)
    party = claim.party if isinstance(claim, Position) else None
    # an alias may be any of them
    is_other = party in state.agenda.party_by_id and party not in line.parties
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
