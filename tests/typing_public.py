"""The public names as editors and type checkers see them; mypy reads this file, nothing runs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_type

import peacetrack as pt
from peacetrack import analysis, content, testing, view


def reading(talks: pt.Tracker) -> None:
    state = talks.state(valid="2025-12-16", known=3, trust=pt.ON_RECORD)
    assert_type(state, pt.State)
    assert_type(state["guarantees"], pt.TermState)
    standing = state["guarantees"]["US"]
    assert_type(standing, pt.Standing)
    assert_type(standing.stance, pt.Stance | pt.Absence | None)
    assert_type(standing.evidence, pt.Table[pt.Statement])
    assert_type(state.history("guarantees", "US"), pt.Table[pt.Standing])
    assert_type(analysis.diff(state, state)[0], analysis.Change)
    assert_type(analysis.diff(state, state)[:5], pt.Table[analysis.Change])
    assert_type(state.events().filter(lambda event: event.held, id="a"), pt.Table[pt.EventState])
    assert_type(state.events().sort_by("when", descending=True), pt.Table[pt.EventState])
    assert_type(analysis.trend(state, "2025-12-14", "2025-12-16", "P1D")[0], analysis.Point)
    assert_type(analysis.overdue(state)[0].certain, bool)
    assert_type(analysis.squares(state)[0].stance, pt.Stance | pt.Absence | None)
    assert_type(list(reversed(state.claims())), list[pt.Claimed])
    assert_type(analysis.pivots(state)[0].before, pt.TermStatus | pt.Stance | None)
    assert_type(analysis.explain(state, standing)[0], analysis.Evidence)
    assert_type(analysis.check(state, also=[checking])[0], analysis.Finding)
    assert_type(state.spells("guarantees", "US")[0].standing, pt.Standing)
    assert_type(view.lanes(state, "guarantees", width=480), view.Picture)
    assert_type(view.convergence(state, "2025-12-14", "2025-12-16", "P1D"), view.Picture)
    assert_type(state.met(pt.StanceIs("US", "guarantees", "open")), bool)


def checking(state: pt.State) -> Iterator[analysis.Finding]:
    yield analysis.Finding("high", "mine", "all is lost", terms=list(state), since="2025-12-16")


def through_the_front_door(state: pt.State) -> None:
    assert_type(pt.analysis.check(state)[0], analysis.Finding)
    assert_type(pt.view.lanes(state, "guarantees"), view.Picture)
    assert_type(pt.content.SecurityGuarantee(duration=20), content.SecurityGuarantee)
    assert_type(pt.errors.nearest("a", ["b"]), str | None)
    assert_type(pt.testing.Oracle, type[testing.Oracle])
    assert_type(pt.__version__, str)


def writing(talks: pt.Tracker) -> None:
    assert_type(talks.record(pt.draft()), pt.Receipt)
    pt.Position("UA", "nato-pause", "accepts", since="2025-12", window="undisclosed")
    pt.Position("UA", "nato-pause", pt.Absence.WITHHELD, links=[pt.Link("addresses", text="a")])
    content.SecurityGuarantee(guarantors=["US"], duration=20, model="article-5-like")
    content.AllianceMembership(lasts=pt.NotBefore(pt.InWords("the end of the talks")))


def misspelling(talks: pt.Tracker) -> None:
    pt.Traker()  # type: ignore[attr-defined]
    pt.Position("UA", "nato-pause", "acepts")  # type: ignore[arg-type]
    pt.Position("UA", "nato-pause", wnidow="undisclosed")  # type: ignore[call-arg]
    content.SecurityGuarantee(model="article-5")  # type: ignore[arg-type]
    content.SecurityGuarantee(durtion=20)  # type: ignore[call-arg]
    pt.Attribution("officals")  # type: ignore[arg-type]
    analysis.trend(talks.state(), "2025-12-14", "2025-12-16", "P1D", "later")  # type: ignore[arg-type]
    analysis.Finding("hihg", "mine", "all is lost")  # type: ignore[arg-type]
    talks.state(knwon=3)  # type: ignore[call-arg]
