"""Files that are doctored, replaced, of another application, or closed to writing."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests.stores.places import ROOT, opened
from tests.stores.test_sqlite import FIXTURES

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with an agenda and a report."""
    path = tmp_path / "talks.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        talks.record(report("a"))
    return path


def report(id: str) -> pt.Report:
    """A report of one position."""
    return pt.Report([pt.Position("NORTH", "truce", "open", since="2030-01-05")], id=id)


def run(path: Path, *statements: str) -> None:
    """Run statements as an SQL tool would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)


# Doctored tables

DOCTORED = {
    "swallows": ("CREATE TRIGGER swallows BEFORE INSERT ON entry BEGIN SELECT RAISE (IGNORE); END",),
    "copies": (
        "CREATE TABLE copies (words)",
        "CREATE TRIGGER copier AFTER INSERT ON entry BEGIN INSERT INTO copies VALUES (NEW.words); END",
    ),
    "named like statistics": (
        "CREATE TABLE kept (words)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET name = 'sqlite_stat1', tbl_name = 'sqlite_stat1',"
        " sql = 'CREATE TABLE sqlite_stat1 (words)' WHERE name = 'kept'",
        "INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_stat4', 'entry', 0, 'CREATE TRIGGER sqlite_stat4"
        " AFTER INSERT ON entry BEGIN INSERT INTO sqlite_stat1 VALUES (NEW.words); END')",
    ),
    "unguarded": ("DROP TRIGGER entry_is_never_changed",),
    "endless": (
        "DROP VIEW report_source",
        "DROP TABLE entry",
        f"CREATE VIEW entry AS {ENDLESS} 'main' AS ledger, x AS seq FROM n",
    ),
    "loose": (
        "DROP VIEW report_source",
        "DROP TABLE entry",
        "CREATE TABLE entry (ledger, seq, recorded, recorded_at, recorded_by, kind, id, corrects,"
        " claim, bytes, words, salt, leaf)",
        "INSERT INTO entry VALUES ('main', 1, 1, '', NULL, 'agenda', '', NULL, NULL, '[]', '{}',"
        " x'00', 1000000000000)",
    ),
}


@pytest.mark.parametrize("how", DOCTORED)
def test_a_doctored_schema_is_refused_when_it_is_opened(how, path):
    run(path, *DOCTORED[how])
    with pytest.raises(pt.errors.StoreError, match="its tables are not those of a ledger"):
        opened(path)


@pytest.mark.parametrize("how", ["swallows", "copies", "unguarded"])
def test_a_schema_that_is_doctored_under_an_open_tracker_is_refused(how, path):
    with opened(path) as talks:
        run(path, *DOCTORED[how])
        with pytest.raises(pt.errors.StoreError, match="its tables are not those of a ledger"):
            talks.record(report("b"))
        with pytest.raises(pt.errors.StoreError, match="its tables are not those of a ledger"):
            talks.head


@pytest.mark.parametrize("version", [1, 2])
def test_a_doctored_older_file_is_refused_and_not_brought_forward(version, tmp_path):
    path = tmp_path / "talks.db"
    shutil.copy(FIXTURES / f"ledger-{version}.db", path)
    run(path, "CREATE TRIGGER t AFTER INSERT ON entry BEGIN SELECT 1; END")
    before = path.read_bytes()
    with pytest.raises(pt.errors.StoreError, match="its tables are not those of a ledger"):
        opened(path)
    assert (path.read_bytes(), os.listdir(tmp_path)) == (before, ["talks.db"])


def test_statistics_that_an_sql_tool_keeps_are_no_change(path):
    run(path, "ANALYZE")
    with opened(path) as talks:
        assert talks.verify().size == 2


CELLS = [
    ("leaf", 10**18),
    ("leaf", "text"),
    ("bytes", "[]"),
    ("bytes", "[" * 100_000),
    ("bytes", "{"),
    ("bytes", 5),
    ("words", "[]"),
    ("words", "[" * 100_000),
    ("recorded", "late"),
    ("recorded", 2**62),
    ("seq", "x"),
]


@pytest.mark.parametrize(("column", "value"), CELLS)
def test_a_cell_of_another_type_is_refused(column, value):
    from hashlib import sha256

    from peacetrack.store.row import ENTRY, entry_of, entry_row

    talks = ss.new_tracker()
    row = dict(zip(ENTRY, entry_row("main", talks.entries()[0]), strict=True)) | {column: value}
    if column == "bytes" and isinstance(value, str):
        row["leaf"] = sha256(b"\0" + value.encode()).digest()
    with pytest.raises(pt.errors.LedgerTamperedError):
        entry_of(tuple(row.values()), {}).check()


INTERRUPTED = textwrap.dedent(
    """
    import sqlite3, sys
    from peacetrack.store.sqlite import SqliteStore

    store = SqliteStore(sys.argv[1])
    print("ready", flush=True)
    try:
        store._fetch("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n")
    except sqlite3.OperationalError:
        pass
    with store._translated():
        store._fetch("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n")
    """
)


def test_a_query_without_an_end_is_stopped_by_ctrl_c(path):
    asking = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert asking.stdout is not None
        assert asking.stdout.readline() == b"ready\n"
        for _ in range(2):
            time.sleep(0.5)
            asking.send_signal(signal.SIGINT)
        _, stderr = asking.communicate(timeout=20)
    finally:
        asking.kill()
    assert b"KeyboardInterrupt" in stderr.splitlines()[-1]


# Files of something else


@pytest.mark.parametrize("application", [0, 0x12345678])
@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("version", [0, 1, 2, 3])
def test_the_file_of_another_application_is_refused_and_left_as_it_was(
    application, journal, version, tmp_path
):
    path = tmp_path / "other.db"
    run(
        path,
        f"PRAGMA journal_mode = {journal}",
        "CREATE TABLE entry (x)",
        f"PRAGMA application_id = {application}",
        f"PRAGMA user_version = {version}",
    )
    before, listed = path.read_bytes(), os.listdir(tmp_path)
    with pytest.raises(pt.errors.StoreError, match="a database of something else"):
        opened(path)
    assert path.read_bytes() == before
    if journal == "delete":
        assert os.listdir(tmp_path) == listed


def test_an_empty_file_with_the_mark_of_another_application_is_refused(tmp_path):
    path = tmp_path / "other.db"
    run(path, "PRAGMA application_id = 7")
    with pytest.raises(pt.errors.StoreError, match="a database of something else"):
        opened(path)


# Files that are removed, replaced, copied, or brought forward while they are open


@pytest.mark.parametrize("how", ["removed", "replaced", "cut", "without its log"])
def test_a_file_that_is_gone_from_under_a_tracker_takes_no_report(how, path, tmp_path):
    other = tmp_path / "other.db"
    with opened(path) as talks:
        shutil.copy(path, other)
        if how in ("removed", "replaced"):
            path.unlink()
        if how == "replaced":
            other.rename(path)
        if how == "cut":
            os.truncate(path, 0)
        if how == "without its log":
            path.with_name("talks.db-wal").unlink()
        for act in (lambda: talks.record(report("b")), lambda: talks.head, talks.verify):
            with pytest.raises(pt.errors.StoreError, match="removed, replaced or cut while it was open"):
                act()


def test_a_file_has_its_tables_before_it_has_a_log(tmp_path):
    path = tmp_path / "talks.db"
    with opened(path):
        copy = tmp_path / "copy.db"
        shutil.copy(path, copy)
        with closing(sqlite3.connect(copy)) as raw:
            assert raw.execute("SELECT count(*) FROM entry").fetchone() == (0,)


def test_many_processes_make_one_file(tmp_path):
    path = tmp_path / "talks.db"
    errors: list[BaseException] = []

    def make() -> None:
        try:
            with pt.open(path) as talks:
                talks.declare(ss.AGENDA)
        except BaseException as error:
            errors.append(error)

    makers = [threading.Thread(target=make) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert errors == []
    with opened(path) as talks:
        assert talks.verify().size == 1


def test_a_tracker_whose_file_was_brought_to_a_newer_version_stops(path):
    with opened(path) as talks:
        run(path, "PRAGMA user_version = 99")
        for act in (lambda: talks.record(report("b")), lambda: talks.head):
            with pytest.raises(pt.errors.StoreError, match="update peacetrack"):
                act()


# A file that can only be read for a while

READ_ONLY = textwrap.dedent(
    """
    import os, sys
    import peacetrack as pt

    with pt.open(":memory:") as talks:  # all is imported while it can be
        talks.declare(pt.Agenda("invented", terms=[pt.Term("a", "other", "a")]))
        talks.record(pt.Report([pt.Assessment("so", about=["a"])]))
        talks.verify()
        talks.state()["a"].status
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
    path, step = sys.argv[1], sys.argv[2]
    position = pt.Position("NORTH", "truce", "open")
    if step == "closed":
        os.chmod(path, 0o444)
        with pt.open(path) as talks:
            print(talks.verify().size, sorted(os.listdir(os.path.dirname(path))))
        os.chmod(path, 0o644)
        with pt.open(path) as talks:
            print(talks.record(pt.Report([position], id="b")).seq)
    else:  # a writer goes on while it is read
        os.chmod(path, 0o644)
        with pt.open(path) as writer:
            os.chmod(path, 0o444)
            with pt.open(path) as reader:
                print(reader.head)
                print(writer.record(pt.Report([position], id="b")).seq)
                print(reader.head, reader.verify().size)
        with pt.open(path) as early:
            os.chmod(path, 0o644)
            with pt.open(path) as writer:
                print(early.head, writer.record(pt.Report([position], id="c")).seq)
            print(early.head)
    """
)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
@pytest.mark.parametrize(
    ("step", "printed"), [("closed", "2 ['talks.db']\n3\n"), ("written", "2\n3\n3 3\n3 4\n4\n")]
)
def test_a_file_that_is_closed_to_writing_for_a_while(step, printed, path, tmp_path):
    os.chown(path, 65534, 65534)
    os.chown(tmp_path, 65534, 65534)
    for above in [tmp_path, *tmp_path.parents][:4]:
        above.chmod(above.stat().st_mode | 0o005)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(path), step],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == printed
