"""The screen of a command: a grid on a terminal or in a pipe, progress on stderr.

A terminal is drawn on by `cli.terminal`.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.status import Status

    from peacetrack.table.grid import Grid


def show(grid: Grid) -> None:
    """Print a grid: aligned text to a pipe; to a terminal a table, or blocks where it is too narrow."""
    if _may_be_terminal(sys.stdout):
        from peacetrack.cli.terminal import draw

        draw(grid)
    else:
        sys.stdout.write(f"{grid}\n")


def _may_be_terminal(stream: TextIO) -> bool:
    """Return whether a stream is a terminal, or may be one for rich, which reads these variables."""
    return stream.isatty() or "FORCE_COLOR" in os.environ or "TTY_COMPATIBLE" in os.environ


def text_width() -> int:
    """Return the width for running text: that of the terminal, and never wider than is easy to read."""
    return max(40, min(100, line_width()))


def line_width() -> int:
    """Return the width for a table: that of the terminal, 100 in a pipe."""
    if not sys.stdout.isatty():
        return 100
    from peacetrack.cli.terminal import width

    return width() - 1


class Unseen:
    """The line of a command with no terminal to show it on."""

    def update(self, status: str) -> None:
        """Show nothing."""

    def stop(self) -> None:
        """Take nothing away."""


@contextmanager
def working(what: str) -> Iterator[Status | Unseen]:
    """Show on stderr, if that is a terminal, what a command is doing."""
    if not _may_be_terminal(sys.stderr):
        yield Unseen()
        return
    from peacetrack.cli.terminal import status

    with status(what) as line:
        yield line


@contextmanager
def counting(what: str, *, quiet: bool = False, rate: bool = False) -> Iterator[Callable[[int], None]]:
    """Give a function that shows a count on stderr, if that is a terminal and not `quiet`.

    With `rate` it also shows how many there were a second.
    """
    begun = time.monotonic()
    shown = sys.stderr.isatty() and not quiet
    last = 0

    def count(number: int) -> None:
        nonlocal last
        if shown and number - last >= 1000:
            last = number
            speed = f", {number / (time.monotonic() - begun):,.0f} a second\x1b[K" if rate else ""
            sys.stderr.write(f"\r{number:,} {what}{speed}")
            sys.stderr.flush()

    try:
        yield count
    finally:  # so that an error message starts on an empty line
        if last:
            sys.stderr.write("\r\x1b[K")
