"""Pasts: all that ever held of one holder, at every seq."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from peacetrack.replay.strip import Span, Strip

A = TypeVar("A", bound=Hashable)


class Past(Generic[A]):
    """All that ever was answered of one holder, as one strip for each seq at which it turned."""

    def __init__(self, spans: Sequence[Span[A]]) -> None:
        self._known: list[int] = []
        self._strips: list[Strip[A]] = []
        strip: Strip[A] = Strip()
        for seq in sorted({span.known for span in spans}):
            strip = _laid_over(strip, [span for span in spans if span.known == seq])
            self._known.append(seq)
            self._strips.append(strip)

    def strip(self, known: int) -> Strip[A] | None:
        """Return all that is answered as known at a seq; None before anything is known."""
        place = bisect_right(self._known, known)
        return self._strips[place - 1] if place else None

    def answer(self, known: int, valid: int) -> A | None:
        """Return the answer at an instant, as known at a seq."""
        strip = self.strip(known)
        return None if strip is None else strip.at(valid)


def _laid_over(strip: Strip[A], spans: Sequence[Span[A]]) -> Strip[A]:
    """Return a strip with the spans of the next seq laid over it; those of the first cover all time."""
    if not strip.starts:
        return Strip.of((span.start, span.answer) for span in spans)
    for span in spans:
        strip = strip.with_range(span.start, span.end, [(span.start, span.answer)])
    return strip
