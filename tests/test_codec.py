"""The JSON form: what is written is what is read, strictly."""

import copy
import json
from datetime import UTC, datetime
from enum import Enum
from typing import Any, get_args

import attrs
import pytest
import rfc8785
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack import content
from peacetrack.form import codec
from peacetrack.form.canonical import canonical
from peacetrack.testing import strategies as ss
from tests.effort import a_half

AGENDA = json.loads("""
{"kind": "agenda", "id": "ukraine-2025", "title": "...",
 "parties": [{"id": "UA", "name": "Ukraine", "type": "state", "aliases": ["Kyiv"]},
             {"id": "EU-LEADERS", "name": "several European leaders", "type": "group",
              "members": [{"party": "DE", "since": "2025-12-14"}], "members_known": false}],
 "people": [{"id": "us-envoy", "description": "a senior US envoy", "acts_for": "US"}],
 "terms": [{"id": "nato-pause", "kind": "alliance-membership", "proposition": "...",
            "needs": ["UA", "US", "RU"]}]}
""")

REPORT = json.loads("""
{"kind": "report", "id": "r1", "title": "...",
 "source": {"outlet": "...", "origin": "wire-a", "published": "2025-12-15", "reliability": "B"},
 "since": {"event": "berlin-talks", "relation": "during"},
 "voices": {"briefed": {"type": "officials-briefed",
                        "speaker": "officials briefed on the talks"},
            "us": {"type": "officials-unspecified", "speaker": "American officials",
                   "acts_for": "US"}},
 "claims": [
  {"kind": "position", "party": "Kyiv", "term": "nato-pause", "voice": "briefed",
   "stance": "open", "act": "signals", "wording": "on hold",
   "content": {"intent": "pause",
               "lasts": {"not_before": {"words": "the end of the negotiations"}},
               "legal_level": {"absent": "not-stated"}},
   "links": [{"relation": "in-order-to", "term": "security-guarantees"}]},
  {"kind": "position", "voice": "us", "term": "security-guarantees", "stance": "accepts",
   "act": "offers", "content": {"binding": true, "guarantors": ["US", "PARTNERS"]},
   "window": {"undisclosed": true},
   "conditions": [{"kind": "words", "text": "progress in the negotiations"}]},
  {"kind": "progress", "term": "multinational-force", "stage": "under-negotiation",
   "content": {"size": {"absent": "under-negotiation"}}},
  {"kind": "event", "id": "berlin-talks", "type": "meeting", "status": "held",
   "duration": "PT5H", "place": "Berlin", "participants": ["UA", "US"]},
  {"kind": "assessment", "attribution": {"type": "analysts"},
   "about": ["senate-ratification"], "text": "..."},
  {"kind": "question", "about": ["multinational-force"], "fields": ["mandate"],
   "text": "..."}]}
""")

FILLED_IN = [
    ("party", "UA", "alliance-membership"),
    ("party", "US", "security-guarantee"),
    (None, None, "multinational-force"),
]

DECLARED = pt.Agenda(
    "ukraine-2025",
    parties=[
        pt.Party("UA", "Ukraine", "state", aliases=["Kyiv", "Київ"]),
        pt.Party("US", "the United States", "state", aliases=["Washington"]),
        pt.Party("RU", "Russia", "state", aliases=["the Kremlin"]),
        pt.Party("PARTNERS", "partners", "group", members_known=False),
    ],
    people=[pt.Person("us-envoy", description="a senior US envoy", acts_for="US")],
    terms=[
        pt.Term("nato-pause", "alliance-membership", "...", needs=["UA", "US", "RU"]),
        pt.Term("security-guarantees", "security-guarantee", "..."),
        pt.Term("multinational-force", "multinational-force", "..."),
        pt.Term("senate-ratification", "ratification", "..."),
        pt.Term("plan", "other", "..."),
    ],
)


def tracker() -> pt.Tracker:
    return pt.Tracker(DECLARED, clock=lambda: datetime(2025, 12, 20, tzinfo=UTC))


def written_out() -> Any:
    """The example with what may be left out on the way in."""
    form = copy.deepcopy(REPORT)
    for claim, (field, party, kind) in zip(form["claims"], FILLED_IN, strict=False):
        if field:
            claim[field] = party
        claim["content"]["kind"] = kind
    return form


# The example of the design


def test_an_agenda_is_written_as_it_was_read():
    agenda = codec.read(AGENDA, pt.Agenda)
    assert codec.write(agenda) == AGENDA
    assert codec.read_body(AGENDA) == agenda


def test_several_sides_of_an_attribution_are_written_as_a_list():
    sides = codec.write(pt.Attribution("document", acts_for=["US", "UA"]))["acts_for"]
    assert sides == ["US", "UA"]


def test_a_report_is_written_as_it_was_read():
    report = codec.read(written_out(), pt.Report)
    assert codec.write(report) == written_out()
    assert codec.read_body(written_out()) == report


def test_a_report_that_leaves_out_what_it_may_is_recorded_with_it():
    talks = tracker()
    talks.record(REPORT)
    assert codec.write(talks.reports["r1"]) == written_out()


def test_what_is_written_is_json_and_reads_back_by_type_as_well():
    talks = tracker()
    talks.record(REPORT)
    report = talks.reports["r1"]
    back = codec.read(json.loads(json.dumps(codec.write(report))), pt.Report)
    assert back == report
    assert [type(claim) for claim in back.claims] == [type(claim) for claim in report.claims]
    assert type(back.claims[0].party) is str
    assert type(back.claims[0].wording) is str


def test_the_example_means_what_it_says():
    talks = tracker()
    talks.record(REPORT)
    kyiv, washington, force, meeting, view, question = talks.reports["r1"].claims
    assert (kyiv.party, kyiv.stance, kyiv.act) == ("UA", pt.Stance.OPEN, pt.Act.SIGNALS)
    assert kyiv.content == content.AllianceMembership(
        intent="pause",
        lasts=pt.NotBefore(pt.InWords("the end of the negotiations")),
        legal_level=pt.Absence.NOT_STATED,
    )
    assert kyiv.links == (pt.Link("in-order-to", term="security-guarantees"),)
    assert (washington.party, washington.window) == ("US", pt.Undisclosed())
    assert washington.conditions == (pt.InWords("progress in the negotiations"),)
    assert force.stage is pt.Stage.UNDER_NEGOTIATION
    assert force.content.size is pt.Absence.UNDER_NEGOTIATION
    assert (meeting.duration, meeting.participants) == ("PT5H", ("UA", "US"))
    assert view.attribution == pt.Attribution("analysts")
    assert question.fields == ("mandate",)
    assert talks.reports["r1"].since == pt.During("berlin-talks")
    assert talks.reports["r1"].source.reliability is pt.Reliability.B


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        (
            pt.Correction("r1", pt.Report([pt.Question("why?")], id="r2"), "misread"),
            {
                "kind": "correction",
                "corrects": "r1",
                "report": {"kind": "report", "id": "r2", "claims": [{"kind": "question", "text": "why?"}]},
                "reason": "misread",
            },
        ),
        (
            pt.Retraction("r1", "misread", claim=2),
            {"kind": "retraction", "retracts": "r1", "claim": 2, "reason": "misread"},
        ),
        (
            pt.coding.Proposal(pt.Report([], id="r2", coded_by=pt.Coder("reader", type="model"))),
            {
                "kind": "proposal",
                "report": {
                    "kind": "report",
                    "id": "r2",
                    "claims": [],
                    "coded_by": {"name": "reader", "type": "model"},
                },
            },
        ),
        (pt.coding.Dismissal("r1", "twice"), {"kind": "dismissal", "dismisses": "r1", "reason": "twice"}),
        (pt.Redaction("r1", "asked for"), {"kind": "redaction", "redacts": "r1", "reason": "asked for"}),
    ],
)
def test_what_withdraws_is_written_and_read(typed, form):
    assert codec.write(typed) == form
    assert codec.read_body(form) == typed


def test_a_report_inside_a_correction_need_not_say_that_it_is_one():
    form = {"kind": "correction", "corrects": "r1", "report": {"claims": []}, "reason": "misread"}
    assert codec.read_body(form) == pt.Correction("r1", pt.Report([]), "misread")


@pytest.mark.parametrize(
    ("condition", "form"),
    [
        (pt.TermIs("nato-pause", "agreed"), {"kind": "term", "term": "nato-pause", "status": "agreed"}),
        (
            pt.StanceIs("RU", "nato-pause", "open"),
            {"kind": "stance", "party": "RU", "term": "nato-pause", "stance": "open"},
        ),
        (pt.EventHeld("summit"), {"kind": "event", "event": "summit"}),
        (pt.InWords("progress"), {"kind": "words", "text": "progress"}),
    ],
)
def test_the_four_conditions_are_written_and_read(condition, form):
    claim = pt.Position("UA", "plan", "accepts", conditions=[condition])
    assert codec.write(claim)["conditions"] == [form]
    assert codec.read(codec.write(claim), pt.Position) == claim


@pytest.mark.parametrize("absence", pt.Absence)
def test_stance_window_until_and_content_take_an_absence(absence):
    form = {"absent": absence.value}
    claim = pt.Position(
        "UA",
        "nato-pause",
        absence,
        window=absence,
        until=absence,
        content=content.AllianceMembership(intent=absence),
    )
    written = codec.write(claim)
    assert [written[field] for field in ("stance", "window", "until")] == [form] * 3
    assert written["content"]["intent"] == form
    assert codec.read(written, pt.Position) == claim


@pytest.mark.parametrize(
    "field", ["party", "act", "red_line", "conditions", "since", "wording", "credibility", "links"]
)
def test_no_other_field_takes_an_absence(field):
    form = {"party": "UA", "term": "plan", field: {"absent": "withheld"}}
    with pytest.raises(pt.InvalidInputError) as caught:
        codec.read(form, pt.Position)
    assert caught.value.where == field


def test_an_explicit_false_or_empty_is_written_and_a_left_out_one_is_not():
    said = pt.Position("UA", "plan", red_line=False, conditions=[])
    assert codec.write(said)["red_line"] is False
    assert codec.write(said)["conditions"] == []
    assert codec.read(codec.write(said), pt.Position) == said
    form = {"kind": "position", "party": "UA", "term": "plan"}
    assert codec.write(pt.Position("UA", "plan")) == form
    assert codec.read(form, pt.Position).red_line is None


# Strictness


def position(**fields: Any) -> dict[str, Any]:
    return {"claims": [{"kind": "position", "party": "UA", "term": "security-guarantees", **fields}]}


def guarantee(**fields: Any) -> dict[str, Any]:
    return position(content=fields)


@pytest.mark.parametrize(
    ("form", "where", "error"),
    [
        (guarantee(duration="7"), "claims[0].content.duration", pt.errors.WrongTypeError),
        (guarantee(duration=7.0), "claims[0].content.duration", pt.errors.FloatGivenError),
        (guarantee(duration=True), "claims[0].content.duration", pt.errors.WrongTypeError),
        (guarantee(duration={"at_least": 7.5}), "claims[0].content.duration", pt.errors.FloatGivenError),
        (guarantee(binding=1), "claims[0].content.binding", pt.errors.WrongTypeError),
        (guarantee(binding="true"), "claims[0].content.binding", pt.errors.WrongTypeError),
        (guarantee(label=7), "claims[0].content.label", pt.errors.WrongTypeError),
        (guarantee(label=["words"]), "claims[0].content.label", pt.errors.WrongTypeError),
        (guarantee(guarantors="US"), "claims[0].content.guarantors", pt.errors.WrongTypeError),
        (guarantee(guarantors=["US", 5]), "claims[0].content.guarantors[1]", pt.errors.WrongTypeError),
        (guarantee(guarantors={"US": 1}), "claims[0].content.guarantors", pt.errors.WrongTypeError),
        (guarantee(model="article-5"), "claims[0].content.model", pt.errors.UnknownNameError),
        (guarantee(model={"absent": "unkown"}), "claims[0].content.model", pt.errors.UnknownNameError),
        (guarantee(model={"absent": None}), "claims[0].content.model", pt.errors.WrongTypeError),
        (guarantee(modle="bespoke"), "claims[0].content", pt.errors.UnknownFieldError),
        (position(party=None), "claims[0].party", pt.errors.WrongTypeError),
        (position(term=None), "claims[0].term", pt.errors.WrongTypeError),
        (position(term=5), "claims[0].term", pt.errors.WrongTypeError),
        (position(red_line=1), "claims[0].red_line", pt.errors.WrongTypeError),
        (position(red_line="yes"), "claims[0].red_line", pt.errors.WrongTypeError),
        (position(repeated=None), "claims[0].repeated", pt.errors.WrongTypeError),
        (position(complete=1), "claims[0].complete", pt.errors.WrongTypeError),
        (position(wording=5), "claims[0].wording", pt.errors.WrongTypeError),
        (position(reasons="one"), "claims[0].reasons", pt.errors.WrongTypeError),
        (position(reasons=None), "claims[0].reasons", pt.errors.WrongTypeError),
        (position(reasons=["one", None]), "claims[0].reasons[1]", pt.errors.WrongTypeError),
        (position(stance="Open"), "claims[0].stance", pt.errors.UnknownNameError),
        (position(stance=1), "claims[0].stance", pt.errors.WrongTypeError),
        (position(credibility=2), "claims[0].credibility", pt.errors.WrongTypeError),
        (position(conditions={"kind": "words"}), "claims[0].conditions", pt.errors.WrongTypeError),
        (position(conditions=["talks"]), "claims[0].conditions[0]", pt.errors.WrongTypeError),
        (position(conditions=[{"text": "x"}]), "claims[0].conditions[0]", pt.errors.MissingFieldError),
        (position(conditions=[{"kind": "words"}]), "claims[0].conditions[0]", pt.errors.MissingFieldError),
        (
            position(links=[{"relation": "because"}]),
            "claims[0].links[0].relation",
            pt.errors.UnknownNameError,
        ),
        (position(attribution="analysts"), "claims[0].attribution", pt.errors.WrongTypeError),
        (position(content=[]), "claims[0].content", pt.errors.WrongTypeError),
        (position(since=2025), "claims[0].since", pt.errors.WrongTypeError),
        (position(window="2025-12-20"), "claims[0].window", pt.errors.WrongTypeError),
        (position(stanse="open"), "claims[0]", pt.errors.UnknownFieldError),
        ({"claims": [{"kind": "positon"}]}, "claims[0]", pt.errors.UnknownNameError),
        ({"claims": [{"party": "UA"}]}, "claims[0]", pt.errors.MissingFieldError),
        ({"claims": [{"kind": "question"}]}, "claims[0]", pt.errors.MissingFieldError),
        ({"claims": [None]}, "claims[0]", pt.errors.WrongTypeError),
        ({"claims": {}}, "claims", pt.errors.WrongTypeError),
        ({"claims": "all"}, "claims", pt.errors.WrongTypeError),
        ({}, "", pt.errors.MissingFieldError),
        ({"claims": [], "titel": "..."}, "", pt.errors.UnknownFieldError),
        ({"claims": [], "id": 5}, "id", pt.errors.WrongTypeError),
        ({"claims": [], "source": "a wire"}, "source", pt.errors.WrongTypeError),
        ({"claims": [], "source": {"reliability": "G"}}, "source.reliability", pt.errors.UnknownNameError),
        ({"claims": [], "source": {"published": "soon"}}, "source.published", pt.errors.InvalidTimeError),
        ({"claims": [], "voices": []}, "voices", pt.errors.WrongTypeError),
        (
            {"claims": [], "voices": {"us": {"type": "officals"}}},
            "voices.us.type",
            pt.errors.UnknownNameError,
        ),
        ({"claims": [], "voices": {"us": {}}}, "voices.us", pt.errors.MissingFieldError),
        ({"kind": "agenda", "claims": []}, "", pt.errors.UnknownNameError),
    ],
)
def test_reading_is_strict_and_says_where(form, where, error):
    talks = tracker()
    with pytest.raises(error) as caught:
        talks.record(form)
    assert type(caught.value) is error
    assert caught.value.where == where
    assert talks.head == 1


@pytest.mark.parametrize("form", [None, "report", 5, [], [REPORT], b"{}"])
def test_what_is_no_mapping_is_no_report(form):
    with pytest.raises(pt.errors.WrongTypeError):
        tracker().record(form)


@pytest.mark.parametrize("form", [None, "agenda", 5, [], [AGENDA]])
def test_what_is_no_mapping_is_no_agenda(form):
    with pytest.raises(pt.errors.WrongTypeError):
        pt.Tracker().declare(form)


def test_all_problems_of_a_report_are_told_at_once_in_their_places():
    form = {
        "claims": [
            {
                "kind": "position",
                "party": "UX",
                "term": "nato-puase",
                "stance": "opn",
                "red_line": "yes",
                "colour": "red",
            },
            {"kind": "psition"},
            {"kind": "event", "id": "talks", "when": "10:00", "participants": "UA"},
            {
                "kind": "position",
                "party": "UA",
                "term": "security-guarantees",
                "voice": "uk",
                "content": {"binding": 1, "duration": 1.5, "guarantors": ["US", 5]},
            },
        ],
        "source": {"reliability": "Z", "published": 2025},
        "voices": {"us": {"type": "officals"}},
    }
    with pytest.raises(pt.errors.SeveralProblemsError, match=r"^15 problems\n") as caught:
        tracker().record(form)
    assert {(problem.where, type(problem)) for problem in caught.value.problems} == {
        ("claims[0].party", pt.errors.UnknownNameError),
        ("claims[0].term", pt.errors.UnknownNameError),
        ("claims[0].stance", pt.errors.UnknownNameError),
        ("claims[0].red_line", pt.errors.WrongTypeError),
        ("claims[0]", pt.errors.UnknownFieldError),
        ("claims[1]", pt.errors.UnknownNameError),
        ("claims[2].when", pt.errors.InvalidTimeError),
        ("claims[2].participants", pt.errors.WrongTypeError),
        ("claims[3].voice", pt.errors.UnknownNameError),
        ("claims[3].content.binding", pt.errors.WrongTypeError),
        ("claims[3].content.duration", pt.errors.FloatGivenError),
        ("claims[3].content.guarantors[1]", pt.errors.WrongTypeError),
        ("source.reliability", pt.errors.UnknownNameError),
        ("source.published", pt.errors.WrongTypeError),
        ("voices.us.type", pt.errors.UnknownNameError),
    }


@pytest.mark.parametrize(
    ("form", "places"),
    [
        (
            position(stance="opn")
            | {"voices": {"us": {"type": "named", "acts_for": "UX", "person": "envoi"}}},
            {"claims[0].stance", "voices.us.acts_for", "voices.us.person"},
        ),
        (
            position(stance="opn") | {"attribution": {"type": "named", "acts_for": "UX"}},
            {"claims[0].stance", "attribution.acts_for"},
        ),
        (
            position(
                conditions=[
                    {"kind": "term", "term": "nato-puase", "status": "agreed"},
                    {"kind": "stance", "party": "RU", "term": "plan", "stance": "opn"},
                ]
            ),
            {"claims[0].conditions[0].term", "claims[0].conditions[1].stance"},
        ),
        (
            guarantee(binding=1, guarantors=["UX"]),
            {"claims[0].content.binding", "claims[0].content.guarantors[0]"},
        ),
        (
            position(stance="opn", window={"at": "2025-12-01"}) | {"since": "2025-12-14"},
            {"claims[0].stance", "claims[0].window"},
        ),
        ({"id": " ", "claims": [{"kind": "question", "text": 5}]}, {"id", "claims[0].text"}),
    ],
)
def test_what_can_be_read_is_checked_beside_what_cannot(form, places):
    with pytest.raises(pt.errors.SeveralProblemsError) as caught:
        tracker().record(form)
    assert {problem.where for problem in caught.value.problems} == places


def test_all_problems_of_an_agenda_are_told_at_once():
    form = {
        "id": "talks",
        "parties": [{"id": "UA", "name": "Ukraine", "type": "country"}, {"id": "US", "name": 5}],
        "terms": [{"id": "plan", "kind": "other", "proposition": "...", "needs": "UA"}],
    }
    with pytest.raises(pt.errors.SeveralProblemsError) as caught:
        pt.Tracker().declare(form)
    assert {(problem.where, type(problem)) for problem in caught.value.problems} == {
        ("parties[0].type", pt.errors.UnknownNameError),
        ("parties[1].name", pt.errors.WrongTypeError),
        ("parties[1]", pt.errors.MissingFieldError),
        ("terms[0].needs", pt.errors.WrongTypeError),
    }


# One content, one id


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        (
            pt.Report([pt.Position("UA", "nato-pause", "open", act="signals")]),
            {
                "claims": [
                    {
                        "kind": "position",
                        "party": "Kyiv",
                        "term": "nato-pause",
                        "stance": "open",
                        "act": "signals",
                    }
                ]
            },
        ),
        (
            pt.Report([pt.Position("UA", "plan", wording=None, red_line=None, reasons=())]),
            {
                "kind": "report",
                "claims": [
                    {
                        "kind": "position",
                        "party": "UA",
                        "term": "plan",
                        "wording": None,
                        "red_line": None,
                        "reasons": [],
                        "repeated": False,
                    }
                ],
                "voices": {},
                "source": {},
                "note": None,
            },
        ),
        (
            pt.Report(
                [
                    pt.Position(
                        "US",
                        "security-guarantees",
                        content=content.SecurityGuarantee(
                            guarantors=["US", "UA"], duration=pt.Quantity("7.50", "7.5")
                        ),
                        window=pt.At("2025-12-20"),
                        since="2025-12-14T11:00:00+01:00",
                    )
                ]
            ),
            {
                "claims": [
                    {
                        "kind": "position",
                        "party": "Washington",
                        "term": "security-guarantees",
                        "content": {"duration": {"exactly": "7.5"}, "guarantors": ["Washington", "Kyiv"]},
                        "window": {"at": "2025-12-20"},
                        "since": "2025-12-14T10:00:00Z",
                    }
                ]
            },
        ),
        (
            pt.Report([pt.Position("UA", "plan", content=content.Other({"b": 1, "a": "x"}))]),
            {"claims": [{"content": {"a": "x", "b": 1}, "term": "plan", "party": "UA", "kind": "position"}]},
        ),
        (
            pt.Report([pt.Progress("nato-pause", stage="discussed")], title="caf\u00e9"),
            {
                "title": "cafe\u0301",
                "claims": [{"kind": "progress", "term": "nato-pause", "stage": "discussed"}],
            },
        ),
        (
            pt.Report([pt.Position("UA", "plan", "open")]),
            {
                "claims": [
                    {
                        "kind": "position",
                        "party": "\u041a\u0438\u0456\u0308\u0432",
                        "term": "plan",
                        "stance": "open",
                    }
                ]
            },
        ),
        (
            pt.Report(
                [pt.Position("RU", "plan", conditions=[pt.StanceIs("UA", "plan", "open")])],
                attribution=pt.Attribution("named", acts_for="RU"),
            ),
            {
                "attribution": {"type": "named", "acts_for": "the Kremlin"},
                "claims": [
                    {
                        "kind": "position",
                        "term": "plan",
                        "conditions": [{"kind": "stance", "party": "Kyiv", "term": "plan", "stance": "open"}],
                    }
                ],
            },
        ),
    ],
)
def test_a_mapping_and_its_typed_object_are_one_content(typed, form):
    one, other = tracker().record(typed), tracker().record(form)
    assert one.id == other.id
    assert len(one.id) == 16
    talks = tracker()
    talks.record(typed)
    assert not talks.record(form).new
    assert talks.head == 2


@pytest.mark.parametrize("names", [("Kyiv", "Washington"), ("Ukraine", "the United States")])
def test_an_alias_or_a_name_is_its_id_wherever_a_party_is_named(names):
    def report(ua, us):
        return pt.Report(
            [
                pt.Position(
                    ua,
                    "security-guarantees",
                    content=content.SecurityGuarantee(guarantors=[us], beneficiary=ua),
                    conditions=[pt.StanceIs(us, "plan", "open")],
                    addressee=us,
                    attribution=pt.Attribution("named", acts_for=ua),
                ),
                pt.Event("talks", participants=[ua, us]),
                pt.Assessment("good", of=us),
            ]
        )

    one, other = tracker(), tracker()
    assert one.record(report(*names)).id == other.record(report("UA", "US")).id
    assert one.reports == other.reports


def test_the_id_is_not_part_of_what_is_said():
    talks = tracker()
    one = talks.record(pt.Report([pt.Position("UA", "plan", "open")]))
    with_id = pt.Report([pt.Position("UA", "plan", "open")], id=one.id)
    assert not talks.record(with_id).new


def test_other_content_has_another_id():
    one = tracker().record(pt.Report([pt.Position("UA", "plan", "open")]))
    other = tracker().record(pt.Report([pt.Position("UA", "plan", "accepts")]))
    assert one.id != other.id


def test_a_position_without_a_party_takes_that_of_its_voice_then_its_attribution():
    form = {
        "attribution": {"type": "named", "acts_for": "RU"},
        "voices": {"us": {"type": "named", "acts_for": "US"}, "some": {"type": "analysts"}},
        "claims": [
            {"kind": "position", "term": "plan", "voice": "us"},
            {"kind": "position", "term": "plan", "attribution": {"type": "quote", "acts_for": "Kyiv"}},
            {"kind": "position", "term": "plan"},
            {"kind": "position", "term": "plan", "voice": "some"},
            {"kind": "position", "term": "plan", "voice": "us", "party": "UA"},
        ],
    }
    talks = tracker()
    receipt = talks.record(form)
    parties = [claim.party for claim in talks.reports[receipt.id].claims]
    assert parties == ["US", "UA", "RU", "RU", "UA"]


def test_a_position_of_nobody_is_refused():
    with pytest.raises(pt.errors.MissingFieldError, match="the field 'party' is missing") as caught:
        tracker().record({"claims": [{"kind": "position", "term": "plan"}]})
    assert (caught.value.field, caught.value.where) == ("party", "claims[0]")


def test_a_voice_and_an_attribution_together_are_refused():
    form = position(voice="us", attribution={"type": "quote"}) | {"voices": {"us": {"type": "named"}}}
    with pytest.raises(pt.InvalidInputError, match="a voice and an attribution; keep one"):
        tracker().record(form)


# Texts


def test_text_is_composed():
    claim = codec.read({"text": "cafe\u0301"}, pt.Question)
    assert claim.text == "caf\u00e9"


def test_half_a_character_is_refused():
    with pytest.raises(pt.InvalidInputError, match="half a character"):
        codec.read({"text": "\ud83d"}, pt.Question)
    with pytest.raises(pt.InvalidInputError, match="half a character"):
        tracker().record(pt.Report([pt.Question("\ud83d")]))


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**70])
def test_whole_numbers_too_large_for_json_are_refused(number):
    with pytest.raises(pt.InvalidInputError, match="too large to be kept exactly"):
        tracker().record(position(term="plan", content={"amount": number}))


def test_nothing_given_is_changed():
    form = copy.deepcopy(REPORT)
    tracker().record(form)
    assert form == REPORT


def test_typed_objects_inside_a_mapping_are_taken():
    talks = tracker()
    claim = pt.Position("UA", "plan", "open")
    receipt = talks.record(pt.Report([claim]))
    assert not talks.record({"claims": [claim]}).new
    mapping = {"kind": "position", "party": "UA", "term": "plan", "stance": pt.Stance.OPEN}
    assert talks.record({"claims": [mapping]}).id == receipt.id


# The canonical form

plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@a_half()
@given(plain_values)
def test_the_canonical_form_is_that_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


def test_every_character_is_written_as_rfc_8785_writes_it():
    everything = [chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000]
    assert canonical(everything) == rfc8785.dumps(everything)
    assert canonical({"\U0001f600": 1, "\uffff": 2}) == rfc8785.dumps({"\U0001f600": 1, "\uffff": 2})


UNIONS: list[tuple[Any, Any]] = [
    (pt.Ending, ss.endings()),
    (pt.When, ss.whens()),
    (pt.Condition, ss.conditions()),
    (pt.Claim, ss.claims()),
]


@pytest.mark.parametrize(
    ("union", "drawn", "cls"), [(union, drawn, cls) for union, drawn in UNIONS for cls in get_args(union)]
)
def test_every_member_of_a_closed_union_is_drawn_and_comes_back(union, drawn, cls):
    once = settings(max_examples=1000, phases=[Phase.generate])
    value = find(drawn, lambda value: type(value) is cls, settings=once)
    assert codec.read(json.loads(json.dumps(codec.write(value))), union) == value


@pytest.mark.parametrize(
    ("cls", "drawn"),
    [
        (pt.Position, ss.positions()),
        (pt.Progress, ss.progresses()),
        (pt.Event, ss.event_claims()),
        (pt.Assessment, ss.assessments()),
        (pt.Question, ss.questions()),
        (pt.Source, ss.sources()),
    ],
)
def test_every_field_of_claims_and_sources_is_drawn(cls, drawn):
    names, said = {field.name for field in attrs.fields(cls)}, set()

    @settings(max_examples=80, derandomize=True, database=None, phases=[Phase.generate])
    @given(drawn)
    def look(value):
        said.update(name for name in names if getattr(value, name) not in (None, (), False))

    look()
    assert names - said <= {"voice"}  # which a report gives


class Typed(str, Enum):  # noqa: UP042
    """Names and words as members of an enum of texts, whose `str` is not their value."""

    NORTH = "NORTH"
    TERM = "truce"
    DEEP = "definitive"
    SAID = "a pause\u0301"
    REST = "rest"


def test_a_member_of_an_enum_of_texts_is_kept_as_its_value():
    agenda = pt.Agenda(
        "typed",
        parties=[pt.Party(Typed.NORTH, Typed.SAID, "state", aliases=[Typed.SAID])],
        terms=[pt.Term(Typed.TERM, "ceasefire", Typed.SAID), pt.Term(Typed.REST, "other", Typed.SAID)],
    )
    ids = []
    for north, truce, deep, said, rest in (tuple(Typed), tuple(word.value for word in Typed)):
        talks = pt.Tracker(agenda)
        claims = [
            pt.Position(north, truce, wording=said, content=content.Ceasefire(purpose=deep, scope=said)),
            pt.Position(said, rest, content=content.Other({north: said})),
        ]
        report = pt.Report(claims, source=pt.Source(said, published="2030"), note=said)
        ids.append(talks.record(report).id)
        form = codec.as_form({"claims": [codec.as_form(claim) for claim in claims]})
        ids.append(talks.record(form).id)
        assert "Typed" not in repr([codec.write(entry.body) for entry in talks.entries()])
    assert ids[:2] == ids[2:]
