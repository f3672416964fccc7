"""The page of the SQL tables: every table and view of a ledger in SQLite, from the file that makes them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from importlib import resources

_HEAD = """# The SQL tables

A ledger in SQLite has these tables and views; in PostgreSQL they are in the schema `peacetrack`, with `BIGINT` for
`INTEGER` and `BYTEA` for `BLOB`. The entries are the truth; everything else follows from them, and `peacetrack
rebuild` makes it again. Read them with any SQL tool; write only through peacetrack: guards refuse every change and removal.
[Ask in SQL](../how-to/keep-a-ledger-in-a-file.md#ask-in-sql) has examples.
"""

_TABLE = re.compile(r"((?:^-- .*\n)*)^CREATE (TABLE|VIEW) (\w+)", re.MULTILINE)


def sql_page() -> str:
    """Return the page."""
    sql = resources.files("peacetrack.store").joinpath("sqlite.sql").read_text(encoding="utf-8")
    with sqlite3.connect(":memory:") as tables:
        tables.executescript(sql)
        return "\n".join([_HEAD, *_sections(sql, tables)])


def _sections(sql: str, tables: sqlite3.Connection) -> Iterator[str]:
    for comment, what, name in _TABLE.findall(sql):
        text = re.sub(r"^-- ", "", comment, flags=re.MULTILINE).strip()
        if not text or text.startswith("The tables of a ledger"):
            text = "One row for each entry, in the order of recording. Entries are only ever added."
        made = _made(tables, name if what == "TABLE" else "statement")
        columns = tables.execute(f"PRAGMA table_info({name})")
        rows = [f"| `{column}` | {kind} | {_comment(made, column)} |" for _, column, kind, *_ in columns]
        head = ["| column | type | |", "|---|---|---|"]
        yield "\n".join([f"## {name}", "", f"A {what.lower()}. {text}", "", *head, *rows, ""])


def _made(tables: sqlite3.Connection, name: str) -> str:
    """Return the text that makes a table. A view has columns of `statement`."""
    (text,) = tables.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return str(text)


def _comment(made: str, column: str) -> str:
    """Return the comment on a column."""
    found = re.search(rf"^    {column} .*?-- (.*)$", made, re.MULTILINE)
    return found[1].replace("|", r"\|") if found else ""
