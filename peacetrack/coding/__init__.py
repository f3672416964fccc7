"""Codings: what two coders, or a person and a model, made of one source.

Nothing is recorded here, and no model is called. `compare` sets two codings side by side, `agreement` says
how far they agree, `merge` writes what agrees and marks the rest, `codings` finds in a state the
reports that code one source, and `check_quotes` looks up quotes in the texts of their sources.
"""

from peacetrack.analysis.coding import codings
from peacetrack.coding.agreement import Agreement, agreement
from peacetrack.coding.comparison import Match, Pair, compare
from peacetrack.coding.merging import merge
from peacetrack.coding.quotes import QuoteCheck, QuoteFate, check_quotes

__all__ = [
    "Agreement",
    "Match",
    "Pair",
    "QuoteCheck",
    "QuoteFate",
    "agreement",
    "check_quotes",
    "codings",
    "compare",
    "merge",
]
