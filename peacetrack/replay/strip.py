"""Strips and spans: an answer over valid time, and how it differs from seq to seq."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import attrs

from peacetrack.words.classes import frozen
from peacetrack.words.edtf import BEGINNING, END

A = TypeVar("A", bound=Hashable)

Stretch = tuple[int, int]
"""Valid instants, from the first to before the second."""
ALWAYS: Stretch = (BEGINNING, END)


@frozen
class Span(Generic[A]):
    """An answer from a known seq on, for valid instants from `start` to before `end`.

    It lies over the spans of earlier seqs: what is known at a seq is the last span that covers.
    """

    known: int
    start: int
    end: int
    answer: A


def answer_at(spans: Sequence[Span[A]], valid: int, known: int) -> A | None:
    """Return the answer at a valid instant, as known at a seq; None before anything is known."""
    for span in reversed(spans):
        if span.known <= known and span.start <= valid < span.end:
            return span.answer
    return None


@frozen
class Strip(Generic[A]):
    """An answer from each start on; the first start is the beginning of time."""

    starts: tuple[int, ...] = ()
    answers: tuple[A, ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, A]]) -> Strip[A]:
        """Return the strip of answers with their starts, in order; equal neighbours become one."""
        starts: list[int] = []
        answers: list[A] = []
        for start, answer in pairs:
            if not answers or answers[-1] != answer:
                starts.append(start)
                answers.append(answer)
        return cls(tuple(starts), tuple(answers))

    def at(self, valid: int) -> A:
        """Return the answer at an instant."""
        return self.answers[bisect_right(self.starts, valid) - 1]

    def during(self, start: int, end: int) -> tuple[A, ...]:
        """Return the answers that are given somewhere in a range."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        return self.answers[first : bisect_left(self.starts, end)]

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """Return the starts in a range."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def with_range(self, start: int, end: int, pairs: Iterable[tuple[int, A]]) -> Strip[A]:
        """Return this strip with other answers in a range; the first pair starts with the range."""
        low, high = bisect_left(self.starts, start), bisect_right(self.starts, end)
        seam = max(low - 1, 0)  # what goes on across the start of the range is one
        before = zip(self.starts[seam:low], self.answers[seam:low], strict=True)
        rest = [(end, self.at(end))] if end < END else []
        new = Strip.of([*before, *pairs, *rest])
        return Strip(
            (*self.starts[:seam], *new.starts, *self.starts[high:]),
            (*self.answers[:seam], *new.answers, *self.answers[high:]),
        )


def difference(before: Strip[A], after: Strip[A], known: int, start: int, end: int) -> Iterator[Span[A]]:
    """Yield the spans of a range where a strip gives another answer than the one before."""
    starts = sorted({start, *before.within(start, end), *after.within(start, end)})
    open_: Span[A] | None = None
    for at, until in zip(starts, [*starts[1:], end], strict=True):
        answer = after.at(at)
        if before.starts and before.at(at) == answer:
            continue
        if open_ is not None and open_.end == at and open_.answer == answer:
            open_ = attrs.evolve(open_, end=until)
            continue
        if open_ is not None:
            yield open_
        open_ = Span(known, at, until, answer)
    if open_ is not None:
        yield open_


def joined(ranges: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return ranges in their order; those that meet or overlap become one."""
    apart: list[Stretch] = []
    for start, end in sorted(ranges):
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        elif start < end:
            apart.append((start, end))
    return tuple(apart)
