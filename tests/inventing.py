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


# A conference of twelve parties, with long names in five scripts

_NAMES: tuple[tuple[str, str, Any], ...] = (
    ("NORTH", "the Federal Democratic Republic of the Northern Highlands and Adjacent Islands", "state"),
    ("SOUTH", "حكومة الجمهورية العربية الجنوبية المتحدة", "state"),
    ("COAST", "מדינת החוף המזרחי", "state"),
    ("DELTA", "中部三角洲联邦共和国", "state"),
    ("RIVER", "Українська Річкова Республіка та прилеглі громади", "state"),
    ("MEDIATOR", "the Confederation of the Western Lakes", "state"),
    (
        "BANK",
        "the International Bank for Reconstruction, Resettlement and Regional Development",
        "organisation",
    ),
    ("UNION", "the Union of Coastal and Inland States", "organisation"),
    ("HOST", "جمهورية المضيق", "state"),
    ("SENATE", "the Senate of the Western Lakes", "institution"),
    ("FRONT", "Народний фронт визволення Верхніх долин", "organisation"),
    ("RELIEF", "the Relief Commission for the Upper Valleys", "organisation"),
)
_THEMES = {
    "Ceasefire and monitoring": ("both armies stop firing on land, at sea and in the air for {} days", "ceasefire"),
    "Security guarantees": ("six states guarantee the borders for {} years, with a force on the ground", "other"),
    "Land and borders": ("the armies leave the buffer zone within {} days, under observation", "other"),
    "Prisoners, children and return": ("all prisoners and children return home within {} days", "other"),
    "حرية الملاحة وإعادة الإعمار": ("يفتح الطرفان الموانئ أمام السفن خلال {} يوما", "other"),
}  # fmt: skip
_TITLES = (
    "First stage",
    "Second stage, with observers from third states",
    "第三阶段：监督与核查",
    "Четвертий етап",
)
_SPOKEN = (
    "we will not sign this, not today and not under fire",
    "لن نوقع على هذا النص",
    "לא נחתום על הנוסח הזה",
    "ми готові говорити, але не під обстрілами",
    "我们愿意继续谈判",
)


_SAID: tuple[Any, Any] = (_STANCES, _VOICES)


def crowded(reports: int = 300, *, positions: int = 2) -> pt.Tracker:
    """Return a ledger of 12 parties, 20 terms and half a year of reports, with names in five scripts.

    With 700 reports of 12 positions each it has about 10,000 statements.
    """
    random, agenda = Random(12), _conference()
    talks = pt.Tracker(clock=lambda: START + timedelta(days=190), salt=lambda: b"\0" * 16)
    talks.declare(agenda, recorded_at=START)
    for number in range(reports):
        then = START + timedelta(hours=8 + 4320 * number / reports)
        talks.record(_of_a_day(random, agenda, number, then, positions), recorded_at=then)
    return talks


def _conference() -> pt.Agenda:
    parties = [pt.Party(id, name, kind) for id, name, kind in _NAMES]
    themes = enumerate(_THEMES.items())
    terms = [
        pt.Term(
            f"chapter-{place}/article-{part}",
            kind,
            sentence.format(30 * (part + 1)),
            title=f"{title}: {theme.lower()}",
            theme=theme,
            needs=["NORTH", "SOUTH", *[id for id, _, _ in _NAMES[2 : 2 + (place + part) % 4]]],
        )
        for place, (theme, (sentence, kind)) in themes
        for part, title in enumerate(_TITLES)
    ]
    title = "The conference on the Upper Valleys, مؤتمر الوديان العليا"
    return pt.Agenda("conference", title=title, parties=parties, terms=terms)


def _of_a_day(random: Random, agenda: pt.Agenda, number: int, then: datetime, positions: int) -> Any:
    day, soon = f"{then:%Y-%m-%d}", f"{then + timedelta(days=random.randint(5, 40)):%Y-%m-%d}"
    outlet = random.choice(("Valley Gazette", "وكالة أنباء المضيق", "Річкові вісті", "三角洲日报"))
    draft = pt.draft(id=f"r{number}", outlet=outlet, published=day, since=day)
    for term in random.sample(agenda.terms, positions):
        deciding: list[Any] = [*term.needs, *term.needs, random.choice(agenda.parties).id]
        party, stance, voice = random.choice(deciding), *map(random.choice, _SAID)
        said: dict[str, Any] = {"red_line": True} if random.random() < 0.05 else {}
        if stance == "rejects":
            draft.voice("quote", of=party).position(term.id, stance, quote=random.choice(_SPOKEN), **said)
            continue
        if random.random() < 0.1:
            said["conditions"] = [pt.TermIs(random.choice(agenda.terms).id, "agreed")]
        if random.random() < 0.06:
            said["window"] = soon
        draft.voice(voice, of=party).position(term.id, stance, wording=term.proposition, **said)
    if number % 15 == 0:
        draft.event(f"round-{number}", "expected", type="talks", when=soon, participants=["NORTH", "SOUTH"])
    elif number % 30 == 5:
        draft.event(f"round-{number - 5}", "held", type="talks", when=day, participants=["NORTH", "SOUTH"])
    return draft
