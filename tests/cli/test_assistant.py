"""Assistants: asked through the client of the SDK, over stdin and stdout of one process."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

import peacetrack as pt
from peacetrack.cli import answers
from peacetrack.cli.assistant import Desk, server_of
from peacetrack.errors import InvalidInputError, MissingExtraError
from tests.cli.helpers import SEEDS, as_typed
from tests.data import ROOT
from tests.publication.helpers import AGENDA, recorded
from tests.readers import reader
from tests.recording import ledger_of

BASIS = "valid 2030-03-01 23:59 UTC, known to entry 4, default trust"


def desk(tmp_path, *released, talks=None):
    """Return the tools of a ledger with three reports; where nothing is released, two are held back."""
    with pt.open(tmp_path / "talks.db") as kept:
        kept.extend((talks or recorded()).entries())
    return Desk(str(tmp_path / "talks.db"), released, "bot")


# Over stdio


def calls(ledger, *asked):
    """Return the tools of a server, and what it answers to some calls."""
    client = reader("mcp")
    stdio = reader("mcp.client.stdio")
    words = ["-m", "peacetrack", "mcp", str(ledger), "--by", "bot"]
    server = client.StdioServerParameters(
        command=sys.executable, args=words, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )

    async def talk():
        async with client.Client(stdio.stdio_client(server, errlog=sys.__stderr__)) as session:
            tools = (await session.list_tools()).tools
            return tools, [await session.call_tool(name, given) for name, given in asked]

    return asyncio.run(talk())


def test_a_client_asks_for_everything_and_proposes(tmp_path):
    desk(tmp_path)
    then = {"valid": "2030-03-01"}
    north = {"term": "truce", "party": "the North", **then}
    draft = {
        "id": "draft",
        "claims": [{"kind": "position", "party": "SOUTH", "term": "truce", "stance": "open"}],
    }
    tools, results = calls(
        tmp_path / "talks.db",
        ("board", then),
        ("why", north),
        ("history", north),
        ("diff", {"since": 1, **then}),
        ("check", then),
        ("windows", then),
        ("search", {"words": "never", **then}),
        ("why", {"term": "trice", "party": "NORTH"}),
        ("board", {"trust": "blind"}),
        ("propose", {"report": {"claims": [{"kind": "position"}]}}),
        ("propose", {"report": draft}),
    )
    assert {tool.name: tool.annotations.read_only_hint for tool in tools} == {
        "board": True, "why": True, "history": True, "diff": True, "check": True, "windows": True,
        "search": True, "propose": False,
    }  # fmt: skip
    *asked, unknown, wrong, unread, proposed = results
    for result in asked:
        assert not result.is_error
        assert result.structured_content["basis"].startswith("valid 2030-03-01 23:59 UTC, known to entry 4, ")
        assert result.structured_content["basis"].endswith("; 2 reports held back")
        assert result.structured_content["lines"]
    assert asked[0].structured_content["entries"] == {"radio": 2}
    assert "unknown term 'trice'; did you mean 'truce'?" in unknown.content[0].text
    assert wrong.is_error
    assert "claims[0]: the field 'party' is missing; add it" in unread.content[0].text
    assert proposed.structured_content["lines"] == [
        "proposed: draft, entry 5; it counts for nothing until a person accepts it"
    ]
    with pt.open(tmp_path / "talks.db") as talks:
        assert [(one.id, one.status, one.entry.recorded_by) for one in talks.proposals()] == [
            ("draft", "open", "bot")
        ]
        assert len(talks.reports) == 3


# Without a process


def test_a_board_says_no_report_where_there_is_none(tmp_path):
    answer = desk(tmp_path).board(valid="2030-03-01")
    assert answer.basis == f"{BASIS}; 2 reports held back"
    assert answer.lines[:3] == [
        "truce (contested, waits on NORTH, SOUTH): both sides | cease fire",
        "NORTH: opposes",
        "SOUTH: no report",
    ]


def test_a_board_of_one_term(tmp_path):
    lines = desk(tmp_path).board("truce-2", valid="2030-03-01").lines
    assert lines[0] == "truce-2 (unreported, waits on SOUTH): both sides cease fire for good"
    assert lines[1] == "SOUTH: no report"


def test_what_is_released_is_told(tmp_path):
    asked = desk(tmp_path, "TLP:GREEN", "tlp:red")
    answer = asked.why("truce", "NORTH", valid="2030-03-01")
    assert answer.basis == BASIS
    assert answer.lines[0].startswith(
        "holds: NORTH accepts truce, says hidden-cable#1 (narrator) [entry 4, 2030-02-03]"
    )
    assert answer.entries == {"hidden-cable": 4, "circular": 3, "radio": 2}


def test_what_is_held_back_is_told_by_no_tool(tmp_path):
    asked = desk(tmp_path)
    given = [
        asked.board(), asked.why("truce", "NORTH"), asked.history("truce", "NORTH"), asked.diff(1), asked.check(),
        asked.windows(), asked.search("hidden"), asked.search("could"),
    ]  # fmt: skip
    text = str(given).replace("'hidden'", "").replace("'could'", "")
    assert [word for word in ("hidden", "circular", "could", "TLP") if word in text] == []


def test_fields_that_are_null_say_nothing(tmp_path):
    claim = {"kind": "position", "party": "SOUTH", "term": "truce", "stance": "open", "links": None}
    done = desk(tmp_path).propose({"id": "draft", "source": None, "claims": [claim]})
    assert done.lines[0].startswith("proposed: draft, entry 5")


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        (
            {"kind": "question", "text": "?", "about": ["hiden-meeting"]},
            "unknown term or event 'hiden-meeting'",
        ),
        ({"kind": "question", "text": "?", "about": ["metting"]}, "did you mean 'meeting'?"),
        (
            {"kind": "event", "id": "first", "when": {"event": "second", "relation": "after"}},
            "it dates an event in a circle",
        ),
    ],
)
def test_a_refused_proposal_tells_nothing_of_what_is_held_back(tmp_path, claim, what):
    talks = recorded()
    source = pt.Source("A cable", marking="TLP:RED")
    dated = pt.Event("second", when=pt.After("first"))
    talks.record(pt.Report([dated], id="hidden-date", source=source), recorded_at="2030-02-05")
    asked = desk(tmp_path, talks=talks)
    with pytest.raises(InvalidInputError) as refused:
        asked.propose({"id": "draft", "claims": [claim]})
    assert what in str(refused.value)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    ("ask", "nothing"),
    [
        (lambda state: answers.board(state, None), None),
        (lambda state: answers.why(state, "truce", "SOUTH"), "no report says where SOUTH stands on truce"),
        (
            lambda state: answers.history(state, "truce", "SOUTH"),
            "no report says where SOUTH ever stood on truce",
        ),
        (lambda state: answers.diff(state, 1), "nothing changed: no report turned an answer since "),
        (answers.windows, "no report gives an offer or a position an end"),
        (lambda state: answers.search(state, "peace now"), "no report has the words 'peace now'"),
    ],
)
def test_a_ledger_without_reports_answers_in_words(ask, nothing):
    answer = ask(ledger_of(AGENDA).state())
    assert answer.entries == {}
    assert all("no report" in line or "(" in line for line in answer.lines)
    if nothing is not None:
        assert answer.lines[0].startswith(nothing)


def test_a_search_takes_all_words_in_any_case_and_the_newest_first():
    state = recorded().state()
    assert answers.search(state, "NEVER criticises").lines == ["no report has the words 'NEVER criticises'"]
    assert (
        answers.search(state, "NORTH truce")
        .lines[0]
        .startswith("hidden-cable#1, A hidden cable: NORTH on truce: ")
    )
    assert list(answers.search(state, "Never radio").entries) == ["radio"]


def test_a_search_counts_what_it_leaves_out():
    claims = [pt.Question(f"who pays {number}?") for number in range(answers.MOST + 2)]
    lines = answers.search(ledger_of(AGENDA, pt.Report(claims, id="many")).state(), "pays").lines
    assert len(lines) == answers.MOST + 1
    assert lines[-1] == "and 2 older ones"


def test_a_long_answer_is_cut_and_counted():
    lines = [f"line {number}" for number in range(answers.MOST_LINES + 7)]
    answer = answers.answered(recorded().state(), lines, ["radio"], "nothing")
    assert (len(answer.lines), answer.lines[-1]) == (answers.MOST_LINES + 1, "and 7 more: ask about less")


def test_an_answer_puts_no_control_characters_in_a_line():
    report = pt.Report([pt.Question("a\x1b[31m\nb")], id="odd")
    (line,) = answers.search(ledger_of(AGENDA, report).state(), "odd").lines
    assert "a\ufffd[31m b" in line


def test_seeds_can_be_asked_and_take_no_proposal():
    asked = Desk(SEEDS, (), None)
    assert "known to entry 4" in asked.windows().basis
    with pytest.raises(pt.InvalidInputError, match="can only be read"):
        asked.propose({"claims": []})


def test_without_the_sdk_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(MissingExtraError, match=r"pip install \"peacetrack\[assistants\]\""):
        server_of(Desk(SEEDS, (), None))


def test_a_ledger_that_is_not_there_is_an_error_of_the_command():
    done = as_typed("mcp", "no-such.db")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no no-such.db" in done.stderr
