"""Moves of a party on a term from one stance to another, and how they read in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

import attrs

from peacetrack.analysis.contending import announced_before, contenders_of
from peacetrack.analysis.phrase import day_words, since_words
from peacetrack.analysis.sentence.naming import Names, asked_by
from peacetrack.analysis.sentence.sources import reserve_of
from peacetrack.index.statement import Statement, comparison_key
from peacetrack.rules.contender import are_of_one_time, is_loose, said_range
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Spell, Standing
from peacetrack.rules.wording import last_moment
from peacetrack.state import State
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import DAY, day_text
from peacetrack.words.stance import Stance
from peacetrack.words.when import Moment, as_instant

_NOTICED = 2
"""After how many days a report of something is late."""


@frozen
class Move:
    """A turn of a party on a term, as a state knows it.

    Attributes:
        was: the stance before it; None for the first that is known.
        earlier: where the party stood with that stance; None without one.
        spells: where the party stood after it, each until its conditions or an ending changed.
        needed: whether the term needs the party.
        quiet: whether it is between reports off the record, of a party that spoke on the record.
        disputed: whether reports differ on where it led.
        announced: the day when it was announced, where the party said something else since; else empty.
        after: the move that followed it; None for the last.
    """

    was: Stance | None
    earlier: Standing | None
    spells: Sequence[Spell]
    needed: bool
    quiet: bool
    disputed: bool = False
    announced: str = ""
    after: Move | None = None

    @property
    def first(self) -> Standing:
        """Where the party stood at once."""
        return self.spells[0].standing

    @property
    def standing(self) -> Standing:
        """Where the party stood last."""
        return self.spells[-1].standing

    @property
    def stance(self) -> Stance:
        """The stance after it."""
        assert isinstance(self.standing.stance, Stance)
        return self.standing.stance

    @property
    def refuses(self) -> bool:
        """Whether a needed party came to stand against the term, or harder against it, and still does."""
        harder = self.stance.side < 0 and (self.was is None or self.stance < self.was)
        stands = self.after is None and not self.standing.lapsed
        return harder and self.needed and stands and not (self.quiet or self.disputed)

    @property
    def off_record(self) -> bool:
        """Whether no statement of the stance after it is on the record."""
        return not any(statement.on_record for statement in self.run)

    @property
    def earlier_run(self) -> Run:
        """The statements of the stance before it; none without one."""
        return () if self.earlier is None else self.earlier.runs["stance"]

    @property
    def by_others(self) -> bool:
        """Whether other sources off the record gave the stance before it: it may be no move of the party."""
        before = self.earlier_run
        if not before or not self.off_record or any(statement.on_record for statement in before):
            return False
        return not _voices(before) & _voices(self.run)

    @property
    def in_order(self) -> bool:
        """Whether its two ends are known to be in this order: not where one has no date, or may be off."""
        before, run = self.earlier_run, self.run
        if before and any(all(s.by.undated for s in each) for each in (before, run)):
            return min(s.since.range.last for s in before) < max(s.since.range.first for s in run)
        at_once = any(are_of_one_time(one, other) for one in run for other in before)
        if not before or not (at_once or any(map(is_loose, (*before, *run)))):
            return True
        return min(said_range(s)[1] for s in before) < max(said_range(s)[0] for s in run)

    @property
    def certain(self) -> bool:
        """Whether the stance after it has certainly begun: not where its dates leave that open."""
        return any(spell.certain or not spell.standing.begun_perhaps for spell in self.spells)

    @property
    def unsure(self) -> bool:
        """Whether it may be no move of the party."""
        doubted = self.quiet or self.disputed or bool(self.announced) or self.by_others
        return doubted or not (self.in_order and self.certain)

    @property
    def begins(self) -> int:
        """The first instant of the stance; of one of unknown beginning the last when it may have begun."""
        begins = 0 if self.spells[0].begins is None else as_instant(self.spells[0].begins)
        since = self.first.since
        return begins if since is None or not since.range.from_unknown else max(begins, since.anchor)

    @property
    def run(self) -> Run:
        """The statements of the stance after it; of one that stood with a group, those it came back with."""
        run = tuple(dict.fromkeys(s for spell in self.spells for s in spell.standing.runs["stance"]))
        if self.earlier is None or not self.earlier.derived:
            return run
        return tuple(s for s in run if s.since.anchor >= self.begins) or run

    @property
    def since(self) -> Moment | None:
        """When the stance after it began; of one that stood with a group, when it left that."""
        first = self.first.since
        if self.earlier is None or not self.earlier.derived or first is None or first.anchor >= self.begins:
            return first
        since = self.run[0].since
        return since if since.anchor >= self.begins else Moment.at(self.begins)

    @property
    def order(self) -> tuple[bool, bool, int, int]:
        """The place of a move, the last greatest: those of needed parties; then by day and seq."""
        return (self.needed, not self.unsure, self.begins // DAY, max(s.by.seq for s in self.run))

    @property
    def key(self) -> tuple[object, ...]:
        """The part that is the same in every state that knows it."""
        return self.was, self.stance, self.begins

    def is_new(self, earlier: State) -> bool:
        """Return whether it came after an earlier state, or was not known there."""
        if self.begins > earlier.instant:
            return True
        if min(statement.order.tie_seq for statement in self.run) <= earlier.basis.known:
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
    needed, speaks = party in state.needed_on(term), names is not None and not names.record.own(last).silent
    spells = _begun(state, term, party)
    turns = [list(group) for _, group in groupby(spells, lambda spell: spell.standing.stance)]
    steps: list[Move] = []
    before: Move | None = None
    for turn in turns:
        own = [spell for spell in turn if not spell.standing.derived]
        was, earlier = (None, None) if before is None else (before.stance, before.standing)
        move = Move(was, earlier, own or turn, needed, quiet=False)
        quiet = before is not None and speaks and before.off_record and move.off_record
        disputed = "stance" in last.disputed and turn is turns[-1]
        before = attrs.evolve(move, quiet=quiet, disputed=disputed)
        if own:
            steps.append(before)
    announced = _announced(state, last) if steps and steps[-1].spells[-1].standing == last else ""
    for move, after in zip(steps, [*steps[1:], None], strict=False):
        yield attrs.evolve(move, after=after, announced=announced if after is None else "")


def _announced(state: State, standing: Standing) -> str:
    """Return the day when a stance was announced, where its party said something else since; else nothing."""
    other = contenders_of(state, standing).since_announced
    said = announced_before(standing, other[-1].anchor) if other else None
    return "" if said is None else day_words(day_text(said))


def _begun(state: State, term: str, party: str) -> list[Spell]:
    """Return the spells with a stance; those that only perhaps held before others alone where none began."""
    spells = [spell for spell in state.spells(term, party) if not spell.standing.silent]
    return [spell for spell in spells if spell.standing.begun] or spells


# In words


def left(names: Names, move: Move) -> str:
    """Return which stance a move left, and how that was known where it is known otherwise now."""
    if move.earlier is None:
        return "no known stance"
    group = move.earlier.by_group
    beside = f" with {names.party(group)}" if group else ""
    was = f"{move.was}{beside}{asked_by(names, move.earlier)}{' (lapsed)' if move.earlier.lapsed else ''}"
    reserve, own = reserve_of(names, move.earlier.runs["stance"]), move.earlier.otherwise
    if not own and (not reserve or reserve == reserve_of(names, _of_first_day(move.run))):
        return was
    return f"{was}{reserve}{f' ({own[-1].value} on the record)' if own else ''},"


def moved(names: Names, move: Move) -> str:
    """Return to which stance a move led, when, on which conditions, and how that is known."""
    return f"{move.stance}{_stood(names, move)}"


def moved_on(names: Names, term_moves: Sequence[Move], late: str = "") -> str:
    """Return in one sentence some moves of a party on a term, the first one first, and what followed."""
    first, *others = term_moves
    party = names.party(first.standing.party)
    after = term_moves[-1].after
    if first.was is None and not others and after is None:
        return f"{party} {first.stance.verb} it{_stood(names, first)}; no stance was known before{late}"
    steps = [f"{party} went from {left(names, first)} to {moved(names, first)}"]
    went = ", then to ".join((*steps, *(moved(names, move) for move in others)))
    return f"{went}{late}" + ("" if after is None else f", before it went to {moved(names, after)}")


def behind(names: Names, move: Move) -> Sequence[Run]:
    """Return the statements that the sentence on a move rests on: of its day, then of what came later."""
    before = [move.earlier_run] if move.by_others else []
    return *before, _of_first_day(move.run), *(run for _, run in _later(names, move))


def _stood(names: Names, move: Move) -> str:
    """Return the conditions, the day and the reserve with which a stance began, and what came later."""
    since = move.since
    asked = asked_by(names, move.first) if _asked_at_once(names, move) else ""
    day = "" if since is None else f", {since_words(since)}"
    reserve = reserve_of(names, _of_first_day(move.run))
    if move.by_others and move.earlier and reserve == reserve_of(names, move.earlier.runs["stance"]):
        reserve = ", by different sources off the record"
    order = f", announced {move.announced}" if move.announced else ""
    order += "" if move.in_order else ", the order not known"
    known = f"{reserve}{order}{', and reports differ' if move.disputed else ''}"
    return "; ".join((f"{asked}{day}{known}", *(words for words, _ in _later(names, move))))


def _later(names: Names, move: Move) -> Iterator[tuple[str, Run]]:
    """Yield what came after a stance had begun, in words, with the statements of it."""
    last, lapsed = move.standing, [spell for spell in move.spells if spell.standing.lapsed]
    if lapsed and not last.lapsed:
        again = last.runs["stance"]
        yield f"again {since_when(last.since)}{reserve_of(names, again)}", again
    recorded = _nearest(tuple(dict.fromkeys((*last.runs["stance"], *move.run))))
    asking = _nearest(last.runs.get("conditions", ()))
    if recorded[0].on_record and not any(s.on_record for s in _of_first_day(move.run)):
        apart = ", but not its conditions" if last.conditions and not asking[0].on_record else ""
        yield f"on the record {since_when(recorded[0].since)}{apart}", recorded
    first = move.first.conditions if _asked_at_once(names, move) else ()
    if comparison_key(first) != comparison_key(last.conditions):
        run = asking or last.runs["stance"]
        asked = asked_by(names, last) or (
            " without conditions" if asking else ", without a word on conditions"
        )
        yield f"{since_when(run[0].since)}{asked}{reserve_of(names, run)}", run
    ended = [spell.begins for spell in lapsed if spell.standing.since == last.since and spell.begins]
    if last.lapsed and ended:
        yield f"lapsed {day_words(last_moment(ended[0]))}", ()


def _asked_at_once(names: Names, move: Move) -> bool:
    """Return whether the conditions at its beginning are known as the stance is."""
    asked = _of_first_day(move.first.runs.get("conditions", ()))
    return bool(asked) and reserve_of(names, asked) == reserve_of(names, _of_first_day(move.run))


def _of_first_day(run: Run) -> Run:
    """Return the statements of the day when a run began."""
    return tuple(s for s in run if s.since.anchor // DAY == run[0].since.anchor // DAY)


def _voices(run: Run) -> set[object]:
    """Return which sources give some statements: of accounts the parties, of others how they are called."""
    return {s.accounts_of or (s.by.type, s.by.attribution.speaker) for s in run}


def _nearest(run: Run) -> Run:
    """Return the statements on the record; all of them where there is none."""
    return tuple(s for s in run if s.on_record) or run


def since_when(since: Moment | None) -> str:
    """Return `since` with when it was: `since some time between a and b`, `since b at the latest`."""
    words = since_words(since)
    if words.startswith("by "):
        return f"since {words.removeprefix('by ')} at the latest"
    return f"since {'' if words[:1].isdigit() else 'some time '}{words}"


def on_conditions(names: Names, standing: Standing) -> str:
    """Return a stance with its conditions, and how these are known."""
    asking = _nearest(standing.runs.get("conditions", ()))
    reserve = reserve_of(names, asking) if standing.conditions else ""
    return f"{standing.stance}{asked_by(names, standing)}{reserve}"


def held_since(state: State, names: Names, standing: Standing, said: Sequence[Statement]) -> str:
    """Return since when a party stands where it does, where that is before the day of the source.

    A repeat is no new stance. What ran out and was taken up again stands since then.
    """
    since = stands_since(state, standing)
    own = stands_since(names.record.state, standing) if standing.recorded else since
    if since is None or own is None:
        return ""
    source = next(s.by.publication for s in said if s.report == names.cited(said)[0])
    if since.anchor // DAY < own.anchor // DAY:
        return f" {since_when(since)}, on the record {since_when(own)}"
    return f" {since_when(own)}" if source // DAY - own.anchor // DAY >= _NOTICED else ""


def stands_since(state: State, standing: Standing) -> Moment | None:
    """Return since when a state has a party at a stance, without a break; None where it has it elsewhere."""
    turns = list(moves(state, standing.term, standing.party))
    if not turns or turns[-1].stance is not standing.stance:
        return None
    unbroken = list(takewhile(lambda spell: not spell.standing.lapsed, reversed(turns[-1].spells)))
    if len(unbroken) == len(turns[-1].spells):
        return turns[-1].since
    return unbroken[-1].standing.since if unbroken else None


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
