"""One lane: the bars of one party on one term over valid time.

Its labels do not overlap. How lanes make a picture is in `lanes`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain, count

from peacetrack.analysis.phrase import since_words
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.window import Window, windows
from peacetrack.rules import standing_wording, wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Spell
from peacetrack.state import State, reading_of
from peacetrack.table.lettering import width_of, wrapped
from peacetrack.view.pictures.axis import Axis
from peacetrack.view.pictures.drawing import (
    SIGN,
    Group,
    Part,
    Path,
    Words,
    arrow,
    box,
    circle,
    ink_on,
    line,
    sign,
    stacked,
    stance_words,
)
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING, END, microseconds
from peacetrack.words.isolate import isolated
from peacetrack.words.stance import Stance
from peacetrack.words.value import grouped

BAR = 24
"""The height of a bar, in pixels."""
_FADE = 24
"""The least length over which an unknown start fades in, in pixels."""


@frozen
class Lane:
    """A party on a term: its spells, its offer and position with their endings, and its acts that are news.

    The acts are those without a stance: a withdrawal, a breach.
    """

    term: str
    party: str
    spells: Sequence[Spell]
    closing: Sequence[Window]
    acts: Sequence[Claimed]
    names: Names

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.spells or self.closing or self.acts)

    def standing(self, spell: Spell) -> str:
        """Return the standing of a spell in words."""
        return standing_wording.in_full(spell.standing, name=self.names.party)

    def acts_during(self, place: int) -> list[str]:
        """Return the acts until the next spell begins, in words; of the first spell, also all before."""
        starts = [_instant(spell.begins, BEGINNING) for spell in self.spells[1:]]
        first, end = (BEGINNING, *starts)[place], (*starts, END)[place]
        done = (act for act in self.acts if act.since is not None)
        return [self.done(act) for act in done if act.since and first <= act.since.anchor < end]

    def done(self, claimed: Claimed) -> str:
        """Return an act in words, with who alone says so, its day and its report."""
        accounts = self.names.accounts_of(self.party, claimed)
        by = f" by the account of {self.names.parties(accounts)}" if accounts else ""
        when = f" {since_words(wording.readable(claimed.since))}" if claimed.since else ""
        return f"{claimed.claim.act}{by}{when} ({isolated(claimed.report)})"


def lanes_of(state: State, terms: Collection[str], alone: str | None = None) -> dict[str, list[Lane]]:
    """Return the lanes by term: of the needed parties and all with a statement, or of one alone."""
    names = Names(state)
    closing = grouped(windows(state), lambda window: (window.term, window.party))
    return {
        term: [
            Lane(
                term,
                party,
                tuple(state.spells(term, party)),
                closing.get((term, party), ()),
                reading_of(state).claims.news.get((term, party), ()),
                names,
            )
            for party in ([alone] if alone else state.parties_on(term))
        ]
        for term in terms
    }


def bar(axis: Axis, whose: str, text: str, spell: Spell, y: float, labels: Labels, *, first: bool) -> Part:
    """Return a spell: faded while it may have begun, then full, with its text in it or below."""
    standing = spell.standing
    begins, ends = _instant(spell.begins, BEGINNING), _instant(spell.ends, END)
    since = since_words(wording.readable(standing.since))
    title = f"{whose}{text}, {'since ' if since[:1].isdigit() else ''}{since}"
    if ends < axis.first or begins > axis.last:
        return Group(title, ())
    left, right = axis.at(begins), max(axis.at(ends), axis.at(begins) + 3)
    if not isinstance(standing.stance, Stance):
        return Group(title, tuple(labels.on_line(left, text, y, right)))
    left, solid = _fade(axis, spell, left, right, first=first)
    marks = [mark for mark in standing_wording.patterns(standing) if mark != "perhaps" or solid >= right]
    ink = ink_on(standing.stance.value, marks)
    labelled = labels.within((solid, right), standing.stance, text, y, ink, left)
    return Group(title, (*_boxes(standing.stance, marks, left, solid, right, y), *labelled))


def _fade(axis: Axis, spell: Spell, left: float, right: float, *, first: bool) -> tuple[float, float]:
    """Return where a bar begins to fade in, and where it is full.

    A first bar with an unknown start fades in from the left end of the axis.
    """
    since = spell.standing.since
    if spell.standing.lapsed or since is None:
        return left, left
    if not since.range.from_unknown:
        return left, min(max(axis.at(since.range.last), left), right)
    certain = min(max(axis.at(since.range.last), left), right)
    left = axis.left if first else left
    return left, max(certain, min(right, left + _FADE)) if first else max(certain, left)


def _boxes(
    stance: Stance, marks: Collection[str], left: float, solid: float, right: float, y: float
) -> Iterator[Path]:
    if solid > left:
        yield from box(left, y, solid - left, BAR, stance.value, (*marks, "perhaps"))
    if right > solid:
        yield from box(solid, y, right - solid, BAR, stance.value, marks)


def _instant(time: datetime | None, otherwise: int) -> int:
    return otherwise if time is None else microseconds(time)


def dot(axis: Axis, claimed: Claimed, text: str, y: float, labels: Labels) -> Part:
    """Return an act without a stance: a dot at the first instant at which it may have been done."""
    at = BEGINNING if claimed.since is None else claimed.since.anchor
    if not axis.shows(at):
        return Group(text, ())
    x = axis.at(at)
    labels.below(x, text)
    return Group(text, (circle(x, y + BAR, 4, "ground", "strong"),))


def stop(axis: Axis, valid: int, window: Window, text: str, y: float, labels: Labels) -> Part:
    """Return the end of an offer or a position: a stop at its date, an arrow where none is known."""
    at = END if window.at is None else microseconds(window.at)
    x, now, middle = axis.at(at), axis.at(valid), y + BAR / 2
    parts: list[Part] = []
    if x > now and axis.shows(at):
        parts.append(line(((now, middle), (x, middle)), "strong", dashed=True))
    elif x > now:
        parts += arrow(now, x, middle)
    if axis.shows(at):
        parts.append(line(((x, y - 2), (x, y + BAR + 2)), "strong", weight=2.5))
    labels.below(x, text)
    return Group(text, tuple(parts))


def ending_of(names: Names, window: Window) -> str:
    """Return when an offer or a position ends, in words."""
    closing = wording.closing_in_words(
        window.field, window.closes, lapsed=window.lapsed, stance=window.stance
    )
    reserve = names.reserve(window.accounts_of, on_record=not window.is_less_sure)
    text = names.named(f"{closing}{window.fate}", [window.closes.named_event])
    return f"{text}, {reserve}" if reserve else text


# Labels


IN_BAR = 12
"""The size of words in a bar, in pixels; below a bar they are one pixel smaller."""


class Labels:
    """The labels of one lane: in their bar where they fit, else in rows below it."""

    def __init__(self, axis: Axis, top: float) -> None:
        self._axis = axis
        self._top = top
        self._waiting: list[tuple[float, str, Stance | None]] = []

    def within(
        self, solid: tuple[float, float], stance: Stance, text: str, y: float, look: str, tie: float
    ) -> Iterator[Part]:
        """Place a label in the solid part of a bar where it fits, else below, tied to the place `tie`."""
        left, right = solid
        if width_of(text, IN_BAR) + SIGN + 10 <= right - left:
            yield from stance_words(left + 6, y + 16, stance, text, look, IN_BAR)
        else:
            self.below(tie, text, stance)

    def on_line(self, x: float, text: str, y: float, until: float) -> Iterator[Part]:
        """Place a label on a dashed line where there is no bar; below it where it does not fit."""
        wide = width_of(text, IN_BAR) + 8
        if wide <= until - x:
            yield Words(x + 4, y + 16, text, "soft", IN_BAR, halo=True)
            x += wide
        else:
            self.below(x, text)
        yield line(((x, y + 12), (until, y + 12)), "ground", dashed=True)

    def below(self, x: float, text: str, stance: Stance | None = None) -> None:
        """Place a label in a row below, tied to its place by a line."""
        self._waiting.append((x, text, stance))

    def placed(self) -> Iterator[Part]:
        """Yield the labels below, from right to left, so that few ties cross a label."""
        rows = Rows()
        waiting = sorted(self._waiting, key=lambda label: -label[0])
        parts = [part for label in waiting for part in self._placed(rows, *label)]
        yield from sorted(parts, key=lambda part: not isinstance(part, Path))

    def _placed(self, rows: Rows, x: float, text: str, stance: Stance | None) -> Iterator[Part]:
        axis, signed = self._axis, 0 if stance is None else SIGN
        lines = wrapped(text, axis.right - axis.left - signed, IN_BAR - 1)
        wide = max(width_of(words, IN_BAR - 1) for words in lines) + signed
        left = max(min(x, axis.right - wide), axis.left)
        y = self._top + 12 + 15 * rows.take(left, left + wide, len(lines))
        tie = min(x + 1, axis.right)
        yield line(((tie, self._top - 4), (tie, y - 10)), "ground")
        if stance is not None:
            yield sign(left, y - 4, stance, "ground")
        pushed = left < x and stance is None  # from the right edge, so it ends there
        at, anchor = (axis.right, "end") if pushed else (left + signed, "start")
        yield from stacked(lines, at, y, 15, size=IN_BAR - 1, anchor=anchor, halo=True)


class Rows:
    """Rows without overlaps."""

    def __init__(self) -> None:
        self._taken: list[list[tuple[float, float]]] = []

    def take(self, left: float, right: float, high: int = 1) -> int:
        """Take the first `high` rows with room from left to right; return the number of the first."""
        row = next(row for row in count() if self._have_room(row, high, left, right))
        self._taken += [[] for _ in range(row + high - len(self._taken))]
        for taken in self._taken[row : row + high]:
            taken.append((left, right))
        return row

    def _have_room(self, row: int, high: int, left: float, right: float) -> bool:
        taken = chain.from_iterable(self._taken[row : row + high])
        return all(left > end + 8 or right + 8 < start for start, end in taken)
