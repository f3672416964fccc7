"""What is written into a warehouse, and when it is there."""

from __future__ import annotations

import os
import signal
from types import SimpleNamespace

import pytest
from pyarrow import parquet

import peacetrack as pt
from peacetrack import warehouse
from peacetrack.testing import strategies as ss
from peacetrack.warehouse import manifest, writing
from peacetrack.warehouse.manifest import Manifest, folder_of, manifest_in
from tests.effort import thinned


def position(
    stance: str, id: str, party: str = "NORTH", since: str = "2030-01-05", **more: object
) -> pt.Report:
    """A report of one position."""
    claim = pt.Position(party, "truce", stance, since=since, **more)  # type: ignore[arg-type]
    return pt.Report([claim], id=id)


@pytest.fixture
def talks():
    """A ledger of an agenda and two reports."""
    tracker = ss.new_tracker()
    tracker.record(position("accepts", "a"))
    tracker.record(position("rejects", "b", "SOUTH", wording="never"))
    return tracker


def same(talks, folder):
    """Whether a warehouse answers as its ledger, now and before."""
    stored = warehouse.open(folder)
    days = ("2030-01-04", "2030-01-06", "2030-02-01")
    return all(
        stored.state(valid=day, known=seq).answers() == talks.state(valid=day, known=seq).answers()
        for day in days
        for seq in range(talks.head, 0, -thinned(1))
    )


def parts(folder):
    """The first and the last seq of each part."""
    found = manifest_in(folder_of(folder, "invented"))
    return [(part.first, part.last) for part in found.parts]


def test_only_what_is_new_is_written_and_small_parts_become_one(talks, tmp_path):
    for number in range(8):
        talks.record(position("open", f"c{number}", since=f"2030-01-{10 + number}"))
    assert warehouse.write(talks, tmp_path) == 11
    talks.record(position("accepts", "d", since="2030-01-20"))
    assert warehouse.write(talks, tmp_path) == warehouse.write(talks, tmp_path) == 12
    assert parts(tmp_path) == [(1, 11), (12, 12)]
    talks.record(position("accepts", "e", since="2030-01-21"))
    warehouse.write(talks, tmp_path)
    assert parts(tmp_path) == [(1, 11), (12, 13)]
    assert same(talks, tmp_path)
    for number in range(8):
        talks.record(position("open", f"f{number}", since=f"2030-01-{10 + number}"))
    warehouse.write(talks, tmp_path)
    assert parts(tmp_path) == [(1, 21)]
    assert same(talks, tmp_path)


def test_a_later_part_withdraws_and_dates_what_an_earlier_one_holds(talks, tmp_path):
    bound = pt.Position("NORTH", "truce", "open", since=pt.During("summit"))
    talks.record(pt.Report([bound], id="bound"))
    for number in range(6):
        talks.record(position("open", f"c{number}", since=f"2030-01-{10 + number}"))
    warehouse.write(talks, tmp_path)
    talks.record(pt.Report([pt.Event("summit", when="2030-01-08", status="held")], id="dated"))
    talks.retract("c5", reason="wrong")
    talks.correct("b", position("accepts", "b-2", "SOUTH"), reason="wrong")
    warehouse.write(talks, tmp_path)
    assert len(parts(tmp_path)) == 2
    assert same(talks, tmp_path)


def test_words_that_are_redacted_are_in_no_file_that_is_read(talks, tmp_path):
    for number in range(6):
        talks.record(position("open", f"c{number}", since=f"2030-01-{10 + number}"))
    secret = pt.Position("NORTH", "truce", "open", until=pt.At(pt.Moment.unknown("before the secret visit")))
    talks.record(pt.Report([secret], id="secret"))
    warehouse.write(talks, tmp_path)
    talks.redact("secret", reason="a source")
    warehouse.write(talks, tmp_path)
    assert len(list(folder_of(tmp_path, "invented").glob("part-*"))) == len(parts(tmp_path)) == 1
    assert same(talks, tmp_path)
    files = folder_of(tmp_path, "invented").glob("part-*/*.parquet")
    assert not any("visit" in str(parquet.ParquetFile(file).read().to_pydict()) for file in files)


@pytest.mark.parametrize("step", ["write_statements", "write_rows", "write"])
def test_a_writer_that_is_killed_leaves_the_old_whole(talks, tmp_path, step, monkeypatch):
    warehouse.write(talks, tmp_path)
    talks.record(position("open", "c"))
    child = os.fork()
    if child == 0:  # the writer
        where = Manifest if step == "write" else writing
        monkeypatch.setattr(where, step, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        warehouse.write(talks, tmp_path)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert warehouse.open(tmp_path).head == 3
    assert warehouse.write(talks, tmp_path) == 4
    assert same(talks, tmp_path)
    talks.record(position("open", "d"))
    warehouse.write(talks, tmp_path)
    kept = {part.folder for part in manifest_in(folder_of(tmp_path, "invented")).parts}
    replaced = set(manifest_in(folder_of(tmp_path, "invented")).replaced)
    assert {path.name for path in folder_of(tmp_path, "invented").glob("part-*")} == kept | replaced


def test_another_ledger_of_the_name_is_refused(talks, tmp_path):
    warehouse.write(talks, tmp_path)
    other = ss.new_tracker()
    with pytest.raises(pt.InvalidInputError, match="another ledger of the name 'invented'"):
        warehouse.write(other, tmp_path)
    with pytest.raises(pt.InvalidInputError, match="nothing is recorded yet"):
        warehouse.write(pt.Tracker(), tmp_path)


def test_what_is_no_warehouse_is_refused(talks, tmp_path):
    with pytest.raises(pt.InvalidInputError, match="there is no warehouse"):
        warehouse.open(tmp_path / "nowhere")
    with pytest.raises(pt.InvalidInputError, match="there is no warehouse"):
        warehouse.open_all(tmp_path)
    warehouse.write(talks, tmp_path)
    with pytest.raises(pt.InvalidInputError, match="it holds invented"):
        warehouse.open(tmp_path, ledger="other")
    with pytest.raises(TypeError, match="DuckDB"):
        warehouse.open(tmp_path, engine="spark")


@pytest.mark.parametrize("text", ["", "[]", "{}", "\0", '{"format": 99}', '{"format": 1, "parts": [1]}'])
def test_a_manifest_that_cannot_be_read_is_refused(talks, tmp_path, text):
    warehouse.write(talks, tmp_path)
    (folder_of(tmp_path, "invented") / "manifest.json").write_text(text)
    with pytest.raises(pt.errors.StoreError, match=r"manifest|format"):
        warehouse.open(tmp_path)


def test_a_warehouse_of_an_older_format_is_refused_as_its_dates_may_be_wrong(talks, tmp_path):
    warehouse.write(talks, tmp_path)
    manifest = folder_of(tmp_path, "invented") / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 3', '"format": 2'))
    with pytest.raises(pt.errors.StoreError, match=r"it has format 2, and this reads 3.*warehouse\.write"):
        warehouse.open(tmp_path)
    with pytest.raises(pt.errors.StoreError, match="into another folder"):
        warehouse.write(talks, tmp_path)


@pytest.mark.parametrize("table", ["spans", "keys", "entries"])
def test_a_file_that_cannot_be_read_is_refused(talks, tmp_path, table):
    warehouse.write(talks, tmp_path)
    (path,) = folder_of(tmp_path, "invented").glob(f"*/{table}.parquet")
    path.write_bytes(b"PAR1 and nothing else")
    with pytest.raises(pt.errors.StoreError, match="cannot be read"):
        warehouse.open(tmp_path).state(valid="2030-01-06").answers()


def test_a_ledger_in_a_file_is_written_as_one_in_memory(talks, tmp_path):
    with pt.open(tmp_path / "talks.db") as kept:
        kept.extend(talks.entries())
        warehouse.write(kept, tmp_path / "lake", ledger="a/b: c")
    assert warehouse.ledgers(tmp_path / "lake") == ("a/b: c",)
    assert same(talks, tmp_path / "lake")


def test_what_if_and_claims_read_every_entry(talks, tmp_path):
    warehouse.write(talks, tmp_path)
    one, other = talks.state(valid="2030-01-06"), warehouse.open(tmp_path).state(valid="2030-01-06")
    assert other.without("a").answers() == one.without("a").answers()
    supposed = position("open", "s", "SOUTH", since="2030-01-06")
    assert other.suppose(supposed).answers() == one.suppose(supposed).answers()
    assert other.newest == one.newest
    assert other.report_of("b") == one.report_of("b")
    assert [*other.matrix().rows()] == [*one.matrix().rows()]
    with pytest.raises(pt.errors.ReportNotFoundError):
        other.report_of("none")


def test_what_cannot_be_written_is_refused(talks, tmp_path, monkeypatch):
    with pytest.raises(pt.errors.StoreError, match=r"it cannot be written: .*too long"):
        warehouse.write(talks, tmp_path / "new", ledger="n" * 300)
    monkeypatch.setattr(writing.query, "SORTED", {"no-such-folder/spans.parquet": "SELECT 1"})
    with pytest.raises(pt.errors.StoreError, match=r"it cannot be written: .*no-such-folder"):
        warehouse.write(talks, tmp_path)


def test_a_reader_whose_files_were_replaced_is_to_open_the_warehouse_again(talks, tmp_path):
    warehouse.write(talks, tmp_path)
    stored = warehouse.open(tmp_path)
    for id in ("c", "d", "e"):
        talks.record(position("open", id))
        warehouse.write(talks, tmp_path)
    with pytest.raises(pt.errors.StoreError, match="open the warehouse again"):
        stored.state(valid="2030-01-06").answers()


def test_values_of_another_version_of_a_kind_are_written_again(talks, tmp_path, monkeypatch):
    for number in range(6):
        talks.record(position("open", f"c{number}", since=f"2030-01-{10 + number}"))
    other = {**manifest.kinds(), "ceasefire": SimpleNamespace(version=99)}
    with monkeypatch.context() as patches:
        patches.setattr(manifest, "kinds", lambda: other)
        warehouse.write(talks, tmp_path)
    with pytest.raises(pt.errors.StoreError, match="other versions of ceasefire"):
        warehouse.open(tmp_path)
    talks.record(position("accepts", "d", since="2030-01-20"))
    warehouse.write(talks, tmp_path)
    assert parts(tmp_path) == [(1, talks.head)]
    assert same(talks, tmp_path)


def test_a_file_is_no_warehouse(talks, tmp_path):
    (tmp_path / "talks.toml").write_text("")
    with pytest.raises(
        pt.errors.StoreError, match="this is a file, and a warehouse is a folder; name a folder"
    ):
        warehouse.write(talks, tmp_path / "talks.toml")
