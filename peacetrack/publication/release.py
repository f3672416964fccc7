"""The part of a state that may be published: reports with a released marking, and what follows from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from peacetrack.errors import InvalidInputError
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.filed import Filed
from peacetrack.ledger.ledger import Ledger
from peacetrack.rules.status import reached_from
from peacetrack.state import State, reading_of
from peacetrack.words.basis import Basis
from peacetrack.words.classes import frozen
from peacetrack.words.report import Source
from peacetrack.words.value import FrozenDict, as_texts


@frozen
class Release:
    """The part of a state that is published.

    Attributes:
        state: the state without the reports that are held back; every table follows from it.
        reports: the reports that are published, oldest first.
        held_back: how many reports are held back, by the marking of their source.
    """

    state: State
    reports: tuple[Filed, ...]
    held_back: Mapping[str, int]


def release_of(state: State, released: Iterable[str]) -> Release:
    """Return what of a state is published where only some markings are released.

    Markings count as the ledger has them now, whichever entry the state is asked at. Withdrawn reports are
    held back too, as a feed looks back to when they stood.
    """
    if state.basis.supposed:
        repair = "give a state of what is recorded"
        raise InvalidInputError("what is only supposed is not published", where="state", repair=repair)
    ledger, left_out = reading_of(state).base.ledger, state.basis.trust.without
    closed = _closed(list(_codings(ledger)), as_texts(released))
    known = [filed.entry.id for filed in list(ledger.filed.values()) if filed.entry.seq <= state.seq]
    standing = [filed for filed in ledger.reports_at(state.seq) if filed.entry.id not in left_out]
    markings = [closed.get(_named(filed.entry.id)) for filed in standing]
    return Release(
        state.without(*(id for id in known if _named(id) in closed)),
        tuple(filed for filed, marking in zip(standing, markings, strict=True) if marking is None),
        FrozenDict(sorted(Counter(filter(None, markings)).items())),
    )


def same_source(ledger: Ledger, id: str) -> list[str]:
    """Return the other reports and proposals that code the source of one, corrected ones included."""
    codings = list(_codings(ledger))
    reached = reached_from([_named(id)], _near(codings))
    return [name for coding in codings if (name := coding.id) != id and coding.names[0] in reached]


def bare_basis(basis: Basis) -> Basis:
    """Return a basis without the names of the reports that its trust leaves out."""
    return attrs.evolve(basis, trust=attrs.evolve(basis.trust, without=()))


@frozen
class _Coding:
    """A report or a proposal: what its source is known by (its own name first), and how that is marked.

    A marking that a correction or a decision on a proposal changed (`replaced`) no longer spreads.
    """

    id: str
    names: tuple[str, ...]
    marking: str | None
    replaced: bool


def _closed(codings: Sequence[_Coding], released: Iterable[str]) -> dict[str, str]:
    """Return the marking that holds back what has a name: its own, or that of a coding of the same source."""
    levels = {level.casefold() for level in released}
    marked = [(coding, coding.marking) for coding in codings if coding.marking is not None]
    shut = [(coding, marking) for coding, marking in marked if marking.casefold() not in levels]
    near, closed = _near(codings), dict[str, str]()
    for coding, marking in shut:
        if not coding.replaced and coding.names[0] not in closed:
            closed |= dict.fromkeys(reached_from(coding.names, near), marking)
    return closed | {coding.names[0]: marking for coding, marking in shut}


def _near(codings: Iterable[_Coding]) -> Mapping[str, set[str]]:
    """Return the names that stand next to each name in a coding."""
    near: dict[str, set[str]] = {}
    for coding in codings:
        for name in coding.names:
            near.setdefault(name, set()).update(coding.names)
    return near


def _codings(ledger: Ledger) -> Iterator[_Coding]:
    for filed in list(ledger.filed.values()):
        by = filed.withdrawn_by
        corrected = by if by is not None and by.kind == "correction" else None
        yield _coding(filed.entry.id, filed.report.source, corrected)
    for proposed in list(ledger.proposals.values()):
        accepted = None if proposed.accepted is None else proposed.settled
        yield _coding(proposed.id, proposed.report.source, accepted)


def _coding(id: str, source: Source, successor: Entry | None) -> _Coding:
    names = [_named(id)] if successor is None else [_named(id), _named(successor.id)]
    addresses = (_address(url) for url in (source.url, source.archived) if url is not None)
    names += filter(None, (*addresses, source.sha256))
    return _Coding(id, tuple(names), source.marking, successor is not None)


def _named(id: str) -> str:
    return f"report {id}"


def _address(url: str) -> str:
    """Return a URL without what may differ in two copies of it: scheme, fragment, last slash, case."""
    return re.sub(r"^https?://(www\.)?", "", url.split("#")[0].rstrip("/").casefold())
