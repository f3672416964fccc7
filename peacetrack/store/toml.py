"""Files in TOML, and folders of seeds: with a `log.toml` that says in what order they were recorded.

Entries get into a ledger through `exchange.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from peacetrack import errors
from peacetrack.form.file import decoded
from peacetrack.form.scalars import check_fields, exact
from peacetrack.store.jsonl import LoggedEntry
from peacetrack.words.when import as_moment

LOG = "log.toml"
_ENTRY = ("file", "recorded_at", "recorded_by")


def load(folder: str | PathLike[str]) -> Iterator[LoggedEntry | errors.PeacetrackError]:
    """Yield the files in the order of the log, and an error in the place of a file that is wrong.

    The log holds an `[[entry]]` with `file`, `recorded_at` and `recorded_by` for each file. A file beside it
    that holds an entry and is not named would be lost, and is an error too.
    """
    root = Path(folder)
    repair = f"a folder of seeds, as {root} would be, has one that names its files in order"
    if not (root / LOG).is_file():
        _refuse_other_folder(root)
    log = parsed(root / LOG, repair=repair)
    check_fields(log, ("entry",))
    entries = log.get("entry", [])
    if not isinstance(entries, list):
        raise errors.WrongTypeError(entries, "a list of entries", where=LOG, repair="write [[entry]]")
    for place, entry in enumerate(entries):
        try:
            yield _logged(root, entry, f"{LOG}: entry[{place}]")
        except errors.PeacetrackError as error:
            yield error
    files = (entry.get("file") for entry in entries if isinstance(entry, dict))
    yield from _left_out(root, {(root / file).resolve() for file in files if isinstance(file, str)})


def _left_out(root: Path, named: Container[Path]) -> Iterator[errors.PeacetrackError]:
    """Yield an error for each file with an entry that the log does not name."""
    for path in sorted(root.glob("*.toml")):
        hidden = path.name.startswith(".")  # such as the lock of an editor
        if path.name == LOG or hidden or not path.is_file() or path.resolve() in named:
            continue
        try:
            form = parsed(path)
        except errors.PeacetrackError:  # it may be anything
            continue
        if "claims" in form or "kind" in form:
            repair = "add an [[entry]] for it, or move it to another folder"
            yield errors.InvalidInputError(f"{LOG} does not name it", where=path.name, repair=repair)


def _refuse_other_folder(root: Path) -> None:
    """Refuse a folder that this library wrote for something else."""
    if any(root.glob("ledger=*")) or root.name.startswith("ledger="):
        what, repair = (
            "this is a warehouse",
            "ask it in Python, with warehouse.open, or name the ledger that it was made of",
        )
    elif (root / "datapackage.json").is_file():
        what, repair = (
            "this is a publication, which is for other programs",
            "name the ledger that it was made of",
        )
    else:
        return
    raise errors.InvalidInputError(what, where=root.name, repair=repair)


def _logged(root: Path, entry: dict[str, Any], where: str) -> LoggedEntry:
    _check_entry(entry, where)
    with errors.located(f"{where}.recorded_at"):
        recorded_at = as_moment(entry["recorded_at"])
    form = parsed(root / entry["file"], repair=f"{LOG} names it")
    return LoggedEntry(form, recorded_at, entry.get("recorded_by"), None, entry["file"])


def parsed(path: Path, *, repair: str = "") -> Mapping[str, Any]:
    """Return the mapping that a TOML file holds."""
    if not path.is_file():
        raise errors.InvalidInputError("there is no such file", where=path.name, repair=repair)
    try:
        return mapping(decoded(path.read_bytes(), path.name), where=path.name)
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise errors.InvalidInputError(what, where=path.name) from None


def mapping(text: str, *, where: str) -> Mapping[str, Any]:
    """Return the mapping that a text in TOML holds."""
    import tomllib  # only folders of seeds need it

    _refuse_long_keys(text, where)
    try:
        return tomllib.loads(text, parse_float=exact)
    except (ValueError, RecursionError) as error:  # an integer of 5,000 digits is a ValueError
        raise errors.InvalidInputError(f"this is no TOML: {error}", where=where) from None


_MOST_PARTS = 32
_TOKEN = r'''(?s)"""(?:\\.|[^\\])*?"""|\'{3}.*?\'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[\w-]+|[ \t]+|.'''


def _refuse_long_keys(text: str, where: str) -> None:
    """Refuse a key of many parts: the parser takes gigabytes for one of thousands."""
    if all(line.count(".") < _MOST_PARTS for line in text.split("\n")):  # a key is on one line
        return
    dots, follows = 0, False
    for token in re.findall(_TOKEN, text):
        if token == ".":
            dots, follows = dots + 1, True
        elif not token.isspace() or token == "\n":
            dots, follows = (dots if follows else 0), False
        if dots >= _MOST_PARTS:
            what = f"a key has more than {_MOST_PARTS} parts"
            raise errors.InvalidInputError(what, where=where, repair="write a shorter key")


def _check_entry(entry: object, where: str) -> None:
    if not isinstance(entry, dict):
        raise errors.InvalidInputError("an entry is a table", where=where, repair="write [[entry]]")
    check_fields(entry, _ENTRY, ("file", "recorded_at"), where=where)
    if not isinstance(entry["file"], str):
        raise errors.WrongTypeError(entry["file"], "the name of a file", where=f"{where}.file")


# Writing


def written(form: Mapping[str, Any]) -> str:
    """Return a mapping without nulls as TOML: mappings and lists of mappings as tables, one level deep."""
    tables = {name: value for name, value in form.items() if _is_table(value)}
    lines = [f"{key(name)} = {inline(value)}" for name, value in form.items() if name not in tables]
    for name, value in tables.items():
        parts, head = (
            ([value], f"[{key(name)}]") if isinstance(value, Mapping) else (value, f"[[{key(name)}]]")
        )
        for part in parts:
            lines += ["", head, *(f"{key(inner)} = {inline(item)}" for inner, item in part.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, Mapping) for item in value)
    return isinstance(value, Mapping)


def inline(value: Any) -> str:
    """Return a value without nulls as TOML, on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {inline(item)}" for name, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    # a text of JSON is a text of TOML, but for this one character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def key(name: str) -> str:
    """Return a name as TOML writes it in front of its value."""
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else inline(name)
