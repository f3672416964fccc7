"""`lint`: what would be refused of files, and nothing recorded."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.helpers import SEEDS, as_typed
from tests.data import ROOT

WRONG = (
    'kind = "report"\n[[claims]]\nkind = "position"\nparty = "UA"\nterm = "nato-pause"\nstance = "acepts"\n'
)


def test_good_files_have_no_problem_and_nothing_is_recorded(tmp_path):
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    before = sorted(folder.iterdir())
    done = as_typed("lint", *map(str, sorted(folder.glob("*.toml"))))
    assert (done.returncode, done.stdout, done.stderr) == (0, "5 files, 0 problems\n", "")
    assert sorted(folder.iterdir()) == before


def test_every_problem_of_every_file_is_listed(tmp_path):
    (tmp_path / "wrong.toml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "binary.toml").write_bytes(b"\xff\x00\xc5")
    (tmp_path / "empty.json").touch()
    lines = '{"kind": "report", "claims": []}\n{bad\n{"claims": [{"kind": "position", "party": "U"}]}\n'
    (tmp_path / "many.jsonl").write_text(lines, encoding="utf-8")
    names = ["wrong.toml", "binary.toml", "empty.json", "missing.toml", "many.jsonl"]
    done = as_typed("lint", *(str(tmp_path / name) for name in names), "--agenda", SEEDS)
    assert done.returncode == 2
    assert all(name in done.stderr for name in names)
    assert "did you mean 'accepts'" in done.stderr
    assert {"many.jsonl:2", "many.jsonl:3"} <= {
        word.strip(":").split("/")[-1] for word in done.stderr.split()
    }
    assert done.stdout == "5 files, 6 problems\n"


@pytest.mark.parametrize("agenda", [(), ("--agenda", f"{SEEDS}/agenda.toml")])
def test_names_are_looked_up_where_an_agenda_is(agenda, tmp_path):
    (tmp_path / "r.toml").write_text(WRONG.replace("acepts", "accepts").replace("UA", "UX"), encoding="utf-8")
    done = as_typed("lint", str(tmp_path / "r.toml"), *agenda)
    assert (done.returncode, "unknown party 'UX'" in done.stderr) == ((2, True) if agenda else (0, False))


def test_without_an_agenda_a_voice_gives_the_party_and_content_waits_for_its_kind(tmp_path):
    report = """
    id = "r"
    [voices.v]
    type = "named"
    acts_for = "NORTH"
    [[claims]]
    kind = "position"
    voice = "v"
    term = "cap"
    content = { level = 3 }
    """
    (tmp_path / "r.toml").write_text(report, encoding="utf-8")
    done = as_typed("lint", str(tmp_path / "r.toml"))
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / "r.toml").write_text(report.replace("type", "tpye"), encoding="utf-8")
    assert "did you mean 'type'" in as_typed("lint", str(tmp_path / "r.toml")).stderr


def test_a_folder_of_seeds_is_checked_as_it_is_read(tmp_path):
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    assert as_typed("lint", str(folder)).returncode == 0
    (folder / "more.toml").write_text(WRONG, encoding="utf-8")
    done = as_typed("lint", str(folder))
    assert (done.returncode, "more.toml: log.toml does not name it" in done.stderr) == (2, True)
    assert "there is no such file" in as_typed("lint", str(tmp_path)).stderr


def test_the_hook_takes_what_the_extra_cli_takes():
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [need for need in project["optional-dependencies"]["cli"] if f'"{need}"' not in hook] == []


def test_an_agenda_that_is_refused_is_a_problem(tmp_path):
    (tmp_path / "agenda.toml").write_text('kind = "agenda"\nid = ""\n', encoding="utf-8")
    done = as_typed("lint", str(Path(tmp_path) / "agenda.toml"))
    assert (done.returncode, done.stdout) == (2, "1 file, 1 problem\n")


def test_the_mapping_that_the_how_to_gives_works_in_taplo(tmp_path):
    taplo = Path(sys.executable).parent / "taplo"
    if not taplo.exists():
        pytest.skip("taplo is not installed: pip install taplo")
    page = (ROOT / "docs/how-to/complete-files-in-an-editor.md").read_text(encoding="utf-8")
    (mapping,) = (
        block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[rule.schema]" in block
    )
    (tmp_path / ".taplo.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "report.schema.json").write_text(as_typed("schema", "report").stdout, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    shutil.copy(f"{SEEDS}/seed-000.toml", tmp_path / "reports" / "r.toml")

    def checked() -> subprocess.CompletedProcess[str]:
        return subprocess.run([taplo, "lint"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert checked().returncode == 0
    (tmp_path / "reports" / "r.toml").write_text(WRONG, encoding="utf-8")
    assert (checked().returncode, "acepts" in checked().stderr) == (1, True)
