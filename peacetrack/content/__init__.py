"""Typed content, one class for each kind of term. `words/kind.py` keeps the register."""

from peacetrack.content.management import EconomicSupport, SharedManagement
from peacetrack.content.membership import AccessionPath, AllianceMembership
from peacetrack.content.principle import Other, Principle
from peacetrack.content.ratification import Ratification
from peacetrack.content.security import Ceasefire, MultinationalForce, SecurityGuarantee
from peacetrack.content.territory import TerritorialStatus
from peacetrack.words.kind import Kind, kind, kind_named, kind_of, kinds

__all__ = [
    "AccessionPath",
    "AllianceMembership",
    "Ceasefire",
    "EconomicSupport",
    "Kind",
    "MultinationalForce",
    "Other",
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
