"""Pipes, encodings, full disks, and what comes from stdin."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.helpers import SEEDS, as_typed, berlin, in_shell, printed, small
from tests.data import ROOT


@pytest.mark.parametrize("line", ["brief {file} -o -", "--help"])  # more than a pipe holds, less
def test_a_reader_that_has_seen_enough_is_no_error(line, file):
    done = in_shell(ROOT, f"peacetrack {line.format(file=file)} | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "line", [f"board {SEEDS}", f"export {SEEDS}", f"check {SEEDS} --fail-on high", "board --help"]
)
def test_a_pipe_without_a_reader_is_no_error(line):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as output:
        done = as_typed(*line.split(), output=output)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_of_colours_that_has_seen_enough_is_no_error():
    line = f"FORCE_COLOR=1 peacetrack board {SEEDS} 2> /dev/null | true; exit ${{PIPESTATUS[0]}}"
    assert in_shell(ROOT, line).returncode == 0


def test_findings_fail_whether_or_not_they_are_read():
    done = in_shell(ROOT, f"peacetrack check {SEEDS} --fail-on low | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (1, "")


FULL = Path("/dev/full")
NO_SPACE = "peacetrack: it cannot be read or written: No space left on device\n"


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("line", [f"board {SEEDS}", f"export {SEEDS}", "brief {small} -o -"])
def test_an_answer_that_cannot_be_written_is_told(line):
    with FULL.open("w", encoding="utf-8") as output:
        done = as_typed(*line.format(small=small()).split(), output=output)
    assert (done.returncode, done.stderr) == (2, NO_SPACE)


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_a_process_whose_answer_cannot_be_written_fails_too():
    done = in_shell(ROOT, f"peacetrack export {SEEDS} > {FULL}")
    assert (done.returncode, done.stderr) == (2, NO_SPACE)


def test_without_an_output_nothing_is_begun(tmp_path):
    path = tmp_path / "talks.db"
    done = in_shell(ROOT, f"peacetrack init {path} {SEEDS}/agenda.toml >&-")
    assert (done.returncode, path.exists()) == (2, False)
    assert done.stderr.startswith("peacetrack: stdout: there is nowhere to write to")


def test_without_a_place_for_errors_the_answer_is_given():
    done = in_shell(ROOT, f"peacetrack board {SEEDS} 2>&-")
    assert (done.returncode, "Security guarantees" in done.stdout) == (0, True)
    assert in_shell(ROOT, "peacetrack board nothing 2>&-").returncode == 2


def test_what_an_encoding_lacks_is_replaced_for_people_and_kept_in_rows():
    def encoded(line):
        done = as_typed(*line.split(), encoding="ascii")
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert "? accepts if <?" in encoded(f"board {berlin()} --signs")
    assert encoded(f"export {berlin()}").count("\n") == 6
    for form in ("json", "html", "svg"):
        line = f"board {berlin()} --valid 2025-12-20 --format {form}"
        assert encoded(line) == printed(*line.split())


def test_an_encoding_that_was_set_is_kept():
    done = in_shell(ROOT, f"PYTHONIOENCODING=ascii peacetrack board {SEEDS} --signs")
    assert (done.returncode, done.stderr) == (0, "")
    assert "? accepts if <?" in done.stdout


def test_whether_receipts_are_read_or_not_all_is_recorded(file):
    done = in_shell(ROOT, f"peacetrack log {file} {SEEDS}/seed-00[04].toml | true; echo $PIPESTATUS")
    assert (done.stdout, done.stderr) == ("0\n", "")
    assert "3 entries are what was recorded" in printed("verify", file)


def test_a_report_comes_from_stdin_as_json(file):
    form = {"id": "s", "claims": [{"kind": "position", "party": "US", "term": "dialogue"}]}
    done = as_typed("log", file, "-", input=json.dumps(form))
    assert done.stdout.startswith("recorded: s, entry 2")


def test_a_mark_of_byte_order_before_a_text_is_none_of_it(file, tmp_path):
    form = {"id": "s", "claims": [{"kind": "position", "party": "US", "term": "dialogue"}]}
    for name, text in (
        ("s.json", json.dumps(form)),
        ("t.jsonl", json.dumps({**form, "id": "t"})),
        ("seed-004.toml", (Path(SEEDS) / "seed-004.toml").read_text(encoding="utf-8")),
        ("talks.jsonl", printed("export", SEEDS)),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    reports = [str(tmp_path / name) for name in ("s.json", "t.jsonl", "seed-004.toml")]
    assert [line.split(",")[0] for line in printed("log", file, *reports).splitlines() if line[0] != " "] == [
        "recorded: s",
        f"{reports[1]}: 1 recorded",
        "recorded: seed-004",
    ]
    assert printed("board", str(tmp_path / "talks.jsonl")) == printed("board", SEEDS)


def test_bytes_that_are_no_text_are_told(file, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_bytes(b'{"id": "\xff"}')
    for words in (("log", file), ("verify", file)):
        done = as_typed(*words, str(bad))
        assert (done.returncode, f"{bad}: this is no text in UTF-8" in done.stderr) == (2, True)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that cannot be read")
def test_a_file_that_cannot_be_read_is_told(file):
    done = as_typed("log", file, "/proc/self/mem")
    assert done.returncode == 2
    assert done.stderr == "peacetrack: /proc/self/mem: it cannot be read: Input/output error\n"
    nothing = in_shell(ROOT, f"peacetrack log {file} - <&-")
    assert (nothing.returncode, "there is nothing to read from" in nothing.stderr) == (2, True)


def test_a_report_in_toml_comes_in_by_stdin_too(file):
    text = (Path(SEEDS) / "seed-004.toml").read_text(encoding="utf-8")
    done = as_typed("log", file, "-", input=text)
    assert done.stdout.startswith("recorded: seed-004")
