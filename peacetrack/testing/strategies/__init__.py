"""Hypothesis strategies: agendas, reports and whole ledgers as they occur, and every value of every type.

`agendas`, `reports` and `ledgers` draw what a desk could have got: sizes are parameters, and a failing
example shrinks to few parties, few reports and few fields. With `rough=True` they draw everything that the
types admit: absences, words in any script, times of any precision.

Names, days and words come from small sets, so that histories meet: they contradict each other,
restate, run out, are withdrawn and are dated. Everything they make is invented.
"""

from peacetrack.testing.strategies.claim import (
    assessments,
    attributions,
    claims,
    conditions,
    event_claims,
    links,
    positions,
    progresses,
    questions,
    withdrawals,
)
from peacetrack.testing.strategies.content import contents, kinds, outlines
from peacetrack.testing.strategies.history import (
    Clock,
    Turn,
    act_on,
    bases,
    declared_ledgers,
    ledgers,
    new_tracker,
    propose_on,
    trusts,
    turns,
)
from peacetrack.testing.strategies.invented import AGENDA, EVENTS, NARROW, PARTIES, START, TERMS
from peacetrack.testing.strategies.plausible import agendas
from peacetrack.testing.strategies.report import reports, sources, with_open_ends
from peacetrack.testing.strategies.value import (
    absences,
    days,
    edtf,
    endings,
    events,
    instants,
    moments,
    numbers,
    quantities,
    texts,
    whens,
)

__all__ = [
    "AGENDA",
    "EVENTS",
    "NARROW",
    "PARTIES",
    "START",
    "TERMS",
    "Clock",
    "Turn",
    "absences",
    "act_on",
    "agendas",
    "assessments",
    "attributions",
    "bases",
    "claims",
    "conditions",
    "contents",
    "days",
    "declared_ledgers",
    "edtf",
    "endings",
    "event_claims",
    "events",
    "instants",
    "kinds",
    "ledgers",
    "links",
    "moments",
    "new_tracker",
    "numbers",
    "outlines",
    "positions",
    "progresses",
    "propose_on",
    "quantities",
    "questions",
    "reports",
    "sources",
    "texts",
    "trusts",
    "turns",
    "whens",
    "with_open_ends",
    "withdrawals",
]
