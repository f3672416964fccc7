"""Places: what a name leads to, and how it may be shown. Nothing is opened here."""

from __future__ import annotations

import os
import re
import stat
from codecs import BOM_UTF8
from contextvars import ContextVar
from enum import Enum
from os import PathLike
from pathlib import Path

from peacetrack.errors import InvalidInputError, StoreError, WrongTypeError

_SQLITE = b"SQLite format 3\0"
"""The first bytes of an SQLite file."""

_SERVERS = ("postgresql://", "postgres://")
"""How the URL of a server begins."""

_SETTINGS = r"(?i)(^|\s)(host|hostaddr|user|password|dbname|service)\s*="
"""Settings of a server, as psql takes them: a file of that name would hold the password in its name."""

_NO_DATABASE = ("", ".json", ".jsonl", ".toml")
"""Endings of names that do not ask for a new database: most likely something is mistyped."""

_PLACES = (
    'open an SQLite file such as "talks.db" (made if missing), ":memory:",'
    ' a server ("postgresql://user@host/database"),'
    " a folder of seeds (with a log.toml) or an export (JSON Lines)"
)

_USERINFO = r"(?s)([A-Za-z][\w+.-]*://).*@"
"""The scheme of a URL, and all up to the last @: a password may hold any character."""

_NO_PORT = r"([A-Za-z][\w+.-]*://[^\s/:?\[\]]*):(?!\d*([/?,\s]|$))\S*"
"""A URL without @, where no port follows the colon: the host was left out."""

_SETTING = r"(?i)(password\s*=\s*)('(?:[^'\\]|\\.)*'?|[^\s&]*)"
"""A password among settings, as in `host=... password=...` or `?password=...`."""


class PlaceKind(Enum):
    """The kind of place that a name leads to."""

    SERVER = "server"
    DATABASE = "database"
    """An SQLite file, or `:memory:`."""
    SEEDS = "seeds"
    EXPORT = "export"
    NOTHING = "nothing"
    """No file, or an empty one."""
    UNKNOWN = "unknown"


def kind_of(place: str | PathLike[str]) -> PlaceKind:
    """Return what a name leads to; a server is not asked."""
    name = _name(place)
    if name.startswith(_SERVERS):
        return PlaceKind.SERVER
    if name == ":memory:":
        return PlaceKind.DATABASE
    if not name or "://" in name or (not os.path.exists(name) and re.search(_SETTINGS, name)):
        return PlaceKind.UNKNOWN
    try:
        mode = os.stat(name).st_mode  # asked once: another process may be making it
    except (OSError, ValueError):
        return PlaceKind.NOTHING
    if stat.S_ISDIR(mode):
        return PlaceKind.SEEDS
    return _kind_of_file(Path(name)) if stat.S_ISREG(mode) else PlaceKind.EXPORT  # a pipe can only be one


def _kind_of_file(path: Path) -> PlaceKind:
    try:
        with path.open("rb") as file:
            head = file.read(256)
    except OSError:  # SQLite says what is wrong
        return PlaceKind.DATABASE
    if head.startswith(_SQLITE):
        return PlaceKind.DATABASE
    if head.removeprefix(BOM_UTF8).lstrip().startswith(b"{") or path.suffix in (".json", ".jsonl"):
        return PlaceKind.EXPORT
    return PlaceKind.UNKNOWN if head else PlaceKind.NOTHING


def _name(place: str | PathLike[str]) -> str:
    try:
        name = os.fspath(place)
    except TypeError:
        raise WrongTypeError(place, "a place", repair=_PLACES) from None
    if not isinstance(name, str):
        raise WrongTypeError(place, "a place", repair=_PLACES)
    return name


def is_lasting(place: str | PathLike[str]) -> bool:
    """Whether a name leads to a database or a server, where writes last."""
    return kind_of(place) in (PlaceKind.DATABASE, PlaceKind.SERVER)


def existing(place: str | PathLike[str]) -> str | PathLike[str]:
    """Return a place where something is; refuse one where a file would have to be made."""
    if kind_of(place) is PlaceKind.NOTHING:
        raise _nothing_at(place)
    return place


def check_new(place: str | PathLike[str]) -> None:
    """Refuse a place at which no database can be made."""
    kind = kind_of(place)
    if kind is PlaceKind.NOTHING and not os.path.exists(place) and Path(place).suffix in _NO_DATABASE:
        raise _nothing_at(place)
    if kind not in (PlaceKind.DATABASE, PlaceKind.NOTHING):
        raise StoreError("this is no ledger", shown(place), _PLACES)


def _nothing_at(place: str | PathLike[str]) -> InvalidInputError:
    repair = "name a folder of seeds or an export that is there, or a file such as talks.db"
    what = f"{shown(place)} is empty" if os.path.isfile(place) else f"there is no {shown(place)}"
    return InvalidInputError(what, repair=repair)


MAIN = "main"
"""The name of a ledger that is given none."""

LEDGER: ContextVar[str] = ContextVar("ledger", default=MAIN)
"""The ledger of a file or a server that is meant where none is named."""


# Places as they may be shown: without what can be a password


def shown(place: str | PathLike[str]) -> str:
    """Return a place without the user, the password and all settings that are passwords."""
    text = os.fspath(place)
    if "://" in text:
        text = re.sub(_NO_PORT, r"\1:***", re.sub(_USERINFO, r"\1", text))
    return re.sub(_SETTING, r"\1***", text)


def shown_words(text: str) -> str:
    """Return a message with each of its words as `shown`."""
    return re.sub(_SETTING, r"\1***", re.sub(r"\S*://\S*", lambda word: shown(word[0]), text))
