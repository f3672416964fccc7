"""Contenders in turn, A B C A B C: medians, and medians of the ratios of each round."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

import attrs

Clock = Callable[[], float]
Run = Callable[[], object]


@attrs.frozen
class Contender:
    """`ready` makes, outside the time that counts, the run that does `operations`.

    They are less than one where the time of a run is to be scaled up.
    """

    name: str
    ready: Callable[[], Run]
    operations: float


@attrs.frozen
class Result:
    """Seconds an operation, round by round, of each contender."""

    times: dict[str, list[float]]

    def ratios(self, one: str, other: str) -> list[float]:
        """How many times as long one takes as another, in each round."""
        return [a / b for a, b in zip(self.times[one], self.times[other], strict=True)]

    def show(self, title: str) -> None:
        """Write the medians."""
        say(f"\n{title}")
        for name, times in self.times.items():
            say(f"  {duration(median(times)):>9}  {name}")

    def aim(self, one: str, other: str, at_most: float) -> None:
        """Write how one stands to another, with the middle four fifths of the rounds."""
        ratios = self.ratios(one, other)
        ratio, tenths = median(ratios), quantiles(ratios, n=10)
        met = "met" if ratio <= at_most else "MISSED"
        spread = f"{tenths[0]:.2f} to {tenths[-1]:.2f}"
        say(f"  {ratio:8.2f}x  {one} / {other} ({spread}); aim at most {at_most:g}: {met}")


def race(contenders: Sequence[Contender], rounds: int, clock: Clock = time.process_time) -> Result:
    """Run the contenders in turn; the clock counts the time of this process, not of its neighbours."""
    times: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for contender in contenders:  # fill what is filled on first use
        contender.ready()()
    gc.collect()
    gc.freeze()
    gc.disable()
    for _ in range(rounds):
        for contender in contenders:
            times[contender.name].append(_timed(contender, clock))
    gc.enable()
    gc.unfreeze()
    return Result(times)


def _timed(contender: Contender, clock: Clock) -> float:
    run = contender.ready()
    before = clock()
    run()
    return (clock() - before) / contender.operations


def most_resident() -> float:
    """The most megabytes of this process that were resident; `getrusage` begins with those of its parent."""
    return _resident("VmHWM")


def resident() -> float:
    """The megabytes of this process that are resident now."""
    return _resident("VmRSS")


def _resident(name: str) -> float:
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if name in line)
    return int(line.split()[1]) / 1000


def duration(seconds: float) -> str:
    """Seconds, to be read."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def say(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
