"""Where a party stands on a term, in the words of a cell: of a terminal, of the page and of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

import attrs

from peacetrack.analysis.phrase import LATER, day_words, listed, shortened
from peacetrack.analysis.sentence.naming import Names, asked_by, asked_in_words
from peacetrack.index.statement import Key, Statement
from peacetrack.rules import standing_wording, wording
from peacetrack.rules.acts import act_in_words, introduced
from peacetrack.rules.claims import Claimed
from peacetrack.rules.extension import extends
from peacetrack.rules.on_record import Aside, aside_of
from peacetrack.rules.standing import Standing
from peacetrack.rules.status import NO_REPORT
from peacetrack.state import reading_of
from peacetrack.table.palette import MARKS, SYMBOLS
from peacetrack.view.shown import Shown
from peacetrack.words.classes import frozen
from peacetrack.words.condition import Condition
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.stance import Stance
from peacetrack.words.value import Absence
from peacetrack.words.when import Bound


@frozen
class CellWords:
    """Where a party stands on a term, in words without signs.

    Attributes:
        main: the stance, what the party did without one, or `no report`; empty where it is not needed.
        detail: what qualifies it: a red line, conditions, an ending, by which account, its age.
        stance: the stance that gives its colour; None without one.
        marks: the names of its marks, as in `palette.MARKS`.
        later: whether some of it came out later than the moment that is shown.
        later_in_short: whether some of it did that a short cell shows, so not when it ends.
        on_record: the sign of what the party says otherwise on the record: of another stance, `if`, `†`
            of an acceptance that is over there, or `#` of a detail; else empty.
        uncounted: whether there is no report that counts, but one that does not.
        coded_apart: whether two codings of one source give it another stance.
        met: that all its conditions are `met`, or `perhaps met`; empty where one is not, or there are none.
    """

    main: str = ""
    detail: str = ""
    stance: Stance | None = None
    marks: tuple[str, ...] = ()
    later: bool = False
    on_record: str = ""
    later_in_short: bool = False
    uncounted: bool = False
    coded_apart: bool = False
    met: str = ""

    @property
    def look(self) -> str:
        """The stance that gives its colour, `none` without a report, `said` for words without a stance."""
        if self.stance is not None:
            return str(self.stance)
        return {"": "", NO_REPORT: "none"}.get(self.main, "said")

    @property
    def symbol(self) -> str:
        """The symbol of the stance; empty without one."""
        return "" if self.stance is None else SYMBOLS[self.stance]

    @property
    def against(self) -> str:
        """The words against its stance, in brackets: `(but suspends it)`; empty where nothing does."""
        own = ", ".join(self._against)
        return f"({own})" if own else ""

    @property
    def _against(self) -> list[str]:
        return [part for part in self.detail.split(", ") if part.startswith("but ")]

    @property
    def insists(self) -> bool:
        """Whether it accepts as a red line."""
        return self.stance is Stance.ACCEPTS and "red line" in self.detail.split(", ")

    @property
    def refuses(self) -> str:
        """The act by which its party is against a term that it does not accept; empty without one."""
        return self._refusal.split()[1] if self._refusal else ""

    @property
    def refuses_told(self) -> bool:
        """Whether only others say so."""
        return " by the account of " in self._refusal

    @property
    def _refusal(self) -> str:
        if self.stance is Stance.ACCEPTS and "lapsed" not in self.marks:
            return ""
        return next((act for act in self._against if not act.endswith("on the record")), "")

    def with_detail(self, detail: str, *marks: str) -> CellWords:
        """Return the cell with another detail and more marks."""
        details = ", ".join(filter(None, (self.detail, detail)))
        return attrs.evolve(self, detail=details, marks=tuple(dict.fromkeys((*self.marks, *marks))))

    @property
    def in_full(self) -> str:
        """The cell as a sentence has it, with what only its pattern shows."""
        words = [MARKS[mark].word for mark in self.marks if mark == "unnamed"]
        return ", ".join(filter(None, (self.main, *words, self.detail)))


DETAIL, CODED_APART = "#", "‡"
"""The signs that a detail is another on the record, and that two codings of one source differ."""
UNCOUNTED = "none that counts"
"""What a cell without a report says where there is one that does not count, such as a rumour."""
AGES = ("{} days old", "recorded {} days ago")
"""How old a cell is, where the publication of its newest report is known, and where it is not."""
LATE = (f"{LATER}reported later", f"{LATER}recorded later")
"""That some of a cell came out later than the moment that is shown, likewise."""


Off = Callable[[Ending], str]
"""What became of the event that an ending names, to follow on its name."""


def stands(_: Ending) -> str:
    """Return that nothing is known to have become of the event that an ending names."""
    return ""


Met = Callable[[Condition], str]
"""Whether a condition is `met`, or `perhaps met`; empty where it is not."""


def unmet(_: Condition) -> str:
    """Return that a condition is not known to be met."""
    return ""


MET = "met"
_SURE_LAST = (MET, "perhaps met", "")


def all_met(standing: Standing, met: Met) -> str:
    """Return that all conditions of a standing are `met`, or `perhaps met`; empty where one is not."""
    return max((met(condition) for condition in standing.conditions), key=_SURE_LAST.index, default="")


def cell_words(
    shown: Shown, *, days: int | None = None, later: bool = False, off: Off = stands, met: Met = unmet
) -> CellWords:
    """Return where a party stands, in words.

    Parameters:
        shown: what is shown of it.
        days: how many days before the moment it was last reported, where that is long ago.
        later: whether some of what it shows came out later than the moment.
        off: what became of the events that its endings name (default: they may take place).
        met: whether its conditions are met (default: they are not).
    """
    names, standing, stance = shown.names, shown.standing, shown.stance
    main = str(stance) if stance is not None else _without_stance(shown)
    details = [*_details(names, standing, off, met)] if standing.runs or standing.derived else []
    details += standing_wording.contended(shown.contenders)
    details += _to_come(shown)
    sign, aside = _aside(names, standing, shown.differing)
    details += [aside] if aside else []
    details += [_beside(names, standing, claimed) for claimed in shown.acts] if stance is not None else []
    if main and (later or days is not None):
        details.append((LATE if later else AGES)[shown.is_recorded_only].format(days))
    others = (SYMBOLS[s.value] for s in standing.otherwise[-1:] if isinstance(s.value, Stance))
    marks = standing_wording.patterns(standing, shown.acts, shown.contenders, old=days is not None)
    return CellWords(
        main,
        ", ".join(details),
        stance,
        (*marks, *_marks_to_come(shown.to_come)),
        later,
        next(others, sign),
        met=all_met(standing, met),
    )


def _aside(names: Names, standing: Standing, own: Standing | None) -> tuple[str, str]:
    """Return how an acceptance on the record differs, as a sign and in words."""
    if own is None:
        return "", ""
    match aside_of(standing, own):
        case Aside.ASKS:
            return "if", f"but on the record{asked_by(names, own)}"
        case Aside.FREE:
            asked = asked_by(names, own) or " without a condition"
            return SYMBOLS[Stance.ACCEPTS], f"but {Stance.ACCEPTS} on the record{asked}"
        case Aside.OVER:
            ends = asks_and_ends(names, attrs.evolve(own, conditions=()))
            return MARKS["lapsed"].sign, f"but on the record its {' and its '.join(ends)}"
        case Aside.STILL:
            return SYMBOLS[Stance.ACCEPTS], f"but {Stance.ACCEPTS} on the record"
        case None:
            return "", ""
        case _ as never:
            assert_never(never)


def _without_stance(shown: Shown) -> str:
    standing = shown.standing
    if isinstance(standing.stance, Absence):
        words = {Absence.UNDER_NEGOTIATION: "under negotiation", Absence.NOT_STATED: "no stance stated"}
        return words.get(standing.stance, f"stance {standing.stance}")
    if standing.conditions:
        return standing_wording.sets_conditions(standing.conditions)[0]
    done = " and ".join(standing_wording.last_acts(shown.acts))
    if done or standing.runs:
        return done or "details only"
    if shown.to_come:
        return f"{shown.to_come[0].value} later"
    return NO_REPORT if shown.needed else ""


def _to_come(shown: Shown) -> Iterator[str]:
    """Yield when stances begin that are to come, on what conditions, and by which account they are known."""
    state, names = shown.state, shown.names
    for place, statement in enumerate(shown.to_come):
        stated, key = state.since_as_reported(statement), Key(statement.term, statement.party, "conditions")
        since = str(stated) if isinstance(stated, Bound) else f"from {wording.readable(statement.since)}"
        asked = [c for said in reading_of(state).cut.of_claim(key, statement.by) for c in said.value]
        text = (f"then {statement.value} " if place else "") + day_words(names.dated(since))
        text += f" if {listed([names.short.condition(each) for each in asked], 1)}" if asked else ""
        accounts = names.parties(statement.accounts_of)
        yield text + (f" by the account of {accounts}" if accounts else "")


def _marks_to_come(run: Sequence[Statement]) -> tuple[str, ...]:
    """Return the mark of how it is known that the first of some stances is to come."""
    if not run or (run[0].on_record and not run[0].accounts_of):
        return ()
    return ("account",) if run[0].accounts_of else ("unnamed",)


def _beside(names: Names, standing: Standing, claimed: Claimed) -> str:
    accounts = names.accounts_of(standing.party, claimed)
    by = f" by the account of {names.parties(accounts)}" if accounts else ""
    off = "" if claimed.attribution.type.on_record else " off the record"
    if introduced(standing, claimed) == "then":
        return f"then {claimed.claim.act}{by or off}"
    if extends(claimed.claim):
        return f"extended{off} without a stance, {day_words(str(claimed.since))}"
    return f"but {act_in_words(claimed)}{by or off}"


def _details(names: Names, standing: Standing, off: Off, met: Met) -> Iterator[str]:
    if standing.red_line is True:
        yield "red line"
    yield from asks_and_ends(names, standing, off, met)
    alone = (standing.window is None) is not (standing.until is None)
    said = [
        ("lapsed", standing.lapsed and not alone),
        ("disputed", bool(standing.disputed)),
        ("perhaps", standing.begun_perhaps),
        (standing_wording.otherwise(standing), bool(standing.otherwise)),
        (f"as {names.party(standing.by_group or '')}", standing.by_group is not None),
        ("by its members", bool(standing.by_members)),
        (f"by the account of {names.parties(standing.accounts_of)}", bool(standing.accounts_of)),
    ]
    yield from (words for words, applies in said if applies)


def asks_and_ends(names: Names, standing: Standing, off: Off = stands, met: Met = unmet) -> Iterator[str]:
    """Yield the conditions of a standing, whether they are met, and when its offer and its position end."""
    if standing.conditions:
        asked = listed([_asked(names, condition, met) for condition in standing.conditions], 2)
        yield asked_in_words(standing, asked).lstrip(", ")
    endings = (("window", standing.window), ("until", standing.until))
    given = [(field, ending) for field, ending in endings if ending is not None]
    alone = standing.lapsed and len(given) == 1  # where both end, either may have ended it
    for field, ending in given:
        fate = off(ending) if isinstance(ending, Ending) else ""
        known = not standing.on_record or standing_wording.ends_on_record(standing, field)
        reserve = names.reserve(standing_wording.end_accounts(standing, field), on_record=known)
        yield (
            _ending(names, standing, field, ending, lapsed=alone)
            + fate
            + (f" ({reserve})" if reserve else "")
        )


def _asked(names: Names, condition: Condition, met: Met) -> str:
    how = met(condition)
    return shortened(names.short.condition(condition), 70) + (f" ({how})" if how else "")


def _ending(names: Names, standing: Standing, field: str, ending: Ending | Absence, *, lapsed: bool) -> str:
    what, verb = wording.ends_in_words(field, standing.stance, lapsed=lapsed)
    match ending:
        case At():
            return f"{what} {verb} {day_words(wording.readable(ending))}"
        case NotBefore():
            return f"{what} stands at least until {_occasion(names, ending)}"
        case WithEvent():
            return f"{what} {verb} with {_occasion(names, ending)}"
        case Undisclosed() | Absence():
            return f"{what} {verb}, date undisclosed"
    assert_never(ending)


def _occasion(names: Names, ending: WithEvent | NotBefore) -> str:
    event = ending.named_event
    return shortened(str(ending.event) if event is None else f"the {names.occasion(event)}", 50)
