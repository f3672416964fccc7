"""The public names as editors and type checkers see them: mypy and pyright read it, nothing runs it."""

# pyright: strict, reportUnnecessaryTypeIgnoreComment=true, reportUnusedExpression=false

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_type

import peacetrack as pt
from peacetrack import analysis, coding, content, intake, publication, testing, view
from peacetrack.rules.claims import OpenQuestion


def reading(talks: pt.Tracker) -> None:
    state = talks.state(valid="2025-12-16", known=3, trust=pt.ON_RECORD)
    assert_type(state, pt.State)
    assert_type(state.basis, pt.Basis)
    assert_type(state["guarantees"], pt.TermState)
    assert_type(state["guarantees"].status, pt.TermStatus | None)
    assert_type(state["guarantees"].waits_on, tuple[str, ...])
    assert_type(state["guarantees"].progress, pt.TermProgress)
    standing = state["guarantees"]["US"]
    assert_type(standing, pt.Standing)
    assert_type(standing.stance, pt.Stance | pt.Absence | None)
    assert_type(standing.red_line, bool | None)
    assert_type(standing.conditions, tuple[pt.Condition, ...])
    assert_type(standing.evidence, pt.Table[pt.Statement])
    assert_type(standing.evidence[0].report, str)
    assert_type(state.history("guarantees", "US"), pt.Table[pt.Standing])
    assert_type(state.spells("guarantees", "US")[0].standing, pt.Standing)
    assert_type(state.events().filter(lambda event: event.held, id="a"), pt.Table[pt.EventState])
    assert_type(state.events().sort_by("when", descending=True), pt.Table[pt.EventState])
    assert_type(list(reversed(state.claims())), list[pt.Claimed])
    assert_type(state.claims()[0].claim, pt.Claim)
    assert_type(state.questions(), pt.Table[OpenQuestion])
    assert_type(state.report_of("monday"), pt.Report)
    assert_type(state.met(pt.StanceIs("US", "guarantees", "open")), bool)
    assert_type(state.suppose(pt.draft()), pt.State)
    assert_type(state.without("monday").at(valid="2025-12-17"), pt.State)


def asking(state: pt.State, standing: pt.Standing) -> None:
    assert_type(analysis.baseline(state, "P1D"), pt.State)
    assert_type(analysis.brief(state), pt.Table[analysis.Line])
    assert_type(analysis.check(state, also=[checking]), pt.Table[analysis.Finding])
    assert_type(analysis.citations(state, "guarantees", "US"), pt.Table[analysis.Evidence])
    assert_type(analysis.conditions(state).waits, pt.Table[analysis.Wait])
    assert_type(analysis.deadlocks(state), pt.Table[analysis.Deadlock])
    assert_type(analysis.diff(state, state)[0], analysis.Change)
    assert_type(analysis.diff(state, state)[:5], pt.Table[analysis.Change])
    assert_type(analysis.disputes(state), pt.Table[analysis.Dispute])
    assert_type(analysis.distance(state, "guarantees"), pt.Table[analysis.Distance])
    assert_type(analysis.explain(state, standing), pt.Table[analysis.Evidence])
    assert_type(analysis.gaps(state), pt.Table[analysis.Gap])
    assert_type(analysis.linkages(state), pt.Table[analysis.Linkage])
    assert_type(analysis.moves(state), pt.Table[analysis.Move])
    assert_type(analysis.overdue(state)[0].certain, bool)
    assert_type(analysis.packages(state), pt.Table[analysis.Package])
    assert_type(analysis.paths(state, most=3), pt.Table[analysis.Path])
    assert_type(analysis.pivots(state)[0].before, pt.TermStatus | pt.Stance | None)
    assert_type(analysis.reports(state), pt.Table[analysis.FiledReport])
    assert_type(analysis.silences(state, of="US"), pt.Table[analysis.Silence])
    assert_type(analysis.squares(state)[0].stance, pt.Stance | pt.Absence | None)
    assert_type(analysis.support(state), pt.Table[analysis.Support])
    assert_type(analysis.trend(state, "2025-12-14", "2025-12-16", "P1D")[0], analysis.Point)
    assert_type(analysis.unmeetable(state), pt.Table[analysis.Unmeetable])
    assert_type(analysis.windows(state), pt.Table[analysis.Window])


def showing(state: pt.State) -> None:
    assert_type(view.board(state), view.Grid)
    assert_type(view.count(state, long=True), view.Grid)
    assert_type(view.why(state, "guarantees", None), view.Grid)
    assert_type(view.lanes(state, "guarantees", width=480), view.Picture)
    assert_type(view.convergence(state, "2025-12-14", "2025-12-16", "P1D"), view.Picture)
    assert_type(view.lanes(state).svg, str)
    assert_type(view.briefing(state).html, str)
    assert_type(publication.feed(state).content, bytes)
    assert_type(publication.publish(state, "folder"), publication.Publication)
    assert_type(publication.codebook(state.agenda), str)


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
    assert_type(talks.record_all([pt.Report([]), pt.draft(), {"claims": []}]), pt.BatchResult)
    assert_type(talks.correct("a", pt.draft(), reason="why"), pt.Receipt)
    assert_type(talks.retract("a", reason="why", claim=1).seq, int)
    assert_type(talks.entries(after=2), pt.Table[pt.Entry])
    assert_type(talks.verify(talks.checkpoint()), pt.Checkpoint)
    with pt.open("talks.db", recorder="mk") as kept:
        assert_type(kept, pt.Tracker)
    pt.Position("UA", "nato-pause", "accepts", since="2025-12", window="undisclosed")
    pt.Position("UA", "nato-pause", pt.Absence.WITHHELD, links=[pt.Link("addresses", text="a")])
    content.SecurityGuarantee(guarantors=["US"], duration=20, model="article-5-like")
    content.AllianceMembership(lasts=pt.NotBefore(pt.InWords("the end of the talks")))


def coding_together(talks: pt.Tracker, report: pt.Report) -> None:
    assert_type(talks.propose(report), pt.Receipt)
    assert_type(talks.proposals(), pt.Table[coding.Proposed])
    assert_type(coding.compare(report, report), pt.Table[coding.Pair])
    assert_type(coding.agreement(coding.compare(report, report)), pt.Table[coding.Agreement])
    assert_type(coding.review(talks, "a"), pt.Table[coding.ReviewedClaim])
    assert_type(pt.read_table("rows.csv", agenda=talks.agenda), intake.Intake)
    assert_type(intake.read_date("15.12.2025"), pt.Moment)


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
