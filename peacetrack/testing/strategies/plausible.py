"""Strategies for what a desk could have got: agendas, and reports on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

from peacetrack import content
from peacetrack.testing.strategies.claim import opening_before_closing
from peacetrack.testing.strategies.content import kind_on, listed
from peacetrack.testing.strategies.drawing import any_of, half, optional
from peacetrack.testing.strategies.invented import DAYS
from peacetrack.testing.strategies.value import events
from peacetrack.words.act import Act
from peacetrack.words.attribution import Attribution, AttributionType
from peacetrack.words.condition import Condition, EventHeld, StanceIs
from peacetrack.words.declared_kind import Kind
from peacetrack.words.ending import Undisclosed, WithEvent
from peacetrack.words.party import Member, Party
from peacetrack.words.position import Position
from peacetrack.words.quorum import AtLeast, Need
from peacetrack.words.report import Event, EventStatus, Report, Source
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, Term
from peacetrack.words.when import After, During

_SAID = (
    (Stance.ACCEPTS, None),
    (Stance.ACCEPTS, Act.AGREES),
    (Stance.OPEN, Act.CONSIDERS),
    (Stance.REJECTS, None),
    (None, Act.URGES),
    (None, None),
)


@cache
def plausible_reports(min_claims: int, max_claims: int) -> st.SearchStrategy[Callable[[Agenda], Report]]:
    """Draw reports of plain stances, often of the same few days, some dated by an event.

    Parties, terms and details are drawn as places, so that one strategy serves every agenda.
    """
    day = st.sampled_from(DAYS[:20:3])
    event = st.builds(
        Event,
        events(),
        type=any_of((None,), (None,), ("deadline",)),
        status=optional(EventStatus),
        when=st.none() | day | day | st.just(After("vote")),
    )
    url = any_of((None,), (None,), ("https://a.example",))
    source = st.builds(Source, published=half(day), origin=optional(("wire-a",)), url=url)
    position = _plausible_position(day)
    claims = st.one_of(position, position, position, event.map(lambda event: lambda _: event))
    return st.builds(
        lambda claims, source: lambda agenda: Report([claim(agenda) for claim in claims], source=source),
        st.lists(claims, min_size=min_claims, max_size=max_claims),
        source,
    )


def _plausible_position(day: st.SearchStrategy[str]) -> st.SearchStrategy[Callable[[Agenda], Position]]:
    when = st.one_of(
        day, day.map(lambda day: f"/{day}"), st.just("2030-01"), events().map(During), events().map(After)
    )
    end = st.one_of(day, events().map(WithEvent), st.just(Undisclosed()))
    fields = {
        "since": half(when),
        "until": st.none() | st.none() | st.none() | end,
        "window": st.none() | st.none() | st.none() | end,
        "red_line": any_of((None,), (True, False)),
        "complete": any_of((False,), (False,), (False,), (True,)),
    }
    place = st.integers(0, 11)
    return st.builds(
        _on,
        st.tuples(place, place, place),
        st.sampled_from(_SAID),
        st.sampled_from((None, None, "event", "stance")),
        st.none() | place,
        st.sampled_from(("document", "narrator", "account", "joint")),
        st.fixed_dictionaries(fields),
    )


def _on(
    places: tuple[int, int, int],
    said: tuple[Stance | None, Act | None],
    waits_for: str | None,
    detail: int | None,
    spoken: str,
    fields: dict[str, Any],
) -> Callable[[Agenda], Position]:
    """Return a position that takes parties, term and details of an agenda by their places."""

    def position(agenda: Agenda) -> Position:
        parties = [agenda.parties[place % len(agenda.parties)].id for place in places]
        term = agenda.terms[places[1] % len(agenda.terms)]
        waits: dict[str | None, tuple[Condition, ...]] = {
            "event": (EventHeld("summit"),),
            "stance": (StanceIs(parties[2], term.id, Stance.OPEN),),
        }
        voices = {
            "account": Attribution("document", acts_for=parties[2]),
            "joint": Attribution("joint", acts_for=sorted({parties[0], parties[2]})),
        }
        made = Position(
            parties[0],
            term.id,
            said[0],
            act=said[1],
            conditions=waits.get(waits_for),
            content=None if detail is None else _plain_content(agenda, term, detail),
            attribution=voices.get(spoken) or Attribution(AttributionType(spoken)),
            **fields,
        )
        return opening_before_closing(made)

    return position


def _plain_content(agenda: Agenda, term: Term, place: int) -> object:
    """Return content that states one field, by a value of a list; None where the kind has no such field."""
    named = kind_on(agenda, term)
    kind = named if isinstance(named, Kind) else content.kind_named(named)
    fields = [field for field in kind.known.items() if field[1].form in ("vocabulary", "flag", "party")]
    if not fields:
        return None
    name, field = fields[place % len(fields)]
    values = list(listed(field, tuple(agenda.party_by_id)))
    return kind.made({name: values[place % len(values)]})


_STATES = ("North", "South", "Isle", "Coast", "Delta", "Hill", "Lake", "Steppe")


@st.composite
def agendas(
    draw: st.DrawFn, *, min_parties: int = 2, max_parties: int = 4, min_terms: int = 1, max_terms: int = 3
) -> Agenda:
    """Draw agendas of invented states, sometimes with a group of two of them, and terms of any kind.

    Parameters:
        min_parties: how many states at least.
        max_parties: how many states at most.
        min_terms: how many terms at least.
        max_terms: how many terms at most.
    """
    number = draw(st.integers(min_parties, max_parties))
    names = [*_STATES[:number], *(f"Land-{place}" for place in range(len(_STATES), number))]
    states = [Party(name.upper(), f"{name}land", "state") for name in names]
    ids = [party.id for party in states]
    league = Party("LEAGUE", "a league", "group", members=[Member(id) for id in ids[:2]], members_known=True)
    kinds = draw(st.lists(st.sampled_from(sorted(content.kinds())), min_size=min_terms, max_size=max_terms))
    terms = []
    for place, kind in enumerate(kinds, start=1):
        needed = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True))
        needs: list[Need] = [*needed]
        if len(needed) > 1 and draw(st.booleans()):
            needs = [AtLeast(len(needed) - 1, of=needed)]
        terms.append(Term(f"{kind}-{place}", kind, f"point {place}, on {kind}, is settled", needs=needs))
    parties = [*states, league] if number > 1 and draw(st.booleans()) else states
    return Agenda("invented", title="an invented negotiation", parties=parties, terms=terms)
