"""A ledger in a file."""

from __future__ import annotations

import pytest

from tests.cli.helpers import SEEDS, printed


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "talks.db"
    printed("init", str(path), f"{SEEDS}/agenda.toml", "--by", "mk")
    return str(path)
