"""No text of a ledger or of a command moves the cursor."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.helpers import SEEDS, as_typed, printed

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def hostile(tmp_path):
    """A ledger with names that would colour a terminal, break a line and reverse the text."""
    names = ("A\x1b[32m", "B\nC", "D\u202eE")
    agenda = {
        "kind": "agenda",
        "id": "talks\x1b[2J",
        "title": "Talks\u202e\nof nobody",
        "parties": [{"id": id, "name": id, "type": "state"} for id in names],
        "terms": [{"id": "truce", "kind": "ceasefire", "proposition": "p", "needs": list(names)}],
    }
    (tmp_path / "agenda.json").write_text(json.dumps(agenda))
    return tmp_path


def test_nothing_that_others_wrote_moves_the_cursor(hostile):
    ledger, page = str(hostile / "talks.db"), str(hostile / "page.html")
    printed_texts = [printed("init", ledger, str(hostile / "agenda.json"))]
    printed_texts += [printed("board", ledger), printed("check", ledger)]
    printed_texts += [printed("brief", ledger, "-o", page)]
    assert not CONTROLS.search("".join(printed_texts))
    assert [printed_texts[0].count("\n"), printed_texts[3].count("\n")] == [1, 1]
    report = {"id": "r\x1b[2J\nrecorded: all", "claims": [{"kind": "question", "text": "q\x1b[2J\nr"}]}
    (hostile / "report.json").write_text(json.dumps(report))
    recorded = printed("log", ledger, str(hostile / "report.json"))
    assert (recorded.count("\n"), CONTROLS.search(recorded)) == (2, None)


def test_nothing_that_was_typed_moves_the_cursor():
    for words in (("board", "\x1b[2J"), ("board", SEEDS, "\x1b[2J"), ("why", SEEDS, "\x1b", "x")):
        done = as_typed(*words)
        assert (done.returncode, CONTROLS.search(done.stderr)) == (2, None)
