"""What only a file does: what it is for SQL tools, what it refuses, how an older one comes forward."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests.stores.places import ROOT, SEEDS, opened

FIXTURES = ROOT / "tests" / "fixtures"


@pytest.fixture(scope="module")
def seeds_in_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeds") / "talks.db"
    with opened(path) as talks:
        talks.extend(pt.open(SEEDS).entries())
    return path


@pytest.fixture
def path(seeds_in_file: Path, tmp_path: Path) -> Path:
    """A file with the seeds for one test."""
    return Path(shutil.copy(seeds_in_file, tmp_path))


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """What an SQL tool gets to see."""
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()


def test_a_file_is_made_if_missing_and_opens_again(tmp_path):
    path = tmp_path / "talks.db"
    with opened(path) as talks:
        receipt = talks.declare(ss.AGENDA)
    with opened(path) as talks:
        assert (talks.head, talks.agenda) == (receipt.seq, ss.AGENDA)


def test_memory_has_a_name_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pt.open(":memory:") as talks:
        talks.declare(ss.AGENDA)
        assert talks.head == 1
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_file_and_no_server_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pt.errors.StoreError, match="this is no ledger; open an SQLite file"):
        pt.open("mysql://localhost/talks")
    assert list(tmp_path.iterdir()) == []


def test_reports_recorded_in_batches_are_kept_in_the_file_alone(tmp_path):
    with opened(tmp_path / "talks.db") as talks:
        talks.declare(ss.AGENDA)
        claims = [pt.Question(f"who pays {number}?") for number in range(5)]
        talks.record_all([pt.Report([claim], id=claim.text) for claim in claims], batch=2)
        kept, read = talks._journal.ledger, talks._journal.timeline.said
        assert [entry._body for entry in kept.entries[1:]] == [None] * 5
        assert [filed.entry for filed in kept.filed.values()] == kept.entries[1:]
        assert not read
        assert [claimed.claim for claimed in talks.state().claims()] == claims
        talks.correct(claims[0].text, claim=1, to=pt.Question("who signs?"), reason="misread")
        talks.verify()


@pytest.mark.parametrize("most", [1, 3, 1 << 14])
def test_in_a_batch_a_later_report_moves_what_an_earlier_one_says(most, tmp_path, monkeypatch):
    monkeypatch.setattr("peacetrack.store.sqlite.MOST_WAITING", most)
    bound = [
        pt.Position(party, "truce", "accepts", since=pt.During("summit")) for party in ("NORTH", "SOUTH")
    ]
    told = pt.Event("summit", "held", when="2030-01-06")
    reports = [pt.Report([claim], id=f"r{number}") for number, claim in enumerate((*bound, told), start=1)]
    with opened(tmp_path / "talks.db") as talks:
        talks.declare(ss.AGENDA)
        talks.record_all([*reports, pt.Report([pt.Position("ISLE", "truce", "open")])])
        talks.verify()
    moved = "SELECT party, known_from, known_until FROM statement WHERE field = 'stance' AND known_until < 9"
    assert sorted(rows(tmp_path / "talks.db", moved)) == [("NORTH", 2, 4), ("SOUTH", 3, 4)]


def test_a_file_that_is_opened_reads_no_body_until_it_is_asked_for(path, monkeypatch):
    from peacetrack.form import codec

    def refuse(form: object) -> None:
        raise AssertionError(form)

    with monkeypatch.context() as patched:
        patched.setattr(codec, "read_body", refuse)
        talks = opened(path)
        assert talks.head == 4
    assert talks.state()["security-guarantees"]["US"].stance is pt.Stance.ACCEPTS
    talks.close()


# SQL tools


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry WHERE seq = 2",
        "UPDATE entry SET bytes = '{}' WHERE seq = 2",
        "UPDATE entry SET words = '{}' WHERE seq = 2",
        "UPDATE entry SET words = NULL, salt = NULL WHERE seq = 2",
        "UPDATE entry SET recorded_by = NULL",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 2",
        "INSERT INTO entry SELECT ledger, 9, recorded, recorded_at, recorded_by, kind, id, corrects,"
        " claim, bytes, words, salt, leaf FROM entry WHERE seq = 2",
    ],
)
def test_the_file_itself_guards_its_entries(statement, path):
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError, match="an entry"):
        raw.execute(statement)


def test_entries_are_readable(path):
    found = rows(path, "SELECT seq, recorded_at, kind, id FROM entry ORDER BY seq")
    assert found[1] == (2, "2025-12-16T09:00:00.000000Z", "report", "seed-000")


def test_the_view_of_positions_agrees_with_the_state(path):
    sql = "SELECT term, party, value FROM current_position WHERE field = 'stance'"
    found = {row for row in rows(path, sql) if "absent" not in str(row[2])}
    with opened(path) as talks:
        state = talks.state()
    standings = [(term, party, state[term][party]) for term in state for party in state[term].speaking]
    assert found == {
        (term, party, f'"{standing.stance.value}"')
        for term, party, standing in standings
        if isinstance(standing.stance, pt.Stance) and standing.begun and standing.by_group is None
    }


def test_a_wall_clears_what_is_before_it_in_the_view_too(tmp_path):
    path = tmp_path / "talks.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        first = pt.Position("NORTH", "truce", "open", red_line=True, since="2020-01-05")
        talks.record(pt.Report([first], id="a"))
        whole = pt.Position("NORTH", "truce", "opposes", complete=True, since="2020-01-06")
        talks.record(pt.Report([whole], id="b"))
        weak = pt.Position("NORTH", "truce", pt.Absence.NOT_STATED, since="2020-01-07")
        talks.record(pt.Report([weak], id="c"))
    assert rows(path, "SELECT field, value, report FROM current_position") == [("stance", '"opposes"', "b")]


def test_the_history_shows_what_was_withdrawn(tmp_path):
    path = tmp_path / "talks.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        talks.record(pt.Report([pt.Position("NORTH", "truce", "open", since="2030-01-05")], id="a"))
        talks.retract("a", reason="a forgery")
    assert rows(path, "SELECT party, value, since, known_until_at, stands FROM position_history") == [
        ("NORTH", '"open"', "2030-01-05", "2030-01-11T06:00:00.000000Z", 0)
    ]
    assert rows(path, "SELECT report, withdrawn_by, redacted FROM report_source") == [("a", 3, 0)]


def test_the_sources_of_reports_and_corrections_are_listed(tmp_path):
    path = tmp_path / "talks.db"
    source = pt.Source("The Paper", origin="wire", published="2030-01-05", reliability="B")
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        talks.record(pt.Report([pt.Position("NORTH", "truce", "open")], id="a", source=source))
        better = pt.Report([pt.Position("NORTH", "truce", "opposes")], id="b", source=source)
        talks.correct("a", better, reason="misread")
        talks.redact("b", reason="so")
    columns = "report, outlet, origin, published, reliability, corrects, withdrawn_by, redacted"
    assert rows(path, f"SELECT {columns} FROM report_source ORDER BY seq") == [
        ("a", "The Paper", "wire", "2030-01-05", "B", None, 3, 0),
        ("b", None, "wire", "2030-01-05", "B", "a", None, 1),
    ]


# What is refused


def test_a_file_of_a_newer_version_is_refused_and_left_alone(path):
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(pt.errors.StoreError, match="version 99, newer than 3; update peacetrack"):
        opened(path)
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE something (x)")
    with pytest.raises(pt.errors.StoreError, match="a database of something else"):
        opened(path)
    assert rows(path, "SELECT name FROM sqlite_master") == [("something",)]


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("these are only notes, and they are long enough to be one\n" * 40)
    with pytest.raises(pt.errors.StoreError, match="this is no ledger; open an SQLite file"):
        opened(path)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(pt.errors.StoreError, match="or that its folder is there"):
        opened(tmp_path / "missing" / "talks.db")


@pytest.mark.parametrize("pages", range(1, 12))
def test_a_truncated_file_is_told(pages, path):
    whole = path.read_bytes()
    path.write_bytes(whole[: pages * 4096 + 17])
    assert len(whole) > pages * 4096 + 17
    with pytest.raises((pt.errors.StoreError, pt.errors.LedgerTamperedError)), opened(path) as talks:
        talks.verify()


def test_a_file_with_random_damage_is_told(path, tmp_path):
    whole, random = path.read_bytes(), Random(1)
    for number in range(40):
        damaged = bytearray(whole)
        for place in random.choices(range(100, len(whole)), k=60):
            damaged[place] = random.randrange(256)
        file = tmp_path / f"{number}.db"
        file.write_bytes(damaged)
        with suppress(pt.errors.StoreError, pt.errors.LedgerTamperedError), opened(file) as talks:
            talks.verify()


# Older files


@pytest.mark.parametrize(("version", "head"), [(1, 5), (2, 7)])
def test_an_older_file_is_copied_and_brought_forward(version, head, tmp_path):
    path = tmp_path / "talks.db"
    shutil.copy(FIXTURES / f"ledger-{version}.db", path)
    kept = (FIXTURES / f"ledger-{version}.checkpoint").read_text()
    with opened(path) as talks:
        assert talks.verify(kept).size == head
        state = talks.state(known=head)
        assert str(state["truce"]["NORTH"].since) == "2030-01-02"
        assert talks.rebuild() == head
        talks.redact("first", reason="a test")
        talks.verify(kept)
    assert rows(path, "PRAGMA user_version") == [(3,)]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["talks.db", f"talks.db.version-{version}"]
    copy = tmp_path / f"talks.db.version-{version}"
    assert rows(copy, "PRAGMA user_version") == [(version,)]
    assert rows(copy, "SELECT count(*) FROM entry") == [(head,)]


@pytest.mark.parametrize("version", [1, 2])
def test_a_migrated_file_answers_as_a_fresh_one_with_its_entries(version, tmp_path):
    path, export = tmp_path / "talks.db", tmp_path / "talks.jsonl"
    shutil.copy(FIXTURES / f"ledger-{version}.db", path)
    with opened(path) as talks:
        talks.verify()
        talks.save(export)
        with opened(export) as fresh:
            for valid in ("2030-01-03", "2030-01-10", "2031-01-01"):
                assert talks.state(valid=valid) == fresh.state(valid=valid)


def test_a_migration_that_is_interrupted_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    from peacetrack.store.sqlite import SqliteStore

    path = tmp_path / "talks.db"
    shutil.copy(FIXTURES / "ledger-1.db", path)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(SqliteStore, "project", interrupted)
        with pytest.raises(KeyboardInterrupt):
            opened(path)
    assert rows(path, "PRAGMA user_version") == [(1,)]
    with opened(path) as talks:
        assert talks.verify().size == 5
