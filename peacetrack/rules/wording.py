"""Statuses, progress, endings and times in words, for everything that people read.

Standings are worded in `standing_wording`, claims in `claim_wording`. Single values write themselves:
`peacetrack.words` gives them `str()` and `in_short`, and `peacetrack.table.columns` lays them out in tables.
Colours and markup are in `peacetrack.view`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, assert_never

from peacetrack.index.statement import Provenance, Statement
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.quorum import Lacking, Quorum
from peacetrack.rules.rulings import Rulings
from peacetrack.rules.status import NO_REPORT
from peacetrack.words.edtf import DAY, day_text
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, TermStatus
from peacetrack.words.value import Absence, counted
from peacetrack.words.when import After, Before, During, Moment, days_between, display_day, display_minute

Name = Callable[[str], str]
"""What a party is called, by its id."""


def refusal(party: str, *, veto: bool) -> str:
    """Return what follows where a party that has to accept a term, or has a veto, refuses it."""
    return (
        f"the veto of {isolated(party)} stands" if veto else f"without {isolated(party)} it cannot be agreed"
    )


# Terms


def status_in_brief(rulings: Rulings, term: str, verdict: str = "") -> str:
    """Return a status as the board shows it: `PENDING 1/2 waits on SOUTH ≠ NORTH`.

    With a quorum: `PENDING 7/15 (9 needed, 4 no report) waits on 2 of 8`.

    Parameters:
        rulings: where the status is asked.
        term: the id of the term.
        verdict: what it is called instead, where it is agreed by all reports that count.
    """
    statuses, declared = rulings.statuses, rulings.agenda.term_by_id.get(term)
    status = statuses.status(term)
    if status is None:
        return "backdrop" if declared is not None and declared.backdrop else "-"
    word = (verdict or status.name.replace("_", " ")).upper()
    text = f"{word} {len(statuses.accepting(term))}/{len(rulings.needed_on(term))}{_counts(rulings, term)}"
    lists = ((" waits on ", waits(statuses.lacking(term))), (" ≠ ", joined(statuses.disputed(term))))
    return text + "".join(f"{sign}{parties}" for sign, parties in lists if parties)


def _counts(rulings: Rulings, term: str) -> str:
    """Return how many a quorum needs, and how many of the needed parties have no stance; else nothing."""
    quorums = rulings.quorums_on(term)
    counts = [_count_needed(quorum, alone=len(quorums) == 1) for quorum in quorums if not quorum.by_all]
    silent = rulings.statuses.tally(term).get(NO_REPORT, 0)
    return f" ({', '.join([*counts, *([f'{silent} {NO_REPORT}'] if silent else [])])})" if counts else ""


def _count_needed(quorum: Quorum, *, alone: bool) -> str:
    if quorum.group is not None:
        return f"members of {isolated(quorum.group)} not known"
    return f"{quorum.count} needed" if alone else f"{quorum.count} of {len(quorum.of)} needed"


def waits(lacking: Sequence[Lacking]) -> str:
    """Return who has to move still: parties by name; of many, where some are enough, their number."""
    alone = dict.fromkeys(party for each in lacking if each.by_all for party in each.parties)
    some = (each for each in lacking if not each.by_all)
    counts = (str(e) if len(e.parties) <= _NAMED else f"{e.count} of {len(e.parties)}" for e in some)
    return ", ".join(filter(None, (joined(alone), *counts)))


_NAMED = 6
"""The most parties of a quorum that a status names."""


def status_word(status: TermStatus | None) -> str:
    """Return a status as words of a sentence: `in principle`, `no status`."""
    return "no status" if status is None else str(status).replace("-", " ")


def succession(agenda: Agenda, term: str) -> str:
    """Return which term a term replaces, and which replace it: `replaces truce`; else an empty text."""
    declared = agenda.term_by_id.get(term)
    old = None if declared is None else declared.replaces
    new = [other.id for other in agenda.terms if other.replaces == term]
    parts = (f"replaces {isolated(old)}" if old else "", f"replaced by {joined(new, ', ')}" if new else "")
    return "; ".join(filter(None, parts))


def progress_in_brief(progress: TermProgress, disputing: Sequence[Statement]) -> str:
    """Return stage, trend, open details, and details that are words or quantities.

    `disputing` are the statements that dispute it: a disputed stage shows all its values.
    """
    parts = [
        _value_or_values(progress, field, disputing) for field in ("stage", "trend") if field in progress.runs
    ]
    is_open = [name for name, value in progress.details.items() if _is_open(value)]
    parts += [f"open: {' '.join(is_open)}"] if is_open else []
    parts += [
        f"{name} {value}"
        for name, value in progress.details.items()
        if progress.of_kind.field(name).form in ("vocabulary", "quantity") and not isinstance(value, Absence)
    ]
    return "; ".join(parts)


def _is_open(value: object) -> bool:
    return value is Absence.UNDER_NEGOTIATION


def _value_or_values(progress: TermProgress, field: str, disputing: Sequence[Statement]) -> str:
    holding = progress.runs[field][-1]
    if field not in progress.disputed:
        return str(holding.value)
    values = [holding.value, *(other.value for other in disputing if other.field == field)]
    return f"≠ {' | '.join(dict.fromkeys(map(str, values)))}"


# Endings and times

_ENDS = {"offer": ("closes", "closed"), "position": ("ends", "ended")}


def ends_in_words(field: str, stance: object, *, lapsed: bool = False) -> tuple[str, str]:
    """Return what ends, and the verb: an offer closes, a position ends.

    The window of a party that is against a term, or neutral, is of its position: it offers nothing.
    """
    withheld = isinstance(stance, Stance) and stance.side <= 0
    what = "offer" if field == "window" and not withheld else "position"
    return what, _ENDS[what][lapsed]


def closing_in_words(
    field: str, ending: Ending | Absence, *, lapsed: bool, stance: Stance | Absence | None = None
) -> str:
    """Return when an offer (field `window`) closes, or a position (field `until`) ends.

    `lapsed` says that it is over: `offer closed 2030-04-01`.
    """
    what, verb = ends_in_words(field, stance, lapsed=lapsed)
    match ending:
        case At():
            return f"{what} {verb} {ending}"
        case Undisclosed() | Absence():
            return f"{what} {_ENDS[what][False]}, date undisclosed"
        case WithEvent():
            return f"{what} {verb} with {isolated(str(ending.event))}"
        case NotBefore():
            return f"{what} stands at least until {isolated(str(ending.event))}"
    assert_never(ending)


def with_report(since: Moment | None, reported: str) -> str:
    """Return a start, followed by how it was reported, as far as either is known."""
    return ", ".join(filter(None, ("" if since is None else str(since), reported)))


def reported_as(since: Moment, reported: object) -> str:
    """Return how a report gave a start, where that adds to it: bound to an event, or in words."""
    if isinstance(reported, During | Before | After):
        return str(reported)
    said = reported.said if isinstance(reported, Moment) else None
    return f'"{said}"' if said and since.edtf else ""


_INSTANT = r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00)?Z"


def readable(text: object) -> str:
    """Return a text, or a time, with each instant in it to the minute: `2030-04-01 09:30 UTC`."""
    return re.sub(_INSTANT, r"\1 \2 UTC", str(text))


def last_moment(over: datetime) -> str:
    """Return the last day of what is over at a time, or the time where that is no midnight."""
    first_of_all = over.date() == date.min
    if over.hour or over.minute or over.second or first_of_all:
        return display_minute(over)
    return display_day(over - timedelta(days=1))


# Age


class Reported(Protocol):
    """When a report came out."""

    @property
    def publication(self) -> int:
        """The last instant at which it may have been published, else when it was recorded."""

    @property
    def published(self) -> Moment | None:
        """When it was published, as its source says."""

    @property
    def supposed(self) -> bool:
        """Whether it is only supposed."""


def last_reported(newest: Reported | None) -> str:
    """Return when something was last reported, by its newest report; an empty text without one."""
    if newest is None or newest.supposed:
        return "" if newest is None else SUPPOSED
    return f"last {reported(newest.publication, newest.published)}"


SUPPOSED = "only supposed"
"""Takes the place of the day on which something was reported or recorded."""


def reported(at: int, published: Moment | None) -> str:
    """Return when something was reported, given the instant: `reported 2030-01-10`.

    Where its source gives no publication, or one that may be later, the day is that of the recording:
    `recorded 2030-01-10, publication not stated`.
    """
    if is_published(at, published):
        return f"reported {day_text(at)}"
    stated = "publication not stated" if published is None else f"published {published}"
    return f"recorded {day_text(at)}, {stated}"


def is_published(at: int, published: Moment | None) -> bool:
    """Return whether the day of an instant is that of a publication, and not of the recording."""
    return published is not None and published.range.last // DAY <= at // DAY


def age_mark(days: int, *, recorded_only: bool) -> str:
    """Return the mark of an age in days: `50d`, or `recorded 50d` where its publication is not known."""
    return f"recorded {days}d" if recorded_only else f"{days}d"


def newest_in_words(newest: Provenance | None, valid: int) -> str:
    """Return the newest report with its age at an instant: `newest report: a, 2030-01-10, 50 days old`.

    Without a publication: `newest report: a, recorded 2030-01-10, publication not stated, 50 days ago`.
    """
    if newest is None:
        return "there is no report"
    if newest.supposed:
        return f"newest report: {isolated(newest.report)}, {SUPPOSED}"
    at, published = newest.publication, newest.published
    known, days = is_published(at, published), days_between(at, valid)
    when = reported(at, published).removeprefix("reported ")
    if days > 0:
        age = f"{counted(days, 'day')} {'old' if known else 'ago'}"
    else:
        age = f"{'published' if known else 'recorded'} later" if days else "of that day"
    return f"newest report: {isolated(newest.report)}, {when}, {age}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: `EAST, WEST and ISLE`."""
    return listed_as(map(isolated, names))


def listed_as(names: Iterable[str]) -> str:
    """Return texts as a sentence lists them."""
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last
