"""A ledger in a file."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.helpers import SEEDS, printed


@pytest.fixture(scope="session")
def begun(tmp_path_factory):
    path = tmp_path_factory.mktemp("begun") / "talks.db"
    printed("init", str(path), f"{SEEDS}/agenda.toml", "--by", "mk")
    return path


@pytest.fixture
def file(begun, tmp_path):
    return shutil.copy(begun, str(tmp_path))
