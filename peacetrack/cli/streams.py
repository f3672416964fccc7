"""What commands read from and write to: stdin, stdout and stderr. Built on grid."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from peacetrack.errors import InvalidInputError
from peacetrack.table.grid import printable


def prepare() -> None:
    """Make the streams take every text; without stdout nothing is begun."""
    closed = sys.stdout is None
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    if closed:
        raise InvalidInputError(
            "there is nowhere to write to", where="stdout", repair="do not close it"
        )
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def as_utf8() -> None:
    """Rows and pages are UTF-8, which their readers expect, whatever the encoding of a terminal."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def say(text: str, *, err: bool = False) -> None:
    """Print a text without what could move the cursor; on stderr where that is asked for.

    That nobody reads it is no reason to leave work undone.
    """
    with while_read():
        click.echo(printable(text), err=err)


@contextmanager
def while_read() -> Iterator[None]:
    """Ends quietly where the reader of a pipe has seen enough."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        finish()


def finish() -> None:
    """Write what is left; what cannot be written goes nowhere, or Python tries again when it exits."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _forget(stream)


def _forget(stream: TextIO) -> None:
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def there(file: str) -> str:
    """The name of a file that is there, or - for stdin."""
    if file != "-" and not Path(file).is_file():
        raise InvalidInputError("there is no such file", where=file)
    return file


def text_of(file: str) -> str:
    """What a file that was named holds, or stdin where it is named -."""
    try:
        return _bytes_of(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"this is no text in UTF-8: {error}", where=file) from None
    except OSError as error:
        raise InvalidInputError(f"it cannot be read: {error.strerror}", where=file) from None


def _bytes_of(file: str) -> bytes:
    if file != "-":
        return Path(there(file)).read_bytes()
    if sys.stdin is None:
        raise InvalidInputError(
            "there is nothing to read from", where="stdin", repair="name a file"
        )
    return sys.stdin.buffer.read()
