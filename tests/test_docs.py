"""README, docs and docstrings run; links between them lead somewhere."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import pkgutil
import re
import shlex
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import click
import pytest

import peacetrack as pt
from peacetrack import analysis
from peacetrack.cli.root import NAMES, commands
from peacetrack.intake.map import FIELDS
from tests import docstring_ledger, reference
from tests.site import blocks

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*(ROOT / name for name in ("README.md", "CHANGELOG.md", "SECURITY.md")), *ROOT.glob("docs/**/*.md")]
)
MODULES = [
    module.name
    for module in pkgutil.walk_packages(pt.__path__, "peacetrack.")
    if module.name != "peacetrack.__main__"
]
LANGUAGES = (
    "console",
    "csv",
    "json",
    "python",
    "pycon",
    "sh",
    "sql",
    "text",
    "toml",
    "yaml",
    "{include} ../CHANGELOG.md",
    "{picture}",
)
INDEXES = (ROOT / "docs/index.md", ROOT / "docs/reference/api.md")
"""The pages whose lists make the menu of the site."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_of_a_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks.run(page)


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_run(module, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some write files
    found = doctest.DocTestFinder().find(importlib.import_module(module))
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for example in found:
        if example.examples:
            runner.run(_with_ledger(example))
    assert runner.failures == 0


def _with_ledger(example: doctest.DocTest) -> doctest.DocTest:
    example.globs = {**docstring_ledger.unchanged(), **example.globs}
    if example.name.startswith("peacetrack.warehouse."):
        example.globs |= docstring_ledger.stored(example.globs["talks"])
    return example


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_into_a_page_lead_to_a_heading(page):
    links = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8"))
    pages = {file: (page.parent / file if file else page) for file, _ in links}
    headings = {file: _anchors(other) for file, other in pages.items()}
    assert [f"{file}#{anchor}" for file, anchor in links if anchor not in headings[file]] == []


def _anchors(page):
    """What links call the headings of a page; those of one name are numbered."""
    seen = Counter()
    for heading in re.findall(r"^#+ (.*)", page.read_text(encoding="utf-8"), re.MULTILINE):
        anchor = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        seen[anchor] += 1
    return {name if n == 0 else f"{name}-{n}" for name, count in seen.items() for n in range(count)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_and_does_not_run_can_be_read(page):
    quoted = re.compile(r"^````.*?^````", re.MULTILINE | re.DOTALL)
    text = quoted.sub("", page.read_text(encoding="utf-8"))
    for language, block in re.findall(r"^```([^\n]+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        assert language in LANGUAGES
        if language == "toml":
            tomllib.loads(block)
        elif language == "json":
            json.loads(block)
        elif language in ("text", "sh") and page.parent != ROOT / "docs/reference":
            for line in re.findall(r"^peacetrack ([a-z-]+ .*)", block, re.MULTILINE):
                _parse_command(line)


def _parse_command(line):
    """Refuse a command or an option that is not there; words after two spaces or a sign explain it."""
    name, *words = shlex.split(re.split(r" {2,}| [>|#&] | \|\| ", line)[0])
    command = commands.get_command(click.Context(commands), name)
    assert command is not None, f"there is no command {name}"
    known = {option for each in command.params for option in each.opts}
    assert [word for word in words if word.startswith("--") and word not in known] == []


def test_every_page_is_in_the_menu():
    listed = [
        index.parent / link
        for index in INDEXES
        for link in re.findall(r"^- \[.*\]\(([^)#]+)\)", index.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    pages = [page for page in ROOT.glob("docs/**/*.md") if page != INDEXES[0]]
    assert sorted(pages) == sorted(listed), "list it in docs/index.md"


def test_every_test_that_the_rules_name_is_there():
    rules = (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8")
    file, missing = "", []
    for named, test in re.findall(r"`(tests/\w+[/\w]*\.py)?(?:::)?(test_\w+)?`", rules):
        file = named or file
        if test and f"\ndef {test}(" not in (ROOT / file).read_text(encoding="utf-8"):
            missing.append(f"{file}::{test}")
    assert file
    assert missing == []


# What follows from the code


@pytest.fixture(scope="module")
def written_pages():
    """The generated pages, made in a process of its own: tests register kinds of their own."""
    pages = (
        "import json; from tests.reference import PAGES;"
        "print(json.dumps({name: page() for name, page in PAGES.items()}))"
    )
    command = [sys.executable, "-c", pages]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_generated_page_is_up_to_date(name, written_pages):
    page = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert page == written_pages[name], "run python -m tests.reference"


def test_every_place_that_names_the_version_names_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {"CITATION.cff": "version: {}\n", "CHANGELOG.md": "\n## {} ("}
    named["docs/explanation/versions-and-deprecation.md"] = "**library**, now {} |"
    for page, place in named.items():
        assert place.format(project["version"]) in (ROOT / page).read_text(encoding="utf-8"), page


def test_the_how_to_lists_every_check():
    listed = _first_cells("docs/how-to/check-the-deal.md", r"`([a-z-]+)`")
    assert sorted(listed) == sorted(_names_of_checks())


def _names_of_checks():
    """The names that the checks give their findings."""
    for file in ROOT.glob("peacetrack/analysis/checks/*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id in ("found", "of_party", "_slip", "_overdue"):
                yield from (name.value for name in node.args[1:2] if isinstance(name, ast.Constant))


def test_a_page_leads_from_a_question_to_every_function_and_command_that_answers_one():
    page = (ROOT / "docs/which-question.md").read_text(encoding="utf-8")
    answers = [name for name in analysis.__all__ if name.islower()]
    assert [name for name in answers if f"analysis.{name}(" not in page] == []
    assert [name for name in NAMES if f"commands.md#{name})" not in page] == []
    assert [name for name in pt.__all__ if not re.search(rf"\bpt\.{name}\b|\b{name}\.", page)] == []


def test_the_how_to_lists_every_command():
    listed = _first_cells("docs/how-to/ask-on-the-command-line.md", r"`([a-z-]+) [A-Z\[]")
    assert sorted(listed) == NAMES


def test_the_readme_lists_every_command():
    block = (ROOT / "README.md").read_text(encoding="utf-8").split("## On the command line")[1]
    listed = block.split("```")[1]
    assert [name for name in NAMES if not re.search(rf"\b{name}\b", listed)] == []


def _first_cells(page, pattern):
    """What the first cells of the tables of a page name."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^\| {pattern}", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "vocabulary"),
    [
        ("explanation/what-a-status-means.md", pt.TermStatus),
        ("how-to/disputes-and-silences.md", analysis.Means),
        ("how-to/explain-an-answer.md", analysis.Bearing),
        ("how-to/import-a-table.md", FIELDS),
        ("how-to/log-a-report.md", pt.Act),
        ("how-to/log-a-report.md", pt.Stance),
        ("how-to/trust-and-attribution.md", pt.AttributionType),
        ("how-to/what-changed.md", analysis.Cause),
        ("how-to/what-changed.md", analysis.Direction),
        ("reference/rules.md", pt.TermStatus),
    ],
)
def test_a_table_has_every_word_of_its_vocabulary(page, vocabulary):
    cells = " ".join(_first_cells(f"docs/{page}", r"(.*?) \|")).lower().replace("_", "-")
    listed = set(re.findall(r"[a-z-]+", cells))
    assert {str(word).replace("_", "-") for word in vocabulary} - listed == set()


@pytest.mark.parametrize("room", ["words", "form", "table", "ledger", "rules", "state"])
def test_a_room_lists_its_files(room):
    folder = ROOT / "peacetrack" / room
    listed = re.findall(r"`(\w+)`", (folder / "__init__.py").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")


def test_the_house_is_drawn_as_the_import_contract_says():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contract["tool"]["importlinter"]["contracts"][0]["layers"]
    drawing = (ROOT / "docs/design.md").read_text(encoding="utf-8").split("```")[1]
    rows = [re.split(" {2,}", row)[0] for row in drawing.splitlines()[1:]]
    assert [row for row in rows if row] == layers


EXAMPLES = sorted(set(ROOT.glob("examples/*.py")) - {ROOT / "examples/berlin_questions.py"})
"""Those of a file each; what the other prints is read in `test_berlin_questions.py`."""


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda path: path.name)
def test_examples_run_and_print(script, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", [str(script)])
    exec(compile(script.read_text(encoding="utf-8"), script, "exec"), {"__name__": "__main__"})
    assert len(capsys.readouterr().out.splitlines()) > 3
