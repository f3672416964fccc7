"""Two codings of one source: what is the same, what differs, how far coders agree, a merged report."""

from __future__ import annotations

import tomllib
from itertools import chain

import pytest

import peacetrack as pt
from peacetrack import coding, content
from peacetrack.errors import UnknownNameError
from peacetrack.store import toml
from tests.cli.helpers import as_typed, printed
from tests.rules.helpers import AGENDA, ledger_of

TRUCE = pt.Position("NORTH", "truce", "accepts", act="offers")


def report(*claims, **more):
    return pt.Report(claims, **more)


def lines(a, b, **more):
    return [str(pair) for pair in coding.compare(a, b, **more)]


def matches(a, b, **more):
    return {pair.field: str(pair.match) for pair in coding.compare(a, b, **more)}


def test_a_field_is_the_same_differs_or_is_in_one_coding_only():
    one = report(TRUCE, attribution=pt.Attribution("named"))
    other = report(pt.Position("NORTH", "truce", "open", red_line=True))
    assert lines(one, other) == [
        "NORTH on truce: stance accepts in a, open in b",
        "NORTH on truce: act offers only in a",
        "NORTH on truce: attribution named in a, narrator in b",
        "NORTH on truce: red line yes only in b",
    ]


def test_a_claim_that_one_coder_did_not_see_is_in_one_coding_only():
    extra = pt.Position("SOUTH", "truce", "rejects")
    pairs = coding.compare(report(TRUCE), report(TRUCE, extra))
    assert {str(p.match) for p in pairs.filter(party="SOUTH")} == {"only in b"}
    assert {(p.claim_a, p.claim_b) for p in pairs} == {(1, 1), (None, 2)}


def test_claims_of_one_subject_belong_to_the_one_they_share_most_with():
    rejects = pt.Position("NORTH", "truce", "rejects", act="warns")
    pairs = coding.compare(report(TRUCE, rejects), report(rejects, TRUCE))
    assert {(p.claim_a, p.claim_b) for p in pairs} == {(1, 2), (2, 1)}
    assert {str(p.match) for p in pairs} == {"same"}


def test_words_of_the_coders_own_are_not_compared():
    one = report(pt.Position("NORTH", "truce", "open", wording="ready", quote="we are ready"))
    other = report(pt.Position("NORTH", "truce", "open", wording="prepared", reasons=["trust"]))
    assert matches(one, other) == {"stance": "same", "attribution": "same"}


def test_a_report_gives_its_claims_since_and_voice():
    voices = {"n": pt.Attribution("named", speaker="a minister")}
    one = report(pt.Position("NORTH", "truce", "open", voice="n"), since="2030-01-01", voices=voices)
    other = report(
        pt.Position("NORTH", "truce", "open", since="2030-01-01", attribution=pt.Attribution("named"))
    )
    assert set(matches(one, other).values()) == {"same"}


def test_details_are_compared_field_by_field():
    size = content.MultinationalForce(size=20, deployment="in the east")
    other = content.MultinationalForce(size=30, deployment="eastern")
    found = matches(
        report(pt.Position("EAST", "force", content=size)),
        report(pt.Position("EAST", "force", content=other)),
    )
    assert found == {"content.size": "different", "attribution": "same"}


def test_progress_events_views_and_questions_are_compared():
    claims = (
        pt.Progress("truce", stage="tabled"),
        pt.Event("summit", status="held"),
        pt.Assessment("it looks good", about=["truce"], tone="optimistic"),
        pt.Question("when?", about=["truce"]),
    )
    other = (pt.Progress("truce", stage="agreed"), *claims[1:])
    assert lines(report(*claims), report(*other)) == [
        "truce: stage tabled in a, agreed in b",
        "truce: attribution narrator in both",
        "summit: status held in both",
        "summit: attribution narrator in both",
        "truce: tone optimistic in both",
        "truce: attribution narrator in both",
        "truce: attribution narrator in both",
    ]


def test_an_agenda_resolves_names_and_refuses_unknown_ones():
    mapping = {"kind": "report", "claims": [{"kind": "position", "party": "Northland", "term": "truce"}]}
    agenda = pt.Agenda(
        "x", parties=[pt.Party("NORTH", "Northland", "state", aliases=["Northland"])], terms=AGENDA.terms[:1]
    )
    draft = pt.draft(outlet="a paper")
    draft.voice("named", "a minister", of="NORTH").offers("truce", "accepts")
    pairs = coding.compare(mapping, draft, agenda=agenda)
    assert {pair.party for pair in pairs} == {"NORTH"}
    with pytest.raises(UnknownNameError, match="NROTH"):
        coding.compare(
            {**mapping, "claims": [{**mapping["claims"][0], "party": "NROTH"}]}, draft, agenda=agenda
        )


def test_codings_that_are_in_one_ledger_are_compared_too():
    source = pt.Source(url="https://example.org/a")
    state = ledger_of(
        report(TRUCE, id="a", source=source),
        report(pt.Position("NORTH", "truce", "open"), id="b", source=source),
    ).state()
    pairs = list(chain.from_iterable(coding.compare(a, b) for a, b in coding.codings(state)))
    assert str(pairs[0]) == "NORTH on truce: stance accepts in a, open in b"


# Agreement


def codings_of(stances, acts):
    """Two reports with many positions: pairs of stances and pairs of acts, one a party."""
    left, right = [], []
    for number, ((s, t), (u, v)) in enumerate(zip(stances, acts, strict=True)):
        left.append(pt.Position(f"P{number}", "truce", s, act=u))
        right.append(pt.Position(f"P{number}", "truce", t, act=v))
    return coding.compare(report(*left), report(*right))


def test_alpha_is_ordinal_on_stances_and_nominal_on_acts():
    near = codings_of(
        [("accepts", "open"), ("rejects", "opposes"), ("open", "open")], [("offers", "offers")] * 3
    )
    far = codings_of(
        [("accepts", "rejects"), ("open", "opposes"), ("open", "open")], [("offers", "warns")] * 3
    )
    stance, act = (coding.agreement(pairs)[0] for pairs in (near, far)), coding.agreement(far)[1]
    close, wide = stance
    assert (close.scale, close.n, close.same, close.different) == ("ordinal", 3, 1, 2)
    assert close.share == wide.share == 1 / 3
    assert close.alpha > 0.5 > 0 > wide.alpha
    assert (act.scale, act.share) == ("nominal", 0)
    assert act.alpha == pytest.approx(-2 / 3)  # 1 - 1 / (18 / 30), by hand


def test_alpha_is_that_of_the_published_example():
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, part B: nominal, two observers."""
    one = ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"]
    two = ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]
    words = dict(zip("abcde", ["offers", "warns", "urges", "seeks", "praises"], strict=True))
    acts = [(words[a], words[b]) for a, b in zip(one, two, strict=True)]
    act = coding.agreement(codings_of([("open", "open")] * 12, acts)).filter(field="act")[0]
    assert act.alpha == pytest.approx(0.692, abs=0.0005)


def test_few_units_give_a_warning_and_one_word_gives_no_alpha():
    few = codings_of([("open", "accepts")] * 19, [("offers", "offers")] * 19)
    many = codings_of([("open", "accepts")] * 20, [("offers", "offers")] * 20)
    stance, act = coding.agreement(few)[:2]
    assert stance.warning == "alpha of 19 units says little: code 20 or more"
    assert act.alpha is None
    assert act.warning == "both used one word only, which leaves alpha undefined"
    assert coding.agreement(many)[0].warning is None


def test_what_one_coder_missed_counts_in_the_share_and_not_in_alpha():
    pairs = coding.compare(report(TRUCE, pt.Position("SOUTH", "truce", "open")), report(TRUCE))
    stance = coding.agreement(pairs)[0]
    assert (stance.share, stance.n, stance.only_in_a, stance.only_in_b) == (0.5, 1, 1, 0)


def test_a_value_that_is_no_word_has_a_share_and_no_alpha():
    pairs = coding.compare(
        report(pt.Position("NORTH", "truce", "open", red_line=True)),
        report(pt.Position("NORTH", "truce", pt.Absence.WITHHELD, red_line=False)),
    )
    rows = {row.field: row for row in coding.agreement(pairs)}
    assert (rows["red_line"].scale, rows["red_line"].alpha, rows["red_line"].warning) == (None, None, None)
    assert (rows["stance"].n, rows["stance"].different) == (0, 1)


# Merging


def test_a_merged_report_is_refused_until_each_difference_is_decided():
    one = report(TRUCE, pt.Position("SOUTH", "truce", "open"), source=pt.Source("a paper"))
    other = report(
        pt.Position("NORTH", "truce", "open", act="offers", red_line=True), source=pt.Source("a Paper")
    )
    merged = coding.merge(one, other)
    with pytest.raises(pt.InvalidInputError) as caught:
        ledger_of().record(merged)
    marks = [problem for problem in caught.value.problems if "decide" in problem.what]
    assert all(mark.repair.startswith("decide this: ") for mark in marks)
    assert "write 'stance' with the value that is right" in str(caught.value)
    assert "keep the claim or take it out" in str(caught.value)
    assert [(p.where, str(p.what)) for p in marks] == [
        ("claims[0]", "'decide red_line' is a mark of two codings that differ"),
        ("claims[0]", "'decide stance' is a mark of two codings that differ"),
        ("claims[1]", "'decide claim' is a mark of two codings that differ"),
        ("source", "'decide outlet' is a mark of two codings that differ"),
    ]


def test_a_merged_report_holds_what_agrees_and_is_recorded_once_decided():
    force = content.MultinationalForce(size=20, location="the border", phase="ceasefire")
    larger = content.MultinationalForce(size=30, location="at the border", phase="ceasefire")
    one = report(pt.Position("EAST", "force", "open", content=force, wording="perhaps"), since="2030-01-01")
    other = report(pt.Position("EAST", "force", "open", content=larger, quote="maybe"), since="2030-01-01")
    merged = coding.merge(one, other)
    (claim,) = merged["claims"]
    assert claim.pop("decide content.size") == {"a": {"exactly": 20}, "b": {"exactly": 30}} or claim
    assert claim["content"] == {"kind": "multinational-force", "location": "the border", "phase": "ceasefire"}
    assert (claim["wording"], claim["quote"], claim["since"]) == ("perhaps", "maybe", "2030-01-01")
    talks = ledger_of()
    id = talks.record(merged).id
    assert talks.reports[id].claims[0].stance == "open"


@pytest.mark.parametrize(
    "whole",
    [
        report(TRUCE, pt.Progress("truce", stage="tabled"), since="2030-01-01", title="both"),
        report(
            pt.Position(
                "NORTH",
                "truce",
                "accepts",
                conditions=[pt.EventHeld("summit"), pt.InWords('the "prisoners"\n\t\x7f\\ are home')],
                window="undisclosed",
                until=pt.At("2030-05"),
                reasons=["one", "two"],
                links=[pt.Link("in-exchange-for", term="pledge")],
            ),
            source=pt.Source("a paper", published="2030-01-02", reliability="B"),
            note="näher – 書く",
        ),
        report(pt.Event("summit", status="held", when="2030-02-01", participants=["NORTH", "SOUTH"])),
        report(pt.Question("when?", about=["truce"], fields=["start"])),
    ],
)
def test_a_coding_merged_with_itself_is_the_coding(whole):
    merged = coding.merge(whole, whole)
    assert set(matches(merged, whole).values()) == {"same"}
    assert tomllib.loads(toml.written(merged)) == merged
    ledger_of().record(merged)


# On the command line


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    one, other = report(TRUCE), report(pt.Position("NORTH", "truce", "open", act="offers"))
    for name, coded in (("a.toml", one), ("b.toml", other)):
        (tmp_path / name).write_text(toml.written(coding.merge(coded, coded)), encoding="utf-8")
    with pt.open("talks.db") as talks:
        talks.declare(AGENDA)
    return tmp_path


def test_compare_prints_what_differs_and_the_agreement(files):
    text = printed("compare", "a.toml", "b.toml")
    assert text.startswith("1 of 3 fields differ\n")
    words = " ".join(text.split())
    assert "truce NORTH stance ✓ accepts + open different 1 1" in words
    assert "alpha of 1 units says little: code 20 or more" in words


def test_compare_gives_every_pair_to_programs(files):
    assert printed("compare", "a.toml", "b.toml", "--format", "csv").count("\n") == 4
    assert '"match": "same"' in printed("compare", "a.toml", "b.toml", "--format", "jsonl")


def test_codings_with_a_declared_kind_are_compared_by_their_agenda(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    kind, term = pt.Kind("pit", fields={"depth": "quantity"}), pt.Term("mine", "pit", "the mine is closed")
    agenda = pt.Agenda("mines", parties=AGENDA.parties, kinds=[kind], terms=[term])
    with pt.open("talks.db") as talks:
        talks.declare(agenda)
    for name, depth in (("a.toml", 1), ("b.toml", 2)):
        said = pt.Position("NORTH", "mine", content=content.Details(kind, {"depth": depth}))
        form = coding.merge(*[report(said)] * 2, agenda=agenda)
        (tmp_path / name).write_text(toml.written(form), encoding="utf-8")
    assert "depth" in printed("compare", "a.toml", "b.toml", "--agenda", "talks.db")
    assert "decide content.depth" in printed("compare", "a.toml", "b.toml", "--agenda", "talks.db", "--merge")


def test_a_merged_file_is_refused_by_log_until_it_is_decided(files):
    done = as_typed("compare", "a.toml", "b.toml", "--agenda", "talks.db", "--merge", "-o", "c.toml")
    assert done.stdout == "c.toml: merged, 1 mark to decide\n"
    assert "'decide stance' is a mark of two codings that differ; decide this: write 'stance' with" in (
        as_typed("log", "talks.db", "c.toml").stderr
    )
    text = (files / "c.toml").read_text(encoding="utf-8")
    assert '"decide stance" = { a = "accepts", b = "open" }' in text
    decided = text.replace('"decide stance" = { a = "accepts", b = "open" }', 'stance = "open"')
    (files / "c.toml").write_text(decided, encoding="utf-8")
    assert "recorded" in printed("log", "talks.db", "c.toml")


def test_a_problem_of_a_coding_names_its_file(files):
    (files / "b.toml").write_text('kind = "report"\n[[claims]]\nkind = "positon"\n', encoding="utf-8")
    assert "b.toml: claims[0]" in as_typed("compare", "a.toml", "b.toml").stderr


def test_two_reports_of_one_ledger_or_a_proposal_are_compared_by_their_ids(files):
    printed("log", "talks.db", "a.toml")
    printed("propose", "talks.db", "b.toml")
    with pt.open("talks.db") as talks:
        (first,), (second,) = talks.reports, [proposed.id for proposed in talks.proposals()]
    by_file = printed("compare", "a.toml", "b.toml", "--agenda", "talks.db", "--format", "csv")
    assert printed("compare", "talks.db", first, second, "--format", "csv") == by_file
    unknown = as_typed("compare", "talks.db", first, "no-such-report")
    assert (unknown.returncode, "no-such-report" in unknown.stderr) == (2, True)


@pytest.mark.parametrize("names", [("a.toml",), ("talks.db", "x", "y", "z")])
def test_a_comparison_is_of_two(names, files):
    done = as_typed("compare", *names)
    assert (done.returncode, "name two files, or a ledger and the ids" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xff\x00", "this is no text in UTF-8"),
        (b"", "there is nothing in it"),
        (b"x = [", "this is no TOML"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_once(tmp_path, content, what):
    file = tmp_path / "anna.toml"
    file.write_bytes(content)
    said = as_typed("compare", str(file), str(file)).stderr
    assert what in said
    assert said.count("anna.toml") == 1


def test_two_ids_follow_a_ledger_and_one_that_is_not_there_is_said(tmp_path):
    talks = ledger_of(pt.Report([pt.Position("NORTH", "truce", "open")], id="wire"))
    talks.propose(pt.Report([pt.Position("NORTH", "truce", "accepts")], id="draft"))
    talks.save(ledger := str(tmp_path / "talks.jsonl"))
    assert "1 of 2 fields differ" in printed("compare", ledger, "wire", "draft")
    assert "name two files, or a ledger and the ids" in as_typed("compare", ledger, "wire").stderr
    said = as_typed("compare", ledger, "wire", "drift").stderr
    assert "no report or proposal 'drift' was ever recorded; did you mean 'draft'?" in said


def test_an_event_and_the_progress_of_a_term_of_one_name_are_no_pair():
    event, progress = pt.Event("truce", status="held"), pt.Progress("truce", stage="tabled")
    pairs = coding.compare(report(event), report(progress))
    assert {(pair.claim_a, pair.claim_b) for pair in pairs} == {(1, None), (None, 1)}
