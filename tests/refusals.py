"""The texts of refusals: each that a test expects by `pytest.raises` stands in `fixtures/refusals.json`.

A test that gets another text fails. Where the change is meant, write the texts again:

    REFUSALS=write python -m pytest -q tests

Left out are tests with random input, and those whose texts name a folder or a server of their own.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peacetrack import PeacetrackError

TEXTS = Path(__file__).parent / "fixtures/refusals.json"
_WRITTEN_WITH = (3, 11)
_OF_ITS_OWN = {"tmp_path", "path", "url", "place", "server", "lasting", "store"}
_FOLDERS = ("tests/stores/", "tests/cli/")
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
                text = re.sub(r"\b0x[0-9a-f]+", "0x", str(error))  # where an object lies in memory
                self.texts.append(f"{type(error).__name__}: {text}")
            return _leave(raises, kind, error, traceback)

        return leave

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        """Compare the texts of one test; those of a new one are not known yet."""
        self.texts = []
        result = yield
        name = pyfuncitem.nodeid
        random = hasattr(pyfuncitem.obj, "hypothesis") or _OF_ITS_OWN & set(pyfuncitem.fixturenames)
        if self.texts and not random and not name.startswith(_FOLDERS):
            self.seen[name] = self.texts
            if "REFUSALS" not in os.environ and self.known.get(name, self.texts) != self.texts:
                told = f"other texts than in {TEXTS.name}; where they are meant, write them: REFUSALS=write pytest"
                raise AssertionError(f"{told}: {self.texts}, not {self.known[name]}")
        return result

    def pytest_sessionfinish(self) -> None:
        """Write the texts of the tests that ran, where that is asked for."""
        if os.environ.get("REFUSALS") == "write":
            form = json.dumps(dict(sorted((self.known | self.seen).items())), ensure_ascii=False, indent=0)
            TEXTS.write_text(form + "\n", encoding="utf-8")
