"""Nothing is lost: kill -9, a full disk, a file that can only be read, a server that goes away."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import attrs
import psycopg
import pytest

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests.stores.places import ROOT, opened

WRITER = textwrap.dedent(
    """
    import sys
    import peacetrack as pt

    place, writer, batch = sys.argv[1], sys.argv[2], int(sys.argv[3])

    def report(number):
        name = f"{writer}-{number}"
        position = pt.Position("NORTH", "truce", "open", wording=name)
        return pt.Report([position, position], id=name)

    with pt.open(place) as talks:
        for number in range(0, 100_000, batch):
            if batch == 1:
                names = [talks.record(report(number)).id]
            else:
                outcome = talks.record_all(report(number + n) for n in range(batch))
                names = [receipt.id for receipt in outcome.recorded]
            print(*names, flush=True)
    """
)


@attrs.frozen
class Writer:
    """A process that records reports, and writes the name of each once it is recorded."""

    process: subprocess.Popen[bytes]
    said: Path

    @classmethod
    def on(cls, place: str, name: str, folder: Path, batch: int = 1) -> Writer:
        """One that is under way."""
        said = folder / f"{name}.txt"
        with said.open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-c", WRITER, place, name, str(batch)],
                stdout=out,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        return cls(process, said)

    def names(self) -> list[str]:
        """What it said was recorded, in whole lines."""
        return [name for line in self.said.read_text().split("\n")[:-1] for name in line.split()]

    def wait_until_under_way(self) -> None:
        """Until it has recorded something."""
        for _ in range(600):
            if self.names():
                return
            time.sleep(0.05)
        raise AssertionError("it never began")


def check(place: str | Path, names: Sequence[str], unsaid: int) -> None:
    """All that was acknowledged is there, whole, and at most so much more."""
    with opened(place) as talks:
        assert set(names) <= set(talks.reports)
        assert len(talks.reports) <= len(names) + unsaid
        assert all(len(report.claims) == 2 for report in talks.reports.values())
        talks.verify()


def kill_writers(place: str, folder: Path, after: float) -> None:
    """Two writers, one report by report and one in batches, are killed at some moment."""
    with opened(place) as talks:
        talks.declare(ss.AGENDA)
    writers = [Writer.on(place, "a", folder), Writer.on(place, "b", folder, batch=7)]
    try:
        for writer in writers:
            writer.wait_until_under_way()
        time.sleep(after)
    finally:
        for writer in writers:
            writer.process.kill()
            writer.process.wait()
    check(place, [name for writer in writers for name in writer.names()], unsaid=1 + 7)


@pytest.mark.parametrize("attempt", range(2))
def test_what_was_acknowledged_is_there_after_kill_9(attempt, tmp_path):
    kill_writers(str(tmp_path / "talks.db"), tmp_path, after=0.05 + 0.2 * attempt)


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(int(os.environ.get("KILLS", "200"))))
def test_what_was_acknowledged_is_there_after_kill_9_at_any_moment(attempt, tmp_path):
    kill_writers(str(tmp_path / "talks.db"), tmp_path, after=random.Random(attempt).uniform(0, 0.3))


def test_a_writer_to_a_server_is_killed_and_nothing_acknowledged_is_lost(server, tmp_path):
    kill_writers(server.new_database(), tmp_path, after=0.2)


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(int(os.environ.get("KILLS", "50"))))
def test_writers_to_a_server_are_killed_at_any_moment(attempt, server, tmp_path):
    kill_writers(server.new_database(), tmp_path, after=random.Random(attempt).uniform(0, 0.3))


# A full disk

FULL = textwrap.dedent(
    """
    import resource, sys
    import peacetrack as pt

    with pt.open(sys.argv[1]) as talks:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        number = 0
        try:
            while number < 5000:
                position = pt.Position("NORTH", "truce", "open", wording="x" * 500)
                talks.record(pt.Report([position, position], id=f"r{number}"))
                print(f"r{number}", flush=True)
                number += 1
        except pt.errors.StoreError as error:
            print(error, file=sys.stderr)
        assert talks.head == number + 1, talks.head
        assert f"r{number}" not in talks.reports
    """
)


def test_a_disk_that_is_full_is_told_and_keeps_what_was_acknowledged(tmp_path):
    path = tmp_path / "talks.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
    writer = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert "the room on the disk" in writer.stderr
    names = writer.stdout.split()
    assert len(names) > 10
    check(path, names, unsaid=0)
    with opened(path) as talks:
        talks.record(pt.Report([pt.Position("NORTH", "truce", "open")], id="later"))
        talks.verify()


# Files that can only be read

READER = textwrap.dedent(
    """
    import os, sys
    import peacetrack as pt

    with pt.open(":memory:") as talks:  # all is imported while it can be
        talks.declare(pt.Agenda("invented", terms=[pt.Term("a", "other", "a")]))
        talks.verify()
        talks.state()["a"].status
        talks.record(pt.Report([pt.Progress("a", stage="tabled")], id="a"))
        pt.Position, pt.errors.StoreError
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
    with pt.open(sys.argv[1]) as talks:
        print(talks.verify().size, talks.state(valid="2030-02-01")["truce"]["NORTH"].stance)
        try:
            talks.record(pt.Report([pt.Position("NORTH", "truce", "open")], id="b"))
        except pt.errors.StoreError as error:
            print(error)
    """
)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
@pytest.mark.parametrize("closed", ["the file", "its folder"])
def test_a_file_that_can_only_be_read_is_read_and_refuses_writing(closed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared")
    path = folder / "talks.db"
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        talks.record(pt.Report([pt.Position("NORTH", "truce", "open", since="2030-01-05")], id="a"))
    for above in [folder, *folder.parents][:4]:
        above.chmod(above.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    if closed == "its folder":
        os.chown(path, 65534, 65534)
    reader = subprocess.run(
        [sys.executable, "-c", READER, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert not reader.stderr, reader.stderr
    first, second = reader.stdout.splitlines()
    assert first == "2 open"
    assert "can only be read: check the permissions of the file and its folder" in second


# A server that goes away


def test_a_server_that_crashes_under_load_loses_nothing_that_was_acknowledged(server, monkeypatch):
    from peacetrack.store import postgres

    monkeypatch.setattr(postgres, "PATIENCE", 60.0)
    url = server.new_database()
    with opened(url) as talks:
        talks.declare(ss.AGENDA)
    names: list[str] = []
    stop = threading.Event()

    def write(writer: str) -> None:
        with opened(url) as mine:
            for number in range(100_000):
                if stop.is_set():
                    return
                position = pt.Position("NORTH", "truce", "open", wording=writer)
                report = pt.Report([position, position], id=f"{writer}-{number}")
                names.append(mine.record(report).id)

    writers = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for _ in range(2):
        _wait_for_more(names)
        server.crash()
    _wait_for_more(names)  # they found it again by themselves
    stop.set()
    for writer in writers:
        writer.join()
    check(url, names, unsaid=0)


def _wait_for_more(names: list[str]) -> None:
    """Until ten more reports are acknowledged."""
    due = len(names) + 10
    for _ in range(1200):
        if len(names) >= due:
            return
        time.sleep(0.05)
    raise AssertionError("nothing more is acknowledged")


def test_a_reader_finds_a_server_again(server):
    url = server.new_database()
    with opened(url) as talks:
        talks.declare(ss.AGENDA)
        server.control("-m", "fast", "restart")
        assert talks.head == 1
        assert talks.verify().size == 1
        server.crash()
        assert talks.rebuild() == 1


def test_a_server_that_stays_away_is_told_in_the_end(server, monkeypatch):
    from peacetrack.store import postgres

    monkeypatch.setattr(postgres, "PATIENCE", 0.5)
    with opened(server.new_database()) as talks:
        talks.declare(ss.AGENDA)
        server.control("-m", "fast", "stop")
        try:
            with pytest.raises(pt.errors.StoreError, match="the server was lost, and not found again"):
                talks.head
        finally:
            server.control("start")
        assert talks.head == 1


def test_a_batch_whose_connection_breaks_says_so_and_is_done_again(server):
    url = server.new_database()
    reports = [pt.Report([pt.Position(one, "truce", "open")], id=one) for one in ("NORTH", "SOUTH")]
    breaking = iter((False, False, True))

    def salt() -> bytes:
        if next(breaking, False):
            _break_connections(url)
        return bytes(16)

    with pt.open(url, salt=salt) as talks:
        talks.declare(ss.AGENDA)
        with pytest.raises(pt.errors.ConnectionLostError, match="do it again"):
            talks.record_all(reports)
        assert talks.head == 1
        assert len(talks.record_all(reports).recorded) == 2


def test_a_connection_that_breaks_before_the_commit_is_made_again(server):
    url = server.new_database()
    with opened(url) as talks:
        talks.declare(ss.AGENDA)
        _break_connections(url)
        report = pt.Report([pt.Position("NORTH", "truce", "open")], id="a")
        assert talks.record(report, expect=1).new
        assert talks.record(report).seq == 2


def _break_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'peacetrack' AND datname = current_database()"
        )
