"""`spans(state)`, and `view.briefing(state)` with it, against asking `state.at` for every board.

The naive way asks every status and every standing at every turn and seq. That takes days, so a
few bases are asked, drawn at random from all of them, and their time is scaled up to all.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from random import Random
from statistics import median

import peacetrack as pt
from peacetrack import view
from peacetrack.replay.spans import Spans, spans
from peacetrack.replay.strip import answer_at
from peacetrack.rules.rulings import HolderOrTerm
from peacetrack.words.when import as_datetime, as_instant
from tests.bench.race import Contender, Run, race, say
from tests.inventing import crowded, invented

VALID = "2040-01-01"
BASES = 32
PAGE = "view.briefing"
NAIVE = f"state.at for every board, scaled up from {BASES}"
DATA = re.compile(r'<script type="text/plain" id="data">(.*?)</script>', re.DOTALL)

Basis = tuple[int, int]
"""A valid instant and a seq."""
Board = dict[HolderOrTerm | str, object]
"""Every standing, and by the ids of terms every status."""


def main(*, quick: bool) -> None:
    """Ledgers of about a hundred, a thousand and ten thousand statements."""
    for reports in (40,) if quick else (40, 400, 3900):
        _run(invented(reports), rounds=7 if reports == 40 else 3)
    _weigh_crowded()


def _run(talks: pt.Tracker, rounds: int) -> None:
    state = talks.state(valid=VALID)
    found = spans(state)
    bases, sample = _bases(state, found)
    _check(state, found, sample)
    contenders = [
        Contender("spans", _anew(talks, spans), 1),
        Contender(PAGE, _anew(talks, view.briefing), 1),
        Contender(NAIVE, _anew(talks, lambda state: _boards(state, sample)), len(sample) / bases),
    ]
    result = race(contenders, rounds)
    lines = talks._journal.timeline.lines
    statements = sum(len(lines[key].items) for key in lines.keys_kept())
    result.show(f"{statements} statements in {talks.head} entries: {bases} bases")
    result.aim("spans", NAIVE, at_most=0.1)
    say(f"  {median(result.ratios(NAIVE, 'spans')):8.0f} times quicker")
    _weigh(state)


def _anew(talks: pt.Tracker, ask: Callable[[pt.State], object]) -> Callable[[], Run]:
    """A question to a state that was asked nothing yet."""

    def ready() -> Run:
        state = talks.state(valid=VALID)
        return lambda: ask(state)

    return ready


def _bases(state: pt.State, found: Spans) -> tuple[int, list[Basis]]:
    """How many boards there are to ask for, and a few of them."""
    turns = [*found.turns, as_instant(state.basis.valid)]
    random = Random(7)
    sample = [(random.choice(turns), random.choice(found.seqs)) for _ in range(BASES)]
    return len(turns) * len(found.seqs), sample


def _boards(state: pt.State, bases: list[Basis]) -> list[Board]:
    return [_board(state.at(valid=as_datetime(valid), known=known)) for valid, known in bases]


def _board(state: pt.State) -> Board:
    board: Board = {term: state[term].status for term in state}
    for term in state:
        board |= {(term, party): state.standing(term, party) for party in state[term].speaking}
    return board


def _check(state: pt.State, found: Spans, sample: list[Basis]) -> None:
    """Looking up gives what asking gives."""
    equal = 0
    for (valid, known), board in zip(sample, _boards(state, sample), strict=True):
        for what, answer in board.items():
            if _looked_up(found, what, valid, known) != answer:
                raise AssertionError(f"{what} at {as_datetime(valid)}, known to {known}")
            equal += 1
    say(f"\n{equal} answers are equal")


def _looked_up(found: Spans, what: HolderOrTerm | str, valid: int, known: int) -> object:
    if isinstance(what, str):
        how_far = answer_at(found.terms[what], valid, known)
        return how_far and how_far.status
    held = answer_at(found.held[what], valid, known)
    return held and held.upheld


def _weigh_crowded() -> None:
    """Twelve parties, twenty terms and 300 reports with long names: 1.5 MB at most, 60 kB the first page."""
    page = str(view.briefing(crowded(300).state(valid="2030-07-05"))).encode()
    first, _, _ = page.partition(b'<nav aria-label="Contents">')
    say(f"\n  300 reports of a conference: {len(page) / 1e6:.2f} MB (aim: 1.50)")
    say(f"  its first page, compressed: {len(gzip.compress(first)) / 1e3:.1f} kB (aim: 60.0)")


def _weigh(state: pt.State) -> None:
    page = str(view.briefing(state))
    data = DATA.search(page)
    assert data is not None
    size, share = len(page.encode()), len(data[1].encode())
    say(f"  the page weighs {size / 1e6:.2f} MB, {share / size:.0%} of it data to look up")
