"""The closed vocabularies, and the twins that type checkers see."""

import json
import runpy
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

import peacetrack as pt
from peacetrack import errors
from peacetrack.form import codec
from peacetrack.words import act, attribution, grade, party, position, report, stance, term, value

EXAMPLE = Path(__file__).parents[1] / "examples" / "event_codes.py"
EVENT_CODES = runpy.run_path(str(EXAMPLE))["EVENT_CODES"]
TWINS = {
    pt.Absence: value.AbsenceText,
    pt.Act: act.ActText,
    pt.AttributionType: attribution.AttributionTypeText,
    pt.Confidence: grade.ConfidenceText,
    pt.Credibility: grade.CredibilityText,
    pt.EventStatus: report.EventStatusText,
    pt.Likelihood: grade.LikelihoodText,
    pt.PartyType: party.PartyTypeText,
    pt.Relation: position.RelationText,
    pt.Reliability: grade.ReliabilityText,
    pt.Role: party.RoleText,
    pt.Stage: position.StageText,
    pt.Stance: stance.StanceText,
    pt.TermStatus: term.TermStatusText,
    pt.Tone: report.ToneText,
    pt.Trend: position.TrendText,
}
ORDERED = [pt.Stance, pt.TermStatus, pt.Stage, pt.Reliability, pt.Credibility, pt.Likelihood, pt.Confidence]
NEVER_FALSE = [word for word in TWINS if word is not pt.Absence]


@pytest.mark.parametrize("word", TWINS)
def test_every_vocabulary_equals_its_literal_twin(word):
    assert [member.value for member in word] == list(get_args(TWINS[word]))


def test_every_vocabulary_that_is_offered_has_a_twin():
    offered = {item for item in (getattr(pt, name) for name in pt.__all__) if _is_vocabulary(item)}
    assert offered - set(TWINS) == {pt.Precision}  # which is read, and never given


def _is_vocabulary(item: object) -> bool:
    return isinstance(item, type) and issubclass(item, value.Word | value.Absence)


@pytest.mark.parametrize("word", [w for w in TWINS if w is not pt.Credibility])
def test_words_are_their_names_in_lower_case_with_hyphens(word):
    spelt = [member.name.lower().replace("_", "-") for member in word]
    assert [member.value.lower() for member in word] == spelt


@pytest.mark.parametrize("word", TWINS)
def test_a_word_is_found_by_its_spelling_and_written_as_such(word):
    for member in word:
        assert word(member.value) is member
        assert str(member) == member.value
        assert codec.write(member) == member.value
        assert codec.read(member.value, word) is member


@pytest.mark.parametrize("word", TWINS)
@pytest.mark.parametrize("wrong", ["", "no-such-word", "Open", 0, 1, True, None])
def test_nothing_else_is_a_word(word, wrong):
    with pytest.raises(pt.InvalidInputError):
        word(wrong)
    with pytest.raises(pt.InvalidInputError):
        codec.read(wrong, word)


@pytest.mark.parametrize("word", NEVER_FALSE)
def test_words_are_always_true(word):
    assert all(bool(member) for member in word)


@pytest.mark.parametrize("word", NEVER_FALSE)
def test_words_are_texts_and_never_numbers(word):
    for member in word:
        assert not isinstance(member, int)
        assert member == member.value
        assert member.value == member
        assert hash(member) == hash(member.value)
        assert member != "no-such-word"
        assert member != 1
        assert json.dumps(member) == json.dumps(member.value)
        with pytest.raises(TypeError):
            member + 1


def test_an_absence_is_no_text():
    for absence in pt.Absence:
        assert not isinstance(absence, str)
        assert absence != absence.value


def test_a_state_is_compared_with_plain_texts():
    talks = pt.Tracker(
        pt.Agenda(
            "texts",
            parties=[pt.Party("NORTH", "Northland", "state")],
            terms=[pt.Term("truce", "ceasefire", "both sides cease fire", needs=["NORTH"])],
        )
    )
    state = talks.state()
    assert state["truce"].status == "unreported"
    assert state["truce"]["NORTH"].stance != "accepts"  # there is none
    talks.record(pt.draft(since="2030-01-01").agrees("truce", "accepts", party="NORTH"))
    state = talks.state(valid="2030-01-02")
    assert state["truce"].status == "agreed"
    assert state["truce"].status >= "conditional"
    assert state["truce"]["NORTH"].stance == "accepts"
    assert state["truce"]["NORTH"].stance > "open"
    with pytest.raises(errors.UnknownNameError, match="unknown stance 'oppen'; did you mean 'open'"):
        assert state["truce"]["NORTH"].stance > "oppen"
    assert state["truce"]["NORTH"].stance != "oppen"


def test_the_stances_go_from_refusing_to_accepting():
    assert [str(stance) for stance in sorted(pt.Stance)] == [
        "rejects",
        "opposes",
        "neutral",
        "open",
        "accepts",
    ]


def test_a_stance_is_on_one_of_three_sides():
    assert [stance.side for stance in pt.Stance] == [-1, -1, 0, 1, 1]


def test_the_statuses_go_from_unreported_to_agreed():
    assert [str(status) for status in sorted(pt.TermStatus)] == [
        "unreported",
        "blocked",
        "contested",
        "pending",
        "in-principle",
        "conditional",
        "agreed",
    ]


@pytest.mark.parametrize("word", ORDERED)
def test_an_ordered_word_compares_within_its_own_vocabulary_only(word):
    for one, other in pairwise(word):
        assert one < other
        assert one <= other
        assert not one > other
        assert hash(one) != hash(other)
        with pytest.raises(TypeError):
            sorted([one, 3])
        with pytest.raises(TypeError):
            sorted([one, pt.Act.STATES])
        assert one < other.value
        assert one.value < other
        assert one <= other.value <= other
        assert other.value > one
        assert other >= one.value
        assert not one > other.value
        for refused in (one.__lt__, one.__le__, one.__gt__, one.__ge__):
            with pytest.raises(errors.UnknownNameError):
                refused("no-such-word")


@pytest.mark.parametrize("word", [w for w in TWINS if w not in ORDERED])
def test_a_vocabulary_without_an_order_has_none(word):
    one, other = list(word)[:2]
    with pytest.raises(TypeError):
        sorted([one, other])
    with pytest.raises(TypeError):
        sorted([one, other.value])
    with pytest.raises(TypeError):
        sorted([one.value, other])


def test_attributions_go_from_nearest_to_farthest():
    order = list(pt.AttributionType)
    assert [kind.directness for kind in order] == list(range(len(order)))[::-1]
    assert order[0] is pt.AttributionType.DOCUMENT
    assert order[-1] is pt.AttributionType.RUMOUR


def test_on_record_is_from_a_document_to_a_readout():
    assert [str(kind) for kind in pt.AttributionType if kind.on_record] == [
        "document",
        "quote",
        "named",
        "joint",
        "institution",
        "readout",
    ]


def test_every_act_has_a_cameo_code_of_three_digits():
    assert list(EVENT_CODES) == list(pt.Act)
    assert all(len(cameo) == 3 and cameo.isdigit() for _, cameo in EVENT_CODES.values())


def test_every_act_has_a_plover_type_or_is_one_that_plover_dropped():
    dropped = {act for act, (plover, _) in EVENT_CODES.items() if plover is None}
    assert {act.value for act in dropped} == {
        "states",
        "seeks",
        "prefers",
        "maintains",
        "urges",
        "explains",
        "denies",
        "votes",
        "abstains",
    }
    assert all(plover.isupper() for plover, _ in EVENT_CODES.values() if plover is not None)


@pytest.mark.parametrize(
    ("word", "spelt"),
    [
        (pt.Act, "signs denies accuses extends votes abstains complies breaches"),
        (pt.Stage, "signed in-force implemented suspended defeated collapsed"),
        (pt.PartyType, "person delegation parliamentary-group"),
    ],
)
def test_the_words_that_were_missing_come_last(word, spelt):
    assert [str(member) for member in word][-len(spelt.split()) :] == spelt.split()


EXPLAINED = (pt.Stance, pt.Act, pt.Stage, pt.Trend, pt.AttributionType, pt.EventStatus, pt.Reliability,
             pt.Credibility)  # fmt: skip


@pytest.mark.parametrize("vocabulary", EXPLAINED)
def test_every_word_that_coders_choose_has_a_meaning_of_its_own(vocabulary):
    meanings = [word.meaning for word in vocabulary]
    assert all(meanings)
    assert len(set(meanings)) == len(meanings)


def test_a_readout_follows_institutions_and_state_media_the_narrator():
    order = [str(kind) for kind in pt.AttributionType]
    assert order[order.index("institution") + 1] == "readout"
    assert order[order.index("narrator") + 1] == "state-media"
    assert pt.AttributionType("state-media") in pt.Trust().attributions


def test_a_word_of_another_vocabulary_is_said_to_be_one():
    with pytest.raises(errors.UnknownNameError, match="'signs' is an act: write act='signs'"):
        pt.Position("NORTH", "truce", "signs")
    with pytest.raises(errors.UnknownNameError, match="'rejects' is a stance: write stance='rejects'"):
        pt.Position("NORTH", "truce", act="rejects")
    known = "known: pending, in-principle, conditional, agreed$"
    with pytest.raises(errors.UnknownNameError, match=known):
        pt.TermIs("truce", "signed")
