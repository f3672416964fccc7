"""Windows: offers and positions that end, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from peacetrack.analysis.contending import is_only_heard
from peacetrack.analysis.holding import Record, positions, standings
from peacetrack.index.event_dates import DEADLINE
from peacetrack.index.statement import reports_of
from peacetrack.rules.claims import Claimed
from peacetrack.rules.ending import closing_instant
from peacetrack.rules.extension import extender, last_extension
from peacetrack.rules.runs import latest_run
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import account_words, end_accounts, ends_on_record
from peacetrack.rules.wording import closing_in_words, ends_in_words, last_moment
from peacetrack.state import State, of_state, reading_of, wider_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import END
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.isolate import isolated
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence
from peacetrack.words.when import Moment, datetime_or_none

DATE_HEARD = ", by a date that is not on the record"
"""How an end is known that comes with an event, where no report stands by the date of this."""

OTHERS = "reports that do not count"
"""What a trust leaves out, in words."""


@frozen
class Window:
    """The time until which a party's offer stands, or its position itself holds.

    Attributes:
        term: the term.
        party: the party.
        closes: the ending, as reported.
        reports: the reports that give it.
        field: `window` for an offer, `until` for a position.
        at: the first instant at which it is over; that of an ending with an event is the event's
            date, which may be moved. None where no date is known.
        lapsed: whether it has closed.
        since: since when it was first given.
        stance: the stance that ends; against a term, and neutral, it offers nothing. It is the one on the
            record where the party gave the end to that, and only others say that it stands elsewhere.
        called_off: cancelled, or postponed without a new date, where that became of the event that it
            ends with: then no date is known.
        others: what only reports that do not count say became of that event, such as `was held`; else empty.
        on_record: whether a named person or body of the party gives the end.
        accounts_of: the other parties that alone give it; empty where the party, or a report, does.
        stance_on_record: whether the stance that ends is on the record; None without one.
        dated_by: the reports that date the event that it ends with, where none of them is on the record, or
            tells of it in its own words; dates count under every trust.
    """

    term: str
    party: str
    closes: Ending
    reports: tuple[str, ...]
    field: str
    at: datetime | None
    lapsed: bool
    since: Moment
    stance: Stance | Absence | None = None
    called_off: EventStatus | None = None
    others: str = ""
    on_record: bool = True
    accounts_of: tuple[str, ...] = ()
    stance_on_record: bool | None = None
    dated_by: tuple[str, ...] = ()

    @property
    def is_less_sure(self) -> bool:
        """Whether the stance is on the record, and its end is not."""
        return self.stance_on_record is True and not self.on_record

    @property
    def reserve(self) -> str:
        """How its end, or the date of its event, is known, where that is not on the record."""
        if self.is_less_sure:
            return f", {account_words(self.accounts_of) or 'not on the record'}"
        return DATE_HEARD if self.dated_by else ""

    @property
    def fate(self) -> str:
        """The fate of the event that it ends with, to follow on its name: `, which was cancelled`."""
        by_others = f", which {self.others}, as {OTHERS} say" if self.others else ""
        return off_in_words(self.called_off) or by_others

    @property
    def is_offer(self) -> bool:
        """Whether it ends an offer, and not a position."""
        return ends_in_words(self.field, self.stance)[0] == "offer"

    def __str__(self) -> str:
        closing = closing_in_words(self.field, self.closes, lapsed=self.lapsed, stance=self.stance)
        text = f"{isolated(self.party)} on {isolated(self.term)}: {closing}{self.fate}"
        if self.closes.time is None and self.at is not None:
            text += f" ({last_moment(self.at)})"
        return f"{text}{self.reserve}"


@of_state
def windows(state: State) -> Table[Window]:
    """List every window and every until that was given, lapsed ones too, by when they close.

    Parameters:
        state: the state to ask.

    Returns:
        One row for each, the dated ones first; then those that end with an event without a date,
        those that cannot end before an event, and those with an undisclosed date.

    >>> report = pt.Report([pt.Position("EAST", "truce", "open", window="2030-01-20")], id="offer")
    >>> print(analysis.windows(state.suppose(report))[0])
    EAST on truce: offer closes 2030-01-20
    """
    rows = [window for term in state for window in windows_on(state, term)]
    return Table(sorted(rows, key=order_of), Window, state.basis)


def windows_on(state: State, term: str) -> Iterator[Window]:
    """Yield what ends of what parties hold on one term, party by party."""
    return (window for standing in standings(state, [term]) for window in _windows(state, standing))


def _windows(state: State, standing: Standing) -> Iterator[Window]:
    for field, ending in (("window", standing.window), ("until", standing.until)):
        if field in standing.runs and not isinstance(ending, Absence | None):
            yield _window(state, standing, field, ending)


def _window(state: State, standing: Standing, field: str, ending: Ending) -> Window:
    run, stated = standing.runs[field], stated_with(state, standing, field)
    closing = closing_instant(reading_of(state).cut, run[-1])
    called_off = called_off_in(state, ending) if closing == END else None
    at = _expected(state, ending) if closing == END and called_off is None else closing
    return Window(
        term=standing.term,
        party=standing.party,
        closes=ending,
        reports=reports_of(run),
        field=field,
        at=datetime_or_none(at),
        lapsed=closing <= state.instant,
        since=run[0].since,
        stance=stated.stance,
        called_off=called_off,
        others=_by_others(state, ending) if closing == END else "",
        on_record=ends_on_record(standing, field),
        accounts_of=end_accounts(standing, field),
        stance_on_record=stated.on_record,
        dated_by=reports_of(date_heard(state, ending)),
    )


def date_heard(state: State, ending: Ending) -> Run:
    """Return by what the event is dated that something ends with, where nobody stands by that; else nothing.

    Dates count under every trust.
    """
    event = ending.named_event
    if event is None or state.event_date(event) is None:
        return ()
    calendar = reading_of(state).cut.calendar
    dates = state.statements(event, None, "when", counted=False)
    run = latest_run(date for date in reversed(dates) if calendar.gives(date))
    return run if run and is_only_heard(run) else ()


def stated_with(state: State, standing: Standing, field: str) -> Standing:
    """Return where a party stands by the words on the record that give it an end.

    It is the standing itself, unless only reports off the record, or others, give that another stance:
    who extends its offer does not say until when it rejects the term.
    """
    last = standing.runs[field][-1]
    if standing.silent or standing.recorded or not last.on_record:
        return standing
    own = Record(state).own(standing)
    ending = own.runs.get(field, ())[-1:]
    is_same = any((s.report, s.claim) == (last.report, last.claim) for s in ending)
    return own if is_same and not own.silent and own.stance is not standing.stance else standing


def _by_others(state: State, ending: Ending) -> str:
    return "" if ending.named_event is None else fate_of(state, ending.named_event)


def first_lapsed(state: State, standing: Standing) -> Window:
    """Return the first end that a standing which ran out has come to."""
    over = (window for window in _windows(state, standing) if window.lapsed)
    return min(over, key=lambda window: 0.0 if window.at is None else window.at.timestamp())


def extended_in_vain(state: State, standing: Standing) -> Claimed | None:
    """Return the last report that extends what had run out by then, without a stance; it renews nothing."""
    if not standing.lapsed:
        return None
    claims = (claimed for claimed, _ in positions(state, standing.term, extender(standing)))
    return last_extension(standing, claims)


def called_off_in(state: State, ending: Ending) -> EventStatus | None:
    """Return that the event that an ending names is cancelled, or postponed without a new date."""
    event = ending.named_event
    status = None if event is None else state.event(event).status
    if event is None or status is EventStatus.CANCELLED:
        return status
    undated = status is EventStatus.POSTPONED and state.event_date(event) is None
    return status if undated else None


def off_on(state: State, ending: Ending) -> str:
    """Return what became of the event that an ending names, in words; nothing where it may take place."""
    return off_in_words(called_off_in(state, ending))


def off_in_words(called_off: EventStatus | None) -> str:
    """Return what became of an event, to follow on its name: `, which was cancelled`; else nothing."""
    if called_off is None:
        return ""
    return f", which was {called_off}{' without a new date' if called_off is EventStatus.POSTPONED else ''}"


def _expected(state: State, ending: Ending) -> int:
    """Return when the event is over with which something ends, where its date is known, or END."""
    match ending:
        case WithEvent(str(event)):
            when = state.event_date(event)
            return END if when is None else when.ends
        case At() | Undisclosed() | NotBefore() | WithEvent():
            return END
        case _:
            assert_never(ending)


def order_of(window: Window) -> tuple[bool, float, int]:
    """Return what windows are ordered by: when they close, as far as that is known."""
    instant = 0.0 if window.at is None else window.at.timestamp()
    return window.at is None, instant, _UNDATED.index(type(window.closes))


_UNDATED: tuple[type[Ending], ...] = (At, WithEvent, NotBefore, Undisclosed)
"""What windows without a date are ordered by."""


def fate_of(state: State, event: str) -> str:
    """Return what reports that do not count say became of an event: `was held`; else an empty text."""
    wide = wider_of(state)
    if wide is None:
        return ""
    here, there = state.event(event), wide.event(event)
    if there.ended:
        passed = "passed" if there.type == DEADLINE else "was held"
        return "" if here.ended else passed
    called_off = there.status in (EventStatus.CANCELLED, EventStatus.POSTPONED)
    return f"was {there.status}" if called_off and there.status is not here.status else ""
