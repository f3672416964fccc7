"""Lines on what makes doubtful that an agreed term is agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peacetrack.analysis.briefing.against import line_of, line_of_both, otherwise, tellers
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import since_words
from peacetrack.analysis.briefing.recorded import ChangeLine, placed
from peacetrack.analysis.briefing.verdict import (
    by_account,
    claims_over_refusals,
    goes_back,
    left_open,
    taken_back,
)
from peacetrack.rules.claims import Claimed
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.edtf import DAY
from peacetrack.words.position import BROKEN_OFF
from peacetrack.words.term import TermStatus


def unconfirmed(state: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield the acceptances of an agreed term that perhaps do not hold.

    They are another's account alone, or not what the party says on the record, or open by their dates.
    Those of parties against it on the record are in `overtaken`.
    """
    agreed = term.status is TermStatus.AGREED
    against = {own.party for _, own in names.record.not_taken_back([term.id])} if agreed else set()
    for standing in map(term.__getitem__, term.unconfirmed if agreed else ()):
        own = standing.otherwise
        if own and standing.party not in against:
            yield line_of_both(names, Rule.UNCONFIRMED, standing, otherwise(state, names, standing), own)
        elif standing.accounts_of and not own:
            yield line_of(names, Rule.UNCONFIRMED, standing, by_account(names, standing))
        elif not own:
            yield line_of(names, Rule.UNCONFIRMED, standing, left_open(state, names, [standing]))


def only_claimed(names: Names, term: TermState) -> Iterator[str]:
    """Yield who alone says that parties accept an agreed term that they are against on the record."""
    for standing, _ in claims_over_refusals(names, term) if term.status is TermStatus.AGREED else ():
        yield f"only {tellers(names, standing)} that {names.party(standing.party)} accepts it"


def going_back(_: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield which accepting parties go back on it in a later act without a stance."""
    for standing, claimed in taken_back(term):
        endless = "" if standing.accounts_of else "; no end of its acceptance is stated"
        yield _of_going_back(names, Rule.UNCONFIRMED, standing, claimed, endless)


def gone_back_since(
    state: State, names: Names, earlier: State, going_back: Iterable[tuple[Standing, Claimed]]
) -> Iterator[ChangeLine]:
    """Yield a line for each act that goes back on an acceptance and is news since an earlier state."""
    for standing, claimed in going_back:
        before = ((known.claim, known.since) for _, known in taken_back(earlier[standing.term]))
        if (claimed.claim, claimed.since) not in before:
            rule = Rule.TURNED_AGAINST if claimed.attribution.type.on_record else Rule.TURN
            line = placed(state, _of_going_back(names, rule, standing, claimed))
            day, (needed, *_, seq) = claimed.since.anchor // DAY if claimed.since else 0, line.order
            yield line._replace(order=(needed, True, day, seq))


def _of_going_back(names: Names, rule: Rule, standing: Standing, claimed: Claimed, more: str = "") -> Line:
    return names.line(
        rule,
        goes_back(names, standing, claimed) + more,
        terms=[standing.term],
        parties=[standing.party],
        reports=[claimed.report],
        source=names.claimed(claimed, standing.party),
    )


def broken_off(_: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield that a term is reported as shelved, suspended, defeated or collapsed."""
    progress = term.progress
    if term.status is not None and progress.stage in BROKEN_OFF:
        run = progress.runs["stage"]
        differ = ", and reports differ" if "stage" in progress.disputed else ""
        what = f"reported as {progress.stage}, {since_words(str(run[0].since))}{differ}"
        yield names.line(Rule.BROKEN_OFF, what, terms=[term.id], runs=[run])
