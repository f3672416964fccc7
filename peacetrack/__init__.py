"""Record who stands where on which term of a negotiation: when, as known when, according to whom.

The names here are the public ones. Larger rooms are `pt.analysis`, `pt.coding`, `pt.content`, `pt.errors`,
`pt.intake`, `pt.publication`, `pt.testing` and `pt.view`. Rooms and names load when they are first named.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from peacetrack.form.front import LATE, front

if TYPE_CHECKING:
    from peacetrack import analysis as analysis
    from peacetrack import coding as coding
    from peacetrack import content as content
    from peacetrack import errors as errors
    from peacetrack import intake as intake
    from peacetrack import publication as publication
    from peacetrack import testing as testing
    from peacetrack import view as view
    from peacetrack.draft.draft import Draft, draft
    from peacetrack.errors import ConflictError, InvalidInputError, PeacetrackError
    from peacetrack.index.statement import Statement
    from peacetrack.intake.table import read_table
    from peacetrack.ledger.entry import Entry
    from peacetrack.ledger.ledger import Receipt
    from peacetrack.ledger.proof import Checkpoint
    from peacetrack.opening import open
    from peacetrack.rules.claims import Claimed
    from peacetrack.rules.event import EventState
    from peacetrack.rules.progress import TermProgress
    from peacetrack.rules.standing import Standing
    from peacetrack.state import State, TermState
    from peacetrack.store.writer import BatchResult, Problem
    from peacetrack.table.table import Table
    from peacetrack.tracker import Tracker
    from peacetrack.words.act import Act
    from peacetrack.words.attribution import Attribution, AttributionType
    from peacetrack.words.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis, Trust
    from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
    from peacetrack.words.declared_kind import Kind
    from peacetrack.words.edtf import Precision
    from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
    from peacetrack.words.grade import Confidence, Credibility, Likelihood, Reliability
    from peacetrack.words.party import Member, Party, PartyType, Person, Role
    from peacetrack.words.position import Link, Position, Progress, Relation, Stage, Trend
    from peacetrack.words.quorum import AtLeast
    from peacetrack.words.quote import Quote
    from peacetrack.words.report import (
        Assessment,
        Claim,
        Coder,
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
    from peacetrack.words.value import Absence, PartyId, Prose, Quantity, TermId
    from peacetrack.words.when import After, Before, During, InWords, Moment, When

    __version__: str

    read = read_table

__all__ = [
    "DEFAULT_TRUST",
    "EVERYTHING",
    "ON_RECORD",
    "Absence",
    "Act",
    "After",
    "Agenda",
    "Assessment",
    "At",
    "AtLeast",
    "Attribution",
    "AttributionType",
    "Basis",
    "BatchResult",
    "Before",
    "Checkpoint",
    "Claim",
    "Claimed",
    "Coder",
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
    "Kind",
    "Likelihood",
    "Link",
    "Member",
    "Moment",
    "NotBefore",
    "Party",
    "PartyId",
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
    "Quote",
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
    "open",
    "read_table",
]

_FRONT_DOORS = ("analysis", "coding", "content", "errors", "testing", "view")

if not TYPE_CHECKING:  # type checkers would take any name for one that __getattr__ knows
    _named = front(
        __name__,
        {
            "draft.draft": "Draft draft",
            "errors": "ConflictError InvalidInputError PeacetrackError",
            "index.statement": "Statement",
            "ledger.entry": "Entry",
            "ledger.ledger": "Receipt",
            "ledger.proof": "Checkpoint",
            "opening": "open",
            "rules.claims": "Claimed",
            "rules.event": "EventState",
            "rules.progress": "TermProgress",
            "rules.standing": "Standing",
            "state": "State TermState",
            "store.writer": "BatchResult Problem",
            "table.table": "Table",
            "tracker": "Tracker",
            "words.act": "Act",
            "words.attribution": "Attribution AttributionType",
            "words.basis": "DEFAULT_TRUST EVERYTHING ON_RECORD Basis Trust",
            "words.condition": "Condition EventHeld StanceIs TermIs",
            "words.declared_kind": "Kind",
            "words.edtf": "Precision",
            "words.ending": "At Ending NotBefore Undisclosed WithEvent",
            "words.grade": "Confidence Credibility Likelihood Reliability",
            "words.party": "Member Party PartyType Person Role",
            "words.position": "Link Position Progress Relation Stage Trend",
            "words.quorum": "AtLeast",
            "words.quote": "Quote",
            "words.report": "Assessment Claim Coder Correction Event EventStatus Question Redaction Report Retraction Source Tone",
            "words.stance": "Stance",
            "words.term": "Agenda Term TermStatus",
            "words.value": "Absence PartyId Prose Quantity TermId",
            "words.when": "After Before During InWords Moment When",
            "intake.table": "read_table",
        },
    )

    def __getattr__(name: str) -> object:
        if name in (*_FRONT_DOORS, "intake", "publication"):  # the last two are doors without a sign
            return import_module(f"peacetrack.{name}")
        if name == "__version__":
            return import_module("importlib.metadata").version("peacetrack")
        try:
            return _named("read_table" if name == "read" else name)  # "read" is a second, unlisted name
        except AttributeError as error:
            if name in ("load", "connect", "from_file"):
                error.args = (f"{error}; pt.open(place) opens a ledger",)
            raise


def _board(*asked: object) -> object:
    return import_module("peacetrack.view.board").board(*asked)


LATE["board"] = _board  # how a notebook shows a state


def __dir__() -> list[str]:
    dunders = [name for name in globals() if name.startswith("__")]
    return sorted({*__all__, *_FRONT_DOORS, *dunders, "__version__"})
