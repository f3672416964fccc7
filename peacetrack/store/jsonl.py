"""Exports: a ledger as JSON Lines, a header and then one entry a line.

Entries get into a ledger through `exchange.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from peacetrack.errors import InvalidInputError, PeacetrackError, WrongTypeError, located
from peacetrack.form.codec import FORMAT, FORMATS
from peacetrack.form.file import empty, replacing_text
from peacetrack.form.scalars import check_fields, exact, text
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.proof import Checkpoint, root_of
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import escaped
from peacetrack.words.when import Moment, as_moment

_FIELDS = ("kind", "seq", "recorded_at", "recorded_by", "salt", "entry")
_HEX = "(?:[0-9a-f]{2})+"

HEADER = {"kind": "peacetrack", "version": FORMAT, "checkpoint": True}
"""The first line; `checkpoint` says that the last line is one, so that a cut is seen."""


@frozen(eq=False)
class LoggedEntry:
    """A line of an export, or a file of seeds: an entry to record as it was.

    `form` is what was recorded, in the JSON form; `where` says where it was read. A file of seeds has no
    `seq` and no `salt`. For a redacted entry `digest` is the salted hash of its words, and `form` holds
    null in their place. `format` is the version of what was hashed.
    """

    form: Mapping[str, Any]
    recorded_at: Moment
    recorded_by: str | None
    salt: bytes | None
    where: str
    seq: int | None = None
    digest: str | None = None
    format: int = FORMAT


@frozen(eq=False)
class ExportEnd:
    """The end of an export, with its checkpoint; those of earlier revisions have none."""

    checkpoint: Checkpoint | None
    where: str


def save(path: str | PathLike[str], entries: Iterable[Entry]) -> None:
    """Write an export; the file appears whole or not at all."""
    with replacing_text(path) as file:
        file.writelines(lines(entries))


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of an export: the header, the entries, and their checkpoint."""
    yield json.dumps(HEADER) + "\n"
    leaves: list[bytes] = []
    recorded = 0
    for entry in entries:
        leaves.append(entry.leaf)
        recorded = entry.recorded
        yield escaped(json.dumps(entry.as_mapping(), ensure_ascii=False, sort_keys=True)) + "\n"
    if leaves:
        kept = Checkpoint(len(leaves), root_of(leaves), recorded)
        yield json.dumps({"kind": "checkpoint", "text": str(kept)}) + "\n"


def reports(path: str | PathLike[str]) -> Iterator[tuple[str, Mapping[str, Any] | PeacetrackError]]:
    """Yield the reports of a file, one a line in the JSON form, each with its place or with an error.

    Blank lines are passed over; a file of nothing else is an error.

    Raises:
        InvalidInputError: if the file is an export of a ledger, which holds more than reports.
    """
    name, found = Path(path).name, False
    with Path(path).open(encoding="utf-8-sig", errors="surrogateescape") as file:
        for number, line in enumerate(file, start=1):
            if line.isspace():
                continue
            form = _form_or_error(line)
            if not found and isinstance(form, Mapping) and form.get("kind") == HEADER["kind"]:
                repair = f"peacetrack import FILE {name} takes its entries into a ledger"
                raise InvalidInputError("this is an export of a ledger", where=name, repair=repair)
            found = True
            yield f"{name}:{number}", form
    if not found:
        yield name, empty("")


def _form_or_error(line: str) -> Mapping[str, Any] | PeacetrackError:
    try:
        return mapping(line, where="")
    except PeacetrackError as error:
        return error


def load(path: str | PathLike[str]) -> Iterator[LoggedEntry | ExportEnd]:
    """Yield the entries of an export, and its end; blank lines are passed over."""
    with Path(path).open(encoding="utf-8-sig", errors="surrogateescape") as file:
        header = f"{Path(path).name}:1"
        first = mapping(next(file, ""), where=header)
        version = _version(first, header)
        kept: Checkpoint | None = None
        for number, line in enumerate(file, start=2):
            where = f"{Path(path).name}:{number}"
            if line.isspace():
                continue
            if kept is not None:
                raise InvalidInputError("nothing follows the checkpoint of an export", where=where)
            form = mapping(line, where=where)
            if form.get("kind") == "checkpoint":
                with located(where):
                    check_fields(form, ("kind", "text"))
                    kept = Checkpoint.parse(text(form.get("text")))
            else:
                yield _logged({"format": version, **form}, where)
        if kept is None and first.get("checkpoint") is True:
            repair = "take the export again: its last line is its checkpoint"
            raise InvalidInputError("this export was cut off", where=Path(path).name, repair=repair)
        yield ExportEnd(kept, Path(path).name)


def mapping(text: str, *, where: str) -> Mapping[str, Any]:
    """Return the mapping that a text in JSON holds; a field that is there twice is an error."""
    if text.startswith(("\udcff\udcfe", "\udcfe\udcff")):  # bytes that are no UTF-8, escaped
        raise InvalidInputError("this is UTF-16", where=where, repair="save it as UTF-8")
    if not text.strip("\ufeff \t\r\n"):
        raise empty(where)
    try:
        form = json.loads(text, object_pairs_hook=_of_pairs, parse_float=exact, parse_constant=exact)
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidInputError):
            error.where = where
            raise
        raise InvalidInputError(f"this is no JSON: {error}", where=where) from None
    if not isinstance(form, dict):
        raise InvalidInputError("this is not one mapping", where=where, repair="write {...}")
    return form


def _of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    form = dict(pairs)
    if len(form) < len(pairs):
        last = {name: place for place, (name, _) in enumerate(pairs)}
        twice = next(name for place, (name, _) in enumerate(pairs) if last[name] != place)
        raise InvalidInputError(f"{twice!r} is there twice", repair="keep one")
    return form


def _version(form: Mapping[str, Any], where: str) -> int:
    if form.get("kind") != HEADER["kind"]:
        repair = f'an export begins with {{"kind": "peacetrack", "version": {FORMAT}}}'
        raise InvalidInputError("this is no export of a ledger", where=where, repair=repair)
    version = form.get("version")
    if type(version) is not int or version not in FORMATS:
        known = " and ".join(map(str, FORMATS))
        what = f"the export has version {version!r}, this peacetrack reads {known}"
        raise InvalidInputError(what, where=where, repair="update peacetrack")
    return version


def _logged(form: Mapping[str, Any], where: str) -> LoggedEntry:
    try:
        return _entry_of(form, where)
    except (PeacetrackError, ValueError, TypeError) as error:
        raise InvalidInputError(str(error), where=where) from None


def _entry_of(form: Mapping[str, Any], where: str) -> LoggedEntry:
    missing = sorted(set(_FIELDS) - form.keys())
    if missing or form["kind"] != "entry":
        raise InvalidInputError(f"this is no entry: {', '.join(missing) or 'kind'} is missing")
    check_fields(form, (*_FIELDS, "words", "format"))
    seq, by, body = form["seq"], form["recorded_by"], form["entry"]
    if type(seq) is not int or seq < 1:
        raise WrongTypeError(seq, "the number of an entry, from 1", where="seq")
    if not isinstance(body, Mapping):
        raise WrongTypeError(body, "a mapping", where="entry")
    if not isinstance(by, str | None):
        raise WrongTypeError(by, "a name or null", where="recorded_by")
    if type(form["format"]) is not int or form["format"] not in FORMATS:
        raise WrongTypeError(form["format"], "a known format", where="format", repair="update peacetrack")
    salt, digest = _salted(form)
    return LoggedEntry(body, as_moment(form["recorded_at"]), by, salt, where, seq, digest, form["format"])


def _salted(form: Mapping[str, Any]) -> tuple[bytes | None, str | None]:
    """Return the salt of the words; or, where they are redacted, their salted hash."""
    if form["salt"] is not None:
        return _unhex(form["salt"], "salt"), None
    if "words" not in form:
        raise InvalidInputError("an entry without salt is redacted, and has the hash of its words")
    digest = _unhex(form["words"], "words")
    if len(digest) != 32:
        raise WrongTypeError(form["words"], "a hash of 32 bytes", where="words")
    return None, digest.hex()


def _unhex(text: object, where: str) -> bytes:
    if not isinstance(text, str) or not re.fullmatch(_HEX, text):
        raise WrongTypeError(text, "bytes in hexadecimal digits", where=where)
    return bytes.fromhex(text)
