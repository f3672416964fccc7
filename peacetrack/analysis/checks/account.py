"""The check of acceptances that are known only from other parties: rule 3 of `docs/reference/rules.md`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from peacetrack.analysis.finding import Finding, Severity
from peacetrack.index.statement import reports_of
from peacetrack.state import State
from peacetrack.words.term import TermStatus


def accounts_alone(state: State) -> Iterator[Finding]:
    """Find acceptances of needed parties that are known only from other parties."""
    for term in state:
        status = state[term].status
        severe = status is not None and status >= TermStatus.IN_PRINCIPLE
        for standing in map(partial(state.standing, term), state[term].needed):
            if standing.accepts and standing.accounts_of:
                yield Finding(
                    Severity.HIGH if severe else Severity.MEDIUM,
                    "account-alone",
                    f"{standing.party}'s acceptance of {term} is known only from"
                    f" {' and '.join(standing.accounts_of)}",
                    terms=[term],
                    parties=[standing.party],
                    fields=["stance"],
                    since=standing.runs["stance"][0].since,
                    reports=reports_of(standing.runs["stance"]),
                    settled_by=f"{standing.by_group or standing.party}'s own words",
                )
