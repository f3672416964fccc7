"""What is answered over valid time, as known at a seq, and how it differs from the seq before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import attrs

from peacetrack.edtf import END

A = TypeVar("A", bound=Hashable)


@attrs.frozen
class Span(Generic[A]):
    """An answer from a known seq on, for valid instants from `start` to before `end`.

    It lies over the spans of earlier seqs: what is known at a seq is the last span that covers.
    """

    known: int
    start: int
    end: int
    answer: A


def answer_at(spans: Sequence[Span[A]], valid: int, known: int) -> A | None:
    """The answer at a valid instant, as known at a seq; None before anything is known."""
    for span in reversed(spans):
        if span.known <= known and span.start <= valid < span.end:
            return span.answer
    return None


@attrs.frozen
class Strip(Generic[A]):
    """An answer from each start on; the first start is the beginning of time."""

    starts: tuple[int, ...]
    answers: tuple[A, ...]

    @classmethod
    def of(cls, told: Iterable[tuple[int, A]]) -> Strip[A]:
        """A strip of answers in their order; what stays the same is one."""
        starts: list[int] = []
        answers: list[A] = []
        for start, answer in told:
            if not answers or answers[-1] != answer:
                starts.append(start)
                answers.append(answer)
        return cls(tuple(starts), tuple(answers))

    def __iter__(self) -> Iterator[tuple[int, A]]:
        return zip(self.starts, self.answers, strict=True)

    def at(self, valid: int) -> A:
        """The answer at an instant."""
        return self.answers[bisect_right(self.starts, valid) - 1]

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """The starts in a range."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def with_range(self, start: int, end: int, told: Iterable[tuple[int, A]]) -> Strip[A]:
        """This strip with other answers in a range."""
        before = [pair for pair in self if pair[0] < start]
        after = [pair for pair in self if pair[0] > end]
        rest = [(end, self.at(end))] if end < END else []
        return Strip.of([*before, *told, *rest, *after])


def difference(before: Strip[A] | None, after: Strip[A], known: int) -> Iterator[Span[A]]:
    """The spans in which a strip says something else than the one before."""
    starts = sorted({*after.starts, *(before.starts if before else ())})
    open_: Span[A] | None = None
    for start, end in zip(starts, [*starts[1:], END], strict=True):
        answer = after.at(start)
        if before is not None and before.at(start) == answer:
            continue
        if open_ is not None and open_.end == start and open_.answer == answer:
            open_ = attrs.evolve(open_, end=end)
            continue
        if open_ is not None:
            yield open_
        open_ = Span(known, start, end, answer)
    if open_ is not None:
        yield open_
