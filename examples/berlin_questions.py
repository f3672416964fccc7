"""Ask the seeds of the Berlin talks of December 2025 fifteen questions of an analyst.

Run it: python examples/berlin_questions.py
"""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import peacetrack as pt
from peacetrack import analysis
from peacetrack.words.attribution import AttributionType

Answer = Iterator[str]
"""The lines of an answer."""

UNNAMED = {kind for kind in AttributionType if kind.value.startswith("officials-")}
ARGUING = {AttributionType.SUPPORTERS, AttributionType.ANALYSTS}


def has_ukraine_dropped_nato(talks: pt.Tracker) -> Answer:
    """At the end of the talks, has Ukraine dropped its NATO bid, or paused it, and for how long?"""
    state = at_the_end_of_the_talks(talks)
    pause, bid = state["nato-pause"]["UA"], state["nato-membership"]["UA"]
    yield f"to a {pause.get('intent')} it says: {pause.stance}; to membership itself: {bid.stance}"
    yield f"the aspiration is kept: {yes(pause.content.keeps_aspiration)}"
    for statement in evidence(pause, "content.lasts"):
        yield f"the pause ends {statement.value}; so {statement.attribution}, {statement.report}"
    for report, words in words_used(state, "UA", "nato-pause").items():
        yield f"words of {report}: {', '.join(words)}"


def what_of_it_is_on_record(talks: pt.Tracker) -> Answer:
    """The same, on the record only: what stays, what drops out?"""
    everything = at_the_end_of_the_talks(talks)
    on_record = everything.at(trust=pt.ON_RECORD)
    pause = on_record["nato-pause"]["UA"]
    for statement in evidence(pause, "stance"):
        yield f"stays: {statement.value}; {statement.attribution}, {statement.report}"
    kept = list(on_record.claims(party="UA", term="nato-pause"))
    for claimed in everything.claims(party="UA", term="nato-pause"):
        if claimed not in kept:
            yield f"drops out: {how_expressed(claimed)}, {claimed.report}"


def where_does_russia_stand(talks: pt.Tracker) -> Answer:
    """Where does Russia stand on every term?"""
    state = now(talks)
    for term in state:
        russia = state[term]["RU"]
        if not russia.silent:
            yield f"{term}: {russia.stance}{', a red line' if russia.red_line else ''}"
        elif claims := state.claims(term=term, party="RU", kind="position"):
            answer = "no stance" if russia.stance is None else f"answer {russia.stance}"
            yield f"{term}: {answer}{ifs(russia)}; {how_expressed(claims[0])}"
    silent = [s.term for s in analysis.silences(state, of="RU")]
    unmentioned = [term for term in silent if not state.claims(term=term, party="RU")]
    yield f"not a word on {len(unmentioned)} terms: {', '.join(unmentioned)}"


def which_offers_run_out(talks: pt.Tracker) -> Answer:
    """Which offers stand for a limited time, and until when?"""
    for window in analysis.windows(now(talks)):
        yield f"{window.party} on {window.term}: until an {window.closes} ({by(window.reports)})"


def what_depends_on_what(talks: pt.Tracker) -> Answer:
    """Which conditions are there, and is any of them met?"""
    state = now(talks).at(trust=pt.EVERYTHING)
    for claimed in state.claims():
        claim = claimed.claim
        if isinstance(claim, pt.Position | pt.Assessment) and claim.conditions:
            wanted = " and ".join(map(str, claim.conditions))
            met = all(state.met(condition) for condition in claim.conditions)
            yield f"{subject_of(claimed)}: if {wanted} [{'met' if met else 'open'}]"


def what_is_open_about_the_force(talks: pt.Tracker) -> Answer:
    """What of the multinational force is still being negotiated, and what does no report say?"""
    force = now(talks)["multinational-force"]
    yield f"{under_negotiation(force.progress)}: under negotiation"
    for party in force:
        unsaid = [name for name, value in force[party].details.items() if not_stated(value)]
        if unsaid:
            yield f"{', '.join(unsaid)} of {party}: not stated"


def who_is_for_guarantees_and_who_argues(talks: pt.Tracker) -> Answer:
    """Which parties are for the guarantees, and who merely argues for them?"""
    state = now(talks)
    guarantees = state["security-guarantees"]
    for party in guarantees.speaking:
        standing = guarantees[party]
        if not standing.silent:
            yield f"a party: {party} {standing.stance}{ifs(standing)}"
    for claimed in state.at(trust=pt.EVERYTHING).claims(term="security-guarantees"):
        claim = claimed.claim
        if claimed.attribution.type in ARGUING and isinstance(claim, pt.Assessment):
            yield f"{claimed.attribution.type} only: {claim.text}"


def what_rests_on_unnamed_officials(talks: pt.Tracker) -> Answer:
    """What rests on officials without a name only? What on one origin only?"""
    state = now(talks)
    for term, standings in state.items():
        for party in standings.speaking:
            standing = standings[party]
            stance = evidence(standing, "stance")
            if not standing.silent and {statement.attribution.type for statement in stance} <= UNNAMED:
                who = by(str(statement.attribution.speaker) for statement in stance)
                yield f"unnamed only: {party} {standing.stance} {term} ({who})"
    whole = [row for row in analysis.support(state) if row.party and row.field is None]
    for origins in sorted({row.origins for row in whole}):
        count = sum(row.origins == origins for row in whole)
        yield f"{count} of {len(whole)} standings have {origins} known origins"


def what_comes_next(talks: pt.Tracker) -> Answer:
    """What is expected next, and when?"""
    for event in now(talks).events():
        if event.status is pt.EventStatus.EXPECTED:
            when = "no date" if event.when is None else f"“{event.when.said}”"
            yield "; ".join(filter(None, (event.id, when, by(event.participants), event.text)))


def what_is_the_red_line_on_territory(talks: pt.Tracker) -> Answer:
    """What exactly is Ukraine's red line on territory?"""
    donbas = now(talks)["territorial-status/donbas"]
    ukraine = donbas["UA"]
    if donbas.term is not None:
        yield f"{donbas.term.proposition}: {ukraine.stance}; a red line: {yes(ukraine.red_line)}"
    excluded, occupation = by(ukraine.get("excluded")), ukraine.get("occupation")
    yield f"excluded is {excluded}, where occupation is {occupation}"
    for statement in evidence(ukraine, "red_line"):
        yield f"so {statement.attribution}, {statement.report}"


def what_was_known_before_the_second_text(talks: pt.Tracker) -> Answer:
    """What was not on the board yet before the second text was logged?"""
    after, before = now(talks), as_known_before(talks, "seed-004")
    yield f"asked as of: {before.basis}"
    new = [t for t in after if after.claims(term=t) and not before.claims(term=t)]
    yield f"nothing yet on: {', '.join(new)}"
    for term in after:
        if before[term].status is not after[term].status:
            yield f"{term}: {before[term].status} then, {after[term].status} now"


def does_dating_the_talks_change_the_old_board(talks: pt.Tracker) -> Answer:
    """Once the talks are dated and the envoy is named, is the old board still what it was?"""
    old = as_known_before(talks, "dating")
    later = pt.open(seeds())
    named = pt.Person("us-envoy", "(a name made up here)", acts_for="US")
    later.declare(pt.Agenda(later.agenda.id, people=[named]))
    for state in (old, now(later), later.state(old.basis)):
        envoy, pause = state.agenda.person_by_id["us-envoy"], state["nato-pause"]["UA"]
        since = f"the pause since {pause.since}, the envoy {envoy.name or 'not named'}"
        yield f"known to entry {state.basis.known}: {since}"
    yield f"the old board asked again is the same: {yes(later.state(old.basis) == old)}"


def who_was_at_the_talks(talks: pt.Tracker) -> Answer:
    """Who was at the talks?"""
    for dispute in analysis.disputes(now(talks)):
        if (dispute.term, dispute.field) == ("berlin-talks", "participants"):
            yield "the reports differ, and the evidence cannot order them:"
            for statement in dispute.statements:
                yield f"{statement.report}: {by(statement.value)}"


def what_is_final(talks: pt.Tracker) -> Answer:
    """What is settled for now, and what for good?"""
    state = now(talks)
    for term, standings in state.items():
        if standings.progress.stage is pt.Stage.PROVISIONALLY_AGREED:
            words = by(word for used in words_used(state, None, term).values() for word in used)
            yield f"for now: {term} ({words})"
    final = [term for term in state if state[term].progress.stage is pt.Stage.AGREED]
    yield f"for good: {', '.join(final) or 'no term'}"
    settlement = state["settlement"]
    yield f"the settlement: {settlement.progress.stage}; waits on {by(settlement.waits_on)}"
    agreed = [term for term in state if state[term].status is pt.TermStatus.AGREED]
    yield f"all who are needed accept: {', '.join(agreed) or 'no term'}"


def does_an_export_come_back_whole(talks: pt.Tracker) -> Answer:
    """Does an export come back as the same ledger, with times as exact as they were reported?"""
    with tempfile.TemporaryDirectory() as folder:
        talks.save(Path(folder) / "talks.jsonl")
        back = pt.open(Path(folder) / "talks.jsonl")
    state, state_again = now(talks), now(back)
    leaves = [entry.leaf for entry in talks.entries()] == [entry.leaf for entry in back.entries()]
    yield f"{back.head} entries; same hashes: {yes(leaves)}; same state: {yes(state == state_again)}"
    for event in state_again.events():
        if event.id == "berlin-talks" and event.when is not None:
            yield f"the talks: {event.when} ({event.when.precision}), for {event.duration}"


# What the questions share


def seeds() -> Path:
    """Return the folder of the seeds, from any working directory."""
    script = Path(inspect.getfile(seeds)).resolve()
    return script.parents[1] / "seeds" / "berlin-2025-12"


def now(talks: pt.Tracker) -> pt.State:
    """Return the state at the moment of the last entry."""
    return talks.state(known=talks.head)


def as_known_before(talks: pt.Tracker, report: str) -> pt.State:
    """Return the state as known just before a report was logged."""
    seq = next(entry.seq for entry in talks.entries() if entry.id == report)
    return talks.state(known=seq - 1)


def at_the_end_of_the_talks(talks: pt.Tracker) -> pt.State:
    """Return the state of the last day of the talks, under every attribution."""
    state = now(talks)
    dates = [event.when for event in state.events() if event.id == "berlin-talks"]
    return state.at(valid=dates[0].latest if dates[0] else None, trust=pt.EVERYTHING)


def evidence(standing: pt.Standing, field: str) -> list[pt.Statement]:
    """Return the statements behind one field."""
    return [statement for statement in standing.evidence if statement.field == field]


def words_used(state: pt.State, party: str | None, term: str) -> dict[str, list[str]]:
    """Return, by report, the words used of a party on a term, or of the term itself."""
    words: dict[str, list[str]] = {}
    for claimed in state.claims(term=term, party=party):
        wording = getattr(claimed.claim, "wording", None)
        if wording:
            words.setdefault(claimed.report, []).append(f"“{wording}”")
    return words


def how_expressed(claimed: pt.Claimed) -> str:
    """Say how a position is expressed, and by what source."""
    claim = claimed.claim
    assert isinstance(claim, pt.Position)
    words = f" “{claim.wording}”" if claim.wording else ""
    return f"{claim.act or 'a detail'}{words}, {claimed.attribution}"


def subject_of(claimed: pt.Claimed) -> str:
    """Name the holder and the subject of a position or an assessment."""
    claim = claimed.claim
    if isinstance(claim, pt.Position):
        return f"{claim.party} on {claim.term}"
    assert isinstance(claim, pt.Assessment)
    return f"{claimed.attribution.type}, of {by(claim.about)}"


def ifs(standing: pt.Standing) -> str:
    """Return the conditions of a standing as text."""
    return "".join(f", if {condition}" for condition in standing.conditions)


def under_negotiation(progress: pt.TermProgress) -> str:
    """Return the details of a term that are under negotiation."""
    open_still = pt.Absence.UNDER_NEGOTIATION
    return by(name for name, value in progress.details.items() if value is open_still)


def not_stated(value: object) -> bool:
    """Return whether a source leaves a detail out."""
    return value is pt.Absence.NOT_STATED


def by(names: Iterable[str]) -> str:
    """Join names with commas."""
    return ", ".join(names)


def yes(value: object) -> str:
    """Return yes or no."""
    return "yes" if value else "no"


QUESTIONS: tuple[Callable[[pt.Tracker], Answer], ...] = (
    has_ukraine_dropped_nato,
    what_of_it_is_on_record,
    where_does_russia_stand,
    which_offers_run_out,
    what_depends_on_what,
    what_is_open_about_the_force,
    who_is_for_guarantees_and_who_argues,
    what_rests_on_unnamed_officials,
    what_comes_next,
    what_is_the_red_line_on_territory,
    what_was_known_before_the_second_text,
    does_dating_the_talks_change_the_old_board,
    who_was_at_the_talks,
    what_is_final,
    does_an_export_come_back_whole,
)


def main() -> None:
    """Ask all fifteen."""
    talks = pt.open(seeds())
    for number, question in enumerate(QUESTIONS, start=1):
        print(f"{number}. {question.__doc__}")
        for line in question(talks):
            print(f"   {line}")
        print()


if __name__ == "__main__":
    main()
