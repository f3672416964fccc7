"""Standings of members with their group, and of groups by their members: rule 9 of `docs/reference/rules.md`.

When a standing may change, by its own statements, its groups and its memberships, is here too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial

import attrs

from peacetrack.index.statement import CONTENT, Key, Statement
from peacetrack.index.timeline import Cut
from peacetrack.rules.dispute import disputed_fields
from peacetrack.rules.ending import lapsed, turns_with
from peacetrack.rules.holding import perhaps_holding
from peacetrack.rules.own_standing import WITH_STANCE, begun_fields, cleared, older_than, own_standing
from peacetrack.rules.runs import FieldRuns
from peacetrack.rules.second_run import SecondRun
from peacetrack.rules.stance_run import Run, Runs, displaces
from peacetrack.rules.standing import Standing
from peacetrack.words.edtf import BEGINNING
from peacetrack.words.kind import ContentKind
from peacetrack.words.stance import Stance
from peacetrack.words.term import Agenda
from peacetrack.words.value import Absence, FrozenDict
from peacetrack.words.when import latest


def standing_of(cut: Cut, agenda: Agenda, term: str, party: str, kind: ContentKind) -> Standing:
    """Return where a party stands: by its own statements, with its group, or by its members."""
    standing = _without_members(cut, agenda, term, party, kind)
    members = () if standing.live else agenda.standing_for(party, cut.valid)
    theirs = [_without_members(cut, agenda, term, member, kind) for member in members]
    return _by_members(standing, theirs) if theirs and all(each.live for each in theirs) else standing


def _by_members(group: Standing, members: list[Standing]) -> Standing:
    """Return the standing of a group by its members, who all have a live stance: the least favourable.

    It has the conditions of all; what else they state stays theirs, and what it states its own.
    """
    stance = min(member.live_stance for member in members if member.live_stance is not None)
    red = [member for member in members if member.stance is stance and member.red_line is True]
    own = {f: run for f, run in group.runs.items() if f.startswith(CONTENT) and run[-1].party == group.party}
    fields = {"stance": members, "conditions": members, "red_line": red}
    return attrs.evolve(
        group,
        stance=stance,
        red_line=True if red else None,
        conditions=tuple(dict.fromkeys(c for member in members for c in member.conditions)),
        window=None,
        until=None,
        since=latest(member.since for member in members if member.since is not None),
        certain=all(member.certain for member in members),
        disputed=("stance",) if any("stance" in member.disputed for member in members) else (),
        lapsed=False,
        by_group=None,
        by_members=tuple(member.party for member in members),
        nearer=SecondRun(partial(_nearer, members)),
        begun=True,
        older=(),
        runs=FrozenDict(own | {f: run for f, of in fields.items() if (run := _together(of, f))}),
    )


def _nearer(members: Iterable[Standing]) -> tuple[Run, Run]:
    return tuple(statement for member in members for statement in member.nearer), ()


def _together(members: Iterable[Standing], field: str) -> Run:
    """Return the statements behind a field of several members, the least favourable stance last."""
    statements = {id(s): s for member in members for s in member.runs.get(field, ())}
    return tuple(sorted(statements.values(), key=lambda s: (_favour(s.value), s.order)))


def _favour(value: object) -> int:
    """Return the place of a stance from the most favourable on, so that the value that holds is last."""
    return -list(Stance).index(value) if isinstance(value, Stance) else 0


def _without_members(cut: Cut, agenda: Agenda, term: str, party: str, kind: ContentKind) -> Standing:
    own = own_standing(cut, term, party, kind)
    joined = agenda.joined(party, cut.valid)
    groups = [own_standing(cut, term, group, kind, (party, since)) for group, since in joined.items()]
    live = [standing for standing in groups if standing.live]
    if not own.begun:
        begun = live or [standing for standing in groups if standing.begun]
        return in_group(cut, own, begun, begun_fields(cut, term, party)) if begun else own
    if not live or (own.live and not _displaces(governing(live), own)):
        return own
    if not own.live:  # what lived with its stance ended with it
        return in_group(cut, own, live, _details(cut, own))
    standing = in_group(cut, own, live, _greater(_details(cut, own), governing(live).runs))
    return attrs.evolve(standing, disputed=tuple(dict.fromkeys(("stance", *standing.disputed))))


def _displaces(group: Standing, own: Standing) -> bool:
    """Return whether a group has stated a stance of another side, greater than the member's own.

    Where only the order of recording says so, the member's own words hold.
    """
    stances = group.live_stance, own.live_stance
    apart = len({stance.side for stance in stances if stance is not None}) == 2
    return apart and group.runs["stance"][-1].order.evidence > own.runs["stance"][-1].order.evidence


def _greater(runs: Runs, others: Runs) -> Runs:
    """Return the runs that are greater than those of other fields of the same name, if any."""
    return {f: run for f, run in runs.items() if f not in others or run[-1].order > others[f][-1].order}


def _details(cut: Cut, own: Standing) -> Runs:
    """Return the content that a member has stated, which goes on where its stance does not."""
    fields = begun_fields(cut, own.term, own.party).items()
    return {field: run for field, run in fields if field.startswith(CONTENT)}


def behind(agenda: Agenda, party: str) -> tuple[str, ...]:
    """Return the parties with statements that a standing can rest on at some time, itself first.

    They are its members, where all are known, and the groups of each.
    """
    holders = [party, *(member.party for member in agenda.known_members(party))]
    groups = [group.id for holder in holders for group, _ in agenda.memberships.get(holder, ())]
    return tuple(dict.fromkeys((*holders, *groups)))


def statements_behind(cut: Cut, agenda: Agenda, term: str, party: str | None) -> Iterator[Statement]:
    """Yield all known statements that a standing can rest on: its own, its groups' and its members'."""
    for holder in (None,) if party is None else behind(agenda, party):
        for field in cut.timeline.fields.get((term, holder), ()):
            yield from cut.all(Key(term, holder, field))


def turns_of(cut: Cut, agenda: Agenda, term: str, party: str | None) -> set[int]:
    """Return the instants at which what holds of a party on a term may change."""
    statements = list(statements_behind(cut, agenda, term, party))
    turns = {turn for statement in statements for turn in turns_with(cut, statement)}
    if turns and any(statement.since.range.from_unknown for statement in statements):
        turns.add(max(min(turns) - 1, BEGINNING))  # it may have held before anything had begun
    speaking = {statement.party for statement in statements}
    return turns | membership_turns(agenda, party, speaking)


def membership_turns(agenda: Agenda, party: str | None, speaking: Collection[str | None]) -> set[int]:
    """Return the instants at which those behind a party join and leave groups that speak.

    A group that speaks later changes no answer of before. A group may stand by its members, speaking
    or not.
    """
    members = agenda.known_members(party)
    turns = {turn for member in members for turn in member.turns}
    for holder in (party, *(member.party for member in members)):
        for group, member in agenda.memberships.get(holder, ()):
            turns |= member.turns if group.id in speaking else set()
    return turns


def governing(groups: list[Standing]) -> Standing:
    """Return the group with the greatest stance statement, which is taken whole."""
    return max(groups, key=lambda standing: standing.runs["stance"][-1].order)


def in_group(cut: Cut, own: Standing, groups: list[Standing], begun: Runs) -> Standing:
    """Return the standing of a member with its group, with fields that it has stated itself on top."""
    whole = governing(groups)
    begun = {f: run for f, run in begun.items() if displaces(run[-1], whole.runs.get(f, ()))}
    runs = {**whole.runs, **begun}
    differing = (field for group in groups for field in _differing(whole, group))
    disputed = dict.fromkeys((*differing, *whole.disputed))
    kept = [field for field in disputed if field not in begun]
    values = {field: run[-1].value for field, run in begun.items() if field in WITH_STANCE}
    return attrs.evolve(
        whole,
        party=own.party,
        by_group=whole.party,
        runs=FrozenDict(runs),
        older=older_than(FieldRuns(cut, own.term, whole.party).side_began(), runs),
        may_hold=perhaps_holding(cut, runs),
        disputed=(*kept, *disputed_fields(cut, begun)),
        lapsed=lapsed(cut, runs),
        **{field: cleared(value) for field, value in values.items()},
    )


def _differing(one: Standing, other: Standing) -> list[str]:
    """Return the fields that differ between two groups of a party; stances on one side do not."""
    found = []
    for field in one.runs.keys() & other.runs.keys():
        first, second = one.runs[field][-1], other.runs[field][-1]
        if isinstance(first.value, Absence) or isinstance(second.value, Absence):
            continue
        tied = first.order.evidence == second.order.evidence
        sides = isinstance(first.value, Stance) and first.value.side == second.value.side
        if first.meaning != second.meaning and (tied or not sides):
            found.append(field)
    return sorted(found)
