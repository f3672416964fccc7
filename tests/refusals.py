"""Refusals, text and data: each that a test expects by `pytest.raises` stands in `fixtures/refusals.json`.

A test that gets another text fails. Where the change is meant, write the texts again:

    REFUSALS=write python -m pytest -q tests

Left out are tests with random input, and of warehouses. What differs from run to run, as folders and
servers do, has one name. In other profiles than dev and ci nothing is compared, unless
REFUSALS=compare.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peacetrack import PeacetrackError

TEXTS = Path(__file__).parent / "fixtures/refusals.json"
_WRITTEN_WITH = (3, 11)
# what has another name in each run, and its name in the texts
_OF_ONE_RUN = (
    (re.compile(r"\b0x[0-9a-f]+"), "0x"),  # where an object lies in memory
    (re.compile(r"/[\w/.-]*/pytest(-of-[^/]+/pytest-\d+)?(/popen-gw\d+)?/test_[^/'\"\s]+"), "/folder"),
    (re.compile(r"\btest_[a-z_]+\d+\b"), "folder"),
    (re.compile(re.escape(str(Path(__file__).parent.parent))), "project"),
    (re.compile(r"(127\.0\.0\.1|localhost):\d+"), "server"),
    (re.compile(re.escape(tempfile.gettempdir()) + "(?=:)"), "/folder"),
    (re.compile(r"\band \d+ more\b"), "and more"),  # other files of tests declare kinds
    (re.compile(r"\bport \d+"), "port"),
    # a server that stops refuses, or closes what another process has taken over of its port
    (re.compile("Connection refused|server closed the connection unexpectedly"), "no server there"),
    (re.compile(rf"\b{time.gmtime().tm_year}-\d\d-\d\d \d\d:\d\d(?= UTC)"), "now"),
    (re.compile(r"\btalks_\d+\b"), "talks"),
)
_LEFT_OUT = (
    "tests/warehouse/",  # they quote DuckDB, which words them otherwise in each version
    "tests/stores/test_proof.py::test_a_doctored_statement",  # they try more places in some profiles
    "tests/stores/test_proof.py::test_a_changed_bit",
)
_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "dev")
_COMPARED = _PROFILE in ("dev", "ci") or os.environ.get("REFUSALS") == "compare"
_IN_THE_TEXT = {"what", "where", "repair", "problems", "due", "value", "text"}
_leave = pytest.RaisesExc.__exit__


class Refusals:
    """A plugin that notes the texts of refusals, and compares them with those that are written down."""

    def __init__(self) -> None:
        here = sys.version_info[:2] == _WRITTEN_WITH  # some texts quote the interpreter
        self.known: dict[str, list[str]] = json.loads(TEXTS.read_text(encoding="utf-8")) if here else {}
        self.seen: dict[str, list[str]] = {}
        self.texts: list[str] = []
        pytest.RaisesExc.__exit__ = self._noting()  # type: ignore[method-assign]

    def _noting(self) -> Any:
        def leave(raises: Any, kind: Any, error: Any, traceback: Any) -> bool:
            if isinstance(error, PeacetrackError):
                self.texts += map(
                    _without_names_of_one_run, (f"{type(error).__name__}: {error}", *_data_of(error))
                )
            return _leave(raises, kind, error, traceback)

        return leave

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        """Compare the texts of one test; those of a new one are not known yet."""
        self.texts = []
        result = yield
        name = pyfuncitem.nodeid
        if self.texts and not hasattr(pyfuncitem.obj, "hypothesis") and not name.startswith(_LEFT_OUT):
            self.seen[name] = self.texts
            if (
                _COMPARED
                and os.environ.get("REFUSALS") != "write"
                and self.known.get(name, self.texts) != self.texts
            ):
                told = f"other texts than in {TEXTS.name}; where they are meant, write them: REFUSALS=write pytest"
                raise AssertionError(f"{told}: {self.texts}, not {self.known[name]}")
        return result

    def pytest_sessionfinish(self) -> None:
        """Write the texts of the tests that ran, where that is asked for."""
        if os.environ.get("REFUSALS") == "write":
            form = json.dumps(dict(sorted((self.known | self.seen).items())), ensure_ascii=False, indent=0)
            TEXTS.write_text(form + "\n", encoding="utf-8")


def _data_of(error: PeacetrackError) -> Iterator[str]:
    """Yield the data that an error and its problems carry beside their texts, where these are plain."""
    for problem in error.problems:
        carried = {
            name: value
            for name, value in vars(problem).items()
            if name not in _IN_THE_TEXT and name[0] != "_"
        }
        plain = [
            f"{name}={value!r}"[:100]
            for name, value in sorted(carried.items())
            if isinstance(value, str | int | tuple)
        ]
        if plain:
            yield ", ".join(plain)


def _without_names_of_one_run(text: str) -> str:
    for pattern, name in _OF_ONE_RUN:
        text = pattern.sub(name, text)
    return text
