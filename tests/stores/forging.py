"""Files that somebody with a raw connection has changed: the guards are put back afterwards."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from peacetrack.form.canonical import canonical


class Unguarded(sqlite3.Connection):
    """A connection whose changes of entries are made without the triggers of the file."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Run a statement; the triggers are there again afterwards, word for word."""
        if "entry" not in sql or sql.startswith("SELECT"):
            return super().execute(sql, *values)
        super().execute("PRAGMA synchronous = OFF")
        super().execute("BEGIN")
        try:
            guards = super().execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = guards.fetchall()
            for name, _ in kept:
                super().execute(f"DROP TRIGGER {name}")
            done = super().execute(sql, *values)
            for _, guard in kept:
                super().execute(guard)
            super().execute("COMMIT")
        except sqlite3.Error:
            super().execute("ROLLBACK")
            raise
        return done


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """A raw connection past the triggers of the file."""
    with closing(sqlite3.connect(path, isolation_level=None, factory=Unguarded)) as raw:
        yield raw


def forge(
    path: Path,
    seq: int,
    change: Callable[[dict[str, Any], dict[str, Any]], object],
    *,
    encode: Callable[[object], bytes] = canonical,
    **columns: object,
) -> None:
    """Change what was hashed of an entry and its words, and hash it again as a forger would.

    `change` gets the hashed mapping and the words; `columns` are set in the row too.
    """
    with unguarded(path) as raw:
        text, words, salt = raw.execute(
            "SELECT bytes, words, salt FROM entry WHERE seq = ?", (seq,)
        ).fetchone()
        hashed, loose = json.loads(text), json.loads(words)
        kept = hashed["words"]
        change(hashed, loose)
        words = encode(loose)
        if hashed["words"] == kept:
            hashed["words"] = hashlib.sha256(salt + words).hexdigest()
        whole = encode(hashed)
        leaf = hashlib.sha256(b"\0" + whole).digest()
        changed = {"bytes": whole.decode(), "words": words.decode(), "leaf": leaf, **columns}
        sets = ", ".join(f"{name} = ?" for name in changed)
        raw.execute(f"UPDATE entry SET {sets} WHERE seq = ?", (*changed.values(), seq))
