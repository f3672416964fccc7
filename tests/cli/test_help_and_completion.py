"""Help, its examples, the schema, and the completion of a shell."""

from __future__ import annotations

import json
import re
import shutil
import sys
from contextlib import chdir
from importlib import import_module

import pytest

import peacetrack as pt
from peacetrack.cli.root import MODULES, NAMES, commands
from tests.cli.helpers import SEEDS, as_typed, berlin, example, in_shell, printed, run_example
from tests.data import ROOT


@pytest.mark.parametrize("command", NAMES)
def test_every_command_has_help_with_an_example(command):
    assert "\nExample:\n  peacetrack " in printed(command, "--help")


def test_each_module_declares_the_commands_that_are_looked_for_in_it():
    for path in (ROOT / "peacetrack" / "cli").glob("*.py"):
        import_module(f"peacetrack.cli.{path.stem}")
    assert sorted(commands.commands) == NAMES
    for module, names in MODULES.items():
        assert {commands.commands[name].callback.__module__ for name in names} == {f"peacetrack.cli.{module}"}


def test_the_first_page_of_the_help_has_every_command_and_their_own_first_sentences():
    page = printed("--help")
    shown = dict(re.findall(r"^  ([a-z][a-z-]*) {2,}(.+)$", page, re.M))
    assert len(shown) > 20
    assert shown == {name: commands.get_command(None, name).get_short_help_str() for name in shown}
    assert not [name for name in NAMES if not re.search(rf"^  (.*, )?{name}\b|[:,] {name}\b", page, re.M)]


def test_the_schema_is_printed_of_one_kind_or_of_any():
    assert "report" in json.loads(printed("schema"))["$defs"]
    retraction = json.loads(printed("schema", "retraction"))
    assert list(retraction["$defs"]) == ["retraction", "text", "whole"]
    assert len(printed("schema", "report")) < len(printed("schema"))


@pytest.fixture(scope="module")
def workplace(tmp_path_factory):
    """A folder where the examples of all commands can be run."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    better = 'kind = "report"\nid = "better"\n[[claims]]\nkind = "question"\ntext = "when?"\n'
    for name in ("better", "anna", "ben"):
        (folder / f"{name}.toml").write_text(better, encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "votes.csv").write_text("Country,Vote\nNorthland,Yes\n", encoding="utf-8")
    (folder / "draft.toml").write_text(better.replace('"better"', '"draft"'), encoding="utf-8")
    with chdir(folder):
        for command in ("init", "log", "propose", "checkpoint", "export"):
            assert run_example(command).returncode == 0
    return folder


@pytest.mark.parametrize("command", NAMES)
def test_the_example_of_every_command_works(command, workplace, tmp_path, monkeypatch):
    monkeypatch.setenv("VISUAL", "true")  # an editor that leaves all as it is
    folder = shutil.copytree(workplace, tmp_path / "work", symlinks=True)
    if command in ("init", "import"):
        (folder / "talks.db").unlink()
    with chdir(folder):
        done = run_example(command)
    code = 1 if command == "check-quotes" else 0  # nothing is quoted there
    assert (done.returncode, done.stderr) == (code, "")


def test_examples_work_in_a_shell(tmp_path):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    done = in_shell(tmp_path, f"{example('init')} && {example('checkpoint')} && cat kept.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") > 1


@pytest.mark.parametrize("command", [None, *NAMES])
def test_help_fits_a_page(command):
    words = ["--help"] if command is None else [command, "--help"]
    lines = printed(*words).splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 80


@pytest.fixture
def completed(monkeypatch):
    """What a shell offers for a word that is begun."""

    def offered(*typed):
        monkeypatch.setenv("_PEACETRACK_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", " ".join(("peacetrack", *typed)))
        monkeypatch.setenv("COMP_CWORD", str(len(typed)))
        done = as_typed()
        assert done.stderr == ""
        return [line.partition(",")[2] for line in done.stdout.splitlines() if line]

    return offered


def test_a_shell_completes_commands_formats_parties_and_terms(completed):
    assert completed("ch") == ["check", "check-quotes", "checkpoint"]
    assert completed("board", berlin(), "--format", "js") == ["json", "jsonl"]
    assert completed("why", berlin(), "nato-p") == ["nato-pause"]
    assert completed("why", berlin(), "UA", "nato-p") == ["nato-pause"]
    assert completed("why", berlin(), "-", "nato-p") == ["nato-pause"]
    assert completed("why", berlin(), "UA", "U") == []
    assert completed("why", berlin(), "nato-pause", "U") == ["UA", "US", "US-SENATE"]
    assert "RU" in completed("history", berlin(), "R")
    assert completed("why", "no-such-ledger", "U") == []
    assert completed("board", berlin(), "--party", "U") == ["UA", "US", "US-SENATE"]
    assert completed("board", berlin(), "--party", "UA", "--term", "nato-p") == ["nato-pause"]
    assert completed("silences", berlin(), "--of", "U") == ["UA", "US", "US-SENATE"]
    assert completed("correct", berlin(), "seed") == ["seed-000", "seed-004"]
    assert completed("retract", berlin(), "") == ["seed-000", "seed-004", "dating"]
    assert completed("redact", berlin(), "d") == ["dating"]
    assert completed("edit", berlin(), "d") == ["dating"]
    assert completed("compare", berlin(), "seed-000", "seed") == ["seed-000", "seed-004"]
    assert completed("accept", berlin(), "d") == []
    assert completed("trend", berlin(), "--term", "d") == ["dialogue"]
    assert completed("trend", berlin(), "--from", "2025-12-15", "--term", "d") == ["dialogue"]
    assert completed("trend", "--term", "d") == []
    assert completed("trend", "no-such-ledger", "--term", "d") == []


def test_proposals_are_completed_where_they_are_taken(completed, tmp_path):
    talks = pt.open(SEEDS)
    talks.propose(pt.Report([pt.Question("who pays?")], id="draft"))
    talks.save(ledger := str(tmp_path / "talks.jsonl"))
    for command in ("compare", "redact"):
        assert completed(command, ledger, "d") == ["dating", "draft"]
    assert completed("retract", ledger, "d") == ["dating"]


COMPLETIONS = """
unset -f peacetrack
cd {folder}
PATH={folder}/bin:$PATH
eval "$(_PEACETRACK_COMPLETE=bash_source peacetrack)"
complete() {{
  COMP_WORDS=(peacetrack $1 talks.db "$2")
  COMP_CWORD=3
  COMPREPLY=()
  _peacetrack_completion peacetrack
  for reply in "${{COMPREPLY[@]}}"; do echo "$1 $2 gives $reply"; eval "x=$reply"; done
}}
complete why T; complete why '$('; complete why '`'; complete retract ''; complete accept ''
"""


def test_completion_in_bash_runs_nothing_and_takes_no_made_up_candidates(tmp_path):
    names = ["$(touch run)", "`touch run`", "T;touch run", "T\nplain,invented", "T'x", 'T"x', "T x", "T*"]
    names += ["-T", "--format", "T|touch run", "T>run", "T&", "T{a,b}", "T\x1bx", "T-plain", "T.é/1:2"]
    with pt.open(tmp_path / "talks.db") as talks:
        talks.declare(pt.Agenda("invented", parties=[pt.Party(name, name, "state") for name in names]))
        for name in names:
            talks.record({"id": name, "claims": [{"kind": "question", "text": "when?"}]})
            talks.propose({"id": f"T:{name}", "claims": [{"kind": "question", "text": "when?"}]})
    command = tmp_path / "bin" / "peacetrack"
    command.parent.mkdir()
    command.write_text(f"#!{sys.executable}\nfrom peacetrack.__main__ import main\nmain()\n")
    command.chmod(0o755)
    done = in_shell(tmp_path, COMPLETIONS.format(folder=tmp_path))
    plain = ("T-plain", "T.é/1:2")
    assert done.stderr == ""
    proposals = ("T:--format", "T:-T", *(f"T:{name}" for name in plain))
    offered = (("accept ", proposals), ("retract ", plain), ("why T", plain))
    due = [f"{typed} gives {name}" for typed, candidates in offered for name in candidates]
    assert sorted(done.stdout.splitlines()) == due
    assert not (tmp_path / "run").exists()


def test_the_schema_knows_the_kinds_that_a_ledger_declares():
    known = json.loads(printed("schema", "report", "--ledger", "examples/declared_kinds"))["$defs"]
    assert "content-sanctions-relief" in known
    assert "content-sanctions-relief" not in json.loads(printed("schema", "report"))["$defs"]
