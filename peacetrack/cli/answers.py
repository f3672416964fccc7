"""Answers to an assistant: lines of text, with their basis and the entries behind them.

Every answer says what it rests on, and "no report" where nothing is reported: silence is not a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from peacetrack import analysis
from peacetrack.analysis.evidence.evidence import Evidence
from peacetrack.analysis.history import acts_done
from peacetrack.analysis.holding import acts_of, announced
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.square import squares
from peacetrack.analysis.uncounted import no_report, uncounted_of
from peacetrack.analysis.verdict.verdict import Sureness, verdict
from peacetrack.index.statement import reports_of
from peacetrack.publication.release import bare_basis
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.rules.standing_wording import in_full
from peacetrack.state import State
from peacetrack.table.cell import one_line
from peacetrack.table.values import cell_text
from peacetrack.view.cell_words import all_met

MOST_LINES = 300
"""The most lines of an answer."""
MOST = 25
"""The most claims that a search gives."""


@dataclass(frozen=True)  # pydantic sends it, and reads no attrs class
class Answer:
    """An answer: what it rests on, its lines, and the entries of the ledger behind them, by report."""

    basis: str
    lines: list[str]
    entries: dict[str, int]


def answered(state: State, lines: Iterable[str], reports: Iterable[str], nothing: str) -> Answer:
    """Return an answer; without lines it is what `nothing` says."""
    recorded = {entry.id: entry.seq for entry in state.entries if entry.kind in ("report", "correction")}
    behind = {report: recorded[report] for report in dict.fromkeys(reports) if report in recorded}
    shown = list(map(one_line, lines))
    rest = [f"and {len(shown) - MOST_LINES} more: ask about less"] if len(shown) > MOST_LINES else []
    return Answer(str(bare_basis(state.basis)), [*shown[:MOST_LINES], *rest] or [nothing], behind)


def board(state: State, term: str | None) -> Answer:
    """Return where every party stands on every term, or on one."""
    about = None if term is None else state[term].id
    rows = squares(state).filter(lambda square: about in (None, square.term))
    lines: list[str] = []
    for id in dict.fromkeys(square.term for square in rows):
        lines.append(_head(state, id))
        lines += [
            f"{row.party}: {_stands(state, id, row.party)}" for row in rows if row.term == id and row.party
        ]
    reports = [report for row in rows for report in row.reports]
    return answered(state, lines, reports, "no term is declared, and there is no report")


def _head(state: State, term: str) -> str:
    on_term = state[term]
    waits = f", waits on {', '.join(on_term.waits_on)}" if on_term.waits_on else ""
    proposition = "" if on_term.term is None else f": {on_term.term.proposition}"
    status = verdict(Names(state), on_term) or on_term.status or "no status"
    return f"{term} ({status}{waits}){proposition}"


def _stands(state: State, term: str, party: str) -> str:
    standing = state[term][party]
    acts = acts_of(state, standing)
    if standing.runs or acts:
        met = all_met(standing, Names(state).once(Sureness).met_for(standing))
        return in_full(standing, acts, agenda=state.agenda, met=met)
    later = [
        f"announced: {each.value} from {cell_text(each.since)}" for each in announced(state, term, party)
    ]
    return "; ".join(later) or no_report(uncounted_of(state, term, party))


def why(state: State, term: str, party: str) -> Answer:
    """Return what the standing of a party on a term rests on, and what was displaced."""
    rows = analysis.citations(state, term, party)
    lines = (f"{row.bearing}: {row}{_words(row)}" for row in rows)
    unheard = no_report(uncounted_of(state, term, party))
    nothing = f"{unheard} says where {party} stands on {term}"
    return answered(state, lines, [row.report for row in rows if row.report], nothing)


def _words(row: Evidence) -> str:
    act = f"; act: {row.act}" if row.act else ""
    return f"{act}; in words: {row.words}" if row.words else act


def history(state: State, term: str, party: str) -> Answer:
    """Return where a party stood on a term over time, oldest first."""
    rows = analysis.history(state, term, party)
    reports = [report for row in rows for report in reports_of(*row.runs.values())]
    reports += [claimed.report for claimed in acts_done(state, term, party)]
    nothing = f"no report says where {party} ever stood on {term}"
    return answered(state, map(_span, rows), reports, nothing)


def _span(row: Standing) -> str:
    begins, ends = (cell_text(time) or "not known" for time in (row.begins, row.ends))
    acts = f"; without a stance: {', '.join(row.acts)}" if row.acts else ""
    return f"from {begins} to {ends}: {'; '.join((in_full(row), *row.reserves))}{acts}"


def diff(state: State, since: str | int) -> Answer:
    """Return what changed since a time or an entry, with the cause of each change."""
    before = analysis.baseline(state, since)
    rows = analysis.diff(before, state)
    nothing = f"nothing changed: no report turned an answer since {before.basis}"
    return answered(state, map(str, rows), [report for row in rows for report in row.reports], nothing)


def check(state: State) -> Answer:
    """Return what is wrong with the deal, worst first."""
    rows = analysis.check(state)
    lines = (
        f"{row.severity}: {row.what}" + (f"; settled by: {row.settled_by}" if row.settled_by else "")
        for row in rows
    )
    return answered(state, lines, [report for row in rows for report in row.reports], "nothing was found")


def windows(state: State) -> Answer:
    """Return until when offers and positions stand."""
    rows = analysis.windows(state)
    nothing = "no report gives an offer or a position an end"
    return answered(state, map(str, rows), [report for row in rows for report in row.reports], nothing)


def search(state: State, words: str) -> Answer:
    """Return the newest claims of the reports that have all of some words."""
    wanted = words.casefold().split()
    texts = ((claimed, _text(state, claimed).casefold()) for claimed in state.claims())
    matching = [claimed for claimed, text in texts if all(word in text for word in wanted)]
    lines = [_claim(state, claimed) for claimed in reversed(matching[-MOST:])]
    if len(matching) > MOST:
        lines.append(f"and {len(matching) - MOST} older ones")
    return answered(
        state, lines, [claimed.report for claimed in matching], f"no report has the words {words!r}"
    )


def _text(state: State, claimed: Claimed) -> str:
    """Return all text in which words are looked for: of a claim, its report and its source."""
    report = state.report_of(claimed.report)
    source, attribution = report.source, claimed.attribution
    texts = (claimed.report, report.title, source.outlet, source.title, source.author, attribution.speaker)
    return " ".join(filter(None, (*texts, *claimed.claim.subjects, claimed.claim.holder, *_said(claimed))))


def _said(claimed: Claimed) -> Iterator[str]:
    """Yield the words of a claim."""
    claim = claimed.claim
    if claim.prose:
        yield claim.prose
    if claim.quote is not None:
        yield str(claim.quote)


def _claim(state: State, claimed: Claimed) -> str:
    claim, report = claimed.claim, state.report_of(claimed.report)
    about = f"{claim.holder} on {', '.join(claim.subjects)}" if claim.holder else ", ".join(claim.subjects)
    facts = (f"{name} {cell_text(value)}" for name, value in claim.facts.items() if value is not None)
    stated = "; ".join((*facts, *_said(claimed)))
    source = report.source.outlet or report.source.title or "source not named"
    return f"{claimed.report}#{claimed.number}, {source}: {about}: {stated} ({claimed.attribution})"
