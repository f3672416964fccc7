"""Strategies for sources and reports."""

from __future__ import annotations

import itertools
from functools import cache, lru_cache

import attrs
from hypothesis import strategies as st

from peacetrack.errors import InvalidInputError
from peacetrack.testing.strategies.claim import attributions, claims, opening_before_closing
from peacetrack.testing.strategies.drawing import AGENDAS_KEPT, any_of, half, optional
from peacetrack.testing.strategies.invented import AGENDA
from peacetrack.testing.strategies.plausible import plausible_reports
from peacetrack.testing.strategies.value import TEXTS, edtf, whens
from peacetrack.words.attribution import Attribution
from peacetrack.words.grade import Reliability
from peacetrack.words.position import Position, Progress
from peacetrack.words.report import Report, Source
from peacetrack.words.term import Agenda
from peacetrack.words.when import Moment


@cache
def sources() -> st.SearchStrategy[Source]:
    """Draw sources, often unknown in everything."""
    return st.builds(
        Source,
        optional(TEXTS),
        origin=optional(("wire-a", "wire-b")),
        url=any_of((None,), (None,), ("https://a.example",)),
        author=optional(TEXTS),
        title=optional(TEXTS),
        sha256=any_of((None,), (None,), (None,), (None,), ("ab" * 32,)),
        published=st.none() | edtf().map(Moment.parse),
        retrieved=st.none() | edtf().map(Moment.parse),
        reliability=optional(Reliability),
        archived=optional(TEXTS),
        language=optional(("uk", "pt-BR")),
        marking=optional(("TLP:AMBER",)),
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
        return draw(plausible_reports(min_claims, max_claims))(agenda)
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


@lru_cache(maxsize=AGENDAS_KEPT)
def _any_report(agenda: Agenda, min_claims: int, max_claims: int) -> st.SearchStrategy[Report]:
    return st.builds(
        _with_voices,
        st.builds(
            Report,
            st.lists(claims(agenda), min_size=min_claims, max_size=max_claims).map(tuple),
            title=optional(TEXTS),
            source=sources(),
            attribution=st.none() | attributions(agenda),
            since=half(whens()),
            note=optional(TEXTS),
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
        attrs.evolve(opening_before_closing(attrs.evolve(claim, since=report.since)), since=None)
        if isinstance(claim, Position) and claim.since is None
        else claim
        for claim in report.claims
    )
    return attrs.evolve(report, claims=claims)
