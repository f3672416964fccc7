"""What every store does, and what only a file can do."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.testing import strategies as ss

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds" / "berlin-2025-12"


def in_file(path: Path) -> pt.Tracker:
    """A tracker on a file, with the clock and salt of the tests."""
    return pt.Tracker.open(path, recorder="tester", clock=ss.Clock(), salt=lambda: b"\0" * 16)


def copied(source: pt.Tracker, target: pt.Tracker) -> None:
    """Do again in one tracker what was done in another."""
    for entry in source.entries():
        body, at = entry.body, entry.recorded_at
        if isinstance(body, pt.Agenda):
            target.declare(body, recorded_at=at)
        elif isinstance(body, pt.Report):
            target.record(body, recorded_at=at)
        elif isinstance(body, pt.Correction):
            target.correct(body.corrects, body.report, reason=body.reason, recorded_at=at)
        elif isinstance(body, pt.Retraction):
            target.retract(body.retracts, reason=body.reason, claim=body.claim, recorded_at=at)


@settings(max_examples=25)
@given(data=st.data())
def test_a_file_keeps_what_memory_keeps_and_gives_it_back(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "talks.db"
    memory = data.draw(ss.ledgers())
    with in_file(path) as first:
        copied(memory, first)
    with in_file(path) as again:
        assert [e.leaf for e in again.entries()] == [e.leaf for e in memory.entries()]
        basis = data.draw(ss.bases(memory))
        assert again.state(basis) == memory.state(basis)
        assert again.verify() == memory.verify()


def test_a_file_is_made_if_missing_and_opens_again(tmp_path):
    path = tmp_path / "talks.db"
    with in_file(path) as talks:
        receipt = talks.declare(ss.AGENDA)
    with in_file(path) as talks:
        assert (talks.head, talks.agenda) == (receipt.seq, ss.AGENDA)


def test_memory_has_a_name_of_its_own():
    with pt.Tracker.open(":memory:") as talks:
        talks.declare(ss.AGENDA)
        assert talks.head == 1


def test_what_one_writes_the_other_sees_with_its_next_question(tmp_path):
    with in_file(tmp_path / "talks.db") as one, in_file(tmp_path / "talks.db") as other:
        one.declare(ss.AGENDA)
        assert other.head == 1
        other.record(pt.Report([pt.Position("NORTH", "truce", "open", since="2030-01-05")]))
        assert one.state(valid="2030-02-01")["truce"]["NORTH"].stance is pt.Stance.OPEN


def test_a_write_that_was_overtaken_by_another_process_is_refused(tmp_path):
    with in_file(tmp_path / "talks.db") as one, in_file(tmp_path / "talks.db") as other:
        one.declare(ss.AGENDA)
        other.record(pt.Report([pt.Position("NORTH", "truce", "open")], id="faster"))
        with pytest.raises(pt.Overtaken) as caught:
            one.record(pt.Report([pt.Position("SOUTH", "truce", "open")]), expect=1)
        assert (caught.value.expected, caught.value.head) == (1, 2)
        assert [entry.id for entry in one.entries(after=1)] == ["faster"]


def test_a_refused_report_leaves_the_file_as_it_was(tmp_path):
    with in_file(tmp_path / "talks.db") as talks:
        talks.declare(ss.AGENDA)
        with pytest.raises(pt.UnknownName):
            talks.record(pt.Report([pt.Position("NROTH", "truce")]))
        assert talks.head == 1
    with in_file(tmp_path / "talks.db") as talks:
        assert talks.head == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry WHERE seq = 2",
        "UPDATE entry SET bytes = '{}' WHERE seq = 2",
        "INSERT OR REPLACE INTO entry SELECT ledger, seq, recorded, recorded_at, 'me', kind, id,"
        " bytes, words, salt, leaf FROM entry WHERE seq = 2",
        "INSERT INTO entry SELECT ledger, 9, recorded, recorded_at, recorded_by, kind, id,"
        " bytes, words, salt, leaf FROM entry WHERE seq = 2",
    ],
)
def test_the_file_itself_guards_its_entries(statement, tmp_path):
    path = tmp_path / "talks.db"
    with in_file(path) as talks:
        copied(pt.read(SEEDS), talks)
    with sqlite3.connect(path) as raw, pytest.raises(sqlite3.IntegrityError, match="an entry"):
        raw.execute(statement)
    raw.close()


def test_any_sql_tool_reads_the_file(tmp_path):
    path = tmp_path / "talks.db"
    with in_file(path) as talks:
        copied(pt.read(SEEDS), talks)
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT seq, recorded_at, kind, id FROM entry ORDER BY seq").fetchall()
    raw.close()
    assert rows[1] == (2, "2025-12-16T09:00:00.000000Z", "report", "seed-000")


# What can go wrong with a file


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "talks.db"
    in_file(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(pt.StoreError, match="version 99, newer than 1; update peacetrack"):
        in_file(path)


def test_a_database_of_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE something (x)")
    raw.close()
    with pytest.raises(pt.StoreError, match="a database of something else"):
        in_file(path)
    with sqlite3.connect(path) as raw:
        assert [row[0] for row in raw.execute("SELECT name FROM sqlite_master")] == ["something"]
    raw.close()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("these are only notes, and they are long enough to be one\n" * 40)
    with pytest.raises(pt.StoreError, match="name a ledger, or a file that does not exist yet"):
        in_file(path)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(pt.StoreError, match="check that the folder exists"):
        in_file(tmp_path / "missing" / "talks.db")


def test_a_server_is_refused_and_no_file_of_its_name_is_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pt.StoreError, match="servers are not there yet"):
        pt.Tracker.open("postgresql://localhost/talks")
    assert list(tmp_path.iterdir()) == []


def test_a_truncated_file_is_told(tmp_path):
    path = tmp_path / "talks.db"
    with in_file(path) as talks:
        copied(pt.read(SEEDS), talks)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises((pt.StoreError, pt.LedgerTampered)):
        in_file(path).entries()


# Proof

VECTORS = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (
        "606162636465666768696a6b6c6d6e6f",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ),
]
"""Inputs of leaves and the root over all up to there: the vectors of certificate transparency."""


def test_the_tree_is_that_of_rfc_6962():
    from hashlib import sha256

    from peacetrack.proof import root_of

    leaves: list[bytes] = []
    for leaf, root in VECTORS:
        leaves.append(sha256(b"\0" + bytes.fromhex(leaf)).digest())
        assert root_of(leaves).hex() == root


def test_a_checkpoint_is_a_text_that_still_holds_when_the_ledger_has_grown():
    talks = pt.read(SEEDS)
    kept = str(talks.checkpoint())
    talks.record(pt.Report([pt.Position("UA", "dialogue", "open")]))
    assert talks.verify(kept).size == 5
    assert pt.Checkpoint.parse(kept).size == 4


def test_a_rewritten_ledger_does_not_extend_what_an_outsider_saw():
    kept = pt.read(SEEDS).checkpoint()
    with pytest.raises(pt.LedgerTampered, match="not those that the checkpoint saw"):
        pt.read(SEEDS).verify(kept)  # the same reports, salted anew: another ledger
    with pytest.raises(pt.LedgerTampered, match="here are 1"):
        ss.new_tracker().verify(kept)


@pytest.mark.parametrize(
    "column", ["seq", "recorded", "recorded_by", "bytes", "words", "salt", "leaf"]
)
def test_every_changed_bit_of_an_entry_is_noticed(column, tmp_path):
    path = tmp_path / "talks.db"
    with in_file(path) as talks:
        talks.declare(ss.AGENDA)
        talks.record(pt.Report([pt.Position("NORTH", "truce", "open", wording="on hold")], id="r"))
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER entry_is_never_changed")
    (old,) = raw.execute(f"SELECT {column} FROM entry WHERE seq = 2").fetchone()
    for flipped in flips(old):
        raw.execute(f"UPDATE entry SET {column} = ? WHERE kind = 'report'", (flipped,))
        raw.commit()
        with pytest.raises(pt.LedgerTampered):
            in_file(path)
    raw.execute(f"UPDATE entry SET {column} = ? WHERE kind = 'report'", (old,))
    raw.commit()
    raw.close()
    in_file(path).close()


def flips(value: object) -> list[object]:
    """The value with one bit changed, at every bit of it (of a text, where it stays text)."""
    if isinstance(value, int):
        return [value ^ (1 << bit) for bit in range(8) if value != 1 << bit]
    raw = value.encode() if isinstance(value, str) else bytes(value)  # type: ignore[call-overload]
    found: list[object] = []
    for place in range(len(raw)):
        for bit in range(7):
            changed = bytes([*raw[:place], raw[place] ^ (1 << bit), *raw[place + 1 :]])
            found.append(changed.decode() if isinstance(value, str) else changed)
    return found


# Nothing is lost

WRITER = textwrap.dedent(
    """
    import sys
    import peacetrack as pt
    with pt.Tracker.open(sys.argv[1]) as talks:
        for number in range(100_000):
            name = f"{sys.argv[2]}-{number}"
            position = pt.Position("NORTH", "truce", "open", wording=name)
            talks.record(pt.Report([position, position], id=name))
            print(name, flush=True)
    """
)


@pytest.mark.parametrize("attempt", range(3))
def test_what_was_acknowledged_is_there_after_kill_9(attempt, tmp_path):
    path = tmp_path / "talks.db"
    with pt.Tracker.open(path) as talks:
        talks.declare(ss.AGENDA)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name],
            stdout=subprocess.PIPE,
            env=env,
            text=True,
        )
        for name in ("a", "b")
    ]
    time.sleep(1.0 + 0.13 * attempt)
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    acknowledged = [line for w in writers for line in w.communicate()[0].split("\n")[:-1]]
    with pt.Tracker.open(path) as talks:
        assert set(acknowledged) <= set(talks.reports)
        assert all(len(report.claims) == 2 for report in talks.reports.values())
        assert len(talks.reports) <= len(acknowledged) + 2
        talks.verify()
