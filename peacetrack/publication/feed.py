"""A feed of changes, in Atom (RFC 4287): what each report changed, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice, pairwise
from uuid import UUID, uuid5
from xml.etree import ElementTree

from peacetrack.analysis.briefing.changed import lines_between
from peacetrack.analysis.sentence.line import Line
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.window import windows
from peacetrack.index.event_dates import DEADLINE
from peacetrack.ledger.entry import Entry
from peacetrack.publication.release import release_of
from peacetrack.publication.written import Written, is_web, root_of, xml_file, xml_text
from peacetrack.state import State, of_state
from peacetrack.table.values import plain
from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.when import as_datetime

_CHANGING = ("agenda", "report", "correction", "retraction")
"""The kinds of entries that may change an answer."""


@frozen
class News:
    """A change, when it came, by which entry or by time alone, and what is the same of it in every feed."""

    line: Line
    time: datetime
    by: str
    key: str
    url: str | None


@of_state
def feed(state: State, *, released: Iterable[str] = (), most: int = 50) -> Written:
    """Return the changes that reports made as an Atom feed, newest first.

    Each entry is one change, with its report. What changed as an offer ran out, a member joined or left its
    group, or a deadline passed has entries of its own, at that time; other changes that only time made come
    with the next report. Ids stay the same from one feed to the next, and times are otherwise those of the
    recording.

    Parameters:
        state: the state up to which changes count.
        released: the markings that may be published, as for `publish` (default: none).
        most: the most entries.

    Raises:
        InvalidInputError: if the state rests on supposed reports.

    Source: RFC 4287, The Atom Syndication Format.

    >>> print(pt.publication.feed(state))
    5 entries
    """
    release = release_of(state, released)
    news = list(islice(_news(release.state), most))
    content = xml_file(_atom(release.state, news))
    return Written(content, len(news), held_back=release.held_back)


def _news(state: State) -> Iterator[News]:
    """Yield what changed with each entry and by time after it, the newest first."""
    entries, turns = _changing(state), sorted(_turns(state))
    if not entries:
        return
    later = _Span.of(state, entries[-1], state.basis.valid, turns)
    for before, after in reversed(list(pairwise(entries))):
        yield from later.lapses
        span = _Span.of(state, before, after.recorded_at, turns)
        yield from _between(span.last, later.first, after.recorded_at, after)
        later = span
    yield from later.lapses


@frozen
class _Span:
    """The time from an entry to the next: the states at its beginning and after the last turn in it.

    Attributes:
        first: the state when the entry was recorded.
        last: the state after the last turn; without one, the first.
        lapses: what changed as offers ran out, members joined or left and deadlines passed, the newest first.
    """

    first: State
    last: State
    lapses: Sequence[News]

    @classmethod
    def of(cls, state: State, entry: Entry, end: datetime, turns: Sequence[datetime]) -> _Span:
        first = last = state.at(known=entry.seq, valid=min(entry.recorded_at, state.basis.valid))
        end = min(end, state.basis.valid)
        closed = {window.at for window in windows(first.at(valid=end)) if window.lapsed and window.at}
        lapses: list[News] = []
        for moment in sorted(at for at in {*closed, *turns} if first.basis.valid < at <= end):
            now = first.at(valid=moment)
            lapses += _between(last, now, moment)
            last = now
        return cls(first, last, lapses[::-1])


def _turns(state: State) -> set[datetime]:
    """Return the moments up to that of a state at which members join and leave, and deadlines pass."""
    turns = {turn for party in state.agenda.parties for member in party.members for turn in member.turns}
    turns |= {event.when.ends for event in state.events() if event.type == DEADLINE and event.when}
    return {as_datetime(turn) for turn in turns if BEGINNING < turn <= state.instant}


def _changing(state: State) -> list[Entry]:
    without = state.basis.trust.without
    return [e for e in state.entries[: state.basis.known] if e.kind in _CHANGING and e.id not in without]


def _between(then: State, now: State, time: datetime, entry: Entry | None = None) -> Iterator[News]:
    """Yield what changed with an entry; without one, by time alone."""
    key, by = f"lapse {time.isoformat()}", "by the passing of time"
    if entry is not None:
        key, by = str(entry.seq), f"entry {entry.seq} of the ledger"
    seen: Counter[str] = Counter()
    for line in lines_between(then, now, Names(now)):
        about = f"{key} {line.rule} {line.terms} {line.parties} {line.reports}"
        seen[about] += 1
        is_bare = entry is None and seen[about] == 1
        yield News(line, time, by, about if is_bare else f"{about} {seen[about]}", _url(now, line))


def _url(state: State, line: Line) -> str | None:
    urls = (state.report_of(report).source.url for report in line.reports)
    return next(filter(is_web, urls), None)


# Atom


def _atom(state: State, news: Iterable[News]) -> ElementTree.Element:
    root = root_of(state.agenda)
    title = state.agenda.title or state.agenda.id
    atom = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    newest = max((item.time for item in news), default=state.basis.valid)
    _add(atom, "id", root.urn)
    _add(atom, "title", title)
    _add(atom, "updated", plain(newest))
    _add(ElementTree.SubElement(atom, "author"), "name", title)
    _add(atom, "generator", "peacetrack")
    for item in news:
        _add_entry(atom, item, root)
    return atom


def _add_entry(atom: ElementTree.Element, news: News, root: UUID) -> None:
    line, entry = news.line, ElementTree.SubElement(atom, "entry")
    _add(entry, "id", uuid5(root, news.key).urn)
    _add(entry, "title", f"{line.about}: {line.what}" if line.about else line.what)
    _add(entry, "updated", plain(news.time))
    if news.url:
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": xml_text(news.url)})
    for term in (*line.terms, *line.parties):
        ElementTree.SubElement(entry, "category", {"term": xml_text(term)})
    _add(entry, "content", f"{line.source or 'declared'} ({news.by})")


def _add(above: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(above, name).text = xml_text(text)
