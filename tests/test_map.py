"""The map of the tests, tests/README.md, names every test file and no other."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent
MAP = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_test_file_is_on_the_map_once():
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.glob("**/test_*.py")}
    named = re.findall(r"^\| `([a-z/]*test_\w+\.py)`", MAP, re.MULTILINE)
    assert there - set(named) == set(), "give each a row in tests/README.md"
    assert set(named) - there == set(), "take their rows out of tests/README.md"
    assert len(named) == len(set(named))


def test_every_helper_is_on_the_map():
    named = set(re.findall(r"`((?:\w+/)?\w+(?:\.py|/))`", MAP))
    helpers = {path.name for path in FOLDER.glob("*.py")} - {"__init__.py", "conftest.py"}
    folders = {f"{path.parent.name}/" for path in FOLDER.glob("*/__main__.py")}
    missing = {name for name in helpers | folders if not name.startswith("test_")} - named
    assert missing == set()
