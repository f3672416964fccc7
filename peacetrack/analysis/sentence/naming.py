"""Names of terms, parties, events and sources as the sentences of a brief use them: never ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, assert_never

import attrs

from peacetrack.analysis.holding import Record, said_of
from peacetrack.analysis.phrase import (
    LONG,
    SHORT,
    agreement,
    apart,
    day_words,
    is_in_plural,
    listed,
    plain,
    shortened,
    since_words,
    words_of_id,
)
from peacetrack.analysis.sentence.citation import Citation, Speakers, joined
from peacetrack.analysis.uncounted import Otherwise, left_out, uncounted_of
from peacetrack.index.event_dates import PUT_OFF
from peacetrack.index.statement import Statement, reports_of
from peacetrack.ledger.filed import Filed
from peacetrack.rules.claims import Claimed
from peacetrack.rules.event import EventState
from peacetrack.rules.standing import Standing
from peacetrack.rules.wording import SUPPOSED, is_published
from peacetrack.state import State, reading_of, wider_of
from peacetrack.words.attribution import Attribution
from peacetrack.words.condition import Condition, EventHeld, StanceIs, TermIs
from peacetrack.words.edtf import BEGINNING, day_text
from peacetrack.words.isolate import FIRST, LAST, isolated
from peacetrack.words.language import tag_of
from peacetrack.words.position import Position
from peacetrack.words.quote import for_marks, in_marks
from peacetrack.words.report import Event, Report, Source
from peacetrack.words.stance import Stance
from peacetrack.words.term import TermStatus
from peacetrack.words.value import REDACTED, in_short, redacted_in_short
from peacetrack.words.when import InWords, Moment

if TYPE_CHECKING:
    from peacetrack.analysis.sentence.line import Line, Rule
    from peacetrack.analysis.window import Window

T = TypeVar("T")

Evidence = Sequence[Statement] | Claimed | Citation
"""What a line is by: some statements, an act of its party, or what another line cites."""


class Label(NamedTuple):
    """Where a report came out, the same with its day in words, when, at the latest, and as stated.

    `quotes` are what it quotes in another language than English, as a sentence has it, each with its tag.
    """

    outlet: str | None
    words: str
    publication: int
    published: Moment | None
    quotes: tuple[tuple[str, str], ...]


class CameOut(NamedTuple):
    """When a report came out: by when, its publication as stated, and whether it is only supposed."""

    publication: int
    published: Moment | None
    supposed: bool


class Names:
    """The names that a state's agenda gives, made fit for a sentence.

    Parameters:
        state: the state.
        labels: the labels of reports, as far as they were asked for with other states.
        most: how many characters of a title or a name it gives.
    """

    def __init__(self, state: State, labels: dict[str, Label] | None = None, most: int = LONG) -> None:
        self.state = state
        self._most = most
        self._labels = {} if labels is None else labels
        self._made: dict[Callable[[Names], Any], Any] = {}

    @cached_property
    def record(self) -> Record:
        """The words of the parties on the record."""
        return Record(self.state)

    def once(self, make: Callable[[Names], T]) -> T:
        """Return what is made of these names; it is made when it is first asked for, and kept."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def short(self) -> Names:
        """The same names, cut off for cells: of a sentence with a long name, the verb is not lost."""
        return Names(self.state, self._labels, SHORT)

    @cached_property
    def reports(self) -> Sequence[str]:
        """The reports with a claim that counts, in the order they were recorded."""
        return list(dict.fromkeys(claimed.report for claimed in self.state.claims()))

    @cached_property
    def left_out(self) -> Sequence[str]:
        """The reports with a claim that does not count, and would by default."""
        return left_out(self.state)

    def is_later(self, report: str) -> bool:
        """Return whether a report came out later than the moment: what it says is hindsight."""
        return self.out_by(report) > self.state.instant

    def term(self, id: str) -> str:
        """Return the title of a term; without one, its sentence in quotation marks."""
        declared = self.state[id].term
        if declared is None:
            return isolated(shortened(words_of_id(id)))
        title = " ".join((declared.title or "").split())
        if title and title in self._shared_titles:
            return isolated(f"{shortened(title, self._most)} ({id})")
        if title:
            return isolated(self._cut_titles[id] if len(title) > self._most else title)
        return in_marks(shortened(declared.proposition, self._most))

    @cached_property
    def _shared_titles(self) -> frozenset[str]:
        """The titles that several terms have, such as a term and the one that replaces it."""
        titles = (term.title for term in self.state.agenda.terms if term.title)
        often = Counter(" ".join(title.split()) for title in titles)
        return frozenset(title for title, count in often.items() if count > 1)

    @cached_property
    def _cut_titles(self) -> Mapping[str, str]:
        """The titles of all terms, cut so that no two are alike."""
        titles = {term.id: term.title for term in self.state.agenda.terms if term.title}
        return apart(titles, self._most)

    def sentence(self, id: str) -> str:
        """Return the sentence that is accepted or not, after a verb; `it` where the title is that already."""
        declared = self.state[id].term
        if declared is None or not declared.title:
            return "it"
        return in_marks(shortened(declared.proposition))

    def quoted(self, id: str) -> str:
        """Return the title of a term as part of a sentence."""
        name = self.term(id)
        return name if name.startswith("“") else in_marks(name.strip(FIRST + LAST))

    def terms(self, ids: Iterable[str], most: int = 3) -> str:
        """Return the titles of some terms as a list, cut off after `most`."""
        ids = tuple(ids)
        return self.term(ids[0]) if len(ids) == 1 else listed(list(map(self.quoted, ids)), most)

    def party(self, id: str) -> str:
        """Return the name of a party."""
        declared = self.state.agenda.party_by_id.get(id)
        name = id if declared is None else " ".join(declared.name.split())
        as_it_is = len(name) <= self._most and name not in self.state.agenda.shared_names
        return isolated(name if as_it_is else self._cut_names.get(id, name))

    @cached_property
    def _cut_names(self) -> Mapping[str, str]:
        """The names of all parties, cut so that no two are alike; ids where whole names are."""
        return apart({party.id: party.name for party in self.state.agenda.parties}, self._most)

    def whole_party(self, id: str) -> str:
        """Return the whole name of a party where it is cut off; else an empty text."""
        declared = self.state.agenda.party_by_id.get(id)
        return self._where_cut("" if declared is None else declared.name)

    def whole_term(self, id: str) -> str:
        """Return the whole title of a term, or its sentence, where it is cut off; else an empty text."""
        declared = self.state.agenda.term_by_id.get(id)
        return self._where_cut("" if declared is None else declared.title or declared.proposition)

    def _where_cut(self, name: str) -> str:
        line = " ".join(name.split())
        return line if len(line) > self._most else ""

    def parties(self, ids: Iterable[str], most: int = 4) -> str:
        """Return the names of some parties as a list, cut off after `most`."""
        return listed([self.party(id) for id in ids], most)

    def reserve(self, accounts: Iterable[str], *, on_record: bool) -> str:
        """Return how something is known that a party does not say on the record; else an empty text."""
        parties = tuple(accounts)
        by = f"by the account of {self.parties(parties)}" if parties else "not on the record"
        return "" if on_record else by

    @cached_property
    def agreeing(self) -> Callable[[str], str]:
        """A function that makes the verbs of a sentence agree with names of parties in the plural."""
        return agreement({self.party(id): party for id, party in self.state.agenda.party_by_id.items()})

    def line(
        self,
        rule: Rule,
        what: str,
        *by: Evidence,
        about: str | None = None,
        terms: Iterable[str] = (),
        parties: Iterable[str] = (),
        reports: Iterable[str] = (),
        source: Citation | str | None = None,
    ) -> Line:
        """Return a line about some terms and parties, by what its source names, in that order.

        By default it is about the titles of its terms, and its source is that of all that it is `by`, else
        of the last of its reports; the reports that the source names come first. A text names none.
        """
        from peacetrack.analysis.sentence.line import Line

        terms, parties = tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(parties))
        behind = (*(report for each in by for report in _reports_of(each)), *reports)
        if source is None:
            holder = parties[0] if parties else None
            source = joined(*(self.cite(each, holder) for each in by))
            source = source or (self.out_of(behind[-1]) if behind else Citation())
        source = Citation(source) if isinstance(source, str) else source
        behind = tuple(dict.fromkeys((*source.reports, *behind)))
        about = self.terms(terms) if about is None else about
        who, what = tuple(map(self.party, parties)), self.agreeing(what)
        line = Line(rule.part, rule, about, what, who, source.text, terms, parties, behind, source.reports)
        return attrs.evolve(line, spoken=self._spoken(what, behind)) if "“" in what else line

    def line_on(self, of: Standing | Window, rule: Rule, what: str, *by: Evidence) -> Line:
        """Return a line about a party on a term, by what its source names."""
        return self.line(rule, what, *by, terms=[of.term], parties=[of.party])

    def cite(self, evidence: Evidence, holder: str | None) -> Citation:
        """Return who says so, where and when, by some statements, an act of a party or a line."""
        if isinstance(evidence, Citation):
            return evidence
        return self.claimed(evidence, holder) if isinstance(evidence, Claimed) else self.source(evidence)

    def _spoken(self, what: str, reports: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the quotations of reports that stand in a sentence, in its order, with their languages."""
        tags = {
            words: tag for report in reports for words, tag in self._label(report).quotes if words in what
        }
        return tuple(sorted(tags.items(), key=lambda pair: what.index(pair[0])))

    def event(self, event: EventState) -> str:
        """Return what an event is, who takes part, and what it is about."""
        about = [term for term in event.about if term in self.state]
        parts = [
            event.type or words_of_id(event.id),
            f"of {self.parties(event.participants)}" if event.participants else "",
            f"on {listed([self.quoted(term) for term in about], 2)}" if about else "",
        ]
        name = " ".join(filter(None, parts))
        is_told = self._most < LONG and (event.type or event.participants or about)  # a cell has no room
        text = "" if is_told else name_of(self.state, event)
        if (
            name == event.type and name.casefold() in text.casefold()
        ):  # `Deadline (the deadline)` says it twice
            name, text = isolated(shortened(text)), ""
        return name[:1].upper() + name[1:] + _bracketed(text)

    def reason(self, event: EventState) -> str:
        """Return why an event is postponed or cancelled, to follow on that; empty where no report says so."""
        return _bracketed(reason_of(self.state, event))

    def subject(self, id: str) -> str:
        """Return the title of a term, or what an event is."""
        return self.term(id) if id in self.state else self.event(self.state.event(id))

    def condition(self, condition: Condition) -> str:
        """Return what a party asks for, as follows on `if`."""
        match condition:
            case TermIs():
                status = str(condition.status).replace("-", " ")
                verb = "is" if condition.status in _ADJECTIVES else "is at least"
                return f"{self.quoted(condition.term)} {verb} {status}"
            case StanceIs():
                party, term = self.party(condition.party), self.quoted(condition.term)
                return self.agreeing(f"{party} {condition.stance.verb} {term}")
            case EventHeld():
                event = self.state.event(condition.event)
                verb = "are" if is_in_plural(event.type or words_of_id(event.id)) else "is"
                return f"{self.event(event)} {verb} held"
            case InWords():
                return isolated(shortened(redacted_in_short(str(condition))))
        assert_never(condition)

    def named(self, text: str, ids: Iterable[str | None]) -> str:
        """Return a text of the library with days in words, and names in place of some ids."""
        return day_words(self.agreeing(self._renamed(text, ids)))

    def _renamed(self, text: str, ids: Iterable[str | None]) -> str:
        known = {isolated(id): id for id in ids if id}
        longest_first = sorted(map(re.escape, known), key=len, reverse=True)
        pattern = rf"(?<![\w/-])({'|'.join(longest_first)})(#\d+)?(?![\w/-])"
        return re.sub(pattern, lambda found: self._name_of(known[found[1]]), text) if known else text

    def _name_of(self, id: str) -> str:
        if id in self.state.agenda.party_by_id:
            return self.party(id)
        if id in self.state.agenda.term_by_id:
            return self.quoted(id)
        if id in self.state.event_ids:
            return self.occasion(id)
        label = self.report(id)
        return f"the report{'' if label.startswith('recorded') else ' of'} {label}" if label else "a report"

    def occasion(self, event: str) -> str:
        """Return in a few words what an event is, as part of a sentence."""
        known = self.state.event(event)
        of = f" of {self.parties(known.participants, 2)}" if known.participants else ""
        return f"{known.type or words_of_id(event)}{of}"

    def dated(self, text: str) -> str:
        """Return when something began as text, with its days in words and events by name."""
        return self.named(since_words(text), self.state.event_ids)

    def value(self, value: object) -> str:
        """Return a value in a few words: conditions, parties, people, terms and events by their names."""
        parts = value if isinstance(value, tuple) else (value,)
        named = [self._part(part) for part in parts]
        if parts and None not in named:
            return listed(list(filter(None, named)), len(named))
        return self._renamed(plain(in_short(value)), self.state.event_ids)

    def _part(self, part: object) -> str | None:
        """Return the name of what a part of a value stands for; None for anything else."""
        agenda = self.state.agenda
        if isinstance(part, Condition):
            return self.condition(part)
        if not isinstance(part, str):
            return None
        if part in agenda.party_by_id:
            return self.party(part)
        if part in agenda.person_by_id:
            return isolated(shortened(agenda.person_by_id[part].name or words_of_id(part)))
        if part in agenda.term_by_id:
            return self.quoted(part)
        return self.occasion(part) if part in self.state.event_ids else None

    def others(self, otherwise: Iterable[Otherwise]) -> str:
        """Return what reports that do not count say, with names, and days in words."""
        agenda = self.state.agenda
        ids = (*agenda.party_by_id, *agenda.term_by_id, *self.state.event_ids)
        return "; ".join(self.named(each.words, ids) for each in otherwise)

    @property
    def any_report(self) -> str:
        """`any report`, of those that count where the trust leaves some out."""
        return "any report" if wider_of(self.state) is None else "any report that counts"

    @property
    def no_report(self) -> str:
        """`no report`, likewise."""
        return f"no{self.any_report.removeprefix('any')}"

    def no_report_of(self, holders: Iterable[tuple[str, str]]) -> str:
        """`no report`, or `no report that counts` where one that does not is of a party on a term."""
        return "no report that counts" if any(self.uncounted(*each) for each in holders) else self.no_report

    def uncounted(self, term: str, party: str) -> tuple[str, ...]:
        """Return the reports of positions of a party on a term that do not count."""
        return uncounted_of(self.state, term, party)

    # Sources

    @cached_property
    def _speakers(self) -> Speakers:
        return Speakers(self.state.agenda, self.parties)

    def speaker(self, attribution: Attribution, holder: str | None) -> str:
        """Return who says something, for which party, and whether they are named."""
        return self._speakers.words(attribution, holder)

    def source(self, statements: Sequence[Statement]) -> Citation:
        """Return who says so, where and when: of the nearest of some statements, the newest."""
        if not statements:
            return Citation()
        best = _nearest(statements)
        speaker = self.speaker(best.by.attribution, best.party)
        out = self.outlet(best.by.source, None if best.by.supposed else best.by.recorded)
        return Citation(f"{speaker}; {out}", (best.report,))

    def said(self, run: Iterable[Statement]) -> str:
        """Return the newest words of some statements, to follow on a sentence; empty where there are none."""
        return in_their_words(*said_of(self.state, run))

    def out_of(self, report: str) -> Citation:
        """Return where and when a report came out."""
        return Citation(self.report(report), (report,))

    def cited(self, statements: Sequence[Statement]) -> Sequence[str]:
        """Return the reports of some statements, that of their source first."""
        return reports_of([_nearest(statements)], statements) if statements else ()

    def claimed(self, claimed: Claimed, holder: str | None) -> Citation:
        """Return who says so in a claim, where and when."""
        speaker = self.speaker(claimed.attribution, holder)
        return Citation(f"{speaker}; {self.report(claimed.report)}", (claimed.report,))

    def accounts_of(self, party: str, claimed: Claimed) -> tuple[str, ...]:
        """Return the other parties that alone say what a claim says of a party."""
        return self.state.agenda.accounts_of(party, claimed.attribution)

    def report(self, id: str) -> str:
        """Return the outlet and the date of a report."""
        return self._label(id).words

    def is_published(self, id: str) -> bool:
        """Return whether it is known when a report was published."""
        label = self._label(id)
        return is_published(label.publication, label.published)

    def out_by(self, id: str) -> int:
        """Return the instant by when a report came out; without a publication, when it was recorded."""
        return self._label(id).publication

    def newest(self, standing: Standing, acts: Iterable[Claimed]) -> CameOut | None:
        """Return when the newest report of a standing, or of acts beside it, came out; None without one."""
        sources = [statement.by for run in standing.runs.values() for statement in run]
        outs = [CameOut(by.publication, by.published, by.supposed) for by in sources]
        outs += [self.came_out(claimed.report) for claimed in acts]
        return max(outs, key=attrgetter("publication"), default=None)

    def came_out(self, id: str) -> CameOut:
        """Return when a report came out, as the statements that it makes have it."""
        filed, published = reading_of(self.state).snapshot.filed(id), self._label(id).published
        assert filed is not None
        recorded = filed.entry.recorded
        publication = recorded if published is None else min(published.range.last, recorded)
        return CameOut(publication, published, filed.entry.supposed)

    def where(self, id: str) -> str | None:
        """Return the outlet of a report."""
        return self._label(id).outlet

    def _label(self, id: str) -> Label:
        if id not in self._labels:
            report, filed = self.state.report_of(id), reading_of(self.state).snapshot.filed(id)
            source = report.source
            recorded = None if filed is None else recorded_of(filed)
            bounds = [] if recorded is None else [recorded]
            bounds += [] if source.published is None else [source.published.range.last]
            self._labels[id] = Label(
                outlet=source.outlet,
                words=self.outlet(source, recorded),
                publication=min(bounds, default=BEGINNING),
                published=source.published,
                quotes=tuple(_quotes_in(report)),
            )
        return self._labels[id]

    def outlet(self, source: Source, recorded: int | None) -> str:
        """Return where a report came out, and when; without that, when it was recorded.

        One without a recording is only supposed.
        """
        where = isolated(shortened(source.outlet or source.title or ""))
        day = SUPPOSED if recorded is None else f"recorded {day_words(day_text(recorded))}"
        stated = "" if source.published is None else day_words(str(source.published))
        return ", ".join(filter(None, (where, stated, day if recorded is None or not stated else "")))


def _reports_of(evidence: Evidence) -> Sequence[str]:
    if isinstance(evidence, Claimed):
        return (evidence.report,)
    return evidence.reports if isinstance(evidence, Citation) else reports_of(evidence)


def in_their_words(introduced: str, words: str) -> str:
    """Return words to follow on a sentence, after how they are introduced; empty without words."""
    return f"; {introduced}: {in_marks(shortened(words))}" if words else ""


def asked_by(names: Names, standing: Standing) -> str:
    """Return the conditions of a standing as they follow on its stance; empty without any."""
    asked = [names.short.condition(condition) for condition in standing.conditions]
    return asked_in_words(standing, listed(asked, 1)) if asked else ""


def asked_in_words(standing: Standing, asked: str) -> str:
    """Return conditions as they follow on a stance: who is against a term is so until they are met."""
    stance = standing.stance
    against = isinstance(stance, Stance) and stance.side < 0
    return f", asking that {asked}" if against else f" if {asked}"


def recorded_of(filed: Filed) -> int | None:
    """Return the instant when a report was recorded; None of one that is only supposed."""
    return None if filed.entry.supposed else filed.entry.recorded


def _quotes_in(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what a report quotes in another language than English, as a sentence has it, with its tag."""
    for claim in report.claims if report.source.language else ():
        date = claim.when.said if isinstance(claim, Event) and isinstance(claim.when, Moment) else None
        words = for_marks(str(claim.quote or "")) if isinstance(claim, Position) else date or ""
        tag = tag_of(report.source.language, words)
        if words and tag:
            yield in_marks(shortened(words)), tag


def _nearest(statements: Iterable[Statement]) -> Statement:
    """Return the nearest of some statements: by the party itself, on the record, the newest."""
    return max(statements, key=lambda s: (not s.accounts_of, s.by.type.on_record, s.order))


def _bracketed(text: str) -> str:
    return f" ({isolated(shortened(text))})" if text else ""


_ADJECTIVES = (TermStatus.AGREED,)


def name_of(state: State, event: EventState) -> str:
    """Return the text that names an event: the first one recorded, but for reasons why it is put off."""
    if event.text is None:
        return ""
    reasons = _claims(s for s in state.statements(event.id, None, "status") if s.value in PUT_OFF)
    names = [text for text in _texts(state, event) if _place(text) not in reasons]
    return str(min(names, key=lambda text: (text.by.tie_seq, text.claim)).value) if names else ""


def reason_of(state: State, event: EventState) -> str:
    """Return the text of the report by which an event is postponed or cancelled, or nothing."""
    if event.reason is None:
        return ""
    by = _claims(event.runs.get("status", ()))
    return next((str(text.value) for text in reversed(_texts(state, event)) if _place(text) in by), "")


def _texts(state: State, event: EventState) -> list[Statement]:
    """Return the texts of an event whose words were not redacted."""
    return [s for s in state.statements(event.id, None, "text") if REDACTED not in str(s.value)]


def _claims(statements: Iterable[Statement]) -> set[tuple[str, int]]:
    return set(map(_place, statements))


def _place(statement: Statement) -> tuple[str, int]:
    return statement.report, statement.claim
