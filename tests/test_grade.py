"""Grades name their scale, and what cannot be judged is no number."""

from itertools import pairwise

import pytest

import peacetrack as pt


@pytest.mark.parametrize(
    ("grade", "scale"),
    [
        (pt.Reliability.B, "Admiralty reliability"),
        (pt.Credibility.PROBABLY_TRUE, "Admiralty credibility"),
        (pt.Likelihood.LIKELY, "ICD 203 likelihood"),
        (pt.Confidence.HIGH, "ICD 203 confidence"),
    ],
)
def test_a_grade_names_its_scale(grade, scale):
    assert grade.scale == scale


def test_reliability_is_a_letter_with_its_words():
    assert pt.Reliability("B") is pt.Reliability.B
    assert [str(grade) for grade in pt.Reliability] == list("ABCDEF")
    assert pt.Reliability.B.meaning == "usually reliable"
    assert pt.Reliability.F.meaning == "cannot be judged"


def test_credibility_is_a_digit_with_its_words():
    assert pt.Credibility("2") is pt.Credibility.PROBABLY_TRUE
    assert [str(grade) for grade in pt.Credibility] == list("123456")
    assert pt.Credibility.PROBABLY_TRUE.meaning == "probably true"
    assert pt.Credibility.CANNOT_BE_JUDGED.meaning == "cannot be judged"


def test_judged_grades_are_numbers_from_best_to_worst():
    assert [grade.number for grade in list(pt.Reliability)[:5]] == [100, 75, 50, 25, 0]
    assert [grade.number for grade in list(pt.Credibility)[:5]] == [90, 70, 50, 30, 10]


@pytest.mark.parametrize("grade", [pt.Reliability.F, pt.Credibility.CANNOT_BE_JUDGED])
def test_what_cannot_be_judged_refuses_to_be_a_number(grade):
    with pytest.raises(
        pt.errors.NotJudgedError, match=f"{grade.scale} {grade} means that it cannot be judged"
    ):
        grade.number
    with pytest.raises(TypeError):
        grade.number


@pytest.mark.parametrize("scale", [pt.Reliability, pt.Credibility, pt.Likelihood, pt.Confidence])
def test_grades_are_in_the_order_of_their_scale(scale):
    assert sorted(scale, reverse=True) == list(scale)[::-1]
    assert all(one < other and other > one for one, other in pairwise(scale))


def test_grades_of_two_scales_have_no_order():
    with pytest.raises(TypeError):
        sorted([pt.Reliability.A, pt.Credibility.CONFIRMED])


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [
        ("almost-no-chance", 1, 5),
        ("very-unlikely", 5, 20),
        ("unlikely", 20, 45),
        ("roughly-even-chance", 45, 55),
        ("likely", 55, 80),
        ("very-likely", 80, 95),
        ("almost-certain", 95, 99),
    ],
)
def test_a_likelihood_has_the_range_of_icd_203(word, low, high):
    percent = pt.Likelihood(word).percent
    assert (percent.low, percent.high) == (low, high)


def test_the_ranges_of_icd_203_touch_and_leave_no_gap():
    ranges = [likelihood.percent for likelihood in pt.Likelihood]
    assert all(one.high == other.low for one, other in pairwise(ranges))


@pytest.mark.parametrize(
    ("scale", "wrong", "nearest"),
    [
        (pt.Likelihood, "likley", "likely"),
        (pt.Confidence, "hihg", "high"),
        (pt.Reliability, "b", "B"),
        (pt.Credibility, 2, "2"),
        (pt.Credibility, "probably-true", None),
    ],
)
def test_a_grade_outside_its_scale_is_refused(scale, wrong, nearest):
    with pytest.raises(pt.errors.UnknownNameError) as caught:
        scale(wrong)
    assert (caught.value.name, caught.value.nearest) == (wrong, nearest)
    assert isinstance(caught.value, ValueError)


def test_grades_are_taken_by_member_or_by_text_and_left_out_as_none():
    assert pt.Source(reliability="B") == pt.Source(reliability=pt.Reliability.B)
    assert pt.Position("UA", "truce", credibility="2").credibility is pt.Credibility.PROBABLY_TRUE
    assert pt.Assessment("it may", likelihood="likely").likelihood is pt.Likelihood.LIKELY
    assert pt.Assessment("it may", confidence="low").confidence is pt.Confidence.LOW
    assert pt.Source().reliability is None
