"""What of a state may be published: reports with a marking that is released, and what follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from peacetrack.errors import InvalidInputError
from peacetrack.ledger.ledger import Filed
from peacetrack.state import State, snapshot_of
from peacetrack.words.basis import Basis
from peacetrack.words.report import Source
from peacetrack.words.value import FrozenDict, as_texts


@attrs.frozen
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
    """Return what of a state is published where only some markings are released."""
    if state.basis.supposed:
        repair = "give a state of what is recorded"
        raise InvalidInputError("what is only supposed is not published", where="state", repair=repair)
    left_out = state.basis.trust.without
    filed = [f for f in snapshot_of(state).ledger.reports_at(state.seq) if f.entry.id not in left_out]
    closed = _Closed([f.report.source for f in filed], as_texts(released))
    held_back = {f.entry.id: marking for f in filed if (marking := closed.by(f.report.source)) is not None}
    return Release(
        state.without(*held_back),
        tuple(f for f in filed if f.entry.id not in held_back),
        FrozenDict(sorted(Counter(held_back.values()).items())),
    )


def basis_words(basis: Basis) -> str:
    """Return a basis in words that name no report."""
    return str(attrs.evolve(basis, trust=attrs.evolve(basis.trust, without=())))


class _Closed:
    """The sources with a marking that is not released."""

    def __init__(self, sources: Iterable[Source], released: Iterable[str]) -> None:
        self._released = {level.casefold() for level in released}
        self._by_name: dict[str, list[Source]] = {}
        for source in sources:
            if self._marking(source) is not None:
                for name in _names(source):
                    self._by_name.setdefault(name, []).append(source)

    def by(self, source: Source) -> str | None:
        """Return the marking that holds a source back: its own, or that of another coding of it."""
        others = (other for name in _names(source) for other in self._by_name.get(name, ()))
        same = (other for other in (source, *others) if other is source or source.is_same(other))
        return next(filter(None, map(self._marking, same)), None)

    def _marking(self, source: Source) -> str | None:
        marking = source.marking
        return None if marking is None or marking.casefold() in self._released else marking


def _names(source: Source) -> tuple[str, ...]:
    """Return what one source may be known by."""
    return tuple(filter(None, (source.url, source.sha256)))
