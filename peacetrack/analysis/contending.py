"""Stances that may be later than the one that holds: of equal weight, and since it was announced."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from peacetrack.index.statement import Statement
from peacetrack.rules.acts import is_own
from peacetrack.rules.claims import Claimed
from peacetrack.rules.contender import AsWritten, Contenders, announced_at, contenders, said_at
from peacetrack.rules.event import EventState
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State, reading_of
from peacetrack.words.act import Act
from peacetrack.words.attribution import AttributionType
from peacetrack.words.condition import Condition, EventHeld, StanceIs
from peacetrack.words.edtf import END
from peacetrack.words.report import EventStatus
from peacetrack.words.stance import Stance
from peacetrack.words.when import When


def contenders_of(state: State, standing: Standing) -> Contenders:
    """Return the statements of another stance that may be later than where a party stands."""
    as_written = AsWritten(partial(_as_reported, state), partial(_act_of, state))
    return contenders(reading_of(state).cut, standing, as_written)


def _as_reported(state: State, statement: Statement) -> When | None:
    """Return since when a statement holds as its report put it, where that may be bound to an event to come.

    Its report is read only where the dates leave that open.
    """
    announced = statement.by.publication < statement.anchor
    undated = not announced and statement.since.range.from_unknown and bool(reading_of(state).undated_events)
    return state.since_as_reported(statement) if announced or undated else None


def _act_of(state: State, statement: Statement) -> Act | None:
    return state.claim_of(statement).act


def rivals_of(state: State, standing: Standing, others: Contenders | None = None) -> Run:
    """Return the statements of another stance that may be later, oldest first.

    They dispute it, or the order of both is not known.

    Parameters:
        state: the state.
        standing: where a party stands.
        others: what may be later (default: it is looked for).
    """
    others = contenders_of(state, standing) if others is None else others
    disputed = "stance" in standing.disputed
    if not (disputed or others.unordered):
        return ()
    rivals = state.disputing_statements(standing, "stance") if disputed else ()
    found = {id(s): s for s in (*rivals, *others.unordered)}
    stances = (statement for statement in found.values() if isinstance(statement.value, Stance))
    return tuple(sorted(stances, key=lambda statement: statement.order))


def contending(state: State, standing: Standing, others: Contenders | None = None) -> Run:
    """Return those of them that count for no less: off the record, none does where the stance is on it."""
    rivals = rivals_of(state, standing, others)
    return tuple(s for s in rivals if s.on_record or not standing.recorded)


def is_contended(state: State, standing: Standing) -> bool:
    """Return whether a stance may not be the last word of its party, by reports that count for no less."""
    others = contenders_of(state, standing)
    return bool(
        others.since_announced or others.unheld or others.renewed or contending(state, standing, others)
    )


_TOOK_PLACE = (EventStatus.HELD, EventStatus.ONGOING, EventStatus.ENDED)
_CALLED_OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)


def otherwise_of(state: State, event: EventState) -> Run:
    """Return the statements by which an event did take place, or did not, that dispute its status.

    They came out at the same time: where that is not stated, one was most likely true after the other.
    """
    contrary = {**dict.fromkeys(_TOOK_PLACE, _CALLED_OFF), **dict.fromkeys(_CALLED_OFF, _TOOK_PLACE)}
    if event.status not in contrary or "status" not in event.disputed:
        return ()
    rivals = state.disputing_statements(event, "status")
    of_same_time = (s for s in rivals if s.by.published and event.runs["status"][-1].by.published)
    return tuple(s for s in of_same_time if s.value in contrary[event.status])


def is_only_heard(run: Run) -> bool:
    """Return whether nobody stands by what became of an event: no name, and no report in its own words."""
    return not any(statement.on_record or statement.by.type in _OWN_WORDS for statement in run)


_OWN_WORDS = (AttributionType.NARRATOR, AttributionType.STATE_MEDIA)


def only_heard(state: State, event: str) -> Run:
    """Return by what it is known that an event was held, where nobody stands by that; else nothing."""
    run = _took_place(state, event)
    return run if is_only_heard(run) else ()


def stance_heard(state: State, condition: Condition) -> Run:
    """Return by what a party is for something that a condition asks for, where nobody stands by that.

    What only the account of another party gives is in doubt by itself.
    """
    if not isinstance(condition, StanceIs) or condition.stance.side <= 0:
        return ()
    standing = state.standing(condition.term, condition.party)
    run = (*standing.nearer, *standing.runs.get("stance", ())) if standing.live else ()
    return run if run and not standing.accounts_of and is_only_heard(run) else ()


def _took_place(state: State, event: str) -> Run:
    """Return by what it is known that an event was held; nothing where it was not."""
    known = state.event(event)
    if not known.held or known.status not in _TOOK_PLACE:
        return ()
    return tuple(s for s in state.statements(event, None, "status") if s.value in _TOOK_PLACE)


Denied = tuple[Run, tuple[str, ...], Claimed]
"""By what an event was held, the parties that alone say so, and by which act another denies it."""


def denied_events(state: State, standing: Standing) -> Iterator[Denied]:
    """Yield the events that an acceptance asks for, held by the word of other parties, which its own denies.

    It does so on the record since then, and has not said there after that that it accepts.
    """
    done = reading_of(state).claims.news.get((standing.term, standing.party), ())
    denials = [c for c in done if c.claim.act is Act.DENIES and is_own(standing, c, state.agenda)]
    for event in events_asked(standing) if denials else ():
        run = _took_place(state, event)
        tellers = [state.agenda.accounts_of(standing.party, statement.attribution) for statement in run]
        since = max((*map(said_at, standing.recorded), *map(said_at, run[:1])), default=END)
        later = [each for each in denials if each.since is not None and each.since.anchor >= since]
        if run and all(tellers) and later:
            yield run, tuple(dict.fromkeys(chain.from_iterable(tellers))), later[-1]


def events_asked(standing: Standing) -> list[str]:
    """Return the events that an acceptance is conditional on."""
    return [condition.event for condition in standing.conditions if isinstance(condition, EventHeld)]


def became_otherwise(run: Run) -> str:
    """Return what became of an event by statements that dispute its status: `was cancelled`, `was held`."""
    status = run[-1].value
    return f"was {'held' if status in _TOOK_PLACE else status}"


def announced_before(standing: Standing, instant: int) -> int | None:
    """Return when a stance was announced that had not begun by an instant, else None.

    It was last announced on the record, or by any report where none is.
    """
    run = standing.runs.get("stance", ())
    if not run or instant >= run[0].anchor:
        return None
    said = announced_at(run)
    said = max(map(said_at, run)) if said is None else said
    return said if said < instant else None
