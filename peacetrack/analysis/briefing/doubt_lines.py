"""Lines on what makes doubtful that an agreed term is agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.briefing.acts import (
    act_done,
    breaches,
    complied,
    is_endless,
    is_told,
    members_against,
    of_going_back,
    refusals,
    refuses,
    taken_back,
)
from peacetrack.analysis.briefing.against import line_of, line_of_both
from peacetrack.analysis.briefing.doubt import (
    all_contended,
    by_account,
    claims_over_refusals,
    heard_of,
    left_open,
    less,
)
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.own_words import behind_less, less_on_record, otherwise
from peacetrack.analysis.briefing.phrase import since_words
from peacetrack.analysis.briefing.sources import joined, tellers, told
from peacetrack.analysis.briefing.verdict import Agreed, hanging, off_record, verdict
from peacetrack.analysis.window import extended_in_vain
from peacetrack.index.statement import reports_of
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, TermState
from peacetrack.words.position import BROKEN_OFF, Stage
from peacetrack.words.term import TermStatus
from peacetrack.words.value import grouped


def unconfirmed(state: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield the acceptances of an agreed term that perhaps do not hold.

    They are another's account alone, or not what the party says on the record, or open by their dates.
    Those of parties against it on the record are in `overtaken`, those of parties that went back on it in
    `going_back`.
    """
    agreed = term.status is TermStatus.AGREED
    told = {standing.party for standing, claimed in taken_back(term) if is_told(standing, claimed)}
    against = {own.party for _, own in names.record.not_taken_back([term.id])} if agreed else set()
    for standing in map(term.__getitem__, term.unconfirmed if agreed else ()):
        own = standing.otherwise
        if own and standing.party not in against:
            yield line_of_both(names, Rule.UNCONFIRMED, standing, otherwise(state, names, standing), own)
        elif standing.accounts_of and not own and standing.party not in told:
            yield line_of(names, Rule.UNCONFIRMED, standing, by_account(names, standing))
        elif not own and not standing.accounts_of:
            yield line_of(names, Rule.UNCONFIRMED, standing, left_open(state, names, [standing]))


def hangs_on_doubt(_: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield on what in doubt the acceptances of an agreed term hang."""
    for what, accepting in hanging(names, term):
        yield names.line(
            Rule.UNCONFIRMED,
            what,
            terms=[term.id],
            parties=[standing.party for standing in accepting],
            runs=[
                *(standing.runs.get("conditions", standing.runs["stance"]) for standing in accepting),
                *(run for standing in accepting for run in heard_of(term.state, standing)),
            ],
        )


def less_there(_: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield the acceptances of an agreed term that are less on the record."""
    for standing, own in less(names, term) if term.status is TermStatus.AGREED else ():
        vain = extended_in_vain(names.record.state, own)
        runs = behind_less(names.record, standing, own)
        extends = [] if vain is None else [names.claimed(vain, own.party)]
        yield names.line(
            Rule.UNCONFIRMED,
            less_on_record(names, standing, own),
            terms=[term.id],
            parties=[standing.party],
            runs=runs,
            source=joined(*map(names.source, runs), *extends),
        )


def out_of_order(_: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield the acceptances of an agreed term of which it is not known that they came last."""
    if term.status is TermStatus.AGREED:
        for standing, run, what in all_contended(names, term):
            said = list(map(tuple, grouped(run, lambda statement: statement.value).values()))
            if run[-1].field == "status" and len(said) > 1:
                yield _of_event(names, standing, what, said)
            else:
                yield line_of_both(names, Rule.UNCONFIRMED, standing, what, run)


def _of_event(names: Names, standing: Standing, what: str, runs: Sequence[Run]) -> Line:
    """Return the line on an acceptance that hangs on an event, by what each report says became of it."""
    return names.line(Rule.UNCONFIRMED, what, terms=[standing.term], parties=[standing.party], runs=runs)


def reports_against(state: State, names: Names, term: str) -> Iterator[str]:
    """Yield the reports behind what makes doubtful that a term is agreed; none of any other."""
    on_term = state[term]
    if on_term.status is TermStatus.AGREED:
        for doubts in (unconfirmed, less_there, going_back, refused, out_of_order):
            yield from (report for line in doubts(state, names, on_term) for report in line.reports)
        for standing in members_against(on_term):
            yield from reports_of(standing.recorded, standing.runs["stance"])


def only_claimed(names: Names, term: TermState) -> Iterator[str]:
    """Yield who alone says that parties accept an agreed term that they are against on the record.

    Then on which other terms it hangs that are not agreed for that reason, where it is not agreed by them.
    """
    decided = verdict(names, term)
    if decided is not None and decided.agreed is Agreed.NOT:
        for standing, _ in claims_over_refusals(names, term):
            yield f"only {tellers(names, told(standing))} that {names.party(standing.party)} accepts it"
        yield from (words for words, _ in hanging(names, term))


def going_back(_: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield which accepting parties go back on it, or breach it, in a later act without a stance."""
    for standing, claimed in taken_back(term):
        is_own = standing.party in term.accepting and is_endless(standing, claimed)
        endless = "; it is not stated whether its acceptance ended" if is_own else ""
        yield of_going_back(names, Rule.UNCONFIRMED, standing, claimed, endless)
    yield from breached(names, term)


def refused(_: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield which deciding parties that do not accept it are against it in an act without a stance."""
    agreed = term.status is TermStatus.AGREED
    for standing, claimed in refusals(term):
        complies = complied(term, standing, claimed)
        acts = [claimed] if complies is None else [claimed, complies]
        since = "" if complies is None else f"; since then, {act_done(names, standing.party, complies)}"
        yield names.line(
            Rule.UNCONFIRMED if agreed else Rule.REFUSAL,
            refuses(names, standing, claimed) + since,
            terms=[term.id],
            parties=[standing.party],
            reports=[act.report for act in acts],
            source=joined(*(names.claimed(act, standing.party) for act in acts)),
        )


def breached(names: Names, term: TermState) -> Iterator[Line]:
    """Yield which accepting parties breach it."""
    for standing, claimed in breaches(term):
        complies = complied(term, standing, claimed)
        yield of_going_back(names, Rule.UNCONFIRMED, standing, claimed, complies=complies)


def broken_off(_: State, names: Names, term: TermState) -> Iterator[Line]:
    """Yield that a term is reported as shelved, suspended, defeated or collapsed.

    Where only reports off the record say otherwise since, the line says so.
    """
    progress = term.progress
    if term.status is not None and progress.stage in BROKEN_OFF:
        run = progress.runs["stage"]
        differ = ", and reports differ" if "stage" in progress.disputed else ""
        what = f"reported as {progress.stage}, {since_words(str(run[0].since))}{off_record(progress)}{differ}"
        yield names.line(Rule.BROKEN_OFF, what, terms=[term.id], runs=[run])
    own = None if term.status is None else names.record.broken_off(term.id)
    if own is not None:
        here, run = own.runs["stage"], progress.runs["stage"]
        what = f"reported as {own.stage} on the record, {since_words(str(here[0].since))}"
        since = f"that it is {in_words(progress.stage)}, {since_words(str(run[0].since))}"
        what += f"; since then, {tellers(names, run)} {since}"
        yield names.line(Rule.BROKEN_OFF, what, terms=[term.id], runs=[here, run])


def in_words(stage: Stage | None) -> str:
    """Return a stage as a sentence has it: `in force`."""
    return str(stage).replace("-", " ")
