"""The SQL of a warehouse: one text for every engine. Numbers stand in it, and no text of a user."""

from __future__ import annotations

from collections.abc import Iterable

from peacetrack.store.row import ENTRY
from peacetrack.warehouse.row import StoredRow

_ROW = ", ".join(StoredRow._fields)
_KEY = "term, party, field"

ENTRIES = ENTRY[1:]
"""The columns of an entry, without the name of the ledger."""

KEYS = f"""
SELECT {_KEY}, part, size, first_anchor, first_known, width, undated, unknown, bare, is_event FROM keys
ORDER BY {_KEY}"""

RECORDED = "SELECT recorded FROM entries ORDER BY seq"

MENTIONS = "SELECT kind, id FROM mentions ORDER BY number"

CLOSINGS = "SELECT holder, field, seq, claim, known_from, known_until FROM closings"

EVENTS = f"SELECT {_ROW} FROM statements WHERE is_event"

ACTS = f"SELECT {', '.join(ENTRIES)} FROM entries WHERE kind IN ('correction', 'retraction', 'redaction') ORDER BY seq"

DECLARED = f"SELECT {', '.join(ENTRIES)} FROM entries WHERE kind = 'agenda' ORDER BY seq"

ALL_ENTRIES = f"SELECT {', '.join(ENTRIES)} FROM entries ORDER BY seq"


def entries(seqs: Iterable[int]) -> str:
    """Return what reads some entries."""
    return f"SELECT {', '.join(ENTRIES)} FROM entries WHERE seq IN ({', '.join(map(str, seqs))})"


def of_holders(holders: Iterable[int]) -> str:
    """Return what reads all statements of some holders."""
    return f"SELECT {_ROW} FROM statements WHERE holder IN ({', '.join(map(str, holders))})"


def mattering(valid: tuple[int, int], began: int, known: tuple[int, int], holder: int | None = None) -> str:
    """Return what reads the statements that may matter somewhere in a rectangle of valid by known.

    Parameters:
        valid: the first and the last valid instant that is asked about.
        began: the first valid instant, or the recording of the first seq where that is earlier: no
            statement known by then counts from later, but for those recorded ahead.
        known: the first and the last seq that is asked about.
        holder: the number of the one holder that is asked about (default: all).
    """
    source = "spans WHERE" if holder is None else f"statements WHERE holder = {holder} AND"
    return f"""
SELECT {_ROW} FROM {source}
valid_from <= {valid[1]} AND valid_to > {began} AND known_from <= {known[1]} AND known_until > {known[0]}
AND NOT is_event"""


# What the writer asks of a part: its statements by time, and its keys

SPANS = """
SELECT * FROM statements
ORDER BY CAST(log2(greatest(CAST(valid_to AS DOUBLE) - CAST(anchor AS DOUBLE), 1)) AS INTEGER), valid_to, anchor"""
"""By how long they matter, and until when: what matters at one instant then lies close together."""

OF_KEYS = f"""
SELECT {_KEY}, part, count(*) AS size, min(anchor) AS first_anchor, min(known_from) AS first_known,
 max(width) AS width, count(*) FILTER (WHERE undated) AS undated, count(*) FILTER (WHERE is_unknown) AS unknown,
 count(*) FILTER (WHERE field = 'until' AND NOT states_stance) AS bare, bool_or(is_event) AS is_event
FROM statements GROUP BY {_KEY}, part ORDER BY {_KEY}"""
