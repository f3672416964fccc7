"""What a row of each table says, whatever the engine. Built on projection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from peacetrack.errors import LedgerTamperedError
from peacetrack.form import codec
from peacetrack.form.canonical import canonical
from peacetrack.index.projection import Effect
from peacetrack.index.series import FOREVER
from peacetrack.index.statement import Asserted, Statement
from peacetrack.index.timeline import Closed
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Mention
from peacetrack.words.edtf import BEGINNING, END, full_text
from peacetrack.words.value import Absence, Word

SqlRow = tuple[Any, ...]

DAWN, ENDLESS = "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"
"""The texts that stand for the beginning and the end of all time, and sort as they do."""


class KnownSpan(NamedTuple):
    """The seqs between which a statement is known, and the times at which they were recorded."""

    since: int
    until: int
    since_at: str
    until_at: str

    @classmethod
    def between(cls, since: int, until: int, recorded: Sequence[int]) -> KnownSpan:
        """Known from a seq until another, each recorded at a time."""
        until_at = ENDLESS if until == FOREVER else full_text(recorded[until])
        return cls(since, until, full_text(recorded[since]), until_at)


def entry_row(ledger: str, entry: Entry) -> SqlRow:
    """An entry as it is kept."""
    return (
        ledger,
        entry.seq,
        entry.recorded,
        full_text(entry.recorded),
        entry.recorded_by,
        entry.kind,
        entry.id,
        entry.corrects,
        entry.claim,
        entry.hashed.decode(),
        None if entry.words is None else entry.words.decode(),
        entry.salt,
        entry.leaf,
    )


def entry_of(row: SqlRow) -> Entry:
    """An entry as it was kept; it is held against its hash when its body is read."""
    _, seq, recorded, _, by, kind, id, corrects, claim, hashed, words, salt, leaf = row
    said = None if words is None else words.encode()
    return Entry(
        seq,
        recorded,
        by,
        kind,
        id,
        corrects,
        claim,
        hashed.encode(),
        said,
        _bytes(salt),
        bytes(leaf),
    )


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)


def entries_of(ledger: str, rows: Iterable[SqlRow], after: int) -> Iterator[Entry]:
    """Entries as they were kept: none missing, and nothing beside them that they do not say."""
    for place, row in enumerate(rows, start=after + 1):
        if row[1] != place:
            raise LedgerTamperedError(f"entry {place} is missing before it", seq=row[1])
        entry = entry_of(row)
        if not _is_row_of(ledger, entry, row):
            raise LedgerTamperedError("what stands beside it is not what was recorded", seq=place)
        yield entry


def _is_row_of(ledger: str, entry: Entry, row: SqlRow) -> bool:
    try:
        return entry_row(ledger, entry) == tuple(row)
    except OverflowError:  # no time
        return False


def statement_rows(
    ledger: str, said: Asserted, statements: Iterable[Statement], known: KnownSpan
) -> Iterator[SqlRow]:
    """Statements of one claim, since one moment, as they are kept."""
    beside: tuple[SqlRow, SqlRow] | None = None
    for statement in statements:
        before, after = beside = beside or _beside(said, statement, known)
        yield (
            *(ledger, statement.term, statement.party or "", statement.field),
            *before,
            _json(statement.value),
            *after,
            _bound_to(said, statement),
        )


def _beside(said: Asserted, statement: Statement, known: KnownSpan) -> tuple[SqlRow, SqlRow]:
    """What stands before and after the value, the same for all statements of a claim."""
    by, since = said.by, statement.since
    after = (
        since.edtf or since.said or "",
        _iso(statement.order.anchor),
        statement.latest,
        _iso(statement.latest),
        known.since_at,
        known.until_at,
        by.report,
        by.type.value,
        by.attribution.speaker,
        by.origin,
        by.reliability and by.reliability.value,
        by.credibility and by.credibility.value,
        by.published and (by.published.edtf or by.published.said),
    )
    return (*statement.order, known.since, known.until, by.seq), after


def _json(value: object) -> str:
    if isinstance(value, Absence):
        return f'{{"absent":"{value.value}"}}'
    if isinstance(value, Word):  # most values are, and need no escapes
        return f'"{value.value}"'
    return canonical(codec.write(value)).decode()


def _iso(instant: int) -> str:
    """An instant in ISO 8601, the ends of time included."""
    if BEGINNING < instant < END:
        return full_text(instant)
    return DAWN if instant <= BEGINNING else ENDLESS


def _bound_to(said: Asserted, statement: Statement) -> str | None:
    """The event that dates a claim; of the date of an event, the other event that dates it."""
    return None if said.event and statement.field != "when" else said.bound_to


def opened_rows(ledger: str, effect: Effect) -> Iterator[SqlRow]:
    """The rows that an entry adds."""
    known = KnownSpan(effect.entry.seq, FOREVER, full_text(effect.entry.recorded), ENDLESS)
    for opened in effect.growth.opened:
        yield from statement_rows(ledger, opened.said, opened.statements, known)


def closed_rows(ledger: str, effect: Effect) -> Iterator[SqlRow]:
    """The values with which an entry closes rows."""
    ended = (effect.entry.seq, full_text(effect.entry.recorded))
    for closed in effect.growth.closed:
        yield (*ended, *_name(ledger, closed))


def _name(ledger: str, closed: Closed) -> SqlRow:
    term, party, field = closed.key
    return (ledger, term, party or "", field, *closed.order, closed.known_from)


def mention_rows(ledger: str, mentions: Iterable[Mention], after: int) -> Iterator[SqlRow]:
    """What is named first, in its order."""
    for number, mention in enumerate(mentions, start=after + 1):
        yield (ledger, number, *mention)
