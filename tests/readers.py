"""Programs of others that read what is written here; where one is not installed, the test is skipped."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest


def reader(name: str) -> ModuleType:
    """Import a library of others; skip the test where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        assert "CI" not in os.environ, f"CI has to have {name}: it is in the extra dev"
        pytest.skip(f"{name} is not installed: pip install {name.partition('.')[0]}")
