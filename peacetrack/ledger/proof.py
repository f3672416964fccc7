"""Proof that a ledger only ever grew: a Merkle tree over the leaves of its entries (RFC 6962).

How an entry is hashed into its leaf is in `entry.py`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import attrs

from peacetrack.errors import InvalidInputError, LedgerTamperedError, UnknownNameError
from peacetrack.ledger.entry import Entry
from peacetrack.words.classes import define, frozen
from peacetrack.words.edtf import full_text
from peacetrack.words.term import Agenda
from peacetrack.words.when import as_datetime, as_instant

_TITLE = "peacetrack checkpoint 1"
_TEXT = f"{_TITLE}\nsize ([1-9][0-9]{{0,17}})\nroot ([0-9a-f]{{64}})\ntime ([0-9TZ:.-]+)\n"


@frozen
class Checkpoint:
    """A short proof for an outsider to keep: how many entries a ledger had, and a hash over them all.

    `str()` gives it as text, and `Checkpoint.parse` reads that text. `root` is the 32 bytes of the Merkle
    tree head (RFC 6962, section 2.1); `recorded` is when the last entry was recorded, in microseconds
    since 1970, UTC.

    >>> pt.Checkpoint.parse(str(talks.checkpoint())) == talks.checkpoint()
    True
    """

    size: int
    root: bytes
    recorded: int

    @property
    def time(self) -> datetime:
        """When the last entry was recorded, in UTC."""
        return as_datetime(self.recorded)

    def __str__(self) -> str:
        return f"{_TITLE}\nsize {self.size}\nroot {self.root.hex()}\ntime {full_text(self.recorded)}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint that a text holds.

        Parameters:
            text: what `str(checkpoint)` gave; space around it is ignored.

        Raises:
            InvalidInputError: if the text is no checkpoint.

        >>> pt.Checkpoint.parse(str(talks.checkpoint())).size
        3
        """
        found = re.fullmatch(_TEXT, text.strip().replace("\r\n", "\n") + "\n")
        if found is None:
            repair = f'it is "{_TITLE}", then its size, root and time, a line each'
            raise InvalidInputError("this is no checkpoint", repair=repair)
        try:
            size, root, time = found.groups()
            checkpoint = cls(int(size), bytes.fromhex(root), as_instant(time))
        except ValueError as error:
            raise InvalidInputError(f"this is no checkpoint: {error}") from None
        if str(checkpoint) != found[0]:
            raise InvalidInputError("this is no checkpoint: its time is not as it is written")
        return checkpoint


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree head over leaf hashes (RFC 6962, section 2.1)."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def checkpoint_of(entries: Sequence[Entry]) -> Checkpoint:
    """Return the checkpoint of a ledger."""
    if not entries:
        raise InvalidInputError("an empty ledger has no checkpoint", repair="record something first")
    return Checkpoint(len(entries), root_of([e.leaf for e in entries]), entries[-1].recorded)


def verified(
    entries: Sequence[Entry],
    kept: Checkpoint | None = None,
    *,
    progress: Callable[[int], object] | None = None,
) -> Checkpoint:
    """Check every entry against its hash, and return the checkpoint of the ledger.

    With a checkpoint that was `kept`, also check that the ledger extends what it saw. `progress` is
    called with the number of each entry that was checked.
    """
    declared = Declared()
    for place, entry in enumerate(entries, start=1):
        if entry.seq != place:
            raise LedgerTamperedError(f"it stands where entry {place} belongs", seq=entry.seq)
        declared.check(entry)
        if progress is not None:
            progress(place)
    check_redactions(entries)
    if kept is not None:
        check_extends(entries, kept)
    return checkpoint_of(entries)


@define
class Declared:
    """The names that are declared so far, which the next entry may use."""

    agenda: Agenda = attrs.field(factory=lambda: Agenda(""))
    events: Collection[str] = ()
    _named: set[str] = attrs.field(factory=set, init=False)

    def check(self, entry: Entry) -> None:
        """Check an entry, and that it names only what is declared; then add what it declares."""
        if isinstance(entry.body, Agenda):
            self.agenda = self.agenda.replaced_by(entry.body)
        subjects: list[str] = []
        entry.check(lambda what, name: self._id(what, name, subjects))
        undeclared = [name for name in subjects if not self._is_subject(name)]
        if undeclared:
            what = f"it is about {undeclared[0]!r}, and no term or event has that name"
            raise LedgerTamperedError(what, seq=entry.seq)

    def _id(self, what: str, name: str, subjects: list[str]) -> str:
        """Return a name that is the id of something declared."""
        if what == "event":
            self._named.add(name)
        elif what == "subject":  # the event may be named further on
            subjects.append(name)
        elif name not in self._ids(what):
            raise UnknownNameError(what, name, ())
        return name

    def _ids(self, what: str) -> Mapping[str, object]:
        if what == "party":
            return self.agenda.party_by_id
        return self.agenda.term_by_id if what == "term" else self.agenda.person_by_id

    def _is_subject(self, name: str) -> bool:
        return any(name in names for names in (self.agenda.term_by_id, self.events, self._named))


def check_redactions(entries: Sequence[Entry]) -> None:
    """Refuse words that are gone without a redaction, or there in spite of one."""
    named = {entry.id for entry in entries if entry.kind == "redaction"}
    for entry in entries:
        due = entry.kind in ("report", "correction", "proposal") and entry.id in named
        if entry.redacted and not due:
            raise LedgerTamperedError("its words are gone, and no redaction says so", seq=entry.seq)
        if due and not entry.redacted:
            raise LedgerTamperedError("its words were redacted, and are there", seq=entry.seq)


def check_extends(entries: Sequence[Entry], kept: Checkpoint) -> None:
    """Refuse entries that do not begin with those that a checkpoint saw."""
    if len(entries) < kept.size:
        what = f"the checkpoint saw {kept.size} entries, and here are {len(entries)}"
        raise LedgerTamperedError(what, seq=len(entries) + 1)
    if kept.size < 1 or root_of([entry.leaf for entry in entries[: kept.size]]) != kept.root:
        what = f"the first {kept.size} entries are not those that the checkpoint saw"
        raise LedgerTamperedError(what, seq=kept.size)
    if entries[kept.size - 1].recorded != kept.recorded:
        what = f"it was not recorded at the time of the checkpoint, {full_text(kept.recorded)}"
        raise LedgerTamperedError(what, seq=kept.size)
