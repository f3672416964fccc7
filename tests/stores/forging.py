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


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """A raw connection without the triggers of the file, which are there again in the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        guards = drop_guards(raw)
        yield raw
        for _, sql in guards:
            raw.execute(sql)


def drop_guards(raw: sqlite3.Connection) -> list[tuple[str, str]]:
    """Drop the triggers of a file, and return the name and text of each."""
    guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        raw.execute(f"DROP TRIGGER {name}")
    return guards


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
