"""Ceasefires."""

from __future__ import annotations

from typing import Literal

import attrs

from peacetrack.words.kind import checked, kind
from peacetrack.words.value import Absence, Prose
from peacetrack.words.when import Moment, as_moment_or_absence

Purpose = Literal["humanitarian", "preliminary", "definitive"]


@kind("ceasefire")
@attrs.frozen(kw_only=True, field_transformer=checked)
class Ceasefire:
    """The purpose of a ceasefire (as in the ETH/PRIO Civil Conflict Ceasefire data), its area and start.

    >>> str(content.Ceasefire(purpose="humanitarian", start="2030-02").start)
    '2030-02'
    """

    purpose: Purpose | Absence | None = None
    scope: Prose | Absence | None = None
    start: Moment | Absence | None = attrs.field(default=None, converter=as_moment_or_absence)
    monitoring: Prose | Absence | None = None
