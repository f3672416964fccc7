"""The tables of a ledger in SQL, whatever the engine: their columns, and what is asked of them.

Entries are the truth; statements and mentions are projected from them and can be rebuilt. The tables
themselves are made by `sqlite.sql` and `postgres.sql`.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from peacetrack.index.series import FOREVER

VERSION = 2
"""Raised by one whenever the tables change."""

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


class Queries:
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
