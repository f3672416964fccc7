"""The tables of a ledger in SQL, whatever the engine: columns, and what a row of each says.

Entries are the truth; statements and mentions are projected from them and can be rebuilt. The
tables themselves are made by `sqlite.sql` and `postgres.sql`. Built on projection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from importlib.resources import files
from typing import Any, NamedTuple

from peacetrack import codec
from peacetrack.canonical import canonical
from peacetrack.edtf import BEGINNING, END, full_text
from peacetrack.entry import Entry
from peacetrack.errors import LedgerTampered
from peacetrack.ledger import Dating, Ledger, Mention
from peacetrack.line import FOREVER
from peacetrack.projection import Step, recalling, said_in
from peacetrack.statement import Asserted, ClaimName, Key, Statement
from peacetrack.timeline import Closed, Timeline
from peacetrack.value import Absence, Word
from peacetrack.when import After, Before, During

VERSION = 2
"""Raised by one whenever the tables change."""

DAWN, ENDLESS = "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"
"""The texts that stand for the beginning and the end of all time, and sort as they do."""

ENTRY = (
    *("ledger", "seq", "recorded", "recorded_at", "recorded_by", "kind", "id", "corrects", "claim"),
    *("bytes", "words", "salt", "leaf"),
)
KEY = ("ledger", "term", "party", "field")
ORDER = ("anchor", "directness", "place", "claim", "known_from")
STATEMENT = (
    *(*KEY, *ORDER, "known_until", "seq", "value", "since"),
    *("anchor_at", "latest", "latest_at", "known_from_at", "known_until_at", "report"),
    *("attribution", "speaker", "origin", "reliability", "credibility", "published", "bound_to"),
)
MENTION = ("ledger", "number", "kind", "id")

REBUILD = "run peacetrack rebuild, which makes them anew from the entries"

SqlRow = tuple[Any, ...]


class Statements:
    """The SQL of a store, with `mark` where an engine takes a value."""

    def __init__(self, mark: str) -> None:
        where = f"WHERE ledger = {mark}"
        this = " AND ".join(f"{name} = {mark}" for name in (*KEY, *ORDER))
        self.entries = (
            f"SELECT {', '.join(ENTRY)} FROM entry {where} AND seq > {mark} AND seq <= {mark}"
            " ORDER BY seq"
        )
        self.keys = (
            f"SELECT term, party, field, count(*) FROM statement {where}"
            " GROUP BY term, party, field ORDER BY term, party, field"
        )
        self.lines = (
            f"SELECT {', '.join(ORDER)}, known_until, seq FROM statement {where}"
            f" ORDER BY {', '.join((*KEY, *ORDER))}"
        )
        self.bound = (
            f"SELECT seq, claim, report, term, field, bound_to FROM statement {where}"
            f" AND bound_to IS NOT NULL AND known_until = {FOREVER} ORDER BY seq, claim"
        )
        self.mentions = f"SELECT kind, id FROM mention {where} ORDER BY number"
        self.all_mentions = f"SELECT {', '.join(MENTION)} FROM mention {where}"
        self.last_mention = f"SELECT coalesce(max(number), 0) FROM mention {where}"
        self.statements = f"SELECT {', '.join(STATEMENT)} FROM statement {where}"
        self.insert_entry = _insert("entry", ENTRY, mark)
        self.insert_statement = _insert("statement", STATEMENT, mark)
        self.insert_mention = _insert("mention", MENTION, mark)
        self.close = (
            f"UPDATE statement SET known_until = {mark}, known_until_at = {mark} WHERE {this}"
        )
        self.redact = f"UPDATE entry SET words = NULL, salt = NULL {where} AND seq = {mark}"
        self.clear = (f"DELETE FROM statement {where}", f"DELETE FROM mention {where}")


def _insert(table: str, columns: Sequence[str], mark: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"


def script(name: str) -> list[str]:
    """The statements of a script, which are separated by empty lines."""
    text = files("peacetrack.store").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return text.rstrip().split("\n\n")


class Known(NamedTuple):
    """The seqs between which a statement is known, and the times at which they were recorded."""

    since: int
    until: int
    since_at: str
    until_at: str

    @classmethod
    def between(cls, since: int, until: int, recorded: Sequence[int]) -> Known:
        """Known from a seq until another, each recorded at a time."""
        until_at = ENDLESS if until == FOREVER else full_text(recorded[until])
        return cls(since, until, full_text(recorded[since]), until_at)


# What a row says


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
            raise LedgerTampered(f"entry {place} is missing before it", seq=row[1])
        entry = entry_of(row)
        if not _is_row_of(ledger, entry, row):
            raise LedgerTampered("what stands beside it is not what was recorded", seq=place)
        yield entry


def _is_row_of(ledger: str, entry: Entry, row: SqlRow) -> bool:
    try:
        return entry_row(ledger, entry) == tuple(row)
    except OverflowError:  # no time
        return False


def statement_rows(
    ledger: str, said: Asserted, statements: Iterable[Statement], known: Known
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


def _beside(said: Asserted, statement: Statement, known: Known) -> tuple[SqlRow, SqlRow]:
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
    when = statement.value if said.event and statement.field == "when" else said.since
    if said.event and statement.field != "when":
        return None
    return when.event if isinstance(when, During | Before | After) else None


def opened_rows(ledger: str, step: Step) -> Iterator[SqlRow]:
    """The rows that an entry adds."""
    known = Known(step.entry.seq, FOREVER, full_text(step.entry.recorded), ENDLESS)
    for opened in step.growth.opened:
        yield from statement_rows(ledger, opened.said, opened.statements, known)


def closed_rows(ledger: str, step: Step) -> Iterator[SqlRow]:
    """The values with which an entry closes rows."""
    ended = (step.entry.seq, full_text(step.entry.recorded))
    for closed in step.growth.closed:
        yield (*ended, *_name(ledger, closed))


def _name(ledger: str, closed: Closed) -> SqlRow:
    term, party, field = closed.key
    return (ledger, term, party or "", field, *closed.order, closed.known_from)


def mention_rows(ledger: str, mentions: Iterable[Mention], after: int) -> Iterator[SqlRow]:
    """What is named first, in its order."""
    for number, mention in enumerate(mentions, start=after + 1):
        yield (ledger, number, *mention)


def projected(ledger: str, whole: Ledger, timeline: Timeline) -> Iterator[SqlRow]:
    """Every row of the statements of a ledger."""
    for key in list(timeline.lines):
        line = timeline.lines[key]
        for place, statement in enumerate(line.statements):
            said = said_in(timeline, whole, statement.report)[statement.claim - 1]
            span = (line.known_from[place], line.known_until[place])
            known = Known.between(*span, timeline.recorded)
            yield from statement_rows(ledger, said, [statement], known)


def check_projected(
    name: str, kept: tuple[Iterable[SqlRow], Iterable[SqlRow]], ledger: Ledger, timeline: Timeline
) -> None:
    """Refuse statements and mentions that do not follow from the entries."""
    statements, mentions = kept
    there, due = _fingerprints(statements), _fingerprints(projected(name, ledger, timeline))
    wrong = there.keys() ^ due.keys()
    if wrong:
        seq = min((there | due)[row] for row in wrong)
        raise LedgerTampered("its statements are not what follows from it", seq=seq, repair=REBUILD)
    if {tuple(row) for row in mentions} != set(mention_rows(name, ledger.mentioned, 0)):
        what = "the names that were mentioned are not what follows from the entries"
        raise LedgerTampered(what, seq=ledger.head, repair=REBUILD)


def _fingerprints(rows: Iterable[SqlRow]) -> dict[bytes, int]:
    """The seq of each statement by a hash of its row: a million rows would not fit as they are."""
    seq = STATEMENT.index("seq")
    return {blake2b(repr(tuple(row)).encode(), digest_size=16).digest(): row[seq] for row in rows}


# What rows amount to


def loaded(
    entries: list[Entry],
    mentions: Iterable[SqlRow],
    keys: Iterable[SqlRow],
    lines: list[SqlRow],
    bound: list[SqlRow],
) -> tuple[Ledger, Timeline]:
    """A ledger and its timeline from what is kept; no body is read.

    `keys` says how many of the `lines` each key has, both in one order.
    """
    ledger, timeline = Ledger(), Timeline()
    ledger.load(entries, (Mention(*row) for row in mentions), _datings(bound))
    rows: dict[Key, Sequence[SqlRow]] = {}
    start = 0
    for term, party, field, count in keys:
        rows[Key(term, party or None, field)] = lines[start : start + count]
        start += count
    recorded = (entry.recorded for entry in entries)
    timeline.load(recorded, rows, recalling(timeline, ledger), _bound(bound))
    return ledger, timeline


def _datings(bound: Iterable[SqlRow]) -> Iterator[Dating]:
    """The claims by which an event is dated by another."""
    for _, claim, report, event, field, other in bound:
        if field == "when":
            yield Dating(report, claim, event, other)


def _bound(bound: Iterable[SqlRow]) -> Iterator[tuple[ClaimName, str]]:
    """The other claims that an event dates, with the ids of their reports."""
    for seq, claim, report, _, field, _ in bound:
        if field != "when":
            yield ClaimName(seq, claim), report
