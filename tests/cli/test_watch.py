"""What changed since the last run, and exit codes for scripts."""

from __future__ import annotations

import json

import pytest

import peacetrack as pt
from tests.cli.helpers import SEEDS, as_typed, printed


def say(file, stance, id):
    with pt.open(file) as talks:
        talks.record(pt.Report([pt.Position("RU", "nato-pause", stance)], id=id))


def test_the_first_run_compares_nothing_and_says_so(file):
    assert printed("watch", file) == (
        f"the first run: from entry 1 on, changes are shown; kept in {file}.seen\n"
    )


def test_a_run_shows_what_changed_since_the_last_one(file):
    printed("watch", file)
    say(file, "rejects", "one")
    assert "rejects" in printed("watch", file)
    assert "nothing changed" in printed("watch", file)
    say(file, "open", "two")
    rows = printed("watch", file, "--format", "jsonl").splitlines()
    assert [(row["before"], row["after"]) for row in map(json.loads, rows)] == [
        ("rejects", "open"),
        ("blocked", "pending"),
    ]


def test_the_file_may_stand_elsewhere(file, tmp_path):
    seen = tmp_path / "my.seen"
    printed("watch", file, "--since-file", str(seen))
    assert json.loads(seen.read_bytes())["known"] == 1
    assert "nothing changed" in printed("watch", file, "--since-file", str(seen))


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", "null", '{"valid": 5, "known": 1, "hash": ""}', '{"known": 1}']
)
def test_a_file_of_something_else_is_refused_and_left_alone(file, tmp_path, content):
    seen = tmp_path / "seen"
    seen.write_text(content, encoding="utf-8")
    done = as_typed("watch", file, "--since-file", str(seen))
    assert (done.returncode, done.stderr) == (
        2,
        f"peacetrack: {seen}: this is no file of watch; give another one with --since-file\n",
    )
    assert seen.read_text(encoding="utf-8") == content


@pytest.mark.parametrize("known", [-1, 1, 99])
def test_a_file_of_another_ledger_is_refused(file, tmp_path, known):
    seen = tmp_path / "seen"
    seen.write_text(json.dumps({"valid": "2026-01-01", "known": known, "hash": "0"}), encoding="utf-8")
    done = as_typed("watch", file, "--since-file", str(seen))
    assert "kept for another ledger, or entries were taken away" in done.stderr


def test_seeds_and_servers_have_no_file_beside_them():
    assert "has other hashes each time" in as_typed("watch", SEEDS).stderr
    assert "give --since-file FILE" in as_typed("watch", "postgresql://nowhere.invalid/talks").stderr


def test_diff_tells_by_its_exit_code_whether_something_changed(file):
    say(file, "rejects", "one")
    assert as_typed("diff", file, "--since", "1").returncode == 0
    assert as_typed("diff", file, "--since", "1", "--exit-code").returncode == 1
    assert as_typed("diff", file, "--since", "2", "--exit-code").returncode == 0
    assert as_typed("diff", file, "--since", "9", "--exit-code").returncode == 2


def test_a_folder_of_seeds_is_not_watched_as_its_hashes_change(tmp_path):
    done = as_typed("watch", SEEDS, "--since-file", str(tmp_path / "seen"))
    assert (done.returncode, "has other hashes each time" in done.stderr) == (2, True)
