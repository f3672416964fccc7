"""The command that answers assistants over the Model Context Protocol (extra `assistants`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, Literal

import click

from peacetrack.cli import answers
from peacetrack.cli.answers import Answer
from peacetrack.cli.asked import TRUSTS, seq_or_time
from peacetrack.cli.root import BY, commands, reading, writing
from peacetrack.errors import (
    EventCircleError,
    InvalidInputError,
    PeacetrackError,
    UnknownNameError,
    of_extra,
    raise_all,
)
from peacetrack.form.strict import without_nulls
from peacetrack.ledger.ledger import Receipt
from peacetrack.publication.release import release_of
from peacetrack.state import State
from peacetrack.tracker import Tracker
from peacetrack.words.value import counted

Trust = Literal["default", "on-record", "everything"]
Time = str | None
Known = str | int | None

INSTRUCTIONS = """\
A ledger of who stands where on which term of a negotiation, by what was reported. Give the basis and the
entries with every answer. "no report" means that nothing is known: it is neither a yes nor a no. Terms and
parties are named by their ids, which `board` lists. Times are ISO 8601 or EDTF. Reports of marked sources
may be held back. What you propose counts for nothing until a person accepts it.
"""


@commands.command()
@click.argument("ledger")
@click.option(
    "--released", multiple=True, metavar="LEVEL", help="A marking that may be shown. Default: none."
)
@BY
def mcp(ledger: str, released: tuple[str, ...], by: str | None) -> None:
    """Answer assistants about LEDGER, over stdin and stdout (Model Context Protocol).

    They can ask for the board, why, the history, changes, findings and windows, search reports, and
    propose a report. They cannot record, correct or redact anything. Reports of marked sources are held
    back, as in `publish`.

    Example: peacetrack mcp talks.db --by assistant
    """
    with reading(ledger):
        pass  # an error shows before an assistant is connected
    server_of(Desk(ledger, released, by)).run("stdio")


def server_of(desk: Desk) -> Any:
    """Return the server of a desk, with a tool for each question."""
    with of_extra("assistants"):
        from mcp.server.mcpserver import MCPServer
        from mcp_types import ToolAnnotations
    server: Any = MCPServer("peacetrack", instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in (desk.board, desk.why, desk.history, desk.diff, desk.check, desk.windows, desk.search):
        server.tool(annotations=ToolAnnotations(read_only_hint=True))(_with_our_errors(tool))
    server.tool(annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False))(
        _with_our_errors(desk.propose)
    )
    return server


def _with_our_errors(tool: Callable[..., Answer]) -> Callable[..., Answer]:
    """Return a tool that tells an assistant what is wrong, as a command does."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def answering(*given: Any, **named: Any) -> Answer:
        try:
            return tool(*given, **named)
        except PeacetrackError as error:
            raise ToolError(str(error)) from None

    return answering


class Desk:
    """The tools of an assistant. The ledger is opened for each call, so that it is as others left it."""

    def __init__(self, ledger: str, released: Sequence[str], by: str | None) -> None:
        self._ledger = ledger
        self._released = released
        self._by = by

    def board(
        self, term: str | None = None, valid: Time = None, known: Known = None, trust: Trust = "default"
    ) -> Answer:
        """Where every party stands on every term, or on one term.

        valid: the moment that is asked about (default: now). known: what was known at that entry or time
        (default: all). trust: which attributions count.
        """
        return self._asked(lambda state: answers.board(state, term), valid, known, trust)

    def why(
        self, term: str, party: str, valid: Time = None, known: Known = None, trust: Trust = "default"
    ) -> Answer:
        """What the standing of a party on a term rests on: statements, sources, words, what was displaced."""
        return self._asked(lambda state: answers.why(state, term, party), valid, known, trust)

    def history(
        self, term: str, party: str, valid: Time = None, known: Known = None, trust: Trust = "default"
    ) -> Answer:
        """Where a party stood on a term over time, oldest first."""
        return self._asked(lambda state: answers.history(state, term, party), valid, known, trust)

    def diff(
        self, since: str | int, valid: Time = None, known: Known = None, trust: Trust = "default"
    ) -> Answer:
        """What changed since a time or the number of an entry, and why."""
        return self._asked(lambda state: answers.diff(state, _seq_or_time(since)), valid, known, trust)

    def check(self, valid: Time = None, known: Known = None, trust: Trust = "default") -> Answer:
        """List what is wrong with the deal, worst first: rejections, circles of conditions, silences."""
        return self._asked(answers.check, valid, known, trust)

    def windows(self, valid: Time = None, known: Known = None, trust: Trust = "default") -> Answer:
        """Until when offers and positions stand, the first to close first."""
        return self._asked(answers.windows, valid, known, trust)

    def search(
        self, words: str, valid: Time = None, known: Known = None, trust: Trust = "everything"
    ) -> Answer:
        """The newest claims with all of these words, in the claim, its report or its source."""
        return self._asked(lambda state: answers.search(state, words), valid, known, trust)

    def propose(self, report: dict[str, Any]) -> Answer:
        """Propose a report, in the JSON form of peacetrack. It counts for nothing until a person accepts it.

        Such as {"id": "draft-1", "source": {"outlet": "a paper", "published": "2025-12-14"}, "claims":
        [{"kind": "position", "party": "NORTH", "term": "truce", "stance": "open", "quote": "we could live
        with it"}], "coded_by": {"name": "your name", "type": "model"}}. Stances are rejects, opposes,
        neutral, open and accepts. Code only what the source says; leave out what it does not say.
        """
        with writing(self._ledger, self._by) as tracker:
            receipt = self._proposed(tracker, without_nulls(report))
            done = "proposed" if receipt.new else "already proposed"
            line = (
                f"{done}: {receipt.id}, entry {receipt.seq}; it counts for nothing until a person accepts it"
            )
            return Answer(str(tracker.state().basis), [line], {receipt.id: receipt.seq})

    def _proposed(self, tracker: Tracker, report: dict[str, Any]) -> Receipt:
        """Propose a report; what is wrong with it is said without what is held back."""
        try:
            return tracker.propose(report)
        except PeacetrackError as error:
            shown = release_of(tracker.state(), self._released).state
            if not shown.basis.trust.without:
                raise
            raise_all([_without_hidden(problem, shown) for problem in error.problems])
            raise

    def _asked(self, ask: Callable[[State], Answer], valid: Time, known: Known, trust: Trust) -> Answer:
        """Return an answer about what is released; what is held back is counted."""
        with reading(self._ledger) as tracker:
            as_known = None if known is None else _seq_or_time(known)
            state = tracker.state(valid=valid, known=as_known, trust=TRUSTS[trust])
        release = release_of(state, self._released)
        answer, held_back = ask(release.state), sum(release.held_back.values())
        basis = f"{answer.basis}; {counted(held_back, 'report')} held back" if held_back else answer.basis
        return replace(answer, basis=basis)


def _without_hidden(problem: PeacetrackError, shown: State) -> PeacetrackError:
    """Return a problem that names no event which only reports that are held back name."""
    if isinstance(problem, UnknownNameError) and problem.kind == "term or event":
        known = [*shown, *(event.id for event in shown.events())]
        return UnknownNameError(problem.kind, problem.name, known, where=problem.where)
    if isinstance(problem, EventCircleError):
        repair = "leave out the date of an event"
        return InvalidInputError("it dates an event in a circle", where=problem.where, repair=repair)
    return problem


def _seq_or_time(given: str | int) -> str | int:
    return seq_or_time(given) if isinstance(given, str) else given
