"""Strategies for content: of the kinds of the library, and of declared kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st

from peacetrack import content
from peacetrack.testing.strategies.drawing import AGENDAS_KEPT, accepted, any_of, few
from peacetrack.testing.strategies.invented import AGENDA
from peacetrack.testing.strategies.value import TEXTS, absences, endings, moments, numbers, quantities, texts
from peacetrack.words.declared_kind import TYPES, Kind
from peacetrack.words.kind import ContentKind, Field
from peacetrack.words.outline import Outline
from peacetrack.words.term import Agenda, Term
from peacetrack.words.value import Absence


@st.composite
def contents(draw: st.DrawFn, kind: str | Kind, agenda: Agenda = AGENDA) -> object:
    """Draw content of a registered or declared kind, with values and absences."""
    # a composite, as `reports` is: what holds content prints all that it could be
    return draw(_any_content(kind, tuple(agenda.party_by_id)))


@lru_cache(maxsize=AGENDAS_KEPT)
def _any_content(kind: str | Kind, parties: tuple[str, ...]) -> st.SearchStrategy[object]:
    if isinstance(kind, Kind):
        return st.fixed_dictionaries(_fields(kind, parties)).map(kind.made)
    found = content.kind_named(kind)
    if found.free:
        scalar = st.one_of(st.booleans(), numbers(), quantities(), texts(), absences())
        return st.dictionaries(st.sampled_from(("depth", "pace")), scalar).map(found.cls)
    return accepted(found.cls, _fields(found, parties))


def _fields(kind: ContentKind, parties: tuple[str, ...]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: _field(field, parties) for name, field in kind.known.items()}


@cache
def _field(field: Field, parties: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """Draw a value of a field, an absence, or None."""
    if words := listed(field, parties):
        return any_of((None,), Absence, words)
    forms: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "vocabularies": lambda: few(field.words),
        "quantity": quantities,
        "parties": lambda: few(parties),
        "texts": lambda: few(TEXTS),
        "ending": endings,
        "moment": moments,
        "outline": outlines,
    }
    return st.none() | absences() | forms[field.form]()


def listed(field: Field, parties: tuple[str, ...]) -> Iterable[Any]:
    """Return the values of a field that are drawn from a list; none for what is made of parts."""
    values: dict[str, Iterable[Any]] = {
        "vocabulary": field.words,
        "flag": (False, True),
        "party": parties,
        "text": TEXTS,
        "number": range(101),
    }
    return values.get(field.form, ())


def kind_on(agenda: Agenda, term: Term) -> str | Kind:
    """Return the kind of a term's content: a declared one, or the name of another."""
    return agenda.kind_by_id.get(term.kind, term.kind)


def outlines() -> st.SearchStrategy[Outline]:
    """Draw outlines: points as GeoJSON, and files."""
    degrees = st.integers(-90, 90)
    points = st.tuples(degrees, degrees).map(lambda at: {"type": "Point", "coordinates": at})
    file = st.builds(Outline, file=st.just("area.geojson"), sha256=st.just("0" * 64))
    return points.map(Outline) | file


_WORDS = ("full", "partial", "none", "nul")
_FIELDS = ("level", "sites", "regime", "note", "by", "état")


@st.composite
def kinds(draw: st.DrawFn) -> Kind:
    """Draw kinds that an agenda declares, with fields of every type."""
    words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3, unique=True)
    several = words.map(lambda chosen: {"several": chosen})
    fields = draw(st.dictionaries(st.sampled_from(_FIELDS), st.sampled_from(list(TYPES)) | words | several))
    binds = st.lists(st.sampled_from(sorted(fields)), unique=True) if fields else st.just([])
    return Kind("cap", fields=fields, binds=draw(st.none() | binds))
