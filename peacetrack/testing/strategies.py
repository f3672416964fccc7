"""Hypothesis strategies for every type: values, claims, reports, whole ledgers, and bases.

Names, days and words come from small sets, so that histories meet: they contradict each other,
restate, run out, are withdrawn and are dated. Everything they make is invented.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_args

import attrs
from hypothesis import strategies as st

from peacetrack import content
from peacetrack.errors import PeacetrackError
from peacetrack.tracker import Tracker
from peacetrack.words.act import Act
from peacetrack.words.attribution import JOINTLY, Attribution, AttributionType
from peacetrack.words.basis import DEFAULT_TRUST, EVERYTHING, ON_RECORD, Basis, Trust
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.declared_kind import TYPES, Kind
from peacetrack.words.ending import At, Ending, EndingByEvent, Undisclosed, WithEvent
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
    by_event = [ending for ending in get_args(Ending) if issubclass(ending, EndingByEvent)]
    return st.one_of(whens().map(At), st.just(Undisclosed()), *map(event.map, by_event))


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
def contents(draw: st.DrawFn, kind: str | Kind) -> object:
    """Draw content of a registered or declared kind, with values and absences."""
    # a composite, as `reports` is: what holds content prints all that it could be
    return draw(_any_content(kind))


@cache
def _any_content(kind: str | Kind) -> st.SearchStrategy[object]:
    if isinstance(kind, Kind):
        return st.fixed_dictionaries(_fields(kind)).map(kind.made)
    found = content.kind_named(kind)
    if found.free:
        scalar = st.one_of(st.booleans(), numbers(), quantities(), texts(), absences())
        return st.dictionaries(st.sampled_from(("depth", "pace")), scalar).map(found.cls)
    return _accepted(found.cls, _fields(found))


def _fields(kind: ContentKind) -> dict[str, st.SearchStrategy[Any]]:
    return {name: _field(field) for name, field in kind.known.items()}


@cache
def _field(field: Field) -> st.SearchStrategy[Any]:
    """Draw a value of a field, an absence, or None."""
    parties = [party.id for party in PARTIES]
    listed: dict[str, Iterable[Any]] = {
        "vocabulary": field.words,
        "flag": (False, True),
        "party": parties,
        "text": _TEXTS,
        "number": range(101),
    }
    if field.form in listed:
        return _any_of((None,), Absence, listed[field.form])
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
        content=st.none() | contents(term.kind),
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
        content=st.none() | contents(term.kind),
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
def reports(draw: st.DrawFn, agenda: Agenda = AGENDA, *, max_claims: int = 4) -> Report:
    """Draw reports of one to a few claims, some of them by voices."""
    # a composite, so that a failing example does not print all that it could have been
    report = draw(_any_report(agenda, max_claims))
    return draw(st.sampled_from((report, report, report, _undated(report))))


def _undated(report: Report) -> Report:
    """Return the report without any time since when it holds."""
    claims = tuple(
        attrs.evolve(claim, since=None) if isinstance(claim, Position | Progress) else claim
        for claim in report.claims
    )
    source = attrs.evolve(report.source, published=None)
    return attrs.evolve(report, claims=claims, source=source, since=None)


@cache
def _any_report(agenda: Agenda, max_claims: int) -> st.SearchStrategy[Report]:
    return st.builds(
        _with_voices,
        st.builds(
            Report,
            st.lists(claims(agenda), min_size=1, max_size=max_claims).map(tuple),
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


# Whole histories


@cache
def agendas() -> st.SearchStrategy[Agenda]:
    """Draw agendas over the invented names: some parties have no members, some terms other needs."""
    parties: list[Need] = [party.id for party in PARTIES]
    quorums: list[Need] = [
        AtLeast(2, of=("NORTH", "SOUTH", "ISLE"), without_veto_of=("SOUTH",)),
        AtLeast(1, of="LEAGUE", without_veto_of=("LEAGUE",)),
        AtLeast("1/2", of="PACT"),
    ]
    needs = st.lists(_any_of(parties, quorums), max_size=3, unique=True)
    return needs.map(
        lambda chosen: attrs.evolve(AGENDA, terms=(attrs.evolve(TERMS[0], needs=tuple(chosen)), *TERMS[1:]))
    )


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


@st.composite
def ledgers(draw: st.DrawFn, agenda: Agenda = AGENDA, *, max_acts: int = 6) -> Tracker:
    """Draw a tracker that has recorded, corrected and retracted."""
    tracker = new_tracker(agenda)
    for _ in range(draw(st.integers(1, max_acts))):
        act_on(tracker, draw, agenda)
    return tracker


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


@st.composite
def dense_ledgers(draw: st.DrawFn, *, max_reports: int = 8) -> Tracker:
    """Draw a tracker of few parties on one term, so that most of what is reported meets."""
    tracker = new_tracker(NARROW)
    for report in draw(st.lists(_dense_reports(), min_size=3, max_size=max_reports)):
        with contextlib.suppress(PeacetrackError):  # an end before its start, or the same again
            tracker.record(report)
    return tracker


@cache
def _dense_reports() -> st.SearchStrategy[Report]:
    days = st.sampled_from(_DAYS[:20:3])
    when = st.one_of(
        days, days.map(lambda day: f"/{day}"), st.just("2030-01"), events().map(During), events().map(After)
    )
    ends = st.one_of(days, events().map(WithEvent), st.just(Undisclosed()))
    position = st.builds(
        Position,
        _any_of(("NORTH", "NORTH", "LEAGUE"), ("NORTH", "LEAGUE", "SOUTH")),
        st.just("truce"),
        _any_of((None,), (Stance.ACCEPTS,), (Stance.OPEN, Stance.REJECTS)),
        since=_half(when),
        until=st.none() | st.none() | st.none() | ends,
        window=st.none() | st.none() | st.none() | ends,
        conditions=_any_of((None,), (None,), ((EventHeld("summit"),), (StanceIs("SOUTH", "truce", "open"),))),
        red_line=_any_of((None,), (True, False)),
        content=_optional((content.Ceasefire(purpose="definitive"), content.Ceasefire(scope="so"))),
        complete=_any_of((False,), (False,), (False,), (True,)),
        attribution=_any_of(
            (Attribution("document"), Attribution("narrator")),
            (Attribution("document", acts_for="SOUTH"), Attribution("joint", acts_for=("NORTH", "SOUTH"))),
        ),
        act=_any_of((None,), (None,), (Act.AGREES,)),
    )
    event = st.builds(
        Event,
        events(),
        type=_any_of((None,), (None,), ("deadline",)),
        status=_optional(EventStatus),
        when=st.none() | days | days | st.just(After("vote")),
    )
    url = _any_of((None,), (None,), ("https://a.example",))
    source = st.builds(Source, published=_half(days), origin=_optional(("wire-a",)), url=url)
    claims = st.one_of(position, position, position, event)
    return st.builds(Report, claims.map(lambda claim: (claim,)), source=source)


def act_on(tracker: Tracker, draw: st.DrawFn, agenda: Agenda = AGENDA) -> None:
    """Write one random act: mostly a report, sometimes a correction or a retraction."""
    verb = draw(st.sampled_from(("record", "record", "record", "correct", "retract")))
    known = list(tracker.reports)
    try:
        if verb == "record" or not known:
            tracker.record(draw(reports(agenda)))
        elif verb == "correct":
            tracker.correct(draw(st.sampled_from(known)), draw(reports(agenda)), reason="it was wrong")
        else:
            claim = draw(st.none() | st.just(1))
            tracker.retract(draw(st.sampled_from(known)), reason="it was wrong", claim=claim)
    except PeacetrackError:
        pass  # withdrawn before, or the same again: no act


def propose_on(tracker: Tracker, draw: st.DrawFn, agenda: Agenda = AGENDA) -> None:
    """Write one random proposal, or accept, amend or dismiss one."""
    verb = draw(st.sampled_from(("propose", "propose", "accept", "amend", "dismiss")))
    known = [proposed.id for proposed in tracker.proposals()]
    try:
        if verb == "propose" or not known:
            tracker.propose(draw(reports(agenda)))
        elif verb == "dismiss":
            tracker.dismiss(draw(st.sampled_from(known)), reason="it is not so")
        else:
            amended = draw(reports(agenda)) if verb == "amend" else None
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
