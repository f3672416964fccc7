"""One row of each table: its columns, and the values that an entry, a statement or a mention gives.

The order of the values is the order of the columns here. Queries and stores are in `sql.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from json.encoder import encode_basestring
from types import NoneType
from typing import Any, NamedTuple

from peacetrack.errors import LedgerTamperedError
from peacetrack.form import codec
from peacetrack.form.canonical import canonical
from peacetrack.index.projection import Effect, said_in
from peacetrack.index.series import FOREVER
from peacetrack.index.statement import Key, Order
from peacetrack.index.timeline import Closed, Opened, Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger, Mention
from peacetrack.words.declared_kind import Kind
from peacetrack.words.edtf import BEGINNING, END, full_text
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence

SqlRow = tuple[Any, ...]

ENTRY = (
    *("ledger", "seq", "recorded", "recorded_at", "recorded_by", "kind", "id", "corrects", "claim"),
    *("bytes", "words", "salt", "leaf"),
)
KEY = ("ledger", "term", "party", "field")
ORDER = ("anchor", "own", "directness", "tie_seq", "claim", "known_from")
STATEMENT = (
    *(*KEY, *ORDER, "known_until", "seq", "value", "since"),
    *("anchor_at", "latest", "latest_at", "known_from_at", "known_until_at", "report"),
    *("attribution", "speaker", "origin", "reliability", "credibility", "published", "bound_to"),
)
MENTION = ("ledger", "number", "kind", "id")

DAWN, ENDLESS = "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"
"""The texts for the beginning and the end of all time; they sort as the times do."""


class KnownSpan(NamedTuple):
    """The first seq that knows a statement, the first that no longer does, and when they were recorded."""

    since: int
    until: int
    since_at: str
    until_at: str

    @classmethod
    def between(cls, since: int, until: int, recorded: Sequence[int]) -> KnownSpan:
        """Return the span from one seq until another; `recorded` gives the time of each seq."""
        until_at = ENDLESS if until == FOREVER else full_text(recorded[until])
        return cls(since, until, full_text(recorded[since]), until_at)


_MAYBE_TEXT, _BLOB = (str, NoneType), (bytes, memoryview)
_ENTRY_TYPES: tuple[Any, ...] = (
    *(str, int, int, str, _MAYBE_TEXT, str, str, _MAYBE_TEXT, (int, NoneType)),
    *(str, _MAYBE_TEXT, (*_BLOB, NoneType), _BLOB),
)
"""The types of the columns of an entry: a doctored table can hold any."""


def entry_row(ledger: str, entry: Entry) -> SqlRow:
    """Return the row of an entry."""
    head = (ledger, entry.seq, entry.recorded, full_text(entry.recorded))
    names = (entry.recorded_by, entry.kind, entry.id, entry.corrects, entry.claim)
    words = None if entry.words is None else entry.words.decode()
    return (*head, *names, entry.hashed.decode(), words, entry.salt, entry.leaf)


def entry_of(row: SqlRow, kinds: dict[str, Kind]) -> Entry:
    """Return the entry of a row; its hash is checked when its body is read.

    `kinds` are those that entries before it declare, by id; an agenda adds its own.
    """
    _, seq, recorded, _, by, kind, id, corrects, claim, hashed, words, salt, leaf = row
    if not all(isinstance(cell, due) for cell, due in zip(row, _ENTRY_TYPES, strict=True)):
        place = seq if isinstance(seq, int) else 0
        raise LedgerTamperedError("a column of its row has another type", seq=place)
    words = None if words is None else words.encode()
    salt = None if salt is None else bytes(salt)
    entry = Entry(
        seq, recorded, by, kind, id, corrects, claim, hashed.encode(), words, salt, bytes(leaf), kinds
    )
    if kind == "agenda" and '"kinds":' in hashed and isinstance(entry.body, Agenda):
        kinds.update(entry.body.kind_by_id)
    return entry


def entries_of(ledger: str, rows: Iterable[SqlRow], after: int, kinds: dict[str, Kind]) -> Iterator[Entry]:
    """Yield the entries of rows, after checking that none is missing and that every column agrees."""
    for place, row in enumerate(rows, start=after + 1):
        if row[1] != place:
            raise LedgerTamperedError(f"entry {place} is missing before it", seq=row[1])
        entry = entry_of(row, kinds)
        if not _is_row_of(ledger, entry, row):
            raise LedgerTamperedError("a column of its row is not what was recorded", seq=place)
        yield entry


def _is_row_of(ledger: str, entry: Entry, row: SqlRow) -> bool:
    try:
        return entry_row(ledger, entry) == tuple(row)
    except OverflowError:  # no time
        return False


def statement_rows(
    ledger: str, opened: Opened, values: Iterable[tuple[Key, Any]], known: KnownSpan
) -> Iterator[SqlRow]:
    """Yield the rows of some values of one claim."""
    before, after = _shared(opened, known)
    event, bound_to = opened.said.event, opened.said.bound_to
    for (term, party, field), value in values:
        # of an event, only its own date is bound to another
        bound = None if event and field != "when" else bound_to
        yield (ledger, term, party or "", field, *before, _json(value), *after, bound)


def _shared(opened: Opened, known: KnownSpan) -> tuple[SqlRow, SqlRow]:
    """Return the columns before and after the value, which all statements of a claim share."""
    by, since = opened.said.by, opened.since
    latest = since.range.last
    after = (
        since.edtf or since.said or "",
        _iso(opened.anchor),
        latest,
        _iso(latest),
        known.since_at,
        known.until_at,
        by.report,
        str(by.type),
        by.attribution.speaker,
        by.origin,
        by.reliability and str(by.reliability),
        by.credibility and str(by.credibility),
        by.published and (by.published.edtf or by.published.said),
    )
    return (*_order(opened.order), known.since, known.until, by.seq), after


def _order(order: Order) -> SqlRow:
    """Return the columns that order statements; engines keep truth values as numbers."""
    anchor, own, *rest = order
    return (anchor, int(own), *rest)


def _json(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, tuple) and {str}.issuperset(map(type, value)):
        return f"[{','.join(map(encode_basestring, value))}]"
    if isinstance(value, Absence):
        return f'{{"absent":"{value.value}"}}'
    if type(value) is bool:
        return "true" if value else "false"
    form = [codec.write(item) for item in value] if isinstance(value, tuple) else codec.write(value)
    return canonical(form).decode()


def _iso(instant: int) -> str:
    """Return an instant in ISO 8601, the ends of time included."""
    if BEGINNING < instant < END:
        return full_text(instant)
    return DAWN if instant <= BEGINNING else ENDLESS


def opened_rows(ledger: str, effect: Effect) -> Iterator[SqlRow]:
    """Yield the statement rows that an entry adds."""
    known = KnownSpan(effect.entry.seq, FOREVER, full_text(effect.entry.recorded), ENDLESS)
    for opened in effect.growth.opened:
        yield from statement_rows(ledger, opened, opened.said.values, known)


def closed_rows(ledger: str, effect: Effect) -> Iterator[SqlRow]:
    """Yield the values for `Queries.close`, one for each row that an entry ends."""
    ended = (effect.entry.seq, full_text(effect.entry.recorded))
    for closed in effect.growth.closed:
        yield (*ended, *_name(ledger, closed))


def _name(ledger: str, closed: Closed) -> SqlRow:
    term, party, field = closed.key
    return (ledger, term, party or "", field, *_order(closed.order), closed.known_from)


def projected_rows(ledger: str, whole: Ledger, timeline: Timeline) -> Iterator[SqlRow]:
    """Yield every statement row of a ledger."""
    for line in list(timeline.lines.values()):
        for place, statement in enumerate(line.statements):
            claim = said_in(timeline, whole, statement.report)[statement.claim - 1]
            span = (line.known_from[place], line.known_until[place])
            known = KnownSpan.between(*span, timeline.recorded)
            opened = Opened(claim, statement.since, statement.anchor, statement.accounts_of)
            yield from statement_rows(ledger, opened, [(statement.key, statement.value)], known)


def mention_rows(ledger: str, mentions: Iterable[Mention], after: int) -> Iterator[SqlRow]:
    """Yield the rows of mentions, numbered in order `after` the last one."""
    for number, mention in enumerate(mentions, start=after + 1):
        yield (ledger, number, *mention)
