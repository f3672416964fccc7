"""The path into an organisation. Built on kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

from peacetrack.content.kind import kind
from peacetrack.value import Absence, PartyId, Texts, as_texts
from peacetrack.when import Moment, TimeLike, as_moment

Stage = Literal["potential", "applied", "candidate", "negotiating", "concluded", "signed", "member"]


def as_clusters(value: Iterable[str] | Absence | None) -> Texts | Absence | None:
    """Several names of clusters, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_texts(value)


def as_target(value: TimeLike | Absence | None) -> Moment | Absence | None:
    """A moment, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_moment(value)


@kind("accession-path")
@attrs.frozen(kw_only=True)
class AccessionPath:
    """How far a state is, or should be, on its way into an organisation, and by when."""

    organisation: PartyId | Absence | None = None
    stage: Stage | Absence | None = None
    clusters: Texts | Absence | None = attrs.field(default=None, converter=as_clusters)
    target: Moment | Absence | None = attrs.field(default=None, converter=as_target)
