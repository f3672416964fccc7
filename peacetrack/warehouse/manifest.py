"""The manifest of a warehouse: which files are its parts. What it does not name is not there.

It is replaced last, whole or not at all: a writer that is stopped at any moment leaves the old warehouse.
"""

from __future__ import annotations

import json
import shutil
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import attrs

from peacetrack.errors import InvalidInputError, StoreError
from peacetrack.form.file import write_file
from peacetrack.words.classes import frozen
from peacetrack.words.kind import kinds

FORMAT = 3
"""The version of the files; it goes up by one with every change to them.

Those of format 2 may have wrong dates: of what an event dates, where they were written from a ledger that had
just been opened.
"""

TABLES = ("spans", "rectangles", "keys", "closings", "entries", "mentions")
"""The files of a part that are asked by name, but for statements by holder: statements by time, what holds
when, the keys, what it withdraws of others, entries."""

_NAME, _LEDGER = "manifest.json", "ledger="


@frozen
class Part:
    """The files of the entries from one seq to another, in a folder of their own.

    Statements are in several files, each of some holders, so that a question about one opens a small file.
    `holders` has the number of the first holder of each.
    """

    folder: str
    first: int
    last: int
    holders: Sequence[int] = (0,)

    def files(self, table: str) -> list[str]:
        """Return the files of a table, in the folder of its ledger."""
        if table == "statements":
            return [self.statements(number) for number in range(len(self.holders))]
        return [f"{self.folder}/{table}.parquet"]

    def statements(self, number: int) -> str:
        """Return a file of statements."""
        return f"{self.folder}/statements-{number}.parquet"

    def of_holder(self, holder: int) -> str:
        """Return the file with the statements of a holder."""
        return self.statements(max(bisect_right(self.holders, holder) - 1, 0))


def kind_versions() -> dict[str, int]:
    """Return the versions of the kinds of content that are classes."""
    return {id: kind.version for id, kind in kinds().items()}


@frozen
class Manifest:
    """The parts of a warehouse, oldest first.

    Attributes:
        ledger: the name of the ledger.
        parts: the parts that are read.
        replaced: folders of the parts before, which a reader may still have open.
        leaf: the hash of the last entry, in hexadecimal.
        kinds: the versions of the kinds of content that are classes.
    """

    ledger: str
    parts: tuple[Part, ...] = ()
    replaced: tuple[str, ...] = ()
    leaf: str = ""
    kinds: dict[str, int] = attrs.field(factory=kind_versions)

    @property
    def head(self) -> int:
        """The seq of the last entry."""
        return self.parts[-1].last if self.parts else 0

    @property
    def outdated_kinds(self) -> list[str]:
        """The kinds of content that were written with another version than they have now."""
        now = kind_versions()
        return sorted(id for id, version in self.kinds.items() if now.get(id, version) != version)

    def write(self, folder: Path) -> None:
        """Put this manifest in the place of the one in a folder, and drop the folders that neither names."""
        form = {"format": FORMAT, **attrs.asdict(self)}
        write_file(folder / _NAME, json.dumps(form, indent=1).encode())
        kept = {part.folder for part in self.parts} | {*self.replaced}
        for other in folder.glob("part-*"):
            if other.name not in kept:
                shutil.rmtree(other, ignore_errors=True)


def manifest_in(folder: Path) -> Manifest | None:
    """Return the manifest of the ledger in a folder; None where there is none."""
    path = folder / _NAME
    try:
        form: Any = json.loads(path.read_bytes())
        version = form.pop("format")
        if version != FORMAT:
            raise StoreError(f"it has format {version}, and this reads {FORMAT}", str(path), _AGAIN)
        parts = tuple(Part(**part) for part in form.pop("parts"))
        return Manifest(parts=parts, **{**form, "replaced": tuple(form["replaced"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"its manifest cannot be read: {error}", str(path), _AGAIN) from None


_AGAIN = "write the warehouse again, into another folder: warehouse.write(talks, folder)"


def folder_of(folder: str | PathLike[str], ledger: str) -> Path:
    """Return the folder of a ledger in a warehouse, which is a folder too."""
    if Path(folder).is_file():
        raise StoreError("this is a file, and a warehouse is a folder", str(folder), "name a folder")
    return Path(folder) / f"{_LEDGER}{quote(ledger, safe='')}"


def ledgers(folder: str | PathLike[str]) -> tuple[str, ...]:
    """Return the names of the ledgers in a warehouse, in the order of the alphabet.

    Parameters:
        folder: the folder that `write` was given.

    >>> from tempfile import TemporaryDirectory
    >>> from peacetrack import warehouse
    >>> with TemporaryDirectory() as folder:
    ...     _ = warehouse.write(talks, folder)
    ...     warehouse.ledgers(folder)
    ('example',)
    """
    return tuple(sorted(_ledgers(Path(folder))))


def _ledgers(folder: Path) -> Iterator[str]:
    for path in folder.glob(f"{_LEDGER}*/{_NAME}"):
        yield unquote(path.parent.name.removeprefix(_LEDGER))


def ledger_named(folder: str | PathLike[str], ledger: str | None) -> str:
    """Return the name of a ledger of a warehouse; without a name, of the only one."""
    known = ledgers(folder)
    if ledger is None and len(known) == 1:
        return known[0]
    if ledger in known and ledger is not None:
        return ledger
    what = "there is no warehouse" if not known else f"it holds {', '.join(known)}"
    repair = "name one of them: ledger=" if known else "write one first: warehouse.write(talks, folder)"
    raise InvalidInputError(what, where=str(folder), repair=repair)
