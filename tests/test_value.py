"""Absences, quantities and common ground."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peacetrack as pt
from peacetrack.form import codec
from peacetrack.words.value import LARGEST, common_ground, in_short

numbers = st.one_of(
    st.integers(-50, 50), st.decimals(-50, 50, places=2, allow_nan=False, allow_infinity=False)
)


@st.composite
def quantities(draw: st.DrawFn) -> pt.Quantity:
    ends = sorted(draw(st.tuples(numbers, numbers)))
    shape = draw(st.sampled_from(["between", "at least", "at most"]))
    low = None if shape == "at most" else ends[0]
    high = None if shape == "at least" else ends[1]
    return pt.Quantity(low, high, draw(st.sampled_from([None, "years"])))


# Absence


@pytest.mark.parametrize("absence", pt.Absence)
def test_an_absence_is_neither_true_nor_false(absence):
    with pytest.raises(pt.errors.TruthValueError, match=f"{absence.name} is neither true nor false; ask"):
        bool(absence)
    with pytest.raises(TypeError):
        not absence


def test_five_absences_are_five_different_things():
    assert len(set(pt.Absence)) == 5
    assert pt.Absence.UNKNOWN != pt.Absence.NOT_STATED
    assert pt.Absence("withheld") is pt.Absence.WITHHELD


def test_an_unknown_absence_is_refused_with_the_nearest_one():
    with pytest.raises(pt.errors.UnknownNameError, match="did you mean 'withheld'") as caught:
        pt.Absence("with-held")
    assert (caught.value.kind, caught.value.name) == ("absence", "with-held")


# Numbers


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (7, 7),
        (-7, -7),
        ("7.5", Decimal("7.5")),
        ("-0.25", Decimal("-0.25")),
        (Decimal("7.50"), Decimal("7.5")),
        (Decimal("7.0"), 7),
        ("7.0", 7),
        ("-0.0", 0),
        (Decimal("1E+2"), 100),
        (LARGEST, LARGEST),
        (-LARGEST, -LARGEST),
    ],
)
def test_numbers_are_exact_and_one_number_has_one_form(given, kept):
    quantity = pt.Quantity(given, given)
    assert (quantity.low, type(quantity.low)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("given", "repair"),
    [
        (7.0, r'write a fraction as decimal text, "7.0", or as Decimal'),
        (0.1, r'write a fraction as decimal text, "0.1", or as Decimal'),
        (float("nan"), "leave it out, or say why there is none"),
        (float("inf"), "leave it out, or say why there is none"),
    ],
)
def test_floats_are_refused_with_the_repair(given, repair):
    with pytest.raises(pt.errors.FloatGivenError, match=repair):
        pt.Quantity(given)
    with pytest.raises(TypeError):
        pt.Quantity(0, given)


@pytest.mark.parametrize("given", ["7", "", "seven", "7,5", "7.", ".5", "1e3", "７.５", "+7.5", " 7.5"])
def test_a_text_is_no_number_unless_it_is_decimal(given):
    with pytest.raises(pt.errors.WrongTypeError, match="is not decimal text"):
        pt.Quantity(given)


@pytest.mark.parametrize("given", [True, [7], {"exactly": 7}, Decimal("NaN"), Decimal("Infinity")])
def test_nothing_else_is_a_number(given):
    with pytest.raises(pt.errors.WrongTypeError, match="is not a number"):
        pt.Quantity(given)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(10**5000, id="of 5,001 digits"),
        LARGEST + 1,
        -LARGEST - 1,
        Decimal("1E+20"),
        f"{10**20}.5",
        Decimal("1E+5000"),
    ],
)
def test_numbers_too_large_for_json_are_refused(given):
    with pytest.raises(pt.InvalidInputError, match="too large to be kept exactly; name a larger unit"):
        pt.Quantity(given)


@pytest.mark.parametrize("given", ["0." + "1" * 40, Decimal("0." + "1" * 40)])
def test_no_digit_is_lost_unseen(given):
    try:
        quantity = pt.Quantity(given, given)
    except pt.InvalidInputError:
        return  # refusing it is as good
    assert quantity.low == Decimal(given)


# Quantities


def test_a_quantity_needs_a_number():
    with pytest.raises(pt.InvalidInputError, match="needs a number; or say which Absence it is"):
        pt.Quantity(unit="years")


def test_a_range_ends_after_it_begins():
    with pytest.raises(pt.errors.EndBeforeStartError, match="from 20 to 10 is empty"):
        pt.Quantity(20, 10)


def test_an_empty_unit_is_none():
    assert pt.Quantity(0, 0, "") == pt.Quantity(0, 0)
    assert codec.read({"exactly": 0, "unit": ""}, pt.Quantity) == pt.Quantity(0, 0)


@pytest.mark.parametrize("unit", [5, ["years"]])
def test_a_unit_is_a_text(unit):
    with pytest.raises(pt.errors.WrongTypeError):
        pt.Quantity(20, 20, unit)


def test_quantities_are_equal_by_value():
    assert pt.Quantity("7.50", "7.50") == pt.Quantity(Decimal("7.5"), Decimal("7.5"))
    assert pt.Quantity(7, 7) == pt.Quantity("7.0", "7.0")
    assert pt.Quantity(7, 7, "years") != pt.Quantity(7, 7, "months")


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (pt.Quantity(20, 20, "years"), "20 years"),
        (pt.Quantity(20), "at least 20"),
        (pt.Quantity(high=20, unit="km"), "at most 20 km"),
        (pt.Quantity(10, "20.5"), "10 to 20.5"),
    ],
)
def test_a_quantity_says_itself_in_words(quantity, words):
    assert str(quantity) == words


@pytest.mark.parametrize(
    ("quantity", "form"),
    [
        (pt.Quantity(20, 20), 20),
        (pt.Quantity("7.5", "7.5"), "7.5"),
        (pt.Quantity(20, 20, "years"), {"exactly": 20, "unit": "years"}),
        (pt.Quantity(20), {"at_least": 20}),
        (pt.Quantity(high="7.5", unit="km"), {"at_most": "7.5", "unit": "km"}),
        (pt.Quantity(10, 20, "years"), {"between": [10, 20], "unit": "years"}),
    ],
)
def test_a_quantity_is_written_and_read(quantity, form):
    assert codec.write(quantity) == form
    assert codec.read(form, pt.Quantity) == quantity


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"unit": "years"},
        {"exactly": 1, "at_most": 2},
        {"between": 1},
        {"between": [1]},
        {"between": [2, 1]},
        {"between": [None, None]},
        {"between": "12"},
        {"at_least": None},
        {"exactly": True},
        {"exactly": 1.5},
        {"exactly": "7"},
        {"exactly": 1, "unit": 5},
        {"exactly": 1, "units": "years"},
        "7",
        None,
        [7],
    ],
)
def test_a_quantity_is_written_in_one_of_its_forms(form):
    with pytest.raises(pt.InvalidInputError):
        codec.read(form, pt.Quantity)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (pt.Quantity(20, 20), pt.Quantity(high=25), pt.Quantity(20, 20)),
        (pt.Quantity(10, 20), pt.Quantity(20, 30), pt.Quantity(20, 20)),
        (pt.Quantity(10), pt.Quantity(high=10), pt.Quantity(10, 10)),
        (pt.Quantity(10), pt.Quantity(20), pt.Quantity(20)),
        (pt.Quantity(10, 19), pt.Quantity(20, 30), None),
        (pt.Quantity(10, 20, "years"), pt.Quantity(10, 20, "months"), None),
        (pt.Quantity(10, 20, "years"), pt.Quantity(10, 20), None),
    ],
)
def test_quantities_overlap_ends_included_and_in_one_unit(one, other, shared):
    assert one.overlap(other) == shared
    assert other.overlap(one) == shared


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (pt.Quantity(10, 15), pt.Quantity(50), 35),
        (pt.Quantity(high="1.5"), pt.Quantity(2, 2), Decimal("0.5")),
        (pt.Quantity(10, 20), pt.Quantity(20, 30), None),
        (pt.Quantity(10, 15, "years"), pt.Quantity(50, 50, "months"), None),
    ],
)
def test_a_gap_is_how_far_they_lie_apart(one, other, apart):
    assert one.gap(other) == apart
    assert other.gap(one) == apart


@settings(deadline=None)
@given(quantities(), quantities())
def test_overlap_is_symmetric(one, other):
    assert one.overlap(other) == other.overlap(one)


@settings(deadline=None)
@given(quantities(), quantities())
def test_two_quantities_of_one_unit_overlap_or_leave_a_gap(one, other):
    shared, apart = one.overlap(other), one.gap(other)
    assert apart == other.gap(one)
    if one.unit == other.unit:
        assert (shared is None) != (apart is None)
    else:
        assert (shared, apart) == (None, None)
    assert apart is None or apart > 0


@settings(deadline=None)
@given(quantities(), quantities(), quantities())
def test_overlap_does_not_depend_on_the_order(one, two, three):
    first, last = one.overlap(two), two.overlap(three)
    assert (first and first.overlap(three)) == (last and one.overlap(last))


@settings(deadline=None)
@given(quantities())
def test_a_quantity_overlaps_itself_and_reads_back(one):
    assert one.overlap(one) == one
    back = codec.read(codec.write(one), pt.Quantity)
    assert (back, type(back.low), type(back.high)) == (one, type(one.low), type(one.high))


# Common ground


@pytest.mark.parametrize(
    ("values", "shared"),
    [
        ([pt.Quantity(10, 20), pt.Quantity(15, 30), pt.Quantity(high=16)], pt.Quantity(15, 16)),
        ([pt.Quantity(10, 20), pt.Quantity(15, 30), pt.Quantity(25, 40)], None),
        ([("US", "FR"), ("FR", "GB")], ("FR",)),
        ([("US", "FR"), ("FR", "GB"), ("GB", "US")], None),
        ([("US",), ("FR",)], None),
        ([True, True], True),
        ([False, False], False),
        ([True, False], None),
        (["pause", "pause"], "pause"),
        (["pause", "renounce"], None),
        ([1, True], None),
        (["pause"], "pause"),
    ],
)
def test_common_ground_is_what_all_share(values, shared):
    assert common_ground(values) == shared
    assert type(common_ground(values)) is type(shared)


@settings(deadline=None)
@given(st.lists(quantities(), min_size=1, max_size=4))
def test_common_ground_of_quantities_does_not_depend_on_the_order(values):
    assert common_ground(values) == common_ground(values[::-1])


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (pt.Quantity(None, 1, "years"), "at most 1 year"),
        (pt.Quantity(1, 1, "days"), "1 day"),
        (pt.Quantity(1, 2, "years"), "1 to 2 years"),
        (pt.Quantity(1, 1, "troops"), "1 troops"),
    ],
)
def test_one_of_a_unit_of_time_is_written_in_the_singular(quantity, words):
    assert in_short(quantity) == words


def test_nothing_and_an_empty_collection_are_said_in_a_word():
    assert (in_short(None), in_short(())) == ("nothing", "none")
