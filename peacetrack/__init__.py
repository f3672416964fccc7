"""Who stands where on which term of a negotiation: when, as known when, according to whom."""

from peacetrack.draft import Draft, draft
from peacetrack.errors import (
    ConflictError,
    InvalidInputError,
    PeacetrackError,
)
from peacetrack.index.statement import Statement
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.ledger import Receipt
from peacetrack.ledger.proof import Checkpoint
from peacetrack.opening import read
from peacetrack.rules.claims import Claimed
from peacetrack.rules.event import EventState
from peacetrack.rules.standing import Standing, TermProgress
from peacetrack.state import State, TermState
from peacetrack.table.table import Table
from peacetrack.tracker import BatchResult, Problem, Tracker
from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution, AttributionType
from peacetrack.words.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis, Trust
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.edtf import Precision
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.grade import Confidence, Credibility, Likelihood, Reliability
from peacetrack.words.party import Member, Party, PartyType, Person, Role
from peacetrack.words.position import Link, Position, Progress, Relation, Stage, Trend
from peacetrack.words.report import (
    AsReport,
    Assessment,
    Claim,
    Correction,
    Event,
    EventStatus,
    Question,
    Redaction,
    Report,
    Retraction,
    Source,
    Tone,
)
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, Term, TermStatus
from peacetrack.words.value import Absence, PartyId, PartyIds, Prose, Quantity, TermId
from peacetrack.words.when import After, Before, During, InWords, Moment, When

__all__ = [
    "DEFAULT_TRUST",
    "EVERYTHING",
    "ON_RECORD",
    "Absence",
    "Act",
    "After",
    "Agenda",
    "AsReport",
    "Assessment",
    "At",
    "Attribution",
    "AttributionType",
    "Basis",
    "BatchResult",
    "Before",
    "Checkpoint",
    "Claim",
    "Claimed",
    "Condition",
    "Confidence",
    "ConflictError",
    "Correction",
    "Credibility",
    "Draft",
    "During",
    "Ending",
    "Entry",
    "Event",
    "EventHeld",
    "EventState",
    "EventStatus",
    "InWords",
    "InvalidInputError",
    "Likelihood",
    "Link",
    "Member",
    "Moment",
    "NotBefore",
    "Party",
    "PartyId",
    "PartyIds",
    "PartyType",
    "PeacetrackError",
    "Person",
    "Position",
    "Precision",
    "Problem",
    "Progress",
    "Prose",
    "Quantity",
    "Question",
    "Receipt",
    "Redaction",
    "Relation",
    "Reliability",
    "Report",
    "Retraction",
    "Role",
    "Source",
    "Stage",
    "Stance",
    "StanceIs",
    "Standing",
    "State",
    "Statement",
    "Table",
    "Term",
    "TermId",
    "TermIs",
    "TermProgress",
    "TermState",
    "TermStatus",
    "Tone",
    "Tracker",
    "Trend",
    "Trust",
    "Undisclosed",
    "When",
    "WithEvent",
    "draft",
    "read",
]
