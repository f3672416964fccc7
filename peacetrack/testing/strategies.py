"""Hypothesis strategies: agendas, reports and whole ledgers as they occur, and every value of every type.

`agendas`, `reports` and `ledgers` draw what a desk could have got: sizes are parameters, and a failing
example shrinks to few parties, few reports and few fields. With `rough=True` they draw everything that the
types admit: absences, words in any script, times of any precision.

Names, days and words come from small sets, so that histories meet: they contradict each other,
restate, run out, are withdrawn and are dated. Everything they make is invented.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal, TypeVar, get_args

import attrs
from hypothesis import strategies as st

from peacetrack import content
from peacetrack.errors import InvalidInputError, PeacetrackError
from peacetrack.tracker import Tracker
from peacetrack.words.act import Act
from peacetrack.words.attribution import JOINTLY, Attribution, AttributionType
from peacetrack.words.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis, Trust
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.declared_kind import TYPES, Kind
from peacetrack.words.ending import At, Ending, NotBefore, Undisclosed, WithEvent
from peacetrack.words.grade import Confidence, Credibility, Likelihood, Reliability
from peacetrack.words.kind import ContentKind, Field
from peacetrack.words.outline import Outline
from peacetrack.words.party import Member, Party, PartyType, Person, Role
from peacetrack.words.position import Link, Position, Progress, Relation, Stage, Trend
from peacetrack.words.quorum import AtLeast, Need
from peacetrack.words.quote import Quote
from peacetrack.words.report import Assessment, Claim, Event, EventStatus, Question, Report, Source, Tone
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda, Term, TermStatus
from peacetrack.words.value import Absence, Quantity
from peacetrack.words.when import After, Before, During, InWords, Moment, When

T = TypeVar("T")

EVENTS = ("talks", "summit", "vote")
START = datetime(2030, 1, 1, tzinfo=UTC)
"""Invented histories take place in January 2030."""
_DAYS = [date(2030, 1, day).isoformat() for day in range(1, 31)]
_QUOTES = st.sampled_from(
    (Quote("on hold", start=3, end=10), Quote("so", prefix="or", suffix="ни"), Quote("=1"))
)
_TEXTS = ("so", "on hold", "«sérieux»", "=1+1", "<b>no</b>", "ни", " ")

PARTIES = (
    Party("NORTH", "Northland", PartyType.STATE, aliases=("the North",), roles=(Role.HOST,)),
    Party("SOUTH", "Southland", PartyType.STATE),
    Party(
        "LEAGUE",
        "a league",
        PartyType.GROUP,
        members=(Member("NORTH", "2030-01-03", "2030-01-20"), Member("ISLE")),
        members_known=True,
    ),
    Party("PACT", "a pact", PartyType.GROUP, members=(Member("ISLE"),), members_known=False),
    Party("ISLE", "Isle", PartyType.STATE),
)
TERMS = (
    Term("truce", "ceasefire", "the guns fall silent", needs=("NORTH", "SOUTH")),
    Term("pledge", "security-guarantee", "Isle pledges help", needs=("ISLE", "SOUTH")),
    Term("border", "territorial-status", "the border stays", backdrop=True, aliases=("the frontier",)),
    Term(
        "rest",
        "other",
        "the rest is settled",
        needs=(AtLeast("2/3", of="LEAGUE"), AtLeast(1, of=("NORTH", "SOUTH"), without_veto_of=("PACT",))),
    ),
)
AGENDA = Agenda(
    "invented",
    title="an invented negotiation",
    parties=PARTIES,
    people=(Person("envoy", aliases=("the envoy",)),),
    terms=TERMS,
)

NARROW = Agenda(
    "narrow",
    parties=(*PARTIES[:2], attrs.evolve(PARTIES[2], members=(PARTIES[2].members[0],))),
    people=(Person("envoy"),),
    terms=(attrs.evolve(TERMS[0], needs=(AtLeast(1, of=("LEAGUE", "SOUTH"), without_veto_of=("NORTH",)),)),),
)
"""An agenda of few names, so that what is reported meets more often."""

# Values


@cache
def texts() -> st.SearchStrategy[str]:
    """Draw short free words in Unicode's composed form."""
    return st.sampled_from(_TEXTS)


_AGENDAS = 64
"""So many agendas keep their strategies; others make them again."""
_FEW = 40
"""From more values a place is drawn, because a strategy prints all values that it has."""


def _any_of(*groups: Iterable[T]) -> st.SearchStrategy[T]:
    """Draw a value from any group, each group as likely, in one draw instead of the two of a union."""
    chosen = [group for group in map(tuple, groups) if group]
    largest = max(map(len, chosen))
    values = [value for group in chosen for value in group * (largest // len(group))]
    if len(values) <= _FEW:
        return st.sampled_from(values)
    return st.integers(0, len(values) - 1).map(lambda place: values[place])


def _optional(values: Iterable[T]) -> st.SearchStrategy[T | None]:
    """Draw None half of the time, else one of the values."""
    return _any_of((None,), values)


def _half(values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Draw None half of the time; mapped, so that hypothesis does not draw from all as equals."""
    return st.none() | values.map(lambda value: value)


def _few(values: Iterable[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    """Draw up to so many different values, in one draw instead of one for each."""
    chosen = tuple(values)
    return _any_of(*(itertools.permutations(chosen, size) for size in range(most + 1)))


@cache
def instants() -> st.SearchStrategy[datetime]:
    """Draw hours of January 2030, often the first of a day."""
    hours = _any_of(range(0, 24 * 30 + 1, 24), range(24 * 30 + 1))
    return hours.map(lambda hour: START + timedelta(hours=hour))


@cache
def days() -> st.SearchStrategy[str]:
    """Draw days of January 2030."""
    return _any_of(_DAYS)


@cache
def edtf() -> st.SearchStrategy[str]:
    """Draw EDTF texts of January 2030, precise and imprecise."""
    pairs = st.tuples(days(), days()).map(sorted)
    return st.one_of(
        days(),
        instants().map(lambda time: time.isoformat().replace("+00:00", "Z")),
        st.tuples(days(), st.sampled_from("?~%")).map("".join),
        pairs.map("/".join),
        pairs.map(lambda pair: f"[{pair[0]},{pair[1]}]"),
        days().map(lambda day: f"/{day}"),
        days().map(lambda day: f"../{day}"),
        days().map(lambda day: f"{day}/"),
        days().map(lambda day: f"{day}/.."),
        st.sampled_from(("2030-01", "2030", "2030-01-XX", "203X", "2029-24", "/..")),
    )


@cache
def moments() -> st.SearchStrategy[Moment]:
    """Draw moments of every precision."""
    said = _optional(_TEXTS)
    parsed = st.builds(
        lambda text, said, inferred: Moment.parse(text, said=said, inferred=inferred),
        edtf(),
        said,
        st.booleans(),
    )
    return st.one_of(parsed, texts().filter(str.strip).map(Moment.unknown))


@cache
def events() -> st.SearchStrategy[str]:
    """Draw ids of events."""
    return st.sampled_from(EVENTS)


@cache
def whens() -> st.SearchStrategy[When]:
    """Draw moments and times bound to events."""
    bound = [st.builds(cls, events(), _optional(_TEXTS)) for cls in (During, Before, After)]
    return st.one_of(moments(), *bound)


@cache
def endings() -> st.SearchStrategy[Ending]:
    """Draw any ending."""
    event = events() | texts().map(InWords)
    drawn: dict[type, st.SearchStrategy[Ending]] = {
        At: whens().map(At),
        Undisclosed: st.just(Undisclosed()),
        WithEvent: event.map(WithEvent),
        NotBefore: event.map(NotBefore),
    }
    return st.one_of(*(drawn[ending] for ending in get_args(Ending)))


@cache
def absences() -> st.SearchStrategy[Absence]:
    """Draw any absence."""
    return st.sampled_from(Absence)


@cache
def numbers() -> st.SearchStrategy[int | Decimal]:
    """Draw small exact numbers."""
    fractions = st.decimals(0, 50, places=1, allow_nan=False, allow_infinity=False)
    return st.integers(-50, 50) | fractions


@cache
def quantities() -> st.SearchStrategy[Quantity]:
    """Draw numbers and ranges, open and closed, with and without a unit."""
    end = st.none() | numbers()
    return _accepted(Quantity, {"low": end, "high": end, "unit": _optional(("years", "troops"))})


def _accepted(cls: type[T], fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[T]:
    """Draw objects of a class from values for its fields, without those that it refuses."""

    def build(given: dict[str, Any]) -> Any:
        try:
            return cls(**given)
        except PeacetrackError:  # such as an empty range, or more votes than voters
            return None

    return st.fixed_dictionaries(fields).map(build).filter(bool)


# Content


@st.composite
def contents(draw: st.DrawFn, kind: str | Kind, agenda: Agenda = AGENDA) -> object:
    """Draw content of a registered or declared kind, with values and absences."""
    # a composite, as `reports` is: what holds content prints all that it could be
    return draw(_any_content(kind, tuple(agenda.party_by_id)))


@lru_cache(maxsize=_AGENDAS)
def _any_content(kind: str | Kind, parties: tuple[str, ...]) -> st.SearchStrategy[object]:
    if isinstance(kind, Kind):
        return st.fixed_dictionaries(_fields(kind, parties)).map(kind.made)
    found = content.kind_named(kind)
    if found.free:
        scalar = st.one_of(st.booleans(), numbers(), quantities(), texts(), absences())
        return st.dictionaries(st.sampled_from(("depth", "pace")), scalar).map(found.cls)
    return _accepted(found.cls, _fields(found, parties))


def _fields(kind: ContentKind, parties: tuple[str, ...]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: _field(field, parties) for name, field in kind.known.items()}


@cache
def _field(field: Field, parties: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Draw a value of a field, an absence, or None."""
    if listed := _listed(field, parties):
        return _any_of((None,), Absence, listed)
    forms: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "vocabularies": lambda: _few(field.words),
        "quantity": quantities,
        "parties": lambda: _few(parties),
        "texts": lambda: _few(_TEXTS),
        "ending": endings,
        "moment": moments,
        "outline": outlines,
    }
    return st.none() | absences() | forms[field.form]()


def _listed(field: Field, parties: tuple[str, ...]) -> Iterable[Any]:
    """Return the values of a field that are drawn from a list; none for what is made of parts."""
    listed: dict[str, Iterable[Any]] = {
        "vocabulary": field.words,
        "flag": (False, True),
        "party": parties,
        "text": _TEXTS,
        "number": range(101),
    }
    return listed.get(field.form, ())


def _kind(agenda: Agenda, term: Term) -> str | Kind:
    return agenda.kind_by_id.get(term.kind, term.kind)


def outlines() -> st.SearchStrategy[Outline]:
    """Draw outlines: points as GeoJSON, and files."""
    degrees = st.integers(-90, 90)
    points = st.tuples(degrees, degrees).map(lambda at: {"type": "Point", "coordinates": at})
    file = st.builds(Outline, file=st.just("area.geojson"), sha256=st.just("0" * 64))
    return points.map(Outline) | file


# Claims


@cache
def attributions(agenda: Agenda = AGENDA) -> st.SearchStrategy[Attribution]:
    """Draw attributions, mostly of a kind that carries positions."""
    return st.builds(
        Attribution,
        st.sampled_from(AttributionType),
        speaker=_optional(_TEXTS),
        person=st.sampled_from([None, *agenda.person_by_id]),
        acts_for=_optional(agenda.party_by_id),
    ) | st.builds(Attribution, st.sampled_from(JOINTLY), acts_for=_few(agenda.party_by_id))


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
    return st.builds(
        Link, st.sampled_from(Relation), term=_optional(agenda.term_by_id), text=_optional(_TEXTS)
    )


def _ascribed(agenda: Agenda) -> dict[str, st.SearchStrategy[Any]]:
    return {"attribution": st.none() | attributions(agenda), "credibility": _optional(Credibility)}


@cache
def positions(agenda: Agenda = AGENDA) -> st.SearchStrategy[Position]:
    """Draw positions of declared parties on declared terms."""
    return st.one_of(*(_position(agenda, term) for term in agenda.terms))


def _position(agenda: Agenda, term: Term) -> st.SearchStrategy[Position]:
    return st.builds(
        Position,
        st.sampled_from(list(agenda.party_by_id)),
        st.just(term.id),
        _any_of((None,), Stance, Absence),
        act=_optional(Act),
        repeated=st.booleans(),
        red_line=_optional((False, True)),
        content=st.none() | contents(_kind(agenda, term), agenda),
        conditions=st.none() | st.lists(conditions(agenda), max_size=2).map(tuple),
        window=st.none() | endings() | absences(),
        since=st.none() | whens(),
        until=st.none() | endings() | absences(),
        complete=st.sampled_from((False, False, False, True)),
        addressee=_optional(agenda.party_by_id),
        reasons=_few(_TEXTS),
        links=st.lists(links(agenda), max_size=1).map(tuple),
        wording=_optional(_TEXTS),
        quote=_optional(_TEXTS) | _QUOTES,
        **_ascribed(agenda),
    ).map(_opening_before_closing)


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


def _opening_before_closing(position: Position) -> Position:
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
        stage=_optional(Stage),
        trend=_optional(Trend),
        content=st.none() | contents(_kind(agenda, term), agenda),
        since=st.none() | whens(),
        wording=_optional(_TEXTS),
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
            type=_any_of((None,), _TEXTS, ("deadline",)),
            status=_optional(EventStatus),
            when=st.one_of(st.none(), moments(), *bound),
            duration=st.none() | st.just("PT5H"),
            place=_optional(_TEXTS),
            participants=_few(agenda.party_by_id, 3),
            people=_few(agenda.person_by_id, 1),
            about=_few(agenda.term_by_id, 1),
            text=_optional(_TEXTS),
            **_ascribed(agenda),
        )

    return st.one_of(*(of(place) for place in range(len(EVENTS))))


@cache
def assessments(agenda: Agenda = AGENDA) -> st.SearchStrategy[Assessment]:
    """Draw views of the deal."""
    return st.builds(
        Assessment,
        texts(),
        about=_few(agenda.term_by_id),
        of=_optional(agenda.party_by_id),
        tone=_optional(Tone),
        conditions=st.lists(conditions(agenda), max_size=1).map(tuple),
        links=st.lists(links(agenda), max_size=1).map(tuple),
        likelihood=_optional(Likelihood),
        confidence=_optional(Confidence),
        **_ascribed(agenda),
    )


@cache
def questions(agenda: Agenda = AGENDA) -> st.SearchStrategy[Question]:
    """Draw questions left open."""
    return st.builds(
        Question,
        texts(),
        about=_few(agenda.term_by_id),
        fields=_few(("size", "mandate")),
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


@cache
def sources() -> st.SearchStrategy[Source]:
    """Draw sources, often unknown in everything."""
    return st.builds(
        Source,
        _optional(_TEXTS),
        origin=_optional(("wire-a", "wire-b")),
        url=_any_of((None,), (None,), ("https://a.example",)),
        sha256=_any_of((None,), (None,), (None,), (None,), ("ab" * 32,)),
        published=st.none() | edtf().map(Moment.parse),
        reliability=_optional(Reliability),
        archived=_optional(_TEXTS),
        language=_optional(("uk", "pt-BR")),
        marking=_optional(("TLP:AMBER",)),
    )


@st.composite
def reports(
    draw: st.DrawFn, agenda: Agenda = AGENDA, *, min_claims: int = 1, max_claims: int = 3, rough: bool = False
) -> Report:
    """Draw reports on the parties and terms of an agenda, such as that of your ledger.

    Parameters:
        agenda: the agenda (default: five invented parties and four terms).
        min_claims: how many claims a report has at least.
        max_claims: how many claims a report has at most.
        rough: whether to draw everything that may be said, absences, odd words and unknown times too.

    Raises:
        InvalidInputError: if the agenda has no party or no term.
    """
    # a composite, so that a failing example does not print all that it could have been
    if not (agenda.parties and agenda.terms):
        raise InvalidInputError(
            f"{agenda.id} has nothing to report on",
            repair="draw reports on an agenda with a party and a term",
        )
    if not rough:
        return draw(_plausible(min_claims, max_claims))(agenda)
    report = draw(_any_report(agenda, min_claims, max_claims))
    return draw(st.sampled_from((report, report, report, _undated(report))))


def _undated(report: Report) -> Report:
    """Return the report without any time since when it holds."""
    claims = tuple(
        attrs.evolve(claim, since=None) if isinstance(claim, Position | Progress) else claim
        for claim in report.claims
    )
    source = attrs.evolve(report.source, published=None)
    return attrs.evolve(report, claims=claims, source=source, since=None)


@lru_cache(maxsize=_AGENDAS)
def _any_report(agenda: Agenda, min_claims: int, max_claims: int) -> st.SearchStrategy[Report]:
    return st.builds(
        _with_voices,
        st.builds(
            Report,
            st.lists(claims(agenda), min_size=min_claims, max_size=max_claims).map(tuple),
            title=_optional(_TEXTS),
            source=sources(),
            attribution=st.none() | attributions(agenda),
            since=_half(whens()),
            note=_optional(_TEXTS),
        ),
        st.lists(attributions(agenda), max_size=2),
    ).map(with_open_ends)


def _with_voices(report: Report, voices: list[Attribution]) -> Report:
    """Return the report with its unascribed claims given to voices in turn."""
    if not voices:
        return report
    names = itertools.cycle(f"voice-{place}" for place in range(len(voices)))
    ascribed = tuple(
        claim if claim.attribution else attrs.evolve(claim, voice=next(names)) for claim in report.claims
    )
    by_name = {f"voice-{place}": voice for place, voice in enumerate(voices)}
    return attrs.evolve(report, claims=ascribed, voices=by_name)


def with_open_ends(report: Report) -> Report:
    """Return the report with positions that do not end before the report's `since`."""
    claims = tuple(
        attrs.evolve(_opening_before_closing(attrs.evolve(claim, since=report.since)), since=None)
        if isinstance(claim, Position) and claim.since is None
        else claim
        for claim in report.claims
    )
    return attrs.evolve(report, claims=claims)


# What a desk could have got

_SAID = (
    (Stance.ACCEPTS, None),
    (Stance.ACCEPTS, Act.AGREES),
    (Stance.OPEN, Act.CONSIDERS),
    (Stance.REJECTS, None),
    (None, Act.URGES),
    (None, None),
)


@cache
def _plausible(min_claims: int, max_claims: int) -> st.SearchStrategy[Callable[[Agenda], Report]]:
    """Draw reports of plain stances, often of the same few days, some dated by an event.

    Parties, terms and details are drawn as places, so that one strategy serves every agenda.
    """
    day = st.sampled_from(_DAYS[:20:3])
    event = st.builds(
        Event,
        events(),
        type=_any_of((None,), (None,), ("deadline",)),
        status=_optional(EventStatus),
        when=st.none() | day | day | st.just(After("vote")),
    )
    url = _any_of((None,), (None,), ("https://a.example",))
    source = st.builds(Source, published=_half(day), origin=_optional(("wire-a",)), url=url)
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
        "since": _half(when),
        "until": st.none() | st.none() | st.none() | end,
        "window": st.none() | st.none() | st.none() | end,
        "red_line": _any_of((None,), (True, False)),
        "complete": _any_of((False,), (False,), (False,), (True,)),
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
        return _opening_before_closing(made)

    return position


def _plain_content(agenda: Agenda, term: Term, place: int) -> object:
    """Return content that states one field, by a value of a list; None where the kind has no such field."""
    named = _kind(agenda, term)
    kind = named if isinstance(named, Kind) else content.kind_named(named)
    fields = [field for field in kind.known.items() if field[1].form in ("vocabulary", "flag", "party")]
    if not fields:
        return None
    name, field = fields[place % len(fields)]
    values = list(_listed(field, tuple(agenda.party_by_id)))
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


# Whole histories


class Clock:
    """A clock that goes on by two hours at every reading."""

    def __init__(self, start: datetime = START + timedelta(days=10)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        """Return the time, which is later at every call."""
        self.time += timedelta(hours=2)
        return self.time


def new_tracker(agenda: Agenda = AGENDA) -> Tracker:
    """Return a tracker with a clock and a salt that are the same in every run."""
    return Tracker(agenda, recorder="tester", clock=Clock(), salt=lambda: b"\0" * 16)


@attrs.frozen
class Turn:
    """One act of a desk: a report, a correction or a retraction of an earlier one."""

    verb: Literal["record", "correct", "retract"]
    report: Report
    which: int = 0
    claim: int | None = None

    def take(self, tracker: Tracker) -> None:
        """Write it, if the tracker takes it: what is withdrawn, or the same again, is passed over."""
        known = list(tracker.reports)
        with contextlib.suppress(PeacetrackError):
            if self.verb == "record" or not known:
                tracker.record(self.report)
            elif self.verb == "correct":
                tracker.correct(known[self.which % len(known)], self.report, reason="it was wrong")
            else:
                tracker.retract(known[self.which % len(known)], reason="it was wrong", claim=self.claim)


def turns(agenda: Agenda = AGENDA, *, rough: bool = False) -> st.SearchStrategy[Turn]:
    """Draw acts of a desk, most of them reports."""
    verb = st.sampled_from(("record", "record", "record", "correct", "retract"))
    return st.builds(
        Turn, verb, reports(agenda, rough=rough), st.integers(0, 9), claim=st.none() | st.just(1)
    )


@st.composite
def ledgers(
    draw: st.DrawFn,
    agenda: Agenda | None = None,
    *,
    min_acts: int = 1,
    max_acts: int = 6,
    rough: bool = False,
    make: Callable[[Agenda], Tracker] = new_tracker,
) -> Tracker:
    """Draw a tracker that has recorded, corrected and retracted.

    For other numbers of parties and terms: `agendas(max_parties=6).flatmap(ledgers)`.

    Parameters:
        agenda: the agenda of your ledger (default: a drawn one).
        min_acts: how many acts are tried at least.
        max_acts: how many acts are tried at most; what is refused is passed over.
        rough: as in `reports`.
        make: a function from an agenda to an empty tracker that has declared it, for a store of your own.
    """
    if agenda is None:
        agenda = AGENDA if rough else draw(agendas())
    tracker = make(agenda)
    for turn in draw(st.lists(turns(agenda, rough=rough), min_size=min_acts, max_size=max_acts)):
        turn.take(tracker)
    return tracker


def act_on(tracker: Tracker, draw: st.DrawFn, *, rough: bool = False) -> None:
    """Write one random act: mostly a report, sometimes a correction or a retraction."""
    draw(turns(tracker.agenda, rough=rough)).take(tracker)


_WORDS = ("full", "partial", "none", "nul")
_FIELDS = ("level", "sites", "regime", "note", "by", "état")


@st.composite
def kinds(draw: st.DrawFn) -> Kind:
    """Draw kinds that an agenda declares, with fields of every type."""
    words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3, unique=True)
    several = words.map(lambda listed: {"several": listed})
    fields = draw(st.dictionaries(st.sampled_from(_FIELDS), st.sampled_from(list(TYPES)) | words | several))
    binds = st.lists(st.sampled_from(sorted(fields)), unique=True) if fields else st.just([])
    return Kind("cap", fields=fields, binds=draw(st.none() | binds))


@st.composite
def declared_ledgers(draw: st.DrawFn, *, max_reports: int = 4) -> Tracker:
    """Draw a tracker of two parties on a term of a declared kind, which may get another field."""
    kind = draw(kinds())
    needs = tuple(party.id for party in PARTIES[:2])
    term = Term("cap", kind.id, "there is a cap", needs=needs)
    tracker = new_tracker(Agenda("declared", parties=PARTIES[:2], kinds=(kind,), terms=(term,)))
    for _ in range(draw(st.integers(1, max_reports))):
        if draw(st.booleans()):
            kind = attrs.evolve(kind, fields={"new": draw(st.sampled_from(list(TYPES))), **kind.fields})
            tracker.declare(Agenda("declared", kinds=(kind,)))
        stance, since = draw(_any_of((None,), Stance)), draw(st.none() | days())
        said = draw(st.none() | contents(kind))
        with contextlib.suppress(PeacetrackError):  # the same again
            tracker.record(
                Report([Position(draw(st.sampled_from(needs)), "cap", stance, content=said, since=since)])
            )
    return tracker


def propose_on(tracker: Tracker, draw: st.DrawFn, *, rough: bool = False) -> None:
    """Write one random proposal, or accept, amend or dismiss one."""
    verb = draw(st.sampled_from(("propose", "propose", "accept", "amend", "dismiss")))
    known = [proposed.id for proposed in tracker.proposals()]
    try:
        if verb == "propose" or not known:
            tracker.propose(draw(reports(tracker.agenda, rough=rough)))
        elif verb == "dismiss":
            tracker.dismiss(draw(st.sampled_from(known)), reason="it is not so")
        else:
            amended = draw(reports(tracker.agenda, rough=rough)) if verb == "amend" else None
            tracker.accept(draw(st.sampled_from(known)), report=amended)
    except PeacetrackError:
        pass  # settled before, or its id is taken: no act


@cache
def trusts() -> st.SearchStrategy[Trust]:
    """Draw the named trusts, and some that look at grades."""
    graded = st.builds(
        Trust, reliability=_optional(Reliability), credibility=_optional(Credibility), ungraded=st.booleans()
    )
    named = st.sampled_from((DEFAULT_TRUST, ON_RECORD, EVERYTHING, Trust(accounts=False)))
    return st.one_of(named, graded)


@st.composite
def bases(draw: st.DrawFn, tracker: Tracker) -> Basis:
    """Draw a basis for asking a tracker."""
    return tracker.state(
        valid=draw(instants()),
        known=draw(st.integers(0, tracker.head)),
        trust=draw(trusts()),
        published_by=draw(st.none() | instants()),
    ).basis
