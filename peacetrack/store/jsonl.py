"""Exports: a ledger as JSON Lines, a header and then one entry a line.

Entries get into a ledger through `exchange.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from peacetrack.errors import InvalidInputError, PeacetrackError
from peacetrack.files import replacing_text
from peacetrack.form.codec import FORMAT
from peacetrack.ledger.entry import Entry
from peacetrack.words.when import Moment, as_moment

HEADER = {"kind": "peacetrack", "version": FORMAT}


@attrs.frozen
class LoggedEntry:
    """A line of an export, or a file of seeds: an entry to record as it was.

    `form` is what was recorded, in the JSON form; `where` says where it was read. A file of seeds has no
    `seq` and no `salt`. For a redacted entry `digest` is the salted hash of its words, and `form` holds
    null in their place.
    """

    form: Mapping[str, Any]
    recorded_at: Moment
    recorded_by: str | None
    salt: bytes | None
    where: str
    seq: int | None = None
    digest: str | None = None


def save(path: str | PathLike[str], entries: Iterable[Entry]) -> None:
    """Write an export; the file appears whole or not at all."""
    with replacing_text(path) as file:
        file.writelines(lines(entries))


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of an export: the header, then the entries."""
    yield json.dumps(HEADER) + "\n"
    for entry in entries:
        yield json.dumps(entry.as_mapping(), ensure_ascii=False, sort_keys=True) + "\n"


def reports(path: str | PathLike[str]) -> Iterator[tuple[str, Mapping[str, Any] | PeacetrackError]]:
    """Yield the reports of a file, one a line in the JSON form, each with its place or with an error."""
    with Path(path).open(encoding="utf-8-sig", errors="surrogateescape") as file:
        for number, text in enumerate(file, start=1):
            where = f"{Path(path).name}:{number}"
            try:
                yield where, mapping(text, where="")
            except PeacetrackError as error:
                yield where, error


def load(path: str | PathLike[str]) -> Iterator[LoggedEntry]:
    """Yield the entries of an export."""
    with Path(path).open(encoding="utf-8-sig", errors="surrogateescape") as file:
        header = f"{Path(path).name}:1"
        _check_header(mapping(next(file, "{}"), where=header), header)
        for number, text in enumerate(file, start=2):
            where = f"{Path(path).name}:{number}"
            yield _logged(mapping(text, where=where), where)


def mapping(text: str, *, where: str) -> Mapping[str, Any]:
    """Return the mapping that a text in JSON holds; a field that is there twice is an error."""
    try:
        form = json.loads(text, object_pairs_hook=_of_pairs)
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
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidInputError(f"{twice!r} is there twice", repair="keep one")
    return form


def _check_header(form: Mapping[str, Any], where: str) -> None:
    if form.get("kind") != "peacetrack":
        repair = 'an export begins with {"kind": "peacetrack", "version": 1}'
        raise InvalidInputError("this is no export of a ledger", where=where, repair=repair)
    if form.get("version") != FORMAT:
        what = f"the export has version {form.get('version')!r}, this peacetrack reads {FORMAT}"
        raise InvalidInputError(what, where=where, repair="update peacetrack")


def _logged(form: Mapping[str, Any], where: str) -> LoggedEntry:
    missing = {"seq", "recorded_at", "recorded_by", "salt", "entry"} - form.keys()
    if missing or form.get("kind") != "entry":
        what = f"this is no entry: {', '.join(sorted(missing)) or 'kind'} is missing"
        raise InvalidInputError(what, where=where)
    try:
        recorded_at, (salt, digest) = as_moment(form["recorded_at"]), _salted(form)
    except (PeacetrackError, ValueError, TypeError) as error:
        raise InvalidInputError(str(error), where=where) from None
    return LoggedEntry(
        form["entry"], recorded_at, form["recorded_by"], salt, where, form["seq"], digest
    )


def _salted(form: Mapping[str, Any]) -> tuple[bytes | None, str | None]:
    """Return the salt of the words; or, where they are redacted, their salted hash."""
    if form["salt"] is not None:
        return bytes.fromhex(form["salt"]), None
    if "words" not in form:
        raise InvalidInputError("an entry without salt is redacted, and has the hash of its words")
    return None, bytes.fromhex(form["words"]).hex()
