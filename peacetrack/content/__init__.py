"""Typed content, one class for each kind of term. `words/kind.py` keeps the register.

The content of kinds that an agenda declares is of the class `Details`.
"""

from peacetrack.content.management import EconomicSupport, SharedManagement
from peacetrack.content.membership import AccessionPath, AllianceMembership
from peacetrack.content.principle import Other, Principle
from peacetrack.content.ratification import Ratification
from peacetrack.content.security import Ceasefire, MultinationalForce, SecurityGuarantee
from peacetrack.content.territory import TerritorialStatus
from peacetrack.words.declared_kind import Details, kind_of
from peacetrack.words.kind import kind, kind_named, kinds
from peacetrack.words.outline import Outline

__all__ = [
    "AccessionPath",
    "AllianceMembership",
    "Ceasefire",
    "Details",
    "EconomicSupport",
    "MultinationalForce",
    "Other",
    "Outline",
    "Principle",
    "Ratification",
    "SecurityGuarantee",
    "SharedManagement",
    "TerritorialStatus",
    "kind",
    "kind_named",
    "kind_of",
    "kinds",
]
