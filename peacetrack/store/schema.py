"""The tables of a ledger on disk, and the version they have."""

from __future__ import annotations

VERSION = 1
"""Raised by one whenever the tables change."""

APPLICATION = 0x50454143
"""SQLite's application id of a ledger: the letters PEAC."""

TABLES = """
CREATE TABLE entry (
    ledger      TEXT    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq > 0),
    recorded    INTEGER NOT NULL,  -- microseconds since 1970, UTC
    recorded_at TEXT    NOT NULL,  -- the same in ISO 8601
    recorded_by TEXT,
    kind        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    bytes       TEXT    NOT NULL,  -- what the leaf hashes: canonical JSON with the facts
    words       TEXT    NOT NULL,  -- the free words by JSON pointer
    salt        BLOB    NOT NULL,
    leaf        BLOB    NOT NULL,
    PRIMARY KEY (ledger, seq)
) STRICT;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE (ABORT, 'an entry is never changed'); END;

CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
BEGIN SELECT RAISE (ABORT, 'an entry is never removed'); END;

CREATE TRIGGER entry_follows_the_last BEFORE INSERT ON entry
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM entry WHERE ledger = NEW.ledger)
BEGIN SELECT RAISE (ABORT, 'an entry follows the last one'); END;
"""
"""The last trigger also stops INSERT OR REPLACE, which walks around the one on removal."""

COLUMNS = "seq, recorded, recorded_by, bytes, words, salt, leaf"
SELECT = f"SELECT {COLUMNS} FROM entry WHERE ledger = ? AND seq > ? ORDER BY seq"
INSERT = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
