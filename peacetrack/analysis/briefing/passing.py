"""What came and went between two states, which no comparison of them shows: stances and stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from peacetrack.analysis.briefing.line import Rule
from peacetrack.analysis.briefing.moves import since_when
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import since_words
from peacetrack.analysis.briefing.recorded import ChangeLine, placed
from peacetrack.analysis.briefing.telling import reserve_of
from peacetrack.index.statement import Key, Statement, reports_of
from peacetrack.ledger.entry import Entry
from peacetrack.rules.standing import Standing
from peacetrack.state import State, cut_of, snapshot_of
from peacetrack.words.position import Position, Stage
from peacetrack.words.report import Correction, Retraction
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus


def withdrawn_since(state: State, names: Names, earlier: State) -> Iterator[ChangeLine]:
    """Yield the stances that only reports gave which were recorded after an earlier state, and withdrawn.

    No comparison of the two states shows them: neither knows the report.
    """
    for entry in state.entries[earlier.basis.known : state.basis.known]:
        if entry.kind in ("correction", "retraction"):  # no other body is read
            old = _withdrawn(entry)
            filed = snapshot_of(state).filed(old)
            if filed is not None and filed.entry.seq > earlier.basis.known:
                yield from _given_until(state, names, entry, old)


def _withdrawn(entry: Entry) -> str:
    body = entry.body
    assert isinstance(body, Correction | Retraction)
    return body.corrects if isinstance(body, Correction) else body.retracts


def _given_until(state: State, names: Names, entry: Entry, old: str) -> Iterator[ChangeLine]:
    """Yield a line for each stance that stood by a report until it was withdrawn, and does not any more."""
    before, after = state.at(known=entry.seq - 1), state.at(known=entry.seq)
    for term, party in _holders(state, old):
        was, then = before.standing(term, party), after.standing(term, party)
        gave = was.live_stance is not None and old in reports_of(was.runs["stance"])
        if gave and then.live_stance is not was.live_stance:
            now = state.standing(term, party)
            what = f"{names.party(party)} was recorded as {was.stance}{_mended(entry, now)}"
            turned = [of.status_of(term) is TermStatus.AGREED for of in (before, after)] == [True, False]
            what += "; the term was agreed by it" if turned else ""
            reports = [*([entry.id] if entry.kind == "correction" else []), old]
            line = names.line(
                Rule.CORRECTED, what, terms=[term], parties=[party], reports=reports, source=names.out_of(old)
            )
            yield placed(state, line)._replace(again=True)


def _mended(entry: Entry, now: Standing) -> str:
    """Return that a report was withdrawn, and where its party stands now."""
    stands = "" if now.live_stance is None else f"{now.live_stance} {since_when(now.since)}"
    if entry.kind == "correction":
        return f"; the report is corrected{': ' if stands else ''}{stands}"
    return f", by a report since retracted{'; now ' if stands else ''}{stands}"


def passed_since(state: State, names: Names, earlier: State) -> Iterator[ChangeLine]:
    """Yield the terms that are back at the stage of an earlier state, and by which others they came."""
    for term in state:
        if (term, None) not in cut_of(state).timeline.fields or term not in earlier:
            continue
        now, since = state.progress(term).stage, _stages_since(state, term, earlier.instant)
        if now is earlier.progress(term).stage and any(stage.value is not now for stage in since):
            steps = [[*of_stage] for _, of_stage in groupby(since, key=lambda statement: statement.value)]
            what = f"reported as {', then '.join(_stage(names, step) for step in steps)}"
            yield placed(state, names.line(Rule.EVENT, what, terms=[term], runs=steps))._replace(again=True)


def _stage(names: Names, run: Sequence[Statement]) -> str:
    stage, since = str(run[0].value).replace("-", " "), since_words(str(run[0].since))
    return f"{stage}, {since}{reserve_of(names, run)}"


def _stages_since(state: State, term: str, instant: int) -> list[Statement]:
    """Return the statements of the stage of a term that began after an instant, oldest first."""
    begun = cut_of(state).begun(Key(term, None, "stage"))
    later = takewhile(lambda statement: statement.anchor > instant, begun)
    return [statement for statement in later if isinstance(statement.value, Stage)][::-1]


def _holders(state: State, old: str) -> dict[tuple[str, str], None]:
    """Return the parties on the terms of which a report gives a stance."""
    positions = (claim for claim in state.report_of(old).claims if isinstance(claim, Position))
    claims = (claim for claim in positions if isinstance(claim.stance, Stance))
    holders = ((claim.term, claim.party or "") for claim in claims if claim.term in state)
    return dict.fromkeys(holder for holder in holders if holder[1] in state.agenda.party_by_id)
