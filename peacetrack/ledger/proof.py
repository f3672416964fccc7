"""Proof that a ledger only ever grew: a Merkle tree over the leaves of its entries (RFC 6962).

Built on entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import attrs

from peacetrack.errors import InvalidInputError, LedgerTamperedError
from peacetrack.ledger.entry import Entry
from peacetrack.words.edtf import full_text
from peacetrack.words.when import as_instant, surface

_TITLE = "peacetrack checkpoint 1"


@attrs.frozen
class Checkpoint:
    """What an outsider keeps: how many entries a ledger had, and the root over all of them.

    `str()` gives it as a short text, and `Checkpoint.parse` reads that text.
    """

    size: int
    root: bytes
    recorded: int

    @property
    def time(self) -> Any:
        """When the last of the entries was recorded."""
        return surface(self.recorded)

    def __str__(self) -> str:
        return (
            f"{_TITLE}\nsize {self.size}\nroot {self.root.hex()}\ntime {full_text(self.recorded)}\n"
        )

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a checkpoint."""
        title, *lines = text.strip().splitlines() or [""]
        found = dict(line.split(" ", 1) for line in lines if " " in line)
        if title != _TITLE or found.keys() != {"size", "root", "time"}:
            raise InvalidInputError("this is no checkpoint", repair=f'it begins with "{_TITLE}"')
        try:
            return cls(int(found["size"]), bytes.fromhex(found["root"]), as_instant(found["time"]))
        except ValueError as error:
            raise InvalidInputError(f"this is no checkpoint: {error}") from None


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree over leaf hashes (RFC 6962, section 2.1)."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def checkpoint_of(entries: Sequence[Entry]) -> Checkpoint:
    """The checkpoint of a ledger."""
    if not entries:
        raise InvalidInputError(
            "an empty ledger has no checkpoint", repair="record something first"
        )
    return Checkpoint(len(entries), root_of([e.leaf for e in entries]), entries[-1].recorded)


def verified(entries: Sequence[Entry], kept: Checkpoint | None = None) -> Checkpoint:
    """The checkpoint of a ledger in which every entry is what it was when it was recorded.

    With a checkpoint that was `kept`, also prove that the ledger extends what it saw.
    """
    for place, entry in enumerate(entries, start=1):
        if entry.seq != place:
            raise LedgerTamperedError(f"it stands where entry {place} belongs", seq=entry.seq)
        entry.check()
    _check_redactions(entries)
    if kept is not None:
        _check_extends(entries, kept)
    return checkpoint_of(entries)


def _check_redactions(entries: Sequence[Entry]) -> None:
    """Words are gone where a redaction says so, and nowhere else."""
    named = {entry.id for entry in entries if entry.kind == "redaction"}
    for entry in entries:
        told = entry.kind in ("report", "correction") and entry.id in named
        if entry.redacted and not told:
            raise LedgerTamperedError("its words are gone, and no redaction says so", seq=entry.seq)
        if told and not entry.redacted:
            raise LedgerTamperedError("its words were redacted, and are there", seq=entry.seq)


def _check_extends(entries: Sequence[Entry], kept: Checkpoint) -> None:
    if len(entries) < kept.size:
        what = f"the checkpoint saw {kept.size} entries, here are {len(entries)}"
        raise LedgerTamperedError(what, seq=len(entries) + 1)
    if root_of([entry.leaf for entry in entries[: kept.size]]) != kept.root:
        what = f"the first {kept.size} entries are not those that the checkpoint saw"
        raise LedgerTamperedError(what, seq=kept.size)
