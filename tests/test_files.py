"""Files that are written: whole or not at all, whoever writes them."""

from __future__ import annotations

import os
import resource
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import gettempdir

import pytest

import peacetrack as pt
from peacetrack import view
from peacetrack.testing import strategies as ss
from tests.cli.helpers import as_typed, small


@cache
def page_of(talks: pt.Tracker) -> view.Page:
    """The briefing, which is made once: how it is written is what is tested."""
    return view.briefing(talks.state())


WRITERS: dict[str, Callable[[pt.Tracker, Path], object]] = {
    "export.jsonl": lambda talks, path: talks.save(path),
    "brief.html": lambda talks, path: page_of(talks).save(path),
    "board.svg": lambda talks, path: view.lanes(talks.state(), "truce").save(path),
    "entries.csv": lambda talks, path: talks.entries().to_csv(path),
    "entries.jsonl": lambda talks, path: talks.entries().to_jsonl(path),
    "entries.xlsx": lambda talks, path: talks.entries().to_xlsx(path),
    "coding.xlsx": lambda talks, path: pt.intake.coding_sheet(path, talks.agenda),
}


@pytest.fixture(scope="module")
def talks() -> pt.Tracker:
    """A ledger that is larger than the room that is left on a full disk."""
    talks = ss.new_tracker()
    for number in range(60):
        talks.record(pt.Report([pt.Position("NORTH", "truce", "open")], id=f"report-{number}"))
    return talks


@contextmanager
def little_room(size: int = 700) -> Iterator[None]:
    """Let no file of this process grow above a size, as on a disk that is full."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, before)


@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_that_is_full_leaves_the_old_file_whole(name, talks, tmp_path):
    path = tmp_path / name
    path.write_text("what was there before")
    with little_room(), pytest.raises(pt.errors.StoreError) as caught:
        WRITERS[name](talks, path)
    assert caught.value.path in (str(path), gettempdir())
    assert path.read_text() == "what was there before"
    assert os.listdir(tmp_path) == [name]


@pytest.mark.parametrize("name", WRITERS)
def test_permissions_and_links_are_kept_and_nothing_else_is_left(name, talks, tmp_path):
    old, link = tmp_path / f"old-{name}", tmp_path / name
    old.write_text("what was there before")
    old.chmod(0o640)
    link.symlink_to(old)
    WRITERS[name](talks, link)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert old.stat().st_size > 700
    assert sorted(os.listdir(tmp_path)) == sorted([name, old.name])


@pytest.mark.parametrize("name", WRITERS)
def test_a_new_file_has_the_permissions_of_any_new_file(name, talks, tmp_path):
    (tmp_path / "plain").touch()
    WRITERS[name](talks, tmp_path / name)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert len(modes) == 1


@pytest.mark.parametrize("name", WRITERS)
def test_no_file_that_lies_ready_is_written_to(name, talks, tmp_path):
    precious = tmp_path / "precious"
    precious.write_text("precious")
    for guess in (f"{name}.part", f"{name}.tmp", f".{name}.part"):
        (tmp_path / guess).symlink_to(precious)
    WRITERS[name](talks, tmp_path / name)
    assert precious.read_text() == "precious"


@pytest.mark.parametrize("name", ["entries.csv", "entries.xlsx", "board.svg"])
def test_a_name_that_no_file_can_have_is_refused(name, talks, tmp_path):
    for wrong in (f"a\0b-{name}", tmp_path, f"{'x' * 300}-{name}", tmp_path / "missing" / name):
        with pytest.raises(pt.PeacetrackError):
            WRITERS[name](talks, wrong)


def test_a_pipe_is_written_to(talks, tmp_path):
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    talks.entries().to_csv(pipe)
    reader.join()
    assert read[0].startswith(b"seq,")
    assert pipe.is_fifo()


def test_a_command_that_cannot_write_says_so_and_leaves_the_old_page(tmp_path):
    page, ledger = tmp_path / "old.html", small()
    page.write_text("what was there before")
    with little_room():
        done = as_typed("brief", ledger, "-o", str(page))
    assert (done.returncode, str(page) in done.stderr) == (2, True)
    assert page.read_text() == "what was there before"
