"""All rows of a ledger: projected from it, held against it, and taken in again. Built on row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from peacetrack.errors import LedgerTamperedError
from peacetrack.index.projection import recalling, said_in
from peacetrack.index.statement import ClaimName, Key
from peacetrack.index.timeline import Timeline
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Dating, Ledger, Mention
from peacetrack.store.row import KnownSpan, SqlRow, mention_rows, statement_rows
from peacetrack.store.schema import STATEMENT

REBUILD = "run peacetrack rebuild, which makes them anew from the entries"


def projected(ledger: str, whole: Ledger, timeline: Timeline) -> Iterator[SqlRow]:
    """Every row of the statements of a ledger."""
    for key in list(timeline.lines):
        line = timeline.lines[key]
        for place, statement in enumerate(line.statements):
            said = said_in(timeline, whole, statement.report)[statement.claim - 1]
            span = (line.known_from[place], line.known_until[place])
            known = KnownSpan.between(*span, timeline.recorded)
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
        raise LedgerTamperedError(
            "its statements are not what follows from it", seq=seq, repair=REBUILD
        )
    if {tuple(row) for row in mentions} != set(mention_rows(name, ledger.mentioned, 0)):
        what = "the names that were mentioned are not what follows from the entries"
        raise LedgerTamperedError(what, seq=ledger.head, repair=REBUILD)


def _fingerprints(rows: Iterable[SqlRow]) -> dict[bytes, int]:
    """The seq of each statement by a hash of its row: a million rows would not fit as they are."""
    seq = STATEMENT.index("seq")
    return {blake2b(repr(tuple(row)).encode(), digest_size=16).digest(): row[seq] for row in rows}


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


def _bound(bound: Iterable[SqlRow]) -> Iterator[tuple[str, ClaimName, str]]:
    """The events that date claims, with the claims and the ids of their reports."""
    for seq, claim, report, _, _, event in bound:
        yield event, ClaimName(seq, claim), report
