"""Files that are written whole: the new one takes the place of the old one, or the old one stays.

Every file that peacetrack writes for a user is written here; databases write their own. What is read
as text is decoded here.
"""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EDQUOT, ENOSPC
from io import TextIOWrapper
from os import PathLike
from pathlib import Path
from typing import BinaryIO, TextIO

from peacetrack.errors import InvalidInputError, StoreError


def write_file(path: str | PathLike[str], content: bytes) -> None:
    """Write a file; it appears whole or not at all."""
    with replacing(path) as file:
        file.write(content)


def write_to(target: str | PathLike[str] | BinaryIO, content: bytes) -> None:
    """Write to a path, where a file appears whole or not at all, or to an open file."""
    if isinstance(target, str | PathLike):
        write_file(target, content)
    else:
        target.write(content)


@contextmanager
def replacing_text(path: str | PathLike[str]) -> Iterator[TextIO]:
    """Give a fresh text file in UTF-8, as `replacing` does; newlines stay as they are written."""
    with replacing(path) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        try:
            yield text
            text.flush()
        finally:
            with suppress(OSError):  # it was raised before, or the flush above has raised it
                text.detach()


@contextmanager
def replacing(path: str | PathLike[str]) -> Iterator[BinaryIO]:
    """Give a fresh file in the folder of `path`, which takes its place once it is on the disk.

    The permissions of an older file are kept, and a symbolic link still leads to the file. A pipe or a
    device is written to directly.
    """
    target = _target(path)
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                yield device
            return
        yield from _replaced(target)
    except StoreError:
        raise
    except OSError as error:
        raise not_written(error, path) from error


def _target(path: str | PathLike[str]) -> Path:
    """Return the file that a path leads to, through symbolic links."""
    try:
        return Path(os.path.realpath(path))
    except ValueError as error:  # a null character
        raise InvalidInputError(f"this is no name of a file: {error}", repair="name another") from None


def _replaced(target: Path) -> Iterator[BinaryIO]:
    # an unpredictable name: no one can put a link to another file there beforehand
    fresh = target.with_name(f".peacetrack-{os.urandom(8).hex()}.part")
    try:
        with fresh.open("x+b") as file:
            _keep_permissions(target, fresh)
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    _sync_folder(target.parent)


def _keep_permissions(old: Path, fresh: Path) -> None:
    with suppress(FileNotFoundError):
        known = old.stat()
        with suppress(OSError, AttributeError):  # only root gives files away
            os.chown(fresh, known.st_uid, known.st_gid)
        fresh.chmod(stat.S_IMODE(known.st_mode))


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk too, where a system can sync a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def not_written(error: OSError, path: str | PathLike[str]) -> StoreError:
    """Return the error of a file that the system does not let us write."""
    full = error.errno in (ENOSPC, EDQUOT)
    repair = "make room on the disk, then write again" if full else "give a place that can be written to"
    return StoreError(error.strerror or str(error), os.fspath(path), repair)


def empty(where: str) -> InvalidInputError:
    """Return the error of a file, or of stdin, that says nothing."""
    return InvalidInputError("there is nothing in it", where=where, repair="give the file that was meant")


def decoded(raw: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark."""
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise InvalidInputError("this is UTF-16", where=name, repair="save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"this is no text in UTF-8: {error}"
        raise InvalidInputError(what, where=name, repair="save it as UTF-8") from None
