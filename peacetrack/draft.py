"""A short hand for reports: claims said by voices, act by act. Built on codec.

r = draft(outlet="an agency", since="2025-12-14")
us = r.voice("officials-unspecified", "American officials", of="US")
us.offers("security-guarantees", "accepts", binding=True, window="undisclosed")
tracker.record(r)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

import attrs

from peacetrack.errors import NameTakenError, WrongTypeError
from peacetrack.form import codec
from peacetrack.form.scalars import Plain, refuse_unknown
from peacetrack.words.act import Act, ActText
from peacetrack.words.attribution import AttributionType, AttributionTypeText
from peacetrack.words.ending import as_window
from peacetrack.words.position import Position, Stage, StageText, Trend, TrendText
from peacetrack.words.report import (
    Assessment,
    Event,
    EventStatus,
    EventStatusText,
    Question,
    Source,
)
from peacetrack.words.stance import Stance, StanceText
from peacetrack.words.value import Absence, AbsenceText, absence_or
from peacetrack.words.when import TimeLike, WhenLike, as_recordable, as_when

AsStance = Stance | Absence | StanceText | AbsenceText | None

_OWN = frozenset(field.name for field in attrs.fields(Position))
_TIMES = frozenset(("since", "when", "due"))
_ENDINGS = frozenset(("window", "until"))


class Speaking:
    """Whoever speaks in a draft: a voice, or the report itself."""

    def __init__(self, draft: Draft, voice: str | None) -> None:
        self._draft = draft
        self._voice = voice

    def __repr__(self) -> str:
        return f"<Speaking: {self._voice or 'the report itself'}>"

    def position(
        self,
        term: str,
        stance: AsStance = None,
        *,
        act: Act | ActText | None = None,
        party: str | None = None,
        **said: Any,
    ) -> Self:
        """A position; fields of the term's content go by their bare names.

        The party is the one the voice speaks for, unless another is named. A text among the
        conditions is one in words, a pair among the links is a relation and a term.
        """
        own = {name: value for name, value in said.items() if name in _OWN}
        content = {name: _plain(name, value) for name, value in said.items() if name not in _OWN}
        given = _plain("content", own.pop("content", {}))
        if not isinstance(given, Mapping):
            raise WrongTypeError(given, "a mapping of the fields of content")
        content = {**given, **content}
        self._claim(
            "position",
            party=party,
            term=term,
            stance=absence_or(stance),
            act=act,
            content=content,
            **own,
        )
        return self

    def progress(
        self,
        term: str,
        stage: Stage | StageText | None = None,
        *,
        trend: Trend | TrendText | None = None,
        since: WhenLike | None = None,
        wording: str | None = None,
        **content: Any,
    ) -> Self:
        """How far a term itself has come; what is open goes by the bare name of its field.

        A field of content that is called `stage` or `trend` too goes into `content={...}`.
        """
        given = _plain("content", content.pop("content", {}))
        if not isinstance(given, Mapping):
            raise WrongTypeError(given, "a mapping of the fields of content")
        content = {**given, **content}
        details = {name: _plain(name, value) for name, value in content.items()}
        self._claim(
            "progress",
            term=term,
            stage=stage,
            trend=trend,
            since=since,
            wording=wording,
            content=details,
        )
        return self

    def event(
        self, id: str, status: EventStatus | EventStatusText | None = None, **said: Any
    ) -> Self:
        """An event, with any field of `Event`."""
        self._claim("event", id=id, status=status, **_known(Event, said))
        return self

    def assess(self, text: str, *about: str, **said: Any) -> Self:
        """A view of the deal, with any field of `Assessment`."""
        self._claim("assessment", text=text, about=about, **_known(Assessment, said))
        return self

    def ask(self, text: str, *about: str, **said: Any) -> Self:
        """A question left open, with any field of `Question`."""
        self._claim("question", text=text, about=about, **_known(Question, said))
        return self

    def _claim(self, kind: str, **said: Any) -> None:
        claim = {"kind": kind, **_stated(said)}
        if self._voice is not None:
            claim["voice"] = self._voice
        self._draft.claims.append(claim)

    # One method an act

    def states(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `states`."""
        return self.position(term, stance, act=Act.STATES, **said)

    def signals(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `signals`."""
        return self.position(term, stance, act=Act.SIGNALS, **said)

    def suggests(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `suggests`."""
        return self.position(term, stance, act=Act.SUGGESTS, **said)

    def considers(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `considers`."""
        return self.position(term, stance, act=Act.CONSIDERS, **said)

    def seeks(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `seeks`."""
        return self.position(term, stance, act=Act.SEEKS, **said)

    def prefers(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `prefers`."""
        return self.position(term, stance, act=Act.PREFERS, **said)

    def proposes(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `proposes`."""
        return self.position(term, stance, act=Act.PROPOSES, **said)

    def offers(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `offers`."""
        return self.position(term, stance, act=Act.OFFERS, **said)

    def commits(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `commits`."""
        return self.position(term, stance, act=Act.COMMITS, **said)

    def agrees(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `agrees`."""
        return self.position(term, stance, act=Act.AGREES, **said)

    def demands(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `demands`."""
        return self.position(term, stance, act=Act.DEMANDS, **said)

    def expects(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `expects`."""
        return self.position(term, stance, act=Act.EXPECTS, **said)

    def insists(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `insists`."""
        return self.position(term, stance, act=Act.INSISTS, **said)

    def maintains(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `maintains`."""
        return self.position(term, stance, act=Act.MAINTAINS, **said)

    def urges(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `urges`."""
        return self.position(term, stance, act=Act.URGES, **said)

    def welcomes(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `welcomes`."""
        return self.position(term, stance, act=Act.WELCOMES, **said)

    def praises(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `praises`."""
        return self.position(term, stance, act=Act.PRAISES, **said)

    def criticises(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `criticises`."""
        return self.position(term, stance, act=Act.CRITICISES, **said)

    def opposes(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `opposes`."""
        return self.position(term, stance, act=Act.OPPOSES, **said)

    def warns(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `warns`."""
        return self.position(term, stance, act=Act.WARNS, **said)

    def threatens(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `threatens`."""
        return self.position(term, stance, act=Act.THREATENS, **said)

    def refuses(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `refuses`."""
        return self.position(term, stance, act=Act.REFUSES, **said)

    def concedes(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `concedes`."""
        return self.position(term, stance, act=Act.CONCEDES, **said)

    def suspends(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `suspends`."""
        return self.position(term, stance, act=Act.SUSPENDS, **said)

    def withdraws(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `withdraws`."""
        return self.position(term, stance, act=Act.WITHDRAWS, **said)

    def explains(self, term: str, stance: AsStance = None, **said: Any) -> Self:
        """A position, with the act `explains`."""
        return self.position(term, stance, act=Act.EXPLAINS, **said)


class Draft(Speaking):
    """A report in the making. `record`, `correct` and `suppose` take it as it is then.

    A draft that goes on after it was recorded is another report: give it another id.
    """

    def __init__(self, report: Plain) -> None:
        super().__init__(self, None)
        self.claims: list[Plain] = []
        self._report = report
        self._voices: dict[str, Plain] = {}

    def __repr__(self) -> str:
        return f"<Draft {self._report.get('id') or 'without an id'}: {len(self.claims)} claims>"

    def voice(
        self,
        type: AttributionType | AttributionTypeText,
        speaker: str | None = None,
        *,
        of: str | None = None,
        person: str | None = None,
        name: str | None = None,
    ) -> Speaking:
        """Somebody who speaks in the report; `of` is the party they speak for."""
        word = AttributionType(type).value
        if name in self._voices:
            raise NameTakenError(
                f"there is a voice {name!r} already", repair="name this one otherwise"
            )
        others = (f"{word}-{number}" for number in range(2, len(self._voices) + 3))
        name = name or next(n for n in (word, *others) if n not in self._voices)
        self._voices[name] = _stated(
            {"type": word, "speaker": speaker, "acts_for": of, "person": person}
        )
        return Speaking(self, name)

    def as_mapping(self) -> Mapping[str, object]:
        """The report in its JSON form."""
        form = {"kind": "report", **self._report, "claims": list(self.claims)}
        return {**form, "voices": dict(self._voices)} if self._voices else form


def draft(
    *,
    id: str | None = None,
    title: str | None = None,
    since: WhenLike | None = None,
    note: str | None = None,
    published: TimeLike | None = None,
    retrieved: TimeLike | None = None,
    **source: Any,
) -> Draft:
    """Begin a report; outlet, origin and the other fields of its `Source` go by their names."""
    where = _known(Source, source)
    where |= {
        name: codec.write(as_recordable(time))
        for name, time in (("published", published), ("retrieved", retrieved))
        if time is not None
    }
    report = _stated({"id": id, "title": title, "since": since, "note": note})
    return Draft({**report, "source": where} if where else report)


def _known(cls: type, said: Plain) -> Plain:
    known = [field.name for field in attrs.fields(cls)]
    refuse_unknown(said, known)
    return _stated(said)


def _stated(said: Plain) -> Plain:
    return {
        name: _plain(name, value)
        for name, value in said.items()
        if value is not None and not (name in ("content", "about") and not value)
    }


def _condition(item: Any) -> Any:
    """A condition; a text is one in words."""
    return {"kind": "words", "text": item} if isinstance(item, str) else _plain("", item)


def _link(item: Any) -> Any:
    """A link; a pair is its relation and its term."""
    pair = isinstance(item, tuple)
    return {"relation": str(item[0]), "term": item[1]} if pair else _plain("", item)


_SHORT = {"conditions": _condition, "links": _link}
"""Fields for which a draft takes something shorter."""


def _plain(name: str, value: Any) -> Any:
    """A value in its JSON form, typed or plain."""
    if name in _SHORT and isinstance(value, Iterable) and not isinstance(value, str):
        return [_SHORT[name](item) for item in value]
    if name in _TIMES:
        return value if isinstance(value, Mapping) else codec.write(as_when(value))
    if name in _ENDINGS and not isinstance(value, Mapping):
        value = as_window(value)
    if isinstance(value, Absence):
        return {"absent": value.value}
    if isinstance(value, Mapping):
        return {key: _plain("", item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain("", item) for item in value]
    return codec.write(value) if attrs.has(type(value)) else getattr(value, "value", value)
