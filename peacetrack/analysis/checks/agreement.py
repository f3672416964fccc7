"""Checks of agreement: what makes it doubtful that a term is agreed, or keeps it from being agreed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from peacetrack.analysis.briefing.verdict import breaches, off_record, taken_back
from peacetrack.analysis.finding import Finding, about
from peacetrack.analysis.gap import Ground, gaps_on
from peacetrack.analysis.holding import words_of
from peacetrack.analysis.severity import Severity
from peacetrack.index.statement import field_words, reports_of, subject_words
from peacetrack.rules.claims import Claimed
from peacetrack.rules.going_back import accepted_since, told_act
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import in_sentence
from peacetrack.state import State, TermState
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.position import BROKEN_OFF
from peacetrack.words.quote import in_marks
from peacetrack.words.term import TermStatus


def gone_back(state: State) -> Iterator[Finding]:
    """Find acceptances of needed parties on which these go back in a later act without a stance."""
    for term in state.values():
        for standing, act in taken_back(term):
            own = not state.agenda.accounts_of(standing.party, act.attribution)
            later = accepted_since(standing, act)
            reserve = (
                "; what says since then that it accepts it is not its own word on the record" if later else ""
            )
            yield Finding(
                _severity(term) if own and act.attribution.type.on_record else Severity.MEDIUM,
                "gone-back",
                f"{in_sentence(standing)}, but {_done(state, standing, act)}{reserve}",
                **about(term.id, standing.party, "stance"),
                since=act.since,
                reports=tuple(dict.fromkeys((act.report, *reports_of(later)))),
                settled_by=f"{isolated(standing.party)} on the record",
            )


def breached(state: State) -> Iterator[Finding]:
    """Find needed parties that breach what they accept."""
    for term in state.values():
        for standing, act in breaches(term):
            yield Finding(
                Severity.MEDIUM,
                "breach",
                f"{in_sentence(standing)}, but {_done(state, standing, act)}",
                **about(term.id, standing.party, "stance"),
                since=act.since,
                reports=[act.report],
                settled_by=f"a report that {isolated(standing.party)} complies, or its acceptance again",
            )


def _done(state: State, standing: Standing, act: Claimed) -> str:
    """Return an act with its day and its words."""
    reserve = "" if act.attribution.type.on_record else ", not on the record"
    introduced, words = words_of(act.claim, state.report_of(act.report).source.language)
    said = f"; {introduced}: {in_marks(words)}" if words else ""
    return f"{told_act(state.agenda, standing.party, act)}, {act.since}{reserve}{said}"


def open_dates(state: State) -> Iterator[Finding]:
    """Find acceptances of needed parties that have perhaps not begun."""
    for term in state.values():
        for standing in map(partial(state.standing, term.id), term.accepting):
            if not standing.certain:
                run = standing.runs["stance"]
                yield Finding(
                    _severity(term),
                    "open-date",
                    f"the dates leave open whether {in_sentence(standing)}: {standing.since}",
                    **about(term.id, standing.party, "stance"),
                    since=standing.since,
                    reports=reports_of(run),
                    settled_by=f"a report of when {isolated(standing.party)} accepts it",
                )


def broken_off(state: State) -> Iterator[Finding]:
    """Find terms that are reported as shelved, suspended, defeated or collapsed."""
    for term in state.values():
        stage, run = term.progress.stage, term.progress.runs.get("stage", ())
        if term.status is not None and stage in BROKEN_OFF:
            yield Finding(
                _severity(term),
                "broken-off",
                f"{isolated(term.id)} is reported as {stage}{off_record(term.progress)}",
                **about(term.id, None, "stage"),
                since=run[0].since,
                reports=reports_of(run),
                settled_by="a report of how far it is now",
            )


def details_apart(state: State) -> Iterator[Finding]:
    """Find details that bind and have no common ground; where nothing else is missing, they forbid it."""
    for term in state.values():
        is_open = term.status not in (None, TermStatus.AGREED)
        for gap in gaps_on(term) if is_open else ():
            if gap.ground in (Ground.APART, Ground.NOT_COMPARABLE):
                held = joined((f"{party} {gap.held_text(party)}" for party in gap.held), ", ")
                yield Finding(
                    Severity.HIGH if term.status is TermStatus.IN_PRINCIPLE else Severity.MEDIUM,
                    "details-apart",
                    f"{subject_words(term.id, None)}: no common ground on {field_words(gap.field)} ({held})",
                    terms=[term.id],
                    parties=list(gap.held),
                    fields=[gap.field],
                    reports=gap.reports,
                    settled_by="values with a common ground",
                )


def _severity(term: TermState) -> Severity:
    is_near = term.status is not None and term.status >= TermStatus.IN_PRINCIPLE
    return Severity.HIGH if is_near else Severity.MEDIUM
