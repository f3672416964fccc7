"""The SQL of a warehouse: one text for every engine. Numbers stand in it, and no text of a user."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peacetrack.index.series import FOREVER
from peacetrack.store.row import ENTRY
from peacetrack.warehouse.arrow_columns import ORDER
from peacetrack.warehouse.key_part import KeyPart
from peacetrack.warehouse.row import StoredRow

_ROW = ", ".join(StoredRow._fields)
_KEY = "term, party, field"

ENTRIES = ENTRY[1:]
"""The columns of an entry, without the name of the ledger."""

KEYS = f"SELECT {_KEY}, key, {', '.join(KeyPart._fields[1:])} FROM keys"


def recorded(first: int, last: int) -> str:
    """Return the query of when the entries of two seqs, and those between them, were recorded."""
    return f"SELECT recorded FROM entries WHERE seq BETWEEN {first} AND {last} ORDER BY seq"


MENTIONS = "SELECT kind, id FROM mentions ORDER BY number"

CLOSINGS = "SELECT holder, field, seq, claim, known_from, known_until FROM closings"

EVENTS = f"SELECT {_ROW} FROM spans WHERE is_event"

ACTS = f"SELECT {', '.join(ENTRIES)} FROM entries WHERE kind IN ('correction', 'retraction', 'redaction') ORDER BY seq"

DECLARED = f"SELECT {', '.join(ENTRIES)} FROM entries WHERE kind = 'agenda' ORDER BY seq"

ALL_ENTRIES = f"SELECT {', '.join(ENTRIES)} FROM entries ORDER BY seq"


def entries(seqs: Iterable[int]) -> str:
    """Return the query for some entries."""
    return f"SELECT {', '.join(ENTRIES)} FROM entries WHERE seq IN ({', '.join(map(str, seqs))})"


def of_holder(holder: int, source: str) -> str:
    """Return the query for all statements of a holder, in the files that may have some."""
    return f"SELECT {_ROW} FROM {source} WHERE holder = {holder}"


def mattering(
    valid: tuple[int, int],
    began: int,
    known: tuple[int, int],
    holders: Sequence[int] = (),
    source: str = "spans",
) -> str:
    """Return the query for the statements that may matter somewhere in a rectangle of valid by known.

    Parameters:
        valid: the first and the last valid instant that is asked about.
        began: the first valid instant, or the recording of the first seq where that is earlier: no
            statement known by then counts from later, but for those recorded ahead.
        known: the first and the last seq that is asked about.
        holders: the numbers of those that are asked about (default: all).
        source: the files that may have some of theirs.
    """
    of_holders = f" AND holder IN ({', '.join(map(str, holders))})" if holders else ""
    return f"SELECT {_ROW} FROM {source} WHERE {_matters(valid, began, known)}{of_holders}"


def moved(valids: tuple[int, int], seqs: tuple[int, int]) -> str:
    """Return the query for the holders of which anything changes between two moments.

    Parameters:
        valids: the first and the last valid instant.
        seqs: the first and the last seq.
    """
    begins = (
        f"anchor > {valids[0]} AND anchor <= {valids[1] + 1}"  # what is undated may hold an instant earlier
    )
    becomes_certain = f"anchor <= {valids[0]} AND latest > {valids[0]}"
    learned = (f"{known} > {seqs[0]} AND {known} <= {seqs[1]}" for known in ("known_from", "known_until"))
    turns = " OR ".join(f"({turn})" for turn in (begins, becomes_certain, *learned))
    return f"SELECT DISTINCT holder FROM spans WHERE {turns}"


def stances_and_content(valid: tuple[int, int], began: int, known: tuple[int, int]) -> str:
    """Return the query for what plain holdings need: the stances and content of parties that may matter."""
    columns = f"part, field, kind, value, since, latest, counted, {', '.join(ORDER)}"
    of_parties = "party <> '' AND (field = 'stance' OR field LIKE 'content.%')"
    return f"SELECT {columns} FROM spans WHERE {_matters(valid, began, known)} AND {of_parties}"


def _matters(valid: tuple[int, int], began: int, known: tuple[int, int]) -> str:
    return f"valid_from <= {valid[1]} AND valid_to > {began} AND {_known(*known)} AND NOT is_event"


def _known(first: int, last: int) -> str:
    return f"known_from <= {last} AND known_until > {first}"


def holding(field: int, first: int, last: int, seq: int) -> str:
    """Return the query for the rectangles of a field between two valid instants, as known at a seq."""
    holds = f"anchor <= {last} AND valid_to > {first} AND {_known(seq, seq)}"
    return f"SELECT kind, value, {', '.join(ORDER)} FROM rectangles WHERE field = {field} AND {holds}"


# The files that the writer makes of a part: its statements by time, its rectangles, its keys

SPANS = """
SELECT * FROM statements
ORDER BY CAST(log2(greatest(CAST(valid_to AS DOUBLE) - CAST(anchor AS DOUBLE), 1)) AS INTEGER), valid_to, anchor"""
"""By how long statements matter, and until when: those that matter at one instant then lie close together."""

RECTANGLES = f"""
SELECT * FROM rectangles ORDER BY field, known_until < {FOREVER}, CAST(log2(CAST(valid_to AS DOUBLE) - CAST(anchor AS DOUBLE)) AS INTEGER),
 valid_to, known_until, anchor"""
"""By field, whether rectangles are known to the end, how long they hold, and until when."""

OF_KEYS = f"""
SELECT {_KEY}, any_value(key) AS key, part, count(*) AS size, min(anchor) AS first_anchor, min(known_from) AS first_known,
 max(width) AS width, count(*) FILTER (WHERE undated) AS undated, count(*) FILTER (WHERE is_unknown) AS unknown,
 count(*) FILTER (WHERE field = 'until' AND NOT states_stance) AS bare, bool_or(is_event) AS is_event
FROM statements GROUP BY {_KEY}, part ORDER BY {_KEY}"""

SORTED = {"spans.parquet": SPANS, "rectangles.parquet": RECTANGLES, "keys.parquet": OF_KEYS}
"""The queries of the writer, by the file that takes the answer."""
