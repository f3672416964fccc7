"""Entries: one act in the ledger each, with the hash that proves it.

The tree of these hashes is in `proof.py`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, cast

import attrs

from peacetrack.errors import InvalidInputError, LedgerTamperedError, located
from peacetrack.form import codec
from peacetrack.form.canonical import Split, canonical, has_gaps, joined, redacted, split
from peacetrack.form.codec import FORMAT, FORMATS, Body
from peacetrack.form.scalars import Lookup, text
from peacetrack.words.act import NEWS
from peacetrack.words.classes import frozen
from peacetrack.words.declared_kind import Kind
from peacetrack.words.edtf import full_text
from peacetrack.words.kind import kind_named
from peacetrack.words.position import Position
from peacetrack.words.report import Correction, Dismissal, Proposal, Redaction, Report, Retraction
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.when import as_datetime

_DIGEST = "[0-9a-f]{64}"
_UNREADABLE = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError),
    *(RecursionError, OverflowError),
)
"""What reading a forged form can raise."""

SUPPOSED = b"only supposed"
"""The salt of an entry that is only supposed: this very object, as a ledger may hold any bytes."""
_HASHED = {"facts", "format", "kind", "recorded_at", "recorded_by", "seq", "words"}


@frozen
class Entry:
    """One act in the ledger: its body, time and recorder, and the hash that proves it.

    `id` is the id of its report or agenda, `corrects` the report that a correction replaces, and
    `claim` the one claim that a retraction withdraws. `leaf` is the hash of `hashed`, canonical JSON
    with the facts and the salted hash of the words. A redacted entry has neither words nor salt. It is
    read by the kinds of content that its ledger declares.

    >>> entry = talks.entries()[1]
    >>> entry.seq, entry.kind, entry.id, entry.redacted
    (2, 'report', 'wire', False)
    """

    __columns__ = ("seq", "recorded_at", "recorded_by", "kind", "id")

    seq: int
    recorded: int = attrs.field(repr=False)
    recorded_by: str | None
    kind: str
    id: str
    corrects: str | None = attrs.field(repr=False)
    claim: int | None = attrs.field(repr=False)
    hashed: bytes = attrs.field(repr=False)
    words: bytes | None = attrs.field(repr=False)
    salt: bytes | None = attrs.field(repr=False)
    leaf: bytes = attrs.field(repr=False)
    _kinds: Mapping[str, Kind] = attrs.field(factory=dict, repr=False, eq=False)
    _body: Body | None = attrs.field(default=None, repr=False, eq=False)

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded."""
        return as_datetime(self.recorded)

    @property
    def report(self) -> Report | None:
        """The report that it records, perhaps as a correction."""
        if self.kind not in ("report", "correction"):
            return None
        body = self.body
        return body.report if isinstance(body, Correction) else cast(Report, body)

    @property
    def proposed(self) -> Report | None:
        """The report that it proposes, or None."""
        return self.body.report if isinstance(self.body, Proposal) else None

    @property
    def accepts(self) -> str | None:
        """The id of the proposal that its report was accepted from, or None; else no body is read."""
        if self.kind != "report" or not self.hashed.startswith(b'{"facts":{"acceptance":'):
            return None
        report = self.report
        return report.acceptance.proposal if report and report.acceptance else None

    @property
    def uncoded(self) -> bool:
        """Whether it is a report without claims; no body is read."""
        return self.kind in ("report", "correction") and b'"claims":[]' in self.hashed

    @property
    def names_events(self) -> bool:
        """Whether it may state events, or bind something to one; no body is read."""
        return b'"event"' in self.hashed or b'"not_before"' in self.hashed

    @property
    def states_events(self) -> bool:
        """Whether it may have claims about events; no body is read."""
        return b'"kind":"event"' in self.hashed

    @property
    def news_acts(self) -> Iterator[tuple[str, str, int]]:
        """The positions of its report with an act that is news and no stance: term, party, number from 1."""
        if self.kind not in ("report", "correction") or not any(act in self.hashed for act in _NEWS):
            return
        claims = self.report.claims if self.report else ()
        for number, claim in enumerate(claims, start=1):
            if isinstance(claim, Position) and claim.act in NEWS and not isinstance(claim.stance, Stance):
                yield claim.term, claim.party, number

    @property
    def bare_positions(self) -> Iterator[tuple[str, str, int]]:
        """The positions of its report that state no field: term, party, number from 1; no body is read."""
        if self.kind not in ("report", "correction"):
            return
        if self._body is not None:
            claims = self.report.claims if self.report else ()
            for number, claim in enumerate(claims, start=1):
                if isinstance(claim, Position) and claim.is_bare:
                    yield claim.term, claim.party, number
            return
        facts = self._checked()["facts"]
        try:
            for number, form in enumerate(facts.get("report", facts)["claims"], start=1):
                if form["kind"] == "position" and _is_bare(form):
                    yield form["term"], form["party"], number
        except _UNREADABLE as error:
            raise LedgerTamperedError(f"it cannot be read: {error}", seq=self.seq) from None

    @property
    def supposed(self) -> bool:
        """Whether its report is only supposed: it was never recorded, and its time gives its place alone."""
        return self.salt is SUPPOSED

    @property
    def redacted(self) -> bool:
        """Whether its words were taken away."""
        return self.words is None

    @cached_property
    def body(self) -> Body:
        """The body: an agenda, a report, a correction, retraction, redaction, proposal or dismissal.

        It is read at the first use, and LedgerTamperedError is raised if it was changed.
        """
        return self._body or self._read()

    def _read(self, names: Lookup | None = None) -> Body:
        hashed = self._checked()
        format = self._format(hashed)
        try:
            form = {"kind": hashed["kind"], **self._joined(hashed["facts"])}
            body = codec.read_body(form, names, self._kinds, format)
        except _UNREADABLE as error:
            raise LedgerTamperedError(f"it cannot be read: {error}", seq=self.seq) from None
        if (self.id, self.corrects, self.claim) != _names_of(body):
            raise LedgerTamperedError("its id is not what was recorded", seq=self.seq)
        return body

    def _format(self, hashed: dict[str, Any]) -> int:
        """Return the version of what was hashed; one that is not known is refused."""
        format = hashed.get("format")
        if type(format) is int and format in FORMATS:
            return format
        what = f"its format {format!r} is not known: this peacetrack reads {' and '.join(map(str, FORMATS))}"
        raise LedgerTamperedError(what, seq=self.seq, repair="update peacetrack")

    def _joined(self, facts: Any) -> Any:
        if self.words is None:
            return redacted(facts, self.seq)
        try:
            return joined(facts, json.loads(self.words))
        except _UNREADABLE as error:
            raise LedgerTamperedError(f"its words cannot be read: {error}", seq=self.seq) from None

    def _checked(self) -> dict[str, Any]:
        """Return the hashed form, after comparing it with the hash and with the other fields."""
        if hashlib.sha256(b"\0" + self.hashed).digest() != self.leaf:
            raise LedgerTamperedError("it is not what was recorded", seq=self.seq)
        hashed = self._parsed()
        stated = tuple(hashed.get(name) for name in ("seq", "recorded_at", "recorded_by", "kind"))
        if self._shown() != stated or self._digest(hashed) != hashed.get("words"):
            raise LedgerTamperedError("it is not what was recorded", seq=self.seq)
        return hashed

    def _parsed(self) -> dict[str, Any]:
        """Return what was hashed as a mapping; a forger can hash anything."""
        try:
            hashed = json.loads(self.hashed)
        except (ValueError, RecursionError):
            hashed = None
        if not isinstance(hashed, dict):
            raise LedgerTamperedError("it is not a mapping in JSON", seq=self.seq)
        return hashed

    def _shown(self) -> tuple[object, ...] | None:
        try:
            return (self.seq, full_text(self.recorded), self.recorded_by, self.kind)
        except OverflowError:  # no time
            return None

    def _digest(self, hashed: dict[str, Any]) -> object:
        """Return the salted hash of the words; a redacted entry has kept it."""
        if self.words is None and self.salt is None:
            return hashed.get("words")
        return hashlib.sha256((self.salt or b"") + (self.words or b"")).hexdigest()

    def check(self, names: Lookup | None = None) -> None:
        """Refuse an entry that is not what was recorded, byte for byte.

        A right hash is not enough: a forger can hash a stance as words, which a redaction would take.
        What was read is split again, and has to give the bytes that were hashed.

        Parameters:
            names: refuses the names that were not declared (default: none is looked up).

        Raises:
            LedgerTamperedError: with what is wrong, and the number of the entry.
        """
        hashed = self._checked()
        self._format(hashed)
        if hashed.keys() != _HASHED or not re.fullmatch(_DIGEST, str(hashed["words"])):
            raise LedgerTamperedError("its keys are not known", seq=self.seq)
        if bool(self.salt) is self.redacted:  # words without salt could be guessed from their hash
            raise LedgerTamperedError("its words and their salt do not come together", seq=self.seq)
        if not self._is_written(hashed, self._read(names)):
            raise LedgerTamperedError("it is not as it would be written", seq=self.seq)

    def _is_written(self, hashed: dict[str, Any], body: Body) -> bool:
        """Whether a body gives the bytes that were hashed, of facts and of words."""
        if self._has_older_content(hashed["facts"]):  # it would be written in another way today
            return canonical(hashed) == self.hashed and not has_gaps(self._joined(hashed["facts"]))
        parts, stamp = split(body), Stamp(self.seq, self.recorded, self.recorded_by, b"")
        same_facts = _hashed(body, stamp, parts, hashed["words"], hashed["format"]) == self.hashed
        return same_facts and self.words in (None, parts.words)

    def _has_older_content(self, facts: dict[str, Any]) -> bool:
        """Whether the kind of some content is of a version before that of today."""
        claims = facts.get("report", facts).get("claims", ())
        contents = [claim["content"] for claim in claims if claim.get("content")]
        kinds = ((self._kinds.get(c["kind"]) or kind_named(c["kind"]), c) for c in contents)
        return any(kind.version > content.get("version", 1) for kind, content in kinds)

    def unread(self) -> Entry:
        """Return the entry without the body that was read of it."""
        return Entry(*_ALL_BUT_THE_BODY(self))

    def afresh(self) -> Entry:
        """Return the entry so that a body that is read of it now is not kept."""
        return self.unread() if self._body is None else self

    def without_words(self) -> Entry:
        """Return the entry without its words."""
        return attrs.evolve(self, words=None, salt=None, body=None)

    def as_mapping(self) -> dict[str, object]:
        """Return the entry as a line of an export; one of an older format names it.

        Raises:
            LedgerTamperedError: if it is not what was recorded, or its words cannot be read.
        """
        return {
            "kind": "entry",
            "seq": self.seq,
            "recorded_at": full_text(self.recorded),
            "recorded_by": self.recorded_by,
            **self._written(),
        }

    def _written(self) -> dict[str, object]:
        """Return the body in its JSON form, with what its hash needs."""
        hashed = self._checked()
        format = self._format(hashed)
        older = {} if format == FORMAT else {"format": format}
        if self.salt is None or self.words is None:
            facts = {"kind": self.kind, **hashed["facts"]}
            return {**older, "salt": None, "words": hashed["words"], "entry": facts}
        form = {"kind": self.kind, **self._joined(hashed["facts"])}
        return {**older, "salt": self.salt.hex(), "entry": form}


_ALL_BUT_THE_BODY = attrgetter(*(field.name for field in attrs.fields(Entry) if field.name != "_body"))


_NEWS = tuple(f'"act":"{act}"'.encode() for act in NEWS)


def _is_bare(form: Mapping[str, Any]) -> bool:
    """Whether a position states no field; content without fields has a kind and a version only."""
    return not form.keys() & _STATING and form.get("content", {}).keys() <= {"kind", "version"}


_STATING = {"stance", "red_line", "conditions", "window", "until", "complete"}


@frozen
class Stamp:
    """The seq of an entry, its time in microseconds, its recorder, and a salt for its words."""

    seq: int
    recorded: int
    recorded_by: str | None
    salt: bytes


def make_entry(
    body: Body,
    stamp: Stamp,
    kinds: Mapping[str, Kind],
    *,
    parts: Split | None = None,
    digest: str | None = None,
    format: int = FORMAT,
) -> Entry:
    """Return an entry with its hash: SHA-256 over a zero byte and the canonical form (RFC 6962).

    Parameters:
        body: what is recorded.
        stamp: the seq, time, recorder and salt.
        kinds: the kinds that are declared, by id.
        parts: the body as it is hashed, where that is known already.
        digest: the salted hash of words that are gone, which makes it a redacted entry.
        format: the version of what is hashed.
    """
    if stamp.recorded_by is not None:
        with located("recorded_by"):
            text(stamp.recorded_by)
    if not stamp.salt:
        raise InvalidInputError("the salt is empty", repair="give 16 random bytes")
    parts = parts or split(body)
    hashed = _hashed(body, stamp, parts, digest, format)
    entry = Entry(
        stamp.seq,
        stamp.recorded,
        stamp.recorded_by,
        codec.kind_of_body(body),
        *_names_of(body),
        hashed,
        parts.words,
        stamp.salt,
        hashlib.sha256(b"\0" + hashed).digest(),
        kinds,
        body,
    )
    return entry if digest is None else entry.without_words()


def _hashed(body: Body, stamp: Stamp, parts: Split, digest: str | None, format: int) -> bytes:
    """Return the canonical JSON of an entry."""
    whole = {
        "facts": parts.facts,
        "format": format,
        "kind": codec.kind_of_body(body),
        "recorded_at": full_text(stamp.recorded),
        "recorded_by": stamp.recorded_by,
        "seq": stamp.seq,
        "words": digest or hashlib.sha256(stamp.salt + parts.words).hexdigest(),
    }
    return canonical(whole)


def _names_of(body: Body) -> tuple[str, str | None, int | None]:
    """Return the id of an entry, the report it corrects, and the claim it withdraws."""
    match body:
        case Correction():
            return str(body.report.id), body.corrects, None
        case Retraction():
            return body.retracts, None, body.claim
        case Redaction():
            return body.redacts, None, None
        case Proposal():
            return str(body.report.id), None, None
        case Dismissal():
            return body.dismisses, None, None
        case Agenda() | Report():
            return str(body.id), None, None
