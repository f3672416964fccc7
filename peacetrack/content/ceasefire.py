"""A ceasefire. Built on kind."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.content.kind import kind
from peacetrack.value import Absence, Prose
from peacetrack.when import Moment, TimeLike, as_moment

Purpose = Literal["humanitarian", "preliminary", "definitive"]


def as_start(value: TimeLike | Absence | None) -> Moment | Absence | None:
    """A moment, or an absence."""
    return value if value is None or isinstance(value, Absence) else as_moment(value)


@kind("ceasefire")
@attrs.frozen(kw_only=True)
class Ceasefire:
    """What a ceasefire is for (purposes as in the ETH/PRIO ceasefire data), where, from when."""

    purpose: Purpose | Absence | None = None
    scope: Prose | Absence | None = None
    start: Moment | Absence | None = attrs.field(default=None, converter=as_start)
    monitoring: Prose | Absence | None = None
