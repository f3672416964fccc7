"""Holdings: what holds of the parties on a term and of the term itself, and their positions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from peacetrack.analysis.phrase import shortened
from peacetrack.index.statement import Key, Statement
from peacetrack.rules.acts import acts_beside, last_going_back
from peacetrack.rules.claims import Claimed
from peacetrack.rules.on_record import Aside, aside_of, asked_beside
from peacetrack.rules.progress import TermProgress
from peacetrack.rules.rulings import Holding
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import refusal
from peacetrack.state import State, reading_of
from peacetrack.words.basis import recorded
from peacetrack.words.condition import Condition
from peacetrack.words.edtf import END
from peacetrack.words.language import in_language
from peacetrack.words.position import BROKEN_OFF, Position
from peacetrack.words.quote import for_marks, in_marks
from peacetrack.words.report import Claim
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import REDACTED


def holding_of(state: State, term: str, party: str | None) -> Holding:
    """Return where a party stands on a term; without a party, how far the term itself has come."""
    return state.progress(term) if party is None else state.standing(term, party)


def standings(state: State, terms: Iterable[str] | None = None) -> Iterator[Standing]:
    """Return the standings on some terms, by default on all: needed parties, then others."""
    rulings = reading_of(state).rulings
    for term in state if terms is None else terms:
        for party in state.parties_on(term):
            yield rulings.standing(term, party)


def holdings(state: State, terms: Iterable[str] | None = None) -> Iterator[Holding]:
    """Return for each of some terms the standings on it, then its own progress."""
    for term in state if terms is None else terms:
        yield from standings(state, [term])
        yield state.progress(term)


def concerned(state: State, terms: Iterable[str]) -> dict[str, set[str]]:
    """Return by term the parties that it needs, or that say or do something about it."""
    rulings = reading_of(state).rulings
    found = {term: set(rulings.parties_on(term)) for term in terms}
    for term, party in reading_of(state).claims.bare:
        if term in found:
            found[term].add(party)
    return found


def shown_on(state: State, by_term: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return by term the parties that a board shows: those concerned, and those spoken for.

    A party that is concerned by another term is shown where its group has a stance. Members that
    no term concerns are left out, for a group may have many.
    """
    rulings = reading_of(state).rulings
    anywhere = set[str]().union(*by_term.values())
    return {
        term: parties | {p for p in anywhere - parties if not rulings.standing(term, p).silent}
        for term, parties in by_term.items()
    }


def acts_of(state: State, standing: Standing) -> Sequence[Claimed]:
    """Return the acts that a standing is shown with, of claims that count."""
    key = standing.term, standing.party
    if not (
        standing.silent
        or standing.lapsed
        or key in reading_of(state).claims.bare
        or key in reading_of(state).claims.news
    ):
        return ()
    claims = state.claims(term=standing.term, party=standing.party, kind="position")
    return acts_beside(standing, (c for c in claims if c.claim.act is not None), state.agenda)


def rejections(state: State) -> Iterator[tuple[Standing, str]]:
    """Yield the live rejections by which terms are blocked, each with what follows from it.

    Nothing follows from that of a party of a quorum without a veto.
    """
    for term in state.values():
        for party in term.needed if term.status is TermStatus.BLOCKED else ():
            if term[party].live_stance is Stance.REJECTS:
                veto = any(party in quorum.vetoes for quorum in term.quorums)
                decisive = veto or party in term.required
                yield term[party], refusal(party, veto=party not in term.required) if decisive else ""


class Record:
    """The words of parties on the record, next to where they stand by all reports that count.

    An account by another party is off the record, as an unnamed source is.
    """

    def __init__(self, state: State) -> None:
        self._state = state

    @cached_property
    def state(self) -> State:
        """The state by what is on the record alone."""
        return self._state.at(trust=recorded(self._state.basis.trust))

    def own(self, standing: Standing) -> Standing:
        """Return where the party of a standing stands on the record."""
        return reading_of(self.state).rulings.standing(standing.term, standing.party)

    def red_line(self, standing: Standing) -> Standing | None:
        """Return the standing that has a red line of a party itself: by all that counts, or on the record."""
        own = (each for each in (standing, self.own(standing)) if each.red_line is True and not each.derived)
        return next(own, None)

    def not_taken_back(self, terms: Iterable[str] | None = None) -> Iterator[tuple[Standing, Standing]]:
        """Yield what parties are against on the record, where only reports off the record are milder.

        They are those on some terms, by default on all. Each comes after where the party stands by all
        reports that count. A stance that the words on the record dispute themselves is left out: it is
        shown as disputed.
        """
        for standing in standings(self._state, terms):
            if self.is_milder(standing):
                yield standing, self.own(standing)

    def is_milder(self, standing: Standing) -> bool:
        """Return whether a stance is milder than its party says on the record, as `not_taken_back` has it."""
        own = self.own(standing)
        if own.derived or not _is_milder(standing.live_stance, own.live_stance):
            return False
        disputed = "stance" in standing.disputed
        rivals = self._state.disputing_statements(standing, "stance") if disputed else ()
        claims = {(statement.report, statement.claim) for statement in rivals}
        return claims.isdisjoint((statement.report, statement.claim) for statement in own.runs["stance"])

    def beside(self, standing: Standing) -> Standing | None:
        """Return where the party of an acceptance stands on the record, where that differs; else None."""
        own = self.own(standing) if standing.stance is Stance.ACCEPTS else standing
        return None if aside_of(standing, own) is None else own

    def less(self, term: str) -> Iterator[tuple[Standing, Standing]]:
        """Yield the needed parties whose acceptance of a term is less on the record than by all that counts.

        Each comes before where it stands on the record: there its acceptance ran out, or asks for what is not
        met, or has details by which the term is not settled.
        """
        pairs = list(self._accepting(term))
        unsettled = self._unsettled(term, pairs)
        for standing, own in pairs:
            if self.is_less(standing, own) or details_beside(standing, own, unsettled):
                yield standing, own

    def unsettled(self, term: str) -> tuple[str, ...]:
        """Return the details that are not settled if parties accept a term as they do on the record."""
        return self._unsettled(term, list(self._accepting(term)))

    def is_less(self, standing: Standing, own: Standing) -> bool:
        """Return whether an acceptance ran out on the record, or asks there for what is not met.

        What only an account gives, or what the party denies on the record, is in doubt by itself.
        """
        how = None if standing.accounts_of or standing.otherwise else aside_of(standing, own)
        if how is Aside.ASKS:
            return not all(map(self._state.met, asked_beside(standing, own)))
        return how is Aside.OVER

    def asked(self, standing: Standing) -> tuple[Condition, ...]:
        """Return the conditions of a standing, then those that the party sets on the record alone."""
        own = self.own(standing) if standing.accepts else standing
        beside = asked_beside(standing, own) if aside_of(standing, own) is Aside.ASKS else ()
        return (*standing.conditions, *beside)

    def told(self, standing: Standing) -> tuple[Condition, ...]:
        """Return the conditions of an acceptance that only others, or reports off the record, set."""
        own = self.own(standing) if standing.accepts else standing
        return asked_beside(own, standing) if own.accepts else ()

    def is_off(self, term: str, party: str, condition: Condition) -> bool:
        """Return whether a party has a stance on the record without a condition that it is said to set."""
        own = reading_of(self.state).rulings.standing(term, party)
        return not own.silent and condition not in own.conditions

    def broken_off(self, term: str) -> TermProgress | None:
        """Return how far a term is on the record, where it is broken off there alone."""
        here = self._state.progress(term)
        run = here.runs.get("stage", ())
        if not run or here.stage in BROKEN_OFF or any(statement.on_record for statement in run):
            return None
        own = self.state.progress(term)
        return own if own.stage in BROKEN_OFF else None

    def still(self, standing: Standing) -> Standing | None:
        """Return an acceptance on the record that is over only by the words of others, or of a leak.

        It is none where the party goes back on it there, in an act without a stance.
        """
        own = self.own(standing) if standing.lapsed else standing
        if aside_of(standing, own) is not Aside.STILL:
            return None
        done = reading_of(self.state).claims.news.get((own.term, own.party), ())
        return None if last_going_back(own, done, self.state.agenda) else own

    def _accepting(self, term: str) -> Iterator[tuple[Standing, Standing]]:
        for party in self._state[term].accepting:
            standing = self._state.standing(term, party)
            yield standing, self.own(standing)

    def _unsettled(self, term: str, pairs: Iterable[tuple[Standing, Standing]]) -> tuple[str, ...]:
        beside = [(own if own.accepts else standing, standing) for standing, own in pairs]
        if all(own.counting == standing.counting for own, standing in beside):
            return ()
        return reading_of(self._state).rulings.statuses.unsettled_among(term, [own for own, _ in beside])

    def against(self, terms: Iterable[str] | None = None) -> Mapping[str, Mapping[str, Standing]]:
        """Return by term where needed parties stand on the record that are against it only there."""
        by_term: dict[str, dict[str, Standing]] = {}
        for standing, own in self.not_taken_back(terms):
            if standing.party in self._state.needed_on(standing.term):
                by_term.setdefault(standing.term, {})[standing.party] = own
        return by_term


def _is_milder(stance: Stance | None, recorded: Stance | None) -> bool:
    """Return whether a stance leaves out that a party is against, or rejects, on the record."""
    if recorded is None or recorded.side >= 0:
        return False
    return stance is None or stance.side >= 0 or (recorded is Stance.REJECTS and stance is not recorded)


def details_beside(standing: Standing, own: Standing, fields: Iterable[str]) -> tuple[str, ...]:
    """Return of some fields those with another value on the record than by all that counts."""
    here, there = standing.counting, own.counting if own.accepts else {}
    return tuple(f for f in fields if f in there and there[f] != here.get(f))


def dating(state: State, event: str | None) -> Run:
    """Return the statements that date an event: of its time, else of a status that bounds it."""
    if event is None or (known := state.event(event)).when is None:
        return ()
    return known.runs.get("when") or known.runs.get("status", ())


def positions(
    state: State, term: str | None = None, party: str | None = None
) -> Iterator[tuple[Claimed, Position]]:
    """Return the claims that are positions, on a term and of a party where these are given."""
    for claimed in state.claims(term=term, party=party, kind="position"):
        if isinstance(claimed.claim, Position):
            yield claimed, claimed.claim


def announced(state: State, term: str, party: str) -> list[Statement]:
    """Return the stances of a party on a term that were reported by now and begin later."""
    now, key = state.instant, Key(term, party, "stance")
    known = [s for s in reading_of(state).cut.near(key, now + 1, END) if s.by.publication <= now < s.anchor]
    return [s for s in known if isinstance(s.value, Stance) and not s.since.range.from_unknown]


def said_of(state: State, run: Iterable[Statement]) -> tuple[str, str]:
    """Return how the newest words of some statements are introduced, and the words: both may be empty.

    Only a quotation is of the party; any other wording is that of the report. Words in another language
    than English are introduced with it.
    """
    for statement in sorted(run, key=lambda s: s.order, reverse=True):
        introduced, words = words_of(state.claim_of(statement), statement.by.source.language)
        if words:
            return introduced, words
    return "", ""


def words_of(claim: Claim, tag: str | None) -> tuple[str, str]:
    """Return how the words of a claim are introduced, and the words: both may be empty.

    A quote in another language comes after what the coder made of it, where the claim has that.

    Parameters:
        claim: the claim.
        tag: the language of its source.
    """
    if claim.quote:
        spoken = spoken_in(claim)
        language = in_language(tag, spoken)
        return _introduced("in these words", language, coded_as(claim, language)), spoken
    if claim.wording:
        return _introduced("the report says", in_language(tag, claim.wording, exact=False)), claim.wording
    return "", ""


def coded_as(claim: Claim, language: str) -> str:
    """Return the words in which a coder has a quote of another language; empty without any, or in English.

    Words that cannot be those of the source, as they are `from a source in` its language, are translated.
    """
    wording = claim.wording if language.startswith("in ") else None
    return f"coded as {in_marks(shortened(wording))}" if wording and REDACTED not in wording else ""


def _introduced(how: str, *notes: str) -> str:
    return ", ".join((how, *filter(None, notes)))


def spoken_in(claim: Claim) -> str:
    """Return the party's own words, where a report quotes them; else an empty text."""
    return for_marks(str(claim.quote or ""))
