"""The streams of a command: stdin, stdout, stderr, and the files that are named.

What reads and words is imported where it is used: the first page of the help needs none of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click

from peacetrack.errors import ConflictError, InvalidInputError
from peacetrack.form.file import decoded, empty

if TYPE_CHECKING:
    from peacetrack.ledger.ledger import Receipt


def prepare() -> None:
    """Make the streams take every text, and raise before any work where stdout is closed."""
    closed = sys.stdout is None
    sys.stdout, sys.stderr = sys.stdout or _null(), sys.stderr or _null()
    if closed:
        raise InvalidInputError("there is nowhere to write to", where="stdout", repair="do not close it")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _null() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def as_utf8() -> None:
    """Write UTF-8 from here on: the readers of rows and pages expect it on every terminal."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def bytes_out() -> BinaryIO:
    """Return stdout for a file that is no text; refuse a terminal."""
    if sys.stdout.isatty():
        repair = "write it to a file: > answer.xlsx"
        raise InvalidInputError("a spreadsheet is no text", where="--format", repair=repair)
    return sys.stdout.buffer


def at_terminal() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def say(text: str, *, err: bool = False) -> None:
    """Print a text without control characters, with `err` on stderr.

    A reader who has gone is no error: the work that follows is still done.
    """
    from peacetrack.table.cell import printable

    with while_read():
        click.echo(printable(text), err=err)


@contextmanager
def while_read() -> Iterator[None]:
    """End quietly where the reader of a pipe has stopped reading."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        finish()


def finish() -> None:
    """Flush the streams; drop what cannot be written, which Python would try again at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _forget(stream)


def _forget(stream: TextIO) -> None:
    with suppress(OSError), Path(os.devnull).open("wb") as null:
        os.dup2(null.fileno(), stream.fileno())


def there(file: str) -> str:
    """Return the name of a file that exists, or - for stdin."""
    if file != "-" and Path(file).is_dir():
        raise InvalidInputError("this is a folder", where=file, repair="name the files in it")
    if file != "-" and not Path(file).exists():
        raise InvalidInputError("there is no such file", where=file)
    return file


def text_of(file: str) -> str:
    """Return the text of a file that was named, or of stdin for -."""
    try:
        return decoded(_bytes_of(file), file)
    except OSError as error:
        raise InvalidInputError(f"it cannot be read: {error.strerror}", where=file) from None


def _bytes_of(file: str) -> bytes:
    if file != "-":
        return Path(there(file)).read_bytes()
    if sys.stdin is None:
        raise InvalidInputError("there is nothing to read from", where="stdin", repair="name a file")
    return sys.stdin.buffer.read()


_NEITHER = "this is neither TOML, by the ending of its name, nor JSON, which begins with a brace"
_BY_ENDING = "name a file in .toml or .json; reports also in .jsonl, or as a table in .csv, .tsv or .xlsx"


def _is_braced(text: str) -> bool:
    """Return whether a text may be JSON that holds a mapping, or nothing."""
    begun = text.lstrip("\ufeff \t\r\n")
    return begun.startswith(("{", "\udcff", "\udcfe")) or not begun  # UTF-16 has an error of its own


def form_at(place: str) -> Mapping[str, Any]:
    """Return the mapping that a file, or stdin, holds."""
    from peacetrack.store import jsonl, toml

    if place.endswith(".toml"):
        form = toml.parsed(Path(place))
    else:
        text = text_of(place)
        is_toml = place == "-" and not text.lstrip().startswith("{")  # JSON begins with a brace
        if place != "-" and not place.lower().endswith((".json", ".jsonl")) and not _is_braced(text):
            raise InvalidInputError(_NEITHER, where=place, repair=_BY_ENDING)
        form = toml.mapping(text, where="stdin") if is_toml else jsonl.mapping(text, where=place)
    if not form:
        raise empty("stdin" if place == "-" else place)
    return form


@contextmanager
def errors_name(name: str) -> Iterator[None]:
    """Add the name of the file that was read to an error."""
    try:
        yield
    except (InvalidInputError, ConflictError) as error:
        error.where = f"{name}: {error.where}".removesuffix(": ")
        raise


def say_receipt(receipt: Receipt, done: str = "recorded", each: str = "") -> None:
    """Print what was done, or that it was there already, and a line a claim, which begins with `each`."""
    from peacetrack.table.cell import one_line
    from peacetrack.words.when import display_minute

    when, name = display_minute(receipt.recorded_at), one_line(receipt.id)
    if receipt.new:
        say(f"{done}: {name}, entry {receipt.seq}, {when}")
    else:
        who = f"by {one_line(receipt.recorded_by)}" if receipt.recorded_by else "no name was kept"
        say(f"already there: {name}, entry {receipt.seq}, {when}, {who}")
    say_claims([f"{each}{line}" for line in receipt.amended or receipt.says])


_MOST_LINES = 20


def say_claims(lines: Sequence[str]) -> None:
    """Print a line a claim; of many, those that were kept are counted, and only the first are shown."""
    from peacetrack.table.cell import one_line
    from peacetrack.words.value import counted

    kept = [line for line in lines if line.startswith("kept: ")] if len(lines) > _MOST_LINES else []
    shown = [line for line in lines if line not in kept]
    for line in shown[:_MOST_LINES]:
        say(f"  {one_line(line)}")
    for count, what in ((len(kept), "kept"), (len(shown[_MOST_LINES:]), "not shown here")):
        if count:
            say(f"  {counted(count, 'further claim')} {what}")
