"""One term in a brief: what is said of it and counted there; the whole is in `brief`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter

from peacetrack.analysis.briefing.against import (
    against,
    broken_off,
    disputed_rejections,
    disputed_stances,
    is_open,
    is_unreported,
    overtaken,
    red_lines,
)
from peacetrack.analysis.briefing.closing import announcements, closings, end_on_record, end_reserve
from peacetrack.analysis.briefing.conditions import Conditions, details_apart, lapsed_offers, quorums
from peacetrack.analysis.briefing.moves import Move, moves
from peacetrack.analysis.briefing.offers import taken_until
from peacetrack.analysis.briefing.signatures import signed
from peacetrack.analysis.conditions.graph import Wait, awaited_on, waits_on
from peacetrack.analysis.contending import contenders_of
from peacetrack.analysis.holding import standings
from peacetrack.analysis.phrase import day_words
from peacetrack.analysis.sentence.citation import Citation
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.sentence.sources import stage_words
from peacetrack.analysis.uncounted import Otherwise, otherwise_on
from peacetrack.analysis.verdict.doubt import Contended, Doubts
from peacetrack.analysis.verdict.verdict import (
    Verdict,
    doubts,
    hangs_on_doubt,
    off_record,
    only_claimed,
    verdict,
)
from peacetrack.analysis.window import Window, order_of
from peacetrack.index.statement import Statement
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import last_moment
from peacetrack.state import State, TermState
from peacetrack.words.classes import frozen
from peacetrack.words.position import Stage
from peacetrack.words.term import TermStatus

_AGREED = (Stage.AGREED, Stage.SIGNED, Stage.IN_FORCE, Stage.IMPLEMENTED)
"""The stages by which a report says that a term is agreed."""


@frozen
class OnTerm:
    """One term in a brief: what is said of it, and what is counted there.

    Attributes:
        id: the term.
        blocking: what blocks it, each with its place among the lines of its rule.
        closing: the offers and positions that stand and end, each with what it is ordered by.
        beginning: the stances of needed parties that are reported and begin later.
        moves: the moves of each party that has some, the first stance first.
        turn: the last time that a party went from one stance to another.
        status: its status.
        accepting: the needed parties that accept.
        reported: the stage by which it is reported as agreed, signed, in force or implemented; else empty.
        by_all: whether it needs all the parties that decide on it, and not some of a quorum.
        open_until: the first day by which one of these acceptances ends, where it is given; else empty.
        taken_until: until when all needed accepted, where one of the acceptances ran out; else empty.
        undone: an acceptance on the record that only others make less, where all that decide accept by it.
        signed: which needed parties signed it without the end or the conditions that they stated before.
        disputed: whether the stance of a needed party is disputed.
        verdict: whether it is agreed, where it is by all reports that count; None where it is not.
        doubts: why it may not be agreed, where it is by all reports that count.
        claimed: who alone says that parties accept it that are against it on the record.
        doubted_by: the sources of these doubts, by kind.
        contended: where it is agreed, the acceptances of which it is not known that they came last, or
            that what they hang on took place.
        breached: what is said of each accepting party that breaches it, with the source.
        otherwise: what reports that do not count say against where needed parties stand.
        broken_off: that it is reported as collapsed, suspended and so on, where it is.
        held: the parties that stand somewhere by themselves.
        oldest: the live stance of a needed party that was last reported longest ago.
        speaking: the parties that decide on it or have a statement.
        needed: the parties that decide on it.
        unreported: those of them without any report.
        waits: the conditions that are set on it.
        awaited: the parties that it waits for, as in a graph of conditions.
    """

    id: str
    blocking: Sequence[tuple[float, Line]]
    closing: Sequence[tuple[tuple[bool, float, int], Window, Line]]
    beginning: Sequence[tuple[datetime | None, Line]]
    moves: Sequence[Sequence[Move]]
    turn: Move | None
    status: TermStatus | None
    accepting: Sequence[Standing]
    reported: str
    by_all: bool
    open_until: str
    taken_until: str
    undone: Line | None
    signed: Line | None
    disputed: bool
    verdict: Verdict | None
    doubts: Sequence[str]
    claimed: Sequence[str]
    doubted_by: Sequence[Sequence[Citation]]
    contended: Sequence[Contended]
    breached: Sequence[Line]
    otherwise: Sequence[Otherwise]
    broken_off: Line | None
    held: Sequence[Standing]
    oldest: Standing | None
    speaking: Sequence[str]
    needed: Sequence[str]
    unreported: Sequence[str]
    waits: Sequence[Wait]
    awaited: tuple[str, ...]

    @property
    def dated_by(self) -> Sequence[str]:
        """The reports off the record that alone give acceptances their end, or date the events of it."""
        accepting = {standing.party for standing in self.accepting}
        windows = (window for _, window, _ in self.closing if window.party in accepting)
        by = ((*window.dated_by, *(window.reports if window.is_less_sure else ())) for window in windows)
        return list(dict.fromkeys(report for reports in by for report in reports))

    @property
    def lines(self) -> Iterator[Line]:
        """All lines on it, but for those on what changed."""
        yield from (line for _, line in self.blocking)
        yield from (line for _, _, line in self.closing)
        yield from (line for _, line in self.beginning)

    @property
    def reserved(self) -> bool:
        """Whether a party that accepts it does not do so on the record."""
        return not all(standing.on_record for standing in self.accepting)

    @property
    def unnamed(self) -> Sequence[Standing]:
        """Those that stand somewhere by themselves without a named source."""
        return [s for s in self.held if not s.recorded and not any(map(_is_named, s.runs.get("stance", ())))]

    @classmethod
    def of(cls, state: State, names: Names, term: TermState) -> OnTerm:
        """Return what a brief says of a term of a state."""
        held = [s for s in standings(state, [term.id]) if s.begun and not s.silent and not s.derived]
        waits = list(waits_on(state, term.id))
        closing = [(order_of(window), window, line) for window, line in closings(names, term.id)]
        moved, agreed = list(_moves(names, term)), term.status is TermStatus.AGREED
        doubted, asked = Doubts(names, term), Conditions(names, term)
        return cls(
            id=term.id,
            blocking=_blocking(names, term, doubted, asked),
            closing=closing,
            beginning=list(announcements(names, term.id)),
            moves=moved,
            turn=_turn(moved),
            status=term.status,
            accepting=[term[party] for party in term.accepting],
            reported=_reported(names, term),
            by_all=all(quorum.by_all for quorum in term.quorums),
            open_until=_open_until(names, term, closing),
            taken_until=taken_until(names, term) if is_open(term) else "",
            undone=asked.undone(),
            signed=signed(names, term) if is_open(term) else None,
            disputed=_is_disputed(term),
            verdict=verdict(names, term),
            doubts=list(doubts(names, term)),
            doubted_by=doubted.sources(),
            claimed=list(only_claimed(names, term)),
            contended=[*doubted.contended, *doubted.perhaps_overtaken] if agreed else [],
            breached=list(doubted.breached()),
            otherwise=list(otherwise_on(state, term.id)),
            broken_off=next(broken_off(names, term), None),
            held=held,
            oldest=_oldest(term),
            speaking=term.speaking,
            needed=term.needed,
            unreported=[party for party in term.needed if is_unreported(state, term.id, party)],
            waits=waits,
            awaited=awaited_on(state, term.id, {wait.holder for wait in waits}),
        )


def counting(names: Names, parts: Iterable[OnTerm]) -> Sequence[str]:
    """Return the reports that count: with a claim that may have begun, or that lines on terms cite."""
    cited = (report for part in parts for line in part.lines for report in line.cited)
    return list(dict.fromkeys((*names.reports, *(id for id in cited if id not in names.left_out))))


def _reported(names: Names, term: TermState) -> str:
    """Return the stage by which a term is reported as agreed, and how it is known; else an empty text.

    It is empty, too, where the term is broken off on the record, and only reports off it say otherwise.
    """
    progress = term.progress
    is_agreed = progress.stage in _AGREED and not progress.disputed
    known = is_agreed and names.record.broken_off(term.id) is None
    return f"{stage_words(progress.stage)}{off_record(progress)}" if known else ""


def _open_until(names: Names, term: TermState, closing: Iterable[tuple[object, Window, Line]]) -> str:
    """Return the first day by which an acceptance ends; and on the record, where others moved an end."""
    windows = [w for _, w, line in closing if line.rule is Rule.DATED and w.party in term.accepting]
    ending = [(w.at, end_reserve(names, w)) for w in windows if w.at is not None]
    at, reserve = min(ending, key=itemgetter(0), default=(None, ""))
    if at is None:
        return ""
    own = min(filter(None, (end_on_record(names, window) for window in windows)), default=None)
    there = "" if own is None else f"; on the record, until {day_words(last_moment(own))}"
    return f"{day_words(last_moment(at))}{reserve}{there}"


def _blocking(
    names: Names, term: TermState, doubted: Doubts, asked: Conditions
) -> Sequence[tuple[float, Line]]:
    """Return what blocks a term, each line with its place over all terms among those of its rule."""
    against_it = *overtaken(names, term), *disputed_rejections(names, term), *red_lines(names, term)
    not_met = *asked.alone(), *quorums(names, term), *details_apart(names, term)
    in_doubt = *broken_off(names, term), *doubted.lines(), *hangs_on_doubt(names, term)
    lines = *against_it, *not_met, *asked.accepted_there(), *in_doubt, *disputed_stances(names, term)
    in_order = *against(names, term), *asked.crossing(), *lapsed_offers(names, term)
    return [*((0.0, line) for line in lines), *in_order]


def _moves(names: Names, term: TermState) -> Iterator[Sequence[Move]]:
    """Yield the moves of each party that has some."""
    for party in names.state.parties_on(term.id):
        of_party = list(moves(names.state, term.id, party, names))
        if of_party:
            yield of_party


def _turn(moved: Iterable[Sequence[Move]]) -> Move | None:
    """Return the last of the last turns of parties; where reports differ, it is not known that one moved."""
    last = [of_party[-1] for of_party in moved if of_party[-1].was is not None]
    known = [move for move in last if not move.disputed]
    return max(known, key=lambda move: move.order, default=None)


def _is_named(statement: Statement) -> bool:
    return statement.by.type.on_record


def _is_disputed(term: TermState) -> bool:
    """Return whether the stance of a needed party is disputed, or of no known order with another."""
    accepting = (term[party] for party in term.accepting)
    return bool(term.disputed) or any(contenders_of(term.state, s).unordered for s in accepting)


def _oldest(term: TermState) -> Standing | None:
    """Return the live stance of a needed party that was last reported longest ago."""
    live = (term[party] for party in term.needed if term[party].live)
    dated = [(s.last_reported, s) for s in live if s.last_reported is not None]
    return min(dated, key=itemgetter(0), default=(None, None))[1]
