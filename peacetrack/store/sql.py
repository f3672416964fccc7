"""The common part of SQL stores: the tables and queries, and how a ledger is written and read back.

`sqlite.py` and `postgres.py` add how to connect, lock and repair. The tables are made by `sqlite.sql`
and `postgres.sql`, and `row.py` says what one row holds. Entries are the truth; statements and
mentions are projected from them and can be rebuilt.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from hashlib import blake2b
from importlib.resources import files
from threading import RLock
from typing import Any, ClassVar, TypeVar

from peacetrack.errors import LedgerTamperedError, StoreError
from peacetrack.index.projection import Effect, recalling, replay
from peacetrack.index.series import FOREVER
from peacetrack.index.statement import ClaimName, Key
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.admission import Dating
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Ledger, Mention
from peacetrack.store.row import (
    ENTRY,
    KEY,
    MENTION,
    ORDER,
    STATEMENT,
    SqlRow,
    closed_rows,
    entries_of,
    entry_of,
    entry_row,
    mention_rows,
    opened_rows,
    projected_rows,
)
from peacetrack.store.store import Store
from peacetrack.words.declared_kind import Kind

VERSION = 3
"""The version of the tables; it goes up by one with every change to them."""

_REBUILD = "run peacetrack rebuild, which makes them again from the entries"

_T = TypeVar("_T")


class Queries:
    """The SQL of a store, with `mark` where an engine takes a value."""

    def __init__(self, mark: str) -> None:
        where = f"WHERE ledger = {mark}"
        this = " AND ".join(f"{name} = {mark}" for name in (*KEY, *ORDER))
        self.entries = (
            f"SELECT {', '.join(ENTRY)} FROM entry {where} AND seq > {mark} AND seq <= {mark} ORDER BY seq"
        )
        self.keys = (
            f"SELECT term, party, field, count(*) FROM statement {where}"
            " GROUP BY term, party, field ORDER BY term, party, field"
        )
        self.lines = (
            f"SELECT {', '.join(ORDER)}, known_until, seq, latest FROM statement {where}"
            f" ORDER BY {', '.join((*KEY, *ORDER))}"
        )
        self.bound = (
            f"SELECT seq, claim, report, term, field, bound_to FROM statement {where}"
            f" AND bound_to IS NOT NULL AND known_until = {FOREVER} ORDER BY seq, claim"
        )
        self.mentions = f"SELECT kind, id FROM mention {where} AND number > {mark} ORDER BY number"
        self.all_mentions = f"SELECT {', '.join(MENTION)} FROM mention {where}"
        self.statements = f"SELECT {', '.join(STATEMENT)} FROM statement {where}"
        self.insert_entry = _insert("entry", ENTRY, mark)
        self.insert_statement = _insert("statement", STATEMENT, mark)
        self.insert_mention = _insert("mention", MENTION, mark)
        self.close = f"UPDATE statement SET known_until = {mark}, known_until_at = {mark} WHERE {this}"
        self.ledgers = "SELECT ledger, count(*) FROM entry GROUP BY ledger ORDER BY ledger"
        self.redact = f"UPDATE entry SET words = NULL, salt = NULL {where} AND seq = {mark}"
        self.clear = (f"DELETE FROM statement {where}", f"DELETE FROM mention {where}")


def _insert(table: str, columns: Sequence[str], mark: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"


def script(name: str) -> list[str]:
    """Return the statements of a script, which empty lines separate."""
    text = files("peacetrack.store").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return text.rstrip().split("\n\n")


def check_version(version: int, place: str) -> None:
    """Refuse tables that a newer peacetrack made."""
    if version > VERSION:
        what = f"it has version {version}, newer than {VERSION}"
        raise StoreError(what, place, "update peacetrack")


class SqlStore(Store, ABC):
    """The entries of one ledger in SQL tables, with the statements that follow from them."""

    queries: ClassVar[Queries]

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger
        self._lock = RLock()
        self._kinds: dict[str, Kind] = {}
        """The kinds that the entries read so far declare; entries are read from the first one on."""

    # What an engine adds

    @abstractmethod
    def _translated(self) -> AbstractContextManager[None]:
        """Raise the engine's errors as `StoreError`, with the place and what to do."""

    @abstractmethod
    def _execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement that gives no rows, and return how many it changed."""

    @abstractmethod
    def _execute_many(self, *statements: tuple[str, Iterable[SqlRow]]) -> list[int]:
        """Run each statement once for each row of its values, and return how many rows each changed."""

    @abstractmethod
    def _fetch(self, sql: str, values: Sequence[Any] = ()) -> list[SqlRow]:
        """Run a query and return all its rows."""

    @abstractmethod
    def _stream(self, sql: str) -> AbstractContextManager[Iterable[SqlRow]]:
        """Run a query for this ledger, and give its rows without holding them all."""

    def _retried(self, read: Callable[[], _T]) -> _T:
        """Return what `read` gives; an engine that can lose its connection reads again."""
        with self._lock:
            return read()

    # Writing

    def append(self, effect: Effect) -> None:
        """Add an entry and what follows from it."""
        with self._translated():
            ledger, queries = self._ledger, self.queries
            statements = (
                (queries.insert_entry, [entry_row(ledger, effect.entry)]),
                (queries.close, list(closed_rows(ledger, effect))),
                (queries.insert_statement, list(opened_rows(ledger, effect))),
                (queries.insert_mention, list(mention_rows(ledger, effect.mentions, effect.mentioned))),
            )
            inserted, *_ = self._execute_many(*(each for each in statements if each[1]))
            if inserted != 1:  # a trigger can swallow it
                raise LedgerTamperedError("the tables do not take it", seq=effect.entry.seq)

    def redact(self, seq: int) -> None:
        """Remove the words of the entry that a redaction names."""
        with self._translated():
            self._execute(self.queries.redact, (self._ledger, seq))

    def project(self, ledger: Ledger, timeline: Timeline) -> None:
        """Replace all projected rows with those that follow from a ledger."""
        with self._translated():
            for statement in self.queries.clear:
                self._execute(statement, (self._ledger,))
            self._execute_many(
                (self.queries.insert_statement, projected_rows(self._ledger, ledger, timeline)),
                (self.queries.insert_mention, mention_rows(self._ledger, ledger.mentioned, 0)),
            )

    def project_again(self) -> None:
        """Replace all projected rows with those that follow from the entries, by the rules of today."""
        self.project(*replay(self.entries()))

    # Reading

    def load(self) -> tuple[Ledger, Timeline]:
        """Return the ledger and its timeline, from the statements: no body is read."""
        queries = self.queries
        with self.reading():
            entries = [entry_of(row, self._kinds) for row in self._rows(queries.entries, 0, FOREVER)]
            bound = self._rows(queries.bound)
            ledger, timeline = Ledger(), Timeline()
            mentions = (Mention(*row) for row in self._rows(queries.mentions, 0))
            ledger.load(entries, mentions, _datings(bound))
            rows = _by_key(self._rows(queries.keys), self._rows(queries.lines))
            recorded = (entry.recorded for entry in entries)
            timeline.load(recorded, rows, recalling(timeline, ledger), _bound_claims(bound))
        return ledger, timeline

    def entries(self, after: int = 0, upto: int = FOREVER) -> list[Entry]:
        """Return the entries after a seq, up to another, each checked against its columns."""
        rows = self._retried(lambda: self._rows(self.queries.entries, after, upto))
        return list(entries_of(self._ledger, rows, after, self._kinds))

    def ledgers(self) -> dict[str, int]:
        """Return the number of entries of each ledger in these tables, by its name."""

        def read() -> dict[str, int]:
            with self._translated():
                return dict(self._fetch(self.queries.ledgers))

        return self._retried(read)

    def check(self, ledger: Ledger, timeline: Timeline) -> None:
        """Refuse projected rows that do not follow from the entries."""
        due = projected_rows(self._ledger, ledger, timeline)
        with self.reading(), self._translated(), self._stream(self.queries.statements) as statements:
            _check_statements(statements, due)
            mentions = self._rows(self.queries.all_mentions)
        if set(mentions) != set(mention_rows(self._ledger, ledger.mentioned, 0)):
            what = "the names that were mentioned are not what follows from the entries"
            raise LedgerTamperedError(what, seq=ledger.head, repair=_REBUILD)

    def _rows(self, sql: str, *values: int) -> list[SqlRow]:
        with self._translated():
            return self._fetch(sql, (self._ledger, *values))


def _check_statements(statements: Iterable[SqlRow], due: Iterable[SqlRow]) -> None:
    kept_rows, due_rows = _fingerprints(statements), _fingerprints(due)
    wrong = kept_rows.keys() ^ due_rows.keys()
    if wrong:
        seq = min((kept_rows | due_rows)[row] for row in wrong)
        what = "its statements are not what follows from it"
        raise LedgerTamperedError(what, seq=seq, repair=_REBUILD)


def _fingerprints(rows: Iterable[SqlRow]) -> dict[bytes, int]:
    """Return the seq of each statement by a hash of its row: a million rows themselves would not fit."""
    seq = STATEMENT.index("seq")
    return {blake2b(repr(tuple(row)).encode(), digest_size=16).digest(): row[seq] for row in rows}


def _by_key(counted_keys: Iterable[SqlRow], lines: list[SqlRow]) -> dict[Key, Sequence[SqlRow]]:
    """Return the lines of each key: `counted_keys` says how many each has, both in one order."""
    rows: dict[Key, Sequence[SqlRow]] = {}
    start = 0
    for term, party, field, count in counted_keys:
        rows[Key(term, party or None, field)] = lines[start : start + count]
        start += count
    return rows


def _datings(bound: Iterable[SqlRow]) -> Iterator[Dating]:
    """Yield the claims that date an event by another event."""
    for _, claim, report, event, field, other in bound:
        if field == "when":
            yield Dating(report, claim, event, other)


def _bound_claims(bound: Iterable[SqlRow]) -> Iterator[tuple[str, ClaimName, str]]:
    """Yield each event that dates a claim, with the claim and the id of its report."""
    for seq, claim, report, _, _, event in bound:
        yield event, ClaimName(seq, claim), report
