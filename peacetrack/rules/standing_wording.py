"""Standings in words and signs, for everything that people read.

Terms, endings and times are worded in `wording`, claims in `claim_wording`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peacetrack.index.statement import Statement, field_words, subject_words
from peacetrack.rules.acts import casts_doubt, introduced
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import NO_CONTENDERS, Contenders, Unheld
from peacetrack.rules.extension import extends
from peacetrack.rules.on_record import Aside, aside_of
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import Name, listed_as, readable
from peacetrack.table.palette import MARKS, SYMBOLS
from peacetrack.words.act import Act
from peacetrack.words.ending import Ending
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.value import in_short

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
        (
            "@members",
            f"by its members {listed_as(map(name, standing.by_members))}",
            bool(standing.by_members),
        ),
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
        *([] if contenders.signed is None else [_bound(contenders.signed)]),
    ]


def _bound(act: Act) -> str:
    """Return that a party bound itself to what ran out: `but signs it`."""
    return f"but {act} it" if act is Act.SIGNS else f"but {act} to it"


def _announced_for(event: Unheld) -> str:
    """Return for what an acceptance was announced: `announced for what was cancelled`."""
    became = f"was {event.put_off}" if event.put_off else "is not known to be held"
    return f"announced for what {'was held without it' if event.without else became}"


def reservation(standing: Standing) -> str:
    """Return how a stance is known where the party does not say it on the record; else an empty text."""
    return account_words(standing.accounts_of) or ("" if standing.on_record else "not on the record")


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
    """Return the acts with a stance: `but suspends per EAST`, `then urges`."""
    told = zip(acts, acts_per(standing, acts, agenda), strict=True)
    return [f"{introduced(standing, act)} {done}{_in_vain(standing, act)}" for act, done in told]


def _in_vain(standing: Standing, act: Claimed) -> str:
    """Return that an act only extends what is over, which makes no new acceptance."""
    return " without a stance" if standing.lapsed and extends(act.claim) else ""


def acts_per(standing: Standing, acts: Iterable[Claimed], agenda: Agenda | None) -> list[str]:
    """Return acts with a stance, each with the parties that alone report it."""
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
    done = (
        f"{introduced(standing, act)} {act.claim.act}{' ' * bool(by)}{by}{_in_vain(standing, act)}"
        for act, by in told
    )
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
