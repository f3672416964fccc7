"""Strategies for claims: everything that the types admit."""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs
from hypothesis import strategies as st

from peacetrack.testing.strategies.content import contents, kind_on
from peacetrack.testing.strategies.drawing import any_of, few, optional
from peacetrack.testing.strategies.invented import AGENDA, EVENTS
from peacetrack.testing.strategies.value import (
    QUOTES,
    TEXTS,
    absences,
    endings,
    events,
    moments,
    texts,
    whens,
)
from peacetrack.words.act import Act
from peacetrack.words.attribution import JOINTLY, Attribution, AttributionType
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.ending import At, Undisclosed
from peacetrack.words.grade import Confidence, Credibility, Likelihood
from peacetrack.words.position import Link, Position, Progress, Relation, Stage, Trend
from peacetrack.words.report import Assessment, Claim, Event, EventStatus, Question, Tone
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, Term, TermStatus
from peacetrack.words.value import Absence
from peacetrack.words.when import After, Before, During, InWords, Moment


@cache
def attributions(agenda: Agenda = AGENDA) -> st.SearchStrategy[Attribution]:
    """Draw attributions, mostly of a kind that carries positions."""
    return st.builds(
        Attribution,
        st.sampled_from(AttributionType),
        speaker=optional(TEXTS),
        person=st.sampled_from([None, *agenda.person_by_id]),
        acts_for=optional(agenda.party_by_id),
    ) | st.builds(Attribution, st.sampled_from(JOINTLY), acts_for=few(agenda.party_by_id))


@cache
def conditions(agenda: Agenda = AGENDA) -> st.SearchStrategy[Condition]:
    """Draw conditions on terms, standings, events and words."""
    terms = st.sampled_from(list(agenda.term_by_id))
    parties = st.sampled_from(list(agenda.party_by_id))
    status = st.sampled_from([s for s in TermStatus if s >= TermStatus.PENDING])
    return st.one_of(
        st.builds(TermIs, terms, status),
        st.builds(StanceIs, parties, terms, st.sampled_from(Stance)),
        events().map(EventHeld),
        texts().map(InWords),
    )


@cache
def links(agenda: Agenda = AGENDA) -> st.SearchStrategy[Link]:
    """Draw links to terms or words."""
    return st.builds(Link, st.sampled_from(Relation), term=optional(agenda.term_by_id), text=optional(TEXTS))


def _ascribed(agenda: Agenda) -> dict[str, st.SearchStrategy[Any]]:
    return {"attribution": st.none() | attributions(agenda), "credibility": optional(Credibility)}


@cache
def positions(agenda: Agenda = AGENDA) -> st.SearchStrategy[Position]:
    """Draw positions of declared parties on declared terms."""
    return st.one_of(*(_position(agenda, term) for term in agenda.terms))


def _position(agenda: Agenda, term: Term) -> st.SearchStrategy[Position]:
    return st.builds(
        Position,
        st.sampled_from(list(agenda.party_by_id)),
        st.just(term.id),
        any_of((None,), Stance, Absence),
        act=optional(Act),
        repeated=st.booleans(),
        red_line=optional((False, True)),
        content=st.none() | contents(kind_on(agenda, term), agenda),
        conditions=st.none() | st.lists(conditions(agenda), max_size=2).map(tuple),
        window=st.none() | endings() | absences(),
        since=st.none() | whens(),
        until=st.none() | endings() | absences(),
        complete=st.sampled_from((False, False, False, True)),
        addressee=optional(agenda.party_by_id),
        reasons=few(TEXTS),
        links=st.lists(links(agenda), max_size=1).map(tuple),
        wording=optional(TEXTS),
        quote=optional(TEXTS) | QUOTES,
        **_ascribed(agenda),
    ).map(opening_before_closing)


@cache
def withdrawals(agenda: Agenda = AGENDA) -> st.SearchStrategy[Position]:
    """Draw withdrawals: an until without a stance."""
    return st.builds(
        Position,
        st.sampled_from(list(agenda.party_by_id)),
        st.sampled_from(list(agenda.term_by_id)),
        act=st.just(Act.WITHDRAWS),
        since=st.none() | whens(),
        until=endings(),
        **_ascribed(agenda),
    )


def opening_before_closing(position: Position) -> Position:
    """Return the position without endings at moments before it begins; a bare until may lie there."""
    since = position.since
    if not isinstance(since, Moment):
        return position
    plain: dict[str, Any] = {
        field: Undisclosed()
        for field, ending in (("window", position.window), ("until", position.until))
        if (field == "window" or position.stance is not None)
        and isinstance(ending, At)
        and isinstance(ending.moment, Moment)
        and since.anchor >= ending.moment.range.first
    }
    return attrs.evolve(position, **plain)


@cache
def progresses(agenda: Agenda = AGENDA) -> st.SearchStrategy[Progress]:
    """Draw the progress of declared terms."""
    return st.one_of(*(_progress(agenda, term) for term in agenda.terms))


def _progress(agenda: Agenda, term: Term) -> st.SearchStrategy[Progress]:
    return st.builds(
        Progress,
        st.just(term.id),
        stage=optional(Stage),
        trend=optional(Trend),
        content=st.none() | contents(kind_on(agenda, term), agenda),
        since=st.none() | whens(),
        wording=optional(TEXTS),
        **_ascribed(agenda),
    )


@cache
def event_claims(agenda: Agenda = AGENDA) -> st.SearchStrategy[Event]:
    """Draw claims about events; one that is dated by another names a later one, so there is no circle."""

    def of(place: int) -> st.SearchStrategy[Event]:
        later = EVENTS[place + 1 :]
        kinds = (During, Before, After) if later else ()
        bound = [st.builds(cls, st.sampled_from(later)) for cls in kinds]
        return st.builds(
            Event,
            st.just(EVENTS[place]),
            type=any_of((None,), TEXTS, ("deadline",)),
            status=optional(EventStatus),
            when=st.one_of(st.none(), moments(), *bound),
            duration=st.none() | st.just("PT5H"),
            place=optional(TEXTS),
            participants=few(agenda.party_by_id, 3),
            people=few(agenda.person_by_id, 1),
            about=few(agenda.term_by_id, 1),
            text=optional(TEXTS),
            **_ascribed(agenda),
        )

    return st.one_of(*(of(place) for place in range(len(EVENTS))))


@cache
def assessments(agenda: Agenda = AGENDA) -> st.SearchStrategy[Assessment]:
    """Draw views of the deal."""
    return st.builds(
        Assessment,
        texts(),
        about=few(agenda.term_by_id),
        of=optional(agenda.party_by_id),
        tone=optional(Tone),
        conditions=st.lists(conditions(agenda), max_size=1).map(tuple),
        links=st.lists(links(agenda), max_size=1).map(tuple),
        likelihood=optional(Likelihood),
        confidence=optional(Confidence),
        **_ascribed(agenda),
    )


@cache
def questions(agenda: Agenda = AGENDA) -> st.SearchStrategy[Question]:
    """Draw questions left open."""
    return st.builds(
        Question,
        texts(),
        about=few(agenda.term_by_id),
        fields=few(("size", "mandate")),
        due=st.none() | whens(),
        attribution=st.none() | attributions(agenda),
    )


@cache
def claims(agenda: Agenda = AGENDA) -> st.SearchStrategy[Claim]:
    """Draw claims of every kind, most of them positions."""
    return st.one_of(
        positions(agenda),
        positions(agenda),
        withdrawals(agenda),
        progresses(agenda),
        event_claims(agenda),
        assessments(agenda),
        questions(agenda),
    )
