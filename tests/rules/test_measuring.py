"""Two numbers, their value, its band, the points that follow, and what wants a reason."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.regulations.model import BANDS_PARTIAL, Band, Criterion
from workflow.rules import measuring
from workflow.rules.measuring import NOTHING, Former, Numbers, NumbersRefused


def criterion(*bands: Band, unit="percent", rate_base=None) -> Criterion:
    return Criterion(
        2, "Khai sinh", "Births", "Khai sinh", "Births", Decimal(50), unit=unit, rate_base=rate_base,
        bands=bands, bands_state=BANDS_PARTIAL,
    )  # fmt: skip


def band(points, **bounds) -> Band:
    return Band(Decimal(points), **{name: Decimal(value) for name, value in bounds.items()})


RISING = criterion(
    band(50, at_least=98), band(40, at_least=90, below=98), band("12.5", at_least=50, below=90),
    band(0, below=50),
)  # fmt: skip
TOP_ONLY = criterion(band(50, at_least=98))
FALLING = criterion(band(75, below=2))
NONE_AT_ALL = criterion(band(75, at_most=0), unit="rate")
PER_THOUSAND = criterion(band(75, at_most=1), band(40, above=1, at_most=5), unit="rate", rate_base=1000)

PAIRS = st.integers(1, 5000).flatmap(
    lambda total: st.tuples(st.integers(0, total), st.just(total)).map(lambda pair: Numbers(*pair))
)


@given(PAIRS)
def test_computed_points_are_those_of_the_one_band_that_holds_the_value(numbers):
    exact = Fraction(100 * numbers.numerator, numbers.denominator)
    holding = [one for one in RISING.bands if one.holds(exact)]
    assert len(holding) == 1
    assert measuring.band_of(RISING, numbers) is holding[0]
    points = measuring.computed(RISING, numbers)
    assert isinstance(points, Decimal) and points == holding[0].points


@given(PAIRS)
def test_more_children_never_lower_the_points_of_rising_bands(numbers):
    more = numbers._replace(numerator=min(numbers.numerator + 1, numbers.denominator))
    assert measuring.computed(RISING, more) >= measuring.computed(RISING, numbers)


@given(PAIRS)
def test_a_value_is_never_shown_above_what_it_is(numbers):
    exact, shown = measuring.value(RISING, numbers), measuring.shown(measuring.value(RISING, numbers))
    assert Fraction(shown) <= exact < Fraction(shown) + Fraction(1, 100)


@pytest.mark.parametrize(
    ("one", "numbers", "points"),
    [
        (TOP_ONLY, (98, 100), 50),
        (TOP_ONLY, (97999, 100000), None),
        (FALLING, (2, 100), None),
        (FALLING, (1, 51), 75),
        (NONE_AT_ALL, (0, 300), 75),
        (NONE_AT_ALL, (1, 300), None),  # the base of the rate is not known
        (PER_THOUSAND, (3, 3000), 75),
        (PER_THOUSAND, (5000, 1000), None),  # a rate may pass one to one
        (RISING, (1, None), None),
    ],
)
def test_points_of_a_band(one, numbers, points):
    assert measuring.computed(one, Numbers(*numbers)) == points


@pytest.mark.parametrize(
    ("one", "numbers", "place"),
    [
        (RISING, (51, 50), "numerator"),
        (RISING, (-1, 50), "numerator"),
        (RISING, (0, 0), "denominator"),
        (RISING, (None, 0), "denominator"),
        (RISING, (1, 10**7), "denominator"),
        (PER_THOUSAND, (1, 0), "denominator"),
    ],
)
def test_what_cannot_be_is_refused_and_names_its_place(one, numbers, place):
    with pytest.raises(NumbersRefused) as refused:
        measuring.check(one, Numbers(*numbers))
    assert refused.value.place == place


@pytest.mark.parametrize("typed", ["-1", "4.5", "1e3", "٤", "1 000", "99999999", "x", "1.000"])
def test_only_plain_whole_numbers_are_read(typed):
    with pytest.raises(NumbersRefused):
        measuring.parse_count(typed, "numerator")
    assert measuring.parse_count(" 007\u00a0", "numerator") == 7
    assert measuring.parse_count("", "numerator") is None


@pytest.mark.parametrize(
    ("typed", "numbers", "former", "before", "stands"),
    [
        (None, (49, 50), None, (None, None), 50),  # nobody typed points: the band's
        (50, (46, 50), 50, (49, 50), 40),  # they follow the numbers
        (45, (49, 50), 45, (49, 50), 45),  # the council departed, and stays
        (45, (46, 50), 45, (49, 50), 45),
        (30, (49, 50), None, (None, None), 30),
        (7, (None, None), None, (None, None), 7),
    ],
)
def test_points_follow_the_numbers_until_somebody_departs(typed, numbers, former, before, stands):
    given_points = None if typed is None else Decimal(typed)
    former = None if former is None else Decimal(former)
    assert measuring.settled(RISING, given_points, Numbers(*numbers), former, Numbers(*before)) == stands


@pytest.mark.parametrize(
    ("one", "numbers", "points", "former", "asked"),
    [
        (RISING, (49, 50), 50, None, ()),
        (RISING, (49, None), 50, None, ("half",)),
        (RISING, (49, 50), 45, None, ("departs",)),
        (TOP_ONLY, (40, 50), 20, None, ("no_band",)),
        (TOP_ONLY, (None, None), 50, Former(Decimal(20)), ()),
        (TOP_ONLY, (None, None), 51, Former(Decimal("20.5")), ("jumps",)),
        (TOP_ONLY, (None, None), 19, Former(Decimal(50)), ("jumps",)),
        (RISING, (25, 50), Decimal("12.5"), Former(Decimal(40), Numbers(81, 100)), ("jumps",)),
        (RISING, (25, 50), Decimal("12.5"), Former(Decimal(40), Numbers(80, 100)), ()),
        (RISING, (49, 50), None, Former(Decimal(10)), ()),
    ],
)
def test_what_wants_a_reason(one, numbers, points, former, asked):
    points = None if points is None else Decimal(points)
    assert measuring.asks(one, Numbers(*numbers), points, former) == asked


def test_a_criterion_without_bands_asks_nothing_of_numbers():
    plain = criterion()
    assert not measuring.measured(plain)
    assert measuring.asks(plain, NOTHING, Decimal(10)) == ()
