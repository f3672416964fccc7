"""What ran out, and what was renewed, among what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from peacetrack.analysis.briefing.lapse import is_withdrawn, lapsed_windows, line_of_lapse, ran_out
from peacetrack.analysis.briefing.line import Line, Rule
from peacetrack.analysis.briefing.moves import Move, on_conditions, since_when
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.phrase import day_words
from peacetrack.analysis.briefing.telling import reserve_of
from peacetrack.analysis.window import Window
from peacetrack.rules.standing import Spell, Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State
from peacetrack.words.stance import Stance
from peacetrack.words.when import as_instant


def ended_since(state: State, names: Names, moved: Iterable[Sequence[Move]], since: int) -> Iterator[Line]:
    """Yield a line for each position that ran out after an instant."""
    for standing in (of_party[-1].standing for of_party in moved):
        ended = lapsed_windows(state, standing.term, standing.party) if standing.lapsed else []
        if ended and ended[0].at is not None and as_instant(ended[0].at) > since:
            yield of_ended(state, names, ended[0])


def renewed_since(names: Names, moved: Iterable[Sequence[Move]], since: int) -> Iterator[Line]:
    """Yield a line for each position that ran out after an instant, and stands again."""
    for move in (of_party[-1] for of_party in moved):
        ended = [s.begins for s in move.spells if s.standing.lapsed and s.begins is not None]
        if ended and not move.standing.lapsed and as_instant(ended[-1]) > since:
            yield of_renewed(names, move.standing, move.spells)


def of_ended(state: State, names: Names, window: Window, rule: Rule | None = None, aside: str = "") -> Line:
    """Return the line on what ran out; that a party is not against a term any more is a turn."""
    against = isinstance(window.stance, Stance) and window.stance.side < 0
    if rule is None:
        rule = Rule.TURN if against else Rule.TERMS_OF_STANCE
    return line_of_lapse(state, names, rule, window, ran_out(state, names, window) + aside)


def of_renewed(
    names: Names, now: Standing, spells: Sequence[Spell], rule: Rule = Rule.TERMS_OF_STANCE, aside: str = ""
) -> Line:
    """Return the line on a position that stands again, with what had ended of it."""
    run = now.runs.get("stance", ())
    since = "" if now.since is None else f" {since_when(now.since)}"
    which = "" if now.silent else f" ({on_conditions(names, now)})"
    again = f"the position of {names.party(now.party)}{which} stands again{since}{reserve_of(names, run)}"
    what = f"{again}{_had_ended(names, spells)}{aside}"
    return names.line(rule, what, terms=[now.term], parties=[now.party], runs=[run])


def _had_ended(names: Names, spells: Sequence[Spell]) -> str:
    """Return what ended last in some spells, or was withdrawn, and when."""
    lapsed = [spell for spell in spells if spell.standing.lapsed and spell.begins is not None]
    if not lapsed or lapsed[-1].begins is None:
        return ""
    standing = lapsed[-1].standing
    field = "window" if "window" in standing.runs else "until"
    ended, over = ends_in_words(field, standing.stance, lapsed=True)
    over = "was withdrawn" if is_withdrawn(names.record.state, standing, field) else over
    return f"; its {ended} {over} {day_words(last_moment(lapsed[-1].begins))}"
