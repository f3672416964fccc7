"""Reports that say otherwise and that a trust leaves out: a stricter one must not look stronger unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peacetrack.analysis.window import windows_on
from peacetrack.index.statement import Statement, reports_of
from peacetrack.rules.acts import last_going_back, told_act
from peacetrack.rules.ending import ending_event
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import ends_in_words, last_moment
from peacetrack.state import State, everything_of, reading_of, wider_of
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import isolated, joined
from peacetrack.words.position import BROKEN_OFF
from peacetrack.words.term import TermStatus


@frozen
class Otherwise:
    """Words of reports that do not count, against an answer by those that do.

    Attributes:
        term: the term.
        party: the party; None for the term itself.
        words: what they say, with ids.
        reports: these reports, the last one last.
    """

    term: str
    party: str | None
    words: str
    reports: tuple[str, ...]


def otherwise_on(state: State, term: str) -> Iterator[Otherwise]:
    """Yield what reports that do not count say against where needed parties stand, and how far a term is.

    Only what makes it less: a stance that had ended, is another, or is disputed, and an end of the talks; of
    an agreed term, also what its conditions or details come to.
    """
    wide = wider_of(state)
    if wide is None or term not in wide:
        return
    against = [*_against(state, wide, term)]
    yield from against
    status = wide.status_of(term)
    if not against and state.status_of(term) is TermStatus.AGREED and status is not TermStatus.AGREED:
        yield Otherwise(term, None, f"by all reports it is {status or 'without a status'}", left_out(state))


def _against(state: State, wide: State, term: str) -> Iterator[Otherwise]:
    """Yield what reports that do not count say of the needed parties, and of the talks on a term."""
    for party in state.needed_on(term):
        standing, other = state.standing(term, party), wide.standing(term, party)
        words, reports = _objection(standing, other, state, wide)
        if words:
            yield Otherwise(term, party, words, reports)
    stage = wide.progress(term).stage
    if stage in BROKEN_OFF and state.progress(term).stage is not stage:
        yield Otherwise(term, None, f"it is {stage}", _uncounted(state, wide.progress(term).runs["stage"]))


Objection = tuple[str, tuple[str, ...]]
"""Why a stance is less by all reports, in words, and by which reports; empty where it is not."""


def _objection(standing: Standing, other: Standing, state: State, wide: State) -> Objection:
    """Return why a live stance is less by all reports."""
    stance, party = standing.live_stance, isolated(standing.party)
    if stance is None:
        return "", ()
    if other.lapsed:
        return _ended(state, wide, other)
    run = other.runs.get("stance", ())
    if other.live_stance is None or other.live_stance < stance:
        verb = f"{other.live_stance.verb} it" if other.live_stance else "has no stance on it"
        since = "" if other.since is None else f", {other.since}"
        return f"{party} {verb}{since}", _uncounted(state, run)
    if "stance" in other.disputed and "stance" not in standing.disputed:
        disputing = wide.disputing_statements(other, "stance")
        return f"they differ on where {party} stands", _uncounted(state, disputing)
    return _backing_out(standing, other, state, wide)


def _ended(state: State, wide: State, other: Standing) -> Objection:
    """Return what ended of a standing, and when."""
    ended = [w for w in windows_on(wide, other.term) if w.party == other.party and w.lapsed]
    window = min(ended, key=lambda each: 0.0 if each.at is None else each.at.timestamp())
    what, over = ends_in_words(window.field, window.stance, lapsed=True)
    day = "" if window.at is None else f" {last_moment(window.at)}"
    event = ending_event(window.closes)
    came = () if event is None else wide.event(event).runs.get("status", ())
    runs = (*other.runs[window.field], *came)
    return f"the {what} of {isolated(other.party)} {over}{day}", _uncounted(state, runs)


def _backing_out(standing: Standing, other: Standing, state: State, wide: State) -> Objection:
    """Return an act that goes back on an acceptance, or conditions of it, that do not count."""
    party = isolated(standing.party)
    key = other.term, other.party
    claims, counting = (reading_of(of).claims.news.get(key, ()) for of in (wide, state))
    act = last_going_back(other, claims, wide.agenda)
    if act is not None and act not in counting:
        return f"{told_act(wide.agenda, other.party, act)}, {act.since}", (act.report,)
    added = [condition for condition in other.conditions if condition not in standing.conditions]
    if added and standing.accepts:
        asked = " and ".join(map(str, added))
        return f"{party} accepts it if {asked}", _uncounted(state, other.runs["conditions"])
    return "", ()


def _uncounted(state: State, run: Sequence[Statement]) -> tuple[str, ...]:
    """Return the reports of those of some statements that do not count."""
    counts = reading_of(state).cut.counts
    return reports_of(s for s in run if not counts(s.by, s.accounts_of))


def uncounted_of(state: State, term: str, party: str) -> tuple[str, ...]:
    """Return the reports of positions of a party on a term that do not count, as recorded: rumours too."""
    of_party, counting = (
        each.claims(term=term, party=party, kind="position") for each in (everything_of(state), state)
    )
    counted = {(claimed.report, claimed.number) for claimed in counting}
    return tuple(dict.fromkeys(c.report for c in of_party if (c.report, c.number) not in counted))


def no_report(uncounted: Sequence[str]) -> str:
    """Return that there is no report, or none that counts: `no report that counts (a does not)`."""
    if not uncounted:
        return "no report"
    return f"no report that counts ({joined(uncounted)} {'does' if len(uncounted) == 1 else 'do'} not)"


def left_out(state: State) -> tuple[str, ...]:
    """Return the reports with a claim that does not count, and would by default; as recorded."""
    wide = wider_of(state)
    if wide is None:
        return ()
    counting = {(claimed.report, claimed.number) for claimed in state.claims()}
    others = (claimed for claimed in wide.claims() if (claimed.report, claimed.number) not in counting)
    return tuple(dict.fromkeys(claimed.report for claimed in others))
