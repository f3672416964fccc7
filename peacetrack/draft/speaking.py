"""The speech of a voice: a position by each act, a progress, an event, a view, a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Self, Unpack

from peacetrack.draft.fields import (
    AssessmentFields,
    AsStance,
    EventFields,
    PositionFields,
    ProgressFields,
    QuestionFields,
)
from peacetrack.draft.plain import details_form, stated
from peacetrack.errors import UnknownActError, UnknownFieldError
from peacetrack.form.scalars import Plain
from peacetrack.words.act import Act, ActText
from peacetrack.words.position import Stage, StageText, Trend, TrendText
from peacetrack.words.report import EventStatus, EventStatusText
from peacetrack.words.stance import Stance
from peacetrack.words.value import absence_or

_VERBS = ("position", "progress", "event", "assess", "ask")


class Speaking:
    """A speaker in a draft: a voice, or the report itself. Every method returns the speaker."""

    def __init__(self, claims: list[Plain], voice: str | None) -> None:
        self.claims = claims
        self._voice = voice

    def __repr__(self) -> str:
        return f"<Speaking: {self._voice or 'the report itself'}>"

    def position(
        self,
        term: str,
        stance: AsStance = None,
        *,
        act: Act | ActText | None = None,
        **said: Unpack[PositionFields],
    ) -> Self:
        """Add a position.

        Parameters:
            term: the id of the term.
            stance: a stance or an absence (default: none is stated).
            act: how it was expressed; there is a method for each act too.
            said: fields of `Position` by name. `party` is the holder (default: the party that the
                voice speaks for), `details` the fields of the term's kind, as a mapping or as
                content. A text among the `conditions` is a condition in words, a pair among the
                `links` is a relation and a term.

        Raises:
            UnknownFieldError: `said` has a field that a position has not.

        >>> us = pt.draft().voice("named", of="NORTH")
        >>> us.position("truce", "open", details={"scope": "at sea"}).claims[0]["content"]
        {'scope': 'at sea'}
        """
        own = {"term": term, "stance": absence_or(stance), "act": act}
        return self._claim("position", PositionFields, own, said)

    def progress(
        self,
        term: str,
        stage: Stage | StageText | None = None,
        *,
        trend: Trend | TrendText | None = None,
        **said: Unpack[ProgressFields],
    ) -> Self:
        """Add how far a term itself has come.

        Parameters:
            term: the id of the term.
            stage: the stage that it has reached (default: none is stated).
            trend: where the talks about it are going.
            said: fields of `Progress` by name; `details` are the fields of the term's kind that are
                still open, as a mapping or as content.

        Raises:
            UnknownFieldError: `said` has a field that a progress has not.

        >>> open_still = {"scope": pt.Absence.UNDER_NEGOTIATION}
        >>> pt.draft().progress("truce", "tabled", details=open_still).claims[0]["stage"]
        'tabled'
        """
        own = {"term": term, "stage": stage, "trend": trend}
        return self._claim("progress", ProgressFields, own, said)

    def event(
        self, id: str, status: EventStatus | EventStatusText | None = None, **said: Unpack[EventFields]
    ) -> Self:
        """Add an event.

        Parameters:
            id: the id of the event; claims with one id are about one event.
            status: what became of it (default: none is stated).
            said: fields of `Event` by name.

        Raises:
            UnknownFieldError: `said` has a field that an event has not.

        >>> pt.draft().event("summit", "held", when="2030-02-01").claims[0]["when"]
        '2030-02-01'
        """
        return self._claim("event", EventFields, {"id": id, "status": status}, said)

    def assess(self, text: str, *about: str, **said: Unpack[AssessmentFields]) -> Self:
        """Add a view of the deal, which gives no party a stance.

        Parameters:
            text: the view in words.
            about: the terms and events that it is about.
            said: fields of `Assessment` by name.

        Raises:
            UnknownFieldError: `said` has a field that an assessment has not.

        >>> pt.draft().assess("it is close", "truce", tone="optimistic").claims[0]["tone"]
        'optimistic'
        """
        return self._claim("assessment", AssessmentFields, {"text": text, "about": about}, said)

    def ask(self, text: str, *about: str, **said: Unpack[QuestionFields]) -> Self:
        """Add a question that is left open.

        Parameters:
            text: the question in words.
            about: the terms and events that it is about.
            said: fields of `Question` by name, such as the time when an answer is `due`.

        Raises:
            UnknownFieldError: `said` has a field that a question has not.

        >>> pt.draft().ask("who monitors it?", "truce", due="2030-03").claims[0]["due"]
        '2030-03'
        """
        return self._claim("question", QuestionFields, {"text": text, "about": about}, said)

    def _claim(self, kind: str, fields: type, own: Mapping[str, Any], said: Mapping[str, Any]) -> Self:
        """Add a claim; its `own` fields are parameters, those that are `said` are checked by name."""
        _refuse_unknown(said, [*own, *fields.__annotations__])
        claim = {"kind": kind, **stated({**own, **said, "details": None})}
        if details := details_form(said.get("details")):
            claim["content"] = details
        if self._voice is not None:
            claim["voice"] = self._voice
        self.claims.append(claim)
        return self

    # One method for each act

    def states(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `states`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().states("truce", party="EAST").claims[0]["act"]
        'states'
        """
        return self.position(term, stance, act=Act.STATES, **said)

    def signals(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `signals`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().signals("truce", party="EAST").claims[0]["act"]
        'signals'
        """
        return self.position(term, stance, act=Act.SIGNALS, **said)

    def suggests(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `suggests`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().suggests("truce", party="EAST").claims[0]["act"]
        'suggests'
        """
        return self.position(term, stance, act=Act.SUGGESTS, **said)

    def considers(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `considers`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().considers("truce", party="EAST").claims[0]["act"]
        'considers'
        """
        return self.position(term, stance, act=Act.CONSIDERS, **said)

    def seeks(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `seeks`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().seeks("truce", party="EAST").claims[0]["act"]
        'seeks'
        """
        return self.position(term, stance, act=Act.SEEKS, **said)

    def prefers(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `prefers`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().prefers("truce", party="EAST").claims[0]["act"]
        'prefers'
        """
        return self.position(term, stance, act=Act.PREFERS, **said)

    def proposes(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `proposes`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().proposes("truce", party="EAST").claims[0]["act"]
        'proposes'
        """
        return self.position(term, stance, act=Act.PROPOSES, **said)

    def offers(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `offers`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().offers("truce", party="EAST").claims[0]["act"]
        'offers'
        """
        return self.position(term, stance, act=Act.OFFERS, **said)

    def commits(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `commits`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().commits("truce", party="EAST").claims[0]["act"]
        'commits'
        """
        return self.position(term, stance, act=Act.COMMITS, **said)

    def agrees(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `agrees`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().agrees("truce", party="EAST").claims[0]["act"]
        'agrees'
        """
        return self.position(term, stance, act=Act.AGREES, **said)

    def demands(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `demands`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().demands("truce", party="EAST").claims[0]["act"]
        'demands'
        """
        return self.position(term, stance, act=Act.DEMANDS, **said)

    def expects(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `expects`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().expects("truce", party="EAST").claims[0]["act"]
        'expects'
        """
        return self.position(term, stance, act=Act.EXPECTS, **said)

    def insists(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `insists`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().insists("truce", party="EAST").claims[0]["act"]
        'insists'
        """
        return self.position(term, stance, act=Act.INSISTS, **said)

    def maintains(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `maintains`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().maintains("truce", party="EAST").claims[0]["act"]
        'maintains'
        """
        return self.position(term, stance, act=Act.MAINTAINS, **said)

    def urges(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `urges`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().urges("truce", party="EAST").claims[0]["act"]
        'urges'
        """
        return self.position(term, stance, act=Act.URGES, **said)

    def welcomes(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `welcomes`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().welcomes("truce", party="EAST").claims[0]["act"]
        'welcomes'
        """
        return self.position(term, stance, act=Act.WELCOMES, **said)

    def praises(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `praises`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().praises("truce", party="EAST").claims[0]["act"]
        'praises'
        """
        return self.position(term, stance, act=Act.PRAISES, **said)

    def criticises(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `criticises`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().criticises("truce", party="EAST").claims[0]["act"]
        'criticises'
        """
        return self.position(term, stance, act=Act.CRITICISES, **said)

    def opposes(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `opposes`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().opposes("truce", party="EAST").claims[0]["act"]
        'opposes'
        """
        return self.position(term, stance, act=Act.OPPOSES, **said)

    def warns(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `warns`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().warns("truce", party="EAST").claims[0]["act"]
        'warns'
        """
        return self.position(term, stance, act=Act.WARNS, **said)

    def threatens(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `threatens`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().threatens("truce", party="EAST").claims[0]["act"]
        'threatens'
        """
        return self.position(term, stance, act=Act.THREATENS, **said)

    def refuses(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `refuses`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().refuses("truce", party="EAST").claims[0]["act"]
        'refuses'
        """
        return self.position(term, stance, act=Act.REFUSES, **said)

    def concedes(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `concedes`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().concedes("truce", party="EAST").claims[0]["act"]
        'concedes'
        """
        return self.position(term, stance, act=Act.CONCEDES, **said)

    def suspends(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `suspends`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().suspends("truce", party="EAST").claims[0]["act"]
        'suspends'
        """
        return self.position(term, stance, act=Act.SUSPENDS, **said)

    def withdraws(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `withdraws`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().withdraws("truce", party="EAST").claims[0]["act"]
        'withdraws'
        """
        return self.position(term, stance, act=Act.WITHDRAWS, **said)

    def explains(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `explains`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().explains("truce", party="EAST").claims[0]["act"]
        'explains'
        """
        return self.position(term, stance, act=Act.EXPLAINS, **said)

    def signs(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `signs`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().signs("truce", party="EAST").claims[0]["act"]
        'signs'
        """
        return self.position(term, stance, act=Act.SIGNS, **said)

    def denies(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `denies`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().denies("truce", party="EAST").claims[0]["act"]
        'denies'
        """
        return self.position(term, stance, act=Act.DENIES, **said)

    def accuses(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `accuses`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().accuses("truce", party="EAST").claims[0]["act"]
        'accuses'
        """
        return self.position(term, stance, act=Act.ACCUSES, **said)

    def extends(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `extends`; `term`, `stance` and `said` as in `position`.

        Give the stance: without it nothing that is over is renewed (rule 4).

        >>> pt.draft().extends("truce", party="EAST").claims[0]["act"]
        'extends'
        """
        return self.position(term, stance, act=Act.EXTENDS, **said)

    def votes(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `votes`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().votes("truce", party="EAST").claims[0]["act"]
        'votes'
        """
        return self.position(term, stance, act=Act.VOTES, **said)

    def abstains(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `abstains`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().abstains("truce", party="EAST").claims[0]["act"]
        'abstains'
        """
        return self.position(term, stance, act=Act.ABSTAINS, **said)

    def complies(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `complies`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().complies("truce", party="EAST").claims[0]["act"]
        'complies'
        """
        return self.position(term, stance, act=Act.COMPLIES, **said)

    def breaches(self, term: str, stance: AsStance = None, **said: Unpack[PositionFields]) -> Self:
        """Add a position with the act `breaches`; `term`, `stance` and `said` as in `position`.

        >>> pt.draft().breaches("truce", party="EAST").claims[0]["act"]
        'breaches'
        """
        return self.position(term, stance, act=Act.BREACHES, **said)

    if not TYPE_CHECKING:  # so that type checkers refuse an unknown act too

        def __getattr__(self, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(name)
            raise UnknownActError(name, [*map(str, Act), *_VERBS], is_stance=name in set(Stance))


def _refuse_unknown(said: Mapping[str, Any], known: list[str]) -> None:
    for name in said:
        if name not in known:
            error = UnknownFieldError(name, known)
            if "details" in known and error.nearest is None:
                error.repair = f"put a field of the term's kind into details={{{name!r}: ...}}"
            raise error
