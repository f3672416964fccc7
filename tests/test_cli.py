"""The commands, as typed; on real folders, with their output read."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

import peacetrack as pt
from peacetrack import view
from peacetrack.cli import asked as asked_form
from peacetrack.cli import keep as keep_commands  # noqa: F401
from peacetrack.cli import read as read_commands  # noqa: F401
from peacetrack.cli import schema as form_commands  # noqa: F401 - they register their commands
from peacetrack.cli import screen
from peacetrack.cli import write as write_commands  # noqa: F401
from peacetrack.cli.root import commands

ROOT = Path(__file__).parents[1]
SEEDS = str(ROOT / "seeds" / "berlin-2025-12")


def printed(*words: str, code: int = 0) -> str:
    """What a command prints to a pipe."""
    done = CliRunner().invoke(commands, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def as_typed(*words: str, input: str | None = None) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    command = [sys.executable, "-m", "peacetrack", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, text=True, env=env, check=False, input=input
    )


def test_the_board_shows_every_term_with_its_status_and_the_basis_on_top():
    lines = printed("board", SEEDS).splitlines()
    assert "known to entry 4, default trust" in lines[0]
    row = next(line for line in lines if line.startswith("security-guarantees"))
    assert "PENDING 2/3 waits on US PARTNERS" in row
    assert "✓ accepts if <?" in row
    assert row.endswith("tabled; advancing; framework outside-nato")


def test_the_columns_of_the_board_are_aligned():
    lines = printed("board", SEEDS).splitlines()
    header = next(line for line in lines if line.startswith("term"))
    status = header.index("status")
    rows = lines[3 : lines.index("", 3)]
    assert {row[status - 2 : status] for row in rows} == {"  "}


def test_the_board_as_first_known_has_no_senate():
    early = printed("board", SEEDS, "--known", "2")
    row = next(line for line in early.splitlines() if line.startswith("senate-ratification"))
    assert "UNREPORTED 0/2" in row


def test_on_record_only_the_talks_go_on_pending():
    row = next(
        line
        for line in printed("board", SEEDS, "--trust", "on-record").splitlines()
        if line.startswith("dialogue")
    )
    assert "PENDING" in row


def test_why_gives_every_field_its_report_attribution_and_words():
    text = printed("why", SEEDS, "Kyiv", "nato-pause")
    assert text.startswith("UA on nato-pause: ✓ accepts")
    assert "seed-000#5" in text
    assert "named (Volodymyr Zelenskyy)" in text
    assert "during berlin-talks" in text


def test_why_of_a_term_itself():
    text = printed("why", SEEDS, "-", "territorial-status/donbas")
    assert text.startswith("territorial-status/donbas itself: ≠ advancing | stalled")


def test_diff_tells_what_was_learned_and_what_was_dated():
    text = printed("diff", SEEDS, "--since", "2025-12-16T12:00:00Z")
    learned = next(line for line in text.splitlines() if "senate-ratification" in line)
    assert learned.split()[-2:] == ["learned", "seed-004"]
    assert any(line.split()[-2:] == ["dated", "dating"] for line in text.splitlines())


def test_diff_compares_with_no_later_state_than_it_is_asked_of():
    def bases(*options):
        return printed("diff", SEEDS, *options).splitlines()[:2]

    first, second = bases("--since", "4", "--known", "2", "--valid", "2025-12-15")
    assert first.removeprefix("from ") == second.removeprefix("to   ")
    first, second = bases("--since", "2025-12-18", "--valid", "2025-12-15")
    assert first.startswith("from valid 2025-12-15 23:59 UTC, known to entry 3")
    assert second.startswith("to   valid 2025-12-15 23:59 UTC, known to entry 4")


def test_diff_since_nothing_was_known_tells_everything():
    text = printed("diff", SEEDS, "--since", "0")
    assert "known to entry 0" in text.splitlines()[0]
    assert any(line.split()[-2:] == ["learned", "seed-004"] for line in text.splitlines())


def test_diff_takes_a_seq_and_says_when_nothing_changed():
    assert "nothing changed" in printed("diff", SEEDS, "--since", "4")


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_every_command_has_help_with_an_example(command):
    assert "\nExample:\n  peacetrack " in printed(command, "--help")


def test_what_is_wrong_goes_to_stderr_and_exits_with_2():
    done = as_typed("why", SEEDS, "UAA", "nato-pause")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "peacetrack: unknown party 'UAA'; did you mean 'UA'?\n"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("board", "no-such-place"), "there is no no-such-place"),
        (("board", SEEDS, "--known", "99"), "above the head, which is 4"),
        (("board", SEEDS, "--valid", "10:00"), "is no EDTF time"),
        (("board", SEEDS, "--valid", "2025-12-14T10:00:00"), "has no offset"),
        (("diff", SEEDS, "--since", "yesterday"), "is no EDTF time"),
    ],
)
def test_rubbish_is_refused_in_one_sentence(words, what):
    done = as_typed(*words)
    assert done.returncode == 2
    assert what in done.stderr
    assert "Traceback" not in done.stderr


def test_a_year_as_known_is_a_time_and_no_seq():
    assert "known to entry 4" in printed("board", SEEDS, "--known", "2026")


@pytest.mark.parametrize(
    "line",
    [
        f"board {SEEDS}",
        f"export {SEEDS}",
        f"check {SEEDS} --fail-on high",
        f"brief {SEEDS} -o -",  # more than a pipe holds
        "--help",
        "board --help",
    ],
)
def test_a_reader_that_has_seen_enough_is_no_error(line):
    done = in_shell(ROOT, f"peacetrack {line} | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_of_colours_that_has_seen_enough_is_no_error():
    line = f"FORCE_COLOR=1 peacetrack board {SEEDS} 2> /dev/null | true; exit ${{PIPESTATUS[0]}}"
    assert in_shell(ROOT, line).returncode == 0


def test_findings_fail_whether_or_not_they_are_read():
    done = in_shell(ROOT, f"peacetrack check {SEEDS} --fail-on low | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("line", [f"board {SEEDS}", f"export {SEEDS}", f"brief {SEEDS} -o -"])
def test_an_answer_that_cannot_be_written_is_told(line):
    done = in_shell(ROOT, f"peacetrack {line} > /dev/full")
    assert done.returncode == 2
    assert done.stderr == "peacetrack: it cannot be read or written: No space left on device\n"


def test_without_an_output_nothing_is_begun(tmp_path):
    path = tmp_path / "talks.db"
    done = in_shell(ROOT, f"peacetrack init {path} {SEEDS}/agenda.toml >&-")
    assert (done.returncode, path.exists()) == (2, False)
    assert done.stderr.startswith("peacetrack: stdout: there is nowhere to write to")


def test_without_a_place_for_errors_the_answer_is_given():
    done = in_shell(ROOT, f"peacetrack board {SEEDS} 2>&-")
    assert (done.returncode, "security-guarantees" in done.stdout) == (0, True)
    assert in_shell(ROOT, "peacetrack board nothing 2>&-").returncode == 2


def test_what_an_encoding_lacks_is_replaced_for_people_and_kept_in_rows():
    def encoded(line):
        done = in_shell(ROOT, f"PYTHONIOENCODING=ascii peacetrack {line}")
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert "? accepts if <?" in encoded(f"board {SEEDS}")
    assert encoded(f"export {SEEDS}").count("\n") == 5
    for form in ("json", "html", "svg"):
        line = f"board {SEEDS} --valid 2025-12-20 --format {form}"
        assert encoded(line) == in_shell(ROOT, f"peacetrack {line}").stdout


def test_a_fault_of_the_program_is_no_finding(tmp_path):
    (tmp_path / "tomllib.py").write_text("1 / 0")
    done = in_shell(ROOT, f"PYTHONPATH={tmp_path}:{ROOT} peacetrack check {SEEDS} --fail-on high")
    assert (done.returncode, "ZeroDivisionError" in done.stderr) == (2, True)


def test_without_the_extra_the_command_says_what_to_install(tmp_path):
    hidden = tmp_path / "click.py"
    hidden.write_text("raise ModuleNotFoundError(\"No module named 'click'\", name='click')")
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "peacetrack", "board", SEEDS]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("peacetrack: this needs click, which is not installed")
    assert 'pip install "peacetrack[cli]"' in done.stderr


# A file from the first entry on


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "talks.db"
    printed("init", str(path), f"{SEEDS}/agenda.toml", "--by", "mk")
    return str(path)


def test_a_file_is_begun_logged_to_and_shown(file):
    first = printed("log", file, f"{SEEDS}/seed-000.toml", f"{SEEDS}/seed-004.toml")
    assert [line.split(",")[0] for line in first.splitlines()] == [
        "recorded: seed-000",
        "recorded: seed-004",
    ]
    assert printed("log", file, f"{SEEDS}/seed-000.toml").startswith("already there: seed-000")
    assert "PENDING 2/3 waits on US PARTNERS" in printed("board", file)


def test_whether_receipts_are_read_or_not_all_is_recorded(file):
    done = in_shell(
        ROOT, f"peacetrack log {file} {SEEDS}/seed-00[04].toml | true; echo $PIPESTATUS"
    )
    assert (done.stdout, done.stderr) == ("0\n", "")
    assert "3 entries are what was recorded" in printed("verify", file)


def test_a_report_comes_from_stdin_as_json(file):
    form = {"id": "s", "claims": [{"kind": "position", "party": "US", "term": "dialogue"}]}
    done = CliRunner().invoke(commands, ["log", file, "-"], input=json.dumps(form))
    assert done.output.startswith("recorded: s, entry 2")


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
    assert [line.split(",")[0] for line in printed("log", file, *reports).splitlines()] == [
        "recorded: s",
        f"{reports[1]}: 1 recorded",
        "recorded: seed-004",
    ]
    assert printed("board", str(tmp_path / "talks.jsonl")) == printed("board", SEEDS)


def test_one_bad_file_among_several_records_none(file, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    done = as_typed("log", file, f"{SEEDS}/seed-000.toml", str(bad))
    assert (done.returncode, "this is no JSON" in done.stderr) == (2, True)
    assert printed("export", file).count("\n") == 2


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


def test_what_is_refused_names_the_file_it_is_in(file, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"claims": [{"kind": "position", "party": "XX", "term": "dialog"}]}))
    done = as_typed("log", file, f"{SEEDS}/seed-000.toml", str(bad))
    assert done.stdout.startswith("recorded: seed-000, entry 2")
    assert done.stderr.splitlines()[0] == f"peacetrack: {bad}: 2 problems"
    assert "did you mean 'dialogue'?" in done.stderr


@pytest.mark.parametrize("words", [("log",), ("correct", "--reason", "x", "a"), ("retract",)])
def test_a_mistyped_ledger_is_told_and_makes_no_file(words, tmp_path):
    command, *options = words
    missing = tmp_path / "typo.db"
    rest = ["a", "--reason", "x"] if command == "retract" else [f"{SEEDS}/seed-000.toml"]
    done = as_typed(command, str(missing), *options, *rest)
    assert (done.returncode, "there is no such ledger; peacetrack init" in done.stderr) == (2, True)
    assert not missing.exists()


def test_an_agenda_that_is_refused_makes_no_file(tmp_path):
    agenda = tmp_path / "agenda.toml"
    agenda.write_text('kind = "agenda"\nid = "x"\n[[terms]]\nid = "a"\n')
    done = as_typed("init", str(tmp_path / "new.db"), str(agenda))
    assert (done.returncode, f"{agenda}: 2 problems" in done.stderr) == (2, True)
    assert not (tmp_path / "new.db").exists()


def test_four_digits_are_a_year_and_five_an_entry(file):
    assert "valid 2027-12-31 23:59 UTC" in printed("board", file, "--known", "2027")
    assert "known to entry 1," in printed("board", file, "--known", "00001")


def test_what_was_wrong_is_corrected_and_retracted(file, tmp_path):
    printed("log", file, f"{SEEDS}/seed-000.toml", f"{SEEDS}/seed-004.toml")
    better = tmp_path / "better.json"
    claim = {"kind": "position", "party": "UA", "term": "nato-pause", "stance": "open"}
    better.write_text(json.dumps({"id": "better", "claims": [claim]}))
    corrected = printed("correct", file, "seed-000", str(better), "--reason", "misread")
    assert corrected.startswith("corrected by: better, entry 4")
    printed("retract", file, "seed-004", "--claim", "1", "--reason", "not in the text")
    assert "entry 6" in printed("retract", file, "seed-004", "--reason", "a forgery")


def test_a_checkpoint_given_away_holds_later(file, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(printed("checkpoint", file))
    printed("log", file, f"{SEEDS}/seed-000.toml")
    assert printed("verify", file, str(kept)).splitlines()[-1] == "the checkpoint holds"
    assert "2 entries are what was recorded" in printed("verify", file)


def test_an_export_taken_in_is_the_same_ledger(file, tmp_path):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    export, other = tmp_path / "talks.jsonl", str(tmp_path / "other.db")
    export.write_text(printed("export", file), encoding="utf-8")
    assert printed("import", other, str(export)) == "2 entries taken in, 2 in all\n"
    assert printed("import", other, str(export)) == "0 entries taken in, 2 in all\n"
    assert printed("checkpoint", other) == printed("checkpoint", file)


def test_another_ledger_is_not_taken_into_a_file(file, tmp_path):
    done = as_typed("import", file, SEEDS)
    assert (done.returncode, "entry 1 of the two ledgers is not the same" in done.stderr) == (
        2,
        True,
    )


def test_an_export_is_taken_in_and_an_interrupted_import_goes_on(file, tmp_path):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    export, other = tmp_path / "talks.jsonl", str(tmp_path / "other.db")
    whole = printed("export", file)
    export.write_text("".join(whole.splitlines(keepends=True)[:2]), encoding="utf-8")
    assert printed("import", other, str(export)) == "1 entries taken in, 1 in all\n"
    export.write_text(whole, encoding="utf-8")
    assert printed("import", other, str(export)) == "1 entries taken in, 2 in all\n"


def test_a_redaction_takes_the_words_from_the_file_and_the_board_says_so(file):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    assert "seed-000" not in printed("board", file).splitlines()[-1]
    assert "redacted: seed-000, entry 3" in printed("redact", file, "seed-000", "--reason", "so")
    assert "already there" in printed("redact", file, "seed-000", "--reason", "so")
    assert (
        printed("board", file)
        .rstrip()
        .endswith("rests on reports whose words were redacted: seed-000")
    )
    told = printed("why", file, "UA", "nato-pause")
    assert "words redacted: seed-000" in told
    assert "[redacted, entry 2: claims[4].wording]" in told
    assert "3 entries are what was recorded" in printed("verify", file)


def test_statements_are_made_anew(file):
    printed("log", file, f"{SEEDS}/seed-000.toml")
    assert printed("rebuild", file) == "statements of 2 entries made again\n"
    done = as_typed("rebuild", "missing.db")
    assert (done.returncode, "there is no such ledger" in done.stderr) == (2, True)


def test_a_ledger_on_a_server_is_named_by_its_url(server):
    url = server.new_database()
    assert "recorded: berlin-2025-12" in printed("init", url, f"{SEEDS}/agenda.toml", "--by", "mk")
    assert "recorded: seed-000, entry 2" in printed("log", url, f"{SEEDS}/seed-000.toml")
    assert "security-guarantees" in printed("board", url)
    assert "2 entries are what was recorded" in printed("verify", url)
    assert len(printed("export", url).splitlines()) == 3


def test_a_server_that_is_not_there_is_told_in_one_sentence():
    done = as_typed("board", "postgresql://127.0.0.1:9/talks")
    assert done.returncode == 2
    assert done.stderr.startswith("peacetrack: postgresql://127.0.0.1:9/talks: ")
    assert "Traceback" not in done.stderr


def test_long_work_is_counted_on_a_terminal(monkeypatch, capsys):
    import sys

    from peacetrack.cli.screen import counting

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with counting("entries") as count:
        for number in range(0, 3001, 500):
            count(number)
    shown = capsys.readouterr().err
    assert "1,000 entries" in shown
    assert "3,000 entries" in shown


def test_an_error_is_told_on_a_line_of_its_own(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    def interrupted():
        with screen.counting("entries") as count:
            count(1000)
            raise pt.InvalidInputError("no entry")

    with pytest.raises(pt.InvalidInputError):
        interrupted()
    assert capsys.readouterr().err.endswith("1,000 entries\r\x1b[K")


def test_of_many_reports_the_bad_ones_are_told_with_their_line_and_the_good_ones_kept(
    file, tmp_path
):
    claim = {"kind": "position", "party": "UA", "term": "dialogue", "stance": "open"}
    forms = [
        json.dumps({"kind": "report", "id": "a", "claims": [claim]}),
        json.dumps({"kind": "report", "id": "b", "claims": [{**claim, "party": "UAA"}]}),
        "{not json",
        json.dumps({"kind": "report", "id": "a", "claims": [claim]}),
        json.dumps({"kind": "report", "id": "c", "claims": [claim]}),
    ]
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(forms), encoding="utf-8")
    done = as_typed("log", file, str(many))
    assert done.returncode == 2
    assert done.stdout == f"{many}: 2 recorded, 1 already there, 2 refused\n"
    first, second = done.stderr.splitlines()
    assert first.startswith("peacetrack: many.jsonl:3: this is no JSON")
    assert second.startswith("peacetrack: many.jsonl:2: claims[0].party: unknown party 'UAA'")
    assert "3 entries are what was recorded" in printed("verify", file)


# The commands that read, in every form


QUESTIONS = {
    "board": (),
    "why": ("UA", "nato-pause"),
    "history": ("UA", "nato-pause"),
    "diff": ("--since", "2"),
    "check": (),
    "gaps": (),
    "packages": (),
    "windows": (),
    "trend": ("--from", "2025-12-15", "--to", "2025-12-17"),
}


def asked(command, *options):
    first, rest = QUESTIONS[command], options
    return printed(command, SEEDS, *first, *rest)


@pytest.mark.parametrize("command", QUESTIONS)
def test_every_form_holds_the_same_rows(command):
    as_json = json.loads(asked(command, "--valid", "2025-12-20", "--format", "json"))
    lines = asked(command, "--valid", "2025-12-20", "--format", "jsonl").splitlines()
    as_csv = list(
        csv.DictReader(io.StringIO(asked(command, "--valid", "2025-12-20", "--format", "csv")))
    )
    assert as_json["basis"] == {
        "valid": "2025-12-20T23:59:59.999999Z",
        "known": 4,
        "trust": "default",
    }
    assert [json.loads(line) for line in lines] == as_json["rows"]
    assert [list(row) for row in as_csv] == [list(row) for row in as_json["rows"]]
    assert len(as_csv) > 0


@pytest.mark.parametrize("command", QUESTIONS)
def test_as_html_it_is_a_page_that_loads_nothing(command):
    page = asked(command, "--format", "html")
    assert page.startswith("<!DOCTYPE html>")
    assert not re.search(r"(src|href)=|url\(|@import", page)


def test_the_board_as_rows_has_the_status_of_each_term():
    rows = json.loads(asked("board", "--format", "json"))["rows"]
    (row,) = (r for r in rows if (r["term"], r["party"]) == ("nato-pause", "UA"))
    assert (row["status"], row["needed"], row["stance"]) == ("pending", True, "accepts")


def test_history_tells_what_a_party_stood_for_and_since_when():
    text = asked("history")
    assert text.startswith("UA on nato-pause\n")
    assert "2025-12-14/2025-12-15  ✓ accepts" in text


@pytest.mark.parametrize("trust", ["default", "on-record", "everything"])
def test_the_basis_of_rows_is_one_that_can_be_asked_again(trust):
    first = json.loads(asked("board", "--trust", trust, "--format", "json"))
    basis = first["basis"]
    again = ("--valid", basis["valid"], "--known", str(basis["known"]), "--trust", basis["trust"])
    assert json.loads(asked("board", *again, "--format", "json")) == first
    assert basis["trust"] == trust


def test_a_history_names_whose_it_is_however_it_was_typed():
    assert printed("history", SEEDS, "Kyiv", "nato-pause").startswith("UA on nato-pause\n")


def test_findings_fail_where_that_is_asked_for():
    assert asked("check").count("medium: ") > 10
    printed("check", SEEDS, "--fail-on", "low", code=1)
    printed("check", SEEDS, "--fail-on", "high", code=0)
    assert as_typed("check", SEEDS, "--fail-on", "medium").returncode == 1


def test_gaps_leave_out_what_nobody_speaks_of_unless_it_is_asked_for():
    assert "security-guarantees, duration" not in asked("gaps")
    assert "security-guarantees, duration" in asked("gaps", "--all")


def test_a_trend_is_of_the_deal_or_of_a_term_or_of_everything():
    def terms(*options):
        rows = json.loads(asked("trend", "--format", "json", *options))["rows"]
        return {row["term"] for row in rows}

    assert terms() == {None}
    assert terms("--term", "dialogue") == {"dialogue"}
    assert terms("--all") > {None, "dialogue"}


def test_a_trend_can_be_seen_as_it_was_known():
    now, then = (asked("trend", "--as-known", known).splitlines()[-3] for known in ("now", "then"))
    assert now.startswith("2025-12-15 23:59  4 ")
    assert then.startswith("2025-12-15 23:59  0 ")


def test_a_trend_ends_with_the_valid_moment_and_says_from_when_to_when_it_is():
    head, _, _, *rows = asked("trend", "--valid", "2025-12-16").splitlines()
    assert "from 2025-12-15 23:59 to 2025-12-16 23:59 UTC, as known now, to entry 4, " in head
    assert [row[:10] for row in rows] == ["2025-12-15", "2025-12-16"]
    head = asked("trend", "--as-known", "then").splitlines()[0]
    assert "to 2025-12-17 23:59 UTC, as it was known then, default trust" in head


def test_a_trend_rests_on_nothing_that_turns_from_call_to_call():
    basis = json.loads(asked("trend", "--format", "json"))["basis"]
    assert basis["valid"].startswith("2025-12-17")


def test_the_schema_is_printed_of_one_kind_or_of_any():
    assert "report" in json.loads(printed("schema"))["$defs"]
    one = json.loads(printed("schema", "retraction"))
    assert list(one["$defs"]) == ["retraction", "text", "whole"]
    assert len(printed("schema", "report")) < len(printed("schema"))


# Help, completion, colours, errors


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    """A folder in which the examples of all commands can be run."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    better = 'kind = "report"\nid = "better"\n[[claims]]\nkind = "question"\ntext = "when?"\n'
    (folder / "better.toml").write_text(better, encoding="utf-8")
    made = in_shell(folder, " && ".join(map(example, ("init", "log", "checkpoint", "export"))))
    assert made.returncode == 0, made.stderr
    return folder


def in_shell(folder, line):
    functions = f'peacetrack() {{ "{sys.executable}" -m peacetrack "$@"; }}'
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", f"{functions}; {line}"],
        capture_output=True,
        text=True,
        cwd=folder,
        env=env,
        check=False,
    )


def example(command):
    return commands.commands[command].example


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_the_example_of_every_command_works(command, workplace, tmp_path):
    folder = shutil.copytree(workplace, tmp_path / "work", symlinks=True)
    if command in ("init", "import"):
        (folder / "talks.db").unlink()
    done = in_shell(folder, example(command))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [None, *sorted(commands.commands)])
def test_help_fits_a_page(command):
    words = ["--help"] if command is None else [command, "--help"]
    lines = printed(*words).splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    "words",
    [
        ("bord", SEEDS),
        ("board",),
        ("board", SEEDS, "--trust", "nobody"),
        ("board", SEEDS, "--format", "pdf"),
        ("diff", SEEDS),
        ("check", SEEDS, "--soon", "-1"),
        ("check", SEEDS, "--old", "99999999999"),
        ("board", SEEDS, "--known", "٣"),
        ("board", SEEDS, "--known", "9" * 5000),
        ("check", SEEDS, "--fail-on", "everything"),
        ("why", SEEDS, "UA", "nato-paus"),
        ("history", SEEDS, "nato-pause", "UA"),
        ("trend", SEEDS, "--from", "2025-12-15", "--to", "2025-12-14"),
        ("trend", SEEDS, "--from", "2025-12-15", "--to", "2025-12-16", "--every", "never"),
        ("trend", SEEDS, "--from", "2025-12-15", "--to", "2025-12-16", "--term", "nothing"),
        (
            "trend",
            SEEDS,
            "--from",
            "2025-12-15",
            "--to",
            "2025-12-16",
            "--term",
            "dialogue",
            "--all",
        ),
        ("schema", "question"),
    ],
)
def test_what_is_typed_wrong_is_told_in_one_sentence(words):
    done = as_typed(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("peacetrack: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("board", SEEDS, "--known", "0"), "--known 0 stands for no moment; give --valid too"),
        (("board", SEEDS, "--known", "99"), "--known 99 is above the head, which is 4"),
        (
            ("trend", SEEDS, "--from", "2025-12-15", "--to", "2025-12-17", "--valid", "2024"),
            "--valid 2024 comes before --from 2025-12-15",
        ),
        (("diff", SEEDS, "--since", "99"), "--since 99 is above the head, which is 4"),
        (("brief", SEEDS, "--since", "99", "-o", "-"), "--since 99 is above the head, which is 4"),
        (
            ("trend", SEEDS, "--from", "0001-01-01", "--to", "9999-01-01"),
            "--every: from 0001-01-01 to 9999-01-01 there are more than 100,000 moments",
        ),
    ],
)
def test_what_is_wrong_is_told_of_the_option_that_was_typed(words, told):
    done = as_typed(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"peacetrack: {told}")
    assert not re.search(r"\w=", done.stderr)


def test_a_shell_completes_commands_formats_parties_and_terms():
    def completed(*typed):
        line = " ".join(("peacetrack", *typed))
        env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "_PEACETRACK_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(typed)),
        }
        code = "import sys; sys.argv = ['peacetrack']; from peacetrack.__main__ import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False
        )
        assert done.stderr == ""
        return [line.partition(",")[2] for line in done.stdout.splitlines() if line]

    assert completed("ch") == ["check", "checkpoint"]
    assert completed("board", SEEDS, "--format", "js") == ["json", "jsonl"]
    assert completed("why", SEEDS, "UA", "nato-p") == ["nato-pause"]
    assert "RU" in completed("history", SEEDS, "R")
    assert completed("why", "no-such-ledger", "U") == []
    assert completed("trend", SEEDS, "--term", "d") == ["dialogue"]
    assert completed("trend", SEEDS, "--from", "2025-12-15", "--term", "d") == ["dialogue"]
    assert completed("trend", "--term", "d") == []
    assert completed("trend", "no-such-ledger", "--term", "d") == []


@pytest.mark.parametrize("coloured", [True, False])
def test_no_color_turns_colours_off(coloured, monkeypatch, capsys):
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not coloured:
        monkeypatch.setenv("NO_COLOR", "1")
    console = Console(width=200, force_terminal=True, color_system="truecolor")
    monkeypatch.setattr(screen, "Console", lambda: console)
    screen.show(view.board(pt.open(SEEDS).state()))
    codes = re.findall(r"\x1b\[([0-9;]*)m", capsys.readouterr().out)
    assert any(code.startswith("38;2") or ";38;2" in code for code in codes) is coloured


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("command", QUESTIONS)
def test_no_word_is_lost_at_any_width(command, width, monkeypatch, capsys):
    shown = []
    monkeypatch.setattr(asked_form, "show", shown.append)
    asked(command, "--valid", "2025-12-20")
    (grid,) = shown
    console = Console(width=width, force_terminal=True, color_system=None)
    monkeypatch.setattr(screen, "Console", lambda: console)
    screen.show(grid)
    told = set(re.findall(r"[^\s─]+", capsys.readouterr().out))
    for row in grid.rows:
        for cell in row:
            short = [word for word in cell.text.split() if len(word) <= 8]
            assert set(short) <= told


def test_without_a_time_one_is_asked_of_now(file):
    before = f"{datetime.now(UTC):%Y-%m-%d}"
    assert json.loads(printed("board", file, "--format", "json"))["basis"]["valid"] >= before


def test_the_agenda_of_another_negotiation_is_refused(file, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text('kind = "agenda"\nid = "elsewhere"\n', encoding="utf-8")
    done = as_typed("init", file, str(other))
    assert done.returncode == 2
    assert "is of 'berlin-2025-12', and this agenda of 'elsewhere'" in done.stderr


def test_a_folder_of_seeds_has_no_checkpoint_that_would_hold():
    for command in ("checkpoint", "verify"):
        done = as_typed(command, SEEDS)
        assert done.returncode == 2
        assert "peacetrack import talks.db" in done.stderr


def test_a_report_in_toml_comes_in_by_stdin_too(file):
    text = (Path(SEEDS) / "seed-004.toml").read_text(encoding="utf-8")
    done = as_typed("log", file, "-", input=text)
    assert done.stdout.startswith("recorded: seed-004")


@pytest.mark.parametrize("command", [["diff"], ["brief", "-o", "-"]])
def test_changes_since_a_time_ahead_are_not_asked_for(command):
    done = as_typed(command[0], SEEDS, *command[1:], "--since", "2962-12-16")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--since: 2962-12-16 lies ahead; give a time that is past" in done.stderr


def test_a_difference_says_between_which_two_states():
    told = json.loads(printed("diff", SEEDS, "--since", "2", "--format", "json"))
    assert (told["compared_with"]["known"], told["basis"]["known"]) == (2, 4)


def test_the_picture_of_a_history_is_of_the_party_that_was_asked_for():
    picture = printed("history", SEEDS, "UA", "nato-membership", "--format", "svg")
    assert "Where UA stands on nato-membership" in picture
    assert "RU on nato-membership" not in picture


def test_a_picture_of_every_term_at_once_is_refused():
    times = ("--from", "2025-12-13", "--to", "2025-12-18")
    done = as_typed("trend", SEEDS, *times, "--all", "--format", "svg")
    assert done.returncode == 2
    assert "leave out --all" in done.stderr


def test_a_briefing_is_written_where_one_asks(tmp_path):
    page = tmp_path / "briefing.html"
    assert printed("brief", SEEDS, "-o", str(page), "--known", "2").startswith(f"wrote {page}: ")
    assert "known to entry 2" in page.read_text(encoding="utf-8")


def test_a_briefing_goes_to_stdout_where_that_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = printed("brief", SEEDS, "-o", "-", "--valid", "2025-12-20")
    printed("brief", SEEDS, "-o", "page.html", "--valid", "2025-12-20")
    assert page == (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_briefing_says_on_a_terminal_how_far_it_is(tmp_path):
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "peacetrack", "brief", SEEDS, "-o", str(tmp_path / "b.html")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=its, text=True) as running:
        os.close(its)
        told = b"".join(iter(lambda: seen_on(ours), b"")).decode()
        assert "wrote" in running.stdout.read()
    assert "replayed 4 of 4 entries" in told


def seen_on(terminal):
    """What is written to a terminal next; nothing once nobody writes to it any more."""
    try:
        return os.read(terminal, 1024)
    except OSError:
        return b""


def test_a_briefing_that_cannot_be_written_says_why(tmp_path):
    done = as_typed("brief", SEEDS, "-o", str(tmp_path / "nowhere" / "page.html"))
    assert done.returncode == 2
    assert "there is no such folder" in done.stderr


@pytest.mark.parametrize("command", ["board", "history", "packages", "trend"])
def test_as_svg_it_is_a_picture(command):
    assert asked(command, "--format", "svg").startswith("<svg")


@pytest.mark.parametrize("command", ["why", "diff", "check", "gaps", "windows"])
def test_what_has_no_picture_says_so(command):
    first = QUESTIONS[command]
    done = as_typed(command, SEEDS, *first, "--format", "svg")
    assert done.returncode == 2
    assert "'svg' is not one of" in done.stderr


@pytest.mark.parametrize("name", ["nothing.jsonl", "nothing.toml", "nothing.json"])
def test_reports_that_are_not_there_are_told_and_nothing_is_recorded(name, file):
    done = as_typed("log", file, f"{SEEDS}/seed-000.toml", name)
    assert (done.returncode, done.stderr) == (2, f"peacetrack: {name}: there is no such file\n")
    assert "1 entries are what was recorded" in printed("verify", file)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nothing.jsonl", "there is no nothing.jsonl; name a folder of seeds or an export"),
        ("empty", "log.toml: there is no such file"),
        ("text.jsonl", "text.jsonl:1: this is no export of a ledger"),
        ("words.txt", "words.txt: this is no ledger; open an SQLite file"),
    ],
)
def test_what_is_no_ledger_is_not_imported_into_a_new_file(name, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.jsonl").write_text("{}\n")
    (tmp_path / "words.txt").write_text("no ledger\n")
    done = as_typed("import", "new.db", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"peacetrack: {told}")
    assert not (tmp_path / "new.db").exists()


def test_what_is_no_ledger_is_not_exported(tmp_path):
    words = tmp_path / "words.txt"
    words.write_text("no ledger\n")
    done = as_typed("export", str(words))
    assert (done.returncode, done.stdout) == (2, "")


# What others wrote


CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def hostile(tmp_path):
    """A ledger whose names would colour a terminal, break a line and turn the text round."""
    names = ("A\x1b[32m", "B\nC", "\u202eD")
    agenda = {
        "kind": "agenda",
        "id": "talks\x1b[2J",
        "title": "Talks\u202e\nof nobody",
        "parties": [{"id": id, "name": id, "type": "state"} for id in names],
        "terms": [{"id": "truce", "kind": "ceasefire", "proposition": "p", "needs": list(names)}],
    }
    (tmp_path / "agenda.json").write_text(json.dumps(agenda))
    return tmp_path


def test_nothing_that_others_wrote_moves_the_cursor(hostile):
    ledger, page = str(hostile / "talks.db"), str(hostile / "page.html")
    told = [printed("init", ledger, str(hostile / "agenda.json"))]
    told += [printed("board", ledger), printed("check", ledger)]
    told += [printed("brief", ledger, "-o", page)]
    assert not CONTROLS.search("".join(told))
    assert [told[0].count("\n"), told[3].count("\n")] == [1, 1]
    report = {"id": "r\x1b[2J\nrecorded: all", "claims": [{"kind": "question", "text": "q"}]}
    (hostile / "report.json").write_text(json.dumps(report))
    recorded = printed("log", ledger, str(hostile / "report.json"))
    assert (recorded.count("\n"), CONTROLS.search(recorded)) == (1, None)


def test_nothing_that_was_typed_moves_the_cursor():
    for words in (("board", "\x1b[2J"), ("board", SEEDS, "\x1b[2J"), ("why", SEEDS, "\x1b", "x")):
        done = as_typed(*words)
        assert (done.returncode, CONTROLS.search(done.stderr)) == (2, None)
