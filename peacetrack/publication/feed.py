"""A feed of changes, in Atom (RFC 4287): what each report changed, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice, pairwise
from uuid import UUID, uuid5
from xml.etree import ElementTree

import attrs

from peacetrack.analysis.briefing.changed import lines_between
from peacetrack.analysis.briefing.line import Line
from peacetrack.analysis.briefing.naming import Names
from peacetrack.ledger.entry import Entry
from peacetrack.publication.release import release_of
from peacetrack.publication.written import Written, is_web, root_of
from peacetrack.publication.xml import xml_file, xml_text
from peacetrack.state import State

_CHANGING = ("agenda", "report", "correction", "retraction")
"""The kinds of entries that may change an answer."""


@attrs.frozen
class News:
    """A change, when it was recorded, and what is the same of it in every feed."""

    line: Line
    entry: Entry
    key: str
    url: str | None


def feed(state: State, *, released: Iterable[str] = (), most: int = 50) -> Written:
    """Return the changes that reports made as an Atom feed, newest first.

    Each entry is one change, with its report; a change that only time made, such as an offer that ran
    out, comes with the next report. Ids stay the same from one feed to the next, and times are those of
    the recording.

    Parameters:
        state: the state up to which changes count.
        released: the markings that may be published, as for `publish` (default: none).
        most: the most entries.

    Raises:
        InvalidInputError: if the state rests on supposed reports.

    Source: RFC 4287, The Atom Syndication Format.

    >>> print(pt.publication.feed(state))
    6 entries
    """
    release = release_of(state, released)
    news = list(islice(_news(release.state), most))
    content = xml_file(_atom(release.state, news))
    return Written(content, len(news), held_back=release.held_back)


def _news(state: State) -> Iterator[News]:
    """Yield what changed with each entry, the newest first; what each state knew is computed once."""
    later: tuple[Entry, State] | None = None
    for before, after in reversed(list(pairwise(_changing(state)))):
        now = later[1] if later is not None else _as_of(state, after)
        then = _as_of(state, before)
        yield from _between(then, now, after)
        later = before, then


def _changing(state: State) -> list[Entry]:
    without = state.basis.trust.without
    return [e for e in state.entries[: state.basis.known] if e.kind in _CHANGING and e.id not in without]


def _as_of(state: State, entry: Entry) -> State:
    return state.at(known=entry.seq, valid=min(entry.recorded_at, state.basis.valid))


def _between(then: State, now: State, entry: Entry) -> Iterator[News]:
    seen: Counter[str] = Counter()
    for line in lines_between(then, now, Names(now)):
        key = f"{entry.seq} {line.rule} {line.terms} {line.parties} {line.reports}"
        seen[key] += 1
        urls = (now.report_of(report).source.url for report in line.reports)
        yield News(line, entry, f"{key} {seen[key]}", next(filter(is_web, urls), None))


# Atom


def _atom(state: State, news: Iterable[News]) -> ElementTree.Element:
    root = root_of(state.agenda)
    title = state.agenda.title or state.agenda.id
    atom = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    newest = max((one.entry.recorded_at for one in news), default=state.basis.valid)
    _add(atom, "id", root.urn)
    _add(atom, "title", title)
    _add(atom, "updated", _time(newest))
    _add(ElementTree.SubElement(atom, "author"), "name", title)
    _add(atom, "generator", "peacetrack")
    for one in news:
        _add_entry(atom, one, root)
    return atom


def _add_entry(atom: ElementTree.Element, news: News, root: UUID) -> None:
    line, entry = news.line, ElementTree.SubElement(atom, "entry")
    _add(entry, "id", uuid5(root, news.key).urn)
    _add(entry, "title", f"{line.about}: {line.what}" if line.about else line.what)
    _add(entry, "updated", _time(news.entry.recorded_at))
    if news.url:
        ElementTree.SubElement(entry, "link", {"rel": "alternate", "href": xml_text(news.url)})
    for term in (*line.terms, *line.parties):
        ElementTree.SubElement(entry, "category", {"term": xml_text(term)})
    _add(entry, "content", f"{line.source or 'declared'} (entry {news.entry.seq} of the ledger)")


def _add(above: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(above, name).text = xml_text(text)


def _time(time: datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")
