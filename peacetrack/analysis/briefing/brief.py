"""A brief: the answers of a state that a reader needs first, each with its rule and its source."""

from __future__ import annotations

from itertools import chain

from peacetrack.analysis.briefing.against import against, disputed_rejections, overtaken, red_lines
from peacetrack.analysis.briefing.changed import what_changed
from peacetrack.analysis.briefing.coming import what_comes
from peacetrack.analysis.briefing.line import Line
from peacetrack.analysis.briefing.naming import Names
from peacetrack.analysis.briefing.summary import as_of, headline
from peacetrack.analysis.briefing.waiting import conditions_in_the_way, details_apart, lapsed_offers, quorums
from peacetrack.state import State
from peacetrack.table.table import Table
from peacetrack.words.when import TimeLike

_BLOCKING = (
    against,
    overtaken,
    disputed_rejections,
    red_lines,
    conditions_in_the_way,
    quorums,
    lapsed_offers,
    details_apart,
)


def brief(state: State, *, since: TimeLike | int | None = None) -> Table[Line]:
    """List in sentences how a negotiation stands: its headline, what blocks, what changed, what is next.

    Every sentence has titles and names in it, never ids, and the rule by which it stands where it
    does; `docs/explanation/what-a-brief-says.md` gives the rules. Nothing is advised.

    Parameters:
        state: the state to ask.
        since: the time, or the seq of the entry, from when on changes are listed, as for `baseline`
            (default: a week before the last entry).

    Returns:
        One row for each sentence, by part, then by rule.

    Raises:
        UnknownSeqError: if `since` is a seq that the ledger does not have.
        InvalidTimeError: if `since` is no time.

    >>> for line in analysis.brief(state).filter(part="headline"):
    ...     print(line.what)
    on the record, Southland opposes it; since then, it is open to it, 4 Jan 2030, not on the record
    None of 2 terms is agreed
    Southland on “both sides cease fire for a year”, from opposes to open, 4 Jan 2030
    """
    found = [*where_they_stand(state), *what_is_known(state, since)]
    return Table(sorted(found, key=lambda line: (line.part, line.rule)), Line, state.basis)


def where_they_stand(state: State) -> list[Line]:
    """Return the headline and what blocks: all that rests on where parties stand and stood."""
    names = Names(state)
    blocking = [line for lines in _BLOCKING for line in lines(state, names)]
    blocking.sort(key=lambda line: line.rule)
    return [*headline(state, names, blocking), *blocking]


def what_is_known(state: State, since: TimeLike | int | None) -> list[Line]:
    """Return the other parts of a brief: they differ with all that is known at the moment."""
    names = Names(state)
    lines = as_of(state, names), what_changed(state, names, since), what_comes(state, names)
    return sorted(chain.from_iterable(lines), key=lambda line: (line.part, line.rule))
