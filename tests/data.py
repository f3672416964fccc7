"""The shared folder of real data, which is no part of the project."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("PEACETRACK_DATA") or ROOT.parent / "shared" / "data")


def shared(name: str) -> Path:
    """Return the path of shared data; skip the test where it is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"there is no {name} in {FOLDER}: set PEACETRACK_DATA to the folder of shared data")
    return path
