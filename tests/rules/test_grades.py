"""Rule 12: grades and their scales."""

import pytest

import peacetrack as pt


def test_grades_name_their_scale():
    assert pt.Reliability.B.scale == "Admiralty reliability"
    assert pt.Credibility("2").scale == "Admiralty credibility"
    assert pt.Likelihood.LIKELY.scale == "ICD 203 likelihood"


@pytest.mark.parametrize("grade", [pt.Reliability.F, pt.Credibility.CANNOT_BE_JUDGED])
def test_what_cannot_be_judged_is_no_number(grade):
    with pytest.raises(pt.errors.NotJudgedError):
        grade.number
