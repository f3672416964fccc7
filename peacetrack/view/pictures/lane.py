"""One lane: the bars of one party on one term over valid time.

How lanes make a picture is in `lanes`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import since_words
from peacetrack.analysis.window import Window, windows
from peacetrack.rules import wording
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Spell
from peacetrack.state import State, news_of
from peacetrack.view.pictures.axis import Axis
from peacetrack.view.pictures.drawing import Group, Part, Path, arrow, box, circle, ink_on, line
from peacetrack.view.pictures.labels import Labels
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
        return wording.in_full(spell.standing, name=self.names.party)

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

    def ending(self, window: Window) -> str:
        """Return when the offer or the position ends, in words."""
        return ending_of(self.names, window)


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
                news_of(state).get((term, party), ()),
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
    marks = [mark for mark in wording.patterns(standing) if mark != "perhaps" or solid >= right]
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
