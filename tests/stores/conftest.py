"""Every kind of place in turn."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests.stores.places import SEEDS, Place, in_file, in_memory, on_server

LASTING = ("sqlite", "postgres")


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Place]:
    """Makes an empty ledger of a kind; a server is started when it is first needed."""

    def made(kind: str) -> Place:
        if kind == "memory":
            return in_memory()
        if kind == "sqlite":
            return in_file(tmp_path_factory.mktemp("store"))
        return on_server(request.getfixturevalue("server"))

    return made


@pytest.fixture(scope="session")
def seeds_as_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds as an export, which tests copy or read."""
    path = tmp_path_factory.mktemp("seeds") / "talks.jsonl"
    pt.open(SEEDS).save(path)
    return path


@pytest.fixture
def export(seeds_as_export: Path, tmp_path: Path) -> Path:
    """An export of the seeds for one test."""
    return Path(shutil.copy(seeds_as_export, tmp_path))


@pytest.fixture(params=("memory", *LASTING))
def place(request: pytest.FixtureRequest, make: Callable[[str], Place]) -> Place:
    """An empty ledger, of every kind."""
    return make(request.param)


@pytest.fixture(params=LASTING)
def lasting(request: pytest.FixtureRequest, make: Callable[[str], Place]) -> Place:
    """An empty ledger, of every kind that outlives its tracker."""
    return make(request.param)


@pytest.fixture
def talks(place: Place) -> Iterator[pt.Tracker]:
    """A tracker with the invented agenda, on every kind of ledger."""
    with place.open() as tracker:
        tracker.declare(ss.AGENDA)
        yield tracker
