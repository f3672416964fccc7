"""Codings: what two coders, or a person and a model, made of one source.

Nothing is recorded here, and no model is called. `compare` sets two codings side by side, `agreement` says
how far they agree, `merge` writes what agrees and marks the rest, and `codings` finds in a state the
reports that code one source.
"""

from peacetrack.analysis.coding import codings
from peacetrack.coding.agreement import Agreement, agreement
from peacetrack.coding.comparison import Match, Pair, compare
from peacetrack.coding.merging import merge

__all__ = ["Agreement", "Match", "Pair", "agreement", "codings", "compare", "merge"]
