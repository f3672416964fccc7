"""Who says where a party stands, by which account, and whether on the record, as a clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from peacetrack.analysis.phrase import since_words
from peacetrack.analysis.window import extended_in_vain
from peacetrack.index.statement import Statement, reports_of
from peacetrack.rules.extension import extender, extension_in_words
from peacetrack.rules.stance_run import Run
from peacetrack.rules.standing import Standing
from peacetrack.state import State
from peacetrack.words.attribution import AttributionType
from peacetrack.words.stance import Stance
from peacetrack.words.value import in_short

if TYPE_CHECKING:
    from peacetrack.analysis.sentence.naming import Names


_OFFICIALS = frozenset(
    (
        AttributionType.OFFICIALS_PARTICIPANT,
        AttributionType.OFFICIALS_UNSPECIFIED,
        AttributionType.OFFICIALS_BRIEFED,
    )
)


def stage_words(stage: object) -> str:
    """Return a stage as a sentence has it: `in force`."""
    return in_short(stage).replace("-", " ")


def verb(standing: Standing) -> str:
    """Return the verb of a stance; an empty text where there is none."""
    return standing.stance.verb if isinstance(standing.stance, Stance) else ""


def since_then(names: Names, standing: Standing) -> str:
    """Return where a party stands by reports off the record, and who says so."""
    since = "" if standing.since is None else f", {since_words(standing.since)}"
    if standing.silent:
        return f"it has no stance on it{since}"
    return f"{that_it(names, standing, told(standing))} {verb(standing)} it{since}"


def in_vain(state: State, names: Names, standing: Standing) -> str:
    """Return that a later report extends what ran out, without a stance; else an empty text."""
    claimed = extended_in_vain(state, standing)
    if claimed is None:
        return ""
    accounts = state.agenda.accounts_of(extender(standing), claimed.attribution)
    off = "" if claimed.attribution.type.on_record else "not on the record"
    reserve = f"by the account of {names.parties(accounts)}" if accounts else off
    words = extension_in_words(standing, claimed, reserve)
    return f"; {names.named(words, [extender(standing), *state.event_ids])}"


def told(standing: Standing) -> Run:
    """Return what gives a party its stance, with its own words off the record that say so too."""
    return (*standing.nearer, *standing.runs.get("stance", ()))


def that_it(names: Names, standing: Standing, run: Sequence[Statement]) -> str:
    """Return who says by some statements where a party stands: `unnamed officials say that it`."""
    who = names.party(standing.party) if all(statement.accounts_of for statement in run) else "it"
    return f"{tellers(names, run)} that {who}"


def tellers(names: Names, run: Sequence[Statement]) -> str:
    """Return who makes some statements, with the verb: `unnamed officials say`."""
    if all(statement.accounts_of for statement in run):
        accounts = dict.fromkeys(party for statement in run for party in statement.accounts_of)
        return f"{names.parties(accounts)} {'says' if len(accounts) == 1 else 'say'}"
    types = {statement.by.type for statement in run}
    if types <= _OFFICIALS:
        return "unnamed officials say"
    kind = "without a named source" if types == {AttributionType.NARRATOR} else "off the record"
    return f"a report {kind} says" if len(reports_of(run)) == 1 else f"reports {kind} say"


def reserve_of(names: Names, run: Sequence[Statement]) -> str:
    """Return by which account some statements are known, or that they are not on the record."""
    if run and all(statement.accounts_of for statement in run):
        accounts = dict.fromkeys(party for statement in run for party in statement.accounts_of)
        return f", by the account of {names.parties(accounts)}"
    return "" if any(statement.on_record for statement in run) else ", not on the record"
