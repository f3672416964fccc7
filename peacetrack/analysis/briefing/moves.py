"""Moves of a party on a term from one stance to another, and how they read in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import attrs

from peacetrack.analysis.briefing.naming import Names, listed, since_words
from peacetrack.index.statement import Statement
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.edtf import DAY
from peacetrack.words.stance import Stance
from peacetrack.words.when import Moment, as_instant

_NOTICED = 2
"""After how many days a report of something is late."""


@attrs.frozen
class Move:
    """A turn of a party on a term, as a state knows it.

    Attributes:
        was: the stance before it; None for the first that is known.
        earlier: where the party stood with that stance; None without one.
        standing: where the party stood after it.
        begins: the first instant of that; 0 where it is not known.
        needed: whether the term needs the party.
        quiet: whether it is between reports off the record, of a party that spoke on the record.
        disputed: whether reports differ on where it led.
    """

    was: Stance | None
    earlier: Standing | None
    standing: Standing
    begins: int
    needed: bool
    quiet: bool
    disputed: bool = False

    @property
    def run(self) -> tuple[Statement, ...]:
        """The statements of the stance after it."""
        return self.standing.runs["stance"]

    @property
    def order(self) -> tuple[bool, int, bool, int]:
        """What moves are ordered by, the last greatest: of a day, a needed party's; then by seq."""
        return (
            not (self.quiet or self.disputed),
            self.begins // DAY,
            self.needed,
            max(s.by.seq for s in self.run),
        )

    @property
    def key(self) -> tuple[object, ...]:
        """What is the same of it in every state that knows it."""
        return self.was, self.standing.stance, self.begins

    def is_new(self, earlier: State) -> bool:
        """Return whether it came after an earlier state, or was not known there."""
        if self.begins > earlier.instant:
            return True
        first = min(self.run, key=lambda statement: statement.by.seq)
        corrects = first.order.tie_seq != first.by.seq
        if first.by.seq <= earlier.basis.known or corrects:
            return False
        known = moves(earlier, self.standing.term, self.standing.party)
        return self.key not in [move.key for move in known]


def moves(state: State, term: str, party: str, names: Names | None = None) -> Iterator[Move]:
    """Yield the moves of a party on a term, the first stance first; none where it stands with a group.

    Parameters:
        state: the state.
        term: the term.
        party: the party.
        names: names of the state, which know what is on the record (default: no move is quiet).
    """
    last = state.standing(term, party)
    if last.derived:
        return
    needed, off = party in state.needed_on(term), False
    was: Stance | None = None
    earlier: Standing | None = None
    spells = [s for s in state.spells(term, party) if not (s.standing.silent or s.standing.derived)]
    turns = [list(group) for _, group in groupby(spells, key=lambda spell: spell.standing.stance)]
    for turn in turns:
        standing = turn[-1].standing
        is_off = not any(s.on_record for s in standing.runs["stance"])
        quiet = off and is_off and names is not None and not names.record.own(last).silent
        begins = 0 if turn[0].begins is None else as_instant(turn[0].begins)
        disputed = "stance" in last.disputed and turn is turns[-1]
        yield Move(was, earlier, standing, begins, needed, quiet, disputed)
        was, off = standing.stance if isinstance(standing.stance, Stance) else None, is_off
        earlier = None if was is None else standing


# In words


def reserve_of(names: Names, run: Sequence[Statement]) -> str:
    """Return by which account some statements are known, or that they are not on the record."""
    if run and all(statement.accounts_of for statement in run):
        accounts = dict.fromkeys(party for statement in run for party in statement.accounts_of)
        return f", by the account of {names.parties(accounts)}"
    return "" if any(statement.on_record for statement in run) else ", not on the record"


def left(names: Names, move: Move) -> str:
    """Return which stance a move left, and how that was known where it is known otherwise now."""
    if move.earlier is None:
        return str(move.was or "no known stance")
    reserve, own = reserve_of(names, move.earlier.runs["stance"]), move.earlier.otherwise
    if not own and (not reserve or reserve == reserve_of(names, move.run)):
        return str(move.was)
    return f"{move.was}{reserve}{f' ({own[-1].value} on the record)' if own else ''},"


def moved(names: Names, move: Move) -> str:
    """Return to which stance a move led: on which conditions, when, and how that is known."""
    return f"{move.standing.stance}{_asked(names, move.standing)}{_known(names, move)}"


def moved_on(names: Names, term_moves: Sequence[Move]) -> str:
    """Return in one sentence some moves of a party on a term, the first one first."""
    first, *others = term_moves
    party = names.party(first.standing.party)
    if first.was is None and not others and isinstance(first.standing.stance, Stance):
        stance = f"{first.standing.stance.verb} it{_asked(names, first.standing)}"
        return f"{party} {stance}{_known(names, first)}; no stance was known before"
    steps = [f"{party} went from {left(names, first)} to {moved(names, first)}"]
    return ", then to ".join((*steps, *(moved(names, move) for move in others)))


def _known(names: Names, move: Move) -> str:
    since = move.standing.since
    day = "" if since is None else f", {since_words(str(since))}"
    return f"{day}{reserve_of(names, move.run)}{', and reports differ' if move.disputed else ''}"


def _asked(names: Names, standing: Standing) -> str:
    asked = [names.short.condition(condition) for condition in standing.conditions]
    return f" if {listed(asked, 1)}" if asked else ""


def late_words(statements: Sequence[Statement], when: Moment | None = None) -> str:
    """Return how many days after it began, or was, something was reported; empty where that was soon."""
    if not statements:
        return ""
    by, began = min(((s.by, s.since) for s in statements), key=lambda pair: pair[0].seq)
    ends = (when or began).range.last // DAY
    published = by.recorded if by.published is None else by.published.range.last
    for verb, at in (("reported", published), ("recorded", by.recorded)):
        if at // DAY - ends >= _NOTICED:
            stated = verb if by.published is not None else "recorded"
            return f", {stated} {at // DAY - ends} days later"
    return ""
