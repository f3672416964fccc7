"""Run commands in this process, or in a shell that starts a process for each."""

from __future__ import annotations

import atexit
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType
from typing import TextIO

import click
import pytest

import peacetrack as pt
from peacetrack.__main__ import main
from peacetrack.cli.root import Command, commands
from tests import docstring_ledger
from tests.data import ROOT

SEEDS = str(ROOT / "seeds" / "berlin-2025-12")
QUESTIONS = {
    "board": (),
    "why": ("nato-pause", "UA"),
    "history": ("nato-pause", "UA"),
    "diff": ("--since", "2"),
    "check": (),
    "gaps": (),
    "packages": (),
    "windows": (),
    "reports": (),
    "events": (),
    "questions": (),
    "assessments": (),
    "disputes": (),
    "silences": (),
    "overdue": (),
    "moves": (),
    "paths": ("--term", "nato-pause"),
    "pivots": (),
    "support": (),
    "trend": ("--from", "2025-12-15", "--to", "2025-12-17"),
}


_PYTHON = re.compile(r"\w\(\)|\bpt\.[A-Za-z]|\b(?:recorded_at|known|valid|trust|report)=")
"""Calls and arguments of Python, which mean nothing to a person at a prompt."""


def as_typed(
    *words: str, input: str = "", output: TextIO | None = None, encoding: str = "utf-8"
) -> CompletedProcess[str]:
    """Run a command in this process, with streams like those of a pipe.

    The output goes to the stream that is given, and is read back where none is.
    """
    stdin = io.TextIOWrapper(io.BytesIO(input.encode()), encoding="utf-8")
    stdout = output or io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    stderr = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patches:
        for name, stream in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
            patches.setattr(sys, name, stream)
        patches.setattr(sys, "argv", ["peacetrack", *words])
        # one item only: modules that the command imports, such as numpy, have to stay
        patches.setitem(sys.modules, "__main__", ModuleType("__main__"))
        code = _exit_code()
    errors = _text_of(stderr)
    assert not _PYTHON.search(errors), f"what to type at a prompt, not in Python: {errors}"
    return CompletedProcess(words, code, "" if output else _text_of(stdout), errors)


def _exit_code() -> int:
    try:
        main()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    return 0


def _text_of(stream: TextIO) -> str:
    stream.flush()
    assert isinstance(stream, io.TextIOWrapper)
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode(stream.encoding)


def printed(*words: str, code: int = 0) -> str:
    """Run a command in this process and return what it prints."""
    done = as_typed(*words)
    assert done.returncode == code, done.stderr
    return done.stdout


def asked(command: str, *options: str) -> str:
    """Ask a question of the Berlin seeds."""
    return printed(command, berlin(), *QUESTIONS[command], *options)


@cache
def berlin() -> str:
    """Return the path of the Berlin seeds in a file: that opens faster than their folder."""
    path = str(_folder() / "talks.db")
    with pt.open(SEEDS) as seeds, pt.open(path) as talks:
        talks.extend(seeds.entries())
    return path


@cache
def small() -> str:
    """Return the path of a small ledger, the one of docstrings: its briefing is soon made."""
    path = str(_folder() / "small.jsonl")
    talks = docstring_ledger.names()["talks"]
    assert isinstance(talks, pt.Tracker)
    talks.save(path)
    return path


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    return Path(folder)


def example(command: str) -> str:
    """Return the example that the help of a command gives."""
    named = commands.get_command(click.Context(commands), command)
    assert isinstance(named, Command)
    return named.example


def run_example(command: str) -> CompletedProcess[str]:
    """Run the example of a command in this process and folder, with its redirection."""
    line, _, file = example(command).partition(" > ")
    done = as_typed(*shlex.split(line)[1:])
    if file:
        Path(file).write_text(done.stdout, encoding="utf-8")
    return done


def in_shell(folder: Path, line: str) -> CompletedProcess[str]:
    """Run a line in a shell, each `peacetrack` in a process of its own."""
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
