"""Pasts: all that ever held of one holder, or of how far a term was, at every seq."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from peacetrack.replay.strip import Span, Strip

A = TypeVar("A", bound=Hashable)


class Past(Generic[A]):
    """All that ever was answered of one holder or term, as one strip for each seq at which it turned.

    Answers and pasts are numbered: two moments have the same number where they have the same answer,
    or the same answers up to then from the same instants on.
    """

    def __init__(self, spans: Sequence[Span[A]]) -> None:
        self._known: list[int] = []
        self._strips: list[Strip[A]] = []
        self._spans = spans
        self._pasts: dict[tuple[int, int, int], int] = {}
        self._numbered: dict[int, list[int]] = {}
        strip: Strip[A] = Strip()
        for seq in sorted({span.known for span in spans}):
            strip = _laid_over(strip, [span for span in spans if span.known == seq])
            self._known.append(seq)
            self._strips.append(strip)

    @property
    def seqs(self) -> Sequence[int]:
        """The seqs at which something of it turned."""
        return self._known

    def strip(self, known: int) -> Strip[A] | None:
        """Return all that is answered as known at a seq; None before anything is known."""
        place = bisect_right(self._known, known)
        return self._strips[place - 1] if place else None

    def answer(self, known: int, valid: int) -> A | None:
        """Return the answer at an instant, as known at a seq."""
        strip = self.strip(known)
        return None if strip is None else strip.at(valid)

    def number(self, known: int, valid: int) -> int:
        """Return the number of the answer at an instant, as known at a seq; -1 before anything is known."""
        strip = self.strip(known)
        return -1 if strip is None else self._numbers[id(strip.at(valid))]

    def past(self, known: int, valid: int) -> int:
        """Return the number of all that is answered up to an instant, as known at a seq."""
        version = bisect_right(self._known, known) - 1
        if version < 0:
            return -1
        if version not in self._numbered:
            self._numbered[version] = list(self._number_pasts(self._strips[version]))
        return self._numbered[version][bisect_right(self._strips[version].starts, valid) - 1]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """By the identities of the answers, which the spans keep alive, their numbers."""
        numbers: dict[A, int] = {}
        return {id(span.answer): numbers.setdefault(span.answer, len(numbers)) for span in self._spans}

    def _number_pasts(self, strip: Strip[A]) -> Iterator[int]:
        """Yield the number of the past at each start: that of the one before, and what comes to it."""
        past = -1
        for start, answer in zip(strip.starts, strip.answers, strict=True):
            past = self._pasts.setdefault((past, start, self._numbers[id(answer)]), len(self._pasts))
            yield past


class Row(Generic[A]):
    """Several pasts together, with one number where all of them have the same.

    Parameters:
        pasts: the pasts.
    """

    def __init__(self, pasts: Sequence[Past[A]]) -> None:
        self._all = pasts
        self._seqs = sorted({seq for past in pasts for seq in past.seqs})
        self._starts: dict[int, list[int]] = {}
        self._asked: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        self._numbers: dict[tuple[int, ...], int] = {}

    def past(self, known: int, valid: int) -> int:
        """Return the number of all that is answered up to an instant, as known at a seq."""
        return self._at(known, valid)[0]

    def answers(self, known: int, valid: int) -> tuple[int, ...]:
        """Return the numbers of the answers at an instant, as known at a seq."""
        return self._at(known, valid)[1]

    def _at(self, known: int, valid: int) -> tuple[int, tuple[int, ...]]:
        version = bisect_right(self._seqs, known)
        if version not in self._starts:
            strips = (past.strip(known) for past in self._all)
            self._starts[version] = sorted({start for strip in strips if strip for start in strip.starts})
        place = version, bisect_right(self._starts[version], valid)
        if place not in self._asked:
            pasts = tuple(past.past(known, valid) for past in self._all)
            answers = tuple(past.number(known, valid) for past in self._all)
            self._asked[place] = self._numbers.setdefault(pasts, len(self._numbers)), answers
        return self._asked[place]


def _laid_over(strip: Strip[A], spans: Sequence[Span[A]]) -> Strip[A]:
    """Return a strip with the spans of the next seq laid over it; those of the first cover all time."""
    if not strip.starts:
        return Strip.of((span.start, span.answer) for span in spans)
    for span in spans:
        strip = strip.with_range(span.start, span.end, [(span.start, span.answer)])
    return strip
