"""Checks of parties: rejections, silent ones, and groups with unknown members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.briefing.against import is_spare
from peacetrack.analysis.checks.deadline import again_in_words
from peacetrack.analysis.finding import Finding, about, counts_for_status, found, of_party, stances
from peacetrack.analysis.holding import Record, rejections, said_of
from peacetrack.analysis.severity import Severity
from peacetrack.analysis.silence import Silence, silences
from peacetrack.analysis.verdict.own_words import restated
from peacetrack.index.statement import reports_of
from peacetrack.rules import standing_wording, wording
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.quote import in_marks
from peacetrack.words.value import grouped


def needed_rejections(state: State) -> Iterator[Finding]:
    """Find needed parties that reject a term."""
    record = Record(state)
    for standing, follows in rejections(state):
        as_group = f"as {isolated(standing.by_group)}" if standing.by_group else ""
        recorded, own = standing.recorded, record.own(standing)
        reservation = standing_wording.reservation(standing)
        sentence = standing_wording.in_sentence(own if recorded and own.red_line is True else standing)
        introduced, words = said_of(state, recorded)
        quote = f"{introduced}: {in_marks(words)}" if words else ""
        rejects = ", ".join(filter(None, (sentence, as_group, reservation, quote)))
        severity = Severity.HIGH if follows and not reservation else Severity.MEDIUM
        signed = None if recorded else restated(record.state, own, signed=True)
        what = "; ".join(filter(None, (rejects, follows))) + again_in_words(own, signed)
        source = (
            standing.since,
            reports_of(recorded, standing.runs["stance"], [] if signed is None else [signed]),
        )
        yield of_party(severity, "rejection", what, _turning(standing), standing, source=source)


def needed_oppositions(state: State) -> Iterator[Finding]:
    """Find needed parties that oppose a term, or reject one that is neither blocked by it nor agreed."""
    blocking = {(standing.term, standing.party) for standing, _ in rejections(state)}
    for standing in (term[party] for term in state.values() for party in term.needed):
        stance, spare = standing.live_stance, is_spare(state[standing.term], standing.party)
        against = stance is not None and stance.side < 0 and not spare
        if against and (standing.term, standing.party) not in blocking:
            lacking = state[standing.term].lacking
            barred = any(each.veto and standing.party in each.parties for each in lacking)
            follows = wording.refusal(standing.party, veto=True) if barred else ""
            reservation = standing_wording.reservation(standing)
            opposes = ", ".join(filter(None, (standing_wording.in_sentence(standing), reservation)))
            severity = Severity.HIGH if barred and not reservation else Severity.MEDIUM
            what = "; ".join(filter(None, (opposes, follows)))
            source = standing.since, reports_of(standing.recorded, standing.runs["stance"])
            yield of_party(severity, "opposition", what, _turning(standing), standing, source=source)


def _turning(standing: Standing) -> str:
    """Return what would settle that a party is against a term; on the record it may say otherwise."""
    party = isolated(standing.by_group or standing.party)
    if standing.otherwise:
        return f"{party} saying on the record where it stands now"
    return f"another stance of {party}"


def silent_parties(state: State) -> Iterator[Finding]:
    """Find parties without a reported stance that a term waits on, one finding for all terms of a party.

    Those terms are apart that need only some of a quorum: there it weighs little.
    """
    by_party = grouped(silences(state), lambda s: (s.party, s.party in state[s.term].required))
    for (party, needed), silent in by_party.items():
        severity = Severity.MEDIUM if needed else Severity.LOW
        counts = "is needed" if needed else "counts for a quorum"
        what = f"{isolated(party)} {_has_said(silent)}, where it {counts}"
        settled_by = f"a report of where {isolated(party)} stands"
        where = about([silence.term for silence in silent], party, "stance")
        reports = tuple(dict.fromkeys(id for silence in silent for id in silence.reports))
        yield found(severity, "silent-party", what, settled_by, where, (None, reports))


def _has_said(silent: Sequence[Silence]) -> str:
    """Return where a party speaks without a stance, and where it is silent."""
    spoken = [f"{isolated(s.term)} ({', '.join(s.words) or 'detail'})" for s in silent if s.reports]
    unspoken = [f"{isolated(s.term)}{_left_out(s)}" for s in silent if not s.reports]
    parts = (("has no stance on", spoken), ("is silent on", unspoken))
    return " and ".join(f"{verb} {', '.join(terms)}" for verb, terms in parts if terms)


def _left_out(silence: Silence) -> str:
    """Return which reports on a term do not count, and on which term: others come before it."""
    reports = silence.uncounted
    verb = "does" if len(reports) == 1 else "do"
    return f" ({joined(reports)} on {isolated(silence.term)} {verb} not count)" if reports else ""


def unknown_members(state: State) -> Iterator[Finding]:
    """Find groups that hold a position while their members are not all known."""
    unknown = {id for id, party in state.agenda.party_by_id.items() if party.members_known is False}
    of_unknown = (standing for standing in stances(state) if standing.party in unknown)
    for group, held in grouped(of_unknown, lambda standing: standing.party).items():
        needed = any(counts_for_status(state, standing) for standing in held)
        positions = ", ".join(f"{standing.stance} on {isolated(standing.term)}" for standing in held)
        severity = Severity.MEDIUM if needed else Severity.LOW
        what = f"{isolated(group)} holds positions ({positions}), and not all its members are known"
        settled_by = f"a declaration of who belongs to {isolated(group)}"
        where = about([standing.term for standing in held], group, "stance")
        source = held[0].since, reports_of(*(standing.runs["stance"] for standing in held))
        yield found(severity, "unknown-members", what, settled_by, where, source)


def unknown_quorums(state: State) -> Iterator[Finding]:
    """Find quorums of groups whose members are not all known, or are too few."""
    for term in state:
        for group in filter(None, (quorum.group for quorum in state[term].quorums)):
            members = f"the members of {isolated(group)}, who decide, are not all known or too few"
            what = f"{isolated(term)} cannot be agreed: {members}"
            settled_by = f"a declaration of all members of {isolated(group)}, with `members_known`"
            where = about(term, group)
            yield found(Severity.HIGH, "unknown-quorum", what, settled_by, where)
