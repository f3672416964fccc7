"""Metadata for Datasette: it names every column of the views, and the query runs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import peacetrack as pt
from peacetrack import publication
from tests.cli.helpers import SEEDS, as_typed


def test_the_metadata_names_every_column_and_its_query_runs(tmp_path):
    file = tmp_path / "talks.db"
    with pt.open(file) as talks:
        talks.extend(pt.open(SEEDS).entries())
        metadata = publication.datasette(talks.agenda, "talks", licence="CC-BY-4.0")
    (database,) = metadata["databases"].values()
    with closing(sqlite3.connect(file)) as db:
        for name, table in database["tables"].items():
            columns = [row[1] for row in db.execute(f"PRAGMA table_info ({name})")]
            assert table.get("hidden") or list(table["columns"]) == columns
        named = {
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        }
        assert named == set(database["tables"])
        stances = db.execute(database["queries"]["stances"]["sql"]).fetchall()
    state = pt.open(SEEDS).state()
    assert stances
    assert {(p, t): s for p, t, s, *_ in stances}["UA", "nato-pause"] == state["nato-pause"]["UA"].stance
    assert metadata["license"] == "CC-BY-4.0"


def test_the_command_writes_it_for_an_sqlite_file_only(tmp_path):
    file, output = tmp_path / "talks.db", tmp_path / "metadata.json"
    assert as_typed("import", str(file), SEEDS).returncode == 0
    done = as_typed("datasette", str(file), "-o", str(output))
    assert done.returncode == 0, done.stderr
    assert "license" not in json.loads(output.read_text(encoding="utf-8"))
    refused = as_typed("datasette", SEEDS, "-o", str(output))
    assert (refused.returncode, "Datasette serves an SQLite file" in refused.stderr) == (2, True)
