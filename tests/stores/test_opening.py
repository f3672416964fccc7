"""`pt.open` opens anything a ledger can be in, and says what it opens where that is nothing."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests import recording
from tests.stores.places import SEEDS, opened

WHAT_OPENS = ("SQLite file", ":memory:", "postgresql://", "folder of seeds", "export")


def kept(place: str | Path) -> list[str]:
    """The ids of the entries that are there when a place is opened again."""
    with pt.open(place) as talks:
        return [entry.id for entry in talks.entries()]


@pytest.mark.parametrize("name", ["talks.db", "talks.sqlite", "of 5.10.2030"])
def test_a_file_that_is_missing_is_made(name, tmp_path):
    with opened(tmp_path / name) as talks:
        talks.declare(ss.AGENDA)
    assert kept(tmp_path / name) == ["invented"]


def test_an_empty_file_becomes_a_ledger_under_any_name(tmp_path):
    path = tmp_path / "talks"
    path.touch()
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
    assert kept(str(path)) == ["invented"]


def test_a_server_is_opened_by_its_url(server):
    url = server.new_database()
    with opened(url) as talks:
        talks.declare(ss.AGENDA)
    assert kept(url) == ["invented"]


def test_in_memory_nothing_is_kept():
    with opened(":memory:") as talks:
        talks.declare(ss.AGENDA)
    assert kept(":memory:") == []


def test_a_folder_and_an_export_are_read_into_memory(export):
    before = kept(export)
    for place in (SEEDS, str(SEEDS), export, str(export)):
        with opened(place) as talks:
            talks.declare(pt.Agenda("more", terms=[pt.Term("more", "other", "more")]))
            assert talks.head == len(before) + 1
            assert talks.entries()[-1].recorded_by == "tester"
        assert kept(place) == before


@pytest.mark.parametrize("prefix", ["\ufeff", "\n", " \t"])
def test_an_export_is_known_by_how_it_begins(prefix, export):
    path = export.with_name("talks.txt")
    path.write_text(prefix + export.read_text(encoding="utf-8"), encoding="utf-8")
    if prefix == "\n":  # the header has to be the first line, and the error says so
        with pytest.raises(pt.InvalidInputError, match=r"talks\.txt:1: "):
            pt.open(path)
    else:
        assert kept(path) == kept(export)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_an_export_is_read_from_a_pipe(tmp_path, export):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(export.read_bytes()))
    writer.start()
    assert kept(pipe) == kept(export)
    writer.join()


def test_the_clock_and_the_salt_are_passed_on(tmp_path):
    for place in (SEEDS, tmp_path / "talks.db"):
        with pt.open(place, clock=recording.next_year, salt=lambda: b"\1" * 16) as talks:
            talks.declare(ss.AGENDA, recorded_at="2031-01-01")
            assert talks.entries()[-1].salt == b"\1" * 16


# What cannot be opened


@pytest.mark.parametrize("name", ["notes.txt", "agenda.toml"])
def test_a_file_of_something_else_is_refused_with_what_can_be_opened(name, tmp_path):
    path = tmp_path / name
    path.write_text('kind = "agenda"\n')
    with pytest.raises(pt.errors.StoreError, match="this is no ledger; open an SQLite file") as caught:
        pt.open(path)
    assert caught.value.path == str(path)
    assert all(form in str(caught.value) for form in WHAT_OPENS)
    assert path.read_text() == 'kind = "agenda"\n'


@pytest.mark.parametrize("place", ["mysql://host/talks", "https://host/talks.jsonl", ""])
def test_another_place_is_refused_with_what_can_be_opened(place):
    with pytest.raises(pt.errors.StoreError, match="this is no ledger") as caught:
        pt.open(place)
    assert all(form in str(caught.value) for form in WHAT_OPENS)


@pytest.mark.parametrize("place", [None, 5, b"talks.db", ss.AGENDA])
def test_what_is_no_place_is_refused_with_what_can_be_opened(place):
    with pytest.raises(pt.errors.WrongTypeError, match="is not a place") as caught:
        pt.open(place)
    assert all(form in str(caught.value) for form in WHAT_OPENS)


@pytest.mark.parametrize("name", ["berlin-2025", "talks.jsonl", "talks.json", "agenda.toml"])
def test_a_mistyped_folder_or_export_makes_no_file(name, tmp_path):
    with pytest.raises(pt.InvalidInputError, match=rf"there is no .*{name}; .*such as talks\.db"):
        pt.open(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_log_is_named_with_what_is_missing(tmp_path):
    (tmp_path / "talks").mkdir()
    with pytest.raises(pt.InvalidInputError, match=r"log\.toml: .*a folder of seeds, as .*talks"):
        pt.open(tmp_path / "talks")
