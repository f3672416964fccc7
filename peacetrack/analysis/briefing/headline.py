"""The headline of a brief: what is blocked, what is agreed, and what moved last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from peacetrack.analysis.briefing.moves import Move, behind, left, moved
from peacetrack.analysis.briefing.on_term import OnTerm, counting
from peacetrack.analysis.phrase import listed
from peacetrack.analysis.sentence.citation import Citation, joined
from peacetrack.analysis.sentence.line import Line, Rule
from peacetrack.analysis.sentence.naming import Names
from peacetrack.analysis.verdict.acts import groups_behind, refusals, taken_back
from peacetrack.analysis.verdict.doubt import not_held
from peacetrack.analysis.verdict.verdict import Agreed, off_record
from peacetrack.analysis.window import OTHERS
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.act import AGAINST_TERM
from peacetrack.words.condition import EventHeld
from peacetrack.words.edtf import DAY
from peacetrack.words.stance import Stance
from peacetrack.words.value import counted, grouped

_DECISIVE = Rule.QUORUM_OUT_OF_REACH
"""The last rule of what blocks that a headline repeats."""


def headline(names: Names, parts: Sequence[OnTerm], blocking: Sequence[Line]) -> Iterator[Line]:
    """Yield what is blocked and by which party, what is agreed, and what moved last.

    Parameters:
        names: names of the state.
        parts: what is said of each term.
        blocking: the lines on what blocks, in their order.
    """
    if names.state.basis.supposed:
        many = counted(len(names.state.basis.supposed), "report")
        yield names.line(Rule.SUPPOSED, f"{many}, not recorded", about="Supposing")
    if names.state.newest is None:
        none = f"{names.no_report.capitalize()} is on the ledger{'' if names.left_out else ' yet'}"
        what = none if len(names.state) else "Nothing is on the table yet"
        yield names.line(Rule.NOTHING_REPORTED, what)
        return
    yield _blocked(names, parts, blocking)
    yield from _agreed(names, parts)
    turns = [part.turn for part in parts if part.turn is not None]
    if turns:
        last = max(turns, key=lambda move: move.order)
        newest = [of_party[-1] for part in parts for of_party in part.moves if of_party[-1].was is not None]
        yield _moved(names, last, [move for move in newest if move.begins // DAY > last.begins // DAY])


def _blocked(names: Names, parts: Sequence[OnTerm], blocking: Sequence[Line]) -> Line:
    if not blocking or blocking[0].rule > _DECISIVE:
        by = "" if names.any_report == "any report" else " by the reports that count"
        surely = " for certain" if any(_is_opposed(part) for part in parts) else ""
        acts = (act for on in names.state.values() for _, act in (*taken_back(on), *refusals(on)))
        refused = any(act.claim.act in AGAINST_TERM for act in acts)
        stance = " by its stance" if refused else ""  # what blocks has the act
        known = f"known{by}{surely} to reject or oppose a term{stance}"
        what = f"No needed party is {known}{_outvoted(names, parts, blocking)}{_unheard(names, parts)}"
        return names.line(Rule.NOT_BLOCKED, what, source=_counted_over(names, parts))
    first = blocking[0]
    return names.line(
        Rule.BLOCKED,
        first.what + _more_blocked(first, parts, blocking),
        about=first.about,
        terms=first.terms,
        parties=first.parties,
        reports=first.reports,
        source=_cited(first),
    )


def _more_blocked(first: Line, parts: Iterable[OnTerm], blocking: Iterable[Line]) -> str:
    """Return on how many terms something stands in the way, where it does on others than the first line's."""
    obstacles = [line for line in blocking if line.rule < Rule.AGAINST_NOT_NEEDED]
    terms = {term for line in obstacles if line.rule != Rule.UNCONFIRMED for term in line.terms}
    if terms <= {*first.terms}:
        return ""
    needing = sum(part.status is not None for part in parts)
    doubted = len({term for line in obstacles for term in line.terms} - terms)
    doubt = f", and {doubted} more {'is' if doubted == 1 else 'are'} in doubt" if doubted else ""
    return f"; something stands in the way of {len(terms)} of the {needing} terms that need consent{doubt}"


def _cited(line: Line) -> Citation:
    return Citation(line.source, line.cited)


def _is_opposed(part: OnTerm) -> bool:
    """Return whether a needed party may be against an agreed term: reports differ, or the order is open."""
    said = (statement.value for _, run, _ in part.contended for statement in run)
    turns = (move.was for move in _unsure_moves(part) if part.verdict is not None)
    return any(isinstance(stance, Stance) and stance.side < 0 for stance in (*said, *turns))


def _outvoted(names: Names, parts: Sequence[OnTerm], blocking: Sequence[Line]) -> str:
    """Return which parties are against terms that as many others accept as are needed."""
    by_id = {part.id: part for part in parts}
    lines = [line for line in blocking if line.rule is Rule.AGAINST_NOT_NEEDED]
    said = [
        f"{names.party(party)} is against {names.quoted(part.id)}, where its consent is not needed {_still(part)}"
        for part, party in ((by_id[line.terms[0]], party) for line in lines for party in line.parties)
        if party in part.needed
    ]
    return f"; {listed(said, 2)}" if said else ""


def _still(part: OnTerm) -> str:
    """Return how surely the consent of others than accept a term is not needed."""
    sure = part.verdict is not None and part.verdict.agreed is Agreed.SURELY
    return "any more" if sure else "while as many accept"


def _unheard(names: Names, parts: Sequence[OnTerm]) -> str:
    """Return on how many of the needed answers there is no report: a lack of rejections is no consent."""
    open = [part for part in parts if part.verdict is None]  # of an agreed one a quorum may have enough
    unheard = [(part.id, party) for part in open for party in part.unreported]
    needed = sum(len(part.needed) for part in parts)
    share = f"{len(unheard)} of the {needed}" if len(unheard) < needed else "any of the"
    return f"; {names.no_report_of(unheard)} on {share} answers that are needed" if unheard else ""


# What is agreed


def _agreed(names: Names, parts: Sequence[OnTerm]) -> Iterator[Line]:
    needing = [part for part in parts if part.status is not None]
    firm, doubtful, overruled = (
        [part for part in needing if part.verdict is not None and part.verdict.agreed is agreed]
        for agreed in Agreed
    )
    overruled += [part for part in needing if part.verdict is None and _is_claimed(names, part)]
    yield from _not_agreed(names, parts, overruled, agreed=bool(firm or doubtful))
    for reported, group in grouped(firm, lambda part: bool(part.reported)).items():
        yield _firm(names, group, len(needing), "Agreed" if reported else _accepted(group))
    if doubtful:
        yield _doubtful(names, doubtful)


def _is_claimed(names: Names, part: OnTerm) -> bool:
    """Return whether a term is reported as agreed: on the record, or where no signature of it is known."""
    return bool(part.reported) and (part.signed is None or not off_record(names.state.progress(part.id)))


def _not_agreed(
    names: Names, parts: Sequence[OnTerm], overruled: Sequence[OnTerm], *, agreed: bool
) -> Iterator[Line]:
    """Yield which terms are not agreed, though they are claimed or reported to be, or were once."""
    needing = [part for part in parts if part.status is not None]
    alone = len(needing) == 1
    over = [part for part in needing if part.taken_until]
    undone = [part.undone for part in needing if part.undone is not None]
    signed = [p.signed for p in needing if p.signed is not None and not (p.taken_until or p.undone)]
    counted_over = Citation(_counted_over(names, parts))
    stages = [names.state.progress(part.id).runs["stage"] for part in overruled if part.verdict is None]
    source = joined(counted_over, *map(names.source, stages), *map(_cited, (*signed, *undone[:1])))
    terms = [part.id for part in (*overruled, *over)]
    terms += (term for line in undone[:1] for term in line.terms)
    clauses = (
        _first_of([_claim(names, part) for part in overruled]),
        _ran_out(names, over, alone=alone),
        _first_of([_undone(names, line, alone=alone) for line in signed]),
        _first_of([_undone(names, line, alone=alone) for line in undone], 1),
    )
    against = "; ".join(filter(None, clauses))
    if not needing:
        yield names.line(Rule.NOT_AGREED, "No term needs consent", source=source)
    elif not agreed:
        which = f"{names.term(needing[0].id)} is not" if alone else f"None of {len(needing)} terms is"
        certain = " for certain" if any(line.rule is Rule.PERHAPS_AGREED for line in signed) else ""
        what = "; ".join(filter(None, (f"{which} agreed{certain}", against)))
        yield names.line(Rule.NOT_AGREED, what, about="", terms=terms, source=source)
    elif against:
        yield names.line(Rule.NOT_AGREED, against, about="Not agreed", terms=terms, source=source)


def _first_of(clauses: Sequence[str], most: int = 2) -> str:
    """Return the first of some clauses, and how many more there are."""
    return "; ".join((*clauses[:most], *([f"and {len(clauses) - most} more"] if len(clauses) > most else [])))


def _claim(names: Names, part: OnTerm) -> str:
    """Return who alone says that a term is accepted, or that it is reported as agreed."""
    if part.claimed:
        return f"on {names.quoted(part.id)}, {part.claimed[0]}"
    return f"{names.quoted(part.id)} is reported as {part.reported}"


def _undone(names: Names, line: Line, *, alone: bool) -> str:
    """Return what is accepted on the record that only others undo; of the only term, without its name."""
    return line.what if alone else f"on {names.quoted(line.terms[0])}, {line.what}"


def _ran_out(names: Names, over: Sequence[OnTerm], *, alone: bool) -> str:
    """Return which terms all needed accepted, until when; of the only term, without its name."""
    named = [("it" if alone else names.quoted(part.id), part.taken_until) for part in over]
    return listed([f"{name} was accepted by all needed until {day}" for name, day in named], 2)


def _doubtful(names: Names, agreed: Sequence[OnTerm]) -> Line:
    clauses = [f"{names.term(part.id)}, but {'; '.join(part.doubts[:2])}" for part in agreed]
    accepting = [standing for part in agreed for standing in part.accepting]
    by_kind = zip(*(part.doubted_by for part in agreed), strict=True)
    doubted_by = (source for of_kind in by_kind for of_part in of_kind for source in of_part)
    return names.line(
        Rule.PERHAPS_AGREED,
        _first_of(clauses) + _by_others(names, agreed),
        *(standing.runs.get("stance", ()) for standing in accepting),
        *(standing.otherwise for standing in accepting),
        *(run for part in agreed for _, run, _ in part.contended),
        about="Perhaps agreed",
        terms=[part.id for part in agreed],
        parties=[standing.party for standing in accepting],
        source=joined(*doubted_by, _acceptances(names, accepting)),
    )


def _counted_over(names: Names, parts: Sequence[OnTerm]) -> str:
    return f"counted over {counted(len(counting(names, parts)), 'report')}"


def _acceptances(names: Names, accepting: Iterable[Standing]) -> Citation:
    """Return the sources of acceptances, the weakest first: an agreement is known no better than by it."""
    runs = [(standing, run) for standing in accepting for run in _by_holder(standing)]
    weakest_first = sorted(runs, key=lambda pair: (not pair[0].accounts_of, _is_recorded(*pair)))
    return joined(*(names.source(run) for _, run in weakest_first), most=2)


def _by_holder(standing: Standing) -> Iterator[Run]:
    """Yield the statements of an acceptance; of a group that stands by its members, those of each."""
    yield from map(tuple, grouped(standing.runs.get("stance", ()), attrgetter("party")).values())


def _is_recorded(standing: Standing, run: Run) -> bool:
    return any(statement.party == run[0].party for statement in standing.recorded)


def _accepted(agreed: Sequence[OnTerm]) -> str:
    """Return how terms are agreed where no report says so: `Accepted by all 3 that are needed`."""
    if not all(part.by_all for part in agreed):
        return "Accepted by as many as are needed"
    counts = {len(part.needed) for part in agreed}
    if len(counts) > 1:
        return "Accepted by all that are needed"
    (count,) = counts
    many = {1: "the one that is", 2: "both that are"}.get(count, f"all {count} that are")
    return f"Accepted by {many} needed"


def _firm(names: Names, agreed: Sequence[OnTerm], needing: int, about: str) -> Line:
    accepting = [standing for part in agreed for standing in part.accepting]
    terms = [part.id for part in agreed]
    sentence = names.sentence(terms[0]) if len(terms) == 1 else "it"
    which = names.terms(terms) if sentence == "it" else f"{names.terms(terms)}, {sentence}"
    share = f"{len(agreed)} of {counted(needing, 'term')} that need{'s' if needing == 1 else ''} consent"
    disputed = ", and reports differ" if any(part.disputed for part in agreed) else ""
    known = f"{_until(names, agreed)}{_reserved(agreed)}{disputed}{_out_of_order(names, agreed)}"
    known += f"{_broken(names, agreed)}{_by_others(names, agreed)}"
    stances = [standing.runs.get("stance", ()) for standing in accepting]
    against = [part.broken_off for part in agreed if part.broken_off is not None]
    against += (line for part in agreed for line in part.breached)
    return names.line(
        Rule.AGREED,
        f"{which} ({share}){known}",
        *stances,
        about=about,
        terms=terms,
        parties=[standing.party for standing in accepting],
        source=joined(
            _acceptances(names, accepting),
            *(names.source(run) for part in agreed for run in _held_for(names.state, part)),
            *(names.out_of(report) for part in agreed for report in part.dated_by),
            *(names.out_of(each.reports[-1]) for part in agreed for each in part.otherwise if each.reports),
            *map(_cited, against),
        ),
    )


def _held_for(state: State, part: OnTerm) -> Iterator[Run]:
    """Yield the statements that events were held that acceptances of a term are conditional on."""
    conditions = (condition for standing in part.accepting for condition in standing.conditions)
    for condition in conditions:
        if isinstance(condition, EventHeld):
            yield state.event(condition.event).runs.get("status", ())


def _reserved(agreed: Sequence[OnTerm]) -> str:
    """Return that acceptances are not on the record."""
    reserved = [part for part in agreed if part.reserved]
    if not reserved:
        return ""
    some = any(standing.recorded for part in agreed for standing in part.accepting)
    on = "" if len(agreed) == 1 else f" on {len(reserved)} of them"
    return f", {'not all' if some else 'none of it'} on the record{on}"


def _until(names: Names, agreed: Sequence[OnTerm]) -> str:
    """Return until when acceptances stand, of the first term with such that end."""
    ending = [part for part in agreed if part.open_until]
    if not ending:
        return ""
    which = f"{names.quoted(ending[0].id)} " if len(agreed) > 1 else ""
    more = f" and {counted(len(ending) - 1, 'other term')} for a time" if len(ending) > 1 else ""
    return f", {which}until {ending[0].open_until}{more}"


def _out_of_order(names: Names, agreed: Sequence[OnTerm]) -> str:
    """Return which stances of needed parties may be later than their acceptances: one of both has no date."""
    unsure = [move for part in agreed for move in _unsure_moves(part)]
    stances = [f"{names.party(move.standing.party)} {move.was.verb} it" for move in unsure if move.was]
    return f"; reports also say that {listed(stances, 2)}, the order not known" if stances else ""


def _unsure_moves(part: OnTerm) -> Iterator[Move]:
    """Yield the last moves of needed parties on a term of which the two ends may be in another order."""
    last = (of_party[-1] for of_party in part.moves)
    return (move for move in last if move.needed and move.was is not None and not move.in_order)


def _broken(names: Names, agreed: Sequence[OnTerm]) -> str:
    """Return which accepted terms are reported as collapsed, suspended and so on, and who breaches them."""
    reported = [(f"{names.quoted(p.id)} is ", p.broken_off.what) for p in agreed if p.broken_off]
    breached = [(f"on {names.quoted(p.id)}, ", line.what) for p in agreed for line in p.breached]
    said = ([f"{which * (len(agreed) > 1)}{what}" for which, what in each] for each in (reported, breached))
    return "".join(f"; but {listed(clauses, 2)}" for clauses in said if clauses)


def _by_others(names: Names, agreed: Sequence[OnTerm]) -> str:
    """Return what reports that do not count say against an agreement."""
    against = [part for part in agreed if part.otherwise]
    said = [f"on {names.quoted(p.id)}, " * (len(agreed) > 1) + names.others(p.otherwise) for p in against]
    return f"; but {OTHERS} say otherwise: {listed(said, 2)}" if said else ""


def _moved(names: Names, move: Move, after: Sequence[Move]) -> Line:
    """Return the line on the last move; those after it are of parties without a say, or perhaps no moves."""
    standing = move.standing
    aside = sum(move.needed and not other.needed for other in after)
    unsure = len(after) - aside
    later = f"; {counted(unsure, 'later move')} disputed, undated or only off the record" if unsure else ""
    later += f"; {counted(aside, 'later move')} where the party's consent is not needed" if aside else ""
    groups = groups_behind(names.state[standing.term], standing.party)
    aside_of = f"it is a member of {names.parties(groups)}" if groups else "its consent is not needed"
    later = later if move.needed else f"; {aside_of}{later}"
    own = names.record.own(standing)
    is_other = not standing.recorded and not own.silent and own.stance is not standing.stance
    holder = f"{names.party(standing.party)} on {names.term(standing.term)}"
    return names.line(
        Rule.MOVED_LAST,
        f"{holder}, from {left(names, move)} to {moved(names, move)}{not_held(names, move.run)}{later}",
        *behind(names, move),
        about="Perhaps moved" if move.unsure or is_other else "Last moved",
        terms=[standing.term],
        parties=[standing.party],
    )
