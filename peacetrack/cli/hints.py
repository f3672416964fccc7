"""Hints of `log` on the reports that are new, after they are recorded: none is refused for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, islice, pairwise

import peacetrack as pt
from peacetrack.index.statement import reports_of, subject_words
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.tracker import Tracker
from peacetrack.words.attribution import JOINTLY, Attribution
from peacetrack.words.isolate import isolated
from peacetrack.words.term import Agenda
from peacetrack.words.value import grouped, in_short

_SHOWN = 20
"""The most slips that are named."""
_READ = 200
"""The most reports that are read again for what they keep."""
_NAMED = 6
"""The most reports of one source that a warning names."""


def of_new(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Yield what is to be said of the reports with these ids, a line each."""
    for hints in (
        _of_codings,
        _of_copies,
        _of_speakers,
        _of_extensions,
        _of_kept,
        _of_dropped,
        _of_displaced,
        _of_slips,
    ):
        yield from hints(tracker, new)


def _of_codings(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Name the reports that code the source of an earlier one, a line for each source."""
    from peacetrack.analysis.phrase import listed

    first: dict[str, str] = {}
    for one, other in pt.coding.codings(tracker.state()):
        first.setdefault(str(other.id), first.get(str(one.id), str(one.id)))
    for earliest, later in grouped((id for id in first if id in new), first.__getitem__).items():
        verb = "code" if len(later) > 1 else "codes"
        same = f"{listed(later, _NAMED)} {verb} the same source as {earliest}"
        yield f"{same}: they count as one, and check compares their stances"


def _of_copies(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Name the reports that say what an earlier one of the same outlet and day says; the first of many."""
    from peacetrack.analysis.coding import copies

    for one, other in islice(copies(tracker.state(), new), _NAMED):
        same = f"{other.id} says what {one.id} says, of the same outlet and day: they count as two reports"
        yield f"{same}; retract one if it was recorded twice, or give both the url of their source"


def _of_speakers(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Name the speakers on the record of whom no party is stated: they count as the party's own words."""
    agenda, said = tracker.agenda, dict[tuple[str, str], str]()
    for report in (tracker.reports[id] for id in islice(new, _READ)):
        for claim in report.claims:
            by = report.attribution_of(claim)
            speaker = by.speaker or by.person
            if isinstance(claim, pt.Position) and speaker and _is_sideless(by, agenda):
                said.setdefault((speaker, claim.party), str(report.id))
    for (speaker, party), id in islice(said.items(), _NAMED):
        counts = f"counts as the own word of {isolated(party)}, as no party is stated that this speaks for"
        yield f"{id}: “{isolated(in_short(speaker))}” {counts}; say in acts_for of which party the speaker is"
    if len(said) > _NAMED:
        yield f"{len(said) - _NAMED} more speakers count as the own word of a party, as none is stated for them"


def _is_sideless(by: Attribution, agenda: Agenda) -> bool:
    """Return whether somebody is named, and no party that they speak for."""
    named = by.type.on_record and by.type not in JOINTLY
    return named and not by.parties and (by.person or "") not in agenda.sides[1]


def _of_extensions(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Name the reports that extend what is over, without the stance: they renew nothing (rule 4)."""
    from peacetrack.analysis.window import extended_in_vain
    from peacetrack.rules.extension import extends, extension_in_words

    state, claims = tracker.state(), (c for id in new for c in tracker.reports[id].claims if extends(c))
    for standing in {(c.term, c.holder): state.standing(c.term, c.holder) for c in claims}.values():
        vain = extended_in_vain(state, standing)
        if vain is not None and vain.report in new:
            vainly = f"{vain.report}, on {standing.term}: {extension_in_words(standing, vain)}"
            yield f"{vainly}, as it was over; state the stance again if it holds"


def _of_dropped(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Name the reports that renew an offer that was over, and not what it asked for (rule 4)."""
    from peacetrack.analysis.contending import contenders_of
    from peacetrack.analysis.phrase import listed
    from peacetrack.index.statement import reports_of

    for standing in _accepting(tracker, new):
        before, run = contenders_of(tracker.state(), standing).renewed, standing.runs.get("stance", ())
        if before is not None and run[-1].report in new:
            asked = listed([f"if {condition}" for condition in before.conditions], _NAMED)
            reports = listed(reports_of(before.runs["conditions"]), _NAMED)
            where = f"{run[-1].report}: {standing.party} accepts {standing.term} again, as its offer was over"
            yield f"{where}; this is no part of it any more: {asked} ({reports}); state it again if it holds"


def _accepting(tracker: Tracker, new: Collection[str]) -> Iterator[Standing]:
    """Yield where the parties stand that accept terms in the new reports, as far as these are read."""
    state, claims = tracker.state(), [c for id in islice(new, _READ) for c in tracker.reports[id].claims]
    positions = [c for c in claims if isinstance(c, pt.Position) and c.stance is pt.Stance.ACCEPTS]
    for term, party in {(c.term, c.party): None for c in positions}:
        yield state.standing(term, party)


def _of_kept(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Name the acceptances without the end or the conditions of before, which stay (rule 1)."""
    from peacetrack.analysis.verdict.own_words import kept_by, restated

    for standing in _accepting(tracker, new):
        again = restated(tracker.state(), standing)
        if again is not None and again.report in new:
            where = f"{again.report}: {standing.party} accepts {standing.term}"
            yield f"{where}; what it stated before stays: {kept_by(standing)}"


def _of_displaced(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Name the stances that an absence in a new report takes the place of: "no comment" is no stance."""
    state, kept = tracker.state(), 'where that still holds, as with "no comment", state no stance'
    for report in (tracker.reports[id] for id in islice(new, _READ)):
        for claim in report.claims:
            if isinstance(claim, pt.Position) and isinstance(claim.stance, pt.Absence):
                where = f"{report.id}: {subject_words(claim.term, claim.party)} is ({claim.stance})"
                for was in _displaced(state, claim, str(report.id)):
                    yield f"{where}, in the place of this: {was}; {kept}"


def _displaced(state: State, claim: pt.Position, report: str) -> Iterator[str]:
    """Yield the stance that ended as a claim of a report came, in words."""
    spells = list(state.history(claim.term, claim.party))
    for before, now in pairwise(spells[-2:]):
        is_of_it = reports_of(now.runs.get("stance", ()))[:1] == (report,)
        if is_of_it and isinstance(before.live_stance, pt.Stance):
            yield f"{before.live_stance.verb} it, since {before.since}"


def _of_slips(tracker: Tracker, new: Collection[str]) -> Iterator[str]:
    """Name what looks like a slip of the keyboard in the new reports; the first ones of many."""
    from peacetrack.analysis.checks.report import alike_events, slips

    state = tracker.state()
    alike = (finding for finding in alike_events(state) if {*finding.reports} & {*new})
    found = list(islice(chain(slips(state, new), alike), _SHOWN + 1)) if new else []
    for finding in found[:_SHOWN]:
        yield f"{finding.what}; to settle it: {finding.settled_by}"
    if len(found) > _SHOWN:
        yield "there is more of this; check lists it"
