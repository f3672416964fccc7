"""The blocks of a page that run, in their order, in one folder and one namespace.

| block | what happens |
|---|---|
| `python` | it runs, or its `>>>` lines are compared with what they print |
| `toml`, `csv` with the first line `# NAME` | the rest is written to the file NAME |
| `console` | each `$ peacetrack ...` runs, and what it prints is compared; `...` stands for anything |
| `{picture}` | an expression that gives a picture, or the name of an SVG or HTML file, which the site shows |
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import Any

import attrs
import pytest
from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.markdown.lexers import FencedCodeBlockLexer

from peacetrack.view import Picture
from tests.cli.helpers import as_typed

FILES = ("toml", "csv")
SHOWN = "shown by the site"
"""The name in the namespace of a page for what its `{picture}` blocks give, in their order."""


class _Pictures:
    """Finds the blocks of `{picture}`, a language that no parser of Sybil can name."""

    def __call__(self, document: Document) -> Iterator[Region]:
        for region in FencedCodeBlockLexer(r"\{picture\}")(document):
            region.parsed = region.lexemes["source"]
            region.evaluator = _show
            yield region


@attrs.frozen
class Shown:
    """What the site shows: an SVG or HTML file, with its name and what it says to those who do not see it."""

    name: str
    text: str
    says: str


def _show(example: Example) -> None:
    source = example.parsed.strip()
    shown = _file(Path(source)) if source.endswith((".svg", ".html")) else _picture(source, example.namespace)
    example.namespace.setdefault(SHOWN, []).append(shown)


def _file(path: Path) -> Shown:
    text = path.read_text(encoding="utf-8")
    title = re.search(r"<title[^>]*>([^<]*)", text)
    return Shown(path.name, text, title[1] if title else "")


def _picture(expression: str, namespace: dict[str, Any]) -> Shown:
    picture = eval(expression, namespace)
    assert isinstance(picture, Picture), f"{expression} gives no picture"
    return Shown("picture.svg", picture.svg, f"{picture.title}. {picture.description}")


def _write(example: Example) -> None:
    head, _, text = example.parsed.partition("\n")
    if head.startswith("# ") and head.endswith(tuple(f".{language}" for language in FILES)):
        Path(head[2:]).write_text(text, encoding="utf-8")


def _type(example: Example) -> str | None:
    for command in example.parsed.removeprefix("$ ").split("\n$ "):
        line, _, expected = command.rstrip("\n").partition("\n")
        typed, _, file = line.partition(" > ")
        words = shlex.split(typed)
        assert words[0] == "peacetrack", f"only peacetrack runs in a page: {line}"
        done = as_typed(*words[1:])
        if file:
            Path(file).write_text(done.stdout, encoding="utf-8")
        printed = "\n".join(
            row.rstrip() for row in (("" if file else done.stdout) + done.stderr).splitlines()
        )
        if not OutputChecker().check_output(f"{expected}\n", f"{printed}\n", ELLIPSIS):
            return f"{line}\nprints, with exit code {done.returncode}:\n{printed}\n\nand not:\n{expected}"
    return None


SYBIL = Sybil(
    [
        PythonCodeBlockParser(),
        *(CodeBlockParser(language, _write) for language in FILES),
        CodeBlockParser("console", _type),
        _Pictures(),
    ]
)


def run(page: Path) -> list[Shown]:
    """Run the blocks of a page in the folder that is the current one; return what is to be shown."""
    document = SYBIL.parse(page)
    with _prompt():
        for example in document.examples():
            example.evaluate()
    shown: list[Shown] = document.namespace.get(SHOWN, [])
    return shown


@contextmanager
def _prompt() -> Iterator[None]:
    """Have commands print as wide as a page is, without colours."""
    with pytest.MonkeyPatch.context() as patches:
        patches.setenv("COLUMNS", "88")
        patches.setenv("NO_COLOR", "1")
        yield
