"""Quotes checked: whether the words that claims quote stand in the texts of their sources."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from hashlib import file_digest, sha256
from os import PathLike
from pathlib import Path

from peacetrack.errors import InvalidInputError
from peacetrack.form.file import decoded
from peacetrack.state import State, of_state, reading_of
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.position import Position
from peacetrack.words.quote import Quote
from peacetrack.words.report import Report
from peacetrack.words.value import Word


class QuoteFate(Word):
    """The fate of a quote in the text of its source."""

    FOUND = "found"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    ABSENT = "absent"
    TEXT_CHANGED = "text changed"
    UNREADABLE = "unreadable"
    NO_TEXT = "no text"


MEANINGS = {
    QuoteFate.FOUND: "stands there",
    QuoteFate.MOVED: "stands at another place, or in other words around it",
    QuoteFate.AMBIGUOUS: "stands at several places",
    QuoteFate.ABSENT: "does not stand there",
    QuoteFate.TEXT_CHANGED: "is of a text that is not the one that was coded",
    QuoteFate.UNREADABLE: "cannot be looked up, as the file is no text in UTF-8",
    QuoteFate.NO_TEXT: "is of a source without a text",
}


@frozen
class QuoteCheck:
    """A quote of a claim, and what became of it in the text of its source.

    Attributes:
        report: the id of the report.
        claim: the number of the claim in it, from 1.
        term: the term of the claim.
        party: its party.
        quote: the words.
        fate: found; moved from the place or context that was given; ambiguous; absent; text changed (its
            SHA-256 is another); unreadable (no text in UTF-8); no text.
        start: the first place where the words stand, in characters from 0; None where they do not.
        text: the name of the text, or None.
    """

    report: str
    claim: int
    term: str
    party: str
    quote: str
    fate: QuoteFate
    start: int | None
    text: str | None

    def __str__(self) -> str:
        where = f"{self.report}, claim {self.claim}, {self.party} on {self.term}"
        return f"{self.fate}: {where}: “{self.quote}” ({self.text or 'no text'}): {MEANINGS[self.fate]}"


Texts = str | PathLike[str] | Mapping[str, str | bytes]
"""A folder of text files, or texts by the ids of reports."""


@of_state
def check_quotes(state: State, texts: Texts) -> Table[QuoteCheck]:
    """Look up every quote in the text of its source.

    The text of a report is the one with the `sha256` of its source, else the one that has the id of the
    report as its name. Line breaks and runs of spaces are equal, and so are quotation marks, apostrophes
    and dashes of one kind; characters that are not seen, such as soft hyphens, do not count. No letter
    is guessed. Redacted reports, retracted claims and claims without a quote are left out.

    Parameters:
        state: the state with the reports; its trust and its moment do not matter.
        texts: a folder of text files, or the texts by the ids of reports.

    Raises:
        InvalidInputError: if there is no such folder.

    >>> quoting = pt.Position("SOUTH", "truce", "open", quote=pt.Quote("live with it", prefix="could"))
    >>> _ = talks.record(pt.Report([quoting], id="paper"))
    >>> print(pt.coding.check_quotes(talks.state(), {"paper": "They could live\\nwith it."})[0])
    found: paper, claim 1, SOUTH on truce: “live with it” (paper): stands there
    """
    library, snapshot = _library(texts), reading_of(state).snapshot
    reports = snapshot.ledger.reports_at(snapshot.seq)
    rows: list[QuoteCheck] = []
    for filed in reports:
        if not filed.entry.redacted:
            gone = {number for number, by in filed.retracted.items() if by.seq <= snapshot.seq}
            rows += (row for row in _checked(filed.report, library) if row.claim not in gone)
    return Table(rows, QuoteCheck)


@frozen
class _Text:
    name: str
    sha256: str | None
    content: bytes | Path

    @property
    def words(self) -> str | None:
        """The text as words are looked up in it; None where it cannot be read."""
        try:
            raw = self.content if isinstance(self.content, bytes) else self.content.read_bytes()
            return None if b"\0" in raw else alike(decoded(raw, self.name))
        except (InvalidInputError, OSError):
            return None


def _library(texts: Texts) -> Mapping[str, _Text]:
    """Return texts by the names that reports have, and by their hashes."""
    if isinstance(texts, Mapping):
        named = {name: _given(name, given) for name, given in texts.items()}
    elif Path(texts).is_dir():
        files = sorted(file for file in Path(texts).iterdir() if file.is_file())
        named = {file.stem: _Text(file.name, _sha256(file), file) for file in files}
    else:
        raise InvalidInputError("there is no such folder", where=str(texts), repair="give one of text files")
    named.pop("", None)  # no report has such a name
    return named | {text.sha256: text for text in named.values() if text.sha256}


def _given(name: str, given: str | bytes) -> _Text:
    content = given.encode() if isinstance(given, str) else given
    return _Text(name, sha256(content).hexdigest(), content)


def _sha256(file: Path) -> str | None:
    """Return the hash of a file, which may be large; None where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None


def _checked(report: Report, library: Mapping[str, _Text]) -> Iterator[QuoteCheck]:
    quoting = [
        (number, claim)
        for number, claim in enumerate(report.claims, start=1)
        if isinstance(claim, Position) and str(claim.quote or "").strip()
    ]
    text = library.get(report.source.sha256 or "") or library.get(str(report.id))
    words = text.words if text is not None and quoting else None
    for number, claim in quoting:
        quote = claim.quote if isinstance(claim.quote, Quote) else Quote(str(claim.quote))
        fate, start = _fate(quote, report, text, words)
        name = None if text is None else text.name
        yield QuoteCheck(str(report.id), number, claim.term, claim.party, str(quote), fate, start, name)


def _fate(
    quote: Quote, report: Report, text: _Text | None, words: str | None
) -> tuple[QuoteFate, int | None]:
    if text is None:
        return QuoteFate.NO_TEXT, None
    fate, start = (QuoteFate.UNREADABLE, None) if words is None else looked_up(quote, words)
    changed = report.source.sha256 not in (None, text.sha256)
    return (QuoteFate.TEXT_CHANGED if changed else fate), start


def looked_up(quote: Quote, text: str) -> tuple[QuoteFate, int | None]:
    """Return what became of a quote in a text that was made `alike`, and where it stands first."""
    anywhere = _places(quote.exact, text)
    if not anywhere:
        return QuoteFate.ABSENT, None
    at_place = [place for place in anywhere if quote.start == place[0] and quote.end in (None, place[1])]
    if at_place:
        return QuoteFate.FOUND, at_place[0][0]
    in_context = _places(quote.exact, text, quote.prefix or "", quote.suffix or "")
    places = in_context or anywhere
    if len(places) > 1:
        return QuoteFate.AMBIGUOUS, places[0][0]
    placed = quote.start is not None or quote.end is not None
    return (QuoteFate.MOVED if placed or not in_context else QuoteFate.FOUND), places[0][0]


_UNSEEN = "\u00ad"
"""A soft hyphen, which stands for every character that is not seen."""
_ALIKE = str.maketrans(
    {letter: mark for mark, letters in (
        ("'", "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`"),
        ('"', "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"),
        ("-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"),
        (_UNSEEN, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u2066\u2067\u2068\u2069"),
    ) for letter in letters}
)  # fmt: skip


def alike(text: str) -> str:
    """Return a text, as long as its composed form (NFC), with one sign for the signs of one kind."""
    return unicodedata.normalize("NFC", text).translate(_ALIKE)


def _places(exact: str, text: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
    """Return where words stand between others, as the first character and the first one after."""
    if not alike(exact).replace(_UNSEEN, "").strip():
        return []
    gap = f"{_UNSEEN}*" if _UNSEEN in text else ""
    before, words, after = (_pattern(part, gap) for part in (prefix, exact, suffix))
    gap_before, gap_after = (rf"[\s{_UNSEEN}]*" if part else "" for part in (before, after))
    pattern = re.compile(f"(?={before}{gap_before}({words}){gap_after}{after})")  # places may overlap
    return [match.span(1) for match in pattern.finditer(text)]


def _pattern(part: str, gap: str) -> str:
    """Return what finds words in a text that was made `alike`; the gap may stand after each letter."""
    words = alike(part).replace(_UNSEEN, "").split()
    return rf"{gap}\s+{gap}".join(gap.join(map(re.escape, word)) for word in words)
