"""Codings: what two coders, or a person and a model, made of one source.

Nothing is recorded here, and no model is called. `compare` sets two codings side by side, `agreement` says
how far they agree, `merge` writes what agrees and marks the rest, `codings` finds in a state the
reports that code one source, and `check_quotes` looks up quotes in the texts of their sources.
`read_output` reads what a model wrote by `peacetrack schema report --strict`, `review` shows what a
proposal would change, and `record_of` how the proposals of each coder fared.
"""

from peacetrack.analysis.coding import codings
from peacetrack.analysis.quotes import QuoteCheck, QuoteFate, check_quotes
from peacetrack.coding.agreement import Agreement, agreement
from peacetrack.coding.comparison import Pair, compare
from peacetrack.coding.merging import merge
from peacetrack.coding.output import read_output
from peacetrack.coding.review import ReviewedClaim, review
from peacetrack.coding.track_record import CoderRecord, record_of
from peacetrack.index.pairing import Match
from peacetrack.ledger.filed import Proposed
from peacetrack.words.report import Acceptance, Dismissal, Proposal

__all__ = [
    "Acceptance",
    "Agreement",
    "CoderRecord",
    "Dismissal",
    "Match",
    "Pair",
    "Proposal",
    "Proposed",
    "QuoteCheck",
    "QuoteFate",
    "ReviewedClaim",
    "agreement",
    "check_quotes",
    "codings",
    "compare",
    "merge",
    "read_output",
    "record_of",
    "review",
]
