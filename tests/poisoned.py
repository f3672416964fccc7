"""A ledger with a payload in every free text and every name; its fields are found by their types."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import count
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import attrs

import peacetrack as pt
from peacetrack import content, words
from peacetrack.words.kind import kind_named
from peacetrack.words.value import Free, Names
from tests.recording import new

T = TypeVar("T")

SHORT = "\"'><svg onload=pwn()></script><script>pwn()</script>"
PAYLOAD = (
    SHORT + "<img src=x onerror=pwn()><a href=javascript:pwn()>x</a><math><mtext></title></style></textarea>"
    '<iframe srcdoc="<script>parent.pwn()</script>"></iframe><foreignObject onclick=pwn()>]]>--><!--'
    "{{7*7}}{%x%}${7*7}`${pwn()}`<https://evil.example/x.js>"
)
ADDRESSES = (
    *(
        "javascript:pwn()",
        "JaVaScRiPt:pwn()",
        "java\tscript:pwn()",
        "&#106;avascript:pwn()",
        "vbscript:pwn()",
    ),
    *("data:text/html,<script>pwn()</script>", "data:image/svg+xml,<svg onload=pwn()>", "//evil.example/x"),
    *(
        'https://evil.example/" onmouseover="pwn()',
        "https://evil.example/' onfocus='pwn()",
        "file:///etc/hosts",
    ),
)
KIND = pt.Kind(
    f"declared {PAYLOAD}",
    fields={f"a text {PAYLOAD}": "text", f"a word {PAYLOAD}": [f"one {PAYLOAD}", f"two {PAYLOAD}"]},
    binds=[f"a text {PAYLOAD}"],
)
OURS = [name for name, kind in content.kinds().items() if kind.cls.__module__.startswith("peacetrack.")]
KINDS = {kind: f"on {kind} {PAYLOAD}" for kind in (*OURS, KIND.id)}
CLOSED: dict[type, dict[str, object]] = {pt.Event: {"duration": "PT2H"}, pt.Question: {"fields": ["stance"]}}
"""Fields that take no free text, and are checked when they are recorded."""

NOT_RECORDED = ("Trust", "Basis", "Range", "Field", "ClassKind", "Names")
"""Classes of questions and of the library itself."""

NAMES: dict[str, tuple[str, ...]] = {
    "party": (f"North {PAYLOAD}", f"South {PAYLOAD}"),
    "term": (f"on ceasefire {PAYLOAD}",),
    "subject": (f"on ceasefire {PAYLOAD}",),
    "event": (f"summit {PAYLOAD}",),
    "person": (f"envoy {PAYLOAD}",),
}


def classes(*rooms: Any) -> Iterator[type]:
    """Yield the classes of attrs in some packages, with the types of their fields resolved."""
    for room in rooms:
        for module in pkgutil.iter_modules(room.__path__):
            inside = importlib.import_module(f"{room.__name__}.{module.name}")
            for made in vars(inside).values():
                if isinstance(made, type) and attrs.has(made) and made.__module__ == inside.__name__:
                    yield attrs.resolve_types(made)


def _fields(cls: Any) -> Any:
    return attrs.fields(attrs.resolve_types(cls))


class Poisoner:
    """Make instances with a payload in each field that takes one; `refused` names those that take none."""

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self._numbers = count()

    def text(self, name: str) -> str:
        """Return a text with a payload, which is another one each time."""
        return f"{name} {next(self._numbers)} {PAYLOAD}"

    def made(self, cls: type[T], turn: Any = 0, **given: Any) -> T:
        """Return an instance with all the fields that can be filled, each by the alternative of a turn."""
        special: T | None = self._special(cls, turn)
        if special is not None:
            return special
        fields = [field for field in _fields(cls) if field.init]
        given = CLOSED.get(cls, {}) | given
        needed = [field for field in fields if field.default is attrs.NOTHING]
        kept = {f.alias: self._value(f.type, f"{cls.__name__}.{f.name}", turn) for f in needed} | given
        for field in fields:
            if field.alias not in kept:
                kept = self._with(cls, kept, field, turn)
        return cls(**kept)

    def _with(self, cls: type, kept: dict[str, Any], field: Any, turn: int) -> dict[str, Any]:
        """Return arguments with one more, where the class takes it."""
        name = f"{cls.__name__}.{field.name}"
        for value in (self._value(field.type, name, turn), SHORT):
            try:
                cls(**kept, **{field.alias: value})
            except pt.PeacetrackError:
                continue
            return {**kept, field.alias: value}
        self.refused.add(name)
        return kept

    def _special(self, cls: type, turn: int) -> Any:
        """Return an instance of a class with other rules than the types of its fields say."""
        if cls is pt.Moment:
            return pt.Moment.parse("2030-01-05", said=self.text("Moment.said"))
        if cls is pt.Quantity:
            return pt.Quantity(1 + turn, 2 + turn, self.text("Quantity.unit"))
        if cls is content.Outline and turn % 2:
            return content.Outline(file=self.text("Outline.file"), sha256="0" * 64)
        if cls is content.Outline:
            properties, point = (
                {"name": self.text("Outline.geojson")},
                {"type": "Point", "coordinates": [1, 2]},
            )
            return content.Outline({"type": "Feature", "properties": properties, "geometry": point})
        return None

    def _value(self, type_: Any, name: str, turn: int) -> Any:
        """Return a value of a type: of several alternatives the one of a turn."""
        origin, arguments = get_origin(type_), get_args(type_)
        if origin in (Union, UnionType):
            choices = [choice for choice in arguments if choice not in (type(None), pt.Absence)]
            return self._value(choices[turn % len(choices)], name, turn // len(choices))
        if origin is Annotated:
            return self._named(type_.__metadata__[0], name, turn)
        if origin is Literal:
            return arguments[turn % len(arguments)]
        if origin in (tuple, frozenset):
            return tuple(self._several(arguments[0], name))
        if origin is not None and issubclass(origin, Mapping):
            return {self.text(name): self._value(arguments[1], name, turn)}
        if type_ is object:
            return None
        return self._plain(type_, name, turn)

    def _several(self, type_: Any, name: str) -> Iterator[Any]:
        """Yield a value of each alternative of a type."""
        many = len(get_args(type_)) if get_origin(type_) in (Union, UnionType) else 1
        yield from (self._value(type_, name, turn) for turn in range(many))

    def _named(self, mark: object, name: str, turn: int) -> str:
        if isinstance(mark, Names):
            return NAMES[mark.what][turn % len(NAMES[mark.what])]
        assert isinstance(mark, Free)
        return self.text(name)

    def _plain(self, type_: type[Any], name: str, turn: int) -> Any:
        if issubclass(type_, Enum):
            return list(type_)[-1 - turn % len(type_)]
        if attrs.has(type_):
            return self.made(type_, turn)
        return self.text(name) if type_ is str else 1 if type_ is int else True


def agenda(poisoner: Poisoner) -> pt.Agenda:
    """Return an agenda with a payload in every name and text."""
    parties = [
        poisoner.made(pt.Party, number, id=id, type="state", members=())
        for number, id in enumerate(NAMES["party"])
    ]
    group = pt.Party(
        f"group {PAYLOAD}", poisoner.text("a group"), "group", members=[pt.Member(NAMES["party"][0])]
    )
    people = [poisoner.made(pt.Person, id=NAMES["person"][0])]
    quorum = pt.AtLeast(1, of=NAMES["party"], without_veto_of=NAMES["party"][:1])
    more = {"needs": [*NAMES["party"], quorum], "replaces": None, "backdrop": False}
    terms = [poisoner.made(pt.Term, id=id, kind=kind, **more) for kind, id in KINDS.items()]
    later = more | {"replaces": NAMES["term"][0]}
    terms.append(poisoner.made(pt.Term, id=f"later {PAYLOAD}", kind="other", **later))
    return poisoner.made(
        pt.Agenda, id=f"talks {PAYLOAD}", parties=[*parties, group], people=people, kinds=[KIND], terms=terms
    )


def reports(poisoner: Poisoner) -> Iterator[pt.Report]:
    """Yield a report of every claim by each alternative of its fields, and of content of every kind."""
    for turn in range(8):
        simple = (pt.Progress, pt.Assessment, pt.Question)
        claims = [poisoner.made(cls, turn, voice=None) for cls in simple]
        claims += [poisoner.made(pt.Event, turn, voice=None, id=f"meeting {turn} {PAYLOAD}")]
        claims += [
            poisoner.made(pt.Position, turn, voice=None, complete=False, red_line=turn % 2 == 0, content=None)
        ]
        yield poisoner.made(pt.Report, turn, claims=claims, acceptance=None, source=source(poisoner, turn))
    for turn, (kind, term) in enumerate(KINDS.items()):
        claims = [
            pt.Position(
                party,
                term,
                "accepts",
                content=content_of(poisoner, kind, place),
                since=f"2030-01-{10 + turn}",
            )
            for place, party in enumerate(NAMES["party"])
        ]
        yield poisoner.made(
            pt.Report, turn, claims=claims, acceptance=None, source=source(poisoner, turn + 8)
        )
    voiced = {poisoner.text("voice"): pt.Attribution("named", speaker=poisoner.text("speaker"))}
    by = {"voice": next(iter(voiced)), "attribution": None}
    spoken: list[Any] = [poisoner.made(cls, **by) for cls in (pt.Progress, pt.Assessment, pt.Question)]
    spoken += [poisoner.made(pt.Position, content=None, complete=False, **by)]
    spoken += [poisoner.made(pt.Event, id=f"voiced meeting {PAYLOAD}", **by)]
    yield pt.Report(spoken, id=f"voiced {PAYLOAD}", voices=voiced)


def source(poisoner: Poisoner, turn: int) -> pt.Source:
    """Return a source with an address that must not become a link."""
    address = ADDRESSES[turn % len(ADDRESSES)]
    return poisoner.made(pt.Source, turn, url=address, archived=address, published="2030-01-05")


def content_of(poisoner: Poisoner, kind: str, turn: int) -> object:
    """Return content of a kind of which all fields are filled."""
    if kind == KIND.id:
        values = (poisoner.text("a text"), f"one {PAYLOAD}")
        return content.Details(KIND, dict(zip(KIND.fields, values, strict=True)))
    if kind == "other":
        return content.Other({f"free {PAYLOAD}": poisoner.text("free"), f"number {PAYLOAD}": 5 + turn})
    return poisoner.made(kind_named(kind).cls, turn)


def poisoned() -> tuple[pt.Tracker, Poisoner]:
    """Return a ledger with all kinds of entries, and what made it."""
    poisoner = Poisoner()
    talks = new(agenda(poisoner))
    for day, report in enumerate(reports(poisoner), start=1):
        talks.record(report, recorded_at=f"2030-02-{day:02}")
    corrected, retracted, redacted, repeated, *_ = list(talks.reports.values())

    def again() -> pt.Report:
        return poisoner.made(pt.Report, claims=repeated.claims, acceptance=None)

    talks.correct(corrected.id, again(), reason=poisoner.text("why"))
    talks.retract(retracted.id, claim=1, reason=poisoner.text("why"))
    talks.redact(redacted.id, reason=poisoner.text("why"))
    amended, dismissed, _ = [talks.propose(again()).id for _ in range(3)]
    talks.accept(
        amended, report=attrs.evolve(talks.proposal(amended).report, note=None), reason=poisoner.text("why")
    )
    talks.dismiss(dismissed, reason=poisoner.text("why"))
    return talks, poisoner


def fields_of_text() -> set[str]:
    """Return all fields of claims, agendas and entries that hold a text, by their types."""
    made = [c for c in classes(words, content) if c.__name__ not in NOT_RECORDED and not c.__subclasses__()]
    return {
        f"{cls.__name__}.{f.name}"
        for cls in made
        for f in attrs.fields(cls)
        if f.init and _holds_text(f.type)
    }


def poisoned_fields(thing: object, name: str = "") -> Iterator[str]:
    """Yield the fields that hold a payload, in all that something holds."""
    if isinstance(thing, str) and SHORT in thing:
        yield name
    elif isinstance(thing, Mapping):
        yield from poisoned_fields([*thing.items()], name)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from poisoned_fields(part, name)
    elif attrs.has(cls := type(thing)):
        for field in attrs.fields(cls):
            yield from poisoned_fields(getattr(thing, field.name), f"{type(thing).__name__}.{field.name}")


def _holds_text(type_: Any) -> bool:
    if get_origin(type_) in (Literal, None):
        return type_ is str
    return any(map(_holds_text, get_args(type_)))
