"""Standings, statuses, endings and times in words and signs, for everything that people read.

Single values write themselves: `peacetrack.words` gives them `str()` and `in_short`, and
`peacetrack.table.columns` lays them out in tables. Colours and markup are in `peacetrack.view`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, assert_never

from peacetrack.index.statement import Provenance, Statement, field_words, subject_words
from peacetrack.rules.acts import casts_doubt, introduced
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import NO_CONTENDERS, Contenders, Unheld
from peacetrack.rules.on_record import Aside, aside_of
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.quorum import Lacking, Quorum
from peacetrack.rules.rulings import Rulings
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import NO_REPORT
from peacetrack.table.palette import MARKS, SYMBOLS
from peacetrack.words.edtf import DAY, day_text
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, TermStatus
from peacetrack.words.value import Absence, counted, in_short
from peacetrack.words.when import After, Before, During, Moment, days_between, display_day, display_minute

Name = Callable[[str], str]
"""What a party is called, by its id."""

# Signs

SILENT = "."
"""The sign of a needed party that says and does nothing; for other parties there is no sign."""

_MARKS = (
    ("!", "! red line"),
    ("if", "if: under conditions"),
    ("if(", "if(met): under conditions that are met"),
    ("<", "<when: how long the offer stands, <when* not on the record"),
    ("<?", "<?: it closes, date undisclosed"),
    (MARKS["lapsed"].sign, "† lapsed"),
    (MARKS["disputed"].sign, "≠ disputed"),
    (MARKS["perhaps"].sign, "~ may have begun later"),
    (MARKS["unnamed"].sign, "* not on the record"),
    ("°", "°when: a detail from before it came to this side"),
    ("@", "@group: stands where its group stands"),
    ("@members", "@members: stands where the least favourable of its members stands"),
    ("per", "per party: only by the account of that party"),
    ("but", "but ...: its own on the record, what is before it only off the record"),
)
"""How each mark after a stance begins, and its meaning."""

SIGNS = (
    ("n/m: so many of the needed accept", "waits on: does not accept, or sets a condition that is unmet"),
    (
        *(f"{SYMBOLS[stance]} {stance}" for stance in reversed(Stance)),
        f"{SILENT} needed, no report that counts",
        "(act), then act: without a stance",
    ),
    tuple(meaning for _, meaning in _MARKS[:5]),
    tuple(meaning for _, meaning in _MARKS[5:]),
)
"""The meaning of every sign, in lines of what belongs together."""

LEGEND = tuple("  ".join(line) for line in SIGNS)
"""The same, one text a line."""


_CONDITIONAL = "with conditions"


def marks(standing: Standing, met: str = "") -> list[str]:
    """Return the marks after a stance: red line, conditions and whether they are met, window and so on."""
    return [mark for mark, _ in _qualified(standing, met=met)]


def _qualified(standing: Standing, name: Name = isolated, met: str = "") -> list[tuple[str, str]]:
    """Return what qualifies a stance, each as a mark and in words; a window has no words here."""
    disputed = ", ".join(map(field_words, standing.disputed))
    unsure = standing.begun_perhaps
    group = standing.by_group or ""
    accounts = joined(standing.accounts_of, "+")
    qualified = [
        ("!", "a red line", standing.red_line is True),
        (
            f"if({met})" if met else "if",
            _CONDITIONAL + (f" ({met})" if met else ""),
            bool(standing.conditions),
        ),
        (_window_mark(standing), "", standing.window is not None),
        (MARKS["lapsed"].sign, MARKS["lapsed"].word, standing.lapsed),
        (MARKS["disputed"].sign, f"{MARKS['disputed'].word}: {disputed}", bool(disputed)),
        (MARKS["perhaps"].sign, MARKS["perhaps"].word, unsure),
        (MARKS["unnamed"].sign, MARKS["unnamed"].word, _is_unnamed(standing)),
        (*_otherwise(standing), bool(standing.otherwise)),
        (f"°{_last_day(standing)}", f"older: {_older(standing)}", bool(standing.older)),
        (f"@{isolated(group)}", f"as {name(group)}", bool(group)),
        ("@members", f"by its members {_listed(map(name, standing.by_members))}", bool(standing.by_members)),
        (f"per {accounts}", account_words(standing.accounts_of, name), bool(accounts)),
    ]
    return [(mark, words) for mark, words, applies in qualified if applies]


def patterns(
    standing: Standing,
    acts: Sequence[Claimed] = (),
    contenders: Contenders = NO_CONTENDERS,
    *,
    old: bool = False,
) -> tuple[str, ...]:
    """Return the names of the marks of `palette.MARKS` that a standing has; none without a stance.

    `acts` go back on an acceptance, or breach it, and `contenders` may be later than it. `old` says that it
    was last reported long before the moment that is shown.
    """
    if not isinstance(standing.stance, Stance):
        return ()
    applies = {
        "lapsed": standing.lapsed,
        "unnamed": _is_unnamed(standing),
        "account": bool(standing.accounts_of),
        "disputed": bool(standing.disputed or contenders.unordered),
        "perhaps": standing.begun_perhaps or (standing.accepts and _is_doubted(standing, acts, contenders)),
        "old": old,
    }
    return tuple(name for name in MARKS if applies[name])


def _is_doubted(standing: Standing, acts: Sequence[Claimed], contenders: Contenders) -> bool:
    """Return whether a party says otherwise on the record, or goes back on what it accepts."""
    doubted = bool(standing.otherwise or contenders.since_announced)
    doubted |= contenders.unheld is not None or contenders.renewed is not None
    return doubted or any(casts_doubt(standing, act) for act in acts)


def _is_unnamed(standing: Standing) -> bool:
    """Return whether a stance is neither on the record nor by another's account."""
    return standing.on_record is False and not standing.accounts_of


def _older(standing: Standing) -> str:
    """Return the details that are older than the stance, each with its date."""
    dated = (f"{field_words(f)} ({standing.runs[f][-1].since})" for f in standing.older)
    return ", ".join(dated)


def _last_day(standing: Standing) -> str:
    """Return the date of the last of the details that are older than the stance."""
    older = (standing.runs[field][-1] for field in standing.older)
    last = max(older, key=lambda statement: statement.order, default=None)
    return "" if last is None else str(last.since)


def account_words(accounts: Iterable[str], name: Name = isolated) -> str:
    """Return by the account of which parties something is known: `by US's account`; else an empty text."""
    parties = [f"{name(party)}'s" for party in accounts]
    return f"by {' and '.join(parties)} account" if parties else ""


def otherwise(standing: Standing) -> str:
    """Return another stance that the party itself has on the record: `but rejects on the record`."""
    return f"but {standing.otherwise[-1].value} on the record" if standing.otherwise else ""


def beside_in_brief(standing: Standing, own: Standing) -> str:
    """Return the mark of an acceptance that is more or less on the record: `but if`."""
    how = aside_of(standing, own)
    return "" if how is None else f" but {_BESIDE[how]}"


_BESIDE = {
    Aside.ASKS: "if",
    Aside.FREE: str(Stance.ACCEPTS),
    Aside.OVER: MARKS["lapsed"].sign,
    Aside.STILL: str(Stance.ACCEPTS),
}


def _otherwise(standing: Standing) -> tuple[str, str]:
    return (f"but {standing.otherwise[-1].value}" if standing.otherwise else "", otherwise(standing))


def contended(contenders: Contenders) -> list[str]:
    """Return what speaks against a stance: `or rejects, order not known`, `but rejects since announced`."""
    unordered = dict.fromkeys(str(statement.value) for statement in contenders.unordered)
    since = [f"but {s.value} since announced" for s in contenders.since_announced[-1:]]
    order = [f"or {value}, order not known" for value in unordered]
    held = [] if contenders.unheld is None else [_announced_for(contenders.unheld)]
    return [
        *order,
        *since,
        *held,
        *([] if contenders.renewed is None else ["renewed without its conditions"]),
    ]


def _announced_for(event: Unheld) -> str:
    """Return for what an acceptance was announced: `announced for what was cancelled`."""
    return f"announced for what {f'was {event.put_off}' if event.put_off else 'is not known to be held'}"


def reservation(standing: Standing) -> str:
    """Return how a stance is known where the party does not say it on the record; else an empty text."""
    return account_words(standing.accounts_of) or ("" if standing.on_record else "not on the record")


def refusal(party: str, *, veto: bool) -> str:
    """Return what follows where a party that has to accept a term, or has a veto, refuses it."""
    return (
        f"the veto of {isolated(party)} stands" if veto else f"without {isolated(party)} it cannot be agreed"
    )


def _window_mark(standing: Standing) -> str:
    window = standing.window
    off = MARKS["unnamed"].sign if standing.on_record and not ends_on_record(standing, "window") else ""
    return (f"<{window}" if isinstance(window, Ending) and window.disclosed else "<?") + off


def ends_on_record(standing: Standing, field: str) -> bool:
    """Return whether a party, or its group, gives a value on the record; True where there is none."""
    run = standing.runs.get(field, ())
    return not run or any(statement.on_record for statement in run)


def end_accounts(standing: Standing, field: str) -> tuple[str, ...]:
    """Return the other parties that alone give a value, such as the end of an offer; else none."""
    run = standing.runs.get(field, ())
    accounts = (party for statement in run for party in statement.accounts_of)
    return tuple(dict.fromkeys(accounts)) if all(s.accounts_of for s in run) else ()


def reserve_of(standing: Standing, field: str) -> str:
    """Return how a value is known, where the stance is on the record and it is not; else an empty text."""
    if not standing.recorded or ends_on_record(standing, field):
        return ""
    return account_words(end_accounts(standing, field)) or "not on the record"


def legend(standing: Standing, met: str = "") -> list[str]:
    """Return one line that explains the marks of a standing; no line where it has none."""
    begins = {_begin_of(mark) for mark in marks(standing, met)}
    line = "  ".join(meaning for begin, meaning in _MARKS if begin in begins)
    return [line] if line else []


def _begin_of(mark: str) -> str:
    return max((begin for begin, _ in _MARKS if mark.startswith(begin)), key=len)


# Standings


def in_brief(
    standing: Standing,
    acts: Sequence[Claimed] = (),
    *,
    needed: bool = True,
    agenda: Agenda | None = None,
    met: str = "",
) -> str:
    """Return a standing as the board shows it: symbol, word and marks.

    Without a stance it is an absence or the last of the `acts`, in brackets; without those a dot
    where the party is `needed`, else nothing. An act that goes back on an acceptance, or breaches it, follows
    the marks, and the last act after all that; by an `agenda`, with the other parties that alone say so.
    `met` says whether all its conditions are met.
    """
    word = stance_word(standing, acts)
    if not word:
        return SILENT if needed else ""
    symbol = [SYMBOLS[standing.stance]] if isinstance(standing.stance, Stance) else []
    beside = acts_in_brief(standing, acts, agenda) if symbol else []
    return " ".join((*symbol, word, *marks(standing, met), *beside))


def acts_in_brief(standing: Standing, acts: Sequence[Claimed], agenda: Agenda | None) -> list[str]:
    """Return the acts beside a stance: `but suspends per EAST`, `then urges`."""
    told = zip(acts, acts_per(standing, acts, agenda), strict=True)
    return [f"{introduced(standing, act)} {done}" for act, done in told]


def acts_per(standing: Standing, acts: Iterable[Claimed], agenda: Agenda | None) -> list[str]:
    """Return acts beside a stance, each with the parties by whose account alone it is known."""
    pairs = ((act.claim.act, joined(_accounts(standing, act, agenda), "+")) for act in acts)
    return [f"{done} per {accounts}" if accounts else str(done) for done, accounts in pairs]


def dated_act(claimed: Claimed, party: str, agenda: Agenda) -> str:
    """Return an act of a party with its day, how it is known, and its report: `suspends 2030-01-10 (w#1)`."""
    known = account_words(agenda.accounts_of(party, claimed.attribution)) or (
        "" if claimed.attribution.type.on_record else "not on the record"
    )
    source = ", ".join(filter(None, (f"{isolated(claimed.report)}#{claimed.number}", known)))
    return f"{claimed.claim.act} {readable(claimed.since or '')}".strip() + f" ({source})"


def _accounts(standing: Standing, act: Claimed, agenda: Agenda | None) -> tuple[str, ...]:
    """Return the other parties that alone say that a party did something."""
    return () if agenda is None else agenda.accounts_of(standing.party, act.attribution)


def stance_word(standing: Standing, acts: Sequence[Claimed] = ()) -> str:
    """Return the stance in a word; without one, an absence or acts in brackets, or nothing."""
    if isinstance(standing.stance, Stance):
        return str(standing.stance)
    if standing.stance is not None:
        return in_short(standing.stance)
    words = last_acts(acts)
    other = "no stance" if standing.conditions else "detail"  # the mark of conditions follows
    return f"({' '.join(words) or other})" if words or standing.runs else ""


def sets_conditions(conditions: Sequence[object]) -> list[str]:
    """Return in words that a party without a stance sets conditions; nothing where it sets none."""
    if not conditions:
        return []
    return ["sets a condition" if len(conditions) == 1 else f"sets {len(conditions)} conditions"]


def no_stance(words: Iterable[str]) -> str:
    """Return in words what a party says and does without a stance: `no stance; urges`."""
    return "; ".join(filter(None, ("no stance", ", ".join(words))))


def last_acts(claims: Iterable[Claimed]) -> list[str]:
    """Return the last two kinds of act among some claims of a party."""
    acts = (claimed.claim.act for claimed in claims)
    return list(dict.fromkeys(str(act) for act in acts if act is not None))[-2:]


def in_full(
    standing: Standing,
    acts: Sequence[Claimed] = (),
    name: Name = isolated,
    agenda: Agenda | None = None,
    met: str = "",
) -> str:
    """Return a standing in words, without signs: the stance, its qualifiers and the last acts.

    Parameters:
        standing: the standing.
        acts: acts without a stance, the last ones are named.
        name: gives what a party is called, by its id (default: the id).
        agenda: tells of which parties an act is known by their account alone (default: it is not said).
        met: whether all conditions of a stance are met (default: it is not said).
    """
    qualified = [words for _, words in _qualified(standing, name, met) if words]
    if standing.stance is None:
        qualified = [words for words in qualified if not words.startswith(_CONDITIONAL)]
        return no_stance((*sets_conditions(standing.conditions), *qualified, *last_acts(acts)))
    if not isinstance(standing.stance, Stance):
        return ", ".join((str(standing.stance), *qualified, *last_acts(acts)))
    accounts = [account_words(_accounts(standing, act, agenda), name) for act in acts]
    told = zip(acts, accounts, strict=True)
    done = (f"{introduced(standing, act)} {act.claim.act}{' ' * bool(by)}{by}" for act, by in told)
    return ", ".join((str(standing.stance), *qualified, *done))


def in_sentence(standing: Standing) -> str:
    """Return a standing as a sentence: `NORTH accepts truce (a red line, lapsed)`."""
    if not isinstance(standing.stance, Stance):
        absence = "" if standing.stance is None else f" {in_short(standing.stance)}"
        return f"{isolated(standing.party)} has no stance on {isolated(standing.term)}{absence}"
    said = [("a red line", standing.red_line is True), ("lapsed", standing.lapsed)]
    words = ", ".join(word for word, applies in said if applies)
    clause = f"{isolated(standing.party)} {standing.stance.verb} {isolated(standing.term)}"
    return f"{clause} ({words})" if words else clause


def statement_in_words(statement: Statement) -> str:
    """Return a statement as a sentence: `NORTH accepts truce`, `NORTH on truce: red line yes`."""
    if statement.field == "stance" and isinstance(statement.value, Stance):
        return f"{isolated(statement.party)} {statement.value.verb} {isolated(statement.term)}"
    subject = subject_words(statement.term, statement.party)
    return f"{subject}: {field_words(statement.field)} {in_short(statement.value)}"


# Terms


def status_in_brief(rulings: Rulings, term: str, verdict: str = "") -> str:
    """Return a status as the board shows it: `PENDING 1/2 waits on SOUTH ≠ NORTH`.

    With a quorum: `PENDING 7/15 (9 needed, 4 no report) waits on 2 of 8`.

    Parameters:
        rulings: where the status is asked.
        term: the id of the term.
        verdict: what it is called instead, where it is agreed by all reports that count.
    """
    statuses, declared = rulings.statuses, rulings.agenda.term_by_id.get(term)
    status = statuses.status(term)
    if status is None:
        return "backdrop" if declared is not None and declared.backdrop else "-"
    word = (verdict or status.name.replace("_", " ")).upper()
    text = f"{word} {len(statuses.accepting(term))}/{len(rulings.needed_on(term))}{_counts(rulings, term)}"
    lists = ((" waits on ", waits(statuses.lacking(term))), (" ≠ ", joined(statuses.disputed(term))))
    return text + "".join(f"{sign}{parties}" for sign, parties in lists if parties)


def _counts(rulings: Rulings, term: str) -> str:
    """Return how many a quorum needs, and how many of the needed parties have no stance; else nothing."""
    quorums = rulings.quorums_on(term)
    counts = [_count_needed(quorum, alone=len(quorums) == 1) for quorum in quorums if not quorum.by_all]
    silent = rulings.statuses.tally(term).get(NO_REPORT, 0)
    return f" ({', '.join([*counts, *([f'{silent} {NO_REPORT}'] if silent else [])])})" if counts else ""


def _count_needed(quorum: Quorum, *, alone: bool) -> str:
    if quorum.group is not None:
        return f"members of {isolated(quorum.group)} not known"
    return f"{quorum.count} needed" if alone else f"{quorum.count} of {len(quorum.of)} needed"


def waits(lacking: Sequence[Lacking]) -> str:
    """Return who has to move still: parties by name; of many, of which some are enough, their number."""
    alone = dict.fromkeys(party for each in lacking if each.by_all for party in each.parties)
    some = (each for each in lacking if not each.by_all)
    counts = (str(e) if len(e.parties) <= _NAMED else f"{e.count} of {len(e.parties)}" for e in some)
    return ", ".join(filter(None, (joined(alone), *counts)))


_NAMED = 6
"""The most parties of a quorum that a status names."""


def status_word(status: TermStatus | None) -> str:
    """Return a status as words of a sentence: `in principle`, `no status`."""
    return "no status" if status is None else str(status).replace("-", " ")


def succession(agenda: Agenda, term: str) -> str:
    """Return which term a term replaces, and which replace it: `replaces truce`; else an empty text."""
    declared = agenda.term_by_id.get(term)
    old = None if declared is None else declared.replaces
    new = [other.id for other in agenda.terms if other.replaces == term]
    parts = (f"replaces {isolated(old)}" if old else "", f"replaced by {joined(new, ', ')}" if new else "")
    return "; ".join(filter(None, parts))


def progress_in_brief(progress: TermProgress, disputing: Sequence[Statement]) -> str:
    """Return stage, trend, open details, and details that are words or quantities.

    `disputing` are the statements that dispute it: a disputed stage shows all its values.
    """
    parts = [
        _value_or_values(progress, field, disputing) for field in ("stage", "trend") if field in progress.runs
    ]
    is_open = [name for name, value in progress.details.items() if _is_open(value)]
    parts += [f"open: {' '.join(is_open)}"] if is_open else []
    parts += [
        f"{name} {value}"
        for name, value in progress.details.items()
        if progress.of_kind.field(name).form in ("vocabulary", "quantity") and not isinstance(value, Absence)
    ]
    return "; ".join(parts)


def _is_open(value: object) -> bool:
    return value is Absence.UNDER_NEGOTIATION


def _value_or_values(progress: TermProgress, field: str, disputing: Sequence[Statement]) -> str:
    holding = progress.runs[field][-1]
    if field not in progress.disputed:
        return str(holding.value)
    values = [holding.value, *(other.value for other in disputing if other.field == field)]
    return f"≠ {' | '.join(dict.fromkeys(map(str, values)))}"


# Endings and times

_ENDS = {"offer": ("closes", "closed"), "position": ("ends", "ended")}


def ends_in_words(field: str, stance: object, *, lapsed: bool = False) -> tuple[str, str]:
    """Return what ends, and the verb: an offer closes, a position ends.

    The window of a party that is against a term, or neutral, is of its position: it offers nothing.
    """
    withheld = isinstance(stance, Stance) and stance.side <= 0
    what = "offer" if field == "window" and not withheld else "position"
    return what, _ENDS[what][lapsed]


def closing_in_words(
    field: str, ending: Ending | Absence, *, lapsed: bool, stance: Stance | Absence | None = None
) -> str:
    """Return when an offer (field `window`) closes, or a position (field `until`) ends.

    `lapsed` says that it is over: `offer closed 2030-04-01`.
    """
    what, verb = ends_in_words(field, stance, lapsed=lapsed)
    match ending:
        case At():
            return f"{what} {verb} {ending}"
        case Undisclosed() | Absence():
            return f"{what} {_ENDS[what][False]}, date undisclosed"
        case WithEvent():
            return f"{what} {verb} with {isolated(str(ending.event))}"
        case NotBefore():
            return f"{what} stands at least until {isolated(str(ending.event))}"
    assert_never(ending)


def with_report(since: Moment | None, reported: str) -> str:
    """Return a start, followed by how it was reported, as far as either is known."""
    return ", ".join(filter(None, ("" if since is None else str(since), reported)))


def reported_as(since: Moment, reported: object) -> str:
    """Return how a report gave a start, where that adds to it: bound to an event, or in words."""
    if isinstance(reported, During | Before | After):
        return str(reported)
    said = reported.said if isinstance(reported, Moment) else None
    return f'"{said}"' if said and since.edtf else ""


_INSTANT = r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00)?Z"


def readable(text: object) -> str:
    """Return a text, or a time, with each instant in it to the minute: `2030-04-01 09:30 UTC`."""
    return re.sub(_INSTANT, r"\1 \2 UTC", str(text))


def last_moment(over: datetime) -> str:
    """Return the last day of what is over at a time, or the time where that is no midnight."""
    first_of_all = over.date() == date.min
    if over.hour or over.minute or over.second or first_of_all:
        return display_minute(over)
    return display_day(over - timedelta(days=1))


# Age


class Reported(Protocol):
    """When a report came out."""

    @property
    def publication(self) -> int:
        """The last instant at which it may have been published, else when it was recorded."""

    @property
    def published(self) -> Moment | None:
        """When it was published, as its source says."""

    @property
    def supposed(self) -> bool:
        """Whether it is only supposed."""


def last_reported(newest: Reported | None) -> str:
    """Return when something was last reported, by its newest report; an empty text without one."""
    if newest is None or newest.supposed:
        return "" if newest is None else SUPPOSED
    return f"last {reported(newest.publication, newest.published)}"


SUPPOSED = "only supposed"
"""Takes the place of the day on which something was reported or recorded."""


def reported(at: int, published: Moment | None) -> str:
    """Return when something was reported, given the instant: `reported 2030-01-10`.

    Where its source gives no publication, or one that may be later, the day is that of the recording:
    `recorded 2030-01-10, publication not stated`.
    """
    if is_published(at, published):
        return f"reported {day_text(at)}"
    stated = "publication not stated" if published is None else f"published {published}"
    return f"recorded {day_text(at)}, {stated}"


def is_published(at: int, published: Moment | None) -> bool:
    """Return whether the day of an instant is that of a publication, and not of the recording."""
    return published is not None and published.range.last // DAY <= at // DAY


def age_mark(days: int, *, recorded_only: bool) -> str:
    """Return the mark of an age in days: `50d`, or `recorded 50d` where its publication is not known."""
    return f"recorded {days}d" if recorded_only else f"{days}d"


def newest_in_words(newest: Provenance | None, valid: int) -> str:
    """Return the newest report with its age at an instant: `newest report: a, 2030-01-10, 50 days old`.

    Without a publication: `newest report: a, recorded 2030-01-10, publication not stated, 50 days ago`.
    """
    if newest is None:
        return "there is no report"
    if newest.supposed:
        return f"newest report: {isolated(newest.report)}, {SUPPOSED}"
    at, published = newest.publication, newest.published
    known, days = is_published(at, published), days_between(at, valid)
    when = reported(at, published).removeprefix("reported ")
    if days > 0:
        age = f"{counted(days, 'day')} {'old' if known else 'ago'}"
    else:
        age = f"{'published' if known else 'recorded'} later" if days else "of that day"
    return f"newest report: {isolated(newest.report)}, {when}, {age}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: `EAST, WEST and ISLE`."""
    return _listed(map(isolated, names))


def _listed(names: Iterable[str]) -> str:
    *others, last = [*names] or [""]
    return f"{', '.join(others)} and {last}" if others else last
