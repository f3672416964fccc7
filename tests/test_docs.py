"""README, docs and docstrings run; links between them lead somewhere."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

import peacetrack
from tests import docstring_ledger

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")])
MODULES = [
    module.name
    for module in pkgutil.walk_packages(peacetrack.__path__, "peacetrack.")
    if module.name != "peacetrack.__main__"
]
SYBIL = Sybil([PythonCodeBlockParser()])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_of_a_page_runs(page, tmp_path, monkeypatch):
    document = SYBIL.parse(page)
    monkeypatch.chdir(tmp_path)
    for example in document.examples():
        example.evaluate()


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_run(module):
    found = doctest.DocTestFinder().find(importlib.import_module(module))
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for example in found:
        if example.examples:
            runner.run(_with_ledger(example))
    assert runner.failures == 0


def _with_ledger(example: doctest.DocTest) -> doctest.DocTest:
    example.globs = {**docstring_ledger.names(), **example.globs}
    return example


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_every_test_that_the_rules_name_is_there():
    rules = (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8")
    file, missing = "", []
    for named, test in re.findall(r"`(tests/\w+[/\w]*\.py)?(?:::)?(test_\w+)?`", rules):
        file = named or file
        if test and f"\ndef {test}(" not in (ROOT / file).read_text(encoding="utf-8"):
            missing.append(f"{file}::{test}")
    assert file
    assert missing == []


@pytest.mark.parametrize("script", sorted(ROOT.glob("examples/*.py")), ids=lambda path: path.name)
def test_examples_run_and_print(script, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(compile(script.read_text(encoding="utf-8"), script, "exec"), {"__name__": "__main__"})
    assert len(capsys.readouterr().out.splitlines()) > 3
