"""An invented negotiation of any size, the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import peacetrack as pt

START = datetime(2030, 1, 1, tzinfo=UTC)
_ACTS = ("proposes", "offers", "insists", "urges", "refuses", "agrees")
_STANCES = ("rejects", "opposes", "neutral", "open", "open", "accepts", "accepts", "accepts")
_VOICES = ("named", "quote", "officials-briefed", "narrator")


def invented(reports: int, *, terms: int = 8, parties: int = 5) -> pt.Tracker:
    """Return a ledger of so many reports, some late, some corrected or retracted."""
    random = Random(7)
    agenda = _agenda(random, terms, parties)
    talks = pt.Tracker(clock=lambda: _then(reports), salt=lambda: b"\0" * 16)
    talks.declare(agenda, recorded_at=START)
    for number, report in enumerate(_reports(random, agenda, reports)):
        then = _then(number)
        talks.record(report, recorded_at=then)
        fate = random.random()
        if fate < 0.05:
            talks.retract(f"r{number}", reason="a forgery", recorded_at=then)
        elif fate < 0.1:
            wrong = pt.draft(id=f"r{number}-again", since=f"{then:%Y-%m-%d}")
            wrong.voice("named", of=agenda.parties[0].id).position(agenda.terms[0].id, "open")
            talks.correct(f"r{number}", wrong, reason="misread", recorded_at=then)
    return talks


def _agenda(random: Random, terms: int, parties: int) -> pt.Agenda:
    states = [pt.Party(f"P{n:02}", f"Party {n}", "state") for n in range(parties)]
    members = [pt.Member("P03"), pt.Member("P04", "2030-02-01")]
    league = pt.Party("LEAGUE", "a league", "group", members=members)
    ids = [state.id for state in states]
    kinds = ("ceasefire", "security-guarantee")
    named = [
        pt.Term(
            f"chapter-{n // 4}/article-{n:02}",
            kinds[n % 2],
            f"article {n} stands as drafted",
            needs=random.sample(ids, random.randint(2, 3)),
        )
        for n in range(terms)
    ]
    return pt.Agenda("invented", title="An invented negotiation", parties=[*states, league], terms=named)


def _then(number: int) -> datetime:
    return START + timedelta(hours=15 * (number + 1))


def _reports(random: Random, agenda: pt.Agenda, reports: int) -> Iterator[Any]:
    for number in range(reports):
        late = random.random() * (60 if random.random() < 0.1 else 1.5)
        draft = pt.draft(
            id=f"r{number}",
            outlet=f"paper {random.randint(1, 9)}",
            published=f"{_then(number):%Y-%m-%d}",
            since=f"{_then(number) - timedelta(days=late):%Y-%m-%d}",
            reliability=random.choice((None, "A", "B", "C")),
        )
        for _ in range(2):
            _say(random, agenda, draft, _then(number))
        if random.random() < 0.2:
            draft.progress(random.choice(agenda.terms).id, stage=random.choice(("tabled", "agreed")))
        yield draft


def _say(random: Random, agenda: pt.Agenda, draft: Any, then: datetime) -> None:
    term, party = random.choice(agenda.terms).id, random.choice(agenda.parties).id
    said: dict[str, Any] = {"wording": f"an invented wording, number {random.randint(1, 999)}"}
    if random.random() < 0.05:
        said["conditions"] = [pt.TermIs(random.choice(agenda.terms).id, "agreed")]
    if random.random() < 0.1:
        said["window"] = f"{then + timedelta(days=30):%Y-%m-%d}"
    if random.random() < 0.1:
        said["red_line"] = True
    stance = None if random.random() < 0.1 else random.choice(_STANCES)
    act = random.choice(_ACTS) if stance is None or random.random() < 0.5 else None
    draft.voice(random.choice(_VOICES), of=party).position(term, stance, act=act, **said)
