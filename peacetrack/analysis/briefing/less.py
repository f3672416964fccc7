"""Acceptances that are less on the record than by all that counts: what they are, and who alone says more."""

from __future__ import annotations

from collections.abc import Sequence

from peacetrack.analysis.briefing.naming import Names, asked_by
from peacetrack.analysis.briefing.phrase import day_words, listed, shortened, since_words
from peacetrack.analysis.briefing.telling import in_vain, since_then, that_it
from peacetrack.analysis.holding import Record, details_beside
from peacetrack.analysis.window import first_lapsed
from peacetrack.index.statement import CONTENT, field_words, reports_of
from peacetrack.rules.extension import until_in_words
from peacetrack.rules.on_record import asked_beside
from peacetrack.rules.stance_run import ENDING_FIELDS, Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.words.ending import Ending
from peacetrack.words.value import in_short


def less_on_record(names: Names, standing: Standing, own: Standing) -> str:
    """Return what an acceptance is on the record, and who alone says that it is more."""
    if own.lapsed:
        return _over(names, standing, own)
    fields, is_asked = _details(names.record, standing, own), bool(asked_beside(standing, own))
    asked, instead = (asked_by(names, each) if is_asked else "" for each in (own, standing))
    runs = _runs(own, standing, own, fields) or [own.runs["stance"]]
    first = max((run[0] for run in runs), key=lambda statement: statement.order)
    here = f"{names.party(own.party)} accepts it{asked}{_with(own, fields)}, {since_words(str(first.since))}"
    instead = instead or (" without a condition" if is_asked else "")
    off = _off(standing, own, fields)
    day = f", {since_words(str(off[-1].since))}" if off else ""
    says = f"accepts it{f'{instead}{_with(standing, fields)}' or ' without that'}"
    return f"on the record, {here}; {_only(names, standing, off, says)}{day}"


def behind_less(record: Record, standing: Standing, own: Standing) -> list[Run]:
    """Return what gives a party its acceptance on the record, then what alone says that it is more."""
    fields = _details(record, standing, own)
    return [own.runs["stance"], *_runs(own, standing, own, fields), _off(standing, own, fields)]


def reports_of_less(record: Record, term: str) -> list[str]:
    """Return the reports behind what is less on the record: the acceptances of a term, and how far it is."""
    runs = [run for pair in record.less(term) for run in behind_less(record, *pair)]
    own = record.broken_off(term)
    return list(reports_of(*runs, () if own is None else own.runs["stage"]))


def _details(record: Record, standing: Standing, own: Standing) -> tuple[str, ...]:
    return details_beside(standing, own, record.unsettled(own.term))


def _runs(of: Standing, standing: Standing, own: Standing, fields: Sequence[str]) -> list[Run]:
    """Return the runs of a standing in which both acceptances differ: of ends, conditions, details."""
    if own.lapsed:
        differing: tuple[str, ...] = ENDING_FIELDS
    else:
        asked = ("conditions",) if asked_beside(standing, own) else ()
        differing = *asked, *(f"{CONTENT}{field}" for field in fields)
    return [of.runs[field] for field in differing if of.runs.get(field)]


def _off(standing: Standing, own: Standing, fields: Sequence[str]) -> Run:
    """Return the statements off the record by which an acceptance is more: else those of the stance."""
    for runs in (_runs(standing, standing, own, fields), [standing.runs["stance"]]):
        off = [statement for run in runs for statement in run if not statement.on_record]
        if off:
            return tuple(off)
    return ()


def _only(names: Names, standing: Standing, off: Run, says: str) -> str:
    """Return who alone says, by some statements off the record, what a party does."""
    return f"only {that_it(names, standing, off)} {says}" if off else f"by all reports it {says}"


def _with(standing: Standing, fields: Sequence[str]) -> str:
    """Return some details of an acceptance, to follow on it."""
    given = [(field, standing.counting[field]) for field in fields if field in standing.counting]
    told = [f"{field_words(field)} {shortened(in_short(value))}" for field, value in given]
    return f", with {listed(told, 2)}" if told else ""


def _over(names: Names, standing: Standing, own: Standing) -> str:
    """Return that what a party accepts on the record ran out, and who says that it accepts all the same."""
    window = first_lapsed(names.record.state, own)
    ended, over = ends_in_words(window.field, window.stance, lapsed=True)
    day = "" if window.at is None else f" {day_words(last_moment(window.at))}"
    asked = f" (accepts{asked_by(names, own)})" if own.conditions else ""
    what = f"on the record, the {ended} of {names.party(own.party)}{asked} {over}{day}"
    if standing.recorded:
        return f"{what}; {_only(names, standing, _off(standing, own, ()), _stands(names, standing))}"
    extended = in_vain(names.record.state, names, own)
    return f"{what}; since then, {since_then(names, standing)}{extended}"


def _stands(names: Names, standing: Standing) -> str:
    """Return until when an acceptance stands that is over on the record."""
    endings = [ending for ending in (standing.window, standing.until) if isinstance(ending, Ending)]
    until = [names.named(until_in_words(ending), names.record.state.event_ids) for ending in endings]
    return f"accepts it {listed(until, 2) if until else 'without an end'}"
