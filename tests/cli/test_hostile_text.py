"""No text of a ledger or of a command moves the cursor."""

from __future__ import annotations

import io
import json
import re

import attrs
import pytest

import peacetrack as pt
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


HARMFUL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067]")
WORDS = "x\x1b[2J\x9b31m\u202eback\u2067y\r\nz\x07\x7f\u2028q"
NAME = WORDS.replace("\r\n", " ")


@pytest.fixture
def loud(tmp_path):
    """A ledger in which every name and word would move the cursor of a terminal or reverse its text."""
    path = tmp_path / "talks.db"
    with pt.open(path) as talks:
        parties = [pt.Party(f"{n}{NAME}", WORDS, "state", aliases=[f"also {n}{NAME}"]) for n in "NS"]
        needs = [party.id for party in parties]
        term = pt.Term(f"t{NAME}", "other", WORDS, title=WORDS, needs=needs)
        talks.declare(pt.Agenda(f"a{NAME}", title=WORDS, parties=parties, terms=[term]))
        asked = [pt.InWords(WORDS), pt.EventHeld(f"e{NAME}")]
        free = pt.content.Other({f"f{NAME}": WORDS, f"n{NAME}": 5})
        fields = {"wording": WORDS, "quote": WORDS, "reasons": [WORDS], "conditions": asked, "content": free}
        position = pt.Position(needs[0], term.id, "open", window=pt.WithEvent(f"e{NAME}"), **fields)
        event = pt.Event(f"e{NAME}", status="expected", when="2026-01-01", place=WORDS, text=WORDS)
        question = pt.Question(WORDS, about=[term.id], due="2026-02-01")
        source = pt.Source(WORDS, author=WORDS, title=WORDS)
        talks.record(pt.Report([position, event, question], id=f"r{NAME}", note=WORDS, source=source))
        better = pt.Report([pt.Position(needs[1], term.id, "rejects")], id=f"r2{NAME}")
        talks.correct(f"r{NAME}", attrs.evolve(better, claims=(position, *better.claims)), reason=WORDS)
        talks.propose(attrs.evolve(better, id=f"p{NAME}"))
    return str(path)


QUESTIONS = {
    "board": (),
    "why": (f"t{NAME}", f"N{NAME}"),
    "history": (f"t{NAME}", f"N{NAME}"),
    "diff": ("--since", "1"),
    "check": (),
    "gaps": (),
    "packages": (),
    "windows": (),
    "trend": ("--from", "2026-11-01", "--to", "2026-11-03"),
}


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "html"])
def test_no_answer_in_any_form_moves_the_cursor(form, loud):
    for command, options in QUESTIONS.items():
        text = printed(command, loud, *options, "--format", form)
        assert HARMFUL.search(text) is None, command
        if form == "json":
            assert json.loads(text)["basis"]
    if form == "json":
        rows = json.loads(printed("why", loud, *QUESTIONS["why"], "--format", "json"))["rows"]
        assert any(WORDS in row.values() for row in rows)


def test_what_is_written_about_a_ledger_moves_no_cursor(loud, tmp_path):
    texts = [printed(command, loud) for command in ("review", "export", "verify", "checkpoint")]
    assert [HARMFUL.search(text) for text in texts] == [None] * 4
    (tmp_path / "talks.jsonl").write_text(texts[1], encoding="utf-8")
    with pt.open(tmp_path / "talks.jsonl") as copy, pt.open(loud) as kept:
        assert copy.checkpoint() == kept.checkpoint()
        assert copy.agenda.title == WORDS


def test_csv_on_a_terminal_moves_no_cursor_and_in_a_file_is_as_it_was_said(loud):
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    options = (loud, *QUESTIONS["why"], "--format", "csv")
    screen = Terminal(io.BytesIO(), encoding="utf-8")
    as_typed("why", *options, output=screen)
    screen.seek(0)
    assert HARMFUL.search(screen.read()) is None
    assert WORDS in printed("why", *options)
