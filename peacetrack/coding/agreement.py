"""How far two coders agree: shares, and Krippendorff's alpha. The only importer of krippendorff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from peacetrack.coding.comparison import Pair
from peacetrack.errors import of_extra
from peacetrack.index.pairing import Match
from peacetrack.table.table import Table
from peacetrack.words.classes import frozen
from peacetrack.words.value import OrderedWord, Word, grouped

Scale = Literal["nominal", "ordinal"]

FEW = 20
"""Below so many units that both coded, alpha says little."""


@frozen
class Agreement:
    """How far two coders agree on a field.

    Attributes:
        field: the field.
        same: how often both gave one value.
        different: how often both gave a value, and not the same.
        only_in_a: how often only the first gave one.
        only_in_b: how often only the second gave one.
        share: `same` out of all of these, from 0 to 1; chance alone gives a share too.
        scale: `ordinal` for words that have an order, such as stances; `nominal` for other words of a
            vocabulary, such as acts; None for all else, which has no alpha.
        n: how many units alpha rests on: those where both gave a word.
        alpha: Krippendorff's alpha: 1 is full agreement, 0 is what chance gives; None where there is none.
        warning: why alpha is to be read with care, or is missing.
    """

    field: str
    same: int
    different: int
    only_in_a: int
    only_in_b: int
    share: float
    scale: Scale | None
    n: int
    alpha: float | None
    warning: str | None


def agreement(pairs: Iterable[Pair]) -> Table[Agreement]:
    """Return how far two coders agree, a row for each field.

    Alpha is that of Krippendorff (Content Analysis, 4th edition, chapter 12), by the library
    `krippendorff` (extra `agreement`). It leaves out what only one of them coded; the share does not.

    Parameters:
        pairs: what `compare` gives; chain the pairs of several sources, coded by the same two.

    Raises:
        MissingExtraError: if `krippendorff` is not installed, and there are words to compare.

    >>> one = pt.Report([pt.Position("NORTH", "truce", "accepts"), pt.Position("SOUTH", "truce", "open")])
    >>> other = pt.Report([pt.Position("NORTH", "truce", "open"), pt.Position("SOUTH", "truce", "open")])
    >>> stance = pt.coding.agreement(pt.coding.compare(one, other))[0]
    >>> stance.field, stance.share, stance.scale, stance.n, stance.alpha, stance.warning
    ('stance', 0.5, 'ordinal', 2, 0.0, 'alpha of 2 units says little: code 20 or more')
    """
    by_field = grouped(pairs, lambda pair: pair.field)
    return Table((_agreement(field, group) for field, group in by_field.items()), Agreement)


def _agreement(field: str, pairs: Sequence[Pair]) -> Agreement:
    counts = Counter(pair.match for pair in pairs)
    units = [(pair.a, pair.b) for pair in pairs if isinstance(pair.a, Word) and isinstance(pair.b, Word)]
    scale: Scale | None = None
    if units:
        scale = "ordinal" if isinstance(units[0][0], OrderedWord) else "nominal"
    alpha = None if scale is None else _alpha(units, scale)
    return Agreement(
        field,
        same=counts[Match.SAME],
        different=counts[Match.DIFFERENT],
        only_in_a=counts[Match.ONLY_IN_A],
        only_in_b=counts[Match.ONLY_IN_B],
        share=counts[Match.SAME] / len(pairs),
        scale=scale,
        n=len(units),
        alpha=alpha,
        warning=_warning(units, alpha),
    )


def _alpha(units: Sequence[tuple[Word, Word]], scale: Scale) -> float | None:
    """Return Krippendorff's alpha; None where every value is the same, which leaves it undefined."""
    words = list(type(units[0][0]))
    ranks = [[words.index(word) for word in coder] for coder in zip(*units, strict=True)]
    if len({rank for coder in ranks for rank in coder}) < 2:
        return None
    with of_extra("agreement"):
        import krippendorff
    return float(krippendorff.alpha(ranks, value_domain=range(len(words)), level_of_measurement=scale))


def _warning(units: Sequence[object], alpha: float | None) -> str | None:
    if units and alpha is None:
        return "both used one word only, which leaves alpha undefined"
    if units and len(units) < FEW:
        return f"alpha of {len(units)} units says little: code {FEW} or more"
    return None
