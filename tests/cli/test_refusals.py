"""What is typed wrong: one sentence on stderr, and the exit code 2."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.helpers import QUESTIONS, SEEDS, as_typed, in_shell, printed
from tests.data import ROOT


def test_what_is_wrong_goes_to_stderr_and_exits_with_2():
    done = in_shell(ROOT, f"peacetrack why {SEEDS} UAA nato-pause")
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


def test_a_file_that_is_neither_toml_nor_json_says_what_may_be_named(tmp_path):
    (tmp_path / "mail.txt").write_text("Dear colleague, the minister said yes.")
    for words in (("log", str(tmp_path / "talks.db")), ("init", str(tmp_path / "new.db"))):
        done = as_typed(*words, str(tmp_path / "mail.txt"))
        assert done.returncode == 2
        assert "neither TOML, by the ending of its name, nor JSON" in done.stderr
        assert "name a file in .toml or .json" in done.stderr
    (tmp_path / "mail").write_text('{"id": "a"}')
    assert "neither" not in as_typed("init", str(tmp_path / "new.db"), str(tmp_path / "mail")).stderr


def test_a_folder_of_another_kind_says_what_it_is(tmp_path):
    (tmp_path / "lake" / "ledger=talks").mkdir(parents=True)
    (tmp_path / "for-others").mkdir()
    (tmp_path / "for-others" / "datapackage.json").write_text("{}")
    assert "this is a warehouse" in as_typed("board", str(tmp_path / "lake")).stderr
    assert "this is a warehouse" in as_typed("board", str(tmp_path / "lake" / "ledger=talks")).stderr
    assert "this is a publication" in as_typed("board", str(tmp_path / "for-others")).stderr


def test_a_fault_of_the_program_is_no_finding(tmp_path):
    (tmp_path / "tomllib.py").write_text("1 / 0")
    done = in_shell(ROOT, f"PYTHONPATH={tmp_path}:{ROOT} peacetrack check {SEEDS} --fail-on high")
    assert (done.returncode, "ZeroDivisionError" in done.stderr) == (2, True)


def test_without_the_extra_the_command_says_what_to_install(tmp_path):
    hidden = tmp_path / "click.py"
    hidden.write_text("raise ModuleNotFoundError(\"No module named 'click'\", name='click')")
    done = in_shell(ROOT, f"PYTHONPATH={tmp_path}:{ROOT} peacetrack board {SEEDS}")
    assert done.returncode == 2
    assert done.stderr.startswith("peacetrack: this needs click, which is not installed")
    assert 'pip install "peacetrack[cli]"' in done.stderr


def test_a_server_that_is_not_there_is_told_in_one_sentence():
    done = as_typed("board", "postgresql://127.0.0.1:9/talks")
    assert done.returncode == 2
    assert done.stderr.startswith("peacetrack: postgresql://127.0.0.1:9/talks: ")
    assert "Traceback" not in done.stderr


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
        ("why", SEEDS, "nato-paus", "UA"),
        ("history", SEEDS, "nato-pause", "-"),
        ("history", SEEDS, "UA", "US"),
        ("trend", SEEDS, "--from", "2025-12-15", "--to", "2025-12-14"),
        ("trend", SEEDS, "--from", "2025-12-15", "--to", "2025-12-16", "--every", "never"),
        ("trend", SEEDS, "--from", "2025-12-15", "--to", "2025-12-16", "--term", "nothing"),
        ("trend", SEEDS, "--from", "2025-12-15", "--to", "2025-12-16", "--term", "dialogue", "--all"),
        ("schema", "question"),
    ],
)
def test_what_is_typed_wrong_is_told_in_one_sentence(words):
    done = as_typed(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("peacetrack: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "message"),
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
def test_what_is_wrong_is_told_of_the_option_that_was_typed(words, message):
    done = as_typed(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"peacetrack: {message}")
    assert not re.search(r"\w=", done.stderr)


@pytest.mark.parametrize("command", ["why", "diff", "check", "moves"])
def test_what_has_no_picture_says_so(command):
    first = QUESTIONS[command]
    done = as_typed(command, SEEDS, *first, "--format", "svg")
    assert done.returncode == 2
    assert "'svg' is not one of" in done.stderr


def test_what_a_ledger_refuses_is_told_in_the_words_of_a_prompt(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    claim = {"kind": "position", "party": "US", "term": "ceasefire"}
    for name, stance in (("one", "open"), ("other", "rejects")):
        form = {"id": "same", "claims": [{**claim, "stance": stance}]}
        Path(f"{name}.json").write_text(json.dumps(form), encoding="utf-8")
    printed("init", "talks.db", f"{SEEDS}/agenda.toml")
    printed("log", "talks.db", "one.json")
    said = as_typed("log", "talks.db", "other.json").stderr
    assert said.endswith("something else; correct it if it was wrong, or give the new report another id\n")
    printed("init", "drafts.db", f"{SEEDS}/agenda.toml")
    printed("propose", "drafts.db", "one.json")
    said = as_typed("log", "drafts.db", "one.json").stderr
    assert said.endswith("accept the proposal, or give the report another id\n")
    printed("accept", "drafts.db", "same")
    said = as_typed("dismiss", "drafts.db", "same", "--reason", "late").stderr
    assert said.endswith("correct the report\n")


@pytest.mark.parametrize(
    "name", ["e.toml", "e.json", "e.jsonl", "e.csv", "e.tsv", "e.xlsx", "blank.jsonl", "blank.json", "-"]
)
def test_a_file_with_nothing_in_it_says_so(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    printed("init", "talks.db", f"{SEEDS}/agenda.toml")
    if name != "-":
        Path(name).write_text("\n \n" if name.startswith("blank") else "", encoding="utf-8")
    done = as_typed("log", "talks.db", name)
    where = "stdin" if name == "-" else name
    assert done.returncode == 2
    assert done.stderr == f"peacetrack: {where}: there is nothing in it; give the file that was meant\n"


@pytest.mark.parametrize(("typed", "meant"), [("bord", "board"), ("exprt", "export"), ("import_", "import")])
def test_a_mistyped_command_is_told_by_the_one_that_is_most_like_it(typed, meant):
    done = as_typed(typed, "talks.db")
    said = f"peacetrack: there is no command {typed!r}; did you mean {meant!r}?\n"
    assert (done.returncode, done.stderr) == (2, said)
    assert "No such command" in as_typed("zzzzzz").stderr


def test_a_map_that_is_still_to_be_made_is_told_in_a_file_how_cells_are_divided(tmp_path):
    table, begun = tmp_path / "rows.csv", tmp_path / "begun.toml"
    table.write_text("party;term;stance\nUA;nato-pause;accepts\n")
    refused = as_typed("map", str(table))
    assert refused.returncode == 2
    assert 'say in a file for --map how its cells are divided: delimiter = ";"' in refused.stderr
    begun.write_text('delimiter = ";"\n')
    assert 'party = "party"' in printed("map", str(table), "--map", str(begun))
