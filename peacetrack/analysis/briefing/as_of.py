"""The ground of a brief: the moment, the clock, the newest source, and who is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from peacetrack.analysis.briefing.on_term import OnTerm, counting
from peacetrack.analysis.phrase import LATER, day_words
from peacetrack.analysis.sentence.line import OLD, Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.index.statement import Provenance
from peacetrack.rules.holding import newest_source
from peacetrack.rules.wording import is_published, last_reported
from peacetrack.state import State, reading_of
from peacetrack.words.edtf import microseconds
from peacetrack.words.position import Position
from peacetrack.words.value import counted
from peacetrack.words.when import days_between, display_day

NOW = "as known now"


THEN = "as known then"


def as_known(state: State) -> str:
    """Return which clock a state is by: empty where nothing was recorded after its moment."""
    entries, known = reading_of(state).base.ledger.entries, state.basis.known
    following = entries[known].recorded if known < len(entries) else None
    is_later = known > 0 and entries[known - 1].recorded > state.instant
    if following is None:
        return NOW if is_later else ""
    return THEN if following > state.instant and not is_later else known_by(state)


def known_by(state: State) -> str:
    """Return until when a state knows: now, or the day of its last entry."""
    entries, known = reading_of(state).base.ledger.entries, state.basis.known
    if known in (0, len(entries)):
        return NOW if known else "before the first entry"
    return f"as known on {day_words(display_day(entries[known - 1].recorded_at))}"


# What it rests on


def as_of(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield the moment, the newest source with its age, and how many positions rest on what."""
    reports = counting(names, parts)
    yield _moment(names, reports)
    yield from _not_counted(names, parts)
    if names.state.newest is None:
        return
    yield _newest(names)
    yield _sources(names, reports)
    yield from _oldest(names, parts)
    yield from _reserves(names, parts)


def _not_counted(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield how many reports a trust leaves out, and on which terms they say otherwise."""
    reports, against = names.left_out, [part for part in parts if part.otherwise]
    if reports:
        first = [f"on {names.quoted(part.id)}, {names.others(part.otherwise)}" for part in against[:3]]
        more = f"; and on {counted(len(against) - 3, 'more term')}" if len(against) > 3 else ""
        say = f"; they say otherwise {'; '.join(first)}{more}" if first else ""
        yield names.line(
            Rule.NOT_COUNTED,
            f"{counted(len(reports), 'report')}, in whole or in part{say}",
            about="Not counted",
            terms=[part.id for part in against],
            reports=reports,
            source="",
        )


def _moment(names: Names, reports: Sequence[str]) -> Line:
    basis, clock, later = names.state.basis, as_known(names.state), sum(map(names.is_later, reports))
    many = f"{later} of {counted(len(reports), 'report')} {'is' if later == 1 else 'are'} later"
    known = f", {clock}: {LATER}{many}" if later else f", {clock}" if clock else ""
    counts = f"; {basis.apart}" if basis.apart else ""
    what = f"{day_words(display_day(basis.valid))}{known}{counts}"
    return names.line(Rule.MOMENT, what, about="As of")


def _newest(names: Names) -> Line:
    newest, position = (
        reading_of(names.state).claims.newest(),
        reading_of(names.state).claims.newest(Position),
    )
    assert newest is not None
    what, reports = _aged(names, newest), [newest.report]
    if position is None:
        what += "; no report has a position"
    elif position.report != newest.report:
        what += f", without a position; newest position: {_aged(names, position)}"
        reports.append(position.report)
    days = days_between((position or newest).publication, names.state.instant)
    rule = Rule.NEWEST if days <= 7 else Rule.NEWEST_OVER_A_WEEK if days <= OLD else Rule.NEWEST_OVER_A_MONTH
    return names.line(rule, what, about="Newest source", reports=reports, source="")


def _aged(names: Names, newest: Provenance) -> str:
    if newest.supposed:
        return names.report(newest.report)
    at = newest.publication
    days, known = days_between(at, names.state.instant), is_published(at, newest.published)
    later = f"{LATER}published later" if known else f"{LATER}recorded later"
    age = later if days < 0 else "of that day" if days == 0 else f"{counted(days, 'day')} old"
    return f"{names.report(newest.report)}, {age}" + ("" if known else ", publication not stated")


def _sources(names: Names, reports: Sequence[str]) -> Line:
    outlets = {outlet for id in reports if (outlet := names.where(id))}
    named = f"from {counted(len(outlets), 'outlet')}" if outlets else "no outlet stated"
    what = f"{counted(len(reports), 'report')}, {named}"
    return names.line(Rule.SOURCES, what, about="", reports=reports, source="")


def _oldest(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield the live stance of a needed party that was last reported longest ago, where that is a month."""
    dated = [(last, s) for part in parts if (s := part.oldest) is not None and (last := s.last_reported)]
    last, standing = min(dated, key=itemgetter(0), default=(None, None))
    days = 0 if last is None else days_between(microseconds(last), names.state.instant)
    if standing is not None and days > OLD:
        place = f"{names.party(standing.party)} on {names.quoted(standing.term)}"
        what = f"{place}, {day_words(last_reported(newest_source(standing)))}, {days} days old"
        yield names.line(
            Rule.OLDEST,
            what,
            standing.runs["stance"],
            about="Oldest position that counts",
            terms=[standing.term],
            parties=[standing.party],
            source="",
        )


def _reserves(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    """Yield how many positions no named source gives, and how many only another side's account."""
    held = [standing for part in parts for standing in part.held]
    unnamed = [standing for part in parts for standing in part.unnamed]
    accounts = [s for s in held if s.accounts_of]
    positions = counted(len(held), "position")
    for rule, some, (verb, of_several, rest) in (
        (Rule.UNNAMED, unnamed, ("has", "have", "no named source")),
        (Rule.ACCOUNTS, accounts, ("is", "are", "known only by another side's account")),
    ):
        if some:
            yield names.line(
                rule,
                f"{len(some)} of {positions} {verb if len(some) == 1 else of_several} {rest}",
                *[standing.runs.get("stance", ()) for standing in some],
                about="",
                terms=[standing.term for standing in some],
                parties=[standing.party for standing in some],
                source="",
            )
